#pragma once
#include <filesystem>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "core/result.h"

namespace leye::matching {

enum class Severity : bool { kWarn, kBlock };

/// One kind of wording an advertisement may not have (§13.4).
struct WordingRule {
  std::string id;        ///< `F01`
  std::string category;  ///< sex, age, fee, scam …
  Severity severity = Severity::kWarn;
  std::string basis;   ///< the law it rests on
  std::string advice;  ///< what to write instead, in Chinese
};

struct WordingHit {
  const WordingRule* rule = nullptr;
  std::string words;  ///< as found, after NFKC
};

/// Reads advertisements, title and body, for unlawful wording. Linear in their length.
class WordingLint {
 public:
  /// Reads `forbidden_wording.csv`. Errors `data.unreadable`, `matching.table_column`,
  /// `matching.table_cell` (a pattern that cannot be compiled) with its row.
  [[nodiscard]] static Result<WordingLint> load(const std::filesystem::path& folder);
  WordingLint(WordingLint&&) noexcept;
  WordingLint& operator=(WordingLint&&) noexcept;
  ~WordingLint();

  /// One hit a rule at most, in the order of the rules; they live as long as this.
  [[nodiscard]] std::vector<WordingHit> read(std::string_view text) const;
  /// H04: whether any hit forbids publishing.
  [[nodiscard]] static bool blocks(const std::vector<WordingHit>&);

 private:
  struct Patterns;
  WordingLint();
  std::unique_ptr<Patterns> patterns_;
};

}  // namespace leye::matching
