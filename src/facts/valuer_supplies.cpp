#include <algorithm>
#include <charconv>

#include "facts/cells.h"
#include "facts/files.h"
#include "facts/valuer.h"

namespace leye::facts {

using rules::FactIndex;
using rules::FactValue;
using rules::Take;

namespace {

std::optional<Date> newest_delivery(const Population& population, std::string_view register_code) {
  const auto it = population.delivered.find(register_code);
  if (it == population.delivered.end() || it->second.empty()) return std::nullopt;
  return *it->second.rbegin();
}

/// `match`: the row's columns equal those of one of the subject's own rows (`register.column`).
bool same_as_own(const rules::Supply& supply, const Member& own, const RegisterRow& row) {
  return std::all_of(supply.match.begin(), supply.match.end(), [&](const auto& pair) {
    const auto dot = pair.second.find('.');
    const auto rows = own.rows.find(std::string_view(pair.second).substr(0, dot));
    if (dot == std::string::npos || rows == own.rows.end()) return false;
    const std::string wanted = text_cell(*row.cells, pair.first);
    return !wanted.empty() &&
           std::any_of(rows->second.begin(), rows->second.end(), [&](const RegisterRow& mine) {
             return text_cell(*mine.cells, std::string_view(pair.second).substr(dot + 1)) == wanted;
           });
  });
}

/// Rows of `holder` that count on the day, in order of their `from` date, then as they came.
std::vector<const RegisterRow*> counting(const Member& holder, const Member& own,
                                         const rules::Supply& supply, Date on,
                                         std::optional<Date> delivered) {
  std::vector<const RegisterRow*> rows;
  const auto it = holder.rows.find(supply.register_code);
  if (it == holder.rows.end()) return rows;
  const bool whatever_date = supply.take == Take::kRows || supply.take == Take::kMonths;
  for (const auto& row : it->second)
    if ((whatever_date ? matches(supply, *row.cells) : counts(supply, *row.cells, on, delivered)) &&
        same_as_own(supply, own, row))
      rows.push_back(&row);
  if (!supply.from.empty())
    std::stable_sort(rows.begin(), rows.end(), [&](const RegisterRow* a, const RegisterRow* b) {
      return date_cell(*a->cells, supply.from) < date_cell(*b->cells, supply.from);
    });
  return rows;
}

std::int64_t month_index(Month month) { return month.year() * 12LL + month.month(); }

/// Calendar months of a row between `since` and `on`, at most what its `column` says.
std::int64_t months_of(const rules::Supply& supply, const RegisterRow& row, Date since, Date on) {
  const auto from = date_cell(*row.cells, supply.from);
  if (!from) return 0;
  const auto to = date_cell(*row.cells, supply.to);
  const auto first = std::max(month_index(month_of(*from)), month_index(month_of(since)));
  const auto last = std::min(month_index(month_of(to.value_or(on))), month_index(month_of(on)));
  const std::int64_t months = std::max<std::int64_t>(0, last - first + 1);
  const std::string cap = text_cell(*row.cells, supply.column);
  std::int64_t most = 0;
  const auto [end, bad] = std::from_chars(cap.data(), cap.data() + cap.size(), most);
  return bad == std::errc() && end == cap.data() + cap.size() ? std::min(months, most) : months;
}

bool same_fact(std::string_view code, std::string_view fact) {
  return code.starts_with(fact) && (code.size() == fact.size() || code[fact.size()] == '=');
}

FactValue number_or_absent(const std::optional<std::int64_t>& n) {
  return n ? rules::known(rules::of_number(*n)) : rules::absent();
}

FactValue date_or_absent(const std::optional<Date>& d) {
  return d ? rules::known(rules::of_number(d->days())) : rules::absent();
}

}  // namespace

std::optional<Valuer::Answer> Valuer::from_rows(FactIndex fact, const rules::Supply& from) const {
  const auto& declared = pack_.environment.facts[fact];
  const Member* holder = from.through.empty() ? &member_ : reached_member(from.through);
  if (holder == nullptr) return Answer{rules::unknown(), {}};
  const auto rows =
      counting(*holder, member_, from, on_, newest_delivery(population_, from.register_code));
  if (rows.empty()) return std::nullopt;
  if (from.take == Take::kMonths) return months(from, rows);
  const RegisterRow* chosen = from.pick == "first" ? rows.front() : rows.back();
  Source source{from.register_code, chosen->record, std::nullopt, false};
  if (!from.from.empty()) source.since = date_cell(*chosen->cells, from.from);
  switch (from.take) {
    case Take::kExists:
      return Answer{rules::known(rules::of_number(1)), source};
    case Take::kCount:
      return Answer{rules::known(rules::of_number(static_cast<std::int64_t>(rows.size()))), source};
    case Take::kSum: {
      std::int64_t sum = 0;
      for (const auto* row : rows) {
        const auto cell = read_cell(pack_.environment, declared.type, *row->cells, from.column, {});
        if (cell && __builtin_add_overflow(sum, std::get<std::int64_t>(*cell), &sum))
          return std::nullopt;
      }
      return Answer{rules::known(rules::of_number(sum)), source};
    }
    case Take::kRows: {
      rules::List list;
      list.more = !from.complete;
      const auto& fields = pack_.environment.records[declared.type.index].fields;
      list.width = static_cast<std::uint32_t>(fields.size());
      for (const auto* row : rows)
        for (const auto& field : fields) {
          const auto column = from.fields.find(field.name);
          const auto cell =
              column == from.fields.end()
                  ? std::nullopt
                  : read_cell(pack_.environment, field.type, *row->cells, column->second, {});
          list.cells.push_back(cell ? keep(*cell)
                                    : (field.closed ? rules::absent() : rules::unknown()));
        }
      return Answer{rules::known(keep(std::move(list))), source};
    }
    default:
      break;
  }
  // The newest row that says anything: an empty cell in a later delivery takes nothing back.
  for (std::size_t i = 0; i < rows.size(); ++i) {
    const auto* row = from.pick == "first" ? rows[i] : rows[rows.size() - 1 - i];
    const auto cell =
        read_cell(pack_.environment, declared.type, *row->cells, from.column, from.values);
    if (!cell) continue;
    source.record = row->record;
    if (!from.from.empty()) source.since = date_cell(*row->cells, from.from);
    return Answer{keep(*cell), source};
  }
  // A row that counts and leaves the cell empty: somebody has to ask.
  return Answer{rules::unknown(), source};
}

std::optional<Valuer::Answer> Valuer::months(const rules::Supply& from,
                                             const std::vector<const RegisterRow*>& rows) const {
  const auto since_fact = pack_.environment.fact(from.since);
  if (since_fact == rules::kNoFact) return std::nullopt;
  const FactValue since = read(since_fact, rules::kNoFact);
  if (since.state != rules::FactState::kKnown) return Answer{rules::unknown(), {}};
  std::int64_t total = 0;
  Source source{from.register_code, std::nullopt, std::nullopt, false};
  for (const auto* row : rows) {
    const auto months =
        months_of(from, *row, Date(static_cast<std::int32_t>(since.value.number)), on_);
    if (months > 0) source.record = row->record;
    total += months;
  }
  if (total == 0) return std::nullopt;
  return Answer{rules::known(rules::of_number(total)), source};
}

std::vector<FactValue> Valuer::entry_cells(const EntryRow& entry) const {
  const auto& record =
      pack_.environment.records[*pack_.environment.record_index(rules::kLedgerEntry)];
  const auto text = [](std::string_view value) {
    return value.empty() ? rules::absent() : rules::known(rules::of_text(value));
  };
  std::vector<FactValue> cells;
  for (const auto& field : record.fields) {
    if (field.name == "occurred_on") {
      cells.push_back(rules::known(rules::of_number(entry.occurred_on.days())));
    } else if (field.name == "recorded_by") {
      cells.push_back(text(entry.recorded_by));
    } else if (field.name == "unit") {
      cells.push_back(text(entry.unit));
    } else if (field.name == "channel") {
      cells.push_back(text(entry.channel));
    } else if (field.name == "effective") {
      cells.push_back(entry.effective ? rules::known(rules::of_number(*entry.effective ? 1 : 0))
                                      : rules::absent());
    } else if (field.name == "code") {
      cells.push_back(text(entry.code));
    } else if (field.name == "ref") {
      cells.push_back(text(entry.ref));
    } else if (field.name == "n") {
      cells.push_back(number_or_absent(entry.n));
    } else if (field.name == "fen") {
      cells.push_back(number_or_absent(entry.fen));
    } else if (field.name == "fact_from") {
      cells.push_back(date_or_absent(entry.fact_from));
    } else {
      cells.push_back(date_or_absent(entry.fact_to));
    }
  }
  return cells;
}

std::optional<Valuer::Answer> Valuer::from_entries(FactIndex fact,
                                                   const rules::Supply& from) const {
  const auto& declared = pack_.environment.facts[fact];
  std::vector<const EntryRow*> rows;
  for (const auto& entry : member_.entries)
    if (entry.occurred_on <= on_ &&
        std::find(from.kinds.begin(), from.kinds.end(), entry.kind) != from.kinds.end())
      rows.push_back(&entry);
  if (rows.empty()) return std::nullopt;
  Source source{"ledger", std::nullopt, rows.back()->occurred_on, false};
  if (from.take == Take::kExists) return Answer{rules::known(rules::of_number(1)), source};
  if (from.take == Take::kCount)
    return Answer{rules::known(rules::of_number(static_cast<std::int64_t>(rows.size()))), source};
  if (from.take != Take::kRows || declared.type.element != rules::Kind::kRecord)
    return std::nullopt;
  const auto& entry_fields =
      pack_.environment.records[*pack_.environment.record_index(rules::kLedgerEntry)].fields;
  const auto& fields = pack_.environment.records[declared.type.index].fields;
  rules::List list;
  list.width = static_cast<std::uint32_t>(fields.size());
  for (const auto* row : rows) {
    const auto cells = entry_cells(*row);
    for (const auto& field : fields) {
      const auto column = from.fields.find(field.name);
      const std::string name = column == from.fields.end() ? field.name : column->second;
      FactValue value = field.closed ? rules::absent() : rules::unknown();
      for (std::size_t i = 0; i < entry_fields.size(); ++i) {
        if (entry_fields[i].name != name) continue;
        value = cells[i];
        if (field.type.is(rules::Kind::kEnum) && value.state == rules::FactState::kKnown) {
          const auto literal = parse_scalar(pack_.environment, field.type, value.value.text);
          value = literal ? keep(*literal) : rules::unknown();
        }
      }
      list.cells.push_back(value);
    }
  }
  return Answer{rules::known(keep(std::move(list))), source};
}

std::optional<Valuer::Answer> Valuer::stated_answer(FactIndex fact, const rules::Supply&) const {
  const auto& declared = pack_.environment.facts[fact];
  for (auto it = member_.entries.rbegin(); it != member_.entries.rend(); ++it) {
    if (it->kind != "FactStated" || it->occurred_on > on_ || !same_fact(it->code, declared.name))
      continue;
    Source source{"ledger", std::nullopt, it->occurred_on, false};
    const std::string_view value =
        std::string_view(it->code).substr(std::min(it->code.size(), declared.name.size() + 1));
    if (value == "unknown" || value.empty()) return Answer{rules::unknown(), source};
    if (value == "absent") return Answer{rules::absent(), source};
    const auto literal = parse_scalar(pack_.environment, declared.type, value);
    return Answer{literal ? keep(*literal) : rules::unknown(), source};
  }
  return std::nullopt;
}

std::optional<Valuer::Answer> Valuer::derived(FactIndex fact) const {
  const auto& declared = pack_.environment.facts[fact];
  const auto& supply = pack_.supplies[fact];
  // Three place facts come from the responsible unit, not from a register.
  if (supply.from.empty() && declared.name == "person.district" && !member_.district.empty())
    return Answer{keep(member_.district), {"responsibility", {}, {}, false}};
  if (supply.from.empty() && declared.name == "person.street" && !member_.street.empty())
    return Answer{keep(member_.street), {"responsibility", {}, {}, false}};
  if (supply.from.empty() && declared.name == "person.community" && !member_.community.empty())
    return Answer{keep(member_.community), {"responsibility", {}, {}, false}};
  if (supply.expr) {
    const auto outcome = rules::evaluate(*supply.expr, *this, context());
    if (outcome.kind != rules::OutcomeKind::kValue)
      return Answer{rules::unknown(), {"derived", {}, {}, false}};
    if (declared.type.is(rules::Kind::kString))
      return Answer{keep(std::string(outcome.value.text)), {"derived", {}, {}, false}};
    return Answer{rules::known(rules::of_number(outcome.value.number)), {"derived", {}, {}, false}};
  }
  if (!declared.derive) return std::nullopt;
  return Answer{aggregate(declared, *declared.derive, supply.where.get()),
                {"ledger", {}, {}, false}};
}

FactValue Valuer::aggregate(const rules::FactDecl& declared, const rules::DeriveDecl& derive,
                            const rules::Expression* where) const {
  const auto& fields =
      pack_.environment.records[*pack_.environment.record_index(rules::kLedgerEntry)].fields;
  std::int64_t total = 0;
  bool any = false;
  FactValue taken = rules::absent();
  const auto take = [&](const std::vector<FactValue>& cells) {
    for (std::size_t i = 0; i < fields.size(); ++i)
      if (fields[i].name == derive.field) return cells[i];
    return rules::absent();
  };
  for (const auto& entry : member_.entries) {
    if (entry.kind != derive.over || entry.occurred_on > on_) continue;
    const auto cells = entry_cells(entry);
    if (where != nullptr && !rules::screen_row(*where, *this, context(), cells).is_true()) continue;
    if (derive.kind == "count") {
      ++total;
    } else if (derive.kind == "sum") {
      const auto cell = take(cells);
      if (cell.state == rules::FactState::kKnown) total += cell.value.number;
    } else if (derive.kind == "latest" || !any) {
      taken = take(cells);
    }
    any = true;
  }
  if (derive.kind == "count" || derive.kind == "sum") return rules::known(rules::of_number(total));
  if (derive.kind == "exists") return rules::known(rules::of_number(any ? 1 : 0));
  if (taken.state == rules::FactState::kKnown && !declared.type.is(rules::Kind::kString) &&
      !taken.value.text.empty()) {
    const auto literal = parse_scalar(pack_.environment, declared.type, taken.value.text);
    return literal ? keep(*literal) : rules::unknown();
  }
  return taken;
}

}  // namespace leye::facts
