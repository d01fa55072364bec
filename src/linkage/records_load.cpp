#include <algorithm>
#include <functional>
#include <numeric>

#include "codes/citizen_id.h"
#include "codes/text.h"
#include "linkage/normal_form.h"
#include "linkage/normalise.h"
#include "linkage/records.h"
#include "sheets/csv.h"

namespace leye::linkage {
namespace {

std::string_view trimmed(std::string_view text) {
  while (!text.empty() && (text.front() == ' ' || text.front() == '\t')) text.remove_prefix(1);
  while (!text.empty() && (text.back() == ' ' || text.back() == '\t')) text.remove_suffix(1);
  return text;
}

/// One side's rows before they are put in order of their keys.
struct Side {
  std::string keys;
  std::vector<std::size_t> key_ends{0};
  std::vector<std::vector<std::uint32_t>> raw_of_row;  ///< by field

  [[nodiscard]] std::string_view key(std::size_t row) const {
    return std::string_view(keys).substr(key_ends[row], key_ends[row + 1] - key_ends[row]);
  }
  [[nodiscard]] std::size_t rows() const { return key_ends.size() - 1; }
};

/// Calls back with each row's cells and its line; `false` stops.
using EachRow = std::function<bool(const std::vector<std::string_view>&, std::int64_t)>;
using Source = std::function<Result<void>(const EachRow&)>;

}  // namespace

class RecordsBuilder {
 public:
  RecordsBuilder(const Config& config, Date as_of)
      : config_(config), as_of_(as_of), raw_(config.fields.size()) {}

  Result<Records> build(const std::string& left_id, const std::string& left_name,
                        const Source& left, const std::string& right_id,
                        const std::string& right_name, const Source* right) {
    out_.within_ = right == nullptr;
    out_.left_register_ = left_id;
    out_.right_register_ = right_id;
    LEYE_CHECK(read(left_id, left_name, left));
    out_.left_size_ = out_.size();
    if (right != nullptr) LEYE_CHECK(read(right_id, right_name, *right));
    LEYE_CHECK(refuse_truncated_ids());
    normalise();
    return std::move(out_);
  }

 private:
  struct Wanted {
    std::size_t field;
    std::vector<std::size_t> columns;
  };

  Result<std::size_t> column_of(const std::vector<std::string>& header, const std::string& name,
                                const std::string& file, const std::string& what) const {
    const auto it = std::find(header.begin(), header.end(), name);
    std::string known;
    for (const auto& h : header) known += (known.empty() ? "" : ", ") + h;
    if (it == header.end())
      return fail("linkage.no_column", file,
                  {{"column", name}, {"for", what}, {"columns", known}, {"config", config_.file}});
    if (std::find(it + 1, header.end(), name) != header.end())
      return fail("linkage.column_twice", file, {{"column", name}});
    return static_cast<std::size_t>(it - header.begin());
  }

  Result<std::vector<Wanted>> wanted(const std::vector<std::string>& header, const std::string& id,
                                     const std::string& file) const {
    std::vector<Wanted> out;
    for (std::size_t f = 0; f < config_.fields.size(); ++f) {
      const auto& from = config_.fields[f].from;
      auto columns = from.find(id);
      if (columns == from.end()) columns = from.find("");
      if (columns == from.end()) continue;
      Wanted one{f, {}};
      for (const auto& name : columns->second) {
        LEYE_TRY(const auto at, column_of(header, name, file, config_.fields[f].id));
        one.columns.push_back(at);
      }
      out.push_back(std::move(one));
    }
    return out;
  }

  std::uint32_t raw_value(const Wanted& want, const std::vector<std::string_view>& cells) {
    const FieldSpec& field = config_.fields[want.field];
    const auto cell = [&](std::size_t column) {
      return column < cells.size() ? trimmed(cells[column]) : std::string_view();
    };
    if (want.columns.size() == 1 && !field.many)
      return raw_[want.field].intern(cell(want.columns.front()));
    // A set keeps its members apart; a text of several columns is one text.
    std::string text;
    for (const auto column : want.columns)
      if (!cell(column).empty())
        text += (text.empty() ? "" : std::string(1, field.many ? kManySeparator : ' ')) +
                std::string(cell(column));
    return raw_[want.field].intern(text);
  }

  Result<void> read(const std::string& id, const std::string& file, const Source& source) {
    Side side;
    side.raw_of_row.resize(config_.fields.size());
    const auto* spec = config_.find_register(id);
    const std::string key_name = spec == nullptr ? "id" : spec->record_key;
    std::vector<std::string> header;
    std::vector<Wanted> columns;
    std::size_t key_column = 0;
    std::optional<Error> problem;
    const auto row = [&](const std::vector<std::string_view>& cells,
                         std::int64_t line) -> Result<void> {
      if (header.empty()) {
        for (const auto cell : cells) header.push_back(normal_text(cell));
        LEYE_TRY(key_column, column_of(header, key_name, file, "record_key"));
        LEYE_TRY(columns, wanted(header, id, file));
        return {};
      }
      const auto place = [&] { return file + ":" + std::to_string(line); };
      if (cells.size() > header.size())
        return fail(
            "linkage.row_width", place(),
            {{"cells", std::to_string(cells.size())}, {"columns", std::to_string(header.size())}});
      const auto key = key_column < cells.size() ? trimmed(cells[key_column]) : std::string_view();
      if (key.empty()) return fail("linkage.key_empty", place(), {{"column", key_name}});
      side.keys.append(key);
      side.key_ends.push_back(side.keys.size());
      for (const auto& want : columns)
        side.raw_of_row[want.field].push_back(raw_value(want, cells));
      return {};
    };
    const auto each = [&](const std::vector<std::string_view>& cells, std::int64_t line) {
      auto done = row(cells, line);
      if (!done) problem = std::move(done).error();
      return !problem.has_value();
    };
    LEYE_CHECK(source(each));
    if (problem) return fail(*std::move(problem));
    if (side.rows() == 0) return fail("linkage.no_rows", file);
    return append(side, file);
  }

  Result<void> append(const Side& side, const std::string& file) {
    std::vector<std::uint32_t> order(side.rows());
    std::iota(order.begin(), order.end(), 0U);
    const auto before = [&](std::uint32_t a, std::uint32_t b) { return side.key(a) < side.key(b); };
    if (!std::is_sorted(order.begin(), order.end(), before))
      std::stable_sort(order.begin(), order.end(), before);
    for (std::size_t i = 0; i < order.size(); ++i) {
      if (i > 0 && side.key(order[i]) == side.key(order[i - 1]))
        return fail("linkage.key_twice", file, {{"key", std::string(side.key(order[i]))}});
      out_.keys_.append(side.key(order[i]));
      out_.key_ends_.push_back(out_.keys_.size());
    }
    rows_.resize(config_.fields.size());
    for (std::size_t f = 0; f < rows_.size(); ++f) {
      const auto& of_row = side.raw_of_row[f];
      for (const auto row : order) rows_[f].push_back(of_row.empty() ? 0 : of_row[row]);
    }
    return {};
  }

  /// A spreadsheet keeps 15 digits of a number: whole files end in 000 or hold 1.2E+17.
  Result<void> refuse_truncated_ids() const {
    for (std::size_t f = 0; f < config_.fields.size(); ++f) {
      if (config_.fields[f].normalise != Normaliser::kIdNumber) continue;
      std::size_t given = 0;
      std::size_t cut = 0;
      for (const auto raw : rows_[f]) {
        const auto text = raw_[f].text(raw);
        if (text.size() < 10) continue;
        ++given;
        if (text.find("E+") != std::string_view::npos ||
            (text.size() == 18 && text.ends_with("000")))
          ++cut;
      }
      if (given >= 10 && cut * 5 > given)
        return fail("linkage.ids_truncated", {},
                    {{"field", config_.fields[f].id}, {"rows", std::to_string(cut)}});
    }
    return {};
  }

  void normalise() {
    out_.columns_.resize(config_.fields.size());
    for (std::size_t f = 0; f < config_.fields.size(); ++f) {
      const FieldSpec& field = config_.fields[f];
      auto& column = out_.columns_[f];
      column.flags_of_value = {0};
      if (field.normalise == Normaliser::kUnordered)
        unordered(field, column);
      else if (!field.of.empty())
        of_other(field, column);
      else
        of_cells(f, column);
      if (field.else_from_id) birth_from_id(*field.else_from_id, column);
      column.values.close();
      raw_[f] = Dictionary();
      rows_[f] = {};
    }
  }

  std::uint32_t add(Records::Column& column, const Normal& normal) const {
    const auto id = column.values.intern(normal.value);
    if (id >= column.flags_of_value.size()) column.flags_of_value.resize(id + 1U, 0);
    if (id != 0) column.flags_of_value[id] = normal.flags;
    return id;
  }

  Normal normal_of(const FieldSpec& field, std::string_view raw) const {
    if (!field.many || raw.find(kManySeparator) == std::string_view::npos)
      return normal_form(field, raw, as_of_);
    std::vector<std::string> members;
    Normal out;
    while (!raw.empty()) {
      const auto end = std::min(raw.find(kManySeparator), raw.size());
      const auto one = normal_form(field, raw.substr(0, end), as_of_);
      if (!one.value.empty()) members.push_back(one.value);
      out.flags |= one.flags;
      raw.remove_prefix(std::min(end + 1, raw.size()));
    }
    std::sort(members.begin(), members.end());
    for (const auto& member : members)
      out.value += (out.value.empty() ? "" : std::string(1, kManySeparator)) + member;
    return out;
  }

  void of_cells(std::size_t f, Records::Column& column) {
    const FieldSpec& field = config_.fields[f];
    Dictionary& raw = raw_[f];
    if (field.normalise == Normaliser::kAsIs && !field.many) {
      column.values = std::move(raw);
      column.of_record = std::move(rows_[f]);
      column.flags_of_value.assign(column.values.size(), 0);
      return;
    }
    std::vector<std::uint32_t> value_of(raw.size(), 0);
    for (std::uint32_t id = 1; id < raw.size(); ++id)
      value_of[id] = add(column, normal_of(field, raw.text(id)));
    column.of_record.reserve(rows_[f].size());
    for (const auto id : rows_[f]) column.of_record.push_back(value_of[id]);
  }

  void of_other(const FieldSpec& field, Records::Column& column) const {
    const auto& base = out_.columns_[field.of.front()];
    std::vector<std::uint32_t> value_of(base.values.size(), 0);
    for (std::uint32_t id = 1; id < base.values.size(); ++id)
      value_of[id] = add(column, normal_form(field, base.values.text(id), as_of_));
    column.of_record.reserve(base.of_record.size());
    for (const auto id : base.of_record) column.of_record.push_back(value_of[id]);
  }

  /// The values of several fields in one order: a pair whose columns were swapped is equal here.
  void unordered(const FieldSpec& field, Records::Column& column) const {
    for (std::uint32_t record = 0; record < out_.size(); ++record) {
      std::vector<std::string_view> values;
      for (const auto base : field.of) values.push_back(out_.text(base, record));
      std::sort(values.begin(), values.end());
      std::string text;
      if (std::none_of(values.begin(), values.end(), [](auto v) { return v.empty(); }))
        for (const auto value : values) text += (text.empty() ? "" : " ") + std::string(value);
      column.of_record.push_back(add(column, {text, 0}));
    }
  }

  void birth_from_id(std::size_t id_field, Records::Column& column) const {
    const auto valid = flag_bit("valid");
    const auto from_id = flag_bit("from_id");
    column.flags_of_record.assign(out_.size(), 0);
    for (std::uint32_t record = 0; record < out_.size(); ++record) {
      if (column.of_record[record] != 0 || (out_.flags(id_field, record) & valid) == 0) continue;
      const auto id = out_.text(id_field, record);
      const std::string birth = std::string(id.substr(6, 4)) + "-" + std::string(id.substr(10, 2)) +
                                "-" + std::string(id.substr(12, 2));
      column.of_record[record] = add(column, {birth, 0});
      column.flags_of_record[record] = from_id;
    }
  }

  const Config& config_;
  Date as_of_;
  std::vector<Dictionary> raw_;
  std::vector<std::vector<std::uint32_t>> rows_;  ///< raw values by field, both sides in key order
  Records out_;
};

Result<Records> Records::load(const Config& config, const InputFile& left,
                              const std::optional<InputFile>& right, Date as_of) {
  const auto source = [](const std::filesystem::path& path) -> Source {
    return [path](const EachRow& each) -> Result<void> {
      std::error_code none;
      if (std::filesystem::is_regular_file(path, none) &&
          std::filesystem::file_size(path, none) == 0)
        return fail("linkage.no_rows", path.string());
      LEYE_TRY(const auto table, sheets::open_csv(path));
      std::vector<std::string_view> cells;
      return table->rows([&](const sheets::Row& row) {
        cells.clear();
        for (const auto& cell : row.cells) cells.push_back(cell.text);
        return each(cells, row.line);
      });
    };
  };
  const Source from_left = source(left.path);
  RecordsBuilder builder(config, as_of);
  if (!right)
    return builder.build(left.register_id, left.path.string(), from_left, "", "", nullptr);
  const Source from_right = source(right->path);
  return builder.build(left.register_id, left.path.string(), from_left, right->register_id,
                       right->path.string(), &from_right);
}

Result<Records> Records::from_rows(const Config& config, const InputRows& left,
                                   const std::optional<InputRows>& right, Date as_of) {
  const auto source = [](const InputRows& rows) -> Source {
    return [&rows](const EachRow& each) -> Result<void> {
      if (!each({rows.columns.begin(), rows.columns.end()}, 1)) return {};
      std::int64_t line = 1;
      for (const auto& row : rows.rows)
        if (!each({row.begin(), row.end()}, ++line)) return {};
      return {};
    };
  };
  const Source from_left = source(left);
  RecordsBuilder builder(config, as_of);
  if (!right) return builder.build(left.register_id, left.register_id, from_left, "", "", nullptr);
  const Source from_right = source(*right);
  return builder.build(left.register_id, left.register_id, from_left, right->register_id,
                       right->register_id, &from_right);
}

}  // namespace leye::linkage
