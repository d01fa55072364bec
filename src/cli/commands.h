#pragma once
#include <vector>

#include "cli/command.h"

namespace leye::cli {

// One function per command file: what it declares.
std::vector<Command> audit_commands();
std::vector<Command> backup_commands();
std::vector<Command> allocate_commands();
std::vector<Command> city_commands();
std::vector<Command> init_commands();
std::vector<Command> explain_commands();
std::vector<Command> import_commands();
std::vector<Command> key_commands();
std::vector<Command> link_commands();
std::vector<Command> match_commands();
std::vector<Command> plan_commands();
std::vector<Command> privacy_commands();
std::vector<Command> reach_commands();
std::vector<Command> report_commands();
std::vector<Command> rules_commands();
std::vector<Command> screen_commands();
std::vector<Command> serve_commands();
std::vector<Command> settle_commands();
std::vector<Command> simulate_commands();
std::vector<Command> upkeep_commands();
std::vector<Command> user_commands();
std::vector<Command> whatif_commands();

}  // namespace leye::cli
