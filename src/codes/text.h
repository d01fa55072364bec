#pragma once
#include <string>
#include <string_view>

namespace leye::codes {

/// The code points of UTF-8 text; a malformed byte becomes U+FFFD.
[[nodiscard]] std::u32string code_points(std::string_view utf8);
[[nodiscard]] std::string to_utf8(std::u32string_view);
[[nodiscard]] std::string to_utf8(char32_t);

/// A Han character (all assigned blocks and extensions, and 〇).
[[nodiscard]] bool is_han(char32_t);

/// NFC, Kangxi radicals folded, invisible characters gone, blanks reduced to one and trimmed
/// (standards.md §1 steps 2, 4, 5). Full-width punctuation stays: for names and prose.
[[nodiscard]] std::string clean_prose(std::string_view);

/// `clean_prose`, then full-width to half-width, all blanks removed, a leading apostrophe and an
/// `="…"` wrapper removed: for code fields (numbers, phones, accounts).
[[nodiscard]] std::string clean_code(std::string_view);

/// ASCII digits and nothing else; empty is not.
[[nodiscard]] bool all_digits(std::string_view);

/// 无, 不详, N/A, - and their like: no value was given (standards.md §1 step 7).
[[nodiscard]] bool is_null_word(std::string_view cleaned);

}  // namespace leye::codes
