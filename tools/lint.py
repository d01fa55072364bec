#!/usr/bin/env python3
"""Checks the layout: who includes whom (src/deps.txt), heavy headers, message catalogues, machine paths.

Prints file:line: what; remedy - and exits 1 if anything was found.
"""
import json
import pathlib
import re
import subprocess
import sys

ROOT = pathlib.Path(__file__).resolve().parent.parent
PROBLEMS = []
# Third-party headers that cost seconds in every file that sees them: one home each.
HEAVY = {
    "boost/beast": "src/server/http/", "boost/asio": "src/server/", "yaml-cpp/": "src/sheets/",
    "CLI/": "src/cli/", "toml++/": "src/cli/", "xlsxwriter": ("src/sheets/", "src/city/"),
    "zip.h": "src/sheets/", "expat.h": "src/sheets/", "sqlite3.h": "src/store/", "libpq-fe.h": "src/store/",
}


def problem(path, line, text):
    PROBLEMS.append(f"{path}:{line}: {text}")


def allowed_includes():
    direct = {}
    for line in (ROOT / "src/deps.txt").read_text().splitlines():
        if line and not line.startswith("#"):
            folder, deps = line.split(":")
            direct[folder] = deps.split()
    closure = {}

    def close(folder):
        if folder not in closure:
            closure[folder] = {folder}
            for dep in direct[folder]:
                closure[folder] |= close(dep)
        return closure[folder]

    for folder in direct:
        close(folder)
    return closure


def tracked(*patterns):
    out = subprocess.run(["git", "ls-files", "-co", "--exclude-standard", *patterns], cwd=ROOT,
                         capture_output=True, text=True, check=True).stdout
    return [ROOT / name for name in out.splitlines() if (ROOT / name).exists()]


def check_includes():
    allowed = allowed_includes()
    for path in tracked("src/*.h", "src/*.cpp"):
        name = path.relative_to(ROOT).as_posix()
        folder = name.split("/")[1]
        for number, line in enumerate(path.read_text().splitlines(), 1):
            quoted = re.match(r'\s*#include "(\w+)/', line)
            if quoted and quoted[1] in allowed and quoted[1] not in allowed.get(folder, set()):
                # Test helpers of the store may be used by every test.
                if not (name.endswith("_test.cpp") and "store/testing/" in line):
                    problem(name, number, f"{folder} may not include {quoted[1]}; see src/deps.txt")
            angled = re.match(r"\s*#include <([^>]+)>", line)
            if angled:
                for header, homes in HEAVY.items():
                    homes = (homes,) if isinstance(homes, str) else homes
                    if angled[1].startswith(header) and not name.startswith(homes):
                        problem(name, number, f"<{angled[1]}> belongs behind a header of {homes[0]}")


def check_folders():
    for folder in sorted(p for p in (ROOT / "src").iterdir() if p.is_dir()):
        if not (folder / "README.md").exists():
            problem(folder.relative_to(ROOT), 1, "a folder has a README.md of about ten lines; write it")


def check_messages():
    known = {}
    for path in tracked("src/*/messages.json"):
        name = path.relative_to(ROOT).as_posix()
        try:
            catalogue = json.loads(path.read_text())
        except ValueError as error:
            problem(name, 1, f"not JSON: {error}")
            continue
        for code, texts in catalogue.get("errors", {}).items():
            if code in known:
                problem(name, 1, f"code {code} is also in {known[code]}; remove one")
            known[code] = name
            for language in ("zh", "en"):
                if len(texts.get(language, [])) != 2 or not all(texts[language]):
                    problem(name, 1, f"{code} needs [what, remedy] in {language}")
    for path in tracked("src/*.cpp", "src/*.h"):
        name = path.relative_to(ROOT).as_posix()
        if name.endswith(("_test.cpp", "core/result.h")):
            continue
        text = path.read_text()
        for match in re.finditer(r'\bfail\(\s*"([^"]+)"', text):
            if match[1] not in known:
                problem(name, text.count("\n", 0, match.start()) + 1,
                        f"error code {match[1]} has no text; add it to messages.json of its folder")


def check_paths():
    pattern = re.compile(r"(^|[^A-Za-z0-9._-])/(work|farm|root)/")
    for path in tracked():
        name = path.relative_to(ROOT).as_posix()
        if name.endswith((".png", ".docx", ".xlsx", ".gz", "lint.py")) or path.stat().st_size > 2_000_000:
            continue
        try:
            lines = path.read_text().splitlines()
        except UnicodeDecodeError:
            continue
        for number, line in enumerate(lines, 1):
            if pattern.search(line):
                problem(name, number, "a path of one machine; use a relative one")


check_includes()
check_folders()
check_messages()
check_paths()
print("\n".join(sorted(PROBLEMS)))
print(f"lint: {len(PROBLEMS)} problems")
sys.exit(1 if PROBLEMS else 0)
