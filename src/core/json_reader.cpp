#include "core/json_reader.h"

#include <fmt/format.h>
#include <unicode/unorm2.h>
#include <unicode/ustring.h>
#include <unicode/utf8.h>

#include <algorithm>
#include <charconv>

namespace leye::json {
namespace {

std::string kind_of(const boost::json::value& value) {
  return std::string(boost::json::to_string(value.kind()));
}

/// NFC; the text itself if ICU cannot (never for valid UTF-8).
std::string nfc(std::string_view text) {
  if (std::all_of(text.begin(), text.end(), [](char c) { return (c & 0x80) == 0; }))
    return std::string(text);
  UErrorCode status = U_ZERO_ERROR;
  const UNormalizer2* normalizer = unorm2_getNFCInstance(&status);
  std::u16string wide(text.size() + 1, u'\0');
  std::int32_t length = 0;
  u_strFromUTF8(wide.data(), static_cast<std::int32_t>(wide.size()), &length, text.data(),
                static_cast<std::int32_t>(text.size()), &status);
  // NFC makes no text longer than three times its UTF-16 length (Unicode, UAX 15).
  std::u16string normal(static_cast<std::size_t>(length) * 3 + 1, u'\0');
  const std::int32_t normal_length =
      unorm2_normalize(normalizer, wide.data(), length, normal.data(),
                       static_cast<std::int32_t>(normal.size()), &status);
  std::string out(static_cast<std::size_t>(normal_length) * 3 + 1, '\0');
  std::int32_t out_length = 0;
  u_strToUTF8(out.data(), static_cast<std::int32_t>(out.size()), &out_length, normal.data(),
              normal_length, &status);
  if (U_FAILURE(status)) return std::string(text);
  out.resize(static_cast<std::size_t>(out_length));
  return out;
}

/// The code point at `i`, which moves behind it; negative if the bytes are no UTF-8.
UChar32 next(std::string_view text, std::int32_t& i) {
  UChar32 c = 0;
#pragma GCC diagnostic push
#pragma GCC diagnostic ignored "-Wconversion"  // inside ICU's macro
  U8_NEXT(text.data(), i, static_cast<std::int32_t>(text.size()), c);
#pragma GCC diagnostic pop
  return c;
}

bool is_control(UChar32 c) {
  return (c < 0x20 && c != '\n' && c != '\t' && c != '\r') || (c >= 0x7F && c < 0xA0);
}

}  // namespace

void Reader::error(std::string code, MessageArgs args) {
  errors_.push_back({std::move(code), pointer_, std::move(args)});
}

void Reader::error(Error error) {
  error.where = pointer_;
  errors_.push_back(std::move(error));
}

const boost::json::object* Reader::object(const boost::json::value& value) {
  if (const auto* object = value.if_object()) return object;
  error("json.type", {{"wanted", "object"}, {"found", kind_of(value)}});
  return nullptr;
}

const boost::json::array* Reader::array(const boost::json::value& value) {
  if (const auto* array = value.if_array()) return array;
  error("json.type", {{"wanted", "array"}, {"found", kind_of(value)}});
  return nullptr;
}

std::optional<std::string_view> Reader::text(const boost::json::value& value) {
  if (const auto* text = value.if_string()) return std::string_view(*text);
  error("json.type", {{"wanted", "string"}, {"found", kind_of(value)}});
  return std::nullopt;
}

std::optional<std::int64_t> Reader::whole(const boost::json::value& value) {
  if (const auto* number = value.if_int64()) return *number;
  if (value.is_uint64()) {
    error("json.range");
    return std::nullopt;
  }
  if (const auto* text = value.if_string(); text && from_url()) {
    std::int64_t number = 0;
    const auto [end, status] = std::from_chars(text->data(), text->data() + text->size(), number);
    if (status == std::errc() && end == text->data() + text->size()) return number;
  }
  error("json.type", {{"wanted", "integer"}, {"found", kind_of(value)}});
  return std::nullopt;
}

void Reader::refuse_unknown(const boost::json::object& object,
                            const std::vector<std::string_view>& known) {
  for (const auto& member : object) {
    const std::string_view name = member.key();
    if (std::find(known.begin(), known.end(), name) != known.end()) continue;
    const Step step(*this, name);
    error("json.unknown_field");
  }
}

Reader::Step::Step(Reader& reader, std::string_view name)
    : reader_(reader), length_(reader.pointer_.size()) {
  reader.pointer_ += '/';
  for (const char c : name) {  // RFC 6901: ~ and / are escaped
    if (c == '~')
      reader.pointer_ += "~0";
    else if (c == '/')
      reader.pointer_ += "~1";
    else
      reader.pointer_ += c;
  }
}
Reader::Step::Step(Reader& reader, std::size_t index) : Step(reader, std::to_string(index)) {}
Reader::Step::~Step() { reader_.pointer_.resize(length_); }

bool Schemas::begin(std::string_view name, std::string_view full_name) {
  const auto found = entries_.find(name);
  if (found == entries_.end()) {
    entries_.emplace(name, Entry{std::string(full_name), use_, {}});
    return true;
  }
  if (found->second.full_name != full_name) clashes_.emplace_back(name);
  // A type both sent and received may leave its optional members out: the weaker promise holds.
  if (found->second.use == Use::kRequest || use_ == Use::kAnswer) return false;
  found->second.use = Use::kRequest;
  return true;
}

void Schemas::finish(std::string_view name, boost::json::object schema) {
  entries_.find(name)->second.schema = std::move(schema);
}

boost::json::object Schemas::components() const {
  boost::json::object out;
  for (const auto& [name, entry] : entries_) out[name] = entry.schema;
  return out;
}

namespace detail {

void append_text(std::string& out, std::string_view text) {
  out += '"';
  for (const char c : text) {
    switch (c) {
      case '"':
        out += "\\\"";
        break;
      case '\\':
        out += "\\\\";
        break;
      case '\n':
        out += "\\n";
        break;
      case '\r':
        out += "\\r";
        break;
      case '\t':
        out += "\\t";
        break;
      default:
        if (static_cast<unsigned char>(c) < 0x20)
          fmt::format_to(std::back_inserter(out), "\\u{:04x}", static_cast<unsigned>(c));
        else
          out += c;
    }
  }
  out += '"';
}

void append_number(std::string& out, std::int64_t number) {
  fmt::format_to(std::back_inserter(out), "{}", number);
}

void append_value(std::string& out, const boost::json::value& value) {
  out += boost::json::serialize(value);
}

std::string enumerator_text(std::string_view name) {
  if (name.size() > 1 && name[0] == 'k' && name[1] >= 'A' && name[1] <= 'Z') name.remove_prefix(1);
  std::string out;
  for (const char c : member_name(name)) {
    const bool upper = c >= 'A' && c <= 'Z';
    if (upper && !out.empty()) out += '_';
    out += upper ? static_cast<char>(c - 'A' + 'a') : c;
  }
  return out;
}

bool clean_text(std::string_view text, std::size_t max_characters, std::string& out,
                Reader& reader) {
  std::size_t count = 0;
  const auto length = static_cast<std::int32_t>(text.size());
  for (std::int32_t i = 0; i < length; ++count) {
    const UChar32 c = next(text, i);
    if (c < 0 || is_control(c)) {
      reader.error("json.control_character", {{"position", std::to_string(count + 1)}});
      return false;
    }
  }
  if (count > max_characters) {
    reader.error("json.too_long",
                 {{"max", std::to_string(max_characters)}, {"length", std::to_string(count)}});
    return false;
  }
  out = nfc(text);
  return true;
}

boost::json::object text_schema(std::string_view format) {
  boost::json::object schema{{"type", "string"}};
  if (!format.empty()) schema["format"] = format;
  return schema;
}

boost::json::object integer_schema() { return {{"type", "integer"}, {"format", "int64"}}; }

boost::json::object nullable(boost::json::object schema) {
  if (schema.empty()) return schema;  // anything, null included
  if (schema.contains("$ref") || schema.contains("enum"))
    return {{"oneOf", {std::move(schema), boost::json::object{{"type", "null"}}}}};
  schema["type"] = {schema["type"], "null"};
  return schema;
}

}  // namespace detail
}  // namespace leye::json
