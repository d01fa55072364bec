#include "screening/runs.h"

#include <algorithm>
#include <boost/json.hpp>
#include <fstream>
#include <map>

#include "facts/build.h"
#include "facts/files.h"
#include "facts/read_population.h"
#include "ledger/seal.h"
#include "sheets/csv.h"

namespace leye::screening {
namespace {

namespace fs = std::filesystem;
namespace json = boost::json;

struct Changed {
  std::string rule;
  std::string subject_kind;
  Uuid subject;
  std::string old;
  std::string now;
  std::optional<Fen> fen;
};

using Known = std::map<std::pair<std::string, std::string>, std::string>;

/// Outcomes of a run by (rule, subject); rows that are not eligible are the rule and left out.
Result<Known> outcomes_of(const fs::path& folder) {
  Known known;
  sheets::CsvFormat format;
  format.encoding = sheets::Encoding::kUtf8;
  format.delimiter = ',';
  LEYE_TRY(const auto source, sheets::open_csv(folder / "determinations.csv", format));
  bool header = true;
  LEYE_CHECK(source->rows([&](const sheets::Row& row) {
    if (!header && row.cells.size() > 3 && row.cells[3].text != "not_eligible")
      known[{std::string(row.cells[0].text), std::string(row.cells[2].text)}] = row.cells[3].text;
    header = false;
    return true;
  }));
  return known;
}

std::vector<Changed> compare(const Outcomes& outcomes, const facts::Snapshot& snapshot,
                             const Known& before) {
  std::vector<Changed> changed;
  for (const auto& rule : outcomes.rules) {
    const auto& head = rule.policy->head;
    const auto* table = snapshot.table(head.applies_to);
    for (std::size_t row = 0; row < rule.outcome.size(); ++row) {
      const auto it = before.find({head.id, facts::subject_text(*table, row)});
      const std::string old = it == before.end() ? "not_eligible" : it->second;
      const std::string now(to_text(rule.outcome[row]));
      if (old != now)
        changed.push_back(
            {head.id, head.applies_to, table->ids()[row], old, now, rule.amount[row]});
    }
  }
  return changed;
}

RuleSummary summary_of(const RuleOutcomes& rule) {
  RuleSummary out;
  out.rule = rule.policy->head.id;
  out.code = rule.policy->head.code;
  out.subject = rule.policy->head.applies_to;
  out.eligible = rule.count(rules::Eligibility::kEligible);
  out.not_eligible = rule.count(rules::Eligibility::kNotEligible);
  out.undetermined = rule.count(rules::Eligibility::kUndetermined);
  out.error = rule.count(rules::Eligibility::kError);
  out.amount = rule.total();
  std::map<std::string, std::int64_t> missing;
  for (std::size_t row = 0; row < rule.outcome.size(); ++row)
    if (rule.outcome[row] == rules::Eligibility::kUndetermined)
      for (const auto& fact : rule.missing[row]) ++missing[fact];
  out.missing_top.assign(missing.begin(), missing.end());
  std::stable_sort(out.missing_top.begin(), out.missing_top.end(),
                   [](const auto& a, const auto& b) { return a.second > b.second; });
  if (out.missing_top.size() > 10) out.missing_top.resize(10);
  return out;
}

json::object rule_json(const RuleSummary& rule) {
  json::array missing;
  for (const auto& [fact, count] : rule.missing_top)
    missing.push_back(json::object{{"fact", fact}, {"count", count}});
  return {{"rule", rule.rule},
          {"code", rule.code},
          {"subject", rule.subject},
          {"eligible", rule.eligible},
          {"not_eligible", rule.not_eligible},
          {"undetermined", rule.undetermined},
          {"error", rule.error},
          {"amount_fen", rule.amount.count()},
          {"missing_top", std::move(missing)}};
}

RuleSummary rule_from(const json::object& in) {
  const auto number = [&](std::string_view key) { return in.at(key).to_number<std::int64_t>(); };
  RuleSummary rule;
  rule.rule = in.at("rule").as_string().c_str();
  rule.code = in.at("code").as_string().c_str();
  rule.subject = in.at("subject").as_string().c_str();
  rule.eligible = number("eligible");
  rule.not_eligible = number("not_eligible");
  rule.undetermined = number("undetermined");
  rule.error = number("error");
  rule.amount = Fen(number("amount_fen"));
  for (const auto& item : in.at("missing_top").as_array())
    rule.missing_top.emplace_back(item.at("fact").as_string().c_str(),
                                  item.at("count").to_number<std::int64_t>());
  return rule;
}

Result<Screening> from_run(const ledger::Run& run, const fs::path& data) {
  Screening out;
  out.id = run.id;
  out.number = run.number;
  out.finished_at = run.ended_at.value_or(run.begun_at);
  try {
    const auto summary = json::parse(run.summary).as_object();
    LEYE_TRY(out.as_of, parse_date(std::string_view(summary.at("as_of").as_string())));
    out.seal = summary.at("seal").to_number<std::int64_t>();
    out.pack_digest = summary.at("pack").as_string().c_str();
    out.snapshot_digest = summary.at("snapshot_digest").as_string().c_str();
    out.determinations_digest = summary.at("determinations_digest").as_string().c_str();
    out.changed = summary.at("changed").to_number<std::int64_t>();
    for (const auto& rule : summary.at("rules").as_array())
      out.rules.push_back(rule_from(rule.as_object()));
  } catch (const std::exception& problem) {
    return fail("screening.summary", to_text(run.id), {{"why", problem.what()}});
  }
  out.folder = data / "runs" / to_text(run.id);
  out.snapshot = data / "snapshots" / to_text(run.id);
  return out;
}

}  // namespace

json::object to_json(const Screening& screening) {
  json::array rules;
  for (const auto& rule : screening.rules) rules.push_back(rule_json(rule));
  return {{"run", to_text(screening.id)},
          {"number", screening.number},
          {"as_of", to_text(screening.as_of)},
          {"seal", screening.seal},
          {"pack", screening.pack_digest},
          {"snapshot_digest", screening.snapshot_digest},
          {"determinations_digest", screening.determinations_digest},
          {"changed", screening.changed},
          {"rules", std::move(rules)}};
}

Result<Screening> Screenings::run(const rules::Pack& pack, Date as_of, unsigned threads) {
  LEYE_CHECK(ledger::seal_pending(runs_.db(), runs_.clock()));
  std::int64_t seal = 0;
  const auto population = runs_.db().read([&](store::Reader& reader) -> Result<facts::Population> {
    LEYE_TRY(seal, ledger::latest_seal(reader));
    return facts::read_population(reader, runs_.keys(), {as_of, std::nullopt, std::nullopt});
  });
  if (!population) return fail(population.error());
  const auto snapshot = facts::build_snapshot(pack, *population, as_of, seal);
  const Digest snapshot_digest = snapshot.digest();

  Hasher input;
  input.field(pack.digest)
      .field(to_text(as_of))
      .add(std::span<const std::uint8_t>(snapshot_digest));
  LEYE_TRY(const auto run, runs_.begin({"screening", input.finish(), std::nullopt,
                                        json::serialize(json::object{{"as_of", to_text(as_of)}})}));
  if (run.state == ledger::RunState::kCommitted) return from_run(run, data_);

  const auto outcomes = screen(pack, snapshot, threads);
  const fs::path folder = data_ / "runs" / to_text(run.id);
  const fs::path kept = data_ / "snapshots" / to_text(run.id);
  std::error_code bad;
  fs::remove_all(kept, bad);
  fs::create_directories(kept.parent_path(), bad);
  LEYE_CHECK(facts::write_snapshot(snapshot, kept));
  LEYE_TRY(const auto digest, write_outcomes(outcomes, snapshot, folder));

  const auto before =
      runs_.db().read([&](store::Reader& reader) { return newest(reader, std::nullopt); });
  Known known;
  if (before) {
    LEYE_TRY(known, outcomes_of(before->folder));
  } else if (before.error().code != "run.missing") {
    return fail(before.error());
  }
  const auto changed = compare(outcomes, snapshot, known);
  LEYE_CHECK(runs_.slices(
      run, "diff", static_cast<std::int64_t>(changed.size()),
      [&](ledger::Act& act, std::int64_t from, std::int64_t to) -> Result<void> {
        store::RowBatch batch(
            "run_diff", {"run_id", "rule", "subject_id", "subject_kind", "old", "new", "fen"});
        for (auto i = from; i < to; ++i) {
          const auto& row = changed[static_cast<std::size_t>(i)];
          batch.add(run.id, row.rule, row.subject, row.subject_kind, row.old, row.now, row.fen);
        }
        return act.tx().copy_in(batch);
      }));
  Screening made;
  made.as_of = as_of;
  made.seal = seal;
  made.pack_digest = pack.digest;
  made.snapshot_digest = to_text(snapshot_digest);
  made.determinations_digest = to_text(digest);
  made.changed = static_cast<std::int64_t>(changed.size());
  for (const auto& rule : outcomes.rules) made.rules.push_back(summary_of(rule));
  LEYE_TRY(const auto done,
           runs_.commit(run, ledger::campaign(pack.campaign.id), json::serialize(to_json(made))));
  return from_run(done, data_);
}

Result<Screening> Screenings::newest(store::Reader& reader, std::optional<Date> as_of) const {
  LEYE_TRY(const auto runs, ledger::runs_of(reader, "screening", 1000));
  for (const auto& run : runs) {
    if (run.state != ledger::RunState::kCommitted) continue;
    LEYE_TRY(auto found, from_run(run, data_));
    if (!as_of || found.as_of == *as_of) return found;
  }
  return fail("run.missing", {}, {{"as_of", as_of ? to_text(*as_of) : "—"}});
}

Result<facts::Snapshot> Screenings::snapshot_of(const Screening& screening) const {
  return facts::read_snapshot(screening.snapshot);
}

}  // namespace leye::screening
