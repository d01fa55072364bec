#include "access/master_keys.h"

#include <sodium.h>
#include <sys/stat.h>

#include <charconv>
#include <cstring>

namespace leye::access {
namespace {

constexpr std::string_view kHeader = "leye-keys 1";
constexpr std::string_view kIndex = "index ";

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

/// A number up to the next blank or the end, which is taken off `text`; 0 if there is none.
std::uint32_t take_number(std::string_view& text) {
  std::uint32_t id = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), id);
  if (error != std::errc()) return 0;
  text.remove_prefix(static_cast<std::size_t>(end - text.data()));
  if (!text.empty() && text.front() != ' ') return 0;
  if (!text.empty()) text.remove_prefix(1);
  return id;
}

}  // namespace

Digest hmac(const Secret& key, std::string_view text) {
  Digest mac{};
  crypto_auth_hmacsha256_state state;
  crypto_auth_hmacsha256_init(&state, key.data(), Secret::size());
  crypto_auth_hmacsha256_update(&state, reinterpret_cast<const unsigned char*>(text.data()),
                                text.size());
  crypto_auth_hmacsha256_final(&state, mac.data());
  return mac;
}

Result<void> KeyRing::Masters::take(std::string_view line, const std::string& where) {
  if (line.starts_with(kIndex)) {
    line.remove_prefix(kIndex.size());
    while (!line.empty()) index.push_back(take_number(line));
    return {};
  }
  const auto id = take_number(line);
  if (id == 0) return fail("access.key_format", where);
  LEYE_TRY(const auto secret, secret_from_hex(line, where));
  if (!by_id.emplace(id, secret).second) return fail("access.key_format", where);
  return {};
}

Result<std::shared_ptr<KeyRing::Masters>> KeyRing::Masters::read(const KeySource& source) {
  const auto where = source.shown();
  LEYE_TRY(auto text, source.read());
  auto masters = std::make_shared<Masters>();
  Result<void> taken;
  std::string_view rest = text;
  for (bool first = true; taken && !rest.empty(); first = false) {
    const auto line = rest.substr(0, rest.find('\n'));
    rest.remove_prefix(std::min(rest.size(), line.size() + 1));
    if (first && line != kHeader) taken = fail("access.key_format", where);
    if (!first && !line.empty()) taken = masters->take(line, where);
  }
  sodium_memzero(text.data(), text.size());
  LEYE_CHECK(std::move(taken));
  if (masters->index.empty()) masters->index = {kFirstKey};
  bool whole = masters->has(kFirstKey) && masters->index.size() <= 2;
  for (const auto id : masters->index) whole = whole && masters->has(id);
  if (!whole) return fail("access.key_format", where);
  return masters;
}

std::string KeyRing::Masters::text() const {
  std::string out(kHeader);
  out += '\n';
  for (const auto& [id, secret] : by_id)
    out += std::to_string(id) + ' ' + hex({secret.data(), Secret::size()}) + '\n';
  out += "index";
  for (const auto id : index) out += ' ' + std::to_string(id);
  return out + '\n';
}

bool KeyRing::Masters::same(const Masters& other) const {
  if (index != other.index || by_id.size() != other.by_id.size()) return false;
  for (auto a = by_id.begin(), b = other.by_id.begin(); a != by_id.end(); ++a, ++b)
    if (a->first != b->first ||
        sodium_memcmp(a->second.data(), b->second.data(), Secret::size()) != 0)
      return false;
  return true;
}

KeyRing::Masters::Derived::Derived(const Secret& from) : key(from) {
  crypto_auth_hmacsha256_init(&begun, key.data(), Secret::size());
}

const KeyRing::Masters::Derived& KeyRing::Masters::entry(std::uint32_t id, std::string_view purpose,
                                                         std::string_view name) const {
  {
    const std::shared_lock lock(mutex_);
    if (const auto it = derived_.find(NameView{id, purpose, name}); it != derived_.end())
      return it->second;
  }
  std::string label;
  for (const auto part : {purpose, name}) {
    label += static_cast<char>(part.size());
    label += part;
  }
  auto mac = hmac(by_id.at(id), label);
  const Secret secret(mac);
  sodium_memzero(mac.data(), mac.size());
  const std::unique_lock lock(mutex_);
  return derived_.try_emplace(Name{id, purpose, name}, secret).first->second;
}

Secret KeyRing::Masters::derived(std::uint32_t id, std::string_view purpose,
                                 std::string_view name) const {
  return entry(id, purpose, name).key;
}

Digest KeyRing::Masters::mac(std::uint32_t id, std::string_view purpose, std::string_view name,
                             std::string_view text) const {
  auto state = entry(id, purpose, name).begun;
  Digest mac{};
  crypto_auth_hmacsha256_update(&state, reinterpret_cast<const unsigned char*>(text.data()),
                                text.size());
  crypto_auth_hmacsha256_final(&state, mac.data());
  sodium_memzero(&state, sizeof state);
  return mac;
}

Secret KeyRing::Masters::sealing(std::uint32_t id, std::string_view column,
                                 std::string_view salt) const {
  if (salt.empty()) return derived(id, "seal", column);
  auto made = mac(id, "seal", column, salt);
  const Secret secret(made);
  sodium_memzero(made.data(), made.size());
  return secret;
}

KeyRing::Shared::Shared(KeySource from, std::shared_ptr<const Masters> keys)
    : source(std::move(from)), masters_(std::move(keys)), seen_(stamp()) {
  looked_ = std::chrono::steady_clock::now();
}

KeyRing::Shared::Stamp KeyRing::Shared::stamp() const {
  struct stat info {};
  if (!source.writable() || ::stat(source.file.c_str(), &info) != 0) return {};
  return {static_cast<std::int64_t>(info.st_ino), static_cast<std::int64_t>(info.st_size),
          std::int64_t{info.st_mtim.tv_sec} * 1'000'000'000 + info.st_mtim.tv_nsec};
}

std::shared_ptr<const KeyRing::Masters> KeyRing::Shared::get() {
  const std::lock_guard lock(mutex_);
  const auto now = std::chrono::steady_clock::now();
  if (now - looked_ < std::chrono::seconds(1)) return masters_;
  looked_ = now;
  const auto found = stamp();
  if (found == seen_ || found == Stamp{}) return masters_;
  auto read = Masters::read(source);
  if (!read) return masters_;
  seen_ = found;
  if (!masters_->same(**read)) masters_ = std::move(*read);
  return masters_;
}

void KeyRing::Shared::set(std::shared_ptr<const Masters> keys) {
  const std::lock_guard lock(mutex_);
  masters_ = std::move(keys);
}

}  // namespace leye::access
