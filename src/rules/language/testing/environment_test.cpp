#include <gtest/gtest.h>

#include <fstream>
#include <sstream>

#include "rules/language/testing/suite.h"
#include "rules/pack/load.h"

namespace leye::rules::testing {

const Environment& suite_environment() {
  static const auto pack = [] {
    PackFiles given;
    for (const std::string name : {"catalogue.yaml", "params.yaml", "sets.yaml"}) {
      std::ifstream in(LEYE_SOURCE_DIR "/tests/data/rules/" + name);
      std::stringstream text;
      text << in.rdbuf();
      given[name] = text.str();
    }
    auto loaded = load_files({}, given);
    if (loaded.pack == nullptr) throw std::logic_error("the suite's environment does not load");
    return loaded.pack;
  }();
  return pack->environment;
}

}  // namespace leye::rules::testing
