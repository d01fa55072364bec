#include "rules/language/testing/random.h"

#include <fmt/format.h>

namespace leye::rules::testing {
namespace {

/// Writes well-typed texts of bounded depth.
class Writer {
 public:
  explicit Writer(Random& random) : r_(random) {}

  std::string truth(int depth) {
    if (depth == 0) {
      if (in_row_ && r_.chance(60)) return r_.pick({"r.b", "r.c", "has(r.d)", "has(r.i)", "!r.b"});
      return r_.pick({"t.a", "t.b", "t.g", "t.c", "true", "false", "has(t.a)", "has(t.ci)",
                      "has(t.cd)", "has(t.lo)", "has(t.i)"});
    }
    const int d = depth - 1;
    switch (r_.below(in_macro_ ? 10 : 11)) {
      case 0:
      case 1:
        return fmt::format("({} && {})", truth(d), truth(d));
      case 2:
      case 3:
        return fmt::format("({} || {})", truth(d), truth(d));
      case 4:
        return "!" + paren(truth(d));
      case 5:
        return fmt::format("({} ? {} : {})", truth(d), truth(d), truth(d));
      case 6:
        return fmt::format("({} {} {})", number(d), order(), number(d));
      case 7:
        return fmt::format("({} {} {})", day(d), order(), day(d));
      case 8:
        return fmt::format("({} {} {})", money(d), order(), money(d));
      case 9:
        return membership(d);
      default:
        return macro(d);
    }
  }

 private:
  static std::string paren(const std::string& s) { return "(" + s + ")"; }
  const char* order() { return r_.pick({"<", "<=", ">", ">=", "==", "!="}); }

  std::string number(int depth) {
    if (depth == 0) {
      if (in_row_ && r_.chance(50)) return "r.i";
      return r_.pick({"t.i", "t.j", "t.k", "t.ci", "0", "1", "-2", "7", "9223372036854775807"});
    }
    const int d = depth - 1;
    switch (r_.below(9)) {
      case 0:
        return fmt::format("({} {} {})", number(d), r_.pick({"+", "-", "*", "/", "%"}), number(d));
      case 1:
        return fmt::format("age({}, {})", day(d), day(d));
      case 2:
        return fmt::format("months_between({}, {})", day(d), day(d));
      case 3:
        return fmt::format("days_between({}, {})", day(d), day(d));
      case 4:
        return r_.pick({"size(t.li)", "size(t.lo)", "size(t.s)"});
      case 5:
        return fmt::format("{}({}, {})", r_.pick({"min", "max"}), number(d), number(d));
      case 6:
        return fmt::format("clamp({}, {}, {})", number(d), number(d), number(d));
      case 7:
        return fmt::format("mul_ratio({}, {}, {}, Rounding.half_even)", number(d), number(d),
                           number(d));
      default:
        return fmt::format("({} ? {} : {})", truth(d), number(d), number(d));
    }
  }

  std::string day(int depth) {
    if (depth == 0) {
      if (in_row_ && r_.chance(40)) return "r.d";
      return r_.pick({"t.d", "t.e", "t.cd", "as_of", "period.end", "date(\"2000-02-29\")"});
    }
    const int d = depth - 1;
    return fmt::format("{}({}, {})", r_.pick({"add_months", "add_days"}), day(d), number(d));
  }

  std::string money(int depth) {
    if (depth == 0) return r_.pick({"t.m", "t.n", "yuan(20)", "fen(150)", "param(\"min_wage\")"});
    const int d = depth - 1;
    if (r_.chance(50)) return fmt::format("({} {} {})", money(d), r_.pick({"+", "-"}), money(d));
    return fmt::format("({} * {})", money(d), number(d));
  }

  std::string membership(int d) {
    switch (r_.below(5)) {
      case 0:
        return fmt::format("({} in [{}, {}])", number(d), number(d), number(d));
      case 1:
        return fmt::format("({} in {})", number(d), r_.pick({"t.li", "t.lo"}));
      case 2:
        return r_.pick({"(t.color in [Color.red, Color.green])", "(t.color == Color.blue)"});
      case 3:
        return r_.pick({"in_set(t.i, \"good_numbers\")", "in_region(t.s, \"120000\")"});
      default:
        return fmt::format("({} == t.lo)", r_.pick({"t.li", "[]", "[1, 2]", "[t.i]"}));
    }
  }

  std::string macro(int d) {
    const char* name = r_.pick({"exists", "all", "exists_one"});
    in_macro_ = true;
    in_row_ = r_.chance(60);
    const auto body = in_row_ ? truth(d) : fmt::format("x {} {}", order(), number(d));
    const auto* list = in_row_ ? r_.pick({"t.rows", "t.open_rows", "(t.a ? t.rows : t.open_rows)"})
                               : r_.pick({"t.li", "t.lo", "[1, t.i]"});
    const char* variable = in_row_ ? "r" : "x";
    in_row_ = in_macro_ = false;
    return fmt::format("{}.{}({}, {})", list, name, variable, body);
  }

  Random& r_;
  bool in_row_ = false;
  bool in_macro_ = false;
};

Value random_scalar(Random& r, const TypeRef& type, FactTable& owner) {
  switch (type.kind) {
    case Kind::kBool:
      return of_number(r.below(2));
    case Kind::kDate:
      return of_number(18000 + r.below(900));
    case Kind::kMoney:
      return of_number(r.below(300) * 10);
    case Kind::kString:
      return owner.own(r.pick({"", "120101", "120221", "31", "x"}));
    case Kind::kEnum:
      return of_number(r.below(3));
    default:
      return of_number(r.below(10) - 3);
  }
}

FactValue random_cell(Random& r, const TypeRef& type, FactTable& owner, int unknown_percent) {
  if (r.chance(unknown_percent)) return unknown();
  return r.chance(15) ? absent() : known(random_scalar(r, type, owner));
}

void add_rows(List& list, Random& r, const Environment& env, const TypeRef& element,
              FactTable& owner, int unknown_percent) {
  const bool rows = element.is(Kind::kRecord);
  list.width = rows ? static_cast<std::uint32_t>(env.records[element.index].fields.size()) : 1;
  for (int n = r.below(4); n > 0; --n) {
    if (!rows) list.cells.push_back(known(random_scalar(r, element, owner)));
    for (std::uint32_t f = 0; rows && f < list.width; ++f)
      list.cells.push_back(
          random_cell(r, env.records[element.index].fields[f].type, owner, unknown_percent));
  }
}

}  // namespace

std::uint64_t Random::next() {
  std::uint64_t z = state_ += 0x9E3779B97F4A7C15ULL;
  z = (z ^ (z >> 30U)) * 0xBF58476D1CE4E5B9ULL;
  z = (z ^ (z >> 27U)) * 0x94D049BB133111EBULL;
  return z ^ (z >> 31U);
}

std::string random_expression(Random& r, const Environment&) {
  return Writer(r).truth(1 + r.below(4));
}

FactValue random_value(Random& r, const Environment& env, FactIndex fact, FactTable& owner) {
  const auto& type = env.facts[fact].type;
  if (r.chance(15)) return absent();
  if (!type.is_list()) return known(random_scalar(r, type, owner));
  List list;
  add_rows(list, r, env, type.element_type(), owner, 0);
  return known(owner.own(std::move(list)));
}

void fill_randomly(FactTable& facts, const Environment& env, Random& r) {
  for (FactIndex f = 0; f < env.facts.size(); ++f) {
    if (env.facts[f].name.substr(0, 2) != "t.") continue;
    if (r.chance(25)) {
      facts.set(f, unknown());
    } else if (env.facts[f].type.is_list() && r.chance(60)) {
      List list;
      add_rows(list, r, env, env.facts[f].type.element_type(), facts, 30);
      list.more = r.chance(40);
      facts.set(f, known(facts.own(std::move(list))));
    } else {
      facts.set(f, random_value(r, env, f, facts));
    }
  }
}

void settle_unknowns(FactTable& facts, const Environment& env, const Expression& expression,
                     Random& r) {
  for (const auto& read : expression.reads()) {
    if (read.field >= 0) continue;
    const auto now = facts.read(read.fact, kNoFact);
    const auto& type = env.facts[read.fact].type;
    if (now.state == FactState::kUnknown)
      facts.set(read.fact, random_value(r, env, read.fact, facts));
    if (now.state != FactState::kKnown || !type.is_list()) continue;
    List list = *now.value.list;
    const auto element = type.element_type();
    for (std::size_t i = 0; i < list.cells.size(); ++i) {
      if (list.cells[i].state != FactState::kUnknown) continue;
      const auto& field = env.records[element.index].fields[i % list.width];
      list.cells[i] = random_cell(r, field.type, facts, 0);
    }
    if (list.more) add_rows(list, r, env, element, facts, 0);
    list.more = false;
    facts.set(read.fact, known(facts.own(std::move(list))));
  }
}

std::string source(const Syntax& syntax) {
  const auto write = [&](const auto& self, std::uint16_t i) -> std::string {
    const auto& n = syntax[i];
    const auto child = [&](std::size_t k) { return "(" + self(self, n.children[k]) + ")"; };
    const auto list = [&](std::size_t from) {
      std::string out;
      for (auto k = from; k < n.children.size(); ++k)
        out += (k == from ? "" : ", ") + self(self, n.children[k]);
      return out;
    };
    switch (n.form) {
      case Form::kUnary:
        return n.text + child(0);
      case Form::kBinary:
        return child(0) + " " + n.text + " " + child(1);
      case Form::kTernary:
        return child(0) + " ? " + child(1) + " : " + child(2);
      case Form::kCall:
        return n.text + "(" + list(0) + ")";
      case Form::kMethod:
        return child(0) + "." + n.text + "(" + list(1) + ")";
      case Form::kList:
        return "[" + list(0) + "]";
      case Form::kSelect:
        return child(0) + "." + n.text;
      default:
        return print(syntax, i);
    }
  };
  return write(write, syntax.root);
}

}  // namespace leye::rules::testing
