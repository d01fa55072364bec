#include "access/seal.h"

#include <sodium.h>

#include <cstring>

#include "access/master_keys.h"
#include "codes/text.h"

namespace leye::access {
namespace {

constexpr std::size_t kNonce = crypto_aead_xchacha20poly1305_ietf_NPUBBYTES;
constexpr std::size_t kTag = crypto_aead_xchacha20poly1305_ietf_ABYTES;
constexpr std::size_t kHead = 1 + 1 + 4;
static_assert(kNonce == 24 && kTag == 16);

const unsigned char* bytes(std::string_view text) {
  return reinterpret_cast<const unsigned char*>(text.data());
}

void append_number(std::string& out, std::uint32_t n) {
  for (unsigned i = 0; i < 4; ++i) out += static_cast<char>(n >> (8 * i) & 0xFFU);
}

std::string associated(const Cell& cell, std::uint32_t key) {
  std::string out;
  for (const auto part : {cell.table, cell.column, cell.row}) {
    append_number(out, static_cast<std::uint32_t>(part.size()));
    out += part;
  }
  append_number(out, key);
  return out;
}

std::string column_name(const Cell& cell) {
  std::string name(cell.table);
  return name.append(1, '|').append(cell.column);
}

constexpr char kOfColumn = '\x01';
constexpr char kOfPerson = '\x02';

std::optional<std::string> nonempty(std::string text) {
  return text.empty() ? std::nullopt : std::optional(std::move(text));
}

}  // namespace

std::string KeyRing::seal(const Cell& cell, std::string_view plain) const {
  const auto keys = masters();
  const auto id = keys->current();
  const auto key = keys->sealing(id, column_name(cell), cell.salt);
  std::string out;
  out.reserve(kHead + kNonce + plain.size() + kTag);
  out += cell.salt.empty() ? kOfColumn : kOfPerson;
  out += static_cast<char>(kSuiteXChaCha20);
  append_number(out, id);
  out.resize(kHead + kNonce + plain.size() + kTag);
  auto* const raw = reinterpret_cast<unsigned char*>(out.data());
  randombytes_buf(raw + kHead, kNonce);
  const auto extra = associated(cell, id);
  crypto_aead_xchacha20poly1305_ietf_encrypt(raw + kHead + kNonce, nullptr, bytes(plain),
                                             plain.size(), bytes(extra), extra.size(), nullptr,
                                             raw + kHead, key.data());
  return out;
}

Result<std::uint32_t> KeyRing::key_of(std::string_view sealed) {
  if (sealed.size() < kHead + kNonce + kTag || (sealed[0] != kOfColumn && sealed[0] != kOfPerson) ||
      static_cast<std::uint8_t>(sealed[1]) != kSuiteXChaCha20)
    return fail("seal.format");
  std::uint32_t id = 0;
  for (unsigned i = 0; i < 4; ++i)
    id |= static_cast<std::uint32_t>(static_cast<unsigned char>(sealed[2 + i])) << (8 * i);
  return id;
}

bool KeyRing::is_personal(std::string_view sealed) {
  return !sealed.empty() && sealed[0] == kOfPerson;
}

Result<std::string> KeyRing::open(const Cell& cell, std::string_view sealed) const {
  const auto where = column_name(cell);
  auto id = key_of(sealed);
  if (!id) return fail("seal.format", where);
  auto keys = masters();
  if (!keys->has(*id)) {
    LEYE_CHECK(reload());
    keys = masters();
  }
  if (!keys->has(*id)) return fail("seal.key_unknown", where, {{"key", std::to_string(*id)}});
  const bool personal = is_personal(sealed);
  if (personal && cell.salt.empty()) return fail("seal.key_destroyed", where);
  const auto key = keys->sealing(*id, where, personal ? cell.salt : "");
  std::string plain(sealed.size() - kHead - kNonce - kTag, '\0');
  const auto extra = associated(cell, *id);
  const auto* raw = bytes(sealed);
  if (crypto_aead_xchacha20poly1305_ietf_decrypt(
          reinterpret_cast<unsigned char*>(plain.data()), nullptr, nullptr, raw + kHead + kNonce,
          sealed.size() - kHead - kNonce, bytes(extra), extra.size(), raw + kHead, key.data()) != 0)
    return fail("seal.forged", where);
  return plain;
}

std::optional<std::string> normalise_citizen_id(std::string_view text) {
  std::string out;
  for (const char c : codes::clean_code(text)) out += c == 'x' ? 'X' : c;
  return nonempty(std::move(out));
}

std::optional<std::string> normalise_digits(std::string_view text) {
  std::string out;
  for (const char c : codes::clean_code(text))
    if (c >= '0' && c <= '9') out += c;
  return nonempty(std::move(out));
}

std::optional<std::string> normalise_phone(std::string_view text) {
  auto out = normalise_digits(text);
  if (out && out->size() == 13 && out->starts_with("86")) out->erase(0, 2);
  return out;
}

std::optional<BlindKey> blind_citizen_id(const KeyRing& keys, std::string_view id) {
  const auto normal = normalise_citizen_id(id);
  return normal ? std::optional(keys.blind(kIndexCitizenId, *normal)) : std::nullopt;
}

std::vector<BlindKey> blind_citizen_ids(const KeyRing& keys, std::string_view id) {
  const auto normal = normalise_citizen_id(id);
  return normal ? keys.blind_all(kIndexCitizenId, *normal) : std::vector<BlindKey>();
}

std::optional<BlindKey> blind_phone(const KeyRing& keys, std::string_view phone) {
  const auto normal = normalise_phone(phone);
  return normal ? std::optional(keys.blind(kIndexPhone, *normal)) : std::nullopt;
}

Result<std::optional<std::string>> sealed_at(const store::Row& row, int column) {
  std::optional<std::string> out;
  if (row.is_null(column)) return out;
  LEYE_TRY(const auto raw, row.bytes(column));
  out = store::to_string(raw);
  return out;
}

}  // namespace leye::access
