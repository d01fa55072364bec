#include <cstdio>
#include <unordered_map>

#include "linkage/link.h"
#include "sheets/csv.h"

namespace leye::linkage {
namespace {

void field(std::string& out, std::string_view text, char end = ',') {
  sheets::append_csv_field(out, text, ',', false);
  out.push_back(end);
}

std::string decimals(double value, const char* format) {
  char buffer[64];
  const int n = std::snprintf(buffer, sizeof buffer, format, value);
  return std::string(buffer, static_cast<std::size_t>(n));
}

/// `name=exact;id=one_edit`: what agreed, as the reason of a link.
std::string pattern_text(const Config& config, const Comparer& comparer, std::uint64_t pattern) {
  std::string out;
  for (std::size_t c = 0; c < config.comparisons.size(); ++c) {
    const auto digit = comparer.digit(pattern, c);
    if (digit == 0) continue;
    out += (out.empty() ? "" : ";") + config.comparisons[c].id + "=" +
           config.comparisons[c].levels[digit - 1].id;
  }
  return out;
}

}  // namespace

std::string links_csv(const Config& config, const Records& records, const Comparer& comparer,
                      const LinkOutcome& outcome) {
  std::string out =
      "left_register,left_key,right_register,right_key,tier,weight,probability,model_id,decision,"
      "reason\n";
  const std::string model_id =
      outcome.model.id + "@" + leye::to_text(outcome.model.config).substr(0, 12);
  static constexpr const char* kDecisions[] = {"link", "review", "conflict"};
  std::unordered_map<std::uint64_t, std::string> reasons;
  for (const auto& row : outcome.rows) {
    field(out, records.register_of(row.left));
    field(out, records.key(row.left));
    field(out, records.register_of(row.right));
    field(out, records.key(row.right));
    field(out, row.tier == Tier::kId ? "id" : "model");
    field(out, decimals(static_cast<double>(row.weight_q16) / kBit, "%.4f"));
    field(out, decimals(probability(row.weight_q16), "%.4f"));
    field(out, model_id);
    field(out, kDecisions[static_cast<std::size_t>(row.decision)]);
    auto& reason = reasons[row.pattern];
    if (reason.empty()) reason = pattern_text(config, comparer, row.pattern);
    field(out, row.reason.empty() ? reason : row.reason + ":" + reason, '\n');
  }
  return out;
}

std::string clusters_csv(const Records& records, const LinkOutcome& outcome) {
  std::string out = "register,key,cluster\n";
  for (std::uint32_t r = 0; r < records.size(); ++r) {
    field(out, records.register_of(r));
    field(out, records.key(r));
    // Two registers may use one key for different people.
    const std::string prefix = records.within() ? "" : records.register_of(outcome.root[r]) + ":";
    field(out, prefix + std::string(records.key(outcome.root[r])), '\n');
  }
  return out;
}

}  // namespace leye::linkage
