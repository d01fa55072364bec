#include "city/employers.h"

#include <algorithm>
#include <array>

#include "codes/uscc.h"

namespace leye::city {
namespace {

constexpr std::int64_t kBogusEvery = 367;
constexpr std::int64_t kBogusAt = 5;

struct Industry {
  const char* code;
  const char* word;
  int weight;
  int affected;  ///< percent hit hard by the epidemic
};
// GB/T 4754 classes of the letters in domain.md §11.4: C F H G O E I L R P and others.
constexpr std::array<Industry, 12> kIndustries = {{{"3311", "金属制品", 14, 5},
                                                   {"1820", "服饰", 10, 5},
                                                   {"5211", "商贸", 22, 10},
                                                   {"6210", "餐饮", 7, 22},
                                                   {"5437", "物流", 6, 8},
                                                   {"8011", "家政服务", 6, 2},
                                                   {"4710", "建筑工程", 6, 2},
                                                   {"6510", "软件", 5, 2},
                                                   {"7211", "企业管理", 8, 2},
                                                   {"9011", "文化娱乐", 2, 20},
                                                   {"8310", "教育培训", 3, 12},
                                                   {"7810", "环境服务", 11, 2}}};

constexpr std::array<const char*, 20> kWords = {"津", "海", "河", "盛", "瑞", "鑫", "泰",
                                                "达", "宏", "安", "和", "顺", "通", "恒",
                                                "嘉", "联", "众", "益", "佳", "诚"};

std::string shop_name(Dice& dice, const std::string& district, const char* word, const char* form) {
  const std::string first = dice.of(kWords);
  const std::string second = dice.of(kWords);
  return "天津市" + district + first + second + dice.of(kWords) + word + form;
}

std::string code_of(const std::string& head, const std::string& area, const std::string& body) {
  auto text = head + area + body + codes::org_code_check(body);
  text.push_back(codes::uscc_check(text));
  return text;
}

std::string padded(std::int64_t number, std::size_t width) {
  auto text = std::to_string(number);
  return text.size() < width ? std::string(width - text.size(), '0') + text : text;
}

void draw_kind(Employer& e, Dice& dice) {
  static constexpr std::array<int, 4> kSizeWeights = {72, 22, 5, 1};
  static constexpr std::array<const char*, 4> kSizes = {"微型", "小型", "中型", "大型"};
  static constexpr std::array<int, 4> kLeast = {1, 10, 60, 400};
  static constexpr std::array<int, 4> kMost = {9, 59, 390, 2400};
  const auto size = dice.pick(kSizeWeights);
  e.size = kSizes[size];
  e.staff = dice.range(kLeast[size], kMost[size]);
  const auto kind = dice.below(100);
  e.kind = kind < 76   ? "企业"
           : kind < 92 ? "个体工商户"
           : kind < 94 ? "农民专业合作社"
           : kind < 98 ? "社会组织"
                       : "事业单位";
  if (size > 0 && e.kind == "个体工商户") e.kind = "企业";
}

const char* head_of(const std::string& kind) {
  if (kind == "个体工商户") return "92";
  if (kind == "农民专业合作社") return "93";
  if (kind == "社会组织") return "52";
  return kind == "事业单位" ? "12" : "91";
}

const char* form_of(const std::string& kind) {
  if (kind == "个体工商户") return "店";
  if (kind == "农民专业合作社") return "专业合作社";
  if (kind == "社会组织") return "服务中心";
  return kind == "事业单位" ? "管理中心" : "有限公司";
}

}  // namespace

Employer make_employer(const World& world, std::int64_t number) {
  Dice dice(world.options.seed, Stream::kEmployer, number);
  Employer e;
  e.number = number;
  draw_kind(e, dice);
  std::array<int, kIndustries.size()> weights{};
  for (std::size_t i = 0; i < weights.size(); ++i) weights[i] = kIndustries[i].weight;
  const auto& industry = kIndustries[dice.pick(weights)];
  e.industry = industry.code;
  e.affected = dice.chance(static_cast<std::uint32_t>(industry.affected) * 10'000);
  const auto place = world.place(dice);
  e.district = place.district;
  const auto& district = world.districts[place.district].unit->name;
  e.name = shop_name(dice, district, industry.word, form_of(e.kind));
  // Two firms of one name would be one firm to a reader of lists: the number keeps them apart.
  if (number % 7 == 3) e.name += "第" + std::to_string(number) + "分部";
  e.uscc = code_of(head_of(e.kind), world.area(0, place.district, false), "LY" + padded(number, 6));
  e.live = !dice.chance(10'000);
  e.dishonest = dice.chance(8'000);
  if (dice.chance(15'000))
    e.former_name = shop_name(dice, district, industry.word, form_of(e.kind));
  e.founded = Date(world.as_of().days() - dice.range(400, 9000));
  e.address = district + place.street->name + std::to_string(dice.range(1, 299)) + "号";
  return e;
}

std::int64_t any_employer(const World& world, Dice& dice) {
  // Of three drawn, the one with most staff: large firms hire more.
  std::int64_t best = 0;
  int staff = -1;
  for (int i = 0; i < 3; ++i) {
    const auto number =
        static_cast<std::int64_t>(dice.below(static_cast<std::uint32_t>(world.employers)));
    Dice probe(world.options.seed, Stream::kEmployer, number);
    Employer e;
    draw_kind(e, probe);
    if (e.staff <= staff || bogus(world, number)) continue;
    staff = e.staff;
    best = number;
  }
  return best;
}

bool bogus(const World& world, std::int64_t number) {
  return number >= 0 && number < world.employers && number % kBogusEvery == kBogusAt;
}

std::int64_t bogus_employer(const World& world, Dice& dice) {
  const auto groups = (world.employers - kBogusAt + kBogusEvery - 1) / kBogusEvery;
  if (groups < 1) return any_employer(world, dice);
  return static_cast<std::int64_t>(dice.below(static_cast<std::uint32_t>(groups))) * kBogusEvery +
         kBogusAt;
}

std::string business_uscc(const World& world, std::int64_t index, std::size_t district,
                          bool individual) {
  constexpr std::string_view kAlphabet = "0123456789ABCDEFGHJKLMNPQRTUWXY";
  std::string body = "LB000000";
  for (std::size_t at = 8; at-- > 2; index /= 31)
    body[at] = kAlphabet[static_cast<std::size_t>(index % 31)];
  return code_of(individual ? "92" : "91", world.area(0, district, false), body);
}

std::string business_name(const World& world, std::int64_t index, std::size_t district,
                          bool individual) {
  Dice dice(world.options.seed, Stream::kBusiness, index, 1);
  const auto& industry = dice.of(kIndustries);
  return shop_name(dice, world.districts[district].unit->name, industry.word,
                   individual ? "店" : "有限公司");
}

}  // namespace leye::city
