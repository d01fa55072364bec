import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { test } from "node:test";
import { appendFileSync, cpSync, existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { createServer } from "node:net";
import { join } from "node:path";
import { binary, copyOf, importArgs, leye, newPath, REGISTERED_ON, root, run, stateOf, thePlace } from "./place.mjs";

const street = () => thePlace().imports.find((f) => f.register === "unemployment_registration" && f.name.endsWith(".xlsx"));

/** One message: what, after a semicolon the remedy, the code in brackets; in both languages. */
function refused(args, status, code) {
  for (const lang of ["en", "zh-CN"]) {
    const done = run(args, { lang });
    assert.equal(done.status, status, `${args.slice(0, 3).join(" ")}: ${done.stderr}`);
    const lines = done.stderr.trim().split("\n");
    assert.equal(lines.length, 1, done.stderr);
    assert.match(lines[0], lang === "en" ? /; .+\[[a-z_.]+\]$/ : /；.+\[[a-z_.]+\]$/);
    assert.ok(lines[0].endsWith(`[${code}]`), `${lines[0]}: expected ${code}`);
    assert.doesNotMatch(lines[0], /[{}]/);
  }
}

/** The command is refused and the place is as it was. */
function refusedUnchanged(data, args, status, code) {
  const before = stateOf(data);
  refused(args, status, code);
  assert.deepEqual(stateOf(data), before);
}

test("wrong input: a sheet that is not there", () => {
  const data = copyOf(thePlace().data);
  refusedUnchanged(data, [...importArgs(street(), data, "2020-11-03"), "--sheet", "没有这张表"], 2, "xlsx.no_sheet");
});

test("wrong input: a header that is not this register's", () => {
  const data = copyOf(thePlace().data);
  refusedUnchanged(data, importArgs({ ...street(), register: "vacancies" }, data, "2020-11-03"), 2, "sheets.no_header");
});

test("wrong input: a register that is not there", () => {
  const data = copyOf(thePlace().data);
  refusedUnchanged(data, importArgs({ ...street(), register: "nosuch" }, data, "2020-11-03"), 2, "mapping.register");
});

test("wrong input: a truncated workbook, at any length", () => {
  const data = copyOf(thePlace().data);
  const whole = readFileSync(street().path);
  const before = stateOf(data);
  for (const part of [0, 0.01, 0.3, 0.5, 0.9, 0.999]) {
    const path = `${newPath("cut")}.xlsx`;
    writeFileSync(path, whole.subarray(0, Math.floor(whole.length * part)));
    const done = run(importArgs({ ...street(), path }, data, "2020-11-03"));
    assert.equal(done.status, 2, `${part}: ${done.stderr}`);
    assert.match(done.stderr, /; .+\[[a-z_.]+\]\n$/);
  }
  assert.deepEqual(stateOf(data), before);
});

test("wrong input: a file that is not there is the environment's fault", () => {
  const data = copyOf(thePlace().data);
  refusedUnchanged(data, importArgs({ ...street(), path: newPath("none.xlsx") }, data), 3, "file.unreadable");
});

test("wrong input: a division that is not there", () => {
  const data = copyOf(thePlace().data);
  refusedUnchanged(data, ["user", "demo", "--data", data, "--division", "999999"], 2, "division.unknown");
  refused(["indicators", "--data", data, "--as-of", "2020-11-20", "--today", "2020-11-20", "--division", "999999"], 2, "division.unknown");
  refused(["report", "summary", "--data", data, "--division", "999999", "--as-of", "2020-11-20", "--out", `${newPath("r")}.docx`], 2, "report.division");
});

test("wrong input: a date that is none", () => {
  const data = copyOf(thePlace().data);
  refusedUnchanged(data, ["plan", "--data", data, "--today", "2020-13-31"], 2, "date.format");
  refusedUnchanged(data, ["screen", "--data", data, "--as-of", "tomorrow"], 2, "date.format");
});

test("wrong input: a data folder of a newer version", () => {
  const data = copyOf(thePlace().data);
  const config = join(data, "config.json");
  writeFileSync(config, readFileSync(config, "utf8").replace(/"format": ?\d+/, '"format":99'));
  for (const args of [["plan"], ["screen"], ["link"], ["serve"]])
    refusedUnchanged(data, [...args, "--data", data, "--today", "2020-11-03"], 3, "place.newer");
});

test("wrong input: a folder without data, and a folder that has data already", () => {
  const none = newPath("none");
  refused(["plan", "--data", none], 3, "place.missing");
  assert.equal(existsSync(none), false);
  const data = copyOf(thePlace().data);
  refusedUnchanged(data, ["init", "--data", data], 3, "place.exists");
});

test("wrong input: a missing key and a damaged key", () => {
  const data = copyOf(thePlace().data);
  const key = join(data, "keys/master.key");
  rmSync(key);
  for (const command of ["plan", "screen", "link"])
    refusedUnchanged(data, [command, "--data", data, "--today", "2020-11-03"], 3, "access.key_missing");
  writeFileSync(key, "not a key\n", { mode: 0o600 });
  const before = stateOf(data);
  const done = run(["screen", "--data", data, "--as-of", "2020-11-03"]);
  assert.ok(done.status === 2 || done.status === 3, String(done.status));
  assert.match(done.stderr, /; .+\[access\.[a-z_]+\]\n$/);
  assert.deepEqual(stateOf(data), before);
});

test("wrong input: a folder that cannot be written, a database that cannot be reached: nothing is left behind", () => {
  refused(["init", "--data", "/proc/leye"], 3, "file.unwritable");
  const data = newPath("unreachable");
  const nowhere = `postgresql:///none?host=${newPath("no-socket")}`;
  const done = run(["init", "--data", data, "--db", nowhere]);
  assert.equal(done.status, 3, done.stderr);
  assert.match(done.stderr, /; .+\[store\.unreachable\]\n$/);
  assert.equal(existsSync(data), false, "init left a folder behind");
  const report = run(["report", "summary", "--data", copyOf(thePlace().data), "--as-of", "2020-11-20", "--out", "/proc/leye/r.docx"]);
  assert.equal(report.status, 3, report.stderr);
  assert.match(report.stderr, /; .+\[/);
});

function faultyPack() {
  const copy = newPath("pack");
  cpSync(join(root, "packs/example-other-city"), copy, { recursive: true });
  const policy = join(copy, "policies/travel.yaml");
  writeFileSync(policy, readFileSync(policy, "utf8").replace("expr: 'person.unemployment_registered'", "expr: 'person.unemployment_registered + 1'"));
  return copy;
}

test("wrong input: a pack with a type error is named by file, line and column, and is not used", () => {
  const faulty = faultyPack();
  const done = run(["rules", "check", faulty]);
  assert.equal(done.status, 1);
  assert.match(done.stdout + done.stderr, /policies\/travel\.yaml:\d+:\d+: R2\d\d /);
  const data = newPath("data");
  const init = run(["init", "--data", data, "--pack", faulty, "--today", "2020-10-19"]);
  assert.equal(init.status, 2, init.stderr);
  assert.equal(existsSync(data), false);
  const facts = newPath("facts");
  mkdirSync(facts);
  writeFileSync(join(facts, "person.csv"), "person,person.residence\np1,130102001001\n");
  const out = newPath("out");
  assert.equal(run(["screen", "--pack", faulty, "--facts", facts, "--as-of", "2020-11-20", "--out", out]).status, 2);
  assert.equal(existsSync(out), false);
});

test("wrong input: fact files with a wrong column, cell or row are named by file, row and column", () => {
  const other = join(root, "packs/example-other-city");
  const cases = [
    ["person,person.nosuch\np1,1\n", "facts.unknown_column"],
    ["person,person.unemployment_registered\np1,maybe\n", "facts.cell"],
    ["person,person.residence\np1,130102\np1,130102\n", "facts.id_twice"],
    ["person,person.residence\n,130102\n", "facts.id_missing"],
    ["person.residence\n130102\n", "facts.no_id_column"],
  ];
  for (const [text, code] of cases) {
    const facts = newPath("facts");
    mkdirSync(facts);
    writeFileSync(join(facts, "person.csv"), text);
    const out = newPath("out");
    const done = run(["screen", "--pack", other, "--facts", facts, "--as-of", "2020-11-20", "--out", out]);
    assert.equal(done.status, 2, `${code}: ${done.stderr}`);
    assert.match(done.stderr, /person\.csv/);
    assert.ok(done.stderr.includes(`[${code}]`), `${code}: ${done.stderr}`);
    assert.equal(existsSync(out), false);
  }
});

test("wrong input: a port in use", async () => {
  const data = copyOf(thePlace().data);
  const taken = createServer().listen(0, "127.0.0.1");
  await new Promise((ready) => taken.once("listening", ready));
  try {
    const { port } = taken.address();
    const done = spawnSync(binary, ["serve", "--data", data, "--port", String(port), "--web", "none", "--lang", "en"], { encoding: "utf8", timeout: 15_000 });
    assert.equal(done.status, 3, done.stderr);
    assert.match(done.stderr, /; .+\[[a-z_.]+\]\n$/);
    assert.ok(done.stderr.includes(String(port)));
  } finally {
    taken.close();
  }
});

test("wrong input: a damaged snapshot or database is said, not guessed around", () => {
  const data = copyOf(thePlace().data);
  writeFileSync(join(data, "leye.db"), "this is no database");
  for (const extra of ["leye.db-wal", "leye.db-shm"]) rmSync(join(data, extra), { force: true });
  const done = run(["screen", "--data", data, "--as-of", REGISTERED_ON]);
  assert.ok(done.status === 2 || done.status === 3, `${done.status} ${done.stderr}`);
  assert.match(done.stderr, /; .+\[[a-z_.]+\]\n$/);
  assert.equal(readFileSync(join(data, "leye.db"), "utf8"), "this is no database");
});

test("wrong input: an unknown command or option is refused with what there is", () => {
  for (const args of [["nonsense"], ["plan"], ["plan", "--nosuch"]]) {
    const done = run(args, { lang: null });
    assert.equal(done.status, 2);
    assert.match(done.stderr, /--help/);
  }
});

test("a file of a few rows more is a new import; the old rows stay once", () => {
  const data = copyOf(thePlace().data);
  const file = thePlace().imports.find((f) => f.register === "social_insurance");
  const path = `${newPath("more")}.csv`;
  cpSync(file.path, path);
  const first = readFileSync(path, "utf8").split("\n")[1];
  appendFileSync(path, `${first}\n`);
  const again = leye(...importArgs({ ...file, path }, data, "2020-11-01"));
  assert.equal(again.rows, file.answer.rows + 1);
  assert.equal(again.records, file.answer.records, "the repeated row is no second record");
});
