#pragma once
#include <optional>
#include <string>

#include "rules/pack/loading.h"

namespace leye::rules {

/// Reads one rule file: the common head (rules.md §5.3), and expressions with their places.
class RuleReader {
 public:
  RuleReader(const SourceFile& file, std::string_view kind, Keys required, Keys optional,
             Loading& loading)
      : loading_(loading),
        env_(loading.pack.environment),
        fields_(file, file.root, kind, required, optional, loading.findings) {}

  [[nodiscard]] const Fields& fields() const { return fields_; }
  [[nodiscard]] RuleHead head(RuleKind kind) const;
  /// An expression that must be bool; under `anchor` its facts are read from the copies.
  [[nodiscard]] PackExpression boolean(const Fields& fields, std::string_view key,
                                       FactIndex anchor = kNoFact) const;
  [[nodiscard]] std::optional<PackExpression> optional(const Fields& fields,
                                                       std::string_view key) const;
  /// An expression of one type, or `code` (R230, R231) at its root.
  [[nodiscard]] std::optional<PackExpression> typed(const Fields& fields, std::string_view key,
                                                    Kind kind, std::string_view code) const;

 private:
  void check_subject(const RuleHead& head) const;
  [[nodiscard]] FactIndex anchor(const RuleHead& head) const;

  Loading& loading_;
  const Environment& env_;
  Fields fields_;
};

}  // namespace leye::rules
