#include "city/draft.h"

#include <array>

#include "city/names.h"
#include "codes/contact.h"
#include "codes/excel_date.h"
#include "codes/former.h"
#include "codes/name.h"
#include "codes/text.h"
#include "codes/uscc.h"

namespace leye::city {
namespace {

constexpr std::int32_t kSerialZero = -25569;  // 1899-12-30, day 0 of serial numbers from 61 on

std::string full_width(std::string_view digits) {
  std::u32string out;
  for (const char c : digits) out.push_back(static_cast<char32_t>(c) + 0xFEE0);
  return codes::to_utf8(out);
}

std::string written(Date date, const char* separator) {
  const auto iso = to_text(date);
  return iso.substr(0, 4) + separator + iso.substr(5, 2) + separator + iso.substr(8, 2);
}

}  // namespace

void Draft::defect(const char* id) { defects += (defects.empty() ? "" : ";") + std::string(id); }

void Draft::problem(std::string code) { problems.push_back(std::move(code)); }

bool Draft::maybe(std::string value, std::uint32_t ppm) {
  const bool missing = dice_.chance(ppm);
  if (missing) defect("D19");
  text(missing ? std::string() : std::move(value));
  return !missing;
}

bool Draft::maybe_number(std::int64_t value, std::uint32_t ppm) {
  const bool missing = dice_.chance(ppm);
  if (missing) {
    defect("D19");
    blank();
  } else {
    number(value);
  }
  return !missing;
}

void Draft::name(const Person& person, bool required) {
  auto shown = person.name;
  if (dice_.chance(30'000)) {
    shown = misspelt(dice_, person.name);
    defect("D10");
    const auto right = codes::parse_name(person.name);
    const auto wrong = codes::parse_name(shown);
    if (!wrong && required) problem(wrong.error().code);
    same_name_ = wrong && right && wrong->match_key == right->match_key;
  }
  text(shown);
}

void Draft::changed_id(const Person& person, std::string& id) {
  const auto kind = dice_.below(100'000);
  if (kind < 300) {
    defect("D01");
    id.back() = id.back() == '7' ? '3' : '7';
  } else if (kind < 500) {
    defect("D02");
    // Neighbours that differ, in the birth date or serial.
    for (std::size_t at = 7 + dice_.below(8), tries = 0; tries < 10;
         ++tries, at = 6 + (at - 5) % 10)
      if (id[at] != id[at + 1]) {
        std::swap(id[at], id[at + 1]);
        break;
      }
  } else if (kind < 600 && person.index + 1 < world_.persons) {
    defect("D06");
    id = make_person(world_, person.index + 1).citizen_id;
    own_id_ = false;
  } else if (kind < 650 && person.index > 0) {
    defect("D07");
    id = make_person(world_, person.index - 1).citizen_id;
    own_id_ = false;
  } else if (kind < 700 && person.birth < ymd(2000, 1, 1) && id.substr(14, 3) < "996") {
    defect("D04");
    id = id.substr(0, 6) + id.substr(8, 9);
  } else if (kind < 1700) {
    defect("D03");
    id = full_width(id);
  } else if (id.back() == 'X' && kind < 27'000) {
    defect("D03");
    id.replace(17, 1, kind < 23'700 ? "x" : "Ｘ");
  }
}

void Draft::citizen_id(const Person& person, bool required) {
  auto id = person.citizen_id;
  if (dice_.chance(4'000)) {
    defect("D05");
    own_id_ = false;
    if (required) problem(workbook_ ? "id_card.precision_lost" : "id_card.length");
    // A spreadsheet keeps 15 significant digits.
    cells.push_back(number_cell(static_cast<double>(std::stoll(id.substr(0, 15))) * 1000.0));
    return;
  }
  changed_id(person, id);
  if (const auto read = codes::parse_citizen_id(id, world_.as_of()); !read) {
    own_id_ = false;
    if (required) problem(read.error().code);
  }
  code(id);
}

void Draft::uscc(const std::string& right) {
  auto shown = right;
  if (dice_.chance(4'000)) {
    defect("D27");
    shown.back() = shown.back() == '8' ? '6' : '8';
  }
  if (const auto read = codes::parse_uscc(shown); !read) problem(read.error().code);
  code(shown);
}

void Draft::phone(const Person& person) {
  auto number = person.phone;
  const auto kind = dice_.below(1000);
  if (kind < 60) {
    defect("D13");  // dead: the number looks as good as any
  } else if (kind < 140 && person.index > 0) {
    defect("D13");  // now another person's, or a relative's
    number = make_person(world_, person.index - 1).phone;
  } else if (kind < 150) {
    defect("D13");
    number = "2" + number.substr(4);
  }
  code(number);
}

void Draft::date(Date day) {
  if (workbook_)
    cells.push_back(date_cell(day));
  else
    text(to_text(day));
}

void Draft::impossible(Date day, Known known, const Person* person) {
  defect("D15");
  const auto form = dice_.below(4);
  if (form == 0 && known != Known::kNothing) {
    problem("row.date_in_future");
    return date(Date(world_.as_of().days() + dice_.range(30, 300)));
  }
  if (form == 1 && known == Known::kBirth) {
    problem("row.date_before_birth");
    return date(Date(person->birth.days() - 400));
  }
  // 30 February, or the day 0 that spreadsheets count from.
  written_date(form == 2 ? "1900-01-00" : std::to_string(civil(day).year) + "-02-30");
}

void Draft::written_date(const std::string& shown) {
  if (const auto read = codes::parse_written_date(shown); !read) problem(read.error().code);
  text(shown);
}

void Draft::key_date(Date day, Known known, const Person* person) {
  const auto kind = dice_.below(100'000);
  if (kind < 300) return impossible(day, known, person);
  if (kind >= 5300) return date(day);
  defect("D14");
  const auto form = kind % 100;
  if (form < 30 && workbook_) return cells.push_back(number_cell(day.days() - kSerialZero));
  if (form < 55) return written_date(written(day, "."));
  if (form < 75) return written_date(written(day, ""));
  if (form < 82) return written_date(written(day, "/"));
  const auto c = civil(day);
  const auto y = std::to_string(c.year), m = std::to_string(c.month), d = std::to_string(c.day);
  if (form < 90) return written_date(y + "年" + m + "月" + d + "日");
  if (form < 96) return written_date(d + "/" + m + "/" + y);
  written_date(m + "月" + d + "日");
}

void Draft::address(const Person& person) {
  static constexpr std::array<const char*, 3> kOld = {"塘沽区", "汉沽区", "大港区"};
  const auto& district = world_.districts[person.home.district].unit->name;
  const auto number = std::to_string(dice_.range(1, 60)) + "号楼" +
                      std::to_string(dice_.range(1, 6)) + "门" +
                      std::to_string(dice_.range(101, 1806)) + "号";
  const auto kind = dice_.below(1000);
  if (kind < 40) defect("D16");
  if (kind < 8) return blank();
  if (kind < 20) return text(person.home.community->name + "附近");
  if (kind < 30)
    return text(std::string("天津市") + dice_.of(kOld) + person.home.street->name + number);
  if (kind < 40) return text("天津" + codes::bare_name(person.home.community->name) + number);
  text("天津市" + district + person.home.street->name + person.home.community->name + number);
}

void Draft::community(const Person& person) {
  auto unit = person.home.community->code;
  if (person.moved_to) defect("D12");
  const auto* district = world_.districts[person.home.district].unit;
  if (dice_.chance(15'000))
    for (const auto& spell : codes::tianjin_prefixes())
      // Only counties that became a district kept the numbers below them.
      if (spell.successor == district->code && spell.code[3] == '2') {
        unit = std::string(spell.code) + unit.substr(6);
        defect("D17");
      }
  code(unit);
}

}  // namespace leye::city
