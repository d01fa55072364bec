#pragma once
/// Everything of the store. Start at database.h; usage in README.md.
#include "store/blobs.h"     // IWYU pragma: export
#include "store/database.h"  // IWYU pragma: export
#include "store/dialect.h"   // IWYU pragma: export
#include "store/jobs.h"      // IWYU pragma: export
#include "store/migrate.h"   // IWYU pragma: export
#include "store/outbox.h"    // IWYU pragma: export
#include "store/value.h"     // IWYU pragma: export
