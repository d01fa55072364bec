// Keys, backups and deletion, as an operator and an auditor meet them.
import assert from "node:assert/strict";
import { readFileSync, readdirSync, rmSync, statSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import { killedAfter, timed } from "../fault/kill.mjs";
import { copyOf, leye, newPath, REGISTERED_ON, run, serve, sql, thePlace } from "./place.mjs";

const TODAY = "2020-11-02";

function* filesOf(folder) {
  for (const name of readdirSync(folder)) {
    const path = join(folder, name);
    if (statSync(path).isDirectory()) yield* filesOf(path);
    else yield path;
  }
}
/** Sealed values that do not name key `id`. */
const underOtherKeys = (data, id) =>
  ["citizen_id", "phone", "address"].map((column) => sql(data,
    `select count(*) n from person_detail where ${column} is not null and substr(hex(${column}), 5, 8) <> '0${id}000000'`)[0].n)
    .concat(sql(data, `select count(*) n from record where sealed is not null and substr(hex(sealed), 5, 8) <> '0${id}000000'`)[0].n)
    .reduce((a, b) => a + b, 0);
test("V13.3 a rotation killed at any moment is taken up again, and leaves nothing of the old key", async () => {
  const data = copyOf(thePlace().data);
  const before = sql(data, "select count(*) n from person_identity")[0].n;
  const whole = timed(() => leye("key", "rotate", "--data", copyOf(data)));
  assert.ok(whole.answer.resealed > 3000, `${whole.answer.resealed} values`);
  let killed = 0;
  for (const share of [0.15, 0.3, 0.45, 0.6])
    if (await killedAfter(["key", "rotate", "--data", data], whole.milliseconds * share)) killed += 1;
  const last = leye("key", "rotate", "--data", data);
  // However often it was begun, one rotation at a time is finished before the next one starts.
  const { current, waits, index } = leye("key", "status", "--data", data);
  assert.equal(waits, false);
  assert.deepEqual(index, [current]);
  assert.equal(last.key, current);
  assert.equal(last.unopened, 0);
  assert.equal(underOtherKeys(data, current), 0);
  assert.equal(sql(data, "select count(*) n from person_identity")[0].n, before);
  assert.equal(leye("audit", "verify", "--data", data).ok, true);
  // The exact tier finds everybody under the new index: nothing is linked anew.
  assert.equal(leye("link", "--data", data, "--today", TODAY).people_new ?? 0, 0);
  assert.equal(sql(data, "select count(*) n from person_identity")[0].n, before);
  assert.ok(killed >= 1 || whole.milliseconds < 400, "no run was long enough to be killed");
});

test("V13.3 a rotation beside a running server: the server seals anew and goes on serving", async () => {
  const data = copyOf(thePlace().data);
  const server = await serve(data, TODAY);
  try {
    const done = leye("key", "rotate", "--data", data);
    assert.equal(done.by, "server");
    assert.equal(done.waits, false);
    assert.ok((await fetch(`${server.url}/readyz`)).ok);
  } finally {
    await server.stop();
  }
  assert.equal(underOtherKeys(data, 2), 0);
});

test("V13.3 a missing, foreign or open key file is refused by name, and nothing is changed", () => {
  const data = copyOf(thePlace().data);
  const file = join(data, "keys/master.key");
  const old = readFileSync(file);
  leye("key", "rotate", "--data", data);
  writeFileSync(file, old, { mode: 0o600 });
  const missing = run(["doctor", "--data", data]);
  assert.equal(missing.status, 3);
  assert.match(missing.stderr, /key 2 is missing.*access\.key_id_missing/);
  writeFileSync(file, `leye-keys 1\n1 ${"ab".repeat(32)}\n2 ${"cd".repeat(32)}\n`);
  assert.match(run(["doctor", "--data", data]).stderr, /key 1 is not the key of this place/);
  rmSync(file);
  assert.match(run(["doctor", "--data", data]).stderr, /access\.key_missing/);
});

test("V13.3 keys come from a named path or a command's output as well", () => {
  const data = copyOf(thePlace().data);
  const away = newPath("key");
  writeFileSync(away, readFileSync(join(data, "keys/master.key")), { mode: 0o600 });
  rmSync(join(data, "keys/master.key"));
  assert.equal(run(["key", "status", "--data", data]).status, 3);
  const named = run(["key", "status", "--data", data, "--format", "json"], { env: { LEYE_KEY_FILE: away } });
  assert.equal(named.json.source, away);
  const printed = run(["audit", "verify", "--data", data], { env: { LEYE_KEY_COMMAND: `cat ${away}` } });
  assert.equal(printed.status, 0, printed.stderr);
  assert.match(run(["audit", "verify", "--data", data], { env: { LEYE_KEY_COMMAND: "exit 7" } }).stderr, /access\.key_command/);
});

test("V14.2 files of results are for their owner alone", () => {
  const data = copyOf(thePlace().data);
  leye("screen", "--data", data, "--as-of", REGISTERED_ON);
  let looked = 0;
  for (const path of filesOf(join(data, "runs"))) {
    assert.equal(statSync(path).mode & 0o077, 0, path);
    looked += 1;
  }
  assert.ok(looked >= 3);
  const { places } = leye("doctor", "--data", data, "--today", TODAY);
  for (const path of ["keys", "leye.db", "blobs", "runs", "snapshots"])
    assert.ok(places.some((p) => p.path === path), `${path} is not listed`);
});

test("W3 a backup opens with its key alone, and comes back whole into an empty place", () => {
  const data = copyOf(thePlace().data);
  const file = newPath("backup");
  assert.equal(leye("backup", "--data", data, "--out", file).verified, true);
  assert.equal(statSync(file).mode & 0o077, 0);
  const bytes = readFileSync(file);
  assert.ok(!bytes.includes("SQLite format 3") && !bytes.includes("person_detail"));
  const back = newPath("restored");
  const keys = join(data, "keys/master.key");
  const restored = leye("restore", file, "--data", back, "--keys", keys);
  assert.equal(restored.head, leye("audit", "verify", "--data", data).head);
  for (const table of ["person", "record", "link", "entry", "command"])
    assert.deepEqual(sql(back, `select count(*) n from ${table}`), sql(data, `select count(*) n from ${table}`));
  assert.equal(run(["restore", file, "--data", back, "--keys", keys]).status, 3, "not empty");
  // A changed, cut or foreign backup writes nothing.
  const damaged = newPath("damaged");
  bytes[bytes.length >> 1] ^= 1;
  writeFileSync(damaged, bytes);
  const nowhere = newPath("nowhere");
  assert.match(run(["restore", damaged, "--data", nowhere, "--keys", keys]).stderr, /backup\.damaged/);
  writeFileSync(damaged, readFileSync(file).subarray(0, -40));
  assert.match(run(["restore", damaged, "--data", nowhere, "--keys", keys]).stderr, /backup\.damaged/);
  assert.throws(() => statSync(nowhere));
});

test("PIPL 47 an erased person is nobody any more, and every count stays", () => {
  const data = copyOf(thePlace().data);
  const [who] = sql(data, "select lower(hex(d.person_id)) id from person_detail d where d.phone is not null limit 1");
  const id = who.id.replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, "$1-$2-$3-$4-$5");
  const counts = () => ["person", "person_detail", "record", "link", "entry"].map((t) => sql(data, `select count(*) n from ${t}`)[0].n);
  const before = counts();
  leye("hold", "--data", data, "--today", TODAY, "--person", id, "--until", "2020-12-31", "--law", "《审计法》第三十四条");
  const held = run(["erase", "--data", data, "--today", TODAY, "--person", id, "--reason", "本人申请"]);
  assert.equal(held.status, 4);
  assert.match(held.stderr, /审计法/);
  leye("hold", "--data", data, "--today", TODAY, "--person", id, "--lift");
  assert.equal(leye("erase", "--data", data, "--today", TODAY, "--person", id, "--reason", "本人申请").people, 1);
  assert.deepEqual(counts(), before);
  const [left] = sql(data, `select name, phone, (select count(*) from person_key k where k.person_id = d.person_id) keys from person_detail d where lower(hex(person_id)) = '${who.id}'`);
  assert.deepEqual(left, { name: null, phone: null, keys: 0 });
  assert.equal(leye("audit", "verify", "--data", data).ok, true);
});
