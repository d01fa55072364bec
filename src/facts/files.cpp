#include "facts/files.h"

#include <algorithm>
#include <charconv>
#include <deque>
#include <unordered_map>

#include "sheets/csv.h"

namespace leye::facts {
namespace {

namespace fs = std::filesystem;
using columns::TableBuilder;
using rules::FactValue;

constexpr std::size_t kMostErrors = 100;

/// A CSV in memory: fact files are an interface between programs, a subject's rows fit.
struct Csv {
  std::string file;
  std::vector<std::string> header;
  std::vector<std::vector<std::string>> rows;
  std::vector<std::int64_t> lines;
  [[nodiscard]] int column(std::string_view name) const {
    const auto it = std::find(header.begin(), header.end(), name);
    return it == header.end() ? -1 : static_cast<int>(it - header.begin());
  }
  [[nodiscard]] std::string_view cell(std::size_t row, int column) const {
    const auto& cells = rows[row];
    const auto i = static_cast<std::size_t>(column);
    return i < cells.size() ? std::string_view(cells[i]) : std::string_view();
  }
};

/// Reads one folder; collects errors instead of stopping at the first.
class Folder {
 public:
  Folder(const rules::Environment& environment, fs::path dir)
      : environment_(environment), dir_(std::move(dir)) {}

  FactFiles read(Date as_of) {
    out_.snapshot.as_of = as_of;
    list_files();
    for (const auto& subject : environment_.subjects)
      if (has(subject.name + ".csv")) read_ids(subject.name);
    if (csvs_.empty() && out_.errors.empty()) error(fail_at("facts.no_files", dir_.string()));
    for (const auto& subject : environment_.subjects)
      if (csvs_.contains(subject.name)) build(subject);
    return std::move(out_);
  }

 private:
  static Error fail_at(std::string code, std::string where,
                       std::vector<std::pair<std::string, std::string>> args = {}) {
    return {std::move(code), std::move(where), std::move(args)};
  }
  void error(Error e) {
    if (out_.errors.size() < kMostErrors) out_.errors.push_back(std::move(e));
  }
  [[nodiscard]] bool has(const std::string& name) const { return fs::exists(dir_ / name); }

  static std::string place(const Csv& csv, std::size_t row, int column) {
    std::string where = csv.file + ", row " + std::to_string(csv.lines[row]);
    if (column >= 0) where += ", column " + csv.header[static_cast<std::size_t>(column)];
    return where;
  }

  /// A misspelt file name would lose a whole subject silently.
  void list_files() {
    std::error_code bad;
    std::vector<std::string> names;
    for (const auto& item : fs::directory_iterator(dir_, bad))
      if (item.path().extension() == ".csv") names.push_back(item.path().filename().string());
    if (bad) return error(fail_at("file.unreadable", dir_.string()));
    std::sort(names.begin(), names.end());
    for (const auto& name : names) {
      const std::string stem = name.substr(0, name.size() - 4);
      const auto* list = environment_.find_fact(stem);
      if (environment_.subject(stem) == nullptr && (list == nullptr || !list->type.is_list()))
        error(fail_at("facts.unknown_file", (dir_ / name).string(), {{"name", name}}));
    }
  }

  std::optional<Csv> load(const std::string& name) {
    Csv csv;
    csv.file = name;
    sheets::CsvFormat format;
    format.encoding = sheets::Encoding::kUtf8;
    format.delimiter = ',';
    auto source = sheets::open_csv(dir_ / name, format);
    if (!source) {
      error(source.error());
      return std::nullopt;
    }
    const auto done = (*source)->rows([&](const sheets::Row& row) {
      std::vector<std::string> cells;
      for (const auto& cell : row.cells) cells.emplace_back(cell.text);
      if (csv.header.empty()) {
        csv.header = std::move(cells);
      } else {
        csv.rows.push_back(std::move(cells));
        csv.lines.push_back(row.line);
      }
      return true;
    });
    if (!done) {
      error(done.error());
      return std::nullopt;
    }
    return csv;
  }

  void read_ids(const std::string& subject) {
    auto csv = load(subject + ".csv");
    if (!csv) return;
    const int id = csv->column(subject);
    if (id < 0) return error(fail_at("facts.no_id_column", csv->file, {{"subject", subject}}));
    std::vector<std::size_t> order;
    for (std::size_t row = 0; row < csv->rows.size(); ++row) {
      if (csv->cell(row, id).empty())
        error(fail_at("facts.id_missing", place(*csv, row, id)));
      else
        order.push_back(row);
    }
    std::sort(order.begin(), order.end(),
              [&](std::size_t a, std::size_t b) { return csv->cell(a, id) < csv->cell(b, id); });
    auto& rows = row_of_[subject];
    for (std::size_t i = 0; i < order.size(); ++i) {
      const auto [it, added] = rows.try_emplace(std::string(csv->cell(order[i], id)), i);
      if (!added) error(fail_at("facts.id_twice", place(*csv, order[i], id), {{"id", it->first}}));
    }
    orders_[subject] = std::move(order);
    csvs_.emplace(subject, std::move(*csv));
  }

  void build(const rules::SubjectDecl& subject) {
    const Csv& csv = csvs_.at(subject.name);
    const auto& order = orders_.at(subject.name);
    TableBuilder table(subject.name);
    for (std::size_t row = 0; row < order.size(); ++row)
      // Rows stand in order of id; the uuid only carries that order.
      table.id(derived_uuid(static_cast<std::int64_t>(row), Digest{}));
    auto& ids = table.add(subject.name, columns::Kind::kText);
    const int id = csv.column(subject.name);
    for (const std::size_t row : order) ids.text(csv.cell(row, id));
    for (std::size_t c = 0; c < csv.header.size(); ++c)
      if (static_cast<int>(c) != id) add(table, subject, csv, order, static_cast<int>(c));
    for (const auto& fact : environment_.facts)
      if (fact.type.is_list() && has(fact.name + ".csv") &&
          std::find(fact.on.begin(), fact.on.end(), subject.name) != fact.on.end())
        add_list(table, subject.name, fact);
    out_.snapshot.tables.emplace(subject.name, std::move(table).freeze());
  }

  void add(TableBuilder& table, const rules::SubjectDecl& subject, const Csv& csv,
           const std::vector<std::size_t>& order, int column) {
    const std::string& name = csv.header[static_cast<std::size_t>(column)];
    if (row_of_.contains(name) || environment_.subject(name) != nullptr)
      return add_reach(table, csv, order, column);
    const auto mark = name.find('@');
    const auto* fact = environment_.find_fact(name.substr(0, mark));
    const bool anchor_known =
        mark == std::string::npos || environment_.find_fact(name.substr(mark + 1)) != nullptr;
    if (fact == nullptr || !anchor_known)
      return error(fail_at("facts.unknown_column", csv.file,
                           {{"column", name},
                            {"subject", subject.name},
                            {"near", environment_.nearest_fact(name.substr(0, mark))}}));
    auto& cells = add_column(table, name, environment_, fact->type);
    for (const std::size_t row : order)
      append(cells, environment_, fact->type, cell_value(csv, row, column, fact->type));
  }

  void add_reach(TableBuilder& table, const Csv& csv, const std::vector<std::size_t>& order,
                 int column) {
    const std::string& target = csv.header[static_cast<std::size_t>(column)];
    auto& link = table.add(reach_column(target), columns::Kind::kInt);
    const auto rows = row_of_.find(target);
    for (const std::size_t row : order) {
      const std::string id(csv.cell(row, column));
      if (id.empty()) {
        link.unknown();
        continue;
      }
      const auto found =
          rows == row_of_.end() ? decltype(rows->second.find(id)){} : rows->second.find(id);
      if (rows == row_of_.end() || found == rows->second.end()) {
        error(fail_at("facts.no_such_subject", place(csv, row, column),
                      {{"id", id}, {"subject", target}}));
        link.unknown();
      } else {
        link.number(static_cast<std::int64_t>(found->second));
      }
    }
  }

  FactValue cell_value(const Csv& csv, std::size_t row, int column, const rules::TypeRef& type) {
    const std::string_view text = csv.cell(row, column);
    if (text.empty()) return rules::unknown();
    if (text == "-") return rules::absent();
    auto literal = parse_scalar(environment_, type, text);
    if (!literal) {
      error(fail_at("facts.cell", place(csv, row, column),
                    {{"text", std::string(text)}, {"type", environment_.type_name(type)}}));
      return rules::unknown();
    }
    return rules::known(rules::view(keep(std::move(*literal))));
  }

  const rules::Literal& keep(rules::Literal literal) {
    literals_.push_back(std::move(literal));
    return literals_.back();
  }

  void add_list(TableBuilder& table, const std::string& subject, const rules::FactDecl& fact) {
    const auto csv = load(fact.name + ".csv");
    if (!csv) return;
    const int id = csv->column(subject);
    if (id < 0) return error(fail_at("facts.no_id_column", csv->file, {{"subject", subject}}));
    const auto& rows = row_of_.at(subject);
    std::vector<std::vector<std::size_t>> children(orders_.at(subject).size());
    for (std::size_t row = 0; row < csv->rows.size(); ++row) {
      const auto found = rows.find(std::string(csv->cell(row, id)));
      if (found == rows.end())
        error(fail_at("facts.no_such_subject", place(*csv, row, id),
                      {{"id", std::string(csv->cell(row, id))}, {"subject", subject}}));
      else
        children[found->second].push_back(row);
    }
    auto& column = add_column(table, fact.name, environment_, fact.type);
    for (const auto& of_row : children)
      append(column, environment_, fact.type, list_value(*csv, of_row, fact));
  }

  /// A closed list without rows is empty; an open one may hold rows nobody told us of.
  FactValue list_value(const Csv& csv, const std::vector<std::size_t>& rows,
                       const rules::FactDecl& fact) {
    if (rows.empty()) return fact.closed ? rules::absent() : rules::unknown();
    lists_.emplace_back();
    rules::List& list = lists_.back();
    list.more = !fact.closed;
    const bool record = fact.type.element == rules::Kind::kRecord;
    const auto add_cell = [&](std::size_t row, std::string_view name, const rules::TypeRef& type,
                              bool closed) {
      const int column = csv.column(name);
      FactValue value = column < 0 ? rules::unknown() : cell_value(csv, row, column, type);
      if (column < 0 && closed) value = rules::absent();
      list.cells.push_back(value);
    };
    if (!record) {
      for (const std::size_t row : rows) add_cell(row, "value", fact.type.element_type(), false);
      return rules::known(rules::of_list(&list));
    }
    const auto& fields = environment_.records[fact.type.index].fields;
    list.width = static_cast<std::uint32_t>(fields.size());
    for (const std::size_t row : rows)
      for (const auto& field : fields) add_cell(row, field.name, field.type, field.closed);
    return rules::known(rules::of_list(&list));
  }

  const rules::Environment& environment_;
  fs::path dir_;
  FactFiles out_;
  std::map<std::string, Csv, std::less<>> csvs_;
  std::map<std::string, std::vector<std::size_t>, std::less<>> orders_;
  std::map<std::string, std::unordered_map<std::string, std::size_t>, std::less<>> row_of_;
  std::deque<rules::Literal> literals_;
  std::deque<rules::List> lists_;
};

}  // namespace

FactFiles read_fact_files(const rules::Environment& environment, const fs::path& dir, Date as_of) {
  return Folder(environment, dir).read(as_of);
}

std::string subject_text(const columns::Table& table, std::size_t row) {
  if (const auto* ids = table.find(table.name())) return std::string(ids->text(row));
  return to_text(table.ids()[row]);
}

std::optional<rules::Literal> parse_scalar(const rules::Environment& environment,
                                           const rules::TypeRef& type, std::string_view text) {
  switch (type.kind) {
    case rules::Kind::kBool:
      if (text == "true") return rules::Literal(std::int64_t{1});
      if (text == "false") return rules::Literal(std::int64_t{0});
      return std::nullopt;
    case rules::Kind::kInt:
    case rules::Kind::kMoney: {
      std::int64_t number = 0;
      const auto [end, bad] = std::from_chars(text.data(), text.data() + text.size(), number);
      if (bad != std::errc() || end != text.data() + text.size()) return std::nullopt;
      return rules::Literal(number);
    }
    case rules::Kind::kDate: {
      const auto date = parse_date(text);
      if (!date) return std::nullopt;
      return rules::Literal(std::int64_t{date->days()});
    }
    case rules::Kind::kEnum: {
      const auto& names = environment.enums[type.index].values;
      const auto it = std::find(names.begin(), names.end(), text);
      if (it == names.end()) return std::nullopt;
      return rules::Literal(static_cast<std::int64_t>(it - names.begin()));
    }
    case rules::Kind::kString:
      return rules::Literal(std::string(text));
    default:
      return std::nullopt;
  }
}

}  // namespace leye::facts
