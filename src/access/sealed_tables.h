#pragma once
#include <span>
#include <string_view>

#include "store/value.h"

namespace leye::access {

/// A column of a primary key, or one that says which row a cell is.
struct KeyColumn {
  std::string_view name;
  store::Type type;  ///< kUuid, kInteger or kText
};

/// A blind index over a sealed column.
struct BlindColumn {
  std::string_view column;
  std::string_view index;       ///< `citizen_id`, `phone` (seal.h)
  bool within = false;          ///< the sealed text is JSON that has the value somewhere
  std::string_view guard = {};  ///< table of (id_hash, person_id, run_id) that keeps it unique
};

struct SealedColumn {
  std::string_view column;
  std::span<const BlindColumn> blind = {};
};

/// A table with sealed columns: its primary key, and the columns that make the row of its cells
/// (joined by `/`).
struct SealedTable {
  std::string_view table;
  std::span<const KeyColumn> key;
  std::span<const KeyColumn> row;
  std::span<const SealedColumn> columns;
  std::string_view only = {};    ///< SQL condition on the rows that may be sealed anew
  std::string_view person = {};  ///< column with the person whose own key may seal it
};

/// Every table with sealed columns, of every folder: what a rotation seals anew. A test holds it
/// against the schema: a bytes column is in this list or said to be none in `unsealed_bytes`.
[[nodiscard]] std::span<const SealedTable> sealed_tables();
/// `table.column` of bytes columns that hold digests, blind indexes or packed numbers.
[[nodiscard]] std::span<const std::string_view> unsealed_bytes();

}  // namespace leye::access
