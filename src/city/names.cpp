#include "city/names.h"

#include <array>
#include <string_view>
#include <vector>

#include "codes/text.h"

namespace leye::city {
namespace {

using namespace std::string_view_literals;

struct Surname {
  std::string_view text;
  std::string_view pinyin;
};
// In the order of their share in Tianjin; the weight falls with the place.
constexpr std::array<Surname, 48> kSurnames = {{
    {"张", "ZHANG"}, {"王", "WANG"}, {"李", "LI"},   {"刘", "LIU"},  {"赵", "ZHAO"},
    {"杨", "YANG"},  {"孙", "SUN"},  {"陈", "CHEN"}, {"高", "GAO"},  {"马", "MA"},
    {"于", "YU"},    {"郭", "GUO"},  {"韩", "HAN"},  {"朱", "ZHU"},  {"徐", "XU"},
    {"董", "DONG"},  {"田", "TIAN"}, {"宋", "SONG"}, {"魏", "WEI"},  {"吴", "WU"},
    {"许", "XU"},    {"周", "ZHOU"}, {"胡", "HU"},   {"冯", "FENG"}, {"曹", "CAO"},
    {"郑", "ZHENG"}, {"石", "SHI"},  {"苏", "SU"},   {"贾", "JIA"},  {"穆", "MU"},
    {"肖", "XIAO"},  {"何", "HE"},   {"林", "LIN"},  {"崔", "CUI"},  {"邢", "XING"},
    {"任", "REN"},   {"单", "SHAN"}, {"解", "XIE"},  {"曾", "ZENG"}, {"吕", "LYU"},
    {"闫", "YAN"},   {"付", "FU"},   {"戴", "DAI"},  {"范", "FAN"},  {"窦", "DOU"},
    {"果", "GUO"},   {"么", "YAO"},  {"仇", "QIU"},
}};
constexpr std::array<std::string_view, 6> kCompound = {"欧阳", "上官", "司马",
                                                       "诸葛", "皇甫", "尉迟"};
constexpr std::array<std::string_view, 6> kRare = {"㛃", "䶮", "𬱖", "𠅤", "𪚥", "㼆"};
constexpr std::array<std::string_view, 12> kMinority = {
    "阿不都·热合曼", "买买提·吐尔逊", "古丽·阿依夏木", "次仁·卓玛",
    "扎西·多吉",     "巴特尔·那顺",   "帕提古丽·肉孜", "玉素甫·艾合买提",
    "旦增·罗布",     "其木格·乌云",   "阿卜杜拉·努尔", "德吉·央宗"};

constexpr std::array<std::u32string_view, 4> kMale = {
    U"建国华强军伟民志明永福贵德生树林庆宝成春山海义忠国平",
    U"伟强军勇杰涛磊鹏刚斌辉波超峰建志文明海东亮健宏毅利",
    U"浩宇鑫龙凯帅鹏飞俊杰博文涛磊阳晨旭昊然瑞峰佳豪志远泽",
    U"子轩梓睿浩然宇航博文俊熙一诺天佑嘉铭煜城皓轩泽洋奕辰"};
constexpr std::array<std::u32string_view, 4> kFemale = {
    U"桂芳兰英秀珍玉华淑敏凤霞红梅丽琴荣云素春香惠玲月",
    U"丽娟艳敏静燕红霞玲芳萍莉颖洁晶梅文慧海英立新娜",
    U"婷雪倩颖丹琳慧娜佳思雨欣怡梦洁晓璐媛媛莹蕊静雯瑶",
    U"子涵欣怡诗涵梓萱雨桐佳琪思雨可馨若曦语嫣紫萱梦瑶"};

constexpr std::array<std::pair<char32_t, char32_t>, 14> kHomophones = {{
    {U'峰', U'锋'},
    {U'芳', U'方'},
    {U'伟', U'玮'},
    {U'丽', U'莉'},
    {U'静', U'靖'},
    {U'华', U'桦'},
    {U'杰', U'洁'},
    {U'明', U'铭'},
    {U'志', U'智'},
    {U'英', U'瑛'},
    {U'玲', U'铃'},
    {U'霞', U'侠'},
    {U'建', U'健'},
    {U'文', U'雯'},
}};
constexpr std::array<std::pair<char32_t, char32_t>, 14> kTraditional = {{
    {U'张', U'張'},
    {U'刘', U'劉'},
    {U'陈', U'陳'},
    {U'赵', U'趙'},
    {U'杨', U'楊'},
    {U'马', U'馬'},
    {U'韩', U'韓'},
    {U'华', U'華'},
    {U'国', U'國'},
    {U'伟', U'偉'},
    {U'丽', U'麗'},
    {U'兰', U'蘭'},
    {U'强', U'強'},
    {U'孙', U'孫'},
}};

std::u32string_view given_characters(codes::Sex sex, int year) {
  const std::size_t era = year < 1975 ? 0 : year < 1988 ? 1 : year < 1998 ? 2 : 3;
  return sex == codes::Sex::kMale ? kMale[era] : kFemale[era];
}

std::string surname(Dice& dice) {
  std::array<int, kSurnames.size()> weights{};
  for (std::size_t i = 0; i < weights.size(); ++i)
    weights[i] = static_cast<int>(2400 / (i + 2)) + 4;
  return std::string(kSurnames[dice.pick(weights)].text);
}

template <std::size_t N>
std::optional<std::string> swapped(const std::u32string& name,
                                   const std::array<std::pair<char32_t, char32_t>, N>& table) {
  for (std::size_t i = name.size(); i-- > 0;)
    for (const auto& [from, to] : table)
      if (name[i] == from) {
        auto changed = name;
        changed[i] = to;
        return codes::to_utf8(changed);
      }
  return std::nullopt;
}

std::optional<std::string> pinyin_of_surname(const std::u32string& name) {
  for (const auto& s : kSurnames)
    if (codes::to_utf8(name[0]) == s.text)
      return std::string(s.pinyin) + codes::to_utf8(std::u32string_view(name).substr(1));
  return std::nullopt;
}

}  // namespace

std::string make_name(Dice& dice, codes::Sex sex, int birth_year, bool minority) {
  if (minority) return std::string(dice.of(kMinority));
  const bool special = dice.chance(12'000);
  const bool compound = special && dice.chance(500'000);
  auto name = compound ? std::string(dice.of(kCompound)) : surname(dice);
  const auto pool = given_characters(sex, birth_year);
  const auto draw = [&] {
    return codes::to_utf8(pool[dice.below(static_cast<std::uint32_t>(pool.size()))]);
  };
  if (birth_year < 1998 ? dice.chance(780'000) : dice.chance(900'000)) name += draw();
  name += special && !compound ? std::string(dice.of(kRare)) : draw();
  return name;
}

std::string misspelt(Dice& dice, const std::string& name) {
  auto points = codes::code_points(name);
  if (const auto dot = points.find(U'·'); dot != std::u32string::npos) {
    if (dice.chance(500'000))
      points.erase(dot, 1);
    else
      points[dot] = dice.chance(500'000) ? U'•' : U'.';
    return codes::to_utf8(points);
  }
  for (char32_t& c : points)
    if (c >= 0x20000 || (c >= 0x3400 && c <= 0x4DBF)) {
      c = U'?';
      return codes::to_utf8(points);
    }
  const auto kind = dice.below(10);
  if (kind < 4)
    if (const auto changed = swapped(points, kHomophones)) return *changed;
  if (kind < 7)
    if (const auto changed = swapped(points, kTraditional)) return *changed;
  if (kind == 7)
    if (const auto changed = pinyin_of_surname(points)) return *changed;
  if (kind == 8) {
    points.erase(0, 1);
    return surname(dice) + codes::to_utf8(points);
  }
  points.insert(1, 1, dice.chance(500'000) ? U' ' : U'\u3000');
  return codes::to_utf8(points);
}

}  // namespace leye::city
