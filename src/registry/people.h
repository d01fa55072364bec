#pragma once
#include <cstdint>
#include <functional>
#include <map>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "ledger/act.h"

namespace leye::registry {

/// The id of a person whom a record brought in: time = business date, random part = keyed hash of
/// (file digest, register, attempt, row).
[[nodiscard]] PersonId new_person_id(const access::KeyRing&, Date business_date, const Digest& file,
                                     std::string_view register_code, int attempt, std::int64_t row);

/// The best values of a person's records. Written anew by each link run that changes them.
struct PersonUpdate {
  PersonId id;
  bool is_new = false;
  std::optional<std::string> name;
  std::optional<std::string> sex;  ///< `M`, `F`
  std::optional<Date> birth;
  std::optional<std::string> place;  ///< community or building: coarse, sorts a walk
  std::optional<std::string> tags;   ///< target groups as `|grad|hard|`
  std::optional<std::string> citizen_id;
  std::optional<std::string> phone;
  std::optional<std::string> address;
  std::optional<std::string> division;  ///< set = responsible from `division_from` on
  Date division_from;
};
/// In a slice of a link run. A citizen id belongs to one person: error `person.identity_taken`.
Result<void> put_people(ledger::Act&, std::span<const PersonUpdate>);
Result<void> set_responsible(ledger::Act&, PersonId, std::string_view division, Date from);

/// What a list may show. Members of a merge are left out, their root stands for them.
struct PersonRow {
  PersonId id;
  std::string name;
  std::optional<std::string> sex;
  std::optional<Date> birth;
  std::optional<std::string> place;
  std::optional<std::string> tags;
  std::optional<std::string> division;
};
struct PeopleFilter {
  std::optional<std::string> name;        ///< part of it
  std::optional<std::string> citizen_id;  ///< full
  std::optional<std::string> phone_last4;
  std::optional<std::string> tag;
  std::optional<std::string> division;  ///< inside the scope
};
struct PeoplePage {
  std::vector<PersonRow> items;
  std::optional<PersonId> next;
  std::int64_t total = 0;
  Digest query{};
};
/// One page, by name then id.
Result<PeoplePage> find_people(store::Reader&, const access::KeyRing&, const access::Scope&,
                               const PeopleFilter&, std::optional<PersonId> after,
                               std::int64_t limit);
/// For rows of another list (work items, indicators): those of the ids that the scope sees.
Result<std::map<PersonId, PersonRow>> people_of(store::Reader&, const access::Scope&,
                                                std::span<const PersonId>);
/// Error `person.unknown`, also when she is outside of the scope.
Result<PersonRow> person_of(store::Reader&, const access::Scope&, PersonId);
/// Who has this full id number; nothing when nobody has, or it is empty.
Result<std::optional<PersonId>> person_by_citizen_id(store::Reader&, const access::KeyRing&,
                                                     std::string_view citizen_id);

/// Is this (normalised) the phone we hold of her? Nothing is opened.
Result<bool> has_phone(store::Reader&, const access::KeyRing&, PersonId, std::string_view phone);

/// A sealed field (kCitizenId, kPhone, kAddress) in clear, if the scope's mask lets it be read or
/// revealed; leave the leaf first. Errors `person.unknown`, `access.field_denied`.
Result<std::optional<std::string>> open_field(store::Reader&, const access::KeyRing&,
                                              const access::Scope&, PersonId, access::FieldClass);
/// Id, phone and address masked, or nothing where the role may not even see them masked. In clear
/// only by `open_field`, after a reveal leaf.
struct PersonFields {
  std::optional<std::string> citizen_id;
  std::optional<std::string> phone;
  std::optional<std::string> address;
};
Result<PersonFields> shown_fields(store::Reader&, const access::KeyRing&, const access::Scope&,
                                  PersonId);

/// Set-wise for the snapshot builder and link runs: every visible person by id, roots only, with
/// the office responsible on a day.
Result<void> for_each_person(store::Reader&, const access::SystemScope&, Date on,
                             const std::function<Result<void>(const PersonRow&)>& each);
/// The index by keyed id number, for the exact tier.
Result<void> for_each_identity(
    store::Reader&, const access::SystemScope&,
    const std::function<Result<void>(const access::BlindKey&, PersonId)>& each);

/// Reads `member` as `root` from now on (`IdentityMerged`); no row is rewritten, chains stay flat.
/// Errors `person.merge_self`, `person.merged_already`,
/// `person.has_members` (split those first, or merge them into the root).
Result<void> merge(ledger::Act&, PersonId root, PersonId member, std::string_view body);
/// Ends it (`IdentitySplit`). Error `person.not_merged`.
Result<void> split(ledger::Act&, PersonId member, std::string_view body);

}  // namespace leye::registry
