#include <algorithm>
#include <unordered_set>

#include "rules/engine/rule_work.h"

// Only what changed: other rules, and rows whose columns changed, in words of 64.
namespace leye::rules {
namespace {

std::vector<std::uint32_t> words_of(const std::vector<bool>& dirty) {
  std::vector<std::uint32_t> words;
  for (std::size_t w = 0; w < dirty.size(); ++w)
    if (dirty[w]) words.push_back(static_cast<std::uint32_t>(w));
  return words;
}

bool touches(const DirtyRows& rows, const std::set<std::string>& columns) {
  return rows.columns.empty() || std::any_of(columns.begin(), columns.end(), [&](const auto& name) {
           return rows.columns.contains(name);
         });
}

/// Which words of one table rules must see again: rows that changed in a column the rule reads, and
/// rows that reach such a row. Rules that read the same changes share the answer.
class TableWords {
 public:
  TableWords(const columns::Table& table, const Dirty& dirty) : table_(table), dirty_(dirty) {}

  const std::vector<std::uint32_t>& of(const std::set<std::string>& columns) {
    std::vector<std::string> changes;
    for (const auto& [name, rows] : dirty_)
      if (touches(rows, columns)) changes.push_back(name);
    const auto [it, added] = known_.try_emplace(changes);
    if (added && !changes.empty()) it->second = words(changes);
    return it->second;
  }

 private:
  [[nodiscard]] std::vector<std::uint32_t> words(const std::vector<std::string>& changes) const {
    std::vector<bool> marked((table_.rows() + 63) / 64);
    const auto changed = [&](std::string_view name) -> const DirtyRows* {
      const bool wanted = std::find(changes.begin(), changes.end(), name) != changes.end();
      return wanted ? &dirty_.find(name)->second : nullptr;
    };
    if (const auto* own = changed(table_.name()))
      for (const auto row : own->rows) marked[row / 64] = true;
    for (const auto& link : table_.columns()) {
      if (link.name().substr(0, 2) != "->") continue;
      const auto* target = changed(std::string_view(link.name()).substr(2));
      if (target == nullptr) continue;
      const std::unordered_set<std::int64_t> rows(target->rows.begin(), target->rows.end());
      for (std::size_t row = 0; row < table_.rows(); ++row)
        if (link.state(row) == columns::State::kKnown && rows.contains(link.number(row)))
          marked[row / 64] = true;
    }
    return words_of(marked);
  }

  const columns::Table& table_;
  const Dirty& dirty_;
  std::map<std::vector<std::string>, std::vector<std::uint32_t>> known_;
};

/// Amounts of the rows outside `words`; those inside are worked out anew.
void drop_amounts(std::vector<AmountOf>& amounts, const std::vector<std::uint32_t>& words) {
  std::erase_if(amounts, [&](const AmountOf& amount) {
    return std::binary_search(words.begin(), words.end(), amount.row / 64);
  });
}

/// Rules of one subject that must see the same words again.
struct Again {
  std::string subject;
  std::vector<std::uint32_t> words;
  std::vector<std::size_t> rules;
};

}  // namespace

void uncount(RuleScreen& rule, std::span<const std::uint32_t> words, const Kernels& kernels) {
  std::vector<std::uint64_t> plane(words.size());
  std::vector<std::uint64_t> alive(words.size(), ~std::uint64_t{0});
  const std::size_t tail = rule.rows % 64;
  if (tail != 0 && words.back() == rule.rows / 64) alive.back() = (std::uint64_t{1} << tail) - 1;
  const auto bits = [&](const Bits& of) -> std::int64_t {
    if (of.size() == 0) return 0;
    for (std::size_t i = 0; i < words.size(); ++i) plane[i] = of.data()[words[i]];
    return static_cast<std::int64_t>(kernels.count_both(plane.data(), alive.data(), words.size()));
  };
  const auto take = [&](const Truth& truth, Counts& from) {
    Counts one;
    one.in = static_cast<std::int64_t>(kernels.count(alive.data(), words.size()));
    one.passed = bits(truth.t);
    one.failed = bits(truth.f);
    one.error = bits(truth.e);
    one.undetermined = one.in - one.passed - one.failed - one.error;
    add_counts(from, one, -1);
  };
  take(rule.outcome, rule.counts);
  for (std::size_t c = 0; c < rule.conditions.size(); ++c) {
    take(rule.conditions[c], rule.funnel[c]);
    for (std::size_t i = 0; i < words.size(); ++i)
      alive[i] &= ~rule.conditions[c].f.data()[words[i]];
  }
}

namespace {

/// The rule's place in what was screened before, when it still means the same over as many rows.
RuleScreen* still_good(std::vector<RuleScreen>& screened, const ProgramRule& rule,
                       const std::string& meaning, std::size_t rows) {
  for (auto& old : screened)
    if (old.id == rule.id && old.meaning == meaning && old.rows == rows &&
        old.conditions.size() == rule.when.size())
      return &old;
  return nullptr;
}

/// Sorts the rules into those to be screened whole (`whole`) and those whose dirty words are to be
/// seen again; moves what stays into `out`.
std::vector<Again> sort_out(std::vector<RuleScreen>& screened, std::vector<RuleScreen>& out,
                            const Program& program, const Tables& tables, const Dirty& dirty,
                            std::vector<std::size_t>& whole) {
  std::vector<Again> again;
  std::map<std::string, TableWords> found;
  for (std::size_t i = 0; i < program.rules().size(); ++i) {
    const auto& rule = program.rules()[i];
    const auto table = tables.find(rule.subject);
    const std::size_t rows = table == tables.end() ? 0 : table->second.rows();
    auto meaning = program.meaning(rule);
    auto* old = still_good(screened, rule, meaning, rows);
    if (old == nullptr) {
      out[i].id = rule.id;
      out[i].meaning = std::move(meaning);
      whole.push_back(i);
      continue;
    }
    out[i] = std::move(*old);
    if (table == tables.end()) continue;
    const auto& words = found.try_emplace(rule.subject, table->second, dirty)
                            .first->second.of(program.columns(rule));
    if (words.empty()) continue;
    const auto same = std::find_if(again.begin(), again.end(), [&](const Again& group) {
      return group.subject == rule.subject && group.words == words;
    });
    if (same != again.end())
      same->rules.push_back(i);
    else
      again.push_back({rule.subject, words, {i}});
  }
  return again;
}

}  // namespace

std::size_t rescreen(std::vector<RuleScreen>& screened, const Program& program,
                     const Tables& tables, const Dirty& dirty, const ScreenOptions& given) {
  ScreenOptions options = given;
  options.conditions = true;
  std::vector<RuleScreen> out(program.rules().size());
  std::vector<std::size_t> whole;
  const auto again = sort_out(screened, out, program, tables, dirty, whole);
  std::size_t done = 0;
  std::map<std::string, SubjectWork> subjects;
  for (const auto i : whole) {
    const auto& rule = program.rules()[i];
    auto& work =
        subjects.try_emplace(rule.subject, program, tables, rule.subject, options).first->second;
    work.add(rule, out[i]);
    done += (work.rows() + 63) / 64;
  }
  for (auto& [subject, work] : subjects) work.run();
  const auto& kernels = options.kernels != nullptr ? *options.kernels : best_kernels();
  for (const auto& group : again) {
    SubjectWork work(program, tables, group.subject, options);
    for (const auto i : group.rules) {
      uncount(out[i], group.words, kernels);
      drop_amounts(out[i].amounts, group.words);
      work.renew(program.rules()[i], out[i]);
    }
    work.run(group.words);
    for (const auto i : group.rules)
      std::sort(out[i].amounts.begin(), out[i].amounts.end(),
                [](const AmountOf& a, const AmountOf& b) { return a.row < b.row; });
    done += group.words.size() * group.rules.size();
  }
  screened = std::move(out);
  for (auto& rule : screened) drop_empty_errors(rule);
  return done;
}

}  // namespace leye::rules
