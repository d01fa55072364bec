#pragma once
#include <filesystem>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "core/date.h"
#include "linkage/config.h"
#include "linkage/dictionary.h"
#include "linkage/distance.h"

namespace leye::linkage {

/// A piece of a field (`name.folded`) over all records: numbers of distinct values.
struct PartTable {
  Ref ref;
  bool many = false;
  Dictionary values;                    ///< of a `many` field: its members
  std::vector<std::uint32_t> of_value;  ///< number of the field's value → number here, 0 missing
  std::vector<std::uint32_t>
      set_begin;  ///< many: members of set s are [set_begin[s], set_begin[s+1])
  std::vector<std::uint32_t> members;
  bool ascii = true;

  [[nodiscard]] std::string_view bytes(std::uint32_t id) const { return values.text(id); }
  [[nodiscard]] Text points(std::uint32_t id) const {
    return id == 0 ? Text() : Text(points_).substr(ends_[id - 1], ends_[id] - ends_[id - 1]);
  }
  /// Decodes every value once; before the first `points`.
  void decode();

 private:
  std::u32string points_;
  std::vector<std::size_t> ends_;
};

struct InputFile {
  std::string register_id;
  std::filesystem::path path;
};

/// A file's rows as they are given to the engine by a caller that has no file.
struct InputRows {
  std::string register_id;
  std::vector<std::string> columns;
  std::vector<std::vector<std::string>> rows;
};

/// The records of one or two registers, column by column, each in order of its key.
class Records {
 public:
  /// Errors `linkage.no_column`, `.column_twice`, `.no_rows`, `.key_empty`, `.key_twice`,
  /// `.row_width`, `.ids_truncated`, and those of the CSV reader; each names file and place.
  [[nodiscard]] static Result<Records> load(const Config&, const InputFile& left,
                                            const std::optional<InputFile>& right, Date as_of);
  [[nodiscard]] static Result<Records> from_rows(const Config&, const InputRows& left,
                                                 const std::optional<InputRows>& right, Date as_of);

  [[nodiscard]] std::uint32_t size() const {
    return static_cast<std::uint32_t>(key_ends_.size() - 1);
  }
  [[nodiscard]] std::uint32_t left_size() const { return left_size_; }
  [[nodiscard]] bool within() const { return within_; }
  /// Left × right, or unordered pairs within.
  [[nodiscard]] double possible_pairs() const;
  [[nodiscard]] std::string_view key(std::uint32_t record) const {
    return std::string_view(keys_).substr(key_ends_[record],
                                          key_ends_[record + 1] - key_ends_[record]);
  }
  [[nodiscard]] const std::string& register_of(std::uint32_t record) const {
    return record < left_size_ ? left_register_ : right_register_;
  }
  /// The record with this key on a side.
  [[nodiscard]] std::optional<std::uint32_t> find(std::string_view key, bool right) const;

  [[nodiscard]] std::uint32_t value(std::size_t field, std::uint32_t record) const {
    return columns_[field].of_record[record];
  }
  [[nodiscard]] std::uint16_t flags(std::size_t field, std::uint32_t record) const {
    const auto& column = columns_[field];
    return static_cast<std::uint16_t>(
        column.flags_of_value[column.of_record[record]] |
        (column.flags_of_record.empty() ? 0 : column.flags_of_record[record]));
  }
  [[nodiscard]] std::string_view text(std::size_t field, std::uint32_t record) const {
    return columns_[field].values.text(value(field, record));
  }
  [[nodiscard]] double null_share(std::size_t field) const;
  /// Made on first use; not to be called by several threads.
  PartTable& part(const Config&, const Ref&);

 private:
  struct Column {
    Dictionary values;
    std::vector<std::uint32_t> of_record;
    std::vector<std::uint16_t> flags_of_value;
    std::vector<std::uint16_t> flags_of_record;
  };
  friend class RecordsBuilder;

  std::string left_register_, right_register_;
  std::uint32_t left_size_ = 0;
  bool within_ = true;
  std::string keys_;
  std::vector<std::size_t> key_ends_{0};
  std::vector<Column> columns_;
  std::map<Ref, std::unique_ptr<PartTable>> parts_;
};

}  // namespace leye::linkage
