#include <boost/json.hpp>
#include <filesystem>
#include <fstream>

#include "access/vault.h"
#include "cli/commands.h"
#include "cli/opened.h"
#include "cli/places.h"
#include "ledger/seal.h"
#include "registry/erasure.h"

namespace leye::cli {
namespace {

namespace fs = std::filesystem;

Option person_option() { return {"person", "ID", "id of the person", true}; }

Result<PersonId> person_of(const Arguments& arguments) {
  const auto id = PersonId::parse(arguments.text("person"));
  if (!id) return fail("person.unknown", "--person");
  return *id;
}

Result<registry::Terms> terms() {
  return registry::Terms::load(share_dir() / "data/privacy/retention.json");
}

/// Beside the keys, outside of the database and its backups: a restored backup is erased again.
Result<void> note_erased(const server::Place& place, const std::vector<PersonId>& people) {
  const auto path = erased_list(place.keys().source(), place.folder());
  std::ofstream out(path, std::ios::app);
  for (const auto& person : people) out << to_text(person) << "\n";
  out.close();
  return out ? Result<void>() : fail("file.unwritable", path.string());
}

Result<Exit> erase(const Arguments& arguments) {
  LEYE_TRY(const auto person, person_of(arguments));
  LEYE_TRY(const auto kept, terms());
  LEYE_TRY(const auto opened, open_place(arguments));
  auto& place = *opened->place;
  LEYE_TRY(const auto erased, place.db().write([&](store::Transaction& tx) {
    return registry::erase_person(tx, place.keys(), kept, person, std::nullopt,
                                  arguments.text("reason"), opened->clock->now(), opened->today(),
                                  arguments.locale);
  }));
  LEYE_CHECK(note_erased(place, erased.people));
  std::int64_t files = 0;
  std::error_code ignored;
  for (const auto& file : erased.files)
    if (fs::remove(place.folder() / file, ignored)) ++files;
  LEYE_CHECK(ledger::seal_pending(place.db(), *opened->clock));
  print(arguments,
        {{"people", erased.people.size()},
         {"details", erased.details},
         {"records", erased.records},
         {"entries", erased.entries},
         {"files", files}},
        "erased: " + std::to_string(erased.details) + " details, " +
            std::to_string(erased.records) + " records, " + std::to_string(files) +
            " messages; the key is destroyed, every count stays");
  return Exit::kDone;
}

Result<Exit> hold(const Arguments& arguments) {
  LEYE_TRY(const auto person, person_of(arguments));
  LEYE_TRY(const auto until, arguments.date("until"));
  const bool lift = arguments.has("lift");
  if (!lift && (!until || arguments.text("law").empty()))
    return fail("cli.argument", until ? "--law" : "--until");
  LEYE_TRY(const auto opened, open_place(arguments));
  auto& db = opened->place->db();
  if (lift) {
    LEYE_TRY(const auto lifted,
             db.write([&](store::Transaction& tx) { return registry::lift_holds(tx, person); }));
    print(arguments, {{"lifted", lifted}}, std::to_string(lifted) + " holds lifted");
    return Exit::kDone;
  }
  LEYE_TRY(const auto id, db.write([&](store::Transaction& tx) {
    return registry::place_hold(tx, person, opened->today(), *until, arguments.text("law"));
  }));
  print(arguments, {{"hold", to_text(id)}, {"until", to_text(*until)}},
        "kept until " + to_text(*until));
  return Exit::kDone;
}

/// Uploads of imports that are past their term: nobody holds them any more, and the file goes.
Result<std::int64_t> sweep_uploads(server::Place& place, Date before, Instant now, bool apply) {
  const store::BlobStore blobs(place.folder());
  LEYE_TRY(const auto old, place.db().read([&](store::Reader& reader) {
    return reader.query<Digest>(
        "SELECT digest FROM stored_blob WHERE holders > 0 AND changed_at < ?", start_of(before));
  }));
  if (!apply) return static_cast<std::int64_t>(old.size());
  LEYE_CHECK(place.db().write([&](store::Transaction& tx) {
    return tx.execute("UPDATE stored_blob SET holders = 0 WHERE changed_at < ?", start_of(before));
  }));
  return blobs.sweep(place.db(), now, std::chrono::hours(0));
}

std::int64_t sweep_messages(const fs::path& folder, Date before, bool apply) {
  std::int64_t found = 0;
  std::error_code ignored;
  for (const auto& day : fs::directory_iterator(folder, ignored)) {
    const auto on = parse_date(day.path().filename().string());
    if (!on || *on >= before) continue;
    for (const auto& file : fs::directory_iterator(day.path(), ignored))
      found += file.is_regular_file(ignored) ? 1 : 0;
    if (apply) fs::remove_all(day.path(), ignored);
  }
  return found;
}

Result<Exit> retention(const Arguments& arguments) {
  const bool apply = arguments.has("apply");
  LEYE_TRY(const auto kept, terms());
  LEYE_TRY(const auto opened, open_place(arguments));
  auto& place = *opened->place;
  const auto today = opened->today();
  const auto before = [&](std::string_view kind) {
    return add_days(today, -kept.of(kind).days).value_or(today);
  };
  LEYE_TRY(const auto swept, place.db().write([&](store::Transaction& tx) {
    return registry::sweep(tx, kept, today, apply);
  }));
  LEYE_TRY(const auto uploads, sweep_uploads(place, before("upload"), opened->clock->now(), apply));
  const auto messages = sweep_messages(place.messages(), before("message"), apply);
  const auto all = swept.sessions + swept.answers + uploads + messages;
  print(arguments,
        {{"applied", apply},
         {"sessions", swept.sessions},
         {"answers", swept.answers},
         {"uploads", uploads},
         {"messages", messages}},
        std::string(apply ? "deleted: " : "past their term: ") + std::to_string(swept.sessions) +
            " sessions, " + std::to_string(swept.answers) + " stored answers, " +
            std::to_string(uploads) + " uploads, " + std::to_string(messages) + " messages");
  return apply || all == 0 ? Exit::kDone : Exit::kAnswerIsNo;
}

}  // namespace

std::vector<Command> privacy_commands() {
  return {{"erase",
           "delete who a person is, by destroying her key; what was done stays and counts",
           {},
           {data_option(),
            person_option(),
            {"reason", "TEXT", "why, for the audit", true},
            today_option()},
           erase},
          {"hold",
           "keep a person's file for a lawsuit or an audit, or lift that",
           {},
           {data_option(),
            person_option(),
            {"until", "DATE", "last day"},
            {"law", "TEXT", "the rule that asks for it"},
            {"lift", "", "lift all holds of the person"},
            today_option()},
           hold},
          {"retention",
           "what is past its term; --apply deletes it",
           {},
           {data_option(), {"apply", "", "delete it"}, today_option()},
           retention}};
}

}  // namespace leye::cli
