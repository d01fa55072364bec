#pragma once
#include <boost/json.hpp>
#include <memory>
#include <string>
#include <thread>
#include <vector>

#include "access/totp.h"
#include "server/app.h"
#include "server/site.h"
#include "server/testing/raw_client.h"
#include "store/testing/each_backend.h"

namespace leye::server::testing {

template <class T>
T must(Result<T> result) {
  if (!result) throw std::runtime_error(describe(result.error(), Locale::kEn));
  if constexpr (!std::is_void_v<T>) return *std::move(result);
}

/// A place served for real on each database: an account of every role in one district, people of
/// that district and of another. Nobody has confirmed anything; two factors are asked for.
class ServedPlace : public store::testing::EachBackend {
 protected:
  void SetUp() override;
  void TearDown() override;

  AccountId add_account(const std::string& login, access::Role role, const std::string& division,
                        access::Rights rights = 0);
  /// As her role says: `worker`, `street` … ; confirms the text unless told not to.
  std::string cookie_for(const std::string& login, bool confirmed = true);
  void confirm(AccountId);
  /// A second factor for the account, and a session that showed it.
  std::string strong_cookie_for(const std::string& login);
  void open_task(PersonId, std::optional<AccountId> owner = std::nullopt);

  [[nodiscard]] std::string get(const std::string& path, const std::string& headers) const;
  [[nodiscard]] std::string post(const std::string& path, const std::string& body,
                                 const std::string& headers) const;
  [[nodiscard]] static boost::json::object json_of(const std::string& answer);
  [[nodiscard]] static std::string code_of(const std::string& answer);
  /// `Cookie: a=b; c=d` of everything the answer sets.
  [[nodiscard]] static std::string cookies_of(const std::string& answer);
  static std::string person(PersonId id) { return "/persons/" + to_text(id); }
  static std::string password_of(const std::string& login) { return "long enough " + login; }

  static std::string unbase32(std::string_view text) {
    std::string out;
    std::uint32_t held = 0;
    int bits = 0;
    for (const char c : text) {
      held = held << 5 | static_cast<std::uint32_t>(c >= 'A' ? c - 'A' : c - '2' + 26);
      if ((bits += 5) < 8) continue;
      bits -= 8;
      out += static_cast<char>(held >> bits & 0xFFU);
    }
    return out;
  }
  std::string code_now(const std::string& secret) const {
    return access::totp_code(store::as_bytes(unbase32(secret)), access::totp_step(clock_.now()));
  }
  void later(std::int64_t minutes) {
    clock_.set(Instant(clock_.now().micros() + minutes * 60'000'000));
  }
  std::string sign_in(const std::string& login, const std::string& more = "",
                      const std::string& headers = "") {
    return post(
        "/session",
        R"({"account":")" + login + R"(","password":")" + password_of(login) + "\"" + more + "}",
        headers);
  }
  std::string remove(const std::string& path, const std::string& headers) const {
    return ask(port_, "DELETE /api/v1" + path + " HTTP/1.1\r\nHost: t\r\nConnection: close\r\n" +
                          headers + "\r\n");
  }
  static std::string if_match(std::int64_t version) {
    return "If-Match: \"" + std::to_string(version) + "\"\r\n";
  }
  std::int64_t leaves(const std::string& action, const Uuid& subject) {
    return must(app_->db().read([&](store::Reader& reader) {
      return reader.one<std::int64_t>(
          "SELECT count(*) FROM audit_leaf WHERE action = ? AND subject_id = ?", action, subject);
    }));
  }

  ManualClock clock_{Instant(start_of(ymd(2020, 11, 20)).micros() + 9LL * 3600 * 1'000'000)};
  std::unique_ptr<App> app_;
  std::unique_ptr<Api> api_;
  std::unique_ptr<Site> site_;
  std::unique_ptr<http::Server> server_;
  std::thread thread_;
  std::uint16_t port_ = 0;
  std::string community_, street_, district_, elsewhere_, other_district_;
  PersonId mine_, neighbour_, other_;  ///< of the community, of it too, of another district
  std::map<std::string, AccountId> accounts_;

 private:
  void choose_divisions();
  void add_people();
};

}  // namespace leye::server::testing
