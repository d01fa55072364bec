#pragma once
// How rows of ledger and registry are shown: names, titles, ages, counts. Always inside a Scope.
#include <map>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "server/app.h"
#include "server/dto/entry.h"
#include "server/dto/person.h"

namespace leye::server {

/// For whom and on which day something is shown.
struct View {
  App& app;
  store::Reader& reader;
  const access::Permit& permit;
  Date today;
  Locale locale;
};

/// Contacts and services of the persons of a page, counted (C2.2.5, C2.3.8–C2.3.11).
struct History {
  dto::Package package;
  std::optional<dto::LastContact> last_contact;
};
Result<std::map<PersonId, History>> histories(const View&, std::span<const PersonId>);
Result<std::map<PersonId, std::int64_t>> open_tasks(const View&, std::span<const PersonId>);

/// Work items with the persons they are about, in the order given.
Result<std::vector<dto::WorkItem>> shown(const View&, std::span<const ledger::WorkItem>);
[[nodiscard]] ledger::WorkItem work_item_of(const ledger::Task&);
[[nodiscard]] bool is_open(std::string_view task_state);

/// Entries of one subject, with the names of those who recorded them; `note` is opened if the
/// permit lets notes be read.
Result<std::vector<dto::Entry>> shown(const View&, std::span<const ledger::Entry>);

[[nodiscard]] std::vector<std::string> groups_of(const std::optional<std::string>& tags);
[[nodiscard]] std::string sex_of(const std::optional<std::string>& code);
[[nodiscard]] int age_of(const std::optional<Date>& birth, Date today);
[[nodiscard]] dto::DivisionName division_name(const App&, const std::optional<std::string>& code);
/// `?limit=` between 1 and 200, 50 if not given.
[[nodiscard]] std::int64_t page_size(std::optional<int> limit);
/// An empty text is none.
[[nodiscard]] std::optional<std::string> given(std::string_view text);
template <std::size_t N>
[[nodiscard]] std::optional<std::string> given(const std::optional<json::Text<N>>& text) {
  return text ? given(text->value) : std::nullopt;
}

}  // namespace leye::server
