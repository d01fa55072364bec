#pragma once
/// What was done, and what is to do. Start at command.h and entry.h; usage in README.md.
#include "ledger/act.h"         // IWYU pragma: export
#include "ledger/command.h"     // IWYU pragma: export
#include "ledger/entries.h"     // IWYU pragma: export
#include "ledger/entry.h"       // IWYU pragma: export
#include "ledger/facts.h"       // IWYU pragma: export
#include "ledger/kinds.h"       // IWYU pragma: export
#include "ledger/machines.h"    // IWYU pragma: export
#include "ledger/projection.h"  // IWYU pragma: export
#include "ledger/run.h"         // IWYU pragma: export
#include "ledger/seal.h"        // IWYU pragma: export
#include "ledger/subject.h"     // IWYU pragma: export
#include "ledger/tasks.h"       // IWYU pragma: export
#include "ledger/work_list.h"   // IWYU pragma: export
