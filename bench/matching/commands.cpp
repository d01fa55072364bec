#include "commands.h"

#include <sys/resource.h>

#include <algorithm>
#include <chrono>
#include <fstream>

#include "matching/data_table.h"

namespace leye::bench {

using namespace matching;

namespace {

class Fnv {
 public:
  void add(std::uint64_t value) {
    for (int byte = 0; byte < 8; ++byte)
      hash_ = (hash_ ^ (value >> (8 * byte) & 0xFF)) * 0x100000001b3ULL;
  }
  [[nodiscard]] std::string text() const {
    char out[17];
    std::snprintf(out, sizeof out, "%016llx", static_cast<unsigned long long>(hash_));
    return out;
  }

 private:
  std::uint64_t hash_ = 0xcbf29ce484222325ULL;
};

constexpr unsigned kThreads = 2;

}  // namespace

std::string tables_folder() { return LEYE_SOURCE_DIR "/data/jobs"; }

const Tables& tables() {
  static const Tables loaded = Tables::load(tables_folder()).value();
  return loaded;
}

double cpu_seconds() {
  rusage use{};
  getrusage(RUSAGE_SELF, &use);
  const auto of = [](timeval t) {
    return static_cast<double>(t.tv_sec) + static_cast<double>(t.tv_usec) / 1e6;
  };
  return of(use.ru_utime) + of(use.ru_stime);
}

std::int64_t peak_memory_mb() {
  rusage use{};
  getrusage(RUSAGE_SELF, &use);
  return use.ru_maxrss / 1024;
}

Workload workload(const std::vector<std::string>& args) {
  Workload work;
  work.market_name = args[3];
  work.market = args[3] == "dense" ? Market::kDense : Market::kCity;
  const auto jobs = LeyeJobs::load(tables(), tables_folder(), work.market).value();
  work.seekers = jobs.seekers(std::stoul(args[1]));
  work.vacancies = jobs.vacancies(std::stoul(args[2]));
  return work;
}

boost::json::object top(const Workload& work, std::size_t k) {
  const double begun = cpu_seconds();
  const VacancyIndex index(tables(), {}, work.vacancies);
  const auto found =
      match_all(index, work.seekers, {k, Posts::kTargeted, Ties::kOrder, 0}, kThreads);
  const double cpu = cpu_seconds() - begun;
  Fnv digest;
  std::int64_t sum = 0;
  boost::json::array counts{0, 0, 0, 0};
  for (std::size_t i = 0; i < work.seekers.size(); ++i) {
    const auto own = found.of(i);
    auto& count = counts[std::min<std::size_t>(3, own.size())].as_int64();
    ++count;
    for (std::size_t n = 0; n < own.size(); ++n) {
      sum += own[n].score;
      if (n >= 20) continue;
      digest.add(i);
      digest.add(own[n].vacancy);
      digest.add(static_cast<std::uint64_t>(own[n].score));
    }
  }
  return {{"cpu", cpu},       {"rss_mb", peak_memory_mb()}, {"pairs", found.candidates.size()},
          {"score_sum", sum}, {"digest", digest.text()},    {"people_could", std::move(counts)}};
}

boost::json::object live(std::size_t posts) {
  const auto jobs = LeyeJobs::load(tables(), tables_folder(), Market::kCity).value();
  const auto vacancies = jobs.vacancies(posts);
  const auto seekers = jobs.seekers(20000);
  const VacancyIndex index(tables(), {}, vacancies);
  Search search(index);
  std::vector<Candidate> found;
  std::vector<double> micros;
  const double begun = cpu_seconds();
  for (const auto& seeker : seekers) {
    const auto start = std::chrono::steady_clock::now();
    search.best(seeker, {20, Posts::kPassing, Ties::kHash, 1}, found);
    const auto spent = std::chrono::steady_clock::now() - start;
    micros.push_back(std::chrono::duration<double, std::micro>(spent).count());
  }
  const double cpu = cpu_seconds() - begun;
  std::sort(micros.begin(), micros.end());
  return {{"cpu_us_per_query", 1e6 * cpu / static_cast<double>(seekers.size())},
          {"p50_us", micros[micros.size() / 2]},
          {"p99_us", micros[micros.size() * 99 / 100]}};
}

boost::json::object titles() {
  const auto coder = TitleCoder::load(tables_folder()).value();
  int leaves = 0;
  int first = 0;
  int among_five = 0;
  int all = 0;
  const double begun = cpu_seconds();
  (void)read_table(tables_folder() + "/title_code_set.csv", {"title", "code", "part"},
                   [&](const DataRow& row) -> Result<void> {
                     if (row.cells[2] != "test") return {};
                     ++all;
                     const auto wanted = Occupation::parse(row.cells[1]).value();
                     const auto choices = coder.code(row.cells[0]).choices;
                     if (wanted.depth() != 4) return {};
                     ++leaves;
                     for (std::size_t n = 0; n < choices.size(); ++n) {
                       if (choices[n].code != wanted) continue;
                       first += n == 0 ? 1 : 0;
                       ++among_five;
                     }
                     return {};
                   });
  return {{"leaf_first_percent", 100.0 * first / leaves},
          {"leaf_among_five_percent", 100.0 * among_five / leaves},
          {"cpu_ms_per_title", 1000 * (cpu_seconds() - begun) / all}};
}

}  // namespace leye::bench
