#pragma once
#include <sqlite3.h>

#include <string>
#include <string_view>

#include "core/result.h"

namespace leye::store::sqlite {

/// What SQLite refused, in the store's words.
[[nodiscard]] Error error_of(sqlite3*, int extended_code);
/// The same from a message, for tests: `UNIQUE constraint failed: t.a, t.b` → `t(a,b)`.
[[nodiscard]] std::string constraint_place(std::string_view message);

}  // namespace leye::store::sqlite
