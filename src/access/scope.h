#pragma once
#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "access/roles.h"
#include "core/date.h"
#include "core/ids.h"

namespace leye::access {

struct Permit;
struct Account;

/// `contains(ancestor, descendant)`: does the first division hold the second on the scope's day?
using Contains = std::function<bool(std::string_view ancestor, std::string_view descendant)>;

/// The part of the world an account may see: division subtree × purpose × field classes, on a
/// day. Only `decide` makes one; there is no empty or default Scope.
class Scope {
 public:
  enum class Extent : std::uint8_t {
    kSubtree,     ///< people whose responsible division lies under `division()`
    kWorkList,    ///< of them, those on the work list (community workers)
    kApplicants,  ///< of them, those with an application (reviewers, payers)
    kAssigned,    ///< those with an open task of this account, under one of `divisions()`
    kOnePerson,   ///< `person()` wherever she belongs (found by full id and reason; her own file)
  };
  [[nodiscard]] Extent extent() const { return extent_; }
  [[nodiscard]] const std::string& division() const { return division_; }
  /// The divisions of an agreement or mandate; empty: `division()` alone.
  [[nodiscard]] const std::vector<std::string>& divisions() const { return divisions_; }
  [[nodiscard]] const std::optional<PersonId>& person() const { return person_; }
  [[nodiscard]] Purpose purpose() const { return purpose_; }
  [[nodiscard]] const FieldMask& fields() const { return fields_; }
  [[nodiscard]] Date on() const { return on_; }
  [[nodiscard]] AccountId account() const { return account_; }
  /// For audit leaves: `subtree 120104000000 service`. No personal data.
  [[nodiscard]] std::string text() const;

  /// Does the scope's ground hold the row? The same test as the SQL of PeopleQuery, on rows in
  /// memory that are known to be on its list.
  [[nodiscard]] bool admits(const PersonId& person, std::string_view division,
                            const Contains& contains) const;
  /// This scope cut down to `division`, if it holds it; nothing otherwise. For `?division=`.
  [[nodiscard]] std::optional<Scope> within(std::string_view division,
                                            const Contains& contains) const;

 private:
  Scope() = default;
  friend struct ScopeMaker;

  Extent extent_ = Extent::kSubtree;
  std::string division_;
  std::vector<std::string> divisions_;
  std::optional<PersonId> person_;
  Purpose purpose_ = Purpose::kService;
  FieldMask fields_;
  Date on_;
  AccountId account_;
};

/// Everything, for work that no account does: the slices of a Run, a command's own bookkeeping,
/// the snapshot builder. `./dev lint` knows the files that may make one.
class SystemScope {
 public:
  static SystemScope for_run(RunId run) { return SystemScope("run " + to_text(run)); }
  static SystemScope for_command(CommandId id) { return SystemScope("command " + to_text(id)); }
  static SystemScope for_snapshot() { return SystemScope("snapshot"); }
  [[nodiscard]] const std::string& text() const { return text_; }

 private:
  explicit SystemScope(std::string text) : text_(std::move(text)) {}
  std::string text_;
};

}  // namespace leye::access
