#pragma once
#include <boost/json.hpp>
#include <string>
#include <vector>

#include "leyejobs.h"

namespace leye::bench {

struct Workload {
  std::string market_name;
  Market market = Market::kCity;
  std::vector<matching::SeekerProfile> seekers;
  std::vector<matching::Vacancy> vacancies;
};
/// `… PEOPLE POSTS city|dense …`
[[nodiscard]] Workload workload(const std::vector<std::string>& args);
[[nodiscard]] const matching::Tables& tables();
[[nodiscard]] std::string tables_folder();

/// CPU seconds of the whole program so far, all threads, user and system.
[[nodiscard]] double cpu_seconds();
[[nodiscard]] std::int64_t peak_memory_mb();

[[nodiscard]] boost::json::object top(const Workload&, std::size_t k);
[[nodiscard]] boost::json::object allocation(const Workload&);
[[nodiscard]] boost::json::object live(std::size_t posts);
[[nodiscard]] boost::json::object titles();
[[nodiscard]] boost::json::object pairs(const Workload&, const std::string& folder);

}  // namespace leye::bench
