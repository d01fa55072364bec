#!/usr/bin/env python3
"""Makes glyph_similar.tsv and readings.tsv from Unihan (Debian package unicode-data 15.0.0). Run by hand, kept in git.

glyph_similar.tsv: a character, then every later character that looks like it (linkage.md section 5.1 rules i to iii).
readings.tsv: characters with more than one frequent toneless reading (kMandarin and kXHC1983).
"""
import bz2
import collections
import pathlib
import sys
import unicodedata

SOURCE = pathlib.Path(sys.argv[1] if len(sys.argv) > 1 else "/usr/share/unicode")
HERE = pathlib.Path(__file__).resolve().parent
VARIANTS = ("kSimplifiedVariant", "kTraditionalVariant", "kSemanticVariant", "kZVariant", "kSpoofingVariant")


def unihan(part):
    with bz2.open(SOURCE / f"Unihan_{part}.txt.bz2", "rt", encoding="utf-8") as lines:
        for line in lines:
            if line.startswith("U+"):
                code, key, value = line.rstrip("\n").split("\t")
                yield chr(int(code[2:], 16)), key, value


def osa_at_most_one(a, b):
    if a == b:
        return True
    if abs(len(a) - len(b)) > 1:
        return False
    i = 0
    while i < min(len(a), len(b)) and a[i] == b[i]:
        i += 1
    if len(a) == len(b):
        return a[i + 1:] == b[i + 1:] or (a[i:i + 2] == b[i:i + 2][::-1] and a[i + 2:] == b[i + 2:])
    short, long = sorted((a, b), key=len)
    return short[i:] == long[i + 1:]


def neighbours(word):
    """Keys that two words within one edit share."""
    yield word
    for i in range(len(word)):
        yield word[:i] + "*" + word[i + 1:]
        yield word[:i] + word[i + 1:]


def toneless(text):
    plain = unicodedata.normalize("NFD", text)
    plain = plain.replace("u\u0308", "v")
    return "".join(c for c in plain if not unicodedata.combining(c))


def main():
    standard, strokes, corners, cangjie = set(), {}, {}, {}
    pairs = set()
    variants = collections.defaultdict(set)
    readings = collections.defaultdict(list)
    for char, key, value in unihan("OtherMappings"):
        if key == "kTGH":
            standard.add(char)
    for char, key, value in unihan("Variants"):
        if key in VARIANTS:
            for target in value.split():
                variants[char].add(chr(int(target.split("<")[0][2:], 16)))
    for char, key, value in unihan("IRGSources"):
        if key == "kTotalStrokes":
            strokes[char] = int(value.split()[0])
    for char, key, value in unihan("DictionaryLikeData"):
        if key == "kFourCornerCode":
            corners[char] = value.split()
        elif key == "kCangjie":
            cangjie[char] = value
    for char, key, value in unihan("Readings"):
        if key == "kMandarin":
            readings[char] += [toneless(r) for r in value.split()]
        elif key == "kXHC1983":
            readings[char] += [toneless(r.split(":")[1]) for r in value.split()]
    known = set(standard)
    for char, targets in variants.items():
        if char in standard or targets & standard:
            known |= {char} | targets

    def add(a, b):
        if a != b and (a in standard or b in standard):
            pairs.add((min(a, b), max(a, b)))

    for char, targets in variants.items():
        for target in targets:
            add(char, target)
    by_corner = collections.defaultdict(list)
    for char in known:
        for code in corners.get(char, []):
            if "." in code:
                by_corner[code].append(char)
    for chars in by_corner.values():
        for a in chars:
            for b in chars:
                if a < b and abs(strokes.get(a, 99) - strokes.get(b, 0)) <= 1:
                    add(a, b)
    by_part = collections.defaultdict(set)
    for char in known:
        if len(cangjie.get(char, "")) >= 3:
            for key in neighbours(cangjie[char]):
                by_part[key].add(char)
            # A swap of neighbours is shared by writing both orders.
            word = cangjie[char]
            for i in range(len(word) - 1):
                by_part[word[:i] + word[i + 1] + word[i] + word[i + 2:]].add(char)
    for chars in by_part.values():
        for a in chars:
            for b in chars:
                if a < b and abs(strokes.get(a, 99) - strokes.get(b, 0)) <= 2 and osa_at_most_one(cangjie[a], cangjie[b]):
                    add(a, b)
    similar = collections.defaultdict(set)
    for a, b in pairs:
        similar[a].add(b)
    (HERE / "glyph_similar.tsv").write_text(
        "".join(f"{a}\t{''.join(sorted(similar[a]))}\n" for a in sorted(similar)), encoding="utf-8")
    many = {c: list(dict.fromkeys(r)) for c, r in readings.items()}
    (HERE / "readings.tsv").write_text(
        "".join(f"{c}\t{' '.join(r)}\n" for c, r in sorted(many.items()) if len(r) > 1 and c in known), encoding="utf-8")
    print(len(standard), "standard characters,", len(pairs), "pairs")


main()
