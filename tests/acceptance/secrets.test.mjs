import assert from "node:assert/strict";
import { readFileSync, readdirSync, statSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import { copyOf, leye, readCsv, REGISTERED_ON, theCity, thePlace } from "./place.mjs";

function* filesOf(folder) {
  for (const name of readdirSync(folder)) {
    const path = join(folder, name);
    if (statSync(path).isDirectory()) yield* filesOf(path);
    else yield path;
  }
}

test("V14.2 V11.3 no citizen number lies open in a place, and nobody else may enter its folder", () => {
  const data = copyOf(thePlace().data);
  leye("screen", "--data", data, "--as-of", REGISTERED_ON);
  leye("plan", "--data", data, "--today", "2020-11-02");
  const numbers = new Set(readCsv(join(theCity(), "truth/persons.csv")).map((p) => p.citizen_id));
  assert.equal(numbers.size > 1990, true);
  let looked = 0;
  for (const path of filesOf(data)) {
    for (const [found] of readFileSync(path, "latin1").matchAll(/1290\d{13}[\dX]/g))
      assert.ok(!numbers.has(found), `${path} holds a citizen number`);
    looked += 1;
  }
  assert.ok(looked > 20);
  // The city's own files do hold them: the search can find what it looks for.
  const source = readFileSync(join(theCity(), "registers/social_insurance/社会保险参保缴费.csv"), "latin1");
  assert.ok([...source.matchAll(/1290\d{13}[\dX]/g)].some(([n]) => numbers.has(n)));
  assert.equal(statSync(thePlace().data).mode & 0o077, 0);
  assert.equal(statSync(join(thePlace().data, "keys/master.key")).mode & 0o077, 0);
});
