#pragma once
#include <functional>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "ledger/act.h"

namespace leye::registry {

/// Which subject a record speaks of. A person is the link between records.
struct Link {
  RecordId record;
  std::string subject_kind = "person";
  Uuid subject;
  std::string tier;  ///< `id`, `model`, `clerical`, `register` …
  std::optional<int> score;
};
/// In a run: seen when it is committed; in a command at once.
Result<void> put_links(ledger::Act&, std::span<const Link>);
/// Ends the link in force (a run's ending holds when the run is committed). False if there is none.
Result<bool> end_link(ledger::Act&, RecordId, const Uuid& subject);

/// Set-wise: all links in force to one kind of subject, by record. A person merged into another is
/// given as her root.
Result<void> for_each_link(store::Reader&, const access::SystemScope&,
                           std::string_view subject_kind,
                           const std::function<Result<void>(const Link&)>& each);

struct LinkView {
  std::string register_code;
  RecordId record;
  std::string tier;
  Date since;  ///< business date of the import that brought the record
};
Result<std::vector<LinkView>> links_of(store::Reader&, const access::Scope&, PersonId);

}  // namespace leye::registry
