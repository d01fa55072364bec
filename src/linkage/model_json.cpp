#include <boost/json.hpp>
#include <cmath>

#include "linkage/model.h"

namespace leye::linkage {
namespace {

namespace json = boost::json;

json::object level_json(const LevelModel& level) {
  return {{"id", level.id},
          {"m", level.m},
          {"u", level.u},
          {"weight_q16", level.weight_q16},
          {"m_count", level.m_count},
          {"u_method", level.u_method}};
}

/// Reads numbers and texts of an object; the first that is missing or no share is the fault.
class ObjectReader {
 public:
  ObjectReader(const json::value& value, std::string name, std::string& fault)
      : object_(value.if_object()), name_(std::move(name)), fault_(fault) {
    if (object_ == nullptr) blame("");
  }
  double number(std::string_view key, double low, double high) {
    const auto* found = member(key);
    if (found == nullptr || !found->is_number()) return blame(key), 0;
    const double value = twelve_digits(found->to_number<double>());
    if (!(value >= low && value <= high)) blame(key);
    return value;
  }
  std::string text(std::string_view key) {
    const auto* found = member(key);
    if (found == nullptr || !found->is_string()) return blame(key), std::string();
    return std::string(found->as_string());
  }
  const json::array& list(std::string_view key) {
    static const json::array kNone;
    const auto* found = member(key);
    if (found == nullptr || !found->is_array()) return blame(key), kNone;
    return found->as_array();
  }
  const json::value& at(std::string_view key) {
    static const json::value kNone;
    const auto* found = member(key);
    if (found == nullptr) return blame(key), kNone;
    return *found;
  }

 private:
  const json::value* member(std::string_view key) {
    return object_ == nullptr ? nullptr : object_->if_contains(key);
  }
  void blame(std::string_view key) {
    if (fault_.empty()) fault_ = name_ + "/" + std::string(key);
  }
  const json::object* object_;
  std::string name_;
  std::string& fault_;
};

void read_comparisons(const json::array& list, const Config& config, Model& model,
                      std::string& fault) {
  if (list.size() != config.comparisons.size()) fault = fault.empty() ? "/comparisons" : fault;
  for (std::size_t c = 0; c < list.size() && fault.empty(); ++c) {
    const std::string name = "/comparisons/" + std::to_string(c);
    ObjectReader reader(list[c], name, fault);
    ComparisonModel comparison;
    comparison.id = reader.text("id");
    const auto& levels = reader.list("levels");
    if (comparison.id != config.comparisons[c].id ||
        levels.size() != config.comparisons[c].levels.size()) {
      fault = fault.empty() ? name : fault;
      return;
    }
    for (std::size_t l = 0; l < levels.size(); ++l) {
      ObjectReader of_level(levels[l], name + "/levels/" + std::to_string(l), fault);
      LevelModel level;
      level.id = of_level.text("id");
      level.m = of_level.number("m", 0, 1);
      level.u = of_level.number("u", 0, 1);
      level.weight_q16 = static_cast<std::int32_t>(of_level.number("weight_q16", -1.1e9, 1.1e9));
      level.m_count = of_level.number("m_count", 0, 1e15);
      level.u_method = of_level.text("u_method");
      comparison.levels.push_back(std::move(level));
    }
    model.comparisons.push_back(std::move(comparison));
  }
}

}  // namespace

std::string to_json(const Model& model) {
  json::array comparisons;
  for (const auto& comparison : model.comparisons) {
    json::array levels;
    for (const auto& level : comparison.levels) levels.push_back(level_json(level));
    comparisons.push_back(json::object{{"id", comparison.id}, {"levels", std::move(levels)}});
  }
  json::array warnings;
  for (const auto& warning : model.warnings) warnings.emplace_back(warning);
  const json::object out{{"model", 1},
                         {"id", model.id},
                         {"config_sha256", leye::to_text(model.config)},
                         {"pairs", json::object{{"blocked", model.blocked},
                                                {"patterns", model.patterns},
                                                {"u_sample", model.u_sample},
                                                {"seed", model.seed},
                                                {"iterations", model.iterations}}},
                         {"prior", json::object{{"expected_matches", model.expected_matches},
                                                {"possible_pairs", model.possible_pairs},
                                                {"lambda", model.lambda}}},
                         {"comparisons", std::move(comparisons)},
                         {"warnings", std::move(warnings)}};
  return json::serialize(out) + "\n";
}

Result<Model> model_from_json(std::string_view text, const Config& config,
                              const std::string& file) {
  boost::system::error_code bad;
  const auto value = json::parse(json::string_view(text.data(), text.size()), bad);
  const auto wrong = [&](const std::string& place) {
    return fail("linkage.model_format", file, {{"place", place}});
  };
  if (bad) return wrong("JSON");
  std::string fault;
  ObjectReader reader(value, "", fault);
  Model model;
  if (reader.number("model", 1, 1) != 1) return wrong("/model");
  model.id = reader.text("id");
  const auto config_digest = reader.text("config_sha256");
  ObjectReader pairs(reader.at("pairs"), "/pairs", fault);
  model.blocked = static_cast<std::uint64_t>(pairs.number("blocked", 0, 1e15));
  model.patterns = static_cast<std::uint64_t>(pairs.number("patterns", 0, 1e15));
  model.u_sample = static_cast<std::uint64_t>(pairs.number("u_sample", 0, 1e15));
  model.seed = static_cast<std::uint64_t>(pairs.number("seed", 0, 1e18));
  model.iterations = static_cast<int>(pairs.number("iterations", 0, 1e9));
  ObjectReader prior(reader.at("prior"), "/prior", fault);
  model.lambda = prior.number("lambda", 1e-18, 1 - 1e-12);
  model.expected_matches = prior.number("expected_matches", 0, 1e18);
  model.possible_pairs = prior.number("possible_pairs", 0, 1e30);
  if (!fault.empty()) return wrong(fault);
  if (config_digest != leye::to_text(config.digest))
    return fail("linkage.model_config", file, {{"config", config.file}});
  model.config = config.digest;
  read_comparisons(reader.list("comparisons"), config, model, fault);
  for (const auto& warning : reader.list("warnings"))
    if (warning.is_string()) model.warnings.emplace_back(warning.as_string());
  if (!fault.empty()) return wrong(fault);
  return model;
}

}  // namespace leye::linkage
