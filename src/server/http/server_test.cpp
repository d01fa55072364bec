#include <gtest/gtest.h>

#include <atomic>
#include <thread>

#include "server/problem.h"
#include "server/site.h"
#include "server/testing/raw_client.h"

namespace leye::server {
namespace {

using namespace std::chrono_literals;
using testing::ask;
using testing::body_of;
using testing::get;
using testing::post;
using testing::RawClient;
using testing::status_of_answer;

/// Answers with what it got; `/slow` waits, `/throw` throws.
class Echo : public http::Handler {
 public:
  http::Plan plan(const http::Head& head) override {
    http::Plan plan;
    plan.body_limit = head.path == "/big" ? 64 << 20 : 4096;
    if (head.path == "/now") plan.answer = http::Response{200, {}, "now", {}};
    return plan;
  }
  http::Response handle(http::Request& request, const http::Plan&) override {
    if (request.head.path == "/throw") throw std::runtime_error("secret detail");
    if (request.head.path == "/slow") std::this_thread::sleep_for(300ms);
    http::Response response;
    response.body = request.file ? "file " + std::to_string(request.file->size()) : request.body;
    return response;
  }
  http::Response refuse(const http::Head& head, int status, const Error& error) override {
    return problem(head, error, status);
  }
  void finished(const http::Head&, const http::Plan&, const http::Outcome&) override { ++answers; }
  std::atomic<int> answers = 0;
};

class Http : public ::testing::Test {
 protected:
  void start(const http::Limits& limits) {
    http::Options options;
    options.port = 0;
    options.limits = limits;
    server = *http::Server::listen(options, echo);
    port = server->port();
    thread = std::thread([this] { server->run(); });
  }
  void TearDown() override {
    if (!server) return;
    server->stop();
    thread.join();
  }
  static http::Limits quick() {
    http::Limits limits;
    limits.header = 300ms;
    limits.body_idle = 300ms;
    limits.interactive_threads = 4;
    return limits;
  }
  Echo echo;
  std::unique_ptr<http::Server> server;
  std::uint16_t port = 0;
  std::thread thread;
};

TEST_F(Http, KeepsAConnectionForManyRequestsAlsoWhenTheyComeAtOnce) {
  start({});
  RawClient client(port);
  client.send(
      "GET /now HTTP/1.1\r\nHost: t\r\n\r\nPOST /a HTTP/1.1\r\nHost: t\r\n"
      "Content-Length: 5\r\n\r\nhelloGET /now HTTP/1.1\r\nHost: t\r\n\r\n");
  EXPECT_EQ(body_of(client.answer()), "now");
  EXPECT_EQ(body_of(client.answer()), "hello");
  EXPECT_EQ(body_of(client.answer()), "now");
}

TEST_F(Http, CutsAHeadSentByteByByte) {
  start(quick());
  std::vector<std::unique_ptr<RawClient>> slow;
  for (int i = 0; i < 20; ++i) {
    slow.push_back(std::make_unique<RawClient>(port));
    slow.back()->send("GET /a HTTP/1.1\r\nHo");
  }
  EXPECT_EQ(body_of(get(port, "/now")), "now");  // others are served meanwhile
  for (int i = 0; i < 2; ++i) {
    std::this_thread::sleep_for(200ms);
    for (const auto& client : slow) client->send("s");
  }
  for (const auto& client : slow) EXPECT_TRUE(client->closed(3));
}

TEST_F(Http, CutsABodyThatStandsStill) {
  start(quick());
  RawClient client(port);
  client.send("POST /a HTTP/1.1\r\nHost: t\r\nContent-Length: 10\r\n\r\nhalf");
  EXPECT_TRUE(client.closed(3));
}

TEST_F(Http, CutsABodyThatTrickles) {
  auto limits = quick();
  limits.body_grace = 1000ms;
  start(limits);
  RawClient client(port);
  client.send("POST /a HTTP/1.1\r\nHost: t\r\nContent-Length: 100\r\n\r\n");
  for (int i = 0; i < 14; ++i) {
    client.send("x");
    std::this_thread::sleep_for(100ms);
  }
  EXPECT_EQ(status_of_answer(client.answer()), 408);
}

TEST_F(Http, RefusesWhatIsTooLarge) {
  start({});
  const std::string long_header = "GET /a HTTP/1.1\r\nHost: t\r\nX: " + std::string(20000, 'x');
  EXPECT_EQ(status_of_answer(ask(port, long_header + "\r\n\r\n")), 431);
  EXPECT_EQ(status_of_answer(
                ask(port, "POST /a HTTP/1.1\r\nHost: t\r\nContent-Length: 99999999999\r\n\r\n")),
            413);
  std::string chunked = "POST /a HTTP/1.1\r\nHost: t\r\nTransfer-Encoding: chunked\r\n\r\n";
  for (int i = 0; i < 5; ++i) chunked += "400\r\n" + std::string(1024, 'c') + "\r\n";
  EXPECT_EQ(status_of_answer(ask(port, chunked + "0\r\n\r\n")), 413);
}

TEST_F(Http, RefusesWhatCouldBeReadInTwoWays) {
  start({});
  for (const char* head :
       {"POST /a HTTP/1.1\r\nHost: t\r\nContent-Length: 5\r\nTransfer-Encoding: chunked\r\n\r\n",
        "POST /a HTTP/1.1\r\nHost: t\r\nTransfer-Encoding: chunked\r\nContent-Length: 5\r\n\r\n",
        "POST /a HTTP/1.1\r\nHost: t\r\nContent-Length: 5\r\nContent-Length: 6\r\n\r\n",
        "POST /a HTTP/1.1\r\nHost: t\r\nContent-Length: -5\r\n\r\n",
        "GET /a HTTP/1.1\r\nHost: t\r\nHost: u\r\n\r\n", "GET /a HTTP/1.1\r\n\r\n",
        "GET http://t/a HTTP/1.1\r\nHost: t\r\n\r\n", "GET /a HTTP/1.1\nHost: t\n\n",
        "G\x01T /a HTTP/1.1\r\nHost: t\r\n\r\n", "GET /a HTTP/2.0\r\nHost: t\r\n\r\n"}) {
    RawClient client(port);
    client.send(head);
    client.send("0\r\n\r\n");
    EXPECT_EQ(status_of_answer(client.answer()), 400) << head;
    EXPECT_TRUE(client.closed(3)) << head;
  }
}

TEST_F(Http, KeepsALargeBodyInAFile) {
  start({});
  const std::string body(5 << 20, 'b');
  EXPECT_EQ(body_of(post(port, "/big", body)), "file 5242880");
  EXPECT_EQ(body_of(post(port, "/a", "small")), "small");
}

TEST_F(Http, SaysContinueBeforeItReadsABodyThatAsks) {
  start({});
  RawClient client(port);
  client.send("POST /a HTTP/1.1\r\nHost: t\r\nContent-Length: 2\r\nExpect: 100-continue\r\n\r\n");
  EXPECT_EQ(status_of_answer(client.answer()), 100);
  client.send("ok");
  EXPECT_EQ(body_of(client.answer()), "ok");
}

TEST_F(Http, HidesWhatWasThrown) {
  start({});
  const auto answer = get(port, "/throw");
  EXPECT_EQ(status_of_answer(answer), 500);
  EXPECT_EQ(answer.find("secret detail"), std::string::npos);
  EXPECT_NE(answer.find("server.internal"), std::string::npos);
}

TEST_F(Http, AnswersOverloadAtOnce) {
  http::Limits limits;
  limits.interactive_threads = 1;
  limits.interactive_queue = 1;
  start(limits);
  std::vector<std::unique_ptr<RawClient>> clients;
  for (int i = 0; i < 6; ++i) {
    clients.push_back(std::make_unique<RawClient>(port));
    clients.back()->send("GET /slow HTTP/1.1\r\nHost: t\r\n\r\n");
  }
  int busy = 0;
  for (const auto& client : clients) {
    const auto answer = client->answer();
    if (status_of_answer(answer) == 200) continue;
    ++busy;
    EXPECT_EQ(status_of_answer(answer), 503);
    EXPECT_NE(answer.find("Retry-After: "), std::string::npos);
    EXPECT_NE(answer.find("server.busy"), std::string::npos);
  }
  EXPECT_EQ(busy, 4);
}

TEST_F(Http, DrainsClosesIdleAndAnswersWhatIsUnderWay) {
  start({});
  RawClient idle(port);
  idle.send("GET /now HTTP/1.1\r\nHost: t\r\n\r\n");
  EXPECT_EQ(body_of(idle.answer()), "now");
  RawClient working(port);
  working.send("POST /slow HTTP/1.1\r\nHost: t\r\nContent-Length: 4\r\n\r\nwork");
  std::this_thread::sleep_for(100ms);
  server->stop();
  EXPECT_TRUE(idle.closed(2));
  const auto answer = working.answer();
  EXPECT_EQ(body_of(answer), "work");
  EXPECT_NE(answer.find("Connection: close"), std::string::npos);
  thread.join();
  EXPECT_EQ(echo.answers, 2);
  server.reset();
}

TEST_F(Http, NamesThePortInUse) {
  start({});
  http::Options options;
  options.port = port;
  const auto second = http::Server::listen(options, echo);
  ASSERT_FALSE(second);
  EXPECT_EQ(second.error().code, "server.port_in_use");
}

TEST_F(Http, ManyClientsAtOnce) {
  start({});
  std::vector<std::thread> threads;
  std::atomic<int> good = 0;
  for (int t = 0; t < 8; ++t)
    threads.emplace_back([&] {
      RawClient client(port);
      for (int i = 0; i < 100; ++i) {
        client.send("POST /a HTTP/1.1\r\nHost: t\r\nContent-Length: 2\r\n\r\nok");
        if (body_of(client.answer()) == "ok") ++good;
      }
    });
  for (auto& one : threads) one.join();
  EXPECT_EQ(good, 800);
}

TEST(HttpMessage, DecodesWhatIsWellFormed) {
  EXPECT_EQ(http::percent_decode("a%20%E6%9D%A8+", http::Plus::kIsSpace), "a 杨 ");
  for (const char* bad : {"%", "%2", "%zz", "%00", "%ff", "%c0%af", "%ed%a0%80"})
    EXPECT_FALSE(http::percent_decode(bad, http::Plus::kStays)) << bad;
  const auto pairs = http::parse_query("a=1&b=x%26y&&c");
  ASSERT_TRUE(pairs);
  ASSERT_EQ(pairs->size(), 3U);
  EXPECT_EQ((*pairs)[1].value, "x&y");
  EXPECT_EQ(http::cookie("a=1; leye_session=tok; b=2", "leye_session"), "tok");
  EXPECT_EQ(http::cookie("xleye_session=tok", "leye_session"), "");
}

}  // namespace
}  // namespace leye::server
