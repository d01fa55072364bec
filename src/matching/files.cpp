#include "matching/files.h"

#include <algorithm>
#include <boost/json.hpp>
#include <charconv>
#include <unordered_map>

#include "matching/cells.h"
#include "matching/data_table.h"
#include "matching/wire.h"
#include "sheets/csv.h"

namespace leye::matching {
namespace {

using detail::Field;

/// Which field stands in which column; nothing for a column that is not ours.
struct Heading {
  std::vector<const Field*> fields;
  std::vector<std::string> others;
};

Result<Heading> read_heading(const sheets::Row& row, std::span<const Field> known,
                             std::string_view needed, const std::string& file) {
  Heading heading;
  bool found = false;
  for (const auto& cell : row.cells) {
    const auto field = std::find_if(known.begin(), known.end(),
                                    [&](const Field& f) { return f.column == cell.text; });
    heading.fields.push_back(field == known.end() ? nullptr : &*field);
    if (field == known.end()) heading.others.emplace_back(cell.text);
    found = found || (field != known.end() && field->name == needed);
  }
  if (!found)
    return fail("matching.column_missing", file, {{"column", std::string(known[0].column)}});
  return heading;
}

Result<boost::json::object> object_of(const sheets::Row& row, const Heading& heading) {
  boost::json::object object;
  for (std::size_t c = 0; c < std::min(row.cells.size(), heading.fields.size()); ++c)
    if (heading.fields[c] != nullptr)
      LEYE_CHECK(detail::put_cell(*heading.fields[c], row.cells[c].text, object));
  return object;
}

std::string row_place(const std::string& file, const sheets::Row& row) {
  return file + " row " + std::to_string(row.number);
}

/// Reads rows into typed records through their wire form.
template <class Wire, class Record>
Result<FileOf<Record>> read_file(const std::filesystem::path& path, std::span<const Field> fields,
                                 std::string_view needed,
                                 const std::function<Result<Record>(const Wire&)>& typed) {
  LEYE_TRY(const auto source, sheets::open_csv(path, {std::nullopt, ','}));
  FileOf<Record> out;
  std::optional<Heading> heading;
  Result<void> outcome;
  std::unordered_map<std::string, std::int64_t> rows;
  const auto one = [&](const sheets::Row& row) -> Result<Record> {
    LEYE_TRY(const auto object, object_of(row, *heading));
    const auto in_column = [&](Error error) {
      error.where = detail::column_of(fields, error.where);
      return error;
    };
    if (!object.contains(needed))
      return fail("json.required", "column " + std::string(fields[0].column));
    auto wire = json::read_value<Wire>(object);
    if (!wire) return fail(in_column(wire.error().front()));
    LEYE_TRY(auto record, typed(*wire).map_error(in_column));
    const auto [first, added] = rows.emplace(record.id, row.number);
    if (!added)
      return fail("matching.id_twice", {},
                  {{"id", record.id}, {"row", std::to_string(first->second)}});
    return record;
  };
  LEYE_CHECK(source->rows([&](const sheets::Row& row) {
    if (!heading) {
      auto read = read_heading(row, fields, needed, source->file());
      if (!read) outcome = fail(read.error());
      if (read) heading = *std::move(read);
      return outcome.has_value();
    }
    auto record = one(row);
    if (record)
      out.records.push_back(*std::move(record));
    else
      out.problems.push_back(at(row_place(source->file(), row), record.error()));
    return true;
  }));
  if (!outcome) return fail(outcome.error());
  if (!heading)
    return fail("matching.column_missing", source->file(),
                {{"column", std::string(fields[0].column)}});
  out.other_columns = heading->others;
  return out;
}

Result<std::int32_t> score_cell(const std::string& text) {
  std::int32_t value = 0;
  const auto [end, bad] = std::from_chars(text.data(), text.data() + text.size(), value);
  if (bad != std::errc() || end != text.data() + text.size() || value < 0 || value > 1000)
    return fail("matching.cell", "column score", {{"text", text}});
  return value;
}

Result<bool> targeted_cell(const std::string& text) {
  if (text == "true" || text == "1") return true;
  if (text == "false" || text == "0") return false;
  return fail("matching.cell", "column targeted", {{"text", text}});
}

}  // namespace

Result<FileOf<SeekerProfile>> read_seekers(const std::filesystem::path& path, const Tables& tables,
                                           const Params& params) {
  return read_file<SeekerWire, SeekerProfile>(
      path, detail::seeker_fields(), "seeker_id",
      [&](const SeekerWire& wire) { return seeker_of(tables, params, wire); });
}

Result<FileOf<Vacancy>> read_vacancies(const std::filesystem::path& path, const Tables& tables,
                                       const Params& params) {
  return read_file<VacancyWire, Vacancy>(
      path, detail::vacancy_fields(), "id",
      [&](const VacancyWire& wire) { return vacancy_of(tables, params, wire); });
}

Result<void> write_matches(const std::filesystem::path& path, const VacancyIndex& index,
                           const std::vector<SeekerProfile>& seekers, const Matches& matches) {
  LEYE_TRY(auto out,
           sheets::CsvWriter::create(path, {sheets::Encoding::kUtf8, false, ',', false, "\n"}));
  out.record({"seeker_id", "rank", "vacancy_id", "score", "occupation", "skills", "wage", "commute",
              "education", "experience", "via", "minutes", "targeted"});
  for (std::size_t i = 0; i < seekers.size(); ++i) {
    int rank = 0;
    for (const auto& candidate : matches.of(i)) {
      const auto& vacancy = index.vacancies()[candidate.vacancy];
      const auto fit = judge(index.tables(), index.params(), seekers[i], vacancy);
      const auto& c = fit.components;
      std::vector<std::string> cells{seekers[i].id, std::to_string(++rank), vacancy.id};
      for (const auto points :
           {fit.score, c.occupation, c.skills, c.wage, c.commute, c.education, c.experience})
        cells.push_back(std::to_string(points));
      cells.push_back(to_text(fit.via, seekers[i]));
      cells.push_back(fit.minutes ? std::to_string(*fit.minutes) : "");
      cells.emplace_back(fit.targeted ? "true" : "false");
      out.record(cells);
    }
  }
  return out.close();
}

Result<std::vector<MatchRow>> read_matches(const std::filesystem::path& path) {
  std::vector<MatchRow> rows;
  LEYE_CHECK(read_table(path, {"seeker_id", "vacancy_id", "score", "targeted"},
                        [&](const DataRow& row) -> Result<void> {
                          LEYE_TRY(const auto score, score_cell(row.cells[2]));
                          LEYE_TRY(const auto targeted, targeted_cell(row.cells[3]));
                          rows.push_back({row.cells[0], row.cells[1], score, targeted});
                          return {};
                        }));
  return rows;
}

}  // namespace leye::matching
