#include "access/sealed_tables.h"

#include <array>

#include "access/seal.h"

namespace leye::access {
namespace {

using enum store::Type;

constexpr std::array kIdIndex = {BlindColumn{"id_key", kIndexCitizenId, false, "person_identity"}};
constexpr std::array kPhoneIndex = {BlindColumn{"phone_key", kIndexPhone}};
constexpr std::array kRecordIndexes = {BlindColumn{"id_key", kIndexCitizenId, true},
                                       BlindColumn{"phone_key", kIndexPhone, true}};

constexpr std::array kDetailKey = {KeyColumn{"person_id", kUuid}, KeyColumn{"number", kInteger}};
constexpr std::array kDetailRow = {KeyColumn{"person_id", kUuid}};
constexpr std::array kDetailColumns = {SealedColumn{"citizen_id", kIdIndex},
                                       SealedColumn{"phone", kPhoneIndex}, SealedColumn{"address"}};

constexpr std::array kRecordKey = {KeyColumn{"register", kText}, KeyColumn{"record_key", kText},
                                   KeyColumn{"version", kInteger}};
constexpr std::array kRecordRow = {KeyColumn{"record_id", kUuid}, KeyColumn{"version", kInteger}};
constexpr std::array kRecordColumns = {SealedColumn{"sealed", kRecordIndexes}};

constexpr std::array kEntryRow = {KeyColumn{"entry_id", kUuid}};
constexpr std::array kPersonEntryKey = {KeyColumn{"person_id", kUuid},
                                        KeyColumn{"entry_id", kUuid}};
constexpr std::array kEmployerEntryKey = {KeyColumn{"employer_id", kUuid},
                                          KeyColumn{"entry_id", kUuid}};
constexpr std::array kUnitEntryKey = {KeyColumn{"unit_id", kUuid}, KeyColumn{"entry_id", kUuid}};
constexpr std::array kCampaignEntryKey = {KeyColumn{"campaign_id", kUuid},
                                          KeyColumn{"entry_id", kUuid}};
constexpr std::array kEntryColumns = {SealedColumn{"sealed"}};

constexpr std::array kCommandKey = {KeyColumn{"subject_id", kUuid}, KeyColumn{"command_id", kUuid}};
constexpr std::array kCommandRow = {KeyColumn{"command_id", kUuid}};
constexpr std::array kCommandColumns = {SealedColumn{"response"}};

constexpr std::array kLeafKey = {KeyColumn{"subject_id", kUuid}, KeyColumn{"leaf_id", kUuid}};
constexpr std::array kLeafRow = {KeyColumn{"leaf_id", kUuid}};
constexpr std::array kLeafColumns = {SealedColumn{"reason"}};

constexpr std::array kFactorKey = {KeyColumn{"account_id", kUuid}};
constexpr std::array kFactorColumns = {SealedColumn{"secret"}};

constexpr std::array kExportKey = {KeyColumn{"export_id", kUuid}};
constexpr std::array kExportColumns = {SealedColumn{"reason"}};

constexpr std::array kCorrectionKey = {KeyColumn{"person_id", kUuid},
                                       KeyColumn{"correction_id", kUuid}};
constexpr std::array kCorrectionRow = {KeyColumn{"correction_id", kUuid}};
constexpr std::array kCorrectionColumns = {SealedColumn{"wanted"}, SealedColumn{"answer"}};

// A leaf without a mark is chained with its sealed bytes as they are: those stay.
constexpr std::array kTables = {
    SealedTable{"person_detail", kDetailKey, kDetailRow, kDetailColumns, {}, "t.person_id"},
    SealedTable{"record", kRecordKey, kRecordRow, kRecordColumns},
    SealedTable{"entry", kPersonEntryKey, kEntryRow, kEntryColumns, {}, "t.person_id"},
    SealedTable{"employer_entry", kEmployerEntryKey, kEntryRow, kEntryColumns},
    SealedTable{"unit_entry", kUnitEntryKey, kEntryRow, kEntryColumns},
    SealedTable{"campaign_entry", kCampaignEntryKey, kEntryRow, kEntryColumns},
    SealedTable{"command", kCommandKey, kCommandRow, kCommandColumns},
    SealedTable{"audit_leaf", kLeafKey, kLeafRow, kLeafColumns, "t.reason_mark IS NOT NULL"},
    SealedTable{"second_factor", kFactorKey, kFactorKey, kFactorColumns},
    SealedTable{"export_order", kExportKey, kExportKey, kExportColumns},
    SealedTable{"correction", kCorrectionKey, kCorrectionRow, kCorrectionColumns},
};

constexpr auto kUnsealed = std::to_array<std::string_view>({
    "agreement.scan",
    "audit_leaf.link",
    "audit_leaf.query_digest",
    "audit_leaf.reason_mark",
    "command.body_digest",
    "confirmation.text_digest",
    "device.token_digest",
    "export_order.file_digest",
    "message.file_digest",
    "payment_batch.file_digest",
    "person_detail.id_key",
    "person_detail.phone_key",
    "person_key.salt",
    "person_identity.id_hash",
    "phone_code.code_digest",
    "record.content",
    "record.id_key",
    "record.phone_key",
    "recovery_code.code_digest",
    "run.input_digest",
    "seal.head",
    "seal.link",
    "seal.previous",
    "sealing_key.proof",
    "session.token_digest",
    "sign_in_failure.source",
    "stored_blob.digest",
});

}  // namespace

std::span<const SealedTable> sealed_tables() { return kTables; }
std::span<const std::string_view> unsealed_bytes() { return kUnsealed; }

}  // namespace leye::access
