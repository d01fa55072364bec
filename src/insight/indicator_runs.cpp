#include <boost/json.hpp>

#include "columns/file.h"
#include "facts/build.h"
#include "facts/read_population.h"
#include "insight/indicators.h"
#include "ledger/seal.h"

namespace leye::insight {
namespace {

namespace fs = std::filesystem;
namespace json = boost::json;

json::object summary_of(const IndicatorRun& run) {
  json::array list;
  for (const auto& value : run.indicators) {
    const Tally tally = run.tally(value, "");
    list.push_back(json::object{{"id", value.id},
                                {"code", value.code},
                                {"subject", value.subject},
                                {"period", value.period},
                                {"from", to_text(value.span.start)},
                                {"to", to_text(value.span.end)},
                                {"numerator", tally.numerator()},
                                {"denominator", tally.denominator()},
                                {"undetermined", tally.undetermined()},
                                {"errors", tally.error}});
  }
  json::array subjects;
  for (const auto& [subject, table] : run.tables) subjects.push_back(json::string(subject));
  return {{"as_of", to_text(run.as_of)},     {"seal", run.seal},
          {"pack", run.pack_digest},         {"snapshot_digest", run.snapshot_digest},
          {"subjects", std::move(subjects)}, {"indicators", std::move(list)}};
}

}  // namespace

Result<IndicatorRun> Indicators::run(const rules::Pack& pack, Date as_of) {
  LEYE_CHECK(ledger::seal_pending(runs_.db(), runs_.clock()));
  IndicatorRun made;
  made.as_of = as_of;
  made.pack_digest = pack.digest;
  const auto population = runs_.db().read([&](store::Reader& reader) -> Result<facts::Population> {
    LEYE_TRY(made.seal, ledger::latest_seal(reader));
    return facts::read_population(reader, runs_.keys(), {as_of, std::nullopt, std::nullopt});
  });
  if (!population) return fail(population.error());
  const auto snapshot = facts::build_snapshot(pack, *population, as_of, made.seal);
  const Digest digest = snapshot.digest();
  made.snapshot_digest = to_text(digest);
  Hasher input;
  input.field("indicators").field(pack.digest).add(std::span<const std::uint8_t>(digest));
  LEYE_TRY(const auto run, runs_.begin({"indicators", input.finish(), std::nullopt, "{}"}));
  if (run.state == ledger::RunState::kCommitted) return load(run);
  made.tables = compute(pack, snapshot, made.indicators);
  const fs::path folder = data_ / "runs" / to_text(run.id);
  std::error_code bad;
  fs::create_directories(folder, bad);
  for (const auto& [subject, table] : made.tables)
    LEYE_CHECK(columns::write_table(table, folder / (subject + ".leyecol")));
  LEYE_TRY(const auto done, runs_.commit(run, ledger::campaign(pack.campaign.id),
                                         json::serialize(summary_of(made))));
  return load(done);
}

Result<IndicatorRun> Indicators::newest(store::Reader& reader, std::optional<Date> as_of) const {
  LEYE_TRY(const auto runs, ledger::runs_of(reader, "indicators", 1000));
  for (const auto& run : runs) {
    if (run.state != ledger::RunState::kCommitted) continue;
    boost::system::error_code bad;
    const auto summary = json::parse(run.summary, bad);
    if (bad || !summary.is_object()) continue;
    if (!as_of || summary.as_object().at("as_of").as_string() == to_text(*as_of)) return load(run);
  }
  return fail("run.missing", {}, {{"as_of", as_of ? to_text(*as_of) : "—"}});
}

Result<IndicatorRun> Indicators::load(const ledger::Run& run) const {
  IndicatorRun out;
  out.id = run.id;
  out.number = run.number;
  out.finished_at = run.ended_at.value_or(run.begun_at);
  try {
    const auto summary = json::parse(run.summary).as_object();
    LEYE_TRY(out.as_of, parse_date(std::string_view(summary.at("as_of").as_string())));
    out.seal = summary.at("seal").to_number<std::int64_t>();
    out.pack_digest = summary.at("pack").as_string().c_str();
    out.snapshot_digest = summary.at("snapshot_digest").as_string().c_str();
    for (const auto& item : summary.at("indicators").as_array()) {
      const auto& in = item.as_object();
      IndicatorValue value;
      value.id = in.at("id").as_string().c_str();
      value.code = in.at("code").as_string().c_str();
      value.subject = in.at("subject").as_string().c_str();
      value.period = in.at("period").as_string().c_str();
      LEYE_TRY(value.span.start, parse_date(std::string_view(in.at("from").as_string())));
      LEYE_TRY(value.span.end, parse_date(std::string_view(in.at("to").as_string())));
      out.indicators.push_back(std::move(value));
    }
    for (const auto& subject : summary.at("subjects").as_array()) {
      const std::string name = subject.as_string().c_str();
      LEYE_TRY(auto table,
               columns::read_table(data_ / "runs" / to_text(run.id) / (name + ".leyecol")));
      out.tables.emplace(name, std::move(table));
    }
  } catch (const std::exception& problem) {
    return fail("insight.summary", to_text(run.id), {{"why", problem.what()}});
  }
  return out;
}

}  // namespace leye::insight
