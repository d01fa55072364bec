#include "rules/language/cel_functions.h"

#include <algorithm>
#include <array>

namespace leye::rules {
namespace {

struct Refused {
  std::string_view name;
  std::string_view remedy;
};

constexpr std::array kFunctions{
    Refused{"now", "now"},
    Refused{"today", "now"},
    Refused{"timestamp", "date"},
    Refused{"duration", "duration"},
    Refused{"type", "type"},
    Refused{"dyn", "type"},
    Refused{"int", "convert"},
    Refused{"uint", "convert"},
    Refused{"double", "convert"},
    Refused{"string", "convert"},
    Refused{"bytes", "convert"},
    Refused{"bool", "convert"},
    Refused{"matches", "text"},
    Refused{"startsWith", "text"},
    Refused{"endsWith", "text"},
    Refused{"contains", "text"},
    Refused{"map", "macro"},
    Refused{"filter", "macro"},
    Refused{"getFullYear", "calendar"},
    Refused{"getMonth", "calendar"},
    Refused{"getDate", "calendar"},
    Refused{"getDayOfMonth", "calendar"},
    Refused{"getDayOfWeek", "calendar"},
    Refused{"getDayOfYear", "calendar"},
    Refused{"optional", ""},
    Refused{"ip", ""},
    Refused{"cidr", ""},
    Refused{"isIP", ""},
};
constexpr std::array kMethods{
    Refused{"size", "size"},
    Refused{"transformList", "macro"},
    Refused{"transformMap", "macro"},
    Refused{"existsOne", "macro"},
    Refused{"getHours", "calendar"},
    Refused{"getMinutes", "calendar"},
    Refused{"getSeconds", "calendar"},
    Refused{"getMilliseconds", "calendar"},
    Refused{"lowerAscii", "text"},
    Refused{"upperAscii", "text"},
    Refused{"replace", "text"},
    Refused{"split", "text"},
    Refused{"join", "text"},
    Refused{"substring", "text"},
    Refused{"charAt", "text"},
    Refused{"indexOf", "text"},
    Refused{"lastIndexOf", "text"},
    Refused{"trim", "text"},
    Refused{"format", "text"},
    Refused{"reverse", ""},
    Refused{"sort", ""},
    Refused{"distinct", ""},
    Refused{"flatten", ""},
    Refused{"slice", ""},
    Refused{"orValue", ""},
    Refused{"hasValue", ""},
    Refused{"value", ""},
    Refused{"optMap", ""},
    Refused{"optFlatMap", ""},
    Refused{"bind", ""},
    Refused{"of", ""},
    Refused{"none", ""},
    Refused{"ofNonZeroValue", ""},
    Refused{"quote", "text"},
};

template <std::size_t N>
std::optional<std::string_view> find(const std::array<Refused, N>& table, std::string_view name) {
  const auto it =
      std::find_if(table.begin(), table.end(), [&](const Refused& r) { return r.name == name; });
  return it == table.end() ? std::nullopt : std::optional(it->remedy);
}

}  // namespace

std::optional<std::string_view> cel_function(std::string_view name) {
  return find(kFunctions, name);
}

std::optional<std::string_view> cel_method(std::string_view name) {
  const auto method = find(kMethods, name);
  return method ? method : find(kFunctions, name);
}

}  // namespace leye::rules
