#pragma once
#include <functional>
#include <memory>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "core/result.h"

namespace leye::sheets {

/// `&`, `<`, `>`, quotes escaped; characters XML 1.0 cannot hold are left out.
[[nodiscard]] std::string xml_escape(std::string_view);
/// `x:row` → `row`; WPS writes prefixes where Excel writes none.
[[nodiscard]] std::string_view local_name(std::string_view);

/// The attributes of a start tag, in pairs, as the parser gives them.
class Attributes {
 public:
  explicit Attributes(const char** pairs) : pairs_(pairs) {}
  /// Value of the attribute with this local name; nullptr where there is none.
  [[nodiscard]] const char* find(std::string_view name) const;

 private:
  const char** pairs_;
};

/// A push parser that refuses DTDs. Names given to handlers are local names.
class XmlStream {
 public:
  struct Handlers {
    std::function<void(std::string_view, const Attributes&)> start;
    std::function<void(std::string_view)> end;
    std::function<void(std::string_view)> text;
  };
  XmlStream(std::string part, Handlers);
  XmlStream(const XmlStream&) = delete;
  XmlStream& operator=(const XmlStream&) = delete;
  ~XmlStream();
  /// Errors `xml.broken` (part, line), `xml.dtd`. After `stop` nothing is parsed and nothing fails.
  [[nodiscard]] Result<void> feed(std::string_view piece, bool last);
  /// Called from a handler: ends the parsing.
  void stop();
  [[nodiscard]] bool stopped() const;

 private:
  struct State;
  std::unique_ptr<State> state_;
};

/// An element of a small document held in memory (docx parts); a text node has an empty name.
struct XmlNode {
  std::string name;  ///< with its prefix, `w:p`
  std::vector<std::pair<std::string, std::string>> attributes;
  std::string text;
  std::vector<XmlNode> children;

  [[nodiscard]] bool is_text() const { return name.empty(); }
  [[nodiscard]] const std::string* attribute(std::string_view key) const;
};

/// Errors `xml.broken` (part, line), `xml.dtd`, `xml.too_deep` (256 levels).
[[nodiscard]] Result<XmlNode> parse_xml(std::string_view bytes, std::string part);
/// With the XML declaration Office expects.
[[nodiscard]] std::string write_xml(const XmlNode& root);

}  // namespace leye::sheets
