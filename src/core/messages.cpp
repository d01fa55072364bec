#include "core/messages.h"

#include <boost/json.hpp>
#include <map>
#include <stdexcept>

namespace leye {
namespace {

struct Text {
  std::string zh;
  std::string en;
};

class Catalogue {
 public:
  Catalogue() {
    for (const auto* c = detail::kCatalogues; c->folder != nullptr; ++c) load(*c);
  }
  [[nodiscard]] const Text* find(std::string_view key) const {
    const auto it = texts_.find(key);
    return it == texts_.end() ? nullptr : &it->second;
  }
  [[nodiscard]] std::vector<std::string> codes() const { return {codes_.begin(), codes_.end()}; }

 private:
  void load(const detail::EmbeddedCatalogue& source) {
    boost::system::error_code bad;
    const auto root = boost::json::parse(source.json, bad);
    // The lint parses every catalogue, so this can only be a build that skipped it.
    if (bad) throw std::logic_error(std::string("messages.json of ") + source.folder);
    const auto& object = root.as_object();
    if (const auto* errors = object.if_contains("errors")) {
      for (const auto& [code, value] : errors->as_object()) {
        const auto& zh = value.as_object().at("zh").as_array();
        const auto& en = value.as_object().at("en").as_array();
        codes_.emplace_back(code);
        texts_[std::string(code) + ".what"] = {std::string(zh.at(0).as_string()),
                                               std::string(en.at(0).as_string())};
        texts_[std::string(code) + ".remedy"] = {std::string(zh.at(1).as_string()),
                                                 std::string(en.at(1).as_string())};
      }
    }
    if (const auto* texts = object.if_contains("texts")) {
      for (const auto& [key, value] : texts->as_object())
        texts_[std::string(key)] = {std::string(value.as_object().at("zh").as_string()),
                                    std::string(value.as_object().at("en").as_string())};
    }
    std::sort(codes_.begin(), codes_.end());
  }
  std::map<std::string, Text, std::less<>> texts_;
  std::vector<std::string> codes_;
};

const Catalogue& catalogue() {
  static const Catalogue instance;
  return instance;
}

std::string fill(std::string_view text, const MessageArgs& args) {
  std::string out;
  out.reserve(text.size() + 16);
  while (!text.empty()) {
    const auto open = text.find('{');
    const auto close = open == text.npos ? text.npos : text.find('}', open);
    if (close == text.npos) return out.append(text);
    const auto name = text.substr(open + 1, close - open - 1);
    out.append(text.substr(0, open));
    const auto arg = std::find_if(args.begin(), args.end(),
                                  [&](const auto& pair) { return pair.first == name; });
    out.append(arg == args.end() ? text.substr(open, close - open + 1)
                                 : std::string_view(arg->second));
    text.remove_prefix(close + 1);
  }
  return out;
}

}  // namespace

Locale locale_of(std::string_view name) {
  return name.substr(0, 2) == "en" ? Locale::kEn : Locale::kZhCn;
}

std::string message(Locale locale, std::string_view key, const MessageArgs& args) {
  const Text* text = catalogue().find(key);
  if (text == nullptr) return "「" + std::string(key) + "」";
  return fill(locale == Locale::kEn ? text->en : text->zh, args);
}

std::string what(const Error& error, Locale locale) {
  return message(locale, error.code + ".what", error.args);
}

std::string remedy(const Error& error, Locale locale) {
  return message(locale, error.code + ".remedy", error.args);
}

std::string describe(const Error& error, Locale locale) {
  const std::string stop = locale == Locale::kEn ? "; " : "；";
  const std::string colon = locale == Locale::kEn ? ": " : "：";
  return (error.where.empty() ? "" : error.where + colon) + what(error, locale) + stop +
         remedy(error, locale) + " [" + error.code + "]";
}

std::vector<std::string> error_codes() { return catalogue().codes(); }

Error at(std::string_view place, Error error) {
  error.where = error.where.empty() ? std::string(place) : std::string(place) + ", " + error.where;
  return error;
}

}  // namespace leye
