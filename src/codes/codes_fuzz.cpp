// Any bytes, into every parser of codes: a value or an error, never a crash; what was accepted is
// accepted again in its normal form.
#include <cstdlib>

#include "codes/codes.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace leye;
  using namespace leye::codes;
  const std::string_view text(reinterpret_cast<const char*>(data), size);
  const Date as_of = ymd(2020, 10, 31);
  if (const auto id = parse_citizen_id(text, as_of); id && !parse_citizen_id(id->number, as_of))
    std::abort();
  if (const auto code = parse_uscc(text); code && !parse_uscc(code->number)) std::abort();
  if (const auto name = parse_name(text); name && !parse_name(name->canonical)) std::abort();
  if (const auto phone = parse_phone(text); phone && !parse_phone(phone->number)) std::abort();
  if (const auto amount = parse_rmb_capitals(text)) {
    if (parse_rmb_capitals(*rmb_capitals(*amount)) != amount) std::abort();
  }
  if (const auto date = parse_written_date(text);
      date && date->precision == DatePrecision::kDay &&
      parse_written_date(to_text(*date))->first != date->first)
    std::abort();
  (void)parse_bank_card(text);
  (void)parse_week(text);
  (void)mask_name(text);
  return 0;
}
