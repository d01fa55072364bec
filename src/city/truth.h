#pragma once
#include <array>
#include <boost/json/fwd.hpp>
#include <fstream>
#include <map>
#include <string>
#include <vector>

#include "city/draft.h"
#include "city/seen.h"

namespace leye::city {

/// Writes `truth/`: who is who, what is wrong with which row, and what the right counts are.
class Truth {
 public:
  Truth(const World&, const std::filesystem::path& folder);

  /// A row of a register about subject `id` (`T00000012`, `E…`, `V…`).
  void record(std::size_t file, std::int64_t row, const std::string& id, const Draft&);
  /// All registers have said what they say of this person.
  void person(const Person&, const Seen&);
  /// Files in the order of their numbers; `record` counts into them.
  std::size_t add_file(CityFile);
  [[nodiscard]] const std::vector<CityFile>& files() const { return files_; }
  /// Writes `expected.json`. Error `city.unwritable`.
  Result<void> close();

  [[nodiscard]] static std::string person_id(std::int64_t index);

 private:
  [[nodiscard]] boost::json::array files_json() const;
  [[nodiscard]] boost::json::object policies_json() const;
  struct RegisterCount {
    std::int64_t rows = 0, refused = 0, persons = 0, employers = 0, vacancies = 0;
    std::string last;
    std::map<std::string, std::int64_t> defects;
  };
  struct GroupCount {
    std::map<std::string, std::int64_t> counts;
    void add(const Groups&);
  };
  void outcomes(const Person&, const Seen&, std::string& line);

  const World& world_;
  std::filesystem::path folder_;
  std::ofstream persons_, records_;
  std::vector<CityFile> files_;
  std::vector<std::map<std::string, std::int64_t>> problems_;
  std::map<std::string, RegisterCount> registers_;
  std::map<std::string, std::map<std::string, GroupCount>> groups_;  ///< division, then true/seen
  std::map<std::string, std::map<std::string, std::map<std::string, std::int64_t>>> policies_;
};

}  // namespace leye::city
