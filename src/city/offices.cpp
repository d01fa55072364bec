#include "city/offices.h"

#include <boost/json.hpp>

namespace leye::city {
namespace {

constexpr std::size_t kTwoLineHeaderEvery = 3;

Layout plain(std::string sheet, std::vector<std::string> headers) {
  Layout layout;
  layout.sheet = std::move(sheet);
  layout.headers = std::move(headers);
  return layout;
}

}  // namespace

Result<std::unique_ptr<Offices>> Offices::open(const World& world, const std::filesystem::path& out,
                                               Truth& truth) {
  std::unique_ptr<Offices> offices(new Offices(world, truth));
  LEYE_CHECK(offices->open_all(out));
  return offices;
}

Result<std::size_t> Offices::add(const std::filesystem::path& out, const std::string& code,
                                 const std::string& name, FileFormat format, const Layout& layout,
                                 std::string division) {
  const auto path =
      "registers/" + code + "/" + name + (format == FileFormat::kXlsx ? ".xlsx" : ".csv");
  std::error_code error;
  std::filesystem::create_directories((out / path).parent_path(), error);
  if (error) return fail("city.unwritable", path);
  Sent sent;
  LEYE_TRY(sent.file, RegisterFile::create(out / path, format, layout));
  sent.path = path;
  sent.register_code = code;
  sent.format = format;
  sent.division = std::move(division);
  sent.sheet = format == FileFormat::kXlsx ? layout.sheet : "";
  sent.header_rows = format == FileFormat::kXlsx && !layout.groups.empty() ? 2 : 1;
  sent.header_row = sent.file->next_row() - sent.header_rows;
  sent.number = truth_.add_file({path, code, 0, 0});
  files_.push_back(std::move(sent));
  return files_.size() - 1;
}

Result<void> Offices::open_streets(const std::filesystem::path& out) {
  const auto& district = world_.districts[world_.full_district];
  for (std::size_t i = 0; i < district.streets.size(); ++i) {
    const auto& street = *district.streets[i];
    auto layout = plain("失业登记台账", registration_headers());
    layout.title = district.unit->name + street.name + "失业人员登记台账";
    layout.note = "填报单位：" + street.name + "办事处　　填报日期：" + to_text(world_.as_of());
    layout.total_row = true;
    layout.hidden_rows = i % 2 == 0;
    if (i % kTwoLineHeaderEvery == 0) layout.groups = registration_groups();
    LEYE_TRY(const auto file, add(out, "unemployment_registration",
                                  district.unit->name + street.name + "失业登记台账",
                                  FileFormat::kXlsx, layout, street.code));
    street_files_.push_back(file);
  }
  return {};
}

Result<void> Offices::open_pair(const std::filesystem::path& out, const std::string& code,
                                const std::string& name, Layout layout,
                                std::array<std::size_t, 2>& pair) {
  const auto& root = world_.divisions.root();
  if (!world_.workbooks()) {
    LEYE_TRY(pair[0], add(out, code, name, FileFormat::kCsvUtf8Bom, layout, root.code));
    pair[1] = pair[0];
    return {};
  }
  const auto& district = *world_.districts[world_.full_district].unit;
  const bool titled = !layout.title.empty();
  if (titled) layout.title = district.name + name;
  LEYE_TRY(pair[0], add(out, code, district.name + name, FileFormat::kXlsx, layout, district.code));
  if (titled) layout.title = root.name + "其他区" + name;
  LEYE_TRY(pair[1], add(out, code, "外区" + name, FileFormat::kXlsx, layout, root.code));
  return {};
}

Result<void> Offices::open_all(const std::filesystem::path& out) {
  const auto city = world_.divisions.root().code;
  const bool demo = world_.workbooks();
  const auto gb = demo ? FileFormat::kCsvGb18030 : FileFormat::kCsvUtf8Bom;
  if (demo) LEYE_CHECK(open_streets(out));
  LEYE_TRY(other_registrations_,
           add(out, "unemployment_registration", demo ? "外区失业登记导出" : "失业登记", gb,
               plain("失业登记", registration_headers()), city));
  auto recognised = plain("认定名册", recognition_headers());
  recognised.title = "就业困难人员认定名册";
  LEYE_CHECK(open_pair(out, "hard_to_employ", "就业困难人员认定名册", recognised, recognitions_));
  LEYE_TRY(insurance_, add(out, "social_insurance", "社会保险参保缴费", FileFormat::kCsvUtf8Bom,
                           plain("参保缴费", insurance_headers()), city));
  LEYE_CHECK(open_pair(out, "contract_filing", "劳动用工备案", plain("用工备案", filing_headers()),
                       filings_));
  auto roster = plain("实名制名单", roster_headers());
  roster.title = "高校毕业生实名制服务名单";
  roster.note = "说明：去向以最近一次联系为准。";
  LEYE_TRY(roster_, add(out, "graduate_roster", "高校毕业生实名制名单",
                        demo ? FileFormat::kXlsx : gb, roster, city));
  LEYE_TRY(businesses_, add(out, "business_register", "市场主体登记", gb,
                            plain("市场主体", business_headers()), city));
  auto vacancies = plain("岗位归集", vacancy_headers());
  vacancies.title = "岗位归集表";
  vacancies.total_row = true;
  LEYE_TRY(vacancies_,
           add(out, "vacancies", "岗位归集表", demo ? FileFormat::kXlsx : gb, vacancies, city));
  return open_aid(out);
}

std::size_t Offices::registration_file(const Place& place) const {
  if (street_files_.empty() || place.district != world_.full_district) return other_registrations_;
  const auto& streets = world_.districts[place.district].streets;
  for (std::size_t i = 0; i < streets.size(); ++i)
    if (streets[i] == place.street) return street_files_[i];
  return other_registrations_;
}

std::size_t Offices::of_district(const std::array<std::size_t, 2>& pair, const Place& place) const {
  return place.district == world_.full_district ? pair[0] : pair[1];
}

void Offices::put(std::size_t at, const std::string& id, const Draft& draft) {
  auto& sent = files_[at];
  ++sent.rows;
  truth_.record(sent.number, sent.file->next_row(), id, draft);
  sent.file->row(draft.cells);
}

void Offices::enter_registrations(const Person& p, Seen& seen) {
  const auto id = Truth::person_id(p.index);
  const auto file = registration_file(p.home);
  Draft first(world_, p.index, kRegistrationRow, workbook(file));
  const bool twice = first.dice().chance(8'000);
  const bool elsewhere = !p.registration->until && first.dice().chance(15'000);
  registration_row(p, files_[file].rows + 1, false, first, seen);
  put(file, id, first);
  if (twice) {
    Draft copy(world_, p.index, kTwiceRegistration, workbook(file));
    registration_row(p, files_[file].rows + 1, true, copy, seen);
    put(file, id, copy);
  }
  if (!elsewhere) return;
  Person there = p;
  Dice dice(world_.options.seed, Stream::kPlace, p.index, 1);
  there.home = world_.elsewhere(dice, p.home.district);
  const auto other = registration_file(there.home);
  Draft second(world_, p.index, kSecondRegistration, workbook(other));
  second.defect("D08");
  registration_row(there, files_[other].rows + 1, false, second, seen);
  put(other, id, second);
}

void Offices::enter(const Person& p) {
  const auto id = Truth::person_id(p.index);
  Seen seen;
  if (p.registration) enter_registrations(p, seen);
  if (p.recognition) {
    const auto at = of_district(recognitions_, p.home);
    Draft draft(world_, p.index, kRecognitionRow, workbook(at));
    recognition_row(p, files_[at].rows + 1, draft, seen);
    put(at, id, draft);
  }
  for (std::size_t line = 0; line < p.insurance.size(); ++line) {
    Draft draft(world_, p.index, kInsuranceRow + line, workbook(insurance_));
    insurance_row(world_, p, line, draft, seen);
    put(insurance_, id, draft);
  }
  if (p.hire) {
    const auto at = of_district(filings_, p.home);
    Draft draft(world_, p.index, kFilingRow, workbook(at));
    filing_row(world_, p, files_[at].rows + 1, draft, seen);
    put(at, id, draft);
  }
  if (p.graduation) {
    Draft draft(world_, p.index, kRosterRow, workbook(roster_));
    roster_row(p, files_[roster_].rows + 1, draft, seen);
    put(roster_, id, draft);
  }
  if (p.business) {
    Draft draft(world_, p.index, kBusinessRow, workbook(businesses_));
    business_row(world_, p, draft, seen);
    put(businesses_, id, draft);
  }
  enter_aid(p, seen);
  truth_.person(p, seen);
}

void Offices::enter_employers() {
  for (std::int64_t n = 0; n < world_.employers; ++n) {
    Draft draft(world_, n, kEmployerRow, workbook(businesses_));
    employer_row(world_, make_employer(world_, n), n, draft);
    put(businesses_, "E" + std::to_string(100'000'000 + n).substr(1), draft);
  }
  enter_bases();
}

void Offices::enter_vacancies() {
  const auto count = world_.persons * 35 / 1000;
  for (std::int64_t n = 0; n < count; ++n) {
    Draft draft(world_, n, kVacancyRow, workbook(vacancies_));
    vacancy_row(world_, n, draft);
    put(vacancies_, "V" + std::to_string(100'000'000 + n).substr(1), draft);
  }
}

Result<void> Offices::close() {
  for (auto& sent : files_) LEYE_CHECK(sent.file->close());
  return {};
}

Result<void> Offices::write_manifest(const std::filesystem::path& path) const {
  boost::json::array list;
  for (const auto& sent : files_) {
    boost::json::object entry = {{"path", sent.path},
                                 {"register", sent.register_code},
                                 {"division", sent.division},
                                 {"format", to_text(sent.format)},
                                 {"header_row", sent.header_row},
                                 {"header_rows", sent.header_rows},
                                 {"rows", sent.rows}};
    if (!sent.sheet.empty()) entry["sheet"] = sent.sheet;
    list.push_back(std::move(entry));
  }
  std::ofstream out(path, std::ios::binary);
  out << boost::json::serialize(
             boost::json::object{{"as_of", to_text(world_.as_of())}, {"files", std::move(list)}})
      << '\n';
  out.close();
  if (!out) return fail("city.unwritable", path.string());
  return {};
}

}  // namespace leye::city
