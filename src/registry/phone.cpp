#include "registry/people.h"
#include "registry/sql.h"

namespace leye::registry {

Result<bool> has_phone(store::Reader& reader, const access::KeyRing& keys, PersonId person,
                       std::string_view phone) {
  const auto wanted = keys.blind_all(access::kIndexPhone, phone);
  if (wanted.empty()) return false;
  LEYE_TRY(const auto found,
           reader.one<std::int64_t>("SELECT count(*) FROM person_detail d WHERE d.person_id = ? "
                                    "AND d.phone_key IN (?, ?) AND " +
                                        newest_detail("person_detail", "person_id"),
                                    person, wanted.front(), wanted.back()));
  return found > 0;
}

}  // namespace leye::registry
