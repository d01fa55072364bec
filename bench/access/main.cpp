// What access costs: a decision, a sealed field beside the bare cipher of libsodium, sealing of the
// audit beside the same number of plain inserts, the scope's condition on a work list. Figures are
// printed, never asserted; `--benchmark_filter=Scope` needs LEYE_BENCH_PEOPLE (1000000 for the
// budget).
#include <benchmark/benchmark.h>
#include <sodium.h>

#include <cstdlib>
#include <filesystem>

#include "access/access.h"
#include "access/audit.h"
#include "core/log.h"
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

Account worker() {
  Account account;
  account.id = AccountId::make();
  account.role = Role::kStreetWorker;
  account.division = "120104001";
  return account;
}

void Decide(benchmark::State& state) {
  const auto account = worker();
  Resource resource;
  resource.field = FieldClass::kPhone;
  resource.reason = "核对";
  const auto today = ymd(2020, 11, 20);
  for (auto _ : state)
    benchmark::DoNotOptimize(decide(account, Action::kReveal, resource, Purpose::kService, today));
}
BENCHMARK(Decide);

const std::string kField(64, 'x');

void Seal64(benchmark::State& state) {
  const Cell cell{"person_detail", "phone", "01758489-6c00-7421-a92e-3acc5a595104"};
  for (auto _ : state) benchmark::DoNotOptimize(keys().seal(cell, kField));
}
BENCHMARK(Seal64);

void SealOfOnePerson64(benchmark::State& state) {
  const std::string salt(32, 's');
  const Cell cell{"person_detail", "phone", "01758489-6c00-7421-a92e-3acc5a595104", salt};
  for (auto _ : state) benchmark::DoNotOptimize(keys().seal(cell, kField));
}
BENCHMARK(SealOfOnePerson64);

void Open64(benchmark::State& state) {
  const Cell cell{"person_detail", "phone", "01758489-6c00-7421-a92e-3acc5a595104"};
  const auto sealed = keys().seal(cell, kField);
  for (auto _ : state) benchmark::DoNotOptimize(keys().open(cell, sealed));
}
BENCHMARK(Open64);

/// The peer: libsodium's cipher alone, with a key at hand and a random nonce.
void PeerLibsodium64(benchmark::State& state) {
  std::array<unsigned char, 32> key{};
  randombytes_buf(key.data(), key.size());
  std::array<unsigned char, 24> nonce{};
  std::array<unsigned char, 80> out{};
  for (auto _ : state) {
    randombytes_buf(nonce.data(), nonce.size());
    crypto_aead_xchacha20poly1305_ietf_encrypt(
        out.data(), nullptr, reinterpret_cast<const unsigned char*>(kField.data()), kField.size(),
        nullptr, 0, nullptr, nonce.data(), key.data());
    benchmark::DoNotOptimize(out);
  }
}
BENCHMARK(PeerLibsodium64);

void Blind(benchmark::State& state) {
  for (auto _ : state)
    benchmark::DoNotOptimize(keys().blind(kIndexCitizenId, "12900119750312001X"));
}
BENCHMARK(Blind);

store::Database open(const std::string& name) {
  auto db = *store::Database::open({store::Backend::kSqlite, (folder().path / name).string()});
  if (!store::migrate(db)) std::abort();
  return db;
}

/// 4,000 leaves, which is two seconds of the budget, and their seal; per leaf.
void AuditLeavesSealed(benchmark::State& state) {
  static int times = 0;
  auto db = open("audit" + std::to_string(++times) + ".db");
  std::int64_t seal = 0;
  constexpr int kLeaves = 4000;
  Leaf leaf;
  leaf.account = AccountId::make();
  leaf.action = "person.open";
  leaf.purpose = "service";
  leaf.scope = "subtree 120104001 service";
  const Instant now = start_of(ymd(2020, 11, 20));
  for (auto _ : state) {
    state.PauseTiming();
    const auto left = db.write([&](store::Transaction& tx) -> Result<void> {
      for (int i = 0; i < kLeaves; ++i) {
        leaf.subject = new_uuid();
        LEYE_CHECK(leave_leaf(tx, keys(), leaf, now));
      }
      return {};
    });
    state.ResumeTiming();
    ++seal;
    const auto sealed =
        db.write([&](store::Transaction& tx) { return chain_leaves(tx, seal, kLeaves, now); });
    if (!left || !sealed) {
      state.SkipWithError("the database refused");
      break;
    }
  }
  state.SetItemsProcessed(state.iterations() * kLeaves);
}
BENCHMARK(AuditLeavesSealed)->Unit(benchmark::kMillisecond)->MeasureProcessCPUTime();

/// The work list of one office, with the scope's condition or the office's code alone.
void WorkList(benchmark::State& state, bool scoped) {
  const char* wanted = std::getenv("LEYE_BENCH_PEOPLE");
  const std::int64_t people = wanted == nullptr ? 20'000 : std::atoll(wanted);
  static auto db = [&] {
    auto made = open("work.db");
    const auto filled = made.write([&](store::Transaction& tx) -> Result<void> {
      const auto since = ymd(2000, 1, 1);
      store::RowBatch closure("division_closure", {"ancestor", "descendant", "valid_from"});
      for (int street = 0; street < 250; ++street) {
        const auto code = std::to_string(120104000 + street);
        closure.add(code, code, since);
      }
      LEYE_CHECK(tx.copy_in(closure));
      store::RowBatch work(
          "work_item", {"division", "task_id", "subject_id", "subject_kind", "person_id", "kind",
                        "due_on", "state", "opened_on", "version"});
      for (std::int64_t i = 0; i < people; ++i) {
        const auto person = PersonId::make();
        work.add(std::to_string(120104000 + i % 250), TaskId::make(), person, "person",
                 std::optional(person), "duty", add_days(since, static_cast<int>(i % 900)).value(),
                 "assigned", since, 1);
      }
      return tx.copy_in(work);
    });
    if (!filled) std::abort();
    return made;
  }();
  auto account = worker();
  const auto scope =
      std::get<Permit>(decide(account, Action::kListWork, {}, Purpose::kService, ymd(2020, 11, 20)))
          .scope;
  PeopleQuery query(scope, {"w.person_id", "w.division"});
  query.select("w.task_id, w.due_on FROM work_item w").where("w.state = 'assigned'");
  query.order("w.due_on").limit(50);
  const store::Sql plain{
      "SELECT w.task_id, w.due_on FROM work_item w WHERE w.state = 'assigned' AND w.division = ? "
      "ORDER BY w.due_on LIMIT 50",
      {account.division}};
  for (auto _ : state) {
    const auto rows = db.read([&](store::Reader& reader) {
      return reader.query<TaskId, Date>(scoped ? query.sql() : plain);
    });
    if (!rows || rows->size() > 50) {
      state.SkipWithError("the database refused");
      break;
    }
    benchmark::DoNotOptimize(rows);
  }
}
BENCHMARK_CAPTURE(WorkList, WithScope, true)
    ->Unit(benchmark::kMicrosecond)
    ->MeasureProcessCPUTime();
BENCHMARK_CAPTURE(WorkList, PeerOfficeAlone, false)
    ->Unit(benchmark::kMicrosecond)
    ->MeasureProcessCPUTime();

}  // namespace
}  // namespace leye::access

int main(int argc, char** argv) {
  leye::log::set_level(leye::log::Level::kWarning);
  benchmark::Initialize(&argc, argv);
  benchmark::RunSpecifiedBenchmarks();
  return 0;
}
