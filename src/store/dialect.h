#pragma once
#include <string>
#include <string_view>

#include "core/result.h"
#include "store/database.h"

namespace leye::store {

/// The words in braces that differ between the databases, and the only place where they do:
///
///   word                     SQLite                     PostgreSQL
///   {bool}                   INTEGER                    boolean
///   {int} {fen} {instant}    INTEGER                    bigint
///   {real}                   REAL                       double precision
///   {text}                   TEXT                       text COLLATE "C"
///   {bytes}                  BLOB                       bytea
///   {uuid}                   BLOB                       uuid
///   {date}                   INTEGER (days)             date
///   {table}                  STRICT                     (nothing)        after the ) of CREATE
///   TABLE {keyed}                  STRICT, WITHOUT ROWID      (nothing)        the same; rows lie
///   in key order {for_update}             (nothing)                  FOR UPDATE {skip_locked}
///   (nothing)                  FOR UPDATE SKIP LOCKED
///
/// Error `store.dialect_word` for another word in braces.
Result<std::string> replace_dialect_words(std::string_view sql, Backend);

/// For PostgreSQL: `?` becomes `$1`, `$2`, … outside of quotes and comments.
std::string number_parameters(std::string_view sql);

}  // namespace leye::store
