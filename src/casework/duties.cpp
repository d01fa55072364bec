#include "casework/duties.h"

#include <boost/json.hpp>

namespace leye::casework {
namespace {

std::optional<std::string> clause_of(const rules::Standard& standard) {
  for (const auto& cite : standard.head.cites)
    if (!cite.clause.empty()) return cite.clause;
  return std::nullopt;
}

std::string body_of(const rules::Pack& pack, const Duty& duty) {
  boost::json::array missing;
  for (const auto& name : duty.result.missing) {
    // A field of a record list (`person.contacts.on`) is asked for under the list's own question.
    const auto* fact = pack.environment.find_fact(name);
    missing.push_back(
        boost::json::object{{"fact", name}, {"ask", fact == nullptr ? "" : fact->ask.zh}});
  }
  return boost::json::serialize(boost::json::object{
      {"v", 1}, {"title", duty.standard->task.title.zh}, {"missing", std::move(missing)}});
}

}  // namespace

std::string duty_key(const rules::Standard& standard) { return standard.head.id; }
std::string fact_key(const rules::Standard& standard) { return standard.head.id + "/fact"; }

std::string period_name(std::string_view kind, const Period& span) {
  if (kind == "month") return to_text(month_of(span.start));
  if (kind == "week") return to_text(week_of(span.start));
  if (kind == "quarter") {
    const Month month = month_of(span.start);
    return std::to_string(month.year()) + "-Q" + std::to_string((month.month() - 1) / 3 + 1);
  }
  return "campaign";
}

std::vector<Duty> duties_of(const rules::Pack& pack, std::string_view subject_kind,
                            const rules::FactSource& source, Date as_of) {
  std::vector<Duty> duties;
  for (const auto& standard : pack.standards) {
    if (standard.head.applies_to != subject_kind || !standard.head.in_force(as_of)) continue;
    const auto span = rules::period_of(pack, standard.period, as_of);
    if (!span) continue;
    Duty duty{&standard, period_name(standard.period, *span), *span, {}};
    duty.result = rules::determine(standard, source, {as_of, span});
    duties.push_back(std::move(duty));
  }
  return duties;
}

std::optional<ledger::NewTask> task_for(const rules::Pack& pack, const Duty& duty,
                                        const Uuid& subject, const Whereabouts& where) {
  const bool unmet = duty.result.outcome == rules::DutyOutcome::kUnmet;
  const bool unknown = duty.result.outcome == rules::DutyOutcome::kUndetermined;
  if (!unmet && !unknown) return std::nullopt;
  ledger::NewTask task;
  task.subject_kind = duty.standard->head.applies_to;
  task.subject = subject;
  if (task.subject_kind == "person") task.person = PersonId(subject);
  task.kind = unmet ? "duty" : "fact";
  task.standard = unmet ? duty_key(*duty.standard) : fact_key(*duty.standard);
  task.clause = clause_of(*duty.standard);
  task.period = duty.period;
  task.due_on = duty.result.due.value_or(duty.span.end);
  task.division = where.division;
  task.place = where.place;
  task.tags = where.tags;
  task.body = body_of(pack, duty);
  return task;
}

}  // namespace leye::casework
