#pragma once
#include <string>
#include <vector>

#include "codes/divisions.h"
#include "insight/document.h"
#include "insight/indicators.h"
#include "screening/runs.h"

namespace leye::insight {

/// What the report is made of: stored runs and nothing live.
struct ReportInput {
  const rules::Pack& pack;
  const IndicatorRun& indicators;
  const screening::Screening& screening;
  const codes::Divisions& divisions;
  std::string division;  ///< code of the district (or city) that reports
};

/// The summary report of W4 in its four parts 任务完成情况, 主要数据, 典型案例, 意见建议, with the
/// clause board and the definitions as annexes (domain.md §9). Every number comes from the runs of
/// the input; part three states that people choose the cases. Error `report.division`.
[[nodiscard]] Result<std::vector<Block>> summary_report(const ReportInput&);

}  // namespace leye::insight
