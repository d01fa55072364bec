#include "intake/commit.h"

#include <boost/json/parse.hpp>
#include <boost/json/serialize.hpp>

#include "access/vault.h"
#include "registry/records.h"
#include "sheets/yaml.h"

namespace leye::intake {
namespace {

constexpr std::string_view kKind = "import";

/// A key that says nothing: the values that make it may hold a citizen id.
std::string key_of(const access::KeyRing& keys, const std::string& register_code,
                   const ReadyRow& row) {
  const auto digest = keys.keyed_digest("record_key", {register_code, row.identity});
  return hex(std::span(digest).first(16));
}

Result<void> write_rows(ledger::Act& act, const Preview& preview, std::int64_t from,
                        std::int64_t to) {
  const auto text = [](const std::string& value) {
    return value.empty() ? std::nullopt : std::optional(value);
  };
  std::vector<registry::NewRecord> records;
  records.reserve(static_cast<std::size_t>(to - from));
  for (auto i = from; i < to; ++i) {
    const auto& row = preview.rows[static_cast<std::size_t>(i)];
    records.push_back({key_of(act.keys(), preview.register_code, row), row.row, row.valid_from,
                       row.valid_to, row.payload, row.sealed, text(row.citizen_id),
                       text(row.phone)});
  }
  LEYE_CHECK(registry::put_records(act, preview.register_code, records));
  return {};
}

/// What the run has written, read from its rows: a slice may run twice, a process may die.
Result<void> count_written(store::Reader& reader, RunId run, boost::json::object& counts) {
  LEYE_TRY(const auto written,
           reader.one<std::int64_t>("SELECT count(*) FROM record WHERE run_id = ?", run));
  LEYE_TRY(const auto added,
           reader.one<std::int64_t>("SELECT count(*) FROM record WHERE run_id = ? AND version = ?",
                                    run, 1));
  counts["added"] = added;
  counts["changed"] = written - added;
  return {};
}

std::string body_of(const Preview& preview) {
  return boost::json::serialize(boost::json::object{{"register", preview.register_code},
                                                    {"file", preview.file},
                                                    {"sheet", preview.sheet},
                                                    {"digest", to_text(preview.file_digest)}});
}

}  // namespace

Result<Imported> commit(ledger::Runs& runs, const Preview& preview, const CommitRequest& request) {
  if (preview.rows.empty())
    return fail("import.nothing", preview.file, {{"refused", std::to_string(preview.refused)}});
  LEYE_TRY(auto run,
           runs.begin({std::string(kKind), preview.input, request.account, body_of(preview)}));
  if (run.state == ledger::RunState::kCommitted) return Imported{std::move(run), true};
  if (run.business_date != preview.today)
    return fail("import.resume_date", preview.file, {{"date", to_text(run.business_date)}});
  LEYE_CHECK(runs.slices(run, "records", static_cast<std::int64_t>(preview.rows.size()),
                         [&](ledger::Act& act, std::int64_t from, std::int64_t to) {
                           return write_rows(act, preview, from, to);
                         }));
  std::optional<Digest> kept;
  if (request.blobs != nullptr) {
    LEYE_TRY(const auto bytes, sheets::read_text_file(preview.path));
    LEYE_TRY(kept, access::put_sealed(*request.blobs, runs.keys(), "upload", bytes));
  }
  auto counts = counts_of(preview);
  LEYE_CHECK(
      runs.db().read([&](store::Reader& reader) { return count_written(reader, run.id, counts); }));
  if (kept) counts["blob"] = to_text(*kept);
  LEYE_TRY(run, runs.commit(run, request.campaign, boost::json::serialize(counts),
                            [&](ledger::Act& act) -> Result<void> {
                              if (!kept) return {};
                              return request.blobs->hold(act.tx(), *kept, act.now());
                            }));
  return Imported{std::move(run), false};
}

Result<ledger::Run> undo(ledger::Runs& runs, RunId id, const CommitRequest& request,
                         std::string_view reason) {
  LEYE_TRY(const auto run,
           runs.db().read([&](store::Reader& reader) { return ledger::run_of(reader, id); }));
  if (run.kind != kKind) return fail("import.not_an_import", to_text(id), {{"kind", run.kind}});
  return runs.undo(id, request.campaign, request.account, reason);
}

}  // namespace leye::intake
