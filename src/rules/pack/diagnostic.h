#pragma once
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "core/messages.h"
#include "rules/language/environment.h"
#include "rules/language/syntax.h"

namespace leye::rules {

enum class Severity { kError, kWarning };

/// One finding of `leye rules check` (rules.md §6). The texts come from the message catalogue.
struct Diagnostic {
  std::string code;  ///< `R201`
  Place place;
  Error error;  ///< message key and values

  [[nodiscard]] Severity severity() const;
  /// `FILE:LINE:COL: CODE message; hint: remedy`
  [[nodiscard]] std::string line(Locale = Locale::kEn) const;
  /// `message; hint: remedy`
  [[nodiscard]] std::string text(Locale = Locale::kEn) const;
};

using Args = std::vector<std::pair<std::string, std::string>>;

/// Collects findings while a pack is read and checked.
class Findings {
 public:
  /// A finding of table R0xx–R4xx; its text is the message `rules.<code>`.
  void add(std::string_view code, const Place& place, Args args = {});
  /// A finding with a text of its own under the code (`rules.<key>`).
  void add(std::string_view code, std::string_view key, const Place& place, Args args);
  /// What parser or checker found, at its place in the file.
  void add(const Problem& problem, const Place& place);

  [[nodiscard]] bool has_errors() const;
  [[nodiscard]] std::size_t size() const { return all_.size(); }
  /// Sorted by file, line, column, code; the same finding once; at most 100.
  [[nodiscard]] std::vector<Diagnostic> sorted() const;

 private:
  std::vector<Diagnostic> all_;
};

/// `N errors, M warnings`.
[[nodiscard]] std::string tally(const std::vector<Diagnostic>&);
/// `[{"file","line","column","code","severity","message","hint"}]`.
[[nodiscard]] std::string to_json(const std::vector<Diagnostic>&, Locale = Locale::kEn);

}  // namespace leye::rules
