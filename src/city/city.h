#pragma once
#include <cstdint>
#include <filesystem>
#include <functional>
#include <string>
#include <vector>

#include "core/date.h"

namespace leye::city {

/// kDemo: 20,000 persons, xlsx and CSV; kCity: 1,000,000 and kProvince: 10,000,000, CSV only.
enum class Preset { kDemo, kCity, kProvince };
/// `demo`, `city`, `province`. Error `city.preset`.
[[nodiscard]] Result<Preset> parse_preset(std::string_view);

struct CityOptions {
  Preset preset = Preset::kDemo;
  std::int64_t persons = 0;  ///< 0 = the preset's number; 100 to 10,000,000
  std::uint64_t seed = 1;
  std::filesystem::path out;       ///< made if missing; files of an earlier run are replaced
  std::filesystem::path data_dir;  ///< holds `tianjin/`
  Date as_of = Date(18566);        ///< day the registers were sent, 2020-10-31
};

struct CityFile {
  std::string path;  ///< relative to `out`, `/` as separator
  std::string register_code;
  std::int64_t rows = 0;
  std::int64_t refused = 0;  ///< rows an importer must refuse, by the truth
};
struct CitySummary {
  std::int64_t persons = 0;
  std::int64_t employers = 0;
  std::int64_t rows = 0;
  std::int64_t refused = 0;
  std::vector<CityFile> files;
};

/// Persons written so far, and of how many.
using CityProgress = std::function<void(std::int64_t done, std::int64_t total)>;

/// Writes registers, truth and `manifest.json` of a synthetic city (domain.md §11) under `out`. The
/// same options give the same bytes. Errors `city.persons`, `city.unwritable`, those of the
/// divisions and of the workbook writer.
[[nodiscard]] Result<CitySummary> write_city(const CityOptions&, const CityProgress& = {});

}  // namespace leye::city
