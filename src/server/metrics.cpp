#include "server/metrics.h"

#include <fmt/format.h>

#include <algorithm>

namespace leye::server {

void RouteMetrics::count(int status, std::chrono::microseconds time) {
  by_class_[static_cast<std::size_t>(std::clamp(status / 100, 0, 5))]++;
  const auto bound = std::lower_bound(kBounds.begin(), kBounds.end(), time.count());
  buckets_[static_cast<std::size_t>(bound - kBounds.begin())]++;
  sum_micros_ += static_cast<std::uint64_t>(time.count());
}

RouteMetrics& Metrics::route(std::string method, std::string path) {
  Entry& entry = routes_.emplace_back();
  entry.labels = fmt::format("method=\"{}\",route=\"{}\"", method, path);
  return entry.metrics;
}

std::string Metrics::text(const std::string& more) const {
  std::string out = more;
  auto to = std::back_inserter(out);
  out += "# TYPE leye_requests_total counter\n";
  for (const auto& [labels, m] : routes_)
    for (std::size_t c = 1; c < m.by_class_.size(); ++c)
      if (const auto n = m.by_class_[c].load())
        fmt::format_to(to, "leye_requests_total{{{},status=\"{}xx\"}} {}\n", labels, c, n);
  out += "# TYPE leye_request_seconds histogram\n";
  for (const auto& [labels, m] : routes_) {
    std::uint64_t total = 0;
    for (std::size_t i = 0; i < m.buckets_.size(); ++i) {
      total += m.buckets_[i].load();
      const std::string bound = i < m.kBounds.size()
                                    ? fmt::format("{:g}", static_cast<double>(m.kBounds[i]) / 1e6)
                                    : "+Inf";
      fmt::format_to(to, "leye_request_seconds_bucket{{{},le=\"{}\"}} {}\n", labels, bound, total);
    }
    fmt::format_to(to, "leye_request_seconds_sum{{{}}} {:.6f}\n", labels,
                   static_cast<double>(m.sum_micros_.load()) / 1e6);
    fmt::format_to(to, "leye_request_seconds_count{{{}}} {}\n", labels, total);
  }
  return out;
}

}  // namespace leye::server
