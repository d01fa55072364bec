#include <cstddef>
#include <cstdint>
#include <string_view>

#include "sheets/yaml.h"

namespace {

/// Every place a node can name must be computable.
void visit(const leye::sheets::YamlNode& node) {
  for (std::size_t i = 0; i < node.text.size() && i < 64; ++i) static_cast<void>(node.place_in(i));
  static_cast<void>(leye::sheets::yaml_integer(node));
  static_cast<void>(leye::sheets::yaml_bool(node));
  for (const auto& item : node.items) visit(item);
  for (const auto& entry : node.entries) visit(entry.value);
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string_view text(reinterpret_cast<const char*>(data), size);
  visit(leye::sheets::read_yaml(text, {"expr", "scope"}).root);
  return 0;
}
