#pragma once
#include <libpq-fe.h>

#include <string>

#include "store/postgres/wire.h"
#include "store/value.h"

namespace leye::store::postgres {

/// A row of a binary result.
class ResultRow : public Row {
 public:
  ResultRow(const PGresult* result, int row) : result_(result), row_(row) {}
  void move_to(int row) { row_ = row; }
  [[nodiscard]] int columns() const override { return PQnfields(result_); }
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
  /// The column's type, or 0 (which no type has) for NULL.
  [[nodiscard]] Oid type(int column) const {
    return is_null(column) ? 0 : PQftype(result_, column);
  }
  [[nodiscard]] std::string_view cell(int column) const;

  const PGresult* result_;
  int row_;
};

}  // namespace leye::store::postgres
