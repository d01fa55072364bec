#pragma once
#include <boost/json/object.hpp>
#include <filesystem>
#include <memory>

#include "core/result.h"
#include "rules/eval_lines.h"
#include "rules/pack/load.h"

namespace leye::rules {

/// The environment `leye rules eval --stdin` works in: a pack, and its files for `files` lines.
struct EvalEnvironment {
  std::shared_ptr<const Pack> pack;
  PackFiles files;  ///< catalogue, parameters, sets, clauses, campaign; not the rules
};

/// `--env DIR` (catalogue.yaml, params.yaml, sets.yaml, clauses.yaml, campaign.yaml, pack/) or
/// `--pack DIR`. Errors `file.unreadable`, `rules.pack_invalid` with the first finding.
[[nodiscard]] Result<EvalEnvironment> load_eval_environment(const std::filesystem::path& dir,
                                                            bool real_pack);
/// The same from single files (`--catalogue`, `--params` …): option → file, `rules` → folder.
[[nodiscard]] Result<EvalEnvironment> load_eval_environment(
    const std::map<std::string, std::filesystem::path>& parts);

/// `rule`: a rule for the facts of the line (rules.md §5.11). Errors `rules.no_rule`,
/// `rules.rule_period` and those of facts and dates, with a JSON pointer as place.
[[nodiscard]] Result<boost::json::object> eval_rule_line(const Pack& pack,
                                                         const boost::json::object& line);

/// `files`: a small pack checked in the environment; `lines` and `exit`. Error `rules.files_value`.
[[nodiscard]] Result<boost::json::object> check_files_line(const PackFiles& environment,
                                                           const boost::json::object& line);

/// Both, for eval_line. The environment must outlive them.
[[nodiscard]] LineHandlers line_handlers(const EvalEnvironment& environment);

}  // namespace leye::rules
