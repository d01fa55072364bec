#include <fstream>
#include <sstream>

#include "benefits/benefits_fixture.h"

namespace leye::benefits {
namespace {

using store::testing::is_good;

class Benefits : public testing::BenefitsTest {};
LEYE_ON_EACH_BACKEND(Benefits);

TEST_P(Benefits, FindsAnEntitlementOnce) {
  const auto first = find();
  ASSERT_TRUE(is_good(first));
  EXPECT_EQ(first->found, 4) << "A1, B1, C1, D1";
  EXPECT_EQ(count("entry WHERE kind = 'EntitlementFound'"), 3);
  EXPECT_EQ(count("employer_entry WHERE kind = 'EntitlementFound'"), 1) << "the payee of a hire";
  const auto same = find();
  EXPECT_TRUE(same->repeated);
  EXPECT_EQ(same->found, 0);
  const auto later = find("another screening");
  ASSERT_TRUE(is_good(later));
  EXPECT_EQ(later->found, 0);
  EXPECT_EQ(later->unchanged, 4);
  EXPECT_EQ(count("entitlement"), 4);
  EXPECT_EQ(count("entry WHERE kind = 'EntitlementFound'"), 3);
  EXPECT_EQ(entitlement("C1").beneficiary, person_.uuid());
  EXPECT_EQ(entitlement("A1").period, "2020-Q4");
  EXPECT_EQ(entitlement("A1").division, kStreet);
}

TEST_P(Benefits, GoesFromFoundToPaid) {
  ASSERT_TRUE(is_good(find()));
  const auto id = approved("A1");
  EXPECT_EQ(stage(id), Stage::kApproved);
  const auto months = db().read([&](store::Reader& r) {
    return r.query<std::string, Fen>(
        "SELECT w.month, w.fen FROM application_row w ORDER BY w.month");
  });
  ASSERT_EQ(months->size(), 3U);
  EXPECT_EQ(months->front(), std::tuple(std::string("2020-10"), Fen(33334)));
  EXPECT_EQ(months->back(), std::tuple(std::string("2020-12"), Fen(33333)));
  const auto made = make_batch(*runs_, payer_, "t");
  ASSERT_TRUE(is_good(made));
  EXPECT_EQ(made->batch.items, 1);
  EXPECT_EQ(made->batch.fen, Fen(100001));
  EXPECT_EQ(stage(id), Stage::kInBatch);
  EXPECT_EQ(book(by(payer_), made->batch.id, {id, true, ""}).error().code, "benefits.not_sent");
  ASSERT_TRUE(is_good(sign_and_export(by(signer_), made->batch.id, "t", folder())));
  ASSERT_TRUE(is_good(book(by(payer_), made->batch.id, {id, true, ""})));
  EXPECT_EQ(stage(id), Stage::kPaid);
  EXPECT_EQ(count("entry WHERE kind = 'PaymentConfirmed' AND fen = 100001 AND n = 3"), 1);
  EXPECT_EQ(differences(), 0);
  EXPECT_EQ(book(by(payer_), made->batch.id, {id, true, ""}).error().code, "benefits.stage");
}

TEST_P(Benefits, TheSameKeyActsOnce) {
  ASSERT_TRUE(is_good(find()));
  const auto e = entitlement("A1");
  const auto hand = by(clerk_);
  const auto first = submit(hand, e.id);
  ASSERT_TRUE(is_good(first));
  const auto again = submit(hand, e.id);
  ASSERT_TRUE(is_good(again));
  EXPECT_TRUE(again->repeated);
  EXPECT_EQ(again->stage, Stage::kApplied);
  EXPECT_EQ(submit(by(clerk_), e.id).error().code, "benefits.applied_already");
  EXPECT_EQ(count("entry WHERE kind = 'ApplicationSubmitted'"), 1);
}

TEST_P(Benefits, NobodyDoesTwoSteps) {
  ASSERT_TRUE(is_good(find()));
  const auto e = entitlement("A1");
  const auto id = application_id(e.id);
  auto both = reviewer2_;  // was a first reviewer when she did the first review
  both.role = access::Role::kReviewer1;
  ASSERT_TRUE(is_good(submit(by(reviewer1_), e.id)));
  ASSERT_TRUE(is_good(accept(by(reviewer1_), id)));
  EXPECT_EQ(pass_first(by(reviewer1_), id, check()).error().code, "benefits.same_person");
  EXPECT_EQ(refuse(by(reviewer1_), id, "x").error().code, "benefits.same_person");
  ASSERT_TRUE(is_good(pass_first(by(both), id, check())));
  EXPECT_EQ(pass_second(by(reviewer2_), id).error().code, "benefits.same_person");
  auto third = someone(access::Role::kReviewer2, "third");
  ASSERT_TRUE(is_good(pass_second(by(third), id)));
  auto paying = reviewer1_;
  paying.role = access::Role::kPayer;
  EXPECT_EQ(make_batch(*runs_, paying, "t").error().code, "benefits.nothing_to_pay")
      << "she entered it";
  const auto made = make_batch(*runs_, payer_, "t");
  ASSERT_TRUE(is_good(made));
  EXPECT_EQ(made->batch.items, 1);
  EXPECT_EQ(sign_and_export(by(payer_), made->batch.id, "t", folder()).error().code,
            "benefits.same_person");
  EXPECT_EQ(sign_and_export(by(paying), made->batch.id, "t", folder()).error().code,
            "benefits.same_person");
  EXPECT_TRUE(is_good(sign_and_export(by(signer_), made->batch.id, "t", folder())));
  EXPECT_EQ(differences(), 0);
}

TEST_P(Benefits, PaysAMonthOnce) {
  ASSERT_TRUE(is_good(find()));
  const auto quarter = approved("A1");
  const auto month = approved("B1");  // the same item, a month of that quarter
  const auto made = make_batch(*runs_, payer_, "t");
  ASSERT_TRUE(is_good(made));
  EXPECT_EQ(made->batch.items, 1);
  EXPECT_EQ(made->left_out, 1);
  const auto in_batch = stage(quarter) == Stage::kInBatch ? quarter : month;
  const auto left = in_batch == quarter ? month : quarter;
  EXPECT_EQ(stage(left), Stage::kApproved);
  const auto batch = made->batch.id;
  ASSERT_TRUE(is_good(sign_and_export(by(signer_), batch, "t", folder())));
  ASSERT_TRUE(is_good(book(by(payer_), batch, {in_batch, false, "账户异常"})));
  EXPECT_EQ(stage(in_batch), Stage::kReturned);
  EXPECT_EQ(count("payment_guard"), 0) << "money that came back was not paid";
  const auto second = make_batch(*runs_, payer_, "t");
  ASSERT_TRUE(is_good(second));
  EXPECT_EQ(second->batch.number, 2);
  EXPECT_EQ(stage(left), Stage::kInBatch);
  ASSERT_TRUE(is_good(correct_account(by(clerk_), in_batch)));
  EXPECT_EQ(make_batch(*runs_, payer_, "t").error().code, "benefits.nothing_to_pay")
      << "the month is taken now";
  EXPECT_EQ(differences(), 0);
}

TEST_P(Benefits, AsksTheRuleAgainAtTheFirstReview) {
  ASSERT_TRUE(is_good(find()));
  const auto e = entitlement("A1");
  const auto id = application_id(e.id);
  ASSERT_TRUE(is_good(submit(by(clerk_), e.id)));
  ASSERT_TRUE(is_good(accept(by(clerk_), id)));
  const auto passed = pass_first(by(reviewer1_), id, check(false));
  ASSERT_FALSE(passed);
  EXPECT_EQ(passed.error().code, "benefits.no_longer_eligible");
  EXPECT_EQ(stage(id), Stage::kInReview);
  ASSERT_TRUE(is_good(refuse(by(reviewer1_), id, "不再符合")));
  EXPECT_EQ(stage(id), Stage::kRefused);
  EXPECT_EQ(accept(by(clerk_), id).error().code, "benefits.stage");
}

TEST_P(Benefits, DefersOnlyPapersThatMayComeLater) {
  ASSERT_TRUE(is_good(find()));
  const auto e = entitlement("A1");
  const auto id = application_id(e.id);
  ASSERT_TRUE(is_good(submit(by(clerk_), e.id)));
  EXPECT_EQ(defer_papers(by(clerk_), id, *pack_, {"X2"}).error().code, "benefits.not_deferrable");
  EXPECT_EQ(defer_papers(by(clerk_), id, *pack_, {}).error().code, "benefits.not_deferrable");
  ASSERT_TRUE(is_good(defer_papers(by(clerk_), id, *pack_, {"X1"})));
  const auto deferred = db().read([&](store::Reader& r) { return application_of(r, id); });
  EXPECT_EQ(deferred->progress.stage, Stage::kInReview);
  EXPECT_EQ(deferred->progress.deferred_until, ymd(2020, 12, 20));
  ASSERT_TRUE(is_good(supply_papers(by(clerk_), id)));
  EXPECT_EQ(differences(), 0);
}

TEST_P(Benefits, TellsWhatOthersPayAndNeverPaysIt) {
  ASSERT_TRUE(is_good(find()));
  EXPECT_EQ(submit(by(clerk_), entitlement("D1").id).error().code, "benefits.not_payable");
  auto stranger = clerk_;
  stranger.division = kOtherStreet;
  EXPECT_EQ(submit(by(stranger), entitlement("A1").id).error().code, "benefits.out_of_scope");
  EXPECT_EQ(submit(by(payer_), entitlement("A1").id).error().code, "access.denied");
}

TEST_P(Benefits, TheBankFileIsWrittenOnce) {
  ASSERT_TRUE(is_good(find()));
  const auto person = approved("A1");
  const auto firm = approved("C1");
  const auto made = make_batch(*runs_, payer_, "t");
  ASSERT_TRUE(is_good(made));
  const auto batch = sign_and_export(by(signer_), made->batch.id, "t", folder());
  ASSERT_TRUE(is_good(batch));
  ASSERT_EQ(batch->file, "payments/batch-1.csv");
  std::ifstream in(folder() / *batch->file);
  std::ostringstream text;
  text << in.rdbuf();
  EXPECT_NE(text.str().find(to_text(person) + ",张三,社会保障卡,A1,SI"), std::string::npos);
  EXPECT_NE(text.str().find("1000.01"), std::string::npos);
  EXPECT_NE(text.str().find(to_text(firm) + ",试验公司,单位社会保险缴费账户,C1,BONUS,,1000.00"),
            std::string::npos);
  EXPECT_EQ(digest_of(text.str()), *batch->digest);
  const auto again = sign_and_export(by(signer_), made->batch.id, "t", folder());
  ASSERT_TRUE(is_good(again));
  EXPECT_EQ(again->digest, batch->digest);
  EXPECT_EQ(count("campaign_entry WHERE kind = 'BatchSent'"), 1);
  std::ofstream(folder() / *batch->file, std::ios::app) << "x";
  EXPECT_EQ(sign_and_export(by(signer_), made->batch.id, "t", folder()).error().code,
            "benefits.batch_changed");
}

TEST_P(Benefits, ReadsTheBanksAnswer) {
  const ApplicationId one(derived_uuid(1, digest_of("1")));
  const ApplicationId two(derived_uuid(2, digest_of("2")));
  const auto path = folder() / "return.csv";
  ASSERT_TRUE(is_good(write_bank_return(path, {{one, true, ""}, {two, false, "户名不符"}})));
  const auto answers = read_bank_return(path);
  ASSERT_TRUE(is_good(answers));
  ASSERT_EQ(answers->size(), 2U);
  EXPECT_TRUE(answers->front().paid);
  EXPECT_EQ(answers->back().application, two);
  EXPECT_EQ(answers->back().reason, "户名不符");
  std::ofstream(path, std::ios::app) << "nobody,成功,\r\n";
  EXPECT_EQ(read_bank_return(path).error().code, "benefits.bank_row");
}

TEST(Periods, NameWhatOnePaymentCovers) {
  EXPECT_EQ(months_of("2020-Q4"), (std::vector<std::string>{"2020-10", "2020-11", "2020-12"}));
  EXPECT_EQ(months_of("2020-11"), std::vector<std::string>{"2020-11"});
  EXPECT_EQ(months_of("once"), std::vector<std::string>{"once"});
  EXPECT_EQ(months_of("2020").size(), 12U);
}

}  // namespace
}  // namespace leye::benefits
