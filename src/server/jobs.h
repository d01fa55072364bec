#pragma once
#include <string_view>

#include "server/app.h"
#include "server/call.h"
#include "server/runner.h"

namespace leye::server {

inline constexpr std::string_view kIndicatorJob = "indicators.run";  ///< body: the day
inline constexpr std::string_view kReportJob = "report.summary";     ///< body: ReportOrder

/// What a report job is asked for.
struct ReportOrder {
  Uuid report_id;
  std::string division;
  Date as_of;
};
BOOST_DESCRIBE_STRUCT(ReportOrder, (), (report_id, division, as_of))

/// A command of this request about the campaign, for acts that concern no person.
[[nodiscard]] ledger::Command command_of(const App&, const Call&, access::Action);

/// The jobs of the runner, and the figures kept fresh: computed anew at most every `fresh` when
/// something about people, employers or units has changed since.
void add_jobs(Runner&, App&, std::chrono::seconds fresh = std::chrono::seconds(20));

}  // namespace leye::server
