#include "linkage/normal_form.h"

#include <algorithm>

#include "codes/text.h"
#include "linkage/han.h"
#include "linkage/normalise.h"

namespace leye::linkage {
namespace {

Normal of_id(std::string_view raw, Date as_of) {
  const auto id = normal_id(raw, as_of);
  static const std::uint16_t kBits[] = {
      flag_bit("valid"),    flag_bit("bad_check"), flag_bit("bad_date"), flag_bit("bad_length"),
      flag_bit("upgraded"), flag_bit("masked"),    flag_bit("other")};
  Normal out{id.has(IdFlag::kMasked) ? std::string() : id.value, 0};
  for (std::size_t i = 0; i < std::size(kBits); ++i)
    if ((id.flags >> i & 1U) != 0) out.flags |= kBits[i];
  return out;
}

Normal of_phones(std::string_view raw, char second_digit) {
  Normal out;
  std::vector<std::string> numbers;
  for (const auto& phone : normal_phones(raw, second_digit)) {
    // A placeholder says that there is no number.
    if (phone.kind == PhoneClass::kPlaceholder) continue;
    numbers.push_back(phone.number);
    if (phone.kind == PhoneClass::kMobile) out.flags |= flag_bit("mobile");
    if (phone.kind == PhoneClass::kLandline) out.flags |= flag_bit("landline");
  }
  std::sort(numbers.begin(), numbers.end());
  for (const auto& number : numbers)
    out.value += (out.value.empty() ? "" : std::string(1, kManySeparator)) + number;
  return out;
}

std::string joined(const std::vector<AddressToken>& tokens) {
  std::string out;
  for (const auto& token : tokens) out += token.kind + "=" + token.value + ";";
  return out;
}

std::string token_of(std::string_view address, std::string_view kind) {
  while (!address.empty()) {
    const auto end = address.find(';');
    const auto token = address.substr(0, end);
    const auto is = token.find('=');
    if (token.substr(0, is) == kind) return std::string(token.substr(is + 1));
    if (end == std::string_view::npos) break;
    address.remove_prefix(end + 1);
  }
  return {};
}

std::string address_part(std::string_view value, Part part) {
  switch (part) {
    case Part::kDistrict:
      return token_of(value, "district");
    case Part::kStreet:
      return token_of(value, "street");
    case Part::kCommunity:
      return token_of(value, "community");
    case Part::kRoad:
      return token_of(value, "road");
    case Part::kEstate:
      return token_of(value, "estate");
    case Part::kNumber:
      return token_of(value, "number");
    case Part::kBuilding:
    case Part::kEntrance:
    case Part::kRoom: {
      // A building is one of its road or estate, a room one of its building.
      std::string place = token_of(value, "estate") + token_of(value, "road");
      std::string out = token_of(value, "building");
      if (part != Part::kBuilding) out += "-" + token_of(value, "entrance");
      if (part == Part::kRoom) {
        const auto room = token_of(value, "room");
        if (room.empty()) return {};
        out += "-" + room;
      }
      return place.empty() || out.empty() || out == "-" ? std::string() : place + "-" + out;
    }
    default: {
      const auto road = token_of(value, "road");
      const auto number = token_of(value, "number");
      return road.empty() || number.empty() ? std::string() : road + number;
    }
  }
}

std::string digits_of(std::string_view value) {
  std::string out;
  for (const char c : value)
    if (c >= '0' && c <= '9') out.push_back(c);
  return out;
}

std::string date_part(std::string_view value, Part part) {
  const auto digits = digits_of(value);
  if (part == Part::kDigits) return digits;
  if (digits.size() != 8) return {};
  if (part == Part::kYear) return digits.substr(0, 4);
  if (part == Part::kMonth) return digits.substr(4, 2);
  if (part == Part::kDay) return digits.substr(6, 2);
  const auto month = digits.substr(4, 2);
  const auto day = digits.substr(6, 2);
  return std::min(month, day) + std::max(month, day);
}

/// Words of a value in order, for `·` names and for Western ones.
std::string tokens_of(std::string_view value) {
  std::vector<std::u32string> words(1);
  for (const char32_t c : codes::code_points(value)) {
    if (c != U' ' && c != 0xB7 && c != U',' && c != U'-')
      words.back().push_back(c);
    else if (!words.back().empty())
      words.emplace_back();
  }
  if (words.back().empty()) words.pop_back();
  std::sort(words.begin(), words.end());
  std::string out;
  for (const auto& word : words) out += (out.empty() ? "" : " ") + codes::to_utf8(word);
  return out;
}

std::string text_part(Normaliser normaliser, std::string_view value, Part part, int length) {
  const auto n = static_cast<std::size_t>(length);
  const bool ascii = std::all_of(value.begin(), value.end(),
                                 [](char c) { return static_cast<unsigned char>(c) < 0x80; });
  if (ascii && (part == Part::kPrefix || part == Part::kSuffix)) {
    if (value.size() < n) return {};
    return std::string(part == Part::kPrefix ? value.substr(0, n) : value.substr(value.size() - n));
  }
  const auto points = codes::code_points(value);
  switch (part) {
    case Part::kPrefix:
      return points.size() < n ? std::string() : codes::to_utf8(Text(points).substr(0, n));
    case Part::kSuffix:
      return points.size() < n ? std::string()
                               : codes::to_utf8(Text(points).substr(points.size() - n));
    case Part::kBirthPart:
      return points.size() == 18 ? codes::to_utf8(Text(points).substr(6, 8)) : std::string();
    case Part::kLast7:
      return points.size() < 7 ? std::string()
                               : codes::to_utf8(Text(points).substr(points.size() - 7));
    case Part::kFolded:
      return codes::to_utf8(simplified(points));
    case Part::kVariantFolded:
      return normal_name(value).variant_folded;
    case Part::kSurname:
    case Part::kGiven: {
      // Of pinyin the first syllable: the surname as it is heard.
      if (normaliser == Normaliser::kPinyin) {
        const auto blank = value.find(' ');
        return std::string(part == Part::kSurname            ? value.substr(0, blank)
                           : blank == std::string_view::npos ? std::string_view()
                                                             : value.substr(blank + 1));
      }
      const auto folded = simplified(points);
      const auto names = split_name(folded);
      return codes::to_utf8(part == Part::kSurname ? names.surname : names.given);
    }
    case Part::kTokens:
      return tokens_of(value);
    case Part::kInitials:
      return initials_text(points);
    default:
      return std::string(value);
  }
}

std::string company_part(std::string_view value, Part part) {
  // core;form;region;branch
  std::size_t want = part == Part::kCore     ? 0
                     : part == Part::kForm   ? 1
                     : part == Part::kRegion ? 2
                                             : 3;
  while (want-- > 0) value.remove_prefix(std::min(value.find(';'), value.size() - 1) + 1);
  return std::string(value.substr(0, value.find(';')));
}

}  // namespace

Normal normal_form(const FieldSpec& field, std::string_view raw, Date as_of) {
  switch (field.normalise) {
    case Normaliser::kAsIs:
    case Normaliser::kUnordered:
      return {std::string(raw), 0};
    case Normaliser::kText:
      return {normal_text(raw), 0};
    case Normaliser::kWord:
      return {normal_word(raw), 0};
    case Normaliser::kCode:
      return {codes::clean_code(raw), 0};
    case Normaliser::kPersonName: {
      const auto name = normal_name(raw);
      return {name.value, static_cast<std::uint16_t>((name.had_note ? flag_bit("note") : 0U) |
                                                     (name.wildcard ? flag_bit("wildcard") : 0U))};
    }
    case Normaliser::kPinyin:
      return {pinyin_text(simplified(codes::code_points(raw))), 0};
    case Normaliser::kIdNumber:
      return of_id(raw, as_of);
    case Normaliser::kBirthDate: {
      const auto date = normal_date(raw);
      return {date, date.ends_with("-01-01") ? flag_bit("weak") : std::uint16_t{0}};
    }
    case Normaliser::kPhone:
      return of_phones(raw, field.mobile_second_digit);
    case Normaliser::kAddress:
      return {joined(normal_address(raw)), 0};
    case Normaliser::kCompanyName: {
      const auto name = normal_company(raw);
      if (name.core.empty()) return {};
      return {name.core + ";" + name.form + ";" + name.region + ";" + name.branch, 0};
    }
  }
  return {};
}

std::string part_of(Normaliser normaliser, std::string_view value, Part part, int length) {
  if (value.empty() || part == Part::kWhole) return std::string(value);
  if (part >= Part::kDistrict && part <= Part::kRoadNumber)
    return normaliser == Normaliser::kAddress ? address_part(value, part) : std::string();
  if (part >= Part::kCore)
    return normaliser == Normaliser::kCompanyName ? company_part(value, part) : std::string();
  if (part >= Part::kYear && part <= Part::kDayMonthSorted) return date_part(value, part);
  return text_part(normaliser, value, part, length);
}

}  // namespace leye::linkage
