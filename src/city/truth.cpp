#include "city/truth.h"

#include <boost/json.hpp>

namespace leye::city {
namespace {

const char* flag(bool value) { return value ? "1" : "0"; }
std::string day(const std::optional<Date>& d) { return d ? to_text(*d) : std::string(); }

boost::json::object counts(const std::map<std::string, std::int64_t>& map) {
  boost::json::object out;
  for (const auto& [key, value] : map) out[key] = value;
  return out;
}

const char* preset_name(Preset preset) {
  return preset == Preset::kDemo ? "demo" : preset == Preset::kCity ? "city" : "province";
}

const char* kind_name(Graduate kind) {
  switch (kind) {
    case Graduate::kNone:
      return "none";
    case Graduate::kHigher:
      return "higher";
    case Graduate::kTechnician:
      return "technician";
    case Graduate::kVocational:
      return "secondary_vocational";
    case Graduate::kOverseas:
      return "overseas";
  }
  return "";
}

}  // namespace

Truth::Truth(const World& world, const std::filesystem::path& folder)
    : world_(world),
      folder_(folder),
      persons_(folder / "persons.csv", std::ios::binary),
      records_(folder / "records.csv", std::ios::binary) {
  persons_
      << "truth_person_id,name,citizen_id,sex,birth_date,community,hukou,moved_to,education,skill,"
         "able,"
         "wants_work,experience,startup_intent,migrant,returned_migrant,poverty,cadre,pension,dead,"
         "registered_since,registered_until,recognised_since,recognised_until,categories,zero_"
         "household,"
         "graduate_kind,graduation_date,graduate_result,hire_uscc,hire_start,hire_term,business_"
         "uscc,"
         "business_registered,p05_true,p07_true,p14_true,p05_seen,p07_seen,p14_seen\n";
  records_ << "file,row,register,truth_person_id,problem,defects\n";
}

std::string Truth::person_id(std::int64_t index) {
  return "T" + std::to_string(100'000'000 + index).substr(1);
}

std::size_t Truth::add_file(CityFile file) {
  files_.push_back(std::move(file));
  problems_.emplace_back();
  return files_.size() - 1;
}

void Truth::record(std::size_t file, std::int64_t row, const std::string& id, const Draft& draft) {
  auto& f = files_[file];
  auto& r = registers_[f.register_code];
  ++f.rows;
  ++r.rows;
  if (id != r.last) ++(id[0] == 'T' ? r.persons : id[0] == 'E' ? r.employers : r.vacancies);
  r.last = id;
  std::string codes;
  for (const auto& problem : draft.problems) {
    ++problems_[file][problem];
    codes += (codes.empty() ? "" : ";") + problem;
  }
  if (!codes.empty()) {
    ++f.refused;
    ++r.refused;
  }
  for (std::size_t at = 0; at + 2 < draft.defects.size(); at += 4) {
    const auto defect = draft.defects.substr(at, 3);
    // One row counts once for each kind of defect, however many cells have it.
    if (draft.defects.find(defect) == at) ++r.defects[defect];
  }
  records_ << f.path << ',' << row << ',' << f.register_code << ',' << id << ',' << codes << ','
           << draft.defects << '\n';
}

void Truth::GroupCount::add(const Groups& g) {
  counts["P1"] += g.p1 ? 1 : 0;
  counts["P1_2020-10-01"] += g.p1_october ? 1 : 0;
  counts["P2"] += g.p2 ? 1 : 0;
  counts["P3_without_work"] += g.p3 ? 1 : 0;
  counts["P4"] += g.p4 ? 1 : 0;
  counts["P1_or_P2"] += g.p1 || g.p2 ? 1 : 0;
  counts["P9_October"] += g.p9 ? 1 : 0;
  counts["F_2020-10"] += g.october ? 1 : 0;
  counts["F_2020-11"] += g.november ? 1 : 0;
}

void Truth::outcomes(const Person& p, const Seen& seen, std::string& line) {
  for (const auto& [view, facts] : {std::pair{"true", everything()}, std::pair{"seen", seen}}) {
    const std::array<std::pair<const char*, Outcome>, 3> all = {
        {{"P05", policy_p05(world_, p, facts)},
         {"P07", policy_p07(world_, p, facts)},
         {"P14", policy_p14(world_, p, facts)}}};
    for (const auto& [policy, outcome] : all) {
      line += std::string(",") + to_text(outcome);
      if (outcome != Outcome::kNoSubject) ++policies_[policy][view][to_text(outcome)];
    }
  }
}

void Truth::person(const Person& p, const Seen& seen) {
  const auto& district = world_.districts[p.home.district].unit->code;
  for (const auto& [view, facts] : {std::pair{"true", everything()}, std::pair{"seen", seen}}) {
    const auto g = groups_of(world_, p, facts);
    groups_["city"][view].add(g);
    groups_[district][view].add(g);
  }
  std::string line = person_id(p.index) + "," + p.name + "," + p.citizen_id + "," +
                     (p.sex == codes::Sex::kMale ? "1" : "2") + "," + to_text(p.birth) + "," +
                     p.home.community->code + "," + p.hukou + "," +
                     (p.moved_to ? p.moved_to->community->code : "") + "," + p.education + "," +
                     p.skill + "," + p.ability;
  for (const bool set : {p.willing, p.experience, p.startup_intent, p.migrant, p.returned,
                         p.poverty, p.cadre, p.pension, p.dead})
    line += std::string(",") + flag(set);
  const auto& r = p.registration;
  const auto& h = p.recognition;
  const auto& g = p.graduation;
  line += "," + day(r ? std::optional(r->since) : std::nullopt) + "," +
          day(r ? r->until : std::nullopt);
  line += "," + day(h ? std::optional(h->since) : std::nullopt) + "," +
          day(h ? h->until : std::nullopt);
  line += "," + (h ? h->categories : std::string()) + "," + (h ? flag(h->zero_household) : "");
  line += std::string(",") + (g ? kind_name(g->kind) : "none") + "," +
          day(g ? std::optional(g->date) : std::nullopt) + "," + (g ? g->result : "");
  line += "," + (p.hire ? make_employer(world_, p.hire->employer).uscc : std::string()) + "," +
          day(p.hire ? std::optional(p.hire->start) : std::nullopt) + "," +
          (p.hire ? std::to_string(p.hire->term.value_or(9999)) : std::string());
  line += "," +
          (p.business ? business_uscc(world_, p.index, p.home.district, p.business->individual)
                      : std::string()) +
          "," + day(p.business ? std::optional(p.business->registered) : std::nullopt);
  outcomes(p, seen, line);
  persons_ << line << '\n';
}

boost::json::object Truth::policies_json() const {
  boost::json::object out;
  for (const auto& [policy, views] : policies_) {
    auto& both = out[policy].emplace_object();
    for (const auto& [view, outcomes] : views) both[view] = counts(outcomes);
  }
  return out;
}

boost::json::array Truth::files_json() const {
  boost::json::array files;
  for (std::size_t i = 0; i < files_.size(); ++i) {
    const auto& f = files_[i];
    files.push_back({{"path", f.path},
                     {"register", f.register_code},
                     {"rows", f.rows},
                     {"valid", f.rows - f.refused},
                     {"refused", f.refused},
                     {"refused_by_code", counts(problems_[i])}});
  }
  return files;
}

Result<void> Truth::close() {
  boost::json::object root;
  root["preset"] = preset_name(world_.options.preset);
  root["seed"] = world_.options.seed;
  root["persons"] = world_.persons;
  root["employers"] = world_.employers;
  root["as_of"] = to_text(world_.as_of());
  root["files"] = files_json();
  auto& registers = root["registers"].emplace_object();
  for (const auto& [code, r] : registers_)
    registers[code] = {{"rows", r.rows},
                       {"valid", r.rows - r.refused},
                       {"refused", r.refused},
                       {"distinct_persons", r.persons},
                       {"distinct_employers", r.employers},
                       {"vacancies", r.vacancies},
                       {"rows_by_defect", counts(r.defects)}};
  auto& groups = root["groups"].emplace_object();
  for (const auto& [division, views] : groups_) {
    auto& both = groups[division].emplace_object();
    for (const auto& [view, group] : views) both[view] = counts(group.counts);
  }
  root["policies"] = policies_json();
  const auto& seen = groups_["city"]["seen"].counts;
  const auto count = [&](const char* key) {
    const auto it = seen.find(key);
    return it == seen.end() ? std::int64_t{0} : it->second;
  };
  root["indicators"] = {
      {"I05", {{"denominator_2020-10", count("P9_October")}}},
      {"I06",
       {{"denominator_2020-10", count("F_2020-10")}, {"denominator_2020-11", count("F_2020-11")}}}};
  std::ofstream out(folder_ / "expected.json", std::ios::binary);
  out << boost::json::serialize(root) << '\n';
  out.close();
  persons_.close();
  records_.close();
  if (!out || !persons_ || !records_) return fail("city.unwritable", folder_.string());
  return {};
}

}  // namespace leye::city
