#pragma once
#include <string>
#include <vector>

#include "access/exports.h"
#include "server/views.h"

namespace leye::server {

struct ExportFile {
  std::string media_type;
  std::string name;
  std::string bytes;
  std::int64_t rows = 0;
  std::vector<PersonId> people;
  Digest query{};
};
/// The list of an approved order, inside the permit's scope: masked but for the columns the order
/// names, no cell a formula, and who took it out, when and why in the first and last row. Errors
/// `export.too_many` {rows, limit}, `division.not_found`, those of reading and writing.
Result<ExportFile> export_file(const View&, const access::ExportOrder&, const access::Account& by,
                               Instant now);

[[nodiscard]] bool is_clear(const access::ExportOrder&, access::FieldClass);

}  // namespace leye::server
