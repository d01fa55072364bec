#include "rules/pack/format.h"

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include <filesystem>

#include "rules/pack/layout/piece.h"
#include "rules/pack/load.h"

namespace leye::rules {
namespace {

std::string formatted(std::string_view text) {
  const auto made = format_yaml(text);
  return made ? *made : "refused: " + made.error().code;
}

TEST(Format, OneLayout) {
  EXPECT_EQ(formatted("# 头\nkind:   policy\n\n\n\nid: \"x\"   # 编号\nwhen:\n"
                      "    -   id: a\n        title: { zh: 甲 ,en: a }\n    # 第二个\n"
                      "    -   {id: b, expr: \"x && y\"}\n# 尾\n"),
            "# 头\nkind: policy\n\nid: 'x' # 编号\nwhen:\n  - {id: a, title: {zh: 甲, en: a}}\n"
            "  # 第二个\n  - {id: b, expr: 'x && y'}\n# 尾\n");
}

TEST(Format, LongValuesTakeALineAnEntryAndBlocksStay) {
  const std::string wide(70, 'x');
  EXPECT_EQ(
      formatted("a: {b: " + wide + ", c: " + wide + "}\nd: |\n    x\n      && y # 不是注释\n\n"),
      "a:\n  b: " + wide + "\n  c: " + wide + "\nd: |\n  x\n    && y # 不是注释\n");
}

TEST(Format, WhatPlainTextMeansIsKept) {
  EXPECT_EQ(
      formatted("a: 'null'\nb: null\nc: 'true'\nd: true\ne: it's, so\nf: [a b, 'c, d']\ng:\n"),
      "a: 'null'\nb: null\nc: 'true'\nd: true\ne: it's, so\nf: [a b, 'c, d']\ng: null\n");
}

TEST(Format, CommentsInsideAFlowStandBeforeIt) {
  EXPECT_EQ(formatted("a: [x, # 一\n  y]\n"), "a: [x, y] # 一\n");
  EXPECT_EQ(formatted("- a: 1 # 一\n  b: 2\n- c\n"), "- a: 1 # 一\n  b: 2\n- c\n");
}

TEST(Format, RefusesWhatItCannotRead) {
  EXPECT_EQ(formatted("a: [1\n"), "refused: yaml.syntax");
  EXPECT_EQ(formatted("a: &x 1\n"), "refused: yaml.alias");
}

// Every file of both packs and of the suite keeps its meaning and comes out unchanged the second
// time.
TEST(Format, FilesOfPacks) {
  namespace fs = std::filesystem;
  std::size_t files = 0;
  for (const char* dir : {"/packs", "/tests/data/rules"})
    for (const auto& item : fs::recursive_directory_iterator(std::string(LEYE_SOURCE_DIR) + dir)) {
      if (item.path().extension() != ".yaml") continue;
      const auto text = sheets::read_text_file(item.path());
      ASSERT_TRUE(text);
      const auto once = format_yaml(*text);
      ASSERT_TRUE(once) << item.path();
      EXPECT_EQ(formatted(*once), *once) << item.path();
      const bool ours = item.path().string().find("/packs/") != std::string::npos;
      if (ours) {
        EXPECT_EQ(*once, *text) << item.path() << ": run leye rules format";
      }
      ++files;
    }
  EXPECT_GT(files, 60U);
}

/// A random file in a careless hand: odd indents, mixed quotes, comments and empty lines.
class Careless {
 public:
  std::string file() {
    map(0, 3);
    if (chance(3)) out_ += "# 尾 " + word() + "\n";
    return std::move(out_);
  }

 private:
  static bool chance(int in) { return *rc::gen::inRange(0, in) == 0; }
  static std::string word() {
    static const std::vector<std::string> kWords = {
        "甲", "a b", "it's", "null", "true", "12",     "2020-10-01", "1000.00 元", "x: y", "a #b",
        "-5", "- z", "[q",   "a, b", "{r}",  "\"s\"",  "''",         "",           "：",   "k:",
        "#t", "&u",  "*v",   "|",    "?w",   "enum:E", "list<R>",    "a:b",        "100%", "@x"};
    return *rc::gen::elementOf(kWords);
  }
  static std::string quoted(const std::string& text) {
    std::string out = "'";
    for (const char c : text) out += c == '\'' ? std::string("''") : std::string(1, c);
    return out + "'";
  }
  static std::string scalar() {
    if (chance(4)) return *rc::gen::element<std::string>("甲", "null", "true", "12", "a b", "~");
    if (chance(4)) return "\"双\\n引\"";
    return quoted(word());
  }
  static std::string flow(int depth) {
    if (depth == 0 || chance(3)) return scalar();
    std::string out = chance(2) ? "[" : "{";
    const bool map = out == "{";
    const int count = *rc::gen::inRange(0, 4);
    for (int i = 0; i < count; ++i)
      out += (i == 0 ? "" : ",  ") + (map ? "k" + std::to_string(i) + ": " : std::string()) +
             flow(depth - 1);
    return out + (map ? "}" : "]");
  }
  void decorate(int indent) {
    if (chance(6)) out_ += "\n";
    if (chance(6)) out_ += "\n\n";
    if (chance(5)) out_ += std::string(static_cast<std::size_t>(indent), ' ') + "#" + word() + "\n";
  }
  void end() { out_ += chance(5) ? "  # " + word() + "\n" : std::string("\n"); }

  void map(int indent, int depth) {
    const int count = *rc::gen::inRange(1, 5);
    for (int i = 0; i < count; ++i) {
      decorate(indent);
      out_ += std::string(static_cast<std::size_t>(indent), ' ') + "key" + std::to_string(i) + ":";
      value(indent, depth);
    }
  }
  void value(int indent, int depth) {
    const int kind = *rc::gen::inRange(0, 5);
    if (kind == 0 && depth > 0) {
      end();
      map(indent + *rc::gen::inRange(1, 5), depth - 1);
    } else if (kind == 1 && depth > 0) {
      end();
      list(indent + *rc::gen::inRange(0, 4), depth - 1);
    } else if (kind == 2) {
      out_ += " |";
      end();
      const std::string pad(static_cast<std::size_t>(indent) + 3, ' ');
      out_ += pad + "line # 不是注释\n" + (chance(2) ? "\n" : "") + pad + "  && 'more'\n";
    } else {
      out_ += " " + flow(depth);
      end();
    }
  }
  void list(int indent, int depth) {
    const int count = *rc::gen::inRange(1, 4);
    for (int i = 0; i < count; ++i) {
      decorate(indent);
      out_ += std::string(static_cast<std::size_t>(indent), ' ') + "-";
      if (depth > 0 && chance(3)) {
        out_ += " first: " + scalar();
        end();
        map(indent + 2, depth - 1);
      } else {
        out_ += " " + flow(depth);
        end();
      }
    }
  }

  std::string out_;
};

// parse(format(x)) = parse(x), every comment is kept, and format(format(x)) = format(x).
RC_GTEST_PROP(Format, KeepsMeaningAndIsIdempotent, ()) {
  const std::string text = Careless().file();
  const auto before = sheets::read_yaml(text);
  RC_PRE(before.problems.empty());
  const auto once = format_yaml(text);
  RC_LOG() << text;
  RC_ASSERT(once.has_value());
  const auto after = sheets::read_yaml(*once);
  RC_ASSERT(after.problems.empty());
  RC_ASSERT(layout::same_meaning(before.root, after.root));
  RC_ASSERT(layout::comments_of(text).size() == layout::comments_of(*once).size());
  const auto twice = format_yaml(*once);
  RC_ASSERT(twice.has_value());
  RC_ASSERT(*twice == *once);
}

}  // namespace
}  // namespace leye::rules
