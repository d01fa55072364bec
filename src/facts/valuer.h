#pragma once
#include <deque>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "facts/population.h"
#include "rules/language/value.h"
#include "rules/pack/pack.h"

namespace leye::facts {

/// What a fact's value rests on, for explanations.
struct Source {
  std::string register_code;  ///< `ledger` for entries
  std::optional<RecordId> record;
  std::optional<Date> since;
  bool conflict = false;  ///< sources of one rank disagree
};

/// The facts of one subject on one day, worked out from its rows and entries by the supplies that
/// the pack declares (docs/guide/facts.md). A pure function of (population, pack, day); each fact
/// is worked out once.
class Valuer : public rules::FactSource {
 public:
  Valuer(const rules::Pack&, const Population&, std::string_view subject, const Member&, Date on);
  ~Valuer() override;
  Valuer(const Valuer&) = delete;
  Valuer& operator=(const Valuer&) = delete;

  [[nodiscard]] rules::FactValue read(rules::FactIndex fact,
                                      rules::FactIndex anchor) const override;
  /// Where the value of `read(fact, kNoFact)` came from.
  [[nodiscard]] Source source(rules::FactIndex fact) const;

 private:
  struct Answer {
    rules::FactValue value;
    Source source;
  };
  struct Slot {
    bool busy = false;  ///< guards against a cycle the pack check would have refused
    std::optional<Answer> answer;
  };
  [[nodiscard]] const Answer& answer(rules::FactIndex fact) const;
  [[nodiscard]] Answer work_out(rules::FactIndex fact) const;
  [[nodiscard]] std::optional<Answer> supplied(rules::FactIndex, const rules::Supply&) const;
  [[nodiscard]] std::optional<Answer> from_rows(rules::FactIndex, const rules::Supply&) const;
  [[nodiscard]] std::optional<Answer> months(const rules::Supply&,
                                             const std::vector<const RegisterRow*>&) const;
  [[nodiscard]] std::optional<Answer> from_entries(rules::FactIndex, const rules::Supply&) const;
  [[nodiscard]] std::optional<Answer> stated_answer(rules::FactIndex, const rules::Supply&) const;
  [[nodiscard]] std::optional<Answer> derived(rules::FactIndex) const;
  [[nodiscard]] rules::FactValue aggregate(const rules::FactDecl&, const rules::DeriveDecl&,
                                           const rules::Expression* where) const;
  [[nodiscard]] rules::FactValue nothing_found(rules::FactIndex) const;
  [[nodiscard]] bool own(const rules::FactDecl&) const;
  [[nodiscard]] const Valuer* reached(const rules::FactDecl&) const;
  [[nodiscard]] const Member* reached_member(std::string_view subject) const;
  [[nodiscard]] const Valuer* reached_on(const rules::FactDecl&, Date) const;
  [[nodiscard]] rules::FactValue keep(rules::Literal) const;
  [[nodiscard]] rules::Value keep(rules::List) const;
  [[nodiscard]] std::vector<rules::FactValue> entry_cells(const EntryRow&) const;
  [[nodiscard]] rules::EvalContext context() const;

  const rules::Pack& pack_;
  const Population& population_;
  std::string subject_;
  const Member& member_;
  Date on_;
  mutable std::vector<Slot> slots_;
  mutable std::deque<rules::Literal> literals_;
  mutable std::deque<rules::List> lists_;
  struct Reached {
    std::string subject;
    Date on;
    std::unique_ptr<Valuer> valuer;
  };
  mutable std::vector<Reached> reached_;
};

}  // namespace leye::facts
