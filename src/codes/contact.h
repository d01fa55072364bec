#pragma once
#include <string>
#include <string_view>

#include "core/result.h"

namespace leye::codes {

enum class PhoneKind { kPersonal, kVirtual, kIotOrData, kLandline };
struct Phone {
  std::string number;
  PhoneKind kind = PhoneKind::kPersonal;
};
/// kWide accepts the mobile ranges 10–12 that do not exist: the synthetic city's numbers.
enum class MobilePattern { kReal, kWide };
/// Error `phone.invalid`. A landline needs its area code; two numbers in one field are refused.
[[nodiscard]] Result<Phone> parse_phone(std::string_view raw, MobilePattern = MobilePattern::kReal);
/// `personal`, `virtual`, `iot_or_data`, `landline`.
[[nodiscard]] std::string_view to_text(PhoneKind);

/// Luhn over all digits (ISO/IEC 7812-1); false if not all digits.
[[nodiscard]] bool luhn_ok(std::string_view digits);
/// 13–19 digits after normalisation. `luhn` false is a warning to confirm, never a refusal:
/// passbooks and company accounts have none.
struct BankCard {
  std::string number;
  bool luhn = false;
};
/// Errors `bank_card.charset`, `bank_card.length`.
[[nodiscard]] Result<BankCard> parse_bank_card(std::string_view raw);

}  // namespace leye::codes
