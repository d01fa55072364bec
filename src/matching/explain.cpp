#include "matching/explain.h"

#include <algorithm>

#include "core/json.h"

namespace leye::matching {
namespace {

/// One pair and the sentences said about it so far.
struct Speaker {
  const Tables& tables;
  const Params& params;
  const SeekerProfile& seeker;
  const Vacancy& vacancy;
  const Fit& fit;
  Locale locale;
  std::vector<std::string> lines;

  void say(const std::string& key, const MessageArgs& args = {}) {
    lines.push_back(message(locale, "matching." + key, args));
  }
  [[nodiscard]] std::string word(const std::string& key) const {
    return message(locale, "matching." + key);
  }
  [[nodiscard]] std::string name(SkillId skill) const {
    return locale == Locale::kEn ? tables.skill(skill).name_en : tables.skill(skill).name_zh;
  }
  [[nodiscard]] std::string licence(const std::string& id) const {
    const auto skill = tables.skill(id);
    return skill ? name(*skill) : id;
  }
};

std::string number(std::int64_t n) { return std::to_string(n); }

void append(const Speaker& s, std::string& list, const std::string& item) {
  list += (list.empty() ? "" : s.locale == Locale::kEn ? ", " : "、") + item;
}

void wish_line(Speaker& s) {
  const Occupation wish = s.seeker.wishes[s.fit.via.index];
  const Occupation post = s.vacancy.occupation;
  const std::string name(s.tables.name_of(wish));
  const std::int32_t points = s.fit.components.occupation;
  const bool same_group = wish.group() == post.group() && wish.depth() >= 3;
  if (points >= 380) return s.say("explain.wish", {{"wish", name}});
  if (points >= 300 && same_group)
    return s.say("explain.wish_group",
                 {{"wish", name}, {"group", std::string(s.tables.name_of(post.group()))}});
  if (points < 200) return;
  std::string_view why;
  for (const auto from : {wish, wish.group()})
    for (const auto to : {post, post.group()})
      if (why.empty()) why = s.tables.related_why(from, to);
  // Without a row of the table the nearness is that of the dictionary's tree.
  if (why.empty()) why = s.tables.name_of(post.up_to(std::max(1, common_segments(wish, post))));
  s.say("explain.wish_near", {{"wish", name}, {"why", std::string(why)}});
}

void occupation_line(Speaker& s) {
  switch (s.fit.via.route) {
    case Via::Route::kWish:
      return wish_line(s);
    case Via::Route::kPast: {
      const auto& past = s.seeker.past[s.fit.via.index];
      return s.say("explain.past", {{"past", std::string(s.tables.name_of(past.code))},
                                    {"months", number(past.months)}});
    }
    case Via::Route::kAny:
      return s.say("explain.any");
    case Via::Route::kNone:
      return;
  }
}

void skills_line(Speaker& s) {
  if (s.vacancy.skills.empty()) return;
  if (s.vacancy.training_provided) s.say("explain.training");
  if (s.seeker.skills_state == SkillsState::kUnknown) return s.say("explain.skills_unknown");
  std::string have;
  std::string lack;
  for (const auto& asked : s.vacancy.skills) {
    const bool has =
        s.seeker.skills_state == SkillsState::kGiven &&
        std::any_of(s.seeker.skills.begin(), s.seeker.skills.end(), [&](const SkillLevel& k) {
          return k.skill == asked.skill && k.level >= asked.level;
        });
    append(s, has ? have : lack, s.name(asked.skill));
  }
  if (lack.empty() || (s.fit.components.skills >= 150 && !have.empty()))
    s.say("explain.skills", {{"have", have}});
  else if (have.empty())
    s.say("explain.skills_lack", {{"lack", lack}});
  else
    s.say("explain.skills_part", {{"have", have}, {"lack", lack}});
}

void wage_line(Speaker& s) {
  const auto pay = pay_of(s.vacancy);
  if (!pay) return s.say("explain.wage_unknown");
  const auto wish = pay_wish(s.params, s.seeker);
  if (s.fit.components.wage == 150)
    s.say("explain.wage", {{"expected", number(pay->expected)}});
  else if (s.fit.components.wage >= 60)
    s.say(s.seeker.wage_floor ? "explain.wage_above" : "explain.wage_above_minimum",
          {{"expected", number(pay->expected)}, {"floor", number(wish.floor)}});
  else
    s.say("explain.wage_near", {{"top", number(pay->top)}});
}

void commute_line(Speaker& s) {
  if (!s.fit.minutes) return s.say("explain.place_unknown");
  if (s.vacancy.remote || s.vacancy.form == Form::kRemote) return s.say("explain.remote");
  if (s.vacancy.lodging && s.seeker.accept_lodging) return s.say("explain.lodging");
  s.say("explain.commute", {{"minutes", number(*s.fit.minutes)},
                            {"mode", s.word("mode." + json::enum_text(s.seeker.mode))},
                            {"limit", number(s.seeker.commute_max)}});
  if (s.seeker.home.xy && s.vacancy.place.xy) return;
  const bool street =
      !s.seeker.home.street.empty() && s.seeker.home.street == s.vacancy.place.street;
  s.say("explain.place_by", {{"level", s.word(street ? "level.street" : "level.district")}});
}

void education_line(Speaker& s) {
  if (!s.seeker.edu || s.vacancy.edu_min == 0) return;
  const int above = *s.seeker.edu - s.vacancy.edu_min;
  if (above < 0) s.say(above == -1 ? "explain.edu_below" : "explain.edu_far_below");
  if (above >= 3) s.say("explain.edu_above");
}

void experience_line(Speaker& s) {
  if (!s.vacancy.exp_months || s.fit.components.experience == 50) return;
  s.say("explain.experience",
        {{"asked", number(*s.vacancy.exp_months)},
         {"months", number(counted_months(s.tables, s.seeker, s.vacancy.occupation))}});
}

void refusal_line(Speaker& s, const Reason& reason) {
  const auto pay = pay_of(s.vacancy);
  MessageArgs args{{"detail", reason.detail},
                   {"minutes", number(s.fit.minutes.value_or(0))},
                   {"limit", number(s.seeker.commute_max)},
                   {"top", number(pay ? pay->top : 0)},
                   {"floor", number(s.seeker.wage_floor.value_or(0))},
                   {"days", number(s.vacancy.age_days)}};
  switch (reason.rule) {
    case Rule::kLicence:
      args[0].second = s.licence(reason.detail);
      break;
    case Rule::kWorkForm:
      args[0].second = s.word("form." + reason.detail);
      break;
    case Rule::kHealth:
      args[0].second = s.word("demand." + reason.detail);
      break;
    case Rule::kNotAJob:
      args[0].second = s.word("kind." + reason.detail);
      break;
    case Rule::kAvoid:
      if (const auto node = Occupation::parse(reason.detail))
        args[0].second = std::string(s.tables.name_of(*node));
      break;
    default:
      break;
  }
  s.say("refusal." + std::string(code_of(reason.rule)), args);
}

}  // namespace

std::vector<std::string> explanation(const Tables& tables, const Params& params,
                                     const SeekerProfile& seeker, const Vacancy& vacancy,
                                     const Fit& fit, Locale locale) {
  Speaker speaker{tables, params, seeker, vacancy, fit, locale, {}};
  for (const auto& reason : fit.reasons) refusal_line(speaker, reason);
  if (fit.passes()) {
    occupation_line(speaker);
    skills_line(speaker);
    wage_line(speaker);
    commute_line(speaker);
    education_line(speaker);
    experience_line(speaker);
  }
  speaker.say("explain.closing");
  return std::move(speaker.lines);
}

}  // namespace leye::matching
