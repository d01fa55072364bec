#include "server/jobs.h"

#include <fmt/format.h>

#include <fstream>

#include "access/reseal.h"
#include "insight/report.h"
#include "server/dto/report.h"

namespace leye::server {
namespace {

namespace fs = std::filesystem;

Result<void> completed(App& app, const store::Job& job) {
  return app.db().write(
      [&](store::Transaction& tx) { return store::complete_job(tx, job, app.clock().now()); });
}

Result<void> run_indicators(App& app, const store::Job& job) {
  LEYE_TRY(const auto as_of, parse_date(job.body.value_or("")));
  LEYE_CHECK(app.indicators().run(app.pack(), as_of));
  return completed(app, job);
}

/// The description is written last: a report is listed when its file is whole.
Result<void> keep_report(const App& app, const ReportOrder& order, const fs::path& folder) {
  dto::Report report;
  report.id = order.report_id;
  report.division = order.division;
  report.as_of = order.as_of;
  report.created_at = app.clock().now();
  report.files.push_back(
      {"docx", fmt::format("{}/reports/{}/file?format=docx", kApiPrefix, to_text(report.id))});
  const fs::path file = folder / (to_text(order.report_id) + ".json");
  const fs::path part = file.string() + ".part";
  std::ofstream(part) << json::write(report) << "\n";
  std::error_code ec;
  fs::rename(part, file, ec);
  if (ec) return fail("file.unwritable", file.string());
  return {};
}

Result<void> make_report(App& app, const store::Job& job) {
  const auto order = json::read<ReportOrder>(job.body.value_or(""));
  if (!order) return fail(order.error().front());
  LEYE_TRY(const auto figures, app.indicators().run(app.pack(), order->as_of));
  LEYE_TRY(const auto screened, app.screenings().run(app.pack(), order->as_of));
  LEYE_TRY(const auto blocks, insight::summary_report({app.pack(), figures, screened,
                                                       app.divisions(), order->division}));
  const fs::path folder = app.place().reports();
  LEYE_CHECK(insight::write_docx(
      campaign::folder(app.place().folder(), app.signed_pack()) / "templates/summary-report",
      blocks, folder / (to_text(order->report_id) + ".docx")));
  LEYE_CHECK(keep_report(app, *order, folder));
  return completed(app, job);
}

/// Has anything been sealed since that could move a figure?
Result<bool> is_stale(App& app) {
  return app.db().read([&](store::Reader& reader) -> Result<bool> {
    LEYE_TRY(const auto seal, ledger::latest_seal(reader));
    LEYE_TRY(const auto newest, ledger::latest_run(reader, "indicators"));
    if (!newest) return false;  // the first run is asked for: it needs a city to count
    LEYE_TRY(const auto figures, app.figures(reader, std::nullopt));
    if (figures->as_of != app.clock().today()) return true;
    LEYE_TRY(const auto changed, ledger::changed_between(reader, figures->seal, seal));
    return std::any_of(changed.begin(), changed.end(), [](const ledger::Subject& subject) {
      return subject.kind != ledger::SubjectKind::kCampaign;
    });
  });
}

/// After `leye key rotate`: what older keys sealed is sealed anew beside the requests, at most half
/// a second of every tick.
class Resealing {
 public:
  explicit Resealing(App& app)
      : reseal_(app.db(), app.place().keys(), app.place().folder(), app.clock()) {}
  Result<void> tick() {
    using Clock = std::chrono::steady_clock;
    const auto until = Clock::now() + std::chrono::milliseconds(500);
    while (Clock::now() < until && Clock::now() >= not_before_) {
      LEYE_TRY(const bool done, reseal_.slice());
      if (done) return {};
      not_before_ = Clock::now() + reseal_.pause();
    }
    return {};
  }

 private:
  access::Reseal reseal_;
  std::chrono::steady_clock::time_point not_before_;
};

}  // namespace

ledger::Command command_of(const App& app, const Call& call, access::Action action) {
  ledger::Command command;
  command.account = call.account->id;
  command.key = call.command->uuid();
  command.action = access::code(action);
  command.body = digest_of(call.request.body);
  command.subject = ledger::campaign(app.signed_pack().campaign);
  command.unit = call.account->division;
  if (call.permit) {
    command.purpose = std::string(access::code(call.permit->scope.purpose()));
    command.scope = call.permit->scope.text();
  }
  return command;
}

void add_jobs(Runner& runner, App& app, std::chrono::seconds fresh) {
  runner.on(std::string(kIndicatorJob),
            [&app](const store::Job& job) { return run_indicators(app, job); });
  runner.on(std::string(kReportJob),
            [&app](const store::Job& job) { return make_report(app, job); });
  runner.every_tick([resealing = std::make_shared<Resealing>(app)] { return resealing->tick(); });
  runner.every_tick(
      [&app, fresh, last = std::chrono::steady_clock::time_point()]() mutable -> Result<void> {
        const auto now = std::chrono::steady_clock::now();
        if (now - last < fresh) return {};
        LEYE_TRY(const bool stale, is_stale(app));
        if (!stale) return {};
        last = now;
        LEYE_CHECK(app.indicators().run(app.pack(), app.clock().today()));
        return {};
      });
}

}  // namespace leye::server
