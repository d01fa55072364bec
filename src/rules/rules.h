#pragma once
/// The folder's public face: load a pack, evaluate its rules over facts, explain the outcome.
#include "rules/eval_lines.h"           // IWYU pragma: export
#include "rules/language/expression.h"  // IWYU pragma: export
#include "rules/language/fact_table.h"  // IWYU pragma: export
#include "rules/pack/load.h"            // IWYU pragma: export
#include "rules/pack/pack.h"            // IWYU pragma: export
