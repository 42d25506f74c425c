"""Why two names were taken for one, or not: the alignment in words."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np

from licet.match import kernel
from licet.match.align import align
from licet.match.arrays import HOW, LEGAL, NOISE, IndexArrays
from licet.match.normal import Reading
from licet.match.policy import Verdict
from licet.match.query import query_arrays
from licet.match.retrieve import weigh

__all__ = ["Evidence", "Pair", "evidence_of", "pairs_of", "sentence_of"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Pair:
    """Words of the query beside words of the listed name.

    Attributes:
        ours: the query's words; empty for what only the listed name has.
        theirs: the listed name's words; empty for what only the query has.
        how: how they met (`exact`, `typo`, `same meaning` ...); empty when they did not.
        likeness: 0 to 1.
        weight: how much the words say in a name, by their rarity, 0 to 1.
        telling: whether they are more than a legal form or a title.
    """

    ours: tuple[str, ...] = ()
    theirs: tuple[str, ...] = ()
    how: str = ""
    likeness: float = 0.0
    weight: float = 0.0
    telling: bool = True


@dataclass(frozen=True, slots=True, kw_only=True)
class Evidence:
    """One thing that speaks for or against a hit.

    Attributes:
        feature: what kind of evidence: `name`, `country`, `birth date`, `identifier`, `address`.
        how: in a few words (`exact`, `typo`, `left over`).
        ours: what the query has.
        theirs: what the listed party has.
        rarity: how much it says, 0 to 1.
        favours: +1 for, -1 against, 0 neither.
    """

    feature: str
    how: str
    ours: tuple[str, ...] = ()
    theirs: tuple[str, ...] = ()
    rarity: float = 0.0
    favours: int = 0


def _word_text(arrays: IndexArrays, word: int) -> str:
    codes = arrays.word_letters[arrays.word_start[word] : arrays.word_start[word + 1]].tolist()
    return "".join(chr(code + 96) if code <= 26 else chr(code - 27 + 48) for code in codes)


def pairs_of(arrays: IndexArrays, name: int, reading: Reading) -> tuple[Pair, ...]:
    """The alignment of one listed name with one reading, by the kernel that scored it."""
    if reading.of:
        # found by a group's brand: the reader sees what else the name says
        reading = replace(reading, words=reading.of, of=())
    query = query_arrays([reading])
    weigh(arrays, query)
    scratch = kernel.scratch_for(1)
    align(arrays, query, 0, 1, [name], [0.0], np.zeros((1, len(kernel.SUMMARY))), 0, scratch)
    met, sims, hows, taken = scratch.met, scratch.sims, scratch.hows, scratch.taken
    words = arrays.name_words[arrays.name_start[name] : arrays.name_start[name + 1]].tolist()
    theirs = [_word_text(arrays, word) for word in words]
    ours = [token.text for token in reading.words]
    pairs: list[Pair] = []
    used_q: set[int] = set()
    used_c: set[int] = set()
    for t in range(len(ours)):
        if t in used_q or met[t] < 0:
            continue
        c = int(met[t])
        group_q = [k for k in range(len(ours)) if met[k] == c]
        group_c = [k for k in range(len(theirs)) if taken[k] == t] or [c]
        used_q.update(group_q)
        used_c.update(group_c)
        pairs.append(
            Pair(
                ours=tuple(ours[k] for k in group_q),
                theirs=tuple(theirs[k] for k in group_c),
                how=HOW[int(hows[t])],
                likeness=round(float(sims[t]), 3),
                weight=round(max(float(arrays.word_mass[words[k]]) for k in group_c), 3),
                telling=reading.words[t].kind not in {LEGAL, NOISE},
            )
        )
    for t, text in enumerate(ours):
        if t not in used_q:
            telling = reading.words[t].kind not in {LEGAL, NOISE}
            pairs.append(Pair(ours=(text,), weight=round(float(query.mass[t]), 3), telling=telling))
    for c, text in enumerate(theirs):
        if c not in used_c:
            telling = int(arrays.word_kind[words[c]]) not in {LEGAL, NOISE}
            pairs.append(
                Pair(theirs=(text,), weight=round(float(arrays.word_mass[words[c]]), 3), telling=telling)
            )
    return tuple(pairs)


def evidence_of(pairs: Sequence[Pair]) -> tuple[Evidence, ...]:
    """What the alignment says for and against, the weightiest first."""
    found = []
    for pair in pairs:
        if pair.ours and pair.theirs:
            found.append(
                Evidence(
                    feature="name",
                    how=pair.how,
                    ours=pair.ours,
                    theirs=pair.theirs,
                    rarity=pair.weight,
                    favours=1,
                )
            )
        else:
            how = "only in the query" if pair.ours else "only in the listed name"
            favours = -1 if pair.telling else 0
            found.append(
                Evidence(
                    feature="name",
                    how=how,
                    ours=pair.ours,
                    theirs=pair.theirs,
                    rarity=pair.weight,
                    favours=favours,
                )
            )
    return tuple(sorted(found, key=lambda e: (-e.rarity * abs(e.favours), e.ours, e.theirs)))


def _met(pairs: Sequence[Pair]) -> str:
    by_how: dict[str, list[str]] = {}
    for pair in pairs:
        if pair.ours and pair.theirs and pair.telling:
            same = pair.ours == pair.theirs
            text = " ".join(pair.theirs) if same else f"{' '.join(pair.ours)} = {' '.join(pair.theirs)}"
            by_how.setdefault(pair.how, []).append(text)
    return "; ".join(f"{', '.join(texts)} ({how})" for how, texts in by_how.items())


def sentence_of(
    query: str, name: str, kind: str, score: float, verdict: Verdict, pairs: Sequence[Pair],
    beside: Sequence[Evidence] = (),
) -> str:  # fmt: skip
    """One sentence a reviewer can read."""
    said = [f"{e.feature}: {e.how} ({', '.join(e.theirs)})" for e in beside if e.favours > 0]
    against = [
        f"{e.feature}: {e.how} ({', '.join(e.ours)} / {', '.join(e.theirs)})" for e in beside if e.favours < 0
    ]
    over_q = [w for pair in pairs if not pair.theirs and pair.telling for w in pair.ours]
    over_c = [w for pair in pairs if not pair.ours and pair.telling for w in pair.theirs]
    met = _met(pairs)
    if met or not said:
        said.insert(0, met or "no telling word in common")
    if over_q:
        against.append(f"only in the query: {', '.join(over_q)}")
    if over_c:
        against.append(f"only in the listed name: {', '.join(over_c)}")
    asked = f"“{query}”: " if query else ""
    party = "party" if kind == "any" else kind
    but = f"; against: {'; '.join(against)}" if against else ""
    return f"{asked}{verdict.value} ({score:.2f}) with listed {party} “{name}”: {'; '.join(said)}{but}."
