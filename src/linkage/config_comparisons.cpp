#include "linkage/config_reader.h"

namespace leye::linkage {

using sheets::YamlNode;

namespace {

std::size_t level_named(const ComparisonSpec& comparison, std::string_view id) {
  for (std::size_t i = 0; i < comparison.levels.size(); ++i)
    if (comparison.levels[i].id == id) return i;
  return comparison.levels.size();
}

}  // namespace

Result<void> ConfigReader::comparisons() {
  LEYE_TRY(const auto* node, nodes_.need(root_, "comparisons"));
  if (!node->is_list() || node->items.empty())
    return fail("linkage.config_list", nodes_.where(node->place));
  for (const auto& item : node->items) {
    LEYE_TRY(auto one, one_comparison(item));
    for (const auto& other : out_.comparisons)
      if (other.id == one.id)
        return fail("linkage.config_twice", nodes_.where(item.place), {{"text", one.id}});
    out_.comparisons.push_back(std::move(one));
  }
  // A pair's pattern is one number of 64 bits.
  double patterns = 1;
  for (const auto& one : out_.comparisons) patterns *= static_cast<double>(one.levels.size() + 1);
  if (out_.comparisons.size() > kMostComparisons || patterns > 1e18)
    return fail("linkage.config_size", nodes_.where(node->place),
                {{"max", std::to_string(kMostComparisons)}});
  return {};
}

Result<ComparisonSpec> ConfigReader::one_comparison(const YamlNode& item) {
  LEYE_CHECK(nodes_.keys(item, {"id", "fields", "levels", "null_when", "tf"}));
  ComparisonSpec out;
  out.place = item.place;
  LEYE_TRY(out.id, nodes_.text(item, "id"));
  LEYE_TRY(const auto* list, nodes_.need(item, "levels"));
  LEYE_CHECK(levels(*list, out));
  if (const auto* fields = item.find("fields")) {
    LEYE_TRY(const auto of, refs(*fields));
    for (const auto& ref : of) out.fields.push_back(ref.field);
  } else {
    const Condition* first = &*out.levels.front().when;
    while (!first->children.empty()) first = &first->children.front();
    out.fields = {first->a.field};
  }
  if (const auto* node = item.find("null_when")) LEYE_CHECK(null_when(*node, out));
  if (const auto* node = item.find("tf")) LEYE_CHECK(term_frequency(*node, out));
  return out;
}

Result<void> ConfigReader::levels(const YamlNode& list, ComparisonSpec& out) {
  if (!list.is_list() || list.items.size() < 2)
    return fail("linkage.config_levels", nodes_.where(list.place), {{"text", out.id}});
  for (const auto& item : list.items) {
    LEYE_CHECK(nodes_.keys(item, {"id", "when"}));
    LevelSpec level;
    level.place = item.place;
    LEYE_TRY(level.id, nodes_.text(item, "id"));
    if (level_named(out, level.id) < out.levels.size())
      return fail("linkage.config_twice", nodes_.where(item.place), {{"text", level.id}});
    if (const auto* when = item.find("when")) {
      LEYE_TRY(const auto text, nodes_.text(*when));
      auto condition = read_condition(text, out_.fields);
      if (!condition) return placed(when->place, condition.error());
      level.when = *std::move(condition);
    }
    const bool last = &item == &list.items.back();
    if (last != !level.when.has_value())
      return fail("linkage.config_else", nodes_.where(item.place), {{"text", out.id}});
    out.levels.push_back(std::move(level));
  }
  if (out.levels.size() > 30)
    return fail("linkage.config_levels", nodes_.where(list.place), {{"text", out.id}});
  return {};
}

Result<void> ConfigReader::null_when(const YamlNode& node, ComparisonSpec& out) {
  if (!node.is_map()) return fail("linkage.config_map", nodes_.where(node.place));
  for (const auto& entry : node.entries) {
    if (entry.key == "when") {
      LEYE_TRY(const auto text, nodes_.text(entry.value));
      auto condition = read_condition(text, out_.fields);
      if (!condition) return placed(entry.value.place, condition.error());
      out.null_if = *std::move(condition);
      continue;
    }
    const auto other = std::find_if(out_.comparisons.begin(), out_.comparisons.end(),
                                    [&](const ComparisonSpec& c) { return c.id == entry.key; });
    // A later comparison is not known yet when this one is made.
    if (other == out_.comparisons.end())
      return fail("linkage.config_null_when", nodes_.where(entry.place), {{"text", entry.key}});
    LEYE_TRY(const auto ids, nodes_.texts(entry.value));
    auto& levels = out.null_levels[static_cast<std::size_t>(other - out_.comparisons.begin())];
    for (const auto& id : ids) {
      const std::size_t at = level_named(*other, id);
      if (at == other->levels.size())
        return fail("linkage.config_level", nodes_.where(entry.value.place), {{"text", id}});
      levels.push_back(at);
    }
  }
  return {};
}

Result<void> ConfigReader::term_frequency(const YamlNode& node, ComparisonSpec& out) {
  if (!node.is_map()) return fail("linkage.config_map", nodes_.where(node.place));
  LEYE_CHECK(nodes_.number(node, "floor", 1e-12, 1, out.tf.floor));
  LEYE_CHECK(nodes_.number(node, "weight", 0, 1, out.tf.weight));
  for (const auto& entry : node.entries) {
    if (entry.key == "floor" || entry.key == "weight") continue;
    const std::size_t level = level_named(out, entry.key);
    if (level == out.levels.size())
      return fail("linkage.config_level", nodes_.where(entry.place), {{"text", entry.key}});
    LEYE_TRY(const auto text, nodes_.text(entry.value));
    LEYE_TRY(out.tf.of_level[level], placed_ref(text, entry.value.place));
  }
  return {};
}

Result<void> ConfigReader::train() {
  const auto* node = root_.find("train");
  if (node == nullptr) return {};
  LEYE_CHECK(nodes_.keys(*node, {"u", "m", "monotone", "labels"}));
  LEYE_CHECK(nodes_.flag(*node, "monotone", out_.train.monotone));
  if (const auto* u = node->find("u")) {
    LEYE_CHECK(nodes_.keys(*u, {"method", "pairs", "min_per_level", "seed", "smoothing"}));
    LEYE_CHECK(nodes_.number(*u, "pairs", 1000, 1e9, out_.train.u_pairs));
    LEYE_CHECK(nodes_.number(*u, "seed", 0, kHugeNumber, out_.train.seed));
    LEYE_CHECK(nodes_.number(*u, "smoothing", 0, 100, out_.train.u_smoothing));
  }
  if (const auto* m = node->find("m")) {
    LEYE_CHECK(nodes_.keys(
        *m, {"method", "pairs", "prior", "fix_u", "max_iterations", "tolerance", "smoothing"}));
    LEYE_CHECK(nodes_.number(*m, "max_iterations", 1, 100000, out_.train.max_iterations));
    LEYE_CHECK(nodes_.number(*m, "tolerance", 1e-15, 0.1, out_.train.tolerance));
    LEYE_CHECK(nodes_.number(*m, "smoothing", 0, 100, out_.train.m_smoothing));
  }
  return {};
}

Result<Threshold> ConfigReader::threshold(const YamlNode& node) const {
  LEYE_CHECK(nodes_.keys(node, {"weight", "probability", "precision"}));
  if (node.entries.size() != 1) return fail("linkage.config_threshold", nodes_.where(node.place));
  Threshold out;
  double value = 0;
  const auto& key = node.entries.front().key;
  LEYE_CHECK(
      nodes_.number(node, key, key == "weight" ? -200 : 0, key == "weight" ? 200 : 1, value));
  (key == "weight" ? out.weight : key == "probability" ? out.probability : out.precision) = value;
  return out;
}

Result<void> ConfigReader::decide() {
  out_.link.precision = 0.999;
  out_.review.probability = 0.02;
  const auto* node = root_.find("decide");
  if (node == nullptr) return {};
  LEYE_CHECK(nodes_.keys(*node, {"link", "review", "margin", "uses"}));
  if (const auto* link = node->find("link")) {
    LEYE_TRY(out_.link, threshold(*link));
  }
  if (const auto* review = node->find("review")) {
    LEYE_TRY(out_.review, threshold(*review));
  }
  return nodes_.number(*node, "margin", 0, 100, out_.margin);
}

Result<void> ConfigReader::cluster() {
  bool birth_in_id = false;
  for (std::size_t i = 0; i < out_.fields.size(); ++i) {
    if (out_.fields[i].normalise == Normaliser::kIdNumber && !out_.cluster.one_valid)
      out_.cluster.one_valid = i;
    birth_in_id = birth_in_id || out_.fields[i].else_from_id.has_value();
  }
  for (std::size_t i = 0; i < out_.fields.size() && birth_in_id; ++i)
    if (out_.fields[i].else_from_id) out_.cluster.birth = i;
  const auto* node = root_.find("cluster");
  if (node == nullptr) return {};
  LEYE_CHECK(nodes_.keys(*node, {"mean", "one_valid", "birth"}));
  LEYE_CHECK(nodes_.number(*node, "mean", -15, 15, out_.cluster.mean));
  if (const auto* field = node->find("one_valid")) {
    LEYE_TRY(out_.cluster.one_valid, field_named(*field));
  }
  if (const auto* field = node->find("birth")) {
    LEYE_TRY(out_.cluster.birth, field_named(*field));
  }
  return {};
}

}  // namespace leye::linkage
