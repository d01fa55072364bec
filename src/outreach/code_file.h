#pragma once
#include <filesystem>
#include <string_view>

#include "access/phone_codes.h"

namespace leye::outreach {

/// The file transport for one-time codes: one file a code in `codes/` of the messages folder, for
/// the gateway of the city to pick up and delete. Mode 0600 in a folder of mode 0700; a file that
/// nobody fetched is deleted after ten minutes, when its code is void.
class CodeFiles : public access::CodeSender {
 public:
  explicit CodeFiles(const std::filesystem::path& messages) : folder_(messages / "codes") {}
  /// Error `file.unwritable`.
  Result<void> send(const Uuid& challenge, std::string_view phone, std::string_view code) override;

 private:
  std::filesystem::path folder_;
};

}  // namespace leye::outreach
