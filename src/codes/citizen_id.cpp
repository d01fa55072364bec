#include "codes/citizen_id.h"

#include <algorithm>
#include <array>
#include <charconv>

#include "codes/former.h"
#include "codes/mask.h"
#include "codes/text.h"

namespace leye::codes {
namespace {

constexpr std::array<int, 17> kWeights = {7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2};
constexpr std::string_view kCheck = "10X98765432";

int number(std::string_view digits) {
  int value = 0;
  std::from_chars(digits.data(), digits.data() + digits.size(), value);
  return value;
}

bool province_exists(std::string_view id) {
  static constexpr std::array<int, 35> kProvinces = {11, 12, 13, 14, 15, 21, 22, 23, 31, 32, 33, 34,
                                                     35, 36, 37, 41, 42, 43, 44, 45, 46, 50, 51, 52,
                                                     53, 54, 61, 62, 63, 64, 65, 71, 81, 82, 83};
  const int province = number(id.substr(0, 2));
  return std::find(kProvinces.begin(), kProvinces.end(), province) != kProvinces.end();
}

tl::unexpected<Error> refuse(std::string code, const std::string& text, std::string expected = {}) {
  std::vector<std::pair<std::string, std::string>> args = {{"text", mask_citizen_id(text)}};
  if (!expected.empty()) args.emplace_back("expected", std::move(expected));
  return fail(std::move(code), {}, std::move(args));
}

/// The 18-character form without a judgement of its check character, or why it has none.
Result<std::string> to_18(const std::string& text) {
  if (text.empty()) return refuse("id_card.empty", text);
  const auto points = code_points(text).size();
  if (points != 15 && points != 18) return refuse("id_card.length", text);
  if (points == 15) {
    if (!all_digits(text)) return refuse("id_card.charset", text);
    // Serials 996–999 of the old form were kept for people born in the 1800s.
    if (number(std::string_view(text).substr(12)) >= 996)
      return refuse("id_card.century_ambiguous", text);
    auto full = text.substr(0, 6) + "19" + text.substr(6);
    full.push_back(citizen_id_check(full));
    return full;
  }
  const bool good = text.size() == 18 && all_digits(std::string_view(text).substr(0, 17)) &&
                    (text[17] == 'X' || all_digits(std::string_view(text).substr(17)));
  if (!good) return refuse("id_card.charset", text);
  return text;
}

void add_warnings(CitizenId& id, Date as_of, bool known_province) {
  if (age(id.birth, as_of) > 130) id.warnings.emplace_back("age_over_130");
  const bool tianjin = id.division.starts_with("12");
  if (!known_province || (tianjin && division_prefix_names(id.division).empty()))
    id.warnings.emplace_back("division_unknown");
  // One in eleven numbers cut by a spreadsheet passes the check: the importer knows the cell type.
  if (id.number.ends_with("000")) id.warnings.emplace_back("precision_suspect_if_numeric_cell");
}

}  // namespace

std::string normalise_citizen_id(std::string_view raw) {
  auto text = clean_code(raw);
  static constexpr std::array<std::string_view, 4> kCrosses = {"x", "×", "Х", "х"};
  for (const auto cross : kCrosses) {
    if (!text.ends_with(cross)) continue;
    text.replace(text.size() - cross.size(), cross.size(), "X");
    break;
  }
  return text;
}

char citizen_id_check(std::string_view first17) {
  if (first17.size() != 17 || !all_digits(first17)) return '\0';
  int sum = 0;
  for (std::size_t i = 0; i < 17; ++i) sum += (first17[i] - '0') * kWeights[i];
  return kCheck[static_cast<std::size_t>(sum % 11)];
}

Result<CitizenId> parse_citizen_id(std::string_view raw, Date as_of, AreaCheck area) {
  const auto text = normalise_citizen_id(raw);
  LEYE_TRY(const std::string full, to_18(text));
  const std::string_view view = full;
  const auto birth =
      make_date(number(view.substr(6, 4)), static_cast<unsigned>(number(view.substr(10, 2))),
                static_cast<unsigned>(number(view.substr(12, 2))));
  if (!birth) return refuse("id_card.birth_date", text);
  const char expected = citizen_id_check(view.substr(0, 17));
  if (full[17] != expected)
    return refuse(full.ends_with("000") ? "id_card.precision_lost" : "id_card.check_digit", text,
                  std::string(1, expected));
  if (*birth > as_of) return refuse("id_card.birth_in_future", text);
  const bool known = province_exists(full);
  if (!known && area == AreaCheck::kStrict) return refuse("id_card.province", text);
  CitizenId id;
  id.number = full;
  id.birth = *birth;
  id.sex = (full[16] - '0') % 2 == 1 ? Sex::kMale : Sex::kFemale;
  id.division = full.substr(0, 6);
  id.converted_from_15 = text.size() == 15;
  id.residence_permit =
      id.division == "810000" || id.division == "820000" || id.division == "830000";
  id.synthetic = id.division.starts_with("1290");
  add_warnings(id, as_of, known);
  return id;
}

std::vector<std::string> division_prefix_names(std::string_view code6) {
  std::vector<std::string> names;
  for (const auto& spell : tianjin_prefixes())
    if (spell.code == code6) names.emplace_back(spell.name);
  return names;
}

}  // namespace leye::codes
