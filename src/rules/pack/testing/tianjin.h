#pragma once
#include <stdexcept>

#include "rules/pack/load.h"

namespace leye::rules::testing {

/// The Tianjin pack of the repository, loaded once.
inline const Pack& tianjin() {
  static const auto loaded = load_pack(LEYE_SOURCE_DIR "/packs/tianjin-2020q4");
  if (!loaded.pack) throw std::runtime_error(loaded.diagnostics.front().line());
  return *loaded.pack;
}

}  // namespace leye::rules::testing
