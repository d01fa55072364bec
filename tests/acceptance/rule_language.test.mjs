import assert from "node:assert/strict";
import { test } from "node:test";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { pack, root, run } from "./place.mjs";

const suite = join(root, "tests/data/rules");
const lines = (path) => readFileSync(path, "utf8").trim().split("\n");

/** Every line through `leye rules eval`; each key of expect has to be in the answer with an equal value. */
function evaluate(path, where) {
  const cases = lines(path);
  const done = run(["rules", "eval", "--stdin", ...where], { input: `${cases.join("\n")}\n`, lang: null });
  assert.equal(done.status, 0, done.stderr);
  const answers = done.stdout.trim().split("\n").map((line) => JSON.parse(line));
  assert.equal(answers.length, cases.length);
  return cases.map((line, i) => ({ asked: JSON.parse(line), answer: answers[i] }));
}

const counts = { parse: 152, types: 164, eval_known: 137, eval_unknown: 197, dates: 100, money: 75, errors: 74, rules: 71 };
for (const [part, count] of Object.entries(counts)) {
  test(`C1.3.6 rules eval gives every expected value of ${part} (${count} cases)`, () => {
    const cases = evaluate(join(suite, `${part}.jsonl`), ["--env", suite]);
    assert.equal(cases.length, count);
    for (const { asked, answer } of cases) {
      assert.deepEqual(answer.id, asked.id);
      for (const [key, value] of Object.entries(asked.expect)) assert.deepEqual(answer[key], value, `${asked.id} ${key}`);
    }
  });
}

test("C1.3.6 rules eval finds in 50 packs exactly the expected faults", () => {
  const cases = evaluate(join(suite, "checks.jsonl"), ["--env", suite]);
  assert.equal(cases.length, 50);
  for (const { asked, answer } of cases) {
    assert.deepEqual(answer.lines, asked.expect, asked.id);
    assert.equal(answer.exit, asked.exit, asked.id);
  }
});

test("C1.3.6 the 40 worked examples of the policies come out of the pack", () => {
  const cases = evaluate(join(root, "tests/data/policies/golden.jsonl"), ["--pack", pack]);
  assert.equal(cases.length, 40);
  for (const { asked, answer } of cases) {
    assert.equal(answer.outcome, asked.expect.outcome, asked.id);
    assert.deepEqual([...(answer.failed ?? [])].sort(), [...asked.expect.failed].sort(), asked.id);
    assert.deepEqual([...(answer.missing ?? [])].sort(), [...asked.expect.missing].sort(), asked.id);
    assert.equal(answer.amount, asked.expect.amount, asked.id);
  }
});

for (const part of ["policies", "prospects", "standards", "indicators", "pathways"]) {
  test(`C1.3.6 the pack's own cases of its ${part} hold`, () => {
    for (const { asked, answer } of evaluate(join(pack, "tests", `${part}.jsonl`), ["--pack", pack]))
      for (const [key, value] of Object.entries(asked.expect)) assert.deepEqual(answer[key], value, `${asked.id} ${key}`);
  });
}

test("C1.3.6 a line that cannot be read is answered, the rest goes on, and the status says so", () => {
  const input = '{"id": 1, "expr": "1 + 1"}\nnot json\n{"id": 3, "expr": "2 + 2", "nokey": 1}\n{"id": 4, "expr": "true"}\n'
    + '\n{"id": 6, "expr": "t.i > 0", "facts": {"t.i": "many"}}\n{"id": 7, "expr": "t.i > 0", "facts": {"t.no": 1}}\n'
    + '{"id": 8, "rule": "P99", "as_of": "2020-10-31"}\n{"expr": "t.i + 1", "facts": {"t.i": "9223372036854775806"}}\n';
  const done = run(["rules", "eval", "--stdin", "--env", suite], { input, lang: null });
  assert.equal(done.status, 2);
  const answers = done.stdout.trim().split("\n").map((line) => JSON.parse(line));
  assert.equal(answers.length, 9);
  assert.equal(answers[0].value, 2);
  assert.ok(answers[1].input_error);
  assert.ok(answers[2].input_error);
  assert.equal(answers[3].value, true);
  assert.equal(answers[4].line, 5);
  assert.ok(answers[4].input_error);
  assert.deepEqual(answers.slice(5, 8).map((a) => a.where), ["/facts/t.i", "/facts/t.no", "/rule"]);
  assert.deepEqual([answers[8].line, answers[8].value], [9, "9223372036854775807"]);
});

test("C1.3.6 the environment may be named file by file", () => {
  const parts = ["catalogue", "params", "sets", "clauses", "campaign"].flatMap((part) => [`--${part}`, join(suite, `${part}.yaml`)]);
  const cases = evaluate(join(suite, "rules.jsonl"), [...parts, "--rules", join(suite, "pack/rules")]);
  for (const { asked, answer } of cases)
    for (const [key, value] of Object.entries(asked.expect)) assert.deepEqual(answer[key], value, `${asked.id} ${key}`);
});

test("C1.3.6 no environment is an environment fault, and nothing is written", () => {
  const done = run(["rules", "eval", "--stdin", "--env", join(root, "no-such-folder")], { input: '{"id":1,"expr":"1"}\n' });
  assert.equal(done.status, 3, done.stderr);
  assert.equal(done.stdout, "");
});
