// Headers that tests over the store use.
#pragma once
#include "records.h"
#include "store/testing/each_backend.h"
#include "test.h"
