#include "rules/eval_lines.h"

#include <algorithm>
#include <array>
#include <string>

#include "rules/language/expression.h"
#include "rules/language/fact_table.h"

namespace leye::rules {
namespace {

namespace json = boost::json;

constexpr std::array<std::string_view, 14> kKeys{"id",      "expr",  "rule",    "files",  "facts",
                                                 "unknown", "as_of", "period",  "papers", "expect",
                                                 "exit",    "what",  "section", "name"};

Result<Date> read_date(const json::value& v, const std::string& where) {
  if (!v.is_string()) return fail("date.format", where, {{"text", json::serialize(v)}});
  return parse_date(std::string_view(v.get_string())).map_error([&](Error e) {
    return at(where, std::move(e));
  });
}

json::object refused(const Problem& problem) {
  json::object out;
  out[problem.unsupported() ? "unsupported" : "parse_error"] = problem.fixture;
  out["col"] = problem.column;
  out["code"] = problem.code;
  return out;
}

bool reads_as_of(const Expression& e) {
  const auto nodes = e.nodes();
  return std::any_of(nodes.begin(), nodes.end(), [](const Node& n) {
    return n.op == Op::kAsOf || n.op == Op::kParam || n.op == Op::kInSet;
  });
}

std::string_view outcome_word(char letter) {
  switch (letter) {
    case 'T':
      return "eligible";
    case 'F':
      return "not_eligible";
    case 'U':
      return "undetermined";
    default:
      return "error";
  }
}

void write_outcome(const Expression& e, const Outcome& o, json::object& out) {
  switch (o.kind) {
    case OutcomeKind::kValue:
      out["value"] = write_value(e.environment(), e.type(), o.value);
      break;
    case OutcomeKind::kUnknown:
      out["unknown"] = json::value_from(o.missing);
      break;
    case OutcomeKind::kError:
      out["error"] = to_text(o.error);
      out["col"] = o.column;
      break;
  }
  if (e.type().is(Kind::kBool)) out["outcome"] = outcome_word(letter(o));
}

Result<json::object> dispatch(const Environment& environment, const LineHandlers& handlers,
                              const json::object& line) {
  for (const auto& [key, value] : line) {
    if (std::find(kKeys.begin(), kKeys.end(), std::string_view(key)) == kKeys.end())
      return fail("rules.line_key", "/" + std::string(key), {{"key", std::string(key)}});
  }
  const auto given = line.count("expr") + line.count("rule") + line.count("files");
  if (given != 1) return fail("rules.line_what", "/");
  if (line.contains("expr")) return eval_expr_line(environment, line);
  const auto& handler = line.contains("rule") ? handlers.rule : handlers.files;
  return handler ? handler(line) : Result<json::object>(fail("rules.line_what", "/"));
}

}  // namespace

Result<LineContext> read_context(const json::object& line) {
  LineContext context;
  if (const auto* as_of = line.if_contains("as_of"); as_of != nullptr && !as_of->is_null()) {
    LEYE_TRY(context.as_of, read_date(*as_of, "/as_of"));
  }
  const auto* period = line.if_contains("period");
  if (period == nullptr || period->is_null()) return context;
  const auto* ends = period->if_array();
  if (ends == nullptr || ends->size() != 2) return fail("rules.line_period", "/period");
  LEYE_TRY(const auto start, read_date((*ends)[0], "/period/0"));
  LEYE_TRY(const auto end, read_date((*ends)[1], "/period/1"));
  if (end < start) return fail("rules.line_period", "/period");
  context.period = Period{start, end};
  return context;
}

Result<json::object> eval_expr_line(const Environment& environment, const json::object& line) {
  const auto* text = line.at("expr").if_string();
  if (text == nullptr) return fail("rules.fact_value", "/expr", {{"type", "string"}});
  LEYE_TRY(const auto context, read_context(line));
  LEYE_TRY(const auto facts, read_facts(environment, line));
  auto syntax = parse(std::string_view(*text));
  if (!syntax) return refused(syntax.error());
  json::object out;
  out["ast"] = print(*syntax);
  const auto expression = check(*std::move(syntax), environment);
  if (!expression) {
    out["type_error"] = expression.error().fixture;
    out["col"] = expression.error().column;
    out["code"] = expression.error().code;
    return out;
  }
  if (!context.as_of && reads_as_of(*expression)) return fail("rules.line_as_of", "/as_of");
  out["type"] = environment.type_name(expression->type());
  const auto outcome =
      evaluate(*expression, facts, {context.as_of.value_or(Date()), context.period});
  write_outcome(*expression, outcome, out);
  return out;
}

json::object eval_line(const Environment& environment, const LineHandlers& handlers,
                       std::string_view text, std::size_t number, Locale locale) {
  json::object out;
  boost::system::error_code bad;
  const auto value = json::parse(text, bad);
  const auto* line = bad ? nullptr : value.if_object();
  const auto* id = line == nullptr ? nullptr : line->if_contains("id");
  if (id != nullptr) {
    out["id"] = *id;
  } else {
    out["line"] = number;
  }
  Result<json::object> answer = fail("rules.line_not_json", "/");
  if (line != nullptr) answer = dispatch(environment, handlers, *line);
  if (!answer) {
    out["input_error"] = what(answer.error(), locale);
    out["where"] = answer.error().where;
    return out;
  }
  for (auto& [key, v] : *answer) out[key] = std::move(v);
  return out;
}

}  // namespace leye::rules
