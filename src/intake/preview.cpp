#include "intake/preview.h"

#include <algorithm>
#include <boost/json/serialize.hpp>
#include <set>
#include <unordered_map>

#include "codes/text.h"
#include "core/messages.h"
#include "registry/records.h"

namespace leye::intake {
namespace {

using boost::json::object;
using sheets::Cell;
using sheets::CellKind;

std::string raw_text(const Cell& cell) {
  return cell.kind == CellKind::kDate ? to_text(cell.date) : std::string(cell.text);
}

/// Brings one row of a sheet to a record, cell by cell.
class RowReader {
 public:
  RowReader(const ImportFile& file, const Mapping& mapping, const sheets::TableSource& source,
            Preview& out)
      : mapping_(mapping), source_(source), out_(out) {
    around_.today = file.today;
    around_.divisions = file.divisions;
    // Numbers first: they say whether the row is of the synthetic city.
    for (std::size_t c = 0; c < mapping.columns.size(); ++c)
      if (is_number(mapping.columns[c].type)) order_.push_back(c);
    for (std::size_t c = 0; c < mapping.columns.size(); ++c)
      if (!is_number(mapping.columns[c].type)) order_.push_back(c);
  }

  void read(const sheets::Row& row);

 private:
  static bool is_number(ColumnType type) {
    return type == ColumnType::kCitizenId || type == ColumnType::kUscc;
  }
  void read_cell(std::size_t c);
  void check_dates();
  void fill_in();
  void report(std::size_t c, Error error, bool refuses);
  void part(ReadyRow&);
  void keep();
  [[nodiscard]] std::string joined_key() const;
  [[nodiscard]] const Cell& cell_of(std::size_t c) const;

  const Mapping& mapping_;
  const sheets::TableSource& source_;
  Preview& out_;
  Surroundings around_;
  std::vector<std::size_t> order_;
  sheets::Row row_;
  std::vector<Normal> values_;
  bool refused_ = false;
  Cell nothing_;
  std::unordered_map<std::string, std::size_t> seen_;  // identity → index of its row
};

const Cell& RowReader::cell_of(std::size_t c) const {
  const int at = out_.header.column_of[c];
  if (at < 0 || static_cast<std::size_t>(at) >= row_.cells.size()) return nothing_;
  return row_.cells[static_cast<std::size_t>(at)];
}

void RowReader::report(std::size_t c, Error error, bool refuses) {
  const int at = out_.header.column_of[c];
  const auto& title = at < 0 ? mapping_.columns[c].titles.front() : out_.columns[c];
  error.where = sheets::place_of(source_, row_) + ", column " + title;
  out_.problems.push_back({row_.number, at, refuses, std::move(error)});
  refused_ = refused_ || refuses;
}

void RowReader::read_cell(std::size_t c) {
  const auto& column = mapping_.columns[c];
  auto normal = normalise(column, cell_of(c), around_);
  if (!normal) {
    // Who and when must be right; whatever else cannot be read is asked for again.
    report(c, std::move(normal).error(), column.required);
    return;
  }
  if (normal->synthetic) around_.synthetic = true;
  if (normal->note) report(c, {*normal->note, {}, {}}, false);
  values_[c] = std::move(*normal);
}

void RowReader::check_dates() {
  for (std::size_t c = 0; c < values_.size(); ++c) {
    const auto& column = mapping_.columns[c];
    const auto& date = values_[c].date;
    if (!date) continue;
    const MessageArgs args = {{"text", to_text(*date)}};
    if (column.not_future && *date > around_.today)
      report(c, {"row.date_in_future", {}, args}, true);
    if (column.not_before.empty()) continue;
    const auto other = *mapping_.find(column.not_before);
    const auto& earlier = values_[other].date;
    if (!earlier || *date >= *earlier) continue;
    const bool birth = column.not_before == mapping_.person.birth;
    report(c, {birth ? "row.date_before_birth" : "row.end_before_start", {}, args}, true);
  }
  const auto birth = mapping_.find(mapping_.person.birth);
  const auto id = mapping_.find(mapping_.person.citizen_id);
  if (birth && id && values_[*birth].date && values_[*id].birth &&
      *values_[*birth].date != *values_[*id].birth)
    report(*birth, {"row.birth_differs", {}, {{"text", to_text(*values_[*birth].date)}}}, false);
}

/// Cells that are empty and mean something all the same.
void RowReader::fill_in() {
  for (std::size_t c = 0; c < values_.size(); ++c) {
    const auto& otherwise = mapping_.columns[c].otherwise;
    if (!otherwise || !values_[c].value.is_null()) continue;
    const auto& other = values_[*mapping_.find(otherwise->column)].value;
    if (!other.is_string() || other.as_string() != otherwise->is) continue;
    Cell cell;
    cell.kind = CellKind::kText;
    cell.text = otherwise->value;
    if (auto normal = normalise(mapping_.columns[c], cell, around_))
      values_[c] = std::move(*normal);
  }
}

std::string RowReader::joined_key() const {
  std::string key;
  for (const auto& name : mapping_.key) {
    const auto& value = values_[*mapping_.find(name)].value;
    key += value.is_null() ? "" : boost::json::serialize(value);
    key += '\x1f';
  }
  return key;
}

/// Cells that stand in clear, those that are sealed, and all of them as received.
void RowReader::part(ReadyRow& ready) {
  object open;
  object values;
  object sensitive;
  object raw;
  for (std::size_t c = 0; c < values_.size(); ++c) {
    const auto& column = mapping_.columns[c];
    if (const auto& cell = cell_of(c); cell.kind != CellKind::kEmpty)
      raw[column.name] = codes::to_utf8(codes::code_points(raw_text(cell)));
    auto& value = values_[c].value;
    if (value.is_null()) continue;
    auto& part = column.sensitive ? sensitive : column.sealed ? values : open;
    if (column.type != ColumnType::kEnums) {
      part[column.name] = value;
      continue;
    }
    const auto& all = value.as_array();
    for (const auto& [word, name] : column.values)
      part[column.name + "_" + name] =
          std::find(all.begin(), all.end(), boost::json::value(name)) != all.end();
  }
  object sealed{{"values", std::move(values)}, {"raw", std::move(raw)}};
  if (!sensitive.empty()) {
    open[registry::kSensitive] = true;
    sealed[registry::kSensitive] = std::move(sensitive);
  }
  ready.payload = boost::json::serialize(open);
  ready.sealed = boost::json::serialize(sealed);
}

void RowReader::keep() {
  ReadyRow ready;
  ready.row = row_.number;
  part(ready);
  const auto text_of = [&](const std::string& name) {
    const auto c = mapping_.find(name);
    return c && values_[*c].value.is_string() ? std::string(values_[*c].value.as_string())
                                              : std::string();
  };
  ready.citizen_id = text_of(mapping_.person.citizen_id);
  ready.phone = text_of(mapping_.person.phone);
  if (const auto from = mapping_.find(mapping_.valid_from)) ready.valid_from = values_[*from].date;
  if (const auto to = mapping_.find(mapping_.valid_to)) ready.valid_to = values_[*to].date;
  if (const auto until = mapping_.find(mapping_.valid_until))
    if (values_[*until].date) ready.valid_to = add_days(*values_[*until].date, -1);
  ready.identity = joined_key();
  const auto [before, added] = seen_.try_emplace(ready.identity, out_.rows.size());
  if (added) {
    out_.rows.push_back(std::move(ready));
    return;
  }
  auto& earlier = out_.rows[before->second];
  ++out_.repeated;
  report(*mapping_.find(mapping_.key.front()),
         {"import.repeated", {}, {{"row", std::to_string(earlier.row)}}}, false);
  earlier = std::move(ready);
}

void RowReader::read(const sheets::Row& row) {
  row_ = row;
  values_.assign(mapping_.columns.size(), Normal{});
  around_.synthetic = false;
  refused_ = false;
  ++out_.read;
  if (row.hidden) ++out_.hidden;
  const std::size_t before = out_.problems.size();
  for (const std::size_t c : order_) read_cell(c);
  check_dates();
  std::stable_sort(out_.problems.begin() + static_cast<std::ptrdiff_t>(before), out_.problems.end(),
                   [](const Problem& a, const Problem& b) {
                     return std::pair(!a.refuses, a.column) < std::pair(!b.refuses, b.column);
                   });
  if (refused_) {
    ++out_.refused;
    return;
  }
  fill_in();
  keep();
}

}  // namespace

Result<Preview> preview(const ImportFile& file, const Mapping& mapping) {
  LEYE_TRY(const auto source, sheets::open_table(file.path, file.sheet));
  Preview out;
  out.path = file.path;
  out.file = source->file();
  out.sheet = source->sheet();
  out.register_code = mapping.register_code;
  out.today = file.today;
  LEYE_TRY(out.file_digest, digest_of_file(file.path));
  out.input = Hasher()
                  .add(out.file_digest)
                  .field(out.sheet)
                  .field(mapping.register_code)
                  .add(mapping.digest)
                  .finish();
  LEYE_TRY(out.header, sheets::find_header(*source, mapping.patterns()));
  for (const int at : out.header.column_of)
    out.columns.push_back(at < 0 ? std::string() : out.header.titles[static_cast<std::size_t>(at)]);
  RowReader reader(file, mapping, *source, out);
  LEYE_CHECK(sheets::rows_below(*source, out.header, out.skipped, [&](const sheets::Row& row) {
    reader.read(row);
    return true;
  }));
  return out;
}

boost::json::object counts_of(const Preview& preview) {
  std::map<std::string, std::int64_t> refused_by;
  std::map<std::string, std::int64_t> warned_by;
  std::set<std::pair<std::int64_t, std::string>> counted;  // a code once a row
  for (const auto& problem : preview.problems)
    if (counted.emplace(problem.row, problem.error.code).second)
      ++(problem.refuses ? refused_by : warned_by)[problem.error.code];
  std::map<std::string, std::int64_t> skipped_by;
  for (const auto& row : preview.skipped)
    ++skipped_by[row.why == sheets::Skip::kTotal          ? "total"
                 : row.why == sheets::Skip::kHeadingAgain ? "heading"
                                                          : "note"];
  const auto as_object = [](const std::map<std::string, std::int64_t>& counts) {
    object out;
    for (const auto& [code, n] : counts) out[code] = n;
    return out;
  };
  return {{"file", preview.file},
          {"sheet", preview.sheet},
          {"register", preview.register_code},
          {"header_row", preview.header.last_row},
          {"rows", preview.read},
          {"accepted", preview.read - preview.refused},
          {"records", preview.rows.size()},
          {"refused", preview.refused},
          {"by_code", as_object(refused_by)},
          {"warnings", as_object(warned_by)},
          {"skipped", as_object(skipped_by)},
          {"hidden", preview.hidden},
          {"repeated", preview.repeated}};
}

}  // namespace leye::intake
