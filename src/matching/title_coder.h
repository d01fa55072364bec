#pragma once
#include <cstdint>
#include <filesystem>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "core/result.h"
#include "matching/occupation.h"

namespace leye::matching {

struct CodedTitle {
  struct Choice {
    Occupation code;  ///< a leaf
    double likeness = 0;
  };
  std::vector<Choice> choices;  ///< the likeliest first; empty for a title of no known words
  std::int32_t confidence = 0;  ///< 0–1000: how far the first is ahead of the second (§7)
};

/// Below it a code found by machine alone goes to review.
inline constexpr std::int32_t kReviewBelow = 600;

/// Titles of advertisements → leaves of the dictionary of occupations, by likeness to names,
/// aliases, definitions and titles people have coded (§7). Only proposes: the form offers the first
/// five, a person chooses.
class TitleCoder {
 public:
  /// Reads `occupations.csv`, `occupation_aliases.csv` and the dev part of `title_code_set.csv`.
  /// Errors `data.unreadable`, `matching.table_column`, `matching.occupation_format`.
  [[nodiscard]] static Result<TitleCoder> load(const std::filesystem::path& folder);

  [[nodiscard]] CodedTitle code(std::string_view title, std::size_t choices = 5) const;

 private:
  struct Posting {
    std::uint32_t document;
    float weight;
  };
  struct Document {
    std::uint32_t code;  ///< into codes_
    float kind;          ///< what its likeness counts for
    std::vector<std::pair<std::uint64_t, float>> grams;
  };
  void add(Occupation, std::string_view text, float kind);
  void weigh();

  std::vector<Occupation> codes_;
  std::unordered_map<std::uint32_t, std::uint32_t> code_ids_;
  std::vector<Document> documents_;
  std::unordered_map<std::uint64_t, float> rarity_;
  std::unordered_map<std::uint64_t, std::vector<Posting>> postings_;
};

/// What is left of a title when brackets, pay, head counts, references and advertising are gone:
/// words of letters and characters, lower case.
[[nodiscard]] std::vector<std::u32string> title_words(std::string_view title);

}  // namespace leye::matching
