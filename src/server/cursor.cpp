#include "server/cursor.h"

#include <sodium.h>

namespace leye::server {

std::string Cursors::proof(std::string_view list, AccountId account, const Uuid& after) const {
  const std::string who = to_text(account);
  const std::string where = to_text(after);
  return to_text(keys_.keyed_digest("cursor", {list, who, where})).substr(0, 32);
}

std::string Cursors::make(std::string_view list, AccountId account, const Uuid& after) const {
  return to_text(after) + "." + proof(list, account, after);
}

Result<Uuid> Cursors::read(std::string_view list, AccountId account,
                           std::string_view cursor) const {
  const auto dot = cursor.find('.');
  const auto after = parse_uuid(cursor.substr(0, dot));
  if (!after || dot == std::string_view::npos) return fail("request.cursor", "/cursor");
  const std::string wanted = proof(list, account, *after);
  const auto given = cursor.substr(dot + 1);
  if (given.size() != wanted.size() ||
      sodium_memcmp(given.data(), wanted.data(), wanted.size()) != 0)
    return fail("request.cursor", "/cursor");
  return *after;
}

}  // namespace leye::server
