#include <array>

#include "server/app.h"
#include "server/dto/session.h"

namespace leye::server {
namespace {

using access::Role;

/// Pages of the staff application by role (web.md §2.1); a role sees only these.
std::vector<std::string> pages_of(const access::Account& account) {
  const auto pages = [&]() -> std::vector<std::string> {
    switch (account.role) {
      case Role::kCommunityWorker:
        return {"todo", "people", "dash"};
      case Role::kStreetWorker:
        return {"todo", "people", "dash", "reports"};
      case Role::kWindowClerk:
        return {"find", "people", "benefit"};
      case Role::kReviewer1:
      case Role::kReviewer2:
        return {"benefit"};
      case Role::kPayer:
        return {"benefit"};
      case Role::kDistrictManager:
        return {"dash", "todo", "people", "screen", "benefit", "reports"};
      case Role::kCityPromotion:
        return {"dash", "screen", "reports"};
      case Role::kSecurityAdmin:
        return {"access"};
      case Role::kAuditor:
        return {"audit"};
      case Role::kOperator:
        return {"settings"};
      case Role::kAgencyWorker:
        return {"todo"};
      case Role::kStationWorker:
        return {"people"};
      default:
        return {};
    }
  }();
  return pages;
}

dto::Session session_of(const App& app, const access::Account& account, Date today, Locale locale) {
  dto::Session session;
  const auto* division = app.divisions().find(account.division);
  session.account = {account.id,
                     account.login,
                     account.name,
                     std::string(code(account.role)),
                     {account.division, app.division_name(account.division),
                      division ? std::string(codes::to_text(division->level)) : ""}};
  session.today = today;
  session.locale = account.locale;
  const auto& campaign = app.pack().campaign;
  if (campaign.period)
    session.campaign =
        dto::SessionCampaign{campaign.id,
                             app.words(campaign.title, locale),
                             campaign.period->start,
                             campaign.period->end,
                             days_between(campaign.period->start, today) + 1,
                             days_between(campaign.period->start, campaign.period->end) + 1};
  session.nav = pages_of(account);
  return session;
}

http::Header cookie_header(const Call& call, std::string_view token, bool ends) {
  const bool https = call.request.head.https;
  std::string cookie = std::string(session_cookie(https)) + "=" + std::string(token) +
                       "; Path=/; HttpOnly; SameSite=Strict";
  if (https) cookie += "; Secure";
  if (ends) cookie += "; Max-Age=0";
  return {"Set-Cookie", std::move(cookie)};
}

Result<dto::Session> sign_in(App& app, Call& call, const dto::SignIn& request) {
  LEYE_TRY(const auto signed_in,
           access::sign_in(app.db(), request.account.value, request.password.value,
                           call.request.head.client, call.now));
  call.reply.headers.push_back(cookie_header(call, signed_in.token, false));
  return session_of(app, signed_in.account, call.today, call.locale);
}

}  // namespace

void add_session_routes(Api& api, App* app) {
  api.add<dto::SignIn, dto::Session>(
      {"POST", "/session", "signIn", "登录", {}},
      Access::open("whoever has an account")
          .without_key("nothing is recorded twice")
          .body_limit(4096),
      [app](Call& call, const dto::SignIn& request) { return sign_in(*app, call, request); });

  api.add<dto::Nothing, dto::Session>(
      {"GET", "/session", "whoAmI", "当前账号", {}}, Access::signed_in(),
      [app](Call& call, const dto::Nothing&) -> Result<dto::Session> {
        return session_of(*app, *call.account, call.today, call.locale);
      });

  api.add<dto::Nothing, NoContent>({"DELETE", "/session", "signOut", "退出", {}},
                                   Access::signed_in(),
                                   [app](Call& call, const dto::Nothing&) -> Result<NoContent> {
                                     LEYE_CHECK(app->db().write([&](store::Transaction& tx) {
                                       return access::sign_out(tx, call.token);
                                     }));
                                     call.reply.headers.push_back(cookie_header(call, "", true));
                                     return NoContent{};
                                   });
}

}  // namespace leye::server
