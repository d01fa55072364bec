#pragma once
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "core/date.h"
#include "rules/language/types.h"
#include "rules/language/value.h"

namespace leye::rules {

/// Where a declaration stands in its file, 1-based.
struct Place {
  std::string file;
  int line = 0;
  int column = 0;
};

struct Words {
  std::string zh;
  std::string en;
};

struct EnumDecl {
  std::string name;
  std::vector<std::string> values;    ///< ordinal = place
  std::vector<std::string> value_zh;  ///< same length, or empty
  Place place;
};

struct FieldDecl {
  std::string name;
  TypeRef type;
  bool closed = true;
  bool required = false;
  std::optional<Literal> none;
  Place place;
};

struct RecordDecl {
  std::string name;
  std::vector<FieldDecl> fields;
  Place place;
};

struct SourceDecl {
  std::string register_code;
  bool complete = false;
};

/// `derive:` of the catalogue; either `expr` or one aggregate over ledger entries or a record list.
struct DeriveDecl {
  std::string kind;   ///< expr, count, sum, first, latest, exists
  std::string over;   ///< entry kind or record-list fact
  std::string field;  ///< summed or taken column
  std::string expr;   ///< expression text for `expr`
  std::string where;  ///< filter text, may be empty
  Place place;        ///< of the expression
};

struct FactDecl {
  std::string name;
  TypeRef type;
  bool closed = false;          ///< world: closed → no row means absent; open → unknown
  std::optional<Literal> none;  ///< value of an absent scalar
  bool required = false;
  bool fixed = false;
  FactIndex present_if = kNoFact;  ///< bool fact behind which this one is always known
  std::vector<std::string>
      on;  ///< subjects that carry the column; filled in by the loader, never empty
  std::vector<FactIndex> anchored;    ///< anchor facts for which a copy exists
  std::string closed_for;             ///< expression text; closed only where it is true
  std::string closed_after_register;  ///< closed only after a comparison run with it
  int lag_days = 0;
  Words title;
  Words ask;
  std::string evidence;
  std::vector<SourceDecl> sources;
  std::vector<std::string> use;  ///< empty: any purpose
  std::string sensitivity;
  std::optional<DeriveDecl> derive;
  Place place;
};

struct SubjectDecl {
  std::string name;
  std::vector<std::string> reaches;
  std::vector<std::string> anchors;  ///< names of facts
  Words title;
};

struct DatedRow {
  Literal value;
  Date from;
  std::optional<Date> to;  ///< inclusive; nothing = until further notice
  std::string certainty;   ///< order · law · local_document · assumed
  std::string cite;        ///< as printed: clause id, or document and place
  Place place;
  [[nodiscard]] bool holds(Date d) const { return from <= d && (!to || d <= *to); }
};

struct ParamDecl {
  std::string name;
  TypeRef type;
  Words title;
  std::vector<DatedRow> rows;
  Place place;
  /// Row in force on `d`, or nullptr.
  [[nodiscard]] const DatedRow* at(Date d) const;
};

struct SetVersion {
  std::vector<Literal> values;  ///< sorted by `Environment::index`
  Date from;
  std::optional<Date> to;
  std::string certainty;
  std::string cite;
  Place place;
  [[nodiscard]] bool holds(Date d) const { return from <= d && (!to || d <= *to); }
};

struct SetDecl {
  std::string name;
  TypeRef element;
  std::vector<SetVersion> versions;
  Place place;
  /// Version in force on `d`, or nullptr.
  [[nodiscard]] const SetVersion* at(Date d) const;
};

/// Everything an expression may name. Filled by the pack loader, then `index()` once; immutable and
/// shared between threads afterwards. FactIndex = place in `facts`.
struct Environment {
  std::vector<SubjectDecl> subjects;
  bool plain_subjects = false;  ///< subjects given as a list of names: each reaches every other
  std::vector<EnumDecl> enums;
  std::vector<RecordDecl> records;
  std::vector<FactDecl> facts;
  std::vector<ParamDecl> params;
  std::vector<SetDecl> sets;

  /// Builds the name tables and sorts set values. Call after every change of the tables.
  void index();

  [[nodiscard]] FactIndex fact(std::string_view name) const;  ///< kNoFact when not declared
  [[nodiscard]] const FactDecl* find_fact(std::string_view name) const;
  [[nodiscard]] std::optional<std::uint16_t> enum_index(std::string_view name) const;
  [[nodiscard]] std::optional<std::uint16_t> record_index(std::string_view name) const;
  [[nodiscard]] std::optional<std::uint16_t> param_index(std::string_view name) const;
  [[nodiscard]] std::optional<std::uint16_t> set_index(std::string_view name) const;
  [[nodiscard]] const SubjectDecl* subject(std::string_view name) const;
  /// Is `root` the first segment of a fact, a subject, an enum, `Rounding`, `as_of` or `period`?
  [[nodiscard]] bool is_root(std::string_view root) const;

  /// `bool`, `int`, `money`, `date`, `string`, `enum:E`, `list<T>`, or a record's name as T.
  /// Nothing when it is none of these.
  [[nodiscard]] std::optional<TypeRef> parse_type(std::string_view text) const;
  /// The type as the catalogue writes it: `enum:Degree`, `list<Row>`.
  [[nodiscard]] std::string type_name(const TypeRef&) const;
  /// The type as messages print it: `Degree` instead of `enum:Degree`.
  [[nodiscard]] std::string short_type_name(const TypeRef&) const;
  /// A scalar as people write it: date text, enum value name, fen as plain number.
  [[nodiscard]] std::string value_text(const TypeRef&, const Value&) const;

  /// The closest declared fact name, or empty when nothing is near.
  [[nodiscard]] std::string nearest_fact(std::string_view name) const;

 private:
  using Names = std::map<std::string, std::uint32_t, std::less<>>;
  Names fact_names_, enum_names_, record_names_, param_names_, set_names_, roots_;
};

/// The candidate with the least edit distance to `name` (ties: first), or empty when none is within
/// a third of its length, at least 2.
[[nodiscard]] std::string nearest(std::string_view name,
                                  const std::vector<std::string>& candidates);

}  // namespace leye::rules
