#pragma once
#include <array>
#include <atomic>
#include <chrono>
#include <deque>
#include <string>

namespace leye::server {

/// Counters and a time histogram of one route. Safe from any thread.
class RouteMetrics {
 public:
  void count(int status, std::chrono::microseconds time);

 private:
  friend class Metrics;
  static constexpr std::array<std::int64_t, 11> kBounds{
      1'000, 2'500, 5'000, 10'000, 25'000, 50'000, 100'000, 250'000, 500'000, 1'000'000, 5'000'000};
  std::array<std::atomic<std::uint64_t>, 6> by_class_{};  ///< index: status / 100
  std::array<std::atomic<std::uint64_t>, kBounds.size() + 1> buckets_{};
  std::atomic<std::uint64_t> sum_micros_ = 0;
};

/// The figures of `/metrics`, in Prometheus' text form. Route templates and statuses only: no
/// person, account or path stands here.
class Metrics {
 public:
  /// Lives as long as this.
  RouteMetrics& route(std::string method, std::string path);
  /// `more`: further lines (gauges) put in front.
  [[nodiscard]] std::string text(const std::string& more) const;

 private:
  struct Entry {
    std::string labels;
    RouteMetrics metrics;
  };
  std::deque<Entry> routes_;
};

}  // namespace leye::server
