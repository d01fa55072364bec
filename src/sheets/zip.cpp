#include "sheets/zip.h"

#include <zip.h>

#include <array>
#include <map>
#include <system_error>

namespace leye::sheets {
namespace {

struct CloseZip {
  void operator()(zip_t* archive) const { zip_discard(archive); }
};
struct CloseFile {
  void operator()(zip_file_t* file) const { zip_fclose(file); }
};
using Archive = std::unique_ptr<zip_t, CloseZip>;
using OpenPart = std::unique_ptr<zip_file_t, CloseFile>;

std::string zip_text(int code) {
  zip_error_t error;
  zip_error_init_with_code(&error, code);
  std::string text = zip_error_strerror(&error);
  zip_error_fini(&error);
  return text;
}

}  // namespace

struct ZipReader::State {
  std::string name;
  std::string bytes;  ///< what the archive reads from, when it is not a file
  Limits limits;
  Archive archive;
  std::vector<std::string> parts;
  std::map<std::string, zip_uint64_t, std::less<>> index;

  Result<void> survey();
};

/// Every part's declared size and ratio before one byte is inflated.
Result<void> ZipReader::State::survey() {
  const auto count = zip_get_num_entries(archive.get(), 0);
  if (count < 0) return fail("zip.broken", name, {{"why", "central directory"}});
  if (static_cast<std::uint64_t>(count) > limits.parts)
    return fail("zip.too_big", name, {{"what", std::to_string(count) + " parts"}});
  std::uint64_t total = 0;
  for (zip_uint64_t i = 0; i < static_cast<zip_uint64_t>(count); ++i) {
    zip_stat_t stat;
    if (zip_stat_index(archive.get(), i, 0, &stat) != 0 || (stat.valid & ZIP_STAT_NAME) == 0)
      return fail("zip.broken", name, {{"why", "central directory"}});
    if ((stat.valid & ZIP_STAT_ENCRYPTION_METHOD) != 0 && stat.encryption_method != ZIP_EM_NONE)
      return fail("sheets.encrypted", name);
    const std::uint64_t size = (stat.valid & ZIP_STAT_SIZE) != 0 ? stat.size : 0;
    const std::uint64_t packed = (stat.valid & ZIP_STAT_COMP_SIZE) != 0 ? stat.comp_size : 0;
    constexpr std::uint64_t kSmall = 1U << 20;
    if (size > kSmall && size / (packed + 1) > limits.ratio)
      return fail("zip.too_big", name + ", " + stat.name,
                  {{"what", std::to_string(size / (packed + 1)) + " : 1"}});
    if (size > limits.unpacked_bytes || (total += size) > limits.unpacked_bytes)
      return fail("zip.too_big", name, {{"what", std::to_string(size >> 20) + " MB"}});
    parts.emplace_back(stat.name);
    index.emplace(stat.name, i);
  }
  return {};
}

ZipReader::ZipReader(std::unique_ptr<State> state) : state_(std::move(state)) {}
ZipReader::ZipReader(ZipReader&&) noexcept = default;
ZipReader& ZipReader::operator=(ZipReader&&) noexcept = default;
ZipReader::~ZipReader() = default;

Result<ZipReader> ZipReader::open(const std::filesystem::path& path, const Limits& limits) {
  auto state = std::make_unique<State>();
  state->name = path.filename().string();
  state->limits = limits;
  std::error_code none;
  if (!std::filesystem::is_regular_file(path, none)) return fail("file.unreadable", path.string());
  int code = 0;
  state->archive.reset(zip_open(path.c_str(), ZIP_RDONLY, &code));
  if (!state->archive) {
    if (code == ZIP_ER_OPEN || code == ZIP_ER_READ) return fail("file.unreadable", path.string());
    return fail("zip.broken", state->name, {{"why", zip_text(code)}});
  }
  LEYE_CHECK(state->survey());
  return ZipReader(std::move(state));
}

Result<ZipReader> ZipReader::from_bytes(std::string bytes, std::string name, const Limits& limits) {
  auto state = std::make_unique<State>();
  state->name = std::move(name);
  state->bytes = std::move(bytes);
  state->limits = limits;
  zip_error_t error;
  zip_error_init(&error);
  zip_source_t* source =
      zip_source_buffer_create(state->bytes.data(), state->bytes.size(), 0, &error);
  if (source != nullptr) {
    state->archive.reset(zip_open_from_source(source, ZIP_RDONLY, &error));
    if (!state->archive) zip_source_free(source);
  }
  const std::string why = zip_error_strerror(&error);
  zip_error_fini(&error);
  if (!state->archive) return fail("zip.broken", state->name, {{"why", why}});
  LEYE_CHECK(state->survey());
  return ZipReader(std::move(state));
}

const std::string& ZipReader::name() const { return state_->name; }
const std::vector<std::string>& ZipReader::parts() const { return state_->parts; }
bool ZipReader::has(std::string_view part) const {
  return state_->index.find(part) != state_->index.end();
}

Result<void> ZipReader::stream(std::string_view part,
                               const std::function<bool(std::string_view)>& sink) {
  const std::string place = state_->name + ", " + std::string(part);
  const auto found = state_->index.find(part);
  if (found == state_->index.end()) return fail("zip.missing_part", place);
  const OpenPart file(zip_fopen_index(state_->archive.get(), found->second, 0));
  if (!file) return fail("zip.broken", place, {{"why", zip_strerror(state_->archive.get())}});
  std::array<char, 65536> buffer;
  std::uint64_t unpacked = 0;  // what a part declares may be a lie
  for (;;) {
    const auto read = zip_fread(file.get(), buffer.data(), buffer.size());
    if (read < 0) return fail("zip.broken", place, {{"why", zip_file_strerror(file.get())}});
    if (read == 0) return {};
    unpacked += static_cast<std::uint64_t>(read);
    if (unpacked > state_->limits.unpacked_bytes)
      return fail("zip.too_big", place, {{"what", std::to_string(unpacked >> 20) + " MB"}});
    if (!sink(std::string_view(buffer.data(), static_cast<std::size_t>(read)))) return {};
  }
}

Result<std::string> ZipReader::read(std::string_view part) {
  std::string bytes;
  LEYE_CHECK(stream(part, [&](std::string_view piece) {
    bytes += piece;
    return true;
  }));
  return bytes;
}

namespace {

Result<void> add_parts(zip_t* archive, const std::vector<ZipPart>& parts,
                       const std::string& place) {
  for (const auto& part : parts) {
    zip_source_t* source = zip_source_buffer(archive, part.bytes.data(), part.bytes.size(), 0);
    if (source == nullptr) return fail("zip.write", place, {{"why", zip_strerror(archive)}});
    const auto at = zip_file_add(archive, part.name.c_str(), source, ZIP_FL_ENC_UTF_8);
    if (at < 0) {
      zip_source_free(source);
      return fail("zip.write", place, {{"why", zip_strerror(archive)}});
    }
    const auto position = static_cast<zip_uint64_t>(at);
    // 1980-01-01 00:00, the first moment a zip can name: equal parts give equal files.
    if (zip_set_file_compression(archive, position, part.stored ? ZIP_CM_STORE : ZIP_CM_DEFLATE,
                                 6) != 0 ||
        zip_file_set_dostime(archive, position, 0, 0x21, 0) != 0)
      return fail("zip.write", place, {{"why", zip_strerror(archive)}});
  }
  return {};
}

}  // namespace

Result<void> write_zip(const std::filesystem::path& path, const std::vector<ZipPart>& parts) {
  int code = 0;
  Archive archive(zip_open(path.c_str(), ZIP_CREATE | ZIP_TRUNCATE, &code));
  if (!archive) return fail("file.unwritable", path.string(), {{"why", zip_text(code)}});
  LEYE_CHECK(add_parts(archive.get(), parts, path.string()));
  // libzip writes beside the target and renames.
  if (zip_close(archive.get()) != 0)
    return fail("file.unwritable", path.string(), {{"why", zip_strerror(archive.get())}});
  static_cast<void>(archive.release());
  return {};
}

}  // namespace leye::sheets
