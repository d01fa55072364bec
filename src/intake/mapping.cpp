#include "intake/mapping.h"

#include <algorithm>
#include <array>

#include "sheets/yaml.h"

namespace leye::intake {
namespace {

using sheets::YamlNode;

constexpr std::array<std::pair<std::string_view, ColumnType>, 14> kTypes = {
    {{"citizen_id", ColumnType::kCitizenId},
     {"uscc", ColumnType::kUscc},
     {"name", ColumnType::kName},
     {"date", ColumnType::kDate},
     {"month", ColumnType::kMonth},
     {"money_yuan", ColumnType::kMoneyYuan},
     {"int", ColumnType::kInt},
     {"enum", ColumnType::kEnum},
     {"enums", ColumnType::kEnums},
     {"bool", ColumnType::kBool},
     {"text", ColumnType::kText},
     {"code", ColumnType::kCode},
     {"division", ColumnType::kDivision},
     {"phone", ColumnType::kPhone}}};

/// Reads the fields of one map of the file; the first fault is kept with its place.
class Fields {
 public:
  Fields(const std::string& file, const YamlNode& node, std::optional<Error>& fault)
      : file_(file), node_(node), fault_(fault) {
    if (!node.is_map()) bad(node, "");
  }

  std::string text(std::string_view key, bool required = false) {
    const auto* value = take(key, required);
    if (value == nullptr) return {};
    if (!value->is_scalar() || value->text.empty()) bad(*value, key);
    return value->text;
  }
  std::vector<std::string> texts(std::string_view key, bool required = false) {
    std::vector<std::string> out;
    const auto* value = take(key, required);
    if (value == nullptr) return out;
    if (!value->is_list()) bad(*value, key);
    for (const auto& item : value->items) out.push_back(item.text);
    return out;
  }
  bool flag(std::string_view key) {
    const auto* value = take(key, false);
    if (value == nullptr) return false;
    const auto flag = sheets::yaml_bool(*value);
    if (!flag) bad(*value, key);
    return flag.value_or(false);
  }
  std::map<std::string, std::string> words(std::string_view key) {
    std::map<std::string, std::string> out;
    const auto* value = take(key, false);
    if (value == nullptr) return out;
    if (!value->is_map()) bad(*value, key);
    for (const auto& entry : value->entries) out[entry.key] = entry.value.text;
    return out;
  }
  const YamlNode* take(std::string_view key, bool required) {
    seen_.emplace_back(key);
    const auto* value = node_.find(key);
    if (value == nullptr && required) bad(node_, key);
    return value;
  }
  /// Every key was asked for: a slip of the pen is not passed over.
  void done() {
    for (const auto& entry : node_.entries)
      if (std::find(seen_.begin(), seen_.end(), entry.key) == seen_.end())
        bad(entry.value, entry.key);
  }
  void bad(const YamlNode& node, std::string_view key, std::string code = "mapping.field") {
    if (fault_) return;
    fault_ = Error{
        std::move(code),
        file_ + ":" + std::to_string(node.place.line) + ":" + std::to_string(node.place.column),
        {{"field", std::string(key)}}};
  }

 private:
  const std::string& file_;
  const YamlNode& node_;
  std::optional<Error>& fault_;
  std::vector<std::string> seen_;
};

MappedColumn read_column(const std::string& file, const YamlNode& node,
                         std::optional<Error>& fault) {
  Fields fields(file, node, fault);
  MappedColumn column;
  column.name = fields.text("name", true);
  const auto type = fields.text("type", true);
  const auto* known = std::find_if(kTypes.begin(), kTypes.end(),
                                   [&](const auto& entry) { return entry.first == type; });
  if (known == kTypes.end())
    fields.bad(node, "type");
  else
    column.type = known->second;
  column.titles = fields.texts("titles", true);
  if (column.titles.empty()) fields.bad(node, "titles");
  column.required = fields.flag("required");
  column.sealed = fields.flag("sealed") || column.type == ColumnType::kCitizenId ||
                  column.type == ColumnType::kPhone;
  column.sensitive = fields.flag("sensitive");
  column.not_future = fields.flag("not_future");
  column.not_before = fields.text("not_before");
  for (const auto& [word, value] : fields.words("values"))
    column.values[sheets::plain_title(word)] = value;
  if (const auto* otherwise = fields.take("otherwise", false)) {
    Fields inner(file, *otherwise, fault);
    column.otherwise =
        Otherwise{inner.text("column", true), inner.text("is", true), inner.text("value", true)};
    inner.done();
  }
  column.facts = fields.texts("facts");
  const bool worded = column.type == ColumnType::kEnum || column.type == ColumnType::kEnums;
  if (worded && column.values.empty()) fields.bad(node, "values");
  fields.done();
  return column;
}

void read_roles(const std::string& file, Fields& fields, Mapping& mapping,
                std::optional<Error>& fault) {
  if (const auto* node = fields.take("valid", false)) {
    Fields valid(file, *node, fault);
    mapping.valid_from = valid.text("from", true);
    mapping.valid_until = valid.text("until");
    mapping.valid_to = valid.text("to");
    valid.done();
  }
  if (const auto* node = fields.take("person", false)) {
    Fields person(file, *node, fault);
    mapping.person = {person.text("citizen_id", true),
                      person.text("name", true),
                      person.text("birth"),
                      person.text("sex"),
                      person.text("phone"),
                      person.text("address"),
                      person.text("division")};
    person.done();
  }
  if (const auto* node = fields.take("employer", false)) {
    Fields employer(file, *node, fault);
    mapping.employer = {employer.text("uscc", true), employer.text("name", true),
                        employer.text("division")};
    employer.done();
  }
  mapping.unit = fields.text("unit");
}

/// Every column that is named elsewhere in the mapping must be one of its columns.
void check_names(const Mapping& mapping, const YamlNode& root, Fields& fields) {
  std::vector<std::string> named = mapping.key;
  const auto& p = mapping.person;
  const auto& e = mapping.employer;
  for (const auto* name :
       {&mapping.valid_from, &mapping.valid_until, &mapping.valid_to, &p.citizen_id, &p.name,
        &p.birth, &p.sex, &p.phone, &p.address, &p.division, &e.uscc, &e.name, &e.division})
    named.push_back(*name);
  for (const auto& column : mapping.columns) {
    named.push_back(column.not_before);
    if (column.otherwise) named.push_back(column.otherwise->column);
  }
  for (const auto& name : named)
    if (!name.empty() && !mapping.find(name)) fields.bad(root, name, "mapping.column");
}

}  // namespace

std::optional<std::size_t> Mapping::find(std::string_view name) const {
  for (std::size_t i = 0; i < columns.size(); ++i)
    if (columns[i].name == name) return i;
  return std::nullopt;
}

std::vector<sheets::ColumnPattern> Mapping::patterns() const {
  std::vector<sheets::ColumnPattern> patterns;
  for (const auto& column : columns)
    patterns.push_back(
        {column.titles.front(), {column.titles.begin() + 1, column.titles.end()}, column.required});
  return patterns;
}

Result<Mapping> load_mapping(const std::filesystem::path& path) {
  LEYE_TRY(const auto root, sheets::load_yaml(path));
  const std::string file = path.filename().string();
  std::optional<Error> fault;
  Fields fields(file, root, fault);
  Mapping mapping;
  if (fields.text("kind", true) != "register") fields.bad(root, "kind");
  mapping.register_code = fields.text("register", true);
  auto title = fields.words("title");
  mapping.title_zh = title["zh"];
  mapping.title_en = title["en"];
  fields.words("owner");
  mapping.key = fields.texts("key", true);
  if (mapping.key.empty()) fields.bad(root, "key");
  read_roles(file, fields, mapping, fault);
  if (const auto* columns = fields.take("columns", true))
    for (const auto& node : columns->items)
      mapping.columns.push_back(read_column(file, node, fault));
  fields.done();
  check_names(mapping, root, fields);
  if (fault) return fail(*fault);
  LEYE_TRY(mapping.digest, digest_of_file(path));
  return mapping;
}

Result<Mapping> mapping_of(const std::filesystem::path& pack, std::string_view register_code) {
  const auto folder = pack / "lists" / "registers";
  const auto path = folder / (std::string(register_code) + ".yaml");
  std::error_code none;
  const bool plain = register_code.find_first_of("/\\.") == std::string_view::npos;
  if (plain && std::filesystem::is_regular_file(path, none)) return load_mapping(path);
  std::vector<std::string> known;
  for (const auto& entry : std::filesystem::directory_iterator(folder, none))
    if (entry.path().extension() == ".yaml") known.push_back(entry.path().stem().string());
  std::sort(known.begin(), known.end());
  std::string names;
  for (const auto& name : known) names += (names.empty() ? "" : ", ") + name;
  return fail("mapping.register", {},
              {{"register", std::string(register_code)}, {"registers", names}});
}

}  // namespace leye::intake
