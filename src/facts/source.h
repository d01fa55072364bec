#pragma once
#include <string_view>

#include "facts/snapshot.h"
#include "rules/engine/binding.h"

namespace leye::facts {

/// Where each fact of the catalogue stands in a snapshot, seen from one subject. The snapshot must
/// outlive it.
class Binding : public rules::Binding {
 public:
  Binding(const rules::Environment& environment, const Snapshot& snapshot, std::string_view subject)
      : rules::Binding(environment, snapshot.tables, subject) {}
};

using rules::RowSource;

}  // namespace leye::facts
