#include "linkage/normalise.h"

#include <unicode/normalizer2.h>
#include <unicode/uchar.h>
#include <unicode/unistr.h>

#include <algorithm>
#include <array>

#include "codes/citizen_id.h"
#include "codes/excel_date.h"
#include "codes/text.h"
#include "linkage/han.h"

namespace leye::linkage {
namespace {

bool is_invisible(char32_t c) {
  return (c >= 0x200B && c <= 0x200F) || c == 0xFEFF || c == 0xAD || (c >= 0xFE00 && c <= 0xFE0F) ||
         (c >= 0xE0100 && c <= 0xE01EF) || (c < 0x20 && c != '\t' && c != '\n' && c != '\r');
}

bool is_ascii(std::string_view text) {
  return std::all_of(text.begin(), text.end(),
                     [](char c) { return static_cast<unsigned char>(c) < 0x80; });
}

enum class Form { kNfkc, kNfd };

std::u32string in_form(std::string_view utf8, Form form) {
  if (is_ascii(utf8)) return {utf8.begin(), utf8.end()};
  UErrorCode status = U_ZERO_ERROR;
  const auto* how = form == Form::kNfkc ? icu::Normalizer2::getNFKCInstance(status)
                                        : icu::Normalizer2::getNFDInstance(status);
  if (U_FAILURE(status)) return codes::code_points(utf8);
  const auto source = icu::UnicodeString::fromUTF8(
      icu::StringPiece(utf8.data(), static_cast<std::int32_t>(utf8.size())));
  const auto text = how->normalize(source, status);
  if (U_FAILURE(status)) return codes::code_points(utf8);
  std::string out;
  text.toUTF8String(out);
  return codes::code_points(out);
}

std::u32string clean(std::string_view raw) {
  std::u32string out;
  for (const char32_t c : in_form(raw, Form::kNfkc)) {
    if (is_invisible(c)) continue;
    const bool blank = c == ' ' || c == '\t' || c == '\n' || c == '\r' || c == 0xA0 ||
                       c == 0x3000 || (c >= 0x2000 && c <= 0x200A);
    if (!blank)
      out.push_back(c);
    else if (!out.empty() && out.back() != ' ')
      out.push_back(' ');
  }
  while (!out.empty() && out.back() == ' ') out.pop_back();
  return out;
}

bool is_dot(char32_t c) {
  return std::u32string_view(U"\u00B7\u2022\u2027\u30FB\u2219\u22C5\uFF65.").find(c) !=
         std::u32string_view::npos;
}

bool is_lost(char32_t c) {
  return c == '?' || c == '*' || c == 0xFFFD || c == 0x25A1 || c == 0x25A0 || c == 0x3013 ||
         c == kWildcard || (c >= 0xE000 && c <= 0xF8FF) || c >= 0xF0000;
}

std::u32string without_accents(const std::u32string& text) {
  std::u32string out;
  for (const char32_t c : in_form(codes::to_utf8(text), Form::kNfd))
    if (u_charType(static_cast<UChar32>(c)) != U_NON_SPACING_MARK) out.push_back(c);
  return out;
}

bool has_han(const std::u32string& text) {
  return std::any_of(text.begin(), text.end(), [](char32_t c) { return codes::is_han(c); });
}

bool has_latin(const std::u32string& text) {
  return std::any_of(text.begin(), text.end(), [](char32_t c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= 0xC0 && c < 0x250);
  });
}

/// Brackets and what is in them; a name that is nothing else keeps it.
bool drop_notes(std::u32string& text) {
  bool dropped = false;
  for (auto open = text.find(U'('); open != std::u32string::npos && open > 0;
       open = text.find(U'(')) {
    const auto close = text.find(U')', open);
    text.erase(open, close == std::u32string::npos ? close : close - open + 1);
    dropped = true;
  }
  return dropped;
}

}  // namespace

std::string normal_text(std::string_view raw) { return codes::to_utf8(clean(raw)); }

std::string normal_word(std::string_view raw) {
  std::u32string out;
  for (const char32_t c : without_accents(clean(raw)))
    if (c != U'\'' && c != 0x2019 && c != U'.')
      out.push_back(static_cast<char32_t>(u_tolower(static_cast<UChar32>(c))));
  return codes::to_utf8(out);
}

PersonName normal_name(std::string_view raw) {
  PersonName name;
  std::u32string text = clean(raw);
  name.had_note = drop_notes(text);
  const bool han = has_han(text);
  if (!han && !has_latin(text)) return name;
  if (has_latin(text)) text = without_accents(text);
  std::u32string out;
  for (const char32_t c : text) {
    // A blank between Han characters is layout; between Latin words it parts them.
    if (c == U' ' && han) continue;
    if (is_lost(c)) {
      name.wildcard = true;
      out.push_back(kWildcard);
    } else if (is_dot(c) && han) {
      if (!out.empty() && out.back() != 0xB7) out.push_back(0xB7);
    } else {
      out.push_back(static_cast<char32_t>(u_toupper(static_cast<UChar32>(c))));
    }
  }
  while (!out.empty() && (out.back() == 0xB7 || out.back() == U' ')) out.pop_back();
  const auto value = codes::to_utf8(out);
  if (codes::is_null_word(value)) return name;
  name.value = value;
  const auto folded = han ? simplified(out) : out;
  name.folded = codes::to_utf8(folded);
  std::u32string bare;
  for (const char32_t c : folded)
    if (c != 0xB7 && c != U' ' && c != U'-') bare.push_back(c);
  name.variant_folded = codes::to_utf8(bare);
  return name;
}

IdNumber normal_id(std::string_view raw, Date as_of) {
  IdNumber id;
  auto text = codes::normalise_citizen_id(codes::to_utf8(clean(raw)));
  std::erase_if(text, [](char c) { return c == '-' || c == ' ' || c == '\''; });
  const auto set = [&](IdFlag flag) { id.flags |= static_cast<std::uint8_t>(flag); };
  id.value = text;
  if (text.empty() || codes::is_null_word(text)) {
    id.value.clear();
    return id;
  }
  if (text.find('*') != std::string::npos) {
    set(IdFlag::kMasked);
    return id;
  }
  const auto digits = [](std::string_view part) {
    return std::all_of(part.begin(), part.end(), [](char c) { return c >= '0' && c <= '9'; });
  };
  if (text.size() == 20 && digits(std::string_view(text).substr(0, 17))) text.resize(18);
  id.value = text;
  const auto parsed = codes::parse_citizen_id(text, as_of, codes::AreaCheck::kWide);
  if (parsed) {
    id.value = parsed->number;
    set(IdFlag::kValid);
    if (parsed->converted_from_15) set(IdFlag::kUpgraded);
    return id;
  }
  const bool numeric = text.size() > 1 && digits(std::string_view(text).substr(0, text.size() - 1));
  const std::string& code = parsed.error().code;
  if (!numeric && text.size() != 18)
    set(IdFlag::kOther);
  else if (code == "id_card.check_digit" || code == "id_card.precision_lost")
    set(IdFlag::kBadCheck);
  else if (code == "id_card.birth_date" || code == "id_card.birth_in_future")
    set(IdFlag::kBadDate);
  else
    set(IdFlag::kBadLength);
  return id;
}

std::string normal_date(std::string_view raw) {
  const auto text = codes::to_utf8(clean(raw));
  if (text.empty()) return {};
  const auto written = codes::parse_written_date(text);
  std::string iso;
  if (written && written->precision == codes::DatePrecision::kDay) {
    iso = to_text(written->first);
  } else if (text.size() <= 5 &&
             std::all_of(text.begin(), text.end(), [](char c) { return c >= '0' && c <= '9'; })) {
    const auto moment = codes::excel_date(std::stoi(text));
    if (moment) iso = to_text(moment->date);
  }
  const bool filler = iso == "1900-01-01" || iso == "1970-01-01" || iso.starts_with("9999");
  return filler ? std::string() : iso;
}

}  // namespace leye::linkage
