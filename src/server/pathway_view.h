#pragma once
#include "server/views.h"

namespace leye::server {

/// Where the pack's pathways lead this person on the view's day; those she is outside of are left
/// out. Empty where the permit shows no entitlements.
Result<std::vector<dto::Path>> paths_of(const View&, PersonId);
/// The title of a branch of any pathway; empty if none is called that.
[[nodiscard]] std::string branch_title(const View&, const std::string& branch);

}  // namespace leye::server
