#include "cli/command.h"

#include <array>
#include <boost/json.hpp>
#include <charconv>
#include <cstdlib>
#include <iostream>

namespace leye::cli {

std::string Arguments::text(std::string_view name, std::string_view otherwise) const {
  const auto it = values.find(name);
  return it == values.end() || it->second.empty() ? std::string(otherwise) : it->second.front();
}

Result<std::optional<Date>> Arguments::date(std::string_view name) const {
  if (!has(name)) return std::optional<Date>();
  auto parsed = parse_date(text(name));
  if (!parsed) return fail(at("--" + std::string(name), parsed.error()));
  return std::optional<Date>(*parsed);
}

Result<std::int64_t> Arguments::number(std::string_view name, std::int64_t otherwise) const {
  if (!has(name)) return otherwise;
  const std::string written = text(name);
  std::int64_t value = 0;
  const auto [end, bad] = std::from_chars(written.data(), written.data() + written.size(), value);
  if (bad != std::errc() || end != written.data() + written.size())
    return fail("cli.number", "--" + std::string(name), {{"text", written}});
  return value;
}

Exit exit_of(const Error& error) {
  static constexpr std::array kEnvironment = {"store.", "access.key", "server.",     "data.",
                                              "file.",  "place.",     "environment."};
  if (error.code.starts_with("access.denied") || error.code.starts_with("refused."))
    return Exit::kRefused;
  for (const std::string_view family : kEnvironment)
    if (error.code.starts_with(family)) return Exit::kEnvironment;
  return Exit::kBadInput;
}

void print(const Arguments& arguments, const boost::json::object& result,
           const std::string& for_people) {
  if (arguments.json)
    std::cout << boost::json::serialize(result) << "\n";
  else
    std::cout << for_people << (for_people.empty() || for_people.ends_with('\n') ? "" : "\n");
}

std::filesystem::path share_dir() {
  namespace fs = std::filesystem;
  if (const char* named = std::getenv("LEYE_SHARE"); named != nullptr) return named;
  std::error_code ignored;
  const fs::path binary = fs::read_symlink("/proc/self/exe", ignored).parent_path();
  for (const fs::path& candidate :
       {binary / "../share/leye", binary / "../../", binary / "../../../"})
    if (fs::exists(candidate / "data/tianjin", ignored))
      return fs::weakly_canonical(candidate, ignored);
  return binary;
}

}  // namespace leye::cli
