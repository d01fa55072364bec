#include <boost/json.hpp>
#include <fstream>
#include <sstream>

#include "access/audit_extract.h"
#include "cli/commands.h"
#include "cli/opened.h"
#include "ledger/seal.h"

namespace leye::cli {
namespace {

Option reading_data_option() { return {"data", "DIR", "data folder made by leye init"}; }

/// Opened beside a running server too: nothing is written.
Result<std::unique_ptr<server::Place>> open_reading(const Arguments& arguments) {
  if (!arguments.has("data")) return fail("cli.argument", "--data");
  store::OpenOptions options;
  options.read_only = true;
  options.read_limit = std::chrono::milliseconds(0);
  return server::Place::open(arguments.path("data"), options);
}

Result<std::string> text_of(const std::filesystem::path& path) {
  std::ifstream in(path, std::ios::binary);
  std::ostringstream text;
  text << in.rdbuf();
  if (!in) return fail("file.unreadable", path.string());
  return std::move(text).str();
}

bool is_finding(const Error& error) { return error.code.starts_with("audit."); }

Result<Exit> say_broken(const Arguments& arguments, const Error& error) {
  if (!is_finding(error)) return fail(error);
  const auto why = describe(error, arguments.locale);
  print(arguments, {{"ok", false}, {"code", error.code}, {"where", error.where}, {"why", why}},
        why);
  return Exit::kAnswerIsNo;
}

Result<Exit> say_whole(const Arguments& arguments, const access::AuditReport& report) {
  print(arguments,
        {{"ok", true},
         {"seals", report.seals},
         {"leaves", report.leaves},
         {"waiting", report.waiting},
         {"head", to_text(report.head)}},
        std::to_string(report.seals) + " seals, " + std::to_string(report.leaves) +
            " leaves: the chain holds");
  return Exit::kDone;
}

/// The chain as it stands, and every head that somebody kept.
Result<access::AuditReport> check(server::Place& place, const std::vector<access::SealHead>& kept) {
  return place.db().read([&](store::Reader& reader) -> Result<access::AuditReport> {
    LEYE_TRY(const auto report, access::verify_audit(reader, &place.keys()));
    LEYE_TRY(const auto ours, access::audit_heads(reader));
    LEYE_CHECK(access::compare_heads(kept, ours));
    return report;
  });
}

Result<Exit> verify(const Arguments& arguments) {
  std::vector<access::SealHead> kept;
  if (arguments.has("heads")) {
    LEYE_TRY(const auto text, text_of(arguments.path("heads")));
    LEYE_TRY(kept, access::read_heads(text));
    const auto alone = access::verify_heads(kept);
    if (!alone) return say_broken(arguments, alone.error());
    if (!arguments.has("data")) return say_whole(arguments, *alone);
  }
  if (arguments.has("extract")) {
    const auto whole = access::verify_extract(arguments.path("extract"));
    if (!whole) return say_broken(arguments, whole.error());
    print(arguments, {{"ok", true}, {"manifest", to_text(whole->manifest)}},
          "the extract is whole; its digest " + to_text(whole->manifest));
    return Exit::kDone;
  }
  LEYE_TRY(const auto place, open_reading(arguments));
  const auto report = check(*place, kept);
  return report ? say_whole(arguments, *report) : say_broken(arguments, report.error());
}

Result<Exit> export_heads(const Arguments& arguments) {
  LEYE_TRY(const auto place, open_reading(arguments));
  LEYE_TRY(const auto heads,
           place->db().read([](store::Reader& reader) { return access::audit_heads(reader); }));
  const auto out = arguments.path("out");
  std::ofstream file(out, std::ios::binary | std::ios::trunc);
  file << access::heads_text(heads);
  file.close();
  if (!file) return fail("file.unwritable", out.string());
  print(arguments,
        {{"seals", heads.size()},
         {"head", heads.empty() ? "" : to_text(heads.back().head)},
         {"file", out.string()}},
        std::to_string(heads.size()) + " heads: " + out.string());
  return Exit::kDone;
}

/// A mandate is a paper with a number, signed and in force: without one nothing is handed out, nor
/// of days that it does not name.
Result<void> check_mandate(store::Reader& reader, const access::ExtractRequest& asked, Date today) {
  LEYE_TRY(const auto found, (reader.find<std::optional<Date>, std::optional<Date>>(
                                 "SELECT data_from, data_to FROM agreement WHERE kind = 'audit' "
                                 "AND number = ? AND state = 'active' AND valid_from <= ? AND "
                                 "valid_to >= ? ORDER BY valid_to DESC, agreement_id LIMIT 1",
                                 asked.mandate, today, today)));
  if (!found) return fail("refused.mandate", {}, {{"number", asked.mandate}});
  const auto& [from, to] = *found;
  if (from && to && (asked.from < *from || asked.to > *to))
    return fail("refused.mandate_period", {}, {{"from", to_text(*from)}, {"to", to_text(*to)}});
  return {};
}

Result<Exit> extract(const Arguments& arguments) {
  LEYE_TRY(const auto from, arguments.date("from"));
  LEYE_TRY(const auto to, arguments.date("to"));
  if (!from || !to) return fail("cli.argument", from ? "--to" : "--from");
  LEYE_TRY(const auto opened, open_place(arguments));
  auto& db = opened->place->db();
  const access::ExtractRequest request{arguments.text("mandate"), *from, *to,
                                       arguments.path("out")};
  LEYE_CHECK(ledger::seal_pending(db, *opened->clock));
  LEYE_TRY(const auto made, db.read([&](store::Reader& r) -> Result<access::ExtractReport> {
    LEYE_CHECK(check_mandate(r, request, opened->today()));
    return access::write_extract(r, access::extract_tables(), request, opened->clock->now());
  }));
  access::Leaf leaf;
  leaf.action = "audit.extract";
  leaf.purpose = std::string(access::code(access::Purpose::kAudit));
  leaf.scope = "period " + to_text(*from) + " " + to_text(*to);
  leaf.query = made.manifest;
  for (const auto& [table, rows] : made.rows) leaf.count = leaf.count.value_or(0) + rows;
  leaf.reason = request.mandate;
  LEYE_CHECK(db.write([&](store::Transaction& tx) {
    return access::leave_leaf(tx, opened->place->keys(), leaf, opened->clock->now());
  }));
  LEYE_CHECK(ledger::seal_pending(db, *opened->clock));
  boost::json::object rows;
  for (const auto& [table, n] : made.rows) rows[table] = n;
  print(arguments,
        {{"rows", rows}, {"manifest", to_text(made.manifest)}, {"folder", request.folder.string()}},
        std::to_string(*leaf.count) + " rows in " + request.folder.string() + ", manifest " +
            to_text(made.manifest));
  return Exit::kDone;
}

}  // namespace

std::vector<Command> audit_commands() {
  return {
      {"audit verify",
       "check the audit chain; with --heads against heads kept elsewhere, without --data offline",
       {},
       {reading_data_option(),
        {"heads", "FILE", "heads written by leye audit export"},
        {"extract", "DIR", "check an extract instead"},
        today_option()},
       verify},
      {"audit export",
       "write the heads of all seals, for somebody else to keep",
       {},
       {data_option(), {"out", "FILE", "CSV to write", true}},
       export_heads},
      {"audit extract",
       "under a mandate: what was done in a period, read-only, with dictionary and digests",
       {},
       {data_option(),
        {"mandate", "NUMBER", "number of the signed mandate", true},
        {"from", "DATE", "first day", true},
        {"to", "DATE", "last day", true},
        {"out", "DIR", "folder to make", true},
        today_option()},
       extract}};
}

}  // namespace leye::cli
