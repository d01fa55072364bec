#include "core/log.h"

#include <atomic>
#include <boost/json.hpp>
#include <cstdio>

#include "core/date.h"

namespace leye::log {
namespace {

std::atomic<Level> threshold{Level::kInfo};

const char* name(Level level) {
  switch (level) {
    case Level::kDebug:
      return "debug";
    case Level::kInfo:
      return "info";
    case Level::kWarning:
      return "warning";
    case Level::kError:
      return "error";
  }
  return "error";
}

}  // namespace

void set_level(Level level) { threshold = level; }

void write(Level level, std::string_view event, std::initializer_list<Field> fields) {
  if (level < threshold.load()) return;
  boost::json::object line{
      {"at", to_text(SystemClock().now())}, {"level", name(level)}, {"event", event}};
  for (const auto& [key, value] : fields) line[key] = value;
  const std::string text = boost::json::serialize(line) + "\n";
  // One fwrite a line: stderr locks the stream, so lines of different threads do not mix.
  std::fwrite(text.data(), 1, text.size(), stderr);
}

}  // namespace leye::log
