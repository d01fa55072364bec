#include "store/dialect.h"

#include <array>

namespace leye::store {
namespace {

struct Word {
  std::string_view name;
  std::string_view sqlite;
  std::string_view postgres;
};
constexpr std::array kWords{
    Word{"bool", "INTEGER", "boolean"},
    Word{"int", "INTEGER", "bigint"},
    Word{"fen", "INTEGER", "bigint"},
    Word{"instant", "INTEGER", "bigint"},
    Word{"real", "REAL", "double precision"},
    Word{"text", "TEXT", "text COLLATE \"C\""},
    Word{"bytes", "BLOB", "bytea"},
    Word{"uuid", "BLOB", "uuid"},
    Word{"date", "INTEGER", "date"},
    Word{"table", "STRICT", ""},
    Word{"keyed", "STRICT, WITHOUT ROWID", ""},
    Word{"for_update", "", "FOR UPDATE"},
    Word{"skip_locked", "", "FOR UPDATE SKIP LOCKED"},
};

/// End of the quoted text or comment that starts at `i`, or `i` if none does.
std::size_t skip_opaque(std::string_view sql, std::size_t i) {
  const auto end_of = [&](std::string_view mark, std::size_t from) {
    const std::size_t at = sql.find(mark, from);
    return at == std::string_view::npos ? sql.size() : at + mark.size();
  };
  const char c = sql[i];
  if (c == '\'' || c == '"') return end_of(std::string_view(&c, 1), i + 1);
  if (sql.substr(i, 2) == "--") return end_of("\n", i + 2);
  if (sql.substr(i, 2) == "/*") return end_of("*/", i + 2);
  return i;
}

}  // namespace

Result<std::string> replace_dialect_words(std::string_view sql, Backend backend) {
  std::string out;
  out.reserve(sql.size());
  for (std::size_t i = 0; i < sql.size();) {
    if (const std::size_t end = skip_opaque(sql, i); end != i) {
      out += sql.substr(i, end - i);
      i = end;
    } else if (sql[i] != '{') {
      out += sql[i++];
    } else {
      const std::size_t close = sql.find('}', i);
      const auto name = sql.substr(i + 1, close == std::string_view::npos ? close : close - i - 1);
      const Word* found = nullptr;
      for (const Word& word : kWords)
        if (word.name == name) found = &word;
      if (found == nullptr) return fail("store.dialect_word", {}, {{"word", std::string(name)}});
      out += backend == Backend::kSqlite ? found->sqlite : found->postgres;
      i = close + 1;
    }
  }
  return out;
}

std::string number_parameters(std::string_view sql) {
  std::string out;
  out.reserve(sql.size() + 16);
  int number = 0;
  for (std::size_t i = 0; i < sql.size();) {
    if (const std::size_t end = skip_opaque(sql, i); end != i) {
      out += sql.substr(i, end - i);
      i = end;
    } else if (sql[i] == '?') {
      out += '$' + std::to_string(++number);
      ++i;
    } else {
      out += sql[i++];
    }
  }
  return out;
}

}  // namespace leye::store
