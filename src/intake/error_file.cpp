#include <map>

#include "core/messages.h"
#include "intake/preview.h"
#include "sheets/xlsx_write.h"

namespace leye::intake {
namespace {

using sheets::Cell;
using sheets::CellKind;
using sheets::Look;
using sheets::XlsxWriter;

void copy_cell(XlsxWriter& out, int row, int column, const Cell& cell, Look look) {
  switch (cell.kind) {
    case CellKind::kEmpty:
      if (look != Look::kPlain) out.text(row, column, "", look);
      return;
    case CellKind::kDate:
      return out.date(row, column, cell.date, look);
    case CellKind::kNumber:
      return out.number(row, column, cell.number, look);
    default:
      return out.identifier(row, column, cell.text, look);
  }
}

using ByRow = std::map<std::int64_t, std::vector<const Problem*>>;

/// One row with its faults; the row number of the office's own file comes first.
void write_row(XlsxWriter& out, int at, const sheets::Row& row,
               const std::vector<const Problem*>& problems, int columns, Locale locale) {
  out.number(at, 0, static_cast<double>(row.number));
  std::map<int, std::string> comments;
  std::string reasons;
  for (const auto* problem : problems) {
    const std::string text = what(problem->error, locale) +
                             (locale == Locale::kZhCn ? "。" : ": ") +
                             remedy(problem->error, locale);
    if (problem->column >= 0) {
      auto& comment = comments[problem->column];
      comment += (comment.empty() ? "" : "\n") + text;
    }
    reasons += (reasons.empty() ? "" : "\n") + text;
  }
  for (int c = 0; c < columns; ++c) {
    const auto bad = comments.find(c);
    const Cell cell = static_cast<std::size_t>(c) < row.cells.size()
                          ? row.cells[static_cast<std::size_t>(c)]
                          : Cell{};
    copy_cell(out, at, c + 1, cell, bad == comments.end() ? Look::kPlain : Look::kBad);
    if (bad != comments.end()) out.comment(at, c + 1, bad->second);
  }
  const bool refused = problems.front()->refuses;
  const bool zh = locale == Locale::kZhCn;
  out.text(at, columns + 1, refused ? (zh ? "未导入" : "refused") : (zh ? "已导入" : "taken"));
  out.text(at, columns + 2, reasons);
}

}  // namespace

Result<void> write_error_file(const Preview& preview, const std::filesystem::path& path,
                              bool chinese) {
  const Locale locale = chinese ? Locale::kZhCn : Locale::kEn;
  ByRow by_row;
  for (const auto& problem : preview.problems) by_row[problem.row].push_back(&problem);
  LEYE_TRY(const auto source, sheets::open_table(preview.path, preview.sheet));
  LEYE_TRY(auto out, XlsxWriter::create(path));
  out.sheet(chinese ? "问题行" : "problems");
  const int columns = static_cast<int>(preview.header.titles.size());
  out.text(0, 0, chinese ? "原文件行号" : "row in your file", Look::kHeading);
  for (int c = 0; c < columns; ++c)
    out.text(0, c + 1, preview.header.titles[static_cast<std::size_t>(c)], Look::kHeading);
  out.text(0, columns + 1, chinese ? "结果" : "result", Look::kHeading);
  out.text(0, columns + 2, chinese ? "原因与办法" : "reason and remedy", Look::kHeading);
  out.width(columns + 2, 60);
  int at = 1;
  LEYE_CHECK(source->rows([&](const sheets::Row& row) {
    const auto found = by_row.find(row.number);
    if (found != by_row.end()) write_row(out, at++, row, found->second, columns, locale);
    return true;
  }));
  out.freeze_above(1);
  out.autofilter(0, 0, at > 1 ? at - 1 : 1, columns + 2);
  return out.close();
}

}  // namespace leye::intake
