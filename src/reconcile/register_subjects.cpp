#include "reconcile/register_subjects.h"

#include <algorithm>

#include "sheets/yaml.h"

namespace leye::reconcile {
namespace {

std::string column(const sheets::YamlNode* node, std::string_view key) {
  const auto* value = node == nullptr ? nullptr : node->find(key);
  return value == nullptr ? std::string() : value->text;
}

int trust(const RegisterSubjects& of) {
  return (of.address.empty() ? 0 : 4) + (of.division.empty() ? 0 : 2) + (of.phone.empty() ? 0 : 1);
}

}  // namespace

Result<std::vector<RegisterSubjects>> load_register_subjects(
    const std::filesystem::path& pack_folder) {
  std::vector<RegisterSubjects> out;
  std::error_code bad;
  const auto folder = pack_folder / "lists" / "registers";
  for (const auto& item : std::filesystem::directory_iterator(folder, bad)) {
    if (item.path().extension() != ".yaml") continue;
    LEYE_TRY(const auto root, sheets::load_yaml(item.path()));
    RegisterSubjects of;
    of.register_code = column(&root, "register");
    if (const auto* person = root.find("person")) {
      of.person = true;
      of.name = column(person, "name");
      of.sex = column(person, "sex");
      of.birth = column(person, "birth");
      of.phone = column(person, "phone");
      of.address = column(person, "address");
      of.division = column(person, "division");
      of.citizen_id = column(person, "citizen_id");
    }
    if (const auto* employer = root.find("employer")) {
      of.employer = true;
      of.uscc = column(employer, "uscc");
      of.employer_name = column(employer, "name");
      of.employer_division = column(employer, "division");
    }
    of.unit = column(&root, "unit");
    out.push_back(std::move(of));
  }
  if (bad) return fail("file.unreadable", folder.string());
  std::sort(out.begin(), out.end(), [](const RegisterSubjects& a, const RegisterSubjects& b) {
    return trust(a) != trust(b) ? trust(a) > trust(b) : a.register_code < b.register_code;
  });
  return out;
}

Result<std::vector<GroupRule>> load_groups(const std::filesystem::path& pack_folder) {
  std::vector<GroupRule> out;
  const auto path = pack_folder / "linkage" / "groups.yaml";
  if (!std::filesystem::exists(path)) return out;
  LEYE_TRY(const auto root, sheets::load_yaml(path));
  const auto* groups = root.find("groups");
  if (groups == nullptr) return out;
  for (const auto& item : groups->items) {
    GroupRule rule{column(&item, "group"), column(&item, "register"), {}};
    if (const auto* where = item.find("where"))
      for (const auto& entry : where->entries) {
        std::vector<std::string> values;
        for (const auto& value : entry.value.items) values.push_back(value.text);
        rule.where.emplace_back(entry.key, std::move(values));
      }
    out.push_back(std::move(rule));
  }
  return out;
}

}  // namespace leye::reconcile
