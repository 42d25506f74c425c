"""One answer of the index: which listed party, how sure, and why."""

from __future__ import annotations

from functools import cached_property
from typing import Any, Protocol

from licet.match.explain import Evidence, Pair, evidence_of, pairs_of, sentence_of
from licet.match.kernel import IndexArrays
from licet.match.normal import Reading
from licet.match.policy import Verdict

__all__ = ["Hit", "Source"]


class Source(Protocol):
    """What a hit needs of the index it came from."""

    def record(self, part: int, entry: int) -> dict[str, Any]:
        """One entry as it was given."""
        ...

    def listed_name(self, part: int, name: int) -> str:
        """One name as it was given."""
        ...

    def part_arrays(self, part: int) -> IndexArrays:
        """The arrays of one part."""
        ...


class Hit:
    """A listed party that a query may mean.

    The explanation is worked out when it is asked for, by the functions that made the score.

    Attributes:
        score: 0 to 1, calibrated.
        rank: the fine signal in log-odds; it goes on where the score is near 1.
        verdict: match, review or no match, by the policy asked with.
        kind: the listed party's kind (`person`, `organisation`, `vessel`, `aircraft`, `any`).
        query: the name that was asked.
    """

    def __init__(
        self, index: Source, part: int, entry: int, name: int, reading: Reading, query: str, score: float,
        rank: float, kind: str, verdict: Verdict,
    ) -> None:  # fmt: skip
        self._index = index
        self._part = part
        self._entry = entry
        self._name = name
        self._reading = reading
        self.query = query
        self.score = score
        self.rank = rank
        self.kind = kind
        self.verdict = verdict

    @cached_property
    def record(self) -> dict[str, Any]:
        """The entry as it was given to the index."""
        return self._index.record(self._part, self._entry)

    @property
    def id(self) -> Any:
        """The listed party's id."""
        return self.record["id"]

    @cached_property
    def name(self) -> str:
        """The listed name that met the query."""
        return self._index.listed_name(self._part, self._name)

    @cached_property
    def pairs(self) -> tuple[Pair, ...]:
        """Both names aligned, word by word; what is left over on either side stands alone."""
        return pairs_of(self._index.part_arrays(self._part), self._name, self._reading)

    @cached_property
    def evidence(self) -> tuple[Evidence, ...]:
        """The evidence for and against, the strongest first."""
        return evidence_of(self.pairs)

    def sentence(self) -> str:
        """The hit in one sentence."""
        return sentence_of(self.query, self.name, self.kind, self.score, self.verdict, self.pairs)

    def __repr__(self) -> str:
        return (
            f"Hit(id={self.id!r}, name={self.name!r}, score={self.score:.3f}, verdict={self.verdict.value!r})"
        )
