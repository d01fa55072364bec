#!/usr/bin/env python3
"""Checks the SQL of migrations and of C++ sources against the subset both databases (and Citus) run: design.md §6.

Prints file:line: rule - and exits 1 if anything was found. `--self-test` proves that each rule can fail.
"""
import pathlib
import re
import sys

ROOT = pathlib.Path(__file__).resolve().parent.parent

# What one of the databases lacks, or what does not distribute.
FORBIDDEN = [
    (r"\bCREATE\s+SEQUENCE\b|\bnextval\s*\(|\b(BIG|SMALL)?SERIAL\b|\bAUTOINCREMENT\b|\bGENERATED\b.{0,20}\bIDENTITY\b",
     "ids are made by the application: no sequences"),
    (r"\bCREATE\s+(CONSTRAINT\s+)?TRIGGER\b", "no triggers"),
    (r"\bnow\s*\(|\bCURRENT_(TIMESTAMP|DATE|TIME)\b|\bLOCALTIME|'now'|\b(clock|statement|transaction)_timestamp\b|"
     r"\b(strftime|julianday|datetime|unixepoch|date_trunc|to_char)\s*\(",
     "time is a bound parameter, worked out in C++"),
    (r"\brandom\s*\(|\brandomblob\s*\(|\bgen_random_uuid\s*\(", "no random values in SQL"),
    (r"\bROLLUP\b|\bCUBE\s*\(|\bGROUPING\s+SETS\b", "no ROLLUP, CUBE, GROUPING SETS"),
    (r"\bMERGE\s+INTO\b", "no MERGE: ON CONFLICT (columns)"),
    (r"\bWITH\s+RECURSIVE\b", "no recursive queries"),
    (r"\bON\s+CONFLICT\s+(?!\()", "ON CONFLICT names its columns"),
    (r"\bINSERT\s+OR\b|\bREPLACE\s+INTO\b|\bUPDATE\s+OR\b", "SQLite's OR REPLACE/IGNORE: ON CONFLICT (columns)"),
    (r"::\s*[a-z]", "cast(x AS type), not x::type"),
    (r"\bFOR\s+UPDATE\b", "write {for_update} or {skip_locked}"),
    (r"\b(ifnull|iif|group_concat|string_agg|array_agg|json_extract|jsonb?_\w+|instr|strpos|ilike|glob|rowid|ctid|"
     r"typeof|total|printf|hex|unhex)\s*\(|\bILIKE\b|\bGLOB\b|\browid\b|\bctid\b",
     "only one of the databases knows this"),
    (r"\bNULLS\s+NOT\s+DISTINCT\b|\bDISTINCT\s+ON\b|\bANY\s*\(\s*\?|\bLATERAL\b", "only PostgreSQL knows this"),
    (r"\bPRAGMA\b|\bATTACH\b|\bVACUUM\b", "maintenance belongs to src/store"),
]
COLUMN_TYPES = {"bool", "int", "fen", "instant", "real", "text", "bytes", "uuid", "date"}
# Led by something else than the person, and why.
NOT_LED_BY_PERSON = {
    "person_identity": "guards a national id by its keyed hash",
    "task": "led by its subject, of any kind (design.md §6)",
    "unit": "led by the person or employer it belongs to",
    "work_item": "the copy of task for lists by division (design.md §6)",
}
BLOCKS = [(1, 9, "store"), (10, 19, "access"), (20, 29, "ledger"), (30, 39, "registry"), (40, 49, "intake"),
          (50, 59, "campaign, facts, screening"), (60, 69, "casework, outreach"), (70, 79, "benefits"),
          (80, 89, "insight, server"), (100, 119, "access: sign-in, agreements, exports, own files"), (120, 139, "access: keys, audit")]


def without_comments(sql):
    """Comments become spaces, so that positions stay."""
    return re.sub(r"--[^\n]*|/\*.*?\*/", lambda m: re.sub(r"[^\n]", " ", m[0]), sql, flags=re.S)


def forbidden(sql):
    for pattern, rule in FORBIDDEN:
        for match in re.finditer(pattern, sql, re.I):
            yield match.start(), rule
    for match in re.finditer(r"'(?:[^']|'')*'", sql):
        # In CHECK (x <> '') an empty text is what is kept out.
        if match[0] == "''" and not re.search(r"(<>|!=)\s*$", sql[:match.start()]):
            yield match.start(), "no empty texts: an absent text is NULL"


def split_columns(body):
    """The parts of a CREATE TABLE between its outer commas, with their offsets."""
    depth = start = 0
    for i, c in enumerate(body + ","):
        depth += (c == "(") - (c == ")")
        if c == "," and depth == 0:
            yield start, body[start:i]
            start = i + 1


def check_table(name, body, tail, led_otherwise):
    columns, key = [], None
    for offset, part in split_columns(body):
        words = part.split()
        if not words:
            continue
        table_key = re.match(r"\s*(?:CONSTRAINT\s+\w+\s+)?PRIMARY\s+KEY\s*\(([^)]*)\)", part, re.I)
        if table_key:
            key = [c.strip() for c in table_key[1].split(",")]
        if words[0].upper() in ("PRIMARY", "UNIQUE", "CONSTRAINT", "CHECK", "FOREIGN"):
            continue
        columns.append(words[0])
        declared = re.match(r"\s*\w+\s+\{(\w+)\}", part)
        if not declared or declared[1] not in COLUMN_TYPES:
            yield offset, f"column {name}.{words[0]}: the type is a dialect word ({{text}}, {{uuid}} …, see src/store/dialect.h)"
        if re.search(r"\bPRIMARY\s+KEY\b", part, re.I):
            key = [words[0]]
    if not re.match(r"\s*\{(table|keyed)\}\s*$", tail):
        yield len(body), f"table {name}: ends with {{table}} or {{keyed}}"
    if key is None:
        yield 0, f"table {name}: has no primary key"
    elif "person_id" in columns and key[0] != "person_id" and name not in NOT_LED_BY_PERSON and not led_otherwise:
        yield 0, (f"table {name}: person_id is first in the primary key (it distributes the table); a table led by "
                  "something else says why above it: -- led by …")


def check_migration(sql):
    """(offset, rule) of everything wrong in one migration."""
    plain = without_comments(sql)
    yield from forbidden(plain)
    for match in re.finditer(r"\bCREATE\s+TABLE\s+(?:IF\s+NOT\s+EXISTS\s+)?(\w+)\s*\(", plain, re.I):
        depth, end = 1, match.end()
        while depth and end < len(plain):
            depth += (plain[end] == "(") - (plain[end] == ")")
            end += 1
        stop = plain.find(";", end)
        tail = plain[end:stop if stop >= 0 else len(plain)]
        comment = re.search(r"((?:^--[^\n]*\n)*)\Z", sql[:match.start()], re.M)
        led_otherwise = re.search(r"--\s*led by ", comment[1], re.I) is not None
        for offset, rule in check_table(match[1], plain[match.end():end - 1], tail, led_otherwise):
            yield match.end() + offset, rule


TOKEN = re.compile(r'//[^\n]*|/\*.*?\*/|R"(\w*)\((.*?)\)\1"|"((?:[^"\\\n]|\\.)*)"|\'(?:[^\'\\\n]|\\.)+\'', re.S)
STATEMENT = re.compile(r"^\s*(SELECT|INSERT\s+INTO|UPDATE\s+\w+\s+SET|DELETE\s+FROM|WITH\s+\w+|CREATE\s|ALTER\s|MERGE)\b|"
                       r"\bON\s+CONFLICT\b|^\s*(WHERE|AND|OR|ORDER BY|GROUP BY|FROM)\s", re.I)


def sql_in_cpp(text):
    """(offset, sql): string literals that stand next to each other are one."""
    start, joined, last = None, "", 0
    for match in TOKEN.finditer(text):
        if match[0].startswith(("//", "/*", "'")):
            continue
        piece = match[2] if match[2] is not None else match[3]
        between = re.sub(r"//[^\n]*|/\*.*?\*/", "", text[last:match.start()], flags=re.S)
        if start is None or between.strip():
            if start is not None:
                yield start, joined
            start, joined = match.start(), ""
        joined += piece
        last = match.end()
    if start is not None:
        yield start, joined


def check_cpp(text):
    for offset, sql in sql_in_cpp(text):
        if STATEMENT.search(sql):
            for _, rule in forbidden(without_comments(sql)):
                yield offset, rule


def migration_name_problems(paths):
    seen = {}
    for path in paths:
        match = re.fullmatch(r"(\d{4})_[a-z0-9_]+\.sql", path.name)
        if not match:
            yield path, "a migration is named NNNN_name.sql"
            continue
        number = int(match[1])
        if not any(low <= number <= high for low, high, _ in BLOCKS):
            yield path, f"number {number} belongs to no block of src/store/README.md"
        if number in seen:
            yield path, f"number {number} is taken by {seen[number]}"
        seen[number] = path.name


def self_test():
    bad = {
        "CREATE TABLE t (a INTEGER PRIMARY KEY) {table};": "dialect word",
        "CREATE TABLE t (a {int} PRIMARY KEY);": "ends with",
        "CREATE TABLE t (a {int}) {table};": "no primary key",
        "CREATE TABLE t (a {int}, person_id {uuid}, PRIMARY KEY (a, person_id)) {table};": "person_id is first",
        "SELECT now()": "bound parameter", "SELECT nextval('s')": "sequences", "SELECT a::text": "cast",
        "INSERT INTO t VALUES (1) ON CONFLICT DO NOTHING": "names its columns",
        "INSERT OR IGNORE INTO t VALUES (1)": "OR REPLACE", "SELECT ''": "empty texts",
        "INSERT INTO t VALUES ('')": "empty texts", "WITH RECURSIVE x AS (SELECT 1) SELECT 1": "recursive",
        "SELECT a FROM t GROUP BY ROLLUP (a)": "ROLLUP", "SELECT a FROM t FOR UPDATE": "for_update",
        "SELECT random()": "random", "CREATE TRIGGER x": "triggers", "MERGE INTO t": "MERGE", "SELECT ifnull(a, 1)": "only one",
    }
    good = [
        "CREATE TABLE t (person_id {uuid} NOT NULL, a {text} CHECK (a <> ''), b {int} CHECK (b IN (1, 2)),\n"
        "PRIMARY KEY (person_id, a)) {keyed};",
        "-- led by the day, for the calendar\nCREATE TABLE t (a {date}, person_id {uuid}, PRIMARY KEY (a, person_id)) {table};",
        "SELECT 'it''s' -- now()\n FROM t {for_update}", "INSERT INTO t (a) VALUES (?) ON CONFLICT (a) DO NOTHING",
    ]
    wrong = [f"{sql!r} should say {word!r}" for sql, word in bad.items()
             if not any(word in rule for _, rule in check_migration(sql))]
    wrong += [f"{sql!r} should pass: {rule}" for sql in good for _, rule in check_migration(sql)]
    cpp = 'f("SELECT a "  // why\n "FROM t ORDER BY random()"); g("now() is fine in prose");'
    if [rule for _, rule in check_cpp(cpp)] != ["no random values in SQL"]:
        wrong.append("literals of C++ are not joined or prose is taken for SQL")
    print("\n".join(wrong) if wrong else "lint_sql: self-test passed")
    return 1 if wrong else 0


def main():
    if sys.argv[1:] == ["--self-test"]:
        return self_test()
    problems = []
    migrations = sorted((ROOT / "src/store/migrations").glob("*.sql"))
    for path, rule in migration_name_problems(migrations):
        problems.append((path, 1, rule))
    for path in migrations:
        sql = path.read_text()
        problems += [(path, sql.count("\n", 0, offset) + 1, rule) for offset, rule in check_migration(sql)]
    for path in sorted((ROOT / "src").rglob("*.cpp")):
        folder = path.relative_to(ROOT / "src").as_posix()
        # The two backends speak to one database each; tests may say wrong things on purpose.
        if folder.startswith(("store/sqlite/", "store/postgres/", "store/testing/")) or path.name.endswith("_test.cpp"):
            continue
        text = path.read_text()
        problems += [(path, text.count("\n", 0, offset) + 1, rule) for offset, rule in check_cpp(text)]
    for path, line, rule in problems:
        print(f"{path.relative_to(ROOT)}:{line}: {rule}")
    return 1 if problems else 0


sys.exit(main())
