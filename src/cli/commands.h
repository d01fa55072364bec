#pragma once
#include "cli/command.h"

namespace leye::cli {

// One function per command file; the file says what the command does.

}  // namespace leye::cli
