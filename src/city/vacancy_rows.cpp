#include <algorithm>
#include <array>

#include "city/rows.h"

namespace leye::city {
namespace {

struct Job {
  const char* title;
  const char* code;  ///< 职业分类大典, minor class or occupation
  int wage;
  int weight;
  const char* education;
  const char* skill;
  int years;
};
constexpr std::array<Job, 15> kJobs = {{{"保洁员", "4-09-08-01", 2600, 14, "不限", "无", 0},
                                        {"保安员", "4-07-05-01", 3100, 12, "初中", "无", 0},
                                        {"养老护理员", "4-10-01-05", 4000, 9, "初中", "初级", 0},
                                        {"营业员", "4-01-02-01", 4300, 10, "高中", "无", 0},
                                        {"行政文员", "3-01-02-02", 4200, 8, "大专", "无", 1},
                                        {"餐厅服务员", "4-03-02-05", 3500, 11, "不限", "无", 0},
                                        {"装配工", "6-20-03-01", 4800, 9, "中专", "初级", 0},
                                        {"电焊工", "6-18-02-04", 6200, 5, "中专", "中级", 2},
                                        {"货车司机", "4-02-02-01", 5600, 4, "初中", "中级", 1},
                                        {"快递员", "4-02-07-02", 5900, 6, "不限", "无", 0},
                                        {"会计", "2-06-03-00", 5000, 4, "大专", "中级", 2},
                                        {"护士", "2-05-08-01", 5200, 3, "大专", "中级", 1},
                                        {"培训教师", "2-08-99-00", 6500, 2, "本科", "无", 1},
                                        {"机械工程师", "2-02-07-01", 8500, 2, "本科", "高级", 3},
                                        {"软件工程师", "2-02-10-03", 11000, 1, "本科", "高级", 2}}};
/// Wages of the districts in percent: 和平, 南开, 滨海 above, the outer ones below.
constexpr std::array<int, 16> kDistrictWage = {112, 100, 100, 105, 100, 100, 100, 100,
                                               100, 100, 90,  90,  108, 90,  90,  90};

struct Vacancy {
  std::size_t job;
  std::int64_t employer;
  int headcount, low, high;
  Date posted, closes;
  const char* source;
};

Vacancy draw(const World& w, std::int64_t n) {
  static constexpr std::array<const char*, 4> kSources = {"单位直报", "公共招聘网", "街道走访",
                                                          "人力资源机构"};
  Dice dice(w.options.seed, Stream::kVacancy, n);
  std::array<int, kJobs.size()> weights{};
  for (std::size_t i = 0; i < weights.size(); ++i) weights[i] = kJobs[i].weight;
  Vacancy v{};
  v.job = dice.pick(weights);
  v.employer = any_employer(w, dice);
  v.headcount = 1 + static_cast<int>(dice.below(3) + dice.below(4));
  const auto district = make_employer(w, v.employer).district;
  const int factor = district < kDistrictWage.size() ? kDistrictWage[district] : 100;
  v.low = std::max(
      2050, static_cast<int>(dice.spread(kJobs[v.job].wage, kSigma035)) * factor / 100 / 50 * 50);
  v.high = v.low + dice.range(0, 6) * 200;
  // 12 % have expired and still stand as open.
  v.posted = Date(w.as_of().days() - dice.range(1, 120));
  v.closes = dice.chance(120'000) ? Date(w.as_of().days() - 1)
                                  : Date(w.as_of().days() + dice.range(5, 60));
  v.closes = std::max(v.closes, v.posted);
  v.source = dice.of(kSources);
  return v;
}

}  // namespace

std::vector<std::string> vacancy_headers() {
  return {"序号",     "岗位编号", "招聘单位", "统一社会信用代码", "岗位名称",
          "职业代码", "招聘人数", "最低月薪", "最高月薪",         "学历要求",
          "技能要求", "经验要求", "工作地址", "工作地区划代码",   "发布日期",
          "截止日期", "联系人",   "联系电话", "岗位描述",         "来源"};
}

void vacancy_row(const World& w, std::int64_t n, Draft& d) {
  const bool copied = n > 0 && d.dice().chance(40'000);
  auto v = draw(w, copied ? n - 1 : n);
  if (copied) {
    d.defect("D28");
    v.source = "招聘网站转载";
  }
  if (d.dice().chance(5'000)) {
    d.defect("D28");
    v.headcount = 500;
  }
  const auto e = make_employer(w, v.employer);
  const auto& job = kJobs[v.job];
  d.sequence(n + 1);
  d.code("GW" + std::to_string(10'000'000 + n).substr(1));
  d.text(e.name);
  d.uscc(e.uscc);
  d.text(job.title);
  d.code(job.code);
  d.number(v.headcount);
  d.number(v.low);
  d.number(v.high);
  d.text(job.education);
  d.text(job.skill);
  d.number(job.years);
  d.text(e.address);
  d.code(w.districts[e.district].unit->code);
  d.key_date(v.posted, Draft::Known::kPast);
  d.date(v.closes);
  d.text("人事");
  d.code("1" + std::to_string(1'000'000'000 + n * 7919 % 999'999'937));
  const bool restricted = d.dice().chance(10'000);
  if (restricted) d.defect("D24");
  d.text(std::string("招聘") + job.title +
         (restricted ? "，限男性，35周岁以下。" : "，按规定缴纳社会保险，月休四天。"));
  d.text(v.source);
}

}  // namespace leye::city
