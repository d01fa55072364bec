#pragma once
#include <array>
#include <compare>
#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <string_view>

namespace leye {

/// 128 bits, RFC 9562. Ordered by bytes, which for version 7 is by time.
struct Uuid {
  std::array<std::uint8_t, 16> bytes{};
  friend auto operator<=>(const Uuid&, const Uuid&) = default;
};

/// A new version-7 id: milliseconds, then a counter that never runs backwards in this process,
/// then 62 random bits.
[[nodiscard]] Uuid new_uuid();

/// A version-7 id with `unix_ms` as time and the first 10 bytes of `digest` as its random part:
/// the same file gives the same ids on every database and after every restart (design.md §5).
[[nodiscard]] Uuid derived_uuid(std::int64_t unix_ms, const std::array<std::uint8_t, 32>& digest);

[[nodiscard]] std::string to_text(const Uuid&);
/// Lower- or upper-case 8-4-4-4-12; nothing else.
[[nodiscard]] std::optional<Uuid> parse_uuid(std::string_view);

/// A Uuid that says what it identifies: ids of different tags do not convert or compare.
template <class Tag>
class Id {
 public:
  Id() = default;
  explicit Id(const Uuid& value) : value_(value) {}
  [[nodiscard]] const Uuid& uuid() const { return value_; }
  [[nodiscard]] bool is_nil() const { return value_ == Uuid{}; }
  static Id make() { return Id(new_uuid()); }
  static std::optional<Id> parse(std::string_view text) {
    const auto uuid = parse_uuid(text);
    return uuid ? std::optional<Id>(Id(*uuid)) : std::nullopt;
  }
  friend auto operator<=>(const Id&, const Id&) = default;

 private:
  Uuid value_;
};
template <class Tag>
[[nodiscard]] std::string to_text(const Id<Tag>& id) {
  return to_text(id.uuid());
}

using PersonId = Id<struct PersonTag>;
using EmployerId = Id<struct EmployerTag>;
using VacancyId = Id<struct VacancyTag>;
/// An application unit or office as a rule subject (hire, business, internship …).
using UnitId = Id<struct UnitTag>;
using RecordId = Id<struct RecordTag>;
using EntryId = Id<struct EntryTag>;
using CaseId = Id<struct CaseTag>;
using CommandId = Id<struct CommandTag>;
using RunId = Id<struct RunTag>;
using TaskId = Id<struct TaskTag>;
using AccountId = Id<struct AccountTag>;
using ApplicationId = Id<struct ApplicationTag>;
using BatchId = Id<struct BatchTag>;
using MessageId = Id<struct MessageTag>;

}  // namespace leye

template <>
struct std::hash<leye::Uuid> {
  std::size_t operator()(const leye::Uuid& id) const noexcept {
    std::uint64_t h = 0;
    for (int i = 8; i < 16; ++i) h = h << 8 | id.bytes[static_cast<std::size_t>(i)];
    return static_cast<std::size_t>(h * 0x9E3779B97F4A7C15ULL);
  }
};
template <class Tag>
struct std::hash<leye::Id<Tag>> {
  std::size_t operator()(const leye::Id<Tag>& id) const noexcept {
    return std::hash<leye::Uuid>{}(id.uuid());
  }
};
