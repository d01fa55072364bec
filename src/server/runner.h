#pragma once
#include <condition_variable>
#include <functional>
#include <map>
#include <mutex>
#include <string>
#include <thread>
#include <vector>

#include "server/app.h"
#include "store/jobs.h"

namespace leye::server {

/// The thread beside the requests: every two seconds it seals what is not yet sealed, then does the
/// jobs that are due, one at a time. Safe beside a second process: seals and jobs are leased.
class Runner {
 public:
  /// Does one job; its effect and `complete_job` are one transaction of its own making.
  using Work = std::function<Result<void>(const store::Job&)>;
  explicit Runner(App& app) : app_(app) {}
  ~Runner() { stop(); }
  /// Before `start`.
  void on(std::string kind, Work work) { work_[std::move(kind)] = std::move(work); }
  /// Called in every tick after the seal, on the runner's thread.
  void every_tick(std::function<Result<void>()> act) { acts_.push_back(std::move(act)); }
  void start();
  /// Waits for the job under way; seals once more.
  void stop();
  /// Soon, not in two seconds: a job was just queued.
  void wake();
  /// One round, as the thread does it; for tests and commands.
  void tick();

 private:
  void loop();
  void do_jobs();
  App& app_;
  std::map<std::string, Work> work_;
  std::vector<std::function<Result<void>()>> acts_;
  std::mutex mutex_;
  std::condition_variable woken_;
  bool stopping_ = false;
  bool waked_ = false;
  std::thread thread_;
};

}  // namespace leye::server
