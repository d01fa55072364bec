#include "server/api.h"

#include <fmt/format.h>

#include <charconv>

#include "server/problem.h"

namespace leye::server {
namespace {

/// `a:b` → {a, b}; without a verb the second is empty.
std::pair<std::string_view, std::string_view> split_verb(std::string_view segment) {
  const auto colon = segment.rfind(':');
  if (colon == std::string_view::npos) return {segment, {}};
  return {segment.substr(0, colon), segment.substr(colon + 1)};
}

/// Takes the next segment off a path that starts with '/'.
std::string_view next_segment(std::string_view& path) {
  path.remove_prefix(1);
  const auto segment = path.substr(0, path.find('/'));
  path.remove_prefix(segment.size());
  return segment;
}

Error bad_request(std::string code, std::string where = {}) {
  return {std::move(code), std::move(where), {}};
}

/// The browser names the page's origin on every write; another one must show that it is a script
/// we let in (a plain form or image cannot set the header).
bool is_foreign(const http::Head& head) {
  const auto origin = head.header("origin");
  if (origin.empty()) return false;
  const auto scheme_end = origin.find("://");
  if (scheme_end == std::string_view::npos) return true;
  return origin.substr(scheme_end + 3) != head.header("host") && head.header("x-leye") != "1";
}

/// `"12"` of an ETag.
std::optional<std::int64_t> version_of(std::string_view tag) {
  if (tag.size() < 3 || tag.front() != '"' || tag.back() != '"') return std::nullopt;
  std::int64_t version = 0;
  const auto [end, status] = std::from_chars(tag.data() + 1, tag.data() + tag.size() - 1, version);
  if (status != std::errc() || end != tag.data() + tag.size() - 1) return std::nullopt;
  return version;
}

/// At most 200 characters of plain text; anything else is no reason.
std::string reason_of(const http::Head& head) {
  const auto text = http::percent_decode(head.header(kReasonHeader), http::Plus::kStays);
  if (!text || text->size() > 800) return {};
  const auto parsed = json::parse(json::write(*text));
  return parsed && text->find_first_of("\r\n\t") == std::string::npos ? *text : std::string();
}

Result<boost::json::object> body_of(const http::Request& request) {
  if (request.body.empty()) return boost::json::object{};
  const auto type = request.head.header("content-type");
  if (!type.starts_with("application/json")) return fail(bad_request("request.media_type"));
  LEYE_TRY(auto value, json::parse(request.body));
  if (!value.is_object()) return fail("json.type", {}, {{"wanted", "object"}, {"found", "other"}});
  return std::move(value.as_object());
}

Result<boost::json::object> query_of(const http::Request& request) {
  const auto pairs = http::parse_query(request.head.query);
  if (!pairs) return fail(bad_request("request.malformed", "?"));
  boost::json::object values;
  for (const auto& [name, value] : *pairs) values[name] = value;
  return values;
}

void decorate(http::Response& response, Call& call, const detail::Route& route) {
  if (call.reply.status)
    response.status = *call.reply.status;
  else if (response.status == 200)
    response.status = route.access.status;
  if (call.reply.version) {
    const std::string tag = fmt::format("\"{}\"", *call.reply.version);
    if (route.name.method == "GET" && call.request.head.header("if-none-match") == tag) {
      response.status = 304;
      response.body.clear();
    }
    response.set("ETag", tag);
  }
  for (auto& header : call.reply.headers) response.headers.push_back(std::move(header));
  add_security_headers(response);
}

}  // namespace

namespace detail {

Crowd::Place::Place(Crowd& crowd, const std::optional<access::Account>& account) : crowd_(crowd) {
  if (!account) return;
  const std::lock_guard lock(crowd_.mutex_);
  int& busy = crowd_.busy_[account->id];
  admitted_ = busy < kAtOnce;
  if (!admitted_) return;
  ++busy;
  account_ = account->id;
}

Crowd::Place::~Place() {
  if (!account_) return;
  const std::lock_guard lock(crowd_.mutex_);
  const auto found = crowd_.busy_.find(*account_);
  if (--found->second == 0) crowd_.busy_.erase(found);
}

http::Response json_response(std::string body) {
  http::Response response;
  response.body = std::move(body);
  response.set("Content-Type", "application/json; charset=utf-8");
  return response;
}

http::Response file_response(const File& file) {
  http::Response response;
  response.body = file.bytes;
  response.set("Content-Type", file.media_type);
  std::string name;  // RFC 5987: what is not plain is percent-encoded
  for (const char c : file.name) {
    const bool plain = (c >= '0' && c <= '9') || (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z') ||
                       c == '.' || c == '-' || c == '_';
    name += plain ? std::string(1, c) : fmt::format("%{:02X}", static_cast<unsigned char>(c));
  }
  response.set("Content-Disposition", "attachment; filename*=UTF-8''" + name);
  return response;
}

}  // namespace detail

std::string_view session_cookie(bool https) { return https ? "__Host-leye" : "leye_session"; }

Api::Api(const Clock& clock, Who who) : clock_(clock), who_(std::move(who)) {}

void Api::insert(detail::Route route) {
  detail::PathNode* node = &root_;
  std::string_view path = route.name.path;
  while (!path.empty()) {
    const auto segment = next_segment(path);
    const auto [stem, verb] = split_verb(segment);
    const bool parameter = stem.starts_with('{');
    if (parameter) route.parameters.emplace_back(stem.substr(1, stem.size() - 2));
    auto& children = parameter ? node->parameter : node->fixed;
    auto& child = children[std::string(parameter ? verb : segment)];
    if (!child) child = std::make_unique<detail::PathNode>();
    node = child.get();
  }
  node->routes[route.name.method] = routes_.size();
  routes_.push_back(std::move(route));
}

const detail::PathNode* Api::find(std::string_view path, std::vector<std::string>& values) const {
  const detail::PathNode* node = &root_;
  while (!path.empty()) {
    const auto segment = http::percent_decode(next_segment(path), http::Plus::kStays);
    if (!segment || segment->empty()) return nullptr;
    if (const auto fixed = node->fixed.find(*segment); fixed != node->fixed.end()) {
      node = fixed->second.get();
      continue;
    }
    const auto [stem, verb] = split_verb(*segment);
    const auto parameter = node->parameter.find(verb);
    if (parameter == node->parameter.end() || stem.empty()) return nullptr;
    values.emplace_back(stem);
    node = parameter->second.get();
  }
  return node;
}

http::Plan Api::plan(const http::Head& head) const {
  http::Plan plan;
  std::vector<std::string> values;
  const auto* node = find(std::string_view(head.path).substr(kApiPrefix.size()), values);
  if (!node || node->routes.empty()) {
    plan.answer = problem(head, bad_request("request.not_found"));
    return plan;
  }
  const auto method = head.method == "HEAD" ? std::string_view("GET") : head.method;
  const auto found = node->routes.find(method);
  if (found == node->routes.end()) {
    std::string allowed;
    for (const auto& [name, route] : node->routes) allowed += (allowed.empty() ? "" : ", ") + name;
    plan.answer = problem(head, bad_request("request.method"));
    plan.answer->set("Allow", allowed);
    return plan;
  }
  plan.route = found->second;
  plan.pool = routes_[plan.route].access.pool;
  plan.body_limit = reads_body(method) ? routes_[plan.route].access.max_body : 0;
  return plan;
}

Result<void> Api::admit(Call& call, const detail::Route& route,
                        const std::vector<std::string>& values) const {
  const auto& head = call.request.head;
  const bool writes = route.name.method != "GET";
  if (writes && is_foreign(head)) return fail(bad_request("session.origin"));
  call.token = http::cookie(head.header("cookie"), session_cookie(head.https));
  if (route.access.kind != Access::Kind::kOpen) {
    LEYE_TRY(call.account, who_(call.token));
    if (head.header("accept-language").empty()) call.locale = locale_of(call.account->locale);
  }
  access::Resource resource;
  for (std::size_t i = 0; i < values.size(); ++i)
    if (route.parameters[i] == "person_id") resource.person = PersonId::parse(values[i]);
  call.reason = reason_of(head);
  if (call.account && call.account->role == access::Role::kWindowClerk && resource.person &&
      found_) {
    LEYE_TRY(call.found, found_(*call.account, *resource.person, call.now));
  }
  if (route.access.kind == Access::Kind::kPermitted) {
    LEYE_TRY(call.permit, call.permit_for(*route.access.action, resource));
  }
  if (route.name.method == "POST") {
    call.command = CommandId::parse(head.header("idempotency-key"));
    if (!call.command && route.access.no_key_why.empty())
      return fail(bad_request("request.idempotency_key", "Idempotency-Key"));
  }
  call.if_match = version_of(head.header("if-match"));
  if (route.access.needs_version && !call.if_match)
    return fail(bad_request("request.if_match", "If-Match"));
  return {};
}

Result<boost::json::value> Api::gather(const Call& call, const detail::Route& route,
                                       const std::vector<std::string>& values) const {
  const bool body = reads_body(route.name.method);
  LEYE_TRY(auto object, body ? body_of(call.request) : query_of(call.request));
  for (std::size_t i = 0; i < values.size(); ++i) {
    if (object.contains(route.parameters[i]))
      return fail("json.unknown_field", "/" + route.parameters[i]);
    object[route.parameters[i]] = values[i];
  }
  return boost::json::value(std::move(object));
}

http::Response Api::handle(http::Request& request, const http::Plan& plan) const {
  const detail::Route& route = routes_[plan.route];
  Call call{request,
            clock_.now(),
            clock_.today(),
            locale_of_request(request.head),
            {},
            {},
            {},
            {},
            {},
            {},
            {},
            {},
            {}};
  std::vector<std::string> values;
  (void)find(std::string_view(request.head.path).substr(kApiPrefix.size()), values);
  if (const auto admitted = admit(call, route, values); !admitted)
    return problem(request.head, admitted.error());
  const detail::Crowd::Place place(crowd_, call.account);
  if (!place) return problem(request.head, bad_request("server.too_many"));
  auto input = gather(call, route, values);
  if (!input) return problem(request.head, input.error());
  auto response = route.run(call, *input);
  if (!response) return problem(request.head, response.error());
  decorate(*response, call, route);
  return *std::move(response);
}

void Api::measure(Metrics& metrics) {
  for (auto& route : routes_)
    route.metrics = &metrics.route(route.name.method, std::string(kApiPrefix) + route.name.path);
}

}  // namespace leye::server
