"""GLEIF level 2: who consolidates whom in the accounts. A lead to ownership, never a percentage.

Consolidation follows control under an accounting standard; 50 % need not be owned for it, and the
optional quantifier measures consolidation. Only a branch is its head office: wholly the same entity.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date
from typing import IO, Any

from lxml import etree

from licet.core.errors import InputError
from licet.core.fact import Share
from licet.owners.builder import Builder
from licet.owners.graph import Kind, Sort, Source

__all__ = ["read_exceptions", "read_xml"]

REGISTER = "GLEIF level 2"
_BRANCH = "IS_INTERNATIONAL_BRANCH_OF"
#: Type -> kind of the edge from the second node (parent) to the first (child).
_KINDS = {
    "IS_DIRECTLY_CONSOLIDATED_BY": Kind.LEAD,
    "IS_ULTIMATELY_CONSOLIDATED_BY": Kind.LEAD,
    _BRANCH: Kind.OWNS,
    "IS_FUND-MANAGED_BY": Kind.INFLUENCE,
    "IS_SUBFUND_OF": Kind.LEAD,
    "IS_FEEDER_TO": Kind.TIE,
}
_VOID = frozenset({"ANNULLED", "DUPLICATE", "TRANSFERRED"})


def read_xml(file: IO[bytes], name: str, builder: Builder) -> Iterator[InputError]:
    """Read relationship records (RR-CDF 1.1 or 2.1) as a stream."""
    records = etree.iterparse(
        file, events=("end",), resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False
    )
    place = 0
    try:
        for _, element in records:
            if etree.QName(element).localname != "RelationshipRecord":
                continue
            place += 1
            try:
                _record(element, place, name, builder)
            except (LookupError, ValueError) as error:
                yield InputError(
                    f"relationship record can't be read: {error}",
                    file=name,
                    line=place,
                    fix="compare with the RR-CDF 2.1 schema",
                )
            element.clear()
            while element.getprevious() is not None:
                del element.getparent()[0]
    except etree.XMLSyntaxError as error:
        raise InputError(
            f"not XML: {error.msg}", file=name, line=error.lineno or 0, fix="fetch the file again"
        ) from error
    if not place:
        raise InputError("no relationship records in it", file=name, fix="give a GLEIF RR-CDF file")


def _record(record: Any, place: int, name: str, builder: Builder) -> None:  # noqa: ANN401  (lxml is untyped here)
    kind = _KINDS[_text(record, "RelationshipType")]
    status = _text(record, "RelationshipStatus")
    registration = _text(record, "RegistrationStatus", default="")
    start, end = _period(record)
    if status == "NULL" or registration in _VOID or (status == "INACTIVE" and end is None):
        return
    child = _text(_find(record, "StartNode"), "NodeID")
    parent = _text(_find(record, "EndNode"), "NodeID")
    owner = builder.party(f"XI-LEI-{parent}", sort=Sort.ORGANISATION)
    owned = builder.party(f"XI-LEI-{child}", sort=Sort.ORGANISATION)
    branch = _text(record, "RelationshipType") == _BRANCH
    builder.edge(
        owner,
        owned,
        Share.exactly(100) if branch else Share.unknown(),
        Source(name=REGISTER, file=name, vouched=_text(record, "ValidationSources", default="")),
        kind=kind,
        start=start,
        end=end,
        place=place,
    )


def _period(record: Any) -> tuple[date | None, date | None]:  # noqa: ANN401
    """The relationship's own period; accounting and filing periods are not it."""
    for period in record.iter("{*}RelationshipPeriod"):
        if _text(period, "PeriodType", default="") == "RELATIONSHIP_PERIOD":
            start = _text(period, "StartDate", default="")
            end = _text(period, "EndDate", default="")
            return (
                date.fromisoformat(start[:10]) if start else None,
                date.fromisoformat(end[:10]) if end else None,
            )
    return None, None


def _find(record: Any, tag: str) -> Any:  # noqa: ANN401
    found = next(record.iter(f"{{*}}{tag}"), None)
    if found is None:
        raise LookupError(f"no {tag}")
    return found


def _text(record: Any, tag: str, *, default: str | None = None) -> str:  # noqa: ANN401
    found = next(record.iter(f"{{*}}{tag}"), None)
    text = (found.text or "").strip() if found is not None else ""
    if not text and default is None:
        raise LookupError(f"no {tag}")
    return text or (default or "")


def read_exceptions(records: Iterable[tuple[int, Any]], name: str, builder: Builder) -> Iterator[InputError]:
    """Read reporting exceptions: why an entity names no parent."""
    for place, record in records:
        for one in record.get("exceptions", [record]) if isinstance(record, dict) else [record]:
            try:
                owned = builder.party(f"XI-LEI-{one['LEI']}", sort=Sort.ORGANISATION)
                reason = one.get("ExceptionReason") or one["ExceptionReasons"]
                builder.note(owned, f"{REGISTER}: no {one['ExceptionCategory']} reported: {reason}")
            except (KeyError, TypeError) as error:
                yield InputError(
                    f"reporting exception without {error}",
                    file=name,
                    line=place,
                    fix="compare with the schema",
                )
