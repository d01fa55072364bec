#include "linkage/distance.h"

#include <gtest/gtest.h>
#include <rapidcheck.h>

#include <algorithm>
#include <random>
#include <string>
#include <vector>

namespace leye::linkage {
namespace {

/// The definitions, cell by cell.
std::size_t by_definition(Text a, Text b, bool swaps) {
  std::vector<std::vector<std::size_t>> d(a.size() + 1, std::vector<std::size_t>(b.size() + 1));
  for (std::size_t i = 0; i <= a.size(); ++i) d[i][0] = i;
  for (std::size_t j = 0; j <= b.size(); ++j) d[0][j] = j;
  for (std::size_t i = 1; i <= a.size(); ++i)
    for (std::size_t j = 1; j <= b.size(); ++j) {
      d[i][j] =
          std::min({d[i - 1][j] + 1, d[i][j - 1] + 1, d[i - 1][j - 1] + (a[i - 1] != b[j - 1])});
      if (swaps && i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1])
        d[i][j] = std::min(d[i][j], d[i - 2][j - 2] + 1);
    }
  return d[a.size()][b.size()];
}

class Words {
 public:
  Words(std::uint32_t letters, std::size_t longest) : letters_(letters), longest_(longest) {}
  std::u32string next() {
    std::u32string out;
    const std::size_t length = engine_() % (longest_ + 1);
    for (std::size_t i = 0; i < length; ++i)
      out.push_back(0x4E00 + static_cast<char32_t>(engine_() % letters_));
    return out;
  }

 private:
  std::mt19937 engine_{20201022};
  std::uint32_t letters_;
  std::size_t longest_;
};

TEST(LinkageDistance, BitParallelIsTheDefinition) {
  for (const std::uint32_t letters : {2U, 10U, 40000U})
    for (const std::size_t longest : {std::size_t{6}, std::size_t{24}, std::size_t{90}}) {
      Words words(letters, longest);
      for (int i = 0; i < (longest > 30 ? 1500 : 20000); ++i) {
        const auto a = words.next();
        const auto b = words.next();
        ASSERT_EQ(levenshtein(a, b), by_definition(a, b, false));
        const auto edits = by_definition(a, b, true);
        ASSERT_EQ(osa(a, b), edits);
        ASSERT_EQ(within_one_edit(Text(a), Text(b)), edits <= 1);
        ASSERT_LE(osa(a, b), levenshtein(a, b));
      }
    }
}

TEST(LinkageDistance, SymmetryTriangleAndRange) {
  Words words(3, 8);
  for (int i = 0; i < 30000; ++i) {
    const auto a = words.next();
    const auto b = words.next();
    const auto c = words.next();
    ASSERT_EQ(levenshtein(a, b), levenshtein(b, a));
    ASSERT_EQ(osa(a, b), osa(b, a));
    ASSERT_LE(levenshtein(a, c), levenshtein(a, b) + levenshtein(b, c));
    ASSERT_EQ(jaro(a, b), jaro(b, a));
    ASSERT_GE(jaro(a, b), 0);
    ASSERT_LE(jaro(a, b), 1);
    ASSERT_EQ(jaro(a, b) == 1, a == b);
  }
}

TEST(LinkageDistance, LongTextsAgreeWithShortOnesMadeLonger) {
  Words words(4, 30);
  const std::u32string padding(70, U'z');
  for (int i = 0; i < 2000; ++i) {
    const auto a = words.next();
    const auto b = words.next();
    ASSERT_EQ(osa(U"x" + padding + a, U"x" + padding + b), osa(a, b));
    ASSERT_EQ(levenshtein(a + padding, b + padding), levenshtein(a, b));
  }
}

}  // namespace
}  // namespace leye::linkage
