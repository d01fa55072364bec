#pragma once
#include "server/dto/common.h"

namespace leye::server::dto {

enum class ExportList { kPeople, kWorkList };
BOOST_DESCRIBE_ENUM(ExportList, kPeople, kWorkList)
enum class ExportFormat { kXlsx, kCsv };
BOOST_DESCRIBE_ENUM(ExportFormat, kXlsx, kCsv)
enum class ClearField { kCitizenId, kPhone, kAddress };
BOOST_DESCRIBE_ENUM(ClearField, kCitizenId, kPhone, kAddress)

struct NewExport {
  ExportList list{};
  ExportFormat format{};
  json::Text<200> reason;
  std::optional<json::Text<64>> group;
  std::optional<json::Text<12>> division;
  std::optional<std::vector<ClearField>> clear;  ///< columns that are not masked in the file
};
BOOST_DESCRIBE_STRUCT(NewExport, (), (list, format, reason, group, division, clear))

struct Export {
  Uuid id;
  AccountId account;
  std::string account_name;
  std::string list;
  std::string format;
  std::string reason;
  DivisionName division;
  std::vector<std::string> clear;
  std::string state;  ///< asked, approved, refused, expired
  Instant asked_at;
  std::optional<std::string> decided_by;
  Date expires_on;
  std::int64_t fetched = 0;
  std::optional<std::int64_t> rows;
  bool mine = false;
  std::int64_t version = 0;
};
BOOST_DESCRIBE_STRUCT(Export, (),
                      (id, account, account_name, list, format, reason, division, clear, state,
                       asked_at, decided_by, expires_on, fetched, rows, mine, version))
struct Exports {
  std::vector<Export> items;
};
BOOST_DESCRIBE_STRUCT(Exports, (), (items))
struct ExportAsked {
  Uuid id;
};
BOOST_DESCRIBE_STRUCT(ExportAsked, (), (id))
struct ExportPath {
  Uuid export_id;
};
BOOST_DESCRIBE_STRUCT(ExportPath, (), (export_id))
struct DecideExport {
  Uuid export_id;
  bool approve = false;
};
BOOST_DESCRIBE_STRUCT(DecideExport, (), (export_id, approve))

}  // namespace leye::server::dto
