#include <algorithm>
#include <fstream>
#include <sstream>

#include "server/dto/report.h"
#include "server/jobs.h"
#include "server/views.h"

namespace leye::server {
namespace {

namespace fs = std::filesystem;
using access::Action;

std::optional<std::string> read_file(const fs::path& path) {
  std::ifstream in(path, std::ios::binary);
  std::ostringstream bytes;
  bytes << in.rdbuf();
  if (!in) return std::nullopt;
  return std::move(bytes).str();
}

bool is_visible(const App& app, const access::Permit& permit, const std::string& division) {
  return permit.scope.within(division, registry::contains(app.divisions())).has_value();
}

/// The finished reports, newest first; their descriptions lie beside them.
std::vector<dto::Report> finished(App& app) {
  std::vector<dto::Report> out;
  std::error_code ec;
  for (const auto& entry : fs::directory_iterator(app.place().reports(), ec)) {
    if (entry.path().extension() != ".json") continue;
    const auto text = read_file(entry.path());
    if (!text) continue;
    if (auto report = json::read<dto::Report>(*text)) out.push_back(*std::move(report));
  }
  std::sort(out.begin(), out.end(), [](const dto::Report& a, const dto::Report& b) {
    return std::tie(b.created_at, b.id) < std::tie(a.created_at, a.id);
  });
  return out;
}

Result<Stored<dto::ReportQueued>> queue(App& app, const Call& call, const dto::NewReport& request) {
  const auto* division = app.divisions().find(request.division.value);
  if (!division || !is_visible(app, *call.permit, division->code))
    return fail("division.not_found", "/division", {{"code", request.division.value}});
  const auto command = command_of(app, call, Action::kMakeReport);
  LEYE_TRY(auto response,
           app.ledger().perform(command, [&](ledger::Act& act) -> Result<ledger::Response> {
             // The command's own id: the same key again names the same report.
             const ReportOrder order{act.command().uuid(), division->code, request.as_of};
             LEYE_CHECK(store::enqueue(act.tx(), {std::string(kReportJob), to_text(order.report_id),
                                                  json::write(order), act.now()}));
             return ledger::Response{202, json::write(dto::ReportQueued{order.report_id})};
           }));
  return Stored<dto::ReportQueued>{response.status, std::move(response.body), response.version};
}

Result<File> file_of(App& app, const Call& call, const dto::ReportFileQuery& query) {
  const auto all = finished(app);
  const auto found = std::find_if(all.begin(), all.end(), [&](const dto::Report& report) {
    return report.id == query.report_id;
  });
  if (found == all.end() || !is_visible(app, *call.permit, found->division))
    return fail("report.not_found");
  auto bytes = read_file(app.place().reports() / (to_text(found->id) + ".docx"));
  if (!bytes) return fail("report.not_found");
  return File{"application/vnd.openxmlformats-officedocument.wordprocessingml.document",
              app.division_name(found->division) + "总结报告" + to_text(found->as_of) + ".docx",
              *std::move(bytes)};
}

}  // namespace

void add_report_routes(Api& api, App* app) {
  api.add<dto::Nothing, dto::Reports>(
      {"GET", "/reports", "reports", "总结报告", {}}, Access::to(Action::kSeeReports),
      [app](Call& call, const dto::Nothing&) -> Result<dto::Reports> {
        dto::Reports out;
        for (auto& report : finished(*app))
          if (is_visible(*app, *call.permit, report.division))
            out.items.push_back(std::move(report));
        return out;
      });

  api.add<dto::NewReport, Stored<dto::ReportQueued>>(
      {"POST", "/reports", "makeReport", "生成总结报告", {}},
      Access::to(Action::kMakeReport).answers(202),
      [app](Call& call, const dto::NewReport& request) { return queue(*app, call, request); });

  api.add<dto::ReportFileQuery, File>(
      {"GET", "/reports/{report_id}/file", "reportFile", "下载总结报告", {}},
      Access::to(Action::kSeeReports),
      [app](Call& call, const dto::ReportFileQuery& query) { return file_of(*app, call, query); });
}

}  // namespace leye::server
