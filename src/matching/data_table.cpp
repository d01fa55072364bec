#include "matching/data_table.h"

#include <algorithm>
#include <charconv>

#include "sheets/csv.h"

namespace leye::matching {
namespace {

Result<std::vector<std::size_t>> places_of(const std::vector<std::string>& columns,
                                           const sheets::Row& heading, const std::string& file) {
  std::vector<std::size_t> places;
  for (const auto& column : columns) {
    const auto found = std::find_if(heading.cells.begin(), heading.cells.end(),
                                    [&](const sheets::Cell& cell) { return cell.text == column; });
    if (found == heading.cells.end())
      return fail("matching.table_column", file, {{"column", column}});
    places.push_back(static_cast<std::size_t>(found - heading.cells.begin()));
  }
  return places;
}

}  // namespace

Result<void> read_table(const std::filesystem::path& path, const std::vector<std::string>& columns,
                        const std::function<Result<void>(const DataRow&)>& visit) {
  const std::string file = path.filename().string();
  auto source = sheets::open_csv(path, {sheets::Encoding::kUtf8, ','});
  if (!source) return fail("data.unreadable", path.string());
  std::vector<std::size_t> places;
  Result<void> outcome;
  DataRow row;
  row.cells.resize(columns.size());
  const auto read = (*source)->rows([&](const sheets::Row& found) {
    if (places.empty()) {
      auto known = places_of(columns, found, file);
      if (known)
        places = *std::move(known);
      else
        outcome = fail(std::move(known).error());
      return outcome.has_value();
    }
    row.where = file + ", row " + std::to_string(found.number);
    for (std::size_t i = 0; i < places.size(); ++i)
      row.cells[i] = places[i] < found.cells.size() ? std::string(found.cells[places[i]].text) : "";
    outcome = visit(row).map_error([&](Error error) { return at(row.where, std::move(error)); });
    return outcome.has_value();
  });
  if (!read) return fail(at(file, read.error()));
  if (outcome && places.empty()) return fail("data.unreadable", path.string());
  return outcome;
}

Result<int> whole_cell(const std::string& cell, int least, int most) {
  int value = 0;
  const auto [end, bad] = std::from_chars(cell.data(), cell.data() + cell.size(), value);
  if (bad != std::errc() || end != cell.data() + cell.size() || value < least || value > most)
    return fail("matching.table_cell", {}, {{"text", cell}});
  return value;
}

}  // namespace leye::matching
