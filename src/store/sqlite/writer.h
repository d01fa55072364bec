#pragma once
#include <condition_variable>
#include <deque>
#include <functional>
#include <future>
#include <memory>
#include <mutex>
#include <thread>
#include <vector>

#include "store/sqlite/connection.h"

namespace leye::store::sqlite {

/// The one thread that writes. It takes what waits (interactive before bulk, at most 256 jobs or
/// 5 ms of work) into one transaction, each job in its own savepoint, commits once, and only then
/// answers: an answered write survives a power cut, and the cost of the disk is shared.
class Writer {
 public:
  using Work = std::function<Result<void>(Transaction&)>;

  explicit Writer(std::unique_ptr<Connection>);
  Writer(const Writer&) = delete;
  Writer& operator=(const Writer&) = delete;
  ~Writer();

  /// Waits until the job is durable, or refused.
  Result<void> run(Lane, const Work&);

 private:
  struct Job {
    const Work* work;
    std::promise<Result<void>> answer;
    Result<void> said;
  };
  using Group = std::vector<Job*>;

  void loop();
  /// The next job for the group, or nothing. Waits for the first one only.
  Job* next(bool wait);
  Result<void> control(std::string_view statement);
  void run_in_savepoint(Job&);
  /// Runs jobs until nothing waits or the group is full.
  void fill(Group&);
  Result<void> finish(const Group&);

  std::unique_ptr<Connection> connection_;
  std::mutex mutex_;
  std::condition_variable arrived_;
  std::deque<Job*> lanes_[2];
  bool stopping_ = false;
  std::thread thread_;
};

}  // namespace leye::store::sqlite
