#include "codes/contact.h"

#include <algorithm>
#include <array>

#include "codes/mask.h"
#include "codes/text.h"

namespace leye::codes {
namespace {

bool is_mobile(std::string_view n, MobilePattern pattern) {
  return n.size() == 11 && n[0] == '1' && (pattern == MobilePattern::kWide || n[1] >= '3');
}

bool is_landline(std::string_view n) {
  if (n.size() < 10 || n[0] != '0') return false;
  const bool short_area = n.starts_with("010") || n[1] == '2';
  const bool long_area = n[1] >= '3';
  const std::size_t area = short_area ? 3 : 4;
  return (short_area || long_area) && (n.size() == area + 7 || n.size() == area + 8);
}

PhoneKind mobile_kind(std::string_view n) {
  static constexpr std::array<std::string_view, 5> kVirtual = {"162", "165", "167", "170", "171"};
  static constexpr std::array<std::string_view, 8> kData = {"140", "141", "144", "145",
                                                            "146", "147", "148", "149"};
  const auto head = n.substr(0, 3);
  if (std::find(kVirtual.begin(), kVirtual.end(), head) != kVirtual.end())
    return PhoneKind::kVirtual;
  return std::find(kData.begin(), kData.end(), head) != kData.end() ? PhoneKind::kIotOrData
                                                                    : PhoneKind::kPersonal;
}

}  // namespace

Result<Phone> parse_phone(std::string_view raw, MobilePattern pattern) {
  auto text = clean_code(raw);
  std::erase_if(text, [](char c) { return c == '-' || c == '(' || c == ')'; });
  if (text.starts_with("+86"))
    text.erase(0, 3);
  else if (text.starts_with("0086"))
    text.erase(0, 4);
  if (all_digits(text)) {
    if (is_mobile(text, pattern)) return Phone{text, mobile_kind(text)};
    if (is_landline(text)) return Phone{text, PhoneKind::kLandline};
  }
  return fail("phone.invalid", {}, {{"text", mask_phone(text)}});
}

std::string_view to_text(PhoneKind kind) {
  switch (kind) {
    case PhoneKind::kPersonal:
      return "personal";
    case PhoneKind::kVirtual:
      return "virtual";
    case PhoneKind::kIotOrData:
      return "iot_or_data";
    case PhoneKind::kLandline:
      return "landline";
  }
  return "";
}

bool luhn_ok(std::string_view digits) {
  if (!all_digits(digits)) return false;
  int sum = 0;
  for (std::size_t i = 0; i < digits.size(); ++i) {
    int d = digits[digits.size() - 1 - i] - '0';
    if (i % 2 == 1) d = d > 4 ? 2 * d - 9 : 2 * d;
    sum += d;
  }
  return sum % 10 == 0;
}

Result<BankCard> parse_bank_card(std::string_view raw) {
  auto text = clean_code(raw);
  std::erase(text, '-');
  if (!all_digits(text)) return fail("bank_card.charset");
  if (text.size() < 13 || text.size() > 19)
    return fail("bank_card.length", {}, {{"length", std::to_string(text.size())}});
  const bool luhn = luhn_ok(text);
  return BankCard{std::move(text), luhn};
}

}  // namespace leye::codes
