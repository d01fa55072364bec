// What the folders that work on records add: the store, who may read it, the ledger, the pack.
#pragma once
#include "access/access.h"
#include "campaign/campaign.h"
#include "core/json.h"
#include "ledger/act.h"
#include "ledger/entries.h"
#include "ledger/run.h"
#include "pch.h"
#include "store/database.h"
#include "store/store.h"
