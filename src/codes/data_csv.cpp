#include "codes/data_csv.h"

#include <fstream>

namespace leye::codes {

Result<std::vector<std::vector<std::string>>> read_data_csv(const std::filesystem::path& path) {
  std::ifstream in(path, std::ios::binary);
  if (!in) return fail("data.unreadable", path.string());
  std::vector<std::vector<std::string>> rows;
  std::size_t width = 0;
  std::string line;
  for (std::size_t number = 1; std::getline(in, line); ++number) {
    if (line.ends_with('\r')) line.pop_back();
    if (line.empty() || line.front() == '#') continue;
    std::vector<std::string> cells(1);
    for (const char c : line) {
      if (c == ',')
        cells.emplace_back();
      else
        cells.back().push_back(c);
    }
    if (width == 0) {
      width = cells.size();
      continue;
    }
    if (cells.size() != width)
      return fail("data.row", path.string() + ":" + std::to_string(number),
                  {{"expected", std::to_string(width)}, {"found", std::to_string(cells.size())}});
    rows.push_back(std::move(cells));
  }
  if (in.bad()) return fail("data.unreadable", path.string());
  return rows;
}

}  // namespace leye::codes
