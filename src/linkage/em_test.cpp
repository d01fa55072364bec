#include <gtest/gtest.h>

#include <boost/json.hpp>
#include <cmath>

#include "linkage/train.h"
#include "sheets/yaml.h"

namespace leye::linkage {
namespace {

namespace json = boost::json;

/// The vector writes levels worst first and a missing one as −1; the engine's are best first
/// from 1.
struct Golden {
  json::value file = json::parse(
      sheets::read_text_file(LEYE_SOURCE_DIR "/tests/data/linkage/em_febrl4.json").value());
  std::vector<LevelPattern> patterns;
  Shares u, start, converged;

  Golden() {
    u = shares(file.at("u"));
    start = shares(file.at("start").at("m"));
    converged = shares(file.at("converged").at("m"));
    for (const auto& row : file.at("patterns").as_array()) {
      LevelPattern pattern;
      const auto& cells = row.as_array();
      for (std::size_t c = 0; c + 1 < cells.size(); ++c) {
        const auto level = cells[c].to_number<int>();
        const auto levels = static_cast<int>(u[c].size());
        pattern.digits.push_back(level < 0 ? 0U : static_cast<std::uint32_t>(levels - level));
      }
      pattern.count = cells.back().to_number<double>();
      patterns.push_back(std::move(pattern));
    }
  }
  static Shares shares(const json::value& of) {
    Shares out;
    for (const auto& row : of.as_array()) {
      std::vector<double> levels;
      for (const auto& value : row.as_array())
        levels.insert(levels.begin(), value.to_number<double>());
      out.push_back(std::move(levels));
    }
    return out;
  }
  [[nodiscard]] EmResult run() const {
    return run_em(patterns, u, start, file.at("start").at("lam").to_number<double>(),
                  file.at("possible_pairs").to_number<double>(), {});
  }
};

TEST(LinkageEm, ConvergesToTheGoldenValues) {
  const Golden golden;
  ASSERT_EQ(golden.patterns.size(), 1851U);
  const auto result = golden.run();
  const auto& expected = golden.file.at("converged");
  EXPECT_NEAR(result.lambda / expected.at("lam").to_number<double>(), 1, 1e-6);
  EXPECT_NEAR(result.expected_matches, expected.at("expected_matches").to_number<double>(), 0.005);
  EXPECT_EQ(result.iterations, expected.at("iterations").to_number<int>());
  for (std::size_t c = 0; c < result.m.size(); ++c)
    for (std::size_t l = 0; l < result.m[c].size(); ++l)
      EXPECT_NEAR(result.m[c][l] / golden.converged[c][l], 1, 1e-6) << c << "," << l;
  EXPECT_NEAR(result.path.front(), golden.file.at("start").at("log_likelihood").to_number<double>(),
              1e-4);
  EXPECT_NEAR(result.log_likelihood, expected.at("log_likelihood").to_number<double>(), 1e-4);
}

TEST(LinkageEm, LikelihoodNeverFalls) {
  const auto result = Golden().run();
  for (std::size_t i = 1; i < result.path.size(); ++i)
    EXPECT_GE(result.path[i], result.path[i - 1] - 1e-6);
}

TEST(LinkageEm, OrderOfPatternsChangesNoBit) {
  Golden golden;
  const auto forward = golden.run();
  std::reverse(golden.patterns.begin(), golden.patterns.end());
  const auto backward = golden.run();
  EXPECT_EQ(forward.m, backward.m);
  EXPECT_EQ(forward.lambda, backward.lambda);
}

TEST(LinkageEm, WeightsOfTheGoldenPatterns) {
  const Golden golden;
  const auto result = golden.run();
  for (const auto& v : golden.file.at("weights_without_tf").as_array()) {
    double weight = std::log2(result.lambda / (1 - result.lambda));
    const auto& pattern = v.at("pattern").as_array();
    for (std::size_t c = 0; c < pattern.size(); ++c) {
      const auto level = pattern[c].to_number<int>();
      if (level < 0) continue;
      const auto at = golden.u[c].size() - 1 - static_cast<std::size_t>(level);
      weight += std::log2(result.m[c][at] / golden.u[c][at]);
    }
    EXPECT_NEAR(weight, v.at("weight_bits").to_number<double>(), 1e-4);
  }
}

}  // namespace
}  // namespace leye::linkage
