#include <sodium.h>

#include "access/agreements.h"
#include "access/vault.h"
#include "server/acts.h"
#include "server/dto/agreement.h"
#include "server/views.h"
#include "store/blobs.h"

namespace leye::server {
namespace {

using access::Action;
using access::AgreementStep;

constexpr std::uint64_t kScanLimit = 12'000'000;  // base64 of 8 MiB and its envelope
constexpr std::string_view kScanKind = "agreement";

template <class Enum, std::size_t N>
std::vector<std::string> names_of(std::uint32_t bits) {
  std::vector<std::string> out;
  for (std::size_t i = 0; i < N; ++i)
    if ((bits >> i & 1U) != 0) out.emplace_back(code(static_cast<Enum>(i)));
  return out;
}

/// Bits of the codes; an unknown one is refused.
template <class List, class Find>
Result<std::uint32_t> bits_of(const List& list, std::string_view where, Find&& find) {
  std::uint32_t bits = 0;
  for (const auto& one : list) {
    const auto found = find(one.value);
    if (!found) return fail("access.agreement_empty", std::string(where), {{"what", one.value}});
    bits |= 1U << static_cast<unsigned>(*found);
  }
  return bits;
}

Result<dto::NamedPerson> named(store::Reader& reader, AccountId id) {
  const auto account = access::account_of(reader, id);
  if (!account) return dto::NamedPerson{id, "", ""};  // closed since
  return dto::NamedPerson{id, account->login, account->name};
}

Result<dto::Agreement> shown(const App& app, store::Reader& reader, const access::Agreement& a,
                             Date today) {
  dto::Agreement out;
  out.id = a.id;
  out.kind = code(a.kind);
  out.number = a.number;
  out.party = a.party;
  out.other_party = a.other_party;
  out.purposes = names_of<access::Purpose, access::kPurposes>(a.purposes);
  out.fields = names_of<access::FieldClass, access::kFieldClasses>(a.fields);
  for (const auto& division : a.divisions)
    out.divisions.push_back({division, app.division_name(division)});
  for (const auto& id : a.people) {
    LEYE_TRY(auto person, named(reader, id));
    out.people.push_back(std::move(person));
  }
  out.from = a.valid.start;
  out.to = a.valid.end;
  if (a.data) {
    out.data_from = a.data->start;
    out.data_to = a.data->end;
  }
  out.status = status(a, today);
  out.days_left = days_left(a, today);
  out.ends_soon = out.days_left && *out.days_left <= access::kWarnDays;
  out.destruction_due = a.kind == access::AgreementKind::kAgency &&
                        (out.status == "expired" || out.status == "terminated");
  out.has_scan = a.scan.has_value();
  out.signed_on = a.signed_on;
  out.ended_on = a.ended_on;
  out.version = a.version;
  return out;
}

/// A district sees the agreements that reach into it.
bool is_visible(const App& app, const access::Permit& permit, const access::Agreement& a) {
  const auto contains = registry::contains(app.divisions());
  return std::any_of(a.divisions.begin(), a.divisions.end(), [&](const std::string& division) {
    return permit.scope.within(division, contains).has_value() ||
           contains(division, permit.scope.division());
  });
}

Result<access::Agreement> visible(App& app, store::Reader& reader, const Call& call,
                                  const Uuid& id) {
  LEYE_TRY(auto a, access::agreement_of(reader, id));
  if (!is_visible(app, *call.permit, a)) return fail("access.agreement_unknown");
  return a;
}

Result<dto::Agreements> list(App& app, const Call& call) {
  return app.db().read([&](store::Reader& reader) -> Result<dto::Agreements> {
    LEYE_TRY(const auto all, access::agreements(reader));
    dto::Agreements out;
    for (const auto& a : all) {
      if (!is_visible(app, *call.permit, a)) continue;
      LEYE_TRY(auto one, shown(app, reader, a, call.today));
      if (one.ends_soon) ++out.ending_soon;
      out.items.push_back(std::move(one));
    }
    return out;
  });
}

Result<access::Agreement> draft_of(const App& app, const dto::NewAgreement& r) {
  access::Agreement a;
  a.kind = r.kind == dto::AgreementKind::kAudit ? access::AgreementKind::kAudit
                                                : access::AgreementKind::kAgency;
  a.number = r.number.value;
  a.party = r.party.value;
  a.other_party = r.other_party.value;
  LEYE_TRY(a.purposes, bits_of(r.purposes, "/purposes", access::purpose_of));
  LEYE_TRY(a.fields, bits_of(r.fields, "/fields", access::field_class_of));
  for (const auto& division : r.divisions) {
    if (!app.divisions().find(division.value))
      return fail("division.not_found", "/divisions", {{"code", division.value}});
    a.divisions.push_back(division.value);
  }
  a.people = r.people;
  a.valid = {r.from, r.to};
  if (r.data_from.has_value() != r.data_to.has_value()) return fail("access.period", "/data_to");
  if (r.data_from) a.data = Period{*r.data_from, *r.data_to};
  return a;
}

Result<std::string> decoded(const std::string& base64) {
  std::string bytes(base64.size(), '\0');
  std::size_t length = 0;
  if (sodium_base642bin(reinterpret_cast<unsigned char*>(bytes.data()), bytes.size(), base64.data(),
                        base64.size(), "\r\n", &length, nullptr,
                        sodium_base64_VARIANT_ORIGINAL) != 0)
    return fail("upload.type", "/scan");
  bytes.resize(length);
  return bytes;
}

/// By content, never by a name: a scan is a PDF or a picture.
Result<std::string> media_type_of(std::string_view bytes) {
  if (bytes.starts_with("%PDF-")) return std::string("application/pdf");
  if (bytes.starts_with("\x89PNG\r\n\x1a\n")) return std::string("image/png");
  if (bytes.starts_with("\xff\xd8\xff")) return std::string("image/jpeg");
  return fail("upload.type", "/scan");
}

Result<NoContent> sign(App& app, const Call& call, const dto::SignAgreement& r) {
  LEYE_TRY(const auto bytes, decoded(r.scan.value));
  LEYE_TRY(const auto type, media_type_of(bytes));
  const store::BlobStore blobs(app.place().folder());
  LEYE_TRY(const auto digest, access::put_sealed(blobs, app.keys(), kScanKind, bytes));
  return act(
      app, call, "agreement.sign", r.agreement_id, [&](store::Transaction& tx) -> Result<void> {
        LEYE_CHECK(
            access::sign_agreement(tx, r.agreement_id, *call.if_match, digest, type, r.signed_on));
        return blobs.hold(tx, digest, call.now);
      });
}

Result<File> scan(App& app, const Call& call, const dto::AgreementPath& path) {
  LEYE_TRY(const auto a, app.db().read([&](store::Reader& reader) {
    return visible(app, reader, call, path.agreement_id);
  }));
  if (!a.scan) return fail("access.agreement_unknown");
  const store::BlobStore blobs(app.place().folder());
  LEYE_TRY(auto bytes, access::get_sealed(blobs, app.keys(), kScanKind, *a.scan));
  LEYE_CHECK(app.db().write(
      [&](store::Transaction& tx) { return note(app, tx, call, "agreement.scan", a.id); }));
  return File{a.scan_type, a.number, std::move(bytes)};
}

Result<dto::AgreementReads> reads(App& app, const Call& call, const dto::AgreementPath& path) {
  return app.db().read([&](store::Reader& reader) -> Result<dto::AgreementReads> {
    LEYE_TRY(const auto a, visible(app, reader, call, path.agreement_id));
    LEYE_TRY(const auto counts, access::reads_under(reader, a));
    dto::AgreementReads out;
    for (const auto& c : counts) {
      LEYE_TRY(auto who, named(reader, c.account));
      out.items.push_back({std::move(who), c.action, c.acts, c.people, c.first, c.last});
    }
    return out;
  });
}

AgreementStep step_of(dto::AgreementStep step) {
  switch (step) {
    case dto::AgreementStep::kSuspend:
      return AgreementStep::kSuspend;
    case dto::AgreementStep::kResume:
      return AgreementStep::kResume;
    case dto::AgreementStep::kTerminate:
      return AgreementStep::kTerminate;
    case dto::AgreementStep::kDestroyed:
      break;
  }
  return AgreementStep::kDestroyed;
}

void add_reading(Api& api, App* app) {
  const Access see = Access::to(Action::kSeeAgreements);
  api.add<dto::Nothing, dto::Agreements>(
      {"GET", "/agreements", "agreements", "保密协议与审计授权", {"W3.6"}}, see,
      [app](Call& call, const dto::Nothing&) { return list(*app, call); });
  api.add<dto::AgreementPath, dto::Agreement>(
      {"GET", "/agreements/{agreement_id}", "agreement", "一份协议", {"W3.6"}}, see,
      [app](Call& call, const dto::AgreementPath& path) -> Result<dto::Agreement> {
        LEYE_TRY(auto out, app->db().read([&](store::Reader& reader) -> Result<dto::Agreement> {
          LEYE_TRY(const auto a, visible(*app, reader, call, path.agreement_id));
          return shown(*app, reader, a, call.today);
        }));
        call.reply.version = out.version;
        return out;
      });
  api.add<dto::AgreementPath, File>(
      {"GET", "/agreements/{agreement_id}/scan", "agreementScan", "协议扫描件", {"W3.6"}}, see,
      [app](Call& call, const dto::AgreementPath& path) { return scan(*app, call, path); });
  api.add<dto::AgreementPath, dto::AgreementReads>(
      {"GET", "/agreements/{agreement_id}/reads", "agreementReads", "机构看过什么", {"W3.6"}}, see,
      [app](Call& call, const dto::AgreementPath& path) { return reads(*app, call, path); });
}

}  // namespace

void add_agreement_routes(Api& api, App* app) {
  add_reading(api, app);
  const Access manage = Access::to(Action::kManageAgreements);
  const Access edit = manage.edits().without_key("the version guards against a repetition");
  api.add<dto::NewAgreement, dto::AgreementMade>(
      {"POST", "/agreements", "draftAgreement", "登记协议", {"W3.6"}},
      manage.without_key("a draft gives no access").answers(201),
      [app](Call& call, const dto::NewAgreement& r) -> Result<dto::AgreementMade> {
        LEYE_TRY(const auto a, draft_of(*app, r));
        LEYE_TRY(const auto id, app->db().write([&](store::Transaction& tx) -> Result<Uuid> {
          LEYE_TRY(const auto made, access::draft_agreement(tx, a, call.account->id, call.now));
          LEYE_CHECK(note(*app, tx, call, "agreement.draft", made));
          return made;
        }));
        return dto::AgreementMade{id};
      });
  api.add<dto::SignAgreement, NoContent>(
      {"POST", "/agreements/{agreement_id}:sign", "signAgreement", "签署生效", {"W3.6"}},
      edit.body_limit(kScanLimit).heavy(),
      [app](Call& call, const dto::SignAgreement& r) { return sign(*app, call, r); });
  api.add<dto::MoveAgreement, NoContent>(
      {"POST", "/agreements/{agreement_id}:move", "moveAgreement", "中止、恢复、终止", {"W3.6"}},
      edit, [app](Call& call, const dto::MoveAgreement& r) {
        return act(*app, call, "agreement.move", r.agreement_id, [&](store::Transaction& tx) {
          return access::move_agreement(tx, r.agreement_id, *call.if_match, step_of(r.step),
                                        call.today);
        });
      });
  const Access name = manage.without_key("naming twice is naming once");
  api.add<dto::NameInAgreement, NoContent>(
      {"POST", "/agreements/{agreement_id}:name", "nameInAgreement", "列入人员", {"W3.6"}}, name,
      [app](Call& call, const dto::NameInAgreement& r) {
        return act(*app, call, "agreement.name", r.agreement_id, [&](store::Transaction& tx) {
          return access::name_person(tx, r.agreement_id, r.account, call.now);
        });
      });
  api.add<dto::NameInAgreement, NoContent>(
      {"POST", "/agreements/{agreement_id}:unname", "unnameInAgreement", "移出人员", {"W3.6"}},
      name, [app](Call& call, const dto::NameInAgreement& r) {
        return act(*app, call, "agreement.unname", r.agreement_id, [&](store::Transaction& tx) {
          return access::unname_person(tx, r.agreement_id, r.account, call.now);
        });
      });
}

}  // namespace leye::server
