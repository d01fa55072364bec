#include "access/person_keys.h"

#include <sodium.h>

#include <algorithm>
#include <array>

namespace leye::access {

Result<std::map<Uuid, std::string>> person_salts(store::Transaction& tx,
                                                 std::span<const Uuid> people) {
  constexpr std::size_t kAtOnce = 500;
  std::map<Uuid, std::string> salts;
  store::Values rows;
  for (const auto& person : people) {
    std::array<std::uint8_t, 32> salt{};
    randombytes_buf(salt.data(), salt.size());
    rows.emplace_back(person);
    rows.emplace_back(salt);
  }
  LEYE_CHECK(tx.execute_each(
      "INSERT INTO person_key (person_id, salt) VALUES (?, ?) ON CONFLICT (person_id) DO NOTHING",
      2, rows));
  for (std::size_t from = 0; from < people.size(); from += kAtOnce) {
    const auto part = people.subspan(from, std::min(kAtOnce, people.size() - from));
    store::Sql sql{"SELECT person_id, salt FROM person_key WHERE person_id IN ("};
    for (std::size_t i = 0; i < part.size(); ++i) sql.add(i == 0 ? "?" : ", ?", part[i]);
    LEYE_TRY(const auto found, (tx.query<Uuid, store::Bytes>(sql.add(")"))));
    for (const auto& [person, salt] : found) salts.emplace(person, store::to_string(salt));
  }
  return salts;
}

Result<std::string> person_salt(store::Reader& reader, const Uuid& person) {
  LEYE_TRY(const auto salt,
           reader.find<store::Bytes>("SELECT salt FROM person_key WHERE person_id = ?", person));
  return salt ? store::to_string(*salt) : std::string();
}

Result<void> destroy_salt(store::Transaction& tx, const Uuid& person) {
  LEYE_CHECK(tx.execute("DELETE FROM person_key WHERE person_id = ?", person));
  return {};
}

}  // namespace leye::access
