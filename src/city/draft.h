#pragma once
#include <string>
#include <vector>

#include "city/people.h"
#include "city/register_file.h"

namespace leye::city {

/// One row of a register while an office types it: what is true goes in, what stands in the file
/// and what is wrong with it (D01 … D28) comes out.
class Draft {
 public:
  /// `reg` keeps the dice of one register apart from those of the others.
  Draft(const World& world, std::int64_t subject, std::uint64_t reg, bool workbook)
      : world_(world), dice_(world.options.seed, Stream::kRow, subject, reg), workbook_(workbook) {}

  void text(std::string value) { cells.push_back(text_cell(std::move(value))); }
  void code(std::string value) { cells.push_back(id_cell(std::move(value))); }
  void number(std::int64_t value) { cells.push_back(number_cell(static_cast<double>(value))); }
  void blank() { cells.emplace_back(); }
  /// The value, or nothing `ppm` times in a million (D19). True if it was written.
  bool maybe(std::string value, std::uint32_t ppm);
  bool maybe_number(std::int64_t value, std::uint32_t ppm);
  /// `required` false: an importer leaves the cell unknown where it cannot be read, and takes the
  /// row.
  void name(const Person&, bool required = true);
  void citizen_id(const Person&, bool required = true);
  void uscc(const std::string& right);
  void phone(const Person&);
  /// What the other columns and the kind of date let an importer know: nothing (contracts and
  /// graduations may lie ahead), that it is past, or also when the person was born.
  enum class Known { kNothing, kPast, kBirth };
  /// A date people must be able to rely on: its defects D14, D15 are problems of the row.
  void key_date(Date, Known, const Person* = nullptr);
  void date(Date);
  void date(const std::optional<Date>& d) { d ? date(*d) : blank(); }
  /// The seat and community of a person, with the defects D12, D16, D17 of addresses and units.
  void address(const Person&);
  void community(const Person&);
  void sequence(std::int64_t n) { number(n); }

  void defect(const char* id);
  void problem(std::string code);
  /// True if an importer can read the row and join it to its person: no problem, the right id,
  /// and a name that is the same name.
  [[nodiscard]] bool attaches() const { return problems.empty() && own_id_ && same_name_; }
  [[nodiscard]] Dice& dice() { return dice_; }

  std::vector<Cell> cells;
  std::string defects;  ///< `D03;D14`
  std::vector<std::string> problems;

 private:
  void changed_id(const Person&, std::string& id);
  void impossible(Date, Known, const Person*);
  void written_date(const std::string&);
  const World& world_;
  Dice dice_;
  bool workbook_;
  bool own_id_ = true;
  bool same_name_ = true;
};

}  // namespace leye::city
