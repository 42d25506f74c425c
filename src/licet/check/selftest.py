"""The self-test: does what must alert still alert, and is what was published all there?

    canaries    entries of every list, others each day, asked for by their own name through the whole engine
    counts      entries that the index can find, against those in the snapshot and those of the document
    staleness   lists older than they may be
    silence     no alert at all over many parties: a filter that is broken looks like a clean book

Starling's filter held 38 of 3,088 persons for six years, and gave no alert at all for one of them.
"""

from __future__ import annotations

import enum
import hashlib
import heapq
import math
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from licet.check.engine import Engine
from licet.core.listing import Listing
from licet.core.trade import Party
from licet.lists.home import embedded

__all__ = [
    "Looked",
    "Probe",
    "ProbeKind",
    "canaries",
    "counts",
    "failed",
    "run_probes",
    "silence",
    "staleness",
]

#: Alerts that a thousand clean parties give at the least, by the default policy (measured: 4.4).
_ALERTS_PER_PARTY = 0.002
#: No alert at all is an alarm when its chance is below this.
_CHANCE = 1e-4
#: A list that lost more than this against the one that comes with licet is cut, whatever its document says.
_LEFT = 0.5
_ALL = 1_000


class ProbeKind(enum.Enum):
    """What is tested."""

    CANARY = "canary"
    COUNT = "count"
    STALENESS = "staleness"
    SILENCE = "silence"


@dataclass(frozen=True, slots=True, kw_only=True)
class Probe:
    """One thing that was tested.

    Attributes:
        kind: what sort of test.
        list: the list it concerns; empty for all.
        passed: whether it is as it must be.
        says: what was found, in words.
    """

    kind: ProbeKind
    list: str
    passed: bool
    says: str


def run_probes(engine: Engine, *, per_list: int = 3) -> tuple[Probe, ...]:
    """All probes that need nothing but the lists."""
    return (*canaries(engine, per_list=per_list), *counts(engine), *staleness(engine))


def canaries(engine: Engine, *, per_list: int = 3) -> Iterator[Probe]:
    """Entries of each list that must alert, others each day, asked for as a stranger would type them."""
    for list_id in engine.lists:
        chosen = _chosen(engine, list_id, per_list)
        if not chosen:
            yield Probe(
                kind=ProbeKind.CANARY,
                list=list_id,
                passed=False,
                says="no entry of the list can be asked for",
            )
            continue
        answers = engine.screen([_as_typed(one) for one in chosen], on=engine.today, limit=_ALL)
        lost = [
            one.party.name
            for one, answer in zip(chosen, answers, strict=True)
            if one.id not in {finding.listing.id for finding in answer.findings}
        ]
        said = f"{len(chosen) - len(lost)} of {len(chosen)} canaries alert"
        if lost:
            said += f"; silent: {', '.join(f'`{name}`' for name in lost)}"
        yield Probe(kind=ProbeKind.CANARY, list=list_id, passed=not lost, says=said)


def _chosen(engine: Engine, list_id: str, many: int) -> list[Listing]:
    """Entries of a list, the same all day and others the next."""

    def rank(listing: Listing) -> bytes:
        return hashlib.blake2b(f"{engine.today} {listing.id}".encode(), digest_size=8).digest()

    askable = (one for one in engine.snapshot.listings(list_id) if "NO_MAKER" not in one.notes)
    return heapq.nsmallest(many, askable, key=rank)


def _as_typed(listing: Listing) -> Party:
    party = listing.party
    if listing.address_only or not party.names:
        return Party(addresses=party.addresses[:1], countries=party.countries[:1])
    return Party(names=party.names[:1], countries=party.countries[:1])


def counts(engine: Engine) -> Iterator[Probe]:
    """Whether every entry of every list can be found, and the list is as long as its document was."""
    found = Counter(id.partition(":")[0] for id in engine.index.ids())
    shipped = embedded().lists
    for list_id in engine.lists:
        entry = engine.snapshot.lists[list_id]
        held, nobody = 0, 0
        for listing in engine.snapshot.listings(list_id):
            held += 1
            nobody += "NO_MAKER" in listing.notes
        ruling = [one.count for one in entry.documents if one.source == entry.documents[0].source]
        published = max(ruling, default=0)
        wrong = []
        if held != entry.count:
            wrong.append(f"the snapshot says {entry.count} and holds {held}")
        if found[list_id] < held - nobody:
            wrong.append(f"{held - nobody - found[list_id]} entries cannot be found")
        if held < published:
            wrong.append(f"{published - held} entries of the document are not held")
        if list_id in shipped and held < _LEFT * shipped[list_id].count:
            wrong.append(f"{held} entries where {shipped[list_id].count} came with licet")
        said = f"{found[list_id]} can be found of {held - nobody} held; {published} in the ruling document"
        if nobody:
            said += f"; {nobody} name no maker"
        yield Probe(
            kind=ProbeKind.COUNT,
            list=list_id,
            passed=not wrong,
            says="; ".join(wrong) if wrong else said,
        )
    for list_id in sorted(engine.snapshot.lists.keys() - set(engine.lists)):
        yield Probe(kind=ProbeKind.COUNT, list=list_id, passed=False, says="held, and not looked at")
    for list_id in sorted(shipped.keys() - engine.snapshot.lists.keys()):
        yield Probe(
            kind=ProbeKind.COUNT, list=list_id, passed=False, says="comes with licet, and is not held"
        )


def staleness(engine: Engine) -> Iterator[Probe]:
    """Lists that are older than they may be, or whose last update was refused."""
    why = {one.list: one.why for one in engine.snapshot.staleness(engine.today)}
    for list_id in engine.lists:
        day = engine.snapshot.as_of(list_id)
        yield Probe(
            kind=ProbeKind.STALENESS,
            list=list_id,
            passed=list_id not in why,
            says=why.get(list_id, f"known up to {day}"),
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class Looked:
    """How often parties were looked for on the lists, and what came of it.

    Attributes:
        screened: parties.
        entries: share of all entries that they were compared with, 0 to 1.
        alerts: those of them that alerted.
    """

    screened: int
    alerts: int
    entries: float = 1.0


def silence(looked: Sequence[Looked], *, days: int, who: str = "") -> Probe:
    """Whether so many parties may really have given so few alerts.

    Args:
        looked: what was screened in the last days.
        days: how many days were looked back.
        who: what screened, to be said; empty for nothing.
    """
    screened, alerts = (sum(getattr(one, what) for one in looked) for what in ("screened", "alerts"))
    # A change of some entries alerts as much less than all of them would.
    expected = sum(one.screened * one.entries for one in looked) * _ALERTS_PER_PARTY
    chance = math.exp(-expected)
    head = f"{who}: " if who else ""
    said = f"{head}{screened:,} parties screened in {days} days, {alerts:,} alerts"
    if alerts == 0:
        said += f" where {expected:.1f} are expected at the least"
    if alerts == 0 and chance < _CHANCE:
        said += ": on lists and thresholds that work, none at all is next to impossible"
        return Probe(kind=ProbeKind.SILENCE, list="", passed=False, says=said)
    if alerts == 0 and screened:
        said += ": too few to tell"
    return Probe(kind=ProbeKind.SILENCE, list="", passed=True, says=said)


def failed(probes: Sequence[Probe]) -> tuple[Probe, ...]:
    """The probes that put answers in doubt; staleness is said by the lists themselves."""
    return tuple(one for one in probes if not one.passed and one.kind is not ProbeKind.STALENESS)
