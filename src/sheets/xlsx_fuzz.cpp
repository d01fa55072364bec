#include <cstddef>
#include <cstdint>

#include "sheets/xlsx.h"

/// Any bytes as a workbook: every sheet is read to its end or refused.
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace leye::sheets;
  Limits limits;
  limits.unpacked_bytes = 8 << 20;
  limits.text_bytes = 1 << 20;
  const std::string bytes(reinterpret_cast<const char*>(data), size);
  auto first = xlsx_from_bytes(bytes, "fuzz.xlsx", {}, limits);
  if (!first) return 0;
  std::size_t read = 0;
  static_cast<void>((*first)->rows([&](const Row& row) {
    for (const auto& cell : row.cells) read += cell.text.size();
    return row.number < 10000;
  }));
  static_cast<void>((*first)->merges());
  return 0;
}
