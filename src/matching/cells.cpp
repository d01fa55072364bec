#include "matching/cells.h"

#include <algorithm>
#include <array>
#include <boost/json.hpp>
#include <charconv>
#include <optional>
#include <vector>

namespace leye::matching::detail {
namespace {

namespace bj = boost::json;
using K = CellKind;

constexpr std::array kSeekerFields{Field{"seeker_id", "seeker_id", K::kText},
                                   Field{"consent_match", "consent_match", K::kFlag},
                                   Field{"age", "age", K::kWhole},
                                   Field{"birth_month", "birth_month", K::kText},
                                   Field{"work_until", "work_until", K::kText},
                                   Field{"categories", "categories", K::kList},
                                   Field{"wishes", "wishes", K::kList},
                                   Field{"any_occupation", "any_occupation", K::kFlag},
                                   Field{"open_to_past", "open_to_past", K::kFlag},
                                   Field{"past", "past", K::kPast},
                                   Field{"skills", "skills", K::kLevels},
                                   Field{"skills_state", "skills_state", K::kText},
                                   Field{"licences", "licences", K::kList},
                                   Field{"edu", "edu", K::kWhole},
                                   Field{"fresh", "fresh", K::kFlag},
                                   Field{"wage_floor", "wage_floor", K::kWage},
                                   Field{"wage_wish", "wage_wish", K::kWage},
                                   Field{"home.xy", "xy", K::kPoint},
                                   Field{"home.street", "street", K::kText},
                                   Field{"home.district", "district", K::kText},
                                   Field{"xy", "xy", K::kPoint},
                                   Field{"street", "street", K::kText},
                                   Field{"district", "district", K::kText},
                                   Field{"mode", "mode", K::kText},
                                   Field{"commute_max", "commute_max", K::kWhole},
                                   Field{"accept_lodging", "accept_lodging", K::kFlag},
                                   Field{"forms", "forms", K::kList},
                                   Field{"no_dispatch", "no_dispatch", K::kFlag},
                                   Field{"cannot", "cannot", K::kList},
                                   Field{"available_from", "available_from", K::kText},
                                   Field{"avoid", "avoid", K::kList},
                                   Field{"avoid_employers", "avoid_employers", K::kList},
                                   Field{"declined", "declined", K::kList},
                                   Field{"needs", "needs", K::kList}};

constexpr std::array kVacancyFields{Field{"vacancy_id", "id", K::kText},
                                    Field{"employer_id", "employer", K::kText},
                                    Field{"id", "id", K::kText},
                                    Field{"employer", "employer", K::kText},
                                    Field{"source", "source", K::kText},
                                    Field{"source_ref", "source_ref", K::kText},
                                    Field{"kind", "kind", K::kText},
                                    Field{"status", "status", K::kText},
                                    Field{"title", "title", K::kText},
                                    Field{"body", "body", K::kText},
                                    Field{"occupation", "occupation", K::kText},
                                    Field{"coded_by", "coded_by", K::kText},
                                    Field{"code_confidence", "code_confidence", K::kWhole},
                                    Field{"industry", "industry", K::kText},
                                    Field{"headcount", "headcount", K::kWhole},
                                    Field{"filled", "filled", K::kWhole},
                                    Field{"wage_min", "wage_min", K::kWage},
                                    Field{"wage_max", "wage_max", K::kWage},
                                    Field{"wage_unit", "wage_unit", K::kText},
                                    Field{"wage_months", "wage_months", K::kWhole},
                                    Field{"wage_basis", "wage_basis", K::kText},
                                    Field{"xy", "xy", K::kPoint},
                                    Field{"street", "street", K::kText},
                                    Field{"district", "district", K::kText},
                                    Field{"remote", "remote", K::kFlag},
                                    Field{"lodging", "lodging", K::kFlag},
                                    Field{"shuttle", "shuttle", K::kFlag},
                                    Field{"form", "form", K::kText},
                                    Field{"dispatch", "dispatch", K::kFlag},
                                    Field{"edu_min", "edu_min", K::kWhole},
                                    Field{"edu_strict", "edu_strict", K::kFlag},
                                    Field{"exp_months", "exp_months", K::kWhole},
                                    Field{"accepts_fresh", "accepts_fresh", K::kFlag},
                                    Field{"skills", "skills", K::kNeeds},
                                    Field{"training_provided", "training_provided", K::kFlag},
                                    Field{"licences", "licences", K::kList},
                                    Field{"law_age_min", "law_age_min", K::kWhole},
                                    Field{"law_age_max", "law_age_max", K::kWhole},
                                    Field{"law_basis", "law_basis", K::kText},
                                    Field{"law_note", "law_note", K::kText},
                                    Field{"minor_forbidden", "minor_forbidden", K::kFlag},
                                    Field{"demands", "demands", K::kList},
                                    Field{"audience", "audience", K::kList},
                                    Field{"latest_start", "latest_start", K::kText},
                                    Field{"published", "published", K::kText},
                                    Field{"confirmed", "confirmed", K::kText},
                                    Field{"expires", "expires", K::kText},
                                    Field{"age_days", "age_days", K::kWhole},
                                    Field{"cap", "cap", K::kWhole},
                                    Field{"reply_rate", "reply_rate", K::kWhole},
                                    Field{"interview_rate", "interview_rate", K::kWhole},
                                    Field{"lint", "lint", K::kList},
                                    Field{"lint_block", "lint_block", K::kFlag},
                                    Field{"dup_of", "dup_of", K::kText}};

std::string_view trimmed(std::string_view text) {
  while (!text.empty() && (text.front() == ' ' || text.front() == '\t')) text.remove_prefix(1);
  while (!text.empty() && (text.back() == ' ' || text.back() == '\t')) text.remove_suffix(1);
  return text;
}

/// The parts between separators, trimmed; empty ones left out.
std::vector<std::string_view> parts_of(std::string_view text, char separator) {
  std::vector<std::string_view> parts;
  while (!text.empty()) {
    const auto end = std::min(text.find(separator), text.size());
    const auto part = trimmed(text.substr(0, end));
    if (!part.empty()) parts.push_back(part);
    text.remove_prefix(std::min(end + 1, text.size()));
  }
  return parts;
}

std::optional<std::int64_t> whole(std::string_view text) {
  std::int64_t value = 0;
  const auto [end, bad] = std::from_chars(text.data(), text.data() + text.size(), value);
  if (bad != std::errc() || end != text.data() + text.size()) return std::nullopt;
  return value;
}

std::optional<bj::value> flag(std::string_view text) {
  if (text == "true" || text == "1" || text == "是") return bj::value(true);
  if (text == "false" || text == "0" || text == "否") return bj::value(false);
  return std::nullopt;
}

std::optional<bj::value> number(std::string_view text) {
  const auto value = whole(text);
  return value ? std::optional<bj::value>(*value) : std::nullopt;
}

bj::value list(std::string_view text) {
  bj::array items;
  for (const auto part : parts_of(text, ';')) items.emplace_back(part);
  return items;
}

std::optional<bj::value> point(std::string_view text) {
  bj::array xy;
  for (const auto part : parts_of(text, ' ')) {
    const auto coordinate = whole(part);
    if (!coordinate) return std::nullopt;
    xy.emplace_back(*coordinate);
  }
  return xy;
}

/// `id:level` of a person.
std::optional<bj::value> levels(std::string_view text) {
  bj::object skills;
  for (const auto part : parts_of(text, ';')) {
    const auto pieces = parts_of(part, ':');
    const auto level = pieces.size() == 2 ? whole(pieces[1]) : std::nullopt;
    if (!level) return std::nullopt;
    skills[pieces[0]] = *level;
  }
  return skills;
}

/// `id[:level[:must]]` of a post.
std::optional<bj::value> needs(std::string_view text) {
  bj::array skills;
  for (const auto part : parts_of(text, ';')) {
    const auto pieces = parts_of(part, ':');
    if (pieces.empty() || pieces.size() > 3) return std::nullopt;
    bj::object skill{{"id", pieces[0]}};
    const auto level = pieces.size() > 1 ? whole(pieces[1]) : std::optional<std::int64_t>(1);
    if (!level) return std::nullopt;
    skill["level"] = *level;
    if (pieces.size() == 3) {
      const bool word = pieces[2] == "must";
      const auto must = word ? std::optional<std::int64_t>(1) : whole(pieces[2]);
      if (!must) return std::nullopt;
      skill["must"] = *must;
    }
    skills.push_back(std::move(skill));
  }
  return skills;
}

/// `code:months`.
std::optional<bj::value> past(std::string_view text) {
  bj::array works;
  for (const auto part : parts_of(text, ';')) {
    const auto pieces = parts_of(part, ':');
    const auto months = pieces.size() == 2 ? whole(pieces[1]) : std::nullopt;
    if (!months) return std::nullopt;
    works.push_back(bj::object{{"code", pieces[0]}, {"months", *months}});
  }
  return works;
}

std::optional<bj::value> value_of(const Field& field, std::string_view text) {
  switch (field.kind) {
    case K::kText:
      return bj::value(text);
    case K::kWhole:
      // How much experience is asked may be unknown; it says so in the cell.
      if (field.name == "exp_months" && text == "unknown") return bj::value(text);
      return number(text);
    case K::kWage:
      return number(text);
    case K::kFlag:
      return flag(text);
    case K::kList:
      return list(text);
    case K::kPoint:
      return point(text);
    case K::kLevels:
      return levels(text);
    case K::kNeeds:
      return needs(text);
    case K::kPast:
      return past(text);
  }
  return std::nullopt;
}

}  // namespace

std::span<const Field> seeker_fields() { return kSeekerFields; }
std::span<const Field> vacancy_fields() { return kVacancyFields; }

Result<void> put_cell(const Field& field, std::string_view text, bj::object& out) {
  text = trimmed(text);
  // 面议: to be agreed. Pay that is not stated is not known.
  if (text.empty() || (field.kind == K::kWage && text == "面议")) return {};
  auto value = value_of(field, text);
  if (!value)
    return fail("matching.cell", "column " + std::string(field.column),
                {{"text", std::string(text)}});
  out[field.name] = *std::move(value);
  return {};
}

std::string column_of(std::span<const Field> fields, std::string_view pointer) {
  if (pointer.starts_with('/')) pointer.remove_prefix(1);
  const auto name = pointer.substr(0, pointer.find('/'));
  for (const auto& field : fields)
    if (field.name == name) return "column " + std::string(field.column);
  return std::string(pointer);
}

}  // namespace leye::matching::detail
