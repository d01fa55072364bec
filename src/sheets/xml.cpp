#include "sheets/xml.h"

#include <expat.h>

#include <climits>

namespace leye::sheets {

std::string_view local_name(std::string_view name) {
  const auto colon = name.rfind(':');
  return colon == std::string_view::npos ? name : name.substr(colon + 1);
}

const char* Attributes::find(std::string_view name) const {
  for (const char** pair = pairs_; *pair != nullptr; pair += 2)
    if (local_name(*pair) == name) return pair[1];
  return nullptr;
}

std::string xml_escape(std::string_view text) {
  std::string out;
  out.reserve(text.size());
  for (const char c : text) {
    const auto byte = static_cast<unsigned char>(c);
    if (c == '&') {
      out += "&amp;";
    } else if (c == '<') {
      out += "&lt;";
    } else if (c == '>') {
      out += "&gt;";
    } else if (c == '"') {
      out += "&quot;";
    } else if (byte >= 0x20 || c == '\t' || c == '\n' || c == '\r') {
      out += c;
    }
  }
  return out;
}

struct XmlStream::State {
  struct FreeParser {
    void operator()(XML_Parser unused) const { XML_ParserFree(unused); }
  };
  std::string part;
  Handlers handlers;
  std::unique_ptr<XML_ParserStruct, FreeParser> parser;
  bool stopped = false;
  bool dtd = false;

  static void on_start(void* self, const char* name, const char** attributes) {
    auto& stream = *static_cast<State*>(self);
    if (!stream.stopped && stream.handlers.start)
      stream.handlers.start(local_name(name), Attributes(attributes));
  }
  static void on_end(void* self, const char* name) {
    auto& stream = *static_cast<State*>(self);
    if (!stream.stopped && stream.handlers.end) stream.handlers.end(local_name(name));
  }
  static void on_text(void* self, const char* text, int size) {
    auto& stream = *static_cast<State*>(self);
    if (!stream.stopped && stream.handlers.text)
      stream.handlers.text(std::string_view(text, static_cast<std::size_t>(size)));
  }
  static void on_doctype(void* self, const char*, const char*, const char*, int) {
    auto& stream = *static_cast<State*>(self);
    stream.dtd = true;
    XML_StopParser(stream.parser.get(), XML_FALSE);
  }
};

XmlStream::XmlStream(std::string part, Handlers handlers) : state_(std::make_unique<State>()) {
  state_->part = std::move(part);
  state_->handlers = std::move(handlers);
  state_->parser.reset(XML_ParserCreate(nullptr));
  XML_SetUserData(state_->parser.get(), state_.get());
  XML_SetElementHandler(state_->parser.get(), State::on_start, State::on_end);
  XML_SetCharacterDataHandler(state_->parser.get(), State::on_text);
  XML_SetStartDoctypeDeclHandler(state_->parser.get(), State::on_doctype);
}
XmlStream::~XmlStream() = default;

void XmlStream::stop() {
  state_->stopped = true;
  XML_StopParser(state_->parser.get(), XML_FALSE);
}
bool XmlStream::stopped() const { return state_->stopped; }

Result<void> XmlStream::feed(std::string_view piece, bool last) {
  if (state_->stopped) return {};
  do {
    const std::size_t size = piece.size() < INT_MAX ? piece.size() : INT_MAX;
    const bool end = last && size == piece.size();
    const auto status = XML_Parse(state_->parser.get(), piece.data(), static_cast<int>(size), end);
    piece.remove_prefix(size);
    if (status == XML_STATUS_ERROR && !state_->stopped) {
      const auto line = std::to_string(XML_GetCurrentLineNumber(state_->parser.get()));
      if (state_->dtd) return fail("xml.dtd", state_->part + ", line " + line);
      return fail("xml.broken", state_->part + ", line " + line,
                  {{"why", XML_ErrorString(XML_GetErrorCode(state_->parser.get()))}});
    }
  } while (!piece.empty() && !state_->stopped);
  return {};
}

const std::string* XmlNode::attribute(std::string_view key) const {
  for (const auto& [name_, value] : attributes)
    if (name_ == key) return &value;
  return nullptr;
}

namespace {

/// Builds the tree with its prefixes kept; a parser of its own because XmlStream has handlers for
/// local names and no list of attributes.
struct TreeBuilder {
  static constexpr std::size_t kDepth = 256;
  XML_Parser parser;
  XmlNode root;
  std::vector<XmlNode*> open;
  bool dtd = false;
  bool too_deep = false;

  static void on_start(void* self, const char* name, const char** attributes) {
    auto& tree = *static_cast<TreeBuilder*>(self);
    if (tree.open.size() >= kDepth) {
      tree.too_deep = true;
      XML_StopParser(tree.parser, XML_FALSE);
      return;
    }
    XmlNode node;
    node.name = name;
    for (; *attributes != nullptr; attributes += 2)
      node.attributes.emplace_back(attributes[0], attributes[1]);
    // A parent's children grow only while the parent is the innermost open one, so that pointers to
    // open nodes stay valid.
    auto& siblings = tree.open.back()->children;
    siblings.push_back(std::move(node));
    tree.open.push_back(&siblings.back());
  }
  static void on_end(void* self, const char*) {
    auto& tree = *static_cast<TreeBuilder*>(self);
    if (!tree.too_deep) tree.open.pop_back();
  }
  static void on_text(void* self, const char* text, int size) {
    auto& tree = *static_cast<TreeBuilder*>(self);
    auto& siblings = tree.open.back()->children;
    if (siblings.empty() || !siblings.back().is_text()) siblings.emplace_back();
    siblings.back().text.append(text, static_cast<std::size_t>(size));
  }
  static void on_doctype(void* self, const char*, const char*, const char*, int) {
    auto& tree = *static_cast<TreeBuilder*>(self);
    tree.dtd = true;
    XML_StopParser(tree.parser, XML_FALSE);
  }
};

void write_node(const XmlNode& node, std::string& out) {
  if (node.is_text()) {
    out += xml_escape(node.text);
    return;
  }
  out += '<' + node.name;
  for (const auto& [key, value] : node.attributes)
    out += ' ' + key + "=\"" + xml_escape(value) + '"';
  if (node.children.empty()) {
    out += "/>";
    return;
  }
  out += '>';
  for (const auto& child : node.children) write_node(child, out);
  out += "</" + node.name + '>';
}

}  // namespace

Result<XmlNode> parse_xml(std::string_view bytes, std::string part) {
  if (bytes.size() > INT_MAX) return fail("xml.broken", part, {{"why", "2 GB"}});
  const std::unique_ptr<XML_ParserStruct, decltype(&XML_ParserFree)> parser(
      XML_ParserCreate(nullptr), &XML_ParserFree);
  TreeBuilder tree{parser.get(), {}, {}};
  tree.open.push_back(&tree.root);
  XML_SetUserData(parser.get(), &tree);
  XML_SetElementHandler(parser.get(), TreeBuilder::on_start, TreeBuilder::on_end);
  XML_SetCharacterDataHandler(parser.get(), TreeBuilder::on_text);
  XML_SetStartDoctypeDeclHandler(parser.get(), TreeBuilder::on_doctype);
  const auto status =
      XML_Parse(parser.get(), bytes.data(), static_cast<int>(bytes.size()), XML_TRUE);
  if (status != XML_STATUS_OK) {
    const auto place = part + ", line " + std::to_string(XML_GetCurrentLineNumber(parser.get()));
    if (tree.dtd) return fail("xml.dtd", place);
    if (tree.too_deep) return fail("xml.too_deep", place);
    return fail("xml.broken", place, {{"why", XML_ErrorString(XML_GetErrorCode(parser.get()))}});
  }
  return std::move(tree.root.children.front());
}

std::string write_xml(const XmlNode& root) {
  std::string out = "<?xml version=\"1.0\" encoding=\"UTF-8\" standalone=\"yes\"?>\n";
  write_node(root, out);
  return out;
}

}  // namespace leye::sheets
