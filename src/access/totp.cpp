#include "access/totp.h"

#include <gcrypt.h>
#include <sodium.h>

namespace leye::access {
namespace {

using Sha1 = std::array<std::uint8_t, 20>;

Sha1 hmac_sha1(std::span<const std::uint8_t> key, std::span<const std::uint8_t> message) {
  Sha1 out{};
  // Initialises the library at its first use; harmless afterwards.
  (void)gcry_check_version(nullptr);
  gcry_mac_hd_t mac = nullptr;
  if (gcry_mac_open(&mac, GCRY_MAC_HMAC_SHA1, 0, nullptr) != 0) return out;
  std::size_t length = out.size();
  const bool done = gcry_mac_setkey(mac, key.data(), key.size()) == 0 &&
                    gcry_mac_write(mac, message.data(), message.size()) == 0 &&
                    gcry_mac_read(mac, out.data(), &length) == 0;
  gcry_mac_close(mac);
  if (!done) out = {};
  return out;
}

}  // namespace

TotpSecret new_totp_secret() {
  TotpSecret secret{};
  randombytes_buf(secret.data(), secret.size());
  return secret;
}

std::int64_t totp_step(Instant at) {
  const auto seconds = at.micros() / 1'000'000;
  return seconds / kTotpSeconds - (seconds % kTotpSeconds < 0 ? 1 : 0);
}

std::string totp_code(std::span<const std::uint8_t> secret, std::int64_t step, int digits) {
  std::array<std::uint8_t, 8> counter{};
  for (std::size_t i = 0; i < counter.size(); ++i)
    counter[i] = static_cast<std::uint8_t>(step >> (56 - 8 * static_cast<int>(i)));
  const auto mac = hmac_sha1(secret, counter);
  const std::size_t at = mac.back() & 0x0FU;
  std::uint32_t value = 0;
  for (std::size_t i = 0; i < 4; ++i) value = value << 8 | mac[at + i];
  value &= 0x7FFFFFFFU;
  std::uint32_t modulus = 1;
  for (int i = 0; i < digits; ++i) modulus *= 10;
  std::string code = std::to_string(value % modulus);
  code.insert(0, static_cast<std::size_t>(digits) - code.size(), '0');
  return code;
}

std::string base32(std::span<const std::uint8_t> bytes) {
  constexpr std::string_view kLetters = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";
  std::string out;
  std::uint32_t held = 0;
  int bits = 0;
  for (const auto byte : bytes) {
    held = (held << 8 | byte) & 0xFFFU;
    for (bits += 8; bits >= 5; bits -= 5) out += kLetters[held >> (bits - 5) & 0x1FU];
  }
  if (bits > 0) out += kLetters[held << (5 - bits) & 0x1FU];
  return out;
}

std::string otpauth_uri(std::span<const std::uint8_t> secret, std::string_view login) {
  // A login has no letter that a URI would need to escape.
  return "otpauth://totp/Leye:" + std::string(login) + "?secret=" + base32(secret) +
         "&issuer=Leye&algorithm=SHA1&digits=6&period=30";
}

}  // namespace leye::access
