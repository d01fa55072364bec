#include <algorithm>
#include <array>

#include "access/person_keys.h"
#include "codes/mask.h"
#include "ledger/entries.h"
#include "registry/people.h"
#include "registry/sql.h"

namespace leye::registry {
namespace {

/// The office responsible for `d.person_id` on the bound day (two parameters).
std::string office() {
  return "(SELECT o.division FROM responsibility o WHERE o.person_id = d.person_id AND "
         "o.valid_from <= ? AND (o.valid_to IS NULL OR o.valid_to >= ?) AND " +
         access::committed("o.run_id") + " ORDER BY o.valid_from DESC LIMIT 1)";
}

store::Sql row_columns(Date on) {
  store::Sql sql{"d.person_id, d.name, d.sex, d.birth, d.place, d.tags, ", {}};
  return sql.add(office(), on, on).add(" FROM person_detail d");
}

access::PeopleQuery people(const auto& scope, Date on) {
  access::PeopleQuery q(scope, {"d.person_id"});
  q.select(row_columns(on));
  q.where(newest_detail("person_detail", "person_id")).where(is_root("d.person_id"));
  return q;
}

Result<PersonRow> row_from(const store::Row& row) {
  PersonRow p;
  LEYE_TRY(p.id, row.get<PersonId>(0));
  LEYE_TRY(auto name, row.get<std::optional<std::string>>(1));
  p.name = std::move(name).value_or(std::string());
  LEYE_TRY(p.sex, row.get<std::optional<std::string>>(2));
  LEYE_TRY(p.birth, row.get<std::optional<Date>>(3));
  LEYE_TRY(p.place, row.get<std::optional<std::string>>(4));
  LEYE_TRY(p.tags, row.get<std::optional<std::string>>(5));
  LEYE_TRY(p.division, row.get<std::optional<std::string>>(6));
  return p;
}

/// A role that sees names masked gets them masked, wherever the row goes.
void cover(PersonRow& p, const access::FieldMask& mask) {
  if (mask.reads(access::FieldClass::kName)) return;
  p.name = mask.of(access::FieldClass::kName) >= access::Reach::kMasked ? codes::mask_name(p.name)
                                                                        : std::string();
}

Result<std::vector<PersonRow>> collect(store::Reader& reader, const store::Sql& sql,
                                       const access::FieldMask& mask) {
  std::vector<PersonRow> rows;
  LEYE_CHECK(reader.for_each(sql, [&](const store::Row& row) -> Result<void> {
    LEYE_TRY(auto person, row_from(row));
    cover(person, mask);
    rows.push_back(std::move(person));
    return {};
  }));
  return rows;
}

std::string_view column_of(access::FieldClass field) {
  switch (field) {
    case access::FieldClass::kCitizenId:
      return "citizen_id";
    case access::FieldClass::kPhone:
      return "phone";
    case access::FieldClass::kAddress:
      return "address";
    default:
      return {};
  }
}

/// The sealed value in clear, with no question about the mask.
Result<std::optional<std::string>> open_column(store::Reader& reader, const access::KeyRing& keys,
                                               const access::Scope& scope, PersonId person,
                                               std::string_view column) {
  access::PeopleQuery q(scope, {"d.person_id"});
  q.select("d." + std::string(column) + ", " + access::salt_sql("d.person_id") +
           " FROM person_detail d");
  q.where("d.person_id = ?", person).where(newest_detail("person_detail", "person_id"));
  bool found = false;
  std::optional<std::string> plain;
  LEYE_CHECK(reader.for_each(q.sql(), [&](const store::Row& row) -> Result<void> {
    found = true;
    LEYE_TRY(const auto sealed, access::sealed_at(row, 0));
    if (!sealed) return {};
    LEYE_TRY(const auto salt, access::sealed_at(row, 1));
    LEYE_TRY(plain,
             keys.open({"person_detail", column, to_text(person), salt.value_or("")}, *sealed));
    return {};
  }));
  if (!found) return fail("person.unknown", to_text(person));
  return plain;
}

/// Those whose phone ends so; a last-four index would be guessable, so the values are opened.
Result<std::vector<PersonId>> with_phone_end(store::Reader& reader, const access::KeyRing& keys,
                                             const access::Scope& scope, std::string_view last4) {
  auto q = access::PeopleQuery(scope, {"d.person_id"});
  q.select("d.person_id, d.phone, " + access::salt_sql("d.person_id") + " FROM person_detail d");
  q.where("d.phone IS NOT NULL");
  q.where(newest_detail("person_detail", "person_id"));
  std::vector<PersonId> found;
  LEYE_CHECK(reader.for_each(q.sql(), [&](const store::Row& row) -> Result<void> {
    LEYE_TRY(const auto id, row.get<PersonId>(0));
    LEYE_TRY(const auto sealed, row.bytes(1));
    LEYE_TRY(const auto salt, access::sealed_at(row, 2));
    LEYE_TRY(const auto phone, keys.open({"person_detail", "phone", to_text(id), salt.value_or("")},
                                         store::to_string(sealed)));
    if (phone.ends_with(last4) && found.size() < 200) found.push_back(id);
    return {};
  }));
  return found;
}

store::Sql among(const std::vector<PersonId>& ids) {
  if (ids.empty()) return {"1 = 0", {}};
  store::Sql in{"d.person_id IN (", {}};
  for (std::size_t i = 0; i < ids.size(); ++i) in.add(i == 0 ? "?" : ", ?", ids[i]);
  return in.add(")");
}

Result<void> narrow(access::PeopleQuery& q, store::Reader& reader, const access::KeyRing& keys,
                    const access::Scope& scope, const PeopleFilter& f) {
  if (f.name) q.where("d.name LIKE ?", "%" + *f.name + "%");
  if (f.tag) q.where("d.tags LIKE ?", "%|" + *f.tag + "|%");
  if (f.citizen_id) {
    const auto wanted = access::blind_citizen_ids(keys, *f.citizen_id);
    if (wanted.empty()) return fail("person.id_empty");
    q.where("d.id_key = ? OR d.id_key = ?", wanted.front(), wanted.back());
  }
  if (f.division)
    q.where(office() + " IN (SELECT c.descendant FROM division_closure c WHERE c.ancestor = ?)",
            scope.on(), scope.on(), *f.division);
  if (!f.phone_last4) return {};
  LEYE_TRY(const auto ids, with_phone_end(reader, keys, scope, *f.phone_last4));
  q.where(among(ids));
  return {};
}

}  // namespace

Result<PeoplePage> find_people(store::Reader& reader, const access::KeyRing& keys,
                               const access::Scope& scope, const PeopleFilter& filter,
                               std::optional<PersonId> after, std::int64_t limit) {
  PeoplePage page;
  auto count = access::PeopleQuery(scope, {"d.person_id"});
  count.select("count(*) FROM person_detail d");
  count.where(newest_detail("person_detail", "person_id")).where(is_root("d.person_id"));
  LEYE_CHECK(narrow(count, reader, keys, scope, filter));
  LEYE_TRY(page.total, reader.one<std::int64_t>(count.sql()));
  auto q = people(scope, scope.on());
  LEYE_CHECK(narrow(q, reader, keys, scope, filter));
  if (after) {
    LEYE_TRY(const auto name, reader.find<std::optional<std::string>>(
                                  "SELECT d.name FROM person_detail d WHERE d.person_id = ? AND " +
                                      newest_detail("person_detail", "person_id"),
                                  *after));
    q.where("(coalesce(d.name, '~'), d.person_id) > (?, ?)",
            name.value_or(std::nullopt).value_or("~"), *after);
  }
  q.order("coalesce(d.name, '~'), d.person_id").limit(limit + 1);
  page.query = q.digest();
  LEYE_TRY(page.items, collect(reader, q.sql(), scope.fields()));
  if (static_cast<std::int64_t>(page.items.size()) > limit) {
    page.items.pop_back();
    page.next = page.items.back().id;
  }
  return page;
}

Result<std::map<PersonId, PersonRow>> people_of(store::Reader& reader, const access::Scope& scope,
                                                std::span<const PersonId> ids) {
  std::map<PersonId, PersonRow> found;
  constexpr std::size_t kAtOnce = 500;
  for (std::size_t from = 0; from < ids.size(); from += kAtOnce) {
    const auto part = ids.subspan(from, std::min(kAtOnce, ids.size() - from));
    access::PeopleQuery q(scope, {"d.person_id"});
    q.select(row_columns(scope.on())).where(newest_detail("person_detail", "person_id"));
    q.where(among({part.begin(), part.end()}));
    LEYE_TRY(auto rows, collect(reader, q.sql(), scope.fields()));
    for (auto& row : rows) found.emplace(row.id, std::move(row));
  }
  return found;
}

Result<PersonRow> person_of(store::Reader& reader, const access::Scope& scope, PersonId id) {
  const std::array one{id};
  LEYE_TRY(auto found, people_of(reader, scope, one));
  if (found.empty()) return fail("person.unknown", to_text(id));
  return std::move(found.begin()->second);
}

Result<std::optional<PersonId>> person_by_citizen_id(store::Reader& reader,
                                                     const access::KeyRing& keys,
                                                     std::string_view citizen_id) {
  const auto wanted = access::blind_citizen_ids(keys, citizen_id);
  if (wanted.empty()) return std::optional<PersonId>();
  LEYE_TRY(const auto found,
           reader.find<PersonId>("SELECT " + root_of("i.person_id") +
                                     " FROM person_identity i WHERE i.id_hash IN (?, ?) AND " +
                                     access::committed("i.run_id"),
                                 wanted.front(), wanted.back()));
  return found;
}

Result<std::optional<std::string>> open_field(store::Reader& reader, const access::KeyRing& keys,
                                              const access::Scope& scope, PersonId person,
                                              access::FieldClass field) {
  const auto column = column_of(field);
  if (column.empty() || !scope.fields().reveals(field))
    return fail("access.field_denied", {}, {{"field", std::string(access::code(field))}});
  return open_column(reader, keys, scope, person, column);
}

Result<PersonFields> shown_fields(store::Reader& reader, const access::KeyRing& keys,
                                  const access::Scope& scope, PersonId person) {
  PersonFields shown;
  const auto show = [&](access::FieldClass field,
                        const auto& mask) -> Result<std::optional<std::string>> {
    const auto reach = scope.fields().of(field);
    if (reach < access::Reach::kMasked) return std::optional<std::string>();
    LEYE_TRY(auto plain, open_column(reader, keys, scope, person, column_of(field)));
    // Masked even for roles that may read: a reveal has a purpose and leaves its leaf.
    if (plain) plain = mask(*plain);
    return plain;
  };
  LEYE_TRY(shown.citizen_id, show(access::FieldClass::kCitizenId, codes::mask_citizen_id));
  LEYE_TRY(shown.phone, show(access::FieldClass::kPhone, codes::mask_phone));
  const auto no_detail = [](const std::string&) { return std::string("******"); };
  LEYE_TRY(shown.address, show(access::FieldClass::kAddress, no_detail));
  return shown;
}

Result<void> for_each_person(store::Reader& reader, const access::SystemScope& scope, Date on,
                             const std::function<Result<void>(const PersonRow&)>& each) {
  auto q = people(scope, on);
  q.order("d.person_id");
  return reader.for_each(q.sql(), [&](const store::Row& row) -> Result<void> {
    LEYE_TRY(const auto person, row_from(row));
    return each(person);
  });
}

Result<void> for_each_identity(
    store::Reader& reader, const access::SystemScope& scope,
    const std::function<Result<void>(const access::BlindKey&, PersonId)>& each) {
  access::PeopleQuery q(scope, {"i.person_id"});
  q.select("i.id_hash, " + root_of("i.person_id") + " FROM person_identity i");
  q.where(access::committed("i.run_id")).order("i.id_hash");
  return reader.for_each(q.sql(), [&](const store::Row& row) -> Result<void> {
    LEYE_TRY(const auto key, row.get<access::BlindKey>(0));
    LEYE_TRY(const auto person, row.get<PersonId>(1));
    return each(key, person);
  });
}

}  // namespace leye::registry
