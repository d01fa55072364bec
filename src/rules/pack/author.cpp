#include "rules/pack/author.h"

#include <algorithm>
#include <boost/json.hpp>
#include <fstream>
#include <sstream>
#include <vector>

#include "rules/pack/eval_rule.h"
#include "rules/pack/format.h"
#include "sheets/yaml.h"

namespace leye::rules {
namespace {

namespace fs = std::filesystem;
namespace json = boost::json;

/// The keys of `expect` whose value the answer does not have, as `key: got …, expected …`.
std::string differences(const json::object& expect, const json::object& answer) {
  std::string text;
  for (const auto& [key, value] : expect) {
    const auto* got = answer.if_contains(key);
    if (got != nullptr && *got == value) continue;
    text += (text.empty() ? "" : "; ") + std::string(key) + ": got " +
            (got == nullptr ? std::string("nothing") : json::serialize(*got)) + ", expected " +
            json::serialize(value);
  }
  if (const auto* bad = answer.if_contains("input_error"))
    text += (text.empty() ? "" : "; ") + json::serialize(*bad);
  return text;
}

struct Tally {
  std::size_t passed = 0;
  std::size_t failed = 0;
};

void run_file(const fs::path& file, const EvalEnvironment& environment, Locale locale,
              std::string& out, Tally& tally) {
  const auto text = sheets::read_text_file(file);
  std::istringstream lines(text ? *text : std::string());
  std::string line;
  for (std::size_t number = 1; std::getline(lines, line); ++number) {
    if (line.empty()) continue;
    const auto handlers = line_handlers(environment);
    const auto answer = eval_line(environment.pack->environment, handlers, line, number, locale);
    boost::system::error_code bad;
    const auto parsed = json::parse(line, bad);
    const auto* object = bad ? nullptr : parsed.if_object();
    const auto* expect = object == nullptr ? nullptr : object->if_contains("expect");
    const std::string difference = expect == nullptr || !expect->is_object()
                                       ? "no expect"
                                       : differences(expect->get_object(), answer);
    if (difference.empty()) {
      ++tally.passed;
      continue;
    }
    ++tally.failed;
    out += file.filename().string() + ":" + std::to_string(number) + ": " + difference + "\n";
  }
}

/// All YAML files under a folder, in order of path.
std::vector<fs::path> yaml_files(const fs::path& dir, std::error_code& bad) {
  std::vector<fs::path> files;
  for (fs::recursive_directory_iterator walk(dir, bad), end; !bad && walk != end;
       walk.increment(bad))
    if (walk->is_regular_file() && walk->path().extension() == ".yaml")
      files.push_back(walk->path());
  std::sort(files.begin(), files.end());
  return files;
}

/// The file appears whole or not at all.
Result<void> replace_file(const fs::path& file, const std::string& text) {
  const fs::path partial = file.string() + ".partial";
  std::ofstream out(partial, std::ios::binary);
  out << text;
  out.close();
  std::error_code bad;
  if (out) fs::rename(partial, file, bad);
  if (out && !bad) return {};
  fs::remove(partial, bad);
  return fail("file.unwritable", file.string());
}

/// True when the file was, or would be, changed.
Result<bool> format_file(const fs::path& file, bool only_check) {
  LEYE_TRY(const auto text, sheets::read_text_file(file));
  auto made = format_yaml(text);
  if (!made) {
    made.error().where = file.string() + ":" + made.error().where;
    return fail(made.error());
  }
  if (*made == text) return false;
  if (!only_check) LEYE_CHECK(replace_file(file, *made));
  return true;
}

}  // namespace

AuthorReport format_pack(const fs::path& dir, bool only_check, Locale locale) {
  std::error_code bad;
  const auto files = yaml_files(dir, bad);
  if (bad || files.empty())
    return {describe(Error{"file.unreadable", dir.string(), {}}, locale) + "\n", 2};
  AuthorReport report;
  std::size_t changed = 0;
  for (const auto& file : files) {
    const auto done = format_file(file, only_check);
    if (!done) {
      report.text += describe(done.error(), locale) + "\n";
      report.exit = 1;
    } else if (*done) {
      ++changed;
      report.text += file.lexically_relative(dir).generic_string() + "\n";
    }
  }
  if (only_check && changed > 0) report.exit = 1;
  report.text += std::to_string(files.size()) + " files, " + std::to_string(changed) + " changed\n";
  return report;
}

AuthorReport check_pack(const fs::path& dir, bool strict, bool json, Locale locale) {
  if (const auto files = read_pack_files(dir); !files)
    return {describe(files.error(), locale) + "\n", 2};
  const LoadedPack loaded = load_pack(dir, strict);
  const int exit = loaded.pack ? 0 : 1;
  if (json) return {to_json(loaded.diagnostics, locale) + "\n", exit};
  std::string text;
  for (const auto& d : loaded.diagnostics) text += d.line(locale) + "\n";
  return {text + tally(loaded.diagnostics) + "\n", exit};
}

AuthorReport test_pack(const fs::path& dir, Locale locale) {
  const auto environment = load_eval_environment(dir, true);
  if (!environment) return {describe(environment.error(), locale) + "\n", 2};
  std::vector<fs::path> files;
  std::error_code bad;
  for (const auto& item : fs::directory_iterator(dir / "tests", bad))
    if (item.path().extension() == ".jsonl") files.push_back(item.path());
  std::sort(files.begin(), files.end());
  std::string text;
  Tally tally;
  for (const auto& file : files) run_file(file, *environment, locale, text, tally);
  text += std::to_string(tally.passed) + " passed, " + std::to_string(tally.failed) + " failed\n";
  return {text, tally.failed == 0 ? 0 : 1};
}

}  // namespace leye::rules
