"""Entries of one party, worked out once: a party that is met by one entry is shown with all."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from licet.app.actions.check import check_as_json
from licet.check.engine import Engine, as_party
from licet.check.finding import Disposition
from licet.check.kin import NO_KIN, Kin, is_kept, write_kin
from licet.check.same import found_parties
from licet.core.errors import MatchIndexError
from licet.core.listing import Listing
from licet.core.trade import Identifier, Name, Party, PartyKind

DAY = date(2026, 9, 1)


def ship(listing_id: str, name: str, imo: str) -> Listing:
    """A listed ship."""
    party = Party(
        names=(Name(text=name),), kind=PartyKind.VESSEL, identifiers=(Identifier(kind="imo", value=imo),)
    )
    return Listing(id=listing_id, list=listing_id.partition(":")[0], party=party)


def test_the_entries_of_a_party_are_kept_and_found_by_each(tmp_path: Path) -> None:
    """Two entries of one ship know each other; a third ship stands alone, and so does an unknown id."""
    path = tmp_path / "some.kin"
    write_kin(
        path,
        [
            ship("a:1", "Petrel 8", "9562233"),
            ship("b:1", "PETREL", "9562233"),
            ship("b:2", "Ayna", "9058713"),
        ],
    )
    kin = Kin(path)
    assert kin.of("a:1") == kin.of("b:1") == ("a:1", "b:1")
    assert kin.of("b:2") == kin.of("c:1") == NO_KIN.of("a:1") == ()


def test_a_torn_file_is_an_error_and_never_no_kin(tmp_path: Path) -> None:
    """What cannot be read says so: a party would be shown with too few lists otherwise."""
    path = tmp_path / "torn.kin"
    path.write_text('[["a:1","b:')
    with pytest.raises(MatchIndexError, match="torn"):
        Kin(path).of("a:1")


def test_a_file_that_was_cut_is_not_kept_wherever_it_was_cut(tmp_path: Path) -> None:
    """Also between two entries and between two groups, where what is left looks like groups."""
    path = tmp_path / "some.kin"
    assert not is_kept(path)
    assert not is_kept(tmp_path)
    ships = [ship(f"{name}:{imo}", "Petrel", imo) for name in "ab" for imo in ("9562233", "9058713")]
    write_kin(path, ships)
    whole = path.read_bytes()
    assert is_kept(path)
    for length in range(len(whole)):
        path.write_bytes(whole[:length])
        assert not is_kept(path)
    write_kin(path, ships[:1])  # no group at all is a whole file too
    assert is_kept(path)


def test_a_party_met_under_one_name_is_shown_with_entries_under_others(engine: Engine) -> None:
    """Japan's `Nikolai (Nikolay) Doluda` is the Union's `Nikolai Aleksandrovich DOLUDA`."""
    answer = engine.check("Nikolai (Nikolay) Doluda", on=DAY)
    (party,) = found_parties(answer.findings, answer.linked)
    lists = {finding.listing.list for finding in party.findings}
    assert lists >= {"jp-mof", "eu-fsf", "uk-sl", "us-ofac-sdn", "ca-sema", "au-dfat"}
    assert all(finding.linked_to for finding in answer.linked)
    assert not {one.listing.id for one in answer.linked} & {one.listing.id for one in answer.findings}


def test_linked_entries_do_not_change_what_is_suggested(engine: Engine) -> None:
    """What the party was found by decides; its other entries stand beside it, in the JSON too."""
    answer = engine.check("Nikolai (Nikolay) Doluda", on=DAY)
    alone = Engine(
        snapshot=engine.snapshot, index=engine.index, lists=engine.lists, today=engine.today
    ).check("Nikolai (Nikolay) Doluda", on=DAY)
    assert answer.disposition is alone.disposition
    assert answer.findings == alone.findings
    assert alone.linked == ()
    said = check_as_json(answer)
    assert isinstance(said["parties"], list)
    assert isinstance(said["linked"], list)
    assert len(said["parties"][0]["listings"]) == len(answer.findings) + len(answer.linked)


def test_every_entry_of_a_party_is_shown_whichever_is_asked_for(engine: Engine) -> None:
    """Parties on several lists, asked for by the first name of one of their entries, lack none."""
    groups = sorted({engine.kin.of(one.id) for one in engine.snapshot.listings("jp-mof")} - {()})[::60]
    for ids in groups:
        for listing_id in ids[:2]:
            answer = engine.check(engine.listing(listing_id).party.name, on=DAY, limit=20)
            shown = {one.listing.id for one in (*answer.findings, *answer.linked)}
            assert set(ids) <= shown


def test_a_party_met_before_its_day_is_asked_by_its_other_entries(engine: Engine, tmp_path: Path) -> None:
    """An entry that does not stand yet never hides one of the same party that does, alone or in a stream."""
    name, coming = "Royal Impact Trading L.L.C.", "us-bis-entity-list:ae:royal-impact-trading-l-l-c"
    standing = "us-bis-entity-list:cn:hangzhou-hikvision-digital-technology-co-ltd"
    day = date(2025, 3, 1)
    assert engine.check(name, on=day).disposition is Disposition.STAGED
    path = tmp_path / "two.kin"
    path.write_text(json.dumps([[coming, standing]]))
    tied = replace(engine, kin=Kin(path))
    answer = tied.check(name, on=day)
    assert answer.disposition is not Disposition.STAGED
    assert {one.listing.id: one.linked_to for one in answer.findings} == {coming: "", standing: coming}
    assert not answer.linked
    (rows,) = tied.findings([as_party(name)], on=day)
    assert rows == answer.findings
