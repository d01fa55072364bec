#include "access/password.h"
#include "access/second_factor.h"
#include "server/acts.h"
#include "server/dto/account.h"
#include "server/views.h"

namespace leye::server {
namespace {

using access::Action;

constexpr const char* kOnce = "the account itself is the guard against a repetition";

Result<access::Role> role_of(const std::string& text) {
  const auto role = access::role_of(text);
  if (!role || access::is_public(*role))
    return fail("access.role_unknown", "/role", {{"role", text}});
  return *role;
}

template <class List>
Result<access::Rights> rights_of(const List& list) {
  access::Rights rights = 0;
  for (const auto& one : list) {
    const auto right = access::right_of(one.value);
    if (!right)
      return fail("access.right_with_role", "/rights", {{"right", one.value}, {"role", "-"}});
    rights = static_cast<access::Rights>(rights | static_cast<access::Rights>(*right));
  }
  return rights;
}

Result<std::string> division_of(const App& app, const std::string& code) {
  if (!app.divisions().find(code)) return fail("division.not_found", "/division", {{"code", code}});
  return code;
}

dto::DivisionName shown(const App& app, const std::string& code) {
  return {code, app.division_name(code)};
}

Result<dto::Accounts> list(App& app) {
  return app.db().read([&](store::Reader& reader) -> Result<dto::Accounts> {
    LEYE_TRY(const auto all, access::accounts(reader));
    dto::Accounts out;
    for (const auto& a : all) {
      if (access::is_public(a.role)) continue;  // citizens are no staff
      dto::AccountRow row{a.id, a.login, a.name, std::string(code(a.role)), shown(app, a.division),
                          {},   false};
      for (const auto right :
           {access::Right::kLinkReview, access::Right::kExport, access::Right::kRecognition})
        if (access::has(a.rights, right)) row.rights.emplace_back(code(right));
      LEYE_TRY(row.second_factor, access::has_factor(reader, a.id));
      out.items.push_back(std::move(row));
    }
    return out;
  });
}

Result<dto::AccountMade> create(App& app, const Call& call, const dto::NewAccount& request) {
  access::NewAccount account;
  account.login = request.login.value;
  account.name = request.name.value;
  LEYE_TRY(account.role, role_of(request.role.value));
  LEYE_TRY(account.division, division_of(app, request.division.value));
  if (request.rights) {
    LEYE_TRY(account.rights, rights_of(*request.rights));
  }
  LEYE_TRY(account.password_hash, access::hash_password(request.password.value));
  return app.db().write([&](store::Transaction& tx) -> Result<dto::AccountMade> {
    LEYE_TRY(const auto id, access::create_account(tx, account, call.now));
    LEYE_CHECK(note(app, tx, call, "account.create", id.uuid()));
    return dto::AccountMade{id};
  });
}

Result<dto::Postings> postings(App& app) {
  LEYE_TRY(const auto all, app.db().read([](store::Reader& reader) {
    return access::postings(reader, std::nullopt);
  }));
  dto::Postings out;
  for (const auto& p : all)
    out.items.push_back({p.id, p.account, std::string(code(p.role)), shown(app, p.division),
                         p.stands_for, p.from, p.to});
  return out;
}

Result<dto::PostingMade> add_posting(App& app, const Call& call, const dto::NewPosting& request) {
  access::Posting post;
  post.account = request.account;
  LEYE_TRY(post.role, role_of(request.role.value));
  LEYE_TRY(post.division, division_of(app, request.division.value));
  post.from = request.from;
  post.to = request.to;
  return app.db().write([&](store::Transaction& tx) -> Result<dto::PostingMade> {
    LEYE_TRY(const auto id, access::add_posting(tx, post, call.today));
    LEYE_CHECK(note(app, tx, call, "posting.add", post.account.uuid()));
    return dto::PostingMade{id};
  });
}

Result<dto::PostingMade> add_deputy(App& app, const Call& call, const dto::NewDeputy& request) {
  return app.db().write([&](store::Transaction& tx) -> Result<dto::PostingMade> {
    LEYE_TRY(const auto id, access::add_deputy(tx, request.absent, request.deputy, request.from,
                                               request.to, call.today));
    LEYE_CHECK(note(app, tx, call, "posting.deputy", request.deputy.uuid()));
    return dto::PostingMade{id};
  });
}

void add_changes(Api& api, App* app) {
  const Access manage = Access::to(Action::kManageAccounts).without_key(kOnce);
  api.add<dto::AccountRole, NoContent>(
      {"POST", "/accounts/{account_id}:role", "setAccountRole", "调整角色", {}}, manage,
      [app](Call& call, const dto::AccountRole& r) -> Result<NoContent> {
        LEYE_TRY(const auto role, role_of(r.role.value));
        LEYE_TRY(const auto division, division_of(*app, r.division.value));
        return act(*app, call, "account.role", r.account_id.uuid(), [&](store::Transaction& tx) {
          return access::set_role(tx, r.account_id, role, division, call.today);
        });
      });
  api.add<dto::AccountRights, NoContent>(
      {"POST", "/accounts/{account_id}:rights", "setAccountRights", "调整附加权限", {}}, manage,
      [app](Call& call, const dto::AccountRights& r) -> Result<NoContent> {
        LEYE_TRY(const auto rights, rights_of(r.rights));
        return act(*app, call, "account.rights", r.account_id.uuid(), [&](store::Transaction& tx) {
          return access::set_rights(tx, r.account_id, rights);
        });
      });
  api.add<dto::AccountPassword, NoContent>(
      {"POST", "/accounts/{account_id}:password", "resetPassword", "重设密码", {}}, manage,
      [app](Call& call, const dto::AccountPassword& r) -> Result<NoContent> {
        LEYE_TRY(const auto hash, access::hash_password(r.password.value));
        return act(
            *app, call, "account.password", r.account_id.uuid(),
            [&](store::Transaction& tx) { return access::set_password(tx, r.account_id, hash); });
      });
  api.add<dto::AccountPath, NoContent>(
      {"POST", "/accounts/{account_id}:drop-factor", "dropSecondFactor", "停用动态验证码", {}},
      manage, [app](Call& call, const dto::AccountPath& r) {
        return act(*app, call, "account.factor", r.account_id.uuid(),
                   [&](store::Transaction& tx) { return access::drop_factor(tx, r.account_id); });
      });
  api.add<dto::AccountPath, NoContent>(
      {"POST", "/accounts/{account_id}:close", "closeAccount", "关闭账号", {}}, manage,
      [app](Call& call, const dto::AccountPath& r) {
        return act(*app, call, "account.close", r.account_id.uuid(), [&](store::Transaction& tx) {
          return access::close_account(tx, r.account_id, call.now);
        });
      });
}

}  // namespace

void add_account_routes(Api& api, App* app) {
  const Access manage = Access::to(Action::kManageAccounts);
  api.add<dto::Nothing, dto::Accounts>({"GET", "/accounts", "accounts", "账号", {}}, manage,
                                       [app](Call&, const dto::Nothing&) { return list(*app); });
  api.add<dto::NewAccount, dto::AccountMade>(
      {"POST", "/accounts", "createAccount", "开通账号", {}},
      manage.without_key(kOnce).body_limit(4096).answers(201),
      [app](Call& call, const dto::NewAccount& request) { return create(*app, call, request); });
  add_changes(api, app);
  api.add<dto::Nothing, dto::Postings>(
      {"GET", "/postings", "postings", "兼岗与代岗", {}}, manage,
      [app](Call&, const dto::Nothing&) { return postings(*app); });
  api.add<dto::NewPosting, dto::PostingMade>(
      {"POST", "/postings", "addPosting", "增加兼岗", {}}, manage.without_key(kOnce).answers(201),
      [app](Call& call, const dto::NewPosting& r) { return add_posting(*app, call, r); });
  api.add<dto::NewDeputy, dto::PostingMade>(
      {"POST", "/postings:deputy", "addDeputy", "休假代岗", {}},
      manage.without_key(kOnce).answers(201),
      [app](Call& call, const dto::NewDeputy& r) { return add_deputy(*app, call, r); });
  api.add<dto::PostingPath, NoContent>(
      {"DELETE", "/postings/{posting_id}", "endPosting", "结束兼岗或代岗", {}}, manage,
      [app](Call& call, const dto::PostingPath& r) {
        return act(*app, call, "posting.end", r.posting_id, [&](store::Transaction& tx) {
          return access::end_posting(tx, r.posting_id, call.now);
        });
      });
}

}  // namespace leye::server
