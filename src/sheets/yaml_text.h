#pragma once
#include <string_view>
#include <vector>

#include "sheets/yaml.h"

/// The bytes below a YAML file: code points, lines, and what makes a file no YAML of ours at all.
namespace leye::sheets::yaml_text {

/// Is this byte inside a code point, not its first?
[[nodiscard]] inline bool continues(char c) {
  return (static_cast<unsigned char>(c) & 0xC0U) == 0x80U;
}
[[nodiscard]] std::size_t code_points(std::string_view text);
[[nodiscard]] std::vector<std::string_view> lines_of(std::string_view text);
/// Too large, not UTF-8, CR, byte order mark or directive: at most one problem.
[[nodiscard]] std::vector<YamlProblem> byte_problems(std::string_view text);

}  // namespace leye::sheets::yaml_text
