#include "sheets/yaml.h"

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

namespace leye::sheets {
namespace {

TEST(Yaml, KeepsScalarsAsWritten) {
  const auto file = read_yaml("code: 012010\nflag: NO\nnone:\ndate: 2020-10-22\n");
  ASSERT_TRUE(file.problems.empty());
  EXPECT_EQ(file.root.find("code")->text, "012010");
  EXPECT_FALSE(yaml_integer(*file.root.find("code")));
  EXPECT_EQ(file.root.find("flag")->text, "NO");
  EXPECT_TRUE(file.root.find("none")->is_null());
  EXPECT_EQ(file.root.find("date")->text, "2020-10-22");
  EXPECT_EQ(file.root.find("missing"), nullptr);
}

TEST(Yaml, CountsColumnsInCodePoints) {
  const auto file = read_yaml("- {标题: 甲乙, expr: 'a''b && c'}\n");
  ASSERT_TRUE(file.problems.empty());
  const auto& entry = file.root.items[0];
  EXPECT_EQ(entry.place, (Place{1, 3}));
  EXPECT_EQ(entry.entries[1].place, (Place{1, 12}));
  const auto& expr = entry.entries[1].value;
  EXPECT_EQ(expr.text, "a'b && c");
  EXPECT_EQ(expr.place_in(0), (Place{1, 19}));
  EXPECT_EQ(expr.place_in(1), (Place{1, 20}));
  EXPECT_EQ(expr.place_in(2), (Place{1, 22}));
}

TEST(Yaml, MapsBlockAndEscapedTextsToTheirLines) {
  const auto file = read_yaml("when:\n  expr: |\n    a\n      || b\nother: \"x\\u4e00y\"\n");
  ASSERT_TRUE(file.problems.empty());
  const auto& expr = *file.root.find("when")->find("expr");
  EXPECT_EQ(expr.style, YamlStyle::kLiteral);
  EXPECT_EQ(expr.place, (Place{2, 9}));
  EXPECT_EQ(expr.text, "a\n  || b\n");
  EXPECT_EQ(expr.place_in(0), (Place{3, 5}));
  EXPECT_EQ(expr.place_in(7), (Place{4, 10}));
  EXPECT_EQ(file.root.find("other")->place_in(2), (Place{5, 16}));
}

std::string first_problem(std::string_view text) {
  const auto file = read_yaml(text, {"expr"});
  if (file.problems.empty()) return "none";
  const auto& p = file.problems.front();
  return p.code + "@" + std::to_string(p.place.line) + ":" + std::to_string(p.place.column);
}

TEST(Yaml, RefusesWhatTheSubsetLeavesOut) {
  EXPECT_EQ(first_problem("a: 1\nb: 2\na: 3\n"), "yaml.duplicate_key@3:1");
  EXPECT_EQ(first_problem("a: &x 1\nb: *x\n"), "yaml.alias@1:4");
  EXPECT_EQ(first_problem("a: !!str 1\n"), "yaml.alias@1:4");
  EXPECT_EQ(first_problem("a: 1\n---\nb: 2\n"), "yaml.syntax@3:1");
  EXPECT_EQ(first_problem("a: 1\r\n"), "yaml.syntax@1:5");
  EXPECT_EQ(first_problem("a: \xFF\n"), "yaml.encoding@1:4");
  EXPECT_EQ(first_problem("? [a]\n: b\n"), "yaml.syntax@1:3");
  EXPECT_EQ(first_problem("x:\n  expr: a ? true : false\n"), "yaml.needs_quotes@2:9");
  EXPECT_EQ(first_problem("x:\n  expr: a # b\n"), "yaml.needs_quotes@2:9");
  EXPECT_EQ(first_problem("x:\n  expr: 'a' # b\n"), "none");
  EXPECT_TRUE(first_problem(std::string(40, '[')).starts_with("yaml.too_large@1:"));
  EXPECT_EQ(first_problem(std::string(2'000'001, 'a')), "yaml.too_large@1:1");
}

TEST(Yaml, LoadsAFileOrSaysWhichOne) {
  const auto missing = load_yaml("/nonexistent/x.yaml");
  ASSERT_FALSE(missing);
  EXPECT_EQ(missing.error().code, "file.unreadable");
}

RC_GTEST_PROP(Yaml, NeverFailsOnRandomText, (std::string text)) {
  const auto file = read_yaml(text, {"expr"});
  RC_ASSERT(file.problems.size() < 1000);
}

RC_GTEST_PROP(Yaml, SingleQuotedTextComesBack, ()) {
  const auto text =
      *rc::gen::container<std::string>(rc::gen::elementOf(std::string("ab' :#{}[]&*|>\"?")));
  std::string quoted = "k: '";
  for (const char c : text) quoted += c == '\'' ? std::string("''") : std::string(1, c);
  const auto file = read_yaml(quoted + "'\n");
  RC_ASSERT(file.problems.empty());
  RC_ASSERT(file.root.find("k")->text == text);
}

}  // namespace
}  // namespace leye::sheets
