"""From official addresses to a new current snapshot, list by list, all or nothing for each.

What is refused leaves its lists as they are and is written down, so that every answer says they are stale.
The new snapshot is whole on disk before the pointer to it changes.
"""

from __future__ import annotations

import html
import json
import re
import tempfile
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, timedelta
from fnmatch import fnmatch
from pathlib import Path, PurePosixPath
from urllib.parse import urljoin, urlsplit

from licet.core.errors import FetchError, LicetError, SourceError
from licet.lists.build import KEEPS_HISTORY, build
from licet.lists.fetch import Fetched, Fetcher
from licet.lists.home import make_current, open_snapshot, read_checks, write_checks
from licet.lists.manifest import Check, DocumentInfo
from licet.lists.snapshot import Snapshot
from licet.lists.source import Reading, Source, sources

__all__ = ["Outcome", "Updated", "guess_sources", "import_documents", "update"]

_HREF = re.compile(r"""href\s*=\s*["']([^"']+)["']""", re.IGNORECASE)
_ECFR_TITLES = "https://www.ecfr.gov/api/versioner/v1/titles.json"


@dataclass(frozen=True, slots=True, kw_only=True)
class Outcome:
    """What an update did with one source.

    Attributes:
        source: source id.
        state: `new`, `unchanged`, `refused` or `by hand`.
        count: listings read; 0 when none were.
        why: why it was refused, or where to download it.
    """

    source: str
    state: str
    count: int = 0
    why: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Updated:
    """The current snapshot after an update, and what was done."""

    snapshot: Snapshot
    outcomes: tuple[Outcome, ...]

    @property
    def refused(self) -> tuple[Outcome, ...]:
        """The sources whose update was refused."""
        return tuple(one for one in self.outcomes if one.state == "refused")


def update(
    fetcher: Fetcher,
    *,
    now: datetime | None = None,
    wanted: Iterable[Source] | None = None,
    addresses: Mapping[str, str] | None = None,
    tell: Callable[[str], None] = lambda _: None,
) -> Updated:
    """Fetch what changed, read it, and make a new snapshot current.

    Args:
        fetcher: how to fetch.
        now: the time to note; the clock's without it.
        wanted: the sources to update; without it those whose lists the current snapshot holds, and those
            that do not come with licet.
        addresses: other addresses by source id (a mirror, a test).
        tell: called with each source id before it is fetched.

    Raises:
        SnapshotError: the current snapshot is torn; it is never replaced by guesswork.
    """
    now = now or datetime.now(UTC)
    base = open_snapshot()
    checks = dict(read_checks())
    readings: list[Reading] = []
    outcomes: list[Outcome] = []
    got: dict[str, Fetched | FetchError] = {}
    for item in sorted(wanted or _held_sources(base), key=lambda item: item.id):
        address = (addresses or {}).get(item.id, item.address)
        if item.by_hand and item.id not in (addresses or {}):
            outcomes.append(Outcome(source=item.id, state="by hand", why=address))
            continue
        tell(item.id)
        check = checks.get(item.id, Check(source=item.id))
        try:
            fetched = _fetch_once(fetcher, address, item, check, got)
            reading = _read(item, address, fetched, base, now.date())
        except LicetError as error:
            checks[item.id] = replace(check, tried=now.date(), error=error.message)
            outcomes.append(Outcome(source=item.id, state="refused", why=error.message))
            continue
        if reading:
            readings.append(reading)
        count = len(reading.listings) if reading else 0
        outcomes.append(Outcome(source=item.id, state="new" if reading else "unchanged", count=count))
        checks[item.id] = Check(
            source=item.id,
            good=now.date(),
            tried=now.date(),
            etag=fetched.etag,
            modified=fetched.modified,
            sha256=fetched.sha256,
        )
    if readings:
        make_current(build(readings, base).data, now=now)
    write_checks(checks.values())
    return Updated(snapshot=open_snapshot(), outcomes=tuple(outcomes))


def _held_sources(base: Snapshot) -> list[Source]:
    """The sources of what is held, and those that do not come with licet because they may not."""
    held = {one.source for entry in base.lists.values() for one in entry.documents}
    return [item for item in sources().values() if item.address and (item.id in held or not item.embedded)]


def _fetch_once(
    fetcher: Fetcher, address: str, item: Source, check: Check, got: dict[str, Fetched | FetchError]
) -> Fetched:
    """The three BIS tables share one document: it is fetched once."""
    if address not in got:
        try:
            place = _ecfr_day(fetcher, address)
            if item.link:
                place = _newest_link(fetcher, place, item)
            is_page = any("html" in name for name in item.files)
            got[address] = fetcher.get(place, held=check, is_page=is_page, agent=item.agent)
        except FetchError as error:
            got[address] = error
    found = got[address]
    if isinstance(found, FetchError):
        raise found
    return found


def _newest_link(fetcher: Fetcher, page: str, item: Source) -> str:
    """The document that a page links to, of several the one with the latest day in its name.

    Raises:
        FetchError: the page links to none, or to another site.
    """
    text = (fetcher.get(page, is_page=True, agent=item.agent).data or b"").decode("utf-8", "replace")
    links = [html.unescape(link) for link in _HREF.findall(text)]
    fitting = [urljoin(page, link) for link in links if fnmatch(urlsplit(link).path, f"*{item.link}")]
    if not fitting:
        raise FetchError(
            f"no link to `{item.link}` on the page",
            place=page,
            fix="download it and use `licet lists import`",
        )
    newest = max(fitting, key=lambda link: _edition(urlsplit(link).path))
    if urlsplit(newest).hostname != urlsplit(page).hostname:
        raise FetchError(f"the page links to another site: `{newest}`", place=page)
    return newest


def _edition(path: str) -> str:
    """The day in a name however it is written (`2026-03-05`, `20260305`, `202603`); empty without one."""
    found = re.findall(r"20\d\d-?[01]\d(?:-?[0-3]\d)?", PurePosixPath(path).name)
    return found[-1].replace("-", "") if found else ""


def _ecfr_day(fetcher: Fetcher, address: str) -> str:
    """The eCFR has no address for today: `current` is replaced by the last day that it says is complete."""
    if "ecfr.gov/" not in address or "/current/" not in address:
        return address
    title = int(address.split("title-")[1].split(".", maxsplit=1)[0])
    try:
        titles = json.loads(fetcher.get(_ECFR_TITLES).data or b"")["titles"]
        day = next(one["up_to_date_as_of"] for one in titles if one["number"] == title)
        return address.replace("/current/", f"/{date.fromisoformat(day).isoformat()}/")
    except (ValueError, KeyError, TypeError, StopIteration) as error:
        raise FetchError("the eCFR does not say to which day it is complete", place=_ECFR_TITLES) from error


def _read(item: Source, address: str, fetched: Fetched, base: Snapshot, today: date) -> Reading | None:
    """The document read under a name that says its day; None when it is the one held."""
    if fetched.data is None or fetched.sha256 in _held_sums(base, item.id):
        return None
    suffix = PurePosixPath(urlsplit(address).path).suffix.lower() or ".html"
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / f"{item.id}-{today.isoformat()}{suffix}"
        path.write_bytes(fetched.data)
        reading = item.collect(path, before=_count_before(base, item, path.name))
    _refuse_to_come(reading, reading.published, today)
    _refuse_older(reading, reading.published, base)
    return reading


def _refuse_older(reading: Reading, day: date | None, base: Snapshot) -> None:
    """An older edition never takes the place of a newer one, but where the history of every edition is kept.

    Args:
        reading: what a document gave.
        day: the day that it states, or has in its name; None when neither tells.
        base: what is held.

    Raises:
        SourceError: the edition held is newer.
    """
    item = reading.source
    held = [
        found
        for documents in _held_documents(base, item, reading.document)
        for one in documents
        if (found := one.published if reading.published else one.retrieved)
    ]
    if day and held and day < max(held) and item.id not in KEEPS_HISTORY:
        raise SourceError(
            f"an edition of {day}, older than the one held, of {max(held)}",
            place=f"{item.id}, {reading.document}",
            fix="get the newest edition; `licet lists import --anyway` takes this one",
        )


def _refuse_to_come(reading: Reading, day: date | None, today: date) -> None:
    """No edition is of a day that has not come: its list would read as fresh until long after that day.

    One day is left to clocks on the other side of the world.

    Raises:
        SourceError: the day is to come.
    """
    if day and day > today + timedelta(days=1):
        raise SourceError(
            f"an edition of {day}, a day that has not come",
            place=f"{reading.source.id}, {reading.document}",
            fix="write the day on which it was published into the file's name, or set this machine's clock",
        )


def _held_sums(base: Snapshot, source_id: str) -> set[str]:
    return {one.sha256 for entry in base.lists.values() for one in entry.documents if one.source == source_id}


def _held_documents(base: Snapshot, item: Source, name: str) -> list[list[DocumentInfo]]:
    """What each list holds of a source, newest first; where it comes in parts, of the part of this name."""
    shape = next((part for part in item.files if item.in_parts and _is_named(name, part)), "*")
    return [
        [one for one in entry.documents if one.source == item.id and _is_named(one.document, shape)]
        for entry in base.lists.values()
    ]


def _count_before(base: Snapshot, item: Source, name: str) -> int:
    """Listings that the latest document of a source, or of a part of it, gave, over all its lists."""
    return sum(documents[0].count for documents in _held_documents(base, item, name) if documents)


def _is_named(name: str, shape: str) -> bool:
    return fnmatch(name.removesuffix(".gz"), shape)


def guess_sources(path: Path) -> tuple[Source, ...]:
    """The sources that know a document by its file name."""
    return tuple(
        item for item in sources().values() if any(_is_named(path.name, shape) for shape in item.files)
    )


def import_documents(
    paths: Sequence[Path],
    chosen: Source | None = None,
    *,
    now: datetime | None = None,
    anyway: bool = False,
) -> tuple[Snapshot, tuple[Reading, ...]]:
    """Read documents that a person downloaded and make a new snapshot current.

    Args:
        paths: the documents; a name should hold its day (`dpl-2026-11-23.csv`), else today counts.
        chosen: whose documents they are; known by their names without it.
        now: the time to note.
        anyway: take an edition that is older than the one held, or holds much less, which a person compared.

    Raises:
        SourceError: no source knows a document, its reader refuses it, its day has not come, or a part of a
            list is missing; nothing changes then.
    """
    now = now or datetime.now(UTC)
    base = open_snapshot()
    readings: list[Reading] = []
    wanted = {path: (chosen,) if chosen else guess_sources(path) for path in paths}
    for item in {one.id: one for known in wanted.values() for one in known if one.in_parts}.values():
        missing = [part for part in item.files if not any(_is_named(path.name, part) for path in paths)]
        if missing:
            raise SourceError(
                f"the list comes in parts and `{missing[0]}` is not given",
                place=item.id,
                fix="give all parts in one command, under names of that form",
            )
    for path, known in wanted.items():
        readings += _read_by_hand(path, known, None if anyway else base, now.date())
    snapshot = make_current(build(readings, base).data, now=now)
    checks = dict(read_checks())
    for reading in readings:
        held = checks.get(reading.source.id, Check(source=reading.source.id))
        checks[reading.source.id] = replace(held, error="", tried=now.date(), etag="", modified="", sha256="")
    write_checks(checks.values())
    snapshot.checks = read_checks()
    return snapshot, tuple(readings)


def _read_by_hand(path: Path, wanted: Sequence[Source], base: Snapshot | None, today: date) -> list[Reading]:
    """One document may be that of several sources: part 744 holds three tables. Held against the base."""
    if not wanted:
        raise SourceError(
            "no source knows a document by this name",
            place=path.name,
            fix="say whose it is with `--source`; see docs/lists.md for the names",
        )
    readings: list[Reading] = []
    refusals: list[SourceError] = []
    for item in wanted:
        try:
            before = _count_before(base, item, path.name) if base else None
            reading = item.collect(path, before=before)
            day = reading.published or reading.retrieved
            _refuse_to_come(reading, day, today)
            if base:
                _refuse_older(reading, day, base)
        except SourceError as error:
            refusals.append(error)
            continue
        readings.append(reading if reading.retrieved else replace(reading, retrieved=today))
    if not readings:
        raise refusals[0]
    return readings
