// The one file that includes Boost.Beast and Asio (they cost 20 s of compiling). Coroutines keep to
// one co_await a statement and hold no owning temporaries across it: g++ 12 destroys those twice.
#include <fmt/format.h>

#include <array>
#include <atomic>
#include <boost/asio.hpp>
#include <boost/beast/core.hpp>
#include <boost/beast/http.hpp>
#include <ctime>
#include <list>
#include <thread>

#include "core/ids.h"
#include "core/log.h"
#include "server/http/http.h"

namespace leye::server::http {
namespace {

namespace asio = boost::asio;
namespace beast = boost::beast;
using asio::use_awaitable;
using asio::ip::tcp;
using std::chrono::duration_cast;
using std::chrono::microseconds;
using std::chrono::steady_clock;
using Parser = beast::http::request_parser<beast::http::buffer_body>;
constexpr auto kQuiet = asio::as_tuple(asio::use_awaitable);

struct WorkerPool {
  WorkerPool(std::size_t threads, std::size_t queue)
      : executor(threads), limit(threads + queue), threads_(threads) {}
  /// Seconds until a place is free, at the mean time of the last requests; at least 1.
  [[nodiscard]] std::int64_t retry_after() const {
    const auto waiting = static_cast<std::int64_t>(busy.load()) * mean_micros.load();
    return 1 + waiting / (1'000'000 * static_cast<std::int64_t>(threads_));
  }
  void worked(microseconds time) { mean_micros = (mean_micros.load() * 7 + time.count()) / 8; }

  asio::thread_pool executor;
  std::atomic<std::size_t> busy = 0;
  std::size_t limit;
  std::atomic<std::int64_t> mean_micros = 1000;

 private:
  std::size_t threads_;
};

/// One place in a pool, given back on every path.
class Place {
 public:
  explicit Place(WorkerPool& pool) : pool_(&pool) {
    if (pool.busy.fetch_add(1) < pool.limit) return;
    pool.busy.fetch_sub(1);
    pool_ = nullptr;
  }
  ~Place() {
    if (pool_) pool_->busy.fetch_sub(1);
  }
  Place(const Place&) = delete;
  Place& operator=(const Place&) = delete;
  explicit operator bool() const { return pool_ != nullptr; }

 private:
  WorkerPool* pool_;
};

std::size_t or_default(std::size_t wanted, std::size_t otherwise) {
  return wanted ? wanted : std::max<std::size_t>(1, otherwise);
}

std::string http_date() {
  const std::time_t now = std::time(nullptr);
  std::tm parts{};
  gmtime_r(&now, &parts);
  std::array<char, 40> text{};
  std::strftime(text.data(), text.size(), "%a, %d %b %Y %H:%M:%S GMT", &parts);
  return text.data();
}

std::string lower(std::string_view text) {
  std::string out(text);
  for (char& c : out)
    if (c >= 'A' && c <= 'Z') c = static_cast<char>(c - 'A' + 'a');
  return out;
}

struct Refusal {
  int status;
  const char* code;
};
Refusal refusal_of(const beast::error_code& ec) {
  using beast::http::error;
  if (ec == error::header_limit) return {431, "request.header_too_large"};
  if (ec == error::body_limit) return {413, "request.body_too_large"};
  return {400, "request.malformed"};
}

/// A peer that closed or broke off needs no answer; one that ran into a deadline gets none, because
/// the deadline has closed the socket.
bool is_gone(const beast::error_code& ec) {
  return ec == beast::http::error::end_of_stream || ec == beast::http::error::partial_message ||
         ec == asio::error::operation_aborted || ec == asio::error::connection_reset ||
         ec == asio::error::eof || ec == asio::error::broken_pipe || ec == beast::error::timeout;
}

}  // namespace

struct Server::Impl {
  Impl(const Options& o, Handler& h)
      : options(o),
        handler(h),
        interactive(
            or_default(o.limits.interactive_threads, 2 * std::thread::hardware_concurrency() + 4),
            o.limits.interactive_queue),
        heavy(or_default(o.limits.heavy_threads, std::thread::hardware_concurrency() / 2),
              o.limits.heavy_queue) {}

  struct Connection {
    explicit Connection(tcp::socket s) : stream(std::move(s)) {}
    beast::tcp_stream stream;
    beast::flat_buffer buffer;
    std::string peer;
    bool idle = true;
    bool close = false;
    std::array<char, 16 * 1024> chunk{};
  };

  Options options;
  Handler& handler;
  WorkerPool interactive;
  WorkerPool heavy;
  asio::io_context io{1};
  asio::executor_work_guard<asio::io_context::executor_type> working{io.get_executor()};
  tcp::acceptor acceptor{io};
  asio::signal_set signals{io};
  asio::steady_timer drain_timer{io};
  std::list<Connection> connections;  // touched by the I/O thread only
  std::atomic<std::size_t> connection_count = 0;
  std::atomic<bool> draining = false;

  WorkerPool& pool(Pool which) { return which == Pool::kHeavy ? heavy : interactive; }

  Result<void> bind() {
    beast::error_code ec;
    const auto address = asio::ip::make_address(options.host, ec);
    if (ec) return fail("server.address", options.host, {{"host", options.host}});
    const tcp::endpoint endpoint(address, options.port);
    acceptor.open(endpoint.protocol(), ec);
    if (!ec) acceptor.set_option(tcp::acceptor::reuse_address(true), ec);
    if (!ec) acceptor.bind(endpoint, ec);
    if (!ec) acceptor.listen(asio::socket_base::max_listen_connections, ec);
    const std::string port = std::to_string(options.port);
    if (ec == asio::error::address_in_use)
      return fail("server.port_in_use", options.host + ":" + port, {{"port", port}});
    if (ec) return fail("server.listen", options.host + ":" + port, {{"reason", ec.message()}});
    return {};
  }

  asio::awaitable<void> accept() {
    while (!draining) {
      auto [ec, socket] = co_await acceptor.async_accept(kQuiet);
      if (draining) co_return;
      if (ec || connections.size() >= options.limits.connections) {
        if (!ec) continue;  // the socket closes here
        // Out of descriptors: wait until some connection ends instead of spinning.
        asio::steady_timer pause(io, std::chrono::milliseconds(100));
        co_await pause.async_wait(kQuiet);
        continue;
      }
      begin(std::move(socket));
    }
  }

  void begin(tcp::socket socket) {
    beast::error_code ec;
    socket.set_option(tcp::no_delay(true), ec);
    const auto peer = socket.remote_endpoint(ec);
    const auto connection = connections.emplace(connections.end(), std::move(socket));
    connection->peer = ec ? "" : peer.address().to_string();
    connection_count = connections.size();
    asio::co_spawn(io, serve(*connection), [this, connection](const std::exception_ptr&) {
      connections.erase(connection);
      connection_count = connections.size();
      if (draining && connections.empty()) finish();
    });
  }

  asio::awaitable<void> serve(Connection& c) {
    while (!c.close && !draining) {
      if (c.buffer.size() == 0) {
        // An idle connection owns no parser: wait for the first byte without one.
        c.idle = true;
        c.buffer.shrink_to_fit();
        c.stream.expires_after(options.limits.keep_alive);
        auto target = c.buffer.prepare(4096);
        auto [ec, n] = co_await c.stream.async_read_some(target, kQuiet);
        if (ec) break;
        c.buffer.commit(n);
      }
      c.idle = false;
      co_await exchange(c);
    }
    beast::error_code ec;
    c.stream.socket().shutdown(tcp::socket::shutdown_both, ec);
  }

  /// One request and its answer.
  asio::awaitable<void> exchange(Connection& c) {
    Parser parser;
    parser.header_limit(options.limits.header_bytes);
    parser.body_limit(boost::none);
    c.stream.expires_after(options.limits.header);
    const Plan none;
    Head head;
    head.id = to_text(new_uuid());
    auto [ec, n] = co_await beast::http::async_read_header(c.stream, c.buffer, parser, kQuiet);
    if (ec) {
      c.close = true;
      if (is_gone(ec)) co_return;
      const Refusal why = refusal_of(ec);
      co_await refuse(c, head, none, why);
      co_return;
    }
    if (!take_head(parser, c, head)) {
      co_await refuse(c, head, none, Refusal{400, "request.malformed"});
      co_return;
    }
    c.close = !parser.keep_alive();
    Plan plan = handler.plan(head);
    const bool unread = !parser.is_done();
    if (plan.answer) {
      const Response answer = *std::move(plan.answer);
      co_await answer_unread(c, head, plan, answer, unread);
      co_return;
    }
    WorkerPool& workers = pool(plan.pool);
    if (workers.busy >= workers.limit) {
      co_await busy(c, head, plan, unread);
      co_return;
    }
    const auto length = parser.content_length();
    if (length && *length > plan.body_limit) {
      co_await refuse(c, head, plan, Refusal{413, "request.body_too_large"});
      co_return;
    }
    Request request;
    request.head = std::move(head);
    if (unread) {
      parser.body_limit(plan.body_limit);
      const Refusal why = co_await read_body(c, parser, request);
      if (why.status != 0) {
        if (why.status > 0) co_await refuse(c, request.head, plan, why);
        c.close = true;
        co_return;
      }
    }
    co_await work(c, workers, request, plan);
  }

  bool take_head(Parser& parser, const Connection& c, Head& head) {
    const auto& message = parser.get();
    head.method = std::string(message.method_string());
    const std::string_view target = message.target();
    const auto question = std::min(target.find('?'), target.size());
    head.path = target.substr(0, question);
    head.query = target.substr(std::min(question + 1, target.size()));
    std::size_t hosts = 0;
    for (const auto& field : message) {
      head.headers.push_back({lower(field.name_string()), std::string(field.value())});
      if (field.name() == beast::http::field::host) ++hosts;
    }
    head.client = c.peer;
    if (c.peer == "127.0.0.1" || c.peer == "::1") {  // what a proxy here says is believed
      const auto forwarded = head.header("x-forwarded-for");
      if (!forwarded.empty()) head.client = forwarded.substr(forwarded.rfind(' ') + 1);
      head.https = head.header("x-forwarded-proto") == "https";
    }
    return head.path.starts_with('/') && (hosts == 1 || message.version() == 10);
  }

  /// Status 0: read. Below 0: the peer has gone. Otherwise what to answer.
  asio::awaitable<Refusal> read_body(Connection& c, Parser& parser, Request& request) {
    if (request.head.header("expect") == "100-continue") {
      c.stream.expires_after(options.limits.write_idle);
      static constexpr std::string_view kContinue = "HTTP/1.1 100 Continue\r\n\r\n";
      auto [ec, n] = co_await asio::async_write(c.stream, asio::buffer(kContinue), kQuiet);
      if (ec) co_return Refusal{-1, ""};
    }
    const auto begun = steady_clock::now();
    std::uint64_t received = 0;
    std::shared_ptr<BodyFile> file;
    while (!parser.is_done()) {
      auto& body = parser.get().body();
      body.data = c.chunk.data();
      body.size = c.chunk.size();
      c.stream.expires_after(options.limits.body_idle);
      auto [ec, n] = co_await beast::http::async_read_some(c.stream, c.buffer, parser, kQuiet);
      if (ec && ec != beast::http::error::need_buffer) {
        if (is_gone(ec)) co_return Refusal{-1, ""};
        co_return refusal_of(ec);
      }
      const std::size_t got = c.chunk.size() - body.size;
      received += got;
      if (!keep(std::string_view(c.chunk.data(), got), request, file))
        co_return Refusal{507, "server.upload_space"};
      const auto spent = steady_clock::now() - begun;
      const auto seconds = duration_cast<std::chrono::milliseconds>(spent).count() / 1000;
      if (spent > options.limits.body_grace &&
          received < options.limits.body_rate * static_cast<std::uint64_t>(seconds))
        co_return Refusal{408, "request.too_slow"};
    }
    request.file = std::move(file);
    co_return Refusal{0, ""};
  }

  bool keep(std::string_view piece, Request& request, std::shared_ptr<BodyFile>& file) {
    if (!file && request.body.size() + piece.size() <= options.limits.memory_body) {
      request.body += piece;
      return true;
    }
    if (!file) {
      auto made = BodyFile::make(options.upload_folder);
      if (!made || !(*made)->append(request.body)) return false;
      file = *std::move(made);
      request.body.clear();
    }
    return file->append(piece).has_value();
  }

  asio::awaitable<void> work(Connection& c, WorkerPool& workers, Request& request,
                             const Plan& plan) {
    const Place place(workers);
    if (!place) {
      co_await busy(c, request.head, plan, false);
      co_return;
    }
    const auto queued_at = steady_clock::now();
    request.deadline = queued_at + options.limits.work;
    c.stream.expires_never();
    co_await asio::post(asio::bind_executor(workers.executor, use_awaitable));
    // On a worker from here to the next post: the stream may not be touched.
    const auto begun = steady_clock::now();
    Response response = guarded(request, plan);
    const auto ended = steady_clock::now();
    workers.worked(duration_cast<microseconds>(ended - begun));
    co_await asio::post(asio::bind_executor(io, use_awaitable));
    Outcome outcome{response.status, duration_cast<microseconds>(begun - queued_at),
                    duration_cast<microseconds>(ended - begun), response.bytes().size()};
    handler.finished(request.head, plan, outcome);
    co_await send(c, request.head, response);
  }

  Response guarded(Request& request, const Plan& plan) {
    try {
      return handler.handle(request, plan);
    } catch (const std::exception& e) {
      log::error("request.exception", {{"request", request.head.id}, {"what", e.what()}});
      return handler.refuse(request.head, 500, Error{"server.internal", {}, {}});
    }
  }

  asio::awaitable<void> busy(Connection& c, const Head& head, const Plan& plan, bool unread) {
    Response response = handler.refuse(head, 503, Error{"server.busy", {}, {}});
    response.set("Retry-After", std::to_string(pool(plan.pool).retry_after()));
    co_await answer_unread(c, head, plan, response, unread);
  }

  asio::awaitable<void> refuse(Connection& c, const Head& head, const Plan& plan, Refusal why) {
    const Response response = handler.refuse(head, why.status, Error{why.code, {}, {}});
    co_await answer_unread(c, head, plan, response, true);
  }

  /// If a body may still be on its way the connection ends with this answer.
  asio::awaitable<void> answer_unread(Connection& c, const Head& head, const Plan& plan,
                                      const Response& response, bool unread) {
    handler.finished(head, plan, Outcome{response.status, {}, {}, response.bytes().size()});
    if (unread) c.close = true;
    co_await send(c, head, response);
    if (unread) co_await linger(c);
  }

  /// Closing while bytes arrive would reset the connection and could swallow our answer: read a
  /// little of what still comes first.
  asio::awaitable<void> linger(Connection& c) {
    beast::error_code ignored;
    c.stream.socket().shutdown(tcp::socket::shutdown_send, ignored);
    c.stream.expires_after(std::chrono::seconds(1));
    for (int i = 0; i < 64; ++i) {
      auto [ec, n] = co_await c.stream.async_read_some(asio::buffer(c.chunk), kQuiet);
      if (ec) break;
    }
  }

  asio::awaitable<void> send(Connection& c, const Head& head, const Response& response) {
    if (draining) c.close = true;
    const std::string_view bytes = response.bytes();
    std::string text =
        fmt::format("HTTP/1.1 {} {}\r\nDate: {}\r\nX-Request-Id: {}\r\n", response.status,
                    reason_phrase(response.status), http_date(), head.id);
    for (const auto& [name, value] : response.headers) text += name + ": " + value + "\r\n";
    if (head.https) text += "Strict-Transport-Security: max-age=31536000\r\n";
    if (response.status != 204 && response.status != 304)
      text += fmt::format("Content-Length: {}\r\n", bytes.size());
    if (c.close) text += "Connection: close\r\n";
    text += "\r\n";
    const bool bare = head.method == "HEAD" || response.status == 204 || response.status == 304;
    std::string_view rest = bare ? std::string_view() : bytes;
    // A deadline for each piece: a slow reader is served, one that stands still is cut.
    static constexpr std::size_t kPiece = 64 * 1024;
    std::string_view piece = text;
    const std::size_t first = std::min(rest.size(), kPiece);
    text += rest.substr(0, first);
    rest.remove_prefix(first);
    piece = text;
    while (true) {
      c.stream.expires_after(options.limits.write_idle);
      const auto out = asio::buffer(piece.data(), piece.size());
      auto [ec, n] = co_await asio::async_write(c.stream, out, kQuiet);
      if (ec) c.close = true;
      if (ec || rest.empty()) co_return;
      piece = rest.substr(0, kPiece);
      rest.remove_prefix(piece.size());
    }
  }

  void stop() {
    if (draining.exchange(true)) return;
    beast::error_code ec;
    acceptor.close(ec);
    signals.cancel(ec);
    for (auto& c : connections)
      if (c.idle) c.stream.cancel();
    if (connections.empty()) return finish();
    drain_timer.expires_after(options.limits.drain);
    drain_timer.async_wait([this](const beast::error_code& cancelled) {
      if (cancelled) return;
      log::warning("server.drain_cut", {{"connections", std::to_string(connections.size())}});
      for (auto& c : connections) c.stream.close();
    });
  }

  void finish() {
    drain_timer.cancel();
    working.reset();
  }
};

Server::Server(std::unique_ptr<Impl> impl) : impl_(std::move(impl)) {}
Server::~Server() = default;

Result<std::unique_ptr<Server>> Server::listen(const Options& options, Handler& handler) {
  auto impl = std::make_unique<Impl>(options, handler);
  LEYE_CHECK(impl->bind());
  return std::unique_ptr<Server>(new Server(std::move(impl)));
}

std::uint16_t Server::port() const { return impl_->acceptor.local_endpoint().port(); }

void Server::run() {
  asio::co_spawn(impl_->io, impl_->accept(), asio::detached);
  impl_->io.run();
  impl_->interactive.executor.join();
  impl_->heavy.executor.join();
}

void Server::stop() {
  asio::post(impl_->io, [impl = impl_.get()] { impl->stop(); });
}

void Server::stop_on_signals() {
  impl_->signals.add(SIGTERM);
  impl_->signals.add(SIGINT);
  impl_->signals.async_wait([impl = impl_.get()](const beast::error_code& ec, int) {
    if (!ec) impl->stop();
  });
}

Gauges Server::gauges() const {
  return {impl_->connection_count, impl_->interactive.busy, impl_->heavy.busy, impl_->draining};
}

}  // namespace leye::server::http
