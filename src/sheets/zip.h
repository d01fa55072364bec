#pragma once
#include <cstdint>
#include <filesystem>
#include <functional>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "core/result.h"
#include "sheets/table.h"

namespace leye::sheets {

/// A zip container open for reading: xlsx, docx. Sizes are checked before a byte is unpacked.
class ZipReader {
 public:
  /// Errors `file.unreadable`, `zip.broken`, `zip.too_big` (declared sizes, ratio, parts),
  /// `sheets.encrypted`.
  [[nodiscard]] static Result<ZipReader> open(const std::filesystem::path&, const Limits& = {});
  [[nodiscard]] static Result<ZipReader> from_bytes(std::string bytes, std::string name,
                                                    const Limits& = {});
  ZipReader(ZipReader&&) noexcept;
  ZipReader& operator=(ZipReader&&) noexcept;
  ~ZipReader();

  [[nodiscard]] const std::string& name() const;  ///< base name of the file
  [[nodiscard]] const std::vector<std::string>& parts() const;
  [[nodiscard]] bool has(std::string_view part) const;
  /// Calls `sink` with pieces of at most 64 kB until it returns false.
  /// Errors `zip.missing_part`, `zip.broken`, `zip.too_big` (counted bytes of all parts read).
  [[nodiscard]] Result<void> stream(std::string_view part,
                                    const std::function<bool(std::string_view)>& sink);
  [[nodiscard]] Result<std::string> read(std::string_view part);

 private:
  struct State;
  explicit ZipReader(std::unique_ptr<State>);
  std::unique_ptr<State> state_;
};

struct ZipPart {
  std::string name;
  std::string bytes;
  bool stored = false;  ///< not deflated
};

/// Writes all parts in order, with a fixed time, so that equal parts give equal files; the file
/// appears whole or not at all. Errors `file.unwritable`, `zip.write`.
[[nodiscard]] Result<void> write_zip(const std::filesystem::path&, const std::vector<ZipPart>&);

}  // namespace leye::sheets
