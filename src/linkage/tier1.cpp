#include "linkage/tier1.h"

#include <algorithm>

#include "linkage/link.h"
#include "linkage/radix.h"

namespace leye::linkage {

std::vector<std::uint32_t> valid_ids(const Records& records, std::size_t field) {
  const auto valid = flag_bit("valid");
  std::vector<std::uint32_t> out(records.size(), 0);
  for (std::uint32_t r = 0; r < records.size(); ++r)
    if ((records.flags(field, r) & valid) != 0) out[r] = records.value(field, r);
  return out;
}

std::vector<IdPair> id_pairs(const Config& config, Records& records) {
  std::vector<IdPair> out;
  if (!config.tier1) return out;
  const auto ids = valid_ids(records, config.tier1->key);
  std::vector<KeyedRecord> list;
  for (std::uint32_t r = 0; r < records.size(); ++r)
    if (ids[r] != 0) list.push_back({ids[r], r});
  sort_by_key(list);
  const auto add = [&](std::uint32_t l, std::uint32_t r) {
    const bool agree =
        !config.tier1->name || not_contradictory(records.text(*config.tier1->name, l),
                                                 records.text(*config.tier1->name, r));
    out.push_back({l, r, !agree});
  };
  for (std::size_t i = 0; i < list.size();) {
    std::size_t end = i;
    while (end < list.size() && list[end].key == list[i].key) ++end;
    const std::size_t n = end - i;
    if (!records.within()) {
      const bool one_each = n == 2 && list[i].record < records.left_size() &&
                            list[i + 1].record >= records.left_size();
      if (one_each) add(list[i].record, list[i + 1].record);
    } else if (n <= kMostOfOneId) {
      for (std::size_t a = i; a < end; ++a)
        for (std::size_t b = a + 1; b < end; ++b) add(list[a].record, list[b].record);
    }
    i = end;
  }
  std::sort(out.begin(), out.end(), [](const IdPair& a, const IdPair& b) {
    return a.left != b.left ? a.left < b.left : a.right < b.right;
  });
  return out;
}

}  // namespace leye::linkage
