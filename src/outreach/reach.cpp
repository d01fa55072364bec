#include <algorithm>
#include <boost/json.hpp>
#include <unordered_map>
#include <unordered_set>

#include "access/own_file.h"
#include "core/write_file.h"
#include "ledger/entries.h"
#include "outreach/letters.h"
#include "outreach/outreach.h"
#include "registry/registry.h"

namespace leye::outreach {
namespace {

using ledger::SubjectKind;

struct Addressee {
  std::string name;
  std::optional<std::string> office;
};
using Addressees = std::unordered_map<Uuid, Addressee>;

struct Waiting {
  std::vector<ledger::Entry> found;  ///< entitlements without a message, in order of id
  std::int64_t sent = 0;
  std::int64_t objected = 0;
  Addressees addressees;
};

/// One message, written and about to be recorded.
struct Draft {
  MessageId id;
  const ledger::Entry* cause = nullptr;
  std::string file;
  Digest digest{};
};

Result<Addressees> addressees(store::Reader& reader, const access::SystemScope& scope, Date on) {
  Addressees all;
  LEYE_CHECK(registry::for_each_person(reader, scope, on, [&](const registry::PersonRow& p) {
    all[p.id.uuid()] = {p.name, p.division};
    return Result<void>();
  }));
  LEYE_CHECK(registry::for_each_employer(reader, [&](const registry::EmployerRow& e) {
    all[e.id.uuid()] = {e.name.value_or(""), e.division};
    return Result<void>();
  }));
  return all;
}

Result<Waiting> waiting(store::Reader& reader, Date on) {
  Waiting out;
  const auto scope = access::SystemScope::for_snapshot();
  LEYE_TRY(const auto sent, reader.query<EntryId>("SELECT m.cause FROM message m WHERE " +
                                                  access::committed("m.run_id")));
  const std::unordered_set<Uuid> known = [&] {
    std::unordered_set<Uuid> ids;
    for (const auto& id : sent) ids.insert(id.uuid());
    return ids;
  }();
  LEYE_TRY(const auto objectors, access::who_object(reader, scope));
  std::unordered_set<Uuid> silent;
  for (const auto& id : objectors) silent.insert(id.uuid());
  ledger::EntryFilter filter;
  filter.kinds = {ledger::Kind::kEntitlementFound};
  for (const auto kind : {SubjectKind::kPerson, SubjectKind::kEmployer})
    LEYE_CHECK(ledger::for_each_entry(reader, scope, kind, filter, [&](const ledger::Entry& entry) {
      if (known.contains(entry.id.uuid()))
        ++out.sent;
      else if (silent.contains(entry.subject.id))
        ++out.objected;
      else
        out.found.push_back(entry);
      return Result<void>();
    }));
  std::ranges::sort(out.found, {}, &ledger::Entry::id);
  LEYE_TRY(out.addressees, addressees(reader, scope, on));
  return out;
}

MessageId message_id(const ledger::Entry& cause, Date today) {
  return MessageId(derived_uuid(start_of(today).micros() / 1000,
                                Hasher().field("message").field(to_text(cause.id)).finish()));
}

/// The policy's title; for an employer with the employee it is paid for.
std::string title_of(const rules::Policy& policy, const ledger::Entry& cause,
                     const Addressees& people) {
  std::string title = policy.head.title.zh;
  if (cause.subject.kind != SubjectKind::kEmployer) return title;
  boost::system::error_code bad;
  const auto body = boost::json::parse(cause.body, bad);
  const auto* object = bad ? nullptr : body.if_object();
  const auto* id = object == nullptr ? nullptr : object->if_contains("beneficiary");
  if (id == nullptr || !id->is_string()) return title;
  const auto person = parse_uuid(std::string_view(id->as_string()));
  const auto found = person ? people.find(*person) : people.end();
  if (found == people.end() || found->second.name.empty()) return title;
  return title + "（招用人员：" + found->second.name + "）";
}

Letter letter_for(const rules::Pack& pack, const rules::Policy& policy, const ledger::Entry& cause,
                  const Addressees& people, const codes::Divisions& divisions, Date today) {
  const Addressee& to = people.at(cause.subject.id);
  const auto day = civil(today);
  return {to.name,
          title_of(policy, cause, people),
          amount_text(pack, policy, cause.fen, today),
          papers_text(pack, policy),
          where_text(divisions, to.office),
          std::to_string(day.year) + "年" + std::to_string(day.month) + "月" +
              std::to_string(day.day) + "日"};
}

Result<void> record(ledger::Act& act, const Draft& draft) {
  const auto& cause = *draft.cause;
  ledger::NewEntry entry;
  entry.subject = cause.subject;
  entry.kind = ledger::Kind::kMessageRequested;
  entry.occurred_on = act.today();
  entry.channel = "file";
  entry.code = cause.code;
  entry.ref = cause.id.uuid();
  LEYE_CHECK(act.record(entry));
  entry.kind = ledger::Kind::kOutreachDone;
  entry.effective = false;  // sent; whether it was read nobody knows yet
  LEYE_CHECK(act.record(entry));
  LEYE_CHECK(act.tx().execute(
      "INSERT INTO message (recipient_id, message_id, recipient_kind, cause, code, transport, "
      "file, file_digest, sent_on, run_id) VALUES (?, ?, ?, ?, ?, 'file', ?, ?, ?, ?) ON CONFLICT "
      "(recipient_id, message_id) DO UPDATE SET run_id = excluded.run_id WHERE message.run_id IN "
      "(SELECT run.run_id FROM run WHERE run.state <> 'committed')",
      cause.subject.id, draft.id, ledger::code(cause.subject.kind), cause.id,
      cause.code.value_or("-"), draft.file, draft.digest, act.today(), act.run()));
  return {};
}

/// Writes the files of all letters; a run that died writes the same ones again.
class Post {
 public:
  Post(const rules::Pack& pack, const codes::Divisions& divisions, std::string text,
       std::filesystem::path data, Date today)
      : pack_(pack),
        divisions_(divisions),
        text_(std::move(text)),
        data_(std::move(data)),
        today_(today) {}

  Result<std::optional<Draft>> write(const ledger::Entry& cause, const Addressees& people) const {
    const auto to = people.find(cause.subject.id);
    const auto rule = pack_.find(cause.code.value_or(""), today_);
    if (to == people.end() || to->second.name.empty() || rule.policy == nullptr)
      return std::optional<Draft>();
    const auto letter = letter_for(pack_, *rule.policy, cause, people, divisions_, today_);
    const std::string text = fill(text_, letter);
    Draft draft{message_id(cause, today_), &cause, {}, digest_of(text)};
    draft.file = "messages/" + to_text(today_) + "/" + to_text(draft.id) + ".txt";
    LEYE_CHECK(write_whole(data_ / draft.file, text));
    return std::optional(std::move(draft));
  }

 private:
  const rules::Pack& pack_;
  const codes::Divisions& divisions_;
  std::string text_;
  std::filesystem::path data_;
  Date today_;
};

}  // namespace

Result<ReachCounts> reach(ledger::Runs& runs, const rules::Pack& pack,
                          const std::filesystem::path& pack_folder,
                          const codes::Divisions& divisions, const std::filesystem::path& data) {
  const Date today = runs.clock().today();
  LEYE_TRY(auto text, read_template(pack_folder, "entitlement"));
  const auto list = runs.db().read([&](store::Reader& reader) { return waiting(reader, today); });
  if (!list) return fail(list.error());
  ReachCounts counts;
  counts.unchanged = list->sent;
  counts.objected = list->objected;
  if (list->found.empty()) return counts;
  Hasher input;
  input.field(to_text(today)).field(text);
  for (const auto& cause : list->found) input.field(to_text(cause.id));
  LEYE_TRY(const auto run, runs.begin({"outreach", input.finish(), std::nullopt, "{}"}));
  counts.run = run.id;
  const Post post(pack, divisions, std::move(text), data, today);
  std::vector<Draft> drafts;
  for (const auto& cause : list->found) {
    LEYE_TRY(auto draft, post.write(cause, list->addressees));
    if (draft) drafts.push_back(std::move(*draft));
  }
  counts.messages = static_cast<std::int64_t>(drafts.size());
  counts.nameless = static_cast<std::int64_t>(list->found.size()) - counts.messages;
  if (run.state == ledger::RunState::kCommitted) {  // nobody could be addressed then either
    counts.messages = 0;
    return counts;
  }
  const auto slice = [&](ledger::Act& act, std::int64_t from, std::int64_t to) -> Result<void> {
    for (auto i = from; i < to; ++i) LEYE_CHECK(record(act, drafts[static_cast<std::size_t>(i)]));
    return {};
  };
  LEYE_CHECK(runs.slices(run, "messages", counts.messages, slice));
  const auto summary = boost::json::serialize(
      boost::json::object{{"messages", counts.messages}, {"nameless", counts.nameless}});
  LEYE_CHECK(runs.commit(run, ledger::campaign(pack.campaign.id), summary));
  return counts;
}

}  // namespace leye::outreach
