#include <fmt/format.h>

#include "people.h"

namespace leye::bench {
namespace {

constexpr std::array<const char*, 10> kRegions{"120101", "120102", "120103", "120104", "120105",
                                               "120106", "120110", "120111", "120112", "120113"};

constexpr Triples k20Thousand{{{302, 19683, 15},
                               {387, 19572, 41},
                               {74, 19914, 12},
                               {97, 19903, 0},
                               {188, 19789, 23},
                               {55, 19494, 451},
                               {1237, 17174, 1589},
                               {3271, 16495, 234},
                               {1942, 15209, 2849},
                               {232, 19593, 175}}};
constexpr Triples k1Million{{{14645, 984168, 1187},
                             {17611, 980461, 1928},
                             {4013, 994894, 1093},
                             {5200, 994800, 0},
                             {8336, 990686, 978},
                             {2818, 974475, 22707},
                             {61050, 859859, 79091},
                             {161913, 827073, 11014},
                             {97637, 763325, 139038},
                             {11161, 978965, 9874}}};
constexpr Triples k10Million{{{146064, 9841492, 12444},
                              {176339, 9804588, 19073},
                              {40050, 9949261, 10689},
                              {50766, 9949234, 0},
                              {84048, 9906142, 9810},
                              {28401, 9745331, 226268},
                              {614035, 8594390, 791575},
                              {1616639, 8273557, 109804},
                              {975521, 7638779, 1385700},
                              {112381, 9788542, 99077}}};
constexpr std::array<std::int64_t, 10> k1MillionKnown{15542, 19164, 4616,   5200,   8864,
                                                      3113,  71822, 165215, 140214, 13117};

}  // namespace

std::vector<std::string> rules_of(int v) {
  // R6 looks at the region of the golden counts when nothing is moved.
  const char* region = v == 0 ? "120110" : kRegions[static_cast<std::size_t>(v)];
  return {
      fmt::format(
          R"(p.contract_months >= {} && has(p.employer_size) && p.employer_size != Size.large && (p.poverty || (has(p.graduation_date) && p.graduation_date >= date("2020-01-01") && p.graduation_date <= date("2020-12-31"))))",
          12 + v),
      fmt::format(
          R"(has(p.graduation_date) && months_between(p.graduation_date, as_of) < {} && p.degree != Degree.none && p.insured_months == 0)",
          24 + v),
      fmt::format(
          R"(age(p.birth_date, as_of) >= {} && age(p.birth_date, as_of) <= {} && p.registered_unemployed && p.wants_work)",
          16 + v, 24 + v),
      fmt::format(R"(p.hard && p.subsidised_months < {} && p.contract_months == 0)", 36 + v),
      fmt::format(
          R"(((p.sex == Sex.female && age(p.birth_date, as_of) >= {}) || (p.sex == Sex.male && age(p.birth_date, as_of) >= {})) && has(p.unemployed_since) && months_between(p.unemployed_since, as_of) >= {})",
          40 + v, 50 + v, 12 + v),
      fmt::format(R"(in_region(p.residence, "{}") && (p.disabled || p.zero_family || p.hard))",
                  region),
      fmt::format(
          R"(p.monthly_income < yuan({}) && !p.registered_unemployed && p.contract_months >= {})",
          2050 + 100 * v, 1 + v),
      fmt::format(
          R"(!in_region(p.hukou, "120000") && in_region(p.residence, "120000") && p.contract_months > {})",
          v),
      fmt::format(
          R"(p.skill == Skill.none && p.wants_work && age(p.birth_date, as_of) >= {} && age(p.birth_date, as_of) <= {})",
          16 + v, 59 + v),
      fmt::format(
          R"(p.insured_months > {} && p.insured_months % 12 == 0 && mul_ratio(p.monthly_income, 2, 3, Rounding.down) < yuan({}))",
          v, 2000 + 100 * v)};
}

std::vector<std::string> changed_rules(bool both) {
  auto rules = rules_of(0);
  const auto replace = [](std::string& text, const std::string& from, const std::string& to) {
    text.replace(text.find(from), from.size(), to);
  };
  if (both) replace(rules[0], ">= 12", ">= 6");
  replace(rules[6], "2050", "2180");
  return rules;
}

const Triples* golden(std::int64_t rows) {
  if (rows == 20'000) return &k20Thousand;
  if (rows == 1'000'000) return &k1Million;
  return rows == 10'000'000 ? &k10Million : nullptr;
}

const std::array<std::int64_t, 10>* golden_known(std::int64_t rows) {
  return rows == 1'000'000 ? &k1MillionKnown : nullptr;
}

}  // namespace leye::bench
