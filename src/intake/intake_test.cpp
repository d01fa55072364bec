#include "intake/intake.h"

#include <gtest/gtest.h>
#include <signal.h>
#include <sys/wait.h>
#include <unistd.h>

#include <boost/json.hpp>
#include <fstream>

#include "access/access.h"
#include "codes/citizen_id.h"
#include "codes/uscc.h"
#include "registry/records.h"
#include "sheets/sheets.h"
#include "store/testing/each_backend.h"

namespace leye::intake {
namespace {

namespace fs = std::filesystem;
using store::testing::is_good;

const fs::path kPack = LEYE_SOURCE_DIR "/packs/tianjin-2020q4";
const Date kToday = ymd(2020, 10, 31);
constexpr const char* kGood = "129001197503120017";

/// A code of the synthetic city with the check characters it needs.
std::string uscc() {
  const std::string body = "MA0LEYE0";
  std::string code = "91129001" + body;
  code += codes::org_code_check(body);
  return code + codes::uscc_check(code);
}

Mapping mapping(std::string_view code) { return mapping_of(kPack, code).value(); }

TEST(Mapping, EveryRegisterOfThePackLoads) {
  for (const auto* code :
       {"unemployment_registration", "hard_to_employ", "social_insurance", "contract_filing",
        "graduate_roster", "business_register", "vacancies"}) {
    const auto loaded = mapping_of(kPack, code);
    ASSERT_TRUE(is_good(loaded)) << code;
    EXPECT_EQ(loaded->register_code, code);
    EXPECT_FALSE(loaded->title_zh.empty());
  }
  const auto unknown = mapping_of(kPack, "population");
  EXPECT_EQ(unknown.error().code, "mapping.register");
  EXPECT_NE(unknown.error().args[1].second.find("vacancies"), std::string::npos);
  EXPECT_EQ(mapping_of(kPack, "../registers/vacancies").error().code, "mapping.register");
}

class Files : public testing::Test {
 protected:
  void SetUp() override {
    dir_ =
        fs::temp_directory_path() / (std::string("leye_intake_") +
                                     testing::UnitTest::GetInstance()->current_test_info()->name());
    fs::remove_all(dir_);
    fs::create_directories(dir_);
  }
  void TearDown() override { fs::remove_all(dir_); }
  fs::path write(const char* name, std::string_view bytes) const {
    std::ofstream(dir_ / name, std::ios::binary) << bytes;
    return dir_ / name;
  }
  static Result<Preview> read(const fs::path& path, std::string_view code) {
    return preview({path, {}, kToday, nullptr}, mapping(code));
  }
  fs::path dir_;
};

TEST_F(Files, MappingFaultsNameTheirPlace) {
  const auto path = write("m.yaml",
                          "kind: register\nregister: r\nkey: [a]\ncolumns:\n"
                          "  - {name: a, type: date, titles: [甲], requird: true}\n");
  const auto loaded = load_mapping(path);
  ASSERT_FALSE(loaded);
  EXPECT_EQ(loaded.error().code, "mapping.field");
  EXPECT_EQ(loaded.error().args[0].second, "requird");
  EXPECT_TRUE(loaded.error().where.starts_with("m.yaml:5:")) << loaded.error().where;
  const auto other = write("n.yaml",
                           "kind: register\nregister: r\nkey: [b]\ncolumns:\n"
                           "  - {name: a, type: date, titles: [甲]}\n");
  EXPECT_EQ(load_mapping(other).error().code, "mapping.column");
}

TEST_F(Files, RowsAreNormalisedAndKeptAsReceived) {
  const auto path = write(
      "roster.csv",
      "姓名,公民身份号码,院校类别,毕业日期,联系电话,去向,毕业届别\n"
      "甲 某,１２９００１１９７５０３１２００１７,普通高校,2020.7.1,12012345678,求职中,2020届\n");
  const auto seen = read(path, "graduate_roster");
  ASSERT_TRUE(is_good(seen));
  ASSERT_EQ(seen->rows.size(), 1U) << seen->problems.at(0).error.code;
  const auto& row = seen->rows[0];
  EXPECT_EQ(row.citizen_id, kGood);
  EXPECT_EQ(row.phone, "12012345678");
  const auto payload = boost::json::parse(row.payload).as_object();
  EXPECT_EQ(payload.at("graduation_date"), "2020-07-01");
  EXPECT_EQ(payload.at("destination"), "searching");
  EXPECT_EQ(payload.if_contains("citizen_id"), nullptr);
  EXPECT_EQ(payload.if_contains("phone"), nullptr);
  const auto sealed = boost::json::parse(row.sealed).as_object();
  EXPECT_EQ(sealed.at("values").at("citizen_id"), kGood);
  EXPECT_EQ(sealed.at("raw").at("citizen_id"), "１２９００１１９７５０３１２００１７");
  EXPECT_EQ(sealed.at("raw").at("graduation_date"), "2020.7.1");
}

TEST_F(Files, ProblemsNameFileSheetRowAndColumn) {
  auto out = sheets::XlsxWriter::create(dir_ / "contracts.xlsx").value();
  out.sheet("备案");
  const std::vector<std::string> titles = {
      "备案编号",     "用人单位名称", "统一社会信用代码", "姓名",     "公民身份号码",
      "合同起始日期", "合同终止日期", "月工资",           "合同类型", "合同期限月数"};
  for (std::size_t c = 0; c < titles.size(); ++c) out.text(0, static_cast<int>(c), titles[c]);
  const auto row = [&](int r, const char* id, Date start, Date end) {
    out.text(r, 0, "B" + std::to_string(r));
    out.text(r, 1, "某公司");
    out.identifier(r, 2, uscc());
    out.text(r, 3, "某甲");
    if (id != nullptr) out.identifier(r, 4, id);
    out.date(r, 5, start);
    out.date(r, 6, end);
    out.text(r, 8, "无固定期限");
  };
  row(1, kGood, ymd(2020, 9, 1), ymd(2021, 8, 31));
  row(2, "129001197503120018", ymd(2020, 9, 1), ymd(2021, 8, 31));
  row(3, kGood, ymd(2020, 9, 1), ymd(2020, 8, 31));
  row(4, nullptr, ymd(2020, 9, 1), ymd(2021, 8, 31));
  out.number(4, 4, 129001197503120017.0);
  row(5, nullptr, ymd(2020, 9, 1), ymd(2021, 8, 31));
  out.text(5, 7, "三千");
  ASSERT_TRUE(out.close());
  const auto seen = read(dir_ / "contracts.xlsx", "contract_filing");
  ASSERT_TRUE(is_good(seen));
  EXPECT_EQ(seen->read, 5);
  std::map<std::int64_t, std::string> codes;
  for (const auto& problem : seen->problems)
    if (problem.refuses) codes.emplace(problem.row, problem.error.code);
  EXPECT_EQ(codes[3], "id_card.check_digit");
  EXPECT_EQ(codes[4], "row.end_before_start");
  EXPECT_EQ(codes[5], "id_card.precision_lost");
  EXPECT_EQ(codes[6], "id_card.empty");
  EXPECT_EQ(seen->problems[0].error.where,
            "contracts.xlsx, sheet 备案, row 3, column 公民身份号码");
  const auto counts = counts_of(*seen);
  EXPECT_EQ(counts.at("rows"), 5);
  EXPECT_EQ(counts.at("accepted"), seen->rows.size());
  EXPECT_EQ(counts.at("refused"), seen->refused);
  EXPECT_EQ(counts.at("by_code").at("id_card.check_digit"), 1);
  EXPECT_EQ(counts.at("by_code").at("row.end_before_start"), 1);
  EXPECT_EQ(counts.at("warnings").at("money.format"), 1);
}

TEST_F(Files, AContractWithoutAnEndLastsForEver) {
  const auto path = write("c.csv",
                          "备案编号,用人单位名称,统一社会信用代码,姓名,公民身份号码,合同类型,"
                          "合同起始日期,合同期限月数\n"
                          "1,某公司," +
                              uscc() + ",甲," + kGood +
                              ",无固定期限,2020-01-01,\n"
                              "2,某公司," +
                              uscc() + ",甲," + kGood + ",固定期限,2020-01-01,\n");
  const auto seen = read(path, "contract_filing");
  ASSERT_TRUE(is_good(seen));
  ASSERT_EQ(seen->rows.size(), 2U);
  EXPECT_EQ(boost::json::parse(seen->rows[0].payload).at("term_months"), 9999);
  EXPECT_FALSE(boost::json::parse(seen->rows[1].payload).as_object().contains("term_months"));
}

TEST_F(Files, TheErrorFileShowsReasonsBesideTheRows) {
  const auto path = write(
      "r.csv",
      "姓名,公民身份号码,毕业日期\n甲,129001197503120017,2020-07-01\n乙,1,22/10/2020\n合计,2,\n");
  const auto seen = read(path, "graduate_roster").value();
  EXPECT_EQ(seen.rows.size(), 1U);
  EXPECT_EQ(seen.refused, 1);
  EXPECT_EQ(seen.skipped.size(), 1U);
  ASSERT_TRUE(is_good(write_error_file(seen, dir_ / "problems.xlsx")));
  std::vector<std::vector<std::string>> rows;
  const auto back = sheets::open_table(dir_ / "problems.xlsx").value();
  ASSERT_TRUE(back->rows([&](const sheets::Row& row) {
    rows.emplace_back();
    for (const auto& cell : row.cells) rows.back().emplace_back(cell.text);
    return true;
  }));
  ASSERT_EQ(rows.size(), 2U);
  EXPECT_EQ(rows[1][0], "3");
  EXPECT_EQ(rows[1][1], "乙");
  EXPECT_EQ(rows[1][4], "未导入");
  EXPECT_NE(rows[1][5].find("15位或18位"), std::string::npos);
  const auto comments = sheets::ZipReader::open(dir_ / "problems.xlsx")->read("xl/comments1.xml");
  ASSERT_TRUE(comments);
  EXPECT_NE(comments->find("ref=\"C2\""), std::string::npos);
}

TEST_F(Files, AWrongRegisterIsRefusedWhole) {
  const auto path =
      write("r.csv", "姓名,公民身份号码,毕业日期\n甲,129001197503120017,2020-07-01\n");
  EXPECT_EQ(read(path, "vacancies").error().code, "sheets.no_header");
  EXPECT_EQ(read(path, "hard_to_employ").error().code, "sheets.missing_column");
}

/// Runs on both databases, with keys of its own.
class Imports : public store::testing::EachBackend {
 protected:
  void SetUp() override {
    EachBackend::SetUp();
    keys_.emplace(access::KeyRing::create(folder() / "master.key", "seed").value());
  }
  fs::path roster(int people, const char* name = "roster.csv", const char* fate = "求职中") const {
    std::ofstream out(folder() / name, std::ios::binary);
    out << "姓名,公民身份号码,毕业日期,去向\n";
    for (int i = 0; i < people; ++i) {
      std::string id = "129001199801010000";
      id = id.substr(0, 14) + std::to_string(1000 + i).substr(1);
      out << "甲"
          << ",";
      out << id << codes::citizen_id_check(id) << ",2020-07-01," << fate << "\n";
    }
    return folder() / name;
  }
  ledger::Runs runs() { return {db(), *keys_, clock_}; }
  Preview seen(const fs::path& path) {
    return preview({path, {}, kToday, nullptr}, mapping("graduate_roster")).value();
  }
  std::int64_t visible() {
    return db()
        .read([&](store::Reader& r) {
          return r.one<std::int64_t>("SELECT count(*) FROM record r WHERE " +
                                     access::committed("r.run_id"));
        })
        .value();
  }
  CommitRequest request_{ledger::campaign("tianjin-2020q4"), {}, nullptr};
  std::optional<access::KeyRing> keys_;
  ManualClock clock_{start_of(kToday)};
};
LEYE_ON_EACH_BACKEND(Imports);

TEST_P(Imports, TheSameFileIsTheSameRun) {
  auto work = runs();
  const auto file = seen(roster(300));
  ASSERT_EQ(file.rows.size(), 300U);
  const auto first = commit(work, file, request_);
  ASSERT_TRUE(is_good(first));
  EXPECT_FALSE(first->unchanged);
  EXPECT_EQ(visible(), 300);
  const auto again = commit(work, file, request_);
  ASSERT_TRUE(is_good(again));
  EXPECT_TRUE(again->unchanged);
  EXPECT_EQ(again->run.id, first->run.id);
  EXPECT_EQ(visible(), 300);
}

TEST_P(Imports, NothingInClear) {
  auto work = runs();
  ASSERT_TRUE(is_good(commit(work, seen(roster(1)), request_)));
  const auto row = db().read([&](store::Reader& r) {
    return r.one<RecordId, std::string, std::string, store::Bytes, std::optional<store::Bytes>>(
        "SELECT record_id, record_key, payload, sealed, id_key FROM record");
  });
  ASSERT_TRUE(is_good(row));
  const auto& [id_read, key, payload, sealed, id_key] = *row;
  const RecordId id = id_read;  // clang 14 does not let a lambda capture a structured binding
  EXPECT_EQ(key.find("1990"), std::string::npos);
  EXPECT_EQ(payload.find("129001"), std::string::npos);
  const std::string text(sealed.begin(), sealed.end());
  EXPECT_EQ(text.find("129001"), std::string::npos);
  const auto record = db().read([&](store::Reader& r) {
    return registry::record_of(r, access::SystemScope::for_snapshot(), id);
  });
  ASSERT_TRUE(is_good(record));
  const auto opened = registry::open_sealed(*keys_, record->value());
  ASSERT_TRUE(is_good(opened));
  EXPECT_NE(opened->find("129001"), std::string::npos);
  EXPECT_TRUE(id_key);
}

TEST_P(Imports, ANewerFileSupersedesAndUndoBringsTheOldBack) {
  auto work = runs();
  ASSERT_TRUE(is_good(commit(work, seen(roster(3)), request_)));
  const auto second = commit(work, seen(roster(3, "later.csv", "已就业")), request_);
  ASSERT_TRUE(is_good(second));
  const auto fates = [&] {
    auto rows = db().read([&](store::Reader& r) {
                      return r.query<std::string>(
                          "SELECT r.payload FROM record r WHERE " + access::committed("r.run_id") +
                          " AND NOT EXISTS (SELECT 1 FROM record n WHERE n.register = r.register "
                          "AND n.record_key = r.record_key AND n.version > r.version AND " +
                          access::committed("n.run_id") + ")");
                    })
                    .value();
    std::set<std::string> found;
    EXPECT_EQ(rows.size(), 3U);
    for (const auto& row : rows)
      found.insert(std::string(boost::json::parse(row).at("destination").as_string()));
    return found;
  };
  EXPECT_EQ(fates(), std::set<std::string>{"employed"});
  ASSERT_TRUE(is_good(undo(work, second->run.id, request_, "wrong file")));
  EXPECT_EQ(fates(), std::set<std::string>{"searching"});
  EXPECT_EQ(undo(work, second->run.id, request_, "again").error().code, "run.undone");
  const auto third = commit(work, seen(roster(3, "later.csv", "已就业")), request_);
  ASSERT_TRUE(is_good(third));
  EXPECT_NE(third->run.id, second->run.id);
  EXPECT_EQ(fates(), std::set<std::string>{"employed"});
}

/// Ends the process, as kill -9 would, when it is asked for the time once too often.
class DeadlyClock : public ManualClock {
 public:
  DeadlyClock(Instant now, int left) : ManualClock(now), left_(left) {}
  [[nodiscard]] Instant now() const override {
    if (--left_ < 0) kill(getpid(), SIGKILL);
    return ManualClock::now();
  }

 private:
  mutable int left_;
};

TEST_P(Imports, KilledAtAnyMomentItGoesOnAndNothingIsHalfThere) {
  const auto file = seen(roster(700));
  close();
  int deaths = 0;
  for (int moment = 1; moment <= 6; ++moment) {
    const pid_t child = fork();
    ASSERT_GE(child, 0);
    if (child == 0) {
      auto db = store::Database::open(url());
      if (!db) _exit(3);
      const DeadlyClock clock(start_of(kToday), moment);
      ledger::Runs work(*db, *keys_, clock);
      _exit(commit(work, file, request_) ? 0 : 4);
    }
    int status = 0;
    ASSERT_EQ(waitpid(child, &status, 0), child);
    if (WIFEXITED(status)) {
      ASSERT_EQ(WEXITSTATUS(status), 0);
      break;
    }
    ++deaths;
    reopen();
    EXPECT_TRUE(visible() == 0 || visible() == 700) << visible();
    close();
  }
  EXPECT_GE(deaths, 3);
  reopen();
  auto work = runs();
  ASSERT_TRUE(is_good(commit(work, file, request_)));
  EXPECT_EQ(visible(), 700);
  EXPECT_EQ(db().read([&](store::Reader& r) { return ledger::runs_of(r, "import", 9); })->size(),
            1U);
}

TEST_P(Imports, AFileWithoutAGoodRowChangesNothing) {
  auto work = runs();
  std::ofstream(folder() / "bad.csv") << "姓名,公民身份号码,毕业日期\n甲,1,2020-07-01\n";
  EXPECT_EQ(commit(work, seen(folder() / "bad.csv"), request_).error().code, "import.nothing");
  EXPECT_TRUE(db().read([&](store::Reader& r) { return ledger::runs_of(r, "", 9); })->empty());
}

TEST_P(Imports, TheFileItselfIsKeptSealed) {
  auto work = runs();
  const store::BlobStore blobs(folder());
  request_.blobs = &blobs;
  const auto path = roster(2);
  const auto done = commit(work, seen(path), request_);
  ASSERT_TRUE(is_good(done));
  const auto summary = boost::json::parse(done->run.summary).as_object();
  const auto hex_text = std::string(summary.at("blob").as_string());
  const auto bytes = from_hex(hex_text).value();
  Digest digest{};
  std::copy(bytes.begin(), bytes.end(), digest.begin());
  const auto back = access::get_sealed(blobs, *keys_, "upload", digest);
  ASSERT_TRUE(is_good(back));
  EXPECT_EQ(*back, sheets::read_text_file(path).value());
}

}  // namespace
}  // namespace leye::intake
