#include "matching/fit_lines.h"

#include "matching/explain.h"
#include "matching/wire.h"

namespace leye::matching {
namespace {

namespace bj = boost::json;

struct FitLine {
  std::optional<bj::value> case_;
  std::optional<bj::value> title;
  std::optional<ParamsWire> params;
  SeekerWire seeker;
  VacancyWire vacancy;
  std::optional<bj::value> expect;
};
BOOST_DESCRIBE_STRUCT(FitLine, (), (case_, title, params, seeker, vacancy, expect))

bj::object answer_of(const Fit& fit, const SeekerProfile& seeker) {
  bj::array reasons;
  for (const auto& reason : fit.reasons) reasons.emplace_back(to_text(reason));
  bj::array unknown;
  for (const auto what : fit.unknown) unknown.emplace_back(to_text(what));
  const auto& points = fit.components;
  const std::string via = to_text(fit.via, seeker);
  return {{"passes", fit.passes()},
          {"reasons", std::move(reasons)},
          {"unknown", std::move(unknown)},
          {"components", bj::object{{"occupation", points.occupation},
                                    {"skills", points.skills},
                                    {"wage", points.wage},
                                    {"commute", points.commute},
                                    {"education", points.education},
                                    {"experience", points.experience}}},
          {"via", via.empty() ? bj::value(nullptr) : bj::value(via)},
          {"minutes", fit.minutes ? bj::value(*fit.minutes) : bj::value(nullptr)},
          {"score", fit.score},
          {"targeted", fit.targeted}};
}

Result<bj::object> judged(const Tables& tables, const bj::value& value, Locale locale,
                          Explain explain) {
  const auto line = json::read_value<FitLine>(value);
  if (!line) return fail(line.error().front());
  const auto in = [](const char* part) {
    return [part](Error error) {
      error.where = part + error.where;
      return error;
    };
  };
  LEYE_TRY(const auto params,
           params_of(line->params.value_or(ParamsWire())).map_error(in("/params")));
  LEYE_TRY(const auto seeker, seeker_of(tables, params, line->seeker).map_error(in("/seeker")));
  LEYE_TRY(const auto vacancy, vacancy_of(tables, params, line->vacancy).map_error(in("/vacancy")));
  const auto fit = judge(tables, params, seeker, vacancy);
  auto answer = answer_of(fit, seeker);
  if (explain == Explain::kYes)
    answer["explanation"] =
        bj::value_from(explanation(tables, params, seeker, vacancy, fit, locale));
  return answer;
}

}  // namespace

bj::object fit_line(const Tables& tables, std::string_view text, std::size_t number, Locale locale,
                    Explain explain) {
  bj::object out;
  auto value = json::parse(text);
  auto* line = value ? value->if_object() : nullptr;
  if (auto* vacancy = line == nullptr ? nullptr : line->if_contains("vacancy"))
    if (vacancy->is_object()) keep_null_experience(vacancy->get_object());
  const auto* name = line == nullptr ? nullptr : line->if_contains("case");
  out["case"] = name == nullptr ? bj::value(number) : *name;
  auto answer =
      value ? judged(tables, *value, locale, explain) : Result<bj::object>(fail(value.error()));
  if (!answer) {
    out["input_error"] = what(answer.error(), locale) + "; " + remedy(answer.error(), locale);
    out["where"] = answer.error().where.empty() ? "/" : answer.error().where;
    return out;
  }
  for (auto& [key, found] : *answer) out[key] = std::move(found);
  return out;
}

}  // namespace leye::matching
