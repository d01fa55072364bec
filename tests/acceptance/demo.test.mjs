// The whole loop on real files: seven stages, twice the same, with states that follow from their entries.
import assert from "node:assert/strict";
import { execFileSync, spawnSync } from "node:child_process";
import { existsSync, mkdtempSync, readFileSync, readdirSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { after, before, test } from "node:test";
import { startPostgres } from "./place.mjs";

const root = resolve(import.meta.dirname, "../..");
const binary = process.env.LEYE_BINARY ?? join(root, "build/release/leye");
const PERSONS = "3000";
let work;

function demo(name, ...more) {
  const out = join(work, name);
  execFileSync(join(root, "tools/demo"),
    ["--once", "--quiet", "--persons", PERSONS, "--out", out, "--binary", binary, ...more], { encoding: "utf8" });
  return JSON.parse(readFileSync(join(out, "summary.json"), "utf8"));
}
function leye(...args) {
  const run = spawnSync(binary, [...args, "--format", "json"], { encoding: "utf8" });
  assert.ok(run.status <= 1, run.stderr);
  return JSON.parse(run.stdout);
}

before(() => { work = mkdtempSync(join(tmpdir(), "leye-demo-")); });
after(() => rmSync(work, { recursive: true, force: true }));

test("C2.2.5 W4.2 the demo runs all seven stages, and again with the same digests", () => {
  const first = demo("one");
  assert.deepEqual(first.stages.map((s) => s.name),
    ["register", "reconcile", "screen", "reach", "serve", "settle", "report"]);
  assert.ok(existsSync(first.report), "report");
  assert.ok(readdirSync(first.messages).length > 0, "messages");
  assert.ok(first.accounts.length >= 3);
  const second = demo("two");
  assert.equal(second.determinations_digest, first.determinations_digest);
  assert.equal(second.report_digest, first.report_digest);
});

test("C2.2.5 W4.2 the demo on PostgreSQL gives the digests it gives on SQLite", () => {
  const server = startPostgres();
  try {
    const onPostgres = demo("postgres", "--db", server.url);
    const onSqlite = JSON.parse(readFileSync(join(work, "one/summary.json"), "utf8"));
    assert.equal(onPostgres.determinations_digest, onSqlite.determinations_digest);
    assert.equal(onPostgres.report_digest, onSqlite.report_digest);
    const counts = (name, { stages }) => JSON.stringify(stages.map((s) => s.counts)).replaceAll(join(work, name), "");
    assert.equal(counts("postgres", onPostgres), counts("one", onSqlite));
  } finally {
    server.stop();
  }
});

test("C2.2.4 after any number of entries a new plan changes nothing: AfterEntry equals plan", () => {
  const data = join(work, "one/data");
  const again = leye("plan", "--data", data, "--today", "2020-11-20");
  assert.deepEqual([again.created, again.closed], [0, 0]);
  assert.ok(again.unchanged > 0);
});

test("C2.1.8 replay of all entries equals the stored states, and the audit chain holds", () => {
  const data = join(work, "one/data");
  const checked = leye("doctor", "--data", data, "--today", "2020-11-20");
  assert.equal(checked.projection_differences, 0);
  assert.equal(checked.ok, true);
  assert.equal(leye("audit", "verify", "--data", data, "--today", "2020-11-20").ok, true);
});
