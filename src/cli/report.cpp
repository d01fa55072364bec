#include "insight/report.h"

#include <boost/json.hpp>

#include "cli/commands.h"
#include "cli/opened.h"

namespace leye::cli {
namespace {

Result<Exit> compute(const Arguments& arguments) {
  LEYE_TRY(const auto opened, open_place(arguments));
  LEYE_TRY(const auto asked, arguments.date("as-of"));
  const std::string division = arguments.text("division");
  if (!division.empty() && opened->divisions.find(division) == nullptr)
    return fail("division.unknown", "--division", {{"code", division}});
  insight::Indicators indicators(*opened->runs, opened->place->folder());
  LEYE_TRY(const auto run, indicators.run(*opened->pack, asked.value_or(opened->today())));
  boost::json::array list;
  std::string text;
  for (const auto& value : run.indicators) {
    const auto tally = run.tally(value, division);
    list.push_back(boost::json::object{{"code", value.code},
                                       {"id", value.id},
                                       {"period", value.period},
                                       {"numerator", tally.numerator()},
                                       {"denominator", tally.denominator()},
                                       {"undetermined", tally.undetermined()},
                                       {"errors", tally.error},
                                       {"display", tally.display()}});
    text += value.code + " " + value.period + ": " + std::to_string(tally.numerator()) + " / " +
            std::to_string(tally.denominator()) + "  " + tally.display() + "\n";
  }
  print(arguments,
        {{"as_of", to_text(run.as_of)}, {"run", to_text(run.id)}, {"indicators", std::move(list)}},
        text);
  return Exit::kDone;
}

/// The report names its runs by number; it is made of the newest of each for that day.
Result<Exit> summary(const Arguments& arguments) {
  LEYE_TRY(const auto opened, open_place(arguments));
  LEYE_TRY(const auto asked, arguments.date("as-of"));
  const Date as_of = asked.value_or(opened->today());
  insight::Indicators indicators(*opened->runs, opened->place->folder());
  screening::Screenings screenings(*opened->runs, opened->place->folder());
  LEYE_TRY(const auto figures, indicators.run(*opened->pack, as_of));
  LEYE_TRY(const auto screened, screenings.run(*opened->pack, as_of));
  const std::string division = arguments.text("division", opened->divisions.root().code);
  LEYE_TRY(const auto blocks, insight::summary_report(
                                  {*opened->pack, figures, screened, opened->divisions, division}));
  const auto out = arguments.path("out");
  LEYE_CHECK(insight::write_docx(opened->pack_folder() / "templates/summary-report", blocks, out));
  const std::string text = insight::plain_text(blocks);
  boost::json::object counts;
  for (const auto& value : figures.indicators) {
    const auto tally =
        figures.tally(value, division == opened->divisions.root().code ? "" : division);
    counts[value.code] =
        std::to_string(tally.numerator()) + "/" + std::to_string(tally.denominator());
  }
  print(arguments,
        {{"path", out.string()},
         {"digest", to_text(digest_of(text))},
         {"indicators_run", to_text(figures.id)},
         {"screening_run", to_text(screened.id)},
         {"counts", std::move(counts)}},
        out.string());
  return Exit::kDone;
}

}  // namespace

std::vector<Command> report_commands() {
  return {{"indicators",
           "compute every indicator and keep the figures with their lists",
           {},
           {data_option(),
            {"as-of", "DATE", "day asked about"},
            {"division", "CODE", "print this division"},
            today_option()},
           compute},
          {"report summary",
           "the summary report of section W4",
           {},
           {data_option(),
            {"division", "CODE", "district that reports (default: the city)"},
            {"as-of", "DATE", "day the data end"},
            {"out", "FILE.docx", "Word file to write", true},
            today_option()},
           summary}};
}

}  // namespace leye::cli
