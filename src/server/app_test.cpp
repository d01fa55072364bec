#include "server/app.h"

#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>
#include <set>
#include <sstream>
#include <thread>

#include "access/confirmations.h"
#include "access/password.h"
#include "server/runner.h"
#include "server/site.h"
#include "server/testing/raw_client.h"

namespace leye::server {
namespace {

namespace fs = std::filesystem;
using testing::body_of;
using testing::get;
using testing::post;
using testing::status_of_answer;

template <class T>
T must(Result<T> result) {
  if (!result) throw std::runtime_error(describe(result.error(), Locale::kEn));
  if constexpr (!std::is_void_v<T>) return *std::move(result);
}

/// A real place with two people of one community and one of another district, served for real.
class AppTest : public ::testing::Test {
 protected:
  static fs::path source() { return LEYE_SOURCE_DIR; }

  void SetUp() override {
    folder = fs::temp_directory_path() / ("leye-app-" + to_text(new_uuid()));
    auto place = must(Place::create(
        {folder, "", source() / "data/tianjin", source() / "packs/tianjin-2020q4", "test", true},
        clock));
    app = must(App::open(std::move(place), source() / "data", clock));
    const auto communities = community_codes();
    community = communities.first;
    other = communities.second;
    add_account("worker", access::Role::kCommunityWorker, community);
    add_account("operator", access::Role::kOperator, "120000");
    people = add_people();
    add_routes(api, app.get());
    site = std::make_unique<Site>(api, std::nullopt, [this] { return app->ready(); });
    http::Options options;
    options.port = 0;
    server = must(http::Server::listen(options, *site));
    port = server->port();
    thread = std::thread([this] { server->run(); });
  }
  void TearDown() override {
    if (server) {
      server->stop();
      thread.join();
    }
    app.reset();
    fs::remove_all(folder);
  }

  /// Two communities, the second in another district.
  std::pair<std::string, std::string> community_codes() const {
    std::string first;
    for (const auto& unit : app->divisions().all()) {
      if (unit.level != codes::DivisionLevel::kCommunity || unit.valid_to) continue;
      if (first.empty()) first = unit.code;
      if (unit.code.substr(0, 6) != first.substr(0, 6)) return {first, unit.code};
    }
    return {first, first};
  }

  void add_account(const std::string& login, access::Role role, const std::string& division) {
    access::NewAccount account{login,
                               "员工",
                               role,
                               division,
                               0,
                               "zh-CN",
                               must(access::hash_password("long enough " + login))};
    const auto& duty = *app->notices().find(kConfidentiality);
    must(app->db().write([&](store::Transaction& tx) -> Result<void> {
      LEYE_TRY(const auto id, access::create_account(tx, account, clock.now()));
      return access::confirm(tx, id, kConfidentiality, app->signed_pack().campaign, duty.version,
                             duty.digest, clock.now());
    }));
  }

  std::vector<PersonId> add_people() {
    std::vector<registry::PersonUpdate> updates(3);
    for (std::size_t i = 0; i < updates.size(); ++i) {
      auto& update = updates[i];
      update.id = PersonId::make();
      update.is_new = true;
      update.name = i == 0 ? "张晓梅" : i == 1 ? "李建国" : "王外区";
      update.sex = i == 0 ? "F" : "M";
      update.birth = ymd(1980, 6, 1);
      update.citizen_id = "12900119800601" + std::to_string(1000 + i);
      update.phone = "1390000000" + std::to_string(i);
      update.tags = "|registered_unemployed|";
      update.division = i < 2 ? community : other;
      update.division_from = ymd(2020, 10, 1);
    }
    const auto run = must(app->runs().begin({"link", digest_of("test"), std::nullopt, "{}"}));
    must(app->runs().slices(run, "people", 1,
                            [&](ledger::Act& act, std::int64_t, std::int64_t) -> Result<void> {
                              LEYE_CHECK(registry::put_people(act, updates));
                              // A community worker sees those on her work list.
                              for (std::size_t i = 0; i < 2; ++i) {
                                ledger::NewTask task;
                                task.subject = updates[i].id.uuid();
                                task.kind = "help";
                                task.due_on = ymd(2020, 11, 30);
                                task.division = community;
                                LEYE_CHECK(ledger::open_task(act, task));
                              }
                              return {};
                            }));
    must(app->runs().commit(run, ledger::campaign("tianjin-2020q4"), "{}"));
    return {updates[0].id, updates[1].id, updates[2].id};
  }

  std::string sign_in(const std::string& login, const std::string& password) const {
    return post(port, "/api/v1/session",
                R"({"account":")" + login + R"(","password":")" + password + "\"}");
  }
  std::string cookie(const std::string& login) const {
    const auto answer = sign_in(login, "long enough " + login);
    const auto at = answer.find("Set-Cookie: ") + 12;
    return "Cookie: " + answer.substr(at, answer.find(';', at) - at) + "\r\n";
  }
  static std::string person_path(PersonId id) { return "/api/v1/persons/" + to_text(id); }
  static boost::json::object json_of(const std::string& answer) {
    return boost::json::parse(body_of(answer)).as_object();
  }

  fs::path folder;
  ManualClock clock{Instant(start_of(ymd(2020, 11, 20)).micros() + 9LL * 3600 * 1'000'000)};
  std::unique_ptr<App> app;
  Api api{clock, [this](const std::string& token) { return app->who(token); }};
  std::unique_ptr<Site> site;
  std::unique_ptr<http::Server> server;
  std::uint16_t port = 0;
  std::thread thread;
  std::string community, other;
  std::vector<PersonId> people;
};

TEST_F(AppTest, SignsInSaysWhoAndSignsOut) {
  EXPECT_EQ(status_of_answer(sign_in("worker", "wrong password")), 401);
  EXPECT_EQ(status_of_answer(sign_in("nobody", "wrong password")), 401);
  const auto answer = sign_in("worker", "long enough worker");
  ASSERT_EQ(status_of_answer(answer), 200) << answer;
  EXPECT_NE(answer.find("HttpOnly; SameSite=Strict"), std::string::npos);
  const auto session = json_of(answer);
  EXPECT_EQ(session.at("account").at("role").as_string(), "community_worker");
  EXPECT_EQ(session.at("today").as_string(), "2020-11-20");
  EXPECT_EQ(session.at("campaign").at("id").as_string(), "tianjin-2020q4");
  const auto mine = cookie("worker");
  EXPECT_EQ(status_of_answer(get(port, "/api/v1/session", mine)), 200);
  const auto out = testing::ask(
      port, "DELETE /api/v1/session HTTP/1.1\r\nHost: t\r\n" + mine + "Connection: close\r\n\r\n");
  EXPECT_EQ(status_of_answer(out), 204);
  EXPECT_EQ(status_of_answer(get(port, "/api/v1/session", mine)), 401);
}

TEST_F(AppTest, GuessingAPasswordIsSlowedDown) {
  for (int i = 0; i < 5; ++i) (void)sign_in("worker", "wrong password");
  EXPECT_EQ(status_of_answer(sign_in("worker", "long enough worker")), 429);
  EXPECT_EQ(status_of_answer(sign_in("operator", "long enough operator")), 200);
}

TEST_F(AppTest, SeesOnlyThePeopleOfTheOwnOffice) {
  const auto mine = cookie("worker");
  const auto found = post(port, "/api/v1/persons:search", "{}", mine);
  ASSERT_EQ(status_of_answer(found), 200) << found;
  EXPECT_EQ(json_of(found).at("total").as_int64(), 2);
  EXPECT_EQ(json_of(found).at("items").at(0).at("sex").as_string().size() > 0, true);
  const auto opened = get(port, person_path(people[0]), mine);
  ASSERT_EQ(status_of_answer(opened), 200) << opened;
  EXPECT_EQ(json_of(opened).at("name").as_string(), "张晓梅");
  EXPECT_EQ(opened.find("129001198006011000"), std::string::npos);
  for (const char* part : {"", "/facts", "/links", "/entries", "/determinations"})
    EXPECT_EQ(status_of_answer(get(port, person_path(people[2]) + part, mine)), 404) << part;
  EXPECT_EQ(status_of_answer(get(port, person_path(people[0]), cookie("operator"))), 403);
}

TEST_F(AppTest, C2_2_5_AContactIsRecordedOnceAndShown) {
  const auto mine = cookie("worker");
  const auto key = "Idempotency-Key: " + to_text(new_uuid()) + "\r\n";
  const std::string body = R"({"kind":"FollowUpDone","occurred_on":"2020-11-20","channel":"phone",)"
                           R"("code":"unemployed_searching","note":"在家，想找工作"})";
  const auto path = person_path(people[0]) + "/entries";
  const auto made = post(port, path, body, mine + key);
  ASSERT_EQ(status_of_answer(made), 201) << made;
  const auto again = post(port, path, body, mine + key);
  EXPECT_EQ(body_of(again), body_of(made));
  const auto listed = get(port, path, mine);
  ASSERT_EQ(status_of_answer(listed), 200) << listed;
  int contacts = 0;
  const auto page = json_of(listed);
  for (const auto& entry : page.at("items").as_array())
    if (entry.at("kind").as_string() == "FollowUpDone") {
      ++contacts;
      EXPECT_EQ(entry.at("text").as_string(), "在家，想找工作");
      EXPECT_TRUE(entry.at("effective").as_bool());
    }
  EXPECT_EQ(contacts, 1);
  const auto found = json_of(post(port, "/api/v1/persons:search", R"({"name":"张晓梅"})", mine));
  EXPECT_EQ(found.at("items").at(0).at("last_contact").as_string(), "2020-11-20");
}

TEST_F(AppTest, RefusesEntriesThatAreNotWrittenByHandAndFactsNobodyAsks) {
  const auto mine = cookie("worker");
  const auto path = person_path(people[0]) + "/entries";
  const auto paid =
      post(port, path, R"({"kind":"PaymentConfirmed","occurred_on":"2020-11-20"})", mine);
  EXPECT_EQ(status_of_answer(paid), 422);
  EXPECT_NE(paid.find("entry.kind_by_hand"), std::string::npos);
  const auto fact = post(port, path,
                         R"({"kind":"FollowUpDone","occurred_on":"2020-11-20","code":"other",)"
                         R"("facts":[{"fact":"person.shoe_size","state":"known","value":42}]})",
                         mine);
  EXPECT_NE(fact.find("fact.unknown"), std::string::npos);
  const auto tomorrow =
      post(port, path, R"({"kind":"FollowUpDone","occurred_on":"2020-11-21"})", mine);
  EXPECT_EQ(status_of_answer(tomorrow), 422) << tomorrow;
  const auto stale = post(port, path, R"({"kind":"FollowUpDone","occurred_on":"2020-11-20"})",
                          mine + "If-Match: \"99\"\r\n");
  EXPECT_EQ(status_of_answer(stale), 409) << stale;
}

TEST_F(AppTest, ARevealNeedsAReasonAndLeavesALeaf) {
  const auto mine = cookie("worker");
  const auto path = person_path(people[0]) + ":reveal";
  const auto bare = post(port, path, R"({"field":"phone","purpose":"service","reason":""})", mine);
  EXPECT_EQ(status_of_answer(bare), 422) << bare;
  const auto shown =
      post(port, path, R"({"field":"phone","purpose":"service","reason":"预约入户时间"})", mine);
  ASSERT_EQ(status_of_answer(shown), 200) << shown;
  EXPECT_EQ(json_of(shown).at("value").as_string(), "13900000000");
  const auto looks = must(app->db().read(
      [&](store::Reader& reader) { return access::looks_at(reader, people[0], 10); }));
  EXPECT_FALSE(looks.empty());
}

TEST_F(AppTest, AnswersEveryReadingRouteOfAPerson) {
  const auto mine = cookie("worker");
  for (const char* part : {"", "/facts", "/links", "/entries", "/determinations"})
    EXPECT_EQ(status_of_answer(get(port, person_path(people[0]) + part, mine)), 200) << part;
  for (const char* path : {"/work-items", "/work-items?chip=overdue&sort=place&limit=5",
                           "/questions", "/divisions/120104"})
    EXPECT_EQ(status_of_answer(get(port, std::string("/api/v1") + path, mine)), 200) << path;
  EXPECT_EQ(status_of_answer(get(port, "/api/v1/work-items?cursor=forged", mine)), 400);
}

TEST_F(AppTest, TheTextOfAClauseIsShownWordForWord) {
  const auto mine = cookie("worker");
  const auto answer = get(port, "/api/v1/clauses/C2.2.5", mine);
  ASSERT_EQ(status_of_answer(answer), 200) << answer;
  const auto clause = json_of(answer);
  EXPECT_EQ(clause.at("id").as_string(), "C2.2.5");
  EXPECT_EQ(clause.at("text").as_string(), app->clause_text("C2.2.5"));
  EXPECT_EQ(clause.at("document").as_string(), "津人社办函〔2020〕630号");
  EXPECT_FALSE(clause.at("document_title").as_string().empty());
  EXPECT_EQ(status_of_answer(get(port, "/api/v1/clauses/C99.9", mine)), 404);
  EXPECT_EQ(status_of_answer(get(port, "/api/v1/clauses/C2.2.5")), 401);
}

TEST_F(AppTest, TheWorkListIsSearchedByNameInsideTheOwnOffice) {
  const auto run = must(app->runs().begin({"plan", digest_of("tasks"), std::nullopt, "{}"}));
  must(app->runs().slices(run, "tasks", 1,
                          [&](ledger::Act& act, std::int64_t, std::int64_t) -> Result<void> {
                            for (std::size_t i = 0; i < people.size(); ++i) {
                              ledger::NewTask task;
                              task.subject = people[i].uuid();
                              task.person = people[i];
                              task.kind = "duty";
                              task.standard = "monthly-follow-up";
                              task.period = "2020-11";
                              task.due_on = ymd(2020, 11, 30);
                              task.division = i < 2 ? community : other;
                              task.place = i == 0 ? "6号楼" : "100%楼";
                              LEYE_CHECK(ledger::open_task(act, task));
                            }
                            return {};
                          }));
  must(app->runs().commit(run, ledger::campaign("tianjin-2020q4"), "{}"));
  const auto mine = cookie("worker");
  const auto found = [&](const std::string& text) {
    const auto answer =
        post(port, "/api/v1/work-items:search", R"({"text":")" + text + "\"}", mine);
    EXPECT_EQ(status_of_answer(answer), 200) << answer;
    const auto list = json_of(answer);
    std::set<std::string> people_found;
    for (const auto& item : list.at("items").as_array())
      people_found.emplace(item.at("person").at("name").as_string());
    EXPECT_EQ(list.at("total").as_int64(),
              static_cast<std::int64_t>(list.at("items").as_array().size()));
    std::string names;
    for (const auto& name : people_found) names += name;
    return names;
  };
  EXPECT_EQ(found("晓梅"), "张晓梅");
  EXPECT_EQ(found("6号"), "张晓梅");
  EXPECT_EQ(found("王外区"), "") << "another office's person is not found";
  EXPECT_EQ(found("0%楼"), "李建国") << "what is typed stands for itself";
  EXPECT_EQ(found("_号楼"), "");
  EXPECT_EQ(found("没有这人"), "");
}

TEST_F(AppTest, ItsRunnerSealsWhatWasDone) {
  Runner runner(*app);
  runner.tick();
  const auto sealed =
      must(app->db().read([](store::Reader& reader) { return ledger::latest_seal(reader); }));
  EXPECT_GT(sealed, 0);
}

TEST(OpenApi, IsTheCommittedDocument) {
  const fs::path file = fs::path(LEYE_SOURCE_DIR) / "docs/openapi.json";
  if (std::getenv("LEYE_UPDATE_GOLDEN") != nullptr) std::ofstream(file) << openapi_document();
  std::ifstream in(file);
  std::ostringstream committed;
  committed << in.rdbuf();
  EXPECT_TRUE(committed.str() == openapi_document())
      << "the routes changed: run `leye openapi > docs/openapi.json` and review the difference";
  const SystemClock clock;
  Api api(clock, [](const std::string&) -> Result<access::Account> { return fail("x"); });
  add_routes(api, nullptr);
  EXPECT_TRUE(api.clashes().empty());
}

TEST(Place, RefusesAFolderThatIsNoneOrNewer) {
  const fs::path folder = fs::temp_directory_path() / ("leye-place-" + to_text(new_uuid()));
  EXPECT_EQ(Place::open(folder).error().code, "place.missing");
  fs::create_directories(folder);
  std::ofstream(folder / "config.json") << R"({"format":99,"db":"leye.db"})";
  EXPECT_EQ(Place::open(folder).error().code, "place.newer");
  std::ofstream(folder / "config.json") << R"({"format":1,"db":"leye.db"})";
  EXPECT_EQ(Place::open(folder).error().code, "access.key_missing");
  fs::remove_all(folder);
}

}  // namespace
}  // namespace leye::server
