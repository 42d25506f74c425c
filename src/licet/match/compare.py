"""Two names, or two parties: are they one? The same alignment and the same weights as the index.

There is no list here to count words in, so their rarity is the one known beforehand (`rarity`). A comparison
is symmetric: each side is laid against the other and the better of the two counts.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any, Final

import numpy as np

from licet.core.trade import Name, Party
from licet.match import kernel, score
from licet.match.align import align
from licet.match.arrays import DERIVED, WEAK
from licet.match.build import Names, build_arrays
from licet.match.explain import Evidence, Pair, evidence_of, pairs_of, sentence_of
from licet.match.normal import Reading, read_name
from licet.match.outright import all_met, named_outright
from licet.match.policy import DEFAULT, Policy, Verdict
from licet.match.query import query_arrays, readings
from licet.match.record import entry_of_party
from licet.match.retrieve import weigh
from licet.match.roles import Roles, natural_order, roles_of, ship_differs

__all__ = ["Comparison", "compare"]

_ACRONYM_LETTERS: Final = 4
_JUST_BELOW: Final = 0.01
_SHIPS: Final = frozenset({"vessel", "aircraft"})


@dataclass(frozen=True, slots=True, kw_only=True)
class Comparison:
    """What speaks for and against two names being one party.

    Attributes:
        score: 0 to 1; at least the threshold of the verdict where a name is named outright.
        rank: the fine signal, in log-odds.
        verdict: match, review or no match.
        pairs: both names aligned: `ours` are words of the first, `theirs` of the second.
        evidence: for and against, the weightiest first.
        sentence: the whole in one sentence.
    """

    score: float
    rank: float
    verdict: Verdict
    pairs: tuple[Pair, ...]
    evidence: tuple[Evidence, ...]
    sentence: str


def _party(side: str | Party) -> Party:
    return Party(names=(Name(text=side),)) if isinstance(side, str) else side


def compare(a: str | Party, b: str | Party, kind: str = "any", *, policy: Policy | None = None) -> Comparison:
    """Compare two names or parties.

    Args:
        a: a name or a party.
        b: another.
        kind: what both are: `person`, `organisation`, `vessel`, or `any` when not known.
        policy: thresholds; the default policy when None.
    """
    sides = (_party(a), _party(b))
    arrays, held = build_arrays(entry_of_party(side, id=number) for number, side in enumerate(sides))
    entry = np.array(held.entry, dtype=np.int32)
    rows: list[Any] = []
    keys: list[tuple[int, int, Reading, str]] = []
    loops = _Loops(arrays)
    for number, side in enumerate(sides):
        for text in (name.text for name in side.names):
            for reading in read_name(text):  # two companies of one group are two
                query = query_arrays([reading])
                weigh(arrays, query)
                for name in np.flatnonzero(entry != number).tolist():
                    # two names in scripts of their own are spelt in Latin letters by one hand: no guess apart
                    foreign = reading.foreign and not _is_foreign(_listed(held, name))
                    rows.append(loops.summary(query, name, held.mark[name], foreign=foreign))
                    keys.append((number, name, reading, text))
    rules = policy or DEFAULT
    if not rows:
        nothing = rules.verdict(0.0, kind)
        return Comparison(
            score=0.0, rank=-30.0, verdict=nothing, pairs=(), evidence=(), sentence="No name to compare."
        )
    person = kind == "person" or (kind == "any" and not _looks_organised(arrays))
    kinds = np.full(len(rows), score.PERSON if person else score.THING)
    signal = score.rank_signal(np.stack(rows), kinds)
    best = int(np.argmax(signal))
    value = float(score.score_of(signal[best]))
    verdict = rules.verdict(value, kind)
    value, verdict = _outright(np.stack(rows), signal, verdict, kind if not person else "person", rules)
    number, name, reading, text = keys[best]
    pairs = pairs_of(arrays, name, reading)
    listed = _listed(held, name)
    if person:
        roles = _roles(pairs, text, listed)
        if roles is Roles.SAME and verdict is Verdict.NO_MATCH:
            value, verdict = rules.person.review, Verdict.REVIEW
        elif roles in (Roles.CHILD, Roles.OTHER):
            value, verdict = _below(value, rules.person.review), Verdict.NO_MATCH
    elif kind in _SHIPS and ship_differs(pairs):
        value, verdict = _below(value, rules.vessel.review), Verdict.NO_MATCH
    if number == 1:
        # the second laid against the first scored better; who asked still finds the first on the left
        text, listed, pairs = listed, text, _turned(pairs)
    return Comparison(
        score=value,
        rank=float(signal[best]),
        verdict=verdict,
        pairs=pairs,
        evidence=evidence_of(pairs),
        sentence=sentence_of(text, listed, kind, value, verdict, pairs),
    )


def _turned(pairs: Sequence[Pair]) -> tuple[Pair, ...]:
    """The pairs seen from the other name: what met first, then what only one name has."""
    turned = [replace(pair, ours=pair.theirs, theirs=pair.ours) for pair in pairs]
    return tuple(sorted(turned, key=lambda pair: (not pair.ours, not pair.theirs)))


def _roles(pairs: Sequence[Pair], ours: str, theirs: str) -> Roles:
    """What the places of the words say, in the first reading of each name."""
    a, b = readings(natural_order(ours)), readings(natural_order(theirs))
    return roles_of(pairs, a[0], b[0]) if a and b else Roles.OPEN


def _below(value: float, review: float) -> float:
    """A score that is below the threshold of review."""
    return min(value, max(review - _JUST_BELOW, 0.0))


def _outright(table: Any, signal: Any, verdict: Verdict, kind: str, rules: Policy) -> tuple[float, Verdict]:
    """Score and verdict with the policy on names that are named outright, as a search has it.

    Here there are two names only: an acronym of four letters, or common words that all meet, are no accident among
    thousands.
    """
    value, limits = float(score.score_of(signal.max())), rules.thresholds(kind)
    seen = all_met(table)
    if kind != "person":
        whole, brand = named_outright(table, signal)
        if rules.whole_names and whole.any():
            return max(value, limits.match), Verdict.MATCH
        seen |= brand | ((table[:, kernel.IS_ACRONYM] > 0) & (table[:, kernel.Q_LETTERS] >= _ACRONYM_LETTERS))
    if rules.brands and seen.any() and verdict is Verdict.NO_MATCH:
        return max(value, limits.review), Verdict.REVIEW
    return value, verdict


def _listed(held: Names, name: int) -> str:
    return bytes(held.listed[held.listed_at[name] : held.listed_at[name + 1]]).decode()


def _is_foreign(text: str) -> bool:
    return any(reading.foreign for reading in readings(text))


def _looks_organised(arrays: Any) -> bool:
    return bool(np.isin(arrays.word_kind, (kernel.LEGAL, kernel.GENERIC)).any())


class _Loops:
    """Scratch for aligning a few names."""

    def __init__(self, arrays: Any) -> None:
        self.arrays = arrays
        self.scratch = kernel.scratch_for(1)

    def summary(self, query: Any, name: int, mark: int, *, foreign: bool) -> Any:
        """One row of the table of summaries."""
        table = np.zeros((1, len(kernel.SUMMARY)))
        grams = kernel.likeness_of_grams(self.arrays, query, name)
        align(self.arrays, query, 0, 1, [name], [grams], table, 0, self.scratch)
        out = table[0]
        out[kernel.IS_WEAK] = bool(mark & WEAK)
        out[kernel.IS_DERIVED] = bool(mark & DERIVED)
        out[kernel.IS_FOREIGN] = foreign
        return out
