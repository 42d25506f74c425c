"""Check one party, or a file of them, against the lists."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass
from datetime import date
from pathlib import Path

from licet.check.engine import Engine, open_engine
from licet.check.finding import Disposition, Finding, ListState, PartyCheck
from licet.check.party import COLUMNS, find_columns, party_of, party_of_row
from licet.check.same import found_parties, meaning_of
from licet.core.errors import InputError
from licet.core.listing_words import describe_policy, describe_requirement
from licet.core.trade import Party

__all__ = [
    "COLUMNS",
    "Unread",
    "check_as_json",
    "check_party",
    "finding_as_json",
    "make_ready",
    "party_of",
    "read_parties",
    "screen_parties",
]

SCHEMA = "licet-check/1"


@dataclass(frozen=True, slots=True, kw_only=True)
class Unread:
    """A row that could not be read; the rest goes on."""

    line: int
    error: InputError


def check_party(
    engine: Engine,
    party: Party,
    *,
    on: date | None = None,
    limit: int = 10,
    near_misses: int = 0,
    owners: Sequence[Path] = (),
) -> PartyCheck:
    """Everything that one party may be on the lists on a day, and through its owners where they are given.

    Args:
        engine: the lists.
        party: the party.
        on: the day; today when None.
        limit: how many listings to show at most.
        near_misses: how many ruled-out listings to name.
        owners: ownership files (CSV, XLSX, BODS, PSC, GLEIF).

    Raises:
        InputError: nothing to look for, or an ownership file that cannot be read at all.
    """
    answer = engine.check(party, on=on, limit=limit, near_misses=near_misses)
    if not owners:
        return answer
    from licet.check.ownership import with_owners
    from licet.owners.read import read

    return with_owners(answer, engine, read(owners).graph)


def screen_parties(
    engine: Engine,
    rows: Iterable[tuple[int, Party] | Unread],
    *,
    on: date | None = None,
    limit: int = 5,
    unread: Callable[[Unread], None],
) -> Iterator[tuple[int, PartyCheck]]:
    """Screen a stream of rows; rows that could not be read go to `unread`, the rest goes on.

    Yields:
        (line, answer) for each readable row, in order.
    """
    lines: list[int] = []

    def readable() -> Iterator[Party]:
        for row in rows:
            if isinstance(row, Unread):
                unread(row)
            else:
                lines.append(row[0])
                yield row[1]

    for number, answer in enumerate(engine.screen(readable(), on=on, limit=limit)):
        yield lines[number], answer


def read_parties(
    path: Path, mapping: Mapping[str, str] | None = None, *, encoding: str = ""
) -> Iterator[tuple[int, Party] | Unread]:
    """Parties of a CSV, XLSX, JSONL or Parquet file, streaming.

    Args:
        path: the file; its kind is its ending, CSV (comma, semicolon, tab or bar) for any other.
        mapping: our field (`name`, `country`, ...) to the file's column; else columns are found by name.
        encoding: that of a text file without a byte-order mark; UTF-8 when empty.

    Raises:
        InputError: the file is missing, empty or not what its ending says, or no column names a party.
        MissingExtraError: Parquet without its reader.
    """
    from licet.batch.rows import open_rows

    def wanted(header: list[str]) -> set[int]:
        return {at for places in find_columns(header, mapping or {}, str(path)).values() for at in places}

    with open_rows(path, encoding, wanted) as (header, rows):
        columns = find_columns(header, mapping or {}, str(path))
        for line, record, error in rows:
            if error:
                why, _, fix = error.partition("; fix: ")
                wrong = InputError(why, file=str(path), line=line, fix=fix)
                yield Unread(line=line, error=wrong)
            else:
                yield _row(record, columns, line, str(path))


def _row(
    record: Sequence[str], columns: Mapping[str, list[int]], line: int, file: str
) -> tuple[int, Party] | Unread:
    cells = {
        field: [text for at in places if (text := record[at].strip())] for field, places in columns.items()
    }
    try:
        party = party_of_row({field: texts for field, texts in cells.items() if texts})
    except InputError as error:
        named = InputError(error.message, file=file, line=line, field=error.field, fix=error.fix)
        return Unread(line=line, error=named)
    return line, party


def finding_as_json(finding: Finding, state: ListState | None = None) -> dict[str, object]:
    """One finding in plain JSON values; with its list's state, what the list as a whole means too."""
    listing, version = finding.listing, finding.version
    meaning = meaning_of(finding, state)
    return {
        "list": listing.list,
        "listing": listing.id,
        "name": listing.party.name,
        "names": [{"text": name.text, "quality": name.quality.value} for name in listing.party.names],
        "kind": listing.party.kind.value,
        "countries": list(listing.party.countries),
        "addresses": [address.text for address in listing.party.addresses],
        "address_only": listing.address_only,
        "score": round(finding.score, 4),
        "verdict": finding.verdict,
        "met": finding.met,
        "listed": finding.listed.truth.value,
        "standing": finding.standing.value,
        "from": _iso(listing.period.start),
        "until": _iso(listing.period.end),
        "earlier": [
            {"from": _iso(period.start), "until": _iso(period.end), "confirmed": period.confirmed}
            for period in listing.earlier
        ],
        "measures": [
            {"code": code, "words": words}
            for code, words in zip(meaning.measures, meaning.words, strict=True)
        ],
        "acts": list(meaning.acts),
        "legal_effect": meaning.legal_effect,
        "linked_to": finding.linked_to,
        "evidence": finding.evidence,
        "evidence_data": [asdict(item) for item in finding.evidence_data],
        "cleared": None
        if finding.cleared is None
        else {**asdict(finding.cleared), "expires": finding.cleared.expires.isoformat()},
        "requirement": None
        if version is None or version.requirement is None
        else {
            "words": describe_requirement(version.requirement),
            "scope": version.requirement.scope.name,
            "sections": list(version.requirement.sections),
            "footnotes": list(version.requirement.footnotes),
            "carve_outs": list(version.requirement.carve_outs),
            "conditions": list(version.requirement.conditions),
            "exceptions": list(version.requirement.exceptions),
            "flags": list(version.requirement.flags),
        },
        "policy": None
        if version is None or version.policy is None
        else {
            "words": describe_policy(version.policy),
            "clauses": [
                {"verb": clause.verb.name, "scope": clause.scope.name, "eccns": list(clause.eccns)}
                for clause in version.policy.clauses
            ],
            "sections": list(version.policy.sections),
        },
        "programmes": list(listing.programmes),
        "citations": [
            {"text": str(cite), "day": _iso(cite.day), "link": cite.link} for cite in listing.cites
        ],
        "source": listing.source_ref,
        "notes": list(listing.notes),
    }


def _iso(day: date | None) -> str | None:
    return day.isoformat() if day else None


def check_as_json(answer: PartyCheck) -> dict[str, object]:
    """The whole answer in plain JSON values, schema `licet-check/1`."""
    states = {state.id: state for state in answer.lists}
    return {
        "schema": SCHEMA,
        "party": {
            "id": answer.party.id,
            "name": answer.party.name,
            "countries": list(answer.party.countries),
        },
        "on": answer.on.isoformat(),
        "disposition": answer.disposition.name,
        "findings": [
            finding_as_json(finding, states.get(finding.listing.list)) for finding in answer.findings
        ],
        "linked": [finding_as_json(finding, states.get(finding.listing.list)) for finding in answer.linked],
        "parties": [
            {
                "listings": [finding.listing.id for finding in party.findings],
                "links": [{"one": one.one, "other": one.other, "why": list(one.why)} for one in party.links],
            }
            for party in found_parties(answer.findings, answer.linked)
        ],
        "asks": [
            {"id": question.id, "text": question.text}
            for finding in answer.findings
            if finding.cleared is None
            for question in finding.listed.asks()
        ],
        "snapshot": answer.snapshot,
        "lists": [
            {
                "id": state.id,
                "title": state.title,
                "published": _iso(state.published),
                "count": state.count,
                "complete_from": _iso(state.complete_from),
                "stale": state.stale,
            }
            for state in answer.lists
        ],
        "ownership": None
        if answer.ownership is None
        else [
            {
                "rule": decision.regime,
                "answer": decision.answer.truth.value,
                "share": str(decision.share),
                "in_force": decision.in_force,
                "confirmed": decision.confirmed,
                "owners": [holder.listing.id for holder in decision.holders],
                "asks": [{"id": one.id, "text": one.text} for one in decision.questions],
                "cautions": list(decision.cautions),
                "red_flag_29": decision.red_flag_29,
            }
            for decision in answer.ownership.decisions
        ],
        "near_misses": [
            {"listing": miss.listing, "name": miss.name, "score": round(miss.score, 4), "why": miss.why}
            for miss in answer.near_misses
        ],
        "filings": list(answer.filings),
        "contradictions": list(answer.contradictions),
        "reopened": list(answer.reopened),
        "cut": answer.cut,
        "stale": list(answer.stale),
        "incomplete": list(answer.incomplete),
        "not_checked": list(answer.not_checked),
    }


def stands_in_the_way(answer: PartyCheck) -> bool:
    """Whether anything found keeps the answer from `nothing found`."""
    return answer.disposition in (Disposition.MATCH, Disposition.OWNED, Disposition.REVIEW)


def make_ready(progress: Callable[[int, int], None] | None = None) -> None:
    """Build what the first check of the current lists would build, so that it need not wait.

    Args:
        progress: called with (done, total) meanwhile.
    """
    open_engine(progress=progress, lay=False)


def open_lists(
    snapshot: str | None = None,
    lists: Iterable[str] | None = None,
    progress: Callable[[int, int], None] | None = None,
) -> Engine:
    """Open the lists for checking, building the match index on first use."""
    return open_engine(snapshot, lists, progress=progress)
