#pragma once
#include <optional>
#include <string>
#include <string_view>

#include "access/keys.h"
#include "core/ids.h"
#include "core/result.h"

namespace leye::server {

/// Where the next page of a list begins, as a text the client cannot read or alter: it holds only
/// for the list and the account it was made for.
class Cursors {
 public:
  explicit Cursors(const access::KeyRing& keys) : keys_(keys) {}
  [[nodiscard]] std::string make(std::string_view list, AccountId account, const Uuid& after) const;
  /// Error `request.cursor`.
  [[nodiscard]] Result<Uuid> read(std::string_view list, AccountId account,
                                  std::string_view cursor) const;

 private:
  [[nodiscard]] std::string proof(std::string_view list, AccountId, const Uuid& after) const;
  const access::KeyRing& keys_;
};

}  // namespace leye::server
