#include "server/contact_list.h"

#include "sheets/yaml.h"

namespace leye::server {
namespace {

std::string text_of(const sheets::YamlNode& node, std::string_view key) {
  const auto* found = node.find(key);
  return found && found->is_scalar() ? found->text : std::string();
}

Result<std::vector<ContactList::Line>> lines(const sheets::YamlNode& root, std::string_view key) {
  std::vector<ContactList::Line> out;
  const auto* list = root.find(key);
  if (!list || !list->is_list()) return fail("contact_list.line", std::string(key));
  for (const auto& item : list->items) {
    ContactList::Line line{text_of(item, "code"), text_of(item, "zh"), text_of(item, "en"),
                           text_of(item, "effective") == "true"};
    if (line.code.empty() || line.zh.empty())
      return fail("contact_list.line", std::string(key) + ":" + std::to_string(item.place.line));
    out.push_back(std::move(line));
  }
  return out;
}

}  // namespace

std::string ContactList::Line::words(Locale locale) const {
  return locale == Locale::kEn && !en.empty() ? en : zh;
}

Result<ContactList> ContactList::load(const std::filesystem::path& pack_folder) {
  LEYE_TRY(const auto root, sheets::load_yaml(pack_folder / "lists" / "contact.yaml"));
  ContactList out;
  LEYE_TRY(out.channels, lines(root, "channels"));
  LEYE_TRY(out.results, lines(root, "results"));
  LEYE_TRY(out.statuses, lines(root, "statuses"));
  LEYE_TRY(out.groups, lines(root, "groups"));
  return out;
}

}  // namespace leye::server
