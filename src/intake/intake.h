#pragma once
// Files into records: mapped (mapping.h), read and checked (preview.h), committed and undone
// (commit.h). The order of work is load_mapping → preview → commit.
#include "intake/commit.h"
#include "intake/mapping.h"
#include "intake/preview.h"
