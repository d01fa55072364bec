#include "rules/pack/load.h"

#include <algorithm>
#include <array>

#include "core/digest.h"
#include "rules/pack/loading.h"

namespace leye::rules {
namespace {

namespace fs = std::filesystem;

const std::vector<std::string_view> kExpressionKeys = {
    "expr",   "scope",       "met",         "due", "denominator", "numerator", "open_from",
    "months", "urgent_from", "max_periods", "cap", "closed_for",  "where"};
constexpr std::array<std::string_view, 11> kKinds = {
    "campaign", "clauses",  "catalogue", "parameters", "sets",     "evidence",
    "policy",   "standard", "indicator", "pathway",    "sign_offs"};

/// `yaml.syntax` → R002 and so on.
void add_problem(const std::string& path, const sheets::YamlProblem& problem, Findings& findings) {
  const Place place{path, problem.place.line, problem.place.column};
  if (problem.code == "yaml.encoding") return findings.add("R001", place, problem.args);
  if (problem.code == "yaml.duplicate_key") return findings.add("R003", place, problem.args);
  if (problem.code == "yaml.alias") return findings.add("R006", place);
  if (problem.code == "yaml.needs_quotes") return findings.add("R013", place);
  Args args = problem.args;
  if (problem.code == "yaml.too_large")
    args = {{"problem", "larger than " + problem.args.front().second}};
  args.emplace_back("remedy",
                    problem.code == "yaml.too_large" ? "split the file" : "correct this line");
  findings.add("R002", place, std::move(args));
}

/// False when the file could not be read to its end.
bool parse_file(const std::string& path, const std::string& text, bool given,
                std::vector<SourceFile>& files, Findings& findings) {
  sheets::YamlFile yaml = sheets::read_yaml(text, kExpressionKeys);
  bool whole = true;
  for (const auto& problem : yaml.problems) {
    add_problem(path, problem, findings);
    whole = whole && problem.code == "yaml.duplicate_key";
  }
  files.push_back({path, std::move(yaml.root), given});
  return whole;
}

void check_kind(const SourceFile& file, Findings& findings) {
  const auto* kind = file.root.find("kind");
  const Place place{file.path, file.root.place.line, file.root.place.column};
  if (kind == nullptr)
    return findings.add("R005", place, {{"key", "kind"}, {"kind", "file"}, {"example", "policy"}});
  if (std::find(kKinds.begin(), kKinds.end(), kind->text) != kKinds.end()) return;
  const std::vector<std::string> names(kKinds.begin(), kKinds.end());
  findings.add("R002", {file.path, kind->place.line, kind->place.column},
               {{"problem", "kind '" + kind->text + "' is not known"},
                {"remedy",
                 "one of policy, standard, indicator, pathway, catalogue, parameters, "
                 "sets, evidence, clauses, campaign, sign_offs"}});
}

std::string digest_of_files(const PackFiles& files) {
  Hasher hasher;
  for (const auto& [path, text] : files) hasher.field(path).field(text);
  return leye::to_text(hasher.finish());
}

void check_all(Loading& loading) {
  check_citations(loading);
  check_assumed(loading);
  check_times(loading);
  check_sources(loading);
  check_stacking(loading);
  check_absence(loading);
  check_logic(loading);
  check_allows(loading);
}

void sort_rules(Pack& pack) {
  const auto by_id = [](const auto& a, const auto& b) {
    return std::tie(a.head.id, a.head.place.file) < std::tie(b.head.id, b.head.place.file);
  };
  std::sort(pack.policies.begin(), pack.policies.end(), by_id);
  std::sort(pack.standards.begin(), pack.standards.end(), by_id);
  std::sort(pack.indicators.begin(), pack.indicators.end(), by_id);
  std::sort(pack.pathways.begin(), pack.pathways.end(), by_id);
}

bool skipped_folder(const fs::path& relative) {
  static constexpr std::array<std::string_view, 4> kOthers = {"templates", "lists", "linkage",
                                                              "tests"};
  const std::string first = relative.begin()->string();
  return std::find(kOthers.begin(), kOthers.end(), first) != kOthers.end();
}

/// Files of the packs named in `requires`, which stand beside this one; their campaign is not ours.
void add_required(const fs::path& dir, const PackFiles& own, PackFiles& given) {
  const auto campaign = own.find("campaign.yaml");
  if (campaign == own.end()) return;
  const auto yaml = sheets::read_yaml(campaign->second);
  const auto* list = yaml.root.find("requires");
  if (list == nullptr) return;
  for (const auto& item : list->items) {
    const auto files = read_pack_files(dir.parent_path() / item.text);
    if (!files) continue;
    for (const auto& [path, text] : *files)
      if (path != "campaign.yaml") given["../" + item.text + "/" + path] = text;
  }
}

}  // namespace

bool Loading::is_given(std::string_view path) const {
  return std::any_of(files.begin(), files.end(),
                     [&](const SourceFile& file) { return file.path == path && file.given; });
}

void Loading::unless_allowed(const RuleHead& head, const Allow* own, std::string_view code,
                             const Place& place, Args args) {
  for (const auto* allow : {own, &head.allow}) {
    if (allow == nullptr || !allow->contains(code)) continue;
    used_allows.emplace(allow, std::string(code));
    return;
  }
  findings.add(code, place, std::move(args));
}

std::optional<Period> Loading::days_of(const RuleHead& head) const {
  if (!pack.campaign.period) return std::nullopt;
  const Period span{
      std::max(head.valid_from, pack.campaign.period->start),
      std::min(head.valid_to.value_or(Date{Date::kMaxDays}), pack.campaign.period->end)};
  if (span.end < span.start) return std::nullopt;
  return span;
}

LoadedPack load_files(const PackFiles& files, const PackFiles& given, bool strict) {
  Findings findings;
  std::vector<SourceFile> sources;
  bool whole = true;
  for (const auto& [path, text] : given)
    whole = parse_file(path, text, true, sources, findings) && whole;
  for (const auto& [path, text] : files)
    whole = parse_file(path, text, false, sources, findings) && whole;
  if (!whole) return {nullptr, findings.sorted()};
  for (const auto& file : sources) check_kind(file, findings);

  auto pack = std::make_shared<Pack>();
  Loading loading{*pack, findings, sources, strict, {}, {}, {}};
  load_basics(loading);
  load_catalogue(loading);
  if (findings.has_errors() && pack->environment.facts.empty()) return {nullptr, findings.sorted()};
  load_parameters(loading);
  load_derivations(loading);
  load_rules(loading);
  load_sign_offs(loading);
  check_all(loading);
  sort_rules(*pack);
  PackFiles both = given;
  both.insert(files.begin(), files.end());
  pack->digest = digest_of_files(both);
  LoadedPack result{nullptr, findings.sorted()};
  if (!findings.has_errors()) result.pack = std::move(pack);
  return result;
}

Result<PackFiles> read_pack_files(const fs::path& dir) {
  PackFiles files;
  std::error_code bad;
  fs::recursive_directory_iterator walk(dir, bad);
  if (bad) return fail("file.unreadable", dir.string());
  for (const auto end = fs::recursive_directory_iterator(); walk != end; walk.increment(bad)) {
    if (bad) return fail("file.unreadable", dir.string());
    const auto relative = walk->path().lexically_relative(dir);
    if (!walk->is_regular_file() || relative.extension() != ".yaml" || skipped_folder(relative))
      continue;
    LEYE_TRY(files[relative.generic_string()], sheets::read_text_file(walk->path()));
  }
  return files;
}

LoadedPack load_pack(const fs::path& dir, bool strict) {
  auto files = read_pack_files(dir);
  if (!files || files->empty()) {
    Findings findings;
    findings.add(
        "R002", {dir.string(), 1, 1},
        {{"problem", "no pack in this folder"}, {"remedy", "name a folder with campaign.yaml"}});
    return {nullptr, findings.sorted()};
  }
  PackFiles given;
  add_required(dir, *files, given);
  return load_files(*files, given, strict);
}

}  // namespace leye::rules
