#include <algorithm>
#include <atomic>
#include <cstring>
#include <numeric>
#include <thread>

#include "rules/engine/rule_work.h"

namespace leye::rules {
namespace {

using Word = std::uint64_t;
constexpr std::size_t kUnitWords = 16 * kBlockWords;

Bits zeroed(std::size_t rows) {
  Bits words(rows);
  std::fill_n(words.data(), words.size(), 0);
  return words;
}

}  // namespace

/// One thread's buffers; walks the blocks of a unit.
class SubjectWork::Thread {
 public:
  Thread(const SubjectWork& all) : all_(all), runner_(all.plan_, all.kernels_) {}

  void unit(std::span<const std::uint32_t> words, UnitFound& found) {
    found.counts.resize(all_.works_.size());
    found.funnels.resize(all_.works_.size());
    found.amounts.resize(all_.works_.size());
    for (std::size_t at = 0; at < words.size(); at += kBlockWords) {
      block_ = {words.subspan(at, std::min(kBlockWords, words.size() - at)), all_.plan_.rows()};
      n_ = block_.words.size();
      const std::size_t tail = block_.rows() % 64;
      last_ = tail == 0 ? ~Word{0} : (Word{1} << tail) - 1;
      runner_.at(block_);
      for (std::size_t i = 0; i < all_.works_.size(); ++i) {
        found.funnels[i].resize(all_.works_[i].when.size());
        rule(all_.works_[i], found.counts[i], found.funnels[i], found.amounts[i]);
      }
    }
  }

 private:
  using Buffer = std::array<Word, kBlockWords>;

  void rule(const RuleWork& work, Counts& counts, std::vector<Counts>& funnel,
            std::vector<AmountOf>& amounts) {
    const Planes own{t_.data(), f_.data(), e_.data()};
    // One condition and no amount: its counts are those of the outcome.
    const bool plain = work.plain();
    Planes so_far;
    for (std::size_t i = 0; i < work.when.size(); ++i) {
      const Word* need = nullptr;
      if (so_far.t != nullptr) {
        for (std::size_t w = 0; w < n_; ++w) alive_[w] = ~so_far.f[w];
        need = alive_.data();
      }
      const Planes next = runner_.planes(work.when[i], all_.options_.conditions ? nullptr : need);
      if (!plain) count(next, need, funnel[i]);
      if (all_.options_.conditions && !plain) keep(next, work.out->conditions[i]);
      if (so_far.t != nullptr) {
        const bool errors = so_far.e != nullptr || next.e != nullptr;
        const Planes out{own.t, own.f, errors ? own.e : nullptr};
        all_.kernels_.conjoin(so_far, next, n_, out);
        so_far = out;
      } else {
        so_far = next;
      }
    }
    if (work.rule->amount != kNoTerm) so_far = amount(work, so_far, amounts);
    const Counts all = keep(so_far, work.out->outcome);
    add_counts(counts, all);
    if (plain) add_counts(funnel[0], all);
  }

  [[nodiscard]] Counts counted(Planes p, const Word* alive) const {
    const auto bits = [&](const Word* plane) -> std::int64_t {
      if (plane == nullptr) return 0;
      const std::size_t whole = alive != nullptr ? all_.kernels_.count_both(plane, alive, n_ - 1)
                                                 : all_.kernels_.count(plane, n_ - 1);
      const Word end = plane[n_ - 1] & last_ & (alive != nullptr ? alive[n_ - 1] : ~Word{0});
      return static_cast<std::int64_t>(whole) + __builtin_popcountll(end);
    };
    Counts out;
    out.in = alive != nullptr ? bits(alive) : static_cast<std::int64_t>(block_.rows());
    out.passed = bits(p.t);
    out.failed = bits(p.f);
    out.error = bits(p.e);
    out.undetermined = out.in - out.passed - out.failed - out.error;
    return out;
  }
  void count(Planes p, const Word* alive, Counts& into) const {
    add_counts(into, counted(p, alive));
  }

  Counts keep(Planes from, const Truth& into) const {
    Counts out;
    out.in = static_cast<std::int64_t>(block_.rows());
    out.passed = store(from.t, into.t);
    out.failed = store(from.f, into.f);
    if (into.e.size() != 0) out.error = store(from.e, into.e);
    out.undetermined = out.in - out.passed - out.failed - out.error;
    return out;
  }
  /// Writes one plane to its words; returns how many bits are set.
  std::int64_t store(const Word* from, const Bits& into) const {
    Word* out = into.data();
    const std::size_t first = block_.words.front();
    if (from == nullptr) {
      for (const auto w : block_.words) out[w] = 0;
      return 0;
    }
    std::size_t set = 0;
    if (block_.contiguous()) {
      set = all_.kernels_.copy_count(from, n_, out + first);
    } else {
      for (std::size_t w = 0; w < n_; ++w) out[block_.words[w]] = from[w];
      set = all_.kernels_.count(from, n_);
    }
    out[block_.words[n_ - 1]] &= last_;
    return static_cast<std::int64_t>(set) - __builtin_popcountll(from[n_ - 1] & ~last_);
  }

  /// Amounts of the eligible; one that is an error or negative makes its row an error.
  Planes amount(const RuleWork& work, Planes outcome, std::vector<AmountOf>& amounts) {
    std::memcpy(t_.data(), outcome.t, n_ * sizeof(Word));
    std::memcpy(f_.data(), outcome.f, n_ * sizeof(Word));
    if (outcome.e == nullptr)
      e_.fill(0);
    else
      std::memcpy(e_.data(), outcome.e, n_ * sizeof(Word));
    t_[n_ - 1] &= last_;
    const bool any = std::any_of(t_.begin(), t_.begin() + static_cast<std::ptrdiff_t>(n_),
                                 [](Word w) { return w != 0; });
    const ValueView* view = any && work.amount ? &runner_.numbers(*work.amount) : nullptr;
    for (std::size_t w = 0; any && w < n_; ++w)
      for (Word left = t_[w]; left != 0; left &= left - 1) {
        const std::size_t at = w * 64 + static_cast<std::size_t>(__builtin_ctzll(left));
        AmountOf made{static_cast<std::uint32_t>(block_.row(at)), std::nullopt};
        const bool good = view != nullptr ? from_columns(*view, at, made) : scalar(work, made);
        if (good) {
          amounts.push_back(made);
        } else {
          t_[w] &= ~(Word{1} << (at % 64));
          e_[w] |= Word{1} << (at % 64);
        }
      }
    return {t_.data(), f_.data(), e_.data()};
  }
  static bool from_columns(const ValueView& view, std::size_t at, AmountOf& made) {
    const auto bit = [&](const std::vector<Word>& bits) {
      return (bits[at / 64] >> (at % 64) & 1) != 0;
    };
    if (bit(view.error)) return false;
    if (bit(view.valid)) made.fen = view.numbers[at];
    return !made.fen || *made.fen >= 0;
  }
  bool scalar(const RuleWork& work, AmountOf& made) {
    const auto& expression = *work.rule->amount_expression;
    const auto& source = runner_.row(expression.environment(), made.row);
    const auto verdict = rules::screen(expression, source, all_.program_.context());
    if (verdict.kind == OutcomeKind::kError) return false;
    if (verdict.kind == OutcomeKind::kValue) made.fen = verdict.number;
    return !made.fen || *made.fen >= 0;
  }

  const SubjectWork& all_;
  Runner runner_;
  Block block_;
  std::size_t n_ = 0;
  Word last_ = 0;
  Buffer t_{}, f_{}, e_{}, alive_{};
};

SubjectWork::SubjectWork(const Program& program, const Tables& tables, const std::string& subject,
                         const ScreenOptions& options)
    : program_(program),
      options_(options),
      kernels_(options.kernels != nullptr ? *options.kernels : best_kernels()),
      plan_(program.terms(), tables, subject) {}

RuleWork SubjectWork::work_of(const ProgramRule& rule, RuleScreen& out) {
  RuleWork work;
  work.rule = &rule;
  work.out = &out;
  for (const auto term : rule.when) work.when.push_back(plan_.add(term));
  if (rule.amount == kNoTerm) return work;
  work.amount = plan_.add_value(rule.amount);
  // Made now: threads only read.
  static_cast<void>(plan_.binding(rule.amount_expression->environment()));
  return work;
}

void SubjectWork::add(const ProgramRule& rule, RuleScreen& out) {
  auto work = work_of(rule, out);
  out.rows = plan_.rows();
  const auto errors = [&](Ref ref) { return plan_.nodes()[ref.node].may_error; };
  const bool any =
      rule.amount != kNoTerm || std::any_of(work.when.begin(), work.when.end(), errors);
  const auto planes = [&](bool e) {
    return Truth{Bits(out.rows), Bits(out.rows), e ? zeroed(out.rows) : Bits()};
  };
  out.outcome = planes(any);
  if (options_.conditions && work.plain()) out.conditions.push_back(out.outcome);
  if (options_.conditions && !work.plain())
    for (const Ref ref : work.when) out.conditions.push_back(planes(errors(ref)));
  works_.push_back(std::move(work));
}

void SubjectWork::renew(const ProgramRule& rule, RuleScreen& out) {
  works_.push_back(work_of(rule, out));
  const RuleWork& work = works_.back();
  const auto errors = [&](Ref ref) { return plan_.nodes()[ref.node].may_error; };
  // Other values may bring errors where there were none.
  const auto prepare = [&](Truth& truth, bool e) {
    if (e && truth.e.size() == 0) truth.e = zeroed(out.rows);
    for (auto* bits : {&truth.t, &truth.f, &truth.e}) bits->detach();
  };
  if (work.plain()) out.conditions.clear();
  prepare(out.outcome,
          rule.amount != kNoTerm || std::any_of(work.when.begin(), work.when.end(), errors));
  for (std::size_t i = 0; i < out.conditions.size(); ++i)
    prepare(out.conditions[i], errors(work.when[i]));
  if (work.plain()) out.conditions.push_back(out.outcome);
}

void SubjectWork::run() {
  std::vector<std::uint32_t> words((plan_.rows() + 63) / 64);
  std::iota(words.begin(), words.end(), 0U);
  run(words);
}

void SubjectWork::run(std::span<const std::uint32_t> words) {
  const std::size_t units = (words.size() + kUnitWords - 1) / kUnitWords;
  std::vector<UnitFound> found(units);
  std::atomic<std::size_t> next{0};
  const auto work = [&] {
    Thread thread(*this);
    for (std::size_t unit = next++; unit < units; unit = next++)
      thread.unit(
          words.subspan(unit * kUnitWords, std::min(kUnitWords, words.size() - unit * kUnitWords)),
          found[unit]);
  };
  std::vector<std::thread> pool;
  for (std::size_t i = 1; i < std::min<std::size_t>(options_.threads, units); ++i)
    pool.emplace_back(work);
  work();
  for (auto& thread : pool) thread.join();
  collect(found);
}

void SubjectWork::collect(std::vector<UnitFound>& units) {
  for (std::size_t i = 0; i < works_.size(); ++i) {
    RuleScreen& out = *works_[i].out;
    out.funnel.resize(works_[i].when.size());
    for (auto& unit : units) {
      add_counts(out.counts, unit.counts[i]);
      for (std::size_t c = 0; c < out.funnel.size(); ++c)
        add_counts(out.funnel[c], unit.funnels[i][c]);
      out.amounts.insert(out.amounts.end(), unit.amounts[i].begin(), unit.amounts[i].end());
    }
  }
}

void drop_empty_errors(RuleScreen& rule) {
  const auto drop = [](Truth& truth) {
    const auto words = truth.e.span();
    if (std::all_of(words.begin(), words.end(), [](Word w) { return w == 0; })) truth.e = Bits();
  };
  drop(rule.outcome);
  for (auto& condition : rule.conditions) drop(condition);
}

void add_counts(Counts& to, const Counts& from, int sign) {
  to.in += sign * from.in;
  to.passed += sign * from.passed;
  to.failed += sign * from.failed;
  to.undetermined += sign * from.undetermined;
  to.error += sign * from.error;
}

std::vector<RuleScreen> screen(const Program& program, const Tables& tables,
                               const ScreenOptions& options) {
  const auto& rules = program.rules();
  std::vector<RuleScreen> out(rules.size());
  std::vector<std::size_t> same(rules.size());
  std::map<std::string, SubjectWork> subjects;
  std::map<std::pair<std::string, std::vector<TermId>>, std::size_t> seen;
  for (std::size_t i = 0; i < rules.size(); ++i) {
    auto& work = subjects.try_emplace(rules[i].subject, program, tables, rules[i].subject, options)
                     .first->second;
    auto key = rules[i].when;
    key.push_back(rules[i].amount);
    same[i] = seen.try_emplace({rules[i].subject, std::move(key)}, i).first->second;
    if (same[i] == i) work.add(rules[i], out[i]);
  }
  for (auto& [subject, work] : subjects) work.run();
  for (auto& rule : out) drop_empty_errors(rule);
  for (std::size_t i = 0; i < rules.size(); ++i) {
    if (same[i] != i) out[i] = out[same[i]];
    out[i].id = rules[i].id;
    out[i].meaning = program.meaning(rules[i]);
  }
  return out;
}

}  // namespace leye::rules
