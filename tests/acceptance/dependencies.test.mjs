// The list of dependencies names everything that the program loads and the pages ship.
import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import { binary, root } from "./place.mjs";

test("V15.1.2 等保 8.1.4.4 the list of dependencies names every library and package, with versions", () => {
  const listed = spawnSync(join(root, "tools/sbom"), ["--binary", binary], { encoding: "utf8", maxBuffer: 1 << 26 });
  assert.equal(listed.status, 0, listed.stderr);
  const bom = JSON.parse(listed.stdout);
  assert.equal(bom.bomFormat, "CycloneDX");
  const names = new Set(bom.components.map((c) => c.name));
  for (const name of ["libsodium23", "libgcrypt20", "libsqlite3-0", "libpq5", "libboost-json1.81.0", "react", "antd"]) assert.ok(names.has(name), name);
  for (const one of bom.components.filter((c) => c.name.startsWith("lib") && c.version !== "not installed")) assert.match(one.version, /^\d/, one.name);
  const lock = JSON.parse(readFileSync(join(root, "web/package-lock.json"), "utf8"));
  const shipped = Object.entries(lock.packages).filter(([path, p]) => path.startsWith("node_modules/") && !p.dev && p.version && !p.link);
  assert.equal(bom.components.filter((c) => c.purl.startsWith("pkg:npm/")).length, shipped.length);
  // What is published says the same of what the program itself is linked to.
  const table = readFileSync(join(root, "docs/operations/dependencies.md"), "utf8");
  for (const name of names) assert.ok(table.includes(`| ${name} |`), `${name}: run tools/sbom --table > docs/operations/dependencies.md`);
});
