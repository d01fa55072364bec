#include <atomic>
#include <boost/json.hpp>
#include <functional>
#include <mutex>
#include <thread>

#include "benefits/benefits.h"
#include "casework/casework.h"
#include "cli/commands.h"
#include "cli/opened.h"
#include "ledger/ledger.h"

namespace leye::cli {
namespace {

using benefits::Stage;

constexpr int kThreads = 16;
// What the scripted back office does, in percent.
constexpr std::uint64_t kApplies = 60;
constexpr std::uint64_t kDefers = 10;
constexpr std::uint64_t kSentBack = 4;
constexpr std::uint64_t kRefused = 3;
constexpr std::uint64_t kBankReturns = 3;

struct Tally {
  std::atomic<std::int64_t> applications{0}, deferred{0}, reviewed1{0}, returned{0}, refused{0},
      approved{0}, no_longer_eligible{0};
};

/// The demo's back office: accounts of the demo take a realistic part of the entitlements of their
/// district through both reviews, one batch and the bank. Who gets what follows from the seed and
/// the entitlement; every act has a key of its own, so that a second call changes nothing.
class Office {
 public:
  Office(Opened& opened, std::int64_t seed)
      : opened_(opened),
        db_(opened.place->db()),
        seed_(seed),
        casework_(opened.pack),
        ledger_(db_, opened.place->keys(), *opened.clock, &casework_) {}

  Result<boost::json::object> work() {
    LEYE_CHECK(sign_in());
    const auto check = db_.read([&](store::Reader& reader) {
      return benefits::RuleCheck::now(reader, opened_.place->keys(), opened_.pack, opened_.today());
    });
    if (!check) return fail(check.error());
    LEYE_TRY(const auto list, chosen());
    LEYE_CHECK(in_parallel(list.size(), [&](std::size_t i) { return one(list[i], *check); }));
    LEYE_TRY(const auto batch, pay());
    return counts(batch);
  }

 private:
  Result<void> sign_in() {
    return db_.read([&](store::Reader& reader) -> Result<void> {
      LEYE_TRY(clerk_, access::account_of(reader, "window"));
      LEYE_TRY(reviewer1_, access::account_of(reader, "reviewer1"));
      LEYE_TRY(reviewer2_, access::account_of(reader, "reviewer2"));
      LEYE_TRY(payer_, access::account_of(reader, "payer"));
      LEYE_TRY(signer_, access::account_of(reader, "payer2"));
      return {};
    });
  }

  [[nodiscard]] bool draw(std::string_view what, const Uuid& id, std::uint64_t percent) const {
    const auto digest = Hasher().field("settle").add(seed_).field(what).field(to_text(id)).finish();
    return (std::uint64_t{digest[0]} << 8 | digest[1]) % 100 < percent;
  }
  [[nodiscard]] benefits::Hand hand(const access::Account& account, std::string_view act,
                                    const Uuid& about) {
    const auto digest = Hasher().field("settle").field(act).field(to_text(about)).finish();
    return {ledger_, account, derived_uuid(0, digest)};
  }

  /// Those of the clerk's district that are paid here and drawn by the seed.
  Result<std::vector<benefits::Entitlement>> chosen() {
    return db_.read([&](store::Reader& reader) -> Result<std::vector<benefits::Entitlement>> {
      LEYE_TRY(auto list, benefits::entitlements(reader));
      std::erase_if(list, [&](const benefits::Entitlement& e) {
        return !e.payable() || !e.division ||
               !opened_.divisions.contains(clerk_.division, *e.division) ||
               !draw("apply", e.id, kApplies);
      });
      return list;
    });
  }

  Result<void> in_parallel(std::size_t count,
                           const std::function<Result<void>(std::size_t)>& work) {
    std::atomic<std::size_t> next{0};
    std::atomic<bool> failed{false};
    std::optional<Error> error;
    std::mutex mutex;
    const auto loop = [&] {
      for (std::size_t i = next++; i < count && !failed; i = next++)
        if (const auto result = work(i); !result) {
          const std::lock_guard lock(mutex);
          failed = true;
          error = result.error();
        }
    };
    {
      // Durable writes wait for the disk together.
      std::vector<std::jthread> pool;
      for (int t = 0; t < kThreads; ++t) pool.emplace_back(loop);
    }
    if (error) return fail(*error);
    return {};
  }

  /// A paper that may come later, if the policy has one.
  [[nodiscard]] std::optional<std::string> deferrable(const benefits::Entitlement& e) const {
    const auto* policy = opened_.pack->find(e.policy, opened_.today()).policy;
    if (policy == nullptr) return std::nullopt;
    for (const auto& need : policy->needs)
      if (need.deferrable) return need.id;
    return std::nullopt;
  }

  Result<void> enter(const benefits::Entitlement& e, ApplicationId id) {
    ++tally_.applications;
    const auto paper = deferrable(e);
    if (paper && draw("defer", e.id, kDefers)) {
      ++tally_.deferred;
      LEYE_CHECK(benefits::defer_papers(hand(clerk_, "defer", e.id), id, *opened_.pack, {*paper}));
      return {};
    }
    LEYE_CHECK(benefits::accept(hand(clerk_, "accept", e.id), id));
    return {};
  }

  /// One entitlement from the counter to the second review.
  Result<void> one(const benefits::Entitlement& e, const benefits::RuleCheck& check) {
    LEYE_TRY(const auto submitted, benefits::submit(hand(clerk_, "submit", e.id), e.id));
    const auto id = submitted.application;
    LEYE_CHECK(enter(e, id));
    if (draw("send back", e.id, kSentBack)) {
      ++tally_.returned;
      LEYE_CHECK(benefits::send_back(hand(reviewer1_, "send_back", e.id), id, "材料不清晰"));
      return {};
    }
    if (draw("refuse", e.id, kRefused)) return refuse(e, id, "经核实，实际情况与登记不符");
    const auto passed = benefits::pass_first(hand(reviewer1_, "review1", e.id), id, check);
    if (!passed && passed.error().code == "benefits.no_longer_eligible") {
      ++tally_.no_longer_eligible;
      return refuse(e, id, what(passed.error(), Locale::kZhCn));
    }
    if (!passed) return fail(passed.error());
    ++tally_.reviewed1;
    LEYE_CHECK(benefits::pass_second(hand(reviewer2_, "review2", e.id), id));
    ++tally_.approved;
    return {};
  }
  Result<void> refuse(const benefits::Entitlement& e, ApplicationId id, const std::string& why) {
    ++tally_.refused;
    LEYE_CHECK(benefits::refuse(hand(reviewer1_, "refuse", e.id), id, why));
    return {};
  }

  /// One batch for what is approved; the newest one when nothing is.
  Result<std::optional<benefits::Batch>> pay() {
    const std::string& campaign = opened_.pack->campaign.id;
    const auto made = benefits::make_batch(*opened_.runs, payer_, campaign);
    if (!made && made.error().code != "benefits.nothing_to_pay") return fail(made.error());
    const auto newest =
        db_.read([&](store::Reader& reader) { return benefits::newest_batch(reader); });
    if (!newest) return fail(newest.error());
    if (!*newest) return std::optional<benefits::Batch>();
    const auto id = (*newest)->id;
    LEYE_TRY(const auto batch, benefits::sign_and_export(hand(signer_, "sign", id.uuid()), id,
                                                         campaign, opened_.place->folder()));
    LEYE_CHECK(hear_from_bank(batch));
    return std::optional(batch);
  }

  /// The scripted bank answers with a file, which is read back like a real one.
  Result<void> hear_from_bank(const benefits::Batch& batch) {
    const auto items =
        db_.read([&](store::Reader& reader) { return benefits::items_of(reader, batch.id); });
    if (!items) return fail(items.error());
    std::vector<benefits::BankAnswer> said;
    for (const auto& item : *items) {
      const bool back = draw("bank", item.uuid(), kBankReturns);
      said.push_back({item, !back, back ? "收款账户状态异常" : ""});
    }
    const auto path = opened_.place->folder() / "payments" /
                      ("bank-return-" + std::to_string(batch.number) + ".csv");
    LEYE_CHECK(benefits::write_bank_return(path, said));
    LEYE_TRY(const auto answers, benefits::read_bank_return(path));
    return in_parallel(answers.size(), [&](std::size_t i) -> Result<void> {
      const auto& answer = answers[i];
      LEYE_CHECK(benefits::book(hand(payer_, "book", answer.application.uuid()), batch.id, answer));
      return {};
    });
  }

  Result<boost::json::object> counts(const std::optional<benefits::Batch>& batch) {
    boost::json::object out{{"applications", tally_.applications.load()},
                            {"deferred", tally_.deferred.load()},
                            {"reviewed1", tally_.reviewed1.load()},
                            {"returned", tally_.returned.load()},
                            {"refused", tally_.refused.load()},
                            {"no_longer_eligible", tally_.no_longer_eligible.load()},
                            {"approved", tally_.approved.load()}};
    if (!batch) return out;
    const auto all =
        db_.read([&](store::Reader& reader) { return benefits::applications(reader); });
    if (!all) return fail(all.error());
    std::int64_t paid = 0;
    std::int64_t fen = 0;
    std::int64_t back = 0;
    for (const auto& a : *all) {
      if (a.progress.stage == Stage::kReturned) ++back;
      if (a.progress.stage != Stage::kPaid) continue;
      ++paid;
      fen += a.fen.count();
    }
    out["batch"] = batch->number;
    out["batch_items"] = batch->items;
    out["batch_fen"] = batch->fen.count();
    out["paid"] = paid;
    out["paid_fen"] = fen;
    out["bank_returned"] = back;
    out["bank_file"] = (opened_.place->folder() / batch->file.value_or("")).string();
    out["bank_file_digest"] = batch->digest ? to_text(*batch->digest) : std::string();
    return out;
  }

  Opened& opened_;
  store::Database& db_;
  std::int64_t seed_;
  casework::Casework casework_;
  ledger::Ledger ledger_;
  access::Account clerk_, reviewer1_, reviewer2_, payer_, signer_;
  Tally tally_;
};

Result<Exit> settle_command(const Arguments& arguments) {
  LEYE_TRY(const auto opened, open_place(arguments));
  LEYE_TRY(const auto seed, arguments.number("seed", 1));
  Office office(*opened, seed);
  LEYE_TRY(const auto out, office.work());
  print(arguments, out, boost::json::serialize(out));
  return Exit::kDone;
}

}  // namespace

std::vector<Command> settle_commands() {
  return {{"settle",
           "for the demo: a scripted back office applies, reviews twice, pays one batch",
           {},
           {data_option(), today_option(), {"seed", "N", "who applies and what the bank says"}},
           settle_command}};
}

}  // namespace leye::cli
