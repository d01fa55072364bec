#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <string>

#include "rules/pack/format.h"
#include "rules/pack/load.h"

namespace {

/// A catalogue and a campaign, so that a rule file gets as far as the logic checks.
const leye::rules::PackFiles& environment() {
  static const leye::rules::PackFiles files = {
      {"campaign.yaml",
       "kind: campaign\nid: f\nversion: 1\ntitle: {zh: 试}\n"
       "period: {from: 2020-10-01, to: 2020-12-31}\n"},
      {"clauses.yaml", "kind: clauses\nclauses: [{id: C1, text: 一}]\n"},
      {"facts.yaml",
       "kind: catalogue\nsubjects: [person, hire]\nfacts:\n"
       "  - {name: person.i, type: int, world: open}\n"
       "  - {name: person.d, type: date, world: closed}\n"
       "  - {name: person.b, type: bool, world: closed}\n"}};
  return files;
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string text(reinterpret_cast<const char*>(data), size);
  const auto loaded = leye::rules::load_files({{"rules/x.yaml", text}}, environment());
  // A pack, or a reason: never neither.
  if (!loaded.pack && loaded.diagnostics.empty()) std::abort();
  // What is written in the layout stays as it is.
  const auto once = leye::rules::format_yaml(text);
  if (once) {
    const auto twice = leye::rules::format_yaml(*once);
    if (!twice || *twice != *once) std::abort();
  }
  return 0;
}
