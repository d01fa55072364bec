#include "benefits/acts.h"
#include "benefits/batches.h"
#include "core/write_file.h"
#include "sheets/csv.h"

namespace leye::benefits {
namespace {

constexpr std::string_view kPaid = "成功";
constexpr std::string_view kReturned = "退回";

Result<BankAnswer> answer_of(const sheets::Row& row, std::size_t number) {
  const std::string where = "row " + std::to_string(number);
  if (row.cells.size() < 2) return fail("benefits.bank_row", where);
  const auto id = ApplicationId::parse(row.cells[0].text);
  const std::string result(row.cells[1].text);
  if (!id || (result != kPaid && result != kReturned)) return fail("benefits.bank_row", where);
  BankAnswer answer{*id, result == kPaid, {}};
  if (row.cells.size() > 2) answer.reason = row.cells[2].text;
  return answer;
}

Result<void> check_sent(store::Reader& reader, BatchId batch, ApplicationId application) {
  LEYE_TRY(const auto sent,
           reader.one<std::int64_t>(
               "SELECT count(*) FROM payment_item i JOIN payment_batch b ON b.batch_id = "
               "i.batch_id WHERE i.batch_id = ? AND i.application_id = ? AND b.signed_by IS NOT "
               "NULL",
               batch, application));
  if (sent == 0) return fail("benefits.not_sent", to_text(application));
  return {};
}

}  // namespace

Result<std::vector<BankAnswer>> read_bank_return(const std::filesystem::path& path) {
  LEYE_TRY(const auto source, sheets::open_csv(path));
  std::vector<BankAnswer> answers;
  std::optional<Error> bad;
  std::size_t number = 0;
  LEYE_CHECK(source->rows([&](const sheets::Row& row) {
    if (++number == 1) return true;
    auto answer = answer_of(row, number);
    if (!answer) {
      bad = at(path.string(), answer.error());
      return false;
    }
    answers.push_back(std::move(*answer));
    return true;
  }));
  if (bad) return fail(*bad);
  return answers;
}

Result<void> write_bank_return(const std::filesystem::path& path,
                               const std::vector<BankAnswer>& answers) {
  std::string text = "\xEF\xBB\xBF业务参考号,结果,原因\r\n";
  for (const auto& answer : answers) {
    text += to_text(answer.application) + ',';
    text += answer.paid ? kPaid : kReturned;
    text += ',';
    sheets::append_csv_field(text, answer.reason, ',', true);
    text += "\r\n";
  }
  return write_whole(path, text);
}

Result<Acted> book(const Hand& hand, BatchId batch, const BankAnswer& answer) {
  return detail::perform(
      hand, access::Action::kPay, answer.paid ? "payment.confirm" : "payment.return",
      answer.application, [&](ledger::Act& act, Application& a) -> Result<void> {
        LEYE_CHECK(check_sent(act.tx(), batch, a.id));
        const auto months = static_cast<std::int64_t>(months_of(a.period).size());
        const auto kind =
            answer.paid ? ledger::Kind::kPaymentConfirmed : ledger::Kind::kPaymentReturned;
        boost::json::object body{{"batch", to_text(batch)}};
        if (!answer.reason.empty()) body["reason"] = answer.reason;
        LEYE_CHECK(detail::record(act, a, {kind, a.fen, months, {}, std::move(body)}));
        LEYE_CHECK(act.tx().execute(
            "UPDATE payment_item SET state = ?, reason = ? WHERE batch_id = ? AND application_id = "
            "?",
            answer.paid ? "confirmed" : "returned", store::or_null(answer.reason), batch, a.id));
        // Money that came back was not paid: its months are free for a later batch.
        if (!answer.paid)
          LEYE_CHECK(act.tx().execute("DELETE FROM payment_guard WHERE application_id = ?", a.id));
        return {};
      });
}

}  // namespace leye::benefits
