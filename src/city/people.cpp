#include "city/people.h"

#include <algorithm>
#include <array>

#include "city/lives.h"
#include "city/names.h"

namespace leye::city {
namespace {

constexpr std::array<int, 10> kRoles = {180'000, 12'700, 40'000, 54'600, 30'000,
                                        4'000,   6'000,  50'000, 30'000, 592'700};

constexpr std::array<const char*, 9> kEducation = {
    "小学", "初中", "高中", "中专", "技校", "大专", "本科", "硕士研究生", "博士研究生"};
constexpr std::array<const char*, 4> kSkill = {"无", "初级", "中级", "高级"};

/// 178,850 pairs of a day of the year and a serial: persons of one city that share area, year and
/// sex never share a pair, so no two have one number (except those told to, D07).
constexpr std::int64_t kSerials = 490;
constexpr std::int64_t kSlots = 365 * kSerials;

// D11: two real people of one name, birth date and street; the second of such a pair.
bool is_twin(const World& world, std::int64_t index) {
  return index > 0 && Dice(world.options.seed, Stream::kRole, index, 1).chance(200) &&
         !Dice(world.options.seed, Stream::kRole, index - 1, 1).chance(200);
}

void draw_age(Maker& m) {
  static constexpr std::array<int, 5> kFirst = {16, 25, 35, 45, 55};
  static constexpr std::array<int, 5> kLast = {24, 34, 44, 54, 59};
  static constexpr std::array<int, 5> kUnemployed = {11, 24, 24, 30, 11};
  static constexpr std::array<int, 5> kOthers = {9, 30, 30, 25, 6};
  const bool of_p1 = m.role == Role::kUnemployed || m.role == Role::kNewcomer;
  const auto band = m.body.pick(of_p1 ? kUnemployed : kOthers);
  m.age = m.body.range(kFirst[band], kLast[band]);
  const bool woman = m.body.chance(of_p1 ? 470'000 : 450'000);
  m.person.sex = woman ? codes::Sex::kFemale : codes::Sex::kMale;
  m.person.cadre = m.body.chance(200'000);
  // Women retire at 50, those in management at 55: older ones are no longer of working age.
  if (woman && m.age >= 54) m.age = m.body.range(40, 48);
  if (woman && m.age >= 49) m.person.cadre = true;
}

void draw_facts(Maker& m) {
  auto& p = m.person;
  static constexpr std::array<int, 9> kEducationWeights = {6, 35, 14, 11, 7, 17, 8, 2, 0};
  p.education =
      p.graduation ? p.graduation->education : kEducation[m.facts.pick(kEducationWeights)];
  static constexpr std::array<int, 4> kSkillWeights = {52, 27, 16, 5};
  p.skill = kSkill[m.facts.pick(kSkillWeights)];
  p.ability = m.facts.chance(40'000) ? "完全丧失" : m.facts.chance(50'000) ? "部分丧失" : "有";
  p.willing = m.facts.chance(880'000);
  p.startup_intent = m.facts.chance(60'000);
  p.experience = !p.graduation &&
                 (!p.registration || p.registration->loss_reason != std::string_view("从未就业"));
  const bool of_p1 = m.role == Role::kUnemployed || m.role == Role::kNewcomer;
  p.migrant = m.facts.chance(of_p1 ? 90'000 : m.role == Role::kEmployed ? 370'000 : 60'000);
  p.poverty = m.facts.chance(p.migrant ? 45'000 : 500);
  p.outsider = p.migrant && m.facts.chance(450'000);
  p.pension = of_p1 && m.facts.chance(3'000);
  p.dead = m.facts.chance(1'000);
  int months = 0;
  for (const auto& i : p.insurance)
    if (i.kind == std::string_view("职工"))
      months += (i.last.year() - i.first.year()) * 12 + static_cast<int>(i.last.month()) -
                static_cast<int>(i.first.month()) + 1;
  p.ui_months = std::max(0, months);
}

int sharded(const World& world, std::int64_t index, int year) {
  const auto in_city = std::min(world.persons, kPersonsPerCity);
  const int shards = static_cast<int>((in_city + kSlots - 1) / kSlots);
  if (shards < 2) return year;
  const int want = static_cast<int>(index % kPersonsPerCity / kSlots);
  year -= ((year - want) % shards + shards) % shards;
  const int oldest = civil(world.as_of()).year - 59;
  return year < oldest ? year + shards : year;
}

void give_identity(Maker& m) {
  const auto& w = m.world;
  auto& p = m.person;
  Dice place(w.options.seed, Stream::kPlace, p.index);
  p.home = w.place(place);
  const bool other_hukou = place.chance(70'000);
  const auto registered_in =
      other_hukou ? w.elsewhere(place, p.home.district).district : p.home.district;
  p.hukou = p.outsider ? "129090" : w.districts[registered_in].unit->code;
  if (place.chance(40'000)) p.moved_to = w.elsewhere(place, p.home.district);
  const auto slot =
      (p.index % kPersonsPerCity * 104'729 + static_cast<std::int64_t>(w.options.seed % 99'991)) %
      kSlots;
  const int year = sharded(w, p.index, civil(w.as_of()).year - m.age);
  p.birth = Date(ymd(year, 1, 1).days() + static_cast<int>(slot / kSerials));
  const auto serial = static_cast<int>(slot % kSerials) * 2 + (p.sex == codes::Sex::kMale ? 1 : 0);
  auto body = w.area(p.index, registered_in, p.outsider);
  const auto c = civil(p.birth);
  const int tail = serial + 1000;
  body +=
      std::to_string(c.year * 10000 + static_cast<int>(c.month) * 100 + static_cast<int>(c.day)) +
      std::to_string(tail).substr(1);
  p.citizen_id = body + codes::citizen_id_check(body);
  Dice name(w.options.seed, Stream::kName, p.index);
  p.name = make_name(name, p.sex, c.year, name.chance(p.poverty ? 300'000 : 6'000));
  constexpr std::int64_t kPhones = 3'000'000'000;
  p.phone = std::to_string(
      10'000'000'000 +
      (p.index * 1'234'567'891 + static_cast<std::int64_t>(w.options.seed % 1'000'003) * 7919) %
          kPhones);
}

/// Makes this person the namesake of the one before (D11): same name, sex, birth date and home.
void make_twin(Maker& m) {
  const auto other = make_person(m.world, m.person.index - 1);
  auto& p = m.person;
  p.name = other.name;
  p.sex = other.sex;
  p.birth = other.birth;
  p.home = other.home;
  const int serial = std::stoi(other.citizen_id.substr(14, 3));
  const int own = 980 + (serial / 2 % 10) * 2 + serial % 2;
  const auto body = other.citizen_id.substr(0, 14) + std::to_string(own);
  p.citizen_id = body + codes::citizen_id_check(body);
}

}  // namespace

Person make_person(const World& world, std::int64_t index) {
  Maker m(world, index);
  Dice role(world.options.seed, Stream::kRole, index);
  m.role = static_cast<Role>(role.pick(kRoles));
  draw_age(m);
  live(m);
  std::erase_if(m.person.insurance, [](const Insurance& i) { return i.kind[0] == '\0'; });
  draw_facts(m);
  give_identity(m);
  if (is_twin(world, index)) make_twin(m);
  return std::move(m.person);
}

bool registered(const Person& p, Date on) {
  return p.registration && p.registration->since <= on &&
         (!p.registration->until || *p.registration->until > on);
}

bool hard_to_employ(const Person& p, Date on) {
  return p.recognition && p.recognition->since <= on &&
         (!p.recognition->until || *p.recognition->until > on);
}

}  // namespace leye::city
