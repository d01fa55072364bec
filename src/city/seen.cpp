#include "city/seen.h"

#include <algorithm>

#include "city/rows.h"

namespace leye::city {
namespace {

enum class Tri { kNo, kUnknown, kYes };
Tri tri(bool value) { return value ? Tri::kYes : Tri::kNo; }
Tri known(bool is_known, bool value) { return is_known ? tri(value) : Tri::kUnknown; }
Tri operator&(Tri a, Tri b) { return std::min(a, b); }
Tri operator|(Tri a, Tri b) { return std::max(a, b); }

Outcome outcome(Tri t) {
  return t == Tri::kYes  ? Outcome::kEligible
         : t == Tri::kNo ? Outcome::kNotEligible
                         : Outcome::kUndetermined;
}

bool graduate_known(const Person& p, const Seen& seen) {
  return (seen.roster && p.graduation) || seen.graduate_kind;
}

/// A graduate of one of the kinds who left school within [from, until].
Tri graduate_in(const Person& p, const Seen& seen, bool overseas_too, Date from, Date until) {
  if (!graduate_known(p, seen)) return Tri::kUnknown;
  if (!p.graduation) return Tri::kNo;
  const auto& g = *p.graduation;
  const bool kind = g.kind == Graduate::kHigher || g.kind == Graduate::kTechnician ||
                    (overseas_too && g.kind == Graduate::kOverseas);
  return tri(kind && g.date >= from && g.date <= until);
}

Tri hard_on(const Person& p, const Seen& seen, Date on) {
  return tri(seen.recognition && hard_to_employ(p, on));
}

/// Who is on the poverty register is poor; that somebody is not only other registers say for the
/// time before her hire (the comparison of that month was not run).
Tri poor(const Person& p, const Seen& seen) {
  return seen.poverty_list && p.poverty ? Tri::kYes : known(seen.poverty, p.poverty);
}

Tri registered_on(const Person& p, const Seen& seen, Date on) {
  return tri(seen.registration && registered(p, on));
}

Date before(Date d) { return Date(d.days() - 1); }

/// True if a line of insurance that was read satisfies `test`.
template <class Test>
bool any_line(const Person& p, const Seen& seen, Test test) {
  for (std::size_t i = 0; i < p.insurance.size(); ++i)
    if ((seen.insurance >> i & 1U) && test(p.insurance[i])) return true;
  return false;
}

Tri before_retirement(const World& world, const Person& p, const Seen& seen) {
  if (p.pension && seen.insurance != 0) return Tri::kNo;
  const auto years = age(p.birth, world.as_of());
  if (p.sex == codes::Sex::kMale) return tri(years < 60);
  // Worker or management decides between 50 and 55; from 40 on the date is unknown without it.
  if (!seen.post_kind && years >= 40 && years < 55) return Tri::kUnknown;
  return tri(years < (p.cadre ? 55 : 50));
}

}  // namespace

const char* to_text(Outcome o) {
  switch (o) {
    case Outcome::kEligible:
      return "eligible";
    case Outcome::kNotEligible:
      return "not_eligible";
    case Outcome::kUndetermined:
      return "undetermined";
    case Outcome::kNoSubject:
      return "";
  }
  return "";
}

Seen everything() {
  Seen s;
  s.registration = s.recognition = s.filing = s.roster = s.business = true;
  s.employers = s.everything = true;
  s.insurance = ~0U;
  s.graduate_kind = s.returned = s.poverty = s.post_kind = true;
  s.term = s.is_signed = s.first_time = s.operating = true;
  return s;
}

Outcome policy_p05(const World& world, const Person& p, const Seen& seen) {
  if (!p.hire || !seen.filing) return Outcome::kNoSubject;
  const auto& h = *p.hire;
  const auto e = make_employer(world, h.employer);
  const auto visible = seen.employers ? EmployerSeen{true, true} : employer_seen(world, h.employer);
  const bool kind = e.kind == "企业" || e.kind == "个体工商户" || e.kind == "社会组织";
  const Tri employer = known(visible.row, kind && e.live);
  const Tri size = known(visible.row && visible.size, e.size != "大型");
  const Tri graduate = size & graduate_in(p, seen, false, ymd(2020, 1, 1), ymd(2020, 12, 31));
  const Date eve = before(h.start);
  const Tri half_year = registered_on(p, seen, eve) &
                        tri(p.registration && months_between(p.registration->since, h.start) >= 6);
  const Tri group = graduate | half_year | hard_on(p, seen, eve) | poor(p, seen);
  const Tri contract =
      known(seen.is_signed, h.is_signed) & known(seen.term, !h.term || *h.term >= 12);
  const bool paid = any_line(p, seen, [&](const Insurance& i) {
    return i.employer == h.employer && i.last >= month_of(h.start);
  });
  const bool in_2020 = h.start >= ymd(2020, 1, 1) && h.start <= ymd(2020, 12, 31);
  return outcome(employer & group & contract & tri(in_2020) & tri(paid) &
                 known(visible.row, !e.dishonest));
}

Outcome policy_p07(const World& world, const Person& p, const Seen& seen) {
  const Date as_of = world.as_of();
  const Date left = *add_months(as_of, -24);
  const Tri group = hard_on(p, seen, as_of) | graduate_in(p, seen, true, left, as_of);
  const bool pays = any_line(p, seen, [&](const Insurance& i) {
    return i.kind == std::string_view("灵活就业") && i.last == month_of(as_of);
  });
  const bool owner = seen.business && p.business && p.business->live;
  return outcome(group & tri(pays) & tri(!owner) & before_retirement(world, p, seen));
}

Outcome policy_p14(const World&, const Person& p, const Seen& seen) {
  if (!p.business || !seen.business) return Outcome::kNoSubject;
  const auto& b = *p.business;
  const Tri graduate = graduate_in(p, seen, true, *add_months(b.registered, -24), b.registered);
  // The register says who returned from the day she registered; the policy asks about the day
  // before the business (policies.md §1.4).
  const Date eve = before(b.registered);
  const bool told = seen.everything || (p.registration && p.registration->since <= eve);
  const Tri group = graduate | hard_on(p, seen, eve) | known(seen.returned && told, p.returned);
  const Tri first =
      known(seen.first_time && b.first_time.has_value(), b.first_time.value_or(false));
  const bool small = b.individual || b.size != std::string_view("中型");
  return outcome(group & first & tri(b.live && small) &
                 known(seen.operating, b.operating_months >= 12));
}

EmployerSeen employer_seen(const World& world, std::int64_t number) {
  Draft draft(world, number, kEmployerRow, false);
  const auto row = employer_row(world, make_employer(world, number), 1, draft);
  return {draft.problems.empty(), row.size};
}

Groups groups_of(const World& world, const Person& p, const Seen& seen) {
  Groups g;
  const Date first = ymd(2020, 10, 1);
  const Date last = world.as_of();
  const bool grad = seen.roster && p.graduation && p.graduation->cohort == 2020;
  const std::string_view result = grad ? p.graduation->result : "";
  g.p2 = grad && (result == "备考" || result == "求职中" || result == "暂不求职");
  g.p1 = seen.registration && registered(p, last);
  g.p1_october = seen.registration && registered(p, first);
  g.p4 = seen.recognition && hard_to_employ(p, last);
  const bool any_day = seen.registration && p.registration && p.registration->since <= last &&
                       (!p.registration->until || *p.registration->until > first);
  const bool p4_any = seen.recognition && p.recognition && p.recognition->since <= last &&
                      (!p.recognition->until || *p.recognition->until > first);
  g.p3 = any_day && p.migrant;
  g.p9 = any_day || g.p2 || p4_any;
  // Void of F(m): entered after day 20 of the month or left before day 20.
  const bool stayed = any_day && p.registration->since <= ymd(2020, 10, 20) &&
                      (!p.registration->until || *p.registration->until >= ymd(2020, 10, 20));
  g.october = g.p2 || stayed;
  g.november = g.p2 || g.p1;
  return g;
}

}  // namespace leye::city
