// Phones, addresses and company names: text that names a place or a firm rather than a person.
#include <algorithm>
#include <array>

#include "codes/text.h"
#include "linkage/normalise.h"

namespace leye::linkage {
namespace {

using std::u32string;
using View = std::u32string_view;

bool is_digit(char32_t c) { return c >= U'0' && c <= U'9'; }

u32string without_blanks(std::string_view raw) {
  u32string out = codes::code_points(normal_text(raw));
  std::erase(out, U' ');
  return out;
}

PhoneClass class_of(std::string_view n, char second_digit) {
  const auto same_tail = [&] {
    return n.size() >= 8 && n.find_first_not_of(n.back(), n.size() - 8) == std::string_view::npos;
  };
  if (same_tail()) return PhoneClass::kPlaceholder;
  if (n.size() == 11 && n[0] == '1' && n[1] >= second_digit) return PhoneClass::kMobile;
  if (n[0] == '0' && n.size() >= 10 && n.size() <= 12) return PhoneClass::kLandline;
  if ((n.size() == 7 || n.size() == 8) && n[0] >= '2') return PhoneClass::kLocal;
  return PhoneClass::kInvalid;
}

struct Suffix {
  View text;
  std::string_view kind;
};
constexpr std::array kSuffixes = {
    Suffix{U"街道", "street"},      Suffix{U"大街", "road"},    Suffix{U"大道", "road"},
    Suffix{U"马路", "road"},        Suffix{U"胡同", "road"},    Suffix{U"社区", "community"},
    Suffix{U"居委会", "community"}, Suffix{U"小区", "estate"},  Suffix{U"花园", "estate"},
    Suffix{U"公寓", "estate"},      Suffix{U"新村", "estate"},  Suffix{U"苑", "estate"},
    Suffix{U"镇", "street"},        Suffix{U"乡", "street"},    Suffix{U"区", "district"},
    Suffix{U"县", "district"},      Suffix{U"村", "community"}, Suffix{U"路", "road"},
    Suffix{U"街", "road"},          Suffix{U"道", "road"},      Suffix{U"里", "estate"},
    Suffix{U"园", "estate"}};

const Suffix* suffix_at(View text, std::size_t at) {
  const auto it = std::find_if(kSuffixes.begin(), kSuffixes.end(), [&](const Suffix& s) {
    return text.substr(at).starts_with(s.text);
  });
  return it == kSuffixes.end() ? nullptr : &*it;
}

constexpr View kHanDigits = U"零一二三四五六七八九";

bool is_numeral(char32_t c) {
  return kHanDigits.find(c) != View::npos || c == U'十' || c == U'百' || c == U'〇' || c == U'两';
}

/// Numerals become digits where a number belongs: 八号 → 8号, 第一大街 → 第1大街.
u32string with_digits(const u32string& text) {
  static constexpr std::array<View, 14> kBefore = {U"号",   U"楼",   U"栋", U"幢", U"座",
                                                   U"门",   U"单元", U"室", U"户", U"层",
                                                   U"大街", U"马路", U"里", U"村"};
  u32string out;
  for (std::size_t i = 0; i < text.size();) {
    std::size_t end = i;
    while (end < text.size() && is_numeral(text[end])) ++end;
    const View rest = View(text).substr(end);
    const bool counts = end > i && std::any_of(kBefore.begin(), kBefore.end(),
                                               [&](View s) { return rest.starts_with(s); });
    if (counts) out += arabic(View(text).substr(i, end - i));
    if (!counts) out += text.substr(i, std::max<std::size_t>(end - i, 1));
    i = std::max(end, i + 1);
  }
  return out;
}

class AddressReader {
 public:
  explicit AddressReader(u32string text) : text_(std::move(text)) {}

  std::vector<AddressToken> read() {
    while (at_ < text_.size())
      if (is_digit(text_[at_]))
        number();
      else
        name();
    return std::move(out_);
  }

 private:
  [[nodiscard]] bool has(std::string_view kind) const {
    return std::any_of(out_.begin(), out_.end(), [&](const auto& t) { return t.kind == kind; });
  }
  void add(std::string_view kind, View value) {
    if (!value.empty() && !has(kind)) out_.push_back({std::string(kind), codes::to_utf8(value)});
  }
  bool take(View suffix) {
    if (!View(text_).substr(at_).starts_with(suffix)) return false;
    at_ += suffix.size();
    return true;
  }
  void number() {
    const std::size_t begin = at_;
    while (at_ < text_.size() && is_digit(text_[at_])) ++at_;
    const View digits = View(text_).substr(begin, at_ - begin);
    if (take(U"号楼") || take(U"栋") || take(U"幢") || take(U"座")) return add("building", digits);
    if (take(U"门") || take(U"单元")) return add("entrance", digits);
    if (take(U"室") || take(U"户")) return add("room", digits);
    if (take(U"层") || take(U"楼")) return add("floor", digits);
    const bool inside = has("building") || has("entrance");
    if (take(U"号")) return add(inside ? "room" : "number", digits);
    // 3-2-501: building, entrance, room.
    if (take(U"-")) return add(has("building") ? "entrance" : "building", digits);
    add(inside ? "room" : "number", digits);
  }
  void name() {
    for (std::size_t i = at_ + 1; i < text_.size(); ++i) {
      const Suffix* suffix = suffix_at(text_, i);
      if (suffix == nullptr && is_digit(text_[i]) && text_[i - 1] != U'第' &&
          !is_digit(text_[i - 1]))
        break;
      if (suffix == nullptr) continue;
      const std::size_t end = i + suffix->text.size();
      // 友谊路街道: the road's name is the street office's.
      const Suffix* next = suffix_at(text_, end);
      if (next != nullptr && next->kind == "street") continue;
      add(suffix->kind, View(text_).substr(at_, end - at_));
      at_ = end;
      return;
    }
    std::size_t end = at_ + 1;
    while (end < text_.size() && !is_digit(text_[end])) ++end;
    add("place", View(text_).substr(at_, end - at_));
    at_ = end;
  }

  u32string text_;
  std::size_t at_ = 0;
  std::vector<AddressToken> out_;
};

void strip_country_and_city(u32string& text) {
  if (text.starts_with(U"中国")) text.erase(0, 2);
  for (const char32_t end : {U'省', U'市'}) {
    const auto at = text.find(end);
    if (at != u32string::npos && at >= 2 && at <= 7 &&
        View(text).substr(0, at).find(U'区') == View::npos &&
        std::none_of(text.begin(), text.begin() + static_cast<std::ptrdiff_t>(at), is_digit))
      text.erase(0, at + 1);
  }
}

constexpr std::array<View, 10> kForms = {
    U"有限责任公司", U"股份有限公司", U"有限公司", U"个体工商户", U"合伙企业",
    U"经营部",       U"商行",         U"商店",     U"中心",       U"店"};
constexpr std::array<View, 34> kProvinces = {
    U"天津",   U"北京", U"上海", U"重庆", U"河北", U"山西", U"辽宁", U"吉林", U"黑龙江",
    U"江苏",   U"浙江", U"安徽", U"福建", U"江西", U"山东", U"河南", U"湖北", U"湖南",
    U"广东",   U"海南", U"四川", U"贵州", U"云南", U"陕西", U"甘肃", U"青海", U"台湾",
    U"内蒙古", U"广西", U"西藏", U"宁夏", U"新疆", U"香港", U"澳门"};

u32string take_region(u32string& text) {
  u32string region;
  for (const View province : kProvinces)
    if (text.starts_with(province)) {
      region = u32string(province);
      text.erase(0, province.size());
      break;
    }
  if (region.empty()) return region;
  if (text.starts_with(U"市") || text.starts_with(U"省")) text.erase(0, 1);
  if (const auto at = text.find(U'区'); at != u32string::npos && at >= 1 && at <= 3) {
    region += U"/" + text.substr(0, at + 1);
    text.erase(0, at + 1);
  }
  return region;
}

}  // namespace

std::string_view to_text(PhoneClass kind) {
  static constexpr std::array<std::string_view, 5> kNames = {"mobile", "landline", "local",
                                                             "placeholder", "invalid"};
  return kNames.at(static_cast<std::size_t>(kind));
}

std::vector<PhoneNumber> normal_phones(std::string_view raw, char second_digit) {
  std::vector<PhoneNumber> out;
  std::string digits;
  const auto end_number = [&] {
    if (digits.starts_with("0086")) digits.erase(0, 4);
    if (digits.size() == 13 && digits.starts_with("86")) digits.erase(0, 2);
    const bool known = std::any_of(out.begin(), out.end(),
                                   [&](const PhoneNumber& p) { return p.number == digits; });
    if (!digits.empty() && !known) out.push_back({digits, class_of(digits, second_digit)});
    digits.clear();
  };
  for (const char32_t c : codes::code_points(normal_text(raw))) {
    if (is_digit(c))
      digits.push_back(static_cast<char>(c));
    else if (View(U"/、;,，；").find(c) != View::npos)
      end_number();
  }
  end_number();
  return out;
}

u32string arabic(View han) {
  if (han.empty()) return {};
  int total = 0;
  int current = -1;
  bool units = false;
  u32string plain;
  for (const char32_t c : han) {
    const auto digit = c == U'〇' ? 0 : c == U'两' ? 2 : kHanDigits.find(c);
    if (c == U'十' || c == U'百') {
      total += (current < 0 ? 1 : current) * (c == U'十' ? 10 : 100);
      current = -1;
      units = true;
    } else if (digit != View::npos) {
      current = static_cast<int>(digit);
      plain.push_back(U'0' + static_cast<char32_t>(digit));
    } else {
      return {};
    }
  }
  if (!units) return plain;
  const auto text = std::to_string(total + std::max(current, 0));
  return {text.begin(), text.end()};
}

std::vector<AddressToken> normal_address(std::string_view raw) {
  auto text = with_digits(without_blanks(raw));
  strip_country_and_city(text);
  return AddressReader(std::move(text)).read();
}

CompanyName normal_company(std::string_view raw) {
  CompanyName name;
  u32string text = without_blanks(raw);
  u32string region;
  if (const auto open = text.find(U'('); open != u32string::npos) {
    const auto close = text.find(U')', open);
    u32string inside = text.substr(open + 1, close == u32string::npos ? close : close - open - 1);
    text.erase(open, close == u32string::npos ? close : close - open + 1);
    region = take_region(inside);
    // What is no place belongs to the trade name.
    if (region.empty() || !inside.empty()) text.insert(open, inside);
  }
  const auto own = take_region(text);
  if (!own.empty()) region = own;
  if (const auto at = text.find(U"公司");
      at != u32string::npos && text.ends_with(U"分公司") && at + 2 < text.size()) {
    name.branch = codes::to_utf8(View(text).substr(at + 2));
    text.resize(at + 2);
  }
  for (const View form : kForms) {
    if (!text.ends_with(form) || text.size() == form.size()) continue;
    text.resize(text.size() - form.size());
    name.form = codes::to_utf8(form == U"有限责任公司" ? View(U"有限公司") : form);
    break;
  }
  name.core = codes::to_utf8(text);
  name.region = codes::to_utf8(region);
  return name;
}

}  // namespace leye::linkage
