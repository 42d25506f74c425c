"""Records of a portfolio as plain JSON data and back; what is empty is left out.

The form is the content: two versions of a record are the same when their data is.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from fractions import Fraction
from typing import Any

from licet.core.fact import Share
from licet.core.money import Money
from licet.core.portfolio import Order, OrderLine, OrderState, OwnerEdge, Part, Revenue, StockItem
from licet.core.trade import Address, BirthDate, Identifier, Name, NameQuality, Party, PartyKind, Role

__all__ = ["KINDS", "Record", "parties_of", "record_from_json", "record_to_json"]

#: What a portfolio holds besides its settings.
Record = Party | OwnerEdge | StockItem | Order | Revenue
#: Name of each kind of record, and its class.
KINDS: Mapping[str, type] = {
    "party": Party,
    "owner": OwnerEdge,
    "item": StockItem,
    "order": Order,
    "revenue": Revenue,
}
#: Plain JSON data.
Data = dict[str, Any]


def record_to_json(record: Record) -> Data:
    """A record as JSON data."""
    match record:
        case Party():
            return _party(record)
        case OwnerEdge():
            return _edge(record)
        case StockItem():
            return _full(
                id=record.id, description=record.description, eccn=record.eccn, hts=record.hts,
                origin=record.origin, kind=record.kind, by=record.by, on=_day(record.on),
            )  # fmt: skip
        case Order():
            return _order(record)
        case Revenue():
            return {"party": record.party, "period": record.period, **_money(record.amount)}


def record_from_json(kind: str, data: Mapping[str, Any]) -> Record:
    """The record that `record_to_json` wrote.

    Raises:
        KeyError: a field that every record of its kind has is missing.
        ValueError: a value is not of its form.
    """
    match kind:
        case "party":
            return _party_from(data)
        case "owner":
            return _edge_from(data)
        case "item":
            plain = {name: str(value) for name, value in data.items() if name != "on"}
            return StockItem(**plain, on=_day_from(data.get("on")))
        case "order":
            return _order_from(data)
        case "revenue":
            amount = Money(amount=Decimal(data["amount"]), currency=data["currency"])
            return Revenue(party=data["party"], period=data["period"], amount=amount)
        case _:
            raise ValueError(f"no kind of record: `{kind}`")


def parties_of(kind: str, data: Mapping[str, Any]) -> tuple[tuple[str, str], ...]:
    """The counterparties that a record's data names: (reference, role), each once, in order."""
    match kind:
        case "order":
            found = [(part["party"], part["role"]) for part in data.get("parties", ())]
        case "owner":
            found = [(data["owner"], "owner"), (data["owned"], "owned")]
        case "revenue":
            found = [(data["party"], "revenue")]
        case _:
            found = []
    return tuple(dict.fromkeys(found))


def _full(**fields: object) -> Data:
    return {name: value for name, value in fields.items() if value}


def _day(day: date | None) -> str:
    return day.isoformat() if day else ""


def _day_from(text: str | None) -> date | None:
    return date.fromisoformat(text) if text else None


def _exact(amount: Decimal) -> str:
    text = format(amount, "f")
    return text.rstrip("0").rstrip(".") if "." in text else text


def _money(money: Money | None) -> Data:
    return {"amount": _exact(money.amount), "currency": money.currency} if money else {}


def _money_from(data: Mapping[str, Any]) -> Money | None:
    if "amount" not in data:
        return None
    return Money(amount=Decimal(data["amount"]), currency=data["currency"])


def _party(party: Party) -> Data:
    data: Data = {"id": party.id, "names": [_name(name) for name in party.names]}
    if party.kind is not PartyKind.UNKNOWN:
        data["kind"] = party.kind.value
    if party.countries:
        data["countries"] = list(party.countries)
    if party.addresses:
        data["addresses"] = [
            _full(text=one.text, city=one.city, region=one.region, postcode=one.postcode, country=one.country)
            for one in party.addresses
        ]
    if party.identifiers:
        data["identifiers"] = [
            _full(kind=one.kind, value=one.value, country=one.country) for one in party.identifiers
        ]
    if party.births:
        data["births"] = [
            {"earliest": one.earliest.isoformat(), "latest": one.latest.isoformat(), "circa": one.circa}
            for one in party.births
        ]
    return data


def _name(name: Name) -> str | Data:
    if name.quality is NameQuality.PRIMARY and not name.language:
        return name.text
    return _full(text=name.text, quality=name.quality.value, language=name.language)


def _name_from(data: str | Mapping[str, Any]) -> Name:
    if isinstance(data, str):
        return Name(text=data)
    return Name(
        text=data["text"],
        quality=NameQuality(data.get("quality", NameQuality.PRIMARY.value)),
        language=data.get("language", ""),
    )


def _party_from(data: Mapping[str, Any]) -> Party:
    return Party(
        id=data["id"],
        names=tuple([_name_from(one) for one in data.get("names", ())]),
        kind=PartyKind(data.get("kind", PartyKind.UNKNOWN.value)),
        countries=tuple(data.get("countries", ())),
        addresses=tuple([Address(**one) for one in data.get("addresses", ())]),
        identifiers=tuple(
            [
                Identifier(kind=one.get("kind", ""), value=one["value"], country=one.get("country", ""))
                for one in data.get("identifiers", ())
            ]
        ),
        births=tuple(
            [
                BirthDate(
                    earliest=date.fromisoformat(one["earliest"]),
                    latest=date.fromisoformat(one["latest"]),
                    circa=one.get("circa", False),
                )
                for one in data.get("births", ())
            ]
        ),
    )


def _edge(edge: OwnerEdge) -> Data:
    share = edge.share
    data: Data = {"owner": edge.owner, "owned": edge.owned}
    if share != Share.unknown():
        data["share"] = {
            "low": str(share.low), "high": str(share.high),
            **_full(low_open=share.low_open, high_open=share.high_open),
        }  # fmt: skip
    return data | _full(
        owner_name=edge.owner_name, owner_country=edge.owner_country, since=_day(edge.since),
        until=_day(edge.until), source=edge.source,
    )  # fmt: skip


def _edge_from(data: Mapping[str, Any]) -> OwnerEdge:
    held = data.get("share")
    share = Share.unknown()
    if held:
        share = Share(
            Fraction(held["low"]), Fraction(held["high"]), held.get("low_open", False),
            held.get("high_open", False),
        )  # fmt: skip
    return OwnerEdge(
        owner=data["owner"],
        owned=data["owned"],
        share=share,
        owner_name=data.get("owner_name", ""),
        owner_country=data.get("owner_country", ""),
        since=_day_from(data.get("since")),
        until=_day_from(data.get("until")),
        source=data.get("source", ""),
    )


def _order(order: Order) -> Data:
    data: Data = {"id": order.id, "state": order.state.value}
    data["parties"] = [{"role": part.role.value, "party": part.party} for part in order.parties]
    data["lines"] = [
        {"line": line.line}
        | _full(
            item=line.item, quantity=_exact(line.quantity) if line.quantity is not None else "",
            unit=line.unit, eccn=line.eccn, description=line.description,
        )
        | _money(line.value)
        for line in order.lines
    ]  # fmt: skip
    return data | _full(
        none=[role.value for role in order.none], act=order.act, exported_from=order.exported_from,
        destination=order.destination, placed=_day(order.placed), due=_day(order.due),
        aboard=_day(order.aboard), licences=list(order.licences),
    )  # fmt: skip


def _order_from(data: Mapping[str, Any]) -> Order:
    return Order(
        id=data["id"],
        state=OrderState(data.get("state", OrderState.OPEN.value)),
        parties=tuple(Part(role=Role(one["role"]), party=one["party"]) for one in data.get("parties", ())),
        lines=tuple(
            OrderLine(
                line=one["line"],
                item=one.get("item", ""),
                value=_money_from(one),
                quantity=Decimal(one["quantity"]) if one.get("quantity") else None,
                unit=one.get("unit", ""),
                eccn=one.get("eccn", ""),
                description=one.get("description", ""),
            )
            for one in data.get("lines", ())
        ),
        none=tuple(Role(one) for one in data.get("none", ())),
        act=data.get("act", ""),
        exported_from=data.get("exported_from", ""),
        destination=data.get("destination", ""),
        placed=_day_from(data.get("placed")),
        due=_day_from(data.get("due")),
        aboard=_day_from(data.get("aboard")),
        licences=tuple(data.get("licences", ())),
    )
