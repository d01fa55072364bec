#include <boost/json.hpp>
#include <map>
#include <span>

#include "benefits/acts.h"
#include "benefits/batches.h"
#include "core/write_file.h"
#include "registry/registry.h"
#include "sheets/csv.h"

namespace leye::benefits {
namespace {

constexpr std::size_t kNamesAtOnce = 500;
// Nobody's account number is kept here: the bank pays to the default account of the payee's card,
// an employer's to the account it pays its social insurance from.
constexpr std::string_view kPersonAccount = "社会保障卡";
constexpr std::string_view kEmployerAccount = "单位社会保险缴费账户";

struct Line {
  std::int64_t number = 0;
  Application application;
  std::string item;
  std::string months;
};

/// `1234.50`: no separators, as bank systems read it.
std::string plain_yuan(Fen fen) {
  const auto count = fen.count();
  const auto cents = count % 100;
  return std::to_string(count / 100) + (cents < 10 ? ".0" : ".") + std::to_string(cents);
}

Result<std::vector<Line>> lines_of(store::Reader& reader, BatchId batch) {
  LEYE_TRY(const auto rows,
           (reader.query<std::int64_t, ApplicationId>(
               "SELECT i.line, i.application_id FROM payment_item i WHERE i.batch_id = ? ORDER BY "
               "i.line",
               batch)));
  std::vector<Line> lines;
  for (const auto& [number, id] : rows) {
    Line line;
    line.number = number;
    LEYE_TRY(line.application, application_of(reader, id));
    LEYE_TRY(const auto parts,
             (reader.query<std::string, std::string>(
                 "SELECT w.item, w.month FROM application_row w WHERE w.payee_id = ? AND "
                 "w.application_id = ? ORDER BY w.month",
                 line.application.payee.id, id)));
    std::string last;
    for (const auto& [item, month] : parts) {
      if (line.item.find(item) == std::string::npos)
        line.item += (line.item.empty() ? "" : "+") + item;
      if (month != "once" && month != last)
        line.months += (line.months.empty() ? "" : "、") + month;
      last = month;
    }
    lines.push_back(std::move(line));
  }
  return lines;
}

using Names = std::map<Uuid, std::string>;

Result<Names> names_of(store::Reader& reader, const access::Scope& scope,
                       const std::vector<Line>& lines) {
  std::vector<PersonId> people;
  std::vector<EmployerId> employers;
  for (const auto& line : lines) {
    const auto& payee = line.application.payee;
    if (payee.kind == ledger::SubjectKind::kPerson) people.emplace_back(payee.id);
    if (payee.kind == ledger::SubjectKind::kEmployer) employers.emplace_back(payee.id);
  }
  Names names;
  for (std::size_t at = 0; at < people.size(); at += kNamesAtOnce) {
    const auto some = std::span(people).subspan(at, std::min(kNamesAtOnce, people.size() - at));
    LEYE_TRY(const auto found, registry::people_of(reader, scope, some));
    for (const auto& [id, person] : found) names[id.uuid()] = person.name;
  }
  for (std::size_t at = 0; at < employers.size(); at += kNamesAtOnce) {
    const auto some =
        std::span(employers).subspan(at, std::min(kNamesAtOnce, employers.size() - at));
    LEYE_TRY(const auto found, registry::employers_of(reader, some));
    for (const auto& [id, employer] : found) names[id.uuid()] = employer.name.value_or("");
  }
  return names;
}

void append_record(std::string& text, std::initializer_list<std::string_view> fields) {
  bool first = true;
  for (const auto field : fields) {
    if (!first) text += ',';
    sheets::append_csv_field(text, field, ',', true);
    first = false;
  }
  text += "\r\n";
}

/// UTF-8 with BOM: people open it in a spreadsheet before it goes out.
Result<std::string> file_text(store::Reader& reader, const access::Scope& scope, BatchId batch) {
  LEYE_TRY(const auto lines, lines_of(reader, batch));
  LEYE_TRY(const auto names, names_of(reader, scope, lines));
  std::string text = "\xEF\xBB\xBF";
  append_record(text, {"序号", "业务参考号", "收款人", "收款账户", "政策", "补贴项目", "所属月份",
                       "金额（元）"});
  for (const auto& line : lines) {
    const auto& a = line.application;
    const auto name = names.find(a.payee.id);
    if (name == names.end() || name->second.empty())
      return fail("benefits.no_name", to_text(a.id), {{"line", std::to_string(line.number)}});
    const bool person = a.payee.kind == ledger::SubjectKind::kPerson;
    append_record(text, {std::to_string(line.number), to_text(a.id), name->second,
                         person ? kPersonAccount : kEmployerAccount, a.code, line.item, line.months,
                         plain_yuan(a.fen)});
  }
  return text;
}

/// The signer has done nothing else for anybody in the batch.
Result<void> check_signer(store::Reader& reader, const access::Account& signer,
                          const Batch& batch) {
  LEYE_TRY(const auto acted,
           reader.one<std::int64_t>(
               "SELECT count(*) FROM payment_item i JOIN application a ON a.application_id = "
               "i.application_id WHERE i.batch_id = ? AND (a.enterer = ? OR a.reviewer1 = ? OR "
               "a.reviewer2 = ?)",
               batch.id, signer.id, signer.id, signer.id));
  if (batch.made_by == signer.id || acted > 0)
    return fail("benefits.same_person", {}, {{"account", signer.login}});
  return {};
}

Result<Batch> signed_before(const Batch& batch, const std::filesystem::path& data) {
  LEYE_TRY(const auto now, digest_of_file(data / *batch.file));
  if (now != *batch.digest)
    return fail("benefits.batch_changed", *batch.file, {{"number", std::to_string(batch.number)}});
  return batch;
}

}  // namespace

Result<Batch> sign_and_export(const Hand& hand, BatchId id, std::string_view campaign,
                              const std::filesystem::path& data) {
  constexpr auto kAction = access::Action::kPay;
  const Date today = hand.ledger.clock().today();
  LEYE_TRY(const auto permit,
           access::permit(hand.account, kAction, {}, access::usual_purpose(kAction), today));
  auto& db = hand.ledger.db();
  const auto batch = db.read([&](store::Reader& reader) { return batch_of(reader, id); });
  if (!batch) return fail(batch.error());
  if (batch->signed_by) return signed_before(*batch, data);
  const auto text = db.read([&](store::Reader& reader) -> Result<std::string> {
    LEYE_CHECK(detail::check_scope(reader, hand.account, batch->division, today));
    LEYE_CHECK(check_signer(reader, hand.account, *batch));
    return file_text(reader, permit.scope, id);
  });
  if (!text) return fail(text.error());
  const std::string file = "payments/batch-" + std::to_string(batch->number) + ".csv";
  LEYE_CHECK(write_whole(data / file, *text));
  const Digest digest = digest_of(*text);
  const auto about = ledger::campaign(campaign);
  const auto command = detail::command_of(hand, kAction, "payment.sign", about, to_text(id));
  const auto done = hand.ledger.perform(command, [&](ledger::Act& act) -> Result<ledger::Response> {
    LEYE_TRY(const auto signed_rows,
             act.tx().execute("UPDATE payment_batch SET signed_by = ?, signed_on = ?, file = ?, "
                              "file_digest = ? WHERE batch_id = ? AND signed_by IS NULL",
                              hand.account.id, today, file, digest, id));
    if (signed_rows == 0) return fail("benefits.batch_signed", to_text(id));
    ledger::NewEntry entry;
    entry.subject = about;
    entry.kind = ledger::Kind::kBatchSent;
    entry.occurred_on = today;
    entry.id = EntryId(derived_uuid(start_of(today).micros() / 1000,
                                    Hasher().field("batch-sent").field(to_text(id)).finish()));
    entry.ref = id.uuid();
    entry.n = batch->items;
    entry.fen = batch->fen;
    entry.body = boost::json::serialize(
        boost::json::object{{"v", 1}, {"file", file}, {"sha256", to_text(digest)}});
    LEYE_CHECK(act.record(std::move(entry)));
    return ledger::Response{};
  });
  if (!done) return fail(done.error());
  return db.read([&](store::Reader& reader) { return batch_of(reader, id); });
}

}  // namespace leye::benefits
