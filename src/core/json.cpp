#include "core/json.h"

#include <limits>

namespace leye::json {
namespace {

constexpr std::size_t kMaxDepth = 32;

std::string kind_of(const boost::json::value& value) {
  return std::string(boost::json::to_string(value.kind()));
}

}  // namespace

namespace detail {

Result<Uuid> read_uuid(std::string_view text) {
  if (const auto uuid = parse_uuid(text)) return *uuid;
  return fail("json.uuid", {}, {{"text", std::string(text.substr(0, 40))}});
}

Result<Digest> read_digest(std::string_view text) {
  LEYE_TRY(const std::string bytes, from_hex(text));
  Digest digest;
  if (bytes.size() != digest.size()) return fail("json.digest");
  std::copy(bytes.begin(), bytes.end(), digest.begin());
  return digest;
}

}  // namespace detail

void Codec<bool>::read(const boost::json::value& value, bool& out, Reader& reader) {
  if (const auto* flag = value.if_bool()) {
    out = *flag;
  } else if (const auto* text = value.if_string();
             text && reader.from_url() && (*text == "true" || *text == "false")) {
    out = *text == "true";
  } else {
    reader.error("json.type", {{"wanted", "boolean"}, {"found", kind_of(value)}});
  }
}

void Codec<std::int64_t>::read(const boost::json::value& value, std::int64_t& out, Reader& reader) {
  if (const auto number = reader.whole(value)) out = *number;
}

void Codec<int>::read(const boost::json::value& value, int& out, Reader& reader) {
  const auto number = reader.whole(value);
  if (!number) return;
  if (*number < std::numeric_limits<int>::min() || *number > std::numeric_limits<int>::max())
    reader.error("json.range");
  else
    out = static_cast<int>(*number);
}

void Codec<Fen>::read(const boost::json::value& value, Fen& out, Reader& reader) {
  if (const auto number = reader.whole(value)) out = Fen(*number);
}

boost::json::object Codec<Fen>::schema(Schemas&) {
  auto schema = detail::integer_schema();
  schema["description"] = "fen (1/100 yuan)";
  return schema;
}

void Codec<std::string>::read(const boost::json::value& value, std::string& out, Reader& reader) {
  if (const auto text = reader.text(value)) out = *text;
}

boost::json::object Codec<Month>::schema(Schemas&) {
  return {{"type", "string"}, {"pattern", "^[0-9]{4}-[0-9]{2}$"}};
}

boost::json::object Codec<Digest>::schema(Schemas&) {
  return {{"type", "string"}, {"pattern", "^[0-9a-f]{64}$"}};
}

Result<boost::json::value> parse(std::string_view text) {
  boost::json::parse_options options;
  options.max_depth = kMaxDepth;
  boost::json::stream_parser parser({}, options);
  boost::json::error_code status;
  const std::size_t read = parser.write_some(text, status);
  if (!status && read < text.size()) status = boost::json::error::extra_data;
  if (!status) parser.finish(status);
  if (status == boost::json::error::too_deep)
    return fail("json.depth", {}, {{"max", std::to_string(kMaxDepth)}});
  if (status)
    return fail("json.syntax", {},
                {{"offset", std::to_string(read)}, {"reason", status.message()}});
  return parser.release();
}

}  // namespace leye::json
