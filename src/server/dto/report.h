#pragma once
#include "server/dto/common.h"

namespace leye::server::dto {

struct ReportFile {
  std::string format;
  std::string href;
};
BOOST_DESCRIBE_STRUCT(ReportFile, (), (format, href))
struct Report {
  Uuid id;
  std::string division;
  Date as_of;
  Instant created_at;
  std::vector<ReportFile> files;
};
BOOST_DESCRIBE_STRUCT(Report, (), (id, division, as_of, created_at, files))
struct Reports {
  std::vector<Report> items;
};
BOOST_DESCRIBE_STRUCT(Reports, (), (items))

struct NewReport {
  json::Text<12> division;
  Date as_of;
};
BOOST_DESCRIBE_STRUCT(NewReport, (), (division, as_of))
struct ReportQueued {
  Uuid report_id;
};
BOOST_DESCRIBE_STRUCT(ReportQueued, (), (report_id))

enum class ReportFormat { kDocx };
BOOST_DESCRIBE_ENUM(ReportFormat, kDocx)
struct ReportFileQuery {
  Uuid report_id;
  ReportFormat format{};
};
BOOST_DESCRIBE_STRUCT(ReportFileQuery, (), (report_id, format))

}  // namespace leye::server::dto
