#pragma once
#include <filesystem>
#include <initializer_list>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "core/result.h"
#include "sheets/table.h"

namespace leye::sheets {

enum class Encoding { kUtf8, kGb18030 };

/// What a CSV file is; what is left open is found from the file.
struct CsvFormat {
  std::optional<Encoding>
      encoding;  ///< open: BOM, else strict UTF-8 of the first megabyte, else GB18030
  std::optional<char> delimiter;  ///< open: vote of `, ; TAB |` over the first 20 lines
};

/// Errors `csv.encoding`, `csv.quote`, `csv.too_wide`, `csv.cell_too_long`, each with its line.
[[nodiscard]] Result<std::unique_ptr<TableSource>> open_csv(const std::filesystem::path&,
                                                            const CsvFormat& = {},
                                                            const Limits& = {});
/// The same from memory (uploads, fuzzing). `name` stands for the file in errors.
[[nodiscard]] Result<std::unique_ptr<TableSource>> csv_from_text(std::string bytes,
                                                                 std::string name,
                                                                 const CsvFormat& = {},
                                                                 const Limits& = {});

struct CsvWriteOptions {
  Encoding encoding = Encoding::kUtf8;
  bool bom = true;  ///< UTF-8 for Excel; files between programs go without
  char delimiter = ',';
  bool guard_formulas = true;  ///< `'` before text that a spreadsheet would run
  std::string line_end = "\r\n";
};

/// Writes a CSV file record by record; the file is complete after `close`.
class CsvWriter {
 public:
  /// Error `file.unwritable`.
  [[nodiscard]] static Result<CsvWriter> create(const std::filesystem::path&,
                                                const CsvWriteOptions& = {});
  CsvWriter(CsvWriter&&) noexcept;
  CsvWriter& operator=(CsvWriter&&) noexcept;
  ~CsvWriter();
  /// Errors are kept and told by `close`.
  void record(std::span<const std::string_view> fields);
  void record(std::span<const std::string> fields);
  void record(std::initializer_list<std::string_view> fields);
  /// Errors `file.unwritable`, `csv.encoding` (text that GB18030 cannot hold).
  [[nodiscard]] Result<void> close();

 private:
  struct State;
  explicit CsvWriter(std::unique_ptr<State>);
  std::unique_ptr<State> state_;
};

/// One record as it stands in a CSV, without line end: for writers of their own.
void append_csv_field(std::string& line, std::string_view field, char delimiter, bool guard);

/// UTF-8 without errors: no overlong forms, surrogates, or values above U+10FFFF.
[[nodiscard]] bool is_utf8(std::string_view);

}  // namespace leye::sheets
