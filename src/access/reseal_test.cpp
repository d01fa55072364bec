#include "access/reseal.h"

#include <gtest/gtest.h>
#include <sys/stat.h>

#include <cstdlib>
#include <fstream>
#include <regex>
#include <set>

#include "access/access.h"
#include "access/person_keys.h"
#include "access/vault.h"
#include "store/migrate.h"
#include "store/testing/each_backend.h"

namespace leye::access {
namespace {

using store::testing::is_good;

/// People with a sealed id and phone, a record of each, a reason in the audit, a blob.
class Rotation : public store::testing::EachBackend {
 protected:
  void SetUp() override {
    EachBackend::SetUp();
    keys_ = *KeyRing::create(folder() / "keys" / "master.key");
    blobs_.emplace(folder());
    ASSERT_TRUE(is_good(db().write(
        [&](store::Transaction& tx) { return note_key(tx, *keys_, clock_.now(), true); })));
    for (int i = 0; i < kPeople; ++i) ASSERT_TRUE(is_good(add(i)));
    Leaf leaf;
    leaf.action = "person.reveal";
    leaf.reason = "核对身份";
    ASSERT_TRUE(is_good(db().write(
        [&](store::Transaction& tx) { return leave_leaf(tx, *keys_, leaf, clock_.now()); })));
    ASSERT_TRUE(is_good(
        db().write([&](store::Transaction& tx) { return chain_leaves(tx, 1, 0, clock_.now()); })));
    blob_ = *put_sealed(*blobs_, *keys_, "upload", "a file");
  }
  static std::string id(int i) { return "12900119800101" + std::to_string(1000 + i); }
  static std::string phone(int i) { return "100" + std::to_string(10000000 + i); }

  Result<void> add(int i) {
    const auto person = PersonId::make();
    const auto record = RecordId::make();
    people_.push_back(person);
    const auto seal = [&](const Cell& cell, const std::string& plain) {
      const auto sealed = keys_->seal(cell, plain);
      return store::Bytes(sealed.begin(), sealed.end());
    };
    const auto row = to_text(person);
    const auto cell = to_text(record) + "/1";
    const auto json =
        R"({"values":{"x":["0",")" + id(i) + R"("]},"raw":{"tel":")" + phone(i) + "\"}}";
    return db().write([&](store::Transaction& tx) -> Result<void> {
      // Every second person has a key of her own.
      const std::array one{person.uuid()};
      std::string salt;
      if (i % 2 == 0) {
        LEYE_TRY(const auto salts, person_salts(tx, one));
        salt = salts.at(person.uuid());
      }
      LEYE_CHECK(tx.execute(
          "INSERT INTO person_detail (person_id, number, citizen_id, phone, id_key, phone_key) "
          "VALUES (?, ?, ?, ?, ?, ?)",
          person, 1, seal({"person_detail", "citizen_id", row, salt}, id(i)),
          seal({"person_detail", "phone", row, salt}, phone(i)), blind_citizen_id(*keys_, id(i)),
          blind_phone(*keys_, phone(i))));
      LEYE_CHECK(tx.execute("INSERT INTO person_identity (id_hash, person_id) VALUES (?, ?)",
                            blind_citizen_id(*keys_, id(i)), person));
      LEYE_CHECK(tx.execute(
          "INSERT INTO record (register, record_key, version, record_id, run_id, row_no, id_key, "
          "phone_key, content, payload, sealed) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
          "r", std::to_string(i), 1, record, new_uuid(), i, blind_citizen_id(*keys_, id(i)),
          blind_phone(*keys_, phone(i)), digest_of("x"), "{}",
          seal({"record", "sealed", cell}, json)));
      return {};
    });
  }
  /// Everything opens, is found by its index, and nothing is left of a key before `key`.
  void expect_all_under(std::uint32_t key) {
    for (int i = 0; i < kPeople; ++i) {
      const auto row = to_text(people_[static_cast<std::size_t>(i)]);
      const auto at = db().read([&](store::Reader& r) {
        return r.find<store::Bytes, store::Bytes, BlindKey, std::optional<store::Bytes>>(
            "SELECT d.citizen_id, d.phone, d.phone_key, " + salt_sql("d.person_id") +
                " FROM person_detail d WHERE d.id_key = ?",
            *blind_citizen_id(*keys_, id(i)));
      });
      ASSERT_TRUE(is_good(at) && *at) << i;
      const auto& [sealed_id, sealed_phone, phone_key, own] = **at;
      const auto salt = own ? store::to_string(*own) : std::string();
      EXPECT_EQ(KeyRing::is_personal(store::to_string(sealed_phone)), i % 2 == 0);
      EXPECT_EQ(*KeyRing::key_of(store::to_string(sealed_id)), key);
      EXPECT_EQ(
          *keys_->open({"person_detail", "citizen_id", row, salt}, store::to_string(sealed_id)),
          id(i));
      EXPECT_EQ(*keys_->open({"person_detail", "phone", row, salt}, store::to_string(sealed_phone)),
                phone(i));
      EXPECT_EQ(phone_key, *blind_phone(*keys_, phone(i)));
    }
    const auto recorded = db().read([&](store::Reader& r) {
      return r.query<BlindKey, BlindKey, store::Bytes>(
          "SELECT id_key, phone_key, sealed FROM record ORDER BY row_no");
    });
    for (int i = 0; i < kPeople; ++i) {
      const auto& [id_key, phone_key, sealed] = (*recorded)[static_cast<std::size_t>(i)];
      EXPECT_EQ(id_key, *blind_citizen_id(*keys_, id(i)));
      EXPECT_EQ(phone_key, *blind_phone(*keys_, phone(i)));
      EXPECT_EQ(*KeyRing::key_of(store::to_string(sealed)), key);
    }
    EXPECT_EQ(count("person_identity"), kPeople);
    EXPECT_EQ(*get_sealed(*blobs_, *keys_, "upload", blob_), "a file");
    EXPECT_EQ(*KeyRing::key_of(*blobs_->get(blob_)), key);
    EXPECT_EQ(blobs_->all()->size(), 1U);
    EXPECT_TRUE(is_good(db().read([](store::Reader& r) { return verify_audit(r); })));
  }
  std::int64_t count(const std::string& from) {
    return *db().read(
        [&](store::Reader& r) { return r.one<std::int64_t>("SELECT count(*) FROM " + from); });
  }
  bool waits() {
    return *db().read([&](store::Reader& r) { return reseal_waits(r, *keys_); });
  }

  static constexpr int kPeople = 450;
  ManualClock clock_{start_of(ymd(2020, 11, 20))};
  std::optional<KeyRing> keys_;
  std::optional<store::BlobStore> blobs_;
  std::vector<PersonId> people_;
  Digest blob_{};
};
LEYE_ON_EACH_BACKEND(Rotation);

TEST_P(Rotation, SealsEveryValueIndexAndBlobAnew) {
  EXPECT_FALSE(waits());
  ASSERT_TRUE(is_good(keys_->rotate()));
  EXPECT_TRUE(waits());
  Reseal reseal(db(), *keys_, folder(), clock_);
  for (bool done = false; !done;) {
    const auto step = reseal.slice();
    ASSERT_TRUE(is_good(step));
    done = *step;
  }
  EXPECT_FALSE(waits());
  EXPECT_EQ(reseal.counts().values, 3 * kPeople + 1);
  EXPECT_EQ(reseal.counts().indexes, 4 * kPeople);
  EXPECT_EQ(reseal.counts().blobs, 1);
  EXPECT_EQ(reseal.counts().unopened, 0);
  EXPECT_EQ(keys_->index_ids(), std::vector<std::uint32_t>{2});
  expect_all_under(2);
}

TEST_P(Rotation, IsTakenUpAfterADeathAtAnySlice) {
  ASSERT_TRUE(is_good(keys_->rotate()));
  // Every life does a few slices and dies; ids are found all the time, under whichever key.
  int lives = 0;
  for (bool done = false; !done; ++lives) {
    ASSERT_LT(lives, 200);
    keys_ = *KeyRing::open(folder() / "keys" / "master.key");
    Reseal reseal(db(), *keys_, folder(), clock_);
    for (int slices = 0; slices < 2 + lives % 3 && !done; ++slices) done = *reseal.slice();
    for (const int i : {0, 199, 200, kPeople - 1}) {
      const auto wanted = blind_citizen_ids(*keys_, id(i));
      const auto found = db().read([&](store::Reader& r) {
        return r.find<PersonId>("SELECT person_id FROM person_identity WHERE id_hash IN (?, ?)",
                                wanted.front(), wanted.back());
      });
      ASSERT_EQ(**found, people_[static_cast<std::size_t>(i)]) << "life " << lives;
    }
  }
  EXPECT_GT(lives, 3);
  expect_all_under(2);
}

TEST_P(Rotation, AWrongOrMissingKeyIsNamed) {
  const auto check = [&](const KeyRing& ring) {
    return db().read([&](store::Reader& r) { return check_keys(r, ring); });
  };
  EXPECT_TRUE(is_good(check(*keys_)));
  std::filesystem::copy_file(folder() / "keys" / "master.key", folder() / "keys" / "older.key");
  ASSERT_TRUE(is_good(keys_->rotate()));
  ASSERT_TRUE(is_good(db().write(
      [&](store::Transaction& tx) { return note_key(tx, *keys_, clock_.now(), false); })));
  const auto older = *KeyRing::open(folder() / "keys" / "older.key");
  const auto missing = check(older).error();
  EXPECT_EQ(missing.code, "access.key_id_missing");
  EXPECT_EQ(missing.args.front().second, "2");
  const auto other = *KeyRing::create(folder() / "keys" / "other.key");
  const auto wrong = check(other).error();
  EXPECT_EQ(wrong.code, "access.key_id_wrong");
  EXPECT_EQ(wrong.args.front().second, "1");
}

TEST(KeySources, ACommandGivesTheKeysAndAProcessFollowsAnothersRotation) {
  std::string pattern = (std::filesystem::temp_directory_path() / "leye-source-XXXXXX").string();
  ASSERT_NE(::mkdtemp(pattern.data()), nullptr);
  const std::filesystem::path file = pattern + "/master.key";
  auto ours = *KeyRing::create(file);
  auto printed = KeyRing::open(KeySource{{}, "cat '" + file.string() + "'"});
  ASSERT_TRUE(is_good(printed));
  EXPECT_EQ(printed->rotate().error().code, "access.key_source_fixed");
  EXPECT_EQ(KeyRing::open(KeySource{{}, "exit 3"}).error().code, "access.key_command");
  EXPECT_EQ(KeyRing::open(KeySource{{}, "echo nonsense"}).error().code, "access.key_format");
  EXPECT_EQ(KeyRing::open(KeySource{{}, "yes"}).error().code, "access.key_command");

  // The command is asked again when a value names a key that is not known yet.
  const Cell cell{"t", "c", "r"};
  ASSERT_TRUE(is_good(ours.rotate()));
  EXPECT_EQ(*printed->open(cell, ours.seal(cell, "plain")), "plain");
  EXPECT_EQ(printed->current(), 2U);

  ::setenv("LEYE_KEY_FILE", file.c_str(), 1);
  EXPECT_EQ(KeySource::from_environment("/nowhere").file, file);
  ::setenv("LEYE_KEY_COMMAND", "cat /dev/null", 1);
  EXPECT_EQ(KeySource::from_environment("/nowhere").command, "cat /dev/null");
  ::unsetenv("LEYE_KEY_FILE");
  ::unsetenv("LEYE_KEY_COMMAND");
  EXPECT_EQ(KeySource::from_environment("/nowhere").file, "/nowhere");
  std::filesystem::remove_all(pattern);
}

TEST(SealedTables, EveryBytesColumnOfTheSchemaIsSealedOrSaidNotToBe) {
  std::set<std::string> known(unsealed_bytes().begin(), unsealed_bytes().end());
  for (const auto& table : sealed_tables())
    for (const auto& column : table.columns)
      known.insert(std::string(table.table) + "." + std::string(column.column));
  const std::regex created(R"(CREATE TABLE (\w+) \(([^;]*)\) \{)");
  const std::regex altered(R"(ALTER TABLE (\w+) ADD COLUMN (\w+ \{bytes\}))");
  const std::regex bytes(R"((\w+) \{bytes\})");
  int seen = 0;
  const auto look = [&](const std::string& sql, const std::regex& statement) {
    for (std::sregex_iterator it(sql.begin(), sql.end(), statement), end; it != end; ++it) {
      const std::string body = (*it)[2];
      for (std::sregex_iterator column(body.begin(), body.end(), bytes); column != end; ++column) {
        const auto name = (*it)[1].str() + "." + (*column)[1].str();
        EXPECT_EQ(known.count(name), 1U) << name << ": see access/sealed_tables.cpp";
        ++seen;
      }
    }
  };
  for (const auto& migration : store::migrations()) {
    look(migration.sql, created);
    look(migration.sql, altered);
  }
  EXPECT_GT(seen, 20);
}

}  // namespace
}  // namespace leye::access
