#pragma once
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "core/result.h"

namespace leye {

enum class Locale { kZhCn, kEn };

/// `zh-CN`, `zh`, `en`, an Accept-Language header …; anything else is Chinese.
[[nodiscard]] Locale locale_of(std::string_view name);

using MessageArgs = std::vector<std::pair<std::string, std::string>>;

/// The text stored under `key` with `{name}` filled in. A key the catalogue lacks is returned
/// itself, in 「」, so that it is seen; `./dev lint` fails on keys used in code and not catalogued.
[[nodiscard]] std::string message(Locale, std::string_view key, const MessageArgs& = {});

/// What was wrong, in one sentence (`<code>.what` of the catalogue).
[[nodiscard]] std::string what(const Error&, Locale = Locale::kZhCn);
/// What to do about it (`<code>.remedy`).
[[nodiscard]] std::string remedy(const Error&, Locale = Locale::kZhCn);
/// `where: what; remedy` on one line, as commands print it.
[[nodiscard]] std::string describe(const Error&, Locale = Locale::kZhCn);

/// Every error code of the catalogue, sorted: the source of docs/guide/errors.md.
[[nodiscard]] std::vector<std::string> error_codes();

namespace detail {
struct EmbeddedCatalogue {
  const char* folder;
  const char* json;
};
/// Ends with {nullptr, nullptr}. Format of a messages.json:
/// {"errors": {"code": {"zh": ["what", "remedy"], "en": ["what", "remedy"]}}, "texts": {"key":
/// {"zh": "…", "en": "…"}}}
extern const EmbeddedCatalogue kCatalogues[];
}  // namespace detail

}  // namespace leye
