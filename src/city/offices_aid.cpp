#include "city/offices.h"

// The offices that run programmes: bases and internships, the poverty register, courses,
// certificates and start-up loans.
namespace leye::city {
namespace {

std::string employer_id(std::int64_t n) { return "E" + std::to_string(100'000'000 + n).substr(1); }

}  // namespace

Result<void> Offices::open_aid(const std::filesystem::path& out) {
  const auto city = world_.divisions.root().code;
  const bool demo = world_.workbooks();
  const auto sheet = demo ? FileFormat::kXlsx : FileFormat::kCsvUtf8Bom;
  const auto gb = demo ? FileFormat::kCsvGb18030 : FileFormat::kCsvUtf8Bom;
  const auto layout = [](const char* name, std::vector<std::string> headers, bool titled) {
    Layout l;
    l.sheet = name;
    l.headers = std::move(headers);
    if (titled) l.title = name;
    return l;
  };
  LEYE_TRY(poverty_, add(out, "poverty_register", "建档立卡贫困劳动力名单", gb,
                         layout("建档立卡名单", poverty_headers(), false), city));
  LEYE_TRY(bases_, add(out, "recognised_bases", "就业创业基地名录", sheet,
                       layout("基地名录", base_headers(), true), city));
  LEYE_TRY(placements_, add(out, "internship_placements", "就业见习人员备案", sheet,
                            layout("见习备案", placement_headers(), true), city));
  LEYE_TRY(trainings_, add(out, "training_roster", "补贴性培训人员名册", sheet,
                           layout("培训名册", training_headers(), true), city));
  LEYE_TRY(certificates_,
           add(out, "skill_certificates", "职业技能等级证书", FileFormat::kCsvUtf8Bom,
               layout("证书", certificate_headers(), false), city));
  LEYE_TRY(loans_, add(out, "startup_loans", "创业担保贷款名册", sheet,
                       layout("创业担保贷款", loan_headers(), false), city));
  return {};
}

void Offices::enter_bases() {
  for (std::int64_t n = 0; n < base_count(world_); ++n) {
    const auto base = make_base(world_, n);
    Draft draft(world_, n, kBaseRow, workbook(bases_));
    base_row(world_, base, n, draft);
    put(bases_, employer_id(base.employer), draft);
  }
  for (std::int64_t n = 0; n < world_.employers; ++n) {
    const auto loan = firm_loan(world_, n);
    if (!loan) continue;
    Draft draft(world_, n, kFirmLoanRow, workbook(loans_));
    firm_loan_row(world_, n, *loan, draft);
    put(loans_, employer_id(n), draft);
  }
}

void Offices::enter_aid(const Person& p, Seen& seen) {
  const auto id = Truth::person_id(p.index);
  const auto aid = aid_of(world_, p);
  const auto enter = [&](std::size_t at, std::uint64_t dice, const auto& fill) {
    Draft draft(world_, p.index, dice, workbook(at));
    fill(files_[at].rows + 1, draft);
    put(at, id, draft);
  };
  if (aid.poverty_since)
    enter(poverty_, kPovertyRow,
          [&](std::int64_t n, Draft& d) { poverty_row(p, aid, n, d, seen); });
  if (aid.internship)
    enter(placements_, kPlacementRow,
          [&](std::int64_t n, Draft& d) { placement_row(world_, p, *aid.internship, n, d); });
  if (aid.training)
    enter(trainings_, kTrainingRow,
          [&](std::int64_t n, Draft& d) { training_row(world_, p, *aid.training, n, d); });
  if (aid.assessment)
    enter(certificates_, kCertificateRow,
          [&](std::int64_t, Draft& d) { certificate_row(p, *aid.assessment, d); });
  if (aid.loan)
    enter(loans_, kLoanRow, [&](std::int64_t, Draft& d) { loan_row(world_, p, *aid.loan, d); });
}

}  // namespace leye::city
