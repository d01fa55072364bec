#include "server/site.h"

#include <fmt/format.h>

#include "core/log.h"
#include "server/problem.h"

namespace leye::server {
namespace {

// Notes in Plan::route for what is no route of the API.
constexpr std::size_t kNone = SIZE_MAX;
constexpr std::size_t kPage = SIZE_MAX - 1;
constexpr std::size_t kReady = SIZE_MAX - 2;

http::Plan answered(http::Response response, std::size_t note) {
  http::Plan plan;
  plan.answer = std::move(response);
  plan.route = note;
  return plan;
}

http::Response plain(std::string text) {
  http::Response response;
  response.body = std::move(text);
  response.set("Content-Type", "text/plain; charset=utf-8");
  response.set("Cache-Control", "no-store");
  return response;
}

}  // namespace

Site::Site(Api& api, std::optional<Assets> staff, std::function<Result<void>()> ready)
    : api_(api),
      staff_(std::move(staff)),
      ready_(std::move(ready)),
      pages_(metrics_.route("GET", "/s/*")),
      refused_(metrics_.route("*", "(none)")),
      document_(api.document()) {
  api_.measure(metrics_);
}

http::Plan Site::plan(const http::Head& head) {
  const bool reads = head.method == "GET" || head.method == "HEAD";
  const std::string_view path = head.path;
  if (path.starts_with("/api/v1/")) {
    if (path == "/api/v1/openapi.json" && reads) {
      auto response = detail::json_response(document_);
      response.set("Cache-Control", "no-cache");
      return answered(std::move(response), kPage);
    }
    http::Plan plan = api_.plan(head);
    if (plan.answer) plan.route = kNone;
    return plan;
  }
  if (!reads) return answered(problem(head, Error{"request.not_found", {}, {}}), kNone);
  if (path == "/healthz") return answered(plain("ok\n"), kPage);
  if (path == "/metrics") return answered(metrics(), kPage);
  if (path == "/readyz") {
    http::Plan plan;
    plan.route = kReady;
    return plan;
  }
  if (path == "/") {
    http::Response home;
    home.status = 302;
    home.set("Location", "/s/todo");
    return answered(std::move(home), kPage);
  }
  if (staff_ && staff_->covers(path)) return answered(staff_->answer(head), kPage);
  return answered(problem(head, Error{"request.not_found", {}, {}}), kNone);
}

http::Response Site::handle(http::Request& request, const http::Plan& plan) {
  if (plan.route != kReady) return api_.handle(request, plan);
  if (const auto ready = ready_(); !ready) return problem(request.head, ready.error(), 503);
  return plain("ready\n");
}

http::Response Site::refuse(const http::Head& head, int status, const Error& error) {
  return problem(head, error, status);
}

void Site::finished(const http::Head& head, const http::Plan& plan, const http::Outcome& outcome) {
  if (plan.route == kPage || plan.route == kReady) {
    pages_.count(outcome.status, outcome.handled);
    return;
  }
  const bool known = plan.route < api_.routes().size();
  const detail::Route* route = known ? &api_.routes()[plan.route] : nullptr;
  (route ? *route->metrics : refused_).count(outcome.status, outcome.queued + outcome.handled);
  // The route's template, never the path: an address someone typed may hold anything.
  const auto level = outcome.status >= 500 ? log::Level::kError : log::Level::kInfo;
  log::write(level, "request",
             {{"request", head.id},
              {"method", route ? route->name.method : "-"},
              {"route", route ? route->name.path : "-"},
              {"status", std::to_string(outcome.status)},
              {"queue_us", std::to_string(outcome.queued.count())},
              {"handler_us", std::to_string(outcome.handled.count())},
              {"bytes", std::to_string(outcome.bytes_out)}});
}

http::Response Site::metrics() const {
  std::string gauges;
  if (server_) {
    const http::Gauges now = server_->gauges();
    gauges = fmt::format(
        "# TYPE leye_connections gauge\nleye_connections {}\n"
        "# TYPE leye_pool_busy gauge\nleye_pool_busy{{pool=\"interactive\"}} {}\n"
        "leye_pool_busy{{pool=\"heavy\"}} {}\n"
        "# TYPE leye_draining gauge\nleye_draining {}\n",
        now.connections, now.interactive, now.heavy, now.draining ? 1 : 0);
  }
  http::Response response = plain(metrics_.text(gauges));
  response.headers[0].value = "text/plain; version=0.0.4; charset=utf-8";
  return response;
}

}  // namespace leye::server
