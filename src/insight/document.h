#pragma once
#include <filesystem>
#include <string>
#include <variant>
#include <vector>

#include "core/result.h"

namespace leye::insight {

/// A paragraph in one of the template's styles (`Body`, `Title`, `Heading1` …).
struct Paragraph {
  std::string style = "Body";
  std::string text;
};

/// A table as officials expect it: number and title above, unit at the upper right, note below, no
/// blank cells ("0", "—" not applicable, "…" not available).
struct DocumentTable {
  std::string caption;
  std::string unit;
  std::vector<std::string> header;
  std::vector<std::vector<std::string>> rows;
  std::vector<int> widths;  ///< per column, in percent of the type area; empty: equal
  std::string note;
};

using Block = std::variant<Paragraph, DocumentTable>;

/// Fills the Word template in `folder` (the parts of a docx as text files, layout of GB/T 9704 in
/// them) with `blocks` and writes a docx. Equal blocks give equal bytes.
/// Errors `report.template` (a part is missing or has no {{body}}), `file.unwritable`.
[[nodiscard]] Result<void> write_docx(const std::filesystem::path& folder,
                                      const std::vector<Block>& blocks,
                                      const std::filesystem::path& out);

/// The text of all blocks, one line each: for digests and for the check of numbers in the text.
[[nodiscard]] std::string plain_text(const std::vector<Block>& blocks);

}  // namespace leye::insight
