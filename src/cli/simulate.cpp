#include <array>
#include <atomic>
#include <boost/json.hpp>
#include <map>
#include <mutex>
#include <thread>
#include <unordered_map>

#include "access/access.h"
#include "casework/casework.h"
#include "cli/commands.h"
#include "cli/opened.h"
#include "ledger/ledger.h"
#include "registry/registry.h"

namespace leye::cli {
namespace {

using ledger::Kind;

/// What the scripted workers owe one person, from her open tasks.
struct Visit {
  PersonId person;
  std::string division;
  bool follow_up = false;
  bool package = false;
  bool ask = false;  ///< facts are missing
};

struct Told {
  ledger::Subject subject;
  Uuid entitlement;  ///< the EntitlementFound entry
};

struct Done {
  std::atomic<std::int64_t> contacts{0}, attempts{0}, briefings{0}, guidances{0}, jobs{0}, facts{0},
      told{0}, entries{0}, tasks_closed{0};
};

/// Decisions follow from the seed and the person's id alone: the same on every database, whatever
/// the threads.
std::uint64_t draw(std::uint64_t seed, const Uuid& id, std::uint64_t salt, std::uint64_t below) {
  std::uint64_t z = seed * 0x9E3779B97F4A7C15ULL + salt;
  for (const auto byte : id.bytes) z = (z ^ byte) * 0x100000001B3ULL;
  z ^= z >> 31;
  z *= 0x94D049BB133111EBULL;
  z ^= z >> 29;
  return z % below;
}

std::uint64_t draw(std::uint64_t seed, std::string_view text, std::uint64_t below) {
  std::uint64_t z = seed * 0x9E3779B97F4A7C15ULL;
  for (const char c : text) z = (z ^ static_cast<unsigned char>(c)) * 0x100000001B3ULL;
  z ^= z >> 33;
  return z % below;
}

/// The demo's workers: they do a realistic part of the open work, day by day, through the same
/// pipeline as people do, and leave the rest.
class Script {
 public:
  Script(Opened& opened, std::uint64_t seed)
      : opened_(opened),
        seed_(seed),
        casework_(opened.pack),
        clock_(Instant(0)),
        ledger_(opened.place->db(), opened.place->keys(), clock_, &casework_) {}

  Result<boost::json::object> run(const std::vector<Date>& days) {
    LEYE_CHECK(accounts());
    LEYE_CHECK(read_work());
    const auto total = static_cast<std::uint64_t>(days.size());
    for (std::size_t d = 0; d < days.size(); ++d) {
      clock_.set(Instant(start_of(days[d]).micros() + 10LL * 3600 * 1'000'000));
      std::vector<const Visit*> visits;
      for (const auto& visit : visits_)
        if (goes(visit) && draw(seed_, visit.person.uuid(), 2, total) == d)
          visits.push_back(&visit);
      std::vector<const Told*> told;
      for (const auto& item : told_)
        if (draw(seed_, item.entitlement, 8, 100) < 62 &&
            draw(seed_, item.entitlement, 9, total) == d)
          told.push_back(&item);
      LEYE_CHECK(in_parallel(visits, [&](const Visit& v) { return visit(v, days[d]); }));
      LEYE_CHECK(in_parallel(told, [&](const Told& t) { return tell(t, days[d]); }));
    }
    return boost::json::object{{"entries", done_.entries.load()},
                               {"contacts", done_.contacts.load()},
                               {"attempts", done_.attempts.load()},
                               {"briefings", done_.briefings.load()},
                               {"guidances", done_.guidances.load()},
                               {"jobs", done_.jobs.load()},
                               {"facts", done_.facts.load()},
                               {"told", done_.told.load()},
                               {"tasks_closed", done_.tasks_closed.load()}};
  }

 private:
  /// One scripted account a district; nobody can sign in with it.
  Result<void> accounts() {
    LEYE_TRY(const auto hash, access::hash_password(access::new_token()));
    for (const auto* district : opened_.divisions.children(opened_.divisions.root())) {
      access::NewAccount account;
      account.login = "script-" + district->code;
      account.name = "演示走访员";
      account.role = access::Role::kStreetWorker;
      account.division = district->code;
      account.password_hash = hash;
      const auto made = opened_.place->db().write([&](store::Transaction& tx) -> Result<AccountId> {
        const auto existing = access::account_of(tx, account.login);
        if (existing) return existing->id;
        return access::create_account(tx, account, opened_.clock->now());
      });
      if (!made) return fail(made.error());
      account_of_[district->code] = *made;
    }
    return {};
  }

  Result<void> read_work() {
    return opened_.place->db().read([&](store::Reader& reader) -> Result<void> {
      std::map<Uuid, Visit> by_person;
      for (const auto& standard : opened_.pack->standards)
        for (const auto& key : {standard.head.id, standard.head.id + "/fact"})
          LEYE_CHECK(ledger::for_each_task(reader, access::SystemScope::for_snapshot(), key,
                                           std::nullopt,
                                           [&](const ledger::Task& task) -> Result<void> {
                                             if (!is_open(task.state) || !task.what.person)
                                               return {};
                                             Visit& visit = by_person[task.what.person->uuid()];
                                             visit.person = *task.what.person;
                                             visit.division = task.what.division;
                                             if (task.what.kind == "fact")
                                               visit.ask = true;
                                             else if (standard.period == "month")
                                               visit.follow_up = true;
                                             else
                                               visit.package = true;
                                             return {};
                                           }));
      for (const auto& [id, visit] : by_person) visits_.push_back(visit);
      LEYE_CHECK(registry::for_each_unit(reader, access::SystemScope::for_snapshot(), "vacancy",
                                         [&](const registry::Unit& unit) -> Result<void> {
                                           vacancies_.push_back(unit.id.uuid());
                                           return {};
                                         }));
      ledger::EntryFilter found;
      found.kinds = {Kind::kEntitlementFound};
      for (const auto kind : {ledger::SubjectKind::kPerson, ledger::SubjectKind::kEmployer})
        LEYE_CHECK(ledger::for_each_entry(reader, access::SystemScope::for_snapshot(), kind, found,
                                          [&](const ledger::Entry& entry) -> Result<void> {
                                            told_.push_back({entry.subject, entry.id.uuid()});
                                            return {};
                                          }));
      return {};
    });
  }

  /// Streets differ: between two fifths and nearly all of their people are reached.
  [[nodiscard]] bool goes(const Visit& visit) const {
    const auto rate = 42 + draw(seed_, visit.division, 54);
    return draw(seed_, visit.person.uuid(), 1, 100) < rate;
  }

  template <class T, class Work>
  Result<void> in_parallel(const std::vector<const T*>& items, Work&& work) {
    std::atomic<std::size_t> next{0};
    std::atomic<bool> failed{false};
    std::optional<Error> error;
    std::mutex mutex;
    const auto loop = [&] {
      for (std::size_t i = next++; i < items.size() && !failed; i = next++) {
        if (const auto result = work(*items[i]); !result) {
          const std::lock_guard lock(mutex);
          failed = true;
          error = result.error();
        }
      }
    };
    {
      // Durable writes wait for the disk together: sixteen at once share its syncs.
      std::vector<std::jthread> pool;
      for (int t = 0; t < 16; ++t) pool.emplace_back(loop);
    }
    if (error) return fail(*error);
    return {};
  }

  [[nodiscard]] ledger::Command command(const ledger::Subject& subject, const std::string& division,
                                        std::string_view what, Date on) const {
    ledger::Command out;
    const auto* unit = opened_.divisions.find(division);
    const auto* district = unit == nullptr
                               ? nullptr
                               : opened_.divisions.ancestor(*unit, codes::DivisionLevel::kDistrict);
    const auto account = account_of_.find(district == nullptr ? "" : district->code);
    out.account = account == account_of_.end() ? account_of_.begin()->second : account->second;
    out.key = derived_uuid(start_of(on).micros() / 1000,
                           digest_of(std::string(what) + to_text(subject.id)));
    out.action = "entry.record";
    out.body = digest_of(what);
    out.subject = subject;
    out.unit = division;
    return out;
  }

  Result<void> visit(const Visit& visit, Date on) {
    const bool reached = draw(seed_, visit.person.uuid(), 3, 100) < 88;
    const auto change = [&](ledger::Act& act) -> Result<ledger::Response> {
      if (!reached) {
        LEYE_CHECK(contact(act, visit, Kind::kFollowUpAttempted, on));
        return ledger::Response{};
      }
      if (visit.follow_up) LEYE_CHECK(contact(act, visit, Kind::kFollowUpDone, on));
      if (visit.ask) LEYE_CHECK(ask(act, visit, on));
      if (visit.package) LEYE_CHECK(package(act, visit, on));
      return ledger::Response{};
    };
    std::int64_t entries = 0;
    std::int64_t closed = 0;
    const auto finish = [&](ledger::Act& act, std::int64_t) -> Result<std::string> {
      entries = static_cast<std::int64_t>(act.entries().size());
      closed = static_cast<std::int64_t>(act.closed_tasks.size());
      return std::string("{}");
    };
    LEYE_CHECK(ledger_.perform(command(ledger::of(visit.person), visit.division, "visit", on),
                               change, finish));
    done_.entries += entries;
    done_.tasks_closed += closed;
    count(visit, reached);
    return {};
  }

  void count(const Visit& visit, bool reached) {
    if (!reached) {
      ++done_.attempts;
      return;
    }
    if (visit.follow_up) ++done_.contacts;
    if (visit.ask) done_.facts += 2;
    if (!visit.package) return;
    ++done_.briefings;
    if (guided(visit)) ++done_.guidances;
    done_.jobs += jobs(visit);
  }

  [[nodiscard]] bool guided(const Visit& visit) const {
    return draw(seed_, visit.person.uuid(), 4, 100) < 81;
  }
  [[nodiscard]] std::int64_t jobs(const Visit& visit) const {
    const auto n = draw(seed_, visit.person.uuid(), 5, 100);
    return n < 62 ? 3 : n < 78 ? 2 : n < 90 ? 1 : 0;
  }

  Result<void> contact(ledger::Act& act, const Visit& visit, Kind kind, Date on) {
    static constexpr std::array kChannels = {"phone", "phone", "phone", "visit", "on_site"};
    static constexpr std::array kStatuses = {"unemployed_searching",
                                             "unemployed_searching",
                                             "unemployed_searching",
                                             "unemployed_not_searching",
                                             "flexible",
                                             "studying",
                                             "caring",
                                             "employed"};
    ledger::NewEntry entry;
    entry.subject = ledger::of(visit.person);
    entry.kind = kind;
    entry.occurred_on = on;
    entry.channel = kChannels[draw(seed_, visit.person.uuid(), 6, kChannels.size())];
    entry.effective = kind == Kind::kFollowUpDone;
    entry.code = kind == Kind::kFollowUpDone
                     ? kStatuses[draw(seed_, visit.person.uuid(), 7, kStatuses.size())]
                     : "no_answer";
    LEYE_CHECK(act.record(entry));
    return {};
  }

  Result<void> ask(ledger::Act& act, const Visit& visit, Date on) {
    for (const char* fact : {"person.able_to_work", "person.wants_work"}) {
      ledger::FactStatement stated;
      stated.person = visit.person;
      stated.fact = fact;
      stated.value = draw(seed_, visit.person.uuid(), 10, 100) < 85 ? "true" : "false";
      stated.occurred_on = on;
      stated.channel = "phone";
      LEYE_CHECK(ledger::state_fact(act, stated));
    }
    return {};
  }

  Result<void> package(ledger::Act& act, const Visit& visit, Date on) {
    ledger::NewEntry entry;
    entry.subject = ledger::of(visit.person);
    entry.occurred_on = on;
    entry.channel = "phone";
    entry.effective = true;
    entry.kind = Kind::kBriefingGiven;
    LEYE_CHECK(act.record(entry));
    if (guided(visit)) {
      entry.kind = Kind::kGuidanceGiven;
      entry.n = 15;
      LEYE_CHECK(act.record(entry));
      entry.n.reset();
    }
    entry.kind = Kind::kJobRecommended;
    const auto first =
        draw(seed_, visit.person.uuid(), 11, std::max<std::size_t>(1, vacancies_.size()));
    for (std::int64_t i = 0; i < jobs(visit) && !vacancies_.empty(); ++i) {
      entry.ref = vacancies_[(first + static_cast<std::size_t>(i) * 37) % vacancies_.size()];
      // Until jobs are matched by the engine, one counts as targeted by the counsellor's reason.
      entry.sealed = R"({"v":1,"note":"与本人意愿的工种、距离和工资相符"})";
      LEYE_CHECK(act.record(entry));
    }
    return {};
  }

  Result<void> tell(const Told& told, Date on) {
    const auto change = [&](ledger::Act& act) -> Result<ledger::Response> {
      ledger::NewEntry entry;
      entry.subject = told.subject;
      entry.kind = Kind::kOutreachDone;
      entry.occurred_on = on;
      entry.channel = "phone";
      entry.effective = true;
      entry.code = "reached";
      entry.ref = told.entitlement;
      LEYE_CHECK(act.record(entry));
      return ledger::Response{};
    };
    LEYE_CHECK(ledger_.perform(command(told.subject, opened_.divisions.root().code,
                                       "tell " + to_text(told.entitlement), on),
                               change));
    ++done_.told;
    ++done_.entries;
    return {};
  }

  Opened& opened_;
  std::uint64_t seed_;
  casework::Casework casework_;
  ManualClock clock_;
  ledger::Ledger ledger_;
  std::unordered_map<std::string, AccountId> account_of_;
  std::vector<Visit> visits_;
  std::vector<Told> told_;
  std::vector<Uuid> vacancies_;
  Done done_;
};

Result<Exit> simulate_command(const Arguments& arguments) {
  LEYE_TRY(const auto from, arguments.date("from"));
  LEYE_TRY(const auto to, arguments.date("to"));
  if (!from || !to) return fail("cli.argument", from ? "--to" : "--from");
  LEYE_TRY(const auto seed, arguments.number("seed", 1));
  LEYE_TRY(const auto opened, open_place(arguments));
  std::vector<Date> days;
  for (Date day = *from; day <= *to; day = Date(day.days() + 1))
    if (iso_weekday(day) <= 5) days.push_back(day);
  if (days.empty()) return fail("cli.argument", "--to");
  Script script(*opened, static_cast<std::uint64_t>(seed));
  LEYE_TRY(const auto counts, script.run(days));
  print(arguments, counts, boost::json::serialize(counts));
  return Exit::kDone;
}

}  // namespace

std::vector<Command> simulate_commands() {
  return {{"simulate",
           "for the demo: scripted workers do a part of the open work, day by day",
           {},
           {data_option(),
            {"from", "DATE", "first day", true},
            {"to", "DATE", "last day", true},
            {"seed", "S", "the same seed does the same work"},
            today_option()},
           simulate_command}};
}

}  // namespace leye::cli
