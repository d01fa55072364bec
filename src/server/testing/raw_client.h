#pragma once
#include <cstdint>
#include <string>
#include <string_view>

namespace leye::server::testing {

/// A plain socket that sends exactly what it is told: what no proper client would.
class RawClient {
 public:
  explicit RawClient(std::uint16_t port);
  ~RawClient();
  RawClient(const RawClient&) = delete;
  RawClient& operator=(const RawClient&) = delete;
  void send(std::string_view bytes) const;
  /// One whole answer (head and Content-Length bytes); what came so far if the peer closes.
  std::string answer();
  /// True once the peer has closed; waits up to `seconds`.
  bool closed(int seconds);

 private:
  bool more(int seconds);
  int fd_;
  std::string buffer_;
};

/// One request on a connection of its own.
std::string ask(std::uint16_t port, std::string_view request);
std::string get(std::uint16_t port, std::string_view path, std::string_view headers = "");
/// With Content-Type JSON and a new Idempotency-Key unless `headers` has one.
std::string post(std::uint16_t port, std::string_view path, std::string_view body,
                 std::string_view headers = "");
std::string body_of(const std::string& answer);
int status_of_answer(const std::string& answer);

}  // namespace leye::server::testing
