#pragma once
/// Who and what is known, from which records. Start at people.h and records.h.
#include "registry/divisions.h"  // IWYU pragma: export
#include "registry/employers.h"  // IWYU pragma: export
#include "registry/links.h"      // IWYU pragma: export
#include "registry/people.h"     // IWYU pragma: export
#include "registry/records.h"    // IWYU pragma: export
