#include "people.h"

#include <cstdio>
#include <optional>
#include <ostream>

namespace leye::bench {
namespace {

using columns::Column;
using columns::ColumnBuilder;

constexpr const char* kCatalogue = R"(kind: catalogue
subjects: {p: {title: {zh: 个人}}}
enums:
  Sex: {male: 男, female: 女}
  Degree: {none: 无, junior_college: 大专, bachelor: 本科, master: 硕士, doctor: 博士}
  Size: {large: 大型, medium: 中型, small: 小型, micro: 微型}
  Skill: {none: 无, junior: 初级, intermediate: 中级, senior: 高级}
records:
  Contact: {on: {type: date, world: closed, required: true}, reached: {type: bool, world: closed}}
facts:
  - {name: p.birth_date, type: date, world: open}
  - {name: p.sex, type: "enum:Sex", world: open}
  - {name: p.residence, type: string, world: open}
  - {name: p.hukou, type: string, world: open}
  - {name: p.registered_unemployed, type: bool, world: closed}
  - {name: p.hard, type: bool, world: closed}
  - {name: p.poverty, type: bool, world: closed}
  - {name: p.unemployed_since, type: date, world: closed}
  - {name: p.insured_months, type: int, world: closed, none: 0}
  - {name: p.monthly_income, type: money, world: open}
  - {name: p.degree, type: "enum:Degree", world: open}
  - {name: p.graduation_date, type: date, world: closed}
  - {name: p.disabled, type: bool, world: open}
  - {name: p.zero_family, type: bool, world: open}
  - {name: p.contract_months, type: int, world: closed, none: 0}
  - {name: p.employer_size, type: "enum:Size", world: closed}
  - {name: p.subsidised_months, type: int, world: closed, none: 0}
  - {name: p.skill, type: "enum:Skill", world: open}
  - {name: p.wants_work, type: bool, world: open}
  - {name: p.contacts, type: "list<Contact>", world: closed}
)";

constexpr std::uint64_t mix(std::uint64_t z) {
  z ^= z >> 30;
  z *= 0xBF58476D1CE4E5B9U;
  z ^= z >> 27;
  z *= 0x94D049BB133111EBU;
  return z ^ (z >> 31);
}

constexpr std::array<const char*, 16> kDistricts{
    "120101", "120102", "120103", "120104", "120105", "120106", "120110", "120111",
    "120112", "120113", "120114", "120115", "120116", "120117", "120118", "120119"};
constexpr std::array<const char*, 30> kProvinces{
    "11", "13", "14", "15", "21", "22", "23", "31", "32", "33", "34", "35", "36", "37", "41",
    "42", "43", "44", "45", "46", "50", "51", "52", "53", "54", "61", "62", "63", "64", "65"};
constexpr std::int32_t k1955 = -5479;  // 1955-01-01
constexpr std::int32_t k2015 = 16617;  // 2015-07-01
constexpr std::array kDegree{"none", "junior_college", "bachelor", "master", "doctor"};
constexpr std::array kSize{"large", "medium", "small", "micro"};
constexpr std::array kSkill{"none", "junior", "intermediate", "senior"};
constexpr std::array kMonths{3, 6, 12, 24, 36};

bool registered(std::int64_t r) { return draw(6, r, 1000) < 40; }
bool hard(std::int64_t r) { return draw(7, r, 1000) < 15; }
bool contract(std::int64_t r) { return draw(144, r, 100) >= 45; }
std::int64_t months(std::int64_t r) { return kMonths[static_cast<std::size_t>(draw(16, r, 5))]; }

template <std::size_t N>
const char* pick(const std::array<const char*, N>& of, std::uint64_t c, std::int64_t r) {
  return of[static_cast<std::size_t>(draw(c, r, N))];
}

std::string residence(std::int64_t r) {
  const auto s = draw(3, r, 299);
  char text[16];
  std::snprintf(text, sizeof text, "%s%03d", kDistricts[static_cast<std::size_t>(s % 16)],
                static_cast<int>(s / 16 + 1));
  return text;
}

std::string hukou(std::int64_t r) {
  if (draw(132, r, 100) < 70) return pick(kDistricts, 4, r);
  return std::string(pick(kProvinces, 4, r)) + "0100";
}

/// Makes one column after the other: the table never stands twice in memory.
class Maker {
 public:
  Maker(const rules::Environment& environment, const Shape& shape)
      : environment_(environment), shape_(shape) {}

  columns::Table make() {
    columns::TableBuilder builder("p");
    for (std::int64_t r = 0; r < shape_.rows; ++r) {
      Uuid id{};
      for (int byte = 0; byte < 8; ++byte)
        id.bytes[static_cast<std::size_t>(15 - byte)] = static_cast<std::uint8_t>(r >> (8 * byte));
      builder.id(id);
    }
    table_ = std::move(builder).freeze();
    open_facts();
    closed_facts();
    if (shape_.contacts) contacts();
    return std::move(table_);
  }

 private:
  template <class Cell>
  void add(const std::string& name, const Cell& cell) {
    const auto* fact = environment_.find_fact(name);
    ColumnBuilder column(name, rules::column_kind(fact->type));
    for (std::int64_t r = 0; r < shape_.rows; ++r) cell(column, r);
    table_ = table_.with(std::move(column).freeze());
  }
  [[nodiscard]] bool unknown(std::uint64_t c, std::int64_t r, std::int64_t percent) const {
    return shape_.unknowns && draw(64 + c, r, 100) < percent;
  }
  /// A number or a text, unknown for some.
  template <class Value>
  void open(const std::string& name, std::uint64_t c, std::int64_t percent, const Value& value) {
    add(name, [&](ColumnBuilder& column, std::int64_t r) {
      if (unknown(c, r, percent)) return column.unknown();
      if constexpr (std::is_convertible_v<decltype(value(r)), std::int64_t>)
        column.number(value(r));
      else
        column.text(value(r));
    });
  }
  void open_facts() {
    open("p.birth_date", 1, 1, [](std::int64_t r) { return k1955 + draw(1, r, 20089); });
    open("p.sex", 2, 0,
         [](std::int64_t r) { return std::string(draw(2, r, 2) == 0 ? "male" : "female"); });
    open("p.residence", 3, 0, residence);
    open("p.hukou", 4, 2, hukou);
    open("p.monthly_income", 11, 15, [](std::int64_t r) { return draw(11, r, 1'500'000); });
    open("p.degree", 12, 8, [](std::int64_t r) { return std::string(pick(kDegree, 12, r)); });
    open("p.disabled", 14, 10, [](std::int64_t r) { return std::int64_t{draw(14, r, 1000) < 30}; });
    open("p.zero_family", 15, 30,
         [](std::int64_t r) { return std::int64_t{draw(15, r, 1000) < 5}; });
    open("p.skill", 19, 20, [](std::int64_t r) { return std::string(pick(kSkill, 19, r)); });
    open("p.wants_work", 20, 12,
         [](std::int64_t r) { return std::int64_t{draw(20, r, 100) < 70}; });
  }
  void flag(const std::string& name, bool (*is)(std::int64_t)) {
    add(name,
        [&](ColumnBuilder& column, std::int64_t r) { is(r) ? column.number(1) : column.absent(); });
  }
  void closed_facts() {
    flag("p.registered_unemployed", registered);
    flag("p.hard", hard);
    flag("p.poverty", [](std::int64_t r) { return draw(8, r, 1000) < 10; });
    add("p.unemployed_since", [&](ColumnBuilder& column, std::int64_t r) {
      if (!registered(r)) return column.absent();
      unknown(9, r, 5) ? column.unknown() : column.number(kAsOf - draw(9, r, 900));
    });
    add("p.insured_months", [](ColumnBuilder& column, std::int64_t r) {
      draw(138, r, 100) < 20 ? column.absent() : column.number(draw(10, r, 400));
    });
    add("p.graduation_date", [](ColumnBuilder& column, std::int64_t r) {
      draw(141, r, 100) < 30 ? column.number(k2015 + draw(13, r, 2000)) : column.absent();
    });
    table_ = table_.with(contract_months(shape_.rows, [](std::int64_t) { return false; }));
    add("p.employer_size", [&](ColumnBuilder& column, std::int64_t r) {
      if (!contract(r)) return column.absent();
      unknown(17, r, 6) ? column.unknown() : column.text(pick(kSize, 17, r));
    });
    add("p.subsidised_months", [](ColumnBuilder& column, std::int64_t r) {
      hard(r) ? column.number(draw(18, r, 48)) : column.absent();
    });
  }
  void contacts() {
    ColumnBuilder column("p.contacts", columns::Kind::kList);
    auto& on = column.child().add("on", columns::Kind::kDate);
    auto& reached = column.child().add("reached", columns::Kind::kBool);
    for (std::int64_t r = 0; r < shape_.rows; ++r) {
      for (std::int64_t j = 0; j < draw(21, r, 6); ++j) {
        on.number(18475 + draw(22, 8 * r + j, 92));  // from 2020-08-01
        reached.number(draw(23, 8 * r + j, 100) < 80 ? 1 : 0);
      }
      column.list(columns::State::kKnown, false);
    }
    table_ = table_.with(std::move(column).freeze());
  }

  const rules::Environment& environment_;
  Shape shape_;
  columns::Table table_;
};

void write_cell(const Column& column, std::size_t row, std::ostream& out) {
  const auto state = column.state(row);
  if (state == columns::State::kKnown) {
    if (column.kind() == columns::Kind::kText)
      out << column.text(row);
    else
      out << column.number(row);
  } else if (state == columns::State::kAbsent &&
             (column.kind() == columns::Kind::kBool || column.kind() == columns::Kind::kInt)) {
    out << 0;
  }
  out << ',';
}

}  // namespace

std::int64_t draw(std::uint64_t c, std::int64_t row, std::uint64_t n) {
  const auto r = static_cast<std::uint64_t>(row);
  const auto u = mix(mix(20201022 + c * 0x9E3779B97F4A7C15U) + r * 0xD1B54A32D192ED03U);
  return static_cast<std::int64_t>(((u >> 32) * n) >> 32);
}

const char* catalogue() { return kCatalogue; }

columns::Table people(const rules::Environment& environment, const Shape& shape) {
  return Maker(environment, shape).make();
}

Column contract_months(std::int64_t rows, const std::function<bool(std::int64_t)>& dirty) {
  ColumnBuilder column("p.contract_months", columns::Kind::kInt);
  for (std::int64_t r = 0; r < rows; ++r) {
    // One whose contract is new to the register has one month.
    const std::int64_t more = dirty(r) ? 1 : 0;
    if (contract(r))
      column.number(months(r) + more);
    else if (more != 0)
      column.number(1);
    else
      column.absent();
  }
  return std::move(column).freeze();
}

void write_csv(const columns::Table& table, std::ostream& out) {
  constexpr std::array kOrder{"p.birth_date",
                              "p.sex",
                              "p.residence",
                              "p.hukou",
                              "p.registered_unemployed",
                              "p.hard",
                              "p.poverty",
                              "p.unemployed_since",
                              "p.insured_months",
                              "p.monthly_income",
                              "p.degree",
                              "p.graduation_date",
                              "p.disabled",
                              "p.zero_family",
                              "p.contract_months",
                              "p.employer_size",
                              "p.subsidised_months",
                              "p.skill",
                              "p.wants_work"};
  std::vector<const Column*> columns;
  for (const char* name : kOrder) columns.push_back(table.find(name));
  const auto has = [&](const char* name, std::size_t row) {
    const auto state = table.find(name)->state(row);
    return state == columns::State::kKnown ? "1" : state == columns::State::kAbsent ? "0" : "";
  };
  for (std::size_t row = 0; row < table.rows(); ++row) {
    for (const auto* column : columns) write_cell(*column, row, out);
    out << has("p.employer_size", row) << ',' << has("p.graduation_date", row) << ','
        << has("p.unemployed_since", row) << '\n';
  }
}

}  // namespace leye::bench
