#include "access/confirmations.h"
#include "access/devices.h"
#include "access/password.h"
#include "access/people_query.h"
#include "access/phone_codes.h"
#include "access/second_factor.h"
#include "server/acts.h"
#include "server/sign_in.h"
#include "server/views.h"

namespace leye::server {
namespace {

constexpr const char* kOnce = "nothing is recorded twice";

/// One transaction that answers nothing.
template <class F>
Result<NoContent> done(App& app, F&& change) {
  const auto written =
      app.db().write([&](store::Transaction& tx) -> Result<void> { return change(tx); });
  if (!written) return fail(written.error());
  return NoContent{};
}

Result<dto::Session> again(App& app, Call& call, const dto::ShowAgain& request) {
  const auto code = given(request.code).value_or("");
  const auto known = cookie_of(call, Cookie::kKnownBrowser);
  const access::Credentials shown{call.account->login, request.password.value, code,
                                  call.request.head.client, known};
  LEYE_TRY(const auto token, access::show_again(app.db(), app.keys(), call.token, shown, call.now));
  call.reply.headers.push_back(cookie_header(call, Cookie::kSession, token));
  LEYE_TRY(const auto account, app.db().read([&](store::Reader& reader) {
    return access::session_account(reader, token, app.moment());
  }));
  return session_of(app, account, call.today, call.locale);
}

Result<dto::Session> take_post(App& app, Call& call, const dto::TakePost& request) {
  const auto written = app.db().write([&](store::Transaction& tx) -> Result<void> {
    LEYE_CHECK(access::take_post(tx, call.token, call.account->id, request.post, call.today));
    return note(app, tx, call, "post.take");
  });
  if (!written) return fail(written.error());
  LEYE_TRY(const auto account, app.db().read([&](store::Reader& reader) {
    return access::session_account(reader, call.token, app.moment());
  }));
  return session_of(app, account, call.today, call.locale);
}

Result<NoContent> change_password(App& app, Call& call, const dto::NewPassword& request) {
  LEYE_CHECK(check_fresh(call));
  LEYE_TRY(const auto hash, access::hash_password(request.password.value));
  call.reply.headers.push_back(cookie_header(call, Cookie::kSession, ""));
  return done(app, [&](store::Transaction& tx) -> Result<void> {
    LEYE_CHECK(access::set_password(tx, call.account->id, hash));
    return note(app, tx, call, "password.change");
  });
}

Result<NoContent> bind(App& app, Call& call, const dto::BindDevice& request) {
  LEYE_CHECK(check_fresh(call));
  const auto& standing = *call.account->standing;
  if (standing.second_factor_due && standing.strength != access::Strength::kTwoFactor)
    return fail("access.second_factor");
  LEYE_TRY(const auto hash, access::hash_pin(request.pin.value));
  LEYE_TRY(const auto bound, app.db().write([&](store::Transaction& tx) {
    return access::bind_device(tx, call.account->id, request.label.value, hash, call.now);
  }));
  call.reply.headers.push_back(cookie_header(call, Cookie::kDevice, bound.token));
  return NoContent{};
}

/// Sends a code if number and phone are those of one person we know. The answer is the same either
/// way, so that it tells nobody who is in our registers.
Result<dto::PhoneChallenge> ask_code(App& app, const Call& call, const dto::AskPhoneCode& request) {
  const auto source =
      access::throttle_source("phone-code", access::network_of(call.request.head.client));
  access::ThrottleRules rules;
  rules.free = 20;
  LEYE_CHECK(access::count_try(app.db(), source, call.now, rules));
  const auto phone = access::normalise_phone(request.phone.value);
  const auto made =
      app.db().write([&](store::Transaction& tx) -> Result<std::optional<access::PhoneCode>> {
        LEYE_TRY(const auto person,
                 registry::person_by_citizen_id(tx, app.keys(), request.citizen_id.value));
        if (!person || !phone) return std::optional<access::PhoneCode>();
        LEYE_TRY(const bool hers, registry::has_phone(tx, app.keys(), *person, *phone));
        if (!hers) return std::optional<access::PhoneCode>();
        return access::make_phone_code(tx, *person, call.now);
      });
  if (!made) return fail(made.error());
  if (!*made) return dto::PhoneChallenge{new_uuid()};
  LEYE_CHECK(app.code_sender().send((*made)->challenge, *phone, (*made)->code));
  return dto::PhoneChallenge{(*made)->challenge};
}

Result<dto::Session> with_code(App& app, Call& call, const dto::PhoneCodeSignIn& request) {
  const auto source =
      access::throttle_source("phone-code-try", access::network_of(call.request.head.client));
  access::ThrottleRules rules;
  rules.free = 50;
  LEYE_CHECK(access::count_try(app.db(), source, call.now, rules));
  LEYE_TRY(const auto person,
           access::spend_phone_code(app.db(), request.challenge, request.code.value, call.now));
  LEYE_TRY(const auto in, app.db().write([&](store::Transaction& tx) -> Result<access::SignedIn> {
    LEYE_TRY(auto account, access::own_account(tx, person, call.now));
    access::SessionRules session;
    session.longest = std::chrono::hours(1);
    return access::open_session(tx, std::move(account), access::Strength::kCode,
                                call.request.head.client, call.now, std::nullopt, session);
  }));
  return begin_session(app, call, in);
}

void add_credentials(Api& api, App* app) {
  api.add<dto::ShowAgain, dto::Session>(
      {"POST", "/session:again", "showAgain", "再次输入密码", {}},
      Access::signed_in().without_key(kOnce).body_limit(4096),
      [app](Call& call, const dto::ShowAgain& request) { return again(*app, call, request); });
  api.add<dto::TakePost, dto::Session>(
      {"POST", "/session:post", "takePost", "切换岗位", {}}, Access::signed_in().without_key(kOnce),
      [app](Call& call, const dto::TakePost& request) { return take_post(*app, call, request); });
  api.add<dto::NewPassword, NoContent>(
      {"POST", "/session:password", "changePassword", "修改密码", {}},
      Access::signed_in().without_key(kOnce).body_limit(4096),
      [app](Call& call, const dto::NewPassword& request) {
        return change_password(*app, call, request);
      });
  api.add<dto::Nothing, dto::SecondFactor>(
      {"POST", "/second-factor", "beginSecondFactor", "设置动态验证码", {}},
      Access::signed_in().without_key(kOnce),
      [app](Call& call, const dto::Nothing&) -> Result<dto::SecondFactor> {
        LEYE_CHECK(check_fresh(call));
        LEYE_TRY(auto begun, app->db().write([&](store::Transaction& tx) {
          return access::begin_factor(tx, app->keys(), call.account->id, call.account->login,
                                      call.now);
        }));
        return dto::SecondFactor{std::move(begun.uri), std::move(begun.secret)};
      });
  api.add<dto::FactorCode, dto::RecoveryCodes>(
      {"POST", "/second-factor:confirm", "confirmSecondFactor", "启用动态验证码", {}},
      Access::signed_in().without_key(kOnce),
      [app](Call& call, const dto::FactorCode& request) -> Result<dto::RecoveryCodes> {
        LEYE_CHECK(check_fresh(call));
        LEYE_TRY(auto codes,
                 app->db().write([&](store::Transaction& tx) -> Result<std::vector<std::string>> {
                   LEYE_CHECK(note(*app, tx, call, "second_factor.confirm"));
                   return access::confirm_factor(tx, app->keys(), call.account->id,
                                                 request.code.value, call.now);
                 }));
        return dto::RecoveryCodes{std::move(codes)};
      });
}

void add_sessions(Api& api, App* app) {
  api.add<dto::Nothing, dto::OpenSessions>(
      {"GET", "/sessions", "sessions", "我的登录", {}}, Access::signed_in(),
      [app](Call& call, const dto::Nothing&) -> Result<dto::OpenSessions> {
        LEYE_TRY(const auto all, app->db().read([&](store::Reader& reader) {
          return access::sessions(reader, call.account->id, call.token, call.now);
        }));
        dto::OpenSessions out;
        for (const auto& s : all)
          out.items.push_back({s.id, s.network, std::string(access::code(s.strength)), s.device,
                               s.created_at, s.seen_at, s.expires_at, s.current});
        return out;
      });
  api.add<dto::SessionPath, NoContent>(
      {"DELETE", "/sessions/{session_id}", "endSession", "结束一个登录", {}}, Access::signed_in(),
      [app](Call& call, const dto::SessionPath& path) {
        return done(*app, [&](store::Transaction& tx) {
          return access::end_session(tx, call.account->id, path.session_id);
        });
      });
  api.add<dto::Nothing, dto::SessionsEnded>(
      {"POST", "/sessions:end-others", "endOtherSessions", "结束其他登录", {}},
      Access::signed_in().without_key(kOnce),
      [app](Call& call, const dto::Nothing&) -> Result<dto::SessionsEnded> {
        LEYE_TRY(const auto ended, app->db().write([&](store::Transaction& tx) {
          return access::end_other_sessions(tx, call.account->id, call.token);
        }));
        return dto::SessionsEnded{ended};
      });
}

void add_devices(Api& api, App* app) {
  api.add<dto::BindDevice, NoContent>(
      {"POST", "/devices", "bindDevice", "绑定本机", {}}, Access::signed_in().without_key(kOnce),
      [app](Call& call, const dto::BindDevice& request) { return bind(*app, call, request); });
  api.add<dto::Nothing, dto::Devices>(
      {"GET", "/devices", "devices", "我绑定的设备", {}}, Access::signed_in(),
      [app](Call& call, const dto::Nothing&) -> Result<dto::Devices> {
        LEYE_TRY(const auto all, app->db().read([&](store::Reader& reader) {
          return access::devices(reader, call.account->id);
        }));
        dto::Devices out;
        for (const auto& d : all) out.items.push_back({d.id, d.label, d.bound_at, d.used_at});
        return out;
      });
  api.add<dto::DevicePath, NoContent>(
      {"DELETE", "/devices/{device_id}", "revokeDevice", "解除绑定", {}}, Access::signed_in(),
      [app](Call& call, const dto::DevicePath& path) {
        return done(*app, [&](store::Transaction& tx) {
          return access::revoke_device(tx, call.account->id, path.device_id, call.now);
        });
      });
  api.add<dto::PinSignIn, dto::Session>(
      {"POST", "/session:pin", "signInWithPin", "用 PIN 登录", {}},
      Access::open("whoever holds a bound phone").without_key(kOnce).body_limit(4096),
      [app](Call& call, const dto::PinSignIn& request) -> Result<dto::Session> {
        LEYE_TRY(const auto in,
                 access::sign_in_with_pin(app->db(), cookie_of(call, Cookie::kDevice),
                                          request.pin.value, call.request.head.client, call.now));
        return begin_session(*app, call, in);
      });
}

void add_phone_codes(Api& api, App* app) {
  api.add<dto::AskPhoneCode, dto::PhoneChallenge>(
      {"POST", "/session:ask-code", "askPhoneCode", "获取短信验证码", {}},
      Access::open("citizens without an account").without_key(kOnce).body_limit(4096).answers(202),
      [app](Call& call, const dto::AskPhoneCode& request) {
        return ask_code(*app, call, request);
      });
  api.add<dto::PhoneCodeSignIn, dto::Session>(
      {"POST", "/session:code", "signInWithCode", "用短信验证码登录", {}},
      Access::open("citizens without an account").without_key(kOnce).body_limit(4096),
      [app](Call& call, const dto::PhoneCodeSignIn& request) {
        return with_code(*app, call, request);
      });
}

}  // namespace

void add_sign_in_routes(Api& api, App* app) {
  add_credentials(api, app);
  add_sessions(api, app);
  add_devices(api, app);
  add_phone_codes(api, app);
}

void add_notice_routes(Api& api, App* app) {
  api.add<dto::NoticePath, dto::NoticeText>(
      {"GET", "/notices/{kind}", "notice", "告知与承诺文本", {"W3.7"}},
      Access::open("texts that bind people are public"),
      [app](Call& call, const dto::NoticePath& path) -> Result<dto::NoticeText> {
        const auto* notice = app->notices().find(path.kind.value);
        if (!notice) return fail("notice.unknown", "/kind");
        return dto::NoticeText{path.kind.value, notice->version, notice->text(call.locale),
                               notice->digest};
      });
  api.add<dto::ConfirmNotice, NoContent>(
      {"POST",
       "/notices/confidentiality:confirm",
       "confirmConfidentiality",
       "确认保密承诺",
       {"W3.7"}},
      Access::signed_in().without_key("confirming twice is confirming once"),
      [app](Call& call, const dto::ConfirmNotice& request) -> Result<NoContent> {
        const auto& notice = *app->notices().find(kConfidentiality);
        // What was read must be what holds now.
        if (request.digest != notice.digest) return fail("notice.changed", "/digest");
        return done(*app, [&](store::Transaction& tx) -> Result<void> {
          LEYE_CHECK(access::confirm(tx, call.account->id, kConfidentiality,
                                     app->signed_pack().campaign, notice.version, notice.digest,
                                     call.now));
          return note(*app, tx, call, "confidentiality.confirm");
        });
      });
}

}  // namespace leye::server
