#include "sheets/yaml_text.h"

#include <algorithm>

namespace leye::sheets::yaml_text {
namespace {

constexpr std::size_t kMaxBytes = 2'000'000;

/// Byte at which `text` stops being UTF-8, or npos.
std::size_t bad_utf8(std::string_view text) {
  for (std::size_t i = 0; i < text.size();) {
    const auto lead = static_cast<unsigned char>(text[i]);
    std::size_t length = 1;
    unsigned point = lead;
    if (lead >= 0x80) {
      length = lead >= 0xF0 ? 4 : lead >= 0xE0 ? 3 : 2;
      if (lead < 0xC2 || lead > 0xF4 || i + length > text.size()) return i;
      point = lead & (0x7FU >> length);
      for (std::size_t k = 1; k < length; ++k) {
        if (!continues(text[i + k])) return i;
        point = point << 6 | (static_cast<unsigned char>(text[i + k]) & 0x3FU);
      }
      const bool overlong = (length == 3 && point < 0x800) || (length == 4 && point < 0x10000);
      if (overlong || point > 0x10FFFF || (point >= 0xD800 && point < 0xE000)) return i;
    }
    i += length;
  }
  return std::string_view::npos;
}

}  // namespace

std::size_t code_points(std::string_view text) {
  return static_cast<std::size_t>(
      std::count_if(text.begin(), text.end(), [](char c) { return !continues(c); }));
}

std::vector<std::string_view> lines_of(std::string_view text) {
  std::vector<std::string_view> lines;
  std::size_t from = 0;
  while (true) {
    const auto end = text.find('\n', from);
    lines.push_back(text.substr(from, end == std::string_view::npos ? end : end - from));
    if (end == std::string_view::npos) return lines;
    from = end + 1;
  }
}

std::vector<YamlProblem> byte_problems(std::string_view text) {
  std::vector<YamlProblem> problems;
  const auto at = [&](std::size_t byte) {
    const auto before = text.substr(0, byte);
    const auto line = std::count(before.begin(), before.end(), '\n');
    const auto start = before.rfind('\n') + 1;
    return Place{static_cast<int>(line) + 1,
                 static_cast<int>(code_points(before.substr(start))) + 1};
  };
  if (text.size() > kMaxBytes) {
    problems.push_back({"yaml.too_large", {}, {{"limit", "2 MB"}}});
  } else if (const auto bad = bad_utf8(text); bad != std::string_view::npos) {
    problems.push_back({"yaml.encoding", at(bad), {{"n", std::to_string(bad)}}});
  } else if (const auto cr = text.find('\r'); cr != std::string_view::npos) {
    problems.push_back({"yaml.syntax", at(cr), {{"problem", "line ends with CR"}}});
  } else if (text.starts_with("\xEF\xBB\xBF")) {
    problems.push_back({"yaml.syntax", {}, {{"problem", "byte order mark"}}});
  } else if (text.starts_with("%")) {
    problems.push_back({"yaml.syntax", {}, {{"problem", "directive"}}});
  }
  return problems;
}

}  // namespace leye::sheets::yaml_text
