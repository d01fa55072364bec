#include "linkage/compare.h"

#include <algorithm>
#include <cmath>
#include <cstdlib>

#include "core/date.h"
#include "linkage/han.h"
#include "linkage/value_predicates.h"

namespace leye::linkage {
namespace {

constexpr std::size_t kMemoSlots = std::size_t{1} << 15;
constexpr int kDear = 3;

int cost_of(Op op) {
  if (op <= Op::kNot) return 0;
  if (op <= Op::kMinLen) return 1;
  if (op <= Op::kDaysApart) return op == Op::kJaro || op == Op::kJaroWinkler ? kDear : 2;
  return op >= Op::kTokenSubset ? 4 : kDear;
}

bool needs_points(Op op) {
  return op == Op::kInitialsEqual || op == Op::kMaxLen || op == Op::kMinLen ||
         (op >= Op::kOsa && op <= Op::kJaroWinkler) ||
         (op >= Op::kHomophone && op <= Op::kTokenShare);
}

/// The field a derived one comes from, when it is one.
std::size_t base_of(const Config& config, std::size_t field) {
  while (config.fields[field].of.size() == 1) field = config.fields[field].of.front();
  return field;
}

void fields_of(const Config& config, const Condition& condition, std::vector<std::size_t>& out) {
  if (condition.children.empty()) {
    out.push_back(base_of(config, condition.a.field));
    out.push_back(base_of(config, condition.b.field));
  }
  for (const auto& child : condition.children) fields_of(config, child, out);
}

}  // namespace

Comparer::Comparer(const Config& config, Records& records) {
  std::uint64_t radix = 1;
  for (const auto& spec : config.comparisons) {
    Comparison made;
    std::vector<std::size_t> touched;
    for (const auto field : spec.fields) {
      made.present.push_back(slot(config, records, {field, Part::kWhole, 0}));
      if (config.fields[field].else_from_id) made.from_id.push_back(flag_slot(field));
      touched.push_back(base_of(config, field));
    }
    for (const auto& [other, levels] : spec.null_levels) {
      std::uint64_t bits = 0;
      for (const auto level : levels) bits |= std::uint64_t{1} << (level + 1);
      made.null_levels.emplace_back(other, bits);
    }
    if (spec.null_if) made.null_if = static_cast<int>(compile(config, records, *spec.null_if));
    for (const auto& level : spec.levels) {
      made.conditions.push_back(level.when ? static_cast<int>(compile(config, records, *level.when))
                                           : -1);
      if (level.when) fields_of(config, *level.when, touched);
    }
    std::sort(touched.begin(), touched.end());
    const bool one_field = touched.front() == touched.back();
    const bool dear =
        std::any_of(nodes_.begin(), nodes_.end(), [](const Node& n) { return n.cost >= kDear; });
    if (one_field && dear && config.fields[touched.front()].of.empty()) {
      made.remembered = true;
      made.memo_slot = slot(config, records, {touched.front(), Part::kWhole, 0});
    }
    comparisons_.push_back(std::move(made));
    levels_.push_back(static_cast<std::uint32_t>(spec.levels.size()));
    radix_.push_back(radix);
    radix *= spec.levels.size() + 1;
    why_.push_back(spec.null_if ? spec.null_if->text : std::string());
  }
  fill(config, records);
}

std::uint32_t Comparer::slot(const Config& config, Records& records, const Ref& ref) {
  static_cast<void>(records.part(config, ref));
  const auto it = std::find(slots_.begin(), slots_.end(), ref);
  if (it != slots_.end()) return static_cast<std::uint32_t>(it - slots_.begin());
  slots_.push_back(ref);
  return static_cast<std::uint32_t>(slots_.size() - 1);
}

std::uint32_t Comparer::flag_slot(std::size_t field) {
  for (const auto& [known, at] : flag_slots_)
    if (known == field) return at;
  // Numbered from the end until the width is known.
  flag_slots_.emplace_back(field, static_cast<std::uint32_t>(0x80000000U + flag_slots_.size()));
  return flag_slots_.back().second;
}

std::uint32_t Comparer::compile(const Config& config, Records& records,
                                const Condition& condition) {
  Node node;
  node.op = condition.op;
  node.cross = condition.cross;
  node.relation = condition.relation;
  node.bound = condition.bound;
  node.flag = condition.flag;
  node.cost = cost_of(condition.op);
  if (condition.children.empty()) {
    PartTable& a = records.part(config, condition.a);
    PartTable& b = records.part(config, condition.b);
    if (needs_points(condition.op)) {
      a.decode();
      b.decode();
    }
    node.a = &a;
    node.b = &b;
    const bool flags = condition.op == Op::kFlag || condition.op == Op::kBothFlag;
    node.slot_a = flags ? flag_slot(condition.a.field) : slot(config, records, condition.a);
    node.slot_b = flags ? node.slot_a : slot(config, records, condition.b);
  }
  for (const auto& child : condition.children) {
    node.children.push_back(compile(config, records, child));
    node.cost = std::max(node.cost, nodes_[node.children.back()].cost);
  }
  if (condition.op == Op::kAll || condition.op == Op::kAny)
    std::stable_sort(node.children.begin(), node.children.end(),
                     [&](auto x, auto y) { return nodes_[x].cost < nodes_[y].cost; });
  nodes_.push_back(std::move(node));
  return static_cast<std::uint32_t>(nodes_.size() - 1);
}

void Comparer::fill(const Config& config, Records& records) {
  const auto settle = [&](std::uint32_t& at) {
    if (at >= 0x80000000U) at = static_cast<std::uint32_t>(slots_.size()) + (at - 0x80000000U);
  };
  for (auto& node : nodes_) {
    settle(node.slot_a);
    settle(node.slot_b);
  }
  for (auto& comparison : comparisons_)
    for (auto& at : comparison.from_id) settle(at);
  width_ = slots_.size() + flag_slots_.size();
  cells_.assign(width_ * records.size(), 0);
  for (std::size_t s = 0; s < slots_.size(); ++s) {
    const PartTable& table = records.part(config, slots_[s]);
    for (std::uint32_t r = 0; r < records.size(); ++r)
      cells_[std::size_t{r} * width_ + s] = table.of_value[records.value(slots_[s].field, r)];
  }
  for (std::size_t f = 0; f < flag_slots_.size(); ++f)
    for (std::uint32_t r = 0; r < records.size(); ++r)
      cells_[std::size_t{r} * width_ + slots_.size() + f] = records.flags(flag_slots_[f].first, r);
}

Comparer::Memo Comparer::memo() const {
  Memo out;
  for (const auto& comparison : comparisons_)
    out.of_comparison.emplace_back(comparison.remembered ? kMemoSlots : 0);
  return out;
}

bool Comparer::missing(const Comparison& comparison, const std::uint32_t* l, const std::uint32_t* r,
                       const std::uint32_t* digits) const {
  for (const auto at : comparison.present)
    if (l[at] == 0 || r[at] == 0) return true;
  static const std::uint32_t kFromId = flag_bit("from_id");
  for (const auto at : comparison.from_id)
    if (((l[at] | r[at]) & kFromId) != 0) return true;
  for (const auto& [other, levels] : comparison.null_levels)
    if ((levels >> digits[other] & 1U) != 0) return true;
  return comparison.null_if >= 0 &&
         holds(nodes_[static_cast<std::size_t>(comparison.null_if)], l, r);
}

std::uint32_t Comparer::level(const Comparison& comparison, const std::uint32_t* l,
                              const std::uint32_t* r) const {
  std::uint32_t at = 0;
  for (const int condition : comparison.conditions) {
    if (condition < 0 || holds(nodes_[static_cast<std::size_t>(condition)], l, r)) return at;
    ++at;
  }
  return at;
}

std::uint64_t Comparer::pattern(std::uint32_t l, std::uint32_t r, Memo& memo) const {
  const std::uint32_t* of_l = row(l);
  const std::uint32_t* of_r = row(r);
  std::array<std::uint32_t, kMostComparisons> digits{};
  std::uint64_t code = 0;
  for (std::size_t c = 0; c < comparisons_.size(); ++c) {
    const Comparison& comparison = comparisons_[c];
    if (missing(comparison, of_l, of_r, digits.data())) continue;
    std::uint32_t digit = 0;
    if (!comparison.remembered) {
      digit = 1 + level(comparison, of_l, of_r);
    } else {
      const std::uint64_t key =
          std::uint64_t{of_l[comparison.memo_slot]} << 32 | of_r[comparison.memo_slot];
      auto& slot = memo.of_comparison[c][(key * 0x9E3779B97F4A7C15U) >> 49U];
      if (slot.key != key) slot = {key, 1 + level(comparison, of_l, of_r)};
      digit = slot.level;
    }
    digits[c] = digit;
    code += radix_[c] * digit;
  }
  return code;
}

bool Comparer::holds(const Node& node, const std::uint32_t* l, const std::uint32_t* r) const {
  switch (node.op) {
    case Op::kAll:
      return std::all_of(node.children.begin(), node.children.end(),
                         [&](auto child) { return holds(nodes_[child], l, r); });
    case Op::kAny:
      return std::any_of(node.children.begin(), node.children.end(),
                         [&](auto child) { return holds(nodes_[child], l, r); });
    case Op::kNot:
      return !holds(nodes_[node.children.front()], l, r);
    case Op::kFlag:
      return ((l[node.slot_a] | r[node.slot_a]) & node.flag) != 0;
    case Op::kBothFlag:
      return (l[node.slot_a] & r[node.slot_a] & node.flag) != 0;
    case Op::kEitherHas:
      return (l[node.slot_a] | r[node.slot_a]) != 0;
    default:
      if (!node.cross) return holds_one(node, *node.a, l[node.slot_a], *node.a, r[node.slot_a]);
      return holds_one(node, *node.a, l[node.slot_a], *node.b, r[node.slot_b]) ||
             holds_one(node, *node.b, l[node.slot_b], *node.a, r[node.slot_a]);
  }
}

bool Comparer::holds_one(const Node& node, const PartTable& a, std::uint32_t x, const PartTable& b,
                         std::uint32_t y) const {
  if (x == 0 || y == 0) return false;
  if (!a.many && !b.many) return holds_values(node, a, x, b, y);
  const auto members = [](const PartTable& table, std::uint32_t& id) {
    return table.many ? std::pair{table.members.data() + table.set_begin[id],
                                  table.members.data() + table.set_begin[id + 1]}
                      : std::pair<const std::uint32_t*, const std::uint32_t*>{&id, &id + 1};
  };
  const auto [first_x, last_x] = members(a, x);
  const auto [first_y, last_y] = members(b, y);
  for (const auto* i = first_x; i != last_x; ++i)
    for (const auto* j = first_y; j != last_y; ++j)
      if (holds_values(node, a, *i, b, *j)) return true;
  return false;
}

bool Comparer::holds_values(const Node& node, const PartTable& a, std::uint32_t x,
                            const PartTable& b, std::uint32_t y) const {
  if (&a == &b && x == y && node.op == Op::kEqual) return true;
  if (node.op == Op::kEqual) return &a != &b && a.bytes(x) == b.bytes(y);
  if (node.op == Op::kOsa && node.relation == Relation::kAtMost && node.bound == 1)
    return (&a == &b && x == y) || (a.ascii && b.ascii ? within_one_edit(a.bytes(x), b.bytes(y))
                                                       : within_one_edit(a.points(x), b.points(y)));
  return value_predicate(node.op, node.relation, node.bound, {a, x}, {b, y});
}

std::string Comparer::why_null(std::size_t c, std::uint32_t l, std::uint32_t r) const {
  const Comparison& comparison = comparisons_[c];
  for (const auto at : comparison.present)
    if (row(l)[at] == 0 || row(r)[at] == 0) return "missing";
  return comparison.null_if >= 0 &&
                 holds(nodes_[static_cast<std::size_t>(comparison.null_if)], row(l), row(r))
             ? why_[c]
             : "contained";
}

}  // namespace leye::linkage
