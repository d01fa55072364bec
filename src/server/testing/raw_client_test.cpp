#include "server/testing/raw_client.h"

#include <arpa/inet.h>
#include <fmt/format.h>
#include <poll.h>
#include <sys/socket.h>
#include <unistd.h>

#include <array>
#include <cstdlib>
#include <utility>

#include "core/ids.h"

namespace leye::server::testing {

RawClient::RawClient(std::uint16_t port) : fd_(::socket(AF_INET, SOCK_STREAM, 0)) {
  sockaddr_in address{};
  address.sin_family = AF_INET;
  address.sin_port = htons(port);
  address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  if (::connect(fd_, reinterpret_cast<const sockaddr*>(&address), sizeof address) != 0) {
    ::close(fd_);
    fd_ = -1;
  }
}

RawClient::~RawClient() {
  if (fd_ >= 0) ::close(fd_);
}

void RawClient::send(std::string_view bytes) const {
  while (!bytes.empty()) {
    const auto sent = ::send(fd_, bytes.data(), bytes.size(), MSG_NOSIGNAL);
    if (sent <= 0) return;
    bytes.remove_prefix(static_cast<std::size_t>(sent));
  }
}

bool RawClient::more(int seconds) {
  pollfd wait{fd_, POLLIN, 0};
  if (::poll(&wait, 1, seconds * 1000) <= 0) return false;
  std::array<char, 65536> piece{};
  const auto got = ::recv(fd_, piece.data(), piece.size(), 0);
  if (got <= 0) return false;
  buffer_.append(piece.data(), static_cast<std::size_t>(got));
  return true;
}

std::string RawClient::answer() {
  std::size_t head_end = 0;
  while ((head_end = buffer_.find("\r\n\r\n")) == std::string::npos)
    if (!more(10)) return std::exchange(buffer_, {});
  std::size_t length = 0;
  const auto at = buffer_.find("Content-Length: ");
  if (at < head_end) length = std::strtoul(buffer_.c_str() + at + 16, nullptr, 10);
  const std::size_t total = head_end + 4 + length;
  while (buffer_.size() < total)
    if (!more(10)) return std::exchange(buffer_, {});
  std::string answer = buffer_.substr(0, total);
  buffer_.erase(0, total);
  return answer;
}

bool RawClient::closed(int seconds) {
  pollfd wait{fd_, POLLIN, 0};
  while (::poll(&wait, 1, seconds * 1000) > 0) {
    std::array<char, 4096> piece{};
    if (::recv(fd_, piece.data(), piece.size(), 0) <= 0) return true;
  }
  return false;
}

std::string ask(std::uint16_t port, std::string_view request) {
  RawClient client(port);
  client.send(request);
  return client.answer();
}

std::string get(std::uint16_t port, std::string_view path, std::string_view headers) {
  return ask(port, fmt::format("GET {} HTTP/1.1\r\nHost: t\r\nConnection: close\r\n{}\r\n", path,
                               headers));
}

std::string post(std::uint16_t port, std::string_view path, std::string_view body,
                 std::string_view headers) {
  const bool has_key = headers.find("Idempotency-Key") != std::string_view::npos;
  const std::string key =
      has_key ? "" : fmt::format("Idempotency-Key: {}\r\n", to_text(new_uuid()));
  return ask(port, fmt::format("POST {} HTTP/1.1\r\nHost: t\r\nConnection: close\r\n"
                               "Content-Type: application/json\r\nContent-Length: {}\r\n{}{}\r\n{}",
                               path, body.size(), key, headers, body));
}

std::string body_of(const std::string& answer) {
  const auto end = answer.find("\r\n\r\n");
  return end == std::string::npos ? "" : answer.substr(end + 4);
}

int status_of_answer(const std::string& answer) {
  return answer.size() < 12 ? 0 : std::atoi(answer.c_str() + 9);
}

}  // namespace leye::server::testing
