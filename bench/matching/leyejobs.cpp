#include "leyejobs.h"

#include <algorithm>
#include <map>
#include <numeric>

#include "matching/data_table.h"

namespace leye::bench {

using matching::Occupation;
using matching::SeekerProfile;
using matching::Vacancy;

namespace {

struct District {
  std::int32_t x, y, radius;
  std::uint32_t weight;
};
constexpr std::array<District, 16> kDistricts{{{0, 0, 2, 60},
                                               {5, 0, 3, 60},
                                               {2, -3, 3, 70},
                                               {-4, -1, 3, 80},
                                               {3, 4, 3, 60},
                                               {-3, 3, 2, 40},
                                               {15, 2, 9, 70},
                                               {-18, -5, 11, 90},
                                               {17, -14, 9, 70},
                                               {-4, 13, 9, 70},
                                               {-11, 31, 15, 80},
                                               {18, 67, 17, 60},
                                               {47, -6, 20, 170},
                                               {52, 24, 15, 40},
                                               {-22, -24, 17, 70},
                                               {18, 102, 16, 60}}};

bool is_drawn(Occupation code) {
  if (code.depth() != 4) return false;
  const std::string text = to_text(code.up_to(1));
  return text == "2" || text == "3" || text == "4" || text == "6";
}

}  // namespace

/// SplitMix64, one stream an entity.
class LeyeJobs::Draw {
 public:
  Draw(std::uint64_t kind, std::uint64_t number)
      : state_(kind ^ ((number + 1) * 0xD1B54A32D192ED03ULL)) {}

  std::uint64_t below(std::uint64_t n) {
    state_ += 0x9E3779B97F4A7C15ULL;
    std::uint64_t z = state_;
    z = (z ^ z >> 30) * 0xBF58476D1CE4E5B9ULL;
    z = (z ^ z >> 27) * 0x94D049BB133111EBULL;
    z ^= z >> 31;
    // The high half of z·n; n is below 2³².
    return ((z >> 32) * n + ((z & 0xFFFFFFFFULL) * n >> 32)) >> 32;
  }
  std::int32_t number(std::uint64_t n) { return static_cast<std::int32_t>(below(n)); }
  bool percent(std::uint64_t p) { return below(100) < p; }

  std::size_t pick(std::initializer_list<std::uint64_t> weights) {
    std::uint64_t t = below(std::accumulate(weights.begin(), weights.end(), std::uint64_t{0}));
    std::size_t at = 0;
    for (const auto weight : weights) {
      if (t < weight) break;
      t -= weight;
      ++at;
    }
    return at;
  }

  matching::Point point() {
    std::uint64_t t = below(1150);
    std::size_t d = 0;
    while (t >= kDistricts[d].weight) t -= kDistricts[d++].weight;
    const std::int32_t radius = 1000 * kDistricts[d].radius;
    std::int32_t x = 0;
    std::int32_t y = 0;
    for (int i = 0; i < 4; ++i) x += number(static_cast<std::uint64_t>(2 * radius));
    for (int i = 0; i < 4; ++i) y += number(static_cast<std::uint64_t>(2 * radius));
    return {1000 * kDistricts[d].x + (x - 4 * radius) / 2,
            1000 * kDistricts[d].y + (y - 4 * radius) / 2};
  }

 private:
  std::uint64_t state_;
};

Result<LeyeJobs> LeyeJobs::load(const matching::Tables& tables, const std::filesystem::path& folder,
                                Market market) {
  LeyeJobs jobs;
  jobs.market_ = market;
  jobs.skills_ = tables.skills().size();
  for (const auto& row : tables.occupations())
    if (is_drawn(row.code)) jobs.leaves_.push_back(row.code);
  std::map<Occupation, int> titles;
  LEYE_CHECK(matching::read_table(folder / "title_code_set.csv", {"code"},
                                  [&](const matching::DataRow& row) -> Result<void> {
                                    LEYE_TRY(const auto code, Occupation::parse(row.cells[0]));
                                    if (!is_drawn(code)) return {};
                                    jobs.rows_.push_back(code);
                                    ++titles[code];
                                    return {};
                                  }));
  if (market == Market::kDense)
    std::erase_if(jobs.rows_, [&](Occupation code) { return titles[code] < 10; });
  return jobs;
}

std::int32_t LeyeJobs::base_wage(Occupation leaf) const {
  return 3000 + 100 * static_cast<std::int32_t>(matching::fnv1a(to_text(leaf.up_to(2))) % 30);
}

std::uint64_t LeyeJobs::base_skill(Occupation leaf) const {
  return matching::fnv1a(to_text(leaf.group())) % skills_;
}

void LeyeJobs::wishes(Draw& draw, SeekerProfile& s) const {
  const std::uint64_t t = draw.below(10);
  const std::uint64_t uniform = market_ == Market::kCity ? 25 : 0;
  for (int n = t < 5 ? 1 : t < 8 ? 2 : 3; n > 0; --n) {
    const bool anywhere = draw.percent(uniform);
    const auto& from = anywhere ? leaves_ : rows_;
    s.wishes.push_back(from[draw.below(from.size())]);
  }
  if (!draw.percent(70)) return;
  const Occupation past = draw.percent(60) ? s.wishes[0] : rows_[draw.below(rows_.size())];
  s.past.push_back({past, 3 + draw.number(120)});
}

void LeyeJobs::pay_and_way(Draw& draw, SeekerProfile& s) const {
  const bool has_floor = draw.percent(80);
  const std::int32_t floor = base_wage(s.wishes[0]) * (60 + draw.number(41)) / 100;
  const std::int32_t up = 110 + draw.number(41);
  if (has_floor) s.wage_floor = floor;
  if (has_floor) s.wage_wish = floor * up / 100;
  s.home.xy = draw.point();
  s.mode = static_cast<matching::Mode>(draw.pick({5, 30, 50, 15}));
  constexpr std::array<std::int32_t, 4> kMinutes{30, 45, 60, 90};
  s.commute_max = kMinutes[draw.pick({15, 25, 45, 15})];
  if (market_ == Market::kDense) s.commute_max = s.commute_max * 3 / 2;
  s.edu = 1 + static_cast<std::int32_t>(draw.pick({30, 250, 300, 220, 170, 27, 3}));
}

void LeyeJobs::limits(Draw& draw, SeekerProfile& s) const {
  using matching::Demand;
  using matching::Form;
  const std::uint64_t t = draw.below(100);
  if (t >= 75) s.forms.add(Form::kPartTime);
  if (t >= 90) s.forms.add(Form::kTemporary);
  if (draw.percent(10)) s.cannot.add(Demand::kNight);
  if (draw.percent(5)) s.cannot.add(Demand::kStand);
  if (draw.percent(12)) s.cannot.add(Demand::kLift25);
  for (int k = 0; k < 8; ++k)
    if (draw.percent(10)) s.licences.push_back("L" + std::to_string(k));
  s.no_dispatch = draw.percent(20);
}

void LeyeJobs::seeker_skills(Draw& draw, SeekerProfile& s) const {
  const bool unknown = draw.percent(15);
  for (const auto wish : s.wishes)
    for (int n = 1 + draw.number(4); n > 0; --n) {
      const auto id = static_cast<matching::SkillId>((base_skill(wish) + draw.below(6)) % skills_);
      const auto level = static_cast<std::uint8_t>(1 + draw.number(3));
      const auto same = std::find_if(s.skills.begin(), s.skills.end(),
                                     [&](const matching::SkillLevel& k) { return k.skill == id; });
      if (same == s.skills.end())
        s.skills.push_back({id, level});
      else
        same->level = std::max(same->level, level);
    }
  s.skills_state = unknown ? matching::SkillsState::kUnknown : matching::SkillsState::kGiven;
}

SeekerProfile LeyeJobs::seeker(std::uint64_t number) const {
  Draw draw(1, number);
  SeekerProfile s;
  s.id = std::to_string(number);
  s.age = 35;
  wishes(draw, s);
  pay_and_way(draw, s);
  limits(draw, s);
  seeker_skills(draw, s);
  return s;
}

void LeyeJobs::conditions(Draw& draw, Vacancy& v) const {
  using matching::Demand;
  using matching::Form;
  constexpr std::array<std::int32_t, 6> kEdu{0, 2, 3, 4, 5, 6};
  v.edu_min = kEdu[draw.pick({450, 150, 200, 130, 65, 5})];
  std::uint64_t t = draw.below(100);
  v.exp_months = t < 60 ? 0 : t < 85 ? 12 : 36;
  t = draw.below(100);
  v.form = t < 88 ? Form::kFullTime : t < 95 ? Form::kPartTime : Form::kTemporary;
  if (draw.percent(15)) v.demands.push_back(Demand::kNight);
  if (draw.percent(20)) v.demands.push_back(Demand::kStand);
  if (draw.percent(10)) v.demands.push_back(Demand::kLift25);
  if (draw.percent(6)) v.licences.push_back("L" + std::to_string(draw.below(8)));
  v.dispatch = draw.percent(12);
  t = draw.below(100);
  v.headcount = t < 40   ? 1
                : t < 65 ? 2
                : t < 85 ? 3 + draw.number(3)
                : t < 97 ? 6 + draw.number(15)
                         : 21 + draw.number(40);
}

void LeyeJobs::vacancy_skills(Draw& draw, Vacancy& v) const {
  for (int n = draw.number(4); n > 0; --n) {
    const auto id =
        static_cast<matching::SkillId>((base_skill(v.occupation) + draw.below(6)) % skills_);
    const bool must = draw.below(2) == 1;
    const auto level = static_cast<std::uint8_t>(1 + draw.number(2));
    const auto same = std::find_if(v.skills.begin(), v.skills.end(),
                                   [&](const matching::RequiredSkill& k) { return k.skill == id; });
    if (same == v.skills.end())
      v.skills.push_back({id, must, level});
    else
      *same = {id, must, level};
  }
}

Vacancy LeyeJobs::vacancy(std::uint64_t number) const {
  Draw draw(2, number);
  Vacancy v;
  v.id = std::to_string(number);
  v.occupation = rows_[draw.below(rows_.size())];
  const std::int32_t least = base_wage(v.occupation) * (80 + draw.number(41)) / 100;
  const std::int32_t most = std::min(2 * least, least * (100 + draw.number(61)) / 100);
  if (!draw.percent(5)) {
    v.wage_min = least;
    v.wage_max = most;
  }
  v.place.xy = draw.point();
  conditions(draw, v);
  vacancy_skills(draw, v);
  return v;
}

std::vector<SeekerProfile> LeyeJobs::seekers(std::size_t count) const {
  std::vector<SeekerProfile> all;
  all.reserve(count);
  for (std::size_t i = 0; i < count; ++i) all.push_back(seeker(i));
  return all;
}

std::vector<Vacancy> LeyeJobs::vacancies(std::size_t count) const {
  std::vector<Vacancy> all;
  all.reserve(count);
  for (std::size_t i = 0; i < count; ++i) all.push_back(vacancy(i));
  return all;
}

std::vector<std::int32_t> caps(const std::vector<Vacancy>& vacancies, std::size_t seekers,
                               std::int64_t tenths) {
  const std::int64_t total = 3 * static_cast<std::int64_t>(seekers) * 10 / tenths;
  std::int64_t heads = 0;
  for (const auto& v : vacancies) heads += v.headcount;
  std::vector<std::int32_t> caps;
  for (const auto& v : vacancies) {
    const std::int64_t share = (v.headcount * total + heads - 1) / heads;
    caps.push_back(static_cast<std::int32_t>(std::max<std::int64_t>(1, share)));
  }
  return caps;
}

}  // namespace leye::bench
