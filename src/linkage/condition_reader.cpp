#include "linkage/condition_reader.h"

#include <algorithm>
#include <array>
#include <charconv>

namespace leye::linkage {
namespace {

struct PartName {
  std::string_view name;
  Part part;
};
constexpr std::array kParts = {PartName{"folded", Part::kFolded},
                               PartName{"variant_folded", Part::kVariantFolded},
                               PartName{"surname", Part::kSurname},
                               PartName{"given", Part::kGiven},
                               PartName{"tokens", Part::kTokens},
                               PartName{"initials", Part::kInitials},
                               PartName{"prefix", Part::kPrefix},
                               PartName{"suffix", Part::kSuffix},
                               PartName{"birth_part", Part::kBirthPart},
                               PartName{"year", Part::kYear},
                               PartName{"month", Part::kMonth},
                               PartName{"day", Part::kDay},
                               PartName{"digits", Part::kDigits},
                               PartName{"day_month_sorted", Part::kDayMonthSorted},
                               PartName{"last7", Part::kLast7},
                               PartName{"district", Part::kDistrict},
                               PartName{"street", Part::kStreet},
                               PartName{"community", Part::kCommunity},
                               PartName{"road", Part::kRoad},
                               PartName{"estate", Part::kEstate},
                               PartName{"number", Part::kNumber},
                               PartName{"building", Part::kBuilding},
                               PartName{"entrance", Part::kEntrance},
                               PartName{"room", Part::kRoom},
                               PartName{"road_number", Part::kRoadNumber},
                               PartName{"core", Part::kCore},
                               PartName{"form", Part::kForm},
                               PartName{"region", Part::kRegion},
                               PartName{"branch", Part::kBranch}};

enum class Takes : std::uint8_t { kField, kFieldNumber, kFieldFlag, kConditions };
struct OpName {
  std::string_view name;
  Op op;
  Takes takes;
  bool measured;  ///< needs a comparison with a number
};
constexpr std::array kOps = {
    OpName{"all", Op::kAll, Takes::kConditions, false},
    OpName{"any", Op::kAny, Takes::kConditions, false},
    OpName{"not", Op::kNot, Takes::kConditions, false},
    OpName{"equal", Op::kEqual, Takes::kField, false},
    OpName{"flag", Op::kFlag, Takes::kFieldFlag, false},
    OpName{"both_flag", Op::kBothFlag, Takes::kFieldFlag, false},
    OpName{"either_has", Op::kEitherHas, Takes::kField, false},
    OpName{"max_len", Op::kMaxLen, Takes::kField, true},
    OpName{"min_len", Op::kMinLen, Takes::kField, true},
    OpName{"osa", Op::kOsa, Takes::kField, true},
    OpName{"levenshtein", Op::kLevenshtein, Takes::kField, true},
    OpName{"jaro", Op::kJaro, Takes::kField, true},
    OpName{"jaro_winkler", Op::kJaroWinkler, Takes::kField, true},
    OpName{"day_month_swapped", Op::kDayMonthSwapped, Takes::kField, false},
    OpName{"days_apart", Op::kDaysApart, Takes::kField, true},
    OpName{"initials_equal", Op::kInitialsEqual, Takes::kField, false},
    OpName{"homophone", Op::kHomophone, Takes::kField, false},
    OpName{"glyph_similar", Op::kGlyphSimilar, Takes::kFieldNumber, false},
    OpName{"latin_of", Op::kLatinOf, Takes::kField, false},
    OpName{"token_subset", Op::kTokenSubset, Takes::kField, false},
    OpName{"token_share", Op::kTokenShare, Takes::kField, true}};

std::string choices(const auto& table) {
  std::string out;
  for (const auto& entry : table) out += (out.empty() ? "" : ", ") + std::string(entry.name);
  return out;
}

class Reader {
 public:
  Reader(std::string_view text, const std::vector<FieldSpec>& fields)
      : text_(text), fields_(fields) {}

  Result<Condition> whole() {
    LEYE_TRY(auto condition, one(0));
    blanks();
    if (at_ != text_.size()) return wrong("an operator or the end");
    return condition;
  }
  Result<Ref> only_ref() {
    LEYE_TRY(const auto found, ref());
    blanks();
    if (at_ != text_.size()) return wrong("the end");
    return found;
  }

 private:
  static constexpr int kDeepest = 16;

  tl::unexpected<Error> wrong(const std::string& expected) const {
    return fail("linkage.config_condition", {},
                {{"text", std::string(text_)},
                 {"column", std::to_string(at_ + 1)},
                 {"expected", expected}});
  }
  void blanks() {
    while (at_ < text_.size() && text_[at_] == ' ') ++at_;
  }
  bool take(std::string_view token) {
    blanks();
    if (!text_.substr(at_).starts_with(token)) return false;
    at_ += token.size();
    return true;
  }
  std::string_view word() {
    blanks();
    const std::size_t begin = at_;
    const auto is_word = [](char c) {
      return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_';
    };
    while (at_ < text_.size() && is_word(text_[at_])) ++at_;
    return text_.substr(begin, at_ - begin);
  }
  Result<double> number() {
    blanks();
    double value = 0;
    const auto [end, bad] = std::from_chars(text_.data() + at_, text_.data() + text_.size(), value);
    if (bad != std::errc()) return wrong("a number");
    at_ = static_cast<std::size_t>(end - text_.data());
    return value;
  }

  Result<Ref> ref() {
    const std::string name(word());
    const auto field = std::find_if(fields_.begin(), fields_.end(),
                                    [&](const FieldSpec& f) { return f.id == name; });
    if (field == fields_.end()) {
      std::string known;
      for (const auto& f : fields_) known += (known.empty() ? "" : ", ") + f.id;
      return fail("linkage.config_field", {}, {{"text", name}, {"choices", known}});
    }
    Ref out{static_cast<std::size_t>(field - fields_.begin()), Part::kWhole, 0};
    if (!take(".")) return out;
    const std::string part(word());
    const auto* known = std::find_if(kParts.begin(), kParts.end(),
                                     [&](const PartName& p) { return p.name == part; });
    if (known == kParts.end())
      return fail("linkage.config_part", {}, {{"text", part}, {"choices", choices(kParts)}});
    out.part = known->part;
    if (out.part == Part::kPrefix || out.part == Part::kSuffix) {
      if (!take("(")) return wrong("(");
      LEYE_TRY(const double length, number());
      if (length < 1 || length > 64 || length != static_cast<int>(length) || !take(")"))
        return wrong("a length from 1 to 64 and )");
      out.length = static_cast<int>(length);
    }
    return out;
  }

  Result<Condition> one(int depth) {
    if (depth > kDeepest) return wrong("at most 16 levels of brackets");
    blanks();
    const std::size_t begin = at_;
    const std::string name(word());
    const auto* known =
        std::find_if(kOps.begin(), kOps.end(), [&](const OpName& o) { return o.name == name; });
    if (known == kOps.end())
      return fail("linkage.config_predicate", {}, {{"text", name}, {"choices", choices(kOps)}});
    if (!take("(")) return wrong("(");
    Condition out;
    out.op = known->op;
    if (known->takes == Takes::kConditions)
      LEYE_CHECK(children(out, depth));
    else
      LEYE_CHECK(arguments(out, known->takes));
    if (!take(")")) return wrong(")");
    LEYE_CHECK(relation(out, known->measured));
    out.text = std::string(text_.substr(begin, at_ - begin));
    return out;
  }

  Result<void> children(Condition& out, int depth) {
    do {
      LEYE_TRY(auto child, one(depth + 1));
      out.children.push_back(std::move(child));
    } while (take(","));
    if (out.op == Op::kNot && out.children.size() != 1) return wrong("one condition in not( )");
    return {};
  }

  Result<void> arguments(Condition& out, Takes takes) {
    LEYE_TRY(out.a, ref());
    out.b = out.a;
    if (takes == Takes::kFieldFlag) {
      if (!take(",")) return wrong(", and a flag");
      const std::string flag(word());
      out.flag = flag_bit(flag);
      if (out.flag == 0) return fail("linkage.config_flag", {}, {{"text", flag}});
    } else if (takes == Takes::kFieldNumber) {
      if (!take(",")) return wrong(", and a number");
      LEYE_TRY(out.bound, number());
    } else if (take(",")) {
      LEYE_TRY(out.b, ref());
      out.cross = out.b != out.a;
    }
    return {};
  }

  Result<void> relation(Condition& out, bool measured) {
    static constexpr std::array<std::pair<std::string_view, Relation>, 5> kRelations = {
        {{"<=", Relation::kAtMost},
         {">=", Relation::kAtLeast},
         {"==", Relation::kIs},
         {"<", Relation::kBelow},
         {">", Relation::kAbove}}};
    for (const auto& [token, relation] : kRelations)
      if (measured && take(token)) {
        out.relation = relation;
        LEYE_TRY(out.bound, number());
        return {};
      }
    if (measured) return wrong("<=, >=, <, > or == and a number");
    return {};
  }

  std::string_view text_;
  std::size_t at_ = 0;
  const std::vector<FieldSpec>& fields_;
};

}  // namespace

Result<Ref> read_ref(std::string_view text, const std::vector<FieldSpec>& fields) {
  return Reader(text, fields).only_ref();
}

Result<Condition> read_condition(std::string_view text, const std::vector<FieldSpec>& fields) {
  return Reader(text, fields).whole();
}

std::uint16_t flag_bit(std::string_view name) {
  static constexpr std::array<std::string_view, 13> kFlags = {
      "valid",   "bad_check", "bad_date", "bad_length", "upgraded", "masked",  "other",
      "from_id", "weak",      "wildcard", "note",       "mobile",   "landline"};
  const auto* it = std::find(kFlags.begin(), kFlags.end(), name);
  return it == kFlags.end() ? std::uint16_t{0}
                            : static_cast<std::uint16_t>(1U << (it - kFlags.begin()));
}

std::string to_text(const Config& config, const Ref& ref) {
  std::string out = config.fields[ref.field].id;
  for (const auto& known : kParts)
    if (known.part == ref.part) out += "." + std::string(known.name);
  if (ref.length > 0) out += "(" + std::to_string(ref.length) + ")";
  return out;
}

}  // namespace leye::linkage
