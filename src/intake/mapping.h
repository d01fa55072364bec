#pragma once
#include <filesystem>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "core/digest.h"
#include "core/result.h"
#include "sheets/header.h"

namespace leye::intake {

enum class ColumnType : std::uint8_t {
  kCitizenId,
  kUscc,
  kName,
  kDate,
  kMonth,
  kMoneyYuan,
  kInt,
  kEnum,
  kEnums,  ///< several values in one cell; each becomes a yes-or-no cell `column_value`
  kBool,
  kText,
  kCode,      ///< digits and letters as written, width and blanks evened out
  kDivision,  ///< code of a unit; retired codes lead to their successor
  kPhone
};

/// What an empty cell means when another column has a value.
struct Otherwise {
  std::string column;
  std::string is;
  std::string value;
};

/// One column of a register, as the pack describes it.
struct MappedColumn {
  std::string name;  ///< of the cell in the record; what facts are taken by
  ColumnType type = ColumnType::kText;
  std::vector<std::string> titles;  ///< headings it goes by, the usual one first
  bool required = false;            ///< a row without it, or with a bad one, is refused
  bool sealed = false;              ///< never in clear; ids and phones always are
  bool sensitive = false;           ///< health, household: sealed, and opened for facts alone
  bool not_future = false;
  std::string not_before;                     ///< a date or month column that must not be later
  std::map<std::string, std::string> values;  ///< enum, enums, bool: words of the file → value
  std::optional<Otherwise> otherwise;
  std::vector<std::string> facts;  ///< facts of the catalogue it supplies, for people
};

/// Which columns say who a row is about; empty where the register has none.
struct PersonColumns {
  std::string citizen_id, name, birth, sex, phone, address, division;
};
struct EmployerColumns {
  std::string uscc, name, division;
};

/// How the files of one register become records (`lists/registers/<register>.yaml` of a pack).
struct Mapping {
  std::string register_code;
  std::string title_zh, title_en;
  std::vector<std::string> key;  ///< columns that tell one record of the register from another
  std::string valid_from;        ///< column of the first day the row speaks of
  std::string valid_until;       ///< column of the first day it no longer does, or
  std::string valid_to;          ///< of the last day it does
  PersonColumns person;
  EmployerColumns employer;
  std::string unit;  ///< `hire`, `business`, `vacancy` where a row is one
  std::vector<MappedColumn> columns;
  Digest digest{};  ///< of the file

  [[nodiscard]] std::optional<std::size_t> find(std::string_view name) const;
  [[nodiscard]] std::vector<sheets::ColumnPattern> patterns() const;
};

/// Reads a mapping. Errors `file.unreadable`, `yaml.*`, `mapping.field` (missing, unknown or of a
/// wrong kind), `mapping.column` (names a column the mapping lacks), each at `name:line:column`.
[[nodiscard]] Result<Mapping> load_mapping(const std::filesystem::path&);

/// The mapping of a register in a pack folder. Error `mapping.register` with the registers there
/// are.
[[nodiscard]] Result<Mapping> mapping_of(const std::filesystem::path& pack,
                                         std::string_view register_code);

}  // namespace leye::intake
