// What every route and command adds.
#pragma once
#include "records.h"
#include "server/acts.h"
#include "server/api.h"
#include "server/app.h"
