#pragma once
// Who is the same (linkage.md): read a configuration, load records, link, explain.
#include "linkage/config.h"
#include "linkage/link.h"
#include "linkage/records.h"
