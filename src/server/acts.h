#pragma once
// Acts on accounts, papers and orders: one transaction, one leaf.
#include <string_view>

#include "server/app.h"

namespace leye::server {

/// The leaf of an act on `subject` (an account, an agreement, an order; nil: nothing of its own).
Result<void> note(App&, store::Transaction&, const Call&, std::string_view action,
                  const Uuid& subject = {}, std::string_view reason = {});

/// Does it all or nothing and answers 204.
template <class F>
Result<NoContent> act(App& app, const Call& call, std::string_view action, const Uuid& subject,
                      F&& change) {
  const auto done = app.db().write([&](store::Transaction& tx) -> Result<void> {
    LEYE_CHECK(change(tx));
    return note(app, tx, call, action, subject);
  });
  if (!done) return fail(done.error());
  return NoContent{};
}

}  // namespace leye::server
