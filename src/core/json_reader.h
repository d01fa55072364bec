#pragma once
// What core/json.h walks with: the place in a document, the faults found, the schemas described.
#include <boost/json.hpp>
#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "core/messages.h"
#include "core/result.h"

namespace leye::json {

/// Walks one document: where it stands, and what it found wrong.
class Reader {
 public:
  enum class Source { kJson, kUrl };  ///< a URL has only texts: numbers are read from them
  explicit Reader(Source source = Source::kJson) : source_(source) {}

  [[nodiscard]] bool from_url() const { return source_ == Source::kUrl; }
  void error(std::string code, MessageArgs args = {});
  /// Keeps code and values, replaces the place by the pointer.
  void error(Error);
  [[nodiscard]] std::vector<Error>& errors() { return errors_; }

  /// The object or text in the value; otherwise an error and nothing.
  [[nodiscard]] const boost::json::object* object(const boost::json::value&);
  [[nodiscard]] const boost::json::array* array(const boost::json::value&);
  [[nodiscard]] std::optional<std::string_view> text(const boost::json::value&);
  [[nodiscard]] std::optional<std::int64_t> whole(const boost::json::value&);
  void refuse_unknown(const boost::json::object&, const std::vector<std::string_view>& known);

  /// The reader stands on a member or element while this lives.
  class Step {
   public:
    Step(Reader&, std::string_view name);
    Step(Reader&, std::size_t index);
    ~Step();
    Step(const Step&) = delete;
    Step& operator=(const Step&) = delete;

   private:
    Reader& reader_;
    std::size_t length_;
  };

 private:
  Source source_;
  std::string pointer_;
  std::vector<Error> errors_;
};

/// The components of an OpenAPI document, by type name. In an answer every member is present
/// (null where there is nothing); in a request an optional one may be left out.
class Schemas {
 public:
  enum class Use { kAnswer, kRequest };
  /// False if the type is described already (or is being described further up).
  bool begin(std::string_view name, std::string_view full_name);
  void finish(std::string_view name, boost::json::object schema);
  void set_use(Use use) { use_ = use; }
  [[nodiscard]] Use use() const { return use_; }
  [[nodiscard]] boost::json::object components() const;
  /// Names that two different types claim; must be empty.
  [[nodiscard]] const std::vector<std::string>& clashes() const { return clashes_; }

 private:
  struct Entry {
    std::string full_name;
    Use use;
    boost::json::object schema;
  };
  Use use_ = Use::kAnswer;
  std::map<std::string, Entry, std::less<>> entries_;
  std::vector<std::string> clashes_;
};

namespace detail {

constexpr std::string_view member_name(std::string_view name) {
  if (name.ends_with('_')) name.remove_suffix(1);
  return name;
}

void append_text(std::string& out, std::string_view text);
void append_number(std::string& out, std::int64_t number);
void append_value(std::string& out, const boost::json::value& value);
std::string enumerator_text(std::string_view name);
/// False (and an error) if the text is too long or holds control characters; `out` is in NFC.
bool clean_text(std::string_view text, std::size_t max_characters, std::string& out, Reader&);
boost::json::object text_schema(std::string_view format = {});
boost::json::object integer_schema();
boost::json::object nullable(boost::json::object schema);

}  // namespace detail
}  // namespace leye::json
