#include "server/acts.h"

namespace leye::server {

Result<void> note(App& app, store::Transaction& tx, const Call& call, std::string_view action,
                  const Uuid& subject, std::string_view reason) {
  access::Leaf leaf;
  leaf.subject = subject;
  leaf.account = call.account->id;
  leaf.action = action;
  if (call.permit) {
    leaf.purpose = code(call.permit->scope.purpose());
    leaf.scope = call.permit->scope.text();
  }
  if (!reason.empty()) leaf.reason = reason;
  LEYE_CHECK(access::leave_leaf(tx, app.keys(), leaf, call.now));
  return {};
}

}  // namespace leye::server
