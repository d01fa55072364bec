// What access costs: a decision, a sealed field beside libsodium's cipher alone, sealing of the
// audit beside a plain update of the same rows, the scope's condition on the work list beside the
// same query by the office's codes. CPU time, medians; the peer runs between, in the same process.
#include <fmt/format.h>
#include <sodium.h>

#include <algorithm>
#include <cstdlib>
#include <ctime>
#include <filesystem>
#include <functional>

#include "access/access.h"
#include "access/audit.h"
#include "core/log.h"
#include "core/messages.h"
#include "store/migrate.h"

namespace leye::access {
namespace {

namespace fs = std::filesystem;

struct Folder {
  fs::path path = fs::temp_directory_path() / ("leye-bench-" + to_text(new_uuid()));
  Folder() { fs::create_directories(path); }
  ~Folder() {
    std::error_code ignored;
    fs::remove_all(path, ignored);
  }
};
const Folder& folder() {
  static const Folder made;
  return made;
}
const KeyRing& keys() {
  static const KeyRing ring = *KeyRing::create(folder().path / "master.key");
  return ring;
}

template <class T>
T must(Result<T> result) {
  if (!result) {
    fmt::print(stderr, "{}\n", describe(result.error(), Locale::kEn));
    std::exit(3);
  }
  if constexpr (!std::is_void_v<T>) return *std::move(result);
}

double cpu_seconds() {
  timespec now{};
  clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &now);
  return static_cast<double>(now.tv_sec) + static_cast<double>(now.tv_nsec) * 1e-9;
}

using Work = std::function<void()>;
/// Microseconds of CPU a call, of each work: they take turns, so that a busy machine slows all.
std::vector<double> micros(const std::vector<Work>& works, int calls, int rounds = 15) {
  std::vector<std::vector<double>> all(works.size());
  for (int round = 0; round <= rounds; ++round)
    for (std::size_t i = 0; i < works.size(); ++i) {
      const double begun = cpu_seconds();
      for (int n = 0; n < calls; ++n) works[i]();
      if (round > 0) all[i].push_back((cpu_seconds() - begun) * 1e6 / calls);  // the first warms up
    }
  std::vector<double> medians;
  for (auto& one : all) {
    std::nth_element(one.begin(), one.begin() + rounds / 2, one.end());
    medians.push_back(one[static_cast<std::size_t>(rounds / 2)]);
  }
  return medians;
}

void say(std::string_view what, const std::string& figure, const std::string& peer,
         const std::string& gate, bool met) {
  fmt::print("| {} | {} | {} | {} | {} |\n", what, figure, peer, gate, met ? "met" : "**not met**");
}

Account person_of(Role role, std::string division) {
  Account account;
  account.id = AccountId::make();
  account.role = role;
  account.division = std::move(division);
  return account;
}

/// Keeps what was computed from being thrown away.
volatile std::size_t kept = 0;

void decisions() {
  const auto account = person_of(Role::kStreetWorker, "120104001");
  Resource resource;
  resource.field = FieldClass::kPhone;
  resource.reason = "核对";
  const auto today = ymd(2020, 11, 20);
  const auto cost = micros({[&] {
                             const auto said = decide(account, Action::kReveal, resource,
                                                      Purpose::kService, today);
                             kept = kept + said.index();
                           }},
                           20'000)
                        .front();
  say("one decision (a reveal)", fmt::format("{:.3f} µs", cost), "–", "< 5 µs", cost < 5);
}

void sealing() {
  const std::string field(64, 'x');
  const std::string salt(32, 's');
  const Cell cell{"person_detail", "phone", "01758489-6c00-7421-a92e-3acc5a595104"};
  const Cell own{"person_detail", "phone", "01758489-6c00-7421-a92e-3acc5a595104", salt};
  const auto sealed = keys().seal(cell, field);
  std::array<unsigned char, 32> key{};
  randombytes_buf(key.data(), key.size());
  std::array<unsigned char, 24> nonce{};
  std::array<unsigned char, 80> out{};
  const auto cost =
      micros({[&] { kept = kept + keys().seal(cell, field).size(); },
              [&] { kept = kept + keys().seal(own, field).size(); },
              [&] { kept = kept + keys().open(cell, sealed)->size(); },
              [&] {
                randombytes_buf(nonce.data(), nonce.size());
                crypto_aead_xchacha20poly1305_ietf_encrypt(
                    out.data(), nullptr, reinterpret_cast<const unsigned char*>(field.data()),
                    field.size(), nullptr, 0, nullptr, nonce.data(), key.data());
                kept = kept + out[0];
              }},
             5'000);
  const auto peer = fmt::format("libsodium alone {:.2f} µs", cost[3]);
  const auto line = [&](std::string_view what, double one) {
    say(what, fmt::format("{:.2f} µs, {:.1f}×", one, one / cost[3]), peer, "< 2 µs", one < 2);
  };
  line("seal 64 bytes", cost[0]);
  line("seal 64 bytes under a person's own key", cost[1]);
  line("open 64 bytes", cost[2]);
}

store::Database open(const std::string& name) {
  auto db = must(store::Database::open({store::Backend::kSqlite, (folder().path / name).string()}));
  must(store::migrate(db));
  return db;
}

/// 4,000 leaves are what two seconds bring at 2,000 acts a second, and a seal is due every two.
void audit() {
  constexpr int kLeaves = 4000;
  auto db = open("audit.db");
  const Instant now = start_of(ymd(2020, 11, 20));
  Leaf leaf;
  leaf.account = AccountId::make();
  leaf.action = "person.open";
  leaf.purpose = "service";
  leaf.scope = "subtree 120104001 service";
  std::int64_t seal = 0;
  std::vector<double> chained;
  std::vector<double> plain;
  for (int round = 0; round < 9; ++round) {
    must(db.write([&](store::Transaction& tx) -> Result<void> {
      for (int i = 0; i < kLeaves; ++i) {
        leaf.subject = new_uuid();
        LEYE_CHECK(leave_leaf(tx, keys(), leaf, now));
      }
      return {};
    }));
    ++seal;
    double begun = cpu_seconds();
    must(db.write([&](store::Transaction& tx) { return chain_leaves(tx, seal, kLeaves, now); }));
    chained.push_back(cpu_seconds() - begun);
    // The peer writes the same columns of the same rows, and chains nothing.
    begun = cpu_seconds();
    must(db.write([&](store::Transaction& tx) -> Result<void> {
      LEYE_TRY(const auto rows, (tx.query<Uuid, Uuid, Digest>(
                                    "SELECT subject_id, leaf_id, link FROM audit_leaf WHERE seal = "
                                    "? ORDER BY leaf_id",
                                    seal)));
      store::Values values;
      for (const auto& [subject, id, link] : rows)
        for (const auto& value :
             {store::Value(seal), store::Value(link), store::Value(subject), store::Value(id)})
          values.push_back(value);
      LEYE_CHECK(tx.execute_each(
          "UPDATE audit_leaf SET seal = ?, link = ? WHERE subject_id = ? AND leaf_id = ?", 4,
          values));
      return {};
    }));
    plain.push_back(cpu_seconds() - begun);
  }
  const auto median = [](std::vector<double>& v) {
    std::nth_element(v.begin(), v.begin() + 4, v.end());
    return v[4];
  };
  const double ours = median(chained);
  const double peer = median(plain);
  say("sealing the audit", fmt::format("{:.0f} leaves/s, {:.1f}×", kLeaves / ours, ours / peer),
      fmt::format("plain SQLite update {:.0f} rows/s", kLeaves / peer), "≥ 2,000/s",
      kLeaves / ours >= 2000);
}

constexpr int kStreets = 250;
constexpr int kCommunities = 20;  // a street
std::string street(int n) { return std::to_string(120104000 + n); }
std::string community(int street, int n) {
  return std::to_string((120104000LL + street) * 1000 + n);
}

store::Database work_list_of(std::int64_t people) {
  auto db = open("work.db");
  must(db.write([&](store::Transaction& tx) -> Result<void> {
    const auto since = ymd(2020, 1, 1);
    store::RowBatch closure("division_closure", {"ancestor", "descendant", "valid_from"});
    for (int s = 0; s < kStreets; ++s) {
      closure.add(street(s), street(s), since);
      for (int c = 0; c < kCommunities; ++c) {
        closure.add(street(s), community(s, c), since);
        closure.add(community(s, c), community(s, c), since);
      }
    }
    LEYE_CHECK(tx.copy_in(closure));
    store::RowBatch work("work_item",
                         {"division", "task_id", "subject_id", "subject_kind", "person_id", "kind",
                          "due_on", "state", "opened_on", "version"});
    for (std::int64_t i = 0; i < people; ++i) {
      const auto person = PersonId::make();
      const int s = static_cast<int>(i % kStreets);
      const int c = static_cast<int>(i / kStreets % kCommunities);
      work.add(community(s, c), TaskId::make(), person, "person", std::optional(person), "duty",
               add_days(since, static_cast<int>(i * 7919 % 400)).value(), "assigned", since, 1);
    }
    return tx.copy_in(work);
  }));
  return db;
}

/// The list of ledger/work_list.cpp: the open tasks of an office, the first page by due date.
store::Sql page_of(PeopleQuery query) {
  query.select(
      "w.task_id, w.division, w.subject_kind, w.subject_id, w.person_id, w.kind, w.standard, "
      "w.clause, w.period, w.due_on, w.state, w.place, w.tags, w.owner, w.opened_on, w.closed_on, "
      "w.version FROM work_item w");
  query.where("w.state IN ('proposed', 'assigned', 'in_progress')").where(committed("w.run_id"));
  query.order("w.due_on, coalesce(w.place, '~'), w.task_id").limit(51);
  return query.sql();
}

void work_list() {
  const char* wanted = std::getenv("LEYE_BENCH_PEOPLE");
  const std::int64_t people = wanted == nullptr ? 100'000 : std::atoll(wanted);
  auto db = work_list_of(people);
  const auto compare = [&](std::string_view who, Role role, const std::string& office,
                           const std::vector<std::string>& codes, int calls) {
    const auto account = person_of(role, office);
    const auto said = decide(account, Action::kListWork, {}, Purpose::kService, ymd(2020, 11, 20));
    PeopleQuery by_codes(SystemScope::for_snapshot(), {"w.person_id", "w.division"});
    store::Sql condition{"w.division IN (", {}};
    for (std::size_t i = 0; i < codes.size(); ++i) condition.add(i == 0 ? "?" : ", ?", codes[i]);
    by_codes.where(condition.add(")"));
    const auto scoped = page_of({std::get<Permit>(said).scope, {"w.person_id", "w.division"}});
    const auto plain = page_of(by_codes);
    const auto read = [&](const store::Sql& sql) {
      std::size_t rows = 0;
      must(db.read([&](store::Reader& reader) {
        return reader.for_each(sql, [&](const store::Row& row) -> Result<void> {
          LEYE_TRY(const auto place, row.get<std::string>(1));
          kept = kept + place.size();
          ++rows;
          return {};
        });
      }));
      if (rows == 0) std::exit(3);
    };
    const auto cost = micros({[&] { read(scoped); }, [&] { read(plain); }}, calls);
    const double more = (cost[0] / cost[1] - 1) * 100;
    say(fmt::format("work list of {}, {} people", who, people), fmt::format("{:.0f} µs", cost[0]),
        fmt::format("the same by {} codes {:.0f} µs", codes.size(), cost[1]),
        fmt::format("< 10 % more: {:+.1f} %", more), more < 10);
  };
  std::vector<std::string> codes{street(7)};
  for (int c = 0; c < kCommunities; ++c) codes.push_back(community(7, c));
  compare("a community", Role::kCommunityWorker, community(7, 3), {community(7, 3)}, 200);
  compare("a street", Role::kStreetWorker, street(7), codes, 20);
}

}  // namespace
}  // namespace leye::access

int main() {
  leye::log::set_level(leye::log::Level::kWarning);
  fmt::print("| what | Leye, CPU | peer in the same run | gate | |\n|---|---|---|---|---|\n");
  leye::access::decisions();
  leye::access::sealing();
  leye::access::audit();
  leye::access::work_list();
  return 0;
}
