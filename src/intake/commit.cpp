#include "intake/commit.h"

#include <boost/json/parse.hpp>
#include <boost/json/serialize.hpp>

#include "access/seal.h"
#include "access/vault.h"
#include "sheets/yaml.h"

namespace leye::intake {
namespace {

constexpr std::string_view kKind = "import";

/// The version is the next one of the record, also when this file holds it twice.
constexpr std::string_view kInsert =
    "INSERT INTO record (register, record_key, version, record_id, run_id, row_no, valid_from, "
    "valid_to, id_key, phone_key, payload, sealed) VALUES (?, ?, (SELECT coalesce(max(n.version), "
    "0) + 1 FROM record n WHERE n.register = ? AND n.record_key = ?), ?, ?, ?, ?, ?, ?, ?, ?, ?)";
constexpr int kInsertWidth = 13;

/// Ids follow from what is imported, not from when: equal on every database and after a restart.
RecordId id_of(const access::KeyRing& keys, const ledger::Run& run, const ReadyRow& row) {
  const std::string input = to_text(run.input);
  const std::string attempt = std::to_string(run.attempt);
  const std::string number = std::to_string(row.row);
  return RecordId(derived_uuid(start_of(run.business_date).micros() / 1000,
                               keys.keyed_digest("record", {input, attempt, number})));
}

/// A key that says nothing: the values that make it may hold a citizen id.
std::string key_of(const access::KeyRing& keys, const std::string& register_code,
                   const ReadyRow& row) {
  const auto digest = keys.keyed_digest("record_key", {register_code, row.identity});
  return hex(std::span(digest).first(16));
}

Result<void> write_rows(ledger::Act& act, const ledger::Run& run, const Preview& preview,
                        std::int64_t from, std::int64_t to) {
  const auto& keys = act.keys();
  std::vector<store::Value> values;
  values.reserve(static_cast<std::size_t>((to - from) * kInsertWidth));
  for (auto i = from; i < to; ++i) {
    const auto& row = preview.rows[static_cast<std::size_t>(i)];
    const auto id = id_of(keys, run, row);
    const auto key = key_of(keys, preview.register_code, row);
    const std::string place = to_text(id);
    const auto sealed = keys.seal({"record", "sealed", place}, row.sealed);
    values.emplace_back(preview.register_code);
    values.emplace_back(key);
    values.emplace_back(preview.register_code);
    values.emplace_back(key);
    values.emplace_back(id);
    values.emplace_back(run.id);
    values.emplace_back(row.row);
    values.emplace_back(row.valid_from);
    values.emplace_back(row.valid_to);
    values.emplace_back(access::blind_citizen_id(keys, row.citizen_id));
    values.emplace_back(access::blind_phone(keys, row.phone));
    values.emplace_back(row.payload);
    values.emplace_back(store::as_bytes(sealed));
  }
  LEYE_CHECK(act.tx().execute_each(kInsert, kInsertWidth, values));
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
                           return write_rows(act, run, preview, from, to);
                         }));
  std::optional<Digest> kept;
  if (request.blobs != nullptr) {
    LEYE_TRY(const auto bytes, sheets::read_text_file(preview.path));
    LEYE_TRY(kept, access::put_sealed(*request.blobs, runs.keys(), "upload", bytes));
  }
  auto counts = counts_of(preview);
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
