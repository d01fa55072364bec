#include "access/audit.h"

#include <gtest/gtest.h>

#include "store/testing/each_backend.h"

namespace leye::access {
namespace {

using store::testing::is_good;
using store::testing::run_script;

/// Three seals of three leaves, each with everything a leaf may hold.
class Audit : public store::testing::EachBackend {
 protected:
  void SetUp() override {
    EachBackend::SetUp();
    keys_ = *KeyRing::create(folder() / "master.key");
    for (std::int64_t seal = 1; seal <= 3; ++seal) {
      for (int i = 0; i < 3; ++i) leaves_.push_back(leave("person.reveal", "核对身份"));
      ASSERT_TRUE(is_good(chain(seal, clock_.now())));
      later(2);
    }
  }
  void later(std::int64_t seconds) {
    clock_.set(Instant(clock_.now().micros() + seconds * 1'000'000));
  }
  Uuid leave(const std::string& action, const std::string& reason) {
    Leaf leaf;
    leaf.subject = person_.uuid();
    leaf.command = CommandId::make();
    leaf.account = account_;
    leaf.action = action;
    leaf.purpose = "service";
    leaf.scope = "subtree 120104 service";
    leaf.field = "phone";
    leaf.query = digest_of("q");
    leaf.count = 7;
    leaf.reason = reason;
    return *db().write(
        [&](store::Transaction& tx) { return leave_leaf(tx, *keys_, leaf, clock_.now()); });
  }
  Result<std::int64_t> chain(std::int64_t seal, Instant now) {
    return db().write([&](store::Transaction& tx) { return chain_leaves(tx, seal, 0, now); });
  }
  Result<AuditReport> verify() {
    return db().read([&](store::Reader& r) { return verify_audit(r, &*keys_); });
  }
  std::vector<SealHead> heads() {
    return *db().read([](store::Reader& r) { return audit_heads(r); });
  }
  /// An id as the database writes one in SQL.
  [[nodiscard]] std::string literal(const Uuid& id) const {
    return GetParam() == store::Backend::kSqlite ? "x'" + hex(id.bytes) + "'"
                                                 : "'" + to_text(id) + "'";
  }
  [[nodiscard]] std::string flipped(const std::string& column) const {
    // The first byte of a bytes column becomes another one.
    if (GetParam() == store::Backend::kPostgres)
      return "set_byte(" + column + ", 9, get_byte(" + column + ", 9) # 1)";
    return "CAST(substr(" + column + ", 1, 9) || CASE WHEN substr(" + column +
           ", 10, 1) = x'00' THEN x'01' ELSE x'00' END || substr(" + column + ", 11) AS BLOB)";
  }
  /// Changes one thing behind our back, expects `where` named as the first bad row, puts it back.
  void expect_broken(const std::string& table, const std::string& set, const std::string& row,
                     const std::string& where) {
    const std::string keep = "CREATE TABLE kept AS SELECT * FROM " + table;
    run_script(db(), keep);
    run_script(db(), "UPDATE " + table + " SET " + set + " WHERE " + row);
    const auto broken = verify();
    ASSERT_FALSE(broken) << set;
    EXPECT_EQ(broken.error().code, "audit.broken") << set;
    EXPECT_EQ(broken.error().where, where) << set;
    run_script(db(), "DELETE FROM " + table + "; INSERT INTO " + table +
                         " SELECT * FROM kept; DROP TABLE kept");
    ASSERT_TRUE(is_good(verify())) << set;
  }

  ManualClock clock_{start_of(ymd(2020, 11, 20))};
  std::optional<KeyRing> keys_;
  PersonId person_ = PersonId::make();
  AccountId account_ = AccountId::make();
  std::vector<Uuid> leaves_;
};
LEYE_ON_EACH_BACKEND(Audit);

TEST_P(Audit, AOneByteChangeOfAnyColumnNamesTheFirstBadLeaf) {
  ASSERT_TRUE(is_good(verify()));
  EXPECT_EQ(verify()->leaves, 9);
  const auto& bad = leaves_[4];
  const std::string row = "leaf_id = " + literal(bad);
  const std::string where = "audit_leaf " + to_text(bad);
  const auto other = literal(new_uuid());
  for (const auto& set :
       {std::string("at = at + 1"), std::string("action = 'person.revea1'"),
        std::string("purpose = 'servicf'"), std::string("scope = NULL"),
        std::string("field = 'phonf'"), std::string("row_count = 8"), "account_id = " + other,
        "command_id = " + other, "query_digest = " + flipped("query_digest"),
        "reason = " + flipped("reason"), std::string("reason = NULL"),
        "reason_mark = " + flipped("reason_mark"), "link = " + flipped("link"),
        "subject_id = " + other})
    expect_broken("audit_leaf", set, row, where);
  // Taken out of its seal: the next one no longer follows.
  expect_broken("audit_leaf", "seal = 9", row, "audit_leaf " + to_text(leaves_[5]));
  expect_broken("audit_leaf", "seal = NULL, link = NULL", row, "audit_leaf " + to_text(leaves_[5]));
}

TEST_P(Audit, AChangedOrMissingSealIsNamed) {
  for (const auto* set : {"sealed_at = sealed_at + 1", "commands = 1", "leaves = 4"})
    expect_broken("seal", set, "seal = 2", "seal 2");
  for (const auto* column : {"head", "previous", "link"})
    expect_broken("seal", std::string(column) + " = " + flipped(column), "seal = 2", "seal 2");
  expect_broken("seal", "link = NULL", "seal = 2", "seal 2");
  expect_broken("seal", "seal = 7", "seal = 3", "seal 3");
}

TEST_P(Audit, HeadsThatWereKeptTellACutOrRewrittenChain) {
  const auto kept = heads();
  const auto text = heads_text(kept);
  const auto read = read_heads(text);
  ASSERT_TRUE(is_good(read));
  EXPECT_TRUE(is_good(verify_heads(*read)));
  EXPECT_EQ(verify_heads(*read)->leaves, 9);
  EXPECT_TRUE(is_good(compare_heads(*read, heads())));
  EXPECT_EQ(read_heads("seal\n").error().code, "audit.heads_format");
  EXPECT_EQ(read_heads(text + "1,2\n").error().where, "line 5");
  // A kept file is checked by itself: any digit of it that changes is told.
  auto forged = *read;
  forged[1].commands = 5;
  EXPECT_EQ(verify_heads(forged).error().where, "seal 2");

  // The last seal and its leaves cut off: what is left still holds, the kept heads tell.
  run_script(db(), "DELETE FROM audit_leaf WHERE seal = 3; DELETE FROM seal WHERE seal = 3");
  EXPECT_TRUE(is_good(verify()));
  EXPECT_EQ(compare_heads(kept, heads()).error().code, "audit.head_missing");
  // … and sealed again with other leaves in it.
  leave("person.open", "别的");
  ASSERT_TRUE(is_good(chain(3, clock_.now())));
  EXPECT_TRUE(is_good(verify()));
  EXPECT_EQ(compare_heads(kept, heads()).error().code, "audit.head_differs");
}

TEST_P(Audit, AClockMovedBackDoesNotMoveTheSeals) {
  const auto last = heads().back().at;
  leave("person.open", "钟被拨回");
  ASSERT_TRUE(is_good(chain(4, Instant(last.micros() - 3'600'000'000LL))));
  EXPECT_EQ(heads().back().at, last);
  leave("person.open", "钟又对了");
  ASSERT_TRUE(is_good(chain(5, Instant(last.micros() + 5))));
  EXPECT_EQ(heads().back().at, Instant(last.micros() + 5));
  EXPECT_TRUE(is_good(verify()));
}

TEST_P(Audit, IsSearchedByTimeAccountActionAndSubject) {
  const auto find = [&](const LeafFilter& filter, std::optional<Uuid> before = std::nullopt,
                        std::int64_t limit = 50) {
    return *db().read([&](store::Reader& r) { return find_leaves(r, filter, before, limit); });
  };
  later(300);
  const auto from = clock_.now();
  const auto late = leave("person.open", "");
  EXPECT_EQ(find({}).size(), 10U);
  EXPECT_EQ(find({}).front().id, late);
  EXPECT_FALSE(find({}).front().has_reason);
  EXPECT_FALSE(find({}).front().seal);
  EXPECT_EQ(find({}, std::nullopt, 4).size(), 4U);
  EXPECT_EQ(find({}, leaves_[2]).size(), 2U);
  LeafFilter f;
  f.from = from;
  EXPECT_EQ(find(f).size(), 1U);
  f = {};
  f.until = from;
  EXPECT_EQ(find(f).size(), 9U);
  f.action = "person.open";
  EXPECT_TRUE(find(f).empty());
  f = {};
  f.account = account_;
  f.subject = person_.uuid();
  EXPECT_EQ(find(f).size(), 10U);
  f.account = AccountId::make();
  EXPECT_TRUE(find(f).empty());
  const auto reason = db().read([&](store::Reader& r) { return reason_of(r, *keys_, leaves_[0]); });
  EXPECT_EQ(**reason, "核对身份");
  const auto looks = db().read([&](store::Reader& r) { return looks_at(r, person_, 3); });
  EXPECT_EQ(looks->size(), 3U);
  EXPECT_EQ(looks->front().action, "person.open");
}

}  // namespace
}  // namespace leye::access
