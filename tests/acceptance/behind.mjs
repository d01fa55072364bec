// The database of a place as somebody sees it who goes past Leye: with the programs sqlite3 and psql.
import { spawnSync } from "node:child_process";
import { join } from "node:path";
import { copyOf, makePlace, startPostgres, thePlace } from "./place.mjs";

function ask(program, args, statement) {
  const done = spawnSync(program, args, { encoding: "latin1", input: Buffer.from(statement, "utf8"), maxBuffer: 1 << 29 });
  if (done.error) throw done.error;
  if (done.status !== 0) throw new Error(`${program}: ${done.stderr}`);
  return done.stdout;
}

/** {name, literal(hex), sql(statement) → rows of text cells, tables(), dump(table) → all its rows as text}. */
const sqlite = (data) => ({
  name: "SQLite",
  literal: (hex) => `X'${hex}'`,
  hex: (column) => `lower(hex(${column}))`,
  sql: (statement) => ask("sqlite3", ["-separator", "\t", join(data, "leye.db")], statement).split("\n").filter(Boolean).map((l) => l.split("\t")),
  tables: () => ask("sqlite3", [join(data, "leye.db")], "select name from sqlite_master where type = 'table'").trim().split("\n"),
  dump: (table) => ask("sqlite3", ["-readonly", join(data, "leye.db")], `.dump ${table}`),
});
const postgres = (url) => ({
  name: "PostgreSQL",
  literal: (hex) => `decode('${hex}', 'hex')`,
  hex: (column, kind) => (kind === "uuid" ? `replace(${column}::text, '-', '')` : `encode(${column}, 'hex')`),
  sql: (statement) => ask("psql", [url, "-X", "-q", "-A", "-t", "-F", "\t", "-v", "ON_ERROR_STOP=1"], statement).split("\n").filter(Boolean).map((l) => l.split("\t")),
  tables: () => ask("psql", [url, "-X", "-q", "-A", "-t"], "select tablename from pg_tables where schemaname = 'public'").trim().split("\n"),
  dump: (table) => ask("psql", [url, "-X", "-q", "-v", "ON_ERROR_STOP=1"], `copy ${table} to stdout`),
});

let server;
const places = new Map();
/** A linked place of this process on "SQLite" or "PostgreSQL", made once: {data, db}. */
export function placeOn(backend) {
  if (!places.has(backend)) {
    if (backend === "SQLite") {
      const data = copyOf(thePlace().data);
      places.set(backend, { data, db: sqlite(data) });
    } else {
      server = startPostgres();
      places.set(backend, { data: makePlace({ db: server.url }).data, db: postgres(server.url) });
    }
  }
  return places.get(backend);
}
export const endDatabases = () => server?.stop();
export const backends = ["SQLite", "PostgreSQL"];
