#pragma once
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "core/date.h"

namespace leye::linkage {

/// NFKC, invisible characters gone, blanks reduced to one and trimmed.
[[nodiscard]] std::string normal_text(std::string_view raw);
/// `normal_text` in lower case without accents and apostrophes: Western names and free words.
[[nodiscard]] std::string normal_word(std::string_view raw);

/// The forms of a person's name that are compared; the raw text is what people are shown.
struct PersonName {
  std::string value;           ///< Han without blanks, `·` for every dot, Latin upper case, lost
                               ///< characters as U+FFFC
  std::string folded;          ///< simplified characters
  std::string variant_folded;  ///< simplified, without `·` and blanks
  bool had_note = false;       ///< a bracketed remark was taken off
  bool wildcard = false;       ///< a character was lost
};
/// Empty value: there is no name (a placeholder word, nothing but wildcards).
[[nodiscard]] PersonName normal_name(std::string_view raw);

enum class IdFlag : std::uint8_t {
  kValid = 1,
  kBadCheck = 2,
  kBadDate = 4,
  kBadLength = 8,
  kUpgraded = 16,
  kMasked = 32,
  kOther = 64,  ///< passport, permit: compared by its text
};
struct IdNumber {
  std::string value;
  std::uint8_t flags = 0;
  [[nodiscard]] bool has(IdFlag flag) const {
    return (flags & static_cast<std::uint8_t>(flag)) != 0;
  }
};
/// 15 digits become 18; a disability certificate's 20 its first 18. `as_of`: no birth after it.
[[nodiscard]] IdNumber normal_id(std::string_view raw, Date as_of);

/// `YYYY-MM-DD`, or empty: unreadable, or a filler (1900-01-01, 1970-01-01, 9999).
[[nodiscard]] std::string normal_date(std::string_view raw);

enum class PhoneClass : std::uint8_t { kMobile, kLandline, kLocal, kPlaceholder, kInvalid };
struct PhoneNumber {
  std::string number;
  PhoneClass kind = PhoneClass::kMobile;
};
/// Every number of a cell (`/ 、 ; ，` part them), once. `second_digit`: the lowest a mobile may
/// have.
[[nodiscard]] std::vector<PhoneNumber> normal_phones(std::string_view raw, char second_digit = '3');
/// `mobile`, `landline`, `local`, `placeholder`, `invalid`.
[[nodiscard]] std::string_view to_text(PhoneClass);

/// `district`, `street`, `community`, `road`, `estate`, `number`, `building`, `entrance`, `room`.
struct AddressToken {
  std::string kind;
  std::string value;
};
[[nodiscard]] std::vector<AddressToken> normal_address(std::string_view raw);

struct CompanyName {
  std::string core;    ///< trade name and industry
  std::string form;    ///< 有限公司 …; equal forms have one name
  std::string region;  ///< 天津, 天津/河西区
  std::string branch;  ///< 第一分公司: another unit than its parent
};
[[nodiscard]] CompanyName normal_company(std::string_view raw);

/// 八 → 8, 一百零二 → 102; empty if it is no number.
[[nodiscard]] std::u32string arabic(std::u32string_view han_digits);

}  // namespace leye::linkage
