#include <fmt/format.h>

#include <algorithm>

#include "rules/language/checker.h"

namespace leye::rules {
namespace {

/// Macros may nest this deep.
constexpr std::size_t kMacroDepth = 2;

bool amount_like(const TypeRef& t) { return t.is(Kind::kInt) || t.is(Kind::kMoney); }

}  // namespace

void Checker::wrong_arity(Index syntax, std::string_view f, std::string n, std::size_t got,
                          std::string_view signature) const {
  raise("R206", "wrong_arity", out_.syntax_[syntax].column,
        {{"f", std::string(f)},
         {"n", std::move(n)},
         {"m", std::to_string(got)},
         {"signature", std::string(signature)}});
}

Checker::Index Checker::call(Index syntax) {
  const std::string text = out_.syntax_[syntax].text;
  const auto* f = find_function(text);
  if (f == nullptr) {
    const auto near = nearest(text, function_names());
    raise(near.empty() ? "R205.none" : "R205", "unknown_function", out_.syntax_[syntax].column,
          {{"name", text}, {"near", near}});
  }
  const auto given = out_.syntax_[syntax].children.size();
  if (given < f->least || given > f->most)
    wrong_arity(
        syntax, f->name,
        f->least == f->most ? std::to_string(f->least) : fmt::format("{}–{}", f->least, f->most),
        given, f->signature);
  if (const auto special = constant_call(syntax, *f)) return *special;
  std::vector<Index> args;
  for (std::size_t i = 0; i < given; ++i) args.push_back(node(out_.syntax_[syntax].children[i]));
  const auto t = result(*f, args);
  if (!t) bad_call(syntax, *f, args);
  Node n;
  n.op = f->op;
  n.type = *t;
  if (f->op == Op::kInRegion) check_regions(args);
  if (f->op == Op::kSizeText && type(args[0]).is_list()) n.op = Op::kSizeList;
  if (f->op == Op::kMulRatio) {
    if (out_.nodes_[args[3]].op != Op::kConstant)
      raise("R217", "constant_required", column(args[3]),
            {{"f", "mul_ratio"}, {"example", "Rounding.half_up"}});
    n.value = out_.nodes_[args[3]].value;
    args.pop_back();
  }
  return emit(n, syntax, args);
}

void Checker::bad_call(Index syntax, const Function& f, const std::vector<Index>& args) const {
  std::vector<std::string> types;
  for (const auto a : args) types.push_back(shown(type(a)));
  raise("R210.call", "no_overload", out_.syntax_[syntax].column,
        {{"f", std::string(f.name)},
         {"types", fmt::format("{}", fmt::join(types, ", "))},
         {"signature", std::string(f.signature)}});
}

/// The result type, or nothing when the arguments do not fit.
std::optional<TypeRef> Checker::result(const Function& f, const std::vector<Index>& args) const {
  const auto all = [&](std::initializer_list<Kind> kinds) {
    std::size_t i = 0;
    return std::all_of(kinds.begin(), kinds.end(), [&](Kind k) { return type(args[i++]).is(k); });
  };
  const auto answer = [](bool good, TypeRef t) { return good ? std::optional(t) : std::nullopt; };
  const auto first = type(args[0]);
  switch (f.op) {
    case Op::kYuan:
    case Op::kFen:
      return answer(all({Kind::kInt}), type_of(Kind::kMoney));
    case Op::kAddMonths:
    case Op::kAddDays:
      return answer(all({Kind::kDate, Kind::kInt}), type_of(Kind::kDate));
    case Op::kDaysBetween:
    case Op::kMonthsBetween:
    case Op::kAge:
      return answer(all({Kind::kDate, Kind::kDate}), type_of(Kind::kInt));
    case Op::kInRegion:
      return answer(all({Kind::kString, Kind::kString}), type_of(Kind::kBool));
    case Op::kMin:
    case Op::kMax:
    case Op::kClamp: {
      const bool same =
          std::all_of(args.begin(), args.end(), [&](Index a) { return type(a) == first; });
      return answer(same && (amount_like(first) || first.is(Kind::kDate)), first);
    }
    case Op::kMulRatio:
      return answer(amount_like(first) && type(args[1]).is(Kind::kInt) &&
                        type(args[2]).is(Kind::kInt) && type(args[3]).is(Kind::kRounding),
                    first);
    case Op::kSizeText:
      return answer(first.is(Kind::kString) || first.is_list(), type_of(Kind::kInt));
    default:
      return std::nullopt;
  }
}

void Checker::check_regions(const std::vector<Index>& args) const {
  for (const auto a : args) {
    const auto& n = out_.nodes_[a];
    if (n.op == Op::kConstant && !is_region(n.value.text))
      raise("R219", "bad_region", n.column, {{"s", std::string(n.value.text)}});
  }
}

std::optional<Checker::Index> Checker::constant_call(Index syntax, const Function& f) {
  if (f.name == "has") return has(syntax);
  if (f.name == "date") return date_constant(syntax, f);
  if (f.op == Op::kParam || f.op == Op::kParamAt) return param(syntax, f);
  if (f.op == Op::kInSet) return in_set(syntax, f);
  return std::nullopt;
}

const std::string& Checker::constant_text(Index syntax, Index argument, const Function& f,
                                          const char* example) {
  const auto& s = out_.syntax_[argument];
  if (s.form == Form::kString) return s.text;
  const auto typed = node(argument);
  if (!type(typed).is(Kind::kString)) bad_call(syntax, f, {typed});
  raise("R217", "constant_required", column(typed),
        {{"f", std::string(f.name)}, {"example", example}});
}

Checker::Index Checker::date_constant(Index syntax, const Function& f) {
  const auto argument = out_.syntax_[syntax].children[0];
  const auto& text = constant_text(syntax, argument, f, "date(\"2020-10-22\")");
  const auto date = parse_date(text);
  if (!date) raise("R218", "bad_date", out_.syntax_[argument].column, {{"s", text}});
  return constant(syntax, type_of(Kind::kDate), of_number(date->days()));
}

Checker::Index Checker::param(Index syntax, const Function& f) {
  const auto argument = out_.syntax_[syntax].children[0];
  const auto& text = constant_text(syntax, argument, f, "param(\"min_wage\")");
  const auto index = env_.param_index(text);
  if (!index) {
    std::vector<std::string> names;
    for (const auto& p : env_.params) names.push_back(p.name);
    const auto near = nearest(text, names);
    raise(near.empty() ? "R225.none" : "R225", "unknown_param", out_.syntax_[argument].column,
          {{"p", text}, {"near", near}});
  }
  Node n;
  n.op = f.op;
  n.type = env_.params[*index].type;
  n.index = *index;
  std::vector<Index> args;
  if (f.op == Op::kParamAt) {
    args.push_back(node(out_.syntax_[syntax].children[1]));
    if (!type(args[0]).is(Kind::kDate)) bad_call(syntax, f, args);
  }
  return emit(n, syntax, args);
}

Checker::Index Checker::in_set(Index syntax, const Function& f) {
  const auto element = node(out_.syntax_[syntax].children[0]);
  const auto argument = out_.syntax_[syntax].children[1];
  const auto& text = constant_text(syntax, argument, f, "in_set(x, \"key_industries\")");
  const auto index = env_.set_index(text);
  if (!index) {
    std::vector<std::string> names;
    for (const auto& s : env_.sets) names.push_back(s.name);
    const auto near = nearest(text, names);
    raise(near.empty() ? "R226.none" : "R226", "unknown_set", out_.syntax_[argument].column,
          {{"s", text}, {"near", near}});
  }
  if (type(element) != env_.sets[*index].element) bad_call(syntax, f, {element});
  Node n;
  n.op = Op::kInSet;
  n.type = type_of(Kind::kBool);
  n.index = *index;
  return emit(n, syntax, {element});
}

Checker::Index Checker::has(Index syntax) {
  const auto argument = out_.syntax_[syntax].children[0];
  const auto segments = path(argument);
  const auto refuse = [&] { raise("R224", "has_argument", out_.syntax_[argument].column); };
  if (!segments || segments->size() < 2) refuse();
  const auto& first = segments->front().name;
  if (const auto depth = variable_depth(first)) {
    const auto n = field(syntax, Op::kHasField, (*segments)[1], *depth);
    if (segments->size() > 2) refuse();
    return n;
  }
  const auto [found, length] = longest_fact(*segments);
  if (found != kNoFact) {
    if (length < segments->size()) not_a_record(env_.facts[found].type, (*segments)[length]);
    return fact(syntax, Op::kHasFact, found);
  }
  if (first == "as_of" || first == "period" || first == "Rounding" || env_.enum_index(first))
    refuse();
  unknown_name(*segments);
}

/// The macro's variable comes into scope.
void Checker::enter_macro(Index syntax, Index list) {
  const auto& s = out_.syntax_[syntax];
  const auto& v = out_.syntax_[s.children[1]];
  if (v.form != Form::kName) raise("R220", "macro_variable", v.column);
  if (env_.is_root(v.text) || variable_depth(v.text))
    raise("R221", "name_shadowed", v.column, {{"v", v.text}});
  variables_.push_back({v.text, type(list).element_type(), origins(list)});
}

Checker::Index Checker::macro(Index syntax) {
  const std::string text = out_.syntax_[syntax].text;
  const int place = out_.syntax_[syntax].column;
  const bool known_macro = text == "exists" || text == "all" || text == "exists_one";
  if (!known_macro) {
    const auto near = nearest(text, {"exists", "all", "exists_one"});
    raise(near.empty() ? "R205.none" : "R205", "unknown_function", place,
          {{"name", text}, {"near", near}});
  }
  if (const auto given = out_.syntax_[syntax].children.size() - 1; given != 2)
    wrong_arity(syntax, text, "2", given, fmt::format("list.{}(x, x > 1)", text));
  const auto list = node(out_.syntax_[syntax].children[0]);
  if (!type(list).is_list())
    raise("R223", "macro_needs_list", place, {{"macro", text}, {"t", shown(type(list))}});
  if (macro_depth_ == kMacroDepth) raise("R222", "macro_depth", place);
  enter_macro(syntax, list);
  ++macro_depth_;
  const auto body = node(out_.syntax_[syntax].children[2]);
  if (!type(body).is(Kind::kBool))
    raise("R213", "condition_not_bool", column(body), {{"t", shown(type(body))}});
  --macro_depth_;
  variables_.pop_back();
  Node n;
  n.op = text == "exists" ? Op::kExists : text == "all" ? Op::kAll : Op::kExistsOne;
  n.type = type_of(Kind::kBool);
  n.index = static_cast<std::uint32_t>(variables_.size());
  return emit(n, syntax, {list, body});
}

}  // namespace leye::rules
