#include "insight/document.h"

#include <algorithm>
#include <cctype>
#include <fstream>
#include <sstream>

#include "sheets/xml.h"
#include "sheets/zip.h"

namespace leye::insight {
namespace {

namespace fs = std::filesystem;
constexpr int kTypeAreaTwips = 8844;  // 156 mm
constexpr std::string_view kBody = "{{body}}";

std::string paragraph(std::string_view style, std::string_view text) {
  return "<w:p><w:pPr><w:pStyle w:val=\"" + std::string(style) +
         "\"/></w:pPr><w:r><w:t xml:space=\"preserve\">" + sheets::xml_escape(text) +
         "</w:t></w:r></w:p>";
}

/// Numbers stand right, words left.
bool is_figure(std::string_view text) {
  return !text.empty() && std::all_of(text.begin(), text.end(), [](char c) {
    return std::isdigit(static_cast<unsigned char>(c)) != 0 || c == ',' || c == '.' || c == '%' ||
           c == '-' || c == '<';
  });
}

std::string cell(int width, std::string_view style, std::string_view text) {
  return "<w:tc><w:tcPr><w:tcW w:w=\"" + std::to_string(width) + "\" w:type=\"dxa\"/></w:tcPr>" +
         paragraph(style, text.empty() ? "—" : text) + "</w:tc>";
}

std::vector<int> widths_of(const DocumentTable& table) {
  std::vector<int> widths;
  const auto columns = static_cast<int>(table.header.size());
  for (int i = 0; i < columns; ++i)
    widths.push_back(table.widths.empty()
                         ? kTypeAreaTwips / columns
                         : kTypeAreaTwips * table.widths[static_cast<std::size_t>(i)] / 100);
  return widths;
}

std::string table_xml(const DocumentTable& table) {
  const auto widths = widths_of(table);
  std::string out = paragraph("Caption", table.caption);
  if (!table.unit.empty()) out += paragraph("TableUnit", table.unit);
  out += "<w:tbl><w:tblPr><w:tblStyle w:val=\"Grid\"/><w:tblW w:w=\"" +
         std::to_string(kTypeAreaTwips) +
         "\" w:type=\"dxa\"/><w:tblLayout w:type=\"fixed\"/></w:tblPr><w:tblGrid>";
  for (const int width : widths) out += "<w:gridCol w:w=\"" + std::to_string(width) + "\"/>";
  out += "</w:tblGrid><w:tr><w:trPr><w:cantSplit/><w:tblHeader/></w:trPr>";
  for (std::size_t i = 0; i < widths.size(); ++i)
    out += cell(widths[i], "TableHead", table.header[i]);
  out += "</w:tr>";
  for (const auto& row : table.rows) {
    out += "<w:tr><w:trPr><w:cantSplit/></w:trPr>";
    for (std::size_t i = 0; i < widths.size(); ++i) {
      const std::string& text = i < row.size() ? row[i] : std::string();
      out += cell(widths[i], is_figure(text) ? "TableNumber" : "TableCell", text);
    }
    out += "</w:tr>";
  }
  out += "</w:tbl>";
  return out + paragraph("TableNote", table.note);
}

Result<std::string> read_part(const fs::path& path) {
  std::ifstream in(path, std::ios::binary);
  if (!in) return fail("report.template", path.string());
  std::stringstream text;
  text << in.rdbuf();
  return text.str();
}

}  // namespace

Result<void> write_docx(const fs::path& folder, const std::vector<Block>& blocks,
                        const fs::path& out) {
  std::string body;
  for (const auto& block : blocks) {
    if (const auto* text = std::get_if<Paragraph>(&block))
      body += paragraph(text->style, text->text);
    else
      body += table_xml(std::get<DocumentTable>(block));
  }
  std::error_code bad;
  std::vector<std::string> names;
  for (const auto& item : fs::recursive_directory_iterator(folder, bad))
    if (item.is_regular_file()) names.push_back(fs::relative(item.path(), folder).generic_string());
  // The content types come first: Word reads the container from its start.
  std::sort(names.begin(), names.end());
  std::vector<sheets::ZipPart> parts;
  bool filled = false;
  for (const auto& name : names) {
    LEYE_TRY(auto text, read_part(folder / name));
    const auto at = text.find(kBody);
    if (at != std::string::npos) {
      text.replace(at, kBody.size(), body);
      filled = true;
    }
    parts.push_back({name, std::move(text)});
  }
  if (!filled) return fail("report.template", folder.string());
  return sheets::write_zip(out, parts);
}

std::string plain_text(const std::vector<Block>& blocks) {
  std::string out;
  for (const auto& block : blocks) {
    if (const auto* text = std::get_if<Paragraph>(&block)) {
      out += text->text + "\n";
      continue;
    }
    const auto& table = std::get<DocumentTable>(block);
    out += table.caption + " " + table.unit + "\n";
    const auto line = [&](const std::vector<std::string>& cells) {
      for (std::size_t i = 0; i < cells.size(); ++i) out += (i == 0 ? "" : "\t") + cells[i];
      out += "\n";
    };
    line(table.header);
    for (const auto& row : table.rows) line(row);
    out += table.note + "\n";
  }
  return out;
}

}  // namespace leye::insight
