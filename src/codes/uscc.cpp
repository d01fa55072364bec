#include "codes/uscc.h"

#include <algorithm>
#include <array>

#include "codes/text.h"

namespace leye::codes {
namespace {

constexpr std::string_view kAlphabet = "0123456789ABCDEFGHJKLMNPQRTUWXY";
constexpr std::array<int, 17> kWeights = {1,  3,  9,  27, 19, 26, 16, 17, 20,
                                          29, 25, 13, 8,  24, 10, 30, 28};
constexpr std::array<int, 8> kOrgWeights = {3, 7, 9, 10, 5, 8, 4, 2};

tl::unexpected<Error> refuse(std::string code, const std::string& text,
                             std::pair<std::string, std::string> arg = {}) {
  std::vector<std::pair<std::string, std::string>> args = {{"text", text}};
  if (!arg.first.empty()) args.push_back(std::move(arg));
  return fail(std::move(code), {}, std::move(args));
}

std::string bad_positions(std::string_view text) {
  std::string out;
  for (std::size_t i = 0; i < text.size(); ++i)
    if (kAlphabet.find(text[i]) == std::string_view::npos)
      out += (out.empty() ? "" : ", ") + std::to_string(i + 1);
  return out;
}

bool known_authority(char authority, char category) {
  static constexpr std::array<std::string_view, 22> kPairs = {
      "11", "12", "13", "19", "21", "29", "31", "32", "33", "34", "35",
      "39", "51", "52", "53", "59", "81", "91", "92", "93", "A1", "A9"};
  if (authority == 'N' || authority == 'Y') return true;
  const std::array<char, 2> pair = {authority, category};
  return std::find(kPairs.begin(), kPairs.end(), std::string_view(pair.data(), 2)) != kPairs.end();
}

}  // namespace

std::string normalise_uscc(std::string_view raw) {
  std::string out;
  for (const char c : clean_code(raw)) {
    if (c == '-') continue;
    out.push_back(c >= 'a' && c <= 'z' ? static_cast<char>(c - 'a' + 'A') : c);
  }
  return out;
}

char uscc_check(std::string_view first17) {
  if (first17.size() != 17) return '\0';
  int sum = 0;
  for (std::size_t i = 0; i < 17; ++i) {
    const auto value = kAlphabet.find(first17[i]);
    if (value == std::string_view::npos) return '\0';
    sum += static_cast<int>(value) * kWeights[i];
  }
  return kAlphabet[static_cast<std::size_t>((31 - sum % 31) % 31)];
}

char org_code_check(std::string_view body8) {
  if (body8.size() != 8) return '\0';
  int sum = 0;
  for (std::size_t i = 0; i < 8; ++i) {
    const char c = body8[i];
    const bool digit = c >= '0' && c <= '9';
    if (!digit && !(c >= 'A' && c <= 'Z')) return '\0';
    sum += (digit ? c - '0' : c - 'A' + 10) * kOrgWeights[i];
  }
  const int rest = 11 - sum % 11;
  return rest == 10 ? 'X' : rest == 11 ? '0' : static_cast<char>('0' + rest);
}

Result<Uscc> parse_uscc(std::string_view raw) {
  const auto text = normalise_uscc(raw);
  if (text.empty()) return refuse("uscc.empty", text);
  if (code_points(text).size() != 18) return refuse("uscc.length", text);
  const auto division = text.substr(2, 6);
  if (!std::all_of(division.begin(), division.end(), [](char c) { return c >= '0' && c <= '9'; }))
    return refuse("uscc.division", text);
  if (const auto bad = bad_positions(text); !bad.empty())
    return refuse("uscc.charset", text, {"positions", bad});
  const char expected = uscc_check(std::string_view(text).substr(0, 17));
  if (text[17] != expected)
    return refuse("uscc.check_digit", text, {"expected", std::string(1, expected)});
  Uscc code{text, text[0], text[1], division, text.substr(8, 8) + "-" + text[16], {}};
  if (org_code_check(std::string_view(text).substr(8, 8)) != text[16])
    code.warnings.emplace_back("org_code_check");
  if (!known_authority(code.authority, code.category))
    code.warnings.emplace_back("authority_unknown");
  return code;
}

}  // namespace leye::codes
