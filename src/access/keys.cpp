#include "access/keys.h"

#include <fcntl.h>
#include <sodium.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <charconv>
#include <cstring>
#include <fstream>
#include <sstream>

namespace leye::access {
namespace {

constexpr std::string_view kHeader = "leye-keys 1";

Result<Secret> secret_from_hex(std::string_view text, const std::string& where) {
  auto bytes = from_hex(text);
  if (!bytes || bytes->size() != Secret::size()) return fail("access.key_format", where);
  std::array<std::uint8_t, 32> raw{};
  std::memcpy(raw.data(), bytes->data(), raw.size());
  sodium_memzero(bytes->data(), bytes->size());
  Secret secret(raw);
  sodium_memzero(raw.data(), raw.size());
  return secret;
}

std::array<std::uint8_t, 32> fresh_bytes(std::optional<std::string_view> seed) {
  std::array<std::uint8_t, 32> raw{};
  if (seed) return Hasher().field("leye-demo-key").field(*seed).finish();
  randombytes_buf(raw.data(), raw.size());
  return raw;
}

Result<void> write_all(int file, std::string_view text, const std::string& where) {
  while (!text.empty()) {
    const auto n = ::write(file, text.data(), text.size());
    if (n < 0 && errno == EINTR) continue;
    if (n <= 0) return fail("file.unwritable", where);
    text.remove_prefix(static_cast<std::size_t>(n));
  }
  return ::fsync(file) == 0 ? Result<void>() : fail("file.unwritable", where);
}

}  // namespace

Secret::~Secret() { sodium_memzero(bytes_.data(), bytes_.size()); }

Result<KeyRing> KeyRing::create(const std::filesystem::path& file,
                                std::optional<std::string_view> seed) {
  if (sodium_init() < 0) return fail("access.random", file.string());
  std::error_code ignored;
  std::filesystem::create_directories(file.parent_path(), ignored);
  if (std::filesystem::exists(file, ignored)) return fail("access.key_exists", file.string());
  KeyRing ring;
  ring.file_ = file;
  ring.current_ = 1;
  ring.masters_.emplace(1, Secret(fresh_bytes(seed)));
  LEYE_CHECK(ring.write(true));
  return ring;
}

Result<KeyRing> KeyRing::open(const std::filesystem::path& file) {
  const auto where = file.string();
  if (sodium_init() < 0) return fail("access.random", where);
  struct stat info {};
  if (::stat(where.c_str(), &info) != 0) return fail("access.key_missing", where);
  if ((info.st_mode & 077U) != 0) return fail("access.key_mode", where);
  std::ifstream in(file, std::ios::binary);
  std::string line;
  if (!std::getline(in, line)) return fail("access.key_missing", where);
  if (line != kHeader) return fail("access.key_format", where);
  KeyRing ring;
  ring.file_ = file;
  while (std::getline(in, line)) {
    std::uint32_t id = 0;
    const auto [end, error] = std::from_chars(line.data(), line.data() + line.size(), id);
    if (error != std::errc() || id == 0 || *end != ' ') return fail("access.key_format", where);
    LEYE_TRY(
        auto secret,
        secret_from_hex(
            std::string_view(line).substr(static_cast<std::size_t>(end - line.data()) + 1), where));
    if (!ring.masters_.emplace(id, secret).second) return fail("access.key_format", where);
    ring.current_ = std::max(ring.current_, id);
    sodium_memzero(line.data(), line.size());
  }
  if (ring.masters_.count(1) == 0) return fail("access.key_format", where);
  return ring;
}

Result<void> KeyRing::rotate() {
  const auto next = current_ + 1;
  masters_.emplace(next, Secret(fresh_bytes(std::nullopt)));
  const auto before = std::exchange(current_, next);
  auto written = write(false);
  if (!written) {
    masters_.erase(next);
    current_ = before;
  }
  return written;
}

Result<void> KeyRing::write(bool fresh) const {
  // A new file beside the old one and a rename: a crash leaves the old keys or the new, never half.
  const auto target = file_.string();
  const auto draft = fresh ? target : target + ".new";
  const int file =
      ::open(draft.c_str(), O_WRONLY | O_CREAT | (fresh ? O_EXCL : O_TRUNC) | O_CLOEXEC,
             S_IRUSR | S_IWUSR);
  if (file < 0) return fail("file.unwritable", draft);
  std::string text(kHeader);
  text += '\n';
  for (const auto& [id, secret] : masters_)
    text += std::to_string(id) + ' ' + hex({secret.data(), Secret::size()}) + '\n';
  auto written = write_all(file, text, draft);
  sodium_memzero(text.data(), text.size());
  ::close(file);
  LEYE_CHECK(std::move(written));
  if (!fresh && std::rename(draft.c_str(), target.c_str()) != 0)
    return fail("file.unwritable", target);
  return {};
}

Secret KeyRing::derive(std::uint32_t key, std::string_view purpose, std::string_view name) const {
  crypto_auth_hmacsha256_state state;
  const auto& master = masters_.at(key);
  crypto_auth_hmacsha256_init(&state, master.data(), Secret::size());
  for (const auto part : {purpose, name}) {
    const auto size = static_cast<std::uint8_t>(part.size());
    crypto_auth_hmacsha256_update(&state, &size, 1);
    crypto_auth_hmacsha256_update(&state, reinterpret_cast<const unsigned char*>(part.data()),
                                  part.size());
  }
  std::array<std::uint8_t, 32> out{};
  crypto_auth_hmacsha256_final(&state, out.data());
  Secret secret(out);
  sodium_memzero(out.data(), out.size());
  return secret;
}

BlindKey KeyRing::blind(std::string_view column, std::string_view normalised) const {
  const auto key = derive(1, "index", column);
  std::array<std::uint8_t, 32> mac{};
  crypto_auth_hmacsha256_state state;
  crypto_auth_hmacsha256_init(&state, key.data(), Secret::size());
  crypto_auth_hmacsha256_update(&state, reinterpret_cast<const unsigned char*>(normalised.data()),
                                normalised.size());
  crypto_auth_hmacsha256_final(&state, mac.data());
  BlindKey out{};
  std::copy_n(mac.begin(), out.size(), out.begin());
  return out;
}

Digest KeyRing::keyed_digest(std::string_view purpose,
                             std::span<const std::string_view> parts) const {
  const auto key = derive(1, "digest", purpose);
  crypto_auth_hmacsha256_state state;
  crypto_auth_hmacsha256_init(&state, key.data(), Secret::size());
  for (const auto part : parts) {
    std::array<std::uint8_t, 8> size{};
    for (unsigned i = 0; i < 8; ++i)
      size[i] = static_cast<std::uint8_t>(static_cast<std::uint64_t>(part.size()) >> (8 * i));
    crypto_auth_hmacsha256_update(&state, size.data(), size.size());
    crypto_auth_hmacsha256_update(&state, reinterpret_cast<const unsigned char*>(part.data()),
                                  part.size());
  }
  Digest out{};
  crypto_auth_hmacsha256_final(&state, out.data());
  return out;
}

}  // namespace leye::access
