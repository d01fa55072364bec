#pragma once
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "access/decide.h"
#include "core/date.h"
#include "core/ids.h"
#include "core/messages.h"
#include "core/result.h"
#include "server/http/http.h"

namespace leye::server {

/// Who may call a route, and how it is worked on. There is no default: a route without an Access
/// does not compile.
class Access {
 public:
  /// Anybody, without a session; `why` stands in the API document.
  static Access open(std::string why);
  /// Whoever is signed in; for what concerns only herself.
  static Access signed_in();
  /// Signed in and permitted `action` before the body is looked at. A path parameter `person_id`
  /// is the resource. The handler gets the permit.
  static Access to(access::Action action);
  /// Signed in; the handler asks for the permit, because it depends on the body.
  static Access asked_by_handler(access::Action action);

  Access heavy() const;                          ///< on the pool of long work
  Access body_limit(std::uint64_t bytes) const;  ///< default 256 KiB
  Access edits() const;                          ///< If-Match with the version is required
  Access without_key(std::string reason) const;  ///< a POST without Idempotency-Key
  Access answers(int on_success) const;          ///< of success; default 200, 204 without a body

  enum class Kind { kOpen, kSignedIn, kPermitted, kAskedByHandler };
  Kind kind = Kind::kOpen;
  std::optional<access::Action> action;
  std::string why;
  std::string no_key_why;
  http::Pool pool = http::Pool::kInteractive;
  std::uint64_t max_body = 256 * 1024;
  bool needs_version = false;
  int status = 200;

 private:
  Access() = default;
};

/// One request on its way through a handler.
struct Call {
  const http::Request& request;
  Instant now;
  Date today;  ///< business date
  Locale locale = Locale::kZhCn;
  std::optional<access::Account> account;
  std::optional<access::Permit> permit;
  std::optional<CommandId> command;      ///< Idempotency-Key
  std::optional<std::int64_t> if_match;  ///< version the caller saw
  std::string token;                     ///< of the session
  std::string reason;                    ///< X-Leye-Reason, percent-encoded: why a person is opened
  bool found = false;  ///< this window found the person of the path by full id and reason

  /// What the answer carries beside its body.
  struct Reply {
    std::optional<int> status;
    std::optional<std::int64_t> version;  ///< ETag
    std::vector<http::Header> headers;
  } reply;
  /// Further faults beside the one a handler returns.
  std::vector<Error> more_errors;

  /// The permit for `action` on `resource`, or the refusal.
  [[nodiscard]] Result<access::Permit> permit_for(access::Action,
                                                  const access::Resource& resource) const;
  /// An auditor's mandate may end before or begin after the day asked for. Error
  /// `access.mandate_period`.
  [[nodiscard]] Result<void> within_mandate(Date day) const;
};

/// An answer without a body, 204.
struct NoContent {};
/// The answer that the ledger keeps under a command's key: the JSON of a T, now or again.
template <class T>
struct Stored {
  int status = 200;
  std::string body;
  std::int64_t version = 0;
};
/// A file to download.
struct File {
  std::string media_type;
  std::string name;  ///< shown to the user; may be Chinese
  std::string bytes;
};

}  // namespace leye::server
