#include "access/exports.h"

#include <algorithm>

namespace leye::access {
namespace {

constexpr std::string_view kExportColumns =
    "SELECT export_id, account_id, list, format, purpose, reason, filter, clear_fields, division, "
    "state, asked_at, decided_by, decided_at, expires_on, fetched, row_count, file_digest, version "
    "FROM export_order";

Result<ExportOrder> order_from(const store::Row& row, const KeyRing& keys) {
  ExportOrder o;
  LEYE_TRY(o.id, row.get<Uuid>(0));
  LEYE_TRY(o.account, row.get<AccountId>(1));
  LEYE_TRY(o.list, row.get<std::string>(2));
  LEYE_TRY(o.format, row.get<std::string>(3));
  LEYE_TRY(o.purpose, row.get<std::string>(4));
  LEYE_TRY(const auto reason, row.get<store::Bytes>(5));
  LEYE_TRY(o.reason,
           keys.open({"export_order", "reason", to_text(o.id)}, store::to_string(reason)));
  LEYE_TRY(o.filter, row.get<std::string>(6));
  LEYE_TRY(o.clear_fields, row.get<std::uint32_t>(7));
  LEYE_TRY(o.division, row.get<std::string>(8));
  LEYE_TRY(o.state, row.get<std::string>(9));
  LEYE_TRY(o.asked_at, row.get<Instant>(10));
  LEYE_TRY(o.decided_by, row.get<std::optional<AccountId>>(11));
  LEYE_TRY(o.decided_at, row.get<std::optional<Instant>>(12));
  LEYE_TRY(o.expires_on, row.get<Date>(13));
  LEYE_TRY(o.fetched, row.get<std::int64_t>(14));
  LEYE_TRY(o.rows, row.get<std::optional<std::int64_t>>(15));
  LEYE_TRY(o.file, row.get<std::optional<Digest>>(16));
  LEYE_TRY(o.version, row.get<std::int64_t>(17));
  return o;
}

Result<std::vector<ExportOrder>> read(store::Reader& reader, const KeyRing& keys,
                                      const store::Sql& rest) {
  std::vector<ExportOrder> out;
  store::Sql sql{std::string(kExportColumns), {}};
  sql.add(rest);
  LEYE_CHECK(reader.for_each(sql, [&](const store::Row& row) -> Result<void> {
    LEYE_TRY(auto order, order_from(row, keys));
    out.push_back(std::move(order));
    return {};
  }));
  return out;
}

bool is_number(std::string_view text) {
  if (text.starts_with('-') || text.starts_with('+')) text.remove_prefix(1);
  if (text.empty() || text.front() == '.') return false;
  int dots = 0;
  return std::ranges::all_of(
      text, [&](char c) { return (c >= '0' && c <= '9') || (c == '.' && ++dots == 1); });
}

}  // namespace

Result<void> ask_export(store::Transaction& tx, const KeyRing& keys, const ExportOrder& o) {
  const auto sealed = keys.seal({"export_order", "reason", to_text(o.id)}, o.reason);
  LEYE_CHECK(tx.execute(
      "INSERT INTO export_order (export_id, account_id, list, format, purpose, reason, filter, "
      "clear_fields, division, state, asked_at, expires_on, fetched, version) VALUES (?, ?, ?, ?, "
      "?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
      o.id, o.account, o.list, o.format, o.purpose, store::as_bytes(sealed), o.filter,
      o.clear_fields, o.division, "asked", o.asked_at, o.expires_on, 0, 1));
  return {};
}

Result<ExportOrder> export_of(store::Reader& reader, const KeyRing& keys, const Uuid& id) {
  LEYE_TRY(auto found, read(reader, keys, {" WHERE export_id = ?", {id}}));
  if (found.empty()) return fail("access.export_unknown");
  return std::move(found.front());
}

Result<std::vector<ExportOrder>> exports(store::Reader& reader, const KeyRing& keys,
                                         std::optional<AccountId> account, std::int64_t limit) {
  store::Sql rest;
  if (account) rest.add(" WHERE account_id = ?", *account);
  rest.add(" ORDER BY asked_at DESC, export_id LIMIT ?", limit);
  return read(reader, keys, rest);
}

Result<void> decide_export(store::Transaction& tx, const ExportOrder& order, std::int64_t version,
                           AccountId by, bool approve, Instant now) {
  if (order.account == by) return fail("access.same_person");
  if (order.state != "asked") return fail("access.export_state");
  LEYE_TRY(const auto rows,
           tx.execute("UPDATE export_order SET state = ?, decided_by = ?, decided_at = ?, version "
                      "= version + 1 WHERE export_id = ? AND version = ?",
                      approve ? "approved" : "refused", by, now, order.id, version));
  if (rows == 0) return fail("command.version", {}, {{"version", std::to_string(order.version)}});
  return {};
}

Result<void> check_fetch(const ExportOrder& order, AccountId by, Date today) {
  if (order.account != by) return fail("access.export_unknown");
  if (order.state == "asked") return fail("access.export_waiting");
  if (order.state != "approved" || today > order.expires_on) return fail("access.export_over");
  return {};
}

Result<void> keep_fetch(store::Transaction& tx, const Uuid& id, std::int64_t rows,
                        const Digest& file) {
  LEYE_CHECK(
      tx.execute("UPDATE export_order SET fetched = fetched + 1, row_count = ?, file_digest "
                 "= ? WHERE export_id = ?",
                 rows, file, id));
  return {};
}

std::string formula_safe(std::string_view text) {
  constexpr std::string_view kBegins = "=+-@\t\r\n";
  // What a spreadsheet trims before it looks for a formula.
  const auto first = text.find_first_not_of(' ');
  const bool starts =
      first != std::string_view::npos && kBegins.find(text[first]) != std::string_view::npos;
  // Full-width forms are read as formulas by some.
  bool wide = false;
  for (const std::string_view sign : {"＝", "＋", "－", "＠"})
    wide = wide || text.starts_with(sign);
  if ((!starts && !wide) || is_number(text)) return std::string(text);
  return "'" + std::string(text);
}

}  // namespace leye::access
