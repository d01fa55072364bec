#pragma once
#include <filesystem>
#include <string>

#include "core/messages.h"

namespace leye::rules {

/// What an author's command prints, and its exit status (design.md §13).
struct AuthorReport {
  std::string text;
  int exit = 0;
};

/// `leye rules check PACK [--strict] [--format json]`: one line a finding, then `N errors, M
/// warnings`. Exit 1 when there is an error,
/// 2 when the folder cannot be read.
[[nodiscard]] AuthorReport check_pack(const std::filesystem::path& dir, bool strict, bool json,
                                      Locale = Locale::kEn);

/// `leye rules test PACK`: every line of `tests/*.jsonl` (form of rules.md §5.11, with `expect`);
/// what differs, then `N passed, M failed`. Exit 1 when one fails, 2 when the pack has errors.
[[nodiscard]] AuthorReport test_pack(const std::filesystem::path& dir, Locale = Locale::kEn);

/// `leye rules format PACK [--check]`: every YAML file of the pack in the one layout (format.h).
/// Prints the files that changed, or with `only_check` those that would, then `N files, M changed`.
/// Exit 1 when `only_check` found one or a file cannot be read as YAML (it stays as it is), 2 when
/// the folder cannot be read.
[[nodiscard]] AuthorReport format_pack(const std::filesystem::path& dir, bool only_check,
                                       Locale = Locale::kEn);

}  // namespace leye::rules
