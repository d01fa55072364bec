#include "facts/read_population.h"

#include <algorithm>
#include <boost/json.hpp>
#include <unordered_map>

#include "access/access.h"
#include "ledger/entries.h"
#include "registry/records.h"

namespace leye::facts {
namespace {

using access::SystemScope;
using store::Reader;
using store::Sql;

struct Unit {
  Uuid id;
  std::string kind;
  std::optional<PersonId> person;
  std::optional<EmployerId> employer;
};

class PopulationReader {
 public:
  PopulationReader(Reader& reader, const access::KeyRing& keys, const PopulationFilter& filter)
      : reader_(reader), keys_(keys), filter_(filter) {}

  Result<Population> read() {
    LEYE_CHECK(read_aliases());
    LEYE_CHECK(read_units());
    LEYE_CHECK(read_people());
    LEYE_CHECK(read_places());
    LEYE_CHECK(read_employers());
    add_units();
    for (auto& [subject, members] : out_.members) {
      std::sort(members.begin(), members.end(),
                [](const Member& a, const Member& b) { return a.id < b.id; });
      auto& index = index_[subject];
      for (std::size_t i = 0; i < members.size(); ++i) index[members[i].id] = i;
    }
    LEYE_CHECK(read_deliveries());
    LEYE_CHECK(read_records());
    LEYE_CHECK(read_entries(ledger::SubjectKind::kPerson, "person"));
    LEYE_CHECK(read_entries(ledger::SubjectKind::kEmployer, "employer"));
    return std::move(out_);
  }

 private:
  [[nodiscard]] Uuid root(const Uuid& person) const {
    const auto it = roots_.find(person);
    return it == roots_.end() ? person : it->second;
  }
  Member* member(const std::string& subject, const Uuid& id) {
    const auto& index = index_[subject];
    const auto it = index.find(subject == "person" ? root(id) : id);
    return it == index.end() ? nullptr : &out_.members[subject][it->second];
  }
  /// `AND column IN (…)` of the persons asked for; nothing when everybody is.
  void narrow(Sql& sql, std::string_view column, const std::vector<Uuid>& ids) const {
    if (!filter_.only) return;
    sql.add(" AND ").add(column).add(" IN (");
    for (std::size_t i = 0; i < ids.size(); ++i) sql.add(i == 0 ? "?" : ", ?", ids[i]);
    sql.add(")");
  }

  Result<void> read_aliases() {
    LEYE_TRY(const auto rows,
             (reader_.query<Uuid, Uuid>(
                 "SELECT member, root FROM person_alias WHERE to_command IS NULL")));
    for (const auto& [member_id, root_id] : rows) roots_[member_id] = root_id;
    if (!filter_.only) return {};
    const Uuid asked = root(filter_.only->uuid());
    people_.push_back(asked);
    for (const auto& [member_id, root_id] : roots_)
      if (root_id == asked) people_.push_back(member_id);
    std::sort(people_.begin(), people_.end());
    return {};
  }

  Result<void> read_units() {
    access::PeopleQuery query(SystemScope::for_snapshot(), {"u.person_id"});
    query.select("u.unit_id, u.kind, u.person_id, u.employer_id FROM unit u")
        .where(access::committed("u.run_id"));
    Sql sql = query.sql();
    narrow(sql, "u.person_id", people_);
    LEYE_TRY(const auto rows,
             (reader_.query<Uuid, std::string, std::optional<PersonId>, std::optional<EmployerId>>(
                 sql)));
    for (const auto& [id, kind, person, employer] : rows) {
      units_.push_back({id, kind, person, employer});
      if (employer) employers_.push_back(employer->uuid());
    }
    std::sort(employers_.begin(), employers_.end());
    employers_.erase(std::unique(employers_.begin(), employers_.end()), employers_.end());
    return {};
  }

  Result<void> read_people() {
    access::PeopleQuery query(SystemScope::for_snapshot(), {"d.person_id"});
    query.select("d.person_id, d.number, d.sex, d.birth FROM person_detail d")
        .where(access::committed("d.run_id"));
    Sql sql = query.sql();
    narrow(sql, "d.person_id", people_);
    sql.add(" ORDER BY d.person_id, d.number");
    LEYE_TRY(
        const auto rows,
        (reader_.query<Uuid, std::int64_t, std::optional<std::string>, std::optional<Date>>(sql)));
    auto& members = out_.members["person"];
    std::unordered_map<Uuid, std::size_t> seen;
    for (const auto& [id, number, sex, birth] : rows) {
      const auto [it, added] = seen.try_emplace(root(id), members.size());
      if (added) members.emplace_back().id = root(id);
      Member& person = members[it->second];
      if (birth) person.birth_date = birth;
      if (sex) person.sex = *sex;
    }
    return {};
  }

  Result<void> read_places() {
    access::PeopleQuery query(SystemScope::for_snapshot(), {"r.person_id"});
    query
        .select(
            "r.person_id, d.level, d.code FROM responsibility r JOIN division_closure c ON "
            "c.descendant = r.division JOIN division d ON d.code = c.ancestor")
        .where(access::committed("r.run_id"))
        .where("r.valid_from <= ?", filter_.as_of)
        .where("r.valid_to IS NULL OR r.valid_to >= ?", filter_.as_of)
        .where("c.valid_from <= ?", filter_.as_of)
        .where("c.valid_to IS NULL OR c.valid_to >= ?", filter_.as_of)
        .where("d.valid_from <= ?", filter_.as_of)
        .where("d.valid_to IS NULL OR d.valid_to >= ?", filter_.as_of);
    Sql sql = query.sql();
    narrow(sql, "r.person_id", people_);
    sql.add(" ORDER BY r.person_id, r.valid_from");
    std::unordered_map<Uuid, std::size_t> at;
    auto& people = out_.members["person"];
    for (std::size_t i = 0; i < people.size(); ++i) at[people[i].id] = i;
    LEYE_TRY(const auto rows, (reader_.query<Uuid, std::string, std::string>(sql)));
    for (const auto& [id, level, code] : rows) {
      const auto found = at.find(root(id));
      if (found == at.end()) continue;
      Member& person = people[found->second];
      if (level == "district") person.district = code;
      if (level == "street") person.street = code;
      if (level == "community") person.community = code;
    }
    return {};
  }

  Result<void> read_employers() {
    Sql sql{"SELECT e.employer_id FROM employer e WHERE " + access::committed("e.run_id")};
    if (filter_.only && employers_.empty()) {
      out_.members["employer"];
      return {};
    }
    narrow(sql, "e.employer_id", employers_);
    LEYE_TRY(const auto rows, reader_.query<Uuid>(sql));
    auto& members = out_.members["employer"];
    for (const auto& id : rows) members.emplace_back().id = id;
    return {};
  }

  /// `reaches` in the order of the catalogue: person, employer, then the base or business of that
  /// employer (rules.md §5.1.1).
  void add_units() {
    const auto of_employer = units_by_employer();
    for (const auto& unit : units_) {
      Member member;
      member.id = unit.id;
      const auto person =
          unit.person ? std::optional<Uuid>(root(unit.person->uuid())) : std::nullopt;
      const auto employer =
          unit.employer ? std::optional<Uuid>(unit.employer->uuid()) : std::nullopt;
      const auto other = [&](const char* kind) -> std::optional<Uuid> {
        const auto it = employer ? of_employer.find({kind, *employer}) : of_employer.end();
        return it == of_employer.end() ? std::nullopt : std::optional(it->second);
      };
      if (unit.kind == "business")
        member.reaches = {person};
      else if (unit.kind == "base")
        member.reaches = {employer};
      else
        member.reaches = {person, employer};
      if (unit.kind == "internship") member.reaches.push_back(other("base"));
      if (unit.kind == "loan") member.reaches.push_back(other("business"));
      out_.members[unit.kind].push_back(std::move(member));
    }
  }

  /// The one base or business of an employer; an employer with two has none that is sure.
  [[nodiscard]] std::map<std::pair<std::string, Uuid>, Uuid> units_by_employer() const {
    std::map<std::pair<std::string, Uuid>, Uuid> found;
    std::set<std::pair<std::string, Uuid>> twice;
    for (const auto& unit : units_) {
      if (!unit.employer || (unit.kind != "base" && unit.kind != "business")) continue;
      const std::pair key{unit.kind, unit.employer->uuid()};
      if (!found.emplace(key, unit.id).second) twice.insert(key);
    }
    for (const auto& key : twice) found.erase(key);
    return found;
  }

  Result<void> read_deliveries() {
    LEYE_TRY(const auto rows,
             (reader_.query<std::string, Date>(
                 "SELECT DISTINCT r.register, x.business_date FROM run x JOIN record r ON r.run_id "
                 "= x.run_id WHERE x.state = 'committed' AND r.row_no = (SELECT min(f.row_no) FROM "
                 "record f WHERE f.run_id = x.run_id)")));
    for (const auto& [register_code, on] : rows) out_.delivered[register_code].insert(on);
    return {};
  }

  Result<void> read_records() {
    access::PeopleQuery query(SystemScope::for_snapshot(), {"l.subject_id"});
    query
        .select(
            "l.subject_id, l.subject_kind, r.record_id, r.register, r.payload, r.version, CASE "
            "WHEN r.payload LIKE ? THEN r.sealed END FROM link l JOIN record r ON r.record_id = "
            "l.record_id",
            "%\"" + std::string(registry::kSensitive) + "\"%")
        .where(access::committed("l.run_id"))
        .where("l.ended_run IS NULL AND l.ended_command IS NULL")
        .where(access::committed("r.run_id"))
        .where(
            "NOT EXISTS (SELECT 1 FROM record n WHERE n.register = r.register AND n.record_key = "
            "r.record_key AND n.version > r.version AND " +
            access::committed("n.run_id") + ")");
    Sql sql = query.sql();
    std::vector<Uuid> subjects = people_;
    subjects.insert(subjects.end(), employers_.begin(), employers_.end());
    for (const auto& unit : units_) subjects.push_back(unit.id);
    narrow(sql, "l.subject_id", subjects);
    sql.add(" ORDER BY r.register, r.record_key, l.subject_id");
    std::unordered_map<Uuid, const boost::json::object*> parsed;
    return reader_.for_each(sql, [&](const store::Row& row) -> Result<void> {
      LEYE_TRY(const auto subject, row.get<Uuid>(0));
      LEYE_TRY(const auto kind, row.get<std::string>(1));
      LEYE_TRY(const auto record, row.get<RecordId>(2));
      LEYE_TRY(const auto register_code, row.get<std::string>(3));
      Member* owner = find_linked(kind, subject);
      if (owner == nullptr) return {};
      auto& cells = parsed[record.uuid()];
      if (cells == nullptr) {
        LEYE_TRY(const auto payload, row.get<std::string>(4));
        boost::system::error_code bad;
        auto value = boost::json::parse(payload, bad);
        if (bad || !value.is_object())
          return fail("facts.payload", register_code, {{"record", to_text(record)}});
        LEYE_CHECK(add_sensitive(row, record, value.as_object()));
        out_.cells.push_back(std::move(value.as_object()));
        cells = &out_.cells.back();
      }
      owner->rows[register_code].push_back({record, cells});
      return {};
    });
  }

  /// Nothing where the person was erased: what was sealed is gone.
  Result<void> add_sensitive(const store::Row& row, RecordId id, boost::json::object& cells) {
    LEYE_TRY(auto bytes, row.get<std::optional<store::Bytes>>(6));
    if (!bytes) return {};
    registry::Record record;
    record.id = id;
    LEYE_TRY(record.version, row.get<int>(5));
    record.sealed = std::move(*bytes);
    LEYE_TRY(const auto text, registry::open_sealed(keys_, record));
    boost::system::error_code bad;
    const auto sealed = boost::json::parse(text, bad);
    if (bad || !sealed.is_object()) return fail("facts.payload", {}, {{"record", to_text(id)}});
    const auto* found = sealed.as_object().if_contains(registry::kSensitive);
    if (found == nullptr || !found->is_object()) return {};
    for (const auto& [name, value] : found->as_object()) cells[name] = value;
    return {};
  }

  Member* find_linked(const std::string& kind, const Uuid& id) {
    if (kind == "person" || kind == "employer") return member(kind, id);
    for (auto& [subject, index] : index_)
      if (subject != "person" && subject != "employer")
        if (const auto it = index.find(id); it != index.end())
          return &out_.members[subject][it->second];
    return nullptr;
  }

  std::string_view keep(std::string text) {
    const auto [it, added] = texts_.try_emplace(std::move(text), std::string_view());
    if (added) {
      out_.texts.push_back(it->first);
      it->second = out_.texts.back();
    }
    return it->second;
  }

  Result<void> read_entries(ledger::SubjectKind kind, const std::string& subject) {
    ledger::EntryFilter filter;
    filter.until = filter_.as_of;
    filter.seal = filter_.seal;
    const auto add = [&](const ledger::Entry& entry) -> Result<void> {
      Member* owner = member(subject, entry.subject.id);
      if (owner == nullptr) return {};
      EntryRow row;
      row.kind = keep(std::string(code(entry.kind)));
      row.occurred_on = entry.occurred_on;
      row.recorded_by = keep(entry.recorded_by ? to_text(*entry.recorded_by) : "");
      row.unit = keep(entry.unit.value_or(""));
      row.channel = keep(entry.channel.value_or(""));
      row.effective = entry.effective;
      row.code = entry.code.value_or("");
      row.ref = entry.ref ? to_text(*entry.ref) : "";
      row.n = entry.n;
      if (entry.fen) row.fen = entry.fen->count();
      row.fact_from = entry.fact_from;
      row.fact_to = entry.fact_to;
      owner->entries.push_back(std::move(row));
      return {};
    };
    if (filter_.only) {
      const auto scope = SystemScope::for_snapshot();
      for (const auto& id : kind == ledger::SubjectKind::kPerson ? people_ : employers_) {
        LEYE_TRY(const auto entries, ledger::entries_of(reader_, scope, {kind, id}, filter));
        for (const auto& entry : entries) LEYE_CHECK(add(entry));
      }
    } else {
      LEYE_CHECK(ledger::for_each_entry(reader_, SystemScope::for_snapshot(), kind, filter, add));
    }
    // Two members of one merged person come one after the other; rules see them by day.
    for (auto& owner : out_.members[subject])
      std::stable_sort(
          owner.entries.begin(), owner.entries.end(),
          [](const EntryRow& a, const EntryRow& b) { return a.occurred_on < b.occurred_on; });
    return {};
  }

  Reader& reader_;
  const access::KeyRing& keys_;
  const PopulationFilter& filter_;
  Population out_;
  std::unordered_map<Uuid, Uuid> roots_;
  std::vector<Uuid> people_;
  std::vector<Uuid> employers_;
  std::vector<Unit> units_;
  std::unordered_map<std::string, std::unordered_map<Uuid, std::size_t>> index_;
  std::unordered_map<std::string, std::string_view> texts_;
};

}  // namespace

Result<Population> read_population(Reader& reader, const access::KeyRing& keys,
                                   const PopulationFilter& filter) {
  return PopulationReader(reader, keys, filter).read();
}

}  // namespace leye::facts
