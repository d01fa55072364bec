#include "linkage/records.h"

#include <algorithm>

#include "codes/text.h"
#include "linkage/normal_form.h"

namespace leye::linkage {

void PartTable::decode() {
  if (!ends_.empty()) return;
  ends_.push_back(0);
  for (std::uint32_t id = 1; id < values.size(); ++id) {
    points_ += codes::code_points(values.text(id));
    ends_.push_back(points_.size());
  }
}

double Records::possible_pairs() const {
  const auto all = static_cast<double>(size());
  const auto left = static_cast<double>(left_size_);
  return within_ ? all * (all - 1) / 2 : left * (all - left);
}

std::optional<std::uint32_t> Records::find(std::string_view wanted, bool right) const {
  std::uint32_t low = right && !within_ ? left_size_ : 0;
  const std::uint32_t end = right && !within_ ? size() : left_size_;
  std::uint32_t high = end;
  while (low < high) {
    const std::uint32_t middle = low + (high - low) / 2;
    if (key(middle) < wanted)
      low = middle + 1;
    else
      high = middle;
  }
  return low < end && key(low) == wanted ? std::optional(low) : std::nullopt;
}

double Records::null_share(std::size_t field) const {
  const auto& of = columns_[field].of_record;
  const auto nulls = std::count(of.begin(), of.end(), 0U);
  return of.empty() ? 0 : static_cast<double>(nulls) / static_cast<double>(of.size());
}

PartTable& Records::part(const Config& config, const Ref& ref) {
  auto& made = parts_[ref];
  if (made) return *made;
  made = std::make_unique<PartTable>();
  PartTable& table = *made;
  table.ref = ref;
  const FieldSpec& field = config.fields[ref.field];
  const Dictionary& values = columns_[ref.field].values;
  table.many = field.many;
  table.of_value.assign(values.size(), 0);
  if (table.many) table.set_begin = {0, 0};
  for (std::uint32_t id = 1; id < values.size(); ++id) {
    std::string_view rest = values.text(id);
    if (!table.many) {
      table.of_value[id] =
          ref.part == Part::kWhole
              ? table.values.intern(rest)
              : table.values.intern(part_of(field.normalise, rest, ref.part, ref.length));
      continue;
    }
    const std::size_t first = table.members.size();
    while (!rest.empty()) {
      const auto end = std::min(rest.find(kManySeparator), rest.size());
      const auto member =
          table.values.intern(part_of(field.normalise, rest.substr(0, end), ref.part, ref.length));
      if (member != 0) table.members.push_back(member);
      rest.remove_prefix(std::min(end + 1, rest.size()));
    }
    std::sort(table.members.begin() + static_cast<std::ptrdiff_t>(first), table.members.end());
    table.members.erase(std::unique(table.members.begin() + static_cast<std::ptrdiff_t>(first),
                                    table.members.end()),
                        table.members.end());
    if (table.members.size() == first) continue;
    table.set_begin.push_back(static_cast<std::uint32_t>(table.members.size()));
    table.of_value[id] = static_cast<std::uint32_t>(table.set_begin.size() - 2);
  }
  for (std::uint32_t id = 1; id < table.values.size() && table.ascii; ++id)
    for (const char c : table.values.text(id))
      table.ascii = table.ascii && static_cast<unsigned char>(c) < 0x80;
  table.values.close();
  return table;
}

}  // namespace leye::linkage
