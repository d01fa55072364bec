#include "casework/plan.h"

#include <boost/json.hpp>
#include <map>
#include <span>
#include <unordered_map>

#include "casework/duties.h"
#include "casework/people.h"
#include "facts/build.h"
#include "facts/read_population.h"
#include "facts/source.h"
#include "ledger/seal.h"

namespace leye::casework {
namespace {

struct Close {
  Uuid subject;
  TaskId task;
  std::optional<EntryId> proof;
  std::string reason;
};

struct Difference {
  std::vector<ledger::NewTask> open;
  std::vector<Close> close;
  std::int64_t unchanged = 0;
};

using Key = std::tuple<Uuid, std::string, std::string>;

/// What the standards ask for now, and why a task that is not asked for goes.
struct Wanted {
  std::map<Key, ledger::NewTask> tasks;
  std::map<Key, rules::DutyOutcome> settled;
};

Wanted wanted_tasks(const rules::Pack& pack, const facts::Snapshot& snapshot,
                    const std::unordered_map<Uuid, Whereabouts>& people, Date today) {
  Wanted wanted;
  const facts::Binding binding(pack.environment, snapshot, "person");
  facts::RowSource source(binding);
  for (std::size_t row = 0; row < binding.table().rows(); ++row) {
    source.at(row);
    const Uuid& person = binding.table().ids()[row];
    const auto where = people.find(person);
    if (where == people.end()) continue;
    for (const auto& duty : duties_of(pack, "person", source, today)) {
      if (auto task = task_for(pack, duty, person, where->second))
        wanted.tasks.emplace(Key{person, *task->standard, *task->period}, std::move(*task));
      wanted.settled[{person, duty_key(*duty.standard), duty.period}] = duty.result.outcome;
      wanted.settled[{person, fact_key(*duty.standard), duty.period}] = duty.result.outcome;
    }
  }
  return wanted;
}

Result<Difference> compare(store::Reader& reader, const rules::Pack& pack, Wanted wanted) {
  Difference difference;
  const auto scope = access::SystemScope::for_snapshot();
  std::vector<std::pair<Key, ledger::Task>> open;
  for (const auto& standard : pack.standards)
    for (const auto& key : {duty_key(standard), fact_key(standard)})
      LEYE_CHECK(ledger::for_each_task(
          reader, scope, key, std::nullopt, [&](const ledger::Task& task) -> Result<void> {
            if (is_open(task.state))
              open.emplace_back(Key{task.what.subject, key, task.what.period.value_or("")}, task);
            return {};
          }));
  for (const auto& [key, task] : open) {
    if (wanted.tasks.erase(key) > 0) {
      ++difference.unchanged;
      continue;
    }
    const auto settled = wanted.settled.find(key);
    // A period that is over keeps its task: it is overdue until somebody says why.
    if (settled == wanted.settled.end()) {
      ++difference.unchanged;
      continue;
    }
    Close close{task.what.subject, task.id, std::nullopt,
                settled->second == rules::DutyOutcome::kMet ? "met" : "not_owed"};
    if (close.reason == "met") {
      LEYE_TRY(close.proof, proof_of(reader, PersonId(task.what.subject)));
    }
    difference.close.push_back(std::move(close));
  }
  for (auto& [key, task] : wanted.tasks) difference.open.push_back(std::move(task));
  return difference;
}

Result<void> close_one(ledger::Act& act, const Close& close) {
  if (close.proof) {
    LEYE_CHECK(ledger::close_task(act, close.subject, close.task, *close.proof));
  } else {
    LEYE_CHECK(ledger::cancel_task(act, close.subject, close.task, close.reason));
  }
  return {};
}

Digest digest_of(const rules::Pack& pack, Date today, std::int64_t seal,
                 const Difference& difference) {
  Hasher hasher;
  hasher.field(pack.digest).field(to_text(today)).add(seal);
  for (const auto& task : difference.open)
    hasher.field(to_text(task.subject)).field(*task.standard).field(*task.period);
  for (const auto& close : difference.close) hasher.field(to_text(close.task)).field(close.reason);
  return hasher.finish();
}

}  // namespace

Result<PlanCounts> plan(ledger::Runs& runs, const rules::Pack& pack, Date today) {
  LEYE_CHECK(ledger::seal_pending(runs.db(), runs.clock()));
  std::int64_t seal = 0;
  const auto difference = runs.db().read([&](store::Reader& reader) -> Result<Difference> {
    LEYE_TRY(seal, ledger::latest_seal(reader));
    LEYE_TRY(const auto population,
             facts::read_population(reader, runs.keys(), {today, std::nullopt, std::nullopt}));
    const auto snapshot = facts::build_snapshot(pack, population, today, seal);
    LEYE_TRY(const auto people, whereabouts(reader, today));
    return compare(reader, pack, wanted_tasks(pack, snapshot, people, today));
  });
  if (!difference) return fail(difference.error());
  PlanCounts counts{static_cast<std::int64_t>(difference->open.size()),
                    static_cast<std::int64_t>(difference->close.size()), difference->unchanged};
  if (counts.created == 0 && counts.closed == 0) return counts;
  LEYE_TRY(const auto run,
           runs.begin({"plan", digest_of(pack, today, seal, *difference), std::nullopt, "{}"}));
  if (run.state == ledger::RunState::kCommitted) return counts;
  const auto open = [&](ledger::Act& act, std::int64_t from, std::int64_t to) -> Result<void> {
    const auto tasks =
        std::span<const ledger::NewTask>(difference->open)
            .subspan(static_cast<std::size_t>(from), static_cast<std::size_t>(to - from));
    LEYE_CHECK(ledger::open_tasks(act, tasks));
    return {};
  };
  const auto close = [&](ledger::Act& act, std::int64_t from, std::int64_t to) -> Result<void> {
    for (auto i = from; i < to; ++i)
      LEYE_CHECK(close_one(act, difference->close[static_cast<std::size_t>(i)]));
    return {};
  };
  LEYE_CHECK(runs.slices(run, "open", counts.created, open));
  LEYE_CHECK(runs.slices(run, "close", counts.closed, close));
  const boost::json::object summary{{"created", counts.created},
                                    {"closed", counts.closed},
                                    {"unchanged", counts.unchanged},
                                    {"today", to_text(today)}};
  LEYE_CHECK(runs.commit(run, ledger::campaign(pack.campaign.id), boost::json::serialize(summary)));
  return counts;
}

}  // namespace leye::casework
