#include "matching/title_coder.h"

#include <algorithm>
#include <array>
#include <cmath>

#include "codes/text.h"
#include "matching/data_table.h"

namespace leye::matching {
namespace {

constexpr std::size_t kDefinitionCharacters = 60;
constexpr float kName = 1.0F;
constexpr float kDefinition = 0.35F;
constexpr float kCoded = 1.2F;
// What the second, third and fourth likest documents of a code add: one noisy label decides less.
constexpr std::array<float, 4> kShares{1.0F, 0.5F, 0.3F, 0.2F};
constexpr float kCharacter = 1.3F;
constexpr float kLonger = 1.0F;
constexpr float kEnding = 0.5F;
constexpr std::uint64_t kEnd = 1ULL << 63;  // a gram at the end of a word: where the head noun is

using Grams = std::vector<std::pair<std::uint64_t, float>>;

std::uint64_t gram_key(std::u32string_view gram) {
  std::uint64_t key = 0;
  for (const char32_t c : gram) key = key << 21 | c;
  return key;
}

float gram_weight(std::uint64_t key) {
  const std::uint64_t plain = key & ~kEnd;
  const int length = plain >> 42 != 0 ? 3 : plain >> 21 != 0 ? 2 : 1;
  if ((key & kEnd) != 0) return kEnding;
  return length == 1 ? kCharacter : kLonger;
}

/// Grams of the text with 1 + log of how often each occurs, weighted by kind; ordered.
Grams grams_of(std::string_view text) {
  std::vector<std::uint64_t> keys;
  for (const std::u32string_view word : title_words(text)) {
    for (std::size_t length = 1; length <= 3; ++length)
      for (std::size_t i = 0; i + length <= word.size(); ++i)
        keys.push_back(gram_key(word.substr(i, length)));
    for (std::size_t length = 2; length <= 3 && length <= word.size(); ++length)
      keys.push_back(gram_key(word.substr(word.size() - length)) | kEnd);
  }
  std::sort(keys.begin(), keys.end());
  Grams grams;
  for (std::size_t i = 0; i < keys.size();) {
    std::size_t end = i;
    while (end < keys.size() && keys[end] == keys[i]) ++end;
    const float often = 1 + std::log(static_cast<float>(end - i));
    grams.emplace_back(keys[i], often * gram_weight(keys[i]));
    i = end;
  }
  return grams;
}

void to_unit_length(Grams& grams) {
  float square = 0;
  for (const auto& gram : grams) square += gram.second * gram.second;
  const float length = std::sqrt(square);
  if (length == 0) return;
  for (auto& gram : grams) gram.second /= length;
}

/// The likest documents of one code, falling.
struct Likest {
  std::array<float, kShares.size()> values{};

  void add(float value) {
    for (float& kept : values)
      if (value > kept) std::swap(value, kept);
  }
  [[nodiscard]] float sum() const {
    float sum = 0;
    for (std::size_t i = 0; i < values.size(); ++i) sum += kShares[i] * values[i];
    return sum;
  }
};

}  // namespace

Result<TitleCoder> TitleCoder::load(const std::filesystem::path& folder) {
  TitleCoder coder;
  const auto leaf = [](const std::string& text) { return Occupation::parse(text); };
  LEYE_CHECK(read_table(folder / "occupations.csv", {"code", "definition"},
                        [&](const DataRow& row) -> Result<void> {
                          LEYE_TRY(const auto code, leaf(row.cells[0]));
                          auto text = codes::code_points(row.cells[1]);
                          text.resize(std::min(text.size(), kDefinitionCharacters));
                          coder.add(code, codes::to_utf8(text), kDefinition);
                          return {};
                        }));
  LEYE_CHECK(read_table(folder / "occupation_aliases.csv", {"code", "title"},
                        [&](const DataRow& row) -> Result<void> {
                          LEYE_TRY(const auto code, leaf(row.cells[0]));
                          coder.add(code, row.cells[1], kName);
                          return {};
                        }));
  LEYE_CHECK(read_table(folder / "title_code_set.csv", {"code", "title", "part"},
                        [&](const DataRow& row) -> Result<void> {
                          LEYE_TRY(const auto code, leaf(row.cells[0]));
                          if (row.cells[2] == "dev") coder.add(code, row.cells[1], kCoded);
                          return {};
                        }));
  coder.weigh();
  return coder;
}

void TitleCoder::add(Occupation code, std::string_view text, float kind) {
  if (code.depth() != 4 || text.empty()) return;
  const auto [found, added] =
      code_ids_.emplace(code.bits(), static_cast<std::uint32_t>(codes_.size()));
  if (added) codes_.push_back(code);
  documents_.push_back({found->second, kind, grams_of(text)});
}

void TitleCoder::weigh() {
  for (const auto& document : documents_)
    for (const auto& gram : document.grams) rarity_[gram.first] += 1;
  const auto count = static_cast<float>(documents_.size());
  for (auto& gram : rarity_) gram.second = std::log((count + 1) / (gram.second + 1));
  for (std::uint32_t d = 0; d < documents_.size(); ++d) {
    Grams grams = std::move(documents_[d].grams);
    for (auto& gram : grams) gram.second *= rarity_[gram.first];
    to_unit_length(grams);
    for (const auto& gram : grams) postings_[gram.first].push_back({d, gram.second});
  }
}

CodedTitle TitleCoder::code(std::string_view title, std::size_t choices) const {
  Grams grams = grams_of(title);
  const float unseen = std::log(static_cast<float>(documents_.size() + 1));
  for (auto& gram : grams) {
    const auto found = rarity_.find(gram.first);
    gram.second *= found == rarity_.end() ? unseen : found->second;
  }
  to_unit_length(grams);
  std::vector<float> likeness(documents_.size());
  for (const auto& gram : grams)
    if (const auto found = postings_.find(gram.first); found != postings_.end())
      for (const auto& posting : found->second)
        likeness[posting.document] += gram.second * posting.weight;
  std::vector<Likest> likest(codes_.size());
  for (std::size_t d = 0; d < documents_.size(); ++d)
    likest[documents_[d].code].add(likeness[d] * documents_[d].kind);
  CodedTitle out;
  for (std::size_t c = 0; c < codes_.size(); ++c)
    if (likest[c].values[0] > 0) out.choices.push_back({codes_[c], likest[c].sum()});
  std::sort(out.choices.begin(), out.choices.end(),
            [](const CodedTitle::Choice& a, const CodedTitle::Choice& b) {
              return a.likeness != b.likeness ? a.likeness > b.likeness : a.code < b.code;
            });
  if (!out.choices.empty()) {
    const double first = out.choices[0].likeness;
    const double second = out.choices.size() > 1 ? out.choices[1].likeness : 0;
    out.confidence = static_cast<std::int32_t>(1000 * (first - second) / first);
  }
  out.choices.resize(std::min(out.choices.size(), choices));
  return out;
}

}  // namespace leye::matching
