#include "server/call.h"

namespace leye::server {

Access Access::open(std::string why) {
  Access access;
  access.kind = Kind::kOpen;
  access.why = std::move(why);
  return access;
}

Access Access::signed_in() {
  Access access;
  access.kind = Kind::kSignedIn;
  return access;
}

Access Access::to(access::Action action) {
  Access access;
  access.kind = Kind::kPermitted;
  access.action = action;
  return access;
}

Access Access::asked_by_handler(access::Action action) {
  Access access = to(action);
  access.kind = Kind::kAskedByHandler;
  return access;
}

Access Access::heavy() const {
  Access access = *this;
  access.pool = http::Pool::kHeavy;
  return access;
}

Access Access::body_limit(std::uint64_t bytes) const {
  Access access = *this;
  access.max_body = bytes;
  return access;
}

Access Access::edits() const {
  Access access = *this;
  access.needs_version = true;
  return access;
}

Access Access::without_key(std::string reason) const {
  Access access = *this;
  access.no_key_why = std::move(reason);
  return access;
}

Access Access::answers(int on_success) const {
  Access access = *this;
  access.status = on_success;
  return access;
}

Result<access::Permit> Call::permit_for(access::Action action,
                                        const access::Resource& resource) const {
  if (!account) return fail("access.session");
  access::Resource whole = resource;
  if (whole.reason.empty()) whole.reason = reason;
  whole.found = found;
  return access::permit(
      *account, action, whole,
      access::usual_purpose(action, account->role, found || action == access::Action::kFindPerson),
      today);
}

Result<void> Call::within_mandate(Date day) const {
  if (!account || !account->terms || account->terms->reaches(day)) return {};
  const auto& data = *account->terms->data;
  return fail("access.mandate_period", {},
              {{"from", to_text(data.start)}, {"to", to_text(data.end)}});
}

}  // namespace leye::server
