#include <cstddef>
#include <cstdint>
#include <string_view>

#include "linkage/linkage.h"

// Any bytes are a configuration or an error with a place; never a crash. What is a configuration is
// run over three records and its model is read back; the second half of the input is a model.
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace leye::linkage;
  const std::string_view bytes(reinterpret_cast<const char*>(data), size);
  const auto split = bytes.find('\0');
  const auto config = config_from(bytes.substr(0, split), "fuzz.yaml");
  if (!config) return 0;
  if (split != std::string_view::npos)
    static_cast<void>(model_from_json(bytes.substr(split + 1), *config, "fuzz.json"));
  InputRows rows{"left", {"id", "name", "id_number", "birth", "phone"}, {}};
  rows.rows = {{"1", "王伟", "129001199003077575", "1990-03-07", "13800000001"},
               {"2", "王玮", "129001199003077575", "1990-07-03", "13800000001/13800000002"},
               {"3", "?", "", "", ""}};
  auto records = Records::from_rows(*config, rows, std::nullopt, leye::Date(18566));
  if (!records) return 0;
  const auto step = step_for(*config, true);
  if (step) static_cast<void>(link(*config, *records, *step, {}));
  return 0;
}
