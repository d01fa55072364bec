// A small synthetic city and places to work made from it, for tests that drive the program as a city would.
import { spawn, spawnSync } from "node:child_process";
import { createHash, randomUUID } from "node:crypto";
import { cpSync, existsSync, mkdtempSync, readFileSync, readdirSync, rmSync, statSync } from "node:fs";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { basename, dirname, join, relative, resolve } from "node:path";
import { fileURLToPath } from "node:url";

export const root = resolve(dirname(fileURLToPath(import.meta.url)), "../..");
export const pack = join(root, "packs/tianjin-2020q4");
export const SEED = "7";
export const PERSONS = 2000;
export const REGISTERED_ON = "2020-10-31";
export const REGISTERS = ["business_register", "unemployment_registration", "hard_to_employ", "graduate_roster",
  "social_insurance", "contract_filing", "vacancies", "poverty_register", "recognised_bases", "internship_placements",
  "training_roster", "skill_certificates", "startup_loans"];

export const binary = [process.env.LEYE_BINARY, join(root, "build/release/leye"), join(root, "build/dev/leye")]
  .find((path) => path && existsSync(path));
if (!binary) throw new Error("no leye: build it (./dev build) or name it in LEYE_BINARY");

let temp;
/** A folder of this process, gone at its end. */
export function scratch() {
  if (!temp) {
    temp = mkdtempSync(join(tmpdir(), "leye-test-"));
    process.on("exit", () => rmSync(temp, { recursive: true, force: true }));
  }
  return temp;
}
let made = 0;
export const newPath = (name) => join(scratch(), `${name}-${(made += 1)}`);

/** Runs a command as it is; `json` is its answer where it gave one. */
export function run(args, { input, lang = "en", env } = {}) {
  const done = spawnSync(binary, [...args, ...(lang ? ["--lang", lang] : [])],
    { encoding: "utf8", input, maxBuffer: 1 << 28, env: { ...process.env, ...env } });
  if (done.error) throw done.error;
  const text = done.stdout.trim();
  let json;
  if (args.includes("json") && text !== "") json = JSON.parse(text.slice(text.lastIndexOf("\n{") + 1));
  return { status: done.status, signal: done.signal, stdout: done.stdout, stderr: done.stderr, json };
}

/** Runs a command that has to work (0, or 1 for findings) and returns its JSON answer. */
export function leye(...args) {
  const done = run([...args, "--format", "json"]);
  // 1 is an answer too: there are findings.
  if (done.status > 1 || done.status === null) throw new Error(`leye ${args.join(" ")} ended with ${done.status}\n${done.stderr}`);
  return done.json ?? {};
}

let city;
/** The synthetic city of 2,000 people, written once per process. */
export function theCity() {
  if (!city) {
    city = join(scratch(), "city");
    leye("city", "--preset", "demo", "--persons", String(PERSONS), "--seed", SEED, "--out", city);
  }
  return city;
}
export const expected = () => JSON.parse(readFileSync(join(theCity(), "truth/expected.json"), "utf8"));

export function registerFiles() {
  return REGISTERS.flatMap((register) => {
    const folder = join(theCity(), "registers", register);
    return readdirSync(folder).sort().map((name) => ({ register, path: join(folder, name), name }));
  });
}

export function initPlace({ db, packDir = pack, data = newPath("data") } = {}) {
  leye("init", "--data", data, "--pack", packDir, "--today", "2020-10-19", "--demo-keys", SEED, "--second-factor", "optional", ...(db ? ["--db", db] : []));
  return data;
}

export const importArgs = (file, data, today = REGISTERED_ON) =>
  ["import", file.path, "--register", file.register, "--data", data, "--today", today];

/** A place with every register imported and linked: {data, imports: [{register, path, name, answer}], linked}. */
export function makePlace(options = {}) {
  const data = initPlace(options);
  const imports = registerFiles().map((file) => ({ ...file, answer: leye(...importArgs(file, data)) }));
  return { data, imports, linked: leye("link", "--data", data, "--today", REGISTERED_ON) };
}

let base;
/** The linked place of this process; take `copyOf(thePlace().data)` before changing anything. */
export function thePlace() {
  base ??= makePlace();
  return base;
}
export function copyOf(data) {
  const copy = newPath("copy");
  cpSync(data, copy, { recursive: true });
  return copy;
}

export const sha256 = (bytes) => createHash("sha256").update(bytes).digest("hex");

export function sql(data, query) {
  const done = spawnSync("sqlite3", ["-readonly", "-json", join(data, "leye.db"), query], { encoding: "utf8", maxBuffer: 1 << 28 });
  if (done.status !== 0) throw new Error(`sqlite3: ${done.stderr}`);
  return done.stdout.trim() === "" ? [] : JSON.parse(done.stdout);
}

/** Everything a place holds: the digest of every row and of every file beside the database. */
export function stateOf(data) {
  const dump = spawnSync("sqlite3", ["-readonly", join(data, "leye.db"), ".dump"], { maxBuffer: 1 << 29 });
  if (dump.status !== 0) throw new Error(`sqlite3: ${dump.stderr}`);
  const files = {};
  const walk = (folder) => {
    for (const name of readdirSync(folder).sort()) {
      const path = join(folder, name);
      if (statSync(path).isDirectory()) walk(path);
      else if (!/^leye\.db/.test(name)) files[relative(data, path)] = sha256(readFileSync(path));
    }
  };
  walk(data);
  return { rows: sha256(dump.stdout), files };
}

/** A small reader of the CSV files the program and the city write (RFC 4180, UTF-8). */
export function readCsv(path) {
  const text = readFileSync(path, "utf8").replace(/^\uFEFF/, "");
  const rows = [];
  let row = [], cell = "", quoted = false;
  for (let i = 0; i < text.length; i += 1) {
    const c = text[i];
    if (quoted) {
      if (c !== '"') cell += c;
      else if (text[i + 1] === '"') { cell += '"'; i += 1; }
      else quoted = false;
    } else if (c === '"') quoted = true;
    else if (c === ",") { row.push(cell); cell = ""; }
    else if (c === "\n") { row.push(cell.replace(/\r$/, "")); rows.push(row); row = []; cell = ""; }
    else cell += c;
  }
  if (cell !== "" || row.length) rows.push([...row, cell]);
  const [head, ...body] = rows;
  return body.map((values) => Object.fromEntries(head.map((name, i) => [name, values[i] ?? ""])));
}

/** Where each person's linked records came from: subjects by person, units with their person, records by id. */
export function provenance(data) {
  const files = new Map(sql(data, "select hex(run_id) run, json_extract(summary,'$.file') file from run where kind='import'")
    .map((r) => [r.run, r.file]));
  const truth = new Map(readCsv(join(theCity(), "truth/records.csv"))
    .map((r) => [`${basename(r.file)}|${r.register}|${r.row}`, r]));
  const records = new Map(sql(data, "select hex(record_id) id, hex(run_id) run, register, row_no row from record")
    .map((r) => [r.id, truth.get(`${files.get(r.run)}|${r.register}|${r.row}`)]));
  const subjects = new Map();
  for (const l of sql(data, "select hex(subject_id) subject, hex(record_id) record from link where subject_kind='person' and ended_run is null and ended_command is null")) {
    if (!subjects.has(l.subject)) subjects.set(l.subject, []);
    subjects.get(l.subject).push(records.get(l.record));
  }
  const units = new Map(sql(data, "select hex(unit_id) unit, kind, hex(person_id) person from unit").map((u) => [u.unit, u]));
  return { records, subjects, units };
}
export const hex = (uuid) => uuid.replaceAll("-", "").toUpperCase();

/** The determinations of a screening over a data folder. */
export const determinations = (data, screened) => readCsv(join(data, "runs", screened.run, "determinations.csv"));

/** A throw-away PostgreSQL of this process; its URL. */
export function startPostgres() {
  // Not in the folder of this process: the server may run as a user who cannot enter it.
  const folder = mkdtempSync(join(tmpdir(), "leye-test-pg-"));
  const script = join(root, "tools/pg_test_cluster.sh");
  const started = spawnSync(script, ["start", folder], { encoding: "utf8" });
  if (started.status !== 0) throw new Error(started.stderr);
  return { url: started.stdout.trim(), stop: () => spawnSync(script, ["stop", folder]) };
}

export const freePort = () => new Promise((done) => {
  const probe = createServer().listen(0, "127.0.0.1", () => {
    const { port } = probe.address();
    probe.close(() => done(port));
  });
});

/** `leye serve` on a free port, once it is ready: {url, child, log(), stop(signal)}. */
export async function serve(data, today) {
  const port = await freePort();
  const child = spawn(binary, ["serve", "--data", data, "--port", String(port), "--today", today], { stdio: ["ignore", "ignore", "pipe"] });
  let log = "";
  child.stderr.on("data", (text) => (log += text));
  const ended = new Promise((done) => child.once("exit", (status, signal) => done({ status, signal })));
  const url = `http://127.0.0.1:${port}`;
  for (let tries = 0; tries < 150; tries += 1) {
    if (child.exitCode !== null) throw new Error(`leye serve ended with ${child.exitCode}: ${log}`);
    const ready = await fetch(`${url}/readyz`).then((r) => r.ok, () => false);
    if (ready) return { url, child, log: () => log, stop: (signal = "SIGTERM") => { child.kill(signal); return ended; } };
    await new Promise((later) => setTimeout(later, 100));
  }
  child.kill("SIGKILL");
  throw new Error(`leye serve was not ready in 15 s: ${log}`);
}

/** Signs in and returns `ask(method, path, body, headers)` under that session. */
export async function signedIn(url, { account, password }) {
  const headers = { "content-type": "application/json", origin: url };
  const answer = await fetch(`${url}/api/v1/session`, { method: "POST", headers, body: JSON.stringify({ account, password }) });
  if (answer.status !== 200) throw new Error(`${account}: ${await answer.text()}`);
  const cookie = answer.headers.get("set-cookie").split(";")[0];
  return (method, path, body, more = {}) => fetch(`${url}/api/v1${path}`, { method,
    headers: { ...headers, cookie, ...(method === "GET" ? {} : { "idempotency-key": randomUUID() }), ...more },
    body: body === undefined ? undefined : JSON.stringify(body) });
}
