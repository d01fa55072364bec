#pragma once
#include "server/app.h"

namespace leye::server {

/// The auditor's search: GET /audit.
void add_audit_routes(Api&, App*);

}  // namespace leye::server
