#pragma once
#include <chrono>
#include <cstdint>
#include <filesystem>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "core/result.h"

namespace leye::server::http {

struct Header {
  std::string name;  ///< lower case in requests
  std::string value;
};

/// A request before its body is read.
struct Head {
  std::string id;  ///< of this request: in the log, in the answer, in what a user reports
  std::string method;
  std::string path;   ///< as sent, percent-encoded, without the query
  std::string query;  ///< without '?'
  std::vector<Header> headers;
  std::string client;  ///< address; X-Forwarded-For where the peer is this machine's proxy
  bool https = false;

  /// Empty if there is none. `name` in lower case.
  [[nodiscard]] std::string_view header(std::string_view name) const;
};

/// A body too big for memory: a file without a name, gone with its last owner.
class BodyFile {
 public:
  static Result<std::shared_ptr<BodyFile>> make(const std::filesystem::path& folder);
  ~BodyFile();
  BodyFile(const BodyFile&) = delete;
  BodyFile& operator=(const BodyFile&) = delete;
  Result<void> append(std::string_view);
  /// A path by which this process opens it.
  [[nodiscard]] std::filesystem::path path() const;
  [[nodiscard]] std::uint64_t size() const { return size_; }

 private:
  explicit BodyFile(int fd) : fd_(fd) {}
  int fd_;
  std::uint64_t size_ = 0;
};

struct Request {
  Head head;
  std::string body;                      ///< empty if `file` holds it
  std::shared_ptr<const BodyFile> file;  ///< bodies over Limits::memory_body
  std::chrono::steady_clock::time_point deadline;
};

struct Response {
  int status = 200;
  std::vector<Header> headers;
  std::string body;
  std::shared_ptr<const std::string> shared;  ///< sent instead of `body`: one copy for all readers

  [[nodiscard]] std::string_view bytes() const { return shared ? *shared : body; }
  Response& set(std::string name, std::string value);
};

[[nodiscard]] std::string_view reason_phrase(int status);

/// `%E6%9D%A8+x` decoded; nothing if it is malformed, no UTF-8, or holds a zero byte.
enum class Plus { kStays, kIsSpace };
[[nodiscard]] std::optional<std::string> percent_decode(std::string_view, Plus);
/// The pairs of `a=1&b=2`, decoded, in order; nothing if malformed.
[[nodiscard]] std::optional<std::vector<Header>> parse_query(std::string_view);
/// The value of a cookie in a Cookie header; empty if absent.
[[nodiscard]] std::string_view cookie(std::string_view header, std::string_view name);

}  // namespace leye::server::http
