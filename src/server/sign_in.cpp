#include "server/sign_in.h"

namespace leye::server {
namespace {

std::string name_of(bool https, Cookie which) {
  switch (which) {
    case Cookie::kKnownBrowser:
      return https ? "__Host-leye-known" : "leye_known";
    case Cookie::kDevice:
      return https ? "__Host-leye-device" : "leye_device";
    case Cookie::kSession:
      break;
  }
  return std::string(session_cookie(https));
}

constexpr std::string_view kHalfAYear = "; Max-Age=15552000";

}  // namespace

http::Header cookie_header(const Call& call, Cookie which, std::string_view value) {
  const bool https = call.request.head.https;
  std::string cookie = name_of(https, which) + "=" + std::string(value);
  cookie += "; Path=/; HttpOnly; SameSite=Strict";
  if (https) cookie += "; Secure";
  if (value.empty())
    cookie += "; Max-Age=0";
  else if (which != Cookie::kSession)
    cookie += kHalfAYear;
  return {"Set-Cookie", std::move(cookie)};
}

std::string cookie_of(const Call& call, Cookie which) {
  const auto& head = call.request.head;
  return std::string(http::cookie(head.header("cookie"), name_of(head.https, which)));
}

Result<void> check_fresh(const Call& call) {
  if (!call.account || !call.account->standing) return fail("access.session");
  const auto& standing = *call.account->standing;
  if (standing.strength < access::Strength::kPassword) return fail("access.desk");
  if (!standing.fresh) return fail("access.confirm_again");
  return {};
}

}  // namespace leye::server
