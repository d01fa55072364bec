#pragma once
/// Who may see and do what, and what is sealed. Start at decide.h and people_query.h.
#include "access/accounts.h"      // IWYU pragma: export
#include "access/audit.h"         // IWYU pragma: export
#include "access/decide.h"        // IWYU pragma: export
#include "access/keys.h"          // IWYU pragma: export
#include "access/password.h"      // IWYU pragma: export
#include "access/people_query.h"  // IWYU pragma: export
#include "access/roles.h"         // IWYU pragma: export
#include "access/scope.h"         // IWYU pragma: export
#include "access/seal.h"          // IWYU pragma: export
#include "access/sessions.h"      // IWYU pragma: export
#include "access/vault.h"         // IWYU pragma: export
