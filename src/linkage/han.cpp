#include "linkage/han.h"

#include <unicode/normalizer2.h>
#include <unicode/translit.h>

#include <algorithm>
#include <memory>
#include <mutex>
#include <shared_mutex>
#include <unordered_map>
#include <unordered_set>

#include "codes/text.h"

namespace leye::linkage {
namespace {

/// `first TAB second` of every line; a line without a tab has an empty second.
template <class Visit>
void each_line(std::string_view table, Visit&& visit) {
  for (const auto* t = detail::kTables; t->name != nullptr; ++t) {
    if (table != t->name) continue;
    std::string_view rest = t->text;
    while (!rest.empty()) {
      const auto end = std::min(rest.find('\n'), rest.size());
      const auto line = rest.substr(0, end);
      rest.remove_prefix(std::min(end + 1, rest.size()));
      const auto tab = std::min(line.find('\t'), line.size());
      if (!line.empty()) visit(line.substr(0, tab), line.substr(std::min(tab + 1, line.size())));
    }
  }
}

std::uint64_t pair_key(char32_t a, char32_t b) {
  return std::uint64_t{std::min(a, b)} << 32 | std::max(a, b);
}

const std::unordered_set<std::uint64_t>& similar_pairs() {
  static const auto set = [] {
    std::unordered_set<std::uint64_t> out;
    const auto add = [&](std::string_view first, std::string_view others) {
      const char32_t a = codes::code_points(first).front();
      for (const char32_t b : codes::code_points(others)) out.insert(pair_key(a, b));
    };
    each_line("glyph_similar", add);
    each_line("glyph_extra", add);
    return out;
  }();
  return set;
}

const std::unordered_map<char32_t, std::vector<std::string>>& other_readings() {
  static const auto map = [] {
    std::unordered_map<char32_t, std::vector<std::string>> out;
    each_line("readings", [&](std::string_view first, std::string_view readings) {
      auto& list = out[codes::code_points(first).front()];
      while (!readings.empty()) {
        const auto end = std::min(readings.find(' '), readings.size());
        list.emplace_back(readings.substr(0, end));
        readings.remove_prefix(std::min(end + 1, readings.size()));
      }
    });
    return out;
  }();
  return map;
}

const std::unordered_set<std::u32string>& compound_surnames() {
  static const auto set = [] {
    std::unordered_set<std::u32string> out;
    each_line("compound_surnames", [&](std::string_view name, std::string_view) {
      out.insert(codes::code_points(name));
    });
    return out;
  }();
  return set;
}

std::unique_ptr<icu::Transliterator> transliterator(const char* id) {
  UErrorCode status = U_ZERO_ERROR;
  std::unique_ptr<icu::Transliterator> made(
      icu::Transliterator::createInstance(icu::UnicodeString(id), UTRANS_FORWARD, status));
  return U_SUCCESS(status) ? std::move(made) : nullptr;
}

/// Lower-case letters without tones, syllables parted by blanks.
std::string toneless(const icu::UnicodeString& latin) {
  UErrorCode status = U_ZERO_ERROR;
  const auto* nfd = icu::Normalizer2::getNFDInstance(status);
  if (U_FAILURE(status)) return {};
  const auto split = nfd->normalize(latin, status);
  std::string out;
  for (std::int32_t i = 0; i < split.length(); ++i) {
    const char16_t c = split[i];
    if (c == 0x308 && !out.empty() && out.back() == 'u') out.back() = 'v';
    if (c < 0x80) out.push_back(static_cast<char>(c));
  }
  return out;
}

enum class ReadAs { kSurname, kCharacter };

/// One reading by ICU, remembered: making it costs microseconds, and a register has few characters.
class Readings {
 public:
  std::string of(Text text, ReadAs as) {
    const std::u32string key(text);
    auto& known = as == ReadAs::kSurname ? surnames_ : characters_;
    {
      const std::shared_lock lock(mutex_);
      if (const auto it = known.find(key); it != known.end()) return it->second;
    }
    const std::unique_lock lock(mutex_);
    if (const auto it = known.find(key); it != known.end()) return it->second;
    return known.emplace(key, read(key, as)).first->second;
  }

 private:
  std::string read(const std::u32string& text, ReadAs as) {
    const std::string utf8 = codes::to_utf8(text);
    if (as == ReadAs::kSurname) {
      std::string fixed;
      each_line("surname_overrides", [&](std::string_view name, std::string_view reading) {
        if (name == utf8) fixed = reading;
      });
      if (!fixed.empty()) return fixed;
    }
    auto& by = as == ReadAs::kSurname ? names_ : plain_;
    if (!by) by = transliterator(as == ReadAs::kSurname ? "Han-Latin/Names" : "Han-Latin");
    if (!by) return utf8;
    auto unicode = icu::UnicodeString::fromUTF8(utf8);
    by->transliterate(unicode);
    const std::string read = toneless(unicode);
    return read.empty() ? utf8 : read;
  }

  std::shared_mutex mutex_;
  std::unordered_map<std::u32string, std::string> surnames_, characters_;
  std::unique_ptr<icu::Transliterator> names_, plain_;
};

Readings& readings() {
  static Readings all;
  return all;
}

bool reads_like(char32_t a, char32_t b) {
  if (a == b) return true;
  if (!codes::is_han(a) || !codes::is_han(b)) return false;
  const auto all = [](char32_t c) {
    const auto it = other_readings().find(c);
    return it != other_readings().end()
               ? it->second
               : std::vector<std::string>{readings().of(Text(&c, 1), ReadAs::kCharacter)};
  };
  const auto of_a = all(a);
  const auto of_b = all(b);
  return std::any_of(of_a.begin(), of_a.end(), [&](const std::string& reading) {
    return std::find(of_b.begin(), of_b.end(), reading) != of_b.end();
  });
}

}  // namespace

NameParts split_name(Text name) {
  if (name.empty() || name.find(U'\u00B7') != Text::npos) return {{}, name};
  for (std::size_t length = std::min<std::size_t>(4, name.size() - 1); length >= 2; --length)
    if (name.size() >= 3 && compound_surnames().contains(std::u32string(name.substr(0, length))))
      return {name.substr(0, length), name.substr(length)};
  return {name.substr(0, 1), name.substr(1)};
}

std::vector<std::string> pinyin(Text name) {
  std::vector<std::string> out;
  const NameParts parts = split_name(name);
  if (!parts.surname.empty()) {
    std::string rest = readings().of(parts.surname, ReadAs::kSurname);
    for (std::size_t at = 0; at != std::string::npos;) {
      const auto blank = rest.find(' ', at);
      out.push_back(rest.substr(at, blank == std::string::npos ? blank : blank - at));
      at = blank == std::string::npos ? blank : blank + 1;
    }
  }
  for (std::size_t i = 0; i < parts.given.size(); ++i)
    if (codes::is_han(parts.given[i]))
      out.push_back(readings().of(parts.given.substr(i, 1), ReadAs::kCharacter));
    else if (parts.given[i] != U'\u00B7')
      out.push_back(codes::to_utf8(parts.given[i]));
  return out;
}

std::string pinyin_text(Text name) {
  std::string out;
  for (const auto& syllable : pinyin(name)) out += (out.empty() ? "" : " ") + syllable;
  return out;
}

std::string initials_text(Text name) {
  std::string out;
  for (const auto& syllable : pinyin(name)) out += syllable.substr(0, 1);
  return out;
}

bool homophone(Text a, Text b) {
  if (a.size() != b.size() || a.empty()) return false;
  std::size_t equal = 0;
  for (std::size_t i = 0; i < a.size(); ++i) {
    if (a[i] == b[i]) ++equal;
    // The surname's own reading decides first: 曾 and 增 are both zeng, 曾 is also ceng.
    if (i > 0 && !reads_like(a[i], b[i])) return false;
  }
  const auto of_a = pinyin(a);
  const auto of_b = pinyin(b);
  if (of_a == of_b) return true;
  return equal >= 1 && !of_a.empty() && !of_b.empty() && of_a.front() == of_b.front();
}

bool glyph_similar(char32_t a, char32_t b) {
  return a == b || similar_pairs().contains(pair_key(a, b));
}

bool glyph_similar(Text a, Text b, std::size_t places) {
  if (a.size() != b.size()) return false;
  std::size_t differing = 0;
  for (std::size_t i = 0; i < a.size(); ++i) {
    if (a[i] == b[i]) continue;
    if (++differing > places) return false;
    if (a[i] != kWildcard && b[i] != kWildcard && !glyph_similar(a[i], b[i])) return false;
  }
  return true;
}

bool latin_of(Text a, Text b) {
  const auto is_latin = [](Text text) {
    return !text.empty() &&
           std::all_of(text.begin(), text.end(), [](char32_t c) { return c < 0x80; });
  };
  if (is_latin(b)) std::swap(a, b);
  if (!is_latin(a) || b.empty() || !codes::is_han(b.front())) return false;
  std::string letters;
  for (const char32_t c : a)
    if (c != U' ' && c != U'-' && c != U'\'' && c != U',')
      letters.push_back(static_cast<char>(c >= U'A' && c <= U'Z' ? c + 32 : c));
  const auto syllables = pinyin(b);
  const std::size_t of_surname = split_name(b).surname.size();
  std::string surname, given;
  for (std::size_t i = 0; i < syllables.size(); ++i)
    (i < of_surname ? surname : given) += syllables[i];
  return letters == surname + given || letters == given + surname;
}

std::u32string simplified(Text text) {
  thread_local const auto hant_hans = transliterator("Hant-Hans");
  if (!hant_hans) return std::u32string(text);
  auto unicode = icu::UnicodeString::fromUTF8(codes::to_utf8(text));
  hant_hans->transliterate(unicode);
  std::string out;
  unicode.toUTF8String(out);
  return codes::code_points(out);
}

}  // namespace leye::linkage
