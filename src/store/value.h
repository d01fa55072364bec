#pragma once
#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <tuple>
#include <type_traits>
#include <utility>
#include <variant>
#include <vector>

#include "core/date.h"
#include "core/fen.h"
#include "core/ids.h"
#include "core/result.h"

namespace leye::store {

/// What a column holds. Instants (UTC µs) and Fen are kInteger on both databases.
enum class Type { kBool, kInteger, kReal, kText, kBytes, kUuid, kDate };
[[nodiscard]] std::string_view name_of(Type);

/// A `{bytes}` column. `as_bytes(text)` lends a string as bytes.
using Bytes = std::vector<std::uint8_t>;
[[nodiscard]] inline std::span<const std::uint8_t> as_bytes(std::string_view text) {
  return {reinterpret_cast<const std::uint8_t*>(text.data()), text.size()};
}
[[nodiscard]] inline std::string to_string(std::span<const std::uint8_t> bytes) {
  return {bytes.begin(), bytes.end()};
}

template <class T>
struct Codec;

/// One bound parameter: a typed value or a typed NULL. Owns what it holds.
class Value {
 public:
  using Payload = std::variant<std::monostate, bool, std::int64_t, double, std::string, Uuid, Date>;

  template <class T>
  requires requires(const T& v) { Codec<std::decay_t<T>>::bind(v); }
  Value(const T& value) : Value(Codec<std::decay_t<T>>::bind(value)) {}  // NOLINT: meant to convert
  Value(Type type, Payload payload) : type_(type), payload_(std::move(payload)) {}

  static Value null(Type type) { return {type, std::monostate{}}; }
  [[nodiscard]] Type type() const { return type_; }
  [[nodiscard]] bool is_null() const { return payload_.index() == 0; }
  [[nodiscard]] const Payload& payload() const { return payload_; }

 private:
  Type type_;
  Payload payload_;
};
using Values = std::vector<Value>;

/// One row of a result; valid until the next one is fetched. Every read is strict: NULL where no
/// optional was asked for is `store.null`, another type is `store.type`, both with the column's
/// name.
class Row {
 public:
  virtual ~Row() = default;
  [[nodiscard]] virtual int columns() const = 0;
  [[nodiscard]] virtual std::string name(int column) const = 0;
  [[nodiscard]] virtual bool is_null(int column) const = 0;
  [[nodiscard]] virtual Result<bool> boolean(int column) const = 0;
  [[nodiscard]] virtual Result<std::int64_t> integer(int column) const = 0;
  [[nodiscard]] virtual Result<double> real(int column) const = 0;
  [[nodiscard]] virtual Result<std::string_view> text(int column) const = 0;
  [[nodiscard]] virtual Result<std::span<const std::uint8_t>> bytes(int column) const = 0;
  [[nodiscard]] virtual Result<Uuid> uuid(int column) const = 0;
  [[nodiscard]] virtual Result<Date> date(int column) const = 0;

  template <class T>
  [[nodiscard]] Result<T> get(int column) const {
    return Codec<T>::read(*this, column);
  }
};

/// How a C++ type is bound and read. Give a capability's own type one by naming what it is stored
/// as:
///   template <> struct leye::store::Codec<DivisionCode> : StoredAs<DivisionCode, std::string> {
///     static std::string to(const DivisionCode&);
///     static Result<DivisionCode> from(const std::string&);
///   };
/// (`StoredAs` finds `to` and `from` in the specialisation.)
template <class T, class S>
struct StoredAs {
  static constexpr Type type = Codec<S>::type;
  static Value bind(const T& v) { return Codec<S>::bind(Codec<T>::to(v)); }
  static Result<T> read(const Row& row, int column) {
    LEYE_TRY(const S stored, Codec<S>::read(row, column));
    return Codec<T>::from(stored);
  }
};

template <>
struct Codec<bool> {
  static constexpr Type type = Type::kBool;
  static Value bind(bool v) { return {type, v}; }
  static Result<bool> read(const Row& row, int column) { return row.boolean(column); }
};

/// Error `store.range` if the number does not fit in a narrower integer.
[[nodiscard]] tl::unexpected<Error> out_of_range(const Row&, int column, std::int64_t);
template <std::integral T>
struct Codec<T> {
  static_assert(!std::is_same_v<T, std::uint64_t>, "the databases' integers are signed");
  static constexpr Type type = Type::kInteger;
  static Value bind(T v) { return {type, std::int64_t{v}}; }
  static Result<T> read(const Row& row, int column) {
    LEYE_TRY(const std::int64_t v, row.integer(column));
    if (!std::in_range<T>(v)) return out_of_range(row, column, v);
    return static_cast<T>(v);
  }
};

template <>
struct Codec<double> {
  static constexpr Type type = Type::kReal;
  static Value bind(double v) { return {type, v}; }
  static Result<double> read(const Row& row, int column) { return row.real(column); }
};

/// Text is UTF-8, without NUL and never empty (`store.empty_text`: an absent text is NULL); see
/// `or_null`.
template <>
struct Codec<std::string> {
  static constexpr Type type = Type::kText;
  static Value bind(std::string v) { return {type, std::move(v)}; }
  static Result<std::string> read(const Row& row, int column) {
    LEYE_TRY(const auto v, row.text(column));
    return std::string(v);
  }
};
template <>
struct Codec<std::string_view> {
  static constexpr Type type = Type::kText;
  static Value bind(std::string_view v) { return {type, std::string(v)}; }
};
template <>
struct Codec<const char*> : Codec<std::string_view> {};
template <>
struct Codec<char*> : Codec<std::string_view> {};

template <>
struct Codec<std::span<const std::uint8_t>> {
  static constexpr Type type = Type::kBytes;
  static Value bind(std::span<const std::uint8_t> v) { return {type, to_string(v)}; }
};
template <>
struct Codec<Bytes> : Codec<std::span<const std::uint8_t>> {
  static Result<Bytes> read(const Row& row, int column) {
    LEYE_TRY(const auto v, row.bytes(column));
    return Bytes(v.begin(), v.end());
  }
};
/// A digest and other bytes of fixed length; another length is `store.type`.
[[nodiscard]] tl::unexpected<Error> wrong_type(const Row&, int column, std::string_view wanted);
template <std::size_t N>
struct Codec<std::array<std::uint8_t, N>> : Codec<std::span<const std::uint8_t>> {
  static Result<std::array<std::uint8_t, N>> read(const Row& row, int column) {
    LEYE_TRY(const auto v, row.bytes(column));
    if (v.size() != N) return wrong_type(row, column, "bytes of fixed length");
    std::array<std::uint8_t, N> out;
    std::copy(v.begin(), v.end(), out.begin());
    return out;
  }
};

template <>
struct Codec<Uuid> {
  static constexpr Type type = Type::kUuid;
  static Value bind(const Uuid& v) { return {type, v}; }
  static Result<Uuid> read(const Row& row, int column) { return row.uuid(column); }
};
template <class Tag>
struct Codec<Id<Tag>> {
  static constexpr Type type = Type::kUuid;
  static Value bind(const Id<Tag>& v) { return {type, v.uuid()}; }
  static Result<Id<Tag>> read(const Row& row, int column) {
    LEYE_TRY(const Uuid v, row.uuid(column));
    return Id<Tag>(v);
  }
};
template <>
struct Codec<Date> {
  static constexpr Type type = Type::kDate;
  static Value bind(Date v) { return {type, v}; }
  static Result<Date> read(const Row& row, int column) { return row.date(column); }
};
template <>
struct Codec<Instant> {
  static constexpr Type type = Type::kInteger;
  static Value bind(Instant v) { return {type, v.micros()}; }
  static Result<Instant> read(const Row& row, int column) {
    LEYE_TRY(const std::int64_t v, row.integer(column));
    return Instant(v);
  }
};
template <>
struct Codec<Fen> {
  static constexpr Type type = Type::kInteger;
  static Value bind(Fen v) { return {type, v.count()}; }
  static Result<Fen> read(const Row& row, int column) {
    LEYE_TRY(const std::int64_t v, row.integer(column));
    return Fen(v);
  }
};

template <class T>
struct Codec<std::optional<T>> {
  static constexpr Type type = Codec<T>::type;
  static Value bind(const std::optional<T>& v) {
    return v ? Value(Codec<T>::bind(*v)) : Value::null(type);
  }
  static Result<std::optional<T>> read(const Row& row, int column) {
    if (row.is_null(column)) return std::optional<T>{};
    LEYE_TRY(T v, Codec<T>::read(row, column));
    return std::optional<T>(std::move(v));
  }
};

/// An empty text becomes NULL.
[[nodiscard]] inline std::optional<std::string> or_null(std::string text) {
  return text.empty() ? std::nullopt : std::optional<std::string>(std::move(text));
}

/// One statement with its parameters: `Sql{"SELECT … WHERE id = ? AND day <= ?", {id, day}}`. For
/// SQL put together from pieces; the plain calls of Reader take text and parameters directly.
struct Sql {
  std::string text;
  Values values = {};

  /// Appends a piece and its parameters.
  template <class... A>
  Sql& add(std::string_view piece, const A&... values_of_piece) {
    text += piece;
    (values.emplace_back(values_of_piece), ...);
    return *this;
  }
  Sql& add(const Sql& piece);
};

/// `T` alone for one column, a tuple for several.
template <class... T>
struct RowTuple {
  using type = std::tuple<T...>;
};
template <class T>
struct RowTuple<T> {
  using type = T;
};
template <class... T>
using RowOf = typename RowTuple<T...>::type;

}  // namespace leye::store
