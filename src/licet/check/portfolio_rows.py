"""Rows of a firm's own files as records of a portfolio: columns found by their headers, errors by field.

    columns = find_fields("order", header, mapping, file)
    record = read_record("order", columns, cells, currency="USD")

An order has a row for each of its lines; `joined` makes one order of rows that follow each other.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import date
from decimal import Decimal
from typing import TypeVar

from licet.check.party import names_inside, party_of
from licet.core.country import country_called
from licet.core.eccn import parse_eccn
from licet.core.errors import InputError
from licet.core.fact import Share
from licet.core.money import Money, parse_amount
from licet.core.portfolio import Order, OrderLine, OrderState, OwnerEdge, Part, Revenue, StockItem
from licet.core.portfolio_json import Record
from licet.core.trade import Address, Name, NameQuality, Party, Role
from licet.owners.percent import parse_share

__all__ = ["FIELDS", "Fields", "find_fields", "joined", "read_record", "unread_columns"]

T = TypeVar("T")

#: Columns by field; several columns may hold one field.
Fields = Mapping[str, Sequence[int]]

_IDENTIFIERS: Mapping[str, tuple[str, ...]] = {
    "lei": ("lei", "legal entity identifier"),
    "tax": ("tax id", "tax number", "vat", "vat number", "tax"),
    "registration": ("registration number", "registration", "company number"),
    "duns": ("duns", "duns number"),
    "bic": ("bic", "swift"),
    "imo": ("imo", "imo number"),
    "passport": ("passport", "passport number"),
    "website": ("website", "web", "url"),
    "email": ("email", "e mail"),
    "phone": ("phone", "telephone"),
}
_ROLES: Mapping[Role, tuple[str, ...]] = {
    Role.PURCHASER: ("purchaser", "buyer", "sold to", "customer"),
    Role.INTERMEDIATE_CONSIGNEE: ("intermediate consignee", "intermediate"),
    Role.ULTIMATE_CONSIGNEE: ("ultimate consignee", "consignee"),
    Role.END_USER: ("end user", "enduser", "final user"),
    Role.SHIP_TO: ("ship to", "shipto", "delivery party", "deliver to"),
    Role.EXPORTER: ("exporter", "seller"),
    Role.FORWARDER: ("forwarder", "freight forwarder", "carrier"),
    Role.BROKER: ("broker", "agent"),
    Role.BANK: ("bank",),
    Role.MANUFACTURER: ("manufacturer", "osat", "foundry"),
    Role.VESSEL: ("vessel",),
    Role.OTHER: ("other party", "other"),
}
#: Header spellings (folded) for each field of each kind of record.
FIELDS: Mapping[str, Mapping[str, tuple[str, ...]]] = {
    "party": {
        "id": ("id", "party id", "customer id", "customer number", "supplier id", "number", "ref", "key"),
        "name": ("name", "party name", "company", "company name", "customer name", "full name"),
        "local_name": ("local name", "name local", "original name", "native name", "name in original script"),
        "alias": ("alias", "aliases", "aka", "other names", "trading name", "dba"),
        "country": ("country", "country code", "nation"),
        "address": ("address", "street", "full address", "address line 1", "address line 2"),
        "city": ("city", "town"),
        "region": ("region", "province", "state"),
        "postcode": ("postcode", "zip", "postal code"),
        "identifier": ("identifier", "identifiers"),
        "kind": ("kind", "type", "party type", "entity type"),
        "born": ("born", "birth date", "date of birth", "dob"),
        **_IDENTIFIERS,
    },
    "owner": {
        "owner": ("owner", "owner id"),
        "owned": ("owned", "owned id", "party", "party id"),
        "share": ("share", "percent", "pct", "percentage", "interest"),
        "owner_name": ("owner name",),
        "owner_country": ("owner country",),
        "since": ("since", "from"),
        "until": ("until", "to"),
        "source": ("source",),
    },
    "item": {
        "id": ("id", "item", "item id", "sku", "part number", "material"),
        "description": ("description", "name", "text"),
        "eccn": ("eccn", "classification"),
        "hts": ("hts", "hts code", "schedule b", "hs code"),
        "origin": ("origin", "country of origin"),
        "kind": ("kind", "type"),
        "by": ("classified by",),
        "on": ("classified on",),
    },
    "order": {
        "id": ("order", "order id", "order number", "id", "po", "sales order"),
        "line": ("line", "line number", "pos", "position"),
        "item": ("item", "item id", "sku", "part number", "material"),
        "quantity": ("quantity", "qty"),
        "unit": ("unit", "uom"),
        "value": ("value", "amount", "line value", "net value"),
        "currency": ("currency",),
        "eccn": ("eccn",),
        "description": ("description",),
        "state": ("state", "status"),
        "act": ("act", "activity"),
        "exported_from": ("exported from", "ship from", "from country"),
        "destination": ("destination", "destination country", "country of destination"),
        "placed": ("placed", "order date", "placed on"),
        "due": ("due", "due date", "delivery date", "ship date"),
        "aboard": ("aboard", "aboard carrier", "loaded on", "shipped on"),
        "licence": ("licence", "license", "licence number", "license number"),
        **{role.value: spellings for role, spellings in _ROLES.items()},
    },
    "revenue": {
        "party": ("party", "party id", "customer", "customer id", "id"),
        "period": ("period", "year"),
        "amount": ("amount", "revenue", "sales", "value"),
        "currency": ("currency",),
    },
}  # fmt: skip
#: Fields that a file must have a column for.
_NEEDED: Mapping[str, tuple[str, ...]] = {
    "party": ("id", "name"),
    "owner": ("owner", "owned"),
    "item": ("id",),
    "order": ("id",),
    "revenue": ("party", "amount"),
}
_NOBODY = frozenset({"none", "-", "nobody", "n/a"})


def _fold(text: str) -> str:
    return " ".join("".join(char if char.isalnum() else " " for char in text.casefold()).split())


def find_fields(kind: str, header: Sequence[str], mapping: Mapping[str, str], file: str) -> Fields:
    """Which columns hold which field; columns that no field knows are left alone (`unread_columns`).

    Args:
        kind: kind of record.
        header: the file's header.
        mapping: our field to the file's column, where the header does not say it in words we know.
        file: the file, for errors.

    Raises:
        InputError: a mapped field or column is not there, or a field that every record has has no column.
    """
    known = FIELDS[kind]
    for name in mapping:
        if name not in known:
            raise InputError(
                f"`{name}` is no field of a {kind}", field="--map", fix=f"one of {', '.join(known)}"
            )
        if mapping[name] not in header:
            raise InputError(
                f"no column `{mapping[name]}`", file=file, line=1, field=name, fix=f"one of {list(header)}"
            )
    folded = [_fold(cell) for cell in header]
    found: dict[str, list[int]] = {}
    for name, spellings in known.items():
        if name in mapping:
            found[name] = [list(header).index(mapping[name])]
        else:
            found[name] = [at for at, cell in enumerate(folded) if cell in spellings]
    for name in _NEEDED[kind]:
        if not found[name]:
            raise InputError(
                f"no column for `{name}` among {list(header)}",
                file=file,
                line=1,
                field=name,
                fix=f"call a column `{known[name][0]}`, or say which it is: --map {name}=COLUMN",
            )
    return found


def unread_columns(header: Sequence[str], fields: Fields) -> tuple[str, ...]:
    """The columns of a header that hold no field: whoever gave them must be told."""
    read = {at for places in fields.values() for at in places}
    return tuple(name.strip() or f"column {at + 1}" for at, name in enumerate(header) if at not in read)


def read_record(kind: str, fields: Fields, cells: Sequence[str], *, currency: str) -> Record:
    """The record of a row; an order with the one line that the row holds.

    Args:
        kind: kind of record.
        fields: from `find_fields`.
        cells: the row.
        currency: of amounts where the row states none.

    Raises:
        InputError: a cell is not of its form, or one that every record has is empty; names the field.
    """

    def all_of(field: str) -> list[str]:
        return [text for at in fields[field] if (text := cells[at].strip())]

    row = _Row(all_of, currency)
    for name in _NEEDED[kind]:
        if not row.one(name) and not (kind == "party" and name == "name"):
            raise InputError("is empty", field=name, fix="give each row one")
    return _READERS[kind](row)


class _Row:
    """One row, cell by cell, each in its form."""

    def __init__(self, cells: Callable[[str], list[str]], currency: str) -> None:
        self.all = cells
        self._currency = currency

    def one(self, field: str) -> str:
        return next(iter(self.all(field)), "")

    def form(self, field: str, reader: Callable[[str], T], empty: T, fix: str) -> T:
        text = self.one(field)
        if not text:
            return empty
        try:
            return reader(text)
        except ValueError as error:
            raise InputError(str(error), field=field, fix=fix) from None

    def day(self, field: str) -> date | None:
        def read(text: str) -> date | None:
            try:
                return date.fromisoformat(text[:10] if text[10:11] in ("T", " ") else text)
            except ValueError:
                raise ValueError(f"not a day: `{text}`") from None

        return self.form(field, read, None, "write it as 2019-10-09")

    def country(self, field: str) -> str:
        text = self.one(field)
        code = country_called(text) if text else ""
        if text and not code:
            raise InputError(
                f"`{text}` is no country that licet knows",
                field=field,
                fix="write a code of two or three letters (CN, CHN), or the whole name",
            )
        return code

    def eccn(self) -> str:
        return self.form("eccn", lambda text: str(parse_eccn(text)), "", "like `3A090`, `5A991.b` or `EAR99`")

    def amount(self, field: str) -> Decimal | None:
        def read(text: str) -> Decimal | None:
            found = parse_amount(text)
            if found < 0:
                raise ValueError(f"less than nothing: `{text}`")
            return found

        return self.form(field, read, None, "write it like 1234.50")

    def money(self, field: str) -> Money | None:
        found = self.amount(field)
        if found is None:
            return None
        currency = (self.one("currency") or self._currency).upper()
        if len(currency) != 3 or not currency.isalpha():
            raise InputError(
                f"not a currency: `{currency}`", field="currency", fix="write an ISO 4217 code such as USD"
            )
        return Money(amount=found, currency=currency)


def _party(row: _Row) -> Party:
    numbers = [part for cell in row.all("identifier") for part in cell.split(";")]
    numbers += [f"{kind}:{text}" for kind in _IDENTIFIERS for text in row.all(kind)]
    city, region, postcode = row.one("city"), row.one("region"), row.one("postcode")
    street = ", ".join(row.all("address"))
    name, *further = row.all("name") or row.all("local_name") or ("",)
    further += names_inside((name, *further))
    made = party_of(
        name,
        country=row.one("country"),
        countries=row.all("country")[1:],
        address=street or ", ".join(filter(None, (city, region, postcode))),
        identifiers=numbers,
        kind=row.one("kind"),
        aliases=[*further, *(part for cell in row.all("alias") for part in cell.split(";"))],
        births=row.all("born"),
        party_id=row.one("id"),
    )
    local = [Name(text=text, quality=NameQuality.ORIGINAL_SCRIPT) for text in row.all("local_name")]
    known = {name.text for name in made.names}
    country = made.countries[0] if made.countries else ""
    address = Address(text=street, city=city, region=region, postcode=postcode, country=country)
    return replace(
        made,
        names=(*made.names, *(name for name in local if name.text not in known)),
        addresses=(address,) if street or city or region or postcode else (),
    )


def _owner(row: _Row) -> OwnerEdge:
    edge = OwnerEdge(
        owner=row.one("owner"),
        owned=row.one("owned"),
        share=row.form("share", parse_share, Share.unknown(), "write 25, 25-50, >50 or leave it empty"),
        owner_name=row.one("owner_name"),
        owner_country=row.country("owner_country"),
        since=row.day("since"),
        until=row.day("until"),
        source=row.one("source"),
    )
    if edge.since and edge.until and edge.since >= edge.until:
        raise InputError(
            "it ends before it starts", field="until", fix="give the first day on which it no longer holds"
        )
    return edge


def _item(row: _Row) -> StockItem:
    kind = row.one("kind").lower()
    if kind not in ("", "commodity", "software", "technology"):
        raise InputError(f"no kind of item: `{kind}`", field="kind", fix="commodity, software or technology")
    return StockItem(
        id=row.one("id"),
        description=row.one("description"),
        eccn=row.eccn(),
        hts="".join(char for char in row.one("hts") if char.isdigit()),
        origin=row.country("origin"),
        kind=kind,
        by=row.one("by"),
        on=row.day("on"),
    )


def _order(row: _Row) -> Order:
    parts: list[Part] = []
    nobody: list[Role] = []
    for role in _ROLES:
        for text in (part.strip() for cell in row.all(role.value) for part in cell.split(";")):
            if text.casefold() in _NOBODY:
                nobody.append(role)
            elif text:
                parts.append(Part(role=role, party=text))
    state = row.form(
        "state", lambda text: OrderState(text.lower()), OrderState.OPEN, "open, shipped, closed or cancelled"
    )
    line = OrderLine(
        line=row.one("line"),
        item=row.one("item"),
        value=row.money("value"),
        quantity=row.amount("quantity"),
        unit=row.one("unit"),
        eccn=row.eccn(),
        description=row.one("description"),
    )
    holds = line.item or line.value is not None or line.eccn or line.description
    return Order(
        id=row.one("id"),
        state=state,
        parties=tuple(dict.fromkeys(parts)),
        lines=(line,) if holds else (),
        none=tuple(dict.fromkeys(nobody)),
        act=row.one("act"),
        exported_from=row.country("exported_from"),
        destination=row.country("destination"),
        placed=row.day("placed"),
        due=row.day("due"),
        aboard=row.day("aboard"),
        licences=tuple(part.strip() for cell in row.all("licence") for part in cell.split(";")),
    )


def _revenue(row: _Row) -> Revenue:
    amount = row.money("amount")
    if amount is None:
        raise InputError("is empty", field="amount", fix="give each row one")
    return Revenue(party=row.one("party"), period=row.one("period"), amount=amount)


_READERS: Mapping[str, Callable[[_Row], Record]] = {
    "party": _party,
    "owner": _owner,
    "item": _item,
    "order": _order,
    "revenue": _revenue,
}


def joined(
    rows: Iterable[tuple[int, str, Order | InputError]],
) -> Iterator[tuple[int, Order | InputError]]:
    """Orders of one line each as whole orders: rows of one order that follow each other are joined.

    An order with a row that could not be read, or whose rows contradict each other, is refused whole: half of
    an order would read as all of it.

    Args:
        rows: line, reference of the order, the order of that row or why it could not be read.

    Yields:
        (line of the first row, order), or (line at fault, error).
    """
    first, id = 0, None
    whole: Order | InputError | None = None
    for line, named, row in rows:
        if named == id and whole is not None:
            if isinstance(whole, Order):
                try:
                    whole = _join(whole, row) if isinstance(row, Order) else row
                except InputError as error:
                    whole = error
                first = line if isinstance(whole, InputError) else first
            continue
        if whole is not None:
            yield first, _numbered(whole)
        first, id, whole = line, named, row
    if whole is not None:
        yield first, _numbered(whole)


def _join(one: Order, other: Order) -> Order:
    same: dict[str, object] = {}
    for name in ("state", "act", "exported_from", "destination", "placed", "due", "aboard"):
        a, b = getattr(one, name), getattr(other, name)
        if a and b and a != b:
            raise InputError(
                f"order `{one.id}` says `{a}` in one row and `{b}` in another",
                field=name,
                fix="say the same in each row of an order, or make two orders of them",
            )
        same[name] = a or b
    return replace(
        one,
        parties=tuple(dict.fromkeys((*one.parties, *other.parties))),
        lines=(*one.lines, *other.lines),
        none=tuple(dict.fromkeys((*one.none, *other.none))),
        licences=tuple(dict.fromkeys((*one.licences, *other.licences))),
        **same,  # type: ignore[arg-type]
    )


def _numbered(order: Order | InputError) -> Order | InputError:
    """Lines without a number get their place."""
    if isinstance(order, InputError):
        return order
    lines = tuple(
        line if line.line else replace(line, line=str(at)) for at, line in enumerate(order.lines, 1)
    )
    return replace(order, lines=lines)
