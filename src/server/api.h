#pragma once
#include <functional>
#include <map>
#include <memory>
#include <mutex>
#include <string>
#include <vector>

#include "core/json.h"
#include "server/call.h"
#include "server/metrics.h"

namespace leye::server {

/// What a route is called; with its types, all the API document says of it.
struct RouteName {
  std::string method;                ///< upper case
  std::string path;                  ///< under /api/v1: `/persons/{person_id}:reveal`
  std::string operation;             ///< id for generated clients: `revealField`
  std::string title;                 ///< for people
  std::vector<std::string> clauses;  ///< of domain.md that it serves
};

namespace detail {

/// A route with its types forgotten.
struct Route {
  RouteName name;
  Access access;
  std::vector<std::string> parameters;  ///< of the path
  /// Decodes, works, writes the body; or every fault.
  std::function<json::Decoded<http::Response>(Call&, const boost::json::value&)> run;
  /// The request's members but `skip`, and the answer; an empty object where there is no body.
  std::function<boost::json::object(json::Schemas&, const std::vector<std::string>& skip)> request;
  std::function<boost::json::object(json::Schemas&)> answer;
  std::string answer_type = "application/json";
  RouteMetrics* metrics = nullptr;
};

/// One step of a path: fixed names first, then a parameter, told apart by their `:verb`.
struct PathNode {
  std::map<std::string, std::unique_ptr<PathNode>, std::less<>> fixed;
  std::map<std::string, std::unique_ptr<PathNode>, std::less<>> parameter;  ///< by verb, "" = none
  std::map<std::string, std::size_t, std::less<>> routes;                   ///< by method
};

template <class T>
inline constexpr bool is_stored = false;
template <class T>
inline constexpr bool is_stored<Stored<T>> = true;
/// What the API document calls an answer.
template <class T>
struct Described {
  using type = T;
};
template <class T>
struct Described<Stored<T>> {
  using type = T;
};

/// Requests of each account under way: one account, however many windows, leaves room for others.
class Crowd {
 public:
  class Place {
   public:
    Place(Crowd&, const std::optional<access::Account>&);
    ~Place();
    Place(const Place&) = delete;
    Place& operator=(const Place&) = delete;
    explicit operator bool() const { return admitted_; }

   private:
    Crowd& crowd_;
    std::optional<AccountId> account_;
    bool admitted_ = true;
  };

 private:
  static constexpr int kAtOnce = 8;
  std::mutex mutex_;
  std::map<AccountId, int> busy_;
};

http::Response json_response(std::string body);
http::Response file_response(const File&);

}  // namespace detail

/// The one table of routes: routing, who may, decoding, the answer and the OpenAPI document.
class Api {
 public:
  /// Whose request it is: the account behind the session token. Error `access.session`.
  using Who = std::function<Result<access::Account>(const std::string& token)>;
  Api(const Clock& clock, Who who);
  /// Did this window find that person by full id and reason a short while ago?
  using Found = std::function<Result<bool>(const access::Account&, PersonId, Instant now)>;
  void ask_found(Found found) { found_ = std::move(found); }

  /// `handler` gets a decoded Request: path parameters, then query (GET, DELETE) or body members
  /// by name. Answer is a described struct, NoContent or File.
  template <class Request, class Answer, class Handler>
  void add(RouteName name, Access access, Handler handler) {
    detail::Route route{std::move(name), std::move(access), {}, {}, {}, {}};
    const auto source =
        reads_body(route.name.method) ? json::Reader::Source::kJson : json::Reader::Source::kUrl;
    route.run = [handler = std::move(handler), source](
                    Call& call, const boost::json::value& in) -> json::Decoded<http::Response> {
      auto request = json::read_value<Request>(in, source);
      if (!request) return tl::unexpected<std::vector<Error>>(std::move(request).error());
      Result<Answer> answer = handler(call, *request);
      if (!answer) {
        call.more_errors.insert(call.more_errors.begin(), std::move(answer).error());
        return tl::unexpected<std::vector<Error>>(std::move(call.more_errors));
      }
      if constexpr (std::is_same_v<Answer, NoContent>)
        return http::Response{204, {}, {}, {}};
      else if constexpr (std::is_same_v<Answer, File>)
        return detail::file_response(*answer);
      else if constexpr (detail::is_stored<Answer>) {
        call.reply.status = answer->status;
        call.reply.version = answer->version;
        return detail::json_response(std::move(answer->body));
      } else
        return detail::json_response(json::write(*answer));
    };
    route.request = [](json::Schemas& schemas, const std::vector<std::string>& skip) {
      return json::Codec<Request>::body(schemas, skip);
    };
    if constexpr (std::is_same_v<Answer, File>) {
      route.answer_type = "application/octet-stream";
      route.answer = [](json::Schemas&) { return boost::json::object{}; };
    } else if constexpr (!std::is_same_v<Answer, NoContent>) {
      route.answer = [](json::Schemas& schemas) {
        return json::schema<typename detail::Described<Answer>::type>(schemas);
      };
    }
    insert(std::move(route));
  }

  static bool reads_body(std::string_view method) { return method != "GET" && method != "DELETE"; }

  /// The route of a request; 404 and 405 are answered at once.
  http::Plan plan(const http::Head&) const;
  http::Response handle(http::Request&, const http::Plan&) const;
  [[nodiscard]] const std::vector<detail::Route>& routes() const { return routes_; }

  /// OpenAPI 3.1, two spaces of indent, keys in order: `leye openapi`, docs/openapi.json.
  [[nodiscard]] std::string document() const;
  /// Schema names claimed by two types; must be empty.
  [[nodiscard]] std::vector<std::string> clashes() const;
  /// Gives every route its figures.
  void measure(Metrics&);

 private:
  void insert(detail::Route);
  [[nodiscard]] const detail::PathNode* find(std::string_view path,
                                             std::vector<std::string>& values) const;
  [[nodiscard]] Result<void> admit(Call&, const detail::Route&,
                                   const std::vector<std::string>& values) const;
  [[nodiscard]] Result<boost::json::value> gather(const Call&, const detail::Route&,
                                                  const std::vector<std::string>& values) const;

  const Clock& clock_;
  Who who_;
  Found found_;
  std::vector<detail::Route> routes_;
  detail::PathNode root_;
  mutable detail::Crowd crowd_;
};

inline constexpr std::string_view kApiPrefix = "/api/v1";
/// Why a person is opened, percent-encoded UTF-8; never in an address.
inline constexpr std::string_view kReasonHeader = "x-leye-reason";

/// The session cookie's name, by whether the browser speaks https with us.
[[nodiscard]] std::string_view session_cookie(bool https);

}  // namespace leye::server
