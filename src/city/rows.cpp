#include "city/rows.h"

#include <algorithm>
#include <array>

namespace leye::city {
namespace {

const char* sex_word(const Person& p) { return p.sex == codes::Sex::kMale ? "男" : "女"; }

std::string month_text(Month m) {
  return std::to_string(m.year() * 100 + static_cast<int>(m.month()));
}

const char* kind_word(Graduate kind) {
  switch (kind) {
    case Graduate::kNone:
      return "非毕业生";
    case Graduate::kHigher:
      return "普通高校";
    case Graduate::kTechnician:
      return "技工院校";
    case Graduate::kVocational:
      return "中等职业";
    case Graduate::kOverseas:
      return "留学回国";
  }
  return "";
}

/// 毕业生类别 and 毕业日期: both or, for `ppm` in a million, neither.
bool graduation_cells(const Person& p, std::uint32_t ppm, Draft& d) {
  const auto kind = p.graduation ? p.graduation->kind : Graduate::kNone;
  const bool given = d.maybe(kind_word(kind), ppm);
  if (given && p.graduation)
    d.date(p.graduation->date);
  else
    d.blank();
  return given;
}

/// What the form asks people about themselves, with the shares left empty of D19.
void answers(const Person& p, Draft& d) {
  d.maybe(p.ability, 40'000);
  d.maybe(p.willing ? "愿意" : "不愿意", 100'000);
  d.maybe(p.skill, 220'000);
  d.maybe(p.experience ? "有" : "无", 60'000);
  d.maybe(p.startup_intent ? "有" : "无", 120'000);
}

}  // namespace

void registration_row(const Person& p, std::int64_t n, bool without_id, Draft& d, Seen& seen) {
  const auto& r = *p.registration;
  d.sequence(n);
  d.name(p);
  if (without_id) {
    d.defect("D09");
    d.problem("id_card.empty");
    d.blank();
  } else {
    d.citizen_id(p);
  }
  d.text(sex_word(p));
  d.date(p.birth);
  d.maybe(p.education, 60'000);
  const bool graduate = graduation_cells(p, 90'000, d);
  d.address(p);
  d.code(p.hukou);
  d.address(p);
  d.community(p);
  d.phone(p);
  d.text(r.basis);
  d.key_date(r.since, Draft::Known::kBirth, &p);
  d.text(r.until ? "注销" : "失业");
  d.date(r.until);
  d.text(r.until ? r.end_reason : "");
  d.text(r.loss_reason);
  answers(p, d);
  d.text(yes(p.migrant));
  const bool returned = d.maybe(yes(p.returned), 150'000);
  const bool poverty = d.maybe(yes(p.poverty), 80'000);
  const bool post = d.maybe(p.cadre ? "管理岗" : "生产岗", 120'000);
  d.text(d.dice().chance(30'000) ? "已电话\t核实" : "");
  if (!d.attaches()) return;
  seen.registration = true;
  seen.graduate_kind |= graduate;
  seen.returned |= returned;
  seen.poverty |= poverty;
  seen.post_kind |= post;
}

void recognition_row(const Person& p, std::int64_t n, Draft& d, Seen& seen) {
  const auto& r = *p.recognition;
  d.sequence(n);
  d.code("RD" + std::to_string(civil(r.since).year) +
         std::to_string(1'000'000 + p.index).substr(1));
  d.name(p);
  d.citizen_id(p);
  d.text(r.categories);
  d.key_date(r.since, Draft::Known::kPast);
  d.text(r.until ? "退出" : "有效");
  d.date(r.until);
  d.text(r.until ? "实现就业" : "");
  d.maybe(yes(r.zero_household), 50'000);
  d.maybe(r.disability_level, r.disability_level[0] == '\0' ? 0 : 30'000);
  d.maybe(yes(r.sole_carer), 100'000);
  d.phone(p);
  d.code(p.home.street->code);
  seen.recognition |= d.attaches();
}

void insurance_row(const World& w, const Person& p, std::size_t line, Draft& d, Seen& seen) {
  const auto& i = p.insurance[line];
  d.citizen_id(p);
  d.name(p);
  d.text(i.kind);
  if (i.own_business) {
    d.text(business_name(w, p.index, p.home.district, p.business->individual));
    d.code(business_uscc(w, p.index, p.home.district, p.business->individual));
  } else if (i.employer >= 0) {
    const auto e = make_employer(w, i.employer);
    d.text(e.name);
    d.code(e.uscc);
  } else {
    d.blank();
    d.blank();
  }
  d.number(i.base);
  d.number(i.own);
  auto first = i.first;
  auto last = i.last;
  if (d.dice().chance(2'000)) {
    d.defect("D21");
    d.problem("row.end_before_start");
    last = first.previous();
  } else if (line + 1 < p.insurance.size() && d.dice().chance(10'000)) {
    d.defect("D21");  // the old employer went on paying after she had left
    last = last.next().next();
  }
  d.text(month_text(first));
  d.text(month_text(last));
  const int months = (i.last.year() - i.first.year()) * 12 + static_cast<int>(i.last.month()) -
                     static_cast<int>(i.first.month()) + 1;
  d.number(months);
  d.maybe_number(p.ui_months, 90'000);
  const bool post = d.maybe(p.cadre ? "管理岗" : "生产岗", 80'000);
  d.text(p.pension ? "领取" : "未领取");
  if (!d.attaches()) return;
  seen.insurance |= 1U << line;
  seen.post_kind |= post;
}

void filing_row(const World& w, const Person& p, std::int64_t n, Draft& d, Seen& seen) {
  const auto& h = *p.hire;
  const auto e = make_employer(w, h.employer);
  d.sequence(n);
  d.code("BA2020" + std::to_string(10'000'000 + p.index).substr(1));
  const bool renamed = !e.former_name.empty();
  const bool branch = d.dice().chance(20'000);
  if (renamed || branch) d.defect("D27");
  if (bogus(w, h.employer)) d.defect("D26");
  d.text((renamed ? e.former_name : e.name) + (branch ? "第一分公司" : ""));
  d.uscc(e.uscc);
  d.name(p);
  d.citizen_id(p);
  if (h.term && *h.term == 11) d.defect("D25");
  d.text(h.term ? "固定期限" : "无固定期限");
  d.key_date(h.start, Draft::Known::kNothing);
  const bool term = h.term ? !d.dice().chance(80'000) : true;
  if (!term) d.defect("D19");
  const auto end = h.term ? add_months(h.start, *h.term) : std::nullopt;
  d.date(term && end ? std::optional<Date>(Date(end->days() - 1)) : std::nullopt);
  if (term && h.term)
    d.number(*h.term);
  else
    d.blank();
  const bool is_signed = d.maybe(yes(h.is_signed), 20'000);
  d.number(h.wage);
  const bool graduate = graduation_cells(p, 120'000, d);
  const bool poverty = d.maybe(yes(p.poverty), 60'000);
  d.date(h.ended);
  d.date(Date(std::min(h.start.days() + 5, w.as_of().days())));
  if (!d.attaches()) return;
  seen.filing = true;
  seen.term = term;
  seen.is_signed = is_signed;
  seen.graduate_kind |= graduate;
  seen.poverty |= poverty;
}

void roster_row(const Person& p, std::int64_t n, Draft& d, Seen& seen) {
  static constexpr std::array<const char*, 6> kSchools = {
      "津海大学", "北洋工学院", "海河理工学院", "津门职业学院", "渤海师范学院", "南开区第三中专"};
  static constexpr std::array<const char*, 8> kMajors = {"机械设计制造及其自动化",
                                                         "会计学",
                                                         "计算机科学与技术",
                                                         "护理学",
                                                         "市场营销",
                                                         "电气工程",
                                                         "学前教育",
                                                         "物流管理"};
  const auto& g = *p.graduation;
  d.sequence(n);
  d.name(p);
  d.citizen_id(p);
  d.text(sex_word(p));
  const bool vocational = g.kind == Graduate::kVocational;
  d.text(vocational                        ? kSchools[5]
         : g.kind == Graduate::kTechnician ? "津海高级技工学校"
                                           : kSchools[d.dice().below(5)]);
  d.text(kind_word(g.kind));
  d.text(g.education);
  d.text(d.dice().of(kMajors));
  d.key_date(g.date, Draft::Known::kNothing);
  d.text(std::to_string(g.cohort) + "届");
  d.code(p.hukou);
  d.phone(p);
  d.text(g.result);
  d.code(p.home.community->code);
  seen.roster |= d.attaches();
}

void business_row(const World& w, const Person& p, Draft& d, Seen& seen) {
  const auto& b = *p.business;
  d.text(business_name(w, p.index, p.home.district, b.individual));
  d.uscc(business_uscc(w, p.index, p.home.district, b.individual));
  d.text(b.individual ? "个体工商户" : "企业");
  d.code("5219");
  d.text(b.size);
  d.number(d.dice().range(1, 6));
  d.text(b.live ? "存续" : "注销");
  d.key_date(b.registered, Draft::Known::kPast);
  d.date(b.live ? std::nullopt
                : std::optional<Date>(Date(std::min(b.registered.days() + 200, w.as_of().days()))));
  d.name(p, false);
  d.citizen_id(p, false);
  d.address(p);
  d.code(w.districts[p.home.district].unit->code);
  d.text(b.first_time ? yes(*b.first_time) : "");
  const bool operating = d.maybe_number(b.operating_months, 120'000);
  d.text("否");
  d.text(yes(d.dice().chance(60'000)));
  d.blank();
  if (!d.attaches()) return;
  seen.business = true;
  seen.first_time = b.first_time.has_value();
  seen.operating = operating;
}

EmployerSeen employer_row(const World& w, const Employer& e, std::int64_t, Draft& d) {
  d.text(e.name);
  d.uscc(e.uscc);
  d.text(e.kind);
  d.code(e.industry);
  const bool size = d.maybe(e.size, 50'000);
  d.number(e.staff);
  d.text(e.live ? "存续" : "注销");
  if (!e.live) d.defect("D27");
  d.key_date(e.founded, Draft::Known::kPast);
  d.date(e.live ? std::nullopt : std::optional<Date>(ymd(2020, 6, 30)));
  d.blank();
  d.blank();
  d.text(e.address);
  d.code(w.districts[e.district].unit->code);
  d.blank();
  d.blank();
  d.text(yes(e.dishonest));
  d.text(yes(e.affected));
  d.text(e.former_name);
  return {d.problems.empty(), size};
}

}  // namespace leye::city
