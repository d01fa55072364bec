#include <algorithm>
#include <boost/json.hpp>
#include <fstream>
#include <numeric>

#include "facts/files.h"
#include "screening/screen.h"
#include "sheets/csv.h"

namespace leye::screening {
namespace {

namespace fs = std::filesystem;

std::string joined(const std::vector<std::string>& names) {
  std::string out;
  for (const auto& name : names) out += (out.empty() ? "" : ";") + name;
  return out;
}

std::string fields(std::initializer_list<std::string> values) {
  std::string line;
  for (const auto& value : values) {
    if (!line.empty()) line += ',';
    sheets::append_csv_field(line, value, ',', false);
  }
  return line + "\n";
}

/// The lines of determinations.csv, in order; the digest and the file are made of the same ones.
template <class Sink>
void each_line(const Outcomes& outcomes, const facts::Snapshot& snapshot, Sink&& sink) {
  sink(std::string("rule,code,subject,outcome,failed,missing,amount_fen,payment\n"));
  for (const auto& rule : outcomes.rules) {
    const auto& head = rule.policy->head;
    const auto* table = snapshot.table(head.applies_to);
    for (std::size_t row = 0; row < rule.outcome.size(); ++row)
      sink(fields({head.id, head.code, facts::subject_text(*table, row),
                   std::string(to_text(rule.outcome[row])), joined(rule.failed[row]),
                   joined(rule.missing[row]),
                   rule.amount[row] ? std::to_string(rule.amount[row]->count()) : "",
                   std::string(to_text(rule.payment[row]))}));
  }
}

Result<void> write_text(const fs::path& path, const std::string& text) {
  std::ofstream out(path, std::ios::binary);
  out << text;
  out.close();
  if (!out) return fail("file.unwritable", path.string());
  return {};
}

std::string funnel_text(const Outcomes& outcomes) {
  std::string out = "rule,condition,in,passed,failed,undetermined,error\n";
  for (const auto& rule : outcomes.rules)
    for (const auto& step : rule.funnel)
      out += fields({rule.policy->head.id, step.condition, std::to_string(step.in),
                     std::to_string(step.passed), std::to_string(step.failed),
                     std::to_string(step.undetermined), std::to_string(step.error)});
  return out;
}

}  // namespace

Digest determinations_digest(const Outcomes& outcomes, const facts::Snapshot& snapshot) {
  Hasher hasher;
  each_line(outcomes, snapshot, [&](const std::string& line) { hasher.add(line); });
  return hasher.finish();
}

Result<Digest> write_outcomes(const Outcomes& outcomes, const facts::Snapshot& snapshot,
                              const fs::path& folder) {
  std::error_code bad;
  fs::create_directories(folder, bad);
  const fs::path path = folder / "determinations.csv";
  std::ofstream out(path, std::ios::binary);
  Hasher hasher;
  each_line(outcomes, snapshot, [&](const std::string& line) {
    hasher.add(line);
    out << line;
  });
  out.close();
  if (!out) return fail("file.unwritable", path.string());
  const Digest digest = hasher.finish();
  LEYE_CHECK(write_text(folder / "funnel.csv", funnel_text(outcomes)));
  const boost::json::object run{{"pack", outcomes.pack_digest},
                                {"as_of", to_text(outcomes.as_of)},
                                {"seal", snapshot.seal},
                                {"snapshot_digest", to_text(outcomes.snapshot_digest)},
                                {"determinations_digest", to_text(digest)}};
  LEYE_CHECK(write_text(folder / "run.json", boost::json::serialize(run) + "\n"));
  return digest;
}

}  // namespace leye::screening
