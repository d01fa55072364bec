#include <fmt/format.h>

#include <algorithm>

#include "rules/language/expression.h"
#include "rules/language/walk.h"

namespace leye::rules {
namespace {

/// Nodes whose own comparison is the reason.
bool is_test(Op op) { return op >= Op::kEqual && op <= Op::kIn; }

/// Writes the reason of a bool node: only operands on the critical path, values filled in.
class Teller {
 public:
  Teller(const Expression& expression, const FactSource& source, const EvalContext& context,
         Explanation& out)
      : e_(expression),
        source_(source),
        walk_(expression, source, context),
        context_(context),
        out_(out) {}

  std::string tell(std::uint16_t index) {
    const auto& n = e_.node(index);
    const auto parts = e_.children(n);
    switch (n.op) {
      case Op::kAnd:
      case Op::kOr:
        return logical(index, n);
      case Op::kNot:
        return "!(" + tell(parts[0]) + ")";
      case Op::kChoose: {
        const auto condition = walk_.node(parts[0]);
        const auto why = tell(parts[0]);
        if (!condition.is_value()) return why;
        return why + " → " + tell(condition.is_true() ? parts[1] : parts[2]);
      }
      case Op::kExists:
      case Op::kAll:
      case Op::kExistsOne:
        return macro(n);
      case Op::kFact:
      case Op::kHasFact:
      case Op::kField:
      case Op::kHasField:
      case Op::kVariable: {
        note(index);
        return e_.canonical(n) + " = " + shown(index);
      }
      default:
        break;
    }
    note(index);
    if (is_test(n.op)) return fmt::format("{} {} {}", shown(parts[0]), text(n), shown(parts[1]));
    return n.op == Op::kConstant ? shown(index) : call(n) + " = " + shown(index);
  }

 private:
  [[nodiscard]] const std::string& text(const Node& n) const { return e_.syntax()[n.syntax].text; }

  std::string call(const Node& n) {
    const auto parts = e_.children(n);
    if (e_.syntax()[n.syntax].form == Form::kBinary)
      return fmt::format("{} {} {}", shown(parts[0]), text(n), shown(parts[1]));
    std::string out = text(n) + "(";
    for (const auto child : parts) out += (out.back() == '(' ? "" : ", ") + shown(child);
    return out + ")";
  }

  /// The node's value as people read it.
  std::string shown(std::uint16_t index) {
    const auto o = walk_.node(index);
    if (o.is_unknown()) return "?";
    if (o.is_error()) return std::string(to_text(o.error));
    return e_.environment().value_text(e_.node(index).type, o.value);
  }

  /// Operands that settle the node: the deciding one, else those that share its outcome.
  std::string logical(std::uint16_t index, const Node& n) {
    const auto whole = walk_.node(index);
    const bool deciding = n.op == Op::kOr;
    const bool decided = whole.is_value() && (whole.value.number != 0) == deciding;
    std::string out;
    for (const auto part : e_.children(n)) {
      const auto o = walk_.node(part);
      if (o.kind != whole.kind || (o.is_value() && o.value.number != whole.value.number)) continue;
      const bool wrap = e_.node(part).op == Op::kOr && n.op == Op::kAnd;
      if (!out.empty()) out += n.op == Op::kAnd ? " && " : " || ";
      out += wrap ? "(" + tell(part) + ")" : tell(part);
      if (decided) return out;
    }
    return out;
  }

  std::string macro(const Node& n) {
    const auto parts = e_.children(n);
    note(parts[0]);
    const auto rows = walk_.node(parts[0]);
    const auto name = e_.canonical(e_.node(parts[0]));
    if (!rows.is_value()) return name + " = " + shown(parts[0]);
    const auto& list = *rows.value.list;
    const bool wanted = n.op != Op::kAll;
    std::size_t count = 0;
    std::string decided;
    for (std::size_t i = 0; i < list.size(); ++i) {
      walk_.bind(n.index, list.cells.data() + i * list.width, rows.origin);
      const auto o = walk_.node(parts[1]);
      if (!o.is_value() || (o.value.number != 0) != wanted) continue;
      ++count;
      if (count == 1) decided = fmt::format("{}[{}]: {}", name, i + 1, tell(parts[1]));
    }
    if (count > 0 && n.op != Op::kExistsOne) return decided;
    return fmt::format("{}: {}/{}{}", name, wanted ? count : list.size() - count, list.size(),
                       list.more ? "+" : "");
  }

  /// Remembers the facts and parameters below a node of the critical path.
  void note(std::uint16_t index) {
    const auto& n = e_.node(index);
    if (n.op == Op::kFact || n.op == Op::kHasFact) note_fact(n);
    if (n.op == Op::kParam) note_param(n, context_.as_of);
    if (n.op == Op::kParamAt) {
      const auto on = walk_.node(e_.children(n)[0]);
      if (on.is_value()) note_param(n, Date(static_cast<std::int32_t>(on.value.number)));
    }
    for (const auto child : e_.children(n)) note(child);
  }

  void note_fact(const Node& n) {
    const bool seen = std::any_of(out_.reads.begin(), out_.reads.end(), [&](const FactRead& r) {
      return r.fact == n.index && r.anchor == n.anchor;
    });
    if (!seen) out_.reads.push_back({n.index, n.anchor, source_.read(n.index, n.anchor)});
  }

  void note_param(const Node& n, Date on) {
    const auto* row = e_.environment().params[n.index].at(on);
    const bool seen = std::any_of(out_.params.begin(), out_.params.end(), [&](const ParamUse& u) {
      return u.param == n.index && u.row == row;
    });
    if (row != nullptr && !seen) out_.params.push_back({static_cast<std::uint16_t>(n.index), row});
  }

  const Expression& e_;
  const FactSource& source_;
  Walk walk_;
  const EvalContext& context_;
  Explanation& out_;
};

}  // namespace

Explanation explain(const Expression& expression, const FactSource& source,
                    const EvalContext& context) {
  Explanation out;
  out.outcome = evaluate(expression, source, context);
  out.why = Teller(expression, source, context, out).tell(expression.root());
  return out;
}

}  // namespace leye::rules
