// The rule language against npm @bufbuild/cel, an independent evaluator of CEL: typed random expressions over known
// facts have to give the same value, or an error in both. Where the two differ on purpose (strings beyond U+FFFF,
// INT64_MIN % -1 and its negation) no such expression is made.
//   node --test tests/differential        LEYE_BINARY, CASES=20000, SEED=1 change what is run.
import assert from "node:assert/strict";
import { execFileSync, spawnSync } from "node:child_process";
import { existsSync } from "node:fs";
import { dirname, join, resolve } from "node:path";
import { test } from "node:test";
import { fileURLToPath } from "node:url";

const here = dirname(fileURLToPath(import.meta.url));
const root = resolve(here, "../..");
const binary = [process.env.LEYE_BINARY, join(root, "build/release/leye"), join(root, "build/dev/leye")]
  .find((path) => path && existsSync(path));
const CASES = Number(process.env.CASES ?? 20_000);
const SEED = Number(process.env.SEED ?? 1);
if (!existsSync(join(here, "node_modules"))) execFileSync("npm", ["ci", "--no-fund", "--no-audit"], { cwd: here });
const { parse, plan, celEnv, isCelError } = await import("@bufbuild/cel");

/** Counter-based, so that a case can be made again from its number. */
function dice(seed) {
  let state = BigInt(seed) * 0x9E3779B97F4A7C15n;
  const mix = (z) => {
    z = BigInt.asUintN(64, (z ^ (z >> 30n)) * 0xBF58476D1CE4E5B9n);
    z = BigInt.asUintN(64, (z ^ (z >> 27n)) * 0x94D049BB133111EBn);
    return z ^ (z >> 31n);
  };
  const below = (n) => {
    state = BigInt.asUintN(64, state + 0x9E3779B97F4A7C15n);
    return Number((mix(state) >> 32n) * BigInt(n) >> 32n);
  };
  return { below, of: (list) => list[below(list.length)] };
}

const INTS = ["0", "1", "2", "7", "-1", "-3", "12", "9223372036854775807", "-9223372036854775808", "4611686018427387904"];
const STRINGS = ['""', '"a"', '"ab"', '"B"', '"天津"', '"é"', "r'\\\\'", '"\\n"'];

/** A random expression of a type; `vars` are macro variables in scope, by type. */
function expression(d, type, depth, vars) {
  const make = (t, v = vars) => expression(d, t, depth - 1, v);
  const names = vars.filter((v) => v.type === type).map((v) => v.name);
  if (names.length > 0 && d.below(3) === 0) return d.of(names);
  const leaf = {
    int: () => (d.below(2) ? d.of(["t.i", "t.j"]) : d.of(INTS)),
    bool: () => d.of(["true", "false", "t.a", "t.b"]),
    string: () => (d.below(2) ? "t.s" : d.of(STRINGS)),
    "list<int>": () => d.of(["t.li", "[1, 2, 3]", `[${d.of(INTS)}]`, "t.li"]),
    "list<string>": () => d.of(["t.ls", '["a", "b"]', `[${d.of(STRINGS)}]`]),
    "list<bool>": () => d.of(["t.lb", "[true, false]"]),
  };
  if (depth <= 0) return leaf[type]();
  const choice = `(${make("bool")} ? ${make(type)} : ${make(type)})`;
  if (d.below(8) === 0 && !type.startsWith("list")) return choice;
  const element = d.of(["int", "string", "bool"]);
  const macro = () => {
    const name = `v${vars.length}`;
    return `${make(`list<${element}>`)}.${d.of(["exists", "all", "exists_one"])}(${name}, ${
      expression(d, "bool", depth - 1, [...vars, { name, type: element }])})`;
  };
  const compared = d.of(["int", "string", "bool"]);
  const forms = {
    int: [
      () => `(${make("int")} ${d.of(["+", "-", "*", "/", "%"])} ${make("int")})`,
      () => `-(${make("int")})`,
      () => `size(${make(d.of(["string", "list<int>", "list<string>", "list<bool>"]))})`,
    ],
    bool: [
      () => `(${make("bool")} ${d.of(["&&", "||"])} ${make("bool")})`,
      () => `(${make("bool")} ${d.of(["&&", "||"])} ${make("bool")})`,
      () => `!(${make("bool")})`,
      () => `(${make(compared)} ${d.of(["<", "<=", ">", ">=", "==", "!="])} ${make(compared)})`,
      () => `(${make(compared)} in ${make(`list<${compared}>`)})`,
      () => `(${make(`list<${compared}>`)} ${d.of(["==", "!="])} ${make(`list<${compared}>`)})`,
      ...(vars.length < 2 ? [macro, macro] : []),
    ],
    string: [leaf.string],
    "list<int>": [leaf["list<int>"], () => `[${make("int")}, ${make("int")}]`],
    "list<string>": [leaf["list<string>"], () => `[${make("string")}]`],
    "list<bool>": [leaf["list<bool>"], () => `[${make("bool")}, ${make("bool")}]`],
  };
  return d.of(forms[type])();
}

/** Bools are not ordered in a condition written by hand, but both evaluators define it: all pairs are made. */
function factsOf(d) {
  const int = () => BigInt(d.of(["0", "1", "2", "5", "-7", "9223372036854775807", "-9223372036854775808"]));
  return { a: d.below(2) === 1, b: d.below(2) === 1, i: int(), j: int(), s: d.of(["", "a", "ab", "天津", "Z"]),
    li: Array.from({ length: d.below(4) }, int), ls: ["a", "ab", "天津"].slice(0, d.below(4)),
    lb: [true, false, true].slice(0, d.below(4)) };
}

const written = (v) => (typeof v === "bigint" ? (v > 2n ** 53n || v < -(2n ** 53n) ? String(v) : Number(v))
  : Array.isArray(v) ? v.map(written) : v);

function theirs(expr, facts) {
  let value;
  try {
    value = plan(celEnv(), parse(expr))({ t: facts });
  } catch {
    return { error: true };
  }
  if (isCelError(value)) return { error: true };
  if (typeof value === "object" && Symbol.iterator in value) return { value: [...value].map(written) };
  return { value: written(value) };
}

/** INT64_MIN % -1 and -(INT64_MIN) overflow here (rules.md §4); there the first is 0, the second is not checked. */
const minimum = (expr) => expr.includes("%") || expr.includes("-(");

test(`C1.3.6 ${CASES} random expressions give what @bufbuild/cel gives`, { timeout: 600_000 }, () => {
  assert.ok(binary, "no leye: build it (./dev build) or name it in LEYE_BINARY");
  const cases = [];
  for (let n = 0; n < CASES; ++n) {
    const d = dice(SEED * 1_000_003 + n);
    const expr = expression(d, d.of(["bool", "bool", "bool", "int", "string", "list<int>"]), 1 + d.below(4), []);
    cases.push({ id: n, expr, facts: factsOf(d) });
  }
  const input = cases.map(({ id, expr, facts }) => JSON.stringify({ id, expr,
    facts: Object.fromEntries(Object.entries(facts).map(([name, value]) => [`t.${name}`, written(value)])) })).join("\n");
  const done = spawnSync(binary, ["rules", "eval", "--stdin", "--env", join(root, "tests/data/rules")],
    { input: `${input}\n`, encoding: "utf8", maxBuffer: 1 << 29 });
  assert.equal(done.status, 0, done.stderr);
  const answers = done.stdout.trim().split("\n").map((line) => JSON.parse(line));
  const count = { compared: 0, errors: 0, minimum: 0 };
  for (const [n, { expr, facts }] of cases.entries()) {
    const ours = answers[n];
    assert.ok(ours.type, `${expr}: ${JSON.stringify(ours)}`);
    const other = theirs(expr, facts);
    if (ours.error === "overflow" && minimum(expr) && !other.error) {
      ++count.minimum;
      continue;
    }
    ++count.compared;
    if (ours.error) ++count.errors;
    assert.deepEqual({ value: ours.value, error: Boolean(ours.error) }, { value: other.value, error: Boolean(other.error) },
      `case ${n}: ${expr} with ${JSON.stringify(written(Object.values(facts)))}`);
  }
  console.log(`cel: ${count.compared} expressions equal, ${count.errors} of them errors in both; ${count.minimum} with the minimum left out`);
  assert.ok(count.compared > 0.98 * CASES && count.errors > 0.01 * CASES);
});
