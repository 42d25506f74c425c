"""A change of lists against a portfolio: who is hit, what it reaches, what hangs on it.

    ask = Question(event=..., changes=..., before=State(...), after=State(...))
    found = tuple(hits_of(entries_index(listings_of(ask)), parties))
    impact(ask, found, Books(...))

Pure: the portfolio comes as values, the lists as engines, the law by its day. The outcome of an order before
and after is the determination itself, run twice; nothing is said of an order that it does not say.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from datetime import date
from decimal import Decimal

from licet.check.impact_books import Books, HeldLicence, Question
from licet.check.impact_owners import State, affiliates_of, graph_of, owned_by
from licet.check.impact_sums import at_stake, exposures
from licet.check.impact_trade import facts_of, saved_words, stand_of
from licet.check.impact_values import Impact, LicenceReached, OrderReached, PartyHit
from licet.check.reverse import Found
from licet.core.listing import Listing
from licet.core.listing_words import describe_policy, describe_requirement
from licet.core.money import Money
from licet.core.portfolio import Order, OwnerEdge, gaps_of
from licet.law.book import rule_book
from licet.lists.change_set import Action, FiledChange

__all__ = ["Books", "HeldLicence", "Question", "State", "below_hits", "impact", "listings_of"]

Progress = Callable[[int, int], None]

#: So many orders are named where all are counted.
_NAMED = 5

_NOT_CHECKED = (
    "orders that are closed or cancelled",
    "counterparties by entries that did not change: a full screening does that",
    "revenue of affiliates and parents beyond the counterparties named",
)


def listings_of(ask: Question) -> Iterator[Listing]:
    """The changed entries to look for: as they read afterwards, and before where names may have gone."""
    for change in ask.changes:
        laid = _listing(ask.after, change)
        was = _listing(ask.before, change)
        if laid is not None:
            yield laid
        if was is not None and was != laid:
            yield was


def _listing(state: State, change: FiledChange) -> Listing | None:
    """An entry on one side of the change; None where that side does not know it."""
    id = change.listing.id if change.listing is not None else ""
    laid = state.engine.laid
    if laid is not None:
        if id in laid.listings:
            return laid.listings[id]
        for listing in laid.listings.values():
            if listing.party.name == change.name or any(n.text == change.name for n in listing.party.names):
                return listing
    return state.engine.snapshot.get(id) if id else None


def below_hits(
    ask: Question, found: Sequence[Found], edges: Iterable[OwnerEdge]
) -> dict[str, tuple[str, ...]]:
    """Who is below the hit counterparties, at any depth: the orders and figures of these are needed too."""
    return owned_by(edges, [one.party.id for one in found], (ask.before.on, ask.after.on))


def impact(
    ask: Question, found: Sequence[Found], books: Books, *, progress: Progress | None = None
) -> Impact:
    """The whole answer.

    Args:
        ask: what changed.
        found: the counterparties hit, from `hits_of`.
        books: what they touch.
        progress: told (done, total) while orders are determined.
    """
    hits = _party_hits(ask, found)
    below = below_hits(ask, found, books.edges)
    graph = graph_of(books.edges, books.parties) if books.edges else None
    lists = ask.event.list
    affiliates = affiliates_of(below, graph, lists, ask.before, ask.after) if below and graph else ()
    reached = {hit.party for hit in hits} | set(below)
    clean = books.usual.get("assume") == "clean"
    orders: list[OrderReached] = []
    wanted = [order for order in books.orders if order.state.pending]
    for done, order in enumerate(wanted, 1):
        gaps = gaps_of(order, knows=books.parties.__contains__, item=books.items.get)
        facts, parties = facts_of(order, books.usual, item=books.items.get, known=books.parties)
        before, after = (
            stand_of(
                facts, parties, state.on, engine=state.engine, clean=clean, gaps=gaps, owners=graph
            )
            for state in (ask.before, ask.after)
        )  # fmt: skip
        orders.append(
            OrderReached(
                id=order.id,
                state=order.state.value,
                purchaser=next((part.party for part in order.parties), ""),
                reached_by=tuple(
                    (part.party, part.role.value) for part in order.parties if part.party in reached
                ),
                value=_value(order, books.currency),
                due=order.due,
                aboard=order.aboard,
                destination=order.destination,
                before=before,
                after=after,
                gaps=gaps,
                licences=order.licences,
                saved=saved_words(order, after, ask.event.effective, ask.event.saved),
            )
        )
        if progress is not None:
            progress(done, len(wanted))
    orders.sort(key=lambda one: (not one.changed, -(one.value.amount if one.value else 0), one.id))
    exposure = exposures(hits, affiliates, orders, books)
    total = (
        Money(amount=books.revenue, currency=books.currency)
        if books.revenue is not None
        else books.all_revenue
    )
    basis = f"revenue stated for {books.period or 'the firm'}" if books.revenue is not None else (
        "the sum of all counterparties' figures" if total is not None else "no revenue is stated"
    )  # fmt: skip
    shown = {order.id for order in orders}
    unnamed = tuple(id for id in books.unnamed if id not in shown)
    snapshots = dict.fromkeys((ask.before.engine.snapshot.id, ask.after.engine.snapshot.id))
    return Impact(
        portfolio=books.portfolio,
        newest=books.newest,
        screened=books.screened,
        event=ask.event,
        hits=hits,
        affiliates=affiliates,
        orders=tuple(orders),
        licences=_licences(books.licences, orders),
        exposure=exposure,
        at_stake=at_stake(exposure, total, basis, books, orders),
        snapshot="..".join(snapshots),
        rule_book=rule_book().digest(),
        stale=_stale(ask),
        not_checked=(*_not_compared(books, unnamed), *_NOT_CHECKED, *_history(ask)),
        silence="declared negative" if clean else "unknown",
        one_by_one=books.one_by_one,
        unnamed=unnamed,
    )


def _not_compared(books: Books, unnamed: Sequence[str]) -> Iterator[str]:
    """Whom nobody compared with the entries, in words."""
    if not books.screened:
        yield "anybody: the portfolio holds no counterparty (licet portfolio import party FILE)"
    if unnamed:
        some = ", ".join(unnamed[:_NAMED]) + (", ..." if len(unnamed) > _NAMED else "")
        orders = "open order" if len(unnamed) == 1 else "open orders"
        lacks = "of which a party is not stated or was never imported"
        yield f"{len(unnamed)} {orders} {lacks}: {some} (licet portfolio missing)"


def _party_hits(ask: Question, found: Sequence[Found]) -> tuple[PartyHit, ...]:
    actions = _actions(ask)
    hits: list[PartyHit] = []
    for one in found:
        for hit in one.hits:
            id = str(hit.id)
            action, was, now = actions[id]
            shown = now or was
            party = one.party.party
            hits.append(
                PartyHit(
                    party=party.id,
                    name=party.name,
                    country=party.countries[0] if party.countries else "",
                    version=one.party.version,
                    action=action.value,
                    listing=id,
                    listed_name=shown.party.name if shown else hit.name,
                    verdict=hit.verdict.value,
                    score=Decimal(str(round(hit.score, 4))),
                    evidence=hit.sentence(),
                    before=_words(was, ask.before.on),
                    after=_words(now, ask.after.on),
                    cites=tuple(str(cite) for cite in shown.cites) if shown else (),
                )
            )
    return tuple(sorted(hits, key=lambda hit: (not hit.sure, -hit.score, hit.party, hit.listing)))


def _actions(ask: Question) -> dict[str, tuple[Action, Listing | None, Listing | None]]:
    found: dict[str, tuple[Action, Listing | None, Listing | None]] = {}
    for change in ask.changes:
        was, now = _listing(ask.before, change), _listing(ask.after, change)
        for listing in (was, now):
            if listing is not None:
                found[listing.id] = (change.action, was, now)
    return found


def _words(listing: Listing | None, on: date) -> str:
    """What an entry requires on a day, in words."""
    if listing is None or (on not in listing.period and not any(on in one for one in listing.earlier)):
        return "not listed"
    version = listing.version_on(on)
    if version is None:
        return "listed; the list as a whole says what that means" if not listing.versions else (
            "listed; which requirement held then is not known"
        )  # fmt: skip
    need = describe_requirement(version.requirement) if version.requirement else "requirement not known"
    policy = describe_policy(version.policy) if version.policy else "review policy not known"
    return f"{need}; {policy}"


def _value(order: Order, currency: str) -> Money | None:
    """The sum of an order's lines; None where a line has no value in this currency."""
    total = Money(amount=Decimal(0), currency=currency)
    for line in order.lines:
        if line.value is None or line.value.currency != currency:
            return None
        total += line.value
    return total if order.lines else None


def _licences(held: Iterable[HeldLicence], orders: Sequence[OrderReached]) -> tuple[LicenceReached, ...]:
    found: list[LicenceReached] = []
    for one in held:
        why = [f"names `{party}`, which may be the listed `{entry}`" for party, entry in one.hit.items()]
        why += [f"order {order.id} names it" for order in orders if one.number in order.licences]
        if why:
            found.append(
                LicenceReached(
                    number=one.number, id=one.id, state=one.state, valid_to=one.valid_to, why=tuple(why)
                )
            )
    return tuple(found)


def _stale(ask: Question) -> tuple[str, ...]:
    """Lists that change and can't be relied on for the day asked about."""
    return tuple(
        f"{state.id}: {state.stale}"
        for state in ask.after.engine.list_states()
        if state.id in ask.event.list
        and state.stale
        and (state.published is None or state.published < ask.after.on)
    )


def _history(ask: Question) -> tuple[str, ...]:
    """Lists that determinations rest on and that are not held whole on the days asked about."""
    late = [
        state.id
        for state in ask.after.engine.list_states()
        if not state.reaches(ask.before.on) and state.id.startswith("us-")
    ]
    if not late:
        return ()
    return (
        f"entries that were removed since {ask.before.on} on lists not held whole then: {', '.join(late)}",
    )
