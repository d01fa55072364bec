#include <filesystem>
#include <iostream>

#include "cli/commands.h"
#include "cli/opened.h"
#include "core/log.h"
#include "server/app.h"
#include "server/jobs.h"
#include "server/runner.h"
#include "server/site.h"

namespace leye::cli {
namespace {

/// A fixed business date goes with the machine's time of day, so that sessions run out.
Result<std::unique_ptr<Clock>> server_clock(const Arguments& arguments) {
  LEYE_TRY(const auto today, arguments.date("today"));
  if (today) return std::unique_ptr<Clock>(std::make_unique<FixedDateClock>(*today));
  return std::unique_ptr<Clock>(std::make_unique<SystemClock>());
}

Result<std::optional<server::Assets>> pages(const Arguments& arguments) {
  if (arguments.text("web") == "none") return std::optional<server::Assets>();
  const auto folder = arguments.has("web") ? arguments.path("web") : share_dir() / "web/dist/staff";
  LEYE_TRY(auto assets, server::Assets::load(folder, "/s/", "staff.html"));
  return std::optional<server::Assets>(std::move(assets));
}

Result<Exit> serve(const Arguments& arguments) {
  log::set_level(log::Level::kInfo);
  LEYE_TRY(const auto port, arguments.number("port", 8080));
  if (port < 0 || port > 65535) return fail("cli.number", "--port");
  LEYE_TRY(const auto clock, server_clock(arguments));
  LEYE_TRY(auto staff, pages(arguments));
  LEYE_TRY(auto place, server::Place::open(arguments.path("data")));
  LEYE_TRY(const auto app, server::App::open(std::move(place), share_dir() / "data", *clock));

  server::Api api(*clock, [&app](const std::string& token) { return app->who(token); });
  server::add_routes(api, app.get());
  server::Site site(api, std::move(staff), [&app] { return app->ready(); });
  server::http::Options options;
  options.host = arguments.text("host", "127.0.0.1");
  options.port = static_cast<std::uint16_t>(port);
  LEYE_TRY(const auto http, server::http::Server::listen(options, site));
  site.watch(*http);
  server::Runner runner(*app);
  server::add_jobs(runner, *app);
  runner.start();
  http->stop_on_signals();
  const std::string address = "http://" + options.host + ":" + std::to_string(http->port());
  print(arguments, {{"address", address}, {"port", http->port()}}, address);
  std::cout.flush();
  http->run();
  runner.stop();
  return Exit::kDone;
}

Result<Exit> openapi(const Arguments&) {
  std::cout << server::openapi_document();
  return Exit::kDone;
}

}  // namespace

std::vector<Command> serve_commands() {
  return {{"serve",
           "the service and its pages",
           {},
           {data_option(),
            {"port", "N", "port to listen on (default 8080; 0 = any free one)"},
            {"host", "ADDRESS", "address to listen on (default 127.0.0.1)"},
            {"web", "DIR", "folder of the built staff pages, or none"},
            today_option()},
           serve},
          {"openapi", "the API document on stdout", {}, {}, openapi}};
}

}  // namespace leye::cli
