#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <string_view>

#include "rules/language/environment.h"
#include "rules/language/expression.h"

namespace {

/// A small catalogue, so that the checker is reached too.
const leye::rules::Environment& environment() {
  using namespace leye::rules;
  static const Environment env = [] {
    Environment e;
    e.enums.push_back({"Color", {"red", "green"}, {}, {}});
    e.records.push_back({"Row", {{"b", type_of(Kind::kBool), false, false, {}, {}}}, {}});
    e.index();
    for (const std::string_view decl :
         {"t.a:bool", "t.i:int", "t.d:date", "t.m:money", "t.s:string", "t.c:enum:Color",
          "t.l:list<int>", "t.r:list<Row>"}) {
      FactDecl fact;
      fact.name = std::string(decl.substr(0, 3));
      fact.type = *e.parse_type(decl.substr(4));
      e.facts.push_back(std::move(fact));
    }
    e.index();
    return e;
  }();
  return env;
}

class Nothing : public leye::rules::FactSource {
 public:
  [[nodiscard]] leye::rules::FactValue read(leye::rules::FactIndex,
                                            leye::rules::FactIndex) const override {
    return leye::rules::absent();
  }
};

}  // namespace

/// Any text is parsed, or refused with a place inside it; what types can be evaluated and
/// explained.
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace leye::rules;
  const std::string_view text(reinterpret_cast<const char*>(data), size);
  auto syntax = parse(text);
  if (!syntax) {
    const auto column = static_cast<std::size_t>(syntax.error().column);
    if (column < 1 || column > size + 1) std::abort();
    return 0;
  }
  const auto canonical = print(*syntax);
  if (canonical.empty()) std::abort();
  const auto expression = check(*std::move(syntax), environment());
  if (!expression) return 0;
  const EvalContext context{leye::Date(18557), leye::Period{leye::Date(18536), leye::Date(18566)}};
  const auto cheap = screen(*expression, Nothing(), context);
  const auto told = explain(*expression, Nothing(), context);
  if (cheap.kind != told.outcome.kind) std::abort();
  return 0;
}
