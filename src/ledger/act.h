#pragma once
#include <functional>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "access/access.h"
#include "ledger/entry.h"
#include "store/store.h"

namespace leye::ledger {

/// The transaction of one command or of one slice of a run, and what it has done so far. Everything
/// that is recorded, opened or closed goes through an Act, so that it carries the command's id, the
/// run's id, the recorder and the moment.
class Act {
 public:
  struct Frame {
    const access::KeyRing* keys = nullptr;
    Instant now;
    Date today;
    CommandId command;
    std::optional<RunId> run;
    std::optional<AccountId> account;
    std::int64_t rank = 0;  ///< orders what runs found out: the run's number × 1000, 0 in a command
    std::string unit;       ///< office of the recorder; may be empty for the system
  };
  Act(store::Transaction& tx, Frame frame) : tx_(tx), frame_(std::move(frame)) {}

  [[nodiscard]] store::Transaction& tx() { return tx_; }
  [[nodiscard]] const access::KeyRing& keys() const { return *frame_.keys; }
  [[nodiscard]] Instant now() const { return frame_.now; }
  [[nodiscard]] Date today() const { return frame_.today; }
  [[nodiscard]] CommandId command() const { return frame_.command; }
  [[nodiscard]] const std::optional<RunId>& run() const { return frame_.run; }
  [[nodiscard]] const std::optional<AccountId>& account() const { return frame_.account; }
  [[nodiscard]] std::int64_t rank() const { return frame_.rank; }
  [[nodiscard]] const std::string& unit() const { return frame_.unit; }
  [[nodiscard]] access::SystemScope scope() const {
    return frame_.run ? access::SystemScope::for_run(*frame_.run)
                      : access::SystemScope::for_command(frame_.command);
  }

  /// Writes an entry; in a command also brings the projections up to date and tells the outbox
  /// (topic = code of the kind). Errors `entry.subject`, `entry.future`, `entry.corrects_unknown`,
  /// `entry.corrected_already`, `entry.exists`, `entry.state` {kind, state}.
  Result<Entry> record(NewEntry);
  /// Marks a subject as changed: its version grows and consumers see it. `record` does it.
  void touch(const Subject& subject) { changed_.insert(subject); }
  /// Another leaf of this act; the pipeline leaves one for the command itself.
  Result<void> leave(access::Leaf);

  [[nodiscard]] const std::vector<Entry>& entries() const { return entries_; }
  [[nodiscard]] const std::set<Subject>& changed() const { return changed_; }
  std::vector<TaskId> opened_tasks;
  std::vector<TaskId> closed_tasks;

 private:
  Result<void> check(const NewEntry&);
  store::Transaction& tx_;
  Frame frame_;
  std::vector<Entry> entries_;
  std::set<Subject> changed_;
};

/// Called once a command, after its entries are written and inside its transaction: casework
/// evaluates the subject's standards and closes or opens tasks through `act`. Entries written here
/// do not call it again.
class AfterEntry {
 public:
  virtual ~AfterEntry() = default;
  /// `act.entries()` holds the entries of the command, `act.changed()` its subjects.
  virtual Result<void> after_entry(Act& act) = 0;
};

/// Version of a subject, 0 when nothing was ever recorded about it: the `ETag`.
Result<std::int64_t> version_of(store::Reader&, const Uuid& subject);

}  // namespace leye::ledger
