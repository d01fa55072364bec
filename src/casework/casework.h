#pragma once
#include <memory>

#include "ledger/act.h"
#include "rules/pack/pack.h"

namespace leye::casework {

/// After every entry: evaluates the standards of the persons it touched, with the scalar evaluator
/// on what the transaction sees, and opens or closes their tasks in the same transaction. Nobody
/// ticks "done": the fact appears, the task closes.
class Casework : public ledger::AfterEntry {
 public:
  explicit Casework(std::shared_ptr<const rules::Pack> pack) : pack_(std::move(pack)) {}
  Result<void> after_entry(ledger::Act& act) override;

 private:
  Result<void> one(ledger::Act&, PersonId);
  std::shared_ptr<const rules::Pack> pack_;
};

}  // namespace leye::casework
