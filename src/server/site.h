#pragma once
#include <functional>
#include <optional>

#include "server/api.h"
#include "server/assets.h"
#include "server/http/http.h"
#include "server/metrics.h"

namespace leye::server {

/// Everything one address answers: the API, the staff pages, /healthz, /readyz, /metrics.
class Site : public http::Handler {
 public:
  /// `ready`: may people be sent here? Asked on a worker. `api` must outlive this.
  Site(Api& api, std::optional<Assets> staff, std::function<Result<void>()> ready);
  /// The server whose gauges /metrics shows; before it runs.
  void watch(const http::Server& server) { server_ = &server; }

  http::Plan plan(const http::Head&) override;
  http::Response handle(http::Request&, const http::Plan&) override;
  http::Response refuse(const http::Head&, int status, const Error&) override;
  void finished(const http::Head&, const http::Plan&, const http::Outcome&) override;

 private:
  [[nodiscard]] http::Response metrics() const;

  Api& api_;
  std::optional<Assets> staff_;
  std::function<Result<void>()> ready_;
  const http::Server* server_ = nullptr;
  Metrics metrics_;
  RouteMetrics& pages_;
  RouteMetrics& refused_;
  std::string document_;
};

}  // namespace leye::server
