#include "server/api.h"

#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>
#include <thread>

#include "server/site.h"
#include "server/testing/raw_client.h"

namespace leye::server {
namespace {

using testing::body_of;
using testing::get;
using testing::post;
using testing::status_of_answer;

enum class Mood { kGood, kNotSoGood };
BOOST_DESCRIBE_ENUM(Mood, kGood, kNotSoGood)
struct Note {
  PersonId person_id;
  json::Text<10> text;
  Mood mood{};
  std::optional<int> stars;
};
BOOST_DESCRIBE_STRUCT(Note, (), (person_id, text, mood, stars))
struct NotePage {
  PersonId person_id;
  std::optional<int> limit;
};
BOOST_DESCRIBE_STRUCT(NotePage, (), (person_id, limit))
struct Noted {
  std::string text;
  std::int64_t count = 0;
  std::optional<Date> on;
};
BOOST_DESCRIBE_STRUCT(Noted, (), (text, count, on))
struct None {};
BOOST_DESCRIBE_STRUCT(None, (), ())

constexpr const char* kPerson = "0192d4f0-7a50-7000-8000-000000000001";

class ApiTest : public ::testing::Test {
 protected:
  void SetUp() override {
    const Access worker = Access::to(access::Action::kOpenPerson);
    api.add<Note, Noted>({"POST", "/persons/{person_id}/notes", "addNote", "写备注", {"C2.2.5"}},
                         worker.answers(201).body_limit(4096),
                         [](Call& call, const Note& note) -> Result<Noted> {
                           if (note.text.value == "fail")
                             return fail("run.missing", {}, {{"as_of", "2020-11-20"}});
                           return Noted{note.text.value, note.stars.value_or(0), call.today};
                         });
    api.add<NotePage, Noted>({"GET", "/persons/{person_id}/notes", "listNotes", "看备注", {}},
                             worker, [](Call& call, const NotePage& page) -> Result<Noted> {
                               call.reply.version = 7;
                               return Noted{"列表", page.limit.value_or(50), {}};
                             });
    api.add<NotePage, NoContent>({"POST", "/persons/{person_id}:close", "closePerson", "结案", {}},
                                 worker.edits(),
                                 [](Call& call, const NotePage&) -> Result<NoContent> {
                                   if (*call.if_match != 7) return fail("command.version");
                                   return NoContent{};
                                 });
    api.add<None, NoContent>({"GET", "/slow", "slow", "慢", {}}, Access::signed_in(),
                             [](Call&, const None&) -> Result<NoContent> {
                               std::this_thread::sleep_for(std::chrono::milliseconds(300));
                               return NoContent{};
                             });
    api.add<None, File>({"GET", "/file", "file", "文件", {}}, Access::open("test"),
                        [](Call&, const None&) -> Result<File> {
                          return File{"text/plain", "总结.txt", "abc"};
                        });
    site = std::make_unique<Site>(api, std::nullopt, [] { return Result<void>(); });
    http::Options options;
    options.port = 0;
    options.limits.interactive_threads = 16;
    server = *http::Server::listen(options, *site);
    site->watch(*server);
    port = server->port();
    thread = std::thread([this] { server->run(); });
  }
  void TearDown() override {
    server->stop();
    thread.join();
  }

  static Result<access::Account> who(const std::string& token) {
    static const AccountId kWorker = AccountId::make();
    if (token == "worker")
      return access::Account{kWorker,        "w", "W",    access::Role::kCommunityWorker,
                             "120104001001", 0,   "zh-CN"};
    if (token == "operator")
      return access::Account{AccountId::make(), "o", "O",    access::Role::kOperator,
                             "120000000000",    0,   "zh-CN"};
    return fail("access.session");
  }
  std::string note(std::string_view body, std::string_view headers = kCookie) const {
    return post(port, std::string("/api/v1/persons/") + kPerson + "/notes", body, headers);
  }

  static constexpr const char* kCookie = "Cookie: leye_session=worker\r\n";
  static constexpr const char* kGood = R"({"text":"在家","mood":"good","stars":3})";
  ManualClock clock{start_of(ymd(2020, 11, 20))};
  Api api{clock, who};
  std::unique_ptr<Site> site;
  std::unique_ptr<http::Server> server;
  std::uint16_t port = 0;
  std::thread thread;
};

TEST_F(ApiTest, DecodesPathBodyAndQueryAndAnswersJson) {
  const auto made = note(kGood);
  EXPECT_EQ(status_of_answer(made), 201);
  EXPECT_EQ(body_of(made), R"({"text":"在家","count":3,"on":"2020-11-20"})");
  const auto listed =
      get(port, std::string("/api/v1/persons/") + kPerson + "/notes?limit=12", kCookie);
  EXPECT_EQ(body_of(listed), R"({"text":"列表","count":12,"on":null})");
  EXPECT_NE(listed.find("ETag: \"7\""), std::string::npos);
  EXPECT_NE(listed.find("Cache-Control: no-store"), std::string::npos);
}

TEST_F(ApiTest, NamesEveryFaultOfABody) {
  const auto answer = note(R"({"text":"太长太长太长太长太长太长","mood":"bad","extra":1})");
  EXPECT_EQ(status_of_answer(answer), 422);
  const auto problem = boost::json::parse(body_of(answer)).as_object();
  const auto& errors = problem.at("errors").as_array();
  ASSERT_EQ(errors.size(), 3U);
  EXPECT_EQ(errors[0].at("where").as_string(), "/text");
  EXPECT_EQ(errors[1].at("code").as_string(), "json.choice");
  EXPECT_EQ(errors[2].at("where").as_string(), "/extra");
  EXPECT_NE(answer.find("application/problem+json"), std::string::npos);
  EXPECT_NE(answer.find("X-Request-Id: " + std::string(problem.at("instance").as_string())),
            std::string::npos);
}

TEST_F(ApiTest, RefusesWhatIsNoJsonOrNotDeclaredAsSuch) {
  EXPECT_EQ(status_of_answer(note("{\"text\":")), 400);
  EXPECT_EQ(status_of_answer(note(std::string(200, '['))), 400);
  EXPECT_EQ(status_of_answer(note(std::string(5000, ' '))), 413);
  const auto plain = testing::ask(
      port, std::string("POST /api/v1/persons/") + kPerson +
                "/notes HTTP/1.1\r\nHost: t\r\nConnection: close\r\nContent-Length: 2\r\n" +
                "Idempotency-Key: " + kPerson + "\r\n" + kCookie + "\r\n{}");
  EXPECT_EQ(status_of_answer(plain), 415);
}

TEST_F(ApiTest, EveryPostNeedsAnIdempotencyKey) {
  const auto answer = note(kGood, std::string(kCookie) + "Idempotency-Key: 1\r\n");
  EXPECT_EQ(status_of_answer(answer), 400);
  EXPECT_NE(answer.find("request.idempotency_key"), std::string::npos);
}

TEST_F(ApiTest, AsksWhoAndWhetherBeforeItLooksAtTheBody) {
  EXPECT_EQ(status_of_answer(note("nonsense", "")), 401);
  EXPECT_EQ(status_of_answer(note("nonsense", "Cookie: leye_session=operator\r\n")), 403);
  EXPECT_EQ(status_of_answer(note(kGood, std::string(kCookie) + "Origin: http://evil.example\r\n")),
            403);
  EXPECT_EQ(status_of_answer(note(kGood, std::string(kCookie) + "Origin: http://t\r\n")), 201);
}

TEST_F(ApiTest, BehindHttpsOnlyTheHostCookieCounts) {
  const std::string https = "X-Forwarded-Proto: https\r\n";
  EXPECT_EQ(status_of_answer(note(kGood, https + kCookie)), 401);
  EXPECT_EQ(status_of_answer(note(kGood, https + "Cookie: __Host-leye=worker\r\n")), 201);
}

TEST_F(ApiTest, EditsNeedTheVersionTheirAuthorSaw) {
  const std::string path = std::string("/api/v1/persons/") + kPerson + ":close";
  const std::string cookie = kCookie;
  EXPECT_EQ(status_of_answer(post(port, path, "", cookie)), 428);
  EXPECT_EQ(status_of_answer(post(port, path, "", cookie + "If-Match: \"6\"\r\n")), 409);
  EXPECT_EQ(status_of_answer(post(port, path, "", cookie + "If-Match: \"7\"\r\n")), 204);
  const auto unchanged = get(port, std::string("/api/v1/persons/") + kPerson + "/notes",
                             cookie + "If-None-Match: \"7\"\r\n");
  EXPECT_EQ(status_of_answer(unchanged), 304);
}

TEST_F(ApiTest, UnknownAddressesAndMethods) {
  EXPECT_EQ(status_of_answer(get(port, "/api/v1/nothing", kCookie)), 404);
  EXPECT_EQ(status_of_answer(get(port, "/nothing")), 404);
  EXPECT_EQ(status_of_answer(get(port, "/api/v1/persons/x%ff/notes", kCookie)), 404);
  const auto answer = post(port, "/api/v1/file", "");
  EXPECT_EQ(status_of_answer(answer), 405);
  EXPECT_NE(answer.find("Allow: GET"), std::string::npos);
  EXPECT_EQ(status_of_answer(get(port, "/api/v1/persons/not-an-id/notes", kCookie)), 422);
  EXPECT_EQ(status_of_answer(get(port, "/api/v1/file?unknown=1")), 422);
  EXPECT_EQ(status_of_answer(get(port, "/api/v1/file?a=%zz")), 400);
}

TEST_F(ApiTest, AnErrorOfAHandlerSaysWhatAndWhatToDo) {
  const auto answer =
      note(R"({"text":"fail","mood":"good"})", std::string(kCookie) + "Accept-Language: en\r\n");
  EXPECT_EQ(status_of_answer(answer), 409);
  EXPECT_NE(answer.find("run.missing"), std::string::npos);
}

TEST_F(ApiTest, FilesHaveNamesThatMayBeChinese) {
  const auto answer = get(port, "/api/v1/file");
  EXPECT_EQ(body_of(answer), "abc");
  EXPECT_NE(answer.find("filename*=UTF-8''%E6%80%BB%E7%BB%93.txt"), std::string::npos);
}

TEST_F(ApiTest, OneAccountLeavesRoomForOthers) {
  std::vector<std::unique_ptr<testing::RawClient>> clients;
  for (int i = 0; i < 10; ++i) {
    clients.push_back(std::make_unique<testing::RawClient>(port));
    clients.back()->send(std::string("GET /api/v1/slow HTTP/1.1\r\nHost: t\r\n") + kCookie +
                         "\r\n");
    // Fewer workers than clients on a small machine: let each begin.
    std::this_thread::sleep_for(std::chrono::milliseconds(5));
  }
  int refused = 0;
  for (const auto& client : clients) refused += status_of_answer(client->answer()) == 429;
  EXPECT_EQ(refused, 2);
}

TEST_F(ApiTest, HealthReadinessMetrics) {
  EXPECT_EQ(body_of(get(port, "/healthz")), "ok\n");
  EXPECT_EQ(body_of(get(port, "/readyz")), "ready\n");
  (void)note(kGood);
  const auto metrics = body_of(get(port, "/metrics"));
  EXPECT_NE(metrics.find("leye_requests_total{method=\"POST\",route=\"/api/v1/persons/{person_id}"
                         "/notes\",status=\"2xx\"} 1"),
            std::string::npos)
      << metrics;
  EXPECT_NE(metrics.find("leye_connections "), std::string::npos);
}

TEST_F(ApiTest, TheDocumentNamesEveryRouteWithItsTypes) {
  const auto document = boost::json::parse(body_of(get(port, "/api/v1/openapi.json"))).as_object();
  EXPECT_EQ(document.at("openapi").as_string(), "3.1.0");
  const auto& paths = document.at("paths").as_object();
  for (const auto& route : api.routes())
    EXPECT_TRUE(paths.contains("/api/v1" + route.name.path)) << route.name.path;
  const auto& add = paths.at("/api/v1/persons/{person_id}/notes").at("post").as_object();
  EXPECT_EQ(add.at("x-action").as_string(), access::code(access::Action::kOpenPerson));
  EXPECT_EQ(boost::json::serialize(add.at("x-clauses")), R"(["C2.2.5"])");
  const auto& body =
      add.at("requestBody").at("content").at("application/json").at("schema").as_object();
  EXPECT_FALSE(body.at("properties").as_object().contains("person_id"));
  EXPECT_EQ(boost::json::serialize(body.at("required")), R"(["text","mood"])");
  EXPECT_EQ(add.at("parameters").as_array().size(), 2U);
  EXPECT_EQ(boost::json::serialize(
                add.at("responses").at("201").at("content").at("application/json").at("schema")),
            R"({"$ref":"#/components/schemas/Noted"})");
  EXPECT_TRUE(api.clashes().empty());
}

TEST(Assets, ServesPagesWithNoncesAndFilesCompressed) {
  namespace fs = std::filesystem;
  const fs::path folder = fs::temp_directory_path() / ("leye-assets-" + to_text(new_uuid()));
  fs::create_directories(folder / "assets");
  const auto put = [&](const char* name, std::string_view text) {
    std::ofstream(folder / name) << text;
  };
  put("staff.html", "<script nonce=\"{{nonce}}\"></script><style nonce=\"{{nonce}}\">");
  put("assets/a-1234.js", "plain");
  put("assets/a-1234.js.br", "brotli");
  put("icon.svg", "<svg/>");
  const auto assets = Assets::load(folder, "/s/", "staff.html");
  ASSERT_TRUE(assets);
  const auto ask = [&](const char* path, std::vector<http::Header> headers = {}) {
    http::Head head;
    head.path = path;
    head.headers = std::move(headers);
    return assets->answer(head);
  };
  const auto value = [](const http::Response& response, std::string_view name) {
    for (const auto& header : response.headers)
      if (header.name == name) return header.value;
    return std::string();
  };
  const auto page = ask("/s/people/123");
  const auto other = ask("/s/todo");
  EXPECT_NE(page.body, other.body);
  const auto at = page.body.find("nonce=\"") + 7;
  const auto nonce = page.body.substr(at, page.body.find('"', at) - at);
  EXPECT_EQ(nonce.size(), 24U);
  EXPECT_NE(value(page, "Content-Security-Policy").find("'nonce-" + nonce + "'"),
            std::string::npos);
  const auto script = ask("/s/assets/a-1234.js", {{"accept-encoding", "gzip, br"}});
  EXPECT_EQ(script.bytes(), "brotli");
  EXPECT_NE(value(script, "Cache-Control").find("immutable"), std::string::npos);
  EXPECT_EQ(ask("/s/assets/a-1234.js").bytes(), "plain");
  EXPECT_EQ(ask("/s/assets/a-1234.js", {{"if-none-match", value(script, "ETag")}}).status, 304);
  EXPECT_EQ(value(ask("/s/icon.svg"), "Content-Type"), "image/svg+xml");
  EXPECT_EQ(ask("/s/assets/gone.js").status, 404);
  EXPECT_EQ(ask("/s/../secret.txt").status, 404);
  EXPECT_EQ(Assets::load(folder / "none", "/s/", "staff.html").error().code, "server.web_missing");
  fs::remove_all(folder);
}

}  // namespace
}  // namespace leye::server
