#include "sheets/table.h"

#include <algorithm>
#include <fstream>

#include "sheets/csv.h"
#include "sheets/xlsx.h"

namespace leye::sheets {
namespace {

constexpr std::string_view kOle = "\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1";

/// An encrypted workbook is an OLE container with this stream; its name stands in UTF-16.
bool has_encrypted_package(std::string_view bytes) {
  std::string name;
  for (const char c : std::string_view("EncryptedPackage")) {
    name += c;
    name += '\0';
  }
  return bytes.find(name) != std::string_view::npos;
}

std::string lower_extension(const std::filesystem::path& path) {
  std::string extension = path.extension().string();
  std::transform(extension.begin(), extension.end(), extension.begin(), [](unsigned char c) {
    return static_cast<char>(c >= 'A' && c <= 'Z' ? c + 32 : c);
  });
  return extension;
}

}  // namespace

Result<std::unique_ptr<TableSource>> open_table(const std::filesystem::path& path,
                                                std::string_view sheet, const Limits& limits) {
  std::error_code none;
  if (!std::filesystem::is_regular_file(path, none)) return fail("file.unreadable", path.string());
  std::ifstream in(path, std::ios::binary);
  if (!in) return fail("file.unreadable", path.string());
  std::string head(64 * 1024, '\0');
  in.read(head.data(), static_cast<std::streamsize>(head.size()));
  head.resize(static_cast<std::size_t>(in.gcount()));
  const std::string name = path.filename().string();
  if (head.empty()) return fail("sheets.empty_file", name);
  if (head.starts_with(kOle)) {
    // The directory of the container may stand at its end.
    std::string whole = head;
    std::string piece(1024 * 1024, '\0');
    while (whole.size() < (64U << 20) && in) {
      in.read(piece.data(), static_cast<std::streamsize>(piece.size()));
      whole.append(piece, 0, static_cast<std::size_t>(in.gcount()));
    }
    return fail(has_encrypted_package(whole) ? "sheets.encrypted" : "sheets.old_xls", name);
  }
  if (head.starts_with("PK")) return open_xlsx(path, sheet, limits);
  const auto extension = lower_extension(path);
  if (extension == ".xlsx" || extension == ".xlsm") return fail("sheets.renamed_csv", name);
  if (extension == ".xls" || head.starts_with("<")) return fail("sheets.not_a_table", name);
  return open_csv(path, {}, limits);
}

std::string column_letters(int column) {
  std::string letters;
  for (int rest = column + 1; rest > 0; rest = (rest - 1) / 26)
    letters.insert(letters.begin(), static_cast<char>('A' + (rest - 1) % 26));
  return letters;
}

std::string place_of(const TableSource& source, const Row& row) {
  std::string place = source.file();
  if (!source.sheet().empty()) place += ", sheet " + source.sheet();
  place += ", row " + std::to_string(row.number);
  if (row.line != row.number) place += " (line " + std::to_string(row.line) + ")";
  return place;
}

}  // namespace leye::sheets
