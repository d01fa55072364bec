#include "rules/engine/engine.h"

#include <gtest/gtest.h>

#include "rules/engine/testing/tables.h"
#include "rules/language/testing/suite.h"
#include "rules/pack/load.h"

namespace leye::rules {
namespace {

using testing::Random;
using testing::Spread;
using testing::suite_environment;

const EvalContext kOctober{ymd(2020, 10, 22), Period{ymd(2020, 10, 1), ymd(2020, 10, 31)}};

/// Random rules kept alive beside their program.
struct RandomRules {
  explicit RandomRules(Random& random, int count) : program(kOctober) {
    for (int i = 0; i < count; ++i) {
      auto text = testing::random_expression(random, suite_environment());
      auto compiled = compile(text, suite_environment());
      if (!compiled) throw std::logic_error(text);
      expressions.push_back(std::make_unique<Expression>(std::move(*compiled)));
      program.add(std::to_string(i), "t", *expressions.back());
      texts.push_back(std::move(text));
    }
  }
  std::vector<std::unique_ptr<Expression>> expressions;
  std::vector<std::string> texts;
  Program program;
};

char letter_of(const Verdict& v) {
  if (v.kind == OutcomeKind::kUnknown) return 'U';
  if (v.kind == OutcomeKind::kError) return 'E';
  return v.number != 0 ? 'T' : 'F';
}

/// Every row and rule against the scalar evaluator; counts as well.
void expect_equal(const RandomRules& rules, const Tables& tables,
                  const std::vector<RuleScreen>& screened) {
  const Binding binding(suite_environment(), tables, "t");
  RowSource row(binding);
  for (std::size_t i = 0; i < rules.texts.size(); ++i) {
    Counts counts;
    for (std::size_t at = 0; at < binding.table().rows(); ++at) {
      row.at(at);
      const char wanted = letter_of(screen(*rules.expressions[i], row, kOctober));
      ASSERT_EQ(screened[i].outcome.at(at), wanted) << rules.texts[i] << " row " << at;
      ++counts.in;
      (wanted == 'T'   ? counts.passed
       : wanted == 'F' ? counts.failed
       : wanted == 'E' ? counts.error
                       : counts.undetermined)++;
    }
    ASSERT_EQ(screened[i].counts, counts) << rules.texts[i];
  }
}

// rules.md §7.12: scalar ≡ vector, at every number of rows around a block and a word.
TEST(Engine, ColumnsSayWhatTheScalarEvaluatorSays) {
  Random random(20201022);
  int round = 0;
  for (const Spread spread : {Spread::kNarrow, Spread::kWide, Spread::kExtreme})
    for (const std::size_t rows : {0U, 1U, 63U, 64U, 65U, 4095U, 4096U, 4097U, 9000U})
      for (const int unknown : {0, 20, 100}) {
        const auto tables =
            testing::random_tables(random, suite_environment(), rows, spread, unknown);
        const RandomRules rules(random, rows < 100 ? 60 : 12);
        ScreenOptions options;
        options.threads = 1 + static_cast<unsigned>(round++ % 4);
        expect_equal(rules, tables, screen(rules.program, tables, options));
        if (HasFatalFailure()) return;
      }
}

TEST(Engine, SameBitsWhateverTheThreadsAndTheLoops) {
  Random random(7);
  for (int round = 0; round < 3; ++round) {
    const auto spread = static_cast<Spread>(round % 3);
    const auto tables = testing::random_tables(random, suite_environment(), 70'001, spread, 10);
    const RandomRules rules(random, 12);
    ScreenOptions plain;
    plain.kernels = &portable_kernels();
    const auto wanted = screen(rules.program, tables, plain);
    for (const auto* const* k = runnable_kernels(); *k != nullptr; ++k)
      for (const unsigned threads : {1U, 2U, 7U}) {
        ScreenOptions options;
        options.kernels = *k;
        options.threads = threads;
        ASSERT_EQ(screen(rules.program, tables, options), wanted) << (*k)->name << threads;
      }
  }
}

TEST(Engine, LoopsAgreeAtEveryWidthAndLength) {
  Random random(9);
  std::vector<std::uint64_t> values(300);
  for (auto& v : values) v = random.next();
  for (std::size_t rows = 0; rows <= 300; ++rows)
    for (const auto* const* k = runnable_kernels(); *k != nullptr; ++k) {
      std::vector<std::uint64_t> a(5), b(5);
      const std::uint64_t low = random.next();
      const std::uint64_t span = random.next();
      const auto same = [&](auto of) {
        a.assign(5, 0);
        b.assign(5, 0);
        of(**k, a.data());
        of(portable_kernels(), b.data());
        return a == b;
      };
      const auto* bytes = reinterpret_cast<const std::uint8_t*>(values.data());
      ASSERT_TRUE(same([&](const Kernels& of, std::uint64_t* out) {
        of.in_range8(bytes, rows, static_cast<std::uint8_t>(low), static_cast<std::uint8_t>(span),
                     out);
      }));
      ASSERT_TRUE(same([&](const Kernels& of, std::uint64_t* out) {
        of.in_range16(reinterpret_cast<const std::uint16_t*>(bytes), rows,
                      static_cast<std::uint16_t>(low), static_cast<std::uint16_t>(span), out);
      }));
      ASSERT_TRUE(same([&](const Kernels& of, std::uint64_t* out) {
        of.in_range32(reinterpret_cast<const std::uint32_t*>(bytes), rows,
                      static_cast<std::uint32_t>(low), static_cast<std::uint32_t>(span), out);
      }));
      ASSERT_TRUE(same([&](const Kernels& of, std::uint64_t* out) {
        of.in_range64(values.data(), rows, low, span, out);
      }));
    }
}

/// The same tables with other values in one column of some rows.
TEST(Engine, ScreeningWhatChangedEqualsScreeningAll) {
  Random random(11);
  for (int round = 0; round < 60; ++round) {
    const auto spread = static_cast<Spread>(round % 3);
    const std::size_t rows = 1 + static_cast<std::size_t>(random.below(9000));
    const auto seed = random.next();
    Random one(seed), two(seed);
    const auto before = testing::random_tables(one, suite_environment(), rows, spread, 15);
    Dirty dirty;
    const auto after = testing::edited_tables(two, random, suite_environment(), rows, spread, 15,
                                              dirty["t"].rows, dirty["t"].columns);
    RandomRules rules(random, 12);
    const RandomRules others(random, 3);
    ScreenOptions options;
    options.conditions = true;
    options.threads = 1 + static_cast<unsigned>(round % 3);
    auto screened = screen(rules.program, before, options);
    const auto kept = screened;
    for (std::size_t i = 0; i < others.texts.size(); ++i)
      rules.program.add("new" + std::to_string(i), "t", *others.expressions[i]);
    rescreen(screened, rules.program, after, dirty, options);
    ASSERT_EQ(screened, screen(rules.program, after, options)) << round;
    // What others hold of the old run stays what it was.
    auto again = screen(rules.program, before, options);
    again.resize(kept.size());
    ASSERT_EQ(kept, again);
  }
}

/// Hires of 100 persons; `poor` says which of them are.
Tables hires(const std::set<std::uint32_t>& poor) {
  columns::TableBuilder people("person");
  auto& flag = people.add("person.poor", columns::Kind::kBool);
  for (std::uint32_t i = 0; i < 100; ++i) {
    people.id(derived_uuid(i, Digest{}));
    i % 7 == 0 ? flag.unknown() : flag.number(poor.contains(i) ? 1 : 0);
  }
  columns::TableBuilder table("hire");
  auto& link = table.add(reach_column("person"), columns::Kind::kInt);
  auto& months = table.add("hire.months", columns::Kind::kInt);
  for (std::uint32_t i = 0; i < 5000; ++i) {
    table.id(derived_uuid(i, Digest{}));
    i % 11 == 0 ? link.unknown() : link.number(i * 37 % 100);
    months.number(i % 24);
  }
  Tables tables;
  tables.emplace("person", std::move(people).freeze());
  tables.emplace("hire", std::move(table).freeze());
  return tables;
}

TEST(Engine, AChangedPersonIsSeenThroughEveryHire) {
  const auto loaded = load_files({}, {{"catalogue.yaml", R"(kind: catalogue
subjects:
  person: {title: {zh: 个人}}
  hire: {title: {zh: 用工}, reaches: [person]}
facts:
  - {name: person.poor, type: bool, world: open}
  - {name: hire.months, type: int, world: open}
)"}});
  ASSERT_NE(loaded.pack, nullptr);
  const auto& environment = loaded.pack->environment;
  const auto both = compile("person.poor && hire.months >= 12", environment);
  const auto own = compile("hire.months >= 12", environment);
  Program program(kOctober);
  program.add("both", "hire", *both);
  program.add("own", "hire", *own);
  const auto before = hires({3, 50});
  const auto after = hires({3, 51, 60});
  Dirty dirty;
  dirty["person"] = {{50, 51, 60}, {"person.poor"}};
  auto screened = screen(program, before, {2, true, nullptr});
  const Binding binding(environment, before, "hire");
  RowSource row(binding);
  for (std::size_t at = 0; at < 5000; ++at) {
    row.at(at);
    ASSERT_EQ(screened[0].outcome.at(at), letter_of(screen(*both, row, kOctober))) << at;
  }
  const auto words = rescreen(screened, program, after, dirty);
  EXPECT_GT(words, 0U);
  EXPECT_LE(words, 79U);  // of one rule: the other reads nothing that changed
  EXPECT_EQ(screened, screen(program, after, {1, true, nullptr}));
}

}  // namespace
}  // namespace leye::rules
