#pragma once
#include <initializer_list>
#include <string>
#include <string_view>
#include <utility>

namespace leye::log {

enum class Level { kDebug, kInfo, kWarning, kError };
using Field = std::pair<std::string_view, std::string>;

/// One JSON line on stderr: time, level, event, fields. Never personal data: ids of people are
/// random and may stand here, names, numbers and addresses may not.
void write(Level, std::string_view event, std::initializer_list<Field> fields = {});
inline void info(std::string_view event, std::initializer_list<Field> fields = {}) {
  write(Level::kInfo, event, fields);
}
inline void warning(std::string_view event, std::initializer_list<Field> fields = {}) {
  write(Level::kWarning, event, fields);
}
inline void error(std::string_view event, std::initializer_list<Field> fields = {}) {
  write(Level::kError, event, fields);
}
/// Lines below this level are dropped (default kInfo). Commands set kWarning, the server kInfo.
void set_level(Level);

}  // namespace leye::log
