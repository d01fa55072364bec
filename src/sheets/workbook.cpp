#include "sheets/workbook.h"

#include <charconv>
#include <cstring>
#include <map>

#include "sheets/xml.h"

namespace leye::sheets {

int small_number(const char* text) {
  if (text == nullptr) return -1;
  int value = -1;
  const char* end = text + std::strlen(text);
  const auto [stop, error] = std::from_chars(text, end, value);
  return error == std::errc{} && stop == end ? value : -1;
}

Result<void> parse_part(ZipReader& zip, const std::string& part, XmlStream& xml) {
  Result<void> parsed;
  LEYE_CHECK(zip.stream(part, [&](std::string_view piece) {
    parsed = xml.feed(piece, false);
    return parsed.has_value() && !xml.stopped();
  }));
  LEYE_CHECK(parsed);
  return xml.feed({}, true);
}

bool is_date_format(int id, std::string_view code) {
  if ((id >= 14 && id <= 22) || (id >= 27 && id <= 36) || (id >= 45 && id <= 47) ||
      (id >= 50 && id <= 58))
    return true;
  bool quoted = false;
  bool bracket = false;
  for (std::size_t i = 0; i < code.size(); ++i) {
    const char c = code[i];
    if (c == '\\') {
      ++i;
    } else if (c == '"') {
      quoted = !quoted;
    } else if (!quoted && c == '[') {
      bracket = true;
    } else if (!quoted && c == ']') {
      bracket = false;
    } else if (!quoted && !bracket && std::strchr("ymdhsYMDHS", c) != nullptr) {
      return true;
    }
  }
  return false;
}

namespace {

/// `/xl/a.xml` and `../xl/a.xml` as WPS and others write them, seen from `base` (`xl/`).
std::string resolve(std::string_view base, std::string_view target) {
  if (target.starts_with('/')) return std::string(target.substr(1));
  std::string path(base);
  while (target.starts_with("../")) {
    target.remove_prefix(3);
    const auto slash = path.size() < 2 ? std::string::npos : path.rfind('/', path.size() - 2);
    path.erase(slash == std::string::npos ? 0 : slash + 1);
  }
  return path + std::string(target);
}

struct Relation {
  std::string target;
  std::string type;
};
using Relations = std::map<std::string, Relation, std::less<>>;

Result<Relations> read_relations(ZipReader& zip, const std::string& part, std::string_view base) {
  Relations relations;
  if (!zip.has(part)) return relations;
  XmlStream xml(zip.name() + ", " + part,
                {[&](std::string_view name, const Attributes& attributes) {
                   const char* id = attributes.find("Id");
                   const char* target = attributes.find("Target");
                   const char* type = attributes.find("Type");
                   if (name == "Relationship" && id != nullptr && target != nullptr)
                     relations[id] = {resolve(base, target), type == nullptr ? "" : type};
                 },
                 {},
                 {}});
  LEYE_CHECK(parse_part(zip, part, xml));
  return relations;
}

const std::string* part_of_type(const Relations& relations, std::string_view type) {
  for (const auto& [id, relation] : relations)
    if (std::string_view(relation.type).ends_with(type)) return &relation.target;
  return nullptr;
}

Result<void> read_sheets(ZipReader& zip, const std::string& part, const Relations& relations,
                         Workbook& book) {
  const auto truth = [](const char* value) {
    return value != nullptr && (std::strcmp(value, "1") == 0 || std::strcmp(value, "true") == 0);
  };
  XmlStream xml(zip.name() + ", " + part,
                {[&](std::string_view name, const Attributes& attributes) {
                   if (name == "workbookPr") book.date1904 = truth(attributes.find("date1904"));
                   if (name != "sheet") return;
                   const char* title = attributes.find("name");
                   const char* id = attributes.find("id");  // local name of r:id
                   const char* state = attributes.find("state");
                   if (title == nullptr || id == nullptr) return;
                   const auto relation = relations.find(id);
                   if (relation == relations.end() ||
                       !std::string_view(relation->second.type).ends_with("/worksheet"))
                     return;  // charts and dialogs
                   book.sheets.push_back({title, relation->second.target,
                                          state != nullptr && std::strcmp(state, "visible") != 0});
                 },
                 {},
                 {}});
  return parse_part(zip, part, xml);
}

Result<void> read_styles(ZipReader& zip, const std::string& part, std::vector<bool>& date_styles) {
  if (!zip.has(part)) return {};
  std::map<int, std::string> custom;
  bool in_cell_formats = false;
  XmlStream xml(
      zip.name() + ", " + part,
      {[&](std::string_view name, const Attributes& attributes) {
         if (name == "cellXfs") in_cell_formats = true;
         if (name == "numFmt") {
           const char* code = attributes.find("formatCode");
           const int id = small_number(attributes.find("numFmtId"));
           if (code != nullptr && id >= 0) custom[id] = code;
         }
         if (name == "xf" && in_cell_formats) {
           const int id = small_number(attributes.find("numFmtId"));
           const auto code = custom.find(id);
           date_styles.push_back(is_date_format(
               id, code == custom.end() ? std::string_view{} : std::string_view(code->second)));
         }
       },
       [&](std::string_view name) {
         if (name == "cellXfs") in_cell_formats = false;
       },
       {}});
  return parse_part(zip, part, xml);
}

Result<void> read_strings(ZipReader& zip, const std::string& part, const Limits& limits,
                          SharedStrings& strings) {
  if (!zip.has(part)) return {};
  bool in_text = false;
  int phonetic = 0;  // how a text is read aloud, not part of it
  bool too_big = false;
  XmlStream* parser = nullptr;
  XmlStream xml(zip.name() + ", " + part,
                {[&](std::string_view name, const Attributes&) {
                   if (name == "rPh") ++phonetic;
                   if (name == "t") in_text = true;
                 },
                 [&](std::string_view name) {
                   if (name == "rPh") --phonetic;
                   if (name == "t") in_text = false;
                   if (name == "si") strings.end_item();
                 },
                 [&](std::string_view text) {
                   if (!in_text || phonetic > 0) return;
                   if (strings.bytes() + text.size() > limits.text_bytes) {
                     too_big = true;
                     parser->stop();
                     return;
                   }
                   strings.append(text);
                 }});
  parser = &xml;
  LEYE_CHECK(parse_part(zip, part, xml));
  if (too_big)
    return fail("zip.too_big", zip.name() + ", " + part,
                {{"what", std::to_string(limits.text_bytes >> 20) + " MB"}});
  return {};
}

}  // namespace

Result<Workbook> read_workbook(ZipReader& zip, const Limits& limits) {
  Workbook book;
  LEYE_TRY(const auto top, read_relations(zip, "_rels/.rels", ""));
  const auto* main = part_of_type(top, "/officeDocument");
  const std::string part = main == nullptr ? "xl/workbook.xml" : *main;
  if (!zip.has(part)) return fail("sheets.not_a_table", zip.name());
  const auto slash = part.rfind('/');
  const std::string base = slash == std::string::npos ? "" : part.substr(0, slash + 1);
  LEYE_TRY(const auto relations,
           read_relations(zip, base + "_rels/" + part.substr(base.size()) + ".rels", base));
  LEYE_CHECK(read_sheets(zip, part, relations, book));
  if (const auto* styles = part_of_type(relations, "/styles"))
    LEYE_CHECK(read_styles(zip, *styles, book.date_styles));
  if (const auto* strings = part_of_type(relations, "/sharedStrings"))
    LEYE_CHECK(read_strings(zip, *strings, limits, book.strings));
  if (book.sheets.empty()) return fail("sheets.not_a_table", zip.name());
  return book;
}

}  // namespace leye::sheets
