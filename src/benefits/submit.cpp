#include <boost/json.hpp>

#include "benefits/acts.h"

namespace leye::benefits {
namespace {

Application draft_of(const Entitlement& e, Date today) {
  Application a;
  a.id = application_id(e.id);
  a.payee = e.payee;
  a.entitlement = e.id;
  a.policy = e.policy;
  a.code = e.code;
  a.subject_kind = e.subject_kind;
  a.subject = e.subject;
  a.beneficiary = e.beneficiary;
  a.period = e.period;
  a.division = e.division;
  a.fen = e.fen.value_or(Fen());
  a.submitted_on = today;
  return a;
}

/// `A+B` → A, B.
std::vector<std::string> items_in(std::string_view text) {
  std::vector<std::string> items;
  for (std::size_t from = 0; from <= text.size();) {
    const auto to = std::min(text.find('+', from), text.size());
    items.emplace_back(text.substr(from, to - from));
    from = to + 1;
  }
  return items;
}

/// One row an item and month. The first months carry what does not divide evenly; a policy that
/// pays several items in one amount has it on the first, and a row of nothing guards the others.
Result<void> insert_rows(store::Transaction& tx, const Application& a, const std::string& item) {
  const auto months = months_of(a.period);
  const auto count = static_cast<std::int64_t>(months.size());
  const std::int64_t each = a.fen.count() / count;
  std::int64_t left = a.fen.count() % count;
  const auto items = items_in(item);
  for (const auto& month : months) {
    Fen fen(each + (left > 0 ? 1 : 0));
    if (left > 0) --left;
    for (const auto& part : items) {
      LEYE_CHECK(tx.execute(
          "INSERT INTO application_row (payee_id, application_id, item, month, fen) VALUES (?, ?, "
          "?, ?, ?)",
          a.payee.id, a.id, part, month, fen));
      fen = Fen();
    }
  }
  return {};
}

Result<void> insert(store::Transaction& tx, const Application& a, const Entitlement& e) {
  LEYE_TRY(
      const auto added,
      tx.execute(
          "INSERT INTO application (payee_id, application_id, payee_kind, entitlement_id, policy, "
          "code, subject_kind, subject_id, beneficiary, period, division, pack, fen, submitted_on, "
          "stage, version) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?) ON CONFLICT "
          "(payee_id, application_id) DO NOTHING",
          a.payee.id, a.id, ledger::code(a.payee.kind), a.entitlement, a.policy, a.code,
          a.subject_kind, a.subject, a.beneficiary, a.period, a.division, e.pack, a.fen,
          a.submitted_on, code(Stage::kNone), 0));
  if (added == 0) return fail("benefits.applied_already", to_text(a.id));
  return insert_rows(tx, a, e.item);
}

}  // namespace

ApplicationId application_id(const Uuid& entitlement) {
  return ApplicationId(
      derived_uuid(0, Hasher().field("application").field(to_text(entitlement)).finish()));
}

Result<Acted> submit(const Hand& hand, const Uuid& entitlement) {
  constexpr auto kAction = access::Action::kEnterApplication;
  const Date today = hand.ledger.clock().today();
  LEYE_CHECK(access::permit(hand.account, kAction, {}, access::usual_purpose(kAction), today));
  const auto found = hand.ledger.db().read(
      [&](store::Reader& reader) { return entitlement_of(reader, entitlement); });
  if (!found) return fail(found.error());
  if (!found->payable())
    return fail("benefits.not_payable", to_text(entitlement), {{"policy", found->code}});
  const auto command = detail::command_of(hand, kAction, "application.submit", found->payee,
                                          to_text(application_id(entitlement)));
  const auto response =
      hand.ledger.perform(command, [&](ledger::Act& act) -> Result<ledger::Response> {
        auto application = draft_of(*found, today);
        LEYE_CHECK(detail::check_scope(act.tx(), hand.account, application.division, today));
        LEYE_CHECK(insert(act.tx(), application, *found));
        LEYE_CHECK(detail::record(act, application,
                                  {ledger::Kind::kApplicationSubmitted,
                                   application.fen,
                                   {},
                                   {},
                                   {{"entitlement", to_text(entitlement)},
                                    {"rule", application.policy},
                                    {"by_proxy", true},
                                    {"pack", found->pack}}}));
        return detail::response_of(application);
      });
  if (!response) return fail(response.error());
  return detail::acted(*response);
}

}  // namespace leye::benefits
