#include <algorithm>
#include <boost/json.hpp>

#include "access/audit_chain.h"
#include "access/password.h"
#include "access/reseal.h"
#include "cli/commands.h"
#include "cli/opened.h"
#include "cli/places.h"
#include "ledger/projection.h"
#include "store/jobs.h"
#include "store/migrate.h"

namespace leye::cli {
namespace {

namespace json = boost::json;

/// One line of the examination: what was looked at, and what is wrong with it (nothing = sound).
struct Finding {
  std::string what;
  std::string wrong;
};
struct Examined {
  std::vector<Finding> findings;
  std::int64_t differences = 0;  ///< of stored states from what their entries say
};

std::string in_words(const Error& error, const Arguments& arguments) {
  return describe(error, arguments.locale);
}

template <class T>
Finding finding(std::string what, const Result<T>& result, const Arguments& arguments) {
  return {std::move(what), result ? std::string() : in_words(result.error(), arguments)};
}

/// A clock that runs behind the last seal was moved back: times recorded now would be false.
Result<std::string> clock_fault(store::Reader& reader, Instant now) {
  LEYE_TRY(const auto last, reader.one<std::optional<Instant>>("SELECT max(sealed_at) FROM seal"));
  constexpr std::int64_t kPatience = 300'000'000;
  if (!last || now.micros() + kPatience >= last->micros()) return std::string();
  return "the clock says " + to_text(now) + ", but the audit was sealed at " + to_text(*last);
}

/// The database's part: schema, keys, chain, states against entries, dead jobs, clock.
/// A day that was given (`--today`) is no clock to be judged.
Result<Examined> examine(server::Place& place, const Arguments& arguments) {
  return place.db().read([&](store::Reader& reader) -> Result<Examined> {
    Examined out;
    auto& found = out.findings;
    found.push_back(finding("audit chain", access::verify_audit(reader, &place.keys()), arguments));
    LEYE_TRY(out.differences,
             ledger::projection_differences(reader, access::SystemScope::for_snapshot()));
    found.push_back(
        {"stored states",
         out.differences == 0 ? "" : std::to_string(out.differences) + " differ from entries"});
    LEYE_TRY(const bool waits, access::reseal_waits(reader, place.keys()));
    found.push_back(
        {"keys", waits ? "older keys are not replaced everywhere: leye key rotate" : ""});
    LEYE_TRY(const auto dead, store::dead_jobs(reader));
    found.push_back({"jobs", dead.empty() ? "" : std::to_string(dead.size()) + " gave up"});
    if (!arguments.has("today")) {
      LEYE_TRY(auto clock, clock_fault(reader, SystemClock().now()));
      found.push_back({"clock", std::move(clock)});
    }
    return out;
  });
}

Finding disk(const std::filesystem::path& folder) {
  std::error_code error;
  const auto space = std::filesystem::space(folder, error);
  constexpr std::uintmax_t kLeast = 512ULL * 1024 * 1024;
  const bool full = error || space.available < kLeast;
  return {"disk", full ? "less than 512 MiB free" : ""};
}

/// What `--security` asks beyond: nobody else reads the files, nobody knows the passwords.
Result<std::vector<Finding>> secure(server::Place& place, const std::vector<DataPlace>& places) {
  std::vector<Finding> found;
  std::string open;
  for (const auto& one : places)
    for (const auto& path : one.open_to_others) open += (open.empty() ? "" : ", ") + path;
  found.push_back({"files for their owner alone", open.empty() ? "" : "open to others: " + open});
  const auto& source = place.keys().source();
  const bool beside = source.writable() && source.file == place.folder() / "keys" / "master.key";
  found.push_back({"keys apart from the data",
                   beside ? "the key file lies in the data folder: keep it elsewhere "
                            "(LEYE_KEY_FILE, LEYE_KEY_COMMAND)"
                          : ""});
  LEYE_TRY(const auto accounts, place.db().read([](store::Reader& reader) {
    return reader.query<std::string, std::string>(
        "SELECT login, password_hash FROM account WHERE closed_at IS NULL AND login IN ('worker', "
        "'street', 'district', 'city', 'reviewer1', 'reviewer2', 'payer', 'payer2', 'window')");
  }));
  // Those that `leye user demo` made and nobody gave a password of his own.
  const auto demo = std::count_if(accounts.begin(), accounts.end(), [](const auto& account) {
    const auto& [login, hash] = account;
    return access::verify_password(hash, "demo-" + login + "-2020");
  });
  found.push_back({"no account with a known password",
                   demo == 0 ? "" : std::to_string(demo) + " demo accounts are open"});
  std::string unknown;
  for (const auto& one : places)
    if (one.guarded == "unknown") unknown += (unknown.empty() ? "" : ", ") + one.path;
  found.push_back({"nothing unknown in the data folder", std::move(unknown)});
  return found;
}

json::array in_json(const std::vector<DataPlace>& places) {
  json::array list;
  for (const auto& one : places) {
    json::array open;
    for (const auto& path : one.open_to_others) open.emplace_back(path);
    list.push_back(json::object{{"path", one.path},
                                {"holds", one.holds},
                                {"guarded", one.guarded},
                                {"files", one.files},
                                {"bytes", one.bytes},
                                {"open_to_others", std::move(open)}});
  }
  return list;
}

Result<Exit> tell(const Arguments& arguments, const Examined& examined,
                  const std::vector<DataPlace>& places) {
  bool sound = true;
  json::object checks;
  std::string text;
  for (const auto& [what, wrong] : examined.findings) {
    sound = sound && wrong.empty();
    checks[what] = wrong.empty() ? "sound" : wrong;
    text +=
        (wrong.empty() ? "  ok  " : "  !!  ") + what + (wrong.empty() ? "" : ": " + wrong) + "\n";
  }
  text += "personal data outside the database:\n";
  for (const auto& one : places)
    if (one.files > 0)
      text += "      " + one.path + ": " + one.holds + " (" + std::to_string(one.files) +
              " files, " + std::to_string(one.bytes) + " bytes; " + one.guarded + ")\n";
  print(arguments,
        {{"ok", sound},
         {"checks", std::move(checks)},
         {"projection_differences", examined.differences},
         {"places", in_json(places)}},
        (sound ? "sound\n" : "not sound\n") + text);
  return sound ? Exit::kDone : Exit::kAnswerIsNo;
}

Result<Exit> doctor(const Arguments& arguments) {
  store::OpenOptions options;
  options.read_only = true;
  options.read_limit = std::chrono::milliseconds(0);
  LEYE_TRY(const auto place, server::Place::open(arguments.path("data"), options));
  LEYE_TRY(auto examined, examine(*place, arguments));
  auto& findings = examined.findings;
  findings.insert(findings.begin(), {"schema", ""});
  findings.push_back(disk(place->folder()));
  const auto places = data_places(place->folder());
  if (arguments.has("security")) {
    LEYE_TRY(const auto more, secure(*place, places));
    findings.insert(findings.end(), more.begin(), more.end());
  }
  return tell(arguments, examined, places);
}

}  // namespace

std::vector<Command> upkeep_commands() {
  return {{"doctor",
           "check schema, keys, audit chain, states, clock, disk; list where personal data lies",
           {},
           {data_option(),
            {"security", "", "also who else may read files, where the keys are, known passwords"},
            today_option()},
           doctor}};
}

}  // namespace leye::cli
