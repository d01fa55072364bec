#include "cli/commands.h"

#include <algorithm>

#include "cli/command.h"

namespace leye::cli {

const std::vector<Command>& commands() {
  static const std::vector<Command> all = [] {
    std::vector<Command> list{};
    std::sort(list.begin(), list.end(),
              [](const Command& a, const Command& b) { return a.name < b.name; });
    return list;
  }();
  return all;
}

}  // namespace leye::cli
