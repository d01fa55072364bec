#include "rules/pack/eval_rule.h"

#include <algorithm>
#include <boost/json.hpp>

#include "rules/language/fact_table.h"
#include "rules/pack/determine.h"
#include "sheets/yaml.h"

namespace leye::rules {
namespace {

namespace json = boost::json;

json::object failure(const Failure& f) {
  return {{"condition", f.condition}, {"error", to_text(f.error)}};
}

Result<std::vector<PaperHeld>> read_papers(const json::object& line) {
  std::vector<PaperHeld> held;
  const auto* papers = line.if_contains("papers");
  if (papers == nullptr) return held;
  if (!papers->is_object()) return fail("rules.fact_value", "/papers", {{"type", "object"}});
  for (const auto& [id, value] : papers->get_object()) {
    const auto state = value.is_string() ? paper_state(std::string_view(value.get_string()))
                                         : std::optional<PaperState>();
    if (!state) return fail("rules.fact_value", "/papers/" + std::string(id), {{"type", "paper"}});
    held.push_back({std::string(id), *state, std::nullopt});
  }
  return held;
}

Result<json::object> write(const Pack& pack, const Policy& policy, const FactSource& facts,
                           const EvalContext& context, const json::object& line) {
  const PolicyResult result = determine(policy, facts, context);
  json::object out{{"outcome", to_text(result.outcome)}};
  if (result.outcome == Eligibility::kNotInForce) return out;
  json::object conditions;
  for (std::size_t i = 0; i < policy.when.size(); ++i)
    conditions[policy.when[i].id] = std::string(1, result.conditions[i]);
  out["conditions"] = std::move(conditions);
  if (!result.failed.empty()) out["failed"] = json::value_from(result.failed);
  if (!result.missing.empty()) out["missing"] = json::value_from(result.missing);
  if (result.error) out["error"] = failure(*result.error);
  if (!result.also_error.empty()) {
    json::array also;
    for (const auto& f : result.also_error) also.push_back(failure(f));
    out["also_error"] = std::move(also);
  }
  if (result.amount) out["amount"] = result.amount->count();
  if (!result.amount_unknown.empty())
    out["amount_unknown"] = json::value_from(result.amount_unknown);
  if (!line.contains("papers")) return out;
  LEYE_TRY(const auto held, read_papers(line));
  std::vector<PaperHeld> papers;
  out["payment"] = to_text(payment_of(pack, policy, result, held, facts, context.as_of, papers));
  return out;
}

json::object write(const Standard& standard, const FactSource& facts, const EvalContext& context) {
  const DutyResult result = determine(standard, facts, context);
  json::object out{{"outcome", result.overdue ? "overdue" : to_text(result.outcome)}};
  if (!result.missing.empty()) out["missing"] = json::value_from(result.missing);
  if (result.due) out["due"] = leye::to_text(*result.due);
  if (result.error) out["error"] = failure(*result.error);
  return out;
}

json::object write(const Indicator& indicator, const FactSource& facts,
                   const EvalContext& context) {
  const IndicatorResult result = determine(indicator, facts, context);
  if (!result.in_force) return {{"outcome", "not_in_force"}};
  json::object out{{"denominator", std::string(1, result.denominator)}};
  if (result.numerator) out["numerator"] = std::string(1, *result.numerator);
  if (!result.missing.empty()) out["missing"] = json::value_from(result.missing);
  return out;
}

json::object write(const Pathway& pathway, const FactSource& facts, const EvalContext& context) {
  const PathResult result = determine(pathway, facts, context);
  json::object out{{"outcome", to_text(result.outcome)}};
  if (!result.branch.empty()) out["branch"] = result.branch;
  const bool planned = result.outcome == PathOutcome::kBranch || !result.possible.empty();
  if (planned) out["plan"] = json::value_from(result.plan);
  if (!result.possible.empty()) out["possible"] = json::value_from(result.possible);
  if (!result.missing.empty()) out["missing"] = json::value_from(result.missing);
  if (result.error) out["error"] = failure(*result.error);
  return out;
}

/// The period a rule reads when the line gives none: only that of a campaign is clear.
Result<std::optional<Period>> period_for(const Pack& pack, const RuleRef& rule,
                                         const std::optional<Period>& given) {
  if (given) return given;
  const auto& id = rule.head()->id;
  if (rule.standard != nullptr && rule.standard->period != "campaign")
    return fail("rules.rule_period", "/period", {{"id", id}});
  if (rule.indicator != nullptr && rule.indicator->period != "campaign")
    return fail("rules.rule_period", "/period", {{"id", id}});
  if (rule.indicator != nullptr || rule.standard != nullptr) return pack.campaign.period;
  return std::optional<Period>();
}

bool is_environment(const sheets::YamlNode& root) {
  const auto* kind = root.find("kind");
  return kind != nullptr &&
         (kind->text == "catalogue" || kind->text == "parameters" || kind->text == "sets" ||
          kind->text == "clauses" || kind->text == "campaign" || kind->text == "evidence");
}

Result<EvalEnvironment> environment_of(LoadedPack loaded, PackFiles files,
                                       const std::filesystem::path& dir) {
  EvalEnvironment environment;
  environment.pack = std::move(loaded.pack);
  if (!environment.pack) {
    const auto errors =
        std::count_if(loaded.diagnostics.begin(), loaded.diagnostics.end(),
                      [](const Diagnostic& d) { return d.severity() == Severity::kError; });
    const auto first =
        std::find_if(loaded.diagnostics.begin(), loaded.diagnostics.end(),
                     [](const Diagnostic& d) { return d.severity() == Severity::kError; });
    return fail("rules.pack_invalid", dir.string(),
                {{"n", std::to_string(errors)}, {"first", first->line(Locale::kEn)}});
  }
  for (auto& [path, text] : files)
    if (is_environment(sheets::read_yaml(text).root)) environment.files[path] = std::move(text);
  return environment;
}

}  // namespace

// The environment of a suite is only a frame for cases: nothing in it is checked for signing.
Result<EvalEnvironment> load_eval_environment(const std::filesystem::path& dir, bool real_pack) {
  LEYE_TRY(auto files, read_pack_files(dir));
  LoadedPack loaded = real_pack ? load_pack(dir) : load_files({}, files);
  return environment_of(std::move(loaded), std::move(files), dir);
}

Result<EvalEnvironment> load_eval_environment(
    const std::map<std::string, std::filesystem::path>& parts) {
  PackFiles files;
  for (const auto& [part, path] : parts) {
    if (part != "rules") {
      LEYE_TRY(files[part + ".yaml"], sheets::read_text_file(path));
      continue;
    }
    LEYE_TRY(const auto rules, read_pack_files(path));
    for (const auto& [inside, text] : rules) files["rules/" + inside] = text;
  }
  LoadedPack loaded = load_files({}, files);
  return environment_of(std::move(loaded), std::move(files), "--catalogue");
}

Result<json::object> eval_rule_line(const Pack& pack, const json::object& line) {
  const auto* id = line.at("rule").if_string();
  if (id == nullptr) return fail("rules.fact_value", "/rule", {{"type", "string"}});
  LEYE_TRY(const auto given, read_context(line));
  const RuleRef rule = pack.find(std::string_view(*id), given.as_of.value_or(Date()));
  if (!rule) return fail("rules.no_rule", "/rule", {{"id", std::string(*id)}});
  if (!given.as_of) return fail("rules.line_as_of", "/as_of");
  LEYE_TRY(const auto facts, read_facts(pack.environment, line));
  LEYE_TRY(const auto period, period_for(pack, rule, given.period));
  const EvalContext context{*given.as_of, period};
  if (rule.policy != nullptr) return write(pack, *rule.policy, facts, context, line);
  if (rule.standard != nullptr) return write(*rule.standard, facts, context);
  if (rule.indicator != nullptr) return write(*rule.indicator, facts, context);
  return write(*rule.pathway, facts, context);
}

Result<json::object> check_files_line(const PackFiles& environment, const json::object& line) {
  const auto* given = line.at("files").if_object();
  if (given == nullptr) return fail("rules.files_value", "/files");
  PackFiles files;
  for (const auto& [path, text] : *given) {
    if (!text.is_string()) return fail("rules.files_value", "/files/" + std::string(path));
    files[std::string(path)] = std::string(text.get_string());
  }
  const LoadedPack loaded = load_files(files, environment);
  json::array lines;
  for (const auto& d : loaded.diagnostics) lines.emplace_back(d.line(Locale::kEn));
  return json::object{{"lines", std::move(lines)}, {"exit", loaded.pack ? 0 : 1}};
}

LineHandlers line_handlers(const EvalEnvironment& environment) {
  return {[&](const json::object& line) { return eval_rule_line(*environment.pack, line); },
          [&](const json::object& line) { return check_files_line(environment.files, line); }};
}

}  // namespace leye::rules
