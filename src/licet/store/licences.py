"""The ledger of approvals: licences and other authorisations, what was drawn on them, and what is left.

Writers take turns (see `store`), and a draw is checked in the same transaction that writes it: nothing is
ever over-drawn, however many shipments are planned at once. Amounts are exact decimals.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from typing import Any

from sqlalchemy import Connection, Row, select

from licet.core.answer import Answer
from licet.core.deal import Trade
from licet.core.eccn import parse_eccn
from licet.core.errors import ConflictError, InputError, StoreError
from licet.store import tables
from licet.store.access import note_read
from licet.store.actor import Actor, Permission
from licet.store.canonical import canonical, decimal_text, plain
from licet.store.coverage import Coverage, Wanted, covers, stands, wanted_of
from licet.store.reading import read_as
from licet.store.retention import ClockEvent, tick
from licet.store.rows import Entry, Rows, projects
from licet.store.store import Find, Store, Writing
from licet.store.terms import Licence, LicenceState, Terms

__all__ = [
    "Draw",
    "amend",
    "coverages",
    "draws",
    "expiring",
    "licence",
    "licence_by_number",
    "licences",
    "meet_condition",
    "record_draw",
    "record_licence",
    "require_standing",
    "reverse_draw",
    "set_state",
    "terms_from",
    "trade_coverages",
]

_TOLERANCE = Decimal(10)  # 15 CFR 750.11(b)


def terms_from(data: Mapping[str, Any]) -> Terms:
    """Terms from JSON data, as the log and the API hold them.

    Raises:
        InputError: a field is missing, unknown or not of its form.
    """
    return read_as(Terms, data)


def _checked(terms: Terms) -> dict[str, Any]:
    """The terms as data, once they make sense."""
    if not terms.number:
        raise InputError("an authorisation has a number", field="number")
    if terms.valid_to is not None and terms.valid_to < terms.valid_from:
        raise InputError(f"it ends on {terms.valid_to}, before {terms.valid_from}", field="valid_to")
    numbers = [line.line for line in terms.lines]
    if len(set(numbers)) != len(numbers):
        raise InputError("two lines have the same number", field="lines")
    for line in terms.lines:
        try:
            parse_eccn(line.eccn)
        except ValueError as error:
            raise InputError(str(error), field=f"lines[{line.line}].eccn") from None
        for amount in (line.quantity, line.value):
            if amount is not None and (amount < 0 or not amount.is_finite()):
                raise InputError(f"not an amount: `{amount}`", field=f"lines[{line.line}]")
    if not 0 <= terms.value_tolerance <= _TOLERANCE:
        raise InputError(
            f"a tolerance is 0 to 10 per cent (15 CFR 750.11): `{terms.value_tolerance}`",
            field="value_tolerance",
        )
    data: dict[str, Any] = plain(terms)
    return data


def _find(terms: Terms) -> Find:
    return Find(
        parties=[terms.licensee, *(party.name for party in terms.parties)],
        countries=[*terms.destinations, *(party.country for party in terms.parties)],
        documents=[terms.number],
    )


def record_licence(store: Store, who: Actor, terms: Terms) -> str:
    """Record an authorisation; returns its id (`LIC-42`).

    Raises:
        ConflictError: the agency's number is recorded already.
        InputError: the terms make no sense.
    """
    who.need(Permission.LICENCE)
    data = _checked(terms)

    def work(w: Writing) -> str:
        table = tables.licence
        same = select(table.c.id).where(table.c.agency == terms.agency, table.c.number == terms.number)
        if held := w.connection.execute(same).scalar_one_or_none():
            raise ConflictError(
                f"{terms.agency} {terms.number} is recorded already as `{held}`", fix="amend it"
            )
        id = f"LIC-{w.next_index}"
        about = [f"application/{terms.application}"] if terms.application else []
        w.record("licence.recorded", f"licence/{id}", {"terms": data}, about=about, find=_find(terms))
        return id

    return store.write(who, work)


def _body(terms: Mapping[str, Any]) -> dict[str, Any]:
    return {
        "number": terms["number"],
        "agency": terms["agency"],
        "kind": terms["kind"],
        "valid_from": terms["valid_from"],
        "valid_to": terms["valid_to"] or "",
        "body": canonical(dict(terms)),
    }


@projects("licence.recorded")
def _recorded(rows: Rows, entry: Entry) -> None:
    terms = entry.data["terms"]
    state = LicenceState.ACTIVE.value
    rows.put(tables.licence, {"id": entry.name, "state": state, "entry": entry.index, **_body(terms)})
    for line in terms["lines"]:
        rows.put(
            tables.licence_line,
            {
                "licence_id": entry.name,
                "line": line["line"],
                "drawn_quantity": "0",
                "drawn_value": "0",
                "entry": entry.index,
            },
        )
    if terms["valid_to"]:
        tick(rows, entry, ClockEvent.TERMINATION, terms["valid_to"])


def amend(store: Store, who: Actor, id: str, terms: Terms, reason: str, *, document: str = "") -> None:
    """Replace its terms: an extension, a replacement licence, a correction.

    Raises:
        ConflictError: a line would be left with less than was drawn on it, or would vanish under draws.
    """
    who.need(Permission.LICENCE)
    data = _checked(terms)

    def work(w: Writing) -> None:
        held = _licence(w.connection, id)
        if (held.terms.agency, held.terms.number) != (terms.agency, terms.number):
            raise ConflictError("an amendment keeps agency and number", fix="record another licence")
        lines = {line.line: line for line in terms.lines}
        after = replace(held, terms=terms)
        for number, (quantity, value) in held.drawn.items():
            if not quantity and not value:
                continue
            if number not in lines:
                raise ConflictError(f"line {number} has draws and cannot go")
            if any(left is not None and left < 0 for left in after.left(lines[number])):
                raise ConflictError(f"line {number}: {decimal_text(quantity)} are drawn already")
        w.record(
            "licence.amended",
            f"licence/{id}",
            {"terms": data, "reason": reason, "document": document},
            find=Find(
                parties=_find(terms).parties,
                countries=_find(terms).countries,
                documents=[terms.number, document],
            ),
        )

    store.write(who, work)


@projects("licence.amended")
def _amended(rows: Rows, entry: Entry) -> None:
    terms = entry.data["terms"]
    rows.set(tables.licence, {"id": entry.name}, {**_body(terms), "entry": entry.index})
    # Lines that joined begin at nothing; `licence_line` keeps what was drawn, so a line that stays is kept.
    if terms["valid_to"]:
        tick(rows, entry, ClockEvent.TERMINATION, terms["valid_to"])


def set_state(
    store: Store, who: Actor, id: str, state: LicenceState, reason: str, *, day: date | None = None
) -> None:
    """Suspend, reinstate, revoke or return it.

    Raises:
        ConflictError: it is revoked or returned already: neither is ever undone.
    """
    who.need(Permission.LICENCE)

    def work(w: Writing) -> None:
        held = _licence(w.connection, id)
        if held.state in (LicenceState.REVOKED, LicenceState.RETURNED) or held.state is state:
            raise ConflictError(f"`{id}` is {held.state.value}")
        data = {"state": state, "reason": reason, "day": day or w.now.date()}
        w.record("licence.state_set", f"licence/{id}", data)

    store.write(who, work)


@projects("licence.state_set")
def _state_set(rows: Rows, entry: Entry) -> None:
    rows.set(tables.licence, {"id": entry.name}, {"state": entry.data["state"]})
    if entry.data["state"] in (LicenceState.REVOKED.value, LicenceState.RETURNED.value):
        tick(rows, entry, ClockEvent.TERMINATION, entry.data["day"])


def meet_condition(
    store: Store, who: Actor, id: str, number: str, note: str, *, day: date | None = None
) -> None:
    """Note that a condition's duty was fulfilled."""
    who.need(Permission.SHIPMENT)

    def work(w: Writing) -> None:
        held = _licence(w.connection, id)
        if not any(c.number == number and c.duty and not c.done for c in held.terms.conditions):
            raise ConflictError(f"condition {number} of `{id}` asks for nothing that is open")
        data = {"number": number, "note": note, "day": day or w.now.date()}
        terms = plain(held.terms)
        for condition in terms["conditions"]:
            condition["done"] = condition["done"] or condition["number"] == number
        w.record("licence.condition_met", f"licence/{id}", {**data, "terms": terms})

    store.write(who, work)


@projects("licence.condition_met")
def _condition_met(rows: Rows, entry: Entry) -> None:
    rows.set(tables.licence, {"id": entry.name}, {"body": canonical(dict(entry.data["terms"]))})


def _licence(connection: Connection, id: str) -> Licence:
    row = connection.execute(select(tables.licence).where(tables.licence.c.id == id)).one_or_none()
    if row is None:
        raise StoreError(f"no licence `{id}`", fix="licet licence list")
    return _whole(connection, row)


def _whole(connection: Connection, row: Row[Any]) -> Licence:
    table = tables.licence_line
    lines = connection.execute(select(table).where(table.c.licence_id == row.id)).all()
    return Licence(
        id=row.id,
        state=LicenceState(row.state),
        terms=terms_from(json.loads(row.body)),
        drawn={line.line: (Decimal(line.drawn_quantity), Decimal(line.drawn_value)) for line in lines},
    )


def licence(store: Store, who: Actor, id: str) -> Licence:
    """An authorisation as it stands, by its id.

    Raises:
        StoreError: there is none.
    """
    who.need(Permission.READ)
    with store.read() as connection:
        found = _licence(connection, id)
    note_read(store, who, f"licence/{id}")
    return found


def licence_by_number(store: Store, who: Actor, number: str) -> Licence:
    """An authorisation by the agency's number, or by its id.

    Raises:
        StoreError: there is none, or two agencies use this number.
    """
    who.need(Permission.READ)
    table = tables.licence
    with store.read() as connection:
        rows = connection.execute(
            select(table).where((table.c.number == number) | (table.c.id == number))
        ).all()
        if not rows:
            raise StoreError(f"no licence `{number}`", fix="see `licet licence list`")
        if len(rows) > 1:
            raise StoreError(
                f"{len(rows)} licences of number `{number}`", fix="give its id: licet licence list"
            )
        found = _whole(connection, rows[0])
    note_read(store, who, f"licence/{found.id}")
    return found


def licences(
    store: Store, who: Actor, *, state: LicenceState | None = None, on: date | None = None
) -> list[Licence]:
    """Authorisations, oldest first: of a state, valid on a day."""
    who.need(Permission.READ)
    table = tables.licence
    query = select(table).order_by(table.c.entry)
    if state is not None:
        query = query.where(table.c.state == state.value)
    if on is not None:
        day = on.isoformat()
        query = query.where(table.c.valid_from <= day, (table.c.valid_to >= day) | (table.c.valid_to == ""))
    with store.read() as connection:
        return [_whole(connection, row) for row in connection.execute(query).all()]


def expiring(store: Store, who: Actor, on: date, *, days: int = 90) -> list[Licence]:
    """Active authorisations that end within so many days, or ended with something left, soonest first."""
    border = date.fromordinal(min(on.toordinal() + days, date.max.toordinal()))
    held = licences(store, who, state=LicenceState.ACTIVE)
    found = [one for one in held if one.terms.valid_to is not None and one.terms.valid_to <= border]
    return sorted(found, key=lambda one: (one.terms.valid_to or date.max, one.id))


def coverages(store: Store, who: Actor, wanted: Wanted) -> list[Coverage]:
    """What each authorisation held says to one item of a trade: those that cover it first, then unknown."""
    order = {"yes": 0, "unknown": 1, "no": 2}
    found = [covers(one, wanted) for one in licences(store, who)]
    return sorted(found, key=lambda one: (order[one.answer.truth.value], len(one.unmet), one.licence.id))


def trade_coverages(store: Store, who: Actor, trade: Trade, on: date) -> list[tuple[Wanted, list[Coverage]]]:
    """The same for each item of a trade: what `check` may be told of authorisations held."""
    return [(wanted, coverages(store, who, wanted)) for wanted in wanted_of(trade, on)]


@dataclass(frozen=True, slots=True, kw_only=True)
class Draw:
    """What a shipment took from a line.

    Attributes:
        entry: index of the log entry; names the draw.
        line: line of the licence.
        shipment: id of the shipment.
        quantity: how much.
        value: of what value, in the licence's currency.
        day: day of the export as planned.
        reversed: whether it was taken back.
    """

    entry: int
    line: str
    shipment: str
    quantity: Decimal
    value: Decimal
    day: date
    reversed: bool


def record_draw(
    w: Writing, licence_id: str, wanted: Wanted, *, shipment: str, line: str = ""
) -> tuple[int, Coverage]:
    """Draw on an authorisation inside a transaction; returns the draw's entry and what covered it.

    Raises:
        ConflictError: it does not surely cover this: names each term that is not met or not known.
    """
    held = _licence(w.connection, licence_id)
    coverage = covers(held, replace(wanted, line=line or wanted.line))
    if not coverage.answer.is_yes:
        raise ConflictError(coverage.says, fix=_fix(coverage.answer))
    if coverage.line is None:
        return -1, coverage  # it names no items: there is nothing to count
    number = coverage.line.line
    quantity = wanted.quantity if wanted.quantity is not None else Decimal(0)
    value = wanted.value.amount if wanted.value is not None else Decimal(0)
    drawn_quantity, drawn_value = held.drawn.get(number, (Decimal(0), Decimal(0)))
    entry = w.record(
        "licence.drawn",
        f"licence/{licence_id}",
        {
            "line": number,
            "shipment": shipment,
            "quantity": quantity,
            "value": value,
            "day": wanted.on,
            "drawn_quantity": drawn_quantity + quantity,
            "drawn_value": drawn_value + value,
        },
        about=[f"shipment/{shipment}"],
    )
    return entry.index, coverage


def require_standing(connection: Connection, id: str, on: date) -> None:
    """Go on only if an authorisation is active and valid on a day.

    Raises:
        ConflictError: it is not.
    """
    answer = stands(_licence(connection, id), on)
    if not answer.is_yes:
        raise ConflictError(f"`{id}`: {'; '.join(part.says for part in answer.because if part.is_no)}")


def _fix(answer: Answer) -> str:
    asks = answer.asks()
    return "; ".join(question.text for question in asks) if asks else "ship less, or get another licence"


@projects("licence.drawn")
def _drawn(rows: Rows, entry: Entry) -> None:
    data = entry.data
    rows.put(
        tables.draw,
        {
            "entry": entry.index,
            "licence_id": entry.name,
            "line": data["line"],
            "shipment": data["shipment"],
            "quantity": data["quantity"],
            "value": data["value"],
            "day": data["day"],
            "reversed": None,
        },
    )
    _set_drawn(rows, entry)


def _set_drawn(rows: Rows, entry: Entry) -> None:
    key = {"licence_id": entry.name, "line": entry.data["line"]}
    rows.drop(tables.licence_line, key)
    rows.put(
        tables.licence_line,
        {
            **key,
            "drawn_quantity": entry.data["drawn_quantity"],
            "drawn_value": entry.data["drawn_value"],
            "entry": entry.index,
        },
    )


def reverse_draw(w: Writing, draw_entry: int, reason: str) -> None:
    """Take a draw back inside a transaction: the shipment did not leave."""
    row = w.connection.execute(select(tables.draw).where(tables.draw.c.entry == draw_entry)).one_or_none()
    if row is None or row.reversed is not None:
        raise ConflictError(f"no draw `{draw_entry}` to take back")
    quantity, value = _licence(w.connection, row.licence_id).drawn[row.line]
    w.record(
        "licence.draw_reversed",
        f"licence/{row.licence_id}",
        {
            "draw": draw_entry,
            "line": row.line,
            "reason": reason,
            "shipment": row.shipment,
            "drawn_quantity": quantity - Decimal(row.quantity),
            "drawn_value": value - Decimal(row.value),
        },
        about=[f"shipment/{row.shipment}"],
    )


@projects("licence.draw_reversed")
def _draw_reversed(rows: Rows, entry: Entry) -> None:
    rows.set(tables.draw, {"entry": entry.data["draw"]}, {"reversed": entry.index})
    _set_drawn(rows, entry)


def draws(store: Store, who: Actor, id: str) -> list[Draw]:
    """The draws on an authorisation, oldest first."""
    who.need(Permission.READ)
    with store.read() as connection:
        query = select(tables.draw).where(tables.draw.c.licence_id == id).order_by(tables.draw.c.entry)
        rows = connection.execute(query).all()
    return [
        Draw(
            entry=row.entry,
            line=row.line,
            shipment=row.shipment,
            quantity=Decimal(row.quantity),
            value=Decimal(row.value),
            day=date.fromisoformat(row.day),
            reversed=row.reversed is not None,
        )
        for row in rows
    ]
