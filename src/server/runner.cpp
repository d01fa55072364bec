#include "server/runner.h"

#include "core/log.h"

namespace leye::server {
namespace {

using namespace std::chrono_literals;
constexpr auto kEvery = 2s;
constexpr auto kLease = 300s;

void note(std::string_view event, const Error& error) {
  log::error(event, {{"code", error.code}, {"where", error.where}});
}

}  // namespace

void Runner::start() {
  thread_ = std::thread([this] { loop(); });
}

void Runner::stop() {
  {
    const std::lock_guard lock(mutex_);
    if (stopping_) return;
    stopping_ = true;
  }
  woken_.notify_all();
  if (!thread_.joinable()) return;
  thread_.join();
  if (const auto sealed = ledger::seal_pending(app_.db(), app_.clock()); !sealed)
    note("runner.seal", sealed.error());
}

void Runner::wake() {
  {
    const std::lock_guard lock(mutex_);
    waked_ = true;
  }
  woken_.notify_all();
}

void Runner::loop() {
  std::unique_lock lock(mutex_);
  while (!stopping_) {
    lock.unlock();
    tick();
    lock.lock();
    woken_.wait_for(lock, kEvery, [this] { return stopping_ || waked_; });
    waked_ = false;
  }
}

void Runner::tick() {
  if (const auto sealed = ledger::seal_pending(app_.db(), app_.clock()); !sealed)
    note("runner.seal", sealed.error());
  for (const auto& act : acts_)
    if (const auto done = act(); !done) note("runner.act", done.error());
  do_jobs();
}

void Runner::do_jobs() {
  std::vector<std::string> kinds;
  for (const auto& [kind, work] : work_) kinds.push_back(kind);
  while (!kinds.empty()) {
    {
      const std::lock_guard lock(mutex_);
      if (stopping_) return;
    }
    const auto job = app_.db().write([&](store::Transaction& tx) {
      return store::lease_job(tx, kinds, app_.clock().now(), kLease);
    });
    if (!job) return note("runner.lease", job.error());
    if (!*job) return;
    const auto done = work_.at((*job)->kind)(**job);
    if (done) continue;
    note("runner.job", done.error());
    const auto failed = app_.db().write([&](store::Transaction& tx) {
      return store::fail_job(tx, **job, done.error(), app_.clock().now());
    });
    if (!failed) return note("runner.fail", failed.error());
  }
}

}  // namespace leye::server
