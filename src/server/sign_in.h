#pragma once
// What the routes of signing in share.
#include <string>
#include <string_view>

#include "server/app.h"
#include "server/dto/session.h"

namespace leye::server {

/// Cookies we set, all HttpOnly and of this site alone; behind https their names begin with
/// `__Host-`.
enum class Cookie : std::uint8_t {
  kSession,       ///< until the browser closes
  kKnownBrowser,  ///< says only that somebody signed in to an account here before
  kDevice,        ///< a bound phone
};
/// An empty value takes the cookie away.
[[nodiscard]] http::Header cookie_header(const Call&, Cookie, std::string_view value);
[[nodiscard]] std::string cookie_of(const Call&, Cookie);

/// What the pages are told of the session.
Result<dto::Session> session_of(App&, const access::Account&, Date today, Locale);
/// Sets the cookie and answers the session.
Result<dto::Session> begin_session(App&, Call&, const access::SignedIn&);

/// Error `access.confirm_again`: the credentials were not shown just now. For what concerns the
/// account itself and so has no action in the table.
Result<void> check_fresh(const Call&);

}  // namespace leye::server
