#include "server/testing/served_place.h"

#include "access/confirmations.h"
#include "access/password.h"
#include "access/second_factor.h"
#include "access/totp.h"

namespace leye::server::testing {
namespace {

namespace fs = std::filesystem;
using access::Role;

fs::path source() { return LEYE_SOURCE_DIR; }

}  // namespace

void ServedPlace::SetUp() {
  EachBackend::SetUp();
  const bool server_database = GetParam() == store::Backend::kPostgres;
  if (server_database) start_empty();
  close();
  NewPlace wanted{folder() / "place",
                  server_database ? url().target : std::string(),
                  source() / "data/tianjin",
                  source() / "packs/tianjin-2020q4",
                  "test",
                  false};
  auto place = must(Place::create(wanted, clock_));
  app_ = must(App::open(std::move(place), source() / "data", clock_));
  choose_divisions();
  add_people();
  const auto every = static_cast<access::Rights>(0);
  for (std::size_t i = 0; i < access::kRoles; ++i) {
    const auto role = static_cast<Role>(i);
    if (access::is_public(role)) continue;
    const auto division = role == Role::kCityPromotion || access::is_administrator(role) ? "120000"
                          : role == Role::kCommunityWorker ? community_
                          : role == Role::kStreetWorker    ? street_
                                                           : district_;
    add_account(std::string(code(role)), role, division, every);
  }
  open_task(mine_);
  api_ =
      std::make_unique<Api>(clock_, [this](const std::string& token) { return app_->who(token); });
  add_routes(*api_, app_.get());
  site_ = std::make_unique<Site>(*api_, std::nullopt, [this] { return app_->ready(); });
  http::Options options;
  options.port = 0;
  server_ = must(http::Server::listen(options, *site_));
  port_ = server_->port();
  thread_ = std::thread([this] { server_->run(); });
}

void ServedPlace::TearDown() {
  if (server_) {
    server_->stop();
    thread_.join();
  }
  server_.reset();
  site_.reset();
  app_.reset();
}

void ServedPlace::choose_divisions() {
  for (const auto& unit : app_->divisions().all()) {
    if (unit.level != codes::DivisionLevel::kCommunity || unit.valid_to) continue;
    if (community_.empty()) community_ = unit.code;
    if (unit.code.substr(0, 6) == community_.substr(0, 6)) continue;
    elsewhere_ = unit.code;
    break;
  }
  const auto& all = app_->divisions();
  const auto* street = all.parent(*all.find(community_));
  street_ = street->code;
  district_ = all.parent(*street)->code;
  other_district_ = all.parent(*all.parent(*all.find(elsewhere_)))->code;
}

void ServedPlace::add_people() {
  std::vector<registry::PersonUpdate> updates(3);
  const std::array<std::string, 3> names = {"张晓梅", "=李建国", "王外区"};
  for (std::size_t i = 0; i < updates.size(); ++i) {
    auto& update = updates[i];
    update.id = PersonId::make();
    update.is_new = true;
    update.name = names.at(i);
    update.sex = "F";
    update.birth = ymd(1980, 6, 1);
    update.citizen_id = "12900119800601" + std::to_string(1000 + i);
    update.phone = "1390000000" + std::to_string(i);
    update.address = "学府街道 1 号";
    update.tags = "|registered_unemployed|";
    update.division = i < 2 ? community_ : elsewhere_;
    update.division_from = ymd(2020, 10, 1);
  }
  const auto run = must(app_->runs().begin({"link", digest_of("test"), std::nullopt, "{}"}));
  must(app_->runs().slices(run, "people", 1, [&](ledger::Act& act, std::int64_t, std::int64_t) {
    return registry::put_people(act, updates);
  }));
  must(app_->runs().commit(run, ledger::campaign("tianjin-2020q4"), "{}"));
  mine_ = updates[0].id;
  neighbour_ = updates[1].id;
  other_ = updates[2].id;
}

void ServedPlace::open_task(PersonId person, std::optional<AccountId> owner) {
  ledger::Command command;
  command.key = new_uuid();
  command.action = "test.task";
  command.subject = ledger::of(person);
  must(app_->ledger().perform(command, [&](ledger::Act& act) -> Result<ledger::Response> {
    ledger::NewTask task;
    task.subject = person.uuid();
    task.kind = "duty";
    task.standard = "monthly-follow-up";
    task.clause = "C2.2.5";
    task.period = owner ? "2020-12" : "2020-11";
    task.due_on = ymd(2020, 11, 30);
    task.division = community_;
    task.owner = owner;
    LEYE_CHECK(ledger::open_task(act, task));
    return ledger::Response{};
  }));
}

AccountId ServedPlace::add_account(const std::string& login, Role role, const std::string& division,
                                   access::Rights rights) {
  access::NewAccount account{login,
                             "员工",
                             role,
                             division,
                             rights,
                             "zh-CN",
                             must(access::hash_password(password_of(login)))};
  return accounts_[login] = must(app_->db().write([&](store::Transaction& tx) {
           return access::create_account(tx, account, clock_.now());
         }));
}

void ServedPlace::confirm(AccountId id) {
  const auto& notice = *app_->notices().find(kConfidentiality);
  must(app_->db().write([&](store::Transaction& tx) {
    return access::confirm(tx, id, kConfidentiality, app_->signed_pack().campaign, notice.version,
                           notice.digest, clock_.now());
  }));
}

std::string ServedPlace::cookie_for(const std::string& login, bool confirmed) {
  if (confirmed) confirm(accounts_.at(login));
  const auto answer = post(
      "/session", R"({"account":")" + login + R"(","password":")" + password_of(login) + "\"}", "");
  return cookies_of(answer);
}

std::string ServedPlace::strong_cookie_for(const std::string& login) {
  confirm(accounts_.at(login));
  const auto id = accounts_.at(login);
  const auto in = must(app_->db().write([&](store::Transaction& tx) -> Result<access::SignedIn> {
    LEYE_TRY(auto account, access::account_of(tx, id));
    return access::open_session(tx, std::move(account), access::Strength::kTwoFactor, "10.0.0.1",
                                clock_.now());
  }));
  return "Cookie: leye_session=" + in.token + "\r\n";
}

std::string ServedPlace::get(const std::string& path, const std::string& headers) const {
  return testing::get(port_, "/api/v1" + path, headers);
}
std::string ServedPlace::post(const std::string& path, const std::string& body,
                              const std::string& headers) const {
  return testing::post(port_, "/api/v1" + path, body, headers);
}

boost::json::object ServedPlace::json_of(const std::string& answer) {
  return boost::json::parse(body_of(answer)).as_object();
}
std::string ServedPlace::code_of(const std::string& answer) {
  const auto parsed = json::parse(body_of(answer));
  const auto* code =
      parsed && parsed->is_object() ? parsed->as_object().if_contains("code") : nullptr;
  return code && code->is_string() ? std::string(code->as_string())
                                   : std::to_string(status_of_answer(answer));
}

std::string ServedPlace::cookies_of(const std::string& answer) {
  std::string all;
  for (auto at = answer.find("Set-Cookie: "); at != std::string::npos;
       at = answer.find("Set-Cookie: ", at + 1)) {
    const auto pair = answer.substr(at + 12, answer.find(';', at) - at - 12);
    all += (all.empty() ? "" : "; ") + pair;
  }
  return "Cookie: " + all + "\r\n";
}

}  // namespace leye::server::testing
