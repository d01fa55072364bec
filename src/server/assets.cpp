#include "server/assets.h"

#include <sodium.h>

#include <array>
#include <fstream>
#include <sstream>

#include "core/digest.h"

namespace leye::server {
namespace {

constexpr std::string_view kNonceMark = "{{nonce}}";

std::string_view type_of(std::string_view name) {
  static constexpr std::array<std::pair<std::string_view, std::string_view>, 14> kTypes{{
      {".html", "text/html; charset=utf-8"},
      {".js", "text/javascript; charset=utf-8"},
      {".css", "text/css; charset=utf-8"},
      {".json", "application/json"},
      {".webmanifest", "application/manifest+json"},
      {".svg", "image/svg+xml"},
      {".png", "image/png"},
      {".jpg", "image/jpeg"},
      {".ico", "image/x-icon"},
      {".woff2", "font/woff2"},
      {".txt", "text/plain; charset=utf-8"},
      {".pdf", "application/pdf"},
      {".geojson", "application/geo+json"},
      {".map", "application/json"},
  }};
  for (const auto& [ending, type] : kTypes)
    if (name.ends_with(ending)) return type;
  return "application/octet-stream";
}

Result<std::string> read_file(const std::filesystem::path& path) {
  std::ifstream in(path, std::ios::binary);
  std::ostringstream bytes;
  bytes << in.rdbuf();
  if (!in) return fail("file.unreadable", path.string());
  return std::move(bytes).str();
}

/// Does Accept-Encoding name it, and not with q=0?
bool accepts(std::string_view header, std::string_view encoding) {
  const auto at = header.find(encoding);
  if (at == std::string_view::npos) return false;
  const auto rest = header.substr(at + encoding.size());
  return !rest.starts_with(";q=0") || rest.starts_with(";q=0.");
}

std::string new_nonce() {
  std::array<unsigned char, 18> random{};
  randombytes_buf(random.data(), random.size());
  std::array<char, 32> text{};
  sodium_bin2base64(text.data(), text.size(), random.data(), random.size(),
                    sodium_base64_VARIANT_URLSAFE_NO_PADDING);
  return text.data();
}

void add_page_headers(http::Response& response, const std::string& nonce) {
  const std::string self = nonce.empty() ? "'self'" : "'self' 'nonce-" + nonce + "'";
  response.set("Content-Security-Policy",
               "default-src 'self'; script-src " + self + "; style-src " + self +
                   "; img-src 'self' data:; object-src 'none'; base-uri 'none'; "
                   "form-action 'self'; frame-ancestors 'none'");
  response.set("X-Content-Type-Options", "nosniff");
  response.set("Referrer-Policy", "same-origin");
  response.set("Cross-Origin-Opener-Policy", "same-origin");
  response.set("Permissions-Policy", "camera=(), microphone=(), geolocation=()");
}

}  // namespace

Result<Assets> Assets::load(const std::filesystem::path& folder, std::string mount,
                            std::string page) {
  namespace fs = std::filesystem;
  std::error_code ec;
  if (!fs::is_regular_file(folder / page, ec))
    return fail("server.web_missing", folder.string(), {{"file", page}});
  Assets assets;
  assets.mount_ = std::move(mount);
  assets.page_ = std::move(page);
  for (const auto& entry : fs::recursive_directory_iterator(folder, ec)) {
    if (!entry.is_regular_file()) continue;
    LEYE_TRY(std::string bytes, read_file(entry.path()));
    std::string name = fs::relative(entry.path(), folder).generic_string();
    std::string encoding;
    if (name.ends_with(".br") || name.ends_with(".gz")) {
      encoding = name.ends_with(".br") ? "br" : "gzip";
      name.resize(name.size() - 3);
    }
    File& file = assets.files_[name];
    if (encoding.empty()) file.etag = "\"" + to_text(digest_of(bytes)).substr(0, 32) + "\"";
    file.type = type_of(name);
    file.immutable = name.starts_with("assets/");
    file.encodings[encoding] = std::make_shared<const std::string>(std::move(bytes));
  }
  if (ec) return fail("file.unreadable", folder.string());
  return assets;
}

http::Response Assets::answer(const http::Head& head) const {
  const std::string_view name = std::string_view(head.path).substr(mount_.size());
  if (name == page_) return page();
  if (const auto found = files_.find(name); found != files_.end()) return file(head, found->second);
  // A missing script must not be answered with a page: the browser would cache it as one.
  const auto last = name.substr(name.rfind('/') + 1);
  if (name.starts_with("assets/") || last.find('.') != std::string_view::npos) {
    http::Response missing;
    missing.status = 404;
    return missing;
  }
  return page();
}

http::Response Assets::page() const {
  const std::string nonce = new_nonce();
  http::Response response;
  const std::string& source = *files_.find(page_)->second.encodings.at("");
  std::size_t at = 0;
  while (true) {
    const auto mark = source.find(kNonceMark, at);
    response.body.append(source, at, mark - at);
    if (mark == std::string::npos) break;
    response.body += nonce;
    at = mark + kNonceMark.size();
  }
  response.set("Content-Type", "text/html; charset=utf-8");
  response.set("Cache-Control", "no-cache");
  add_page_headers(response, nonce);
  return response;
}

http::Response Assets::file(const http::Head& head, const File& file) const {
  http::Response response;
  response.set("Cache-Control",
               file.immutable ? "public, max-age=31536000, immutable" : "no-cache");
  response.set("ETag", file.etag);
  response.set("Vary", "Accept-Encoding");
  add_page_headers(response, {});
  if (head.header("if-none-match") == file.etag) {
    response.status = 304;
    return response;
  }
  response.set("Content-Type", file.type);
  const auto accept = head.header("accept-encoding");
  for (const char* encoding : {"br", "gzip", ""}) {
    const auto variant = file.encodings.find(std::string_view(encoding));
    if (variant == file.encodings.end() || (*encoding && !accepts(accept, encoding))) continue;
    if (*encoding) response.set("Content-Encoding", encoding);
    response.shared = variant->second;
    break;
  }
  return response;
}

}  // namespace leye::server
