"""The table of regimes: what each means, and how far its provision was checked."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import date

import pytest

from licet.check.finding import Finding, listed_answer, standing_of
from licet.check.same import meaning_of
from licet.core.trade import PartyKind
from licet.lists.home import embedded
from licet.lists.regimes import regimes, regimes_of

#: Documents that a provision or an act was read in: the lists held, or an official text by name or number.
_SEEN = re.compile(r"(provision|act): .*\d.*")


def test_each_row_says_how_far_it_was_checked() -> None:
    """A row was read in a named document, or only its act was, or it stands from memory and says so."""
    rows = [row for many in regimes().values() for row in many]
    assert all(not row.checked or _SEEN.fullmatch(row.checked) for row in rows)
    cautions = {row.caution for row in rows}
    assert cautions == {"", "paragraph not confirmed"}
    assert replace(rows[0], checked="").caution == "not confirmed"
    assert all(row.confirmed is (row.caution == "") for row in rows)


@pytest.mark.parametrize(
    ("list_id", "programme", "kind", "caution"),
    [
        ("un-sc", "Libya", PartyKind.PERSON, ""),
        ("un-sc", "Taliban", PartyKind.PERSON, "paragraph not confirmed"),
        ("un-sc", "CAR", PartyKind.ORGANISATION, "paragraph not confirmed"),
        ("eu-fsf", "MLI", PartyKind.ORGANISATION, ""),
        ("eu-fsf", "PRK", PartyKind.VESSEL, ""),
        ("ca-sema", "Zimbabwe", PartyKind.PERSON, "paragraph not confirmed"),
        ("ca-sema", "Belarus", PartyKind.PERSON, ""),
        ("us-ofac-sdn", "SDGT", PartyKind.ORGANISATION, ""),
        ("us-ofac-sdn", "CUBA", PartyKind.VESSEL, "paragraph not confirmed"),
    ],
)
def test_rows_by_how_far(list_id: str, programme: str, kind: PartyKind, caution: str) -> None:
    """What was read, what was seen named, and what was not."""
    assert {row.caution for row in regimes_of(list_id, (programme,), kind)} == {caution}


def test_a_check_says_what_is_not_confirmed() -> None:
    """The act of an unconfirmed row carries its caution into every answer; a confirmed one has none."""

    def acts(listing_id: str) -> tuple[str, ...]:
        listing = embedded().get(listing_id)
        assert listing is not None
        day = date(2026, 3, 1)
        standing = standing_of(listing, day, None)
        finding = Finding(
            listing=listing,
            standing=standing,
            version=None,
            score=1.0,
            verdict="match",
            evidence="",
            listed=listed_answer(listing, standing, "match", day),
        )
        return meaning_of(finding, None).acts

    assert acts("un-sc:lyi.010") == ("UNSCR 1970 (2011), paragraphs 15 and 17 (2011-02-26)",)
    assert acts("un-sc:cfi.001")[0].endswith("; paragraph not confirmed)")


def test_what_blocks_property_is_named_by_programme() -> None:
    """An SDN names the section that blocks it, for nine in ten of all entries at least."""
    (row,) = regimes_of("us-ofac-sdn", ("RUSSIA-EO14024",), PartyKind.ORGANISATION)
    assert (row.cite, row.measures) == ("31 CFR 587.201", ("ASSET_FREEZE", "DEALINGS_BAN"))
    listings = list(embedded().listings("us-ofac-sdn"))
    told = sum(bool(regimes_of(one.list, one.programmes, one.party.kind)) for one in listings)
    assert told / len(listings) > 0.9
