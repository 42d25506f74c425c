"""The engine: a snapshot of the lists and a match index over it, opened together.

    engine = licet.open()
    engine.check("Hangzhou Hikvision", on=date(2019, 10, 9))

`check` is a pure function of (party, on, snapshot, policy): the same inputs give the same answer for
ever. The index is a file beside the snapshot, built once and then memory-mapped by every process.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING

from licet.check.doubts import Doubts, read_doubts
from licet.check.finding import (
    Disposition,
    Finding,
    ListState,
    NearMiss,
    PartyCheck,
    Standing,
    disposition_of,
    listed_answer,
    standing_of,
)
from licet.check.indexing import Progress, index_entry, index_path, kin_of, open_index
from licet.check.kin import NO_KIN, Kin
from licet.check.same import first_parties
from licet.check.telling import of_one_script, unread_told
from licet.core.errors import InputError, MatchIndexError
from licet.core.listing import Listing
from licet.core.trade import Name, Party, PartyKind
from licet.lists.catalogue import catalogue_entry
from licet.lists.home import open_snapshot, staged_documents
from licet.lists.snapshot import Snapshot
from licet.match.policy import DEFAULT, Policy, Verdict

if TYPE_CHECKING:  # arrays are loaded by what opens an index; many a command only names an engine
    from licet.lists.change_set import ChangeSet
    from licet.lists.staged import Overlay
    from licet.match.compare import Comparison
    from licet.match.hit import Hit
    from licet.match.index import Index

__all__ = [
    "Engine",
    "as_party",
    "index_entry",
    "index_path",
    "open_engine",
    "suggested",
    "suggestion",
    "with_plain_spellings",
]

#: How many parties are looked up together when a stream is screened.
_BATCH = 256

#: How many listings to look up at least: one party stands on many lists, and none of them may be cut off.
_LISTINGS = 40

#: By its own name: it is asked of every hit of every row.
_RULED_OUT = Verdict.NO_MATCH
_NOT_STANDING = (Standing.NOT_YET, Standing.ENDED)


@dataclass(frozen=True, slots=True, kw_only=True)
class Engine:
    """Screens parties against the lists of one snapshot.

    Attributes:
        snapshot: the lists.
        index: the names, addresses and identifiers of those lists.
        lists: ids of the lists that are looked at.
        policy: from which likelihood a hit is a match, and from which a person must look.
        today: the day on which staleness is judged; part of the inputs, so answers can be replayed.
        laid: filings laid over the snapshot; None when there are none.
        doubts: the last self-test; None when none was ever run.
        kin: which entries are of one party, so that a party met by one is shown with all.
        keep: how many entries are kept after they were decoded.
    """

    snapshot: Snapshot
    index: Index
    lists: tuple[str, ...]
    policy: Policy = DEFAULT
    today: date = field(default_factory=date.today)
    laid: Overlay | None = None
    doubts: Doubts | None = None
    kin: Kin = NO_KIN
    keep: int = 20_000
    _recent: dict[str, Listing] = field(default_factory=dict, compare=False, repr=False)

    def with_filings(self, filings: Iterable[ChangeSet]) -> Engine:
        """An engine that shows these filings too: from their day, and never before it as in force."""
        from licet.lists.staged import overlay

        return self.with_overlay(overlay(self.snapshot, [one for one in filings if one.list in self.lists]))

    def with_overlay(self, laid: Overlay) -> Engine:
        """An engine that shows these entries over its snapshot."""
        entries = [index_entry(catalogue_entry(listing)) for listing in laid.listings.values()]
        index = self.index.extend(entries) if entries else self.index
        return replace(self, index=index, laid=laid, _recent={})

    def check(
        self, party: Party | str, *, on: date | None = None, limit: int = 10, near_misses: int = 0
    ) -> PartyCheck:
        """Everything that one party may be on the lists.

        Args:
            party: a party, or its name alone.
            on: the day on which listings are read; today when not given.
            limit: how many listed parties to show at most, each with all its listings.
            near_misses: how many listings that were looked at and ruled out to name, with the reason.

        Raises:
            InputError: the party has neither name, address nor identifier, or nothing may be shown.
        """
        return next(self.screen([party], on=on, limit=limit, near_misses=near_misses))

    def screen(
        self,
        parties: Iterable[Party | str],
        *,
        on: date | None = None,
        limit: int = 10,
        near_misses: int = 0,
    ) -> Iterator[PartyCheck]:
        """The same for many parties, streaming, in their order.

        Raises:
            InputError: a party has neither name, address nor identifier, or nothing may be shown.
        """
        _refuse_to_hide(limit, near_misses)
        day = on or self.today
        states = self.list_states(day)
        beyond = self._beyond(day)
        known_from = {state.id: state.known_from for state in states}
        for party, hits in self._looked_up(map(as_party, parties), limit):
            met = self._findings(hits, day, known_from)
            answer = self._answer(party, hits, met, day, states, limit=limit, near_misses=near_misses)
            yield replace(answer, not_checked=(*answer.not_checked, *beyond)) if beyond else answer

    def findings(
        self, parties: Iterable[Party], *, on: date | None = None, limit: int = 10
    ) -> Iterator[tuple[Finding, ...]]:
        """The findings that `screen` gives and nothing else of its answer, for files: most rows meet nothing.

        Args:
            parties: as `as_party` or `party_of` gives them.
            on: the day on which listings are read; today when not given.
            limit: how many listed parties to show at most, each with all its listings.

        Raises:
            InputError: nothing may be shown.
        """
        _refuse_to_hide(limit)
        day = on or self.today
        known_from = {state.id: state.known_from for state in self.list_states()}
        for _, hits in self._looked_up(parties, limit, ruled_out=False):
            yield first_parties(self._findings(hits, day, known_from), limit) if hits else ()

    def _looked_up(
        self, parties: Iterable[Party], limit: int, *, ruled_out: bool = True
    ) -> Iterator[tuple[Party, Sequence[Hit]]]:
        stream = iter(parties)
        most = max(_LISTINGS, limit)
        while batch := list(islice(stream, _BATCH)):
            found = self.index.search_many(batch, limit=most, policy=self.policy, ruled_out=ruled_out)
            yield from zip(batch, found, strict=True)

    def compare(self, one: str, other: str, kind: str = "any") -> Comparison:
        """How alike two names are, with the evidence."""
        from licet.match.compare import compare

        return compare(one, other, kind=kind)

    def list_states(self, on: date | None = None) -> tuple[ListState, ...]:
        """The lists that are looked at, each with what it stands on and whether it can be relied on.

        Args:
            on: the day asked about; a list is as old as it will be then where that day lies ahead.
        """
        why = {stale.list: stale.why for stale in self.snapshot.staleness(max(on or self.today, self.today))}
        doubts = {
            list_id: said
            for list_id in self.lists
            if self.doubts and (said := self.doubts.about(list_id, self.today))
        }
        entries_by_id = self.snapshot.lists
        return tuple(
            ListState(
                id=list_id,
                title=entries_by_id[list_id].title,
                published=self.snapshot.as_of(list_id),
                count=entries_by_id[list_id].count,
                complete_from=entries_by_id[list_id].complete_from,
                stale="; ".join(said for said in (why.get(list_id), doubts.get(list_id)) if said),
                doubted=list_id in doubts,
                legal_effect=entries_by_id[list_id].legal_effect,
                authority=entries_by_id[list_id].authority,
            )
            for list_id in self.lists
        )

    def _beyond(self, day: date) -> tuple[str, ...]:
        """What no answer of this engine covers on a day, in words."""
        told = []
        if left := len(self.snapshot.lists) - len(self.lists):
            told.append(f"{left} of the {len(self.snapshot.lists)} lists held: they were left out by choice")
        if day > self.today:
            told.append(f"what the lists will have gained or lost by {day}: that day lies ahead")
        return tuple(told)

    def _findings(
        self, hits: Sequence[Hit], day: date, known_from: Mapping[str, date | None]
    ) -> list[Finding]:
        found = [self._finding(hit, day, known_from) for hit in hits if hit.verdict is not _RULED_OUT]
        if self.laid:
            # An entry that a filing revises is in both parts of the index: its best hit stands for it.
            once: dict[str, Finding] = {}
            for finding in found:
                once.setdefault(finding.listing.id, finding)
            found = list(once.values())
        if found and all(finding.standing in _NOT_STANDING for finding in found):
            # Met only by entries that do not stand on the day: the party's others may.
            found += self._linked(found, day, known_from)
        return found

    def _answer(
        self,
        party: Party,
        hits: Sequence[Hit],
        met: Sequence[Finding],
        day: date,
        states: tuple[ListState, ...],
        *,
        limit: int,
        near_misses: int,
    ) -> PartyCheck:
        findings = first_parties(met, limit)
        # A search that gave as many as it may, all of them met, may have had more to give.
        full = len(hits) >= max(_LISTINGS, limit) and hits[-1].verdict is not _RULED_OUT
        misses = (hit for hit in hits if hit.verdict is _RULED_OUT)
        near = tuple(
            NearMiss(listing=str(hit.id), name=hit.name, score=hit.score, why=hit.sentence())
            for hit in islice(misses, near_misses)
        )
        return PartyCheck(
            party=party,
            on=day,
            snapshot=self.snapshot.id,
            lists=states,
            findings=findings,
            linked=self._linked(findings, day, {state.id: state.known_from for state in states}),
            disposition=suggested(party, findings),
            near_misses=near,
            not_checked=_not_checked(party),
            filings=self.laid.documents if self.laid else (),
            contradictions=self.laid.contradictions if self.laid else (),
            cut=full or len(findings) < len(met),
        )

    def linked(self, findings: Sequence[Finding], on: date) -> tuple[Finding, ...]:
        """The other entries of the parties that were met, as `PartyCheck.linked` has them."""
        return self._linked(findings, on, {state.id: state.known_from for state in self.list_states()})

    def _linked(
        self, findings: Sequence[Finding], day: date, known_from: Mapping[str, date | None]
    ) -> tuple[Finding, ...]:
        """The other entries of the parties that were met, which what was asked did not meet by itself."""
        seen = {finding.listing.id for finding in findings}
        linked: list[Finding] = []
        for met in findings:
            for other in self.kin.of(met.listing.id):
                if other not in seen:
                    seen.add(other)
                    linked.append(self._kin(other, met, day, known_from))
        return tuple(linked)

    def _kin(
        self, listing_id: str, met: Finding, day: date, known_from: Mapping[str, date | None]
    ) -> Finding:
        listing = self.listing(listing_id)
        same = f"`{listing.party.name}` is an entry of the party that {met.listing.id} is"
        bare = _on_day(listing, day, known_from, score=met.score, verdict=met.verdict, evidence=same)
        return replace(bare, linked_to=met.listing.id)

    def _finding(self, hit: Hit, day: date, known_from: Mapping[str, date | None]) -> Finding:
        bare = _on_day(
            self.listing(hit.id), day, known_from,
            score=hit.score, verdict=hit.verdict.value, evidence=hit.sentence(),
        )  # fmt: skip
        return replace(bare, evidence_data=hit.evidence, met=hit.name)

    def find(self, listing_id: str) -> Listing | None:
        """The entry of an id, also one that a staged filing adds or revises; None when there is none."""
        laid = self.laid.listings.get(listing_id) if self.laid else None
        return laid or self.snapshot.get(listing_id)

    def listing(self, listing_id: str) -> Listing:
        """An entry of the snapshot; those met lately are kept, since files repeat themselves."""
        if self.laid and listing_id in self.laid.listings:
            return self.laid.listings[listing_id]
        found = self._recent.get(listing_id)
        if found is None:
            found = self.snapshot.get(listing_id)
            if found is None:
                raise MatchIndexError(
                    f"the index knows `{listing_id}`, the snapshot does not",
                    fix="remove the index folder: it is built again",
                )
            if len(self._recent) >= self.keep:
                self._recent.clear()
            self._recent[listing_id] = found
        return found


def _on_day(
    listing: Listing,
    day: date,
    known_from: Mapping[str, date | None],
    *,
    score: float,
    verdict: str,
    evidence: str,
) -> Finding:
    """What an entry says on a day to a party that it may be."""
    standing = standing_of(listing, day, known_from.get(listing.list))
    return Finding(
        listing=listing,
        standing=standing,
        version=listing.version_on(day),
        score=score,
        verdict=verdict,
        evidence=evidence,
        listed=listed_answer(listing, standing, verdict, day),
    )


def _refuse_to_hide(limit: int, near_misses: int = 0) -> None:
    """An answer that may show nothing would read as if nothing had been found."""
    if limit < 1:
        raise InputError(f"`{limit}` would hide what is found", field="limit", fix="give 1 or more")
    if near_misses < 0:
        raise InputError(f"`{near_misses}` is no number of listings", field="near", fix="give 0 or more")


def as_party(given: Party | str) -> Party:
    """A party from a bare name; a party that has nothing to look for is refused.

    Raises:
        InputError: neither name, address nor identifier.
    """
    party = Party(names=(Name(text=given),), kind=PartyKind.UNKNOWN) if isinstance(given, str) else given
    told = party.identifiers or any(name.text.strip() for name in party.names)
    if not told and not any(address.text.strip() for address in party.addresses):
        raise InputError(
            "a party needs a name, an address or an identifier", field="name", fix="give one of them"
        )
    return with_plain_spellings(party)


def with_plain_spellings(party: Party) -> Party:
    """The party with names of one script added where a word of a name mixes two."""
    added: list[str] = []
    for name in party.names:
        text = name.text
        if "l" in text or not text.isascii():
            plain = of_one_script(text)
            if plain != text and plain not in added:
                added.append(plain)
    if not added:
        return party
    known = {name.text for name in party.names}
    more = tuple([Name(text=text) for text in added if text not in known])
    return replace(party, names=(*party.names, *more)) if more else party


def suggested(party: Party, findings: tuple[Finding, ...]) -> Disposition:
    """What is suggested; that nothing was found by what is left of a name is for a person to look at."""
    return suggestion(party, findings)[0]


def suggestion(party: Party, findings: tuple[Finding, ...]) -> tuple[Disposition, str]:
    """What is suggested, and which words of the name were not looked for where nothing else decides."""
    found = disposition_of(findings)
    if found is not Disposition.NOTHING_FOUND:
        return found, ""
    told = unread_told([name.text for name in party.names])
    return (Disposition.REVIEW, told) if told else (found, "")


def _not_checked(party: Party) -> tuple[str, ...]:
    missing = [
        ("owners", "who owns the party: give owners, or `licet owners check`"),
        ("item", "the item, the destination and the end use: `licet determine` decides a trade"),
        ("lists", "lists that are not loaded: `licet lists status` shows those that are"),
    ]
    names = [name.text for name in party.names if name.text.strip()]
    if not names:
        missing.append(
            ("name", "the party's name: none was given, only its address and numbers were looked up")
        )
    elif unread := unread_told(names):
        missing.append(("name", unread))
    if not any(address.text.strip() for address in party.addresses):
        missing.append(("address", "the party's address: address-only entries were not compared"))
    if not party.identifiers:
        missing.append(("id", "the party's identifiers: none was given"))
    return tuple(text for _, text in missing)


def open_engine(
    snapshot: Path | str | None = None,
    lists: Iterable[str] | None = None,
    *,
    progress: Progress | None = None,
    lay: bool = True,
) -> Engine:
    """Open a snapshot with its index, building the index on first use, and lay staged filings over it.

    Args:
        snapshot: a file, an id, `embedded`, or None for the current one.
        lists: ids of the lists to look at; all of them when None.
        progress: called with (done, total) while an index is built.
        lay: whether staged filings are laid over it.

    Raises:
        SnapshotError: there is no such snapshot or it is torn.
        InputError: a list is not in the snapshot.
    """
    held = open_snapshot(snapshot)
    wanted = tuple(sorted(held.lists)) if lists is None else tuple(lists)
    for list_id in wanted:
        if list_id not in held.lists:
            raise InputError(
                f"no list `{list_id}` in the snapshot", field="lists", fix="see `licet lists status`"
            )
    index = open_index(held, wanted, progress)
    kin = kin_of(held, wanted)
    engine = Engine(snapshot=held, index=index, lists=wanted, doubts=read_doubts(), kin=kin)
    if not lay or not staged_documents():
        return engine
    from licet.lists.staged import staged  # reads XML, which most starts never need

    return engine.with_filings(staged())
