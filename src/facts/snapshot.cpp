#include "facts/snapshot.h"

#include <boost/json.hpp>
#include <fstream>
#include <sstream>

#include "columns/file.h"

namespace leye::facts {
namespace {

namespace fs = std::filesystem;
using columns::ColumnBuilder;
using columns::Kind;
using rules::FactState;
using rules::FactValue;

void append_scalar(ColumnBuilder& column, const rules::Environment& environment,
                   const rules::TypeRef& type, const FactValue& value) {
  if (value.state == FactState::kUnknown) return column.unknown();
  if (value.state == FactState::kAbsent) return column.absent();
  if (type.is(rules::Kind::kEnum)) {
    const auto& names = environment.enums[type.index].values;
    return column.text(names[static_cast<std::size_t>(value.value.number)]);
  }
  if (type.is(rules::Kind::kString)) return column.text(value.value.text);
  column.number(value.value.number);
}

}  // namespace

const columns::Table* Snapshot::table(std::string_view subject) const {
  const auto it = tables.find(subject);
  return it == tables.end() ? nullptr : &it->second;
}

Digest Snapshot::digest() const {
  Hasher hasher;
  hasher.add(std::int64_t{as_of.days()});
  for (const auto& [subject, table] : tables) {
    const Digest digest = table.digest();
    hasher.field(subject).add(std::span<const std::uint8_t>(digest));
  }
  return hasher.finish();
}

ColumnBuilder& add_column(columns::TableBuilder& table, std::string name,
                          const rules::Environment& environment, const rules::TypeRef& type) {
  auto& column = table.add(std::move(name), column_kind(type));
  if (!type.is_list()) return column;
  if (type.element == rules::Kind::kRecord) {
    for (const auto& field : environment.records[type.index].fields)
      column.child().add(field.name, column_kind(field.type));
  } else {
    column.child().add("value", column_kind(type.element_type()));
  }
  return column;
}

void append(ColumnBuilder& column, const rules::Environment& environment,
            const rules::TypeRef& type, const FactValue& value) {
  if (!type.is_list()) return append_scalar(column, environment, type, value);
  if (value.state != FactState::kKnown)
    return column.list(
        value.state == FactState::kAbsent ? columns::State::kAbsent : columns::State::kUnknown,
        false);
  const rules::List& list = *value.value.list;
  for (std::size_t cell = 0; cell < list.cells.size(); ++cell) {
    const std::size_t field = cell % list.width;
    const rules::TypeRef of_cell = type.element == rules::Kind::kRecord
                                       ? environment.records[type.index].fields[field].type
                                       : type.element_type();
    append_scalar(column.child().column(field), environment, of_cell, list.cells[cell]);
  }
  column.list(columns::State::kKnown, list.more);
}

namespace {

/// Rows of reached subjects must exist: evaluators go there without looking again.
bool links_hold(const Snapshot& snapshot) {
  for (const auto& [subject, table] : snapshot.tables)
    for (const auto& column : table.columns()) {
      if (column.name().substr(0, 2) != "->") continue;
      if (column.kind() != Kind::kInt) return false;
      const auto* target = snapshot.table(column.name().substr(2));
      const bool any = column.all_known() ? column.rows() != 0 : !column.known_words().empty();
      if (target == nullptr || !any) continue;
      if (column.lowest() < 0 || column.highest() >= static_cast<std::int64_t>(target->rows()))
        return false;
    }
  return true;
}

}  // namespace

Result<void> write_snapshot(const Snapshot& snapshot, const fs::path& folder) {
  const fs::path partial = folder.string() + ".partial";
  std::error_code bad;
  fs::remove_all(partial, bad);
  if (!fs::create_directories(partial, bad)) return fail("file.unwritable", partial.string());
  fs::permissions(partial, fs::perms::owner_all, bad);
  boost::json::array tables;
  for (const auto& [subject, table] : snapshot.tables) {
    LEYE_CHECK(columns::write_table(table, partial / (subject + ".leyecol")));
    tables.push_back(boost::json::string(subject));
  }
  const boost::json::object manifest{{"format", 1},
                                     {"as_of", to_text(snapshot.as_of)},
                                     {"seal", snapshot.seal},
                                     {"catalogue", snapshot.catalogue_digest},
                                     {"digest", to_text(snapshot.digest())},
                                     {"tables", std::move(tables)}};
  std::ofstream out(partial / "snapshot.json");
  out << boost::json::serialize(manifest) << "\n";
  out.close();
  if (!out) return fail("file.unwritable", (partial / "snapshot.json").string());
  fs::rename(partial, folder, bad);
  if (bad) return fail("file.unwritable", folder.string());
  return {};
}

Result<Snapshot> read_snapshot(const fs::path& folder) {
  const fs::path path = folder / "snapshot.json";
  std::ifstream in(path);
  if (!in) return fail("file.unreadable", path.string());
  std::stringstream text;
  text << in.rdbuf();
  Snapshot snapshot;
  try {
    const auto manifest = boost::json::parse(text.str()).as_object();
    LEYE_TRY(snapshot.as_of, parse_date(std::string_view(manifest.at("as_of").as_string())));
    snapshot.seal = manifest.at("seal").to_number<std::int64_t>();
    snapshot.catalogue_digest = manifest.at("catalogue").as_string().c_str();
    for (const auto& name : manifest.at("tables").as_array()) {
      const std::string subject = name.as_string().c_str();
      LEYE_TRY(auto table, columns::read_table(folder / (subject + ".leyecol")));
      snapshot.tables.emplace(subject, std::move(table));
    }
  } catch (const std::exception& problem) {
    return fail("columns.file_damaged", path.string(), {{"why", problem.what()}});
  }
  if (!links_hold(snapshot))
    return fail("columns.file_damaged", folder.string(), {{"why", "links"}});
  return snapshot;
}

}  // namespace leye::facts
