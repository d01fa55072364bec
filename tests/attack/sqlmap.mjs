// sqlmap against a running place: every operation of the API document that takes something, each path, query and body
// member of it. Finds nothing, or ends with 1. Not part of `./dev test`: it takes minutes and needs Debian's sqlmap.
//   node tests/attack/sqlmap.mjs [--postgres] [--level N] [--only TEXT]
import { spawn, spawnSync } from "node:child_process";
import { randomUUID } from "node:crypto";
import { readFileSync } from "node:fs";
import { createServer, request as forward } from "node:http";
import { join } from "node:path";
import { leye, makePlace, newPath, REGISTERED_ON, root, run, serve, startPostgres } from "../acceptance/place.mjs";

const TODAY = "2020-11-04";
const option = (name, otherwise) => (process.argv.includes(name) ? process.argv[process.argv.indexOf(name) + 1] : otherwise);
const postgres = process.argv.includes("--postgres") ? startPostgres() : undefined;
const only = option("--only", "");
// Changing the own password would lock the walk out; a password is hashed before anything is stored.
const LEFT_OUT = { changePassword: "changes the password of the walk's own account" };

const document = JSON.parse(readFileSync(join(root, "docs/openapi.json"), "utf8"));
const resolve = (schema) => (schema.$ref ? document.components.schemas[schema.$ref.split("/").at(-1)] : schema);

/** A value that the schema accepts; `ids` are real ones. */
function sample(schema, name, ids) {
  const s = resolve(schema);
  const type = [s.type].flat().find((t) => t && t !== "null") ?? "string";
  if (ids[name]) return ids[name];
  if (s.enum) return s.enum[0];
  if (type === "object") return Object.fromEntries(Object.entries(s.properties ?? {}).map(([key, of]) => [key, sample(of, key, ids)]));
  if (type === "array") return [sample(s.items ?? {}, name, ids)];
  if (type === "integer" || type === "number") return 1;
  if (type === "boolean") return true;
  if (s.format === "uuid") return randomUUID();
  if (s.format === "date") return TODAY;
  return "120104";
}

function operations() {
  const list = [];
  for (const [path, methods] of Object.entries(document.paths))
    for (const [method, operation] of Object.entries(methods)) {
      const taken = (operation.parameters ?? []).filter((p) => p.in !== "header");
      const body = operation.requestBody?.content["application/json"].schema;
      const members = Object.keys(body ? resolve(body).properties ?? {} : {});
      if (taken.length + members.length === 0 || LEFT_OUT[operation.operationId]) continue;
      if (only && !operation.operationId.includes(only)) continue;
      list.push({ id: operation.operationId, method: method.toUpperCase(), path, query: taken.filter((p) => p.in === "query"), body, members,
        names: taken.map((p) => p.name).concat(members) });
    }
  return list;
}

async function signIn(url, { account, password }) {
  const answer = await fetch(`${url}/api/v1/session`, { method: "POST", headers: { "content-type": "application/json", origin: url },
    body: JSON.stringify({ account, password }) });
  if (answer.status !== 200) throw new Error(`${account}: ${answer.status} ${await answer.text()}`);
  return answer.headers.get("set-cookie").split(";")[0];
}

/** Between sqlmap and the server: gives each request a session and a key of its own, and counts what came back. */
function door(url) {
  const state = { cookie: "", counts: {} };
  const server = createServer((question, answer) => {
    const chunks = [];
    question.on("data", (chunk) => chunks.push(chunk));
    question.on("end", () => {
      const bytes = Buffer.concat(chunks);
      const headers = { "content-type": "application/json", "content-length": bytes.length, origin: url, cookie: state.cookie,
        "idempotency-key": randomUUID(), "if-match": '"1"', "x-leye-reason": "test", host: new URL(url).host };
      const onward = forward(url + question.url, { method: question.method, headers }, (back) => {
        state.counts[back.statusCode] = (state.counts[back.statusCode] ?? 0) + 1;
        answer.writeHead(back.statusCode, { "content-type": back.headers["content-type"] ?? "text/plain" });
        back.pipe(answer);
      });
      onward.on("error", () => answer.destroy());
      onward.end(bytes);
    });
  });
  return new Promise((ready) => server.listen(0, "127.0.0.1", () => ready({ state, url: `http://127.0.0.1:${server.address().port}`, close: () => server.close() })));
}

/** Bodies that the operation takes in: what its schema allows, with and without what may be left out. */
function bodiesOf(operation, ids) {
  if (operation.members.length === 0) return [undefined];
  const full = sample(operation.body, "", ids);
  const required = resolve(operation.body).required ?? [];
  const more = { searchPersons: [{ name: "王", division: "120104", limit: 5 }, { citizen_id: "129001199001010010", reason: "核对" }, { phone_last4: "0000", group: "P01" }],
    searchWorkItems: [{ text: "王", group: "P01", limit: 5 }],
    revealField: [{ field: "phone", purpose: "service", reason: "核对" }], askCorrectionFor: [{ field: "phone", wanted: "新号码" }] };
  return [...(more[operation.id] ?? []), full, Object.fromEntries(required.map((name) => [name, full[name]]))].map((body) => JSON.stringify(body));
}
/** The body and the account with which the operation comes furthest: an answer, then nothing found, then a fault of the input. */
async function best(operation, target, bodies, cookies, url) {
  let found = { rank: 9, body: bodies[0], by: cookies[0] };
  for (const body of bodies)
    for (const by of cookies) {
      const headers = { "content-type": "application/json", origin: url, cookie: by.cookie, "idempotency-key": randomUUID(), "if-match": '"1"', "x-leye-reason": "test" };
      const { status } = await fetch(url + target, { method: operation.method, headers, body });
      const rank = status < 300 ? 0 : status === 404 || status === 409 ? 1 : status === 403 || status === 401 ? 3 : 2;
      if (rank < found.rank) found = { rank, body, by };
      if (rank === 0) return found;
    }
  return found;
}

const output = newPath("sqlmap");
const sqlmap = (args) => new Promise((done) => {
  const child = spawn("sqlmap", [...args, "--batch", "--flush-session", "--disable-coloring", "--skip-waf", "--ignore-code=*", "--output-dir", output,
    "--level", option("--level", "2"), "--risk", "1", "--technique", "BEUST", "--dbms", postgres ? "PostgreSQL" : "SQLite", "--time-sec", "2", "--answers", "reduce the number of requests=N",
    "--timeout", "20", "--retries", "1", "--keep-alive"], { stdio: ["ignore", "pipe", "pipe"] });
  let text = "";
  child.stdout.on("data", (piece) => (text += piece));
  child.stderr.on("data", (piece) => (text += piece));
  child.once("exit", () => done(text));
});

if (spawnSync("sqlmap", ["--version"]).error) throw new Error("sqlmap is missing: apt-get install sqlmap");
const { data } = makePlace(postgres ? { db: postgres.url } : {});
leye("screen", "--data", data, "--as-of", REGISTERED_ON);
leye("plan", "--data", data, "--today", "2020-11-02");
const { accounts } = leye("user", "demo", "--data", data, "--division", "120104", "--today", "2020-11-02");
leye("settle", "--data", data, "--today", "2020-11-03");
leye("indicators", "--data", data, "--as-of", "2020-11-03");
for (const role of ["security_admin"]) {
  const made = run(["user", "add", "--data", data, "--login", role, "--name", role, "--role", role, "--division", "120000", "--today", TODAY],
    { input: "walk-through-it-all\n" });
  if (made.status !== 0) throw new Error(made.stderr);
  accounts.push({ account: role, password: "walk-through-it-all", role });
}
const server = await serve(data, TODAY);
const passage = await door(server.url);
let found = 0, tried = 0, requests = 0;
try {
  const worker = await signIn(server.url, accounts.find((a) => a.role === "street_worker"));
  const work = await (await fetch(`${server.url}/api/v1/work-items?limit=5`, { headers: { cookie: worker } })).json();
  const ids = { person_id: work.items[0].person.id, subject: work.items[0].person.id, code: "120104", division: "120104", as_of: "2020-11-03",
    occurred_on: "2020-11-03", kind: "FollowUpDone", channel: "phone", clause_id: "C2.2.5", indicator: "registered_unemployed" };
  const cookies = [];
  // The agency has no agreement here and so no session.
  for (const account of accounts.filter((a) => a.role !== "agency_worker")) cookies.push({ role: account.role, cookie: await signIn(server.url, account) });
  for (const operation of operations()) {
    const path = operation.path.replace(/\{(\w+)\}/g, (_, name) => (operation.id === "notice" ? "privacy" : ids[name] ?? randomUUID()));
    const asked = operation.query.map((p) => `${p.name}=${encodeURIComponent(sample(p.schema, p.name, ids))}`);
    // A cursor that nobody was given is refused before anything is looked up: once with it, once without.
    const queries = [asked, asked.filter((one) => !one.startsWith("cursor="))].map((list) => (list.length > 0 ? `?${list.join("&")}` : ""));
    const { body, by } = await best(operation, path + queries[1], bodiesOf(operation, ids), cookies, server.url);
    passage.state.cookie = by.cookie;
    passage.state.counts = {};
    const marked = operation.path.replace(/\{(\w+)\}/g, (_, name) => `${operation.id === "notice" ? "privacy" : ids[name] ?? randomUUID()}*`);
    const runs = [];
    if (marked.includes("*")) runs.push(["-u", passage.url + marked, "--method", operation.method, ...(body ? ["--data", body] : [])]);
    for (const query of new Set(queries))
      if (query || body) runs.push(["-u", passage.url + path + query, "--method", operation.method, ...(body ? ["--data", body] : [])]);
    for (const args of runs) {
      const text = await sqlmap(args);
      if (/identified the following injection point|is vulnerable/.test(text)) {
        found += 1;
        console.log(text.slice(text.indexOf("sqlmap identified")).split("\n").slice(0, 12).join("\n"));
      } else if (!/do not appear to be injectable/.test(text)) {
        found += 1;
        console.log(`sqlmap did not finish:\n${text.split("\n").slice(-12).join("\n")}`);
      }
    }
    const counts = passage.state.counts;
    const sent = Object.values(counts).reduce((a, b) => a + b, 0);
    const broken = Object.entries(counts).filter(([status]) => status >= "500" && status !== "503").reduce((sum, [, n]) => sum + n, 0);
    if (broken > 0) found += 1;
    tried += operation.names.length;
    requests += sent;
    console.log(`${operation.method} ${operation.path} as ${by.role}: ${operation.names.join(" ")} · ${sent} requests, ${Object.entries(counts).map(([s, n]) => `${n}×${s}`).join(" ")}${broken ? " !!" : ""}`);
  }
} finally {
  passage.close();
  await server.stop();
  postgres?.stop();
}
console.log(`\n${postgres ? "PostgreSQL" : "SQLite"}: ${tried} parameters, ${requests} requests, ${found} findings`);
process.exitCode = found === 0 && tried > 0 ? 0 : 1;
