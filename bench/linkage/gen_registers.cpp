// gen_registers ROWS FOLDER [SEED]: two registers of ROWS people each (linkage.md §20.2), three
// fifths of them in both, with the errors of offices, and truth.csv apart. Same arguments, same
// bytes. Ids carry area 1290xx, phones begin with 12.
#include <cmath>
#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <string>
#include <string_view>
#include <vector>

#include "codes/citizen_id.h"
#include "codes/text.h"
#include "core/write_file.h"
#include "linkage/han.h"
#include "linkage/normalise.h"

namespace {

using leye::codes::to_utf8;

constexpr std::u32string_view kSurnames =
    U"王李张刘陈杨黄赵吴周徐孙马朱胡郭何高林罗郑梁谢宋唐许韩冯邓曹彭曾肖田董袁潘于蒋蔡余杜叶程苏魏"
    U"吕丁任沈姚卢姜崔钟谭陆汪范金石廖"
    U"贾夏韦付方白邹孟熊秦邱江尹薛闫段雷侯龙史陶黎贺顾毛郝龚邵万钱严覃武戴莫孔向汤常温康施文牛樊葛"
    U"邢安齐易乔伍庞颜倪庄聂章鲁岳翟申"
    U"欧耿关兰焦俞左柳甘祝包宁尚符舒阮柯纪梅童凌毕单季裴霍涂成苗谷曲盛冉翁蓝骆路游辛欧管柴蒙鲍华喻"
    U"祁房滕屈饶解牟艾尤时阳阎穆农司古"
    U"吉卓车";
constexpr std::u32string_view kGiven =
    U"伟芳娜敏静丽强磊军洋勇艳杰娟涛明超秀霞平刚桂英华玉兰红建国文志海燕春梅云飞鹏辉宇浩然子轩涵雨"
    U"欣怡佳琪梦婷雪慧晓东亮鑫波斌"
    U"峰荣生福祥庆林森永康健安宁成龙凤珍淑琴凯旋博学思远立新德才义信仁礼智勤俭忠孝廉洁光耀宗祖家兴"
    U"旺盛昌达通顺利贵财宝银金铁钢"
    U"铜石山川河江湖泉水木火土田禾苗青松柏竹菊荷莲萍蓉蕾薇莉倩颖瑶琳瑞琦瑾珊玲玥璇璐晨曦旭阳昊天星"
    U"月辰羽翔鸿雁鹤鸣鹰虎豹彪骏驰"
    U"骥诗书画琴棋墨砚笔韵歌舞乐音律言语论理道法术数算计谋略策武威猛雄豪杰侠客剑锋锐刃甲兵将帅元首"
    U"领先进步前程锦绣绮罗纱绫绸缎"
    U"素雅清纯真善美好幸运吉祥如意欢喜庆典节日时光年华岁月长久恒毅坚定诚实朴质厚重大小中正方圆";
constexpr std::u32string_view kTokens[] = {U"买买提", U"吐尔逊",   U"艾力",  U"阿依古丽", U"古丽",
                                           U"努尔",   U"卓玛",     U"扎西",  U"才让",     U"达娃",
                                           U"巴特尔", U"阿卜杜拉", U"热合曼"};

/// A number that depends on seed, person and use alone.
struct Dice {
  std::uint64_t seed = 0, subject = 0;
  [[nodiscard]] std::uint64_t bits(std::uint64_t use) const {
    std::uint64_t z =
        seed * 0xD1342543DE82EF95U + subject * 0x9E3779B97F4A7C15U + use * 0xA0761D6478BD642FU;
    z = (z ^ z >> 30) * 0xBF58476D1CE4E5B9U;
    z = (z ^ z >> 27) * 0x94D049BB133111EBU;
    return z ^ z >> 31;
  }
  [[nodiscard]] double share(std::uint64_t use) const {
    return static_cast<double>(bits(use) >> 11) * 0x1.0p-53;
  }
  [[nodiscard]] bool chance(std::uint64_t use, double p) const { return share(use) < p; }
  [[nodiscard]] std::size_t below(std::uint64_t use, std::size_t n) const { return bits(use) % n; }
};

/// Rank from 0 by Zipf's law.
class Zipf {
 public:
  Zipf(std::size_t n, double s) {
    double sum = 0;
    for (std::size_t i = 1; i <= n; ++i)
      upto_.push_back(sum += std::pow(static_cast<double>(i), -s));
  }
  [[nodiscard]] std::size_t rank(double share) const {
    const double want = share * upto_.back();
    std::size_t low = 0, high = upto_.size() - 1;
    while (low < high) {
      const std::size_t middle = (low + high) / 2;
      upto_[middle] < want ? low = middle + 1 : high = middle;
    }
    return low;
  }

 private:
  std::vector<double> upto_;
};

enum Use : std::uint64_t {
  kSurname,
  kGivenLength,
  kGivenOne,
  kGivenTwo,
  kKind,
  kYear,
  kDay,
  kSequence,
  kPhone,
  kHouse,
  kFill,
  kArea,
  kErrors = 100
};

struct Person {
  std::u32string name;
  std::string id, birth, phone, road, district, address;
};

std::string two(std::size_t n) { return (n < 10 ? "0" : "") + std::to_string(n); }

Person person(std::uint64_t seed, std::uint64_t number) {
  static const Zipf surnames(kSurnames.size(), 1.05);
  static const Zipf given(kGiven.size(), 0.9);
  const Dice of{seed, number};
  // Households of up to four share address and, one in eight, the phone.
  const Dice house{seed ^ 0x5EEDU, number / 4};
  Person p;
  if (of.chance(kKind, 0.015)) {
    p.name = std::u32string(kTokens[of.below(kGivenOne, std::size(kTokens))]) + U"·" +
             std::u32string(kTokens[of.below(kGivenTwo, std::size(kTokens))]);
  } else {
    p.name.push_back(kSurnames[surnames.rank(of.share(kSurname))]);
    const std::size_t decade = of.below(kYear, 45) / 10;
    const auto pick = [&](Use use) {
      return kGiven[(given.rank(of.share(use)) * 7 + decade * 13) % kGiven.size()];
    };
    p.name.push_back(pick(kGivenOne));
    if (!of.chance(kGivenLength, 0.14)) p.name.push_back(pick(kGivenTwo));
  }
  const std::size_t year = 1960 + of.below(kYear, 45);
  const std::size_t day = of.chance(kFill, 0.02) ? 0 : of.below(kDay, 336);
  const std::string month = two(day / 28 + 1), date = two(day % 28 + 1);
  p.birth = std::to_string(year) + "-" + month + "-" + date;
  const std::string sequence = std::to_string(1000 + of.below(kSequence, 999)).substr(1);
  const std::string first17 =
      "1290" + two(of.below(kArea, 40)) + std::to_string(year) + month + date + sequence;
  p.id = first17 + leye::codes::citizen_id_check(first17);
  const Dice& phone = of.chance(kPhone + 50, 0.12) ? house : of;
  p.phone = "12" + std::to_string(1000000000 + phone.below(kPhone, 999999999)).substr(1);
  const std::size_t at = house.below(kHouse, 16 * 20);
  p.district = "区" + std::to_string(at / 20);
  p.road = p.district + "路" + std::to_string(at);
  p.address = p.road + std::to_string(house.below(kHouse + 50, 400) + 1) + "号";
  return p;
}

/// Rates of the defect table, by a quality class of the row: errors come together as in life.
class Office {
 public:
  Office(Dice dice, std::uint64_t seed) : dice_(dice), seed_(seed) {
    const double kind = dice_.share(kErrors);
    factor_ = kind < 0.85 ? 0.2 : kind < 0.97 ? 2 : 8;
  }
  void spoil(Person& p, std::uint64_t number) {
    if (hit(0.012)) replace(p.name, kGiven[dice_.below(use_++, kGiven.size())]);
    if (hit(0.004)) replace(p.name, leye::linkage::kWildcard);
    if (hit(0.3) && p.name.find(U'·') != std::u32string::npos) std::erase(p.name, U'·');
    if (hit(0.006)) std::swap(p.id[6 + dice_.below(use_, 11)], p.id[6 + dice_.below(use_ + 1, 11)]);
    if (hit(0.006))
      p.id[dice_.below(use_, 17)] = static_cast<char>('0' + dice_.below(use_ + 1, 10));
    if (hit(0.004)) p.id = person(seed_, number ^ 1).id;
    if (hit(0.005)) p.id.clear();
    if (hit(0.004)) std::swap_ranges(p.birth.begin() + 5, p.birth.begin() + 7, p.birth.begin() + 8);
    if (hit(0.01)) p.birth.clear();
    if (hit(0.02))
      p.phone[3 + dice_.below(use_, 8)] = static_cast<char>('0' + dice_.below(use_ + 1, 10));
    if (hit(0.15))
      p.phone = "12" + std::to_string(1000000000 + dice_.below(use_, 999999999)).substr(1);
    if (dice_.chance(use_++, 0.1)) p.phone.clear();
    if (hit(0.15)) p.address = p.road + std::to_string(dice_.below(use_, 400) + 1) + "号";
    if (hit(0.15)) {
      // Moved: the register still holds the former home.
      const Person former = person(seed_, dice_.bits(use_) >> 20);
      p.address = former.address;
      p.road = former.road;
      p.district = former.district;
    }
    if (dice_.chance(use_++, 0.1)) p.address = p.road = p.district = "";
  }

 private:
  bool hit(double rate) {
    use_ += 3;
    return dice_.chance(use_ - 1, std::min(rate * factor_, 0.9));
  }
  void replace(std::u32string& name, char32_t by) {
    name[name.size() - 1 - dice_.below(use_, name.size() > 2 ? 2 : 1)] = by;
  }
  Dice dice_;
  std::uint64_t seed_;
  std::uint64_t use_ = kErrors + 1;
  double factor_ = 1;
};

std::string line(const std::string& key, const Person& p, bool has_birth) {
  const auto id = leye::linkage::normal_id(p.id, leye::Date(leye::Date::kMaxDays));
  const bool valid = id.has(leye::linkage::IdFlag::kValid);
  const bool from_id = (!has_birth || p.birth.empty()) && valid;
  const std::string birth =
      from_id ? id.value.substr(6, 4) + "-" + id.value.substr(10, 2) + "-" + id.value.substr(12, 2)
      : has_birth ? p.birth
                  : "";
  return key + "," + to_utf8(p.name) + "," + leye::linkage::pinyin_text(p.name) + "," +
         to_utf8(p.name.substr(0, 1)) + "," + id.value + "," + (valid ? "1" : "") + "," + birth +
         "," + (from_id ? "1" : "") + "," + p.phone + "," + p.address + "," + p.road + "," +
         p.district + "\n";
}

}  // namespace

int main(int argc, char** argv) {
  if (argc < 3) return std::fputs("gen_registers ROWS FOLDER [SEED]\n", stderr), 2;
  const auto rows = std::strtoull(argv[1], nullptr, 10);
  const std::string folder = argv[2];
  const std::uint64_t seed = argc > 3 ? std::strtoull(argv[3], nullptr, 10) : 20201022;
  const std::string header = "id,name,py,sur,idn,idv,birth,bfrom,phone,addr,road,district\n";
  std::string left = header, right = header, truth = "register,key,entity\n";
  const std::uint64_t both = rows * 6 / 10;
  for (std::uint64_t i = 0; i < rows; ++i)
    for (const bool is_left : {true, false}) {
      // The second register's own people are numbered after the first one's; its rows are in
      // another order.
      const std::uint64_t number = i < both || is_left ? i : i + rows - both;
      Person p = person(seed, number);
      Office(Dice{seed ^ (is_left ? 0xA11CEU : 0xB0BU), number}, seed).spoil(p, number);
      const std::uint64_t place = is_left ? i : (i * 7919 + 13) % 10000000019U;
      char key[32];
      std::snprintf(key, sizeof key, "%c%011llu", is_left ? 'u' : 's',
                    static_cast<unsigned long long>(place));
      (is_left ? left : right) += line(key, p, is_left);
      truth += std::string(is_left ? "ur," : "si,") + key + "," + std::to_string(number) + "\n";
    }
  for (const auto& [name, text] : {std::pair{"left.csv", &left}, std::pair{"right.csv", &right},
                                   std::pair{"truth.csv", &truth}})
    if (!leye::write_whole(folder + "/" + name, *text))
      return std::fputs("cannot write\n", stderr), 3;
  return 0;
}
