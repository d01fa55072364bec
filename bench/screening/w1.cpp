// Workload W1 of the screening bench: generated people, ten rules, the scalar evaluator over
// columns.
//   bench_screening ROWS [FILE.csv]     counts and times as one line of JSON; the rows as CSV for
//   the peers
#include <sys/resource.h>

#include <array>
#include <chrono>
#include <cstdio>
#include <fstream>
#include <iostream>
#include <optional>
#include <string>

#include "facts/source.h"
#include "rules/rules.h"

namespace {

using namespace leye;

constexpr const char* kCatalogue = R"(kind: catalogue
subjects: {p: {title: {zh: 个人}}}
enums:
  Sex: {male: 男, female: 女}
  Degree: {none: 无, junior_college: 大专, bachelor: 本科, master: 硕士, doctor: 博士}
  Size: {large: 大型, medium: 中型, small: 小型, micro: 微型}
  Skill: {none: 无, junior: 初级, intermediate: 中级, senior: 高级}
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
)";

constexpr std::array kRules{
    R"(p.contract_months >= 12 && has(p.employer_size) && p.employer_size != Size.large && (p.poverty || (has(p.graduation_date) && p.graduation_date >= date("2020-01-01") && p.graduation_date <= date("2020-12-31"))))",
    R"(has(p.graduation_date) && months_between(p.graduation_date, as_of) < 24 && p.degree != Degree.none && p.insured_months == 0)",
    R"(age(p.birth_date, as_of) >= 16 && age(p.birth_date, as_of) <= 24 && p.registered_unemployed && p.wants_work)",
    R"(p.hard && p.subsidised_months < 36 && p.contract_months == 0)",
    R"(((p.sex == Sex.female && age(p.birth_date, as_of) >= 40) || (p.sex == Sex.male && age(p.birth_date, as_of) >= 50)) && has(p.unemployed_since) && months_between(p.unemployed_since, as_of) >= 12)",
    R"(in_region(p.residence, "120110") && (p.disabled || p.zero_family || p.hard))",
    R"(p.monthly_income < yuan(2050) && !p.registered_unemployed && p.contract_months >= 1)",
    R"(!in_region(p.hukou, "120000") && in_region(p.residence, "120000") && p.contract_months > 0)",
    R"(p.skill == Skill.none && p.wants_work && age(p.birth_date, as_of) >= 16 && age(p.birth_date, as_of) <= 59)",
    R"(p.insured_months > 0 && p.insured_months % 12 == 0 && mul_ratio(p.monthly_income, 2, 3, Rounding.down) < yuan(2000))"};

/// T, F, U of each rule (rules.md §9.2).
struct Golden {
  std::int64_t rows;
  std::array<std::array<std::int64_t, 3>, 10> counts;
};
constexpr std::array kGolden{Golden{20'000,
                                    {{{302, 19683, 15},
                                      {387, 19572, 41},
                                      {74, 19914, 12},
                                      {97, 19903, 0},
                                      {188, 19789, 23},
                                      {55, 19494, 451},
                                      {1237, 17174, 1589},
                                      {3271, 16495, 234},
                                      {1942, 15209, 2849},
                                      {232, 19593, 175}}}},
                             Golden{1'000'000,
                                    {{{14645, 984168, 1187},
                                      {17611, 980461, 1928},
                                      {4013, 994894, 1093},
                                      {5200, 994800, 0},
                                      {8336, 990686, 978},
                                      {2818, 974475, 22707},
                                      {61050, 859859, 79091},
                                      {161913, 827073, 11014},
                                      {97637, 763325, 139038},
                                      {11161, 978965, 9874}}}}};

constexpr std::uint64_t mix(std::uint64_t z) {
  z ^= z >> 30;
  z *= 0xBF58476D1CE4E5B9U;
  z ^= z >> 27;
  z *= 0x94D049BB133111EBU;
  return z ^ (z >> 31);
}
std::int64_t draw(std::uint64_t c, std::int64_t row, std::uint64_t n) {
  const auto r = static_cast<std::uint64_t>(row);
  const auto u = mix(mix(20201022 + c * 0x9E3779B97F4A7C15U) + r * 0xD1B54A32D192ED03U);
  return static_cast<std::int64_t>(((u >> 32) * n) >> 32);
}

constexpr std::array<const char*, 16> kDistricts{
    "120101", "120102", "120103", "120104", "120105", "120106", "120110", "120111",
    "120112", "120113", "120114", "120115", "120116", "120117", "120118", "120119"};
constexpr std::array<const char*, 30> kProvinces{
    "11", "13", "14", "15", "21", "22", "23", "31", "32", "33", "34", "35", "36", "37", "41",
    "42", "43", "44", "45", "46", "50", "51", "52", "53", "54", "61", "62", "63", "64", "65"};
constexpr std::int32_t kAsOf = 18557;  // 2020-10-22
constexpr std::int32_t k1955 = -5479;  // 1955-01-01
constexpr std::int32_t k2015 = 16617;  // 2015-07-01

/// Writes one cell into its column and into the line of the CSV.
class Cells {
 public:
  Cells(columns::TableBuilder& table, std::ostream* csv) : table_(&table), csv_(csv) {}
  void row() { at_ = 0; }
  void number(std::optional<std::int64_t> v, bool absent = false, const char* none = "") {
    auto& column = table_->column(at_++);
    if (absent) {
      column.absent();
      if (csv_ != nullptr) *csv_ << none << ',';
      return;
    }
    if (!v)
      column.unknown();
    else
      column.number(*v);
    if (csv_ != nullptr && v) *csv_ << *v;
    if (csv_ != nullptr) *csv_ << ',';
  }
  void text(std::optional<std::string_view> v, bool absent = false) {
    auto& column = table_->column(at_++);
    if (absent)
      column.absent();
    else if (!v)
      column.unknown();
    else
      column.text(*v);
    if (csv_ != nullptr) *csv_ << (absent || !v ? std::string_view() : *v) << ',';
  }

 private:
  columns::TableBuilder* table_;
  std::ostream* csv_;
  std::size_t at_ = 0;
};

bool unknown(std::uint64_t c, std::int64_t r, std::int64_t percent) {
  return draw(64 + c, r, 100) < percent;
}
template <class T>
std::optional<T> known(bool is_unknown, T value) {
  return is_unknown ? std::nullopt : std::optional<T>(value);
}

void person(Cells& cells, std::int64_t r, std::ostream* csv) {
  cells.row();
  cells.number(known(unknown(1, r, 1), k1955 + draw(1, r, 20089)));
  cells.text(draw(2, r, 2) == 0 ? "male" : "female");
  const auto s = draw(3, r, 299);
  char residence[16];
  std::snprintf(residence, sizeof residence, "%s%03d", kDistricts[static_cast<std::size_t>(s % 16)],
                static_cast<int>(s / 16 + 1));
  cells.text(residence);
  const std::string hukou =
      draw(132, r, 100) < 70
          ? kDistricts[static_cast<std::size_t>(draw(4, r, 16))]
          : std::string(kProvinces[static_cast<std::size_t>(draw(4, r, 30))]) + "0100";
  cells.text(known<std::string_view>(unknown(4, r, 2), hukou));
  const bool registered = draw(6, r, 1000) < 40;
  const bool hard = draw(7, r, 1000) < 15;
  cells.number(1, !registered, "0");
  cells.number(1, !hard, "0");
  cells.number(1, draw(8, r, 1000) >= 10, "0");
  const bool since_unknown = registered && unknown(9, r, 5);
  cells.number(known(since_unknown, kAsOf - draw(9, r, 900)), !registered);
  cells.number(draw(10, r, 400), draw(138, r, 100) < 20, "0");
  cells.number(known(unknown(11, r, 15), draw(11, r, 1'500'000)));
  constexpr std::array kDegree{"none", "junior_college", "bachelor", "master", "doctor"};
  cells.text(known<std::string_view>(unknown(12, r, 8),
                                     kDegree[static_cast<std::size_t>(draw(12, r, 5))]));
  const bool graduate = draw(141, r, 100) < 30;
  cells.number(k2015 + draw(13, r, 2000), !graduate);
  cells.number(known(unknown(14, r, 10), std::int64_t{draw(14, r, 1000) < 30}));
  cells.number(known(unknown(15, r, 30), std::int64_t{draw(15, r, 1000) < 5}));
  constexpr std::array kMonths{3, 6, 12, 24, 36};
  const bool contract = draw(144, r, 100) >= 45;
  cells.number(kMonths[static_cast<std::size_t>(draw(16, r, 5))], !contract, "0");
  constexpr std::array kSize{"large", "medium", "small", "micro"};
  const bool size_unknown = contract && unknown(17, r, 6);
  cells.text(known<std::string_view>(size_unknown, kSize[static_cast<std::size_t>(draw(17, r, 4))]),
             !contract);
  cells.number(draw(18, r, 48), !hard, "0");
  constexpr std::array kSkill{"none", "junior", "intermediate", "senior"};
  cells.text(known<std::string_view>(unknown(19, r, 20),
                                     kSkill[static_cast<std::size_t>(draw(19, r, 4))]));
  cells.number(known(unknown(20, r, 12), std::int64_t{draw(20, r, 100) < 70}));
  // has(x) of the three facts that may be absent: empty where it is unknown.
  if (csv != nullptr)
    *csv << (contract ? size_unknown ? "" : "1" : "0") << ',' << (graduate ? 1 : 0) << ','
         << (registered ? since_unknown ? "" : "1" : "0") << '\n';
}

columns::Table people(const rules::Environment& env, std::int64_t rows, std::ostream* csv) {
  columns::TableBuilder table("p");
  for (const auto& fact : env.facts) table.add(fact.name, facts::column_kind(fact.type));
  Cells cells(table, csv);
  for (std::int64_t r = 0; r < rows; ++r) {
    Uuid id{};
    for (int byte = 0; byte < 8; ++byte)
      id.bytes[static_cast<std::size_t>(15 - byte)] = static_cast<std::uint8_t>(r >> (8 * byte));
    table.id(id);
    person(cells, r, csv);
  }
  return std::move(table).freeze();
}

double cpu_seconds() {
  rusage use{};
  getrusage(RUSAGE_SELF, &use);
  const auto of = [](timeval t) {
    return static_cast<double>(t.tv_sec) + static_cast<double>(t.tv_usec) / 1e6;
  };
  return of(use.ru_utime) + of(use.ru_stime);
}

using Counts = std::array<std::array<std::int64_t, 3>, 10>;

Counts screen_all(const std::vector<rules::Expression>& all, const facts::Binding& binding) {
  Counts counts{};
  facts::RowSource row(binding);
  const rules::EvalContext context{Date(kAsOf), std::nullopt};
  for (std::size_t r = 0; r < binding.table().rows(); ++r) {
    row.at(r);
    for (std::size_t i = 0; i < all.size(); ++i) {
      const auto verdict = rules::screen(all[i], row, context);
      if (verdict.kind == rules::OutcomeKind::kError) std::exit(1);
      ++counts[i][verdict.is_true() ? 0 : verdict.is_false() ? 1 : 2];
    }
  }
  return counts;
}

int bench(std::int64_t rows, const char* csv_path) {
  const auto loaded =
      rules::load_files({}, {{"catalogue.yaml", kCatalogue},
                             {"campaign.yaml",
                              "kind: campaign\nid: w1\nversion: 1\ntitle: {zh: 基准}\nperiod: "
                              "{from: 2020-10-01, to: 2020-12-31}\n"}});
  for (const auto& d : loaded.diagnostics) std::cerr << d.line() << '\n';
  if (loaded.pack == nullptr) return 2;
  const auto& env = loaded.pack->environment;
  std::vector<rules::Expression> all;
  for (const char* text : kRules) {
    auto compiled = rules::compile(text, env);
    if (!compiled) return 2;
    all.push_back(std::move(*compiled));
  }
  std::ofstream csv;
  if (csv_path != nullptr) csv.open(csv_path, std::ios::binary);
  facts::Snapshot snapshot;
  snapshot.as_of = Date(kAsOf);
  snapshot.tables.emplace("p", people(env, rows, csv_path != nullptr ? &csv : nullptr));
  csv.close();
  const facts::Binding binding(env, snapshot, "p");
  Counts counts{};
  double best_wall = 1e9;
  double best_cpu = 1e9;
  for (int round = 0; round < 3; ++round) {
    const double cpu = cpu_seconds();
    const auto begun = std::chrono::steady_clock::now();
    counts = screen_all(all, binding);
    best_wall = std::min(
        best_wall, std::chrono::duration<double>(std::chrono::steady_clock::now() - begun).count());
    best_cpu = std::min(best_cpu, cpu_seconds() - cpu);
  }
  bool golden = false;
  for (const auto& g : kGolden) golden = golden || (g.rows == rows && g.counts == counts);
  rusage use{};
  getrusage(RUSAGE_SELF, &use);
  std::cout << "{\"rows\":" << rows << ",\"golden\":" << (golden ? "true" : "false")
            << ",\"seconds\":" << best_wall << ",\"cpu\":" << best_cpu
            << ",\"ns_per_person\":" << best_wall * 1e9 / static_cast<double>(rows)
            << ",\"rss_mb\":" << use.ru_maxrss / 1024 << ",\"counts\":[";
  for (std::size_t i = 0; i < counts.size(); ++i)
    std::cout << (i == 0 ? "" : ",") << '[' << counts[i][0] << ',' << counts[i][1] << ','
              << counts[i][2] << ']';
  std::cout << "]}\n";
  return golden ? 0 : 1;
}

}  // namespace

int main(int argc, char** argv) {
  return bench(argc > 1 ? std::stoll(argv[1]) : 20'000, argc > 2 ? argv[2] : nullptr);
}
