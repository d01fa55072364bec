#pragma once
#include <filesystem>
#include <map>
#include <memory>
#include <mutex>
#include <string>

#include "access/access.h"
#include "campaign/campaign.h"
#include "casework/casework.h"
#include "codes/calendar.h"
#include "codes/divisions.h"
#include "core/date.h"
#include "insight/indicators.h"
#include "ledger/ledger.h"
#include "outreach/code_file.h"
#include "registry/registry.h"
#include "screening/runs.h"
#include "server/api.h"
#include "server/contact_list.h"
#include "server/cursor.h"
#include "server/notices.h"
#include "server/place.h"

namespace leye::server {

/// What the handlers work with: an opened place and the services on it. Shared by all workers;
/// nothing in it changes after `open` but through the database.
class App {
 public:
  /// `tables` = the installed data tables (`data/`). Errors of Place, campaign and codes.
  static Result<std::unique_ptr<App>> open(std::unique_ptr<Place> place,
                                           const std::filesystem::path& tables, const Clock&);

  [[nodiscard]] Place& place() { return *place_; }
  [[nodiscard]] store::Database& db() { return place_->db(); }
  [[nodiscard]] const access::KeyRing& keys() const { return place_->keys(); }
  [[nodiscard]] const Clock& clock() const { return clock_; }
  [[nodiscard]] const codes::Divisions& divisions() const { return divisions_; }
  [[nodiscard]] const rules::Pack& pack() const { return *pack_; }
  [[nodiscard]] const std::shared_ptr<const rules::Pack>& shared_pack() const { return pack_; }
  [[nodiscard]] const ContactList& contact_list() const { return contact_list_; }
  [[nodiscard]] const campaign::SignedPack& signed_pack() const { return signed_; }
  [[nodiscard]] ledger::Ledger& ledger() { return ledger_; }
  [[nodiscard]] const Cursors& cursors() const { return cursors_; }
  [[nodiscard]] const Notices& notices() const { return notices_; }
  [[nodiscard]] const codes::WorkCalendar& calendar() const { return calendar_; }
  /// What brings one-time codes to phones.
  [[nodiscard]] access::CodeSender& code_sender() { return code_sender_; }

  [[nodiscard]] ledger::Runs& runs() { return runs_; }
  [[nodiscard]] screening::Screenings& screenings() { return screenings_; }

  /// The figures of a day, or the newest ones; kept in memory, because a run never changes. Error
  /// `run.missing`.
  Result<std::shared_ptr<const insight::IndicatorRun>> figures(store::Reader&,
                                                               std::optional<Date> as_of);
  [[nodiscard]] insight::Indicators& indicators() { return indicators_; }

  /// May people be sent here? The database answers.
  Result<void> ready();
  /// What a session is judged by now.
  [[nodiscard]] access::Moment moment() const;
  /// The account of a session, and its idle clock moved on.
  Result<access::Account> who(const std::string& token);
  /// One audit leaf, durable when this returns: before what it is about is sent.
  Result<void> leave(const access::Leaf&, Instant now);
  /// Of a clause, an empty text if the pack does not have it.
  [[nodiscard]] std::string clause_text(std::string_view id) const;
  [[nodiscard]] std::string words(const rules::Words&, Locale) const;
  [[nodiscard]] std::string division_name(std::string_view code) const;

 private:
  App(std::unique_ptr<Place> place, codes::Divisions divisions, campaign::SignedPack signed_pack,
      std::shared_ptr<const rules::Pack> pack, ContactList contact_list, Notices notices,
      codes::WorkCalendar calendar, const Clock& clock);
  std::unique_ptr<Place> place_;
  codes::Divisions divisions_;
  campaign::SignedPack signed_;
  std::shared_ptr<const rules::Pack> pack_;
  ContactList contact_list_;
  Notices notices_;
  codes::WorkCalendar calendar_;
  outreach::CodeFiles code_sender_;
  const Clock& clock_;
  casework::Casework casework_;
  ledger::Ledger ledger_;
  ledger::Runs runs_;
  screening::Screenings screenings_;
  insight::Indicators indicators_;
  std::mutex figures_mutex_;
  std::map<RunId, std::shared_ptr<const insight::IndicatorRun>> figures_;
  Cursors cursors_;
};

// One function a capability; `add_routes` calls them all. With `app` null the routes are declared
// and described (leye openapi) and never called.
void add_session_routes(Api&, App*);
void add_sign_in_routes(Api&, App*);
void add_notice_routes(Api&, App*);
void add_account_routes(Api&, App*);
void add_agreement_routes(Api&, App*);
void add_export_routes(Api&, App*);
void add_own_file_routes(Api&, App*);
void add_work_routes(Api&, App*);
void add_people_routes(Api&, App*);
void add_entry_routes(Api&, App*);
void add_clause_routes(Api&, App*);
void add_division_routes(Api&, App*);
void add_fact_routes(Api&, App*);
void add_outcome_routes(Api&, App*);
void add_indicator_routes(Api&, App*);
void add_report_routes(Api&, App*);
void add_benefit_routes(Api&, App*);
void add_firm_routes(Api&, App*);
void add_routes(Api&, App*);

/// The API document without a place: `leye openapi`.
[[nodiscard]] std::string openapi_document();

}  // namespace leye::server
