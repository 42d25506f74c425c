"""A firm's own files as records: columns by their headers, errors by field, orders joined."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest

from licet.check.portfolio_rows import find_fields, joined, read_record, unread_columns
from licet.core.errors import InputError
from licet.core.fact import Share
from licet.core.money import Money
from licet.core.portfolio import Order, OwnerEdge, Revenue, StockItem, gaps_of
from licet.core.trade import Party, Role


def read(kind: str, **cells: str) -> object:
    """The record of one row, headers as given with blanks for underscores."""
    header = [name.replace("_", " ") for name in cells]
    return read_record(kind, find_fields(kind, header, {}, "f.csv"), list(cells.values()), currency="USD")


def test_a_party_with_everything() -> None:
    """Names in two scripts, aliases, an address in parts, numbers by their kinds."""
    found = read(
        "party", customer_number="C1", company_name="Acme Ltd", local_name="阿克米", aliases="A; ACM",
        country="China", street="1 Road", city="Shenzhen", lei="529900T8BM49AURSDO55", tax_id="123456",
    )  # fmt: skip
    assert isinstance(found, Party)
    assert [name.text for name in found.names] == ["Acme Ltd", "A", "ACM", "阿克米"]
    assert (found.id, found.countries) == ("C1", ("CN",))
    assert (found.addresses[0].text, found.addresses[0].city) == ("1 Road", "Shenzhen")
    assert [(one.kind, one.value) for one in found.identifiers] == [
        ("lei", "529900T8BM49AURSDO55"), ("tax", "123456"),
    ]  # fmt: skip


def test_the_other_records() -> None:
    """Owners with bounds, items with a parsed classification, revenue in its currency."""
    edge = read("owner", owner="A", owned="B", share=">25-50", since="2018-01-01")
    assert isinstance(edge, OwnerEdge)
    assert (edge.share.low_open, edge.since) == (True, date(2018, 1, 1))
    unknown = read("owner", owner="A", owned="B", share="")
    assert isinstance(unknown, OwnerEdge)
    assert unknown.share == Share.unknown()
    item = read("item", sku="X", eccn="5a991.B", hts="8541.40")
    assert isinstance(item, StockItem)
    assert (item.eccn, item.hts) == ("5A991.b", "854140")
    money = read("revenue", customer="C", year="2018", revenue="1,000.50", currency="eur")
    assert isinstance(money, Revenue)
    assert money.amount == Money(amount=Decimal("1000.50"), currency="EUR")


@pytest.mark.parametrize(
    ("kind", "cells", "field"),
    [
        ("party", {"id": "", "name": "X"}, "id"),
        ("party", {"id": "1", "name": ""}, "name"),
        ("party", {"id": "1", "name": "X", "country": "Atlantis"}, "country"),
        ("owner", {"owner": "A", "owned": "B", "share": "most"}, "share"),
        ("owner", {"owner": "A", "owned": "B", "since": "2019-01-01", "until": "2018-01-01"}, "until"),
        ("item", {"id": "X", "eccn": "9Z999"}, "eccn"),
        ("order", {"order": "1", "value": "a lot"}, "value"),
        ("order", {"order": "1", "value": "-5"}, "value"),
        ("order", {"order": "1", "due": "soon"}, "due"),
        ("order", {"order": "1", "state": "maybe"}, "state"),
        ("order", {"order": "1", "value": "5", "currency": "dollars"}, "currency"),
        ("revenue", {"party": "1", "amount": ""}, "amount"),
    ],
)
def test_a_bad_cell_names_its_field(kind: str, cells: dict[str, str], field: str) -> None:
    """What can't be read is an error with the field and a fix, never a guess."""
    with pytest.raises(InputError) as caught:
        read(kind, **cells)
    assert caught.value.field == field
    assert caught.value.fix


def test_columns_by_mapping() -> None:
    """A column of any name can be mapped; a field or column that is not there is an error."""
    fields = find_fields("party", ["Kdnr", "Firma"], {"id": "Kdnr", "name": "Firma"}, "f.csv")
    assert (fields["id"], fields["name"]) == ([0], [1])
    for header, mapping in ((["a"], {}), (["id", "a"], {"name": "b"}), (["id", "name"], {"nome": "id"})):
        with pytest.raises(InputError):
            find_fields("party", header, mapping, "f.csv")


def test_orders_are_joined_or_refused_whole() -> None:
    """Rows of one order are its lines; one bad row or a contradiction refuses the order, not the file."""

    def row(**cells: str) -> Order:
        found = read("order", **cells)
        assert isinstance(found, Order)
        return found

    a1 = row(order="A", item="X", value="5", purchaser="C1", destination="CN")
    a2 = row(order="A", item="Y", value="6", purchaser="C1", ship_to="C2", destination="CN")
    b1 = row(order="B", item="X", destination="CN")
    b2 = row(order="B", item="Y", destination="TW")
    bad = InputError("not a number", field="value")
    rows: list[tuple[int, str, Order | InputError]] = [
        (2, "A", a1), (3, "A", a2), (4, "B", b1), (5, "B", b2), (6, "C", row(order="C", item="Z")),
        (7, "C", bad), (8, "D", bad), (9, "D", row(order="D", item="Z")),
    ]  # fmt: skip
    found = list(joined(rows))
    (line, whole), *others = found
    assert line == 2
    assert isinstance(whole, Order)
    assert [one.line for one in whole.lines] == ["1", "2"]
    assert whole.roles_of("C2") == (Role.SHIP_TO,)
    assert [(line, type(one).__name__) for line, one in others] == [
        (5, "InputError"), (7, "InputError"), (8, "InputError"),
    ]  # fmt: skip


def test_what_an_order_lacks() -> None:
    """Without an ultimate consignee an order is incomplete; `none` answers only what may be nobody's."""

    def lacks(**cells: str) -> dict[str, bool]:
        found = read("order", **cells)
        assert isinstance(found, Order)
        items = {"X": StockItem(id="X", eccn="EAR99"), "Y": StockItem(id="Y")}
        return {gap.field: gap.blocks for gap in gaps_of(found, knows={"C1"}.__contains__, item=items.get)}

    whole = {
        "order": "1", "item": "X", "value": "5", "destination": "CN", "purchaser": "C1",
        "ultimate_consignee": "C1", "end_user": "C1", "ship_to": "C1", "intermediate_consignee": "none",
    }  # fmt: skip
    assert lacks(**whole) == {}
    assert lacks(**{**whole, "ultimate_consignee": ""}) == {"ultimate_consignee": True}
    assert lacks(**{**whole, "ultimate_consignee": "none"}) == {"ultimate_consignee": True}
    assert lacks(**{**whole, "intermediate_consignee": ""}) == {"intermediate_consignee": False}
    assert lacks(**{**whole, "ship_to": "C9"}) == {"ship_to": True}
    assert lacks(**{**whole, "item": "Y"}) == {"lines[].eccn": True}
    assert lacks(**{**whole, "item": "Z"}).keys() == {"lines[].item", "lines[].eccn"}
    assert lacks(**{**whole, "destination": "", "value": ""}).keys() == {"destination", "lines[].value"}


def test_every_name_country_and_birth_date_of_a_party_is_taken_in() -> None:
    """Name columns, names in one cell, a second nationality, a day of birth: none is left unasked."""
    header = ["id", "name", "company", "country", "nation", "dob"]
    cells = ["P", "Ivan Sidorov; Vanya Sidorov", "Sidorov Trading", "RU", "Cyprus", "1970-05-01"]
    found = read_record("party", find_fields("party", header, {}, "f.csv"), cells, currency="USD")
    assert isinstance(found, Party)
    names = {name.text for name in found.names}
    assert {"Ivan Sidorov", "Vanya Sidorov", "Sidorov Trading"} <= names
    assert found.countries == ("RU", "CY")
    assert found.births[0].earliest == date(1970, 5, 1)


def test_columns_that_hold_no_field_are_named() -> None:
    """What a file tells and licet does not read is said; a column without a name by its place."""
    header = ["id", "name", "Geburtsdatum", ""]
    assert unread_columns(header, find_fields("party", header, {}, "f.csv")) == ("Geburtsdatum", "column 4")
    assert unread_columns(header, find_fields("party", header, {"born": "Geburtsdatum"}, "f.csv")) == (
        "column 4",
    )
