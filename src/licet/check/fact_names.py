"""Which question a key of a file means: its own path, a word people use for it, or the concern it names.

A key that nobody has listed still counts when it plainly names a concern: `end_use.missile_plant_at_isfahan`
speaks of missiles. That reading is only ever made for concerns, whose yes asks for more and never for less;
what would excuse a trade must be stated by a name that licet knows.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from functools import lru_cache

from licet.check.fact_words import ITEM_WORDS, PARTY_WORDS, TRADE_WORDS, USE_WORDS, fold, phrases
from licet.law.book import questions

__all__ = ["concerns_in", "is_negated", "question_of"]

#: Questions whose yes makes a requirement or a duty and lifts nothing.
_CONCERNS = frozenset(
    {
        "use.nuclear", "use.rocket_or_uav", "use.chemical_biological", "use.maritime_nuclear",
        "use.military", "use.military_intelligence", "use.supercomputer", "use.advanced_node",
        "use.ic_production", "use.sme_production", "use.russian_oil_project", "use.precursor_plant",
        "use.for_footnote_1_product", "use.for_footnote_3_product", "use.for_footnote_4_product",
        "use.for_footnote_5_product", "use.wmd_delivery", "party.military_end_user",
        "party.military_intelligence_end_user", "trade.red_flag", "trade.known_violation",
    }
)  # fmt: skip
_NO = frozenset({"not", "no", "non", "without", "never", "excluded", "civil", "civilian"})
_IDLE = frozenset(
    {"end", "use", "user", "uses", "for", "of", "in", "the", "is", "a", "an", "at", "to", "known", "item",
     "will", "be", "used", "by", "with", "and", "or", "party", "there"}
)  # fmt: skip


def question_of(key: str, prefixes: tuple[str, ...], words: Mapping[str, str]) -> str | None:
    """The path of the question that a key answers; None when licet has none for it.

    Args:
        key: as written: `use.nuclear`, `nuclear_end_use`, `food or medicine`.
        prefixes: the groups of questions that the place of the key allows.
        words: the words of that place, asked before those of other places.
    """
    every = questions()
    if key in every:
        return key
    for prefix in prefixes:
        if prefix + key in every:
            return prefix + key
    folded = fold(key)
    for table in (words, ITEM_WORDS, USE_WORDS, PARTY_WORDS, TRADE_WORDS):
        path = table.get(folded)
        if path is None or path not in every:
            continue
        if path.startswith(prefixes) or path.startswith(("use.", "trade.")):
            return path
    return _concern_of(key, prefixes)


def _tokens(text: str) -> frozenset[str]:
    return frozenset(re.findall(r"[a-z]+|\d+", text.casefold()))


def is_negated(key: str) -> bool:
    """Whether a key says that something is not so: `not_military`, `no_nuclear_use`."""
    return bool(_tokens(key) & _NO)


@lru_cache(maxsize=1)
def _named() -> tuple[tuple[frozenset[str], str], ...]:
    """What plainly names each concern, longest first."""
    found = {
        (_tokens(phrase) - _IDLE, path)
        for path, phrase in phrases()
        if path in _CONCERNS and _tokens(phrase) - _IDLE
    }
    return tuple(sorted(found, key=lambda each: (-len(each[0]), each[1])))


@lru_cache(maxsize=1024)
def _concern_of(key: str, prefixes: tuple[str, ...]) -> str | None:
    tokens = _tokens(key)
    best = [
        (named, path)
        for named, path in _named()
        if named <= tokens and (path.startswith(prefixes) or path.startswith(("use.", "trade.")))
    ]
    longest = {path for named, path in best if len(named) == len(best[0][0])}
    return longest.pop() if len(longest) == 1 else None


_SPOKEN = {
    "use.nuclear": r"nuclear|enrichment|centrifuge|reprocessing",
    "use.rocket_or_uav": r"missile|rocket|ballistic|\buavs?\b|drones?\b|unmanned aerial",
    "use.chemical_biological": r"(?:chemical|biological) (?:weapon|warfare)|nerve agent",
    "use.maritime_nuclear": r"nuclear (?:submarine|propulsion)",
    "use.military": r"military|\barmy\b|\bnavy\b|air force|weapon|munition|armed forces",
    "use.military_intelligence": r"intelligence (?:agency|service|directorate)|military intelligence",
    "use.supercomputer": r"supercomput|exascale",
    "use.advanced_node": r"advanced[- ]node|\b(?:[357]|1[0-6]) ?(?:nm|nanomet)|finfet|gaafet",
    "use.russian_oil_project": r"deepwater|arctic offshore|\bshale\b",
}
_DENIED = re.compile(r"(?:\bnot?\b|\bnon\b|\bwithout\b|\bcivil(?:ian)?\b|\bpeaceful\b)[\w\s,-]{0,24}$")


def concerns_in(text: str) -> Iterator[str]:
    """The concerns that a description of the end use speaks of, where it does not deny them."""
    lower = text.casefold()
    for path, pattern in _SPOKEN.items():
        if any(not _DENIED.search(lower[: found.start()]) for found in re.finditer(pattern, lower)):
            yield path
