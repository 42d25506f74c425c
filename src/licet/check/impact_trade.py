"""An order of a portfolio before the law: its facts, the outcome on a day, and its savings clause."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import date
from typing import TYPE_CHECKING, Any

from licet.check.determine import Outcome, determine_facts
from licet.check.engine import Engine
from licet.check.impact_values import Need, Stand
from licet.core.period import Status
from licet.core.portfolio import Gap, Order, OrderState, StockItem
from licet.core.trade import Party

if TYPE_CHECKING:
    from licet.owners.graph import Graph

__all__ = ["facts_of", "saved_words", "stand_of"]

Facts = dict[str, Any]


def facts_of(
    order: Order,
    usual: Mapping[str, Any],
    *,
    item: Callable[[str], StockItem | None],
    known: Mapping[str, Party],
) -> tuple[Facts, list[Party]]:
    """The facts of an order as `determine` reads them, and its parties whole, in the facts' order.

    Args:
        order: the order.
        usual: facts that hold for every order unless it says otherwise.
        item: the item of a reference.
        known: parties by reference; one that is not there has nothing to be screened by: it is left out, and
            the gaps of the order say so.
    """
    facts: Facts = {key: value for key, value in usual.items() if key != "assume"}
    stated = {"activity": order.act, "exported_from": order.exported_from, "destination": order.destination}
    facts |= {key: value for key, value in stated.items() if value}
    facts["items"] = [_item(line.item, line.eccn, line, item) for line in order.lines]
    roles: dict[str, list[str]] = {}
    for part in order.parties:
        if part.party in known:
            roles.setdefault(part.party, []).append(part.role.value)
    facts["parties"] = [
        {
            "ref": id, "name": known[id].name, "roles": names,
            **({"country": known[id].countries[0]} if known[id].countries else {}),
        }
        for id, names in roles.items()
    ]  # fmt: skip
    dates = dict(facts.get("dates") or {})
    if order.aboard is not None:
        dates["en_route_aboard_on"] = order.aboard.isoformat()
    elif order.state is OrderState.OPEN:
        dates["en_route_aboard_on"] = date.max.isoformat()  # it is on no carrier
    facts["trade"] = {**dict(facts.get("trade") or {}), "actual_order": True}
    if dates:
        facts["dates"] = dates
    return facts, [known[id] for id in roles]


def _item(id: str, eccn: str, line: Any, item: Callable[[str], StockItem | None]) -> Facts:  # noqa: ANN401
    held = item(id) if id else None
    told: Facts = {"description": line.description or (held.description if held else id)}
    if eccn or (held and held.eccn):
        told["eccn"] = eccn or (held.eccn if held else "")
    if held is not None:
        told |= {key: value for key in ("origin", "kind", "hts") if (value := getattr(held, key))}
    if line.value is not None and line.value.currency == "USD":
        told["value_usd"] = str(line.value.amount)
    return told


def stand_of(
    facts: Mapping[str, Any],
    parties: Sequence[Party],
    on: date,
    *,
    engine: Engine,
    clean: bool,
    gaps: Sequence[Gap],
    owners: Graph | None,
) -> Stand:
    """What the law says of an order on a day; what blocks it keeps it from ever reading as clear."""
    unknown = ["parties"] if any(gap.blocks and "lines" not in gap.field for gap in gaps) else []
    if any(gap.field == "destination" for gap in gaps):
        unknown.append("destination.region")
    outcome = determine_facts(
        facts, on, engine=engine, clean=clean, unknown=unknown, owners=owners, parties=parties
    )
    return _stand(outcome)


def _stand(outcome: Outcome) -> Stand:
    found = outcome.determination
    needs = [
        Need(
            citation=each.limb.citation,
            says=each.limb.reading.why or each.limb.rule.says,
            party=each.limb.reading.party,
            policy=""
            if each.policy is None
            else each.policy.verb.value
            if each.policy.verb
            else "undetermined",
            policy_by="" if each.policy is None else each.policy.by,
        )
        for each in found.met()
    ]
    saved = [
        f"{each.limb.citation}: {each.limb.reading.why}"
        for each in found.limbs()
        if each.limb.reading.status is Status.SAVED
    ]
    return Stand(
        on=found.on,
        verdict=found.verdict.name,
        says=found.verdict.value,
        needs=tuple(dict.fromkeys(needs)),
        exceptions=found.possible,
        asks=tuple(question.text for question in found.asks),
        saved=tuple(dict.fromkeys(saved)),
    )


def saved_words(order: Order, after: Stand, effective: date, saved: date | None) -> str:
    """What the savings clause means for an order; empty where it cannot matter."""
    if after.saved:
        clause = f" (clause day {saved})" if saved else ""
        return f"saved: aboard a carrier since {order.aboard}{clause}"
    if order.aboard is not None and order.aboard > effective:
        return f"not saved: loaded on {order.aboard}, after {effective}"
    if order.state.value == "shipped" and order.aboard is None:
        return "ask: since which day is it aboard a carrier? The savings clause turns on it"
    return ""
