#pragma once
/// From entitlement to payment (domain.md §5.8). Start at entitlements.h, applications.h,
/// batches.h.
#include "benefits/applications.h"  // IWYU pragma: export
#include "benefits/batches.h"       // IWYU pragma: export
#include "benefits/entitlements.h"  // IWYU pragma: export
