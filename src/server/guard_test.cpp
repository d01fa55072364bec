// What guards every answer and every write, over the wire: headers, origins, paths, methods.
#include <gtest/gtest.h>

#include "server/testing/served_place.h"

namespace leye::server::testing {
namespace {

class Guard : public ServedPlace {
 protected:
  std::string raw(const std::string& line, const std::string& headers = "",
                  const std::string& body = "") const {
    return ask(port_, line + " HTTP/1.1\r\nHost: t\r\nConnection: close\r\n" + headers +
                          (body.empty() ? ""
                                        : "Content-Type: application/json\r\nContent-Length: " +
                                              std::to_string(body.size()) + "\r\n") +
                          "\r\n" + body);
  }
};
LEYE_ON_EACH_BACKEND(Guard);

TEST_P(Guard, V3_4_EveryAnswerCarriesItsHeaders) {
  const auto street = cookie_for("street_worker");
  for (const auto& answer :
       {raw("GET /api/v1/session", street), raw("GET /api/v1/session"), raw("GET /api/v1/nothing"),
        raw("GET " + std::string("/nothing")), raw("POST /api/v1/session", "", "{\"account\": ")}) {
    for (const char* header : {"Cache-Control: no-store", "X-Content-Type-Options: nosniff",
                               "Referrer-Policy: same-origin", "frame-ancestors 'none'"})
      EXPECT_NE(answer.find(header), std::string::npos) << header << " of " << answer;
    EXPECT_EQ(answer.find("Access-Control-Allow"), std::string::npos) << "nobody else may read it";
    EXPECT_EQ(answer.find("Strict-Transport-Security"), std::string::npos) << "not over HTTPS";
  }
  EXPECT_NE(raw("GET /healthz", "X-Forwarded-Proto: https\r\n")
                .find("Strict-Transport-Security: max-age=31536000"),
            std::string::npos);
}

TEST_P(Guard, V3_5_AWriteFromAnotherOriginIsRefused) {
  const auto street = cookie_for("street_worker");
  const auto search = [&](const std::string& more) {
    return status_of_answer(raw("POST /api/v1/work-items:search",
                                street + "Idempotency-Key: " + to_text(new_uuid()) + "\r\n" + more,
                                R"({"text":"王"})"));
  };
  EXPECT_EQ(search("Origin: http://t\r\n"), 200);
  for (const char* origin : {"http://evil.example", "https://t.evil.example", "null", "http://"})
    EXPECT_EQ(search("Origin: " + std::string(origin) + "\r\n"), 403) << origin;
  // A form of another page can send neither JSON nor a header of ours.
  EXPECT_EQ(
      status_of_answer(
          ask(port_, "POST /api/v1/work-items:search HTTP/1.1\r\nHost: t\r\nConnection: close\r\n" +
                         street + "Idempotency-Key: " + to_text(new_uuid()) +
                         "\r\nContent-Type: text/plain\r\nContent-Length: 2\r\n\r\n{}")),
      415);
  EXPECT_GE(
      status_of_answer(raw("OPTIONS /api/v1/work-items:search", "Origin: http://evil.example\r\n")),
      400);
}

TEST_P(Guard, V5_3_V13_4_NoPathLeadsOutAndNoMethodEchoes) {
  for (const char* path :
       {"/s/../keys/master.key", "/s/%2e%2e/%2e%2e/etc/passwd", "/../etc/passwd",
        "/api/v1/../../keys/master.key", "/s/..%2fkeys%2fmaster.key", "/.git/config",
        "/api/v1/reports/..%2f..%2fkeys/file", "/leye.db", "/%00", "//etc/passwd"}) {
    const auto answer = raw("GET " + std::string(path), strong_cookie_for("city_promotion"));
    EXPECT_GE(status_of_answer(answer), 400) << path;
    EXPECT_LT(status_of_answer(answer), 500) << path;
    EXPECT_EQ(answer.find("leye-keys"), std::string::npos) << path;
    EXPECT_EQ(answer.find("root:"), std::string::npos) << path;
  }
  for (const char* method : {"TRACE", "CONNECT", "PUT", "PATCH", "FOO"}) {
    const auto answer = raw(std::string(method) + " /api/v1/session", "X-Secret: echo-me\r\n");
    EXPECT_GE(status_of_answer(answer), 400) << method;
    EXPECT_EQ(answer.find("echo-me"), std::string::npos) << method;
  }
}

}  // namespace
}  // namespace leye::server::testing
