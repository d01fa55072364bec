#include "insight/indicators.h"

#include <algorithm>

#include "codes/ratio.h"
#include "facts/source.h"

namespace leye::insight {
namespace {

/// `TT`, `TF` … as the tables keep them; `F` (not in the denominator) is absent.
std::string cell_of(const rules::IndicatorResult& result) {
  if (!result.in_force || result.denominator == 'F') return "";
  if (result.denominator == 'E' || result.numerator.value_or('F') == 'E') return "E";
  return std::string{result.denominator, result.numerator.value_or('F')};
}

void add(Tally& tally, std::string_view cell) {
  if (cell == "TT")
    ++tally.tt;
  else if (cell == "TF")
    ++tally.tf;
  else if (cell == "TU")
    ++tally.tu;
  else if (cell == "UT")
    ++tally.ut;
  else if (cell == "UF")
    ++tally.uf;
  else if (cell == "UU")
    ++tally.uu;
  else if (cell == "E")
    ++tally.error;
}

Part part(std::string_view cell) {
  if (cell == "TT") return Part::kCounted;
  if (cell == "TF") return Part::kNotCounted;
  if (cell == "E") return Part::kError;
  return cell.empty() ? Part::kOut : Part::kUndetermined;
}

constexpr const char* kLevels[] = {"district", "street", "community"};

bool inside(const columns::Table& table, std::size_t row, std::string_view division) {
  if (division.empty()) return true;
  for (const char* level : kLevels) {
    const auto* column = table.find(level);
    if (column != nullptr && column->state(row) == columns::State::kKnown &&
        column->text(row) == division)
      return true;
  }
  return false;
}

/// The place columns of the subject's own facts (`person.district` …), kept beside the parts.
void add_places(columns::TableBuilder& table, const columns::Table& from,
                const std::string& subject) {
  for (const char* level : kLevels) {
    auto& column = table.add(level, columns::Kind::kText);
    const auto* place = from.find(subject + "." + level);
    for (std::size_t row = 0; row < from.rows(); ++row) {
      if (place != nullptr && place->state(row) == columns::State::kKnown)
        column.text(place->text(row));
      else
        column.unknown();
    }
  }
}

}  // namespace

std::string_view code(Part p) {
  switch (p) {
    case Part::kOut:
      return "out";
    case Part::kCounted:
      return "counted";
    case Part::kNotCounted:
      return "not_counted";
    case Part::kUndetermined:
      return "undetermined";
    case Part::kError:
      return "error";
  }
  return "out";
}

std::optional<Part> part_of(std::string_view text) {
  for (const Part p :
       {Part::kOut, Part::kCounted, Part::kNotCounted, Part::kUndetermined, Part::kError})
    if (code(p) == text) return p;
  return std::nullopt;
}

Tally& Tally::operator+=(const Tally& other) {
  tt += other.tt;
  tf += other.tf;
  tu += other.tu;
  ut += other.ut;
  uf += other.uf;
  uu += other.uu;
  error += other.error;
  return *this;
}

std::string Tally::display() const { return codes::pct(numerator(), denominator()); }
std::string Tally::low() const { return codes::pct(tt, denominator() + uf + uu); }
std::string Tally::high() const { return codes::pct(tt + tu + ut + uu, denominator() + ut + uu); }

std::map<std::string, columns::Table, std::less<>> compute(
    const rules::Pack& pack, const facts::Snapshot& snapshot,
    std::vector<IndicatorValue>& indicators) {
  std::map<std::string, std::vector<const rules::Indicator*>> by_subject;
  for (const auto& indicator : pack.indicators)
    if (indicator.head.in_force(snapshot.as_of))
      by_subject[indicator.head.applies_to].push_back(&indicator);
  std::map<std::string, columns::Table, std::less<>> tables;
  for (const auto& [subject, list] : by_subject) {
    const facts::Binding binding(pack.environment, snapshot, subject);
    columns::TableBuilder table(subject);
    for (const auto& id : binding.table().ids()) table.id(id);
    add_places(table, binding.table(), subject);
    facts::RowSource source(binding);
    for (const auto* indicator : list) {
      const auto span = rules::period_of(pack, indicator->period, snapshot.as_of);
      if (!span) continue;
      const std::string name = indicator->head.id;
      auto& column = table.add(name, columns::Kind::kText);
      for (std::size_t row = 0; row < binding.table().rows(); ++row) {
        source.at(row);
        const auto cell = cell_of(rules::determine(*indicator, source, {snapshot.as_of, span}));
        if (cell.empty())
          column.absent();
        else
          column.text(cell);
      }
      indicators.push_back(
          {name, indicator->head.code, subject,
           indicator->period == "month" ? to_text(month_of(span->start)) : indicator->period,
           *span});
    }
    tables.emplace(subject, std::move(table).freeze());
  }
  std::sort(indicators.begin(), indicators.end(),
            [](const IndicatorValue& a, const IndicatorValue& b) { return a.code < b.code; });
  return tables;
}

const IndicatorValue* IndicatorRun::find(std::string_view id_or_code) const {
  for (const auto& value : indicators)
    if (value.id == id_or_code || value.code == id_or_code) return &value;
  return nullptr;
}

Tally IndicatorRun::tally(const IndicatorValue& value, std::string_view division) const {
  Tally out;
  const auto table = tables.find(value.subject);
  const auto* column = table == tables.end() ? nullptr : table->second.find(value.id);
  if (column == nullptr) return out;
  for (std::size_t row = 0; row < column->rows(); ++row)
    if (column->state(row) == columns::State::kKnown && inside(table->second, row, division))
      add(out, column->text(row));
  return out;
}

std::map<std::string, Tally> IndicatorRun::tallies(const IndicatorValue& value,
                                                   std::string_view level) const {
  std::map<std::string, Tally> out;
  const auto table = tables.find(value.subject);
  if (table == tables.end()) return out;
  const auto* column = table->second.find(value.id);
  const auto* place = table->second.find(level);
  if (column == nullptr || place == nullptr) return out;
  for (std::size_t row = 0; row < column->rows(); ++row)
    if (column->state(row) == columns::State::kKnown && place->state(row) == columns::State::kKnown)
      add(out[std::string(place->text(row))], column->text(row));
  return out;
}

std::vector<Uuid> IndicatorRun::subjects(const IndicatorValue& value, std::string_view division,
                                         Part wanted) const {
  std::vector<Uuid> out;
  const auto table = tables.find(value.subject);
  const auto* column = table == tables.end() ? nullptr : table->second.find(value.id);
  if (column == nullptr) return out;
  for (std::size_t row = 0; row < column->rows(); ++row) {
    const bool known = column->state(row) == columns::State::kKnown;
    if (part(known ? column->text(row) : std::string_view()) == wanted &&
        inside(table->second, row, division))
      out.push_back(table->second.ids()[row]);
  }
  return out;
}

}  // namespace leye::insight
