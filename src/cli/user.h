#pragma once
#include "cli/command.h"

namespace leye::cli {

/// `user add`, `list`, `role`, `rights`, `deputy`, `password`, `drop-factor`, `close`.
std::vector<Command> manage_commands();

}  // namespace leye::cli
