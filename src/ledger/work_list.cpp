#include "ledger/work_list.h"

namespace leye::ledger {
namespace {

constexpr std::array<std::string_view, 7> kChips = {"overdue", "today", "help", "fact",
                                                    "month",   "done",  "open"};
constexpr std::string_view kOpen = "w.state IN ('proposed', 'assigned', 'in_progress')";

/// The one condition of a chip, for its list and for its count.
store::Sql condition(Chip chip, Date today) {
  const std::string open(kOpen);
  const auto month = period_of(month_of(today));
  switch (chip) {
    case Chip::kOverdue:
      return {open + " AND w.due_on < ?", {today}};
    case Chip::kToday:
      return {open + " AND w.due_on = ?", {today}};
    case Chip::kHelp:
      return {open + " AND w.kind = 'help'", {}};
    case Chip::kFact:
      return {open + " AND w.kind = 'fact'", {}};
    case Chip::kMonth:
      return {open + " AND w.kind = 'duty' AND w.due_on <= ?", {month.end}};
    case Chip::kDone:
      return {"w.state = 'done' AND w.closed_on >= ? AND w.closed_on <= ?",
              {month.start, month.end}};
    default:
      return {open, {}};
  }
}

/// For LIKE: what somebody typed stands for itself.
std::string literal(std::string_view typed) {
  std::string out;
  for (const char c : typed) {
    if (c == '%' || c == '_' || c == '!') out += '!';
    out += c;
  }
  return out;
}

void restrict(access::PeopleQuery& q, const WorkFilter& filter) {
  q.where(access::committed("w.run_id"));
  if (filter.tag) q.where("w.tags LIKE ?", "%|" + *filter.tag + "|%");
  if (filter.owner) q.where("w.owner = ?", *filter.owner);
  if (filter.standard) q.where("w.standard = ?", *filter.standard);
  if (filter.text) {
    const std::string part = "%" + literal(*filter.text) + "%";
    q.where(
        "(w.place LIKE ? ESCAPE '!' OR EXISTS (SELECT 1 FROM person_detail d "
        "WHERE d.person_id = w.person_id AND d.name LIKE ? ESCAPE '!'))",
        part, part);
  }
}

access::PeopleQuery query(const access::Scope& scope) {
  return access::PeopleQuery(scope, {"w.person_id", "w.division"});
}

/// First the sort's column, then due date and place, then the id: a total order.
struct Key {
  std::string_view first;
  std::string_view second;
};
Key key_of(WorkSort sort) {
  switch (sort) {
    case WorkSort::kPlace:
      return {"coalesce(w.place, '~')", "w.due_on"};
    case WorkSort::kOldest:
      return {"w.opened_on", "coalesce(w.place, '~')"};
    default:
      return {"w.due_on", "coalesce(w.place, '~')"};
  }
}

struct Position {
  Date due_on;
  Date opened_on;
  std::string place;
};

store::Sql behind(WorkSort sort, const Position& p, TaskId id) {
  const auto key = key_of(sort);
  std::string text("(");
  text.append(key.first).append(", ").append(key.second).append(", w.task_id) > (?, ?, ?)");
  switch (sort) {
    case WorkSort::kPlace:
      return {text, {p.place, p.due_on, id}};
    case WorkSort::kOldest:
      return {text, {p.opened_on, p.place, id}};
    default:
      return {text, {p.due_on, p.place, id}};
  }
}

Result<WorkItem> item_from(const store::Row& row) {
  WorkItem w;
  LEYE_TRY(w.task, row.get<TaskId>(0));
  LEYE_TRY(w.division, row.get<std::string>(1));
  LEYE_TRY(w.subject_kind, row.get<std::string>(2));
  LEYE_TRY(w.subject, row.get<Uuid>(3));
  LEYE_TRY(w.person, row.get<std::optional<PersonId>>(4));
  LEYE_TRY(w.kind, row.get<std::string>(5));
  LEYE_TRY(w.standard, row.get<std::optional<std::string>>(6));
  LEYE_TRY(w.clause, row.get<std::optional<std::string>>(7));
  LEYE_TRY(w.period, row.get<std::optional<std::string>>(8));
  LEYE_TRY(w.due_on, row.get<Date>(9));
  LEYE_TRY(const auto state, row.get<std::string>(10));
  w.state = task_state_of(state).value_or(TaskState::kCancelled);
  LEYE_TRY(w.place, row.get<std::optional<std::string>>(11));
  LEYE_TRY(w.tags, row.get<std::optional<std::string>>(12));
  LEYE_TRY(w.owner, row.get<std::optional<AccountId>>(13));
  LEYE_TRY(w.opened_on, row.get<Date>(14));
  LEYE_TRY(w.closed_on, row.get<std::optional<Date>>(15));
  LEYE_TRY(w.version, row.get<std::int64_t>(16));
  return w;
}

}  // namespace

std::string_view code(Chip chip) { return kChips[static_cast<std::size_t>(chip)]; }
std::optional<Chip> chip_of(std::string_view text) {
  for (std::size_t i = 0; i < kChips.size(); ++i)
    if (kChips[i] == text) return static_cast<Chip>(i);
  return std::nullopt;
}

Result<WorkPage> work_items(store::Reader& reader, const access::Scope& scope,
                            const WorkFilter& filter, Date today, std::optional<TaskId> after,
                            std::int64_t limit) {
  auto q = query(scope);
  q.select(
      "w.task_id, w.division, w.subject_kind, w.subject_id, w.person_id, w.kind, w.standard, "
      "w.clause, w.period, w.due_on, w.state, w.place, w.tags, w.owner, w.opened_on, w.closed_on, "
      "w.version FROM work_item w");
  q.where(condition(filter.chip, today));
  restrict(q, filter);
  if (after) {
    LEYE_TRY(const auto at,
             (reader.find<Date, Date, std::optional<std::string>>(
                 "SELECT due_on, opened_on, place FROM work_item WHERE task_id = ?", *after)));
    if (!at) return fail("task.unknown", to_text(*after));
    const auto& [due, opened, place] = *at;
    q.where(behind(filter.sort, {due, opened, place.value_or("~")}, *after));
  }
  const auto key = key_of(filter.sort);
  q.order(std::string(key.first) + ", " + std::string(key.second) + ", w.task_id");
  q.limit(limit + 1);
  WorkPage page;
  page.query = q.digest();
  LEYE_CHECK(reader.for_each(q.sql(), [&](const store::Row& row) -> Result<void> {
    LEYE_TRY(auto item, item_from(row));
    page.items.push_back(std::move(item));
    return {};
  }));
  if (static_cast<std::int64_t>(page.items.size()) > limit) {
    page.items.pop_back();
    page.next = page.items.back().task;
  }
  return page;
}

Result<WorkCounts> work_counts(store::Reader& reader, const access::Scope& scope,
                               const WorkFilter& filter, Date today) {
  WorkCounts counts;
  auto q = query(scope);
  for (std::size_t i = 0; i < kChips.size(); ++i) {
    const auto chip = condition(static_cast<Chip>(i), today);
    store::Sql piece{i == 0 ? "" : ", ", {}};
    piece.add("coalesce(sum(CASE WHEN ").add(chip).add(" THEN 1 ELSE 0 END), 0)");
    q.select(piece);
  }
  q.select(" FROM work_item w");
  restrict(q, filter);
  LEYE_TRY(counts.of, [&]() -> Result<std::array<std::int64_t, 7>> {
    std::array<std::int64_t, 7> of{};
    LEYE_CHECK(reader.for_each(q.sql(), [&](const store::Row& row) -> Result<void> {
      for (int i = 0; i < 7; ++i) {
        LEYE_TRY(of[static_cast<std::size_t>(i)], row.get<std::int64_t>(i));
      }
      return {};
    }));
    return of;
  }());
  // A person is contacted when none of this month's duties about her is open.
  auto people = query(scope);
  people.select("w.person_id, coalesce(sum(CASE WHEN " + std::string(kOpen) +
                " THEN 1 ELSE 0 END), 0) FROM work_item w");
  const auto month = period_of(month_of(today));
  people.where("w.kind = 'duty' AND w.person_id IS NOT NULL AND w.state <> 'cancelled'");
  people.where("w.due_on >= ? AND w.due_on <= ?", month.start, month.end);
  restrict(people, filter);
  people.group("w.person_id");
  LEYE_TRY(const auto rows, (reader.query<PersonId, std::int64_t>(people.sql())));
  for (const auto& [person, open] : rows) {
    ++counts.people;
    if (open == 0) ++counts.contacted;
  }
  return counts;
}

}  // namespace leye::ledger
