#include "server/app.h"

#include "access/confirmations.h"
#include "server/routes_audit.h"

namespace leye::server {

App::App(std::unique_ptr<Place> place, codes::Divisions divisions, campaign::SignedPack signed_pack,
         std::shared_ptr<const rules::Pack> pack, ContactList contact_list, Notices notices,
         codes::WorkCalendar calendar, const Clock& clock)
    : place_(std::move(place)),
      divisions_(std::move(divisions)),
      signed_(std::move(signed_pack)),
      pack_(std::move(pack)),
      contact_list_(std::move(contact_list)),
      notices_(std::move(notices)),
      calendar_(std::move(calendar)),
      code_sender_(place_->messages()),
      clock_(clock),
      casework_(pack_),
      ledger_(place_->db(), place_->keys(), clock, &casework_),
      runs_(place_->db(), place_->keys(), clock),
      screenings_(runs_, place_->folder()),
      indicators_(runs_, place_->folder()),
      cursors_(place_->keys()) {}

Result<std::unique_ptr<App>> App::open(std::unique_ptr<Place> place,
                                       const std::filesystem::path& tables, const Clock& clock) {
  LEYE_TRY(auto divisions, codes::Divisions::load(tables / "tianjin"));
  LEYE_TRY(auto signed_pack, place->db().read([&](store::Reader& reader) {
    return campaign::in_force(reader, clock.today());
  }));
  LEYE_TRY(auto pack, campaign::load(place->folder(), signed_pack));
  LEYE_TRY(auto contact_list, ContactList::load(campaign::folder(place->folder(), signed_pack)));
  LEYE_TRY(auto calendar, codes::WorkCalendar::load(tables));
  LEYE_TRY(auto notices, Notices::load(tables, campaign::folder(place->folder(), signed_pack)));
  return std::unique_ptr<App>(
      new App(std::move(place), std::move(divisions), std::move(signed_pack), std::move(pack),
              std::move(contact_list), std::move(notices), std::move(calendar), clock));
}

Result<std::shared_ptr<const insight::IndicatorRun>> App::figures(store::Reader& reader,
                                                                  std::optional<Date> as_of) {
  if (!as_of) {
    LEYE_TRY(const auto newest, ledger::latest_run(reader, "indicators"));
    const std::lock_guard lock(figures_mutex_);
    if (newest)
      if (const auto known = figures_.find(newest->id); known != figures_.end())
        return known->second;
  }
  LEYE_TRY(auto loaded, indicators_.newest(reader, as_of));
  auto run = std::make_shared<const insight::IndicatorRun>(std::move(loaded));
  const std::lock_guard lock(figures_mutex_);
  // A few runs at a time: the newest one and those somebody is looking back at.
  static constexpr std::size_t kKept = 4;
  if (figures_.size() >= kKept) figures_.erase(figures_.begin());
  figures_[run->id] = run;
  return run;
}

Result<void> App::ready() {
  LEYE_CHECK(db().read(
      [](store::Reader& reader) { return reader.one<std::int64_t>("SELECT count(*) FROM run"); }));
  return {};
}

access::Moment App::moment() const {
  access::Moment moment;
  moment.now = clock_.now();
  moment.today = clock_.today();
  moment.campaign = signed_.campaign;
  moment.notice = to_text(notices_.find(kConfidentiality)->digest);
  moment.second_factor_due = place_->second_factor_due();
  return moment;
}

Result<access::Account> App::who(const std::string& token) {
  const auto now = moment();
  LEYE_TRY(auto account, db().read([&](store::Reader& reader) {
    return access::session_account(reader, token, now);
  }));
  LEYE_CHECK(access::touch_session(db(), token, now.now));
  return account;
}

Result<void> App::leave(const access::Leaf& leaf, Instant now) {
  LEYE_CHECK(db().write(
      [&](store::Transaction& tx) { return access::leave_leaf(tx, keys(), leaf, now); }));
  return {};
}

std::string App::clause_text(std::string_view id) const {
  const auto* clause = pack_->clause(id);
  return clause ? clause->text : std::string();
}

std::string App::words(const rules::Words& words, Locale locale) const {
  return locale == Locale::kEn && !words.en.empty() ? words.en : words.zh;
}

std::string App::division_name(std::string_view code) const {
  const auto* division = divisions_.find(code);
  return division ? division->name : std::string(code);
}

void add_routes(Api& api, App* app) {
  api.ask_found([app](const access::Account& account, PersonId person, Instant now) {
    return app->db().read([&](store::Reader& reader) {
      return access::is_visiting(reader, account.id, person, now);
    });
  });
  add_session_routes(api, app);
  add_sign_in_routes(api, app);
  add_notice_routes(api, app);
  add_account_routes(api, app);
  add_agreement_routes(api, app);
  add_export_routes(api, app);
  add_own_file_routes(api, app);
  add_work_routes(api, app);
  add_people_routes(api, app);
  add_entry_routes(api, app);
  add_clause_routes(api, app);
  add_division_routes(api, app);
  add_fact_routes(api, app);
  add_outcome_routes(api, app);
  add_indicator_routes(api, app);
  add_report_routes(api, app);
  add_audit_routes(api, app);
  add_benefit_routes(api, app);
  add_firm_routes(api, app);
}

std::string openapi_document() {
  const SystemClock clock;
  Api api(clock,
          [](const std::string&) -> Result<access::Account> { return fail("access.session"); });
  add_routes(api, nullptr);
  return api.document();
}

}  // namespace leye::server
