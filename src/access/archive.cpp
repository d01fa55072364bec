#include "access/archive.h"

#include <fcntl.h>
#include <sodium.h>
#include <unistd.h>

#include <array>
#include <fstream>
#include <vector>

namespace leye::access {
namespace {

constexpr std::string_view kMagic = "leye-backup 1\n";
constexpr std::size_t kPiece = 256 * 1024;
constexpr std::size_t kExtra = crypto_secretstream_xchacha20poly1305_ABYTES;

const unsigned char* raw(std::string_view text) {
  return reinterpret_cast<const unsigned char*>(text.data());
}

std::array<char, 4> number(std::uint32_t n) {
  std::array<char, 4> out{};
  for (unsigned i = 0; i < 4; ++i) out[i] = static_cast<char>(n >> (8 * i) & 0xFFU);
  return out;
}

bool read_number(std::istream& in, std::uint32_t& n) {
  std::array<unsigned char, 4> bytes{};
  if (!in.read(reinterpret_cast<char*>(bytes.data()), 4)) return false;
  n = 0;
  for (unsigned i = 0; i < 4; ++i) n |= static_cast<std::uint32_t>(bytes[i]) << (8 * i);
  return true;
}

}  // namespace

struct ArchiveWriter::State {
  std::filesystem::path path;
  int file = -1;
  crypto_secretstream_xchacha20poly1305_state stream{};
  bool done = false;

  ~State() {
    if (file >= 0) ::close(file);
    std::error_code ignored;
    // Half a backup is none.
    if (!done) std::filesystem::remove(path, ignored);
    sodium_memzero(&stream, sizeof stream);
  }
  Result<void> write(std::string_view bytes) const {
    while (!bytes.empty()) {
      const auto n = ::write(file, bytes.data(), bytes.size());
      if (n < 0 && errno == EINTR) continue;
      if (n <= 0) return fail("file.unwritable", path.string());
      bytes.remove_prefix(static_cast<std::size_t>(n));
    }
    return {};
  }
  Result<void> piece(char kind, std::string_view bytes, unsigned char tag) {
    std::string plain(1, kind);
    plain += bytes;
    std::string sealed(plain.size() + kExtra, '\0');
    crypto_secretstream_xchacha20poly1305_push(&stream,
                                               reinterpret_cast<unsigned char*>(sealed.data()),
                                               nullptr, raw(plain), plain.size(), nullptr, 0, tag);
    sodium_memzero(plain.data(), plain.size());
    const auto size = number(static_cast<std::uint32_t>(sealed.size()));
    LEYE_CHECK(write({size.data(), size.size()}));
    return write(sealed);
  }
  Result<void> piece(char kind, std::string_view bytes) {
    return piece(kind, bytes, crypto_secretstream_xchacha20poly1305_TAG_MESSAGE);
  }
};

ArchiveWriter::ArchiveWriter(std::unique_ptr<State> state) : state_(std::move(state)) {}
ArchiveWriter::ArchiveWriter(ArchiveWriter&&) noexcept = default;
ArchiveWriter::~ArchiveWriter() = default;

Result<ArchiveWriter> ArchiveWriter::create(const std::filesystem::path& path,
                                            const KeyRing& keys) {
  const int file = ::open(path.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0600);
  if (file < 0) return fail("file.unwritable", path.string());
  auto state = std::make_unique<State>();
  state->path = path;
  state->file = file;
  const auto id = keys.current();
  LEYE_TRY(const auto key, keys.key_for("backup", id));
  std::array<unsigned char, crypto_secretstream_xchacha20poly1305_HEADERBYTES> header{};
  crypto_secretstream_xchacha20poly1305_init_push(&state->stream, header.data(), key.data());
  LEYE_CHECK(state->write(kMagic));
  const auto name = number(id);
  LEYE_CHECK(state->write({name.data(), name.size()}));
  LEYE_CHECK(state->write({reinterpret_cast<const char*>(header.data()), header.size()}));
  return ArchiveWriter(std::move(state));
}

Result<Digest> ArchiveWriter::add(const std::string& name, const std::filesystem::path& from) {
  std::ifstream in(from, std::ios::binary);
  if (!in) return fail("file.unreadable", from.string());
  LEYE_CHECK(state_->piece('F', name));
  Hasher hasher;
  std::vector<char> buffer(kPiece);
  for (;;) {
    in.read(buffer.data(), static_cast<std::streamsize>(buffer.size()));
    const std::string_view bytes(buffer.data(), static_cast<std::size_t>(in.gcount()));
    if (bytes.empty()) break;
    hasher.add(bytes);
    LEYE_CHECK(state_->piece('D', bytes));
  }
  if (in.bad()) return fail("file.unreadable", from.string());
  const auto digest = hasher.finish();
  LEYE_CHECK(state_->piece('E', {reinterpret_cast<const char*>(digest.data()), digest.size()}));
  return digest;
}

Result<void> ArchiveWriter::finish(std::string_view manifest) {
  LEYE_CHECK(state_->piece('M', manifest, crypto_secretstream_xchacha20poly1305_TAG_FINAL));
  if (::fsync(state_->file) != 0) return fail("file.unwritable", state_->path.string());
  state_->done = true;
  return {};
}

Result<std::string> read_archive(const std::filesystem::path& path, const KeyRing& keys,
                                 const ArchiveSink& sink) {
  const auto where = path.string();
  std::ifstream in(path, std::ios::binary);
  if (!in) return fail("file.unreadable", where);
  std::string magic(kMagic.size(), '\0');
  std::uint32_t id = 0;
  std::array<unsigned char, crypto_secretstream_xchacha20poly1305_HEADERBYTES> header{};
  if (!in.read(magic.data(), static_cast<std::streamsize>(magic.size())) || magic != kMagic ||
      !read_number(in, id) || !in.read(reinterpret_cast<char*>(header.data()), header.size()))
    return fail("backup.format", where);
  const auto key = keys.key_for("backup", id);
  if (!key) return fail("access.key_id_missing", where, {{"key", std::to_string(id)}});
  crypto_secretstream_xchacha20poly1305_state stream{};
  if (crypto_secretstream_xchacha20poly1305_init_pull(&stream, header.data(), key->data()) != 0)
    return fail("backup.damaged", where);
  Hasher hasher;
  std::string plain;
  for (std::uint32_t size = 0; read_number(in, size);) {
    if (size <= kExtra || size > kPiece + kExtra + 1) return fail("backup.damaged", where);
    std::string sealed(size, '\0');
    if (!in.read(sealed.data(), size)) return fail("backup.damaged", where);
    plain.resize(size - kExtra);
    unsigned char tag = 0;
    if (crypto_secretstream_xchacha20poly1305_pull(
            &stream, reinterpret_cast<unsigned char*>(plain.data()), nullptr, &tag, raw(sealed),
            sealed.size(), nullptr, 0) != 0)
      return fail("backup.damaged", where);
    const auto body = std::string_view(plain).substr(1);
    if (plain[0] == 'M' && tag == crypto_secretstream_xchacha20poly1305_TAG_FINAL)
      return std::string(body);
    if (plain[0] == 'F') {
      hasher = Hasher();
      LEYE_CHECK(sink.begin(std::string(body)));
    } else if (plain[0] == 'D') {
      hasher.add(body);
      LEYE_CHECK(sink.bytes(body));
    } else if (plain[0] == 'E') {
      const auto digest = hasher.finish();
      if (body != std::string_view(reinterpret_cast<const char*>(digest.data()), digest.size()))
        return fail("backup.damaged", where);
      LEYE_CHECK(sink.end());
    }
  }
  return fail("backup.damaged", where);
}

}  // namespace leye::access
