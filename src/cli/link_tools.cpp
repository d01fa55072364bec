#include <fmt/format.h>

#include <boost/json.hpp>

#include "cli/link_files.h"
#include "cli/link_inputs.h"
#include "core/write_file.h"
#include "linkage/check.h"
#include "linkage/suggest.h"
#include "linkage/truth.h"

namespace leye::cli {
namespace {

namespace json = boost::json;

Result<Exit> check(const Arguments& arguments) {
  std::vector<std::string> warnings;
  if (arguments.has("left")) {
    LEYE_TRY(auto in, link_inputs(arguments));
    warnings = linkage::check(*in.config, in.records.get());
  } else {
    LEYE_TRY(const auto config, link_config(arguments));
    warnings = linkage::check(*config, nullptr);
  }
  std::string text;
  json::array list;
  for (const auto& warning : warnings) {
    text += warning + "\n";
    list.emplace_back(warning);
  }
  print(arguments, {{"warnings", std::move(list)}}, text.empty() ? "no findings\n" : text);
  return Exit::kDone;
}

Result<Exit> count(const Arguments& arguments) {
  LEYE_TRY(auto in, link_inputs(arguments));
  LEYE_TRY(auto blocking, linkage::Blocking::make(*in.config, *in.records));
  blocking.count_fresh();
  std::string text = "rule\tpairs\tnew\tlargest block\tits key\twithout key\tskipped\n";
  json::array rules;
  std::uint64_t all = 0;
  for (const auto& rule : blocking.counts()) {
    all += rule.fresh;
    text += rule.id + "\t" + std::to_string(rule.pairs) + "\t" + std::to_string(rule.fresh) + "\t" +
            std::to_string(rule.largest) + "\t" + rule.largest_key + "\t" +
            std::to_string(rule.null_records) + "\t" + std::to_string(rule.skipped_pairs) + "\n";
    rules.push_back(json::object{{"rule", rule.id},
                                 {"pairs", rule.pairs},
                                 {"new", rule.fresh},
                                 {"largest", rule.largest},
                                 {"largest_key", rule.largest_key},
                                 {"without_key", rule.null_records},
                                 {"skipped_blocks", rule.skipped_blocks},
                                 {"skipped_pairs", rule.skipped_pairs}});
  }
  text += "union\t\t" + std::to_string(all) + "\tof " +
          fmt::format("{:.0f}", in.records->possible_pairs()) + " possible\n";
  print(arguments,
        {{"rules", std::move(rules)}, {"union", all}, {"possible", in.records->possible_pairs()}},
        text);
  return Exit::kDone;
}

Result<Exit> train(const Arguments& arguments) {
  if (!arguments.has("out")) return fail("linkage.options", {}, {{"option", "out"}});
  LEYE_TRY(auto in, link_inputs(arguments));
  LEYE_TRY(const auto model, linkage::learn(*in.config, *in.records, in.options));
  LEYE_CHECK(write_whole(arguments.path("out"), linkage::to_json(model)));
  json::array warnings;
  std::string text = fmt::format("{:.1f}", model.expected_matches) + " matches expected among " +
                     std::to_string(model.blocked) + " pairs, " + std::to_string(model.iterations) +
                     " iterations\n";
  for (const auto& warning : model.warnings) {
    warnings.emplace_back(warning);
    text += warning + "\n";
  }
  print(arguments,
        {{"expected_matches", model.expected_matches}, {"warnings", std::move(warnings)}}, text);
  return Exit::kDone;
}

struct FileAndKey {
  std::string file, key;
};

Result<FileAndKey> file_and_key(const Arguments& arguments, std::string_view option) {
  const auto text = arguments.text(option);
  const auto colon = text.rfind(':');
  if (colon == std::string::npos || colon == 0 || colon + 1 == text.size())
    return fail("linkage.file_and_key", "--" + std::string(option), {{"text", text}});
  return FileAndKey{text.substr(0, colon), text.substr(colon + 1)};
}

Result<Exit> explain(const Arguments& arguments) {
  LEYE_TRY(const auto left, file_and_key(arguments, "left"));
  LEYE_TRY(const auto right, file_and_key(arguments, "right"));
  const bool within = left.file == right.file;
  LEYE_TRY(auto in, link_inputs(arguments, left.file, within ? "" : right.file));
  if (!in.options.model) {
    LEYE_TRY(in.options.model, linkage::learn(*in.config, *in.records, in.options));
  }
  const auto l = in.records->find(left.key, false);
  const auto r = in.records->find(right.key, true);
  if (!l || !r) return fail("linkage.no_record", {}, {{"key", l ? right.key : left.key}});
  const linkage::Comparer comparer(*in.config, *in.records);
  const linkage::Scorer scorer(*in.config, *in.records, comparer, *in.options.model);
  json::array lines;
  std::string text;
  std::int64_t sum = 0;
  for (const auto& line : scorer.waterfall(*in.config, *in.records, *l, *r)) {
    sum += line.weight_q16 + line.tf_q16;
    lines.push_back(json::object{{"comparison", line.comparison},
                                 {"level", line.level},
                                 {"weight_q16", line.weight_q16},
                                 {"tf_q16", line.tf_q16},
                                 {"left", line.left},
                                 {"right", line.right}});
    text += line.comparison + "\t" + line.level + "\t" +
            fmt::format("{:+.2f}", static_cast<double>(line.weight_q16) / linkage::kBit);
    if (line.tf_q16 != 0)
      text +=
          "\tfrequency " + fmt::format("{:+.2f}", static_cast<double>(line.tf_q16) / linkage::kBit);
    text += line.left.empty() && line.right.empty() ? "\n"
                                                    : "\t" + line.left + " | " + line.right + "\n";
  }
  const double p = linkage::probability(sum);
  text += "total\t\t" + fmt::format("{:+.2f}", static_cast<double>(sum) / linkage::kBit) +
          "\tprobability " + fmt::format("{:.4f}", p) + "\n";
  print(arguments, {{"lines", std::move(lines)}, {"weight_q16", sum}, {"probability", p}}, text);
  return Exit::kDone;
}

json::object rates_json(const linkage::Rates& r) {
  return {{"found", r.found},           {"right", r.right},     {"true", r.true_pairs},
          {"precision", r.precision()}, {"recall", r.recall()}, {"f1", r.f1()}};
}

Result<Exit> quality(const Arguments& arguments) {
  LEYE_TRY(const auto found, linkage::quality_of(arguments.path("truth"), arguments.path("links")));
  const auto line = [](const char* name, const linkage::Rates& r) {
    return std::string(name) + "\tprecision " + fmt::format("{:.5f}", r.precision()) + "\trecall " +
           fmt::format("{:.5f}", r.recall()) + "\tF1 " + fmt::format("{:.5f}", r.f1()) + "\t" +
           std::to_string(r.found - r.right) + " false, " + std::to_string(r.true_pairs - r.right) +
           " missed\n";
  };
  print(arguments, {{"pairs", rates_json(found.pairs)}, {"clusters", rates_json(found.clusters)}},
        line("pairs", found.pairs) + line("clusters", found.clusters));
  return Exit::kDone;
}

Result<Exit> suggest(const Arguments& arguments) {
  LEYE_TRY(auto in, link_inputs(arguments));
  LEYE_TRY(const auto rules, linkage::suggest_blocking(*in.config, *in.records, in.options));
  std::string text = "key\tpairs\tnew matches\tcompleteness\n";
  json::array list;
  for (const auto& rule : rules) {
    text += rule.key + "\t" + std::to_string(rule.pairs) + "\t" + std::to_string(rule.fresh) +
            "\t" + fmt::format("{:.4f}", rule.completeness) + "\n";
    list.push_back(json::object{{"key", rule.key},
                                {"pairs", rule.pairs},
                                {"new_matches", rule.fresh},
                                {"completeness", rule.completeness}});
  }
  print(arguments, {{"rules", std::move(list)}}, text);
  return Exit::kDone;
}

}  // namespace

std::vector<Command> link_tools() {
  const auto options = [](std::initializer_list<std::string_view> names) {
    std::vector<Option> out;
    for (const auto name : names)
      for (const auto& option : link_file_options())
        if (option.name == name) out.push_back(option);
    return out;
  };
  return {{"link check",
           "what is odd in a linkage configuration",
           {},
           options({"config", "left", "right"}),
           check},
          {"link count",
           "pairs of each blocking rule, before anything is compared",
           {},
           options({"config", "left", "right"}),
           count},
          {"link train",
           "learn a model without labels",
           {},
           options({"config", "left", "right", "out", "threads"}),
           train},
          {"link explain",
           "why two records weigh what they weigh",
           {},
           {{"config", "FILE", "linkage configuration (YAML)", true},
            {"model", "FILE", "trained model; without it one is learnt first"},
            {"left", "FILE:KEY", "a record", true},
            {"right", "FILE:KEY", "the other record", true}},
           explain},
          {"link quality",
           "precision and recall against a truth file",
           {{"links", "links.csv"}},
           {{"truth", "FILE", "columns register, key, entity", true}},
           quality},
          {"link suggest-blocking",
           "keys that find most matches for the fewest pairs",
           {},
           options({"config", "left", "right", "threads"}),
           suggest}};
}

}  // namespace leye::cli
