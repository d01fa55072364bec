#pragma once
// Posts laid out for the search: buckets by occupation, blocks of near neighbours inside, each with
// the bounds that let the search pass it by. Only posts somebody could get are kept.
#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <unordered_map>
#include <utility>
#include <vector>

#include "matching/fit.h"

namespace leye::matching {

namespace detail {

enum RowFlag : std::uint16_t {
  kHasXy = 1,
  kRemoteRow = 2,
  kLodgingRow = 4,
  kShuttleRow = 8,
  kDispatchRow = 16,
  kEduStrictRow = 32,
  kFreshRow = 64,
  kTrainingRow = 128,
  kMinorRow = 256,
  kManyLicences = 512  ///< some licence has no bit: ask the vacancy itself
};

/// What the search reads of one post.
struct Row {
  std::int32_t x = 0;
  std::int32_t y = 0;
  std::int32_t top = -1;  ///< −1: pay not stated
  std::int32_t expected = -1;
  std::uint64_t licences = 0;
  std::uint32_t vacancy = 0;
  std::uint32_t employer = 0;  ///< 0: not named
  std::uint32_t skills = 0;    ///< first of its needs
  std::int32_t latest_start = 0;
  std::uint16_t exp_months = 0;  ///< kNotSaid: unknown
  std::uint16_t demands = 0;
  std::uint16_t flags = 0;
  std::uint16_t skill_count = 0;
  std::uint32_t skill_points = 0;   ///< Σ 6·w·μ
  std::uint32_t skill_weights = 0;  ///< Σ w
  std::uint32_t street = 0;
  std::uint32_t district = 0;
  std::uint8_t form = 0;
  std::uint8_t edu_min = 0;
  std::uint8_t age_min = 0;
  std::uint8_t age_max = 255;
  std::uint8_t audience = 0;
};
inline constexpr std::uint16_t kNotSaid = 0xFFFF;

struct Need {
  SkillId skill = 0;
  std::uint8_t level = 1;
  std::uint8_t weight = 1;
  std::uint8_t weighted = 1;  ///< w·μ
};

/// Up to 16 rows that lie together, with the best any of them can offer.
struct Block {
  std::uint32_t begin = 0;
  std::uint32_t end = 0;
  std::int32_t x_min = 0, x_max = 0, y_min = 0, y_max = 0;
  std::int32_t top = -1;
  std::int32_t expected = -1;
  bool anywhere = false;  ///< some row's minutes do not follow from the distance
  bool pay_unknown = false;
};

struct Bucket {
  Occupation occupation;
  std::uint32_t begin = 0;  ///< blocks
  std::uint32_t end = 0;
};

struct Near {
  std::uint16_t bucket = 0;
  std::uint16_t points = 0;
};

/// Small texts as numbers from 1; 0 is "none".
class Names {
 public:
  std::uint32_t intern(const std::string& text);
  [[nodiscard]] std::uint32_t find(const std::string& text) const;
  [[nodiscard]] const std::vector<std::string>& all() const { return names_; }

 private:
  std::unordered_map<std::string, std::uint32_t> ids_;
  std::vector<std::string> names_{""};
};

}  // namespace detail

/// Posts ready to be searched. Holds references to tables and vacancies: they must outlive it.
class VacancyIndex {
 public:
  VacancyIndex(const Tables&, const Params&, std::span<const Vacancy>);

  [[nodiscard]] const Tables& tables() const { return *tables_; }
  [[nodiscard]] const Params& params() const { return params_; }
  [[nodiscard]] std::span<const Vacancy> vacancies() const { return vacancies_; }
  /// Posts that are open, fresh, lawful and jobs.
  [[nodiscard]] std::size_t open_posts() const { return rows_.size(); }

 private:
  friend class Query;
  friend class Search;
  void fill_row(std::uint32_t vacancy, detail::Row& row);
  void fill_skills(const Vacancy&, detail::Row& row);
  void add_bucket(Occupation, std::vector<detail::Row> rows);
  void add_blocks(std::size_t begin, std::size_t end);
  void find_near();

  const Tables* tables_;
  Params params_;
  std::span<const Vacancy> vacancies_;
  std::vector<detail::Row> rows_;
  std::vector<detail::Need> needs_;
  std::vector<detail::Block> blocks_;
  std::vector<detail::Bucket> buckets_;
  /// Per code of the dictionary the buckets with points, the most first.
  std::unordered_map<std::uint32_t, std::vector<detail::Near>> near_;
  detail::Names licences_, employers_, streets_, districts_;
  std::unordered_map<std::string_view, std::uint32_t> by_id_;
  std::vector<std::uint64_t> id_hashes_;
};

/// FNV-1a, 64 bits.
[[nodiscard]] std::uint64_t fnv1a(std::string_view);

}  // namespace leye::matching
