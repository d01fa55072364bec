#!/usr/bin/env node
// duckdb.mjs FOLDER wide|narrow THREADS: the peer of the linkage bench, hand-written SQL over the same files (linkage.md §20.3).
// Distances are byte-wise here, so one Chinese character costs 3. Prints JSON: CPU seconds by phase, pairs, memory, links.
import { existsSync, readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

const here = dirname(fileURLToPath(import.meta.url));
const [folder, set, threads] = [process.argv[2], process.argv[3] ?? "narrow", process.argv[4] ?? "1"];
const { DuckDBInstance } = createRequire(join(here, "package.json"))("@duckdb/node-api");
const db = await (await DuckDBInstance.create(":memory:")).connect();
const cpu = () => { const u = process.cpuUsage(); return (u.user + u.system) / 1e6; };
const phases = {};
let begun = cpu();
const told = (name) => { phases[name] = cpu() - begun; begun = cpu(); };
const rows = async (sql) => (await db.runAndReadAll(sql)).getRows();

await db.run(`SET threads = ${threads}`);
await db.run("SET preserve_insertion_order = false");
for (const [name, file] of [["l", "left"], ["r", "right"]])
  await db.run(`CREATE TABLE ${name} AS SELECT *, row_number() OVER () AS n FROM read_csv('${join(folder, file)}.csv', header = true, all_varchar = true, nullstr = '')`);
told("load");

const rules = ["l.idn = r.idn", "l.name = r.name AND l.birth = r.birth", "l.py = r.py AND l.birth = r.birth", "l.phone = r.phone",
  "left(l.idn, 14) = left(r.idn, 14) AND l.sur = r.sur", "right(l.idn, 8) = right(r.idn, 8) AND l.sur = r.sur",
  "l.name = r.name AND l.road = r.road", "l.name = r.name AND left(l.birth, 4) = left(r.birth, 4)",
  ...(set === "wide" ? ["l.sur = r.sur AND l.birth = r.birth", "l.name = r.name"] : [])];
await db.run("CREATE TABLE pairs AS " + rules.map((rule, k) =>
  `SELECT l.n li, r.n ri FROM l JOIN r ON ${rule}` + (k ? " WHERE " + rules.slice(0, k).map((e) => `NOT coalesce(${e}, false)`).join(" AND ") : "")).join(" UNION ALL "));
told("block");

const levels = `CASE WHEN l.name IS NULL OR r.name IS NULL THEN -1 WHEN l.name = r.name THEN 4 WHEN l.py = r.py THEN 3 WHEN damerau_levenshtein(l.name, r.name) <= 3 THEN 2 WHEN l.sur = r.sur THEN 1 ELSE 0 END g_name,
  CASE WHEN l.idn IS NULL OR r.idn IS NULL THEN -1 WHEN l.idn = r.idn AND l.idv = '1' THEN 5 WHEN l.idn = r.idn THEN 4
    WHEN NOT coalesce(l.idv = '1' AND r.idv = '1', false) AND damerau_levenshtein(l.idn, r.idn) <= 1 THEN 3
    WHEN NOT coalesce(l.idv = '1' AND r.idv = '1', false) AND damerau_levenshtein(l.idn, r.idn) <= 2 THEN 2
    WHEN l.idv = '1' AND r.idv = '1' THEN 0 ELSE 1 END g_id,
  CASE WHEN l.phone IS NULL OR r.phone IS NULL THEN -1 WHEN l.phone = r.phone THEN 2 WHEN damerau_levenshtein(l.phone, r.phone) <= 1 THEN 1 ELSE 0 END g_phone,
  CASE WHEN l.addr IS NULL OR r.addr IS NULL THEN -1 WHEN l.addr = r.addr THEN 3 WHEN l.road = r.road THEN 2 WHEN l.district = r.district THEN 1 ELSE 0 END g_addr,
  l.birth lb, r.birth rb, coalesce(l.bfrom, r.bfrom) bf, l.name ln`;
const birth = `CASE WHEN g_id IN (5, 3) OR lb IS NULL OR rb IS NULL OR bf = '1' THEN -1 WHEN lb = rb THEN 4
  WHEN left(lb, 4) = left(rb, 4) AND substr(lb, 6, 2) = substr(rb, 9, 2) AND substr(lb, 9, 2) = substr(rb, 6, 2) THEN 3
  WHEN damerau_levenshtein(lb, rb) <= 1 THEN 2 WHEN left(lb, 4) = left(rb, 4) THEN 1 ELSE 0 END g_birth`;
const g = ["g_name", "g_id", "g_birth", "g_phone", "g_addr"];
await db.run(`CREATE TABLE gamma AS SELECT li, ri, ln, ${g.filter((c) => c !== "g_birth").join(", ")}, ${birth} FROM (SELECT li, ri, ${levels} FROM pairs JOIN l ON l.n = li JOIN r ON r.n = ri)`);
told("compare");

const sizes = [5, 6, 5, 3, 4];
const histogram = (await rows(`SELECT ${g.join(", ")}, count(*) FROM gamma GROUP BY ALL`)).map((row) => row.map(Number));
told("histogram");
const sample = 2_000_000;
const [nl, nr] = (await rows("SELECT (SELECT count(*) FROM l), (SELECT count(*) FROM r)"))[0].map(Number);
const seen = (await rows(`SELECT ${g.join(", ")}, count(*) FROM (SELECT *, ${birth} FROM (SELECT ${levels} FROM range(${sample}) s(i) JOIN l ON l.n = 1 + hash(i) % ${nl} JOIN r ON r.n = 1 + hash(i + ${sample}) % ${nr})) GROUP BY ALL`)).map((row) => row.map(Number));
told("u");

// EM on the histogram, u fixed (linkage.md §8.3).
const u = sizes.map((n, k) => {
  const counts = Array(n).fill(0.5);
  for (const row of seen) if (row[k] >= 0) counts[row[k]] += row[5];
  const all = counts.reduce((a, b) => a + b, 0);
  return counts.map((c) => c / all);
});
const possible = nl * nr;
const blocked = histogram.reduce((a, row) => a + row[5], 0);
let m = sizes.map((n) => Array.from({ length: n }, (_, i) => (i === n - 1 ? 0.95 : 0.05 / (n - 1))));
let lambda = 0.2 * blocked / possible;
for (let round = 0; round < 200; round += 1) {
  const next = sizes.map((n) => Array(n).fill(0.001));
  let matches = 0;
  for (const row of histogram) {
    let odds = lambda / (1 - lambda);
    for (let k = 0; k < 5; k += 1) if (row[k] >= 0) odds *= m[k][row[k]] / u[k][row[k]];
    const p = row[5] * odds / (1 + odds);
    matches += p;
    for (let k = 0; k < 5; k += 1) if (row[k] >= 0) next[k][row[k]] += p;
  }
  lambda = matches / possible;
  m = next.map((list) => { const all = list.reduce((a, b) => a + b, 0); return list.map((c) => Math.max(c / all, 1e-9)); });
}
const weight = (row) => Math.log2(lambda / (1 - lambda)) + g.reduce((sum, _, k) => sum + (row[k] >= 0 ? Math.log2(m[k][row[k]] / u[k][row[k]]) : 0), 0);
await db.run("CREATE TABLE weights (g_name INT, g_id INT, g_birth INT, g_phone INT, g_addr INT, w DOUBLE)");
await db.run("INSERT INTO weights VALUES " + histogram.map((row) => `(${row.slice(0, 5).join(", ")}, ${weight(row)})`).join(", "));
told("em");

await db.run("CREATE TABLE tf AS SELECT name, count(*) / (SELECT count(name) FROM r) f FROM r WHERE name IS NOT NULL GROUP BY name");
await db.run(`CREATE TABLE scored AS SELECT li, ri, w + CASE WHEN g_name = 4 THEN ${Math.log2(u[0][4])} - log2(greatest(coalesce(f, 1e-6), 1e-6)) ELSE 0 END w FROM gamma JOIN weights USING (${g.join(", ")}) LEFT JOIN tf ON tf.name = ln WHERE w > -12`);
told("score");
await db.run(`CREATE TABLE best AS SELECT li, ri, w FROM (SELECT *, row_number() OVER (PARTITION BY li ORDER BY w DESC, ri) a, row_number() OVER (PARTITION BY ri ORDER BY w DESC, li) b FROM scored WHERE w >= 0) WHERE a = 1 AND b = 1`);
await db.run(`COPY (SELECT 'ur' left_register, l.id left_key, 'si' right_register, r.id right_key, 'link' decision FROM best JOIN l ON l.n = li JOIN r ON r.n = ri) TO '${join(folder, "peer.csv")}' (HEADER)`);
told("write");
const [links] = (await rows("SELECT count(*) FROM best"))[0];
const peak = Number(/VmHWM:\s+(\d+)/.exec(existsSync("/proc/self/status") ? readFileSync("/proc/self/status", "utf8") : "VmHWM: 0")[1]) / 1024;
console.log(JSON.stringify({ version: (await rows("SELECT version()"))[0][0], cpu_seconds: phases, pairs: blocked, links: Number(links), peak_mb: peak }));
