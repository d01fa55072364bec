#pragma once
#include <filesystem>
#include <optional>
#include <string>
#include <vector>

#include "benefits/applications.h"
#include "ledger/run.h"

namespace leye::benefits {

/// One payment file: made by one payer, signed and written by another, then immutable.
struct Batch {
  BatchId id;
  std::int64_t number = 0;
  std::string division;
  std::int64_t items = 0;
  Fen fen;
  AccountId made_by;
  std::optional<AccountId> signed_by;
  std::optional<std::string> file;  ///< below the data folder: `payments/batch-1.csv`
  std::optional<Digest> digest;     ///< SHA-256 of the file
};

struct MadeBatch {
  Batch batch;
  std::int64_t left_out = 0;  ///< paid before (payment_guard), or reviewed by this payer
};
/// Everything approved under the payer's division goes into one batch (`BatchItemAdded` each, in
/// one Run); an item already paid for that person and month stays out. Errors `access.*`,
/// `benefits.nothing_to_pay`.
Result<MadeBatch> make_batch(ledger::Runs&, const access::Account& payer,
                             std::string_view campaign);

/// Signs with a second account and writes the bank file (`BatchSent`). The file is written before
/// the signature is kept; a batch signed before is given back as it is. Errors
/// `benefits.same_person`, `benefits.batch_unknown`, `benefits.batch_changed` (its file is no
/// longer what was signed).
Result<Batch> sign_and_export(const Hand&, BatchId, std::string_view campaign,
                              const std::filesystem::path& data);

/// What the bank says about one line.
struct BankAnswer {
  ApplicationId application;
  bool paid = false;
  std::string reason;  ///< of a return
};
/// Reads 业务参考号, 结果 (成功 or 退回), 原因. Errors of csv, `benefits.bank_row`.
[[nodiscard]] Result<std::vector<BankAnswer>> read_bank_return(const std::filesystem::path&);
/// The same layout, as a bank would send it.
[[nodiscard]] Result<void> write_bank_return(const std::filesystem::path&,
                                             const std::vector<BankAnswer>&);
/// Books one answer: `PaymentConfirmed`, or `PaymentReturned`, which frees the months for a later
/// batch. Errors `benefits.not_sent`, `benefits.stage`.
Result<Acted> book(const Hand&, BatchId, const BankAnswer&);

/// Error `benefits.batch_unknown`.
[[nodiscard]] Result<Batch> batch_of(store::Reader&, BatchId);
[[nodiscard]] Result<std::optional<Batch>> newest_batch(store::Reader&);
/// Its applications, in order of line.
[[nodiscard]] Result<std::vector<ApplicationId>> items_of(store::Reader&, BatchId);

}  // namespace leye::benefits
