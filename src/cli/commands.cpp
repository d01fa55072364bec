#include "cli/commands.h"

#include <algorithm>

namespace leye::cli {

const std::vector<Command>& commands() {
  static const std::vector<Command> all = [] {
    std::vector<Command> list;
    for (const auto declared :
         {audit_commands,    backup_commands,  city_commands,   init_commands,    import_commands,
          link_commands,     match_commands,   plan_commands,   privacy_commands, reach_commands,
          report_commands,   rules_commands,   screen_commands, serve_commands,   settle_commands,
          simulate_commands, explain_commands, key_commands,    upkeep_commands,  user_commands,
          whatif_commands}) {
      const auto more = declared();
      list.insert(list.end(), more.begin(), more.end());
    }
    // A group comes before its members: `import` before `import undo`.
    std::sort(list.begin(), list.end(),
              [](const Command& a, const Command& b) { return a.name < b.name; });
    return list;
  }();
  return all;
}

}  // namespace leye::cli
