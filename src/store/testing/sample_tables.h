#pragma once
#include "store/testing/each_backend.h"

namespace leye::store::testing {

inline constexpr std::string_view kSampleTables = R"(
CREATE TABLE sample (
  id {uuid} NOT NULL PRIMARY KEY,
  flag {bool}, number {int}, share {real}, note {text}, digest {bytes}, day {date}, at {instant}, paid {fen}
) {table};
CREATE TABLE visit (
  person {uuid} NOT NULL, day {date} NOT NULL, minutes {int} NOT NULL CONSTRAINT visit_minutes CHECK (minutes > 0),
  sample {uuid} REFERENCES sample (id),
  PRIMARY KEY (person, day)
) {keyed};
)";

/// Two tables of every column type, for the store's own tests.
class SampleTables : public EachBackend {
 protected:
  void SetUp() override {
    EachBackend::SetUp();
    run_script(db(), kSampleTables);
  }
  std::int64_t visits() {
    return db()
        .read([](Reader& r) { return r.one<std::int64_t>("SELECT count(*) FROM visit"); })
        .value();
  }
  Result<void> add_visit(PersonId person, Date day, int minutes) {
    return db().write([&](Transaction& tx) -> Result<void> {
      LEYE_CHECK(tx.execute("INSERT INTO visit (person, day, minutes) VALUES (?, ?, ?)", person,
                            day, minutes));
      return {};
    });
  }
};
inline const Date kDay = ymd(2020, 11, 20);

}  // namespace leye::store::testing
