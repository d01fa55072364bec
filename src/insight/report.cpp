#include "insight/report.h"

#include <fmt/format.h>

#include <algorithm>
#include <set>

#include "codes/ratio.h"

namespace leye::insight {
namespace {

std::string day(Date date) {
  const auto d = civil(date);
  return fmt::format("{}年{}月{}日", d.year, d.month, d.day);
}

std::string short_day(Date date) {
  const auto d = civil(date);
  return fmt::format("{}月{}日", d.month, d.day);
}

class Writer {
 public:
  explicit Writer(const ReportInput& in) : in_(in), as_of_(day(in.indicators.as_of)) {}

  Result<std::vector<Block>> write() {
    const auto* unit = in_.divisions.find(in_.division);
    if (unit == nullptr) return fail("report.division", {}, {{"code", in_.division}});
    // The city's own figures are over everybody, wherever the place is not known.
    city_ = unit->level == codes::DivisionLevel::kCity;
    name_ = unit->name;
    head();
    part_one();
    part_two(*unit);
    part_three();
    part_four();
    annexes();
    return std::move(out_);
  }

 private:
  void text(std::string style, std::string words) {
    out_.emplace_back(Paragraph{std::move(style), std::move(words)});
  }
  void body(std::string words) { text("Body", std::move(words)); }

  [[nodiscard]] Tally tally(const IndicatorValue& value) const {
    return in_.indicators.tally(value, city_ || !placed(value) ? "" : in_.division);
  }
  /// Employers are not yet placed in a district: their figures are the city's and say so.
  static bool placed(const IndicatorValue& value) { return value.subject == "person"; }
  [[nodiscard]] const rules::Indicator* rule(const IndicatorValue& value) const {
    return in_.pack.find(value.id, in_.indicators.as_of).indicator;
  }

  /// “截至…，应…N人，已…n人，完成率x%（待核…）”: the one sentence pattern of domain.md §9.1.
  [[nodiscard]] std::string sentence(const IndicatorValue& value) const {
    const Tally t = tally(value);
    const auto* indicator = rule(value);
    const std::string title = indicator == nullptr ? value.code : indicator->head.title.zh;
    const char* unit = value.subject == "person" ? "人" : "户";
    const char* where = city_ || placed(value) ? "" : "（全市口径）";
    if (t.denominator() == 0)
      return fmt::format("截至{}，{}{}：无对象（待核{}{}）。", as_of_, title, where,
                         t.undetermined(), unit);
    std::string out = fmt::format("截至{}，{}{}：应计{}{}，已完成{}{}，{}", as_of_, title, where,
                                  t.denominator(), unit, t.numerator(), unit, t.display());
    out += fmt::format("（统计期{}至{}；另有待核{}{}、出错{}{}单列）", short_day(value.span.start),
                       short_day(value.span.end), t.undetermined(), unit, t.error, unit);
    return out + "。";
  }

  void head() {
    const auto& campaign = in_.pack.campaign;
    text("Title", name_ + "人力资源和社会保障局关于" + campaign.title.zh + "情况的总结报告");
    text("Addressee", "市人社局就业促进处：");
    std::string basis;
    for (const auto& item : campaign.basis) basis += (basis.empty() ? "" : "、") + item.document;
    body(fmt::format("按照{}要求，现将{}开展行动的情况报告如下。数据截至{}，口径见附件2。",
                     basis.empty() ? campaign.title.zh : basis, name_, as_of_));
  }

  void indicator_lines(const std::set<std::string>& codes) {
    for (const auto& value : in_.indicators.indicators)
      if (codes.contains(value.code)) body(sentence(value));
  }

  void part_one() {
    text("Heading1", "一、任务完成情况");
    text("Heading2", "（一）政策落实");
    for (const auto& rule : in_.screening.rules) {
      const auto* policy = in_.pack.find(rule.rule, in_.screening.as_of).policy;
      body(fmt::format("{}（全市筛查口径，截至{}）：符合{}，待核{}，不符合{}，应发金额{}元。",
                       policy == nullptr ? rule.rule : policy->head.title.zh,
                       day(in_.screening.as_of), rule.eligible, rule.undetermined,
                       rule.not_eligible, to_yuan(rule.amount)));
    }
    indicator_lines({"I34", "I34E", "I36", "I36E"});
    text("Heading2", "（二）公共就业服务");
    indicator_lines({"I05", "I06", "I17"});
    text("Heading2", "（三）重点群体");
    body("重点群体的联系、服务和政策享受情况已分别列入上述各项，名单可在系统中逐项查看。");
    text("Heading2", "（四）工作要求");
    body(
        fmt::format("本报告全部数据出自已封存的第{}号指标运算和第{}号筛查，"
                    "每个数字均可查到名单；本期未接入数据的条款在附件1中注明。",
                    in_.indicators.number, in_.screening.number));
  }

  /// One row per unit below, with the total first; rates are recomputed, never averaged.
  void breakdown_table(const IndicatorValue& value, const codes::Division& unit, int number) {
    const auto* indicator = rule(value);
    const auto below = in_.divisions.children(unit);
    DocumentTable table;
    table.caption = fmt::format("表{} {}", number,
                                indicator == nullptr ? value.code : indicator->head.title.zh);
    table.unit = value.subject == "person" ? "单位：人" : "单位：户";
    table.header = {"区划", "应计", "已完成", "完成率", "待核"};
    table.widths = {36, 16, 16, 16, 16};
    const auto add = [&](const std::string& name, const Tally& t) {
      table.rows.push_back({name, std::to_string(t.denominator()), std::to_string(t.numerator()),
                            t.display(), std::to_string(t.undetermined())});
    };
    add(name_ + "合计", tally(value));
    const auto parts =
        in_.indicators.tallies(value, below.empty() ? "community" : to_text(below.front()->level));
    for (const auto* child : below) {
      const auto part = parts.find(child->code);
      if (part != parts.end()) add(child->name, part->second);
    }
    table.note = fmt::format("注：{}至{}；“—”表示无对象。{}", short_day(value.span.start),
                             short_day(value.span.end),
                             indicator == nullptr ? "" : indicator->definition.zh);
    out_.emplace_back(std::move(table));
  }

  void part_two(const codes::Division& unit) {
    text("Heading1", "二、主要数据");
    int number = 1;
    for (const auto& value : in_.indicators.indicators)
      if (value.subject == "person") breakdown_table(value, unit, number++);
    DocumentTable table;
    table.caption = fmt::format("表{} 政策筛查结果（全市）", number);
    table.unit = "单位：人、户，元";
    table.header = {"政策", "符合", "待核", "不符合", "出错", "应发金额"};
    table.widths = {34, 12, 12, 14, 10, 18};
    for (const auto& rule : in_.screening.rules) {
      const auto* policy = in_.pack.find(rule.rule, in_.screening.as_of).policy;
      table.rows.push_back({policy == nullptr ? rule.rule : policy->head.title.zh,
                            std::to_string(rule.eligible), std::to_string(rule.undetermined),
                            std::to_string(rule.not_eligible), std::to_string(rule.error),
                            to_yuan(rule.amount)});
    }
    table.note =
        fmt::format("注：截至{}；金额含待确认标准，以市级文件为准。", day(in_.screening.as_of));
    out_.emplace_back(std::move(table));
  }

  void part_three() {
    text("Heading1", "三、典型案例");
    body(
        "典型案例由本区从台账中选定，征得本人同意并隐去身份信息后写入。截至本报告生成时尚未选定案例"
        "。");
  }

  void part_four() {
    text("Heading1", "四、意见建议");
    std::map<std::string, std::int64_t> missing;
    for (const auto& rule : in_.screening.rules)
      for (const auto& [fact, count] : rule.missing_top) missing[fact] += count;
    std::vector<std::pair<std::string, std::int64_t>> ranked(missing.begin(), missing.end());
    std::stable_sort(ranked.begin(), ranked.end(),
                     [](const auto& a, const auto& b) { return a.second > b.second; });
    if (ranked.empty()) body("本期筛查没有因信息不全而待核的对象，暂无建议。");
    for (std::size_t i = 0; i < std::min<std::size_t>(3, ranked.size()); ++i) {
      const auto* fact = in_.pack.environment.find_fact(ranked[i].first);
      body(fmt::format(
          "{}. 建议有关部门共享“{}”数据：目前有{}项待核因缺少该信息无法判定（C1.3.6）。", i + 1,
          fact == nullptr ? ranked[i].first : fact->title.zh, ranked[i].second));
    }
  }

  /// Every clause has a status; one that no figure measures says so.
  void annexes() {
    text("Heading1", "附件1 条款落实情况");
    std::map<std::string, const IndicatorValue*> by_clause;
    for (const auto& value : in_.indicators.indicators)
      if (const auto* indicator = rule(value))
        for (const auto& cite : indicator->head.cites)
          if (!cite.clause.empty()) by_clause.emplace(cite.clause, &value);
    DocumentTable table;
    table.header = {"条款", "原文", "状态", "依据"};
    table.widths = {12, 48, 16, 24};
    for (const auto& clause : in_.pack.clauses) {
      const auto found = by_clause.find(clause.id);
      std::string status = "数据未接入";
      std::string why = "—";
      if (found != by_clause.end()) {
        const Tally t = tally(*found->second);
        status = t.denominator() == 0                                        ? "无对象"
                 : t.numerator() == t.denominator() && t.undetermined() == 0 ? "完成"
                 : t.numerator() == 0                                        ? "未完成"
                                                                             : "部分完成";
        why = found->second->code + " " + t.display();
      }
      table.rows.push_back({clause.id, clause.text, status, why});
    }
    table.caption = fmt::format("条款落实情况（{}条）", in_.pack.clauses.size());
    out_.emplace_back(std::move(table));
    text("Heading1", "附件2 口径说明");
    for (const auto& value : in_.indicators.indicators)
      if (const auto* indicator = rule(value))
        body(fmt::format("{} {}：{}", value.code, indicator->head.title.zh,
                         indicator->definition.zh));
    text("Signature", name_ + "人力资源和社会保障局");
    text("Signature", as_of_);
  }

  const ReportInput& in_;
  std::string as_of_;
  std::string name_;
  bool city_ = false;
  std::vector<Block> out_;
};

}  // namespace

Result<std::vector<Block>> summary_report(const ReportInput& input) {
  return Writer(input).write();
}

}  // namespace leye::insight
