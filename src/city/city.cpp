#include "city/city.h"

#include "city/offices.h"

namespace leye::city {
namespace {

constexpr std::int64_t kProgressEvery = 5000;

/// Removes what an earlier run left, recognised by its manifest; other people's folders stay.
Result<void> prepare(const std::filesystem::path& out) {
  std::error_code error;
  if (std::filesystem::exists(out / "manifest.json", error)) {
    std::filesystem::remove_all(out / "registers", error);
    std::filesystem::remove_all(out / "truth", error);
    std::filesystem::remove(out / "manifest.json", error);
  } else if (std::filesystem::exists(out / "registers", error) ||
             std::filesystem::exists(out / "truth", error)) {
    return fail("city.not_ours", out.string());
  }
  std::filesystem::create_directories(out / "registers", error);
  if (!error) std::filesystem::create_directories(out / "truth", error);
  // An unfinished run is ours as well: the next one may replace it.
  std::ofstream manifest(out / "manifest.json", std::ios::binary);
  manifest << "{}\n";
  if (error || !manifest) return fail("city.unwritable", out.string());
  return {};
}

CitySummary summary_of(const World& world, const Truth& truth) {
  CitySummary summary{world.persons, world.employers, 0, 0, truth.files()};
  for (const auto& file : summary.files) {
    summary.rows += file.rows;
    summary.refused += file.refused;
  }
  return summary;
}

}  // namespace

Result<CitySummary> write_city(const CityOptions& options, const CityProgress& progress) {
  LEYE_TRY(const World world, World::make(options));
  LEYE_CHECK(prepare(options.out));
  Truth truth(world, options.out / "truth");
  LEYE_TRY(const auto offices, Offices::open(world, options.out, truth));
  offices->enter_employers();
  for (std::int64_t i = 0; i < world.persons; ++i) {
    offices->enter(make_person(world, i));
    if (progress && (i + 1) % kProgressEvery == 0) progress(i + 1, world.persons);
  }
  offices->enter_vacancies();
  LEYE_CHECK(offices->close());
  LEYE_CHECK(truth.close());
  LEYE_CHECK(offices->write_manifest(options.out / "manifest.json"));
  if (progress) progress(world.persons, world.persons);
  return summary_of(world, truth);
}

}  // namespace leye::city
