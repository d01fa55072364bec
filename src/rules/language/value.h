#pragma once
#include <cstdint>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

namespace leye::rules {

struct List;

/// One value of the language. Untagged: the static type says which member holds it.
/// `text` and `list` are views; their owner (fact source, expression, evaluator) must outlive them.
struct Value {
  std::int64_t number =
      0;  ///< bool 0/1 · int · money in fen · date in days since 1970-01-01 · enum ordinal
  std::string_view text;       ///< string, UTF-8
  const List* list = nullptr;  ///< list
};

[[nodiscard]] inline Value of_number(std::int64_t n) { return {n, {}, nullptr}; }
[[nodiscard]] inline Value of_text(std::string_view s) { return {0, s, nullptr}; }
[[nodiscard]] inline Value of_list(const List* l) { return {0, {}, l}; }

/// known 已知 · absent 明确没有 · unknown 不知道 (rules.md §3.1).
enum class FactState : std::uint8_t { kKnown, kAbsent, kUnknown };

struct FactValue {
  FactState state = FactState::kUnknown;
  Value value;  ///< meaningful only when known
};
[[nodiscard]] inline FactValue known(Value v) { return {FactState::kKnown, v}; }
[[nodiscard]] inline FactValue absent() { return {FactState::kAbsent, {}}; }
[[nodiscard]] inline FactValue unknown() { return {}; }

/// A list value. Scalars: one cell per element. Records: `width` cells per row, in the order of the
/// record's fields, each with its own state (a field without value is already resolved by its world
/// flag: closed → absent, open → unknown).
struct List {
  std::vector<FactValue> cells;
  std::uint32_t width = 1;
  bool more = false;  ///< open list: these rows are known, others may exist

  [[nodiscard]] std::size_t size() const { return width == 0 ? 0 : cells.size() / width; }
};

/// A constant of the catalogue or a parameter row, owned. Numbers as in Value::number.
using Literal = std::variant<std::int64_t, std::string>;
[[nodiscard]] inline Value view(const Literal& l) {
  const auto* n = std::get_if<std::int64_t>(&l);
  return n != nullptr ? of_number(*n) : of_text(std::get<std::string>(l));
}

using FactIndex = std::uint32_t;
inline constexpr FactIndex kNoFact = 0xFFFFFFFF;

/// Where the evaluator reads facts: one subject's row of a snapshot, a JSON line, a test.
class FactSource {
 public:
  virtual ~FactSource() = default;
  /// The state of fact `fact` (its place in Environment::facts). With `anchor` ≠ kNoFact the copy
  /// `<fact>@<anchor>` valid the day before that date is meant (§5.1.2). World flags, `lag_days`,
  /// `closed_for` and the like are already applied here: a closed fact without row is kAbsent.
  /// Views in the answer stay valid until the source is changed or destroyed.
  [[nodiscard]] virtual FactValue read(FactIndex fact, FactIndex anchor) const = 0;
  /// The copy was stated by itself, not worked out from its anchor date: an unknown one is not
  /// settled by asking for that date.
  [[nodiscard]] virtual bool stated(FactIndex, FactIndex /*anchor*/) const { return false; }
};

}  // namespace leye::rules
