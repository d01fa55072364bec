#pragma once
#include "server/dto/common.h"

namespace leye::server::dto {

enum class AgreementKind { kAgency, kAudit };
BOOST_DESCRIBE_ENUM(AgreementKind, kAgency, kAudit)

struct NamedPerson {
  AccountId account;
  std::string login;
  std::string name;
};
BOOST_DESCRIBE_STRUCT(NamedPerson, (), (account, login, name))

struct Agreement {
  Uuid id;
  std::string kind;
  std::string number;
  std::string party;
  std::string other_party;
  std::vector<std::string> purposes;
  std::vector<std::string> fields;
  std::vector<DivisionName> divisions;
  std::vector<NamedPerson> people;
  Date from;
  Date to;
  std::optional<Date> data_from;  ///< of a mandate: the data that may be read
  std::optional<Date> data_to;
  std::string status;  ///< drafted, waiting, active, suspended, expired, terminated, data_returned
  std::optional<std::int64_t> days_left;
  bool ends_soon = false;        ///< 30 days or fewer
  bool destruction_due = false;  ///< over, and no statement that the data were destroyed
  bool has_scan = false;
  std::optional<Date> signed_on;
  std::optional<Date> ended_on;
  std::int64_t version = 0;
};
BOOST_DESCRIBE_STRUCT(Agreement, (),
                      (id, kind, number, party, other_party, purposes, fields, divisions, people,
                       from, to, data_from, data_to, status, days_left, ends_soon, destruction_due,
                       has_scan, signed_on, ended_on, version))
struct Agreements {
  std::vector<Agreement> items;
  std::int64_t ending_soon = 0;
};
BOOST_DESCRIBE_STRUCT(Agreements, (), (items, ending_soon))

struct NewAgreement {
  AgreementKind kind{};
  json::Text<64> number;
  json::Text<100> party;
  json::Text<100> other_party;
  std::vector<json::Text<16>> purposes;
  std::vector<json::Text<16>> fields;
  std::vector<json::Text<12>> divisions;
  std::vector<AccountId> people;
  Date from;
  Date to;
  std::optional<Date> data_from;
  std::optional<Date> data_to;
};
BOOST_DESCRIBE_STRUCT(NewAgreement, (),
                      (kind, number, party, other_party, purposes, fields, divisions, people, from,
                       to, data_from, data_to))
struct AgreementMade {
  Uuid id;
};
BOOST_DESCRIBE_STRUCT(AgreementMade, (), (id))
struct AgreementPath {
  Uuid agreement_id;
};
BOOST_DESCRIBE_STRUCT(AgreementPath, (), (agreement_id))

struct SignAgreement {
  Uuid agreement_id;
  Date signed_on;
  json::Text<12000000> scan;  ///< base64 of a PDF, PNG or JPEG
};
BOOST_DESCRIBE_STRUCT(SignAgreement, (), (agreement_id, signed_on, scan))
enum class AgreementStep { kSuspend, kResume, kTerminate, kDestroyed };
BOOST_DESCRIBE_ENUM(AgreementStep, kSuspend, kResume, kTerminate, kDestroyed)
struct MoveAgreement {
  Uuid agreement_id;
  AgreementStep step{};
};
BOOST_DESCRIBE_STRUCT(MoveAgreement, (), (agreement_id, step))
struct NameInAgreement {
  Uuid agreement_id;
  AccountId account;
};
BOOST_DESCRIBE_STRUCT(NameInAgreement, (), (agreement_id, account))

struct AgreementRead {
  NamedPerson who;
  std::string action;
  std::int64_t acts = 0;
  std::int64_t people = 0;
  Instant first;
  Instant last;
};
BOOST_DESCRIBE_STRUCT(AgreementRead, (), (who, action, acts, people, first, last))
struct AgreementReads {
  std::vector<AgreementRead> items;
};
BOOST_DESCRIBE_STRUCT(AgreementReads, (), (items))

}  // namespace leye::server::dto
