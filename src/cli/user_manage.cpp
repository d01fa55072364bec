#include <boost/json.hpp>
#include <iostream>

#include "access/firms.h"
#include "access/password.h"
#include "access/second_factor.h"
#include "cli/opened.h"
#include "cli/user.h"
#include "registry/employers.h"

namespace leye::cli {
namespace {

/// What a change is given: the password's hash is made before the database is held.
struct Asked {
  const Arguments& arguments;
  const Opened& opened;
  std::string hash;
};
using Work = Result<boost::json::object> (*)(const Asked&, store::Transaction&);

/// From the first line of standard input: a password in a command line stays in the history.
Result<std::string> password_hash() {
  std::string password;
  std::getline(std::cin, password);
  return access::hash_password(password);
}

/// Opens the place, does it all or nothing, leaves a leaf without an account: done at the machine.
Result<Exit> change(const Arguments& arguments, std::string_view action, Work work,
                    bool with_password = false) {
  LEYE_TRY(const auto opened, open_place(arguments));
  Asked asked{arguments, *opened, {}};
  if (with_password) {
    LEYE_TRY(asked.hash, password_hash());
  }
  const auto done =
      opened->place->db().write([&](store::Transaction& tx) -> Result<boost::json::object> {
        LEYE_TRY(auto answer, work(asked, tx));
        access::Leaf leaf;
        leaf.action = "command." + std::string(action);
        LEYE_CHECK(access::leave_leaf(tx, opened->place->keys(), leaf, opened->clock->now()));
        return answer;
      });
  if (!done) return fail(done.error());
  print(arguments, *done, boost::json::serialize(*done));
  return Exit::kDone;
}

Result<access::Role> role_of(const Arguments& arguments) {
  const auto text = arguments.text("role");
  const auto role = access::role_of(text);
  if (!role || access::is_public(*role))
    return fail("access.role_unknown", "--role", {{"role", text}});
  return *role;
}

/// `link_review,export`; an empty text takes all away.
Result<access::Rights> rights_of(const std::string& list) {
  access::Rights rights = 0;
  std::size_t at = 0;
  while (at < list.size()) {
    const auto end = std::min(list.find(',', at), list.size());
    const auto right = access::right_of(std::string_view(list).substr(at, end - at));
    if (!right)
      return fail("access.right_with_role", "--rights",
                  {{"right", list.substr(at, end - at)}, {"role", "-"}});
    rights = static_cast<access::Rights>(rights | static_cast<access::Rights>(*right));
    at = end + 1;
  }
  return rights;
}

Result<std::string> division_of(const Arguments& arguments, const Opened& opened) {
  const auto code = arguments.text("division");
  if (!opened.divisions.find(code)) return fail("division.unknown", "--division", {{"code", code}});
  return code;
}

/// An account of a firm that a register names; it sees that firm's file alone.
Result<boost::json::object> add_firm(const Asked& asked, store::Transaction& tx,
                                     access::NewAccount account) {
  if (asked.arguments.text("role") != access::code(access::Role::kEmployerUser))
    return fail("access.role_unknown", "--role", {{"role", asked.arguments.text("role")}});
  const auto employer = registry::employer_id(asked.arguments.text("employer"));
  LEYE_TRY(const auto known, registry::employers_of(tx, std::span(&employer, 1)));
  if (known.empty()) return fail("access.firm_unknown", "--employer");
  LEYE_TRY(const auto id,
           access::open_firm_account(tx, account, employer, asked.opened.clock->now()));
  return boost::json::object{{"account", account.login}, {"id", to_text(id)}};
}

Result<boost::json::object> add(const Asked& asked, store::Transaction& tx) {
  access::NewAccount account;
  account.login = asked.arguments.text("login");
  account.name = asked.arguments.text("name", account.login);
  account.password_hash = asked.hash;
  LEYE_TRY(account.division, division_of(asked.arguments, asked.opened));
  if (asked.arguments.has("employer")) return add_firm(asked, tx, std::move(account));
  LEYE_TRY(account.role, role_of(asked.arguments));
  LEYE_TRY(account.rights, rights_of(asked.arguments.text("rights")));
  LEYE_TRY(const auto id, access::create_account(tx, account, asked.opened.clock->now()));
  return boost::json::object{{"account", account.login}, {"id", to_text(id)}};
}

Result<access::Account> named(const Arguments& arguments, store::Transaction& tx,
                              std::string_view option = "login") {
  return access::account_of(tx, arguments.text(option));
}

boost::json::object told(const access::Account& account) { return {{"account", account.login}}; }

Result<boost::json::object> role(const Asked& asked, store::Transaction& tx) {
  LEYE_TRY(const auto account, named(asked.arguments, tx));
  LEYE_TRY(const auto wanted, role_of(asked.arguments));
  LEYE_TRY(const auto division, division_of(asked.arguments, asked.opened));
  LEYE_CHECK(access::set_role(tx, account.id, wanted, division, asked.opened.today()));
  return told(account);
}

Result<boost::json::object> rights(const Asked& asked, store::Transaction& tx) {
  LEYE_TRY(const auto account, named(asked.arguments, tx));
  LEYE_TRY(const auto wanted, rights_of(asked.arguments.text("rights")));
  LEYE_CHECK(access::set_rights(tx, account.id, wanted));
  return told(account);
}

Result<boost::json::object> deputy(const Asked& asked, store::Transaction& tx) {
  LEYE_TRY(const auto absent, named(asked.arguments, tx));
  LEYE_TRY(const auto stands_in, named(asked.arguments, tx, "deputy"));
  LEYE_TRY(const auto from, asked.arguments.date("from"));
  LEYE_TRY(const auto to, asked.arguments.date("to"));
  if (!to) return fail("access.period");
  LEYE_TRY(const auto id,
           access::add_deputy(tx, absent.id, stands_in.id, from.value_or(asked.opened.today()), *to,
                              asked.opened.today()));
  return boost::json::object{{"posting", to_text(id)}};
}

Result<boost::json::object> password(const Asked& asked, store::Transaction& tx) {
  LEYE_TRY(const auto account, named(asked.arguments, tx));
  LEYE_CHECK(access::set_password(tx, account.id, asked.hash));
  return told(account);
}

Result<boost::json::object> drop_factor(const Asked& asked, store::Transaction& tx) {
  LEYE_TRY(const auto account, named(asked.arguments, tx));
  LEYE_CHECK(access::drop_factor(tx, account.id));
  return told(account);
}

Result<boost::json::object> close(const Asked& asked, store::Transaction& tx) {
  LEYE_TRY(const auto account, named(asked.arguments, tx));
  LEYE_CHECK(access::close_account(tx, account.id, asked.opened.clock->now()));
  return told(account);
}

Result<Exit> list(const Arguments& arguments) {
  LEYE_TRY(const auto opened, open_place(arguments));
  LEYE_TRY(const auto all, opened->place->db().read(
                               [](store::Reader& reader) { return access::accounts(reader); }));
  boost::json::array accounts;
  std::string lines;
  for (const auto& account : all) {
    boost::json::array held;
    for (const auto right :
         {access::Right::kLinkReview, access::Right::kExport, access::Right::kRecognition})
      if (access::has(account.rights, right)) held.emplace_back(code(right));
    lines +=
        account.login + "  " + std::string(code(account.role)) + "  " + account.division + "\n";
    accounts.push_back(boost::json::object{{"account", account.login},
                                           {"role", code(account.role)},
                                           {"division", account.division},
                                           {"rights", std::move(held)}});
  }
  print(arguments, {{"accounts", std::move(accounts)}}, lines);
  return Exit::kDone;
}

const Option kLogin{"login", "LOGIN", "the account", true};
const Option kRole{"role", "ROLE", "community_worker, street_worker, security_admin …", true};
const Option kDivision{"division", "CODE", "office", true};
const Option kRights{"rights", "LIST", "link_review,export,recognition; empty: none"};

}  // namespace

std::vector<Command> manage_commands() {
  const auto data = data_option();
  const auto today = today_option();
  return {
      {"user add",
       "opens an account; the password is read from standard input",
       {},
       {data,
        kLogin,
        {"name", "NAME", "of the person"},
        kRole,
        kDivision,
        kRights,
        {"employer", "USCC", "of an employer_user: the firm whose file it sees"},
        today},
       [](const Arguments& a) { return change(a, "user-add", add, true); }},
      {"user list", "accounts with role, office and rights", {}, {data, today}, list},
      {"user role",
       "another role or office",
       {},
       {data, kLogin, kRole, kDivision, today},
       [](const Arguments& a) { return change(a, "user-role", role); }},
      {"user rights",
       "rights added to the role",
       {},
       {data, kLogin, kRights, today},
       [](const Arguments& a) { return change(a, "user-rights", rights); }},
      {"user deputy",
       "somebody stands in while the account's owner is on leave",
       {},
       {data,
        kLogin,
        {"deputy", "LOGIN", "who stands in", true},
        {"from", "DATE", "first day (default: today)"},
        {"to", "DATE", "last day", true},
        today},
       [](const Arguments& a) { return change(a, "user-deputy", deputy); }},
      {"user password",
       "a new password, read from standard input; ends the sessions",
       {},
       {data, kLogin, today},
       [](const Arguments& a) { return change(a, "user-password", password, true); }},
      {"user drop-factor",
       "takes away the second factor of a lost phone",
       {},
       {data, kLogin, today},
       [](const Arguments& a) { return change(a, "user-factor", drop_factor); }},
      {"user close",
       "closes an account and ends its sessions",
       {},
       {data, kLogin, today},
       [](const Arguments& a) { return change(a, "user-close", close); }},
  };
}

}  // namespace leye::cli
