#include "city/aid.h"

#include <algorithm>
#include <array>

#include "city/employers.h"

namespace leye::city {
namespace {

/// Of the numbers a base may have, those of internship bases: seven in ten, see `make_base`.
constexpr std::int64_t kKinds = 10;
constexpr std::int64_t kInternshipKinds = 7;

std::int64_t some_base(const World& w, Dice& dice, BaseKind kind) {
  const auto tens = static_cast<std::uint32_t>(std::max<std::int64_t>(1, base_count(w) / kKinds));
  const auto ten = static_cast<std::int64_t>(dice.below(tens)) * kKinds;
  if (kind == BaseKind::kTrainingCentre) return ten + kKinds - 1;
  return ten + dice.below(static_cast<std::uint32_t>(kInternshipKinds));
}

std::optional<Internship> internship(const World& w, const Person& p, Dice& dice) {
  const bool graduate = p.graduation && p.graduation->cohort == 2020 &&
                        (p.graduation->result == std::string_view("求职中") ||
                         p.graduation->result == std::string_view("暂不求职"));
  const bool youth = p.registration && !p.registration->until && age(p.birth, w.as_of()) <= 24;
  if (!dice.chance(graduate ? 120'000 : youth ? 50'000 : 0)) return std::nullopt;
  Internship i;
  i.recognised = dice.chance(950'000);
  i.employer = i.recognised ? make_base(w, some_base(w, dice, BaseKind::kInternship)).employer
                            : any_employer(w, dice);
  const Date earliest =
      graduate ? Date(p.graduation->date.days() + 5) : Date(p.registration->since.days() + 5);
  i.start = Date(std::clamp(earliest.days() + dice.range(0, 60), ymd(2020, 3, 2).days(),
                            w.as_of().days() - 1));
  const int months = dice.range(2, 12);
  i.end = Date(add_months(i.start, months)->days() - 1);
  i.agreement = dice.chance(970'000);
  i.insured = dice.chance(900'000);
  i.stipend = dice.chance(100'000) ? 1800 : 2050 + dice.range(0, 15) * 50;
  i.months_done = static_cast<int>(months_between(i.start, w.as_of()));
  return i;
}

std::optional<Training> training(const World& w, const Person& p, Dice& dice) {
  const bool registered_now = p.registration && !p.registration->until;
  const bool works = !p.insurance.empty() && p.insurance.back().last == month_of(w.as_of());
  const std::uint32_t share = p.recognition ? 90'000 : registered_now ? 60'000 : works ? 8'000 : 0;
  if (!dice.chance(share)) return std::nullopt;
  Training t;
  t.startup = p.startup_intent && dice.chance(500'000);
  if (works && !t.startup && dice.chance(300'000))
    t.employer = make_base(w, some_base(w, dice, BaseKind::kTrainingCentre)).employer;
  t.days = dice.range(5, 30);
  t.finished = Date(w.as_of().days() - dice.range(2, 200));
  t.started = Date(t.finished.days() - t.days - t.days / 3);
  t.hours = t.days * 8;
  t.attended = t.hours * dice.range(60, 100) / 100;
  t.certificate = t.attended * 10 >= t.hours * 7 && dice.chance(930'000);
  t.listed = dice.chance(960'000);
  t.fee = dice.range(6, 36) * 100;
  t.occupation = dice.range(0, 7);
  t.rural = p.outsider ? dice.chance(700'000) : dice.chance(150'000);
  t.subsidised_before = dice.chance(30'000);
  return t;
}

std::optional<Assessment> assessment(const World& w, const Person& p,
                                     const std::optional<Training>& taken, Dice& dice) {
  const bool works = !p.insurance.empty() && p.insurance.back().last == month_of(w.as_of());
  const bool after = taken && taken->certificate && !taken->startup;
  if (!dice.chance(after ? 600'000 : works ? 10'000 : 0)) return std::nullopt;
  static constexpr std::array<int, 5> kWeights = {45, 30, 17, 6, 2};
  Assessment a;
  a.level = 5 - static_cast<int>(dice.pick(kWeights));
  const Date earliest = after ? taken->finished : Date(w.as_of().days() - 500);
  a.issued = Date(std::min(earliest.days() + dice.range(1, after ? 40 : 480), w.as_of().days()));
  a.passed = dice.chance(920'000);
  a.fee = dice.range(14, 50) * 10;
  a.occupation = after ? taken->occupation : dice.range(0, 7);
  a.subsidised_before = dice.chance(20'000);
  return a;
}

Loan some_loan(const World& w, Dice& dice, std::int64_t most) {
  Loan l;
  l.amount = std::max<std::int64_t>(1, most / 50'000 * dice.range(10, 110) / 100) * 50'000;
  static constexpr std::array<int, 4> kMonths = {12, 24, 36, 48};
  l.months = dice.of(kMonths);
  l.before = dice.chance(150'000) ? dice.range(1, 3) : 0;
  l.applied = Date(w.as_of().days() - dice.range(1, 180));
  l.other_loans = dice.chance(120'000);
  l.bad_credit = dice.chance(30'000);
  return l;
}

}  // namespace

std::int64_t base_count(const World& w) {
  return std::max<std::int64_t>(kKinds, w.persons / 1000 / kKinds * kKinds);
}

Base make_base(const World& w, std::int64_t number) {
  Dice dice(w.options.seed, Stream::kBase, number);
  Base b;
  const auto place = number % kKinds;
  b.kind = place < kInternshipKinds ? BaseKind::kInternship
           : place < kKinds - 1     ? BaseKind::kIncubator
                                    : BaseKind::kTrainingCentre;
  // One recognition an employer: spread over the numbers that firms have.
  b.employer = (number * 7919 + 13) % w.employers;
  b.recognised = Date(ymd(2020, 1, 1).days() - dice.range(30, 1500));
  if (dice.chance(30'000)) b.withdrawn = Date(w.as_of().days() - dice.range(10, 100));
  if (b.kind == BaseKind::kInternship) {
    b.interns_ended = dice.range(0, 24);
    b.interns_retained = b.interns_ended * dice.range(20, 90) / 100;
  } else if (b.kind == BaseKind::kIncubator) {
    b.incubated = dice.range(8, 60);
    b.jobs = b.incubated * dice.range(15, 60) / 10;
  }
  return b;
}

Aid aid_of(const World& w, const Person& p) {
  Dice dice(w.options.seed, Stream::kAid, p.index);
  Aid aid;
  if (p.poverty && dice.chance(970'000)) {
    aid.poverty_since = ymd(2014 + dice.range(0, 3), 12, 1);
    aid.partner_county = p.outsider && dice.chance(600'000);
  }
  aid.internship = internship(w, p, dice);
  if (!aid.internship) aid.training = training(w, p, dice);
  aid.assessment = assessment(w, p, aid.training, dice);
  if (p.business && p.business->live && dice.chance(60'000)) aid.loan = some_loan(w, dice, 200'000);
  return aid;
}

std::optional<Loan> firm_loan(const World& w, std::int64_t employer) {
  Dice dice(w.options.seed, Stream::kAid, employer, 50);
  if (!dice.chance(8'000)) return std::nullopt;
  return some_loan(w, dice, 3'000'000);
}

}  // namespace leye::city
