#include "registry/registry.h"

#include <gtest/gtest.h>

#include "ledger/ledger.h"
#include "store/testing/each_backend.h"

namespace leye::registry {
namespace {

using ledger::Act;
using store::testing::is_good;

class Registry : public store::testing::EachBackend {
 protected:
  void SetUp() override {
    EachBackend::SetUp();
    keys_ = *access::KeyRing::create(folder() / "master.key", "test");
    const std::string day = GetParam() == store::Backend::kSqlite ? "0" : "DATE '1970-01-01'";
    std::string sql =
        "INSERT INTO division_closure (ancestor, descendant, valid_from) SELECT '1', "
        "'1', " +
        day;
    for (const auto* pair : {"'1', '11'", "'1', '12'", "'11', '11'", "'12', '12'"})
      sql.append(" UNION ALL SELECT ").append(pair).append(", ").append(day);
    store::testing::run_script(db(), sql);
  }
  access::Scope scope(access::Role role, std::string division) {
    access::Account a;
    a.id = AccountId::make();
    a.role = role;
    a.division = std::move(division);
    access::Resource why;
    why.reason = "test";
    return std::get<access::Permit>(access::decide(a, access::Action::kOpenPerson, why,
                                                   access::Purpose::kService, clock_.today()))
        .scope;
  }
  ledger::Runs runs() { return {db(), *keys_, clock_}; }
  /// One run of one slice, committed.
  ledger::Run run(const std::string& kind, const std::function<Result<void>(Act&)>& work) {
    auto all = runs();
    const auto begun = all.begin({kind, digest_of(kind + std::to_string(++inputs_)), {}, {}});
    EXPECT_TRUE(is_good(begun));
    EXPECT_TRUE(is_good(all.slices(
        *begun, "rows", 1, [&](Act& act, std::int64_t, std::int64_t) { return work(act); })));
    const auto done = all.commit(*begun, campaign_, "{}");
    EXPECT_TRUE(is_good(done));
    return *done;
  }
  void undo(const ledger::Run& r) {
    auto all = runs();
    ASSERT_TRUE(is_good(all.undo(r.id, campaign_, {}, "test")));
  }
  PersonUpdate person(const std::string& name, const std::string& id, const std::string& division) {
    PersonUpdate p;
    p.id = PersonId(derived_uuid(0, digest_of(name + id)));
    p.is_new = true;
    p.name = name;
    p.sex = "F";
    p.birth = ymd(1975, 3, 12);
    p.citizen_id = id;
    p.phone = "10012345678";
    p.address = "学府街道 1 号";
    p.tags = "|hard|";
    p.division = division;
    p.division_from = ymd(2020, 10, 1);
    return p;
  }
  std::vector<Record> records(std::string_view code) {
    std::vector<Record> all;
    EXPECT_TRUE(is_good(db().read([&](store::Reader& r) {
      return for_each_record(r, system_, code, std::nullopt,
                             [&](const Record& record) -> Result<void> {
                               all.push_back(record);
                               return {};
                             });
    })));
    return all;
  }
  std::vector<std::string> names(const access::Scope& s, const PeopleFilter& f = {}) {
    std::vector<std::string> out;
    const auto page =
        db().read([&](store::Reader& r) { return find_people(r, *keys_, s, f, std::nullopt, 50); });
    EXPECT_TRUE(is_good(page));
    if (!page) return out;
    EXPECT_EQ(page->total, static_cast<std::int64_t>(page->items.size()));
    for (const auto& row : page->items) out.push_back(row.name);
    return out;
  }

  ManualClock clock_{start_of(ymd(2020, 11, 20))};
  std::optional<access::KeyRing> keys_;
  ledger::Subject campaign_ = ledger::campaign("test");
  access::SystemScope system_ = access::SystemScope::for_snapshot();
  int inputs_ = 0;
};
LEYE_ON_EACH_BACKEND(Registry);

TEST_P(Registry, TheSameRowsAgainAreUnchangedAndAnUndoBringsBackWhatWas) {
  const auto row = [](const std::string& key, const std::string& payload) {
    NewRecord r;
    r.key = key;
    r.payload = payload;
    r.sealed = R"({"phone":"10012345678"})";
    r.citizen_id = "129001197503120017";
    return r;
  };
  PutCounts counts;
  const auto put = [&](const std::vector<NewRecord>& rows) {
    return run("import", [&](Act& act) -> Result<void> {
      LEYE_TRY(counts, put_records(act, "social_insurance", rows));
      return {};
    });
  };
  const auto first = put({row("a", R"({"month":"2020-10"})"), row("b", R"({"month":"2020-10"})")});
  EXPECT_EQ(counts.added, 2);
  put({row("a", R"({"month":"2020-10"})"), row("b", R"({"month":"2020-10"})")});
  EXPECT_EQ(counts.unchanged, 2);
  const auto third = put({row("a", R"({"month":"2020-11"})"), row("c", R"({"month":"2020-11"})")});
  EXPECT_EQ(counts.changed, 1);
  EXPECT_EQ(counts.added, 1);
  auto all = records("social_insurance");
  ASSERT_EQ(all.size(), 3U);
  EXPECT_EQ(all[0].payload, R"({"month":"2020-11"})");
  EXPECT_EQ(all[0].version, 2);
  EXPECT_EQ(all[0].id, record_id("social_insurance", "a"));
  EXPECT_EQ(*open_sealed(*keys_, all[0]), R"({"phone":"10012345678"})");
  EXPECT_EQ(all[0].id_key, access::blind_citizen_id(*keys_, "129001197503120017"));
  undo(third);
  all = records("social_insurance");
  ASSERT_EQ(all.size(), 2U);
  EXPECT_EQ(all[0].payload, R"({"month":"2020-10"})");
  run("import", [&](Act& act) -> Result<void> {
    const std::vector<std::string> gone{"b"};
    LEYE_TRY(const auto closed, close_records(act, "social_insurance", gone, ymd(2020, 11, 1)));
    EXPECT_EQ(closed, 1);
    return {};
  });
  EXPECT_EQ(records("social_insurance")[1].valid_to, ymd(2020, 11, 1));
  undo(first);
}

TEST_P(Registry, AScopeSeesItsOwnPeopleAndNobodyElse) {
  run("link", [&](Act& act) {
    const std::vector<PersonUpdate> all{person("王芳", "129001197503120017", "11"),
                                        person("李明", "129002198001010013", "12")};
    return put_people(act, all);
  });
  const auto street = scope(access::Role::kStreetWorker, "11");
  const auto district = scope(access::Role::kDistrictManager, "1");
  EXPECT_EQ(names(street), std::vector<std::string>{"王芳"});
  EXPECT_EQ(names(district).size(), 2U);
  PeopleFilter f;
  f.citizen_id = "129002198001010013";
  EXPECT_TRUE(names(street, f).empty());
  EXPECT_EQ(names(district, f), std::vector<std::string>{"李明"});
  f = {};
  f.division = "12";
  EXPECT_EQ(names(district, f), std::vector<std::string>{"李明"});
  f = {};
  f.phone_last4 = "5678";
  f.tag = "hard";
  EXPECT_EQ(names(district, f).size(), 2U);
  const auto other = db().read(
      [&](store::Reader& r) { return person_by_citizen_id(r, *keys_, "129002198001010013"); });
  EXPECT_EQ(db().read([&](store::Reader& r) { return person_of(r, street, **other); }).error().code,
            "person.unknown");
  EXPECT_EQ(names(scope(access::Role::kCityPromotion, "1")).front(), "李*");
}

TEST_P(Registry, SealedFieldsAreMaskedAndOpenOnlyWhereTheRoleMay) {
  const auto who = person("王芳", "129001197503120017", "11");
  run("link", [&](Act& act) { return put_people(act, std::vector<PersonUpdate>{who}); });
  const auto community = scope(access::Role::kCommunityWorker, "11");
  EXPECT_TRUE(names(community).empty()) << "she is not on the work list";
  run("plan", [&](Act& act) -> Result<void> {
    ledger::NewTask task;
    task.subject = who.id.uuid();
    task.kind = "duty";
    task.due_on = ymd(2020, 11, 30);
    task.division = "11";
    LEYE_CHECK(ledger::open_task(act, task));
    return {};
  });
  const auto shown =
      db().read([&](store::Reader& r) { return shown_fields(r, *keys_, community, who.id); });
  ASSERT_TRUE(is_good(shown));
  EXPECT_EQ(shown->phone, "100****5678");
  EXPECT_EQ(shown->citizen_id->find("19750312"), std::string::npos);
  const auto open = [&](access::FieldClass field) {
    return db().read(
        [&](store::Reader& r) { return open_field(r, *keys_, community, who.id, field); });
  };
  EXPECT_EQ(**open(access::FieldClass::kPhone), "10012345678");
  EXPECT_EQ(open(access::FieldClass::kCitizenId).error().code, "access.field_denied");
  const auto raw = db().read(
      [](store::Reader& r) { return r.one<store::Bytes>("SELECT phone FROM person_detail"); });
  EXPECT_EQ(store::to_string(*raw).find("10012345678"), std::string::npos);
}

TEST_P(Registry, ANumberBelongsToOnePersonAndAnUndoFreesIt) {
  const auto first = person("王芳", "129001197503120017", "11");
  const auto second = person("王方", "129001197503120017", "11");
  const auto linked =
      run("link", [&](Act& act) { return put_people(act, std::vector<PersonUpdate>{first}); });
  auto all = runs();
  const auto begun = all.begin({"link", digest_of("second"), {}, {}});
  const auto put = [&] {
    return all.slices(*begun, "rows", 1, [&](Act& act, std::int64_t, std::int64_t) {
      return put_people(act, std::vector<PersonUpdate>{second});
    });
  };
  EXPECT_EQ(put().error().code, "person.identity_taken");
  undo(linked);
  EXPECT_TRUE(is_good(put()));
  ASSERT_TRUE(is_good(all.commit(*begun, campaign_, "{}")));
  EXPECT_EQ(names(scope(access::Role::kStreetWorker, "11")), std::vector<std::string>{"王方"});
}

TEST_P(Registry, OneOfficeIsResponsibleADay) {
  const auto who = person("王芳", "129001197503120017", "11");
  run("link", [&](Act& act) { return put_people(act, std::vector<PersonUpdate>{who}); });
  const auto moved =
      run("link", [&](Act& act) { return set_responsible(act, who.id, "12", ymd(2020, 11, 10)); });
  EXPECT_TRUE(names(scope(access::Role::kStreetWorker, "11")).empty());
  EXPECT_EQ(names(scope(access::Role::kStreetWorker, "12")).size(), 1U);
  clock_.set(start_of(ymd(2020, 11, 9)));
  EXPECT_EQ(names(scope(access::Role::kStreetWorker, "11")).size(), 1U);
  clock_.set(start_of(ymd(2020, 11, 20)));
  undo(moved);
  EXPECT_EQ(names(scope(access::Role::kStreetWorker, "11")).size(), 1U);
}

TEST_P(Registry, UnmergeAfterMergeIsTheIdentityAsRead) {
  const auto a = person("王芳", "129001197503120017", "11");
  const auto b = person("王方", "129002198001010013", "11");
  run("link", [&](Act& act) -> Result<void> {
    LEYE_CHECK(put_people(act, std::vector<PersonUpdate>{a, b}));
    return put_links(act,
                     std::vector<Link>{{record_id("x", "1"), "person", a.id.uuid(), "id", {}},
                                       {record_id("x", "2"), "person", b.id.uuid(), "id", {}}});
  });
  ledger::Ledger pipeline(db(), *keys_, clock_);
  const auto act = [&](const std::function<Result<void>(Act&)>& change) {
    ledger::Command c;
    c.key = new_uuid();
    c.action = "link.review";
    c.subject = ledger::of(a.id);
    return pipeline.perform(c, [&](Act& one) -> Result<ledger::Response> {
      LEYE_CHECK(change(one));
      return ledger::Response{};
    });
  };
  const auto open_case = [&](PersonId id) {
    return act([&](Act& one) -> Result<void> {
      ledger::NewEntry e;
      e.subject = ledger::of(id);
      e.kind = ledger::Kind::kCaseOpened;
      e.occurred_on = one.today();
      LEYE_CHECK(one.record(e));
      return {};
    });
  };
  ASSERT_TRUE(is_good(open_case(b.id)));
  const auto read = [&] {
    std::vector<std::pair<RecordId, Uuid>> links;
    EXPECT_TRUE(is_good(db().read([&](store::Reader& r) {
      return for_each_link(r, system_, "person", [&](const Link& l) -> Result<void> {
        links.emplace_back(l.record, l.subject);
        return {};
      });
    })));
    const auto people = names(scope(access::Role::kStreetWorker, "11"));
    const auto states = db().read([&](store::Reader& r) { return ledger::states_of(r, b.id); });
    return std::tuple(links, people, states->size());
  };
  const auto before = read();
  ASSERT_TRUE(is_good(act([&](Act& one) { return merge(one, a.id, b.id, "{}"); })));
  const auto merged = read();
  EXPECT_EQ(std::get<0>(merged)[0].second, std::get<0>(merged)[1].second);
  EXPECT_EQ(std::get<1>(merged).size(), 1U);
  EXPECT_EQ(db().read([&](store::Reader& r) { return ledger::states_of(r, a.id); })->size(), 1U)
      << "the member's case is read under the root";
  EXPECT_EQ(act([&](Act& one) { return merge(one, b.id, a.id, "{}"); }).error().code,
            "person.merged_already");
  EXPECT_EQ(
      *db().read([&](store::Reader& r) { return ledger::projection_differences(r, system_); }), 0);
  ASSERT_TRUE(is_good(act([&](Act& one) { return split(one, b.id, "{}"); })));
  EXPECT_EQ(read(), before);
  EXPECT_EQ(
      *db().read([&](store::Reader& r) { return ledger::projection_differences(r, system_); }), 0);
}

TEST_P(Registry, EmployersAndUnitsFollowTheirRuns) {
  const auto id = employer_id("91129001MA00000019");
  const auto hire = unit_id("hire", record_id("contract_filing", "1"));
  const auto put = run("link", [&](Act& act) -> Result<void> {
    EmployerUpdate e;
    e.id = id;
    e.number = "91129001MA00000019";
    e.name = "津门餐饮";
    LEYE_CHECK(put_employers(act, std::vector<EmployerUpdate>{e}));
    return put_units(act, std::vector<Unit>{{hire, "hire", PersonId::make(), id,
                                             record_id("contract_filing", "1")}});
  });
  const auto units = [&] {
    int n = 0;
    EXPECT_TRUE(is_good(db().read([&](store::Reader& r) {
      return for_each_unit(r, system_, "hire", [&](const Unit& u) -> Result<void> {
        EXPECT_EQ(u.employer, id);
        ++n;
        return {};
      });
    })));
    return n;
  };
  const std::array ids{id};
  EXPECT_EQ(units(), 1);
  EXPECT_EQ(db().read([&](store::Reader& r) { return employers_of(r, ids); })->at(id).name,
            "津门餐饮");
  undo(put);
  EXPECT_EQ(units(), 0);
  EXPECT_TRUE(db().read([&](store::Reader& r) { return employers_of(r, ids); })->empty());
}

}  // namespace
}  // namespace leye::registry
