// What somebody changes in the database behind our back, with sqlite3 or psql, is found and named.
import assert from "node:assert/strict";
import { chmodSync, readFileSync, writeFileSync } from "node:fs";
import { after, test } from "node:test";
import { backends, endDatabases, placeOn } from "./behind.mjs";
import { leye, newPath, run, serve, signedIn } from "./place.mjs";

after(endDatabases);

const TODAY = "2020-11-02";
const KINDS = { leaf_id: "uuid", subject_id: "uuid", command_id: "uuid", account_id: "uuid", query_digest: "bytes", reason: "bytes",
  reason_mark: "bytes", link: "bytes", previous: "bytes", head: "bytes", action: "text", purpose: "text", scope: "text", field: "text",
  at: "int", row_count: "int", seal: "int", sealed_at: "int", commands: "int", leaves: "int" };

const verify = (data, ...more) => run(["audit", "verify", "--data", data, "--format", "json", ...more]);
const named = (answer) => answer.json.where.replace(/[^0-9a-f]/g, "").slice(-32);

/** The last byte of a value made another, as the literal of the database: [changed, what it was]. */
function oneByteOff(db, table, column, where) {
  const kind = KINDS[column];
  const shown = kind === "uuid" || kind === "bytes" ? db.hex(column, kind) : column;
  const [[value]] = db.sql(`select ${shown} from ${table} where ${where}`);
  const flip = (byte) => (byte ^ 1).toString(16).padStart(2, "0");
  if (kind === "int") return [String(BigInt(value) ^ 1n), value];
  if (kind === "text") return [`'${value.slice(0, -1)}${String.fromCharCode(value.charCodeAt(value.length - 1) ^ 1)}'`, `'${value}'`];
  const other = value.slice(0, -2) + flip(parseInt(value.slice(-2), 16));
  const literal = (hex) => (kind === "uuid" && db.name === "PostgreSQL" ? `'${hex}'` : db.literal(hex));
  return [literal(other), literal(value)];
}

/** A leaf that has a value in the column, among the sealed ones: its id in hex, and the condition that finds it. */
function leafWith(db, column) {
  const [found] = db.sql(`select ${db.hex("leaf_id", "uuid")} from audit_leaf where seal is not null and ${column} is not null order by seal, leaf_id limit 1`);
  return found && { id: found[0], where: `${db.hex("leaf_id", "uuid")} = '${found[0]}'` };
}

/** Acts of every kind, so that every column is in use somewhere. */
async function fill(data) {
  leye("plan", "--data", data, "--today", TODAY);
  const { accounts } = leye("user", "demo", "--data", data, "--division", "120104", "--today", TODAY);
  leye("simulate", "--data", data, "--from", "2020-11-02", "--to", "2020-11-03");
  const server = await serve(data, "2020-11-04");
  try {
    const worker = await signedIn(server.url, accounts.find((a) => a.role === "street_worker"));
    const { items } = await (await worker("GET", "/work-items?limit=20")).json();
    for (const item of items.slice(0, 5)) {
      const shown = await worker("POST", `/persons/${item.person.id}:reveal`, { field: "phone", purpose: "service", reason: "电话回访" });
      assert.equal(shown.status, 200, await shown.text());
    }
  } finally {
    await server.stop();
  }
}

for (const backend of backends)
  test(`V16.4 one byte changed on ${backend} behind our back is found, and the row is named`, { timeout: 180_000 }, async () => {
    const { data, db } = placeOn(backend);
    await fill(data);
    assert.ok(verify(data).json.leaves > 20);
    let tried = 0;
    const changed = (table, column, where, check) => {
      const [value, was] = oneByteOff(db, table, column, where);
      db.sql(`update ${table} set ${column} = ${value} where ${where}`);
      const answer = verify(data);
      assert.equal(answer.status, 1, `${table}.${column}: ${answer.stdout}${answer.stderr}`);
      check(answer);
      // A changed key finds its row no more under the old one.
      const back = column === "leaf_id" || (table === "seal" && column === "seal") ? `${column} = ${value}` : where;
      db.sql(`update ${table} set ${column} = ${was} where ${back}`);
      tried += 1;
    };
    for (const column of ["action", "at", "account_id", "purpose", "scope", "field", "query_digest", "row_count", "reason", "reason_mark",
      "command_id", "link"]) {
      const leaf = leafWith(db, column);
      assert.ok(leaf, `no leaf has a ${column}`);
      changed("audit_leaf", column, leaf.where, (answer) => assert.equal(named(answer), leaf.id, column));
    }
    for (const column of ["subject_id", "leaf_id", "seal"]) changed("audit_leaf", column, leafWith(db, column).where, () => {});
    const [[middle]] = db.sql("select seal from seal where leaves > 0 order by seal limit 1");
    for (const column of ["sealed_at", "commands", "leaves", "previous", "link", "head"])
      changed("seal", column, `seal = ${middle}`, (answer) => assert.match(answer.json.why, new RegExp(`seal ${middle}\\b`), column));
    assert.ok(tried === 21, `${tried} columns`);
    assert.equal(verify(data).status, 0, "everything is back");
  });

for (const backend of backends)
  test(`V16.4 of several changed rows on ${backend} the first is named; a deleted, added or swapped one is found`, { timeout: 120_000 }, () => {
    const { data, db } = placeOn(backend);
    const id = db.hex("leaf_id", "uuid");
    const order = db.sql(`select ${id}, at from audit_leaf where seal is not null order by seal, leaf_id`);
    assert.ok(order.length > 20);
    const middle = order.slice(4).find(([, at]) => at !== order[3][1]);
    const [first, second, last] = [order[3][0], middle[0], order.at(-1)[0]];
    const move = (by) => db.sql(`update audit_leaf set at = at + ${by} where ${id} in ('${first}', '${second}', '${last}')`);
    move(1);
    assert.equal(named(verify(data)), first);
    move(-1);
    // Two rows that exchange what they say.
    const [[a], [b]] = [first, second].map((leaf) => db.sql(`select at from audit_leaf where ${id} = '${leaf}'`)[0]);
    const exchange = (x, y) => db.sql(`update audit_leaf set at = ${x} where ${id} = '${first}'; update audit_leaf set at = ${y} where ${id} = '${second}'`);
    exchange(b, a);
    assert.equal(named(verify(data)), first);
    exchange(a, b);
    db.sql(`create table kept as select * from audit_leaf where ${id} = '${second}'; delete from audit_leaf where ${id} = '${second}'`);
    assert.equal(verify(data).status, 1);
    db.sql("insert into audit_leaf select * from kept; drop table kept");
    assert.equal(verify(data).status, 0, "everything is back");
  });

for (const backend of backends)
  test(`V16.4 a chain cut off or rewritten on ${backend} differs from heads kept elsewhere, also offline`, () => {
    const { data, db } = placeOn(backend);
    const heads = newPath("heads");
    leye("audit", "export", "--data", data, "--out", heads);
    assert.equal(verify(data, "--heads", heads).status, 0);
    const [[last]] = db.sql("select max(seal) from seal");
    db.sql(`create table kept_leaf as select * from audit_leaf where seal = ${last}; create table kept_seal as select * from seal where seal = ${last};
      delete from audit_leaf where seal = ${last}; delete from seal where seal = ${last}`);
    // The end cut off holds by itself; the heads that were kept tell.
    assert.equal(verify(data).status, 0);
    assert.equal(verify(data, "--heads", heads).json.code, "audit.head_missing");
    db.sql("insert into audit_leaf select * from kept_leaf; insert into seal select * from kept_seal; drop table kept_leaf; drop table kept_seal");
    assert.equal(verify(data, "--heads", heads).status, 0);
    assert.equal(run(["audit", "verify", "--heads", heads]).status, 0);
    writeFileSync(heads, readFileSync(heads, "utf8").replace(/^1,(\d+),/m, (_, at) => `1,${BigInt(at) + 1n},`));
    assert.equal(run(["audit", "verify", "--heads", heads]).status, 1);
  });

for (const backend of backends)
  test(`PIPL 54 under a mandate the days it names are extracted from ${backend}, whole, counted and no others`, { timeout: 120_000 }, async () => {
    const { data, db } = placeOn(backend);
    const added = run(["user", "add", "--data", data, "--login", "sec9", "--name", "安全", "--role", "security_admin", "--division", "120000",
      "--today", TODAY, "--format", "json"], { input: "a-long-pass-phrase\n" });
    assert.equal(added.status, 0, added.stderr);
    const auditor = run(["user", "add", "--data", data, "--login", "aud9", "--name", "审计", "--role", "auditor", "--division", "120000",
      "--today", TODAY, "--format", "json"], { input: "a-long-pass-phrase\n" });
    const server = await serve(data, "2020-11-04");
    try {
      const security = await signedIn(server.url, { account: "sec9", password: "a-long-pass-phrase" });
      const drafted = await security("POST", "/agreements", { kind: "audit", number: "审9", party: "市人社局", other_party: "市审计局", purposes: ["audit"],
        fields: ["name", "services"], divisions: ["120000"], people: [auditor.json.id], from: "2020-11-01", to: "2020-12-31", data_from: "2020-11-01", data_to: "2020-11-03" });
      assert.equal(drafted.status, 201, await drafted.clone().text());
      const { id } = await drafted.json();
      const signed = await security("POST", `/agreements/${id}:sign`, { signed_on: "2020-10-28", scan: Buffer.from("%PDF-1.4").toString("base64") }, { "if-match": '"1"' });
      assert.equal(signed.status, 204, await signed.text());
    } finally {
      await server.stop();
    }
    const extract = (from, to, number = "审9") => {
      const out = newPath("extract");
      return { out, ...run(["audit", "extract", "--data", data, "--mandate", number, "--from", from, "--to", to, "--out", out, "--today", "2020-11-04", "--format", "json"]) };
    };
    assert.match(extract("2020-11-01", "2020-11-03", "审8").stderr, /refused\.mandate\b/);
    const outside = extract("2020-11-01", "2020-11-04");
    assert.equal(outside.status, 4);
    assert.match(outside.stderr, /refused\.mandate_period/);
    const made = extract("2020-11-01", "2020-11-03");
    assert.equal(made.status, 0, made.stderr);
    const rows = readFileSync(`${made.out}/audit_leaf.csv`, "utf8").trim().split("\n").length - 1;
    assert.equal(made.json.rows.audit_leaf, rows);
    const day = (iso) => BigInt(Date.parse(`${iso}T00:00:00+08:00`)) * 1000n;
    const [[held]] = db.sql(`select count(*) from audit_leaf where at >= ${day("2020-11-01")} and at < ${day("2020-11-04")}`);
    assert.equal(String(rows), held);
    assert.ok(rows > 0 && readFileSync(`${made.out}/dictionary.csv`, "utf8").includes("audit_leaf.csv,at,"));
    assert.equal(run(["audit", "verify", "--extract", made.out]).status, 0);
    const file = `${made.out}/entry.csv`;
    chmodSync(file, 0o600);
    writeFileSync(file, `${readFileSync(file, "utf8")}x`);
    assert.equal(run(["audit", "verify", "--extract", made.out]).status, 1);
  });
