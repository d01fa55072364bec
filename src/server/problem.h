#pragma once
#include <span>
#include <string_view>
#include <vector>

#include "core/messages.h"
#include "core/result.h"
#include "server/http/message.h"

namespace leye::server {

/// The HTTP status a code answers with. The only place that knows both.
[[nodiscard]] int status_of(std::string_view code);

/// RFC 9457 `application/problem+json` in the reader's language; several faults are a list. The
/// status is that of the first unless given.
[[nodiscard]] http::Response problem(const http::Head&, std::span<const Error> errors,
                                     int status = 0);
[[nodiscard]] http::Response problem(const http::Head&, const Error&, int status = 0);

[[nodiscard]] Locale locale_of_request(const http::Head&);

/// Headers every answer of the API carries: no cache, no sniffing, no framing.
void add_security_headers(http::Response&);

}  // namespace leye::server
