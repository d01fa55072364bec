#include <boost/json.hpp>

#include "facts/files.h"
#include "screening/what_if.h"
#include "sheets/xlsx_write.h"

namespace leye::screening {
namespace {

namespace json = boost::json;
using sheets::Look;
using sheets::XlsxWriter;

json::object moved_json(const Moved& moved) {
  return {{"gains", moved.gains},
          {"losses", moved.losses},
          {"newly_unclear", moved.newly_unclear},
          {"before_fen", moved.before.count()},
          {"after_fen", moved.after.count()},
          {"difference_fen", moved.after.count() - moved.before.count()}};
}

const char* title_of(rules::Eligibility outcome) {
  switch (outcome) {
    case rules::Eligibility::kEligible:
      return "符合";
    case rules::Eligibility::kNotEligible:
      return "不符合";
    case rules::Eligibility::kUndetermined:
      return "待核";
    case rules::Eligibility::kError:
      return "出错";
    case rules::Eligibility::kNotInForce:
      return "未施行";
  }
  return "出错";
}

std::string title_of_group(const std::string& group) {
  if (group == "district") return "区";
  if (group == "sex") return "性别";
  if (group == "employer_size") return "单位规模";
  return "月份";
}

void heading(XlsxWriter& out, std::initializer_list<const char*> titles) {
  int column = 0;
  for (const char* title : titles) {
    out.text(0, column, title, Look::kHeading);
    out.width(column++, 14);
  }
  out.freeze_above(1);
}

void write_moved(XlsxWriter& out, int row, int column, const Moved& moved) {
  out.number(row, column, static_cast<double>(moved.gains));
  out.number(row, column + 1, static_cast<double>(moved.losses));
  out.number(row, column + 2, static_cast<double>(moved.newly_unclear));
  out.money(row, column + 3, moved.before);
  out.money(row, column + 4, moved.after);
  out.money(row, column + 5, Fen(moved.after.count() - moved.before.count()));
}

void write_policies(XlsxWriter& out, const WhatIf& what_if) {
  out.sheet("政策");
  heading(out, {"编号", "政策", "对象", "新增", "减少", "新增待核", "原金额", "新金额", "差额",
                "原金额上限", "新金额上限"});
  int row = 1;
  for (const auto& policy : what_if.policies) {
    out.identifier(row, 0, policy.code);
    out.identifier(row, 1, policy.rule);
    out.text(row, 2, policy.subject);
    write_moved(out, row, 3, policy.all);
    out.money(row, 9, policy.most_before);
    out.money(row++, 10, policy.most_after);
  }
}

void write_groups(XlsxWriter& out, const WhatIf& what_if) {
  out.sheet("分组");
  heading(out,
          {"编号", "政策", "分组", "值", "新增", "减少", "新增待核", "原金额", "新金额", "差额"});
  int row = 1;
  for (const auto& policy : what_if.policies)
    for (const auto& [group, values] : policy.by)
      for (const auto& [value, moved] : values) {
        out.identifier(row, 0, policy.code);
        out.identifier(row, 1, policy.rule);
        out.text(row, 2, title_of_group(group));
        out.identifier(row, 3, value);
        write_moved(out, row++, 4, moved);
      }
}

/// A sheet holds so many rows; what does not fit is said in its last line.
constexpr int kMostRows = 1'000'000;

void write_subjects(XlsxWriter& out, const WhatIf& what_if, const facts::Snapshot& snapshot) {
  out.sheet("名单");
  heading(out, {"编号", "政策", "对象编号", "原结果", "新结果"});
  int row = 1;
  for (const auto& policy : what_if.policies) {
    const auto* table = snapshot.table(policy.subject);
    for (const auto& subject : policy.subjects) {
      if (row == kMostRows) {
        out.text(row, 0, "其余未列出", Look::kBad);
        return;
      }
      out.identifier(row, 0, policy.code);
      out.identifier(row, 1, policy.rule);
      out.identifier(row, 2, facts::subject_text(*table, subject.row));
      out.text(row, 3, title_of(subject.before));
      out.text(row++, 4, title_of(subject.after));
    }
  }
}

}  // namespace

json::object to_json(const WhatIf& what_if) {
  json::array policies;
  for (const auto& policy : what_if.policies) {
    auto one = moved_json(policy.all);
    one["rule"] = policy.rule;
    one["code"] = policy.code;
    one["subject"] = policy.subject;
    one["changed"] = policy.subjects.size();
    one["undetermined_before"] = policy.undetermined_before;
    one["undetermined_after"] = policy.undetermined_after;
    one["most_before_fen"] = policy.most_before.count();
    one["most_after_fen"] = policy.most_after.count();
    json::object by;
    for (const auto& [group, values] : policy.by) {
      json::object of_group;
      for (const auto& [value, moved] : values) of_group[value] = moved_json(moved);
      by[group] = std::move(of_group);
    }
    one["by"] = std::move(by);
    policies.push_back(std::move(one));
  }
  return {{"as_of", to_text(what_if.as_of)}, {"policies", std::move(policies)}};
}

Result<void> write_workbook(const WhatIf& what_if, const facts::Snapshot& snapshot,
                            const std::filesystem::path& path) {
  LEYE_TRY(auto out, XlsxWriter::create(path, true));
  write_policies(out, what_if);
  write_groups(out, what_if);
  write_subjects(out, what_if, snapshot);
  return out.close();
}

}  // namespace leye::screening
