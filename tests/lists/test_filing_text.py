"""Filings as text: columns of fixed width, pages, cells one behind another, and what cannot be read."""

from __future__ import annotations

import contextlib
import string
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from lxml import etree

from licet.core.errors import SourceError
from licet.lists.change_set import Action, FilingKind
from licet.lists.ecfr import supplement_rows
from licet.lists.filing import read_filing
from licet.lists.filing_columns import tables_of
from licet.lists.filing_lines import Line, join_lines, signs
from licet.lists.filing_text import read_text
from licet.lists.row import Row
from licet.lists.us_bis_entity_list import COLUMNS, NUMBER, read_rows

from . import press

EXAMPLES = Path(__file__).parents[2] / "examples"
OCTOBER = EXAMPLES / "filing-2019-22210.xml"
BY_ADDING = "Supplement No. 4 to part 744 is amended under China, by adding\ntwenty-eight entities."
ALL = "For all items subject to the EAR (See §744.11 of the EAR)"
DENIAL = "Presumption of denial."
ALPHA = ("CHINA, PEOPLE'S REPUBLIC OF", "Alpha Works, Beijing, China.", ALL, DENIAL, "84 FR 54002, 10/9/19.")
BETA = (
    "",
    "Beta Optics Co., Ltd., a.k.a., the following one alias:\n—Beta Guangxue.\nNo. 5 Zhong Rd., Wuhan,"
    " China.",
    ALL,
    "Case-by-case review.",
    "84 FR [INSERT FR PAGE NUMBER], 10/9/19.",
)


def numbered(text: str) -> list[Line]:
    """A text's lines with their numbers."""
    return [Line(number, line) for number, line in enumerate(text.split("\n"), 1)]


def october_rows() -> list[press.Row]:
    """The rows of the XML example, as text."""
    rows = []
    for row in etree.parse(OCTOBER).iter("ROW"):
        cells = list(row.iter("ENT"))
        if len(cells) == len(COLUMNS):
            told = ["\n".join([cell.text or "", *(line.text or "" for line in cell)]) for cell in cells]
            rows.append((told[0], told[1], told[2], told[3], told[4]))
    return rows


def test_the_october_filing_as_text_is_the_same_change_set() -> None:
    """The example in plain text gives the 28 additions with all that the XML gives: names, codes, days."""
    told = read_filing(EXAMPLES / "filing-2019-22210.txt")
    assert len(told.of(Action.ADDED)) == len(told.changes) == 28
    assert not told.unread
    assert told == read_filing(OCTOBER)


@pytest.mark.parametrize("shape", [press.document, press.page])
def test_the_press_sends_its_text_in_a_page(shape: object) -> None:
    """Wrapped in a page, or as the page of the Federal Register: the same 28 entries with their addresses."""
    assert callable(shape)
    told = read_filing(shape(october_rows(), BY_ADDING).encode())
    wanted = read_filing(OCTOBER)
    assert not told.unread
    assert (told.id, told.effective) == (wanted.id, wanted.effective)
    parties = [one.listing.party for one in wanted.changes if one.listing]
    assert [one.listing.party for one in told.changes if one.listing] == parties


def test_a_page_between_two_lines_of_a_row_changes_nothing() -> None:
    """`[[Page 54005]]` inside a row, with blank lines around it, is passed over."""
    broken = press.document([], BY_ADDING, set_table=press.table(october_rows(), break_at=21))
    assert [one.listing for one in read_filing(broken.encode()).changes] == [
        one.listing for one in read_filing(OCTOBER).changes
    ]


def test_additions_revisions_and_removals_in_one_text() -> None:
    """Lettered instructions over several lines tell each row's action and the entry that is gone."""
    instruction = """Supplement No. 4 to part 744 is amended:
    a. Under China, by revising the entry for ``Alpha Works'';
    b. Under China, by adding, in alphabetical order, one entity for ``Beta
Optics Co., Ltd.''; and
    c. Under the United Arab Emirates, by removing the entry for ``Gamma
FZE''."""
    told = read_filing(press.document([ALPHA, BETA], instruction).encode())
    assert [(one.action, one.name, one.country) for one in told.changes] == [
        (Action.REVISED, "Alpha Works", "CN"),
        (Action.ADDED, "Beta Optics Co., Ltd.", "CN"),
        (Action.REMOVED, "Gamma FZE", "AE"),
    ]
    assert not told.unread
    assert told.saved == date(2019, 10, 9)
    beta = told.changes[1].listing
    assert beta
    assert [name.text for name in beta.party.names] == ["Beta Optics Co., Ltd.", "Beta Guangxue"]
    assert [str(cite) for cite in beta.cites] == ["84 FR 54002"]


def test_a_row_that_cannot_be_read_is_told_by_its_line() -> None:
    """An unknown country, a missing cell and words that no grammar takes are reported, the rest is read."""
    rows = [
        ALPHA,
        ("RURITANIA", "Delta Works, Strelsau.", ALL, DENIAL, "84 FR 54002, 10/9/19."),
        ("CANADA", "Epsilon Inc., Montreal, Canada.", ALL, "", "84 FR 54002, 10/9/19."),
        ("", "Zeta Inc., Montreal, Canada.", "For whatever it may be", DENIAL, "84 FR 54002, 10/9/19."),
    ]
    told = read_filing(
        press.document(rows, "Supplement No. 4 to part 744 is amended by adding entities.").encode()
    )
    assert [one.name for one in told.changes] == ["Alpha Works", "Zeta Inc."]
    assert [text.split(":", 1)[1].strip() for text in told.unread] == [
        "`RURITANIA` is not a country that licet knows",
        "`Delta Works, Strelsau.` stands under that country",
        "`Epsilon Inc., Montreal, Canada.` has no license review policy",
        "the licence requirement or the review policy of `Zeta Inc.`",
    ]
    lines = press.document(rows, "x").splitlines()
    for text, name in zip(told.unread, ("RURITANIA", "Delta", "Epsilon", "Zeta"), strict=True):
        assert name in lines[int(text.split(":")[0].removeprefix("line ")) - 1]


def test_entries_without_a_row_are_told() -> None:
    """A table that is a picture, a name without row and a number that the rows do not reach are not read."""
    picture = press.document([], BY_ADDING, set_table="[GRAPHIC] [TIFF OMITTED] TR09OC19.000")
    told = read_filing(picture.encode())
    assert not told.changes
    assert len(told.unread) == 2
    assert "a picture stands for a table" in told.unread[0]
    assert told.unread[1] == "entries under CN: a paragraph says added, no row shows any"
    short = read_filing(press.document([ALPHA], BY_ADDING).encode())
    assert short.unread == ("entries: a paragraph says added of 28, the table has 1 rows",)
    named = "Supplement No. 4 to part 744 is amended by adding ``Alpha Works'' and ``Omega Works''."
    assert read_filing(press.document([ALPHA], named).encode()).unread == (
        "the entry of `Omega Works`: a paragraph says added, no row shows it",
    )


def test_columns_that_show_no_hanging_lines_are_refused() -> None:
    """Where wrapped lines begin at the edge nothing tells a name's second line from an alias: not read."""
    flat = press.table([ALPHA, BETA]).replace("\n ", "\n  ")
    hung = "\n".join(_unhung(line) for line in flat.splitlines())
    told = read_filing(press.document([], BY_ADDING, set_table=hung).encode())
    assert not told.changes
    assert any("goes on with the line above" in text or "told apart" in text for text in told.unread)


def _unhung(line: str) -> str:
    starts = [28, 55, 76, 96]
    for start in starts:
        if line[start : start + 1] == " " and line[start + 1 : start + 2].strip():
            end = line.find("  ", start + 1)
            end = len(line) if end < 0 else end
            line = f"{line[:start]}{line[start + 1 : end]} {line[end:]}"
    return line


def test_other_parts_of_the_code_are_not_the_entity_list() -> None:
    """Of a rule that amends part 774 in the same text only part 744 is read."""
    text = press.document([ALPHA], "Supplement No. 4 to part 744 is amended by adding one entity.")
    both = text.replace("[FR Doc. 2019", "PART 774--[AMENDED]\n\n3. Revising ``Sigma''.\n\n[FR Doc. 2019")
    assert [one.name for one in read_filing(both.encode()).changes] == ["Alpha Works"]
    assert not read_filing(both.encode()).unread


def test_a_delay_in_text_names_what_it_puts_off() -> None:
    """ACTION and DATES of a text say that it delays, and to which day."""
    text = """[Federal Register Volume 84, Number 200 (Wednesday, October 16, 2019)]
[Pages 55000-55001]
[FR Doc No: 2019-99999]

Addition of Certain Entities to the Entity List; Delay of Effective Date

AGENCY: Bureau of Industry and Security, Commerce.

ACTION: Final rule; delay of effective date.

SUMMARY: The rule on the Entity List of October 9, 2019 (84 FR 54002) is put off.

DATES: The effective date of the rule published on October 9, 2019 is delayed until
November 12, 2019.

[FR Doc. 2019-99999 Filed 10-15-19; 8:45 am]
"""
    told = read_filing(text.encode())
    assert (told.kind, told.effective) == (FilingKind.DELAY, date(2019, 11, 12))
    assert "84 FR 54002" in told.amends
    assert not told.unread
    # without its DATES it is no delay until further notice
    undated = read_filing(text[: text.index("DATES:")].encode())
    assert (undated.kind, undated.effective) == (FilingKind.DELAY, None)
    assert [one.split(":")[0] for one in undated.unread] == ["the end", "the effective day"]


def test_text_without_number_or_list_is_refused() -> None:
    """A text that prints no number of itself, and one of another subject, are errors with a fix."""
    with pytest.raises(SourceError, match="no document number"):
        read_filing(b"A rule on the Entity List.")
    with pytest.raises(SourceError, match="no word of the Entity List"):
        read_filing(b"[FR Doc No: 2019-22210] A rule on trout.")
    with pytest.raises(SourceError, match="the file is empty"):
        read_filing(b" \n")


def test_text_that_is_no_filing_is_refused_with_its_name(tmp_path: Path) -> None:
    """A text about the Entity List that changes nothing on it is no filing, whatever number it cites."""
    about = tmp_path / "about.md"
    about.write_text("# The Entity List\n\nSee FR Doc. No. 2019-22210: 28 were added.\n", encoding="utf-8")
    with pytest.raises(SourceError, match=r"about\.md: .*looked for an instruction on supplement"):
        read_filing(about)
    head = (EXAMPLES / "filing-2019-22210.txt").read_text(encoding="utf-8").partition("PART 744")[0]
    with pytest.raises(SourceError, match="nothing in it amends the Entity List"):
        read_filing(head.encode())


def test_two_documents_in_one_text_are_refused() -> None:
    """The rows of one are never read under the other's number."""
    one = press.document([ALPHA], BY_ADDING)
    other = press.document([BETA], BY_ADDING, number="2019-33333")
    with pytest.raises(SourceError, match="2 documents in it: `2019-22210`, `2019-33333`"):
        read_filing((one + other).encode())


@pytest.mark.parametrize("encoding", ["utf-16", "utf-16-le", "utf-32", "cp1252"])
def test_text_in_another_encoding_is_refused(encoding: str) -> None:
    """It is said that UTF-8 is wanted; nothing is read out of bytes of another encoding."""
    text = press.document([("CANADA", "Éclair “Zêta” Inc., Montréal.", ALL, DENIAL, "84 FR 1.")], "x")
    text = text.partition("<pre>")[2]
    with pytest.raises(SourceError, match="save it as UTF-8"):
        read_filing(text.encode(encoding))


@pytest.mark.parametrize("ending", ["xml", "txt"])
def test_a_mark_of_utf_8_changes_nothing(ending: str) -> None:
    """What an editor puts before the first sign is not read as a part of it."""
    data = (EXAMPLES / f"filing-2019-22210.{ending}").read_bytes()
    assert read_filing(b"\xef\xbb\xbf" + data) == read_filing(data)


def test_signs_and_broken_words_of_plain_text() -> None:
    """Section signs, dashes, quotes and footnotes come back; a broken word is joined without a space."""
    assert signs("See Sec. Sec. 734.9(e) \\1\\ and 744.11--``X''") == "See §§ 734.9(e)¹ and 744.11—“X”"
    assert signs("No. 1008, Sec. 4, Johngsing Rd.") == "No. 1008, Sec. 4, Johngsing Rd."
    assert join_lines("84 FR 54002, 10/", "9/19.") == "84 FR 54002, 10/9/19."
    assert join_lines("Tsing-", "hua Science Park") == "Tsing-hua Science Park"
    assert join_lines("Alpha --", "Beta") == "Alpha -- Beta"


@pytest.mark.parametrize("tabbed", [False, True])
def test_cells_one_behind_another(tabbed: bool) -> None:
    """What is copied from a page reads alike, a row or a cell a line; what is not settled is reported."""
    rows = [ALPHA, BETA]
    if tabbed:
        table = "\n".join("\t".join(cell.replace("\n", "\v") for cell in row) for row in rows)
        heads = "\t".join(COLUMNS)
    else:
        table = "\n".join("\n".join(cell for cell in row if cell) for row in rows)
        heads = "\n".join(COLUMNS)
    by = "Supplement No. 4 to part 744 is amended under China, by adding two\nentities."
    text = press.document([], by, set_table=f"{heads}\n{table}")
    columns = read_filing(press.document(rows, by).encode())
    told = read_filing(text.encode())
    assert not told.unread
    assert [one.listing for one in told.changes] == [one.listing for one in columns.changes]
    if not tabbed:
        unsettled = read_filing(text.replace(ALL, "For whatever it may be").encode())
        assert sum("where the licence requirement begins" in one for one in unsettled.unread) == 2


_WORDS = st.lists(
    st.sampled_from(["Alpha", "Optical", "Works", "No. 5", "Zhong-guan", "Rd.", "B/12"]),
    min_size=1,
    max_size=9,
)
_LINE = _WORDS.map(" ".join)
_ROWS = st.lists(
    st.tuples(
        st.sampled_from(["", "CANADA", "CHINA, PEOPLE'S REPUBLIC OF"]),
        st.lists(_LINE, min_size=1, max_size=4).map("\n".join),
        st.sampled_from([ALL, "For all items subject to the EAR."]),
        st.sampled_from([DENIAL, "Case-by-case review.", "Policy of denial."]),
        st.sampled_from(["84 FR 54002, 10/9/19.", "84 FR 54002, 10/9/19. 85 FR 44159, 7/22/20."]),
    ),
    min_size=1,
    max_size=5,
)


@given(_ROWS, st.sampled_from([(26, 25, 19, 18, 16), (20, 34, 16, 16, 18), (31, 20, 18, 18, 17)]))
def test_cells_set_in_columns_come_back(rows: list[press.Row], widths: tuple[int, ...]) -> None:
    """What is set in columns comes back cell by cell, or its line is reported: nothing is lost in silence."""
    first = rows[0][0] or "CANADA"
    given_rows = [(first, *rows[0][1:]), *rows[1:]]
    lines = numbered(press.table(given_rows, widths=widths))
    (table,) = tables_of(lines, file="t", page="54002")
    if table.left:
        assert not table.rows or len(table.rows) + len(table.left) >= len(given_rows)
        return
    country = ""
    for row, read in zip(given_rows, table.rows, strict=True):
        country = row[0] or country
        assert read.take("Country") == country
        assert read.take("Entity").split("\n") == row[1].split("\n")
        assert [read.take(column) for column in COLUMNS[2:]] == [
            cell.replace("§7", "§ 7") for cell in row[2:]
        ]


@given(st.text(alphabet=string.printable, max_size=400), st.integers(min_value=0, max_value=5000))
def test_any_text_gives_a_change_set_or_a_source_error(noise: str, at: int) -> None:
    """Whatever is put into a real text, it gives a change set or a `SourceError`."""
    text = (EXAMPLES / "filing-2019-22210.txt").read_text(encoding="utf-8")[:9000]
    with contextlib.suppress(SourceError):
        read_text(f"{text[:at]}{noise}{text[at:]}".encode(), "t")


@pytest.mark.parametrize("name", ["filing-2019-22210.xml", "filing-2019-22210.txt", "removals"])
@given(share=st.floats(min_value=0, max_value=1))
def test_a_document_that_was_cut_never_reads_as_whole(name: str, share: float) -> None:
    """Cut anywhere, even where only its last line is gone, it is refused or said not to be whole."""
    if name == "removals":
        by = "Supplement No. 4 to part 744 is amended by removing ``Gamma FZE'' and ``Eta FZE''."
        data = press.document([], by, set_table="").encode()
    else:
        data = (EXAMPLES / name).read_bytes()
    assert not read_filing(data).unread
    before_its_end = data.rpartition(b" Filed")[0]
    with contextlib.suppress(SourceError):
        assert read_filing(before_its_end[: int(len(before_its_end) * share)]).unread


@given(st.integers(min_value=40, max_value=8900), st.integers(min_value=1, max_value=200))
def test_a_text_that_lost_lines_never_reads_as_whole(at: int, lost: int) -> None:
    """28 entries are announced: where a piece of the table is cut out, fewer are never the whole filing."""
    lines = (EXAMPLES / "filing-2019-22210.txt").read_text(encoding="utf-8").split("\n")
    start = next(number for number, line in enumerate(lines) if line.startswith("Supplement No. 4 to Part"))
    first = start + at % (len(lines) - start - 12)
    told: object = None
    with contextlib.suppress(SourceError):
        told = read_filing("\n".join([*lines[:first], *lines[first + lost :]]).encode())
        assert len(told.changes) == 28 or told.unread


@pytest.mark.shared
def test_the_whole_entity_list_set_in_columns(shared: Path) -> None:
    """1,200 rows of the official table, set as the press sets them, come back: at most 7 differ.

    What differs is lost by the format: a hyphen at a line's end that stood before a space, and the like.
    """
    document = shared / "us/ecfr/title-15-part-744_2026-01-29.xml.gz"
    rows: list[press.Row] = []
    for row in supplement_rows(document, NUMBER, COLUMNS):
        cells = [row.take(column) for column in COLUMNS]
        if all(cells[1:]):
            rows.append((cells[0], cells[1], cells[2], cells[3], cells[4]))
    rows = [row for row in rows if row[1] and "reserved" not in row[1].casefold()][:1200]
    lines = numbered(press.table(rows))
    (table,) = tables_of(lines, file="t", page="1")
    assert not table.left
    wanted = list(read_rows(_as_rows(rows)))
    found = list(read_rows(table.rows))
    assert len(found) == len(wanted) == 1200
    same = sum(
        replace(one, source_ref="", source_note="") == replace(other, source_ref="", source_note="")
        for one, other in zip(wanted, found, strict=True)
    )
    assert same >= len(wanted) - 7


def _as_rows(rows: list[press.Row]) -> list[Row]:
    told = (dict(zip(COLUMNS, cells, strict=True)) for cells in rows)
    return [Row(cells, file="t", number=at) for at, cells in enumerate(told, 1)]
