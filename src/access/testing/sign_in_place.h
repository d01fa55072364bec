#pragma once
#include <gtest/gtest.h>

#include "access/password.h"
#include "access/second_factor.h"
#include "access/sessions.h"
#include "access/totp.h"
#include "store/testing/each_backend.h"

namespace leye::access::testing {

using store::testing::is_good;

/// An account on each database, and ways to sign it in at some minute.
class SignInPlace : public store::testing::EachBackend {
 protected:
  void SetUp() override {
    EachBackend::SetUp();
    keys_ = *KeyRing::create(folder() / "master.key", "test");
    id_ = add("wang.li", Role::kCommunityWorker, "120104001001");
  }
  template <class F>
  auto write(F&& f) {
    return db().write(std::forward<F>(f));
  }
  AccountId add(const std::string& login, Role role, const std::string& division,
                Rights rights = 0) {
    NewAccount a;
    a.login = login;
    a.name = "王丽";
    a.role = role;
    a.division = division;
    a.rights = rights;
    a.password_hash = *hash_password("correct horse");
    const auto id = write([&](store::Transaction& tx) { return create_account(tx, a, now_); });
    EXPECT_TRUE(is_good(id));
    return *id;
  }
  Result<SignedIn> sign_in(std::string_view password, std::string_view client = "127.0.0.1",
                           std::int64_t minutes = 0, std::string_view code = "",
                           std::string_view known = "", std::string_view login = "wang.li") {
    return access::sign_in(db(), *keys_, {login, password, code, client, known}, at(minutes),
                           kToday);
  }
  std::string why(const Result<SignedIn>& result) { return result ? "ok" : result.error().code; }
  Result<Account> who(std::string_view token, std::int64_t minutes = 0, Date today = kToday,
                      std::string notice = "") {
    return db().read([&](store::Reader& r) {
      return session_account(r, token, {at(minutes), today, "c", std::move(notice), true});
    });
  }
  Instant at(std::int64_t minutes) const { return Instant(now_.micros() + minutes * 60'000'000); }
  std::string code_at(const std::string& secret_base32, std::int64_t minutes) const {
    return totp_code(store::as_bytes(unbase32(secret_base32)), totp_step(at(minutes)));
  }
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
  /// A confirmed second factor; its secret.
  std::string enrol(std::int64_t minutes = 0, std::vector<std::string>* recovery = nullptr) {
    const auto begun = write([&](store::Transaction& tx) {
      return begin_factor(tx, *keys_, id_, "wang.li", at(minutes));
    });
    EXPECT_TRUE(is_good(begun));
    const auto codes = write([&](store::Transaction& tx) {
      return confirm_factor(tx, *keys_, id_, code_at(begun->secret, minutes), at(minutes));
    });
    EXPECT_TRUE(is_good(codes));
    if (recovery) *recovery = *codes;
    return begun->secret;
  }

  static inline const Date kToday = ymd(2020, 11, 20);
  Instant now_ = start_of(kToday);
  std::optional<KeyRing> keys_;
  AccountId id_;
};

}  // namespace leye::access::testing
