// Where a person's number must not lie open: files of a place, the audit and what is kept beside it, logs, messages.
import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { readFileSync, readdirSync, statSync } from "node:fs";
import { join } from "node:path";
import { after, test } from "node:test";
import { backends, endDatabases, placeOn } from "./behind.mjs";
import { copyOf, importArgs, leye, readCsv, registerFiles, REGISTERED_ON, run, serve, signedIn, theCity, thePlace } from "./place.mjs";

after(endDatabases);

const TODAY = "2020-11-02";
function* filesOf(folder) {
  for (const name of readdirSync(folder)) {
    const path = join(folder, name);
    if (statSync(path).isDirectory()) yield* filesOf(path);
    else yield path;
  }
}
/** The text of a register file; a workbook is a zip of XML. */
function contents({ path }) {
  if (!path.endsWith(".xlsx")) return readFileSync(path, "latin1");
  const done = spawnSync("unzip", ["-p", path], { encoding: "latin1", maxBuffer: 1 << 28 });
  assert.equal(done.status, 0, done.stderr);
  return done.stdout;
}
let known;
/** Every citizen number of the city, and every phone that its registers hold. */
function numbers() {
  if (!known) {
    known = new Set(readCsv(join(theCity(), "truth/persons.csv")).map((p) => p.citizen_id).filter(Boolean));
    assert.ok(known.size > 1990);
    for (const file of registerFiles())
      for (const [phone] of contents(file).matchAll(/(?<!\d)1\d{10}(?!\d)/g)) known.add(phone);
  }
  return known;
}
/** The numbers a text holds, also inside longer runs of digits and in bytes written in hex. */
function held(text) {
  const found = [];
  const scan = (piece) => {
    for (const [digits] of piece.matchAll(/\d{11,}[Xx]?/g))
      for (let at = 0; at + 11 <= digits.length; at += 1)
        for (const length of [11, 18]) {
          const one = digits.slice(at, at + length).toUpperCase();
          if (one.length === length && numbers().has(one)) found.push(one);
        }
  };
  scan(text);
  for (const [bytes] of text.matchAll(/(?:[0-9a-fA-F]{2}){11,}/g)) scan(Buffer.from(bytes, "hex").toString("latin1"));
  return found;
}

test("V14.2 V11.3 no citizen number lies open in a place, and nobody else may enter its folder", () => {
  const data = copyOf(thePlace().data);
  leye("screen", "--data", data, "--as-of", REGISTERED_ON);
  leye("plan", "--data", data, "--today", TODAY);
  assert.ok(numbers().size > 2700, `${numbers().size} numbers`);
  let looked = 0;
  for (const path of filesOf(data)) {
    for (const [found] of readFileSync(path, "latin1").matchAll(/1290\d{13}[\dX]/g))
      assert.ok(!numbers().has(found), `${path} holds a citizen number`);
    looked += 1;
  }
  assert.ok(looked > 20);
  // The city's own files do hold them: the search can find what it looks for.
  const source = readFileSync(join(theCity(), "registers/social_insurance/社会保险参保缴费.csv"), "latin1");
  assert.ok(held(source).length > 100);
  assert.ok(held(Buffer.from([...numbers()][0], "latin1").toString("hex")).length > 0);
  assert.equal(statSync(thePlace().data).mode & 0o077, 0);
  assert.equal(statSync(join(thePlace().data, "keys/master.key")).mode & 0o077, 0);
});

/** Somebody of a register with a number and a phone that can be found. */
function somebody() {
  const rows = readCsv(join(theCity(), "registers/unemployment_registration/外区失业登记导出.csv"));
  const row = rows.find((r) => Object.values(r).some((v) => /^1\d{10}$/.test(v)) && Object.values(r).some((v) => numbers().has(v) && v.length === 18));
  return { citizen_id: Object.values(row).find((v) => v.length === 18 && numbers().has(v)), phone: Object.values(row).find((v) => /^1\d{10}$/.test(v)) };
}

/** Puts a person's numbers where somebody could type, paste or misplace them. */
async function misplace(url, accounts, person, say) {
  const account = (role) => accounts.find((a) => a.role === role);
  const origin = { "content-type": "application/json", origin: url };
  const open = async (method, path, body, more = {}) => {
    const answer = await fetch(url + path, { method, headers: { ...origin, ...more }, body });
    say(answer.status, path.replaceAll(person.citizen_id, "ID"));
  };
  await open("POST", "/api/v1/session", JSON.stringify({ account: person.citizen_id, password: person.phone }));
  await open("POST", "/api/v1/session", `{"account": "${person.phone}", "password": `);
  await open("POST", "/api/v1/session:ask-code", JSON.stringify({ citizen_id: person.citizen_id, phone: person.phone }));
  await open("GET", `/api/v1/persons/${person.citizen_id}`);
  await open("GET", `/${person.phone}?q=${person.citizen_id}`, undefined, { "user-agent": person.phone, referer: `http://x/${person.citizen_id}` });
  const window = await signedIn(url, account("window_clerk"));
  const found = await window("POST", "/persons:search", { citizen_id: person.citizen_id, reason: `来电 ${person.phone}` });
  assert.equal(found.status, 200, await found.clone().text());
  const [{ id }] = (await found.json()).items;
  const answers = [
    await window("GET", `/persons/${id}`, undefined, { "x-leye-reason": person.citizen_id }),
    await window("POST", `/persons/${id}:reveal`, { field: "phone", purpose: "find", reason: person.citizen_id }),
    await window("POST", `/persons/${id}:reveal`, { field: person.phone, purpose: person.citizen_id, reason: "核对" }),
    await window("POST", `/persons/${id}/entries`, { kind: "FollowUpDone", occurred_on: TODAY, channel: "phone", note: `${person.phone} ${person.citizen_id}` }),
    await window("POST", `/persons/${id}/entries`, { kind: person.citizen_id, occurred_on: person.phone, channel: person.phone, code: person.citizen_id }),
    await window("POST", `/persons/${id}/corrections`, { field: "phone", wanted: person.phone }),
    await window("POST", `/persons/${id}/corrections`, { field: person.citizen_id, wanted: person.phone }),
    await window("POST", "/persons:search", { name: person.citizen_id, cursor: person.phone, group: person.citizen_id, division: person.phone }),
    await window("POST", "/work-items:search", { text: person.citizen_id }),
    await window("POST", "/work-items:search", { [person.citizen_id]: person.phone }, { "idempotency-key": person.citizen_id }),
    await window("GET", `/work-items?group=${person.citizen_id}&cursor=${person.phone}`),
    await window("GET", `/indicators/${person.citizen_id}/subjects?division=${person.phone}`),
  ];
  for (const answer of answers) say(answer.status, new URL(answer.url).pathname.replaceAll(person.citizen_id, "ID"));
  assert.ok(answers.filter((a) => a.status < 300).length >= 4, "the numbers were taken in");
}

for (const backend of backends)
  test(`W3 V16.2 V14.1 audit, commands, logs and messages of ${backend} hold no number of a person`, { timeout: 180_000 }, async () => {
    const { data, db } = placeOn(backend);
    let told = "";
    const tell = (...args) => {
      const done = run(args);
      told += done.stdout + done.stderr;
      return done;
    };
    // Files with a row too few and the wrong register: every fault is named, and none by a number.
    for (const file of registerFiles()) tell(...importArgs(file, data), "--preview");
    for (const file of registerFiles().slice(0, 6)) tell("import", file.path, "--register", "graduate_roster", "--data", data, "--today", TODAY);
    tell("link", "--data", data, "--today", TODAY);
    tell("screen", "--data", data, "--as-of", REGISTERED_ON);
    tell("plan", "--data", data, "--today", TODAY);
    tell("reach", "--data", data, "--today", TODAY);
    const { accounts } = leye("user", "demo", "--data", data, "--division", "120104", "--today", TODAY);
    tell("simulate", "--data", data, "--from", TODAY, "--to", "2020-11-03");
    tell("settle", "--data", data, "--today", "2020-11-03");
    const server = await serve(data, TODAY);
    const seen = [];
    try {
      await misplace(server.url, accounts, somebody(), (status, path) => seen.push(`${status} ${path}`));
    } finally {
      await server.stop();
    }
    for (const command of [["doctor", "--data", data, "--today", TODAY], ["audit", "verify", "--data", data]]) tell(...command);
    assert.ok(server.log().length > 200, "the server wrote a log");
    assert.deepEqual(held(server.log()), [], "the server's log");
    assert.ok(told.length > 3000);
    assert.deepEqual(held(told), [], "what the commands said");
    let rows = 0;
    for (const table of db.tables()) {
      const text = db.dump(table);
      rows += text.split("\n").length;
      assert.deepEqual(held(text), [], `${table} after ${seen.join(", ")}`);
    }
    assert.ok(rows > 20_000, `${rows} rows`);
  });

for (const backend of backends)
  test(`PIPL 28 health and hardship of the registers lie open in no record of ${backend}, and still count`, { timeout: 120_000 }, () => {
    const { data, db } = placeOn(backend);
    const records = db.dump("record");
    assert.match(records, /recognised_on/, "the other cells are there to be read");
    for (const word of ["categories_", "disability_level", "ill_dependent", "level1", "\"able\"", "other_loans", "credit_bad"])
      assert.ok(!records.includes(word), `${word} lies open`);
    const people = db.sql(`select distinct ${db.hex("l.subject_id", "uuid")} from link l join record r on r.record_id = l.record_id
      where r.register = 'hard_to_employ' and l.subject_kind = 'person' limit 60`);
    const asUuid = (hex) => hex.replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, "$1-$2-$3-$4-$5");
    const disabled = people.find(([id]) => {
      const why = JSON.stringify(leye("explain", "--data", data, "--person", asUuid(id), "--as-of", REGISTERED_ON));
      return /"fact":"person\.(disabled|household_dibao)"[^}]*"value":"?true/.test(why);
    });
    assert.ok(disabled, "nobody's category reached a rule");
  });
