#include "access/audit_extract.h"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <boost/json.hpp>
#include <fstream>
#include <sstream>

#include "access/audit_chain.h"

namespace leye::access {
namespace {

namespace fs = std::filesystem;
namespace json = boost::json;

/// Readable by its owner and written by nobody: an extract is not worked on.
Result<void> write_file(const fs::path& path, std::string_view text) {
  const int file = ::open(path.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0600);
  if (file < 0) return fail("file.unwritable", path.string());
  bool good = true;
  while (good && !text.empty()) {
    const auto n = ::write(file, text.data(), text.size());
    good = n > 0;
    if (good) text.remove_prefix(static_cast<std::size_t>(n));
  }
  good = good && ::fsync(file) == 0 && ::fchmod(file, 0400) == 0;
  ::close(file);
  return good ? Result<void>() : fail("file.unwritable", path.string());
}

Result<std::string> read_file(const fs::path& path) {
  std::ifstream in(path, std::ios::binary);
  std::ostringstream text;
  text << in.rdbuf();
  if (!in) return fail("file.unreadable", path.string());
  return std::move(text).str();
}

/// A cell that a spreadsheet takes for a formula is written as text.
std::string cell(std::string_view text) {
  std::string out;
  const bool formula =
      !text.empty() && std::string_view("=+-@\t\r").find(text.front()) != std::string_view::npos;
  const bool quote = formula || text.find_first_of(",\"\r\n") != std::string_view::npos;
  if (!quote) return std::string(text);
  out += '"';
  if (formula) out += '\'';
  for (const char c : text) {
    if (c == '"') out += '"';
    out += c;
  }
  return out += '"';
}

Result<std::string> text_of(const store::Row& row, int at, const ExtractColumn& column) {
  if (row.is_null(at)) return std::string();
  switch (column.type) {
    case store::Type::kUuid: {
      LEYE_TRY(const auto id, row.uuid(at));
      return to_text(id);
    }
    case store::Type::kInteger: {
      LEYE_TRY(const auto n, row.integer(at));
      return column.is_moment ? to_text(Instant(n)) : std::to_string(n);
    }
    case store::Type::kBool: {
      LEYE_TRY(const bool yes, row.boolean(at));
      return std::string(yes ? "true" : "false");
    }
    case store::Type::kDate: {
      LEYE_TRY(const auto day, row.date(at));
      return to_text(day);
    }
    case store::Type::kBytes: {
      LEYE_TRY(const auto bytes, row.bytes(at));
      return hex(bytes);
    }
    default: {
      LEYE_TRY(const auto text, row.text(at));
      return cell(text);
    }
  }
}

store::Sql select(const ExtractTable& table, const ExtractRequest& request) {
  store::Sql sql{"SELECT "};
  for (std::size_t i = 0; i < table.columns.size(); ++i)
    sql.add(i == 0 ? "" : ", ").add(table.columns[i].name);
  sql.add(" FROM ").add(table.table).add(" WHERE ").add(table.moment);
  const auto after = add_days(request.to, 1).value_or(request.to);
  if (table.by_date)
    sql.add(" >= ?", request.from).add(" AND ").add(table.moment).add(" < ?", after);
  else
    sql.add(" >= ?", start_of(request.from))
        .add(" AND ")
        .add(table.moment)
        .add(" < ?", start_of(after));
  return sql.add(" ORDER BY ").add(table.order);
}

class Writer {
 public:
  Writer(store::Reader& reader, const ExtractRequest& request)
      : reader_(reader), request_(request) {}

  Result<void> table(const ExtractTable& table) {
    std::string text;
    for (const auto& column : table.columns)
      text.append(text.empty() ? "" : ",").append(column.name);
    text += '\n';
    std::int64_t rows = 0;
    LEYE_CHECK(
        reader_.for_each(select(table, request_), [&](const store::Row& row) -> Result<void> {
          for (std::size_t i = 0; i < table.columns.size(); ++i) {
            LEYE_TRY(const auto one, text_of(row, static_cast<int>(i), table.columns[i]));
            text.append(i == 0 ? "" : ",").append(one);
          }
          text += '\n';
          ++rows;
          return {};
        }));
    report.rows.emplace_back(table.table, rows);
    return file(std::string(table.table) + ".csv", text, rows);
  }

  Result<void> file(const std::string& name, std::string_view text, std::int64_t rows) {
    files_.push_back(
        json::object{{"file", name}, {"rows", rows}, {"sha256", to_text(digest_of(text))}});
    return write_file(request_.folder / name, text);
  }

  Result<void> manifest(Instant now) {
    const auto text = json::serialize(json::object{{"mandate", request_.mandate},
                                                   {"from", to_text(request_.from)},
                                                   {"to", to_text(request_.to)},
                                                   {"made_at", to_text(now)},
                                                   {"files", files_}}) +
                      "\n";
    report.manifest = digest_of(text);
    return write_file(request_.folder / "manifest.json", text);
  }

  ExtractReport report;

 private:
  store::Reader& reader_;
  const ExtractRequest& request_;
  json::array files_;
};

std::string dictionary(std::span<const ExtractTable> tables) {
  std::string text = "file,column,meaning\n";
  for (const auto& table : tables)
    for (const auto& column : table.columns)
      text.append(table.table)
          .append(".csv,")
          .append(column.name)
          .append(",")
          .append(cell(column.meaning) + "\n");
  return text;
}

}  // namespace

Result<ExtractReport> write_extract(store::Reader& reader, std::span<const ExtractTable> tables,
                                    const ExtractRequest& request, Instant now) {
  if (request.to < request.from) return fail("audit.period");
  std::error_code error;
  if (fs::exists(request.folder, error))
    return fail("audit.extract_exists", request.folder.string());
  fs::create_directories(request.folder, error);
  if (!error) fs::permissions(request.folder, fs::perms::owner_all, error);
  if (error) return fail("file.unwritable", request.folder.string());
  Writer writer(reader, request);
  for (const auto& table : tables) LEYE_CHECK(writer.table(table));
  LEYE_TRY(const auto heads, audit_heads(reader));
  LEYE_CHECK(writer.file("heads.csv", heads_text(heads), static_cast<std::int64_t>(heads.size())));
  std::int64_t words = 0;
  for (const auto& table : tables) words += static_cast<std::int64_t>(table.columns.size());
  LEYE_CHECK(writer.file("dictionary.csv", dictionary(tables), words));
  LEYE_CHECK(writer.manifest(now));
  return writer.report;
}

Result<ExtractReport> verify_extract(const fs::path& folder) {
  const auto place = (folder / "manifest.json").string();
  LEYE_TRY(const auto text, read_file(place));
  ExtractReport report;
  report.manifest = digest_of(text);
  boost::system::error_code bad;
  const auto manifest = json::parse(text, bad);
  const auto* files =
      !bad && manifest.is_object() ? manifest.as_object().if_contains("files") : nullptr;
  if (files == nullptr || !files->is_array()) return fail("audit.extract_differs", place);
  for (const auto& named : files->as_array()) {
    const auto* one = named.if_object();
    const auto* name = one == nullptr ? nullptr : one->if_contains("file");
    const auto* digest = one == nullptr ? nullptr : one->if_contains("sha256");
    const auto* rows = one == nullptr ? nullptr : one->if_contains("rows");
    if (name == nullptr || digest == nullptr || rows == nullptr || !name->is_string() ||
        !digest->is_string() || !rows->is_int64())
      return fail("audit.extract_differs", place);
    const auto path = folder / fs::path(std::string(name->as_string())).filename();
    LEYE_TRY(const auto content, read_file(path));
    if (to_text(digest_of(content)) != std::string_view(digest->as_string()))
      return fail("audit.extract_differs", path.string());
    report.rows.emplace_back(path.stem().string(), rows->as_int64());
    if (path.filename() != "heads.csv") continue;
    const auto heads = read_heads(content);
    if (!heads && heads.error().where == "line 1") continue;  // nothing was sealed yet
    if (!heads) return fail(heads.error());
    LEYE_CHECK(verify_heads(*heads));
  }
  return report;
}

}  // namespace leye::access
