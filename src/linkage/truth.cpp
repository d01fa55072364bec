#include "linkage/truth.h"

#include <algorithm>
#include <numeric>
#include <set>
#include <string>
#include <unordered_map>
#include <vector>

#include "linkage/normalise.h"
#include "sheets/csv.h"

namespace leye::linkage {
namespace {

using Line = std::vector<std::string>;

Result<std::vector<Line>> read(const std::filesystem::path& path) {
  LEYE_TRY(const auto table, sheets::open_csv(path));
  std::vector<Line> out;
  LEYE_CHECK(table->rows([&](const sheets::Row& row) {
    Line line;
    for (const auto& cell : row.cells) line.push_back(normal_text(cell.text));
    out.push_back(std::move(line));
    return true;
  }));
  if (out.empty()) return fail("linkage.no_rows", path.string());
  return out;
}

/// The first of these columns; −1 if there is none.
int column(const Line& header, std::initializer_list<const char*> names) {
  for (const char* name : names)
    if (const auto it = std::find(header.begin(), header.end(), name); it != header.end())
      return static_cast<int>(it - header.begin());
  return -1;
}

std::string cell(const Line& line, int at) {
  return at < 0 || static_cast<std::size_t>(at) >= line.size() ? std::string()
                                                               : line[static_cast<std::size_t>(at)];
}

struct Record {
  std::string register_id, entity;
};

class Judge {
 public:
  Result<Quality> judge(const std::filesystem::path& truth, const std::filesystem::path& links) {
    LEYE_CHECK(read_truth(truth));
    LEYE_TRY(const auto lines, read(links));
    const auto& header = lines.front();
    const int left_register = column(header, {"left_register"});
    const int left = column(header, {"left_key"});
    const int right_register = column(header, {"right_register"});
    const int right = column(header, {"right_key"});
    const int decision = column(header, {"decision"});
    if (left < 0 || right < 0)
      return fail(
          "linkage.no_column", links.string(),
          {{"column", "left_key"}, {"for", "links"}, {"columns", ""}, {"config", "links.csv"}});
    for (std::size_t i = 1; i < lines.size(); ++i) {
      if (decision >= 0 && cell(lines[i], decision) != "link") continue;
      const std::string a = cell(lines[i], left_register);
      const std::string b = cell(lines[i], right_register);
      crossing_ = crossing_ || a != b;
      pairs_.emplace_back(number(a, cell(lines[i], left)), number(b, cell(lines[i], right)));
    }
    if (crossing_ && !has_register_) return fail("linkage.truth_register", truth.string());
    return rates();
  }

 private:
  Result<void> read_truth(const std::filesystem::path& path) {
    LEYE_TRY(const auto lines, read(path));
    const auto& header = lines.front();
    const int key = column(header, {"key", "id", "record_key"});
    const int entity = column(header, {"entity", "cluster"});
    const int of = column(header, {"register"});
    if (key < 0 || entity < 0)
      return fail("linkage.no_column", path.string(),
                  {{"column", key < 0 ? "key" : "entity"},
                   {"for", "truth"},
                   {"columns", ""},
                   {"config", "truth.csv"}});
    has_register_ = of >= 0;
    for (std::size_t i = 1; i < lines.size(); ++i) {
      const auto n = number(cell(lines[i], of), cell(lines[i], key));
      records_[n].entity = cell(lines[i], entity);
    }
    return {};
  }

  std::size_t number(const std::string& of, const std::string& key) {
    const std::string where = has_register_ ? of : std::string();
    const auto [it, added] = numbers_.try_emplace(where + '\n' + key, records_.size());
    if (added) records_.push_back({of, ""});
    return it->second;
  }

  [[nodiscard]] bool counts(std::size_t a, std::size_t b) const {
    return !crossing_ || records_[a].register_id != records_[b].register_id;
  }
  [[nodiscard]] bool same(std::size_t a, std::size_t b) const {
    return !records_[a].entity.empty() && records_[a].entity == records_[b].entity;
  }

  std::size_t find(std::size_t x) {
    while (parent_[x] != x) x = parent_[x] = parent_[parent_[x]];
    return x;
  }

  /// Pairs within groups: all of them, and those of two registers where only these count.
  template <class KeyOf, class Visit>
  void each_group_pair(KeyOf&& key_of, Visit&& visit) {
    std::unordered_map<std::string, std::vector<std::size_t>> groups;
    for (std::size_t r = 0; r < records_.size(); ++r) groups[key_of(r)].push_back(r);
    for (const auto& [key, members] : groups)
      for (std::size_t i = 0; i < members.size() && !key.empty(); ++i)
        for (std::size_t j = i + 1; j < members.size(); ++j)
          if (counts(members[i], members[j])) visit(members[i], members[j]);
  }

  Quality rates() {
    Quality out;
    each_group_pair([&](std::size_t r) { return records_[r].entity; },
                    [&](std::size_t, std::size_t) { ++out.pairs.true_pairs; });
    out.clusters.true_pairs = out.pairs.true_pairs;
    parent_.resize(records_.size());
    std::iota(parent_.begin(), parent_.end(), std::size_t{0});
    std::set<std::pair<std::size_t, std::size_t>> once;
    for (const auto& [a, b] : pairs_) {
      if (!once.insert(std::minmax(a, b)).second) continue;
      ++out.pairs.found;
      out.pairs.right += same(a, b) ? 1 : 0;
      parent_[find(a)] = find(b);
    }
    each_group_pair([&](std::size_t r) { return std::to_string(find(r)); },
                    [&](std::size_t a, std::size_t b) {
                      ++out.clusters.found;
                      out.clusters.right += same(a, b) ? 1 : 0;
                    });
    return out;
  }

  bool has_register_ = true;
  bool crossing_ = false;
  std::unordered_map<std::string, std::size_t> numbers_;
  std::vector<Record> records_;
  std::vector<std::pair<std::size_t, std::size_t>> pairs_;
  std::vector<std::size_t> parent_;
};

}  // namespace

Result<Quality> quality_of(const std::filesystem::path& truth, const std::filesystem::path& links) {
  return Judge().judge(truth, links);
}

}  // namespace leye::linkage
