#include "reconcile/link_run.h"

#include <algorithm>
#include <boost/json.hpp>
#include <unordered_map>

#include "codes/citizen_id.h"
#include "reconcile/register_subjects.h"
#include "registry/registry.h"

namespace leye::reconcile {
namespace {

namespace json = boost::json;
using access::SystemScope;

struct Known {
  PersonId id;
  std::string name;
  std::string sex;  ///< `M`, `F` or empty
  std::optional<Date> birth;
};

struct Waiting {
  RecordId record;
  std::string register_code;
  std::string reason;
  PersonId candidate;
};

/// What a link run writes, worked out in memory before the first slice: the same input gives the
/// same plan, so a run that died goes on where it stopped.
struct Plan {
  std::vector<registry::PersonUpdate> people;
  std::vector<registry::EmployerUpdate> employers;
  std::vector<registry::Unit> units;
  std::vector<registry::Link> links;
  std::vector<Waiting> waiting;
  LinkCounts counts;
};

std::string text_of(const json::object& cells, const std::string& column) {
  if (column.empty()) return {};
  const auto* value = cells.if_contains(column);
  const auto* text = value == nullptr ? nullptr : value->if_string();
  return text == nullptr ? std::string() : std::string(*text);
}

struct KeyHash {
  std::size_t operator()(const access::BlindKey& key) const {
    std::size_t h = 0;
    for (std::size_t i = 0; i < 8; ++i) h = h << 8 | key[i];
    return h;
  }
};

class Planner {
 public:
  Planner(store::Reader& reader, const access::KeyRing& keys, RunId run,
          const codes::Divisions& divisions, Date on, std::vector<GroupRule> groups)
      : reader_(reader),
        keys_(keys),
        run_(run),
        divisions_(divisions),
        on_(on),
        groups_(std::move(groups)) {}

  Result<Plan> plan(const std::vector<RegisterSubjects>& registers) {
    LEYE_CHECK(read_known());
    for (const auto& of : registers) {
      std::vector<registry::Record> records;
      LEYE_CHECK(registry::for_each_record(reader_, SystemScope::for_run(run_), of.register_code,
                                           std::nullopt, [&](const registry::Record& record) {
                                             records.push_back(record);
                                             return Result<void>();
                                           }));
      for (const auto& record : records) LEYE_CHECK(one(of, record));
    }
    link_insurance_to_hires();
    finish();
    return std::move(out_);
  }

 private:
  Result<void> read_known() {
    const auto scope = SystemScope::for_run(run_);
    std::unordered_map<Uuid, std::size_t> at;
    LEYE_CHECK(registry::for_each_person(
        reader_, scope, on_, [&](const registry::PersonRow& row) -> Result<void> {
          at[row.id.uuid()] = known_.size();
          known_.push_back({row.id, row.name, row.sex.value_or(""), row.birth});
          return {};
        }));
    LEYE_CHECK(registry::for_each_identity(
        reader_, scope, [&](const access::BlindKey& key, PersonId id) -> Result<void> {
          if (const auto it = at.find(id.uuid()); it != at.end()) by_key_[key] = it->second;
          return {};
        }));
    LEYE_CHECK(registry::for_each_employer(reader_, [&](const registry::EmployerRow& row) {
      employers_[row.id.uuid()] = true;
      return Result<void>();
    }));
    for (const char* kind : {"person", "employer", "hire", "business", "vacancy", "base",
                             "internship", "training", "assessment", "loan"})
      LEYE_CHECK(registry::for_each_link(reader_, scope, kind, [&](const registry::Link& link) {
        linked_[{link.record.uuid(), link.subject_kind}] = link.subject;
        return Result<void>();
      }));
    return {};
  }

  Result<void> one(const RegisterSubjects& of, const registry::Record& record) {
    ++out_.counts.records;
    boost::system::error_code bad;
    const auto payload = json::parse(record.payload, bad);
    if (bad || !payload.is_object())
      return fail("reconcile.payload", of.register_code, {{"record", to_text(record.id)}});
    const auto& cells = payload.as_object();
    std::optional<PersonId> person;
    if (of.person && record.id_key) {
      LEYE_TRY(person, place_person(of, record, cells));
      // The unit of a row whose person is in doubt waits with it.
      if (!person) return {};
      add_groups(of, cells, *person);
    }
    const auto employer = of.employer ? place_employer(of, record, cells) : std::nullopt;
    if (!of.unit.empty() && (of.unit != "business" || person))
      place_unit(of, record, person, employer);
    if (of.register_code == "social_insurance" && person && employer)
      insurance_.push_back({*person, *employer, record.id});
    return {};
  }

  Result<std::optional<PersonId>> place_person(const RegisterSubjects& of,
                                               const registry::Record& record,
                                               const json::object& cells) {
    LEYE_TRY(const auto sealed_text, registry::open_sealed(keys_, record));
    boost::system::error_code bad;
    const auto sealed = json::parse(sealed_text, bad);
    const json::object kEmpty;
    const json::object* values = &kEmpty;
    if (!bad && sealed.is_object())
      if (const auto* inner = sealed.as_object().if_contains("values"); inner && inner->is_object())
        values = &inner->as_object();
    const auto read = [&](const std::string& column) {
      const auto plain = text_of(cells, column);
      return plain.empty() ? text_of(*values, column) : plain;
    };
    const std::string name = read(of.name);
    const std::string citizen_id = read(of.citizen_id);
    const auto parsed = codes::parse_citizen_id(citizen_id, on_, codes::AreaCheck::kWide);
    const auto already = linked_.find({record.id.uuid(), "person"});
    const auto found = by_key_.find(*record.id_key);
    if (found != by_key_.end()) {
      Known& known = known_[found->second];
      const std::string reason = contradiction(of, read, name, known);
      if (!reason.empty()) {
        if (already == linked_.end())
          out_.waiting.push_back({record.id, of.register_code, reason, known.id});
        return std::optional<PersonId>();
      }
      fill(of, read, known);
      if (already == linked_.end()) add_link(record.id, "person", known.id.uuid(), "id");
      return std::optional<PersonId>(known.id);
    }
    return std::optional<PersonId>(new_person(of, record, read, name, citizen_id, parsed));
  }

  template <class Read>
  static std::string contradiction(const RegisterSubjects& of, Read&& read, const std::string& name,
                                   const Known& known) {
    if (!names_agree(name, known.name)) return "name_conflict";
    const std::string sex = read(of.sex);
    const std::string letter = sex == "male" ? "M" : sex == "female" ? "F" : "";
    if (!letter.empty() && !known.sex.empty() && letter != known.sex) return "sex_conflict";
    const auto birth = parse_date(read(of.birth));
    if (birth && known.birth && *birth != *known.birth) return "birth_conflict";
    return "";
  }

  template <class Read>
  PersonId new_person(const RegisterSubjects& of, const registry::Record& record, Read&& read,
                      const std::string& name, const std::string& citizen_id,
                      const Result<codes::CitizenId>& parsed) {
    registry::PersonUpdate update;
    update.id = registry::new_person_id(keys_, on_, digest_of(of.register_code + record.key),
                                        of.register_code, 1, record.row);
    update.is_new = true;
    update.name = name.empty() ? std::nullopt : std::optional(name);
    update.citizen_id = citizen_id;
    update.division_from = on_;
    Known known{update.id, name, "", std::nullopt};
    if (parsed) {
      known.birth = parsed->birth;
      known.sex = parsed->sex == codes::Sex::kMale ? "M" : "F";
      update.birth = known.birth;
      update.sex = known.sex;
    }
    update_of_[update.id.uuid()] = out_.people.size();
    out_.people.push_back(std::move(update));
    by_key_[*record.id_key] = known_.size();
    known_.push_back(known);
    ++out_.counts.persons_new;
    fill(of, read, known_.back());
    add_link(record.id, "person", known.id.uuid(), "id");
    return known.id;
  }

  /// Details the person lacks so far; the registers come in the order in which they are trusted.
  template <class Read>
  void fill(const RegisterSubjects& of, Read&& read, const Known& known) {
    const auto it = update_of_.find(known.id.uuid());
    if (it == update_of_.end()) return;
    registry::PersonUpdate& update = out_.people[it->second];
    if (const auto phone = read(of.phone); !update.phone && !phone.empty()) update.phone = phone;
    if (const auto address = read(of.address); !update.address && !address.empty())
      update.address = address;
    if (update.division) return;
    const auto division = read(of.division);
    if (division.empty()) return;
    const auto unit = divisions_.resolve(division);
    if (!unit) return;
    update.division = (*unit)->code;
    update.place = (*unit)->name;
  }

  void add_groups(const RegisterSubjects& of, const json::object& cells, PersonId person) {
    const auto it = update_of_.find(person.uuid());
    if (it == update_of_.end()) return;
    auto& tags = out_.people[it->second].tags;
    for (const auto& rule : groups_) {
      if (rule.register_code != of.register_code) continue;
      bool matches = true;
      for (const auto& [column, values] : rule.where) {
        const auto* cell = cells.if_contains(column);
        const std::string text = cell == nullptr     ? ""
                                 : cell->is_string() ? std::string(cell->as_string())
                                                     : json::serialize(*cell);
        matches = matches && std::find(values.begin(), values.end(), text) != values.end();
      }
      const std::string tag = "|" + rule.group + "|";
      if (!matches || (tags && tags->find(tag) != std::string::npos)) continue;
      tags = tags.value_or("|") + rule.group + "|";
    }
  }

  std::optional<EmployerId> place_employer(const RegisterSubjects& of,
                                           const registry::Record& record,
                                           const json::object& cells) {
    const std::string uscc = text_of(cells, of.uscc);
    if (uscc.empty()) return std::nullopt;
    const EmployerId id = registry::employer_id(uscc);
    const auto [known, added] = employers_.try_emplace(id.uuid(), true);
    if (added) {
      registry::EmployerUpdate update;
      update.id = id;
      update.number = uscc;
      update.uscc = uscc;
      if (auto name = text_of(cells, of.employer_name); !name.empty()) update.name = name;
      if (auto at = text_of(cells, of.employer_division); !at.empty())
        if (const auto unit = divisions_.resolve(at)) update.division = (*unit)->code;
      out_.employers.push_back(std::move(update));
      ++out_.counts.employers_new;
    }
    if (!linked_.contains({record.id.uuid(), "employer"}))
      add_link(record.id, "employer", id.uuid(), "id");
    return id;
  }

  void place_unit(const RegisterSubjects& of, const registry::Record& record,
                  std::optional<PersonId> person, std::optional<EmployerId> employer) {
    const UnitId id = registry::unit_id(of.unit, record.id);
    if (of.unit == "hire" && person && employer)
      hires_[{person->uuid(), employer->uuid()}].push_back(id.uuid());
    if (linked_.contains({record.id.uuid(), of.unit})) return;
    out_.units.push_back({id, of.unit, person, employer, record.id});
    ++out_.counts.units_new;
    add_link(record.id, of.unit, id.uuid(), "register");
  }

  /// Months insured at the employer speak of the hire as well (contract.si_paid_months).
  void link_insurance_to_hires() {
    for (const auto& [person, employer, record] : insurance_) {
      const auto hires = hires_.find({person.uuid(), employer.uuid()});
      if (hires == hires_.end() || linked_.contains({record.uuid(), "hire"})) continue;
      for (const auto& hire : hires->second) add_link(record, "hire", hire, "register");
    }
  }

  void add_link(RecordId record, std::string kind, const Uuid& subject, std::string tier) {
    if (kind == "person") ++out_.counts.linked;
    out_.links.push_back({record, std::move(kind), subject, std::move(tier), std::nullopt});
  }

  void finish() {
    out_.counts.persons = static_cast<std::int64_t>(known_.size());
    out_.counts.waiting = static_cast<std::int64_t>(out_.waiting.size());
    for (const auto& item : out_.waiting) ++out_.counts.waiting_by[item.reason];
    const auto root = divisions_.root().code;
    for (auto& update : out_.people)
      // Nobody is without a responsible office: who gave no place belongs to the city's desk.
      if (!update.division) update.division = root;
  }

  struct Insured {
    PersonId person;
    EmployerId employer;
    RecordId record;
  };
  store::Reader& reader_;
  const access::KeyRing& keys_;
  RunId run_;
  const codes::Divisions& divisions_;
  Date on_;
  std::vector<GroupRule> groups_;
  Plan out_;
  std::vector<Known> known_;
  std::unordered_map<access::BlindKey, std::size_t, KeyHash> by_key_;
  std::unordered_map<Uuid, std::size_t> update_of_;
  std::unordered_map<Uuid, bool> employers_;
  std::map<std::pair<Uuid, std::string>, Uuid> linked_;
  std::map<std::pair<Uuid, Uuid>, std::vector<Uuid>> hires_;
  std::vector<Insured> insurance_;
};

json::object to_json(const LinkCounts& counts) {
  json::object waiting;
  for (const auto& [reason, n] : counts.waiting_by) waiting[reason] = n;
  return {{"records", counts.records},         {"linked", counts.linked},
          {"persons_new", counts.persons_new}, {"employers_new", counts.employers_new},
          {"units_new", counts.units_new},     {"waiting", counts.waiting},
          {"waiting_by", std::move(waiting)},  {"persons", counts.persons}};
}

LinkCounts counts_from(const std::string& summary) {
  LinkCounts counts;
  boost::system::error_code bad;
  const auto value = json::parse(summary, bad);
  if (bad || !value.is_object()) return counts;
  const auto& in = value.as_object();
  const auto number = [&](std::string_view key) {
    const auto* n = in.if_contains(key);
    return n == nullptr ? 0 : n->to_number<std::int64_t>();
  };
  counts.records = number("records");
  counts.linked = number("linked");
  counts.persons_new = number("persons_new");
  counts.employers_new = number("employers_new");
  counts.units_new = number("units_new");
  counts.waiting = number("waiting");
  counts.persons = number("persons");
  if (const auto* by = in.if_contains("waiting_by"); by && by->is_object())
    for (const auto& [reason, n] : by->as_object())
      counts.waiting_by[std::string(reason)] = n.to_number<std::int64_t>();
  return counts;
}

/// The imports the run is about: the same ones again are the same run.
Result<Digest> input_of(store::Reader& reader) {
  LEYE_TRY(const auto runs, ledger::runs_of(reader, "import", 100000));
  Hasher hasher;
  hasher.field("exact-1");
  for (const auto& run : runs)
    if (run.state != ledger::RunState::kPending)
      hasher.field(to_text(run.id)).field(code(run.state));
  return hasher.finish();
}

template <class T, class Put>
Result<void> write_all(ledger::Runs& runs, const ledger::Run& run, std::string_view phase,
                       const std::vector<T>& rows, Put&& put) {
  return runs.slices(
      run, phase, static_cast<std::int64_t>(rows.size()),
      [&](ledger::Act& act, std::int64_t from, std::int64_t to) -> Result<void> {
        return put(act, std::span<const T>(rows).subspan(static_cast<std::size_t>(from),
                                                         static_cast<std::size_t>(to - from)));
      });
}

Result<void> put_waiting(ledger::Act& act, std::span<const Waiting> rows) {
  store::RowBatch batch("link_waiting", {"record_id", "run_id", "register", "reason", "candidate"});
  for (const auto& row : rows)
    batch.add(row.record, *act.run(), row.register_code, row.reason, row.candidate);
  return act.tx().copy_in(batch);
}

}  // namespace

Result<LinkResult> link_registers(ledger::Runs& runs, const rules::Pack& pack,
                                  const std::filesystem::path& pack_folder,
                                  const codes::Divisions& divisions) {
  LEYE_TRY(const auto registers, load_register_subjects(pack_folder));
  LEYE_TRY(const auto groups, load_groups(pack_folder));
  const auto input = runs.db().read([](store::Reader& reader) { return input_of(reader); });
  if (!input) return fail(input.error());
  LEYE_TRY(const auto run, runs.begin({"link", *input, std::nullopt, "{}"}));
  if (run.state == ledger::RunState::kCommitted)
    return LinkResult{run, counts_from(run.summary), true};
  const auto plan = runs.db().read([&](store::Reader& reader) {
    return Planner(reader, runs.keys(), run.id, divisions, run.business_date, groups)
        .plan(registers);
  });
  if (!plan) return fail(plan.error());
  LEYE_CHECK(write_all(runs, run, "people", plan->people,
                       [](ledger::Act& act, std::span<const registry::PersonUpdate> rows) {
                         return registry::put_people(act, rows);
                       }));
  LEYE_CHECK(write_all(runs, run, "employers", plan->employers,
                       [](ledger::Act& act, std::span<const registry::EmployerUpdate> rows) {
                         return registry::put_employers(act, rows);
                       }));
  LEYE_CHECK(write_all(runs, run, "units", plan->units,
                       [](ledger::Act& act, std::span<const registry::Unit> rows) {
                         return registry::put_units(act, rows);
                       }));
  LEYE_CHECK(write_all(runs, run, "links", plan->links,
                       [](ledger::Act& act, std::span<const registry::Link> rows) {
                         return registry::put_links(act, rows);
                       }));
  LEYE_CHECK(write_all(runs, run, "waiting", plan->waiting, put_waiting));
  LEYE_TRY(const auto done, runs.commit(run, ledger::campaign(pack.campaign.id),
                                        json::serialize(to_json(plan->counts))));
  return LinkResult{done, plan->counts, false};
}

Result<std::vector<WaitingRecord>> waiting(store::Reader& reader, std::int64_t limit) {
  LEYE_TRY(const auto rows,
           (reader.query<RecordId, std::string, std::string, std::optional<PersonId>>(
               "SELECT w.record_id, w.register, w.reason, w.candidate FROM link_waiting w WHERE " +
                   access::committed("w.run_id") +
                   " AND NOT EXISTS (SELECT 1 FROM link l WHERE l.record_id = w.record_id AND "
                   "l.subject_kind = 'person' AND l.ended_run IS NULL AND l.ended_command IS NULL "
                   "AND " +
                   access::committed("l.run_id") + ") ORDER BY w.reason, w.record_id LIMIT ?",
               limit)));
  std::vector<WaitingRecord> out;
  for (const auto& [record, register_code, reason, candidate] : rows)
    out.push_back({record, register_code, reason, candidate});
  return out;
}

}  // namespace leye::reconcile
