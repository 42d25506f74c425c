"""Labelled queries for fitting: listed names disturbed in the ways names get disturbed, and names not listed.

The disturbances are our own and seeded; the labelled set of data/matching is never read here.
"""

from __future__ import annotations

import csv
import gzip
import random
import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

from licet.match.scripts import han_syllable
from licet.match.words import read_table

__all__ = ["CHANGES", "Change", "clean_names", "hard_names", "positive_queries"]

Change = Callable[[str, random.Random], str]
CHANGES: dict[str, Change] = {}
_LETTERS = "abcdefghijklmnopqrstuvwxyz"
_KEYS = dict(
    zip(
        "qwertyuiopasdfghjklzxcvbnm",
        [
            "wa",
            "qes",
            "wrd",
            "etf",
            "ryg",
            "tuh",
            "yij",
            "uok",
            "ipl",
            "o",
            "qsz",
            "awdx",
            "sefc",
            "drgv",
            "fthb",
            "gyjn",
            "hukm",
            "jil",
            "ko",
            "asx",
            "zsdc",
            "xdfv",
            "cfgb",
            "vghn",
            "bhjm",
            "njk",
        ],
        strict=True,
    )
)


def change(name: str) -> Callable[[Change], Change]:
    """Register a disturbance."""

    def register(function: Change) -> Change:
        CHANGES[name] = function
        return function

    return register


def _natural(name: str) -> str:
    """`SURNAME, Given` in the order people write it."""
    left, comma, right = name.partition(", ")
    return f"{right} {left.title()}" if comma and "," not in right and len(right.split()) <= 4 else name


def _typo(name: str, rng: random.Random) -> str:
    places = [at for at, char in enumerate(name) if char.isalpha()]
    if len(places) < 3:
        return name
    at = rng.choice(places)
    char = name[at].lower()
    kind = rng.randrange(4)
    other = rng.choice(_KEYS.get(char, "ae")) if rng.random() < 0.5 else rng.choice(_LETTERS)
    if kind == 0:
        return name[:at] + name[at + 1 :]
    if kind == 1:
        return name[:at] + other + name[at:]
    if kind == 2 and at + 1 < len(name) and name[at + 1].isalpha():
        return name[:at] + name[at + 1] + name[at] + name[at + 2 :]
    return name[:at] + other + name[at + 1 :]


change("typo")(_typo)


@change("typos")
def _typos(name: str, rng: random.Random) -> str:
    return _typo(_typo(name, rng), rng)


@change("case")
def _case(name: str, rng: random.Random) -> str:
    return rng.choice([name.upper(), name.lower(), name.title(), re.sub(r"[^\w ]", "", name)])


@change("order")
def _order(name: str, rng: random.Random) -> str:
    words = name.replace(",", "").split()
    cut = rng.randrange(1, len(words)) if len(words) > 1 else 0
    return " ".join(words[cut:] + words[:cut])


@change("drop")
def _drop(name: str, rng: random.Random) -> str:
    words = name.split()
    if len(words) < 3:
        return name
    del words[rng.randrange(len(words))]
    return " ".join(words)


@change("initials")
def _initials(name: str, rng: random.Random) -> str:
    words = name.split()
    dot = rng.choice([".", ""])
    return " ".join([f"{word[0]}{dot}" for word in words[:-1]] + words[-1:]) if len(words) > 1 else name


@change("one initial")
def _one_initial(name: str, rng: random.Random) -> str:
    words = name.split()
    if len(words) < 2:
        return name
    at = rng.randrange(len(words) - 1)
    words[at] = words[at][0] + "."
    return " ".join(words)


@change("scan")
def _scan(name: str, rng: random.Random) -> str:
    swaps = [
        ("o", "0"),
        ("l", "1"),
        ("i", "1"),
        ("s", "5"),
        ("b", "8"),
        ("z", "2"),
        ("m", "rn"),
        ("rn", "m"),
        ("cl", "d"),
    ]
    lower = name.lower()
    fits = [(a, b) for a, b in swaps if a in lower]
    for a, b in rng.sample(fits, min(len(fits), rng.choice([1, 1, 2]))):
        at = name.lower().find(a)
        if at >= 0:
            name = name[:at] + b + name[at + len(a) :]
    return name


@change("spaces")
def _spaces(name: str, rng: random.Random) -> str:
    gaps = [at for at, char in enumerate(name) if char == " "]
    if gaps and rng.random() < 0.6:
        if rng.random() < 0.3:
            return name.replace(" ", "")
        at = rng.choice(gaps)
        return name[:at] + name[at + 1 :]
    inside = [at for at in range(2, len(name) - 2) if name[at - 1].isalpha() and name[at].isalpha()]
    if not inside:
        return name
    at = rng.choice(inside)
    return name[:at] + " " + name[at:]


@change("form")
def _form(name: str, rng: random.Random) -> str:
    forms = [
        "Ltd",
        "Limited",
        "LLC",
        "Inc.",
        "Co., Ltd.",
        "JSC",
        "OOO",
        "GmbH",
        "S.A.",
        "PLC",
        "Corp.",
        "Company",
    ]
    words = name.split()
    known = {spelling for row in read_table("legal_forms") for spelling in row[2].split("|")}
    while len(words) > 1 and re.sub(r"[^a-z]", "", words[-1].lower()) in known:
        words.pop()
    return " ".join(words) + (f" {rng.choice(forms)}" if rng.random() < 0.6 else "")


@change("title")
def _title(name: str, rng: random.Random) -> str:
    return f"{rng.choice(['Mr', 'Dr.', 'Sheikh', 'Haji', 'Eng.', 'Gen.', 'H.E.', 'Prof.', 'Mrs', 'Sayyid'])} {name}"


@change("context")
def _context(name: str, rng: random.Random) -> str:
    before = ["M/s ", "The ", "c/o ", "Messrs ", ""]
    after = [", Moscow, Russia", " (Head Office)", ", Dubai", " Hong Kong", " - branch", ", Tehran, Iran", ""]
    return rng.choice(before) + name + rng.choice(after)


_HABITS = [
    ("kh", "h"), ("kh", "k"), ("ou", "u"), ("u", "ou"), ("oo", "u"), ("ee", "i"), ("i", "ee"), ("y", "i"), ("i", "y"),
    ("v", "w"), ("w", "v"), ("k", "c"), ("c", "k"), ("q", "k"), ("k", "q"), ("sh", "ch"), ("j", "dzh"), ("ya", "ia"),
    ("iy", "y"), ("ey", "ei"), ("ei", "ey"), ("o", "u"), ("u", "o"), ("a", "e"), ("e", "a"), ("e", "i"), ("z", "s"),
    ("s", "z"), ("ph", "f"), ("f", "ph"), ("x", "ks"), ("ks", "x"), ("ff", "f"), ("ss", "s"), ("mm", "m"), ("th", "t"),
    ("dh", "d"), ("zh", "j"), ("ch", "tch"), ("ts", "tz"), ("ye", "e"), ("yo", "io"), ("yu", "iu"), ("ov", "off"),
    ("gh", "g"), ("ck", "k"), ("sh", "sch"), ("ai", "ay"),
]  # fmt: skip


@change("romanised")
def _romanised(name: str, rng: random.Random) -> str:
    out = name.lower()
    fits = [(a, b) for a, b in _HABITS if a in out]
    for a, b in rng.sample(fits, min(len(fits), rng.choice([1, 2, 3]))):
        places = [found.start() for found in re.finditer(a, out)]
        if places:
            at = rng.choice(places)
            out = out[:at] + b + out[at + len(a) :]
    return out.title()


@change("vowels")
def _vowels(name: str, rng: random.Random) -> str:
    return " ".join(
        word if len(word) < 4 else word[0] + re.sub("[aeiouAEIOU]", "", word[1:-1]) + word[-1]
        for word in name.split()
    )


@change("spelling")
def _spelling(name: str, rng: random.Random) -> str:
    words = name.split()
    groups = [[head, *others.split("|")] for head, others in read_table("given_names")]
    for at, word in enumerate(words):
        for group in groups:
            if word.lower().strip(",") in group and rng.random() < 0.8:
                words[at] = rng.choice(group).title()
                break
    return " ".join(words)


@change("cut")
def _cut(name: str, rng: random.Random) -> str:
    return name[: rng.choice([15, 20, 25, 35])].strip()


@change("short words")
def _short_words(name: str, rng: random.Random) -> str:
    words = []
    for word in name.split():
        stem = word.lower().strip(".,")
        if len(stem) > 6 and rng.random() < 0.4:
            words.append(word[: rng.choice([3, 4, 5])] + rng.choice(["", "."]))
        elif len(stem) > 6 and rng.random() < 0.2:
            words.append(word[0] + re.sub("[aeiou]", "", word[1:].lower())[:4])
        else:
            words.append(word)
    return " ".join(words)


@change("passport")
def _passport(name: str, rng: random.Random) -> str:
    """A middle name missing and another romanisation: what stands in a passport."""
    words = name.split()
    if len(words) > 2:
        del words[rng.randrange(1, len(words) - 1)]
    return CHANGES[rng.choice(["romanised", "romanised", "spelling", "typo"])](" ".join(words), rng)


@change("extra")
def _extra(name: str, rng: random.Random) -> str:
    """A word of business more than the list has: a division, a daughter, a trade name."""
    words = [
        "Telecommunications",
        "Trading",
        "Group",
        "International",
        "Services",
        "Logistics",
        "Holding",
        "Engineering",
    ]
    return f"{name} {rng.choice(words)}"


@change("mixed")
def _mixed(name: str, rng: random.Random) -> str:
    for _ in range(2):
        name = CHANGES[rng.choice([n for n in CHANGES if n != "mixed"])](name, rng)
    return name


@change("look-alikes")
def _lookalikes(name: str, rng: random.Random) -> str:
    return "".join(rng.choice([c, "аеорсухі"["aeopcyxi".index(c)]]) if c in "aeopcyxi" else c for c in name)


_TO_CYRILLIC = [
    ("shch", "щ"), ("zh", "ж"), ("kh", "х"), ("ts", "ц"), ("ch", "ч"), ("sh", "ш"), ("yu", "ю"), ("ya", "я"),
    ("yo", "ё"), ("ye", "е"), ("iy", "ий"), *zip("abvgdezijklmnoprstufhyqwxc", "абвгдезийклмнопрстуфхыквхк", strict=True),
]  # fmt: skip
_TO_ARABIC = [
    ("sh", "ش"), ("kh", "خ"), ("gh", "غ"), ("ch", "چ"), ("th", "ث"), ("dh", "ذ"), ("aa", "ا"), ("ee", "ي"), ("oo", "و"),
    *zip("bptjdrzsfqklmnhwyvgc", "بپتجدرزسفقكلمنهويوجك", strict=True), ("i", "ي"), ("u", "و"), ("o", "و"), ("a", "ا"), ("e", ""),
]  # fmt: skip


def _into(table: Sequence[tuple[str, str]], name: str) -> str:
    out = []
    at = 0
    low = re.sub(r"[^a-z ]", "", name.lower())
    while at < len(low):
        for a, b in table:
            if low.startswith(a, at):
                out.append(b)
                at += len(a)
                break
        else:
            out.append(low[at])
            at += 1
    return "".join(out)


@change("cyrillic")
def _cyrillic(name: str, rng: random.Random) -> str:
    return _into(_TO_CYRILLIC, name).title()


@change("arabic")
def _arabic(name: str, rng: random.Random) -> str:
    kept = "".join(c for c in name if c.lower() not in "ae" or rng.random() < 0.5)
    return _into(_TO_ARABIC, kept)


def _characters() -> Mapping[str, str]:
    return {syllable: chars for syllable, chars in read_table("han_pinyin")}  # noqa: C416


@change("han")
def _han(name: str, rng: random.Random) -> str:
    table = _characters()
    out = []
    for word in re.sub(r"[^a-z ]", "", name.lower()).split():
        at = 0
        while at < len(word):
            for size in range(6, 0, -1):
                piece = word[at : at + size]
                if piece in table and len(piece) == size:
                    out.append(rng.choice(table[piece][:20]))
                    at += size
                    break
            else:
                return name
    text = "".join(out)
    return text if 2 <= len(text) <= 4 and all(han_syllable(c) for c in text) else name


#: Where a disturbance makes sense.
_PERSON_ONLY = {"passport", "initials", "one initial", "title", "spelling", "han", "arabic"}
_THING_ONLY = {"extra", "form", "short words"}


def positive_queries(
    entries: Sequence[Mapping[str, Any]], count: int, seed: int
) -> Iterator[tuple[str, Any, str, str]]:
    """Disturbed names: query, id of the entry, class, the name it was made from."""
    rng = random.Random(seed)
    chosen = [entry for entry in entries if entry["names"]]
    kinds = list(CHANGES)
    made = 0
    while made < count:
        entry = rng.choice(chosen)
        name = _natural(rng.choice(entry["names"]))
        person = entry.get("type") == "Person"
        kind = "passport" if person and rng.random() < 0.1 else rng.choice(kinds)
        if (kind in _PERSON_ONLY and not person) or (kind in _THING_ONLY and person):
            continue
        text = CHANGES[kind](name, rng)
        if len(text.replace(" ", "")) < 3 or (kind in {"han", "drop"} and text == name):
            continue
        made += 1
        yield text, entry["id"], kind, name


def _rows(path: Path) -> Iterator[dict[str, str]]:
    with gzip.open(path, "rt", encoding="utf-8", newline="") as file:
        yield from csv.DictReader(file)


def clean_names(folder: Path, count: int, seed: int, without: set[str]) -> list[str]:
    """Names of persons and companies that are not listed, from data/negatives; `without` is left out."""
    rng = random.Random(seed)
    found: dict[str, list[str]] = {}
    for file in ("companies-world-listed-2026-08.csv.gz", "companies-sec-registrants-2026-10.csv.gz"):
        found[file] = [row["name"] for row in _rows(folder / file) if row.get("possibly_listed") != "1"]
    for file in ("persons-synthetic-global-50k.csv.gz", "persons-synthetic-us-50k.csv.gz"):
        rows = list(_rows(folder / file))
        column = next(c for c in ("full_name", "name") if c in rows[0]) if rows else "name"
        found[file] = [row[column] for row in rows]
    out: list[str] = []
    for file, share in zip(found, (0.25, 0.3, 0.35, 0.1), strict=True):
        fresh = [name for name in dict.fromkeys(found[file]) if name and name not in without]
        out += rng.sample(fresh, min(len(fresh), int(count * share)))
    return out


def hard_names(entries: Sequence[Mapping[str, Any]], count: int, seed: int) -> list[str]:
    """Names made of the parts of listed names: given and family names crossed, words swapped, edited beyond
    a typo.
    """
    rng = random.Random(seed)
    people = [_natural(e["names"][0]).split() for e in entries if e.get("type") == "Person" and e["names"]]
    people = [words for words in people if len(words) > 1]
    things = [e["names"][0].split() for e in entries if e.get("type") != "Person" and e["names"]]
    things = [words for words in things if len(words) > 2]
    listed = {" ".join(words).casefold() for words in people + things}
    out: list[str] = []
    while len(out) < count:
        kind = rng.randrange(4)
        words, other = rng.choice(people), rng.choice(people)
        if kind == 0:
            made = [words[0], other[-1]]
        elif kind == 1:
            made = [*words[:-1], other[0]]
        elif kind == 2:
            longest = max(words, key=len)
            if len(longest) < 5:
                continue
            broken = longest[0] + rng.choice("aeiou") + rng.choice("rlnst") + longest[-1]
            made = [broken if word == longest else word for word in words]
        else:
            words, other = rng.choice(things), rng.choice(things)
            at = rng.randrange(len(words))
            made = [*words[:at], rng.choice(other), *words[at + 1 :]]
        text = " ".join(made)
        if text.casefold() not in listed:
            out.append(text)
    return out
