"""How many of the listed names are found, exact and manipulated, list by list and class by class.

What a regulator's thematic review does with a firm's filter: take names of the lists the firm says it screens
against, ask for them as they stand and as criminals, clerks and other alphabets spell them, and count. Every
variant is made from the loaded lists by rule, the same for the same lists and seed.
"""

from __future__ import annotations

import hashlib
import heapq
import random
import unicodedata
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from licet.check.engine import Engine
from licet.core.listing import Listing
from licet.core.trade import Name, NameQuality, Party

__all__ = ["CLASSES", "Rate", "effectiveness"]

_ALL = 200
_MISSED = 5
#: Legal forms that people add and leave out (folded, without dots).
_FORMS = frozenset(
    {
        "co", "ltd", "limited", "llc", "inc", "incorporated", "corp", "corporation", "company", "plc",
        "gmbh", "ag", "sa", "sarl", "srl", "spa", "bv", "nv", "oy", "ab", "as", "jsc", "ojsc", "pjsc",
        "cjsc", "zao", "oao", "ooo", "pao", "ao", "llp", "lp", "pte", "pty", "fze", "fzco", "fzc",
        "est", "sdn", "bhd", "kk", "doo",
    }
)  # fmt: skip
_LATIN = "abcdefghijklmnopqrstuvwxyz"

Manipulate = Callable[[str, random.Random], str]


def _no_marks(text: str, _: random.Random) -> str:
    bare = "".join(c for c in unicodedata.normalize("NFKD", text) if not unicodedata.combining(c))
    return " ".join("".join(c if c.isalnum() else " " for c in bare.lower()).split())


def _no_form(text: str, _: random.Random) -> str:
    kept = [word for word in text.split() if _bare(word) not in _FORMS]
    return " ".join(kept).strip(" ,") if len(kept) < len(text.split()) else ""


def _bare(word: str) -> str:
    return "".join(char for char in word.lower() if char.isalnum())


def _turned(text: str, _: random.Random) -> str:
    words = text.replace(",", " ").split()
    return " ".join((*words[1:], words[0])) if len(words) > 1 else ""


def _short(text: str, chance: random.Random) -> str:
    words = text.split()
    if len(words) < 4:
        return ""
    del words[chance.randrange(1, len(words) - 1)]
    return " ".join(words)


def _joined(text: str, chance: random.Random) -> str:
    words = text.split()
    if len(words) < 2:
        return ""
    at = chance.randrange(len(words) - 1)
    return " ".join((*words[:at], words[at] + words[at + 1], *words[at + 2 :]))


def _at_a_letter(text: str, chance: random.Random, change: Callable[[str, int], str]) -> str:
    """A change at a letter inside a word of five letters or more; empty where there is none."""
    inside = [
        at
        for at in range(1, len(text) - 2)
        if text[at - 1].isalpha() and text[at].isalpha() and text[at + 1].isalpha()
        and len(_word_at(text, at)) >= 5
    ]  # fmt: skip
    return change(text, chance.choice(inside)) if inside else ""


def _word_at(text: str, at: int) -> str:
    start, end = at, at
    while start and text[start - 1].isalnum():
        start -= 1
    while end < len(text) and text[end].isalnum():
        end += 1
    return text[start:end]


def _left_out(text: str, chance: random.Random) -> str:
    return _at_a_letter(text, chance, lambda t, at: t[:at] + t[at + 1 :])


def _doubled(text: str, chance: random.Random) -> str:
    return _at_a_letter(text, chance, lambda t, at: t[: at + 1] + t[at:])


def _changed(text: str, chance: random.Random) -> str:
    other = chance.choice(_LATIN)
    return _at_a_letter(text, chance, lambda t, at: t[:at] + other + t[at + 1 :])


def _swapped(text: str, chance: random.Random) -> str:
    found = _at_a_letter(text, chance, lambda t, at: t[:at] + t[at + 1] + t[at] + t[at + 2 :])
    return "" if found == text else found


def _exact(text: str, _: random.Random) -> str:
    return text


#: Class -> how a primary name is changed; an empty result means that the name has no such variant.
CLASSES: Mapping[str, Manipulate] = {
    "exact": _exact,
    "case and marks": _no_marks,
    "legal form left out": _no_form,
    "words turned": _turned,
    "a middle word left out": _short,
    "words run together": _joined,
    "a letter left out": _left_out,
    "a letter doubled": _doubled,
    "a letter changed": _changed,
    "two letters swapped": _swapped,
}
#: Classes that other names of the entry make.
_OTHERS = ("an alias, exact", "another script")


@dataclass(frozen=True, slots=True, kw_only=True)
class Rate:
    """What became of the names of one list in one class.

    Attributes:
        list: list id.
        name_class: class of variant.
        tested: names asked for.
        alerted: those that alerted: a match or a review of the entry itself.
        matched: those of them that were a match.
        missed: some that did not alert: what was asked, and the entry.
    """

    list: str
    name_class: str
    tested: int
    alerted: int
    matched: int
    missed: tuple[tuple[str, str], ...] = field(default=())

    @property
    def rate(self) -> float:
        """Share that alerted; 0 where nothing was tested."""
        return self.alerted / self.tested if self.tested else 0.0


def effectiveness(
    engine: Engine,
    *,
    sample: int = 30,
    seed: str = "licet",
    progress: Callable[[int, int], None] | None = None,
) -> Iterator[Rate]:
    """The rates of each list and class, streaming by list.

    Args:
        engine: lists, thresholds and day to test.
        sample: entries a list.
        seed: which entries; the same seed takes the same ones.
        progress: called with (lists done, lists).
    """
    for done, list_id in enumerate(engine.lists, 1):
        chosen = _sample(engine, list_id, sample, seed)
        for name_class, asked in _asked(chosen, seed).items():
            yield _rate(engine, list_id, name_class, asked)
        if progress:
            progress(done, len(engine.lists))


def _sample(engine: Engine, list_id: str, many: int, seed: str) -> list[Listing]:
    def rank(listing: Listing) -> bytes:
        return hashlib.blake2b(f"{seed} {listing.id}".encode(), digest_size=8).digest()

    named = (
        one
        for one in engine.snapshot.listings(list_id)
        if one.party.names and not one.address_only and "NO_MAKER" not in one.notes
    )
    return heapq.nsmallest(many, named, key=rank)


def _asked(chosen: Sequence[Listing], seed: str) -> dict[str, list[tuple[str, Listing]]]:
    """Class -> the names to ask for, each with its entry."""
    found: dict[str, list[tuple[str, Listing]]] = {name: [] for name in (*CLASSES, *_OTHERS)}
    for listing in chosen:
        primary = listing.party.names[0].text
        for name, change in CLASSES.items():
            # Not for secrets: the same entry gets the same variant in every run.
            chance = random.Random(f"{seed} {name} {listing.id}")
            made = change(primary, chance)
            if made and (name == "exact" or made != primary):
                found[name].append((made, listing))
        strong = [one.text for one in listing.party.names[1:] if one.quality is not NameQuality.WEAK]
        latin = [text for text in strong if _is_latin(text)]
        native = [text for text in strong if not _is_latin(text)]
        for name, texts in zip(_OTHERS, (latin, native), strict=True):
            if texts:
                found[name].append((texts[0], listing))
    return {name: asked for name, asked in found.items() if asked}


def _is_latin(text: str) -> bool:
    letters = [char for char in text if char.isalpha()]
    return all("LATIN" in unicodedata.name(char, "") for char in letters)


def _rate(engine: Engine, list_id: str, name_class: str, asked: Sequence[tuple[str, Listing]]) -> Rate:
    parties = [Party(names=(Name(text=text),)) for text, _ in asked]
    alerted = matched = 0
    missed: list[tuple[str, str]] = []
    answers = engine.screen(parties, on=engine.today, limit=_ALL)
    for (text, listing), answer in zip(asked, answers, strict=True):
        met = next((one for one in answer.findings if one.listing.id == listing.id), None)
        if met is None:
            missed.append((text, listing.id))
            continue
        alerted += 1
        matched += met.verdict == "match"
    return Rate(
        list=list_id,
        name_class=name_class,
        tested=len(asked),
        alerted=alerted,
        matched=matched,
        missed=tuple(missed[:_MISSED]),
    )
