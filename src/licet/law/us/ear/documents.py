"""The documents that changed the EAR, with their days, and the shipments that their savings clauses spare.

Publication is not effect, effect is not compliance, and one document may have several effective days (87 FR
62186 has three). Each line says how it is known; what was read in summaries or is from memory is so marked.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from functools import cache
from importlib import resources

from licet.core.errors import SourceError

__all__ = [
    "KNOWN",
    "Document",
    "Saving",
    "documents",
    "entity_savings",
    "of_citation",
    "saving_known",
    "savings",
    "savings_of",
]

#: How a line is known.
KNOWN = {
    "T": "the official text was read",
    "D": "dates read in official data or in the regulation's source notes",
    "S": "read in summaries",
    "M": "from memory",
}
_CONFIRMED = frozenset({"T", "D"})


@dataclass(frozen=True, slots=True, kw_only=True)
class Document:
    """One Federal Register document and one provision that it dates.

    Attributes:
        cite: volume and first page (`84 FR 54002`).
        last: its last page.
        number: the document number (`2019-22210`).
        published: the day of the issue.
        effective: the first day of the provision.
        compliance: the day from which it must be observed, where that is later.
        provision: what it changed.
        corrects: the document whose dates it corrects; empty for none.
        known: key of `KNOWN`.
        about: what it is about, in our words.
    """

    cite: str
    last: int
    number: str
    published: date
    effective: date
    compliance: date | None
    provision: str
    corrects: str
    known: str
    about: str

    @property
    def confirmed(self) -> bool:
        """Whether the days come from official text."""
        return self.known in _CONFIRMED


@dataclass(frozen=True, slots=True, kw_only=True)
class Saving:
    """One savings clause: what it saves, and which shipments.

    Attributes:
        cite: the document.
        saves: a rule's id, a paragraph of part 742, or `entity list`.
        since: the first day of the new requirement.
        aboard: the day on which the item must have been aboard a carrier on its way to a port.
        made: the day before which its production must have begun; None when that does not count.
        before: the first day that is too late to export it; None when the clause names none.
        known: key of `KNOWN`.
    """

    cite: str
    saves: str
    since: date
    aboard: date | None
    made: date | None
    before: date | None
    known: str

    @property
    def confirmed(self) -> bool:
        """Whether its terms come from official text."""
        return self.known in _CONFIRMED


def _rows(name: str) -> Iterator[tuple[int, list[str]]]:
    text = resources.files("licet.law.us.ear.tables").joinpath(name).read_text(encoding="utf-8")
    lines = [(number, line) for number, line in enumerate(text.splitlines(), 1) if line[:1] not in ("", "#")]
    width = lines[0][1].count("\t") + 1
    for number, line in lines[1:]:
        cells = line.split("\t")
        if len(cells) != width:
            raise SourceError(
                f"{len(cells)} cells, not {width}", place=f"{name}, line {number}", fix="mend the line"
            )
        yield number, cells


def _day(text: str) -> date | None:
    return date.fromisoformat(text) if text else None


@cache
def documents() -> tuple[Document, ...]:
    """All documents held, in the order of the table: by volume and page."""
    return tuple(
        Document(
            cite=cite,
            last=int(last),
            number=number,
            published=date.fromisoformat(published),
            effective=date.fromisoformat(effective),
            compliance=_day(compliance),
            provision=provision,
            corrects=corrects,
            known=known,
            about=about,
        )
        for _, (cite, last, number, published, effective, compliance, provision, corrects, known, about)
        in _rows("documents.tsv")
    )  # fmt: skip


@cache
def savings() -> tuple[Saving, ...]:
    """All savings clauses held."""
    return tuple(
        Saving(
            cite=cite,
            saves=saves,
            since=date.fromisoformat(since),
            aboard=_day(aboard),
            made=_day(made),
            before=_day(before),
            known=known,
        )
        for _, (cite, saves, since, aboard, made, before, known) in _rows("savings.tsv")
    )


@cache
def _by_target() -> dict[str, tuple[Saving, ...]]:
    found: dict[str, list[Saving]] = {}
    for each in savings():
        found.setdefault(each.saves, []).append(each)
    return {target: tuple(many) for target, many in found.items()}


def savings_of(target: str) -> tuple[Saving, ...]:
    """The savings clauses that name a rule or a paragraph."""
    return _by_target().get(target, ())


def entity_savings(start: date) -> tuple[Saving, ...]:
    """The savings clauses of the documents that put parties on the Entity List on a day."""
    return tuple(each for each in savings_of("entity list") if each.since == start)


def saving_known(cite: str, day: date) -> str:
    """How well the day of the savings clause of an Entity List document is known, in words.

    Args:
        cite: volume and first page of the document.
        day: the day that a filing prints.
    """
    held = [each for each in savings_of("entity list") if each.cite == cite]
    others = sorted({str(each.aboard) for each in held if each.aboard != day})
    if others:
        return f"not confirmed: {', '.join(others)} is held for {cite}"
    if not held:
        return "as the filing prints it"
    doubts = [KNOWN[each.known] for each in held if not each.confirmed]
    return f"not confirmed: {doubts[0]}" if doubts else "confirmed by the official text"


def of_citation(volume: int, page: int) -> tuple[Document, ...]:
    """The documents in whose pages a citation lies: an entry cites its own page, not the first."""
    found = []
    for each in documents():
        own, _, first = each.cite.split()
        if int(own) == volume and int(first) <= page <= each.last:
            found.append(each)
    return tuple(found)
