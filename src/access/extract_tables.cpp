#include <array>

#include "access/audit_extract.h"

namespace leye::access {
namespace {

using enum store::Type;

constexpr std::array kLeaves = {
    ExtractColumn{"leaf_id", kUuid, "审计记录编号 id of the leaf"},
    ExtractColumn{"at", kInteger, "时间 when, Beijing time", true},
    ExtractColumn{"account_id", kUuid, "操作账号 who did it"},
    ExtractColumn{"action", kText, "操作 what was done"},
    ExtractColumn{"purpose", kText, "目的 for which purpose"},
    ExtractColumn{"scope", kText, "范围 the part of the city it could see"},
    ExtractColumn{"subject_id", kUuid, "对象编号（全零为无） whom it concerned; zeros for none"},
    ExtractColumn{"field", kText, "显示的字段 field that was shown in clear"},
    ExtractColumn{"query_digest", kBytes, "查询摘要 digest of the query of a list"},
    ExtractColumn{"row_count", kInteger, "行数 rows of a list, entries of a command"},
    ExtractColumn{"command_id", kUuid, "命令编号 the command, see command.csv"},
    ExtractColumn{"reason_mark", kBytes,
                  "理由的校验值 keyed digest of the reason, which stays sealed"},
    ExtractColumn{"seal", kInteger, "封存号 the seal, see heads.csv"},
    ExtractColumn{"link", kBytes, "链值 chains the leaf to the one before"}};

constexpr std::array kCommands = {
    ExtractColumn{"command_id", kUuid, "命令编号 id of the command"},
    ExtractColumn{"recorded_at", kInteger, "时间 when, Beijing time", true},
    ExtractColumn{"account_id", kUuid, "操作账号 who gave it"},
    ExtractColumn{"action", kText, "操作 what it does"},
    ExtractColumn{"subject_kind", kText, "对象类别 kind of the subject"},
    ExtractColumn{"subject_id", kUuid, "对象编号 id of the subject"},
    ExtractColumn{"body_digest", kBytes, "请求摘要 digest of what was asked"},
    ExtractColumn{"run_id", kUuid, "批次 run it belongs to"},
    ExtractColumn{"status", kInteger, "结果 HTTP status of the answer"},
    ExtractColumn{"seal", kInteger, "封存号 known since this seal"}};

constexpr std::array kEntries = {
    ExtractColumn{"entry_id", kUuid, "台账编号 id of the entry"},
    ExtractColumn{"person_id", kUuid, "人员编号 id of the person"},
    ExtractColumn{"kind", kText, "种类 kind of entry"},
    ExtractColumn{"occurred_on", kDate, "发生日期 the day it happened"},
    ExtractColumn{"recorded_at", kInteger, "记录时间 when it was recorded, Beijing time", true},
    ExtractColumn{"recorded_by", kUuid, "记录人 account that recorded it"},
    ExtractColumn{"unit", kText, "单位 office"},
    ExtractColumn{"channel", kText, "渠道 channel"},
    ExtractColumn{"effective", kBool, "是否有效 counts for its standard"},
    ExtractColumn{"ref", kUuid, "相关编号 what it refers to"},
    ExtractColumn{"fen", kInteger, "金额（分） amount in fen"},
    ExtractColumn{"corrects", kUuid, "更正的台账 entry that it corrects"},
    ExtractColumn{"command_id", kUuid, "命令编号 the command that wrote it"},
    ExtractColumn{"run_id", kUuid, "批次 the run that wrote it"}};

constexpr std::array kBatches = {
    ExtractColumn{"batch_id", kUuid, "批次编号 id of the batch"},
    ExtractColumn{"number", kInteger, "批号 number"},
    ExtractColumn{"division", kText, "单位 division"},
    ExtractColumn{"items", kInteger, "笔数 items"},
    ExtractColumn{"fen", kInteger, "金额（分） sum in fen"},
    ExtractColumn{"made_by", kUuid, "制单人 who made it"},
    ExtractColumn{"made_on", kDate, "制单日期 when"},
    ExtractColumn{"signed_by", kUuid, "签发人 who signed it"},
    ExtractColumn{"signed_on", kDate, "签发日期 when"},
    ExtractColumn{"file_digest", kBytes, "支付文件摘要 digest of the payment file"}};

constexpr std::array kTables = {
    ExtractTable{"audit_leaf", "at", false, "leaf_id, subject_id", kLeaves},
    ExtractTable{"command", "recorded_at", false, "recorded_at, command_id", kCommands},
    ExtractTable{"entry", "recorded_at", false, "recorded_at, entry_id", kEntries},
    ExtractTable{"payment_batch", "made_on", true, "number", kBatches}};

}  // namespace

std::span<const ExtractTable> extract_tables() { return kTables; }

}  // namespace leye::access
