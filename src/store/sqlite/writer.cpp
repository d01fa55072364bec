#include "store/sqlite/writer.h"

#include <chrono>

namespace leye::store::sqlite {
namespace {

constexpr std::size_t kMaxJobs = 256;
constexpr std::chrono::milliseconds kMaxWork{5};

}  // namespace

Writer::Writer(std::unique_ptr<Connection> connection)
    : connection_(std::move(connection)), thread_([this] { loop(); }) {}

Writer::~Writer() {
  {
    const std::scoped_lock lock(mutex_);
    stopping_ = true;
  }
  arrived_.notify_all();
  thread_.join();
  // Fresh statistics for the next start's query plans; a failure only leaves the old ones.
  (void)connection_->script("PRAGMA analysis_limit=400; PRAGMA optimize");
}

Result<void> Writer::control(std::string_view statement) {
  LEYE_CHECK(connection_->execute(statement, {}));
  return {};
}

Result<void> Writer::run(Lane lane, const Work& work) {
  Job job{&work, {}, {}};
  auto answer = job.answer.get_future();
  {
    const std::scoped_lock lock(mutex_);
    lanes_[lane == Lane::kBulk ? 1 : 0].push_back(&job);
  }
  arrived_.notify_one();
  return answer.get();
}

Writer::Job* Writer::next(bool wait) {
  std::unique_lock lock(mutex_);
  const auto waiting = [&] { return !lanes_[0].empty() || !lanes_[1].empty(); };
  if (wait) arrived_.wait(lock, [&] { return waiting() || stopping_; });
  if (!waiting()) return nullptr;
  auto& lane = lanes_[0].empty() ? lanes_[1] : lanes_[0];
  Job* job = lane.front();
  lane.pop_front();
  return job;
}

void Writer::loop() {
  for (;;) {
    Job* first = next(true);
    if (first == nullptr) return;
    Group group{first};
    Result<void> ended = control("BEGIN IMMEDIATE");
    if (ended) {
      fill(group);
      ended = finish(group);
    }
    for (Job* job : group) {
      if (!ended && job->said) job->said = fail(ended.error());
      // The job lives on the waiting caller's stack: nothing may touch it after this line.
      job->answer.set_value(std::move(job->said));
    }
  }
}

void Writer::fill(Group& group) {
  const auto until = std::chrono::steady_clock::now() + kMaxWork;
  for (std::size_t i = 0; i < group.size(); ++i) {
    run_in_savepoint(*group[i]);
    const bool full = group.size() >= kMaxJobs || std::chrono::steady_clock::now() >= until;
    if (full || !connection_->in_transaction()) return;
    if (Job* another = next(false); another != nullptr) group.push_back(another);
  }
}

void Writer::run_in_savepoint(Job& job) {
  if (auto started = control("SAVEPOINT job"); !started) {
    job.said = fail(started.error());
    return;
  }
  {
    Transaction transaction(*connection_);
    job.said = detail::outcome((*job.work)(transaction), transaction);
  }
  if (!connection_->in_transaction()) return;
  // A failing job leaves alone: its neighbours' changes stay.
  Result<void> ended;
  if (!job.said) ended = control("ROLLBACK TO job");
  if (ended) ended = control("RELEASE job");
  if (!ended && job.said) job.said = fail(ended.error());
}

Result<void> Writer::finish(const Group& group) {
  if (!connection_->in_transaction()) {
    // SQLite gave the whole transaction up (full disk): nobody in it may believe to be stored.
    for (const Job* job : group)
      if (!job->said) return fail(job->said.error());
    return fail("store.io", {}, {{"message", "the transaction was rolled back"}});
  }
  auto committed = control("COMMIT");
  if (!committed && connection_->in_transaction()) {
    // The commit's own error is the one to tell; a failing rollback leaves the next BEGIN to say
    // so.
    auto undone = control("ROLLBACK");
    if (!undone) connection_->forget_statements();
  }
  return committed;
}

}  // namespace leye::store::sqlite
