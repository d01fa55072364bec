#include "cli/link_files.h"

#include <fmt/format.h>
#include <sys/resource.h>

#include <boost/json.hpp>

#include "cli/link_inputs.h"
#include "core/write_file.h"
#include "sheets/yaml.h"

namespace leye::cli {
namespace {

std::string summary(const linkage::LinkOutcome& outcome) {
  const auto n = [](std::uint64_t value) { return std::to_string(value); };
  return n(outcome.pairs) + " pairs compared, " + n(outcome.links) + " links (" + n(outcome.by_id) +
         " by id), " + n(outcome.review) + " for review, " + n(outcome.conflicts) +
         " conflicts; expected precision " + fmt::format("{:.4f}", outcome.expected_precision) +
         ", recall " + fmt::format("{:.4f}", outcome.expected_recall) + ", threshold " +
         fmt::format("{:.2f}", static_cast<double>(outcome.threshold_q16) / linkage::kBit) +
         " bits\n";
}

double peak_megabytes() {
  rusage usage{};
  getrusage(RUSAGE_SELF, &usage);
  return static_cast<double>(usage.ru_maxrss) / 1024;
}

}  // namespace

double cpu_seconds() {
  rusage usage{};
  getrusage(RUSAGE_SELF, &usage);
  const auto seconds = [](const timeval& t) {
    return static_cast<double>(t.tv_sec) + static_cast<double>(t.tv_usec) / 1e6;
  };
  return seconds(usage.ru_utime) + seconds(usage.ru_stime);
}

Result<std::unique_ptr<linkage::Config>> link_config(const Arguments& arguments) {
  if (!arguments.has("config")) return fail("linkage.options", {}, {{"option", "config"}});
  LEYE_TRY(auto config, linkage::load_config(arguments.path("config")));
  return std::make_unique<linkage::Config>(std::move(config));
}

Result<LinkInputs> link_inputs(const Arguments& arguments, const std::string& left,
                               const std::string& right) {
  LinkInputs in;
  LEYE_TRY(in.config, link_config(arguments));
  LEYE_TRY(in.step, linkage::step_for(*in.config, right.empty()));
  LEYE_TRY(const auto threads, arguments.number("threads", 1));
  in.options.threads = static_cast<unsigned>(std::clamp<std::int64_t>(threads, 1, 256));
  LEYE_TRY(const auto on, arguments.date("as-of"));
  const linkage::InputFile first{in.step.left.front(), left};
  std::optional<linkage::InputFile> second;
  if (!right.empty()) second = linkage::InputFile{in.step.right, right};
  // Without a date nothing is in the future: a file says nothing about when it is read.
  LEYE_TRY(auto records,
           linkage::Records::load(*in.config, first, second, on.value_or(Date(Date::kMaxDays))));
  in.records = std::make_unique<linkage::Records>(std::move(records));
  if (arguments.has("model")) {
    LEYE_TRY(const auto text, sheets::read_text_file(arguments.path("model")));
    LEYE_TRY(in.options.model, linkage::model_from_json(text, *in.config, arguments.text("model")));
  }
  return in;
}

Result<LinkInputs> link_inputs(const Arguments& arguments) {
  if (!arguments.has("left")) return fail("linkage.options", {}, {{"option", "left"}});
  return link_inputs(arguments, arguments.text("left"), arguments.text("right"));
}

Result<Exit> link_files(const Arguments& arguments) {
  if (!arguments.has("out")) return fail("linkage.options", {}, {{"option", "out"}});
  boost::json::object phases;
  double begun = 0;
  const auto told = [&](std::string_view phase) {
    const double now = cpu_seconds();
    phases[phase] = now - begun;
    begun = now;
  };
  LEYE_TRY(auto in, link_inputs(arguments));
  told("load");
  in.options.phase = told;
  LEYE_TRY(const auto outcome, linkage::link(*in.config, *in.records, in.step, in.options));
  const linkage::Comparer comparer(*in.config, *in.records);
  LEYE_CHECK(write_whole(arguments.path("out"),
                         linkage::links_csv(*in.config, *in.records, comparer, outcome)));
  if (arguments.has("clusters"))
    LEYE_CHECK(
        write_whole(arguments.path("clusters"), linkage::clusters_csv(*in.records, outcome)));
  if (arguments.has("pairs")) {
    auto grey = outcome;
    std::erase_if(grey.rows,
                  [](const auto& row) { return row.decision == linkage::Decision::kLink; });
    LEYE_CHECK(write_whole(arguments.path("pairs"),
                           linkage::links_csv(*in.config, *in.records, comparer, grey)));
  }
  if (arguments.has("model-out"))
    LEYE_CHECK(write_whole(arguments.path("model-out"), linkage::to_json(outcome.model)));
  told("write");
  const boost::json::object out{
      {"records", in.records->size()},
      {"pairs", outcome.pairs},
      {"links", outcome.links},
      {"links_by_id", outcome.by_id},
      {"review", outcome.review},
      {"conflicts", outcome.conflicts},
      {"expected_matches", outcome.model.expected_matches},
      {"expected_precision", outcome.expected_precision},
      {"expected_recall", outcome.expected_recall},
      {"threshold_bits", static_cast<double>(outcome.threshold_q16) / linkage::kBit},
      {"cpu_seconds", std::move(phases)},
      {"peak_mb", peak_megabytes()}};
  print(arguments, out, summary(outcome));
  return Exit::kDone;
}

std::vector<Option> link_file_options() {
  return {{"config", "FILE", "linkage configuration (YAML)"},
          {"left", "FILE", "register file (CSV)"},
          {"right", "FILE", "second register; without it the first is deduplicated"},
          {"out", "FILE", "links.csv to write"},
          {"model", "FILE", "trained model; without it one is learnt first"},
          {"model-out", "FILE", "where to keep the model that was learnt"},
          {"pairs", "FILE", "doubtful pairs"},
          {"clusters", "FILE", "cluster of every record"},
          {"threads", "N", "threads (same bytes for any number)"},
          {"as-of", "DATE", "nobody is born after it"}};
}

}  // namespace leye::cli
