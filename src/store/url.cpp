#include "store/database.h"

namespace leye::store {

std::string DatabaseUrl::shown() const {
  if (backend == Backend::kSqlite) return "sqlite:" + target;
  const std::size_t scheme = target.find("://");
  const std::size_t start = scheme == std::string::npos ? 0 : scheme + 3;
  const std::size_t at_sign = target.find('@', start);
  const std::size_t colon = target.find(':', start);
  std::string out = target;
  if (at_sign != std::string::npos && colon < at_sign)
    out.replace(colon + 1, at_sign - colon - 1, "***");
  // …?password=secret is the other place libpq takes one from.
  const std::size_t parameter = out.find("password=");
  if (parameter != std::string::npos) {
    const std::size_t from = parameter + 9;
    const std::size_t end = out.find('&', from);
    out.replace(from, end == std::string::npos ? end : end - from, "***");
  }
  return out;
}

Result<DatabaseUrl> parse_database_url(std::string_view text) {
  const auto url = [&](Backend backend, std::string_view target) -> Result<DatabaseUrl> {
    if (target.empty()) return fail("store.url", {}, {{"url", std::string(text)}});
    return DatabaseUrl{backend, std::string(target)};
  };
  if (text.starts_with("postgresql://") || text.starts_with("postgres://"))
    return url(Backend::kPostgres, text);
  if (text.starts_with("sqlite://")) return url(Backend::kSqlite, text.substr(9));
  if (text.starts_with("sqlite:")) return url(Backend::kSqlite, text.substr(7));
  if (text.find("://") != std::string_view::npos)
    return fail("store.url", {},
                {{"url", DatabaseUrl{Backend::kPostgres, std::string(text)}.shown()}});
  return url(Backend::kSqlite, text);
}

}  // namespace leye::store
