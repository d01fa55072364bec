#pragma once
#include "linkage/config.h"

namespace leye::linkage {

/// `name.folded`, `id.prefix(14)`. Errors `linkage.config_field`, `.config_part`.
[[nodiscard]] Result<Ref> read_ref(std::string_view text, const std::vector<FieldSpec>& fields);

/// `all(equal(name.surname), osa(name.folded) <= 1)`. Errors also `linkage.config_condition`.
[[nodiscard]] Result<Condition> read_condition(std::string_view text,
                                               const std::vector<FieldSpec>& fields);

}  // namespace leye::linkage
