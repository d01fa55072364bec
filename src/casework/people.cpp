#include "casework/people.h"

#include "access/access.h"

namespace leye::casework {
namespace {

access::PeopleQuery base(Date on) {
  access::PeopleQuery query(access::SystemScope::for_snapshot(), {"r.person_id"});
  query
      .select(
          "r.person_id, r.division, d.place, d.tags FROM responsibility r JOIN person_detail d ON "
          "d.person_id = r.person_id")
      .where(access::committed("r.run_id"))
      .where(access::committed("d.run_id"))
      .where("r.valid_from <= ?", on)
      .where("r.valid_to IS NULL OR r.valid_to >= ?", on);
  return query;
}

Result<std::unordered_map<Uuid, Whereabouts>> read(store::Reader& reader, const store::Sql& sql) {
  std::unordered_map<Uuid, Whereabouts> out;
  LEYE_TRY(const auto rows,
           (reader.query<Uuid, std::string, std::optional<std::string>, std::optional<std::string>>(
               sql)));
  for (const auto& [id, division, place, tags] : rows) {
    Whereabouts& where = out[id];
    where.division = division;
    if (place) where.place = place;
    if (tags) where.tags = tags;
  }
  return out;
}

}  // namespace

Result<std::unordered_map<Uuid, Whereabouts>> whereabouts(store::Reader& reader, Date on) {
  auto query = base(on);
  query.order("r.person_id, r.valid_from, d.number");
  return read(reader, query.sql());
}

Result<std::optional<Whereabouts>> whereabouts_of(store::Reader& reader, PersonId person, Date on) {
  auto query = base(on);
  query.where("r.person_id = ?", person).order("r.person_id, r.valid_from, d.number");
  LEYE_TRY(auto found, read(reader, query.sql()));
  if (found.empty()) return std::optional<Whereabouts>();
  return std::optional<Whereabouts>(std::move(found.begin()->second));
}

Result<std::optional<EntryId>> proof_of(store::Reader& reader, PersonId person) {
  ledger::EntryFilter filter;
  filter.kinds = {ledger::Kind::kFollowUpDone, ledger::Kind::kHomeVisitDone,
                  ledger::Kind::kBriefingGiven, ledger::Kind::kGuidanceGiven,
                  ledger::Kind::kJobRecommended};
  LEYE_TRY(const auto entries, ledger::entries_of(reader, access::SystemScope::for_snapshot(),
                                                  ledger::of(person), filter));
  for (auto it = entries.rbegin(); it != entries.rend(); ++it)
    if (it->effective.value_or(true)) return std::optional<EntryId>(it->id);
  return std::optional<EntryId>();
}

}  // namespace leye::casework
