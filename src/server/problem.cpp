#include "server/problem.h"

#include <algorithm>
#include <array>
#include <boost/json.hpp>
#include <utility>

namespace leye::server {
namespace {

using Entry = std::pair<std::string_view, int>;

/// Exact codes first; then the family before the dot; everything else is 422: the request was
/// understood and what it asks for cannot be.
constexpr std::array kExact = std::to_array<Entry>({
    {"access.account_unknown", 404},
    {"access.agreement", 403},
    {"access.agreement_state", 409},
    {"access.agreement_unknown", 404},
    {"access.code", 401},
    {"access.code_needed", 401},
    {"access.confidentiality", 403},
    {"access.confirm_again", 403},
    {"access.correction_state", 409},
    {"access.correction_unknown", 404},
    {"access.denied", 403},
    {"access.desk", 403},
    {"access.device_unknown", 401},
    {"access.export_over", 410},
    {"access.export_state", 409},
    {"access.export_unknown", 404},
    {"access.export_waiting", 409},
    {"access.factor_exists", 409},
    {"access.field_denied", 403},
    {"access.locked", 429},
    {"access.login_taken", 409},
    {"access.mandate", 403},
    {"access.pin", 401},
    {"access.posting_unknown", 404},
    {"access.purpose", 403},
    {"access.reason_missing", 422},
    {"access.same_person", 403},
    {"access.second_factor", 403},
    {"access.session", 401},
    {"access.session_unknown", 404},
    {"access.sign_in", 401},
    {"benefits.application_unknown", 404},
    {"benefits.out_of_scope", 404},
    {"benefits.same_person", 403},
    {"benefits.stage", 409},
    {"command.version", 409},
    {"division.unknown", 404},
    {"entry.exists", 409},
    {"entry.unknown", 404},
    {"indicator.unknown", 404},
    {"json.depth", 400},
    {"json.syntax", 400},
    {"notice.changed", 409},
    {"notice.unknown", 404},
    {"person.unknown", 404},
    {"request.body_too_large", 413},
    {"request.header_too_large", 431},
    {"request.if_match", 428},
    {"request.media_type", 415},
    {"request.method", 405},
    {"request.not_found", 404},
    {"request.too_slow", 408},
    {"run.missing", 409},
    {"server.busy", 503},
    {"server.too_many", 429},
    {"server.upload_space", 507},
    {"session.origin", 403},
    {"task.unknown", 404},
    {"upload.type", 415},
    {"store.busy", 503},
    {"store.timeout", 503},
});
constexpr std::array kFamily = std::to_array<Entry>({
    {"file", 500},
    {"request", 400},
    {"seal", 500},
    {"server", 500},
    {"store", 500},
});

int find(std::span<const Entry> entries, std::string_view code) {
  const auto found = std::find_if(entries.begin(), entries.end(),
                                  [&](const Entry& entry) { return entry.first == code; });
  return found == entries.end() ? 0 : found->second;
}

boost::json::object fault(const Error& error, Locale locale) {
  return {{"code", error.code},
          {"where", error.where},
          {"detail", what(error, locale)},
          {"remedy", remedy(error, locale)}};
}

/// Errors of our own making are logged in full and answered without their insides.
Error shown(const Error& error, int status) {
  if (status == 500) return Error{"server.internal", {}, {}};
  return error;
}

}  // namespace

int status_of(std::string_view code) {
  if (const int exact = find(kExact, code)) return exact;
  if (code.ends_with(".not_found")) return 404;
  if (code.ends_with(".conflict")) return 409;
  if (const int family = find(kFamily, code.substr(0, code.find('.')))) return family;
  return 422;
}

Locale locale_of_request(const http::Head& head) {
  return locale_of(head.header("accept-language"));
}

http::Response problem(const http::Head& head, std::span<const Error> errors, int status) {
  if (status == 0) status = status_of(errors.front().code);
  const Locale locale = locale_of_request(head);
  const Error first = shown(errors.front(), status);
  boost::json::array list;
  for (const auto& error : errors) list.emplace_back(fault(shown(error, status), locale));
  const boost::json::object body{{"type", "/problems/" + first.code},
                                 {"title", http::reason_phrase(status)},
                                 {"status", status},
                                 {"code", first.code},
                                 {"detail", what(first, locale)},
                                 {"remedy", remedy(first, locale)},
                                 {"instance", head.id},
                                 {"errors", std::move(list)}};
  http::Response response;
  response.status = status;
  response.body = boost::json::serialize(body);
  response.set("Content-Type", "application/problem+json; charset=utf-8");
  add_security_headers(response);
  return response;
}

http::Response problem(const http::Head& head, const Error& error, int status) {
  return problem(head, std::span(&error, 1), status);
}

void add_security_headers(http::Response& response) {
  response.set("Cache-Control", "no-store");
  response.set("X-Content-Type-Options", "nosniff");
  response.set("Referrer-Policy", "same-origin");
  response.set("Content-Security-Policy", "default-src 'none'; frame-ancestors 'none'");
}

}  // namespace leye::server
