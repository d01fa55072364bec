#pragma once
#include <compare>
#include <cstdint>
#include <filesystem>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "core/digest.h"
#include "core/result.h"
#include "sheets/yaml.h"

namespace leye::linkage {

/// How a source column becomes a value (linkage.md §4); `unordered` is the sorted set of others.
enum class Normaliser : std::uint8_t {
  kAsIs,
  kText,
  kWord,
  kCode,
  kPersonName,
  kPinyin,
  kIdNumber,
  kBirthDate,
  kPhone,
  kAddress,
  kCompanyName,
  kUnordered
};

/// A piece of a value, computed once per distinct value.
enum class Part : std::uint8_t {
  kWhole,
  kFolded,
  kVariantFolded,
  kSurname,
  kGiven,
  kTokens,
  kInitials,
  kPrefix,
  kSuffix,
  kBirthPart,
  kYear,
  kMonth,
  kDay,
  kDigits,
  kDayMonthSorted,
  kLast7,
  kDistrict,
  kStreet,
  kCommunity,
  kRoad,
  kEstate,
  kNumber,
  kBuilding,
  kEntrance,
  kRoom,
  kRoadNumber,
  kCore,
  kForm,
  kRegion,
  kBranch
};

/// `name.folded`, `id.prefix(14)`.
struct Ref {
  std::size_t field = 0;
  Part part = Part::kWhole;
  int length = 0;  ///< of prefix and suffix
  friend auto operator<=>(const Ref&, const Ref&) = default;
};

struct FieldSpec {
  std::string id;
  Normaliser normalise = Normaliser::kText;
  std::map<std::string, std::vector<std::string>> from;  ///< register → columns; "" = every one
  std::vector<std::size_t> of;                           ///< fields it is derived from
  bool many = false;                                     ///< a cell may hold several values
  std::optional<std::size_t> else_from_id;               ///< birth date inside this id field
  char mobile_second_digit = '3';
  sheets::Place place;
};

enum class Op : std::uint8_t {
  kAll,
  kAny,
  kNot,
  kEqual,
  kFlag,
  kBothFlag,
  kEitherHas,
  kMaxLen,
  kMinLen,
  kOsa,
  kLevenshtein,
  kJaro,
  kJaroWinkler,
  kDayMonthSwapped,
  kDaysApart,
  kInitialsEqual,
  kHomophone,
  kGlyphSimilar,
  kLatinOf,
  kTokenSubset,
  kTokenShare
};
enum class Relation : std::uint8_t { kNone, kAtMost, kAtLeast, kBelow, kAbove, kIs };

/// One node of a level's condition; no code, only the closed vocabulary.
struct Condition {
  Op op = Op::kAll;
  Ref a, b;  ///< `b` differs from `a` in `equal(given, surname)`: crosswise
  bool cross = false;
  Relation relation = Relation::kNone;
  double bound = 0;
  std::uint16_t flag = 0;
  std::vector<Condition> children;
  std::string text;  ///< as written
};

struct LevelSpec {
  std::string id;
  std::optional<Condition> when;  ///< none: `else`
  sheets::Place place;
};

struct TermFrequency {
  std::map<std::size_t, Ref> of_level;
  double floor = 1e-6;
  double weight = 1;
};

struct ComparisonSpec {
  std::string id;
  std::vector<std::size_t> fields;  ///< null if one of them is missing on either side
  std::vector<LevelSpec> levels;    ///< best first, the last is `else`
  std::map<std::size_t, std::vector<std::size_t>> null_levels;  ///< earlier comparison → levels
  std::optional<Condition> null_if;
  TermFrequency tf;
  sheets::Place place;
};

struct BlockingRule {
  std::string id;
  std::vector<Ref> key;
  std::vector<Ref> refine;
  std::optional<std::pair<std::size_t, std::uint16_t>> when_flag;
  std::uint64_t cap = 0;  ///< 0: none; a block with more than cap² pairs is refined or skipped
  sheets::Place place;
};

enum class Shape : std::uint8_t { kOneToOne, kCluster };
struct PlanStep {
  std::vector<std::string> left;
  std::string right;  ///< empty: within
  Shape as = Shape::kCluster;
};

struct RegisterSpec {
  std::string id;
  std::string record_key = "id";
  bool unique_after_dedupe = false;
};

/// A threshold by weight (bits), probability, or expected precision; one of them is set.
struct Threshold {
  std::optional<double> weight, probability, precision;
};

struct Tier1 {
  std::size_t key = 0;
  std::optional<std::size_t> name;  ///< must not contradict
  bool review_conflicts = true;
};

struct ClusterRules {
  double mean = -6;
  std::optional<std::size_t> one_valid;  ///< an id field: two valid values never meet
  std::optional<std::size_t> birth;      ///< dates that contradict never meet
};

struct Training {
  std::uint64_t u_pairs = 1000000;
  std::uint64_t seed = 20201022;
  double u_smoothing = 0.5;
  double m_smoothing = 0.001;
  int max_iterations = 500;
  double tolerance = 1e-7;
  bool monotone = true;
};

/// Most comparisons a configuration may have; their levels' product must fit 64 bits as well.
inline constexpr std::size_t kMostComparisons = 24;

/// A linkage configuration (linkage.md §6).
struct Config {
  std::string id;
  std::vector<RegisterSpec> registers;
  std::vector<PlanStep> plan;
  std::vector<FieldSpec> fields;
  std::optional<Tier1> tier1;
  bool block_all = false;
  std::vector<BlockingRule> rules;
  std::uint64_t max_pairs = 200000000;
  std::vector<ComparisonSpec> comparisons;
  Training train;
  Threshold link, review;
  double margin = 3;
  ClusterRules cluster;
  Digest digest{};   ///< of the meaning: comments, order of keys and layout do not count
  std::string file;  ///< for messages

  [[nodiscard]] const RegisterSpec* find_register(std::string_view id) const;
};

/// Errors `linkage.config_…` with file, line and column, and those of the YAML reader.
[[nodiscard]] Result<Config> load_config(const std::filesystem::path&);
[[nodiscard]] Result<Config> config_from(std::string_view text, const std::string& file);

/// The bit of a flag's name (`valid`, `from_id`, `mobile` …), 0 if there is none.
[[nodiscard]] std::uint16_t flag_bit(std::string_view name);
[[nodiscard]] std::string to_text(const Config&, const Ref&);

}  // namespace leye::linkage
