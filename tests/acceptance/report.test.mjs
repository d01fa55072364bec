import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { test } from "node:test";
import { copyOf, leye, newPath, run, thePlace } from "./place.mjs";

const DISTRICT = "120104";
const AS_OF = "2020-11-20";
let madeOnce;
function made() {
  if (!madeOnce) {
    const data = copyOf(thePlace().data);
    leye("plan", "--data", data, "--today", "2020-11-02");
    const out = `${newPath("report")}.docx`;
    const answer = leye("report", "summary", "--data", data, "--division", DISTRICT, "--as-of", AS_OF, "--today", AS_OF, "--out", out);
    const xml = spawnSync("unzip", ["-p", out, "word/document.xml"], { encoding: "utf8", maxBuffer: 1 << 26 }).stdout;
    const text = xml.replace(/<\/w:p>/g, "\n").replace(/<[^>]+>/g, "").replace(/&amp;/g, "&");
    madeOnce = { data, out, answer, xml, text };
  }
  return madeOnce;
}

test("W4.1 the report is a Word file whose parts are whole", () => {
  const { out, xml } = made();
  const tested = spawnSync("unzip", ["-tqq", out], { encoding: "utf8" });
  assert.equal(tested.status, 0, tested.stdout + tested.stderr);
  const names = spawnSync("unzip", ["-Z1", out], { encoding: "utf8" }).stdout.trim().split("\n");
  for (const name of ["[Content_Types].xml", "_rels/.rels", "word/document.xml", "word/styles.xml"]) assert.ok(names.includes(name), name);
  // Every element that opens closes, in order.
  const open = [];
  for (const [, close, name, own] of xml.matchAll(/<(\/?)([A-Za-z][\w:.-]*)(?:\s[^<>]*?)?(\/?)>/g)) {
    if (close) assert.equal(open.pop(), name);
    else if (!own) open.push(name);
  }
  assert.deepEqual(open, []);
});

test("W4.2 the report has its four parts, in order", () => {
  const { text } = made();
  let at = -1;
  for (const part of ["任务完成情况", "主要数据", "典型案例", "意见建议"]) {
    const next = text.indexOf(part, at + 1);
    assert.ok(next > at, `${part} is missing or out of order`);
    at = next;
  }
});

test("W4.2 its numbers are those of the indicators command", () => {
  const { data, answer, text } = made();
  const { indicators } = leye("indicators", "--data", data, "--division", DISTRICT, "--as-of", AS_OF, "--today", AS_OF);
  assert.equal(indicators.length, Object.keys(answer.counts).length);
  for (const i of indicators) {
    assert.equal(answer.counts[i.code], `${i.numerator}/${i.denominator}`, i.code);
    if (i.denominator === 0) continue;
    const digits = (n) => new RegExp(`(^|[^\\d])${String(n).replace(/\B(?=(\d{3})+(?!\d))/g, ",?")}([^\\d]|$)`, "m");
    assert.match(text, digits(i.denominator), `${i.code}: ${i.denominator} is not in the report`);
    assert.ok(text.includes(i.display), `${i.code}: ${i.display} is not in the report`);
  }
});

test("W4.1 the same report again has the same digest", () => {
  const { data, answer } = made();
  const again = leye("report", "summary", "--data", data, "--division", DISTRICT, "--as-of", AS_OF, "--today", AS_OF, "--out", `${newPath("again")}.docx`);
  assert.equal(again.digest, answer.digest);
});

test("W4.1 no name and no number of a person is in the report", () => {
  const { text, out } = made();
  assert.doesNotMatch(text, /\d{17}[\dX]/);
  assert.ok(readFileSync(out).length > 0);
});

test("W4.4 a division that is not there is refused before a file is written", () => {
  const { data } = made();
  const out = `${newPath("none")}.docx`;
  const done = run(["report", "summary", "--data", data, "--division", "999999", "--as-of", AS_OF, "--out", out]);
  assert.equal(done.status, 2);
  assert.match(done.stderr, /999999.*;.*\[/);
  assert.throws(() => readFileSync(out));
});
