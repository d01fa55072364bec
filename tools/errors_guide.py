#!/usr/bin/env python3
"""Writes docs/guide/errors.md from the message catalogues; with --check only says whether it is current."""
import json
import pathlib
import sys

ROOT = pathlib.Path(__file__).resolve().parent.parent
TARGET = ROOT / "docs/guide/errors.md"


def guide():
    lines = ["# Error codes 错误代码", "",
             "Made by `tools/errors_guide.py` from `src/*/messages.json`; codes are stable. "
             "`{…}` stands for the value at hand.", ""]
    for path in sorted(ROOT.glob("src/*/messages.json")):
        errors = json.loads(path.read_text()).get("errors", {})
        if not errors:
            continue
        lines += [f"## {path.parent.name}", "", "| code | 说明 | 处理 | what | remedy |", "|---|---|---|---|---|"]
        for code, text in sorted(errors.items()):
            cells = [f"`{code}`", *text["zh"], *text["en"]]
            lines.append("| " + " | ".join(c.replace("|", "\\|").replace("\n", " ") for c in cells) + " |")
        lines.append("")
    return "\n".join(lines)


text = guide()
if "--check" in sys.argv:
    if not TARGET.exists() or TARGET.read_text() != text:
        print("docs/guide/errors.md:1: not current; run tools/errors_guide.py")
        sys.exit(1)
else:
    TARGET.parent.mkdir(parents=True, exist_ok=True)
    TARGET.write_text(text)
