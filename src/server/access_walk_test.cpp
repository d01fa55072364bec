// Walks the API document with every role: other people's ids open nothing, roles are kept to their
// actions, and a request without a session gets nowhere.
#include <gtest/gtest.h>

#include "access/actions.h"
#include "server/testing/served_place.h"

namespace leye::server::testing {
namespace {

using boost::json::object;
using boost::json::value;

/// A body or query member that its schema accepts.
class Sample {
 public:
  explicit Sample(const object& document) : document_(document) {}

  value of(const object& schema) const {
    if (const auto* ref = schema.if_contains("$ref")) return of(resolve(ref->as_string()));
    if (const auto* choices = schema.if_contains("enum")) return choices->as_array().front();
    const auto* type = schema.if_contains("type");
    const std::string kind = type && type->is_string() ? std::string(type->as_string()) : "string";
    if (kind == "object") return members(schema);
    if (kind == "array") return boost::json::array{};
    if (kind == "integer" || kind == "number") return 1;
    if (kind == "boolean") return true;
    const auto* format = schema.if_contains("format");
    if (format && format->as_string() == "uuid") return value(to_text(new_uuid()));
    if (format && format->as_string() == "date") return "2020-11-20";
    const auto* pattern = schema.if_contains("pattern");
    if (pattern) return value(std::string(64, 'a'));
    return "120000";
  }
  value members(const object& schema) const {
    object out;
    const auto* required = schema.if_contains("required");
    if (!required) return out;
    for (const auto& name : required->as_array())
      out[name.as_string()] =
          of(schema.at("properties").as_object().at(name.as_string()).as_object());
    return out;
  }

 private:
  const object& resolve(std::string_view ref) const {
    const auto name = ref.substr(ref.rfind('/') + 1);
    return document_.at("components").as_object().at("schemas").as_object().at(name).as_object();
  }
  const object& document_;
};

struct Route {
  std::string method;
  std::string path;
  object operation;
  [[nodiscard]] bool open() const { return operation.contains("x-open"); }
  [[nodiscard]] std::string action() const {
    const auto* name = operation.if_contains("x-action");
    return name ? std::string(name->as_string()) : std::string();
  }
};

class AccessWalk : public ServedPlace {
 protected:
  void SetUp() override {
    ServedPlace::SetUp();
    document_ = boost::json::parse(api_->document()).as_object();
    for (const auto& [path, methods] : document_.at("paths").as_object())
      for (const auto& [method, operation] : methods.as_object()) {
        std::string upper(method);
        for (char& c : upper) c = static_cast<char>(std::toupper(static_cast<unsigned char>(c)));
        routes_.push_back({upper, std::string(path), operation.as_object()});
      }
  }

  /// The route with `who` for a person and ids that nobody has for the rest.
  std::string send(const Route& route, PersonId who, const std::string& headers) const {
    std::string path = route.path;
    for (auto at = path.find('{'); at != std::string::npos; at = path.find('{')) {
      const auto name = path.substr(at + 1, path.find('}') - at - 1);
      std::string filled = to_text(name == "person_id" ? who.uuid() : new_uuid());
      if (name == "code") filled = other_district_;
      if (name == "kind") filled = "privacy";
      if (name == "clause_id") filled = "C2.2.5";
      path.replace(at, path.find('}') - at + 1, filled);
    }
    if (route.method == "GET" || route.method == "DELETE")
      return ask(port_, route.method + " " + path +
                            " HTTP/1.1\r\nHost: t\r\nConnection: close\r\n" + headers + "\r\n");
    value body = object{};
    if (const auto* request = route.operation.if_contains("requestBody")) {
      const auto& schema = request->at("content").at("application/json").at("schema").as_object();
      body = Sample(document_).of(schema);
    }
    return testing::post(port_, path, boost::json::serialize(body),
                         headers + "If-Match: \"1\"\r\nX-Leye-Reason: test\r\n");
  }
  static bool concerns_person(const Route& route) {
    return route.path.find("{person_id}") != std::string::npos;
  }
  static bool leaks(const std::string& answer) {
    for (const char* secret : {"王外区", "129001198006011002", "13900000002"})
      if (answer.find(secret) != std::string::npos) return true;
    return false;
  }
  static bool ends_the_session(const Route& route) {
    return route.path.find("/session") != std::string::npos || route.path == "/api/v1/me:close";
  }

  object document_;
  std::vector<Route> routes_;
};
LEYE_ON_EACH_BACKEND(AccessWalk);

TEST_P(AccessWalk, WithoutASessionOnlyOpenRoutesAnswer) {
  ASSERT_GT(routes_.size(), 60U);
  for (const std::string& headers :
       {std::string(), "Cookie: leye_session=" + std::string(43, 'A') + "\r\n",
        std::string("Cookie: leye_session=\r\n")})
    for (const auto& route : routes_) {
      if (route.open()) continue;
      EXPECT_EQ(status_of_answer(send(route, mine_, headers)), 401) << route.method << route.path;
    }
}

TEST_P(AccessWalk, OtherPeoplesIdsOpenNothingForAnyRole) {
  for (std::size_t i = 0; i < access::kRoles; ++i) {
    const auto role = static_cast<access::Role>(i);
    if (access::is_public(role)) continue;
    const auto login = std::string(access::code(role));
    if (role == access::Role::kAgencyWorker) continue;  // has no session without an agreement
    const auto headers = strong_cookie_for(login);
    const bool whole_city = role == access::Role::kCityPromotion;
    for (const auto& route : routes_) {
      if (ends_the_session(route) || route.open()) continue;
      SCOPED_TRACE(login + " " + route.method + " " + route.path);
      const auto answer = send(route, other_, headers);
      EXPECT_FALSE(leaks(answer));
      EXPECT_LT(status_of_answer(answer), 500) << answer;
      if (concerns_person(route) && !whole_city) {
        EXPECT_GE(status_of_answer(answer), 400) << answer;
      }
    }
  }
}

TEST_P(AccessWalk, ARoleIsRefusedWhatItsTableDoesNotGive) {
  for (std::size_t i = 0; i < access::kRoles; ++i) {
    const auto role = static_cast<access::Role>(i);
    if (access::is_public(role) || role == access::Role::kAgencyWorker) continue;
    const auto headers = strong_cookie_for(std::string(access::code(role)));
    for (const auto& route : routes_) {
      if (route.open() || route.action().empty() || ends_the_session(route)) continue;
      for (std::size_t a = 0; a < access::kActions; ++a) {
        const auto action = static_cast<access::Action>(a);
        if (access::code(action) != route.action()) continue;
        if ((access::rule_of(action).roles & access::bit(role)) != 0) continue;
        // A route whose handler asks may find a fault of the body first; it never does the act.
        const auto status = status_of_answer(send(route, mine_, headers));
        EXPECT_TRUE(status == 403 || status == 422 || status == 404)
            << access::code(role) << " " << route.method << route.path << " " << status;
        EXPECT_GE(status, 400);
      }
    }
  }
}

TEST_P(AccessWalk, EachRoleOpensHerOwnGround) {
  add_account("link_reviewer", access::Role::kDistrictManager, district_);
  const std::map<std::string, int> mine = {
      {"community_worker", 200}, {"street_worker", 200},  {"district_manager", 200},
      {"window_clerk", 200},     {"city_promotion", 422}, {"reviewer1", 404},
      {"reviewer2", 404},        {"payer", 403},          {"auditor", 403},
      {"security_admin", 403},   {"operator", 403},       {"station_worker", 404}};
  for (const auto& [login, status] : mine) {
    const auto answer = get(person(mine_), strong_cookie_for(login));
    EXPECT_EQ(status_of_answer(answer), status) << login << " " << answer;
  }
  const auto worker = strong_cookie_for("community_worker");
  EXPECT_EQ(status_of_answer(get(person(neighbour_), worker)), 404) << "not on the work list";
  EXPECT_EQ(status_of_answer(get(person(neighbour_), strong_cookie_for("street_worker"))), 200);
  const auto city = strong_cookie_for("city_promotion") + "X-Leye-Reason: %E6%9F%A5%E8%AF%A2\r\n";
  const auto seen = get(person(other_), city);
  EXPECT_EQ(status_of_answer(seen), 200) << seen;
  EXPECT_FALSE(leaks(seen)) << "masked for the city";
}

}  // namespace
}  // namespace leye::server::testing
