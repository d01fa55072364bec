import assert from "node:assert/strict";
import { test } from "node:test";
import { copyOf, expected, leye, sql, thePlace } from "./place.mjs";

const plan = (data, today) => leye("plan", "--data", data, "--today", today);
let plannedOnce;
function planned() {
  if (!plannedOnce) {
    const data = copyOf(thePlace().data);
    plannedOnce = { data, first: plan(data, "2020-11-02") };
  }
  return plannedOnce;
}
const tasks = (data, where) => sql(data, `select count(*) n, count(distinct hex(subject_id)) people from task where ${where}`)[0];

test("C2.2.5 a second plan of the day creates nothing and changes nothing", () => {
  const { data, first } = planned();
  assert.ok(first.created > 0);
  const held = () => sql(data, "select hex(subject_id) s, hex(task_id) t, standard, period, state, due_on, version from task order by 1, 2");
  const before = held();
  const again = plan(data, "2020-11-02");
  assert.deepEqual({ created: again.created, closed: again.closed }, { created: 0, closed: 0 });
  assert.equal(again.unchanged, first.created);
  assert.equal(before.length, first.created);
  assert.deepEqual(held(), before);
  assert.equal(sql(data, "select count(*) n from work_item")[0].n, before.length);
});

test("C2.2.5 one duty for each person and month, due in that month, for the registered and the year's graduates", () => {
  const { data } = planned();
  const monthly = tasks(data, "standard = 'monthly-follow-up'");
  assert.equal(monthly.n, monthly.people);
  const outside = tasks(data, "standard = 'monthly-follow-up' and period <> '2020-11'");
  assert.equal(outside.n, 0);
  // The truth knows how many of November's group are seen; joined name variants may add a few.
  const seen = expected().groups.city.seen["F_2020-11"];
  const known = expected().groups.city.true["F_2020-11"];
  assert.ok(monthly.n >= seen && monthly.n <= known, `${monthly.n} duties, truth sees ${seen} of ${known}`);
});

test("C2.2.5 the next month brings new duties beside the old, once", () => {
  const data = copyOf(planned().data);
  const december = plan(data, "2020-12-01");
  assert.ok(december.created > 0);
  const monthly = sql(data, "select period, count(*) n, count(distinct hex(subject_id)) people from task where standard='monthly-follow-up' group by period order by period");
  assert.deepEqual(monthly.map((m) => m.period), ["2020-11", "2020-12"]);
  for (const month of monthly) assert.equal(month.n, month.people);
  assert.equal(plan(data, "2020-12-01").created, 0);
});

test("C2.3.8 C2.3.11 1-1-3 is owed only to those known to be able and willing, each part once", () => {
  const { data } = planned();
  const parts = sql(data, "select kind, count(*) n, count(distinct hex(subject_id)) people from task where standard like 'service-package-113%' group by kind, period");
  assert.ok(parts.length > 0, JSON.stringify(sql(data, "select distinct standard, kind from task")));
  for (const part of parts) assert.equal(part.n, part.people, part.kind);
});

test("I06 the denominator is the month's duties, nobody reached yet gives 0%", () => {
  const { data } = planned();
  const value = (division) => leye("indicators", "--data", data, "--as-of", "2020-11-30", "--today", "2020-11-30",
    ...(division ? ["--division", division] : [])).indicators.find((i) => i.code === "I06");
  const city = value();
  assert.equal(city.numerator, 0);
  assert.equal(city.errors, 0);
  const seen = expected().groups.city.seen["F_2020-11"];
  const known = expected().groups.city.true["F_2020-11"];
  assert.ok(city.denominator >= seen && city.denominator <= known, `${city.denominator}, truth ${seen} of ${known}`);
  const district = value("120104");
  const truth = expected().groups["120104"];
  assert.ok(district.denominator <= city.denominator);
  assert.ok(Math.abs(district.denominator - truth.seen["F_2020-11"]) <= truth.true["F_2020-11"] - truth.seen["F_2020-11"] + 3,
    `${district.denominator}, truth ${truth.seen["F_2020-11"]}`);
});

test("I05 the denominator of October is the people of the four groups that are seen", () => {
  const { data } = planned();
  const i05 = leye("indicators", "--data", data, "--as-of", "2020-10-31", "--today", "2020-10-31").indicators.find((i) => i.code === "I05");
  const { seen, true: all } = { seen: expected().groups.city.seen.P9_October, true: expected().groups.city.true.P9_October };
  assert.ok(i05.denominator >= seen && i05.denominator <= all, `${i05.denominator}, truth ${seen} of ${all}`);
});
