#pragma once
#include <sqlite3.h>

#include <string>

#include "store/value.h"

namespace leye::store::sqlite {

/// The row a statement stands on.
class StatementRow : public Row {
 public:
  explicit StatementRow(sqlite3_stmt* statement) : statement_(statement) {}
  [[nodiscard]] int columns() const override { return sqlite3_column_count(statement_); }
  [[nodiscard]] std::string name(int column) const override;
  [[nodiscard]] bool is_null(int column) const override;
  [[nodiscard]] Result<bool> boolean(int column) const override;
  [[nodiscard]] Result<std::int64_t> integer(int column) const override;
  [[nodiscard]] Result<double> real(int column) const override;
  [[nodiscard]] Result<std::string_view> text(int column) const override;
  [[nodiscard]] Result<std::span<const std::uint8_t>> bytes(int column) const override;
  [[nodiscard]] Result<Uuid> uuid(int column) const override;
  [[nodiscard]] Result<Date> date(int column) const override;

 private:
  [[nodiscard]] bool is(int column, int type) const {
    return sqlite3_column_type(statement_, column) == type;
  }
  sqlite3_stmt* statement_;
};

}  // namespace leye::store::sqlite
