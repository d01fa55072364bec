#include <gtest/gtest.h>

#include <boost/json.hpp>

#include "codes/text.h"
#include "codes/uscc.h"
#include "linkage/han.h"
#include "linkage/normalise.h"
#include "sheets/yaml.h"

namespace leye::linkage {
namespace {

namespace json = boost::json;

const json::array& vectors(const char* group) {
  static const json::value all = [] {
    const auto text =
        sheets::read_text_file(LEYE_SOURCE_DIR "/tests/data/linkage/comparators.json");
    return json::parse(text.value());
  }();
  return all.at(group).as_array();
}

std::string text(const json::value& of, const char* key) {
  return std::string(of.at(key).as_string());
}
std::u32string points(const json::value& of, const char* key) {
  return codes::code_points(text(of, key));
}
std::size_t count(const json::value& of, const char* key) {
  return of.at(key).to_number<std::size_t>();
}

TEST(ComparatorVectors, DistancesOfAllStringPairs) {
  ASSERT_EQ(vectors("string_pairs").size(), 92U);
  for (const auto& v : vectors("string_pairs")) {
    const auto a = points(v, "a");
    const auto b = points(v, "b");
    SCOPED_TRACE(text(v, "a") + " | " + text(v, "b"));
    EXPECT_EQ(a.size(), count(v, "len_a"));
    EXPECT_EQ(b.size(), count(v, "len_b"));
    EXPECT_EQ(levenshtein(a, b), count(v, "levenshtein"));
    EXPECT_EQ(osa(a, b), count(v, "osa"));
    EXPECT_EQ(within_one_edit(Text(a), Text(b)), count(v, "osa") <= 1);
    EXPECT_DOUBLE_EQ(jaro(a, b), v.at("jaro").to_number<double>());
    EXPECT_DOUBLE_EQ(jaro_winkler(a, b), v.at("jaro_winkler").to_number<double>());
    if (const auto* bytes = v.as_object().if_contains("levenshtein_utf8_bytes")) {
      EXPECT_NE(levenshtein(a, b), bytes->to_number<std::size_t>());
    }
  }
}

TEST(ComparatorVectors, PinyinOfNames) {
  for (const auto& v : vectors("pinyin")) {
    const auto name = points(v, "name");
    SCOPED_TRACE(text(v, "name"));
    EXPECT_EQ(codes::to_utf8(split_name(name).surname), text(v, "surname"));
    EXPECT_EQ(codes::to_utf8(split_name(name).given), text(v, "given"));
    std::vector<std::string> expected;
    for (const auto& syllable : v.at("pinyin").as_array())
      expected.emplace_back(syllable.as_string());
    EXPECT_EQ(pinyin(name), expected);
    EXPECT_EQ(initials_text(name), text(v, "initials"));
  }
}

TEST(ComparatorVectors, PinyinEquality) {
  for (const auto& v : vectors("pinyin_pairs")) {
    const auto a = points(v, "a");
    const auto b = points(v, "b");
    SCOPED_TRACE(text(v, "a") + " | " + text(v, "b"));
    EXPECT_EQ(pinyin(a) == pinyin(b), v.at("pinyin_equal").as_bool());
    EXPECT_EQ(initials_text(a) == initials_text(b), v.at("initials_equal").as_bool());
    if (v.at("pinyin_equal").as_bool()) {
      EXPECT_TRUE(homophone(a, b));
    }
    EXPECT_EQ(homophone(a, b), homophone(b, a));
  }
}

TEST(ComparatorVectors, IdentityNumbers) {
  for (const auto& v : vectors("identity_numbers")) {
    SCOPED_TRACE(text(v, "raw"));
    const auto id = normal_id(text(v, "raw"), parse_date("2020-10-31").value());
    EXPECT_EQ(id.value, text(v, "normalised"));
    EXPECT_EQ(id.has(IdFlag::kValid), v.at("valid").as_bool());
  }
}

TEST(ComparatorVectors, GlyphPairs) {
  // The reviewed list adds to the rules of Unihan what they miss.
  const std::vector<std::string> reviewed = {"己巳", "已巳", "干千", "曼蔓", "清青",
                                             "俞愈", "班斑", "毫豪", "赢嬴", "王玉"};
  for (const auto& v : vectors("glyph_pairs")) {
    const std::string both = text(v, "a") + text(v, "b");
    SCOPED_TRACE(both);
    const bool by_hand = std::find(reviewed.begin(), reviewed.end(), both) != reviewed.end();
    EXPECT_EQ(glyph_similar(points(v, "a").front(), points(v, "b").front()),
              text(v, "rule") != "no" || by_hand);
  }
}

TEST(ComparatorVectors, Phones) {
  for (const auto& v : vectors("phones")) {
    SCOPED_TRACE(text(v, "raw"));
    const auto found = normal_phones(text(v, "raw"));
    const auto& expected = v.at("phones").as_array();
    ASSERT_EQ(found.size(), expected.size());
    for (std::size_t i = 0; i < found.size(); ++i) {
      EXPECT_EQ(found[i].number, text(expected[i], "number"));
      EXPECT_EQ(to_text(found[i].kind), text(expected[i], "kind"));
    }
  }
}

TEST(ComparatorVectors, Addresses) {
  for (const auto& v : vectors("addresses")) {
    SCOPED_TRACE(text(v, "raw"));
    std::string found;
    for (const auto& token : normal_address(text(v, "raw")))
      found += token.kind + "=" + token.value + ";";
    std::string expected;
    for (const auto& token : v.at("tokens").as_array())
      expected += std::string(token.as_array()[0].as_string()) + "=" +
                  std::string(token.as_array()[1].as_string()) + ";";
    EXPECT_EQ(found, expected);
  }
}

TEST(ComparatorVectors, CompanyNamesAndCreditCodes) {
  for (const auto& v : vectors("company_names")) {
    SCOPED_TRACE(text(v, "raw"));
    const auto name = normal_company(text(v, "raw"));
    EXPECT_EQ(name.core, text(v, "core"));
    EXPECT_EQ(name.form, text(v, "form"));
    EXPECT_EQ(name.region, text(v, "region"));
    EXPECT_EQ(name.branch, text(v, "branch"));
  }
  for (const auto& v : vectors("uscc"))
    EXPECT_EQ(codes::parse_uscc(text(v, "raw")).has_value(), v.at("valid").as_bool())
        << text(v, "raw");
}

TEST(LinkageNames, FormsOfOneName) {
  EXPECT_EQ(normal_name("陳 靜(女)").folded, "陈静");
  EXPECT_TRUE(normal_name("陳 靜(女)").had_note);
  EXPECT_EQ(normal_name("买买提•吐尔逊").value, "买买提·吐尔逊");
  EXPECT_EQ(normal_name("买买提·吐尔逊").variant_folded,
            normal_name("买买提吐尔逊").variant_folded);
  EXPECT_EQ(normal_name("洪?").wildcard, true);
  EXPECT_TRUE(
      glyph_similar(codes::code_points(normal_name("洪?").folded), codes::code_points("洪宏"), 1));
  EXPECT_TRUE(latin_of(codes::code_points("HONG HONG"), codes::code_points("洪宏")));
  EXPECT_EQ(normal_name("  ").value, "");
  EXPECT_EQ(normal_name("无").value, "");
}

TEST(LinkageDates, WrittenInManyWays) {
  for (const char* raw : {"1990-03-07", "1990.3.7", "1990年3月7日", "19900307"})
    EXPECT_EQ(normal_date(raw), "1990-03-07") << raw;
  for (const char* raw : {"1900-01-01", "1970-01-01", "9999-12-31", "不详", "1990-02-30"})
    EXPECT_EQ(normal_date(raw), "") << raw;
}

}  // namespace
}  // namespace leye::linkage
