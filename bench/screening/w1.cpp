// The screening bench: workloads W1 … W7 of rules.md §9.
//   bench_screening ROWS [FILE.csv]   figures and counts as one line of JSON; the rows as CSV for
//                                     the peers. A figure without its golden counts is void.
#include <sys/resource.h>

#include <algorithm>
#include <boost/json.hpp>
#include <chrono>
#include <fstream>
#include <iostream>

#include "people.h"
#include "rules/engine/engine.h"

namespace leye::bench {
namespace {

namespace json = boost::json;
using rules::Program;
using rules::RuleScreen;
using rules::ScreenOptions;
using rules::Tables;

const rules::EvalContext kContext{Date(kAsOf), std::nullopt};

struct Cost {
  double cpu = 0, wall = 0;
};

/// CPU seconds (all threads, user and system) and wall seconds of one call.
template <class Act>
Cost measure(const Act& act) {
  const auto cpu = [] {
    rusage use{};
    getrusage(RUSAGE_SELF, &use);
    const auto of = [](timeval t) {
      return static_cast<double>(t.tv_sec) + static_cast<double>(t.tv_usec) / 1e6;
    };
    return of(use.ru_utime) + of(use.ru_stime);
  };
  const auto begun = std::chrono::steady_clock::now();
  const double before = cpu();
  act();
  const double used = cpu() - before;
  return {used, std::chrono::duration<double>(std::chrono::steady_clock::now() - begun).count()};
}

/// Best of `rounds` after one to warm up.
template <class Act>
Cost best(int rounds, const Act& act) {
  Cost least{1e9, 1e9};
  act();
  for (int round = 0; round < rounds; ++round) {
    const Cost one = measure(act);
    least = {std::min(least.cpu, one.cpu), std::min(least.wall, one.wall)};
  }
  return least;
}

class Bench {
 public:
  Bench(const rules::Environment& environment, std::int64_t rows, const char* csv)
      : environment_(environment), rows_(rows) {
    tables_.emplace("p", people(environment, {rows, true, false}));
    if (csv == nullptr) return;
    std::ofstream out(csv, std::ios::binary);
    write_csv(tables_.at("p"), out);
  }

  json::object run() {
    w1();
    known();
    hundred();
    incremental();
    lists();
    what_if();
    explain();
    rusage use{};
    getrusage(RUSAGE_SELF, &use);
    out_["rss_mb"] = use.ru_maxrss / 1024;
    out_["golden"] = golden_;
    out_["kernels"] = rules::best_kernels().name;
    return std::move(out_);
  }

 private:
  struct Compiled {
    std::vector<std::unique_ptr<rules::Expression>> expressions;
    Program program{kContext};
  };
  Compiled compiled(const std::vector<std::string>& texts) const {
    Compiled made;
    for (std::size_t i = 0; i < texts.size(); ++i) {
      auto expression = rules::compile(texts[i], environment_);
      if (!expression) throw std::logic_error(texts[i]);
      made.expressions.push_back(std::make_unique<rules::Expression>(std::move(*expression)));
      made.program.add("R" + std::to_string(i + 1), "p", *made.expressions.back());
    }
    return made;
  }
  static json::object figures(Cost cost, double units) {
    return {{"cpu", cost.cpu}, {"wall", cost.wall}, {"ns", cost.cpu * 1e9 / units}};
  }
  double people_count() const { return static_cast<double>(rows_); }
  void must(bool holds) { golden_ = golden_ && holds; }

  /// Bytes of the columns that the ten rules read, and a loop that only reads them.
  std::size_t read_bytes() {
    std::size_t bytes = 0;
    const auto words = [&](std::span<const std::uint64_t> data) {
      bytes += data.size_bytes();
      std::uint64_t a = 0, b = 0, c = 0, d = 0;
      std::size_t i = 0;
      for (; i + 4 <= data.size(); i += 4) {
        a ^= data[i];
        b ^= data[i + 1];
        c ^= data[i + 2];
        d ^= data[i + 3];
      }
      sink_ = sink_ ^ a ^ b ^ c ^ d;
    };
    for (const auto& column : tables_.at("p").columns()) {
      words(column.known_words());
      words(column.absent_words());
      words(column.true_words());
      if (column.kind() == columns::Kind::kBool) continue;
      words({reinterpret_cast<const std::uint64_t*>(column.raw()),
             column.rows() * column.width() / 8});
    }
    return bytes;
  }

  void w1() {
    const auto ten = compiled(rules_of(0));
    json::array counts;
    std::vector<RuleScreen> screened;
    const auto one = best(5, [&] { screened = rules::screen(ten.program, tables_); });
    const auto two = best(5, [&] { screened = rules::screen(ten.program, tables_, {2}); });
    const auto* wanted = golden(rows_);
    must(wanted != nullptr);
    for (std::size_t i = 0; i < 10; ++i) {
      const auto& c = screened[i].counts;
      counts.push_back(json::array{c.passed, c.failed, c.undetermined});
      must(c.error == 0 && wanted != nullptr &&
           (*wanted)[i] == std::array{c.passed, c.failed, c.undetermined});
    }
    out_["rows"] = rows_;
    out_["counts"] = std::move(counts);
    out_["w1"] = figures(one, people_count());
    out_["w1_2_threads"] = figures(two, people_count());
    w1_ = one.cpu;
    bandwidth(ten);
    ScreenOptions portable;
    portable.kernels = &rules::portable_kernels();
    out_["w1_portable"] = figures(
        best(3, [&] { screened = rules::screen(ten.program, tables_, portable); }), people_count());
  }

  /// Median of five pairs, interleaved: the machine is not alone.
  void bandwidth(const Compiled& ten) {
    std::vector<double> shares;
    std::size_t bytes = 0;
    double read = 1e9;
    std::vector<RuleScreen> screened;
    for (int pair = 0; pair < 5; ++pair) {
      const Cost reading = measure([&] { bytes = read_bytes(); });
      const Cost screening = measure([&] { screened = rules::screen(ten.program, tables_); });
      read = std::min(read, reading.cpu);
      shares.push_back(reading.cpu / screening.cpu);
    }
    std::sort(shares.begin(), shares.end());
    out_["bytes_per_person"] = static_cast<double>(bytes) / people_count();
    out_["read_gb_s"] = static_cast<double>(bytes) / read / 1e9;
    out_["share_of_bandwidth"] = shares[2];
  }

  void known() {
    Tables all;
    all.emplace("p", people(environment_, {rows_, false, false}));
    const auto ten = compiled(rules_of(0));
    std::vector<RuleScreen> screened;
    const auto cost = best(5, [&] { screened = rules::screen(ten.program, all); });
    if (const auto* wanted = golden_known(rows_))
      for (std::size_t i = 0; i < 10; ++i)
        must(screened[i].counts.passed == (*wanted)[i] && screened[i].counts.undetermined == 0);
    out_["w1_known"] = figures(cost, people_count());
    out_["unknowns_cost"] = w1_ / cost.cpu;
  }

  static std::vector<std::string> hundred_texts() {
    std::vector<std::string> texts;
    for (int v = 0; v < 10; ++v)
      for (auto& text : rules_of(v)) texts.push_back(std::move(text));
    return texts;
  }

  void hundred() {
    Compiled hundred;
    const auto load = best(5, [&] { hundred = compiled(hundred_texts()); });
    out_["w7_ms"] = load.cpu * 1e3;
    std::vector<RuleScreen> screened;
    const auto cost = best(3, [&] { screened = rules::screen(hundred.program, tables_); });
    // No golden counts are given for the moved rules: the scalar evaluator says them.
    const rules::Binding binding(environment_, tables_, "p");
    rules::RowSource row(binding);
    for (std::size_t at = 0; at < std::min<std::size_t>(2000, binding.table().rows()); ++at) {
      row.at(at);
      for (std::size_t i = 0; i < screened.size(); ++i) {
        const auto said = rules::screen(*hundred.expressions[i], row, kContext);
        const char letter = said.kind == rules::OutcomeKind::kUnknown ? 'U'
                            : said.is_true()                          ? 'T'
                                                                      : 'F';
        must(screened[i].outcome.at(at) == letter);
      }
    }
    out_["w2"] = figures(cost, people_count());
    out_["w2_to_w1"] = cost.cpu / w1_;
  }

  /// Screens, changes, screens again: the change alone and everything, which must be equal.
  json::object again(const Program& before, const Program& after, const Tables& changed,
                     const rules::Dirty& dirty) {
    ScreenOptions options;
    options.conditions = true;
    std::vector<double> shares;
    double least = 1e9;
    for (int round = 0; round < 5; ++round) {
      auto screened = rules::screen(before, tables_, options);
      std::vector<RuleScreen> full;
      const Cost all = measure([&] { full = rules::screen(after, changed, options); });
      const Cost some = measure([&] { rules::rescreen(screened, after, changed, dirty, options); });
      must(screened == full);
      shares.push_back(some.cpu / all.cpu);
      least = std::min(least, some.cpu);
    }
    std::sort(shares.begin(), shares.end());
    return {{"cpu", least}, {"of_full", shares[2]}};
  }

  void incremental() {
    const auto ten = compiled(rules_of(0));
    const auto seven = compiled(changed_rules(false));
    const auto dirty_of = [&](const auto& is_dirty) {
      rules::Dirty dirty;
      dirty["p"].columns = {"p.contract_months"};
      for (std::int64_t r = 0; r < rows_; ++r)
        if (is_dirty(r)) dirty["p"].rows.push_back(static_cast<std::uint32_t>(r));
      return dirty;
    };
    const auto with = [&](const auto& is_dirty) {
      Tables changed;
      changed.emplace("p", tables_.at("p").with(contract_months(rows_, is_dirty)));
      return changed;
    };
    const auto random = [](std::int64_t r) { return draw(40, r, 100) < 1; };
    const auto run = [&](std::int64_t r) { return r >= rows_ / 2 && r < rows_ / 2 + rows_ / 100; };
    out_["w3a_random"] = again(ten.program, ten.program, with(random), dirty_of(random));
    out_["w3a_contiguous"] = again(ten.program, ten.program, with(run), dirty_of(run));
    out_["w3b"] = again(ten.program, seven.program, tables_, {});
  }

  void lists() {
    Tables tables;
    tables.emplace("p", people(environment_, {rows_, true, true}));
    const auto monthly =
        compiled({"p.contacts.exists(c, c.reached && c.on >= date(\"2020-10-01\") && c.on <= "
                  "date(\"2020-10-31\"))"});
    std::vector<RuleScreen> screened;
    const auto cost = best(5, [&] { screened = rules::screen(monthly.program, tables); });
    if (rows_ == 20'000) must(screened[0].counts.passed == 9694);
    if (rows_ == 1'000'000) must(screened[0].counts.passed == 475'404);
    const auto children = tables.at("p").find("p.contacts")->child_table().rows();
    out_["w4"] = figures(cost, static_cast<double>(children));
  }

  void what_if() {
    const auto texts = changed_rules(true);
    auto both = compiled(rules_of(0));
    for (std::size_t i = 0; i < texts.size(); ++i) {
      auto expression = rules::compile(texts[i], environment_);
      both.expressions.push_back(std::make_unique<rules::Expression>(std::move(*expression)));
      both.program.add("R" + std::to_string(i + 1), "p", *both.expressions.back());
    }
    std::vector<rules::Transitions> moved;
    const auto cost = best(5, [&] {
      const auto screened = rules::screen(both.program, tables_);
      moved.clear();
      for (std::size_t i = 0; i < 10; ++i)
        moved.push_back(rules::transitions(screened[i], screened[i + 10]));
    });
    for (std::size_t i = 0; rows_ == 1'000'000 && i < 10; ++i) {
      const auto& m = moved[i];
      must(m.from_to('F', 'T') == (i == 0 ? 4869 : i == 6 ? 3845 : 0));
      must(m.from_to('F', 'U') == (i == 0 ? 422 : 0));
      must(m.changed() == m.from_to('F', 'T') + m.from_to('F', 'U'));
    }
    out_["w5"] = figures(cost, people_count());
    out_["w5_to_w1"] = cost.cpu / w1_;
  }

  void explain() {
    const auto hundred = compiled(hundred_texts());
    const rules::Binding binding(environment_, tables_, "p");
    rules::RowSource row(binding);
    std::vector<double> micros;
    std::size_t facts = 0;
    for (std::size_t at = 0; at < std::min<std::size_t>(10'000, binding.table().rows()); ++at) {
      const auto begun = std::chrono::steady_clock::now();
      row.at(at);
      for (const auto& expression : hundred.expressions)
        facts += rules::explain(*expression, row, kContext).reads.size();
      micros.push_back(
          std::chrono::duration<double, std::micro>(std::chrono::steady_clock::now() - begun)
              .count());
    }
    must(facts > 0);
    std::sort(micros.begin(), micros.end());
    out_["w6_p50_us"] = micros[micros.size() / 2];
    out_["w6_p99_us"] = micros[micros.size() * 99 / 100];
  }

  const rules::Environment& environment_;
  std::int64_t rows_;
  Tables tables_;
  json::object out_;
  double w1_ = 0;
  bool golden_ = true;
  volatile std::uint64_t sink_ = 0;
};

int run(std::int64_t rows, const char* csv) {
  const auto loaded =
      rules::load_files({}, {{"catalogue.yaml", catalogue()},
                             {"campaign.yaml",
                              "kind: campaign\nid: w1\nversion: 1\ntitle: {zh: 基准}\nperiod: "
                              "{from: 2020-10-01, to: 2020-12-31}\n"}});
  for (const auto& d : loaded.diagnostics) std::cerr << d.line() << '\n';
  if (loaded.pack == nullptr) return 2;
  const auto out = Bench(loaded.pack->environment, rows, csv).run();
  std::cout << json::serialize(out) << '\n';
  return out.at("golden").as_bool() ? 0 : 1;
}

}  // namespace
}  // namespace leye::bench

int main(int argc, char** argv) {
  return leye::bench::run(argc > 1 ? std::stoll(argv[1]) : 20'000, argc > 2 ? argv[2] : nullptr);
}
