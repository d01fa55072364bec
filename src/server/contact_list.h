#pragma once
#include <filesystem>
#include <string>
#include <vector>

#include "core/messages.h"
#include "core/result.h"
#include "server/dto/catalogue.h"

namespace leye::server {

/// The choices of the quick-contact form, from `lists/contact.yaml` of the pack in force.
struct ContactList {
  struct Line {
    std::string code;
    std::string zh;
    std::string en;
    bool effective = false;
    [[nodiscard]] std::string words(Locale) const;
  };
  std::vector<Line> channels;
  std::vector<Line> results;
  std::vector<Line> statuses;
  std::vector<Line> groups;

  /// Errors `file.unreadable`, `yaml.*`, `contact_list.line`.
  static Result<ContactList> load(const std::filesystem::path& pack_folder);
};

}  // namespace leye::server
