#include "rules/pack/logic/operators.h"

namespace leye::rules::logic {

Op flipped(Op op) {
  switch (op) {
    case Op::kLess:
      return Op::kGreater;
    case Op::kLessEqual:
      return Op::kGreaterEqual;
    case Op::kGreater:
      return Op::kLess;
    case Op::kGreaterEqual:
      return Op::kLessEqual;
    default:
      return op;
  }
}

Op opposite(Op op) {
  switch (op) {
    case Op::kLess:
      return Op::kGreaterEqual;
    case Op::kLessEqual:
      return Op::kGreater;
    case Op::kGreater:
      return Op::kLessEqual;
    case Op::kGreaterEqual:
      return Op::kLess;
    case Op::kEqual:
      return Op::kNotEqual;
    case Op::kNotEqual:
      return Op::kEqual;
    default:
      return op;
  }
}

std::optional<Date> cut(Date as_of, std::int64_t months) {
  auto day = add_months(as_of, -months);
  if (!day) return std::nullopt;
  for (int i = 0; i < 3; ++i) {
    const Date next(day->days() + 1);
    const auto back = add_months(next, months);
    if (!back || *back > as_of) break;
    day = next;
  }
  return day;
}

}  // namespace leye::rules::logic
