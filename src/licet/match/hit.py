"""One answer of the index: which listed party, how sure, and why."""

from __future__ import annotations

from functools import cached_property
from typing import Any, Protocol

from licet.match.address import address_text
from licet.match.arrays import IndexArrays
from licet.match.explain import Evidence, Pair, evidence_of, pairs_of, sentence_of
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
        query: the name that was asked; empty where no name led here (an identifier or an address did).
        part, entry: where the index keeps the listed party.
        beside: evidence other than the name: country, birth date, identifier, address.
    """

    def __init__(
        self, index: Source, part: int, entry: int, name: int, reading: Reading | None, query: str, score: float,
        rank: float, kind: str, verdict: Verdict, beside: tuple[Evidence, ...] = (),
    ) -> None:  # fmt: skip
        self._index = index
        self.part = part
        self.entry = entry
        self._name = name
        self._reading = reading
        self.query = query
        self.score = score
        self.rank = rank
        self.kind = kind
        self.verdict = verdict
        self.beside = beside

    def weighed(self, rank: float, score: float, verdict: Verdict, beside: tuple[Evidence, ...]) -> Hit:
        """The same hit with more evidence weighed in."""
        return Hit(
            self._index, self.part, self.entry, self._name, self._reading, self.query, score, rank, self.kind,
            verdict, beside,
        )  # fmt: skip

    @cached_property
    def record(self) -> dict[str, Any]:
        """The entry as it was given to the index."""
        return self._index.record(self.part, self.entry)

    @property
    def id(self) -> Any:
        """The listed party's id."""
        return self.record["id"]

    @cached_property
    def name(self) -> str:
        """The listed name that met the query; the party's first name, or its address, where none did."""
        if self._reading is not None:
            return self._index.listed_name(self.part, self._name)
        names = self.record.get("names") or self.record.get("weak_names") or ()
        if names:
            return str(names[0])
        addresses = self.record.get("addresses") or ()
        return address_text(addresses[0]) if addresses else str(self.id)

    @cached_property
    def pairs(self) -> tuple[Pair, ...]:
        """Both names aligned, word by word; what is left over on either side stands alone."""
        if self._reading is None:
            return ()
        return pairs_of(self._index.part_arrays(self.part), self._name, self._reading)

    @cached_property
    def evidence(self) -> tuple[Evidence, ...]:
        """The evidence for and against: beside the name first, then the name's words by weight."""
        return (*self.beside, *evidence_of(self.pairs))

    def sentence(self) -> str:
        """The hit in one sentence."""
        return sentence_of(
            self.query, self.name, self.kind, self.score, self.verdict, self.pairs, self.beside
        )

    def __repr__(self) -> str:
        return (
            f"Hit(id={self.id!r}, name={self.name!r}, score={self.score:.3f}, verdict={self.verdict.value!r})"
        )
