#include "columns/file.h"

#include <fcntl.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <boost/json.hpp>
#include <cstring>
#include <stdexcept>

namespace leye::columns {
namespace {

constexpr std::string_view kMagic = "LEYECOL\n";
constexpr std::uint64_t kFormat = 2;
constexpr std::size_t kAlign = 64;
constexpr std::size_t kPreamble = 24;  // magic, format, directory length

struct Mapping {
  const char* data = nullptr;
  std::size_t size = 0;
  Mapping() = default;
  Mapping(const Mapping&) = delete;
  Mapping& operator=(const Mapping&) = delete;
  ~Mapping() {
    if (data != nullptr) munmap(const_cast<char*>(data), size);  // NOLINT: munmap takes non-const
  }
};

std::uint64_t little(const char* bytes) {
  std::uint64_t value = 0;
  for (int i = 7; i >= 0; --i) value = value << 8 | static_cast<unsigned char>(bytes[i]);
  return value;
}

void put_little(std::string& out, std::uint64_t value) {
  for (int i = 0; i < 8; ++i) out.push_back(static_cast<char>(value >> (8 * i)));
}

}  // namespace

class FileWriter {
 public:
  boost::json::object table(const Table& table) {
    boost::json::object out{{"name", table.name()}, {"rows", table.rows()}};
    out["ids"] = section(table.ids());
    boost::json::array list;
    for (const auto& column : table.columns()) list.push_back(this->column(column));
    out["columns"] = std::move(list);
    return out;
  }
  std::string body;

 private:
  boost::json::object column(const Column& c) {
    boost::json::object out{
        {"name", c.name_},           {"kind", static_cast<int>(c.kind_)},   {"rows", c.rows_},
        {"all_known", c.all_known_}, {"width", static_cast<int>(c.width_)}, {"base", c.base_}};
    out["known"] = section(c.known_);
    out["absent"] = section(c.absent_);
    out["more"] = section(c.more_);
    out["true"] = section(c.true_);
    out["values"] = section(c.values_);
    out["offsets"] = section(c.offsets_);
    out["texts"] = section(c.texts_);
    if (c.child_) out["child"] = table(*c.child_);
    return out;
  }
  template <class T>
  boost::json::array section(std::span<const T> data) {
    while (body.size() % kAlign != 0) body.push_back('\0');
    const std::size_t at = body.size();
    body.append(reinterpret_cast<const char*>(data.data()), data.size_bytes());
    return {at, data.size()};
  }
};

/// Reads the directory; whatever it says is checked before a column may point there.
class FileReader {
 public:
  FileReader(std::shared_ptr<const Mapping> mapping, std::size_t body, std::size_t end)
      : mapping_(std::move(mapping)), body_(body), end_(end) {}

  Table table(const boost::json::object& in, bool child = false) {
    Table out;
    out.name_ = in.at("name").as_string().c_str();
    out.rows_ = size(in, "rows");
    out.ids_ = section<Uuid>(in.at("ids"));
    require(out.ids_.size() == (child ? 0 : out.rows_), "ids");
    require(std::is_sorted(out.ids_.begin(), out.ids_.end()), "order of ids");
    out.memory_ = mapping_;
    for (const auto& c : in.at("columns").as_array()) {
      out.columns_.push_back(column(c.as_object()));
      require(out.columns_.back().rows() == out.rows_, "rows");
    }
    return out;
  }

 private:
  static void require(bool holds, const char* what) {
    if (!holds) throw std::out_of_range(what);
  }
  static std::size_t size(const boost::json::object& in, std::string_view key) {
    const auto n = in.at(key).to_number<std::size_t>();
    require(n <= UINT32_MAX, "size");
    return n;
  }
  Column column(const boost::json::object& in) {
    Column c;
    c.name_ = in.at("name").as_string().c_str();
    c.kind_ = static_cast<Kind>(in.at("kind").to_number<int>());
    require(c.kind_ <= Kind::kList, "kind");
    c.rows_ = size(in, "rows");
    c.all_known_ = in.at("all_known").as_bool();
    c.width_ = in.at("width").to_number<std::uint8_t>();
    c.base_ = in.at("base").to_number<std::int64_t>();
    c.known_ = bitmap(in.at("known"), c.rows_);
    c.absent_ = bitmap(in.at("absent"), c.rows_);
    c.more_ = bitmap(in.at("more"), c.rows_);
    c.true_ = bitmap(in.at("true"), c.rows_);
    c.values_ = section<std::uint8_t>(in.at("values"));
    c.offsets_ = section<std::uint32_t>(in.at("offsets"));
    c.texts_ = section<char>(in.at("texts"));
    c.memory_ = mapping_;
    require(c.width_ <= 8 && c.values_.size() == c.rows_ * c.width_, "values");
    require((c.width_ & (c.width_ - 1)) == 0, "width");
    if (const auto* child = in.if_contains("child"))
      c.child_ = std::make_shared<const Table>(table(child->as_object(), true));
    require((c.kind_ == Kind::kList) == (c.child_ != nullptr), "child");
    check_offsets(c);
    check_states(c);
    return c;
  }
  static void check_offsets(const Column& c) {
    const bool list = c.kind_ == Kind::kList;
    if (!list && c.kind_ != Kind::kText) return;
    require(!c.offsets_.empty() && c.offsets_.front() == 0, "offsets");
    require(std::is_sorted(c.offsets_.begin(), c.offsets_.end()), "offsets");
    if (list) require(c.offsets_.size() == c.rows_ + 1, "offsets");
    require(c.offsets_.back() == (list ? c.child_->rows() : c.texts_.size()), "offsets");
  }
  /// No cell both known and absent; codes within the dictionary. Finds the greatest number.
  static void check_states(Column& c) {
    c.highest_ = c.base_;
    bool any = false;
    for (std::size_t row = 0; row < c.rows_; ++row) {
      const bool known = c.state(row) == State::kKnown;
      require(!known || !Column::bit(c.absent_, false, row), "states");
      if (!known || c.kind_ == Kind::kList || c.kind_ == Kind::kBool) continue;
      c.highest_ = any ? std::max(c.highest_, c.number(row)) : c.number(row);
      any = true;
    }
    if (c.kind_ != Kind::kText) return;
    require(c.base_ == 0 && c.highest_ >= 0, "codes");
    require(!any || static_cast<std::size_t>(c.highest_) < c.dictionary_size(), "codes");
    for (std::size_t code = 1; code < c.dictionary_size(); ++code)
      require(c.dictionary(static_cast<std::int64_t>(code) - 1) <
                  c.dictionary(static_cast<std::int64_t>(code)),
              "order of texts");
  }
  std::span<const std::uint64_t> bitmap(const boost::json::value& in, std::size_t rows) {
    const auto words = section<std::uint64_t>(in);
    require(words.empty() || words.size() == (rows + 63) / 64, "bitmap");
    require(words.empty() || rows % 64 == 0 || words.back() >> (rows % 64) == 0, "bitmap");
    return words;
  }
  template <class T>
  std::span<const T> section(const boost::json::value& in) {
    const auto at = in.as_array().at(0).to_number<std::size_t>();
    const auto count = in.as_array().at(1).to_number<std::size_t>();
    if (count == 0) return {};
    require(at % kAlign == 0 && at <= end_ - body_ && count <= (end_ - body_ - at) / sizeof(T),
            "section outside the file");
    return {reinterpret_cast<const T*>(mapping_->data + body_ + at), count};
  }
  std::shared_ptr<const Mapping> mapping_;
  std::size_t body_;
  std::size_t end_;
};

namespace {

Result<void> write_all(const std::filesystem::path& path, const std::string& bytes) {
  const int fd = open(path.c_str(), O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0600);
  if (fd < 0) return fail("file.unwritable", path.string());
  std::size_t done = 0;
  while (done < bytes.size()) {
    const auto n = ::write(fd, bytes.data() + done, bytes.size() - done);
    if (n <= 0) break;
    done += static_cast<std::size_t>(n);
  }
  const bool ok = done == bytes.size() && fsync(fd) == 0;
  if (close(fd) != 0 || !ok) return fail("file.unwritable", path.string());
  return {};
}

Result<std::shared_ptr<const Mapping>> map_file(const std::filesystem::path& path) {
  const int fd = open(path.c_str(), O_RDONLY | O_CLOEXEC);
  struct stat info {};
  if (fd < 0 || fstat(fd, &info) != 0) {
    if (fd >= 0) close(fd);
    return fail("file.unreadable", path.string());
  }
  auto mapping = std::make_shared<Mapping>();
  mapping->size = static_cast<std::size_t>(info.st_size);
  if (mapping->size > 0) {
    void* data = mmap(nullptr, mapping->size, PROT_READ, MAP_PRIVATE, fd, 0);
    if (data != MAP_FAILED) mapping->data = static_cast<const char*>(data);
  }
  close(fd);
  if (mapping->data == nullptr)
    return fail("columns.file_damaged", path.string(), {{"why", "empty"}});
  return std::shared_ptr<const Mapping>(std::move(mapping));
}

}  // namespace

Result<void> write_table(const Table& table, const std::filesystem::path& path) {
  FileWriter writer;
  const std::string directory = boost::json::serialize(writer.table(table));
  std::string bytes(kMagic);
  put_little(bytes, kFormat);
  put_little(bytes, directory.size());
  bytes += directory;
  while (bytes.size() % kAlign != 0) bytes.push_back(' ');
  bytes += writer.body;
  const Digest digest = digest_of(bytes);
  bytes.append(reinterpret_cast<const char*>(digest.data()), digest.size());
  return write_all(path, bytes);
}

Result<Table> read_table(const std::filesystem::path& path) {
  LEYE_TRY(const auto mapping, map_file(path));
  const auto damaged = [&](std::string why) {
    return fail("columns.file_damaged", path.string(), {{"why", std::move(why)}});
  };
  const std::string_view bytes(mapping->data, mapping->size);
  if (bytes.size() < kPreamble + sizeof(Digest) || !bytes.starts_with(kMagic))
    return damaged("magic");
  const std::uint64_t format = little(mapping->data + 8);
  if (format > kFormat)
    return fail("columns.file_newer", path.string(), {{"version", std::to_string(format)}});
  if (format < kFormat)
    return fail("columns.file_older", path.string(), {{"version", std::to_string(format)}});
  const std::size_t end = bytes.size() - sizeof(Digest);
  const Digest digest = digest_of(bytes.substr(0, end));
  if (std::memcmp(digest.data(), bytes.data() + end, digest.size()) != 0)
    return damaged("checksum");
  const std::uint64_t directory = little(mapping->data + 16);
  if (directory > end - kPreamble) return damaged("directory");
  // A file of one writer is well formed; one made to mislead is refused as damaged as well.
  const std::size_t body = (kPreamble + directory + kAlign - 1) / kAlign * kAlign;
  if (body > end) return damaged("directory");
  try {
    return FileReader(mapping, body, end)
        .table(boost::json::parse(bytes.substr(kPreamble, directory)).as_object());
  } catch (const std::exception& problem) {
    return damaged(problem.what());
  }
}

}  // namespace leye::columns
