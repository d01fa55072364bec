#include "server/export_file.h"

#include <fmt/format.h>
#include <unistd.h>

#include <fstream>
#include <sstream>

#include "sheets/csv.h"
#include "sheets/xlsx_write.h"

namespace leye::server {
namespace {

namespace fs = std::filesystem;
using access::FieldClass;

struct Table {
  std::vector<std::string> heads;
  std::vector<std::vector<std::string>> rows;
  std::vector<PersonId> people;
  Digest query{};
};

Error too_many(std::int64_t rows) {
  return {"export.too_many",
          {},
          {{"rows", std::to_string(rows)}, {"limit", std::to_string(access::kExportRows)}}};
}

std::string joined(const std::vector<std::string>& parts) {
  std::string out;
  for (const auto& part : parts) out += (out.empty() ? "" : "、") + part;
  return out;
}

std::optional<std::string> group_of(const access::ExportOrder& order) {
  const auto filter = json::parse(order.filter);
  const auto* group =
      filter && filter->is_object() ? filter->as_object().if_contains("group") : nullptr;
  if (!group || !group->is_string()) return std::nullopt;
  return std::string(group->as_string());
}

/// In clear where the order says so and the role still may; masked otherwise.
Result<std::string> field(const View& view, const access::ExportOrder& order, PersonId person,
                          FieldClass which, const std::optional<std::string>& masked) {
  if (!is_clear(order, which) || !view.permit.fields.reveals(which)) return masked.value_or("");
  LEYE_TRY(const auto plain,
           registry::open_field(view.reader, view.app.keys(), view.permit.scope, person, which));
  return plain.value_or("");
}

Result<std::vector<std::string>> person_cells(const View& view, const access::ExportOrder& order,
                                              const registry::PersonRow& row) {
  LEYE_TRY(const auto masked,
           registry::shown_fields(view.reader, view.app.keys(), view.permit.scope, row.id));
  LEYE_TRY(const auto id, field(view, order, row.id, FieldClass::kCitizenId, masked.citizen_id));
  LEYE_TRY(const auto phone, field(view, order, row.id, FieldClass::kPhone, masked.phone));
  LEYE_TRY(const auto address, field(view, order, row.id, FieldClass::kAddress, masked.address));
  return std::vector<std::string>{row.name,
                                  row.sex == "F"   ? "女"
                                  : row.sex == "M" ? "男"
                                                   : "",
                                  row.birth ? std::to_string(age_of(row.birth, view.today)) : "",
                                  joined(groups_of(row.tags)),
                                  division_name(view.app, row.division).name,
                                  id,
                                  phone,
                                  address};
}

Result<Table> people(const View& view, const access::ExportOrder& order) {
  Table table;
  table.heads = {"姓名", "性别", "年龄", "重点群体", "社区", "证件号码", "电话", "住址"};
  registry::PeopleFilter filter;
  filter.tag = group_of(order);
  filter.division = order.division;
  std::optional<PersonId> after;
  do {
    LEYE_TRY(const auto page, registry::find_people(view.reader, view.app.keys(), view.permit.scope,
                                                    filter, after, 500));
    if (page.total > access::kExportRows) return fail(too_many(page.total));
    table.query = page.query;
    for (const auto& row : page.items) {
      LEYE_TRY(auto cells, person_cells(view, order, row));
      table.rows.push_back(std::move(cells));
      table.people.push_back(row.id);
    }
    after = page.next;
  } while (after);
  return table;
}

Result<Table> work_list(const View& view, const access::ExportOrder& order) {
  Table table;
  table.heads = {"到期", "事项", "姓名", "年龄", "社区或楼栋", "逾期天数", "上次联系"};
  const auto scope =
      view.permit.scope.within(order.division, registry::contains(view.app.divisions()));
  if (!scope) return fail("division.not_found", "/division", {{"code", order.division}});
  ledger::WorkFilter filter;
  filter.tag = group_of(order);
  LEYE_TRY(const auto counts, ledger::work_counts(view.reader, *scope, filter, view.today));
  const auto total = counts.at(ledger::Chip::kOpen);
  if (total > access::kExportRows) return fail(too_many(total));
  std::set<PersonId> people;
  std::optional<TaskId> after;
  do {
    LEYE_TRY(const auto page,
             ledger::work_items(view.reader, *scope, filter, view.today, after, 500));
    table.query = page.query;
    LEYE_TRY(const auto items, server::shown(view, page.items));
    for (const auto& item : items) {
      table.rows.push_back({to_text(item.due_on), item.title, item.person.name,
                            std::to_string(item.person.age), item.person.place,
                            std::to_string(item.overdue_days),
                            item.last_contact ? to_text(item.last_contact->on) : ""});
      if (!item.person.id.is_nil()) people.insert(item.person.id);
    }
    after = page.next;
  } while (after);
  table.people.assign(people.begin(), people.end());
  return table;
}

std::string csv_of(const Table& table, const std::string& watermark) {
  std::string out = "\xEF\xBB\xBF";
  const auto line = [&](const std::vector<std::string>& cells) {
    for (std::size_t i = 0; i < cells.size(); ++i) {
      if (i > 0) out += ',';
      sheets::append_csv_field(out, access::formula_safe(cells[i]), ',', false);
    }
    out += "\r\n";
  };
  line({watermark});
  line(table.heads);
  for (const auto& row : table.rows) line(row);
  line({watermark});
  return out;
}

Result<std::string> bytes_of(const fs::path& file) {
  std::ifstream in(file, std::ios::binary);
  std::ostringstream bytes;
  bytes << in.rdbuf();
  if (!in) return fail("file.unreadable", file.string());
  return std::move(bytes).str();
}

Result<void> write_xlsx(const fs::path& file, const Table& table, const std::string& watermark) {
  LEYE_TRY(auto writer, sheets::XlsxWriter::create(file));
  writer.sheet("名单");
  writer.text(0, 0, watermark, sheets::Look::kTitle);
  for (std::size_t c = 0; c < table.heads.size(); ++c) {
    writer.text(1, static_cast<int>(c), table.heads[c], sheets::Look::kHeading);
    writer.width(static_cast<int>(c), 16);
  }
  int line = 2;
  for (const auto& row : table.rows) {
    for (std::size_t c = 0; c < row.size(); ++c)
      writer.identifier(line, static_cast<int>(c), access::formula_safe(row[c]));
    ++line;
  }
  writer.text(line, 0, watermark);
  writer.freeze_above(2);
  return writer.close();
}

/// Written to a file of our own folder and read back; nothing of it stays.
Result<std::string> xlsx_of(const View& view, const Table& table, const std::string& watermark) {
  const fs::path file =
      view.app.place().folder() / ("export-" + to_text(new_uuid()) + ".xlsx.part");
  const auto written = write_xlsx(file, table, watermark);
  auto bytes = written ? bytes_of(file) : Result<std::string>(fail(written.error()));
  std::error_code none;
  fs::remove(file, none);
  return bytes;
}

}  // namespace

bool is_clear(const access::ExportOrder& order, FieldClass which) {
  return (order.clear_fields >> static_cast<unsigned>(which) & 1U) != 0;
}

Result<ExportFile> export_file(const View& view, const access::ExportOrder& order,
                               const access::Account& by, Instant now) {
  LEYE_TRY(auto table, order.list == "people" ? people(view, order) : work_list(view, order));
  const auto watermark = fmt::format(
      "导出人 {}（{}） 时间 {} 编号 {} 有效期至 {} 仅限工作使用，不得转发，用后销毁", by.name,
      by.login, to_text(now).substr(0, 19), to_text(order.id), to_text(order.expires_on));
  ExportFile file;
  file.rows = static_cast<std::int64_t>(table.rows.size());
  file.query = table.query;
  file.people = std::move(table.people);
  file.name =
      (order.list == "people" ? "人员名单" : "工作清单") + to_text(view.today) + "." + order.format;
  if (order.format == "csv") {
    file.media_type = "text/csv; charset=utf-8";
    file.bytes = csv_of(table, watermark);
    return file;
  }
  file.media_type = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet";
  LEYE_TRY(file.bytes, xlsx_of(view, table, watermark));
  return file;
}

}  // namespace leye::server
