#pragma once
#include <libpq-fe.h>

#include <string>
#include <string_view>

#include "core/result.h"

namespace leye::store::postgres {

/// What the server refused, in the store's words. Never holds a row's values: messages' details
/// quote them, and they may be personal.
[[nodiscard]] Error error_of(const PGresult*, const PGconn*);
/// The columns of `Key (a, b)=(1, 2) already exists.` as `a,b`.
[[nodiscard]] std::string key_columns(std::string_view detail);

}  // namespace leye::store::postgres
