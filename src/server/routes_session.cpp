#include "access/second_factor.h"
#include "server/sign_in.h"
#include "server/views.h"

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

std::vector<std::string> rights_of(const access::Account& account) {
  std::vector<std::string> out;
  for (const auto right :
       {access::Right::kLinkReview, access::Right::kExport, access::Right::kRecognition})
    if (access::has(account.rights, right)) out.emplace_back(access::code(right));
  return out;
}

Result<std::vector<dto::SessionPost>> posts_of(const App& app, store::Reader& reader,
                                               const access::Account& account, Date today) {
  std::vector<dto::SessionPost> out;
  LEYE_TRY(const auto posts, access::postings(reader, account.id));
  for (const auto& post : posts) {
    if (post.from > today || (post.to && *post.to < today)) continue;
    dto::SessionPost one{post.id,
                         std::string(access::code(post.role)),
                         {post.division, app.division_name(post.division)},
                         std::nullopt,
                         post.from,
                         post.to,
                         account.posting == post.id};
    if (post.stands_for) {
      LEYE_TRY(const auto absent, access::account_of(reader, *post.stands_for));
      one.stands_for = absent.name;
    }
    out.push_back(std::move(one));
  }
  return out;
}

std::optional<dto::SessionCampaign> campaign_of(const App& app, Date today, Locale locale) {
  const auto& campaign = app.pack().campaign;
  if (!campaign.period) return std::nullopt;
  return dto::SessionCampaign{campaign.id,
                              app.words(campaign.title, locale),
                              campaign.period->start,
                              campaign.period->end,
                              days_between(campaign.period->start, today) + 1,
                              days_between(campaign.period->start, campaign.period->end) + 1};
}

}  // namespace

Result<dto::Session> session_of(App& app, const access::Account& account, Date today,
                                Locale locale) {
  dto::Session session;
  const auto* division = app.divisions().find(account.division);
  session.account = {account.id,
                     account.login,
                     account.name,
                     std::string(code(account.role)),
                     {account.division, app.division_name(account.division),
                      division ? std::string(codes::to_text(division->level)) : ""},
                     rights_of(account)};
  session.today = today;
  session.locale = account.locale;
  session.campaign = campaign_of(app, today, locale);
  session.nav = pages_of(account);
  const auto standing = account.standing.value_or(access::Standing{});
  session.standing = {std::string(access::code(standing.strength)), standing.fresh,
                      standing.confirmed, false, standing.second_factor_due};
  if (account.terms) session.agreement_until = account.terms->valid.end;
  LEYE_CHECK(app.db().read([&](store::Reader& reader) -> Result<void> {
    LEYE_TRY(session.standing.second_factor, access::has_factor(reader, account.id));
    LEYE_TRY(session.posts, posts_of(app, reader, account, today));
    return {};
  }));
  return session;
}

Result<dto::Session> begin_session(App& app, Call& call, const access::SignedIn& in) {
  call.reply.headers.push_back(cookie_header(call, Cookie::kSession, in.token));
  LEYE_TRY(const auto account, app.db().read([&](store::Reader& reader) {
    return access::session_account(reader, in.token, app.moment());
  }));
  return session_of(app, account, call.today, call.locale);
}

namespace {

Result<dto::Session> sign_in(App& app, Call& call, const dto::SignIn& request) {
  const auto code = given(request.code).value_or("");
  const auto known = cookie_of(call, Cookie::kKnownBrowser);
  const access::Credentials shown{request.account.value, request.password.value, code,
                                  call.request.head.client, known};
  LEYE_TRY(const auto in, access::sign_in(app.db(), app.keys(), shown, call.now, call.today));
  LEYE_TRY(auto session, begin_session(app, call, in));
  if (!access::is_known_browser(app.keys(), in.account.login, known))
    call.reply.headers.push_back(cookie_header(
        call, Cookie::kKnownBrowser, access::known_browser_token(app.keys(), in.account.login)));
  return session;
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

  api.add<dto::Nothing, NoContent>(
      {"DELETE", "/session", "signOut", "退出", {}}, Access::signed_in(),
      [app](Call& call, const dto::Nothing&) -> Result<NoContent> {
        LEYE_CHECK(app->db().write(
            [&](store::Transaction& tx) { return access::sign_out(tx, call.token); }));
        call.reply.headers.push_back(cookie_header(call, Cookie::kSession, ""));
        return NoContent{};
      });
}

}  // namespace leye::server
