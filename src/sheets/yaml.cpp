#include "sheets/yaml.h"

#include <yaml-cpp/eventhandler.h>
#include <yaml-cpp/exceptions.h>
#include <yaml-cpp/parser.h>

#include <algorithm>
#include <sstream>

#include "sheets/yaml_text.h"

namespace leye::sheets {
namespace {

constexpr std::size_t kMaxDepth = 32;

/// Thrown through yaml-cpp to stop reading; never leaves this file.
struct Stop {
  YamlProblem problem;
};

/// Builds the tree from yaml-cpp's events: they carry places, anchors and tags, which its own
/// tree drops, and they keep every duplicate key.
class TreeBuilder : public YAML::EventHandler {
 public:
  TreeBuilder(YamlFile& file, std::vector<std::string_view> lines,
              const std::vector<std::string_view>& expression_keys)
      : file_(file), lines_(std::move(lines)), expression_keys_(expression_keys) {}

  void OnDocumentStart(const YAML::Mark&) override {}
  void OnDocumentEnd() override {}
  void OnNull(const YAML::Mark& mark, YAML::anchor_t anchor) override {
    refuse_properties(mark, anchor, "?");
    add(node(mark, YamlKind::kScalar));
  }
  void OnAlias(const YAML::Mark& mark, YAML::anchor_t) override {
    problem("yaml.alias", place(mark));
    add(node(mark, YamlKind::kScalar));
  }
  void OnScalar(const YAML::Mark& mark, const std::string& tag, YAML::anchor_t anchor,
                const std::string& value) override {
    refuse_properties(mark, anchor, tag);
    YamlNode scalar = node(mark, YamlKind::kScalar);
    scalar.text = value;
    scalar.style = style_at(scalar.place, tag);
    scalar.runs = runs(scalar);
    check_plain_expression(scalar);
    add(std::move(scalar));
  }
  void OnSequenceStart(const YAML::Mark& mark, const std::string& tag, YAML::anchor_t anchor,
                       YAML::EmitterStyle::value) override {
    open(mark, tag, anchor, YamlKind::kList);
  }
  void OnSequenceEnd() override { close(); }
  void OnMapStart(const YAML::Mark& mark, const std::string& tag, YAML::anchor_t anchor,
                  YAML::EmitterStyle::value) override {
    open(mark, tag, anchor, YamlKind::kMap);
  }
  void OnMapEnd() override { close(); }

  /// The remedy for a broken line is often quotes: look for an unquoted expression on it.
  [[nodiscard]] YamlProblem syntax_problem(const YAML::Mark& mark, const std::string& what) const {
    const Place at = place(mark);
    const auto line = line_at(at.line);
    for (const auto key : expression_keys_) {
      const std::string needle = std::string(key) + ": ";
      const auto found = line.find(needle);
      if (found == std::string_view::npos) continue;
      if (found > 0 && line[found - 1] != ' ' && line[found - 1] != '{') continue;
      const auto value = line.find_first_not_of(' ', found + needle.size());
      if (value == std::string_view::npos) continue;
      if (std::string_view("'\"|>").find(line[value]) != std::string_view::npos) continue;
      const Place start{at.line,
                        static_cast<int>(yaml_text::code_points(line.substr(0, value))) + 1};
      return {"yaml.needs_quotes", start, {}};
    }
    return {"yaml.syntax", at, {{"problem", what}}};
  }

 private:
  struct Open {
    YamlNode node;
    std::optional<YamlNode> key;
  };

  [[nodiscard]] std::string_view line_at(int line) const {
    const auto index = static_cast<std::size_t>(line - 1);
    return index < lines_.size() ? lines_[index] : std::string_view();
  }
  [[nodiscard]] Place place(const YAML::Mark& mark) const {
    const int line = std::max(mark.line, 0) + 1;
    const auto bytes = static_cast<std::size_t>(std::max(mark.column, 0));
    return {line, static_cast<int>(yaml_text::code_points(
                      line_at(line).substr(0, std::min(bytes, line_at(line).size())))) +
                      1};
  }
  [[nodiscard]] YamlNode node(const YAML::Mark& mark, YamlKind kind) const {
    YamlNode made;
    made.kind = kind;
    made.place = place(mark);
    return made;
  }
  /// The rest of the line from a place on.
  [[nodiscard]] std::string_view from(Place at) const {
    const auto line = line_at(at.line);
    std::size_t byte = 0;
    for (int column = 1; column < at.column && byte < line.size(); ++column) {
      ++byte;
      while (byte < line.size() && yaml_text::continues(line[byte])) ++byte;
    }
    return line.substr(std::min(byte, line.size()));
  }
  [[nodiscard]] YamlStyle style_at(Place at, const std::string& tag) const {
    const auto rest = from(at);
    if (tag != "!" || rest.empty()) return YamlStyle::kPlain;
    switch (rest.front()) {
      case '\'':
        return YamlStyle::kSingleQuoted;
      case '"':
        return YamlStyle::kDoubleQuoted;
      case '|':
        return YamlStyle::kLiteral;
      case '>':
        return YamlStyle::kFolded;
      default:
        return YamlStyle::kPlain;
    }
  }
  void problem(std::string code, Place at,
               std::vector<std::pair<std::string, std::string>> args = {}) {
    file_.problems.push_back({std::move(code), at, std::move(args)});
  }
  void refuse_properties(const YAML::Mark& mark, YAML::anchor_t anchor, const std::string& tag) {
    const auto rest = from(place(mark));
    const bool marked = !rest.empty() && (rest.front() == '&' || rest.front() == '!');
    if (anchor != 0 || marked || (tag != "?" && tag != "!")) problem("yaml.alias", place(mark));
  }
  void check_plain_expression(const YamlNode& scalar) {
    if (stack_.empty() || !stack_.back().key || scalar.style != YamlStyle::kPlain) return;
    const auto& key = stack_.back().key->text;
    if (std::find(expression_keys_.begin(), expression_keys_.end(), key) == expression_keys_.end())
      return;
    if (from(scalar.place).substr(0, scalar.text.size()) == scalar.text &&
        from(scalar.place).substr(scalar.text.size()).starts_with(" #"))
      problem("yaml.needs_quotes", scalar.place);
  }
  [[nodiscard]] std::vector<std::pair<std::size_t, Place>> runs(const YamlNode& scalar) const;
  [[nodiscard]] std::vector<std::pair<std::size_t, Place>> block_runs(const YamlNode&) const;
  [[nodiscard]] std::vector<std::pair<std::size_t, Place>> quoted_runs(const YamlNode&) const;

  void open(const YAML::Mark& mark, const std::string& tag, YAML::anchor_t anchor, YamlKind kind) {
    refuse_properties(mark, anchor, tag);
    if (stack_.size() >= kMaxDepth)
      throw Stop{{"yaml.too_large", place(mark), {{"limit", "32 levels"}}}};
    stack_.push_back({node(mark, kind), std::nullopt});
  }
  void close() {
    YamlNode done = std::move(stack_.back().node);
    stack_.pop_back();
    add(std::move(done));
  }
  void add(YamlNode value) {
    if (stack_.empty()) {
      file_.root = std::move(value);
      return;
    }
    Open& parent = stack_.back();
    if (parent.node.is_list()) {
      parent.node.items.push_back(std::move(value));
    } else if (!parent.key) {
      if (!value.is_scalar())
        throw Stop{{"yaml.syntax", value.place, {{"problem", "a key that is not a text"}}}};
      parent.key = std::move(value);
    } else {
      add_entry(parent, std::move(value));
    }
  }
  void add_entry(Open& parent, YamlNode value) {
    YamlNode key = std::move(*parent.key);
    parent.key.reset();
    for (const auto& entry : parent.node.entries) {
      if (entry.key != key.text) continue;
      problem("yaml.duplicate_key", key.place,
              {{"key", key.text}, {"line", std::to_string(entry.place.line)}});
      return;
    }
    parent.node.entries.push_back({key.text, key.place, std::move(value)});
  }

  YamlFile& file_;
  std::vector<std::string_view> lines_;
  const std::vector<std::string_view>& expression_keys_;
  std::vector<Open> stack_;
};

using Runs = std::vector<std::pair<std::size_t, Place>>;

Runs TreeBuilder::runs(const YamlNode& scalar) const {
  switch (scalar.style) {
    case YamlStyle::kLiteral:
    case YamlStyle::kFolded:
      return block_runs(scalar);
    case YamlStyle::kSingleQuoted:
    case YamlStyle::kDoubleQuoted:
      return quoted_runs(scalar);
    case YamlStyle::kPlain:
      break;
  }
  return {{0, scalar.place}};
}

Runs TreeBuilder::block_runs(const YamlNode& scalar) const {
  std::size_t indent = 0;
  for (int line = scalar.place.line + 1; line <= static_cast<int>(lines_.size()); ++line) {
    const auto found = line_at(line).find_first_not_of(' ');
    if (found == std::string_view::npos) continue;
    indent = found;
    break;
  }
  Runs result;
  std::size_t index = 0;
  int line = scalar.place.line + 1;
  for (const auto text : yaml_text::lines_of(scalar.text)) {
    result.push_back({index, {line++, static_cast<int>(indent) + 1}});
    index += yaml_text::code_points(text) + 1;
  }
  return result;
}

Runs TreeBuilder::quoted_runs(const YamlNode& scalar) const {
  const bool single = scalar.style == YamlStyle::kSingleQuoted;
  const auto source = from(scalar.place);
  Runs result{{0, {scalar.place.line, scalar.place.column + 1}}};
  std::size_t index = 0;
  int column = scalar.place.column + 1;
  for (std::size_t i = 1; i < source.size(); ++i) {
    const char c = source[i];
    if (yaml_text::continues(c)) continue;
    if (c == source.front() && !(single && i + 1 < source.size() && source[i + 1] == '\'')) break;
    std::size_t extra = single && c == '\'' ? 1 : 0;
    if (!single && c == '\\' && i + 1 < source.size()) {
      const char kind = source[i + 1];
      extra = kind == 'x' ? 3 : kind == 'u' ? 5 : kind == 'U' ? 9 : 1;
    }
    ++index;
    column += 1 + static_cast<int>(extra);
    i += extra;
    if (extra > 0) result.push_back({index, {scalar.place.line, column}});
  }
  return result;
}

}  // namespace

YamlFile read_yaml(std::string_view text, const std::vector<std::string_view>& expression_keys) {
  YamlFile file;
  file.problems = yaml_text::byte_problems(text);
  if (!file.problems.empty()) return file;
  TreeBuilder builder(file, yaml_text::lines_of(text), expression_keys);
  std::istringstream stream{std::string(text)};
  try {
    YAML::Parser parser(stream);
    parser.HandleNextDocument(builder);
    YamlFile rest;
    TreeBuilder second(rest, yaml_text::lines_of(text), expression_keys);
    if (parser.HandleNextDocument(second))
      file.problems.push_back({"yaml.syntax", rest.root.place, {{"problem", "second document"}}});
  } catch (const Stop& stop) {
    file.problems.push_back(stop.problem);
  } catch (const YAML::Exception& error) {
    file.problems.push_back(builder.syntax_problem(error.mark, error.msg));
  }
  return file;
}

}  // namespace leye::sheets
