import assert from "node:assert/strict";
import { test } from "node:test";
import { basename } from "node:path";
import { copyOf, expected, hex, importArgs, leye, provenance, REGISTERED_ON, run, sql, stateOf, thePlace } from "./place.mjs";

test("C2.1.4 every file gives the rows, the valid rows and the refusals that the truth knows", () => {
  const truth = new Map(expected().files.map((f) => [`${f.register}/${basename(f.path)}`, f]));
  const { imports } = thePlace();
  assert.equal(imports.length, truth.size);
  for (const { register, name, answer } of imports) {
    const want = truth.get(`${register}/${name}`);
    assert.deepEqual({ rows: answer.rows, valid: answer.accepted, refused: answer.refused, by: answer.by_code },
      { rows: want.rows, valid: want.valid, refused: want.refused, by: want.refused_by_code }, name);
    assert.equal(answer.rows, answer.accepted + answer.refused, name);
  }
});

test("C2.1.4 the same files again change nothing", () => {
  const data = copyOf(thePlace().data);
  const before = stateOf(data);
  for (const file of thePlace().imports) {
    const again = leye(...importArgs(file, data));
    assert.equal(again.unchanged, true, file.name);
    assert.equal(again.run, file.answer.run, file.name);
  }
  assert.deepEqual(stateOf(data), before);
});

test("C2.1.4 an import that was undone hides its rows; importing again gives the same determinations", () => {
  const data = copyOf(thePlace().data);
  const screen = () => {
    const done = leye("screen", "--data", data, "--as-of", REGISTERED_ON);
    return done.rules.map(({ rule, eligible, not_eligible, undetermined, error, amount_fen }) =>
      ({ rule, eligible, not_eligible, undetermined, error, amount_fen }));
  };
  const first = screen();
  const file = thePlace().imports.find((f) => f.register === "contract_filing");
  assert.equal(leye("import", "undo", file.answer.run, "--data", data, "--today", "2020-11-01").state, "undone");
  leye("link", "--data", data, "--today", "2020-11-01");
  const without = screen();
  assert.ok(without.find((r) => r.rule === "hiring-subsidy-one-off").eligible <
    first.find((r) => r.rule === "hiring-subsidy-one-off").eligible);
  const again = leye(...importArgs(file, data, "2020-11-01"));
  assert.equal(again.accepted, file.answer.accepted);
  leye("link", "--data", data, "--today", "2020-11-01");
  assert.deepEqual(screen(), first);
  const twice = run(["import", "undo", file.answer.run, "--data", data, "--today", "2020-11-01"]);
  assert.equal(twice.status, 2);
  assert.match(twice.stderr, /\[run\.undone\]/);
});

test("C2.1.4 a row that cannot be read is named by file, sheet, row and column, with a remedy", () => {
  const data = copyOf(thePlace().data);
  for (const file of thePlace().imports.filter((f) => f.answer.refused > 0)) {
    const done = run([...importArgs(file, data), "--preview"]);
    assert.equal(done.status <= 1, true, done.stderr);
    const lines = done.stderr.trim().split("\n").filter((line) => line.startsWith(file.name));
    assert.ok(lines.length >= file.answer.refused, `${file.name}: ${lines.length} lines`);
    const codes = new Set(lines.map((line) => /\[([a-z_.]+)\]$/.exec(line)?.[1]));
    for (const code of Object.keys(file.answer.by_code)) assert.ok(codes.has(code), `${file.name}: ${code}`);
    for (const line of lines) {
      if (file.name.endsWith(".xlsx")) assert.match(line, /, sheet /);
      assert.match(line, /, row \d+/);
      // What is wrong, then after a semicolon what to do.
      assert.match(line, /;.+\[[a-z_.]+\]$/);
    }
  }
});

test("C2.1.4 a preview stores nothing", () => {
  const data = copyOf(thePlace().data);
  const before = stateOf(data);
  const file = thePlace().imports[1];
  run([...importArgs(file, data, "2020-11-05"), "--preview"]);
  assert.deepEqual(stateOf(data), before);
});

test("C2.1.1 each person once: linked persons are those of the truth whose id can be read; contradictions wait", () => {
  const { data, linked } = thePlace();
  const { records, subjects } = provenance(data);
  const ofPerson = new Map();
  for (const [subject, rows] of subjects) {
    const people = new Set(rows.filter(Boolean).map((r) => r.truth_person_id).filter((id) => id.startsWith("T")));
    const odd = rows.filter(Boolean).some((r) => /D06|D07/.test(r.defects));
    // One subject holds two people only where a row carries another person's id (D06, D07).
    assert.ok(people.size <= 1 || odd, `${subject}: ${[...people]}`);
    for (const id of people) {
      if (!odd) assert.ok(!ofPerson.has(id) || ofPerson.get(id) === subject, `${id} is two persons`);
      if (!odd) ofPerson.set(id, subject);
    }
  }
  assert.equal(sql(data, "select count(*) n from person")[0].n, linked.persons);
  assert.ok(linked.persons <= 2000);
  assert.ok(linked.persons >= ofPerson.size);
  // What waits is visible, has a reason, and it or a row of the person it contradicts is damaged.
  const waiting = leye("link", "waiting", "--data", data).waiting;
  assert.equal(waiting.length, linked.waiting);
  assert.ok(waiting.length > 0);
  for (const { record, reason, candidate } of waiting) {
    assert.equal(reason, "name_conflict");
    const both = [records.get(hex(record)), ...subjects.get(hex(candidate))].filter(Boolean);
    assert.ok(both.some((row) => /D06|D07|D10/.test(row.defects)), record);
  }
  const again = leye("link", "--data", data, "--today", REGISTERED_ON);
  assert.equal(again.unchanged, true);
});
