"""Filings become change sets: the two examples, clauses that revise and remove, metadata, differences."""

from __future__ import annotations

import contextlib
import json
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from lxml import etree

from licet.core.errors import InputError, SourceError
from licet.lists.filing import Action, changes_between, read_filing, with_metadata
from licet.lists.staged import stage, staged, unstage
from licet.lists.us_bis_entity_list import read

from . import press

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


PLAIN = {
    "document_number": "2019-22210",
    "title": "Addition of Certain Entities to the Entity List",
    "action": "Final rule.",
    "publication_date": "2019-10-09",
    "effective_on": "2019-10-09",
    "citation": "84 FR 54002",
    "docket_ids": ["Docket No. 190925-0044"],
    "regulation_id_numbers": ["0694-AH68"],
    "agencies": [{"name": "Industry and Security Bureau"}],
    "cfr_references": [{"title": 15, "part": 744}],
    "raw_text_url": "https://www.federalregister.gov/documents/full_text/text/2019/10/09/2019-22210.txt",
}
NINTH = date(2019, 10, 9)


def test_metadata_alone_says_that_there_are_no_rows() -> None:
    """JSON without a body gives the document's facts and says that no rows are here."""
    told = read_filing(json.dumps(PLAIN).encode())
    assert (told.published, told.effective, str(told.cite)) == (NINTH, NINTH, "84 FR 54002")
    assert (told.docket, told.rin) == ("190925-0044", "0694-AH68")
    assert (told.agencies, told.parts) == (("Industry and Security Bureau",), ("15 CFR part 744",))
    assert [text.split(" (")[0] for text in told.unread] == ["no rows: the body is not here"]
    bare = {"document_number": "2019-22210", "dates": "This rule is effective October 9, 2019."}
    assert read_filing(json.dumps({"results": [bare]}).encode()).effective == NINTH
    del bare["dates"]
    assert len(read_filing(json.dumps(bare).encode()).unread) == 2  # the rows, and the effective day


@pytest.mark.parametrize("name", ["2019-22210.txt", "meta.xml", "2019-22210.html"])
def test_metadata_joins_the_body_beside_it(tmp_path: Path, name: str) -> None:
    """The body is found by the link's name, the JSON's own name or the number, and its rows are all there."""
    (tmp_path / "meta.json").write_text(json.dumps(PLAIN), encoding="utf-8")
    source = EXAMPLES / f"filing-2019-22210{Path(name).suffix}"
    body = source.read_text(encoding="utf-8") if source.exists() else as_page()
    (tmp_path / name).write_text(body, encoding="utf-8")
    told = read_filing(tmp_path / "meta.json")
    assert not told.unread
    assert told.changes == read_filing(OCTOBER).changes
    assert (told.docket, told.parts, str(told.cite)) == ("190925-0044", ("15 CFR part 744",), "84 FR 54002")


def test_text_and_metadata_are_staged_with_their_rows(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What is staged from text, or from JSON and its body, reads the same later."""
    monkeypatch.setenv("LICET_HOME", str(tmp_path / "home"))
    text = (EXAMPLES / "filing-2019-22210.txt").read_bytes()
    meta, body = tmp_path / "meta.json", tmp_path / "meta.txt"
    meta.write_text(json.dumps(PLAIN), encoding="utf-8")
    with pytest.raises(InputError, match="no rows"):
        stage(meta)
    body.write_bytes(text)
    assert staged() == ()
    body.write_bytes(text[: len(text) // 2])
    for half in (body, meta):
        with pytest.raises(InputError, match=r"is not whole: the end: "):
            stage(half)
    body.write_bytes(b"")
    with pytest.raises(SourceError, match=r"meta\.txt: the file is empty"):
        stage(meta)
    body.write_bytes((EXAMPLES / "filing-2019-10616.xml").read_bytes())
    with pytest.raises(SourceError, match=r"meta\.json with meta\.txt: .*not of `2019-10616`"):
        stage(meta)
    assert staged() == ()
    body.write_bytes(text)
    assert (stage(body),) == staged()
    joined = stage(meta)
    assert joined.parts == ("15 CFR part 744",)
    assert (joined,) == staged()
    assert (stage(OCTOBER),) == staged()
    (tmp_path / "home" / "staged" / "2019-22210.xml").write_bytes(OCTOBER.read_bytes()[:900])
    with pytest.raises(SourceError, match=r"staged filing can't be read(?s:.*)licet filing drop 2019-22210,"):
        staged()
    unstage("2019-22210")
    assert not list((tmp_path / "home" / "staged").iterdir())


def as_page() -> str:
    """The October rows as a page that prints neither page, docket nor issue."""
    rows = []
    for one in etree.parse(OCTOBER).iter("ROW"):
        cells = [
            "\n".join([cell.text or "", *(line.text or "" for line in cell)]) for cell in one.iter("ENT")
        ]
        if len(cells) == 5:
            rows.append((cells[0], cells[1], cells[2], cells[3], cells[4]))
    return press.page(rows, "Supplement No. 4 to part 744 is amended by adding twenty-eight entities.")


def test_where_metadata_and_body_differ_it_is_told() -> None:
    """Another day or docket in the JSON is not read over the document's own; another document is refused."""
    told = with_metadata(read_filing(OCTOBER), {**PLAIN, "effective_on": "2019-10-10"})
    assert told.effective == NINTH
    assert told.unread == ("effective day: the document says 2019-10-09, its metadata 2019-10-10",)
    with pytest.raises(SourceError, match="not of"):
        with_metadata(read_filing(OCTOBER), {"document_number": "2024-03674"})
    with pytest.raises(SourceError, match="2 documents"):
        read_filing(json.dumps({"results": [PLAIN, PLAIN]}).encode())


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
