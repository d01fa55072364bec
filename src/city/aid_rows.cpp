#include <array>

#include "city/employers.h"
#include "city/rows.h"

namespace leye::city {
namespace {

/// Occupations courses and certificates are about.
constexpr std::array<const char*, 8> kOccupations = {
    "电工", "焊工", "养老护理员", "家政服务员", "育婴员", "中式烹调师", "电子商务师", "叉车司机"};

std::string number_text(const char* prefix, std::int64_t n) {
  return prefix + std::to_string(100'000'000 + n).substr(1);
}

}  // namespace

std::vector<std::string> poverty_headers() {
  return {"序号",     "姓名",     "公民身份号码", "户籍县代码",
          "建档日期", "退出日期", "对口协作地区", "联系电话"};
}

std::vector<std::string> base_headers() {
  return {"基地编号",         "基地类型",     "单位名称",   "统一社会信用代码",
          "认定日期",         "取消日期",     "认定状态",   "区划代码",
          "近12个月期满人数", "其中留用人数", "在孵实体数", "带动就业人数"};
}

std::vector<std::string> placement_headers() {
  return {"序号",     "备案编号",         "见习人员姓名",     "公民身份号码",
          "见习单位", "统一社会信用代码", "见习起始日期",     "见习终止日期",
          "见习协议", "月生活费",         "人身意外伤害保险", "已见习月数",
          "联系电话"};
}

std::vector<std::string> training_headers() {
  return {"序号",     "班期编号",           "组织单位名称", "组织单位统一社会信用代码",
          "姓名",     "公民身份号码",       "户口性质",     "培训工种",
          "创业培训", "目录内机构",         "开班日期",     "结业日期",
          "培训天数", "应学课时",           "实学课时",     "取得证书",
          "培训费",   "同工种同等级已补贴", "联系电话"};
}

std::vector<std::string> certificate_headers() {
  return {"证书编号", "姓名",   "公民身份号码",      "职业", "等级", "发证日期",
          "鉴定结果", "鉴定费", "同职业同等级已补贴"};
}

std::vector<std::string> loan_headers() {
  return {"申请编号",         "贷款类型", "借款人姓名", "公民身份号码", "经营实体名称",
          "统一社会信用代码", "申请金额", "期限月数",   "此前次数",     "申请日期",
          "其他贷款",         "信用不良", "经办银行"};
}

void poverty_row(const Person& p, const Aid& aid, std::int64_t n, Draft& d, Seen& seen) {
  d.sequence(n);
  d.name(p);
  d.citizen_id(p);
  // D30: the county of origin got another code since.
  const bool recoded = d.dice().chance(20'000);
  if (recoded) d.defect("D30");
  d.code(recoded ? "129099" : p.hukou);
  d.key_date(*aid.poverty_since, Draft::Known::kPast);
  d.blank();
  d.text(yes(aid.partner_county));
  d.phone(p);
  seen.poverty_list |= d.attaches();
}

void base_row(const World& w, const Base& b, std::int64_t n, Draft& d) {
  static constexpr std::array<const char*, 3> kWords = {"就业见习基地", "创业孵化基地",
                                                        "企业培训中心"};
  const auto e = make_employer(w, b.employer);
  d.code(number_text("JD", n));
  d.text(kWords[static_cast<std::size_t>(b.kind)]);
  d.text(e.name);
  d.uscc(e.uscc);
  d.key_date(b.recognised, Draft::Known::kPast);
  d.date(b.withdrawn);
  d.text(b.withdrawn ? "取消" : "有效");
  d.code(w.districts[e.district].unit->code);
  const bool interns = b.kind == BaseKind::kInternship;
  const bool incubator = b.kind == BaseKind::kIncubator;
  for (const auto& [mine, value] : {std::pair{interns, b.interns_ended},
                                    {interns, b.interns_retained},
                                    {incubator, b.incubated},
                                    {incubator, b.jobs}}) {
    if (mine)
      d.maybe_number(value, 40'000);
    else
      d.blank();
  }
}

void placement_row(const World& w, const Person& p, const Internship& i, std::int64_t n, Draft& d) {
  const auto e = make_employer(w, i.employer);
  d.sequence(n);
  d.code(number_text("JX", p.index));
  d.name(p);
  d.citizen_id(p);
  d.text(e.name);
  d.uscc(e.uscc);
  d.key_date(i.start, Draft::Known::kNothing);
  d.date(i.end);
  d.text(yes(i.agreement));
  d.maybe_number(i.stipend, 60'000);
  d.maybe(yes(i.insured), 150'000);
  d.number(i.months_done);
  d.phone(p);
}

void training_row(const World& w, const Person& p, const Training& t, std::int64_t n, Draft& d) {
  d.sequence(n);
  d.code("PX" + to_text(t.started).substr(0, 4) + std::to_string(100 + t.occupation) +
         std::to_string(1000 + p.index % 900));
  if (t.employer >= 0) {
    const auto e = make_employer(w, t.employer);
    d.text(e.name);
    d.code(e.uscc);
  } else {
    d.text("津海职业技能培训学校");
    d.blank();
  }
  d.name(p);
  d.citizen_id(p);
  d.maybe(t.rural ? "农业" : "非农业", 100'000);
  d.text(t.startup ? "创办你的企业" : kOccupations[static_cast<std::size_t>(t.occupation)]);
  d.text(yes(t.startup));
  d.text(yes(t.listed));
  d.key_date(t.started, Draft::Known::kPast);
  d.date(t.finished);
  d.number(t.days);
  d.number(t.hours);
  d.number(t.attended);
  d.maybe(yes(t.certificate), 30'000);
  d.maybe_number(t.fee, 80'000);
  d.text(yes(t.subsidised_before));
  d.phone(p);
}

void certificate_row(const Person& p, const Assessment& a, Draft& d) {
  static constexpr std::array<const char*, 5> kLevels = {"一级", "二级", "三级", "四级", "五级"};
  d.code(number_text("ZS2020", p.index));
  d.name(p);
  d.citizen_id(p);
  d.text(kOccupations[static_cast<std::size_t>(a.occupation)]);
  d.text(kLevels[static_cast<std::size_t>(a.level - 1)]);
  d.key_date(a.issued, Draft::Known::kPast);
  d.text(a.passed ? "合格" : "不合格");
  d.maybe_number(a.fee, 70'000);
  d.text(yes(a.subsidised_before));
}

namespace {

void loan_terms(const Loan& l, bool person, Draft& d) {
  static constexpr std::array<const char*, 3> kBanks = {"津海银行", "海河农商银行", "渤海村镇银行"};
  d.number(l.amount);
  d.number(l.months);
  d.number(l.before);
  d.key_date(l.applied, Draft::Known::kPast);
  if (person) {
    d.maybe(yes(l.other_loans), 200'000);
    d.maybe(yes(l.bad_credit), 250'000);
  } else {
    d.blank();
    d.blank();
  }
  d.text(d.dice().of(kBanks));
}

}  // namespace

void loan_row(const World& w, const Person& p, const Loan& l, Draft& d) {
  d.code(number_text("DK", p.index));
  d.text("个人");
  d.name(p, false);
  d.citizen_id(p, false);
  d.text(business_name(w, p.index, p.home.district, p.business->individual));
  d.uscc(business_uscc(w, p.index, p.home.district, p.business->individual));
  loan_terms(l, true, d);
}

void firm_loan_row(const World& w, std::int64_t employer, const Loan& l, Draft& d) {
  const auto e = make_employer(w, employer);
  d.code(number_text("DW", employer));
  d.text("小微企业");
  d.blank();
  d.blank();
  d.text(e.name);
  d.uscc(e.uscc);
  loan_terms(l, false, d);
}

}  // namespace leye::city
