#pragma once
#include <boost/json/fwd.hpp>
#include <deque>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "core/result.h"
#include "rules/language/environment.h"
#include "rules/language/value.h"

namespace leye::rules {

/// Facts of one subject held in memory; what is not set is resolved by the catalogue (closed →
/// absent, open → unknown). A fact set without anchor stands for both readings, one set with an
/// anchor overrides it for the anchored reading (rules.md §5.1.2).
class FactTable : public FactSource {
 public:
  explicit FactTable(const Environment& environment);
  void set(FactIndex fact, FactValue value, FactIndex anchor = kNoFact);
  /// Keeps a copy of the text, of the list.
  [[nodiscard]] Value own(std::string text);
  [[nodiscard]] Value own(List list);
  [[nodiscard]] FactValue read(FactIndex fact, FactIndex anchor) const override;
  [[nodiscard]] bool stated(FactIndex fact, FactIndex anchor) const override;

 private:
  struct Anchored {
    FactIndex fact;
    FactIndex anchor;
    FactValue value;
  };
  const Environment* environment_;
  std::vector<std::optional<FactValue>> values_;
  std::vector<Anchored> anchored_;
  std::deque<std::string> texts_;
  std::deque<List> lists_;
};

/// Reads `facts` and `unknown` of a line in the encoding of rules.md §10. Errors
/// `rules.undeclared_fact`, `rules.fact_value` with a JSON pointer (`/facts/person.sex`) as place.
[[nodiscard]] Result<FactTable> read_facts(const Environment& environment,
                                           const boost::json::object& line);
/// A JSON value as fact value of `type`, texts and lists kept in `table`.
[[nodiscard]] Result<FactValue> read_fact_value(const Environment& environment, const TypeRef& type,
                                                const boost::json::value& json, FactTable& table,
                                                const std::string& where);
/// A value as JSON: dates as text, money in fen, enums by value name, ints beyond 2^53 as text.
[[nodiscard]] boost::json::value write_value(const Environment& environment, const TypeRef& type,
                                             const Value& value);

}  // namespace leye::rules
