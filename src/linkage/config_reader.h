#pragma once
#include <array>

#include "linkage/condition_reader.h"
#include "linkage/config_node.h"

namespace leye::linkage {

inline constexpr double kHugeNumber = 1e15;

/// Reads a configuration section by section; the sections about comparisons and decisions are in
/// config_comparisons.cpp.
class ConfigReader {
 public:
  ConfigReader(const sheets::YamlNode& root, std::string file) : root_(root), nodes_(file) {
    out_.file = std::move(file);
  }

  Result<Config> read() {
    LEYE_CHECK(nodes_.keys(
        root_, {"linkage", "id", "title", "clauses", "as_of", "registers", "plan", "fields",
                "tier1", "blocking", "limits", "comparisons", "train", "decide", "cluster"}));
    LEYE_TRY(const auto version, nodes_.text(root_, "linkage"));
    if (version != "1")
      return fail("linkage.config_version", nodes_.where(root_.find("linkage")->place),
                  {{"text", version}});
    LEYE_TRY(out_.id, nodes_.text(root_, "id"));
    LEYE_CHECK(registers());
    LEYE_CHECK(plan());
    LEYE_CHECK(fields());
    LEYE_CHECK(tier1());
    LEYE_CHECK(blocking());
    LEYE_CHECK(comparisons());
    LEYE_CHECK(train());
    LEYE_CHECK(decide());
    LEYE_CHECK(cluster());
    return std::move(out_);
  }

 private:
  tl::unexpected<Error> placed(sheets::Place place, Error error) const {
    error.where = nodes_.where(place);
    return fail(std::move(error));
  }

  Result<void> registers() {
    const auto* node = root_.find("registers");
    if (node == nullptr) {
      out_.registers = {{"left", "id", false}, {"right", "id", false}};
      return {};
    }
    if (!node->is_map() || node->entries.empty())
      return fail("linkage.config_map", nodes_.where(node->place));
    for (const auto& entry : node->entries) {
      LEYE_CHECK(nodes_.keys(entry.value, {"register", "unique_after_dedupe", "record_key"}));
      RegisterSpec spec;
      spec.id = entry.key;
      if (const auto* key = entry.value.find("record_key")) {
        LEYE_TRY(spec.record_key, nodes_.text(*key));
      }
      LEYE_CHECK(nodes_.flag(entry.value, "unique_after_dedupe", spec.unique_after_dedupe));
      out_.registers.push_back(std::move(spec));
    }
    return {};
  }

  Result<void> known_register(const std::string& id, sheets::Place place) const {
    if (id == "person_index" || out_.find_register(id) != nullptr) return {};
    std::string choices;
    for (const auto& r : out_.registers) choices += (choices.empty() ? "" : ", ") + r.id;
    return fail("linkage.config_choice", nodes_.where(place), {{"text", id}, {"choices", choices}});
  }

  Result<void> plan() {
    const auto* node = root_.find("plan");
    if (node == nullptr) {
      const auto& first = out_.registers.front().id;
      const auto& last = out_.registers.back().id;
      out_.plan = {{{first}, "", Shape::kCluster}, {{first}, last, Shape::kOneToOne}};
      return {};
    }
    if (!node->is_list()) return fail("linkage.config_list", nodes_.where(node->place));
    for (const auto& item : node->items) {
      LEYE_CHECK(nodes_.keys(item, {"within", "left", "right", "as"}));
      PlanStep step;
      const bool within = item.find("within") != nullptr;
      LEYE_TRY(const auto* left, nodes_.need(item, within ? "within" : "left"));
      LEYE_TRY(step.left, nodes_.texts(*left));
      if (!within) {
        LEYE_TRY(step.right, nodes_.text(item, "right"));
        LEYE_CHECK(known_register(step.right, item.place));
      }
      for (const auto& id : step.left) LEYE_CHECK(known_register(id, left->place));
      LEYE_TRY(const auto* as, nodes_.need(item, "as"));
      static constexpr std::array<std::pair<std::string_view, Shape>, 2> kShapes = {
          {{"one_to_one", Shape::kOneToOne}, {"cluster", Shape::kCluster}}};
      LEYE_TRY(step.as, nodes_.choice(*as, kShapes));
      out_.plan.push_back(std::move(step));
    }
    return {};
  }

  Result<void> fields() {
    LEYE_TRY(const auto* node, nodes_.need(root_, "fields"));
    if (!node->is_map() || node->entries.empty())
      return fail("linkage.config_map", nodes_.where(node->place));
    for (const auto& entry : node->entries) {
      LEYE_TRY(auto field, one_field(entry));
      out_.fields.push_back(std::move(field));
    }
    return {};
  }

  Result<std::size_t> field_named(const sheets::YamlNode& node) const {
    LEYE_TRY(const auto id, nodes_.text(node));
    LEYE_TRY(const auto ref, placed_ref(id, node.place));
    return ref.field;
  }

  Result<Ref> placed_ref(std::string_view text, sheets::Place place) const {
    auto ref = read_ref(text, out_.fields);
    if (!ref) return placed(place, ref.error());
    return ref;
  }

  Result<FieldSpec> one_field(const sheets::YamlEntry& entry) {
    static constexpr std::array<std::pair<std::string_view, Normaliser>, 12> kNormalisers = {
        {{"as_is", Normaliser::kAsIs},
         {"text", Normaliser::kText},
         {"word", Normaliser::kWord},
         {"code", Normaliser::kCode},
         {"person_name", Normaliser::kPersonName},
         {"pinyin", Normaliser::kPinyin},
         {"id_number", Normaliser::kIdNumber},
         {"birth_date", Normaliser::kBirthDate},
         {"phone", Normaliser::kPhone},
         {"address", Normaliser::kAddress},
         {"company_name", Normaliser::kCompanyName},
         {"unordered", Normaliser::kUnordered}}};
    const sheets::YamlNode& node = entry.value;
    LEYE_CHECK(nodes_.keys(
        node, {"normalise", "from", "of", "many", "else", "default_city", "mobile_pattern"}));
    FieldSpec field;
    field.id = entry.key;
    field.place = entry.place;
    LEYE_TRY(const auto* how, nodes_.need(node, "normalise"));
    LEYE_TRY(field.normalise, nodes_.choice(*how, kNormalisers));
    LEYE_CHECK(nodes_.flag(node, "many", field.many));
    if (const auto* of = node.find("of")) {
      if (of->is_list())
        for (const auto& item : of->items) {
          LEYE_TRY(const auto base, field_named(item));
          field.of.push_back(base);
        }
      else {
        LEYE_TRY(const auto base, field_named(*of));
        field.of.push_back(base);
      }
    } else {
      LEYE_CHECK(sources(node, field));
    }
    if (const auto* otherwise = node.find("else")) {
      LEYE_CHECK(nodes_.keys(*otherwise, {"from_id"}));
      LEYE_TRY(const auto* id, nodes_.need(*otherwise, "from_id"));
      LEYE_TRY(field.else_from_id, field_named(*id));
    }
    if (const auto* pattern = node.find("mobile_pattern")) {
      // `1[2-9]\d{9}`: only the lowest second digit may differ.
      LEYE_TRY(const auto text, nodes_.text(*pattern));
      if (text.size() != 11 || !text.starts_with("1[") || text[3] != '-' ||
          !text.ends_with("\\d{9}"))
        return fail("linkage.config_choice", nodes_.where(pattern->place),
                    {{"text", text}, {"choices", "1[3-9]\\d{9}, 1[2-9]\\d{9}"}});
      field.mobile_second_digit = text[2];
    }
    return field;
  }

  Result<void> sources(const sheets::YamlNode& node, FieldSpec& field) {
    LEYE_TRY(const auto* from, nodes_.need(node, "from"));
    if (!from->is_map()) {
      LEYE_TRY(field.from[""], nodes_.texts(*from));
      return {};
    }
    for (const auto& source : from->entries) {
      LEYE_CHECK(known_register(source.key, source.place));
      LEYE_TRY(field.from[source.key], nodes_.texts(source.value));
    }
    return {};
  }

  Result<void> tier1() {
    const auto* node = root_.find("tier1");
    if (node == nullptr) return {};
    LEYE_CHECK(nodes_.keys(*node, {"key", "require", "name", "name_field", "conflict"}));
    Tier1 tier;
    LEYE_TRY(const auto* key, nodes_.need(*node, "key"));
    LEYE_TRY(tier.key, field_named(*key));
    if (out_.fields[tier.key].normalise != Normaliser::kIdNumber)
      return fail("linkage.config_tier1", nodes_.where(key->place));
    for (std::size_t i = 0; i < out_.fields.size(); ++i)
      if (out_.fields[i].normalise == Normaliser::kPersonName && !tier.name) tier.name = i;
    if (const auto* name = node->find("name_field")) {
      LEYE_TRY(tier.name, field_named(*name));
    }
    if (const auto* conflict = node->find("conflict")) {
      static constexpr std::array<std::pair<std::string_view, bool>, 2> kWays = {
          {{"review", true}, {"drop", false}}};
      LEYE_TRY(tier.review_conflicts, nodes_.choice(*conflict, kWays));
    }
    out_.tier1 = tier;
    return {};
  }

  Result<std::vector<Ref>> refs(const sheets::YamlNode& node) const {
    LEYE_TRY(const auto texts, nodes_.texts(node));
    std::vector<Ref> out;
    for (const auto& text : texts) {
      LEYE_TRY(const auto ref, placed_ref(text, node.place));
      out.push_back(ref);
    }
    return out;
  }

  Result<void> blocking() {
    LEYE_TRY(const auto* node, nodes_.need(root_, "blocking"));
    if (const auto* limits = root_.find("limits")) {
      LEYE_CHECK(nodes_.keys(*limits, {"max_pairs", "on_exceed"}));
      LEYE_CHECK(nodes_.number(*limits, "max_pairs", 1, kHugeNumber, out_.max_pairs));
    }
    if (node->is_scalar() && node->text == "all") {
      out_.block_all = true;
      return {};
    }
    if (!node->is_list() || node->items.empty())
      return fail("linkage.config_list", nodes_.where(node->place));
    for (const auto& item : node->items) {
      LEYE_CHECK(nodes_.keys(item, {"id", "key", "when", "cap", "refine"}));
      BlockingRule rule;
      rule.place = item.place;
      LEYE_TRY(rule.id, nodes_.text(item, "id"));
      LEYE_TRY(const auto* key, nodes_.need(item, "key"));
      LEYE_TRY(rule.key, refs(*key));
      if (const auto* refine = item.find("refine")) {
        LEYE_TRY(rule.refine, refs(*refine));
      }
      LEYE_CHECK(nodes_.number(item, "cap", 1, 1e6, rule.cap));
      if (const auto* when = item.find("when")) LEYE_CHECK(rule_when(*when, rule));
      out_.rules.push_back(std::move(rule));
    }
    return {};
  }

  Result<void> rule_when(const sheets::YamlNode& when, BlockingRule& rule) {
    if (!when.is_map()) return fail("linkage.config_map", nodes_.where(when.place));
    for (const auto& entry : when.entries) {
      LEYE_TRY(const auto ref, placed_ref(entry.key, entry.place));
      LEYE_TRY(const auto flag, nodes_.text(entry.value));
      if (flag == "present") continue;  // an empty key blocks nothing anyway
      if (flag_bit(flag) == 0)
        return fail("linkage.config_flag", nodes_.where(entry.value.place), {{"text", flag}});
      rule.when_flag = {ref.field, flag_bit(flag)};
    }
    return {};
  }

  Result<void> comparisons();
  Result<ComparisonSpec> one_comparison(const sheets::YamlNode& item);
  Result<void> levels(const sheets::YamlNode& list, ComparisonSpec& out);
  Result<void> null_when(const sheets::YamlNode& node, ComparisonSpec& out);
  Result<void> term_frequency(const sheets::YamlNode& node, ComparisonSpec& out);
  Result<void> train();
  Result<void> decide();
  Result<Threshold> threshold(const sheets::YamlNode& node) const;
  Result<void> cluster();

  const sheets::YamlNode& root_;
  NodeReader nodes_;
  Config out_;
};

}  // namespace leye::linkage
