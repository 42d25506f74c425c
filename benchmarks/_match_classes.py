"""A labelled set of our own in the form of data/matching: the same classes of queries, other parties, other seeds.

Parties that data/matching asks for are left out, so what is tuned here is tuned blind to it. One seed is for
looking at, another is kept aside for the figures (`match_classes`).
"""

from __future__ import annotations

import random
import re
import unicodedata
from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Any

from rapidfuzz import fuzz

from benchmarks._match_data import CHANGES
from licet.match.normal import plain_key
from licet.match.words import read_table

__all__ = ["own_set"]

#: Writes a name anew; an empty text where the name gives nothing to change.
Maker = Callable[[str, random.Random], str]
#: Likeness to another of the party's names (rapidfuzz, 0 to 100) from which an alias is held out.
_LIKE = 62.0
_LETTERS = "abcdefghijklmnopqrstuvwxyz"
#: Classes that ask for persons, for bodies, for vessels alone.
_PERSONS = {"initials", "honorific", "ssb_translit", "ssb_phonetic", "cyrillic_person", "arabic_person", "hanzi_person",
            "middle_left_out"}  # fmt: skip
_BODIES = {"abbrev", "legal_form", "context", "cyrillic_org"}
_VESSELS = {"vessel_typo"}
_MAY_BE_SAME = {"exact", "case_punct", "vessel_typo"}
_LEAST_LETTERS = 4


def natural(name: str) -> str:
    """`SURNAME, Given` in the order people write it."""
    left, comma, right = name.partition(", ")
    return f"{right} {left.title()}" if comma and "," not in right and len(right.split()) <= 5 else name


def _edit(name: str, rng: random.Random) -> str:
    places = [at for at, char in enumerate(name) if char.isalpha()]
    if not places:
        return ""
    at = rng.choice(places)
    kind = rng.randrange(3)
    other = rng.choice(_LETTERS)
    if kind == 0:
        return name[:at] + name[at + 1 :]
    return name[:at] + other + name[at + (kind == 1) :]


def _edits(count: int) -> Maker:
    def make(name: str, rng: random.Random) -> str:
        for _ in range(count):
            name = _edit(name, rng)
        return name

    return make


def _transpose(name: str, rng: random.Random) -> str:
    places = [at for at in range(len(name) - 1) if name[at].isalpha() and name[at + 1].isalpha()]
    if not places:
        return ""
    at = rng.choice(places)
    return name[:at] + name[at + 1] + name[at] + name[at + 2 :]


_SCAN = (("O", "0"), ("I", "l"), ("l", "1"), ("S", "5"), ("B", "8"), ("rn", "m"), ("m", "rn"), ("g", "9"), ("Z", "2"),
         ("o", "0"), ("i", "1"), ("e", "c"))  # fmt: skip


def _ocr(name: str, rng: random.Random) -> str:
    fits = [(a, b) for a, b in _SCAN if a in name]
    for a, b in rng.sample(fits, min(len(fits), rng.choice((1, 2)))):
        name = name.replace(a, b, 1)
    return name


def _case(name: str, rng: random.Random) -> str:
    return rng.choice((str.upper, str.lower, str.title))(re.sub(r"[.,]", rng.choice(("", " ")), name))


def _drop(name: str, rng: random.Random) -> str:
    words = name.split()
    if len(words) < 3:
        return ""
    del words[rng.randrange(len(words))]
    return " ".join(words)


def _middle(name: str, rng: random.Random) -> str:
    words = name.split()
    return f"{words[0]} {words[-1]}" if len(words) > 2 else ""


def _reorder(name: str, rng: random.Random) -> str:
    words = name.replace(",", "").split()
    rng.shuffle(words)
    return " ".join(words)


def _initials(name: str, rng: random.Random) -> str:
    words = name.split()
    dot = rng.choice((".", ""))
    return " ".join([word[0] + dot for word in words[:-1]] + words[-1:]) if len(words) > 1 else ""


_SHORT = {"limited": "Ltd", "company": "Co", "corporation": "Corp", "international": "Intl", "center": "Ctr",
          "centre": "Ctr", "university": "Univ", "institute": "Inst", "technology": "Tech", "industry": "Ind",
          "development": "Dev", "engineering": "Eng", "industries": "Ind", "trading": "Trdg", "national": "Natl",
          "joint": "Jt", "department": "Dept", "manufacturing": "Mfg", "services": "Svcs", "and": "&"}  # fmt: skip


def _abbrev(name: str, rng: random.Random) -> str:
    out = " ".join(_SHORT.get(word.lower().strip(".,"), word) for word in name.split())
    return out if out != name else ""


def _form(name: str, rng: random.Random) -> str:
    forms = (
        "jsc",
        "ao",
        "Ltd",
        "LLC",
        "s.r.o.",
        "GmbH",
        "S.A.",
        "joint stock company",
        "Co., Ltd.",
        "ooo",
        "Inc",
    )
    words = name.split()
    known = {spelling for row in read_table("legal_forms") for spelling in row[2].split("|")}
    while len(words) > 1 and re.sub(r"[^a-z]", "", words[-1].lower()) in known:
        words.pop()
    return " ".join(words) + f" {rng.choice(forms)}"


def _spaces(name: str, rng: random.Random) -> str:
    gaps = [at for at, char in enumerate(name) if char == " "]
    if gaps and rng.random() < 0.5:
        at = rng.choice(gaps)
        return name[:at] + name[at + 1 :]
    inside = [at for at in range(2, len(name) - 2) if name[at - 1].isalpha() and name[at].isalpha()]
    at = rng.choice(inside) if inside else 0
    return f"{name[:at]} {name[at:]}" if at else ""


def _honorific(name: str, rng: random.Random) -> str:
    before = rng.choice(("Mr ", "Dr. ", "General ", "Maulawi ", "Haji ", "Eng. ", "Sheikh ", "Mrs ", ""))
    return before + name + ("" if before else " (deceased)")


def _context(name: str, rng: random.Random) -> str:
    before, after = rng.choice(
        (
            ("Attn: ", ""),
            ("", " Hong Kong"),
            ("", " (Head Office)"),
            ("", ", Moscow, Russia"),
            ("c/o ", ""),
            ("", " - Dubai branch"),
        )
    )
    return before + name + after


def _bare(name: str, rng: random.Random) -> str:
    return " ".join(word[0] + re.sub("[aeiouAEIOU]", "", word[1:]) for word in name.split())


def _invisible(name: str, rng: random.Random) -> str:
    at = rng.randrange(1, len(name))
    return name[:at] + rng.choice("\u200b\u200d\u2060\ufeff\u00ad") + name[at:]


def _diacritics(name: str, rng: random.Random) -> str:
    marks = "\u0301\u0300\u0308\u0302\u030c"
    out = [c + rng.choice(marks) if c.lower() in "aeiouscz" and rng.random() < 0.3 else c for c in name]
    return unicodedata.normalize("NFC", "".join(out))


def _vessel(name: str, rng: random.Random) -> str:
    pick = rng.randrange(3)
    return (
        rng.choice(("M/V ", "MT ", "MV ")) + name
        if pick == 0
        else name.title()
        if pick == 1
        else _edit(name, rng)
    )


def _combo(name: str, rng: random.Random) -> str:
    makers = (_edit, _transpose, _spaces, _reorder, _case, _ocr, CHANGES["romanised"])
    for maker in rng.sample(makers, 2):
        name = maker(name, rng) or name
    return name


MAKERS: dict[str, Maker] = {
    "exact": lambda name, rng: name, "case_punct": _case, "typo1": _edits(1), "typo2": _edits(2), "transpose": _transpose,
    "ocr": _ocr, "token_drop": _drop, "middle_left_out": _middle, "reorder": _reorder, "initials": _initials, "abbrev": _abbrev,
    "legal_form": _form, "concat_split": _spaces, "honorific": _honorific, "context": _context,
    "romanize": CHANGES["romanised"], "ssb_translit": CHANGES["spelling"], "ssb_phonetic": CHANGES["romanised"],
    "ssb_vowel_drop": _bare, "homoglyph": CHANGES["look-alikes"], "invisible": _invisible, "diacritics": _diacritics,
    "truncate": lambda name, rng: name[:20].strip(), "cyrillic_person": CHANGES["cyrillic"], "cyrillic_org": CHANGES["cyrillic"],
    "arabic_person": CHANGES["arabic"], "hanzi_person": CHANGES["han"], "combo2": _combo, "vessel_typo": _vessel,
}  # fmt: skip


def _fits(kind: str, sort: str) -> bool:
    if kind in _PERSONS:
        return sort == "Person"
    if kind in _BODIES:
        return sort in {"Organization", "LegalEntity"}
    return sort == "Vessel" if kind in _VESSELS else True


def _held_out(entries: Sequence[Mapping[str, Any]], count: int, rng: random.Random) -> dict[int, str]:
    """For some entries of several names: the one to take out, unless another of theirs has the same words."""
    out: dict[int, str] = {}
    for at in rng.sample(range(len(entries)), len(entries)):
        names = entries[at]["names"]
        if not 1 < len(names) < 12:
            continue
        chosen = rng.choice(names[1:])
        others = [plain_key(name) for name in names if name != chosen]
        own = plain_key(chosen)
        # an alias that is like none of the other names can be found by nobody
        if own not in others and max(fuzz.token_sort_ratio(own, other) for other in others) >= _LIKE:
            out[at] = chosen
        if len(out) == count:
            break
    return out


def own_set(
    entries: Sequence[Mapping[str, Any]], without: set[Any], each: int, seed: int
) -> tuple[list[dict[str, Any]], list[dict[str, Any]]]:
    """An index without some aliases, and queries with accepted ids.

    Args:
        entries: listed parties as in data/matching.
        without: ids that are asked for elsewhere.
        each: queries of a class; five times as many held-out aliases.
        seed: another one, another set.
    """
    rng = random.Random(seed)
    free = [at for at, entry in enumerate(entries) if entry["id"] not in without and entry["names"]]
    held = _held_out([entries[at] for at in free], 5 * each, rng)
    taken = {free[at]: alias for at, alias in held.items()}
    index = [
        {**entry, "names": [n for n in entry["names"] if n != taken.get(at)]}
        for at, entry in enumerate(entries)
    ]
    sharing: dict[str, list[Any]] = defaultdict(list)
    for entry in index:
        for key in {plain_key(name) for name in entry["names"]}:
            sharing[key].append(entry["id"])

    def row(text: str, kind: str, entry: Mapping[str, Any], source: str) -> dict[str, Any]:
        accept = sorted({entry["id"], *sharing.get(plain_key(source), ())})
        return {
            "q": text,
            "cls": kind,
            "target": entry["id"],
            "accept": accept,
            "type": entry.get("type"),
            "src": source,
        }

    queries = [row(alias, "heldout_alias", index[at], alias) for at, alias in taken.items()]
    for kind in MAKERS:
        fitting = [index[at] for at in free if _fits(kind, str(index[at].get("type")))]
        queries += [
            row(text, kind, entry, source) for text, entry, source in _of_class(kind, fitting, each, rng)
        ]
    return index, queries


def _of_class(
    kind: str, entries: Sequence[Mapping[str, Any]], each: int, rng: random.Random
) -> Iterator[tuple[str, Mapping[str, Any], str]]:
    """Queries of one class: text, entry, the name it was made from."""
    made = 0
    for _ in range(200 * each):
        if made == each:
            return
        entry = rng.choice(entries)
        if not entry["names"]:
            continue
        source = rng.choice(entry["names"])
        given = natural(source)
        if len(re.sub(r"\W", "", given)) < _LEAST_LETTERS:
            continue
        text = MAKERS[kind](given, rng)
        if len(text.replace(" ", "")) < _LEAST_LETTERS - 1 or (text == given and kind not in _MAY_BE_SAME):
            continue
        made += 1
        yield text, entry, source
