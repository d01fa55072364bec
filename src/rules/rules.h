#pragma once

// The public face of the rule engine: packs in, determinations out. Nothing here reads a clock, a
// database or a network.
//
//   const auto loaded = rules::load_pack("packs/tianjin-2020q4");   // a pack, or all that is wrong
//   const auto policy = loaded.pack->find("P07", as_of);
//   const auto result = rules::determine(*policy.policy, facts, {as_of, period});
//   const auto reasons = rules::explain(*loaded.pack, policy, facts, {as_of, period}, "id");

#include "rules/engine/binding.h"       // IWYU pragma: export
#include "rules/engine/engine.h"        // IWYU pragma: export
#include "rules/language/expression.h"  // IWYU pragma: export
#include "rules/language/fact_table.h"  // IWYU pragma: export
#include "rules/pack/author.h"          // IWYU pragma: export
#include "rules/pack/determination.h"   // IWYU pragma: export
#include "rules/pack/determine.h"       // IWYU pragma: export
#include "rules/pack/diagnostic.h"      // IWYU pragma: export
#include "rules/pack/eval_rule.h"       // IWYU pragma: export
#include "rules/pack/load.h"            // IWYU pragma: export
#include "rules/pack/pack.h"            // IWYU pragma: export
