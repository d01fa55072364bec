#include "outreach/letters.h"

#include <algorithm>
#include <fstream>
#include <sstream>

namespace leye::outreach {
namespace {

void replace_all(std::string& text, std::string_view what, std::string_view with) {
  for (auto at = text.find(what); at != std::string::npos; at = text.find(what, at + with.size()))
    text.replace(at, what.size(), with);
}

/// Does the amount rest on a parameter that the city has still to confirm?
bool is_assumed(const rules::Pack& pack, const rules::Policy& policy, Date on) {
  if (!policy.amount) return false;
  return std::ranges::any_of(policy.amount->expr.compiled->nodes(), [&](const rules::Node& node) {
    if (node.op != rules::Op::kParam && node.op != rules::Op::kParamAt) return false;
    const auto* row = pack.environment.params[node.index].at(on);
    return row == nullptr || row->certainty == "assumed";
  });
}

std::string_view title_of(const rules::Pack& pack, const rules::Need& need) {
  if (!need.title.zh.empty()) return need.title.zh;
  const auto* paper = pack.paper(need.id);
  return paper == nullptr ? std::string_view(need.id) : std::string_view(paper->title.zh);
}

}  // namespace

Result<std::string> read_template(const std::filesystem::path& pack_folder, std::string_view name) {
  const auto path = pack_folder / "templates" / "messages" / (std::string(name) + ".zh.txt");
  std::ifstream in(path, std::ios::binary);
  std::ostringstream text;
  text << in.rdbuf();
  if (!in) return fail("outreach.template", path.string(), {{"why", "—"}});
  auto filled = fill(text.str(), {"x", "x", "x", "x", "x", "x"});
  const auto open = filled.find('{');
  if (open != std::string::npos)
    return fail("outreach.template", path.string(),
                {{"why", filled.substr(open, filled.find('}', open) - open + 1)}});
  return std::move(text).str();
}

std::string fill(std::string text, const Letter& letter) {
  replace_all(text, "{policy}", letter.policy);
  replace_all(text, "{amount}", letter.amount);
  replace_all(text, "{papers}", letter.papers);
  replace_all(text, "{where}", letter.where);
  replace_all(text, "{date}", letter.date);
  replace_all(text, "{name}", letter.name);
  return text;
}

std::string amount_text(const rules::Pack& pack, const rules::Policy& policy,
                        const std::optional<Fen>& fen, Date on) {
  if (!policy.amount) return "以经办机构公布为准";
  if (policy.amount->paid_by != "bureau") return "由发放单位核定";
  if (!fen || is_assumed(pack, policy, on)) return "以经办机构公布为准";
  const std::string& per = policy.amount->per;
  const std::string_view unit = per == "month"     ? "（每月）"
                                : per == "quarter" ? "（本季度）"
                                : per == "year"    ? "（本年度）"
                                                   : "";
  return to_yuan(*fen) + " 元" + std::string(unit);
}

std::string papers_text(const rules::Pack& pack, const rules::Policy& policy) {
  std::string bring;
  std::string shared;
  for (const auto& need : policy.needs) {
    const auto* paper = pack.paper(need.id);
    const bool known = paper != nullptr && !paper->register_code.empty();
    std::string& list = known ? shared : bring;
    list += (list.empty() ? "" : "、") + std::string(title_of(pack, need));
    if (!known && need.deferrable) list += "（可后补）";
  }
  if (bring.empty()) bring = "不用带材料";
  if (!shared.empty()) bring += "（" + shared + "由部门间核对，查得到的不用提交）";
  return bring;
}

std::string where_text(const codes::Divisions& divisions,
                       const std::optional<std::string>& office) {
  const auto* unit = office ? divisions.find(*office) : nullptr;
  if (unit == nullptr) return "就近的公共就业服务机构";
  const auto* street = divisions.ancestor(*unit, codes::DivisionLevel::kStreet);
  if (street == nullptr) return divisions.full_name(*unit) + "公共就业服务机构";
  return divisions.full_name(*street) + "党群服务中心（就业服务窗口）";
}

}  // namespace leye::outreach
