#include "access/password.h"

#include <sodium.h>

#include <array>
#include <semaphore>

namespace leye::access {
namespace {

constexpr unsigned long long kPasses = 2;
constexpr std::size_t kMemory = 19ULL * 1024 * 1024;
constexpr std::size_t kShortest = 10;

std::counting_semaphore<4>& slots() {
  static std::counting_semaphore<4> semaphore(4);
  return semaphore;
}

struct Slot {
  Slot() { slots().acquire(); }
  ~Slot() { slots().release(); }
  Slot(const Slot&) = delete;
  Slot& operator=(const Slot&) = delete;
};

std::string make_hash(std::string_view password) {
  const Slot slot;
  std::array<char, crypto_pwhash_STRBYTES> out{};
  if (crypto_pwhash_str_alg(out.data(), password.data(), password.size(), kPasses, kMemory,
                            crypto_pwhash_ALG_ARGON2ID13) != 0)
    return {};
  return out.data();
}

}  // namespace

Result<std::string> hash_password(std::string_view password) {
  if (password.size() < kShortest) return fail("access.password_short");
  if (sodium_init() < 0) return fail("access.random");
  auto hash = make_hash(password);
  if (hash.empty()) return fail("access.random");
  return hash;
}

bool verify_password(std::string_view hash, std::string_view password) {
  if (sodium_init() < 0) return false;
  if (hash.empty()) {
    (void)make_hash(password);
    return false;
  }
  const Slot slot;
  return crypto_pwhash_str_verify(std::string(hash).c_str(), password.data(), password.size()) == 0;
}

std::string new_token() {
  std::array<unsigned char, 32> raw{};
  randombytes_buf(raw.data(), raw.size());
  std::string out(sodium_base64_ENCODED_LEN(32, sodium_base64_VARIANT_URLSAFE_NO_PADDING), '\0');
  sodium_bin2base64(out.data(), out.size(), raw.data(), raw.size(),
                    sodium_base64_VARIANT_URLSAFE_NO_PADDING);
  out.pop_back();
  return out;
}

Digest token_digest(std::string_view token) {
  return Hasher().field("leye-session").field(token).finish();
}

}  // namespace leye::access
