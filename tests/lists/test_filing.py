"""Filings become change sets: the two examples, clauses that revise and remove, metadata, differences."""

from __future__ import annotations

import contextlib
import json
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from licet.core.errors import SourceError
from licet.lists.filing import Action, changes_between, read_filing, with_metadata
from licet.lists.us_bis_entity_list import read

EXAMPLES = Path(__file__).parents[2] / "examples"
OCTOBER = EXAMPLES / "filing-2019-22210.xml"
NAMES = Path(__file__).parents[1] / "data" / "october_2019.tsv"

RULE = """<RULE><PREAMB><SUBJECT>S</SUBJECT><EFFDATE><P>Effective February 27, 2024.</P></EFFDATE></PREAMB>
<SUPLINF><HD>Savings Clause</HD><P>Goods aboard a carrier on February 28, 2024.</P></SUPLINF>
<REGTEXT TITLE="15" PART="744"><AMDPAR>Supplement No. 4 to part 744 is amended {clauses}</AMDPAR>
<GPOTABLE><BOXHD><CHED>Country</CHED><CHED>Entity</CHED><CHED>License requirement</CHED>
<CHED>License review policy</CHED><CHED>Federal Register citation</CHED></BOXHD>
<ROW><ENT>CHINA, PEOPLE'S REPUBLIC OF</ENT><ENT>Alpha Works, Beijing, China.</ENT>
<ENT>For all items subject to the EAR (See §744.11 of the EAR)</ENT><ENT>Presumption of denial</ENT>
<ENT>89 FR [INSERT FR PAGE NUMBER], 2/27/24.</ENT></ROW></GPOTABLE></REGTEXT>
<FRDOC>[FR Doc. 2024-03674 Filed]</FRDOC></RULE>"""


def test_the_october_filing_has_its_28_additions() -> None:
    """The example gives the 28 entries of the filing with every name, in force from 2019-10-09."""
    changes = read_filing(OCTOBER)
    assert (changes.id, str(changes.cite), changes.docket, changes.rin) == (
        "2019-22210", "84 FR 54002", "190925-0044", "0694-AH68",
    )  # fmt: skip
    assert changes.effective == changes.published == date(2019, 10, 9)
    assert changes.grounds == ("15 CFR 744.11",)
    assert not changes.unread
    assert len(changes.changes) == len(changes.of(Action.ADDED)) == 28
    expected: dict[str, set[str]] = {}
    for line in NAMES.read_text(encoding="utf-8").splitlines()[2:]:
        id, name, _ = line.split("\t")
        expected.setdefault(id, set()).add(name)
    found = {
        one.listing.id: {name.text for name in one.listing.party.names}
        for one in changes.changes
        if one.listing
    }
    assert found == expected


def test_the_huawei_filing_has_effect_before_its_publication() -> None:
    """Published on 2019-05-21, in effect from 2019-05-16: the entries begin on the effective day."""
    changes = read_filing(EXAMPLES / "filing-2019-10616.xml")
    assert (changes.published, changes.effective) == (date(2019, 5, 21), date(2019, 5, 16))
    starts = {one.listing.period.start for one in changes.changes if one.listing}
    assert starts == {date(2019, 5, 16)}
    assert len(changes.of(Action.ADDED)) == 66


def test_revisions_and_removals_are_told_by_the_clauses() -> None:
    """A named row is a revision, a removal has no row, and both keep their country."""
    clauses = (
        "a. Under China, by revising the entry for “Alpha Works”; and "
        "b. Under the United Arab Emirates, by removing the entry for “Beta FZE”."
    )
    changes = read_filing(RULE.format(clauses=clauses).encode())
    assert [(one.action, one.name, one.country) for one in changes.changes] == [
        (Action.REVISED, "Alpha Works", "CN"),
        (Action.REMOVED, "Beta FZE", "AE"),
    ]
    assert changes.saved == date(2024, 2, 28)


def test_a_row_of_unsettled_action_is_refused() -> None:
    """Adding and revising clauses that name nothing leave a row open: it is never guessed."""
    clauses = "a. Under China, by adding one entity; b. Under China, by revising one entity."
    with pytest.raises(SourceError, match="added or revised is not said"):
        read_filing(RULE.format(clauses=clauses).encode())


def test_metadata_and_text_say_that_the_rows_are_missing() -> None:
    """JSON and text tell of the document; what they lack is in `unread`."""
    plain = {"document_number": "2019-22210", "publication_date": "2019-10-09", "citation": "84 FR 54002"}
    from_json = read_filing(json.dumps(plain).encode())
    assert (from_json.published, str(from_json.cite)) == (date(2019, 10, 9), "84 FR 54002")
    assert len(from_json.unread) == 2  # the entries, and the effective day
    text = b"FR Doc. 2019-22210 (84 FR 54002, 10/9/19) Entity List. This rule is effective October 9, 2019."
    assert read_filing(text).effective == date(2019, 10, 9)
    with pytest.raises(SourceError, match="not of"):
        with_metadata(read_filing(OCTOBER), {"document_number": "2024-03674"})


@given(st.binary(max_size=200) | st.text(max_size=200).map(str.encode))
def test_any_bytes_give_a_change_set_or_a_source_error(data: bytes) -> None:
    """Nothing else is ever raised."""
    with contextlib.suppress(SourceError):
        read_filing(data)


@pytest.mark.shared
def test_the_difference_of_two_editions_is_a_change_set(shared: Path) -> None:
    """From January to August 2025 the official table gained entries; each has its listing."""
    days = (date(2025, 1, 29), date(2025, 8, 2))
    before, after = (tuple(read(shared / f"us/ecfr/title-15-part-744_{day}.xml.gz")) for day in days)
    changes = changes_between(before, after, days=days)
    added, removed = changes.of(Action.ADDED), changes.of(Action.REMOVED)
    assert added
    assert len(after) - len(before) == len(added) - len(removed)
    assert not changes_between(after, after, days=days).changes
