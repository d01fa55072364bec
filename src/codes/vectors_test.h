#pragma once
#include <boost/json.hpp>
#include <fstream>
#include <sstream>
#include <string>

namespace leye::codes {

/// One file of tests/data/vectors.
inline boost::json::object vectors(const std::string& name) {
  std::ifstream in(LEYE_SOURCE_DIR "/tests/data/vectors/" + name + ".json");
  std::stringstream text;
  text << in.rdbuf();
  return boost::json::parse(text.str()).as_object();
}

inline std::string text_of(const boost::json::value& value) {
  return std::string(value.as_string());
}

/// The part of an error code after the dot.
inline std::string cause(const std::string& code) { return code.substr(code.find('.') + 1); }

}  // namespace leye::codes
