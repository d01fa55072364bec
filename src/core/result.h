#pragma once
#include <initializer_list>
#include <string>
#include <string_view>
#include <tl/expected.hpp>
#include <utility>
#include <vector>

namespace leye {

/// What went wrong, where, and with which values. Errors are for people: the sentence and the
/// remedy come from the message catalogue by `code` (core/messages.h), in the reader's language.
struct Error {
  std::string code;   ///< stable, `folder.cause` or `topic.cause`, e.g. `id_card.check_digit`
  std::string where;  ///< file:line:col, `sheet 'x' row 17, column 身份证号`, or a JSON pointer;
                      ///< may be empty
  std::vector<std::pair<std::string, std::string>> args;  ///< values for `{name}` in the texts

  friend bool operator==(const Error&, const Error&) = default;
};

/// A value, or the error that stands in its place.
template <class T>
using Result = tl::expected<T, Error>;

/// `return fail("import.no_sheet", path, {{"sheet", name}});`
inline tl::unexpected<Error> fail(std::string code, std::string where = {},
                                  std::vector<std::pair<std::string, std::string>> args = {}) {
  return tl::unexpected<Error>(Error{std::move(code), std::move(where), std::move(args)});
}
inline tl::unexpected<Error> fail(Error error) { return tl::unexpected<Error>(std::move(error)); }

/// `error` with `place` put before its own place: the caller knows the file, the callee the row.
[[nodiscard]] Error at(std::string_view place, Error error);

}  // namespace leye

#define LEYE_CONCAT_INNER(a, b) a##b
#define LEYE_CONCAT(a, b) LEYE_CONCAT_INNER(a, b)

/// `LEYE_TRY(auto rows, read(file));` declares `rows`, or returns the error of `read`. Commas in
/// the expression are fine (`query<A, B>(…)`), in the declaration they are not.
#define LEYE_TRY(declaration, ...) \
  LEYE_TRY_NAMED(declaration, LEYE_CONCAT(leye_try_, __LINE__), __VA_ARGS__)
#define LEYE_TRY_NAMED(declaration, name, ...)                                \
  auto name = (__VA_ARGS__);                                                  \
  if (!name) return ::tl::unexpected<::leye::Error>(std::move(name).error()); \
  declaration = *std::move(name)

/// `LEYE_CHECK(write(file));` returns the error of a `Result<void>` (or drops the value).
#define LEYE_CHECK(...)                                                      \
  do {                                                                       \
    if (auto leye_check = (__VA_ARGS__); !leye_check)                        \
      return ::tl::unexpected<::leye::Error>(std::move(leye_check).error()); \
  } while (false)
