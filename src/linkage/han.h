#pragma once
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "linkage/distance.h"

namespace leye::linkage {

/// A Chinese name cut in two: a compound surname of the list if three characters or more are there,
/// else the first character. A name with `·` is not cut: all of it is the given name.
struct NameParts {
  Text surname;
  Text given;
};
[[nodiscard]] NameParts split_name(Text name);

/// Toneless syllables, ü as v: the surname by its reading as a surname (曾 zeng, 单 shan), each
/// other character by its commonest reading. A character without a reading stands for itself.
[[nodiscard]] std::vector<std::string> pinyin(Text name);
/// The syllables joined by a blank, and their first letters.
[[nodiscard]] std::string pinyin_text(Text name);
[[nodiscard]] std::string initials_text(Text name);

/// Same length, every place equal or of one sound, and one place equal or the whole pinyin equal.
[[nodiscard]] bool homophone(Text a, Text b);

/// Variants, equal four-corner code, near Cangjie (Unihan), and a reviewed list.
[[nodiscard]] bool glyph_similar(char32_t a, char32_t b);
/// A character that was lost on the way: U+FFFC stands for what a source wrote as `?`, `*` or `□`.
inline constexpr char32_t kWildcard = 0xFFFC;
/// Same length, at most `places` differ, and there the characters look alike or one was lost.
[[nodiscard]] bool glyph_similar(Text a, Text b, std::size_t places);

/// A Latin name equals the pinyin of a Chinese one, family name first or last, blanks ignored.
[[nodiscard]] bool latin_of(Text a, Text b);

/// Traditional to simplified characters (a second form: 乾/干 and 后/後 are lost in it).
[[nodiscard]] std::u32string simplified(Text);

namespace detail {
struct EmbeddedTable {
  const char* name;
  const char* text;
};
/// Ends with {nullptr, nullptr}; made from tables/*.tsv.
extern const EmbeddedTable kTables[];
}  // namespace detail

}  // namespace leye::linkage
