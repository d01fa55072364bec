#include <boost/json.hpp>

#include "benefits/acts.h"

namespace leye::benefits {
namespace {

using access::Action;
using ledger::Kind;

/// Days after which promised papers are due: the need's own parameter, else `defer_days`.
Result<Date> due_of(const rules::Pack& pack, const rules::Need& need, Date today) {
  const std::string name = need.within_days.empty() ? "defer_days" : need.within_days;
  const auto index = pack.environment.param_index(name);
  const auto* row = index ? pack.environment.params[*index].at(today) : nullptr;
  const auto* days = row == nullptr ? nullptr : std::get_if<std::int64_t>(&row->value);
  const auto due = days == nullptr ? std::nullopt : add_days(today, *days);
  if (!due) return fail("benefits.no_defer_days", {}, {{"param", name}});
  return *due;
}

Result<Date> check_papers(const rules::Pack& pack, const rules::Policy& policy,
                          const std::vector<std::string>& papers, Date today) {
  std::optional<Date> due;
  for (const auto& paper : papers) {
    const rules::Need* need = nullptr;
    for (const auto& n : policy.needs)
      if (n.id == paper) need = &n;
    if (need == nullptr || !need->deferrable)
      return fail("benefits.not_deferrable", {}, {{"paper", paper}, {"policy", policy.head.code}});
    LEYE_TRY(const auto until, due_of(pack, *need, today));
    due = due ? std::min(*due, until) : until;
  }
  if (!due)
    return fail("benefits.not_deferrable", {}, {{"paper", "—"}, {"policy", policy.head.code}});
  return *due;
}

/// The review whose turn it is.
Action turn_of(const Application& application) {
  return application.progress.reviewer1 ? Action::kReviewSecond : Action::kReviewFirst;
}

Result<Acted> decide(const Hand& hand, ApplicationId id, Kind kind, std::string_view name,
                     std::string_view reason) {
  const auto known =
      hand.ledger.db().read([&](store::Reader& reader) { return application_of(reader, id); });
  if (!known) return fail(known.error());
  return detail::perform(
      hand, turn_of(*known), name, id,
      [&](ledger::Act& act, Application& application) -> Result<void> {
        LEYE_CHECK(detail::check_other(hand.account, application.progress));
        return detail::record(act, application, {kind, {}, {}, {}, {{"reason", reason}}});
      });
}

}  // namespace

Result<Acted> accept(const Hand& hand, ApplicationId id) {
  return detail::perform(
      hand, Action::kEnterApplication, "application.accept", id,
      [](ledger::Act& act, Application& application) {
        return detail::record(act, application, {Kind::kApplicationAccepted, {}, {}, {}, {}});
      });
}

Result<Acted> defer_papers(const Hand& hand, ApplicationId id, const rules::Pack& pack,
                           const std::vector<std::string>& papers) {
  return detail::perform(
      hand, Action::kEnterApplication, "application.defer", id,
      [&](ledger::Act& act, Application& application) -> Result<void> {
        LEYE_TRY(const auto* const policy, policy_of(pack, application.policy, act.today()));
        LEYE_TRY(const auto due, check_papers(pack, *policy, papers, act.today()));
        boost::json::array list(papers.begin(), papers.end());
        return detail::record(
            act, application,
            {Kind::kEvidenceDeferred, {}, {}, due, {{"papers", std::move(list)}}});
      });
}

Result<Acted> supply_papers(const Hand& hand, ApplicationId id) {
  return detail::perform(
      hand, Action::kEnterApplication, "application.supply", id,
      [](ledger::Act& act, Application& application) {
        return detail::record(act, application, {Kind::kEvidenceSupplied, {}, {}, {}, {}});
      });
}

Result<Acted> pass_first(const Hand& hand, ApplicationId id, const RuleCheck& check) {
  return detail::perform(
      hand, Action::kReviewFirst, "application.review1", id,
      [&](ledger::Act& act, Application& application) -> Result<void> {
        LEYE_CHECK(detail::check_other(hand.account, application.progress));
        LEYE_TRY(const auto result, check.determine(application.policy, application.subject_kind,
                                                    application.subject));
        if (result.outcome != rules::Eligibility::kEligible) {
          std::string why;
          for (const auto& part : result.failed) why += (why.empty() ? "" : ", ") + part;
          for (const auto& part : result.missing) why += (why.empty() ? "" : ", ") + part;
          return fail("benefits.no_longer_eligible", to_text(id),
                      {{"policy", application.code}, {"why", why}});
        }
        boost::json::object body{{"outcome", rules::to_text(result.outcome)}};
        if (result.amount) body["amount_now_fen"] = result.amount->count();
        return detail::record(act, application,
                              {Kind::kReviewPassed1, application.fen, {}, {}, std::move(body)});
      });
}

Result<Acted> pass_second(const Hand& hand, ApplicationId id) {
  return detail::perform(hand, Action::kReviewSecond, "application.review2", id,
                         [&](ledger::Act& act, Application& application) -> Result<void> {
                           LEYE_CHECK(detail::check_other(hand.account, application.progress));
                           return detail::record(
                               act, application,
                               {Kind::kReviewPassed2, application.fen, {}, {}, {}});
                         });
}

Result<Acted> send_back(const Hand& hand, ApplicationId id, std::string_view reason) {
  return decide(hand, id, Kind::kReviewReturned, "application.send_back", reason);
}

Result<Acted> refuse(const Hand& hand, ApplicationId id, std::string_view reason) {
  return decide(hand, id, Kind::kApplicationRefused, "application.refuse", reason);
}

Result<Acted> correct_account(const Hand& hand, ApplicationId id) {
  return detail::perform(
      hand, Action::kEnterApplication, "application.correct_account", id,
      [](ledger::Act& act, Application& application) {
        return detail::record(act, application, {Kind::kAccountCorrected, {}, {}, {}, {}});
      });
}

}  // namespace leye::benefits
