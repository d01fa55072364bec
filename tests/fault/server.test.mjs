import assert from "node:assert/strict";
import { randomUUID } from "node:crypto";
import { test } from "node:test";
import { copyOf, leye, serve, sql, thePlace } from "../acceptance/place.mjs";
import { dice } from "./kill.mjs";

const KILLS = 3;
const CLIENTS = 4;
const TODAY = "2020-11-05";

async function signIn(url, account) {
  const answer = await fetch(`${url}/api/v1/session`, { method: "POST",
    headers: { "content-type": "application/json", origin: url }, body: JSON.stringify(account) });
  assert.equal(answer.status, 200, await answer.clone().text());
  return answer.headers.get("set-cookie").split(";")[0];
}

const post = (url, cookie, entry) => fetch(`${url}/api/v1/persons/${entry.person}/entries`, { method: "POST",
  headers: { "content-type": "application/json", origin: url, cookie, "idempotency-key": entry.key },
  body: JSON.stringify(entry.body) });

const asUuid = (hex) => hex.toLowerCase().replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, "$1-$2-$3-$4-$5");

test("C2.2.5 kill -9 of the server while entries are written: each acknowledged one is there once", { timeout: 180_000 }, async () => {
  const data = copyOf(thePlace().data);
  const { accounts } = leye("user", "demo", "--data", data, "--division", "120104", "--today", "2020-11-02");
  leye("plan", "--data", data, "--today", "2020-11-02");
  const { account, password, division } = accounts.find((a) => a.role === "street_worker");
  const people = sql(data, `select distinct hex(person_id) id from work_item where division like '${division}%' and standard='monthly-follow-up'`)
    .map((r) => asUuid(r.id));
  assert.ok(people.length > 0, division);
  const next = dice(21);
  const sent = [];
  for (let kill = 0; kill < KILLS; kill += 1) {
    const server = await serve(data, TODAY);
    const cookie = await signIn(server.url, { account, password });
    let killed = false;
    const client = async () => {
      while (!killed) {
        const entry = { key: randomUUID(), person: people[Math.floor(next() * people.length)],
          body: { kind: "FollowUpDone", occurred_on: "2020-11-04", channel: "phone", note: "已电话联系" } };
        sent.push(entry);
        const answer = await post(server.url, cookie, entry).catch(() => undefined);
        const body = await answer?.text().catch(() => undefined);
        if (answer && body !== undefined) Object.assign(entry, { status: answer.status, answer: body });
      }
    };
    const clients = Array.from({ length: CLIENTS }, client);
    await new Promise((later) => setTimeout(later, 150 + 500 * next()));
    killed = true;
    await server.stop("SIGKILL");
    await Promise.all(clients);
  }
  const acknowledged = sent.filter((e) => e.status === 201);
  assert.ok(acknowledged.length >= 10, `only ${acknowledged.length} acknowledged`);
  const refused = sent.filter((e) => e.status && e.status !== 201);
  assert.deepEqual(refused.map((e) => e.answer).slice(0, 1), []);

  // The same command again: an acknowledged one gets its stored answer, a lost one is written now.
  const server = await serve(data, TODAY);
  try {
    const cookie = await signIn(server.url, { account, password });
    for (const entry of sent) {
      const again = await post(server.url, cookie, entry);
      const text = await again.text();
      assert.equal(again.status, 201, text);
      if (entry.status) assert.equal(text, entry.answer, "the stored answer differs");
      entry.final = JSON.parse(text);
    }
    // A key that comes back with another body is not the same command.
    const other = await post(server.url, cookie, { ...sent[0], body: { ...sent[0].body, note: "别的内容" } });
    assert.ok(other.status === 409 || other.status === 422, String(other.status));
  } finally {
    await server.stop();
  }
  const written = sql(data, "select hex(entry_id) id, count(*) n from entry where kind='FollowUpDone' group by 1");
  assert.ok(written.every((w) => w.n === 1));
  assert.equal(written.length, new Set(sent.map((e) => e.key)).size);
  // Every duty of a person with a follow-up is closed, no other.
  const open = sql(data, "select count(*) n from task t where standard='monthly-follow-up' and period='2020-11' and state not in ('done','closed') and exists (select 1 from entry e where e.person_id = t.person_id and e.kind='FollowUpDone')");
  assert.equal(open[0].n, 0);
  assert.equal(leye("plan", "--data", data, "--today", TODAY).created, 0);
});
