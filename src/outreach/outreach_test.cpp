#include "outreach/outreach.h"

#include <fstream>
#include <sstream>

#include "access/own_file.h"
#include "ledger/ledger_fixture.h"
#include "outreach/letters.h"
#include "registry/registry.h"
#include "rules/pack/load.h"

namespace leye::outreach {
namespace {

using store::testing::is_good;
namespace fs = std::filesystem;

constexpr const char* kPack = LEYE_SOURCE_DIR "/packs/tianjin-2020q4";

std::shared_ptr<const rules::Pack> pack() {
  static const auto loaded = rules::load_pack(kPack);
  return loaded.pack;
}

std::string text_of(const fs::path& path) {
  std::ifstream in(path);
  std::ostringstream text;
  text << in.rdbuf();
  return text.str();
}

class Outreach : public ledger::LedgerTest {
 protected:
  void SetUp() override {
    LedgerTest::SetUp();
    ASSERT_TRUE(pack());
    ledger_.emplace(db(), *keys_, clock_);
    runs_.emplace(db(), *keys_, clock_);
    const auto done = act(*ledger_, ledger::of(person_), [&](ledger::Act& a) -> Result<void> {
      registry::PersonUpdate p;
      p.id = person_;
      p.is_new = true;
      p.name = "张三";
      p.division = kStreet;
      p.division_from = ymd(2020, 1, 1);
      return registry::put_people(a, std::span(&p, 1));
    });
    ASSERT_TRUE(is_good(done));
  }
  void found(std::string_view code, Fen fen, const PersonId& person) {
    auto e = entry(ledger::of(person), ledger::Kind::kEntitlementFound, std::string(code));
    e.fen = fen;
    ASSERT_TRUE(is_good(say(*ledger_, e)));
  }
  Result<ReachCounts> tell() { return reach(*runs_, *pack(), kPack, divisions_, folder()); }
  std::vector<Message> sent() {
    return *db().read([](store::Reader& r) { return messages(r); });
  }

  std::optional<ledger::Ledger> ledger_;
  std::optional<ledger::Runs> runs_;
  PersonId person_{derived_uuid(1, digest_of("person"))};
  codes::Divisions divisions_ = *codes::Divisions::load(LEYE_SOURCE_DIR "/data/tianjin");
};
LEYE_ON_EACH_BACKEND(Outreach);

TEST_P(Outreach, SendsOneMessageForEachEntitlement) {
  found("P07", Fen(123456), person_);
  const auto first = tell();
  ASSERT_TRUE(is_good(first));
  EXPECT_EQ(first->messages, 1);
  ASSERT_EQ(sent().size(), 1U);
  const auto text = text_of(folder() / sent().front().file);
  EXPECT_NE(text.find("张三"), std::string::npos);
  EXPECT_NE(text.find("灵活就业社会保险补贴"), std::string::npos);
  EXPECT_NE(text.find("1,234.56 元（本季度）"), std::string::npos);
  EXPECT_EQ(text.find('{'), std::string::npos);
  const auto again = tell();
  ASSERT_TRUE(is_good(again));
  EXPECT_EQ(again->messages, 0);
  EXPECT_EQ(again->unchanged, 1);
  EXPECT_EQ(count("message"), 1);
  found("P14", Fen(300000), person_);
  EXPECT_EQ(tell()->messages, 1) << "only the new one";
  EXPECT_EQ(count("entry WHERE kind = 'MessageRequested'"), 2);
}

TEST_P(Outreach, NamesNoAmountThatIsStillToBeConfirmed) {
  found("P14", Fen(300000), person_);
  ASSERT_TRUE(is_good(tell()));
  const auto text = text_of(folder() / sent().front().file);
  EXPECT_EQ(text.find("3,000"), std::string::npos);
  EXPECT_NE(text.find("以经办机构公布为准"), std::string::npos);
}

TEST_P(Outreach, WhoSaidNoToMessagesGetsNoneUntilSheSaysYes) {
  const auto choose = [&](bool wanted) {
    clock_.set(Instant(clock_.now().micros() + 1'000'000));
    ASSERT_TRUE(is_good(db().write([&](store::Transaction& tx) {
      return access::choose_messages(tx, person_, wanted, "1", clock_.now());
    })));
  };
  found("P07", Fen(123456), person_);
  choose(false);
  const auto silent = tell();
  ASSERT_TRUE(is_good(silent));
  EXPECT_EQ(silent->messages, 0);
  EXPECT_EQ(silent->objected, 1);
  choose(true);
  EXPECT_EQ(tell()->messages, 1);
}

TEST_P(Outreach, SentIsNotReached) {
  found("P07", Fen(100), person_);
  ASSERT_TRUE(is_good(tell()));
  const auto bools = [&](bool effective) {
    return *db().read([&](store::Reader& r) {
      return r.one<std::int64_t>(
          "SELECT count(*) FROM entry WHERE kind = 'OutreachDone' AND effective = ?", effective);
    });
  };
  EXPECT_EQ(bools(false), 1);
  EXPECT_EQ(bools(true), 0);
  const auto key = new_uuid();
  const auto id = sent().front().id;
  ASSERT_TRUE(is_good(reached(*ledger_, worker_, key, id, "phone")));
  ASSERT_TRUE(is_good(reached(*ledger_, worker_, key, id, "phone")));
  EXPECT_EQ(bools(true), 1);
  EXPECT_EQ(sent().front().reached_on, clock_.today());
  auto stranger = worker_;
  stranger.division = kOtherStreet;
  EXPECT_EQ(reached(*ledger_, stranger, new_uuid(), id, "phone").error().code, "person.unknown");
}

TEST_P(Outreach, WritesToNobodyWithoutAName) {
  found("P07", Fen(100), PersonId(derived_uuid(9, digest_of("nobody"))));
  const auto counts = tell();
  ASSERT_TRUE(is_good(counts));
  EXPECT_EQ(counts->messages, 0);
  EXPECT_EQ(counts->nameless, 1);
  EXPECT_FALSE(fs::exists(folder() / "messages"));
}

TEST(Letters, ATemplateIsFilledWhole) {
  EXPECT_TRUE(read_template(kPack, "entitlement").has_value());
  const auto missing = read_template(kPack, "none");
  ASSERT_FALSE(missing);
  EXPECT_EQ(missing.error().code, "outreach.template");
  const auto strange = fs::temp_directory_path() / ("leye-letters-" + to_text(new_uuid()));
  fs::create_directories(strange / "templates/messages");
  std::ofstream(strange / "templates/messages/x.zh.txt") << "{name} {phone}";
  const auto refused = read_template(strange, "x");
  ASSERT_FALSE(refused);
  EXPECT_EQ(refused.error().args.front().second, "{phone}");
  fs::remove_all(strange);
}

TEST(Letters, AskOnlyForPapersThatNoRegisterReplaces) {
  const auto* policy = pack()->find("P07", ymd(2020, 11, 20)).policy;
  ASSERT_NE(policy, nullptr);
  const auto text = papers_text(*pack(), *policy);
  EXPECT_TRUE(text.starts_with(
      "社会保障卡或银行账户、承诺书（身份证、就业创业证、社保缴费记录由部门间核对"))
      << text;
}

}  // namespace
}  // namespace leye::outreach
