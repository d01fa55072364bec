#include "linkage/blocking.h"

#include <algorithm>

#include "linkage/radix.h"

namespace leye::linkage {

struct Blocking::Entries {
  std::vector<KeyedRecord> list;
  bool many = false;
  /// A key that stands for several parts, by its last dense number.
  std::uint32_t keys = 0;
};

namespace {

/// Dense numbers from 1 for equal keys of a sorted list, written into the entries.
std::uint32_t number_groups(std::vector<KeyedRecord>& list) {
  std::uint32_t id = 0;
  for (std::size_t i = 0; i < list.size();) {
    const std::uint64_t key = list[i].key;
    ++id;
    for (; i < list.size() && list[i].key == key; ++i) list[i].key = id;
  }
  return id;
}

/// Adds a part to every entry's key; entries without the part go. A set multiplies its entry.
void extend(std::vector<KeyedRecord>& list, const PartTable& table, const Records& records) {
  std::vector<KeyedRecord> longer;
  longer.reserve(list.size());
  for (const auto& e : list) {
    const std::uint32_t value = table.of_value[records.value(table.ref.field, e.record)];
    if (value == 0) continue;
    if (!table.many) {
      longer.push_back({e.key << 32 | value, e.record});
      continue;
    }
    for (std::uint32_t m = table.set_begin[value]; m < table.set_begin[value + 1]; ++m)
      longer.push_back({e.key << 32 | table.members[m], e.record});
  }
  list = std::move(longer);
}

void key_by(std::vector<KeyedRecord>& list, const std::vector<Ref>& refs, const Config& config,
            Records& records) {
  bool dense = true;
  for (const auto& ref : refs) {
    if (!dense) {
      sort_by_key(list);
      number_groups(list);
    }
    const bool first = &ref == &refs.front();
    extend(list, records.part(config, ref), records);
    // Two parts fill the 64 bits; a third needs the first two under one number.
    dense = first;
  }
  sort_by_key(list);
}

std::string shown_key(const std::vector<Ref>& refs, const Config& config, Records& records,
                      std::uint32_t record) {
  std::string out;
  for (const auto& ref : refs) {
    const PartTable& table = records.part(config, ref);
    const std::uint32_t value = table.of_value[records.value(ref.field, record)];
    std::string_view text =
        table.bytes(table.many && value != 0 ? table.members[table.set_begin[value]] : value);
    // A report is read by people who may not see an id: its middle is hidden.
    std::string masked(text);
    if (masked.size() > 8 && table.ascii) masked.replace(3, masked.size() - 6, "***");
    out += (out.empty() ? "" : " + ") + masked;
  }
  return out;
}

}  // namespace

Result<Blocking> Blocking::make(const Config& config, Records& records) {
  Blocking out;
  out.within_ = records.within();
  if (config.block_all) {
    if (records.possible_pairs() > static_cast<double>(config.max_pairs))
      return fail("linkage.too_many_pairs", config.file,
                  {{"rule", "all"},
                   {"pairs", std::to_string(static_cast<std::uint64_t>(records.possible_pairs()))},
                   {"max", std::to_string(config.max_pairs)},
                   {"value", "-"}});
    out.width_ = 1;
    out.add_all(records);
    return out;
  }
  out.width_ = config.rules.size();
  out.keys_.assign(std::size_t{records.size()} * out.width_, 0);
  std::uint64_t pairs = 0;
  for (const auto& rule : config.rules) {
    LEYE_CHECK(out.add_rule(config, records, rule));
    pairs += out.counts_.back().pairs;
    if (pairs <= config.max_pairs) continue;
    const auto worst =
        std::max_element(out.counts_.begin(), out.counts_.end(),
                         [](const RuleCount& a, const RuleCount& b) { return a.pairs < b.pairs; });
    return fail("linkage.too_many_pairs", config.file,
                {{"rule", worst->id},
                 {"pairs", std::to_string(pairs)},
                 {"max", std::to_string(config.max_pairs)},
                 {"value", worst->largest_key}});
  }
  return out;
}

void Blocking::add_all(const Records& records) {
  Rule rule;
  for (std::uint32_t r = 0; r < records.size(); ++r) rule.records.push_back(r);
  keys_.assign(records.size(), 1);
  rule.blocks.push_back({0, records.left_size(), records.size()});
  const auto pairs = static_cast<std::uint64_t>(records.possible_pairs());
  counts_.push_back({"all", pairs, 0, 0, pairs, "-", 0, 0});
  rules_.push_back(std::move(rule));
}

Result<void> Blocking::add_rule(const Config& config, Records& records, const BlockingRule& spec) {
  Rule rule;
  RuleCount count;
  count.id = spec.id;
  const std::size_t index = rules_.size();
  Entries entries;
  for (const auto& ref : spec.key) entries.many = entries.many || config.fields[ref.field].many;
  for (std::uint32_t r = 0; r < records.size(); ++r)
    if (!spec.when_flag || (records.flags(spec.when_flag->first, r) & spec.when_flag->second) != 0)
      entries.list.push_back({0, r});
  key_by(entries.list, spec.key, config, records);
  entries.keys = number_groups(entries.list);
  const std::uint32_t left_size = records.left_size();
  const auto pairs_of = [&](std::uint64_t lefts, std::uint64_t all) {
    return within_ ? all * (all - 1) / 2 : lefts * (all - lefts);
  };
  // The capped blocks are cut smaller; what is still too large is left out, and told.
  const std::uint64_t cap = spec.cap == 0 ? UINT64_MAX : spec.cap * spec.cap;
  std::vector<KeyedRecord> refined;
  std::vector<std::uint32_t> skipped;
  const auto take = [&](std::vector<KeyedRecord>& list, bool may_refine) {
    for (std::size_t i = 0; i < list.size();) {
      std::size_t end = i;
      std::uint64_t lefts = 0;
      for (; end < list.size() && list[end].key == list[i].key; ++end)
        lefts += list[end].record < left_size ? 1 : 0;
      const std::uint64_t pairs = pairs_of(lefts, end - i);
      if (pairs > cap) {
        std::vector<KeyedRecord> cut(list.begin() + static_cast<std::ptrdiff_t>(i),
                                     list.begin() + static_cast<std::ptrdiff_t>(end));
        if (may_refine && !spec.refine.empty()) {
          for (auto& e : cut) e.key = 0;
          key_by(cut, spec.refine, config, records);
          const std::uint32_t more = number_groups(cut);
          for (auto& e : cut) e.key += entries.keys;
          entries.keys += more;
          refined.insert(refined.end(), cut.begin(), cut.end());
        } else {
          ++count.skipped_blocks;
          count.skipped_pairs += pairs;
        }
        for (std::size_t k = i; k < end; ++k) list[k].key = 0;
      } else if (pairs > 0) {
        const auto begin = static_cast<std::uint32_t>(rule.records.size());
        for (std::size_t k = i; k < end; ++k) rule.records.push_back(list[k].record);
        rule.blocks.push_back({begin, begin + static_cast<std::uint32_t>(lefts),
                               static_cast<std::uint32_t>(rule.records.size())});
        rule.keys.push_back(static_cast<std::uint32_t>(list[i].key));
        count.pairs += pairs;
        if (pairs > count.largest) {
          count.largest = pairs;
          count.largest_key = shown_key(spec.key, config, records, list[i].record);
        }
      }
      i = end;
    }
  };
  take(entries.list, true);
  take(refined, false);
  std::erase_if(entries.list, [](const KeyedRecord& e) { return e.key == 0; });
  std::erase_if(refined, [](const KeyedRecord& e) { return e.key == 0; });
  entries.list.insert(entries.list.end(), refined.begin(), refined.end());
  rule.many = entries.many;
  rules_.push_back(std::move(rule));
  if (entries.many) {
    any_many_ = true;
    keep_keys(entries, rules_.back(), records.size());
  } else {
    rules_.back().keys = {};
    for (const auto& e : entries.list)
      keys_[std::size_t{e.record} * width_ + index] = static_cast<std::uint32_t>(e.key);
  }
  std::vector<bool> keyed(records.size(), false);
  for (const auto& e : entries.list) keyed[e.record] = true;
  count.null_records = static_cast<std::uint64_t>(std::count(keyed.begin(), keyed.end(), false));
  counts_.push_back(std::move(count));
  return {};
}

void Blocking::keep_keys(const Entries& entries, Rule& rule, std::uint32_t records) {
  rule.begin.assign(records + 1U, 0);
  for (const auto& e : entries.list) ++rule.begin[e.record + 1];
  for (std::uint32_t r = 0; r < records; ++r) rule.begin[r + 1] += rule.begin[r];
  rule.of_record.resize(entries.list.size());
  auto at = rule.begin;
  for (const auto& e : entries.list)
    rule.of_record[at[e.record]++] = static_cast<std::uint32_t>(e.key);
  for (std::uint32_t r = 0; r < records; ++r)
    std::sort(rule.of_record.begin() + rule.begin[r], rule.of_record.begin() + rule.begin[r + 1]);
}

std::uint32_t Blocking::smallest_shared(const Rule& rule, std::uint32_t l, std::uint32_t r) const {
  std::uint32_t i = rule.begin[l];
  std::uint32_t j = rule.begin[r];
  while (i < rule.begin[l + 1] && j < rule.begin[r + 1]) {
    if (rule.of_record[i] == rule.of_record[j]) return rule.of_record[i];
    rule.of_record[i] < rule.of_record[j] ? ++i : ++j;
  }
  return 0;
}

bool Blocking::owns_among_sets(std::uint32_t rule, std::uint32_t l, std::uint32_t r,
                               std::uint32_t key) const {
  for (std::uint32_t earlier = 0; earlier < rule; ++earlier)
    if (rules_[earlier].many && smallest_shared(rules_[earlier], l, r) != 0) return false;
  // Two records with several common phones meet in several blocks of one rule: the first counts.
  return !rules_[rule].many || smallest_shared(rules_[rule], l, r) == key;
}

std::vector<Blocking::Unit> Blocking::units(std::uint64_t unit) const {
  std::vector<Unit> out;
  for (std::uint32_t rule = 0; rule < rules_.size(); ++rule) {
    const auto& blocks = rules_[rule].blocks;
    Unit now{rule, 0, 0, 0};
    for (std::uint32_t b = 0; b < blocks.size(); ++b) {
      const std::uint64_t lefts = blocks[b].middle - blocks[b].begin;
      const std::uint64_t all = blocks[b].end - blocks[b].begin;
      now.pairs += within_ ? all * (all - 1) / 2 : lefts * (all - lefts);
      now.last = b + 1;
      if (now.pairs < unit) continue;
      out.push_back(now);
      now = {rule, b + 1, b + 1, 0};
    }
    if (now.last > now.first) out.push_back(now);
  }
  return out;
}

void Blocking::count_fresh() {
  for (auto& count : counts_) count.fresh = 0;
  for (const auto& unit : units(UINT64_MAX))
    each_pair(unit, [&](std::uint32_t, std::uint32_t) { ++counts_[unit.rule].fresh; });
}

}  // namespace leye::linkage
