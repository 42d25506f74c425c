"""The example of docs/filings.md: the cases of May and October 2019 on a small portfolio, file to report."""

from __future__ import annotations

import io
import json
import re
from collections.abc import Iterator
from decimal import Decimal
from pathlib import Path

import pytest
from lxml import etree
from openpyxl import load_workbook

from licet.app.actions.impact import ask_of_filing, impact_as_json, impact_of
from licet.app.actions.impact_report import impact_html, impact_pictures
from licet.app.actions.impact_workbook import impact_xlsx
from licet.app.actions.portfolio import import_file
from licet.app.cli.impact import _code, _show
from licet.check.engine import Engine
from licet.check.impact_values import Impact
from licet.lists.filing import read_filing
from licet.store.portfolio import set_portfolio
from licet.store.portfolio_read import Settings
from licet.store.store import Store

ROOT = Path(__file__).parents[2]
EXAMPLES = ROOT / "examples"
FILES = {"party": "parties", "owner": "owners", "item": "items", "order": "orders", "revenue": "revenue"}
USUAL = {"exported_from": "US", "actor": {"us_person": True, "country": "US"}, "assume": "clean"}


@pytest.fixture(scope="module")
def impacts(engine: Engine) -> Iterator[dict[str, Impact]]:
    """Both filings against the example portfolio, as docs/filings.md has it made."""
    with Store.open(":memory:") as store:
        who = store.system()
        for kind, name in FILES.items():
            done = import_file(store, who, "main", kind, EXAMPLES / "portfolio" / f"{name}.csv")
            assert done.errors == ()
        told = Settings(title="Example optics", revenue=Decimal(322_000_000), period="2018", facts=USUAL)
        set_portfolio(store, who, "main", told)
        yield {
            number: impact_of(
                store, who, "main", ask_of_filing(read_filing(EXAMPLES / f"filing-{number}.xml"), engine)
            )
            for number in ("2019-22210", "2019-10616")
        }


def test_the_docs_show_what_comes_out(impacts: dict[str, Impact], capsys: pytest.CaptureFixture[str]) -> None:
    """Each line that docs/filings.md shows below `licet impact` is a line of the real output."""
    text = (ROOT / "docs" / "filings.md").read_text(encoding="utf-8")
    shown = 0
    for number, found in impacts.items():
        _show(found)
        printed = {" ".join(line.split()) for line in capsys.readouterr().out.splitlines()}
        block = re.search(rf"    licet impact examples/filing-{number}\.xml.*?\n\n((?:    .*\n|\n)+)", text)
        assert block is not None, number
        for line in filter(None, (" ".join(line.split()) for line in block[1].splitlines())):
            assert line in printed, line
            shown += 1
        assert _code(found) == 1
    assert shown > 20


def test_what_the_cases_come_to(impacts: dict[str, Impact]) -> None:
    """Huawei is near half of the revenue; October 2019 stops two orders, saves one, leaves one open."""
    may, october = impacts["2019-10616"], impacts["2019-22210"]
    assert {hit.party for hit in may.hits if hit.sure} == {"C-1001", "C-1002"}
    assert may.at_stake.share == Decimal("49.8")
    assert {hit.party for hit in october.hits} == {"C-1003", "C-1004", "C-1005", "C-1006", "C-1007"}
    after = {one.id: one for one in october.orders}
    assert {id for id, one in after.items() if one.after.verdict == "LICENSE_REQUIRED"} == {
        "SO-5101",
        "SO-5104",
    }
    assert after["SO-5102"].saved.startswith("saved")
    assert after["SO-5105"].incomplete
    assert {one.party for one in october.affiliates} == {"C-2006"}


def test_an_order_whose_parties_nobody_named_is_told_where_no_hit_reaches_it(
    impacts: dict[str, Impact],
) -> None:
    """May reaches no party of SO-5105, whose consignee is not stated: it is told; October shows it once."""
    may, october = impacts["2019-10616"], impacts["2019-22210"]
    assert may.unnamed == ("SO-5105",)
    assert "SO-5105" in may.not_checked[0]
    assert "SO-5105" in {order.id for order in october.orders}
    assert october.unnamed == ()


def test_nothing_compared_is_never_nothing_hit(
    engine: Engine, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """Orders without counterparties, or a portfolio without both: nobody is hit, and the exit code is 3."""
    ask = ask_of_filing(read_filing(EXAMPLES / "filing-2019-22210.xml"), engine)
    file = tmp_path / "orders.csv"
    file.write_text("order,line,item,state,purchaser\nA1,1,LX,open,C-1\nA2,1,LX,closed,C-1\n")
    with Store.open(":memory:") as store:
        who = store.system()
        set_portfolio(store, who, "bare", Settings())
        found = impact_of(store, who, "bare", ask)
        assert (found.hits, found.unnamed, _code(found)) == ((), (), 3)
        import_file(store, who, "bare", "order", file)
        found = impact_of(store, who, "bare", ask)
        assert (found.hits, found.unnamed, _code(found)) == ((), ("A1",), 3)
        _show(found)
        assert (
            "1 open order of which a party is not stated or was never imported: A1" in capsys.readouterr().out
        )
        people = tmp_path / "parties.csv"
        people.write_text("id,name\nC-1,Orchid Bread\n")
        import_file(store, who, "bare", "party", people)
        whole = tmp_path / "whole.csv"
        whole.write_text(
            "order,line,item,eccn,state,purchaser,ultimate consignee,end user,destination\n"
            "A1,1,LX,EAR99,open,C-1,C-1,C-1,DE\n"
        )
        import_file(store, who, "bare", "order", whole)
        found = impact_of(store, who, "bare", ask)
        assert (found.hits, found.unnamed, _code(found)) == ((), (), 0)


def test_the_page_stands_alone_and_is_read_aloud(impacts: dict[str, Impact]) -> None:
    """No script and no outside address; each picture has a title and a description; outcomes have words."""
    for found in impacts.values():
        page = impact_html(found)
        assert "<script" not in page
        assert set(re.findall(r'(?:src|href)="([^"]+)"', page)) == set()
        pictures = impact_pictures(found)
        assert len(pictures) == 2
        for _, svg in pictures:
            root = etree.fromstring(svg)
            named = str(root.get("aria-labelledby")).split()
            ids = {element.get("id"): element for element in root.iter() if element.get("id")}
            assert all(ids[name].text for name in named)
            assert root.get("role") == "img"
        assert "license required" in page
        assert "prefers-color-scheme: dark" in page


def test_a_hostile_name_is_only_text(impacts: dict[str, Impact]) -> None:
    """Names go into the page, the picture and the workbook as text, never as markup or formula."""
    from dataclasses import replace

    found = impacts["2019-22210"]
    name = "=1+1</svg><script>alert(1)</script>"
    bad = replace(
        found,
        hits=tuple(replace(hit, name=name) for hit in found.hits),
        exposure=tuple(replace(one, name=name) for one in found.exposure),
    )
    assert "<script" not in impact_html(bad)
    book = load_workbook(io.BytesIO(impact_xlsx(bad)))
    assert all(cell.data_type != "f" for sheet in book for row in sheet.iter_rows() for cell in row)


def test_workbook_and_json_hold_the_same(impacts: dict[str, Impact]) -> None:
    """The workbook has a row for each hit and order; the JSON form is exact and stable."""
    found = impacts["2019-22210"]
    book = load_workbook(io.BytesIO(impact_xlsx(found)))
    assert book["Hits"].max_row == 1 + len(found.hits)
    assert book["Orders"].max_row == 1 + len(found.orders)
    data = json.loads(json.dumps(impact_as_json(found)))
    assert data["schema"] == "licet-impact/1"
    assert data["at_stake"]["revenue"] == {"amount": "22400000", "currency": "USD"}
    assert data["event"]["effective"] == "2019-10-09"
    assert [one["id"] for one in data["orders"]] == [one.id for one in found.orders]


def test_a_large_portfolio_is_asked_by_keys(engine: Engine, tmp_path: Path) -> None:
    """Asked by its keys a portfolio gives the same hits; what changed since counts; without it says so."""
    from licet.app.actions.portfolio import index_parties
    from licet.core.trade import Name, Party
    from licet.store import portfolio_keys
    from licet.store.portfolio import put, withdraw

    pytest.importorskip("numba")
    ask = ask_of_filing(read_filing(EXAMPLES / "filing-2019-22210.xml"), engine)
    names = ["iFLYTEK", "Orchid Foods", "Dahua Technology Co", "Baumgart Stahl GmbH", "Sense Time"]
    people = [Party(id=f"{at}", names=(Name(text=name),)) for at, name in enumerate(names * 20)]
    with Store.open(tmp_path / "store.db") as store, pytest.MonkeyPatch.context() as patch:
        who = store.system()

        def asked() -> tuple[set[str], str]:
            found = impact_of(store, who, "main", ask)
            assert found.screened == 100 - withdrawn
            return {hit.party for hit in found.hits}, found.one_by_one

        withdrawn = 0
        put(store, who, "main", "party", people)
        whole, said = asked()
        assert len(whole) == 60
        assert said == ""
        patch.setattr(portfolio_keys, "SIEVED_FROM", 50)
        assert asked() == (
            whole,
            "this version of licet keeps no keys of the portfolio: licet portfolio index",
        )
        assert index_parties(store, who, "main") == 100
        assert index_parties(store, who, "main") == 0
        assert asked() == (whole, "")
        put(store, who, "main", "party", [Party(id="1", names=(Name(text="Megvii Technology"),))])
        withdraw(store, who, "main", "party", ["0"])
        withdrawn = 1
        changed = whole - {"0"} | {"1"}
        assert asked() == (changed, "")
        assert index_parties(store, who, "main") == 0  # keys of what came since were added when it was asked
        assert asked() == (changed, "")
        files = sorted((tmp_path / "store.db.keys").iterdir())
        assert len(files) == 2
        files[0].write_bytes(b"torn")
        again, said = asked()
        assert again == changed
        assert "can't be read" in said
