"""The Swiss list, whose file keeps what has ended."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from licet.core.errors import SourceError
from licet.core.trade import NameQuality, PartyKind
from licet.lists.ch_seco import read
from licet.lists.source import sources

FIXTURE = Path(__file__).parent / "fixtures" / "ch-seco.xml"


def test_only_what_stands_now_is_listed() -> None:
    """A target whose first modification says de-listed is over, whatever older ones inside repeat."""
    found = {one.id: one for one in read(FIXTURE)}
    assert sorted(found) == ["ch-seco:34461", "ch-seco:46130"]
    bank, ship = found["ch-seco:46130"], found["ch-seco:34461"]
    assert bank.programmes == ("Belarus",)
    assert bank.grounds[0].cite == "Ordinance of 15 June 2016 on measures against Belarus"
    assert bank.period.start == date(2021, 8, 11)
    # Its set is about the capital market: no freeze is claimed.
    assert bank.measures == ("DEBT_EQUITY_LIMIT",)
    assert ship.party.kind is PartyKind.VESSEL
    assert [name.text for name in ship.party.names] == ["Hui Chon", "Hwang Gum San 2"]
    assert ship.party.identifiers[0].value == "8405270"
    assert sources()["ch-seco"].published_on(FIXTURE) == date(2026, 8, 27)


def test_names_are_put_in_reading_order_with_their_variants() -> None:
    """Given name, father's name, family name; a spelling variant of a part gives one more whole name."""
    text = FIXTURE.read_text(encoding="utf-8").replace(
        'modification-type="de-listed"', 'modification-type="amended"', 1
    )
    person = next(one for one in read(text.encode()) if one.id == "ch-seco:5142")
    assert [(name.text, name.quality) for name in person.party.names] == [
        ("Dzmitry Aliaksandravich Lukashenka", NameQuality.PRIMARY),
        ("Dzmitry Aliaksandravich Lukashenko", NameQuality.STRONG),
    ]
    assert person.party.births[0].earliest == date(1980, 3, 23)
    assert person.measures == ("ASSET_FREEZE",)
    # Since when it stands is not among the modifications kept: no day is claimed.
    assert person.period.start is None


def test_an_unknown_state_stops_the_import() -> None:
    """A state that is not known is never read as listed or as over."""
    text = FIXTURE.read_text(encoding="utf-8").replace("de-listed", "suspended")
    with pytest.raises(SourceError, match="suspended"):
        list(read(text.encode()))
