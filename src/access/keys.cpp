#include "access/keys.h"

#include <sodium.h>

#include <algorithm>
#include <charconv>
#include <cstring>
#include <mutex>

#include "access/master_keys.h"

namespace leye::access {
namespace {

std::array<std::uint8_t, 32> fresh_bytes(std::optional<std::string_view> seed) {
  std::array<std::uint8_t, 32> raw{};
  if (seed) return Hasher().field("leye-demo-key").field(*seed).finish();
  randombytes_buf(raw.data(), raw.size());
  return raw;
}

BlindKey cut(const Digest& mac) {
  BlindKey out{};
  std::copy_n(mac.begin(), out.size(), out.begin());
  return out;
}

}  // namespace

Secret::~Secret() { sodium_memzero(bytes_.data(), bytes_.size()); }

Result<KeyRing> KeyRing::create(const KeySource& source, std::optional<std::string_view> seed) {
  if (sodium_init() < 0) return fail("access.random", source.shown());
  auto masters = std::make_shared<Masters>();
  masters->add(1, Secret(fresh_bytes(seed)));
  masters->index = {1};
  auto text = masters->text();
  auto written = source.write(text, true);
  sodium_memzero(text.data(), text.size());
  LEYE_CHECK(std::move(written));
  KeyRing ring;
  ring.shared_ = std::make_shared<Shared>(source, std::move(masters));
  return ring;
}

Result<KeyRing> KeyRing::open(const KeySource& source) {
  if (sodium_init() < 0) return fail("access.random", source.shown());
  LEYE_TRY(auto masters, Masters::read(source));
  KeyRing ring;
  ring.shared_ = std::make_shared<Shared>(source, std::move(masters));
  return ring;
}

std::shared_ptr<const KeyRing::Masters> KeyRing::masters() const { return shared_->get(); }

Result<bool> KeyRing::reload() const {
  LEYE_TRY(auto read, Masters::read(shared_->source));
  if (shared_->get()->same(*read)) return false;
  shared_->set(std::move(read));
  return true;
}

template <class Change>
Result<void> KeyRing::change(Change&& change) {
  if (!shared_->source.writable()) return fail("access.key_source_fixed", shared_->source.shown());
  LEYE_TRY(const auto lock, KeyFileLock::take(shared_->source));
  LEYE_TRY(auto next, Masters::read(shared_->source));
  if (change(*next)) {
    auto text = next->text();
    auto written = shared_->source.write(text, false);
    sodium_memzero(text.data(), text.size());
    LEYE_CHECK(std::move(written));
  }
  shared_->set(std::move(next));
  return {};
}

Result<void> KeyRing::rotate() {
  return change([](Masters& masters) {
    const auto next = masters.current() + 1;
    masters.add(next, Secret(fresh_bytes(std::nullopt)));
    masters.index = {masters.index.front(), next};
    return true;
  });
}

Result<void> KeyRing::turn_index() {
  if (!shared_->source.writable()) return {};
  return change([](Masters& masters) {
    if (masters.index.front() == masters.current()) return false;
    masters.index = {masters.current(), masters.index.front()};
    return true;
  });
}

Result<void> KeyRing::settle_index() {
  if (!shared_->source.writable()) return {};
  return change([](Masters& masters) {
    if (masters.index.size() == 1) return false;
    masters.index.resize(1);
    return true;
  });
}

std::uint32_t KeyRing::current() const { return masters()->current(); }
std::vector<std::uint32_t> KeyRing::index_ids() const { return masters()->index; }
const KeySource& KeyRing::source() const { return shared_->source; }

std::vector<std::uint32_t> KeyRing::ids() const {
  std::vector<std::uint32_t> all;
  for (const auto& [id, secret] : masters()->by_id) all.push_back(id);
  return all;
}

BlindKey KeyRing::blind(std::string_view column, std::string_view normalised) const {
  const auto keys = masters();
  return cut(keys->mac(keys->index.front(), "index", column, normalised));
}

std::vector<BlindKey> KeyRing::blind_all(std::string_view column,
                                         std::string_view normalised) const {
  const auto keys = masters();
  std::vector<BlindKey> all;
  for (const auto id : keys->index) all.push_back(cut(keys->mac(id, "index", column, normalised)));
  return all;
}

Result<BlindKey> KeyRing::blind_under(std::uint32_t id, std::string_view column,
                                      std::string_view normalised) const {
  const auto keys = masters();
  if (!keys->has(id)) return fail("seal.key_unknown", {}, {{"key", std::to_string(id)}});
  return cut(keys->mac(id, "index", column, normalised));
}

Result<Secret> KeyRing::key_for(std::string_view purpose, std::uint32_t id) const {
  const auto keys = masters();
  if (!keys->has(id)) return fail("seal.key_unknown", {}, {{"key", std::to_string(id)}});
  return keys->derived(id, "purpose", purpose);
}

Digest KeyRing::keyed_digest(std::string_view purpose,
                             std::span<const std::string_view> parts) const {
  const auto key = masters()->derived(kFirstKey, "digest", purpose);
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
