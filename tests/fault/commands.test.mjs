import assert from "node:assert/strict";
import { test } from "node:test";
import { copyOf, importArgs, initPlace, leye, newPath, registerFiles, REGISTERED_ON, sql, thePlace } from "../acceptance/place.mjs";
import { dice, killedAfter, timed } from "./kill.mjs";

const KILLS = 5;
const json = (args) => [...args, "--format", "json"];

/** What the registers say: everything of the records but what encryption makes different each time. */
const contents = (data) => sql(data,
  "select register, record_key, version, hex(content) content, payload, row_no from record order by 1, 2, 3");
const tasks = (data) => sql(data,
  "select hex(subject_id) s, hex(task_id) t, standard, period, state, due_on, division from task order by 1, 2");
const links = (data) => sql(data,
  "select hex(subject_id) s, hex(record_id) r, subject_kind, tier from link order by 1, 2");

/** Kills the command at KILLS seeded moments, each on a fresh copy, then lets the same command finish. */
async function disturb(base, args, seed, check) {
  const clean = copyOf(base);
  const { answer, milliseconds } = timed(() => leye(...args(clean)));
  const next = dice(seed);
  let hit = 0;
  for (let kill = 0; kill < KILLS; kill += 1) {
    const data = copyOf(base);
    // Twice in a row: what goes on after a kill may be killed as well.
    for (let again = 0; again < 2; again += 1)
      if (await killedAfter(json(args(data)), (0.05 + 0.8 * next()) * milliseconds)) hit += 1;
    check(leye(...args(data)), answer, data, clean);
  }
  assert.ok(hit > 0, "no kill met the command at work");
}

test("kill -9 during import: the same command finishes the job, nothing is there twice or half", { timeout: 240_000 }, async () => {
  const base = initPlace();
  const file = registerFiles().find((f) => f.register === "social_insurance");
  await disturb(base, (data) => importArgs(file, data), 11, (done, undisturbed, data, clean) => {
    for (const key of ["rows", "accepted", "refused", "records"]) assert.equal(done[key], undisturbed[key], key);
    assert.deepEqual(contents(data), contents(clean));
  });
});

test("kill -9 during linking: everyone is there once, as if nothing had happened", { timeout: 240_000 }, async () => {
  const base = initPlace();
  for (const file of registerFiles()) leye(...importArgs(file, base));
  await disturb(base, (data) => ["link", "--data", data, "--today", REGISTERED_ON], 12, (done, undisturbed, data, clean) => {
    for (const key of ["persons", "waiting", "linked"]) assert.equal(done[key], undisturbed[key], key);
    assert.deepEqual(links(data), links(clean));
  });
});

test("kill -9 during screening: the same command gives the same determinations", { timeout: 240_000 }, async () => {
  await disturb(thePlace().data, (data) => ["screen", "--data", data, "--as-of", REGISTERED_ON], 13, (done, undisturbed) => {
    assert.equal(done.snapshot_digest, undisturbed.snapshot_digest);
    assert.equal(done.determinations_digest, undisturbed.determinations_digest);
    assert.deepEqual(done.rules, undisturbed.rules);
  });
});

test("kill -9 during planning: every duty is there once", { timeout: 240_000 }, async () => {
  await disturb(thePlace().data, (data) => ["plan", "--data", data, "--today", "2020-11-02"], 14, (done, undisturbed, data, clean) => {
    assert.deepEqual(tasks(data), tasks(clean));
    assert.equal(leye("plan", "--data", data, "--today", "2020-11-02").created, 0);
    assert.equal(sql(data, "select count(*) n from work_item")[0].n, sql(clean, "select count(*) n from work_item")[0].n);
  });
});

test("kill -9 during the report: the next one is whole and the same", { timeout: 240_000 }, async () => {
  const report = (data) => ["report", "summary", "--data", data, "--division", "120104", "--as-of", "2020-11-20",
    "--today", "2020-11-20", "--out", `${newPath("report")}.docx`];
  await disturb(thePlace().data, report, 15, (done, undisturbed) => assert.equal(done.digest, undisturbed.digest));
});
