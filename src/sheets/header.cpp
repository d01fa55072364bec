#include "sheets/header.h"

#include <algorithm>
#include <optional>

namespace leye::sheets {
namespace {

constexpr std::size_t kSearchedRows = 10;

/// The character at `text[i]` as one code point; advances `i`. Broken bytes pass as themselves.
char32_t take(std::string_view text, std::size_t& i) {
  const auto lead = static_cast<unsigned char>(text[i]);
  const std::size_t length = lead >= 0xF0 ? 4 : lead >= 0xE0 ? 3 : lead >= 0xC2 ? 2 : 1;
  if (length == 1 || i + length > text.size()) {
    ++i;
    return lead;
  }
  char32_t value = lead & (0xFFU >> (length + 1));
  for (std::size_t k = 1; k < length; ++k)
    value = value << 6 | (static_cast<unsigned char>(text[i + k]) & 0x3FU);
  i += length;
  return value;
}

struct Kept {  // a row of the top of the file, owned
  std::int64_t number = 0;
  std::vector<std::string> cells;
  [[nodiscard]] std::string_view cell(std::size_t c) const {
    return c < cells.size() ? std::string_view(cells[c]) : std::string_view{};
  }
};

Result<std::vector<Kept>> top_of(TableSource& source) {
  std::vector<Kept> rows;
  LEYE_CHECK(source.rows([&](const Row& row) {
    Kept kept{row.number, {}};
    for (const auto& cell : row.cells) kept.cells.emplace_back(cell.text);
    rows.push_back(std::move(kept));
    return rows.size() <= kSearchedRows;
  }));
  return rows;
}

/// A possible heading: per column the names it may go by, best first.
struct Candidate {
  std::int64_t first_row = 0;
  std::int64_t last_row = 0;
  std::vector<std::vector<std::string>> names;
};

Candidate one_line(const Kept& row) {
  Candidate candidate{row.number, row.number, {}};
  for (const auto& cell : row.cells) candidate.names.push_back({cell});
  return candidate;
}

/// A heading of two lines: a column below a merged cell goes by `group/column`, by `column`, and a
/// cell merged downwards (nothing below it) by its own text.
Candidate two_lines(const Kept& upper, const Kept& lower) {
  Candidate candidate{upper.number, lower.number, {}};
  std::string_view group;
  for (std::size_t c = 0; c < std::max(upper.cells.size(), lower.cells.size()); ++c) {
    const auto top = upper.cell(c);
    const auto below = lower.cell(c);
    if (!top.empty()) group = top;
    if (below.empty()) {
      candidate.names.push_back({std::string(top)});
    } else if (group.empty()) {
      candidate.names.push_back({std::string(below)});
    } else {
      candidate.names.push_back(
          {std::string(group) + "/" + std::string(below), std::string(below)});
    }
  }
  return candidate;
}

/// Lower is better; nothing if the column is not the pattern's. A name with its group is not
/// weaker than one without: the pattern's order decides.
std::optional<std::size_t> rank(const ColumnPattern& pattern,
                                const std::vector<std::string>& names) {
  for (std::size_t i = 0; i <= pattern.synonyms.size(); ++i) {
    const auto wanted = plain_title(i == 0 ? pattern.title : pattern.synonyms[i - 1]);
    for (const auto& name : names)
      if (!name.empty() && plain_title(name) == wanted) return i;
  }
  return std::nullopt;
}

struct Match {
  std::vector<int> column_of;
  std::size_t found = 0;
  int twice = -1;  // a pattern two columns answer to equally well
};

Match match(const Candidate& candidate, const std::vector<ColumnPattern>& patterns) {
  Match result;
  for (std::size_t p = 0; p < patterns.size(); ++p) {
    std::optional<std::size_t> best;
    int column = -1;
    bool tie = false;
    for (std::size_t c = 0; c < candidate.names.size(); ++c) {
      const auto r = rank(patterns[p], candidate.names[c]);
      if (!r) continue;
      if (best && *r == *best) tie = true;
      if (best && *r >= *best) continue;
      best = r;
      tie = false;
      column = static_cast<int>(c);
    }
    if (tie) result.twice = static_cast<int>(p);
    if (column >= 0) ++result.found;
    result.column_of.push_back(column);
  }
  return result;
}

std::string joined(const std::vector<std::string>& titles) {
  std::string text;
  for (const auto& title : titles)
    if (!title.empty()) text += (text.empty() ? "" : "、") + title;
  return text;
}

std::string place(const TableSource& source) {
  return source.sheet().empty() ? source.file() : source.file() + ", sheet " + source.sheet();
}

Result<void> check(const Match& best, const Header& header, const TableSource& source,
                   const std::vector<ColumnPattern>& patterns) {
  const std::string where = place(source) + ", row " + std::to_string(header.last_row);
  if (best.twice >= 0)
    return fail("sheets.column_twice", where,
                {{"column", patterns[static_cast<std::size_t>(best.twice)].title}});
  for (std::size_t p = 0; p < patterns.size(); ++p)
    if (patterns[p].required && best.column_of[p] < 0)
      return fail("sheets.missing_column", where,
                  {{"column", patterns[p].title}, {"found", joined(header.titles)}});
  return {};
}

}  // namespace

std::string plain_title(std::string_view title) {
  std::string out;
  int depth = 0;  // inside a remark in brackets
  for (std::size_t i = 0; i < title.size();) {
    const std::size_t begin = i;
    char32_t c = take(title, i);
    if (c >= 0xFF01 && c <= 0xFF5E) c -= 0xFEE0;  // full width
    if (c == '(') ++depth;
    const bool dropped = depth > 0 || c <= ' ' || c == '*' || c == ':' || c == 0xA0 ||
                         c == 0x3000 || c == 0xFEFF || c == 0x200B;
    if (c == ')' && depth > 0) --depth;
    if (dropped || c == ')') continue;
    if (c < 0x80)
      out += static_cast<char>(c >= 'A' && c <= 'Z' ? c + 32 : c);
    else
      out += title.substr(begin, i - begin);
  }
  return out;
}

Result<Header> find_header(TableSource& source, const std::vector<ColumnPattern>& patterns) {
  LEYE_TRY(const auto top, top_of(source));
  Match best;
  Candidate heading;
  const auto weigh = [&](Candidate candidate) {
    auto result = match(candidate, patterns);
    if (result.found <= best.found) return;
    best = std::move(result);
    heading = std::move(candidate);
  };
  const std::size_t searched = std::min(top.size(), kSearchedRows);
  for (std::size_t i = 0; i < searched; ++i) weigh(one_line(top[i]));
  // Two lines only where they name more than one does: the upper may be a line of the title.
  for (std::size_t i = 0; i + 1 < searched; ++i)
    if (top[i + 1].number == top[i].number + 1) weigh(two_lines(top[i], top[i + 1]));
  std::vector<std::string> wanted;
  for (const auto& pattern : patterns)
    if (pattern.required) wanted.push_back(pattern.title);
  // One known title may stand in any table by chance.
  if (best.found < std::min<std::size_t>(2, patterns.size()))
    return fail("sheets.no_header", place(source), {{"columns", joined(wanted)}});
  Header header;
  header.first_row = heading.first_row;
  header.last_row = heading.last_row;
  header.column_of = best.column_of;
  for (std::size_t c = 0; c < heading.names.size(); ++c) {
    header.titles.push_back(heading.names[c].front());
    const bool used = std::find(best.column_of.begin(), best.column_of.end(),
                                static_cast<int>(c)) != best.column_of.end();
    if (!used && !header.titles.back().empty()) header.ignored.push_back(header.titles.back());
  }
  LEYE_CHECK(check(best, header, source, patterns));
  return header;
}

namespace {

std::optional<Skip> skip_of(const Row& row, const std::vector<std::string>& plain_titles) {
  std::size_t filled = 0;
  std::size_t repeated = 0;
  std::string_view first;
  for (std::size_t c = 0; c < row.cells.size(); ++c) {
    const auto& cell = row.cells[c];
    if (cell.kind == CellKind::kEmpty) continue;
    if (filled++ == 0) first = cell.text;
    if (cell.kind == CellKind::kText && c < plain_titles.size() && !plain_titles[c].empty() &&
        plain_title(cell.text) == plain_titles[c])
      ++repeated;
    // Ordinary rows show themselves by their first two cells; only suspicious ones go on.
    if (filled >= 2 && repeated == 0) break;
  }
  if (filled >= 2 && repeated * 2 >= filled) return Skip::kHeadingAgain;
  const std::string start = plain_title(first.substr(0, 64));
  for (const std::string_view word : {"合计", "总计", "小计", "共计"})
    if (start.starts_with(word)) return Skip::kTotal;
  if (filled == 1)
    for (const std::string_view word : {"注", "备注", "说明", "填表", "制表", "审核"})
      if (start.starts_with(word)) return Skip::kNote;
  return std::nullopt;
}

}  // namespace

Result<void> rows_below(TableSource& source, const Header& header, std::vector<SkippedRow>& skipped,
                        const RowVisitor& visit) {
  std::vector<std::string> plain_titles;
  for (const auto& title : header.titles) {
    const auto slash = title.rfind('/');
    plain_titles.push_back(
        plain_title(slash == std::string::npos ? title : title.substr(slash + 1)));
  }
  return source.rows([&](const Row& row) {
    if (row.number <= header.last_row) return true;
    if (const auto why = skip_of(row, plain_titles)) {
      skipped.push_back({row.number, *why});
      return true;
    }
    return visit(row);
  });
}

}  // namespace leye::sheets
