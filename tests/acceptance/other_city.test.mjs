import assert from "node:assert/strict";
import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import { initPlace, leye, newPath, readCsv, root, run } from "./place.mjs";

const other = join(root, "packs/example-other-city");

test("another city's pack passes the check", () => {
  const done = run(["rules", "check", other]);
  assert.equal(done.status, 0, done.stdout + done.stderr);
});

test("another city's own cases hold", () => {
  const input = readFileSync(join(other, "tests/travel.jsonl"), "utf8");
  const done = run(["rules", "eval", "--stdin", "--pack", other], { input, lang: null });
  assert.equal(done.status, 0, done.stderr);
  const answers = done.stdout.trim().split("\n").map((line) => JSON.parse(line));
  input.trim().split("\n").map((line) => JSON.parse(line)).forEach((asked, i) => {
    for (const [key, value] of Object.entries(asked.expect)) assert.deepEqual(answers[i][key], value, asked.id);
  });
});

test("C1.3.6 screening fact files gives each person one outcome, the funnel adds up, the digest repeats", () => {
  const facts = newPath("facts");
  mkdirSync(facts);
  const rows = [["here", "130102001001", "true"], ["away", "120104001001", "true"], ["asked", "", "true"], ["works", "130102001001", "false"], ["none", "-", "-"]];
  writeFileSync(join(facts, "person.csv"), ["person,person.residence,person.unemployment_registered", ...rows.map((r) => r.join(","))].join("\n") + "\n");
  const screen = () => {
    const out = newPath("out");
    const answer = leye("screen", "--pack", other, "--facts", facts, "--as-of", "2020-11-20", "--out", out);
    return { out, answer };
  };
  const { out, answer } = screen();
  assert.deepEqual(answer.rules.travel, { eligible: 1, not_eligible: 3, undetermined: 1, error: 0 });
  const found = Object.fromEntries(readCsv(join(out, "determinations.csv")).map((r) => [r.subject, r]));
  assert.deepEqual([found.here.outcome, found.here.amount_fen], ["eligible", "10000"]);
  assert.deepEqual([found.away.outcome, found.away.failed], ["not_eligible", "here"]);
  assert.deepEqual([found.asked.outcome, found.asked.missing], ["undetermined", "person.residence"]);
  assert.deepEqual([found.works.outcome, found.works.failed], ["not_eligible", "registered"]);
  for (const row of readCsv(join(out, "funnel.csv")))
    assert.equal(Number(row.in), Number(row.passed) + Number(row.failed) + Number(row.undetermined) + Number(row.error), JSON.stringify(row));
  assert.equal(screen().answer.determinations_digest, answer.determinations_digest);
  const about = JSON.parse(readFileSync(join(out, "run.json"), "utf8"));
  assert.equal(about.determinations_digest, answer.determinations_digest);
});

test("another city's place is made, screened and planned by the same program", () => {
  const data = initPlace({ packDir: other });
  const screened = leye("screen", "--data", data, "--as-of", "2020-11-20");
  assert.deepEqual(screened.rules.map((r) => r.code), ["X1"]);
  assert.deepEqual(leye("plan", "--data", data, "--today", "2020-11-02"), { created: 0, closed: 0, unchanged: 0 });
});
