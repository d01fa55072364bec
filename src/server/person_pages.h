#pragma once
// What is shown of one person: the same for an office's page and for her own copy.
#include "server/dto/outcome.h"
#include "server/views.h"

namespace leye::server {

/// Error `person.unknown` of each: not inside the permit's scope.
Result<dto::Person> person_page(const View&, PersonId);
Result<dto::Facts> facts_of(const View&, PersonId);
/// Every policy in force on the day, for her and for each of her application units.
Result<dto::Determinations> determinations(const View&, PersonId, Date as_of);

}  // namespace leye::server
