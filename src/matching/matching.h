#pragma once
// Fit, recommendation and allocation of posts: matching.md §§3–11. Pure: no clock, no database.
// Start at fit.h (`judge`: what a fit is),
// then search.h (the best posts of a person) and allocate.h (who gets scarce ones).
#include "matching/allocate.h"
#include "matching/candidates.h"
#include "matching/explain.h"
#include "matching/files.h"
#include "matching/fit.h"
#include "matching/fit_lines.h"
#include "matching/metrics.h"
#include "matching/pairs.h"
#include "matching/profile.h"
#include "matching/search.h"
#include "matching/shortage.h"
#include "matching/tables.h"
#include "matching/title_coder.h"
#include "matching/wording.h"
