#include "city/lives.h"

#include <algorithm>
#include <array>

#include "city/employers.h"

namespace leye::city {
namespace {

bool hard(const Maker& m) { return m.person.recognition.has_value(); }

void recognise(Maker& m, Date latest) {
  static constexpr std::array<const char*, 8> kCategory = {
      "大龄", "长期失业", "低保", "残疾", "重病家属", "单亲", "离校一年毕业生", "失地"};
  static constexpr std::array<int, 8> kWeights = {52, 20, 9, 9, 3, 3, 2, 2};
  const auto first = m.body.pick(kWeights);
  Recognition r;
  r.categories = kCategory[first];
  if (m.body.chance(120'000)) {
    const auto second = 1 + m.body.below(5);
    if (second != first) r.categories += std::string("、") + kCategory[second];
  }
  const bool woman = m.person.sex == codes::Sex::kFemale;
  if (first == 0) m.age = woman ? m.body.range(41, 48) : m.body.range(50, 59);
  if (first == 0 && woman) m.person.cadre = m.body.chance(100'000);
  if (first == 6) m.age = m.body.range(23, 27);
  if (r.categories.find("残疾") != std::string::npos) {
    static constexpr std::array<const char*, 4> kLevels = {"一级", "二级", "三级", "四级"};
    r.disability_level = m.facts.of(kLevels);
  }
  r.sole_carer = m.facts.chance(40'000);
  r.zero_household = m.facts.chance(17'000);
  const auto days = static_cast<int>(m.work.spread(200, kSigma1));
  r.since = Date(latest.days() - std::clamp(days, 5, 900));
  m.person.recognition = r;
}

void graduate(Maker& m, int cohort) {
  static constexpr std::array<Graduate, 4> kKinds = {Graduate::kHigher, Graduate::kTechnician,
                                                     Graduate::kVocational, Graduate::kOverseas};
  static constexpr std::array<int, 4> kKindWeights = {82, 8, 6, 4};
  static constexpr std::array<int, 8> kResults = {28, 6, 4, 28, 6, 17, 6, 5};
  static constexpr std::array<const char*, 8> kResult = {"已就业", "灵活就业", "自主创业", "升学",
                                                         "备考",   "求职中",   "暂不求职", "失联"};
  Graduation g;
  g.kind = kKinds[m.body.pick(kKindWeights)];
  g.cohort = cohort;
  static constexpr std::array<unsigned, 4> kMonths = {6, 7, 7, 7};
  g.date = ymd(cohort, m.body.of(kMonths), 1 + m.body.below(28));
  auto result = m.body.pick(kResults);
  if (cohort < 2020 && result == 3) result = 0;
  g.result = kResult[result];
  const bool vocational = g.kind == Graduate::kVocational;
  const bool technician = g.kind == Graduate::kTechnician;
  static constexpr std::array<int, 3> kLevels = {45, 47, 8};
  static constexpr std::array<const char*, 3> kLevel = {"大专", "本科", "硕士研究生"};
  g.education = vocational ? "中专" : technician ? "技校" : kLevel[m.body.pick(kLevels)];
  m.age = std::clamp((vocational ? 19 : 22) + m.body.range(0, 3) + (2020 - cohort), 19, 28);
  m.person.sex = m.body.chance(520'000) ? codes::Sex::kFemale : codes::Sex::kMale;
  m.person.cadre = true;
  m.person.graduation = g;
}

/// A registration that began before `latest`, of the length people of the city have.
void register_before(Maker& m, Date latest, int shortest) {
  static constexpr std::array<int, 4> kBasisWeights = {58, 27, 9, 6};
  static constexpr std::array<const char*, 4> kBasis = {"户籍地", "常住地", "就业地", "参保地"};
  static constexpr std::array<int, 6> kLossWeights = {34, 18, 22, 8, 12, 6};
  static constexpr std::array<const char*, 6> kLoss = {"合同终止", "单位解除", "个人辞职",
                                                       "单位倒闭", "从未就业", "其他"};
  const auto days = static_cast<int>(m.work.spread(190, kSigma1));
  Registration r;
  r.since = Date(latest.days() - std::clamp(days, shortest, 1500));
  r.basis = kBasis[m.work.pick(kBasisWeights)];
  r.loss_reason = kLoss[m.work.pick(kLossWeights)];
  m.person.registration = r;
}

void hire_on(Maker& m, Date start) {
  const auto& w = m.world;
  Hire h;
  h.employer = m.work.chance(15'000) ? bogus_employer(w, m.work) : any_employer(w, m.work);
  h.start = start;
  static constexpr std::array<int, 7> kTermWeights = {20, 8, 2, 30, 22, 10, 8};
  static constexpr std::array<int, 7> kTerms = {12, 6, 11, 36, 24, 3, 0};
  const int term = kTerms[m.work.pick(kTermWeights)];
  if (term > 0) h.term = term;
  h.is_signed = m.work.chance(950'000);
  h.wage = std::max<std::int64_t>(2050, m.work.spread(4300, kSigma035) / 10 * 10);
  if (bogus(w, h.employer))
    h.ended = Date(start.days() + 40);
  else if (m.work.chance(60'000) && start.days() + 60 < w.as_of().days())
    h.ended = Date(start.days() + m.work.range(20, 60));
  Insurance i{"职工", h.employer,         false, month_of(start), month_of(w.as_of()),
              h.wage, h.wage * 105 / 1000};
  if (h.ended) i.last = month_of(*h.ended);
  if (bogus(w, h.employer)) i.last = i.first;
  if (m.work.chance(60'000)) i.first = i.last.next();  // never insured: no line is written
  if (i.last < i.first) i.kind = "";
  m.person.insurance.push_back(i);
  m.person.hire = h;
}

void old_job(Maker& m, Date until) {
  const auto last = month_of(Date(until.days() - 20));
  const auto first = month_of(Date(first_day(last).days() - m.work.range(90, 2200)));
  const auto base = std::max<std::int64_t>(2050, m.work.spread(4000, kSigma035) / 10 * 10);
  m.person.insurance.push_back(
      {"职工", any_employer(m.world, m.work), false, first, last, base, base * 105 / 1000});
}

void flexible(Maker& m, Date since) {
  const auto now = month_of(m.world.as_of());
  const auto base = std::max<std::int64_t>(3364, m.work.spread(3900, kSigma035) / 10 * 10);
  Insurance i{"灵活就业", -1, false, month_of(since), now, base, base / 5};
  if (m.work.chance(70'000)) i.last = Month(2020, 8);
  if (i.first <= i.last) m.person.insurance.push_back(i);
}

void start_business(Maker& m, Date registered) {
  Dice dice(m.world.options.seed, Stream::kBusiness, m.person.index);
  Business b;
  static constexpr std::array<int, 3> kForms = {60, 34, 6};
  const auto form = dice.pick(kForms);
  b.individual = form == 0;
  b.size = form == 2 ? "中型" : dice.chance(150'000) ? "小型" : "微型";
  b.registered = registered;
  b.live = dice.chance(920'000);
  if (dice.chance(950'000)) b.first_time = dice.chance(790'000);
  const auto age = static_cast<int>(months_between(registered, m.world.as_of()));
  b.operating_months = std::max(0, age - (dice.chance(250'000) ? dice.range(1, 9) : 0));
  m.person.business = b;
  if (dice.chance(350'000)) {
    const auto base = std::max<std::int64_t>(3364, dice.spread(4200, kSigma035) / 10 * 10);
    m.person.insurance.push_back({"职工", -1, true, month_of(registered), month_of(m.world.as_of()),
                                  base, base * 105 / 1000});
  }
}

void end_registration(Maker& m, Date day, const char* reason) {
  m.person.registration->until = day;
  m.person.registration->end_reason = reason;
}

void unemployed(Maker& m) {
  const Date october = ymd(2020, 10, 1);
  if (m.role == Role::kNewcomer) {
    register_before(m, m.world.as_of(), 1);
    m.person.registration->since = Date(october.days() + m.work.range(1, 29));
  } else {
    if (m.work.chance(30'000))
      graduate(m, 2020);
    else if (m.work.chance(240'000))
      recognise(m, october);
    register_before(m, october, 1);
    if (m.person.graduation)
      m.person.registration->since = Date(m.person.graduation->date.days() + m.work.range(5, 60));
    if (hard(m)) {
      const int since = m.person.recognition->since.days() - m.work.range(10, 400);
      m.person.registration->since = std::min(m.person.registration->since, Date(since));
    }
  }
  if (m.person.graduation) m.person.graduation->result = m.work.chance(700'000) ? "求职中" : "备考";
  if (!m.person.graduation && m.person.registration->loss_reason != std::string_view("从未就业"))
    old_job(m, m.person.registration->since);
  if (m.role == Role::kUnemployed && m.work.chance(80'000)) {
    static constexpr std::array<int, 5> kWeights = {40, 25, 5, 20, 10};
    static constexpr std::array<const char*, 5> kReasons = {"就业", "灵活就业", "创业", "失去联系",
                                                            "退休"};
    end_registration(m, Date(october.days() + m.work.range(1, 29)),
                     kReasons[m.work.pick(kWeights)]);
  } else if (m.work.chance(40'000)) {  // D20: registered and insured at once
    const auto base = m.work.range(2100, 6000) / 10 * 10;
    m.person.insurance.push_back({"职工", any_employer(m.world, m.work), false, Month(2020, 9),
                                  month_of(m.world.as_of()), base, base / 10});
  } else if (m.work.chance(15'000)) {
    start_business(m, m.back(30, 700));
  }
}

void rehired(Maker& m) {
  const Date start = m.back(10, 300);
  register_before(m, start, 12);
  if (m.role == Role::kHardHired) {
    recognise(m, Date(start.days() - 5));
    m.person.registration->since =
        std::min(m.person.registration->since, Date(m.person.recognition->since.days() - 30));
    m.person.recognition->until = start;
  }
  end_registration(m, start, "就业");
  old_job(m, m.person.registration->since);
  hire_on(m, start);
}

void graduated(Maker& m) {
  const int cohort = m.role == Role::kGraduate ? 2020 : m.work.range(2018, 2019);
  graduate(m, cohort);
  const auto& g = *m.person.graduation;
  const std::string_view result = g.result;
  const Date after(g.date.days() + m.work.range(3, 90));
  const Date earliest = std::max(after, ymd(2020, 1, 6));
  const Date began = std::min(earliest, Date(m.world.as_of().days() - 3));
  if (result == "已就业" && (cohort == 2020 || m.work.chance(400'000))) hire_on(m, began);
  if (result == "灵活就业") flexible(m, std::max(began, ymd(2020, 3, 1)));
  if (result == "自主创业")
    start_business(m, Date(std::min(after.days(), m.world.as_of().days() - 1)));
}

void flexible_worker(Maker& m) {
  const Date since = m.back(60, 900);
  if (m.role == Role::kHardFlexible) {
    recognise(m, since);
    register_before(m, m.person.recognition->since, 20);
    end_registration(m, since, "灵活就业");
  } else if (m.work.chance(600'000)) {
    register_before(m, since, 10);
    end_registration(m, since, "灵活就业");
  }
  old_job(m, m.person.registration ? m.person.registration->since : since);
  flexible(m, since);
}

void owner(Maker& m) {
  const Date since = m.back(20, 860);
  const auto before = m.work.below(100);
  if (before < 15) {
    graduate(m, month_of(since).year());
    m.person.graduation->result = "自主创业";
  } else if (before < 60) {
    register_before(m, since, 15);
    if (before < 28) {
      recognise(m, Date(since.days() - 5));
      m.person.registration->since =
          std::min(m.person.registration->since, Date(m.person.recognition->since.days() - 30));
      m.person.recognition->until = since;
    }
    end_registration(m, since, "创业");
    m.person.returned = m.work.chance(200'000);
  }
  start_business(m, m.person.graduation
                        ? std::max(since, Date(m.person.graduation->date.days() + 10))
                        : since);
}

void employed(Maker& m) {
  if (m.work.chance(200'000)) {
    const Date start = m.back(5, 304);
    if (m.work.chance(600'000)) old_job(m, start);
    hire_on(m, start);
    return;
  }
  const auto base = std::max<std::int64_t>(2050, m.work.spread(4600, kSigma035) / 10 * 10);
  const Date since = m.back(400, 4000);
  m.person.insurance.push_back({"职工", any_employer(m.world, m.work), false, month_of(since),
                                month_of(m.world.as_of()), base, base * 105 / 1000});
}

}  // namespace

void live(Maker& m) {
  switch (m.role) {
    case Role::kUnemployed:
    case Role::kNewcomer:
      return unemployed(m);
    case Role::kRehired:
    case Role::kHardHired:
      return rehired(m);
    case Role::kGraduate:
    case Role::kAlumnus:
      return graduated(m);
    case Role::kHardFlexible:
    case Role::kFlexible:
      return flexible_worker(m);
    case Role::kOwner:
      return owner(m);
    case Role::kEmployed:
      return employed(m);
  }
}

}  // namespace leye::city
