#include "cli/user.h"

#include <boost/json.hpp>

#include "access/access.h"
#include "access/confirmations.h"
#include "cli/commands.h"
#include "cli/opened.h"
#include "server/notices.h"

namespace leye::cli {
namespace {

struct DemoAccount {
  const char* login;
  const char* name;
  access::Role role;
  const char* level;  ///< of the division it works in: the district's busiest unit of that level
};

/// Ready accounts of the demo; their passwords are printed and stand in summary.json.
constexpr DemoAccount kDemo[] = {
    {"worker", "周敏", access::Role::kCommunityWorker, "community"},
    {"street", "孙立", access::Role::kStreetWorker, "street"},
    {"district", "何静", access::Role::kDistrictManager, "district"},
    {"city", "王磊", access::Role::kCityPromotion, "city"},
    {"reviewer1", "李倩", access::Role::kReviewer1, "district"},
    {"reviewer2", "赵强", access::Role::kReviewer2, "district"},
    {"payer", "吴芳", access::Role::kPayer, "district"},
    {"payer2", "郑洁", access::Role::kPayer, "district"},
    {"window", "陈晓", access::Role::kWindowClerk, "district"},
    {"security", "冯岩", access::Role::kSecurityAdmin, "city"},
    {"agency", "许梅", access::Role::kAgencyWorker, "district"},
    {"auditor", "林涛", access::Role::kAuditor, "city"},
    {"operator", "马俊", access::Role::kOperator, "city"},
};

Result<std::string> busiest(store::Reader& reader, const std::string& district, std::string level) {
  if (level == "district") return district;
  if (level == "city") return std::string("120000");
  LEYE_TRY(
      const auto rows,
      (reader.query<std::string, std::int64_t>(
          "SELECT d.code, count(*) FROM division d JOIN division_closure up ON up.descendant = "
          "d.code JOIN division_closure down ON down.ancestor = d.code LEFT JOIN responsibility "
          "r ON r.division = down.descendant WHERE d.level = ? AND up.ancestor = ? GROUP BY "
          "d.code ORDER BY 2 DESC, 1 LIMIT 1",
          level, district)));
  if (rows.empty()) return fail("division.unknown", {}, {{"code", district}});
  return std::get<0>(rows.front());
}

Result<Exit> demo(const Arguments& arguments) {
  LEYE_TRY(const auto opened, open_place(arguments));
  const std::string district = arguments.text("division", "120104");
  LEYE_TRY(const auto notices, server::Notices::load(share_dir() / "data", opened->pack_folder()));
  const auto& duty = *notices.find(server::kConfidentiality);
  boost::json::array list;
  for (const auto& wanted : kDemo) {
    const auto division = opened->place->db().read(
        [&](store::Reader& reader) { return busiest(reader, district, wanted.level); });
    if (!division) return fail(division.error());
    const std::string password = std::string("demo-") + wanted.login + "-2020";
    LEYE_TRY(const auto hash, access::hash_password(password));
    access::NewAccount account;
    account.login = wanted.login;
    account.name = wanted.name;
    account.role = wanted.role;
    account.division = *division;
    account.password_hash = hash;
    const auto made = opened->place->db().write([&](store::Transaction& tx) -> Result<AccountId> {
      LEYE_TRY(const auto id, access::create_account(tx, account, opened->clock->now()));
      // Nobody sits in front of the demo to read it; a real account confirms by itself.
      LEYE_CHECK(access::confirm(tx, id, server::kConfidentiality, opened->signed_pack.campaign,
                                 duty.version, duty.digest, opened->clock->now()));
      return id;
    });
    if (!made && made.error().code != "access.login_taken") return fail(made.error());
    list.push_back(boost::json::object{{"role", std::string(code(wanted.role))},
                                       {"account", wanted.login},
                                       {"password", password},
                                       {"division", *division}});
  }
  print(arguments, {{"accounts", list}}, boost::json::serialize(list));
  return Exit::kDone;
}

}  // namespace

std::vector<Command> user_commands() {
  auto all = manage_commands();
  all.push_back(
      {"user demo",
       "the demo's accounts with known passwords, the confidentiality text confirmed; never for a "
       "real place",
       {},
       {data_option(), {"division", "CODE", "district they work in"}, today_option()},
       demo});
  return all;
}

}  // namespace leye::cli
