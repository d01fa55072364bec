#pragma once
// The bytes: connections, limits, deadlines, admission, drain. Knows no route and no person.
#include <chrono>
#include <cstdint>
#include <filesystem>
#include <memory>
#include <optional>
#include <string>

#include "core/result.h"
#include "server/http/message.h"

namespace leye::server::http {

/// Where a request is worked on. Full means 503 at once, not a longer queue.
enum class Pool { kInteractive, kHeavy };

/// What the handler says of a request when only its head is known.
struct Plan {
  std::optional<Response> answer;  ///< answered at once, on the I/O thread, the body left unread
  Pool pool = Pool::kInteractive;
  std::uint64_t body_limit = 0;  ///< bytes; more is 413
  std::size_t route = SIZE_MAX;  ///< the handler's own note
};

/// How it went, for the log and the figures.
struct Outcome {
  int status = 0;
  std::chrono::microseconds queued{};
  std::chrono::microseconds handled{};
  std::size_t bytes_out = 0;
};

class Handler {
 public:
  virtual ~Handler() = default;
  /// On the I/O thread: must not wait for anything.
  virtual Plan plan(const Head&) = 0;
  /// On a worker; may wait. Exceptions become 500.
  virtual Response handle(Request&, const Plan&) = 0;
  /// The body of an answer the server gives by itself (400, 408, 413, 431, 503 …).
  virtual Response refuse(const Head&, int status, const Error&) = 0;
  virtual void finished(const Head&, const Plan&, const Outcome&) = 0;
};

struct Limits {
  std::chrono::milliseconds header{10'000};      ///< from the first byte to the whole head
  std::chrono::milliseconds body_idle{30'000};   ///< between two pieces of a body
  std::chrono::milliseconds body_grace{60'000};  ///< from here on `body_rate` must be kept
  std::uint64_t body_rate = 1000;                ///< bytes a second, on average
  std::chrono::milliseconds keep_alive{60'000};
  std::chrono::milliseconds write_idle{30'000};
  std::chrono::milliseconds work{30'000};  ///< Request::deadline
  std::chrono::milliseconds drain{20'000};
  std::uint32_t header_bytes = 16 * 1024;
  std::uint64_t memory_body = 1 << 20;  ///< larger bodies go to a file
  std::size_t connections = 4096;
  std::size_t interactive_threads = 0;  ///< 0: 2 × cores + 4
  std::size_t interactive_queue = 128;
  std::size_t heavy_threads = 0;  ///< 0: cores / 2, at least 1
  std::size_t heavy_queue = 16;
};

struct Options {
  std::string host = "127.0.0.1";
  std::uint16_t port = 8080;  ///< 0: any free one
  std::filesystem::path upload_folder = "/tmp";
  Limits limits;
};

/// Now, for /metrics.
struct Gauges {
  std::size_t connections = 0;
  std::size_t interactive = 0;  ///< queued and running
  std::size_t heavy = 0;
  bool draining = false;
};

class Server {
 public:
  /// Bound and listening; nothing is answered before `run`.
  /// Errors `server.port_in_use`, `server.address`, `server.listen`.
  static Result<std::unique_ptr<Server>> listen(const Options&, Handler&);
  ~Server();
  [[nodiscard]] std::uint16_t port() const;
  /// Answers until `stop` and the drain after it; returns when the last answer is sent.
  void run();
  /// No new connections, idle ones closed, the others answered with `Connection: close`.
  /// From any thread; twice is once.
  void stop();
  /// SIGTERM and SIGINT call `stop`. Before `run`.
  void stop_on_signals();
  [[nodiscard]] Gauges gauges() const;

 private:
  struct Impl;
  explicit Server(std::unique_ptr<Impl>);
  std::unique_ptr<Impl> impl_;
};

}  // namespace leye::server::http
