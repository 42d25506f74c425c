"""What a filing, or any change of lists, does to a portfolio."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from contextlib import suppress
from dataclasses import replace
from datetime import date, timedelta
from itertools import chain
from pathlib import Path
from typing import TYPE_CHECKING, Any

from licet.app.actions.filing import saved_known
from licet.check.engine import Engine, open_engine
from licet.check.impact import Books, HeldLicence, Question, State, below_hits, impact, listings_of
from licet.check.impact_values import Event, Impact
from licet.check.reverse import entries_index, hits_of, hits_of_names
from licet.core.errors import InputError
from licet.core.portfolio import HeldParty, OwnerEdge
from licet.core.trade import Name, Party, Role
from licet.lists.change_set import Action, ChangeSet, FiledChange

if TYPE_CHECKING:
    from licet.match.index import Index
    from licet.match.policy import Policy
    from licet.store.actor import Actor
    from licet.store.portfolio_keys import ToAsk
    from licet.store.portfolio_read import Portfolio
    from licet.store.store import Store

__all__ = [
    "SCHEMA",
    "ask_between",
    "ask_of_filing",
    "impact_as_json",
    "impact_of",
    "read_named",
    "strangers",
    "whom_to_ask",
]

SCHEMA = "licet-impact/1"

#: With so many parties the inner loops are compiled before the first is asked.
_WARM = 1_000

Progress = Callable[[str, int, int], None]


def read_named(named: str) -> ChangeSet:
    """A filing by its file, or by its number where it is staged.

    Raises:
        InputError: neither.
        SourceError: the file is no filing that licet can read.
    """
    from licet.lists.filing import read_filing
    from licet.lists.home import staged_documents
    from licet.lists.source import slug

    path: Path | None = Path(named) if Path(named).is_file() else None
    if path is None:
        path = next((one for one in staged_documents() if one.stem == slug(named)), None)
    if path is None:
        raise InputError(f"no file and no staged filing `{named}`", fix="see `licet filing list`")
    return read_filing(path)


def ask_of_filing(filing: ChangeSet, engine: Engine | None = None) -> Question:
    """The question of a filing: the day before its effective day against that day, with its entries as filed.

    Raises:
        InputError: its effective day or its entries could not be read, or its list is not held.
    """
    from licet.lists.staged import as_filed

    if filing.effective is None or not filing.changes:
        acts = f"it is a {filing.kind.value} of {', '.join(filing.amends)} and " if filing.amends else "it "
        why = "; ".join(filing.unread) or f"{acts}changes no entry"
        raise InputError(
            f"the filing `{filing.id}` can't be weighed: {why}",
            fix="give the rule's XML from federalregister.gov",
        )
    held = engine or open_engine()
    if filing.list not in held.snapshot.lists:
        raise InputError(f"no list `{filing.list}` in the snapshot", fix="see `licet lists status`")
    laid = as_filed(held.snapshot, filing)
    if held.laid is not None:  # what else is staged stays in sight
        laid = replace(laid, listings={**held.laid.listings, **laid.listings})
    both = held.with_overlay(laid)
    eve = filing.effective - timedelta(days=1)
    event = Event(
        id=filing.id,
        title=filing.title,
        list=(filing.list,),
        cite=str(filing.cite) if filing.cite else "",
        published=filing.published,
        before=eve,
        effective=filing.effective,
        saved=filing.saved,
        saved_known=saved_known(filing),
        **_counts(filing.changes),
        unread=filing.unread,
        contradictions=laid.contradictions,
    )
    return Question(
        event=event,
        changes=filing.changes,
        before=State(engine=both, on=eve),
        after=State(engine=both, on=filing.effective),
    )


def _counts(changes: Sequence[FiledChange]) -> dict[str, Any]:
    words = {"added": Action.ADDED, "revised": Action.REVISED, "removed": Action.REMOVED}
    return {word: sum(one.action is action for one in changes) for word, action in words.items()}


def ask_between(
    before: str, after: str, *, lists: Sequence[str] = (), on: date | None = None, which: str | None = None
) -> Question:
    """The question of a list update: two days in one snapshot's history, or two snapshots on one day.

    Args:
        before: a day (`2025-01-29`) or a snapshot's id.
        after: the same kind.
        lists: only these lists; all that both sides hold when empty.
        on: for snapshots the day on which listings and law are read; today when None.
        which: for days the snapshot whose history is asked.

    Raises:
        InputError: one is a day and the other is none, or nothing changed between them.
        SnapshotError: there is no such snapshot.
    """
    days = _day(before), _day(after)
    if (days[0] is None) != (days[1] is None):
        raise InputError(
            f"`{before}` and `{after}` are not of one kind", fix="give two days or two snapshot ids"
        )
    if days[0] and days[1]:
        if days[0] >= days[1]:
            raise InputError(
                f"{days[0]} is not before {days[1]}", field="--from", fix="give the earlier first"
            )
        engine = open_engine(which)
        states = State(engine=engine, on=days[0]), State(engine=engine, on=days[1])
    else:
        day = on or date.today()
        states = State(engine=open_engine(before), on=day), State(engine=open_engine(after), on=day)
    changes, unread = _differences(*states, lists=lists)
    if not changes:
        raise InputError(
            f"nothing changed on these lists from {before} to {after}", fix="see `licet lists diff`"
        )
    event = Event(
        id=f"{before}..{after}",
        title=f"what changed from {before} to {after}",
        list=tuple(dict.fromkeys(change.list for change in changes)),
        before=states[0].on,
        effective=states[1].on,
        **_counts([one for change in changes for one in change.changes]),
        unread=unread,
    )
    flat = tuple(one for change in changes for one in change.changes)
    return Question(event=event, changes=flat, before=states[0], after=states[1])


def _day(text: str) -> date | None:
    try:
        return date.fromisoformat(text)
    except ValueError:
        return None


def _differences(
    before: State, after: State, *, lists: Sequence[str]
) -> tuple[list[ChangeSet], tuple[str, ...]]:
    """The change set of each list, and what could not be compared."""
    from licet.lists.filing import changes_between
    from licet.lists.onday import listings_on

    old, new = before.engine.snapshot, after.engine.snapshot
    wanted = list(lists) or sorted({*old.lists, *new.lists})
    found: list[ChangeSet] = []
    unread: list[str] = []
    for id in wanted:
        if id not in old.lists or id not in new.lists:
            if id not in old.lists and id not in new.lists:
                raise InputError(f"no list `{id}` in the snapshot", fix="see `licet lists status`")
            unread.append(f"{id}: held on one side only, not compared")
            continue
        if old.id == new.id:
            from_day = new.lists[id].complete_from
            if from_day is None or from_day > before.on:
                unread.append(f"{id}: not held whole on {before.on}, not compared")
                continue
        made = changes_between(
            listings_on(old.listings(id), before.on),
            listings_on(new.listings(id), after.on),
            days=(before.on, after.on),
            list_id=id,
        )
        if made.changes:
            found.append(made)
    return found, tuple(unread)


def impact_of(
    store: Store, who: Actor, name: str, ask: Question, *, progress: Progress | None = None
) -> Impact:
    """What a change does to a portfolio.

    Args:
        store: the store.
        who: who asks.
        name: the portfolio.
        ask: from `ask_of_filing` or `ask_between`.
        progress: told (what, done, total) while it works.

    Raises:
        StoreError: there is no such portfolio.
    """
    from licet.store.portfolio_keys import asked
    from licet.store.portfolio_read import items, orders_of, owners, parties_by_id, portfolio

    held = portfolio(store, who, name)
    edges = tuple(owners(store, who, name))
    index = entries_index(listings_of(ask))
    policy = ask.after.engine.policy
    outside = strangers(name, edges, parties_by_id(store, who, name, sorted({e.owner for e in edges})))
    count = held.counts["party"]
    whom = whom_to_ask(store, who, name, index, policy=policy, count=count)
    if count + len(outside) > _WARM:
        index.warm()
    total = len(outside) + (count if whom.ids is None else len(whom.ids))
    stream = _told(chain(asked(store, who, name, whom), outside), total, progress)
    found = tuple(hits_of(index, stream, policy=policy))
    below = below_hits(ask, found, edges)
    reached = sorted({one.party.id for one in found} | set(below))
    orders = tuple(orders_of(store, who, name, reached))
    named = sorted(
        {part.party for order in orders for part in order.parties}
        | {end for edge in edges for end in (edge.owner, edge.owned)}
        | set(reached)
    )
    parties = {id: one.party for id, one in parties_by_id(store, who, name, named).items()}
    wanted = sorted({line.item for order in orders for line in order.lines if line.item})
    settings = held.settings
    books = Books(
        portfolio=name,
        newest=held.newest,
        screened=count + len(outside),
        one_by_one=whom.why,
        currency=settings.currency,
        revenue=settings.revenue,
        period=settings.period,
        usual=settings.facts,
        parties=parties,
        edges=edges,
        orders=orders,
        items={one.id: one for one in items(store, who, name, wanted)},
        licences=_licences(store, who, ask),
        unnamed=_unnamed(store, who, name),
        **_figures(store, who, held, reached),
    )
    tell = None if progress is None else lambda done, all_: progress("orders", done, all_)
    return impact(ask, found, books, progress=tell)


def _figures(store: Store, who: Actor, held: Portfolio, reached: Sequence[str]) -> dict[str, Any]:
    """Figures of the parties reached, and the sum of all where the firm's own revenue is not stated."""
    from licet.store.portfolio_read import revenues, total_revenue

    figures = tuple(revenues(store, who, held.name, reached))
    if held.settings.revenue is not None:
        return {"figures": figures}
    total, _ = total_revenue(revenues(store, who, held.name), held.settings.currency)
    return {"figures": figures, "all_revenue": total if total.amount else None}


def _unnamed(store: Store, who: Actor, name: str) -> tuple[str, ...]:
    """The open orders of which a party is not stated or was never imported: nobody compares it."""
    from licet.app.actions.portfolio import gaps

    roles = {role.value for role in Role}
    return tuple(dict.fromkeys(gap.id for gap in gaps(store, who, name) if gap.blocks and gap.field in roles))


def strangers(name: str, edges: Sequence[OwnerEdge], known: dict[str, HeldParty]) -> list[HeldParty]:
    """Owners that are no counterparties, by the names that the ownership data gives them."""
    found: dict[str, HeldParty] = {}
    for edge in edges:
        if edge.owner not in known and edge.owner not in found and (edge.owner_name or edge.owner):
            party = Party(
                id=edge.owner,
                names=(Name(text=edge.owner_name or edge.owner),),
                countries=(edge.owner_country,) if edge.owner_country else (),
            )
            found[edge.owner] = HeldParty(portfolio=name, party=party, version=0, digest="", entry=-1)
    return list(found.values())


def whom_to_ask(store: Store, who: Actor, name: str, index: Index, *, policy: Policy, count: int) -> ToAsk:
    """The counterparties of so many that entries of an index may concern; all of a small portfolio."""
    from licet.store.portfolio_keys import SIEVED_FROM, ToAsk, keep_keys, to_ask

    if count < SIEVED_FROM:
        return ToAsk(ids=None)
    from licet.match.sieve import Sieve

    with suppress(OSError):  # where none can be written whoever came since is asked
        keep_keys(store, who, name, anew=False)
    return to_ask(store, who, name, Sieve(index, policy))


def _told(stream: Iterator[HeldParty], total: int, progress: Progress | None) -> Iterator[HeldParty]:
    for done, one in enumerate(stream, 1):
        if progress is not None and (done % 1000 == 0 or done == total):
            progress("parties", done, total)
        yield one


def _licences(store: Store, who: Actor, ask: Question) -> tuple[HeldLicence, ...]:
    """The authorisations held, each with the changed entries that its parties may be."""
    from licet.store.licences import licences

    held = licences(store, who)
    names = list(dict.fromkeys(party.name for one in held for party in one.terms.parties if party.name))
    index = entries_index(listings_of(ask))
    asked = [Party(names=(Name(text=text),)) for text in names]
    hit = {
        text: hits[0].name
        for text, hits in zip(names, hits_of_names(index, asked, policy=ask.after.engine.policy), strict=True)
        if hits
    }
    return tuple(
        HeldLicence(
            number=one.terms.number,
            id=one.id,
            state=one.state.value,
            valid_to=one.terms.valid_to,
            parties=tuple(party.name for party in one.terms.parties),
            hit={party.name: hit[party.name] for party in one.terms.parties if party.name in hit},
        )
        for one in held
    )


def impact_as_json(found: Impact) -> dict[str, Any]:
    """The whole answer in plain JSON values, schema `licet-impact/1`; amounts are exact decimal strings."""
    from licet.store.canonical import plain

    data: dict[str, Any] = plain(found)
    return {"schema": SCHEMA, **data}
