#pragma once
#include <chrono>
#include <condition_variable>
#include <functional>
#include <memory>
#include <mutex>
#include <vector>

#include "core/result.h"

namespace leye::store::detail {

/// At most `limit` connections, made when first needed and kept.
template <class C>
class Pool {
 public:
  using Make = std::function<Result<std::unique_ptr<C>>()>;
  Pool(int limit, std::chrono::milliseconds wait, Make make)
      : limit_(limit), wait_(wait), make_(std::move(make)) {}

  /// Back into the pool when it goes out of scope, unless `discard` was called.
  class Lease {
   public:
    Lease(Pool& pool, std::unique_ptr<C> connection)
        : pool_(&pool), connection_(std::move(connection)) {}
    Lease(Lease&& other) noexcept = default;
    Lease& operator=(Lease&&) = delete;
    ~Lease() {
      if (connection_) pool_->give_back(std::move(connection_));
    }
    C& operator*() const { return *connection_; }
    C* operator->() const { return connection_.get(); }
    void discard() {
      connection_.reset();
      pool_->forget_one();
    }

   private:
    Pool* pool_;
    std::unique_ptr<C> connection_;
  };

  /// Error `store.busy`, or that of making a connection.
  Result<Lease> take() {
    std::unique_lock lock(mutex_);
    const bool free =
        changed_.wait_for(lock, wait_, [&] { return !idle_.empty() || open_ < limit_; });
    if (!free) return fail("store.busy");
    if (!idle_.empty()) {
      auto connection = std::move(idle_.back());
      idle_.pop_back();
      return Lease(*this, std::move(connection));
    }
    ++open_;
    lock.unlock();
    auto made = make_();
    if (!made) {
      forget_one();
      return fail(made.error());
    }
    return Lease(*this, std::move(*made));
  }

  /// Closes idle connections.
  void clear() {
    const std::scoped_lock lock(mutex_);
    open_ -= static_cast<int>(idle_.size());
    idle_.clear();
    changed_.notify_all();
  }

 private:
  void give_back(std::unique_ptr<C> connection) {
    const std::scoped_lock lock(mutex_);
    idle_.push_back(std::move(connection));
    changed_.notify_one();
  }
  void forget_one() {
    const std::scoped_lock lock(mutex_);
    --open_;
    changed_.notify_one();
  }

  int limit_;
  std::chrono::milliseconds wait_;
  Make make_;
  std::mutex mutex_;
  std::condition_variable changed_;
  std::vector<std::unique_ptr<C>> idle_;
  int open_ = 0;
};

}  // namespace leye::store::detail
