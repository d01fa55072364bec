#pragma once
#include <optional>
#include <string>
#include <string_view>

#include "intake/preview.h"
#include "ledger/run.h"
#include "store/blobs.h"

namespace leye::intake {

struct CommitRequest {
  ledger::Subject campaign;  ///< what the run's entry is about
  std::optional<AccountId> account;
  /// Where the file itself is kept, sealed; null: it is not kept.
  const store::BlobStore* blobs = nullptr;
};

struct Imported {
  ledger::Run run;
  bool unchanged = false;  ///< this file was imported before: nothing was done
};

/// Writes the rows of a preview as records in one run (kind `import`): in slices, seen by nobody
/// before the commit, taken up again where a killed process left it. The same file again is the
/// same run. A record that the register already has gets its next version if it differs; readers
/// take the newest committed one, so that undoing the run brings the earlier one back. Errors
/// `import.nothing` (no row can be taken), `import.resume_date` (begun on another business date,
/// whose checks may differ) and those of runs.
[[nodiscard]] Result<Imported> commit(ledger::Runs&, const Preview&, const CommitRequest&);

/// Hides the records of an import again. Errors `run.unknown`, `run.undone`,
/// `import.not_an_import`.
[[nodiscard]] Result<ledger::Run> undo(ledger::Runs&, RunId, const CommitRequest&,
                                       std::string_view reason);

}  // namespace leye::intake
