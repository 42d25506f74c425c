"""The Commerce Control List on a day."""

from __future__ import annotations

from datetime import date

import pytest

from licet.core.answer import Truth
from licet.core.eccn import EAR99, Eccn, parse_eccn
from licet.law.table import Vintage
from licet.law.us.ear import ccl

NOW = date(2026, 7, 23)


def bites(eccn: str, country: str, on: date = NOW) -> dict[str, Truth]:
    """Reason and citation of each row, and whether it is met."""
    item = parse_eccn(eccn)
    out = {}
    for row in ccl.rows(item, on):
        parts = (row.covers(item).truth, row.applies_to(country, on).truth)
        key = f"{row.reason} {row.column or row.target.section}"
        met = Truth.NO if Truth.NO in parts else Truth.UNKNOWN if Truth.UNKNOWN in parts else Truth.YES
        out[key] = met
    return out


def test_every_row_is_understood() -> None:
    """No row of any edition has a target that was not read, and every entry with items has a row."""
    for each in ccl.entries(NOW):
        item = Eccn(each.eccn)
        assert ccl.rows(item, NOW) or each.elsewhere, each.eccn
        for row in ccl.rows(item, NOW):
            assert row.target.kind != "unread", row.id


@pytest.mark.parametrize("entry", ["0D614", "2B352", "3D006", "3E002", "8D001"])
def test_entries_that_the_derived_copy_loses_are_here(entry: str) -> None:
    """The five entries missing from the derived list have their own rows."""
    assert ccl.entry(entry, NOW) is not None
    assert ccl.rows(Eccn(entry), NOW)


def test_technology_entry_keeps_its_eight_rows() -> None:
    """3E001 has its own MT, NP and RS rows, and the one that 742.6(a)(6)(iii)(A) adds to them."""
    reasons = [row.reason for row in ccl.rows(Eccn("3E001"), NOW)]
    assert reasons == ["NS", "MT", "NP", "RS", "RS", "RS", "RS", "AT", "RS"]


def test_excepted_paragraph_is_free() -> None:
    """9A610.y to Germany meets no row; the aircraft itself does."""
    assert Truth.YES not in bites("9A610.y", "DE").values()
    assert bites("9A610.a", "DE")["NS NS 1"] is Truth.YES
    assert bites("9A610.y", "CN")["RS 742.6(a)(7)"] is Truth.YES


def test_worldwide_row_bites_where_the_chart_is_silent() -> None:
    """EUV masks need a licence to Japan by sentences, not by columns."""
    found = bites("3B001.q", "JP")
    assert found["NS 742.4(a)(5)"] is Truth.YES
    assert found["RS 742.6(a)(10)"] is Truth.YES


def test_frame_rate_is_a_question() -> None:
    """6A003.b.4.b stays unknown under both RS rows, and the question says why."""
    item = parse_eccn("6A003.b.4.b")
    answers = [row.covers(item) for row in ccl.rows(item, NOW) if row.reason == "RS"]
    assert all(answer.is_unknown for answer in answers)
    assert "60 Hz" in answers[0].asks()[0].text


def test_variants_name_the_paragraphs_that_differ() -> None:
    """A bare 5A002 is one of three cases: plain, .z of the a sort, .z of the b sort."""
    cases = ccl.variants(parse_eccn("5A002"), NOW)
    assert len(cases) == 3
    assert {label for case in cases for label in case.labels} >= {".a.1", ".z.1.a", ".z.1.b"}
    assert len(ccl.variants(parse_eccn("9A610.y"), NOW)) == 1


def test_variants_of_technology_run_over_what_it_is_for() -> None:
    """A bare 3E001 is for something its heading names, and some row bites for each of them to China."""
    item = parse_eccn("3E001")
    cases = ccl.variants(item, NOW)
    assert len(cases) > 5
    assert all(case.related for case in cases)


def test_variants_partition_the_leaves() -> None:
    """Every variant answers each row alike for all its members."""
    for each in ccl.entries(NOW):
        item = Eccn(each.eccn)
        control = ccl.rows(item, NOW)
        for case in ccl.variants(item, NOW):
            assert case.labels
            for row in control:
                if row.covers(item).truth is not Truth.UNKNOWN:
                    assert row.covers(case.eccn, case.related).truth is row.covers(item).truth


def test_firearms_rule_changes_on_its_day() -> None:
    """0A506 needs a licence for CC Column 2 until 2025-09-29, not on 2025-09-30 (90 FR 47189)."""
    before, after = (
        {row.column for row in ccl.rows(Eccn("0A506"), day)} for day in (date(2025, 9, 29), date(2025, 9, 30))
    )
    assert "CC 2" in before
    assert "CC 2" not in after


def test_drone_rule_changes_on_its_day() -> None:
    """9A012.a.1 moves from NS Column 1 to NS Column 2 on 2026-01-21."""
    item = parse_eccn("9A012.a.1")
    for day, column in ((date(2026, 1, 20), "NS 1"), (date(2026, 1, 21), "NS 2")):
        rows = [row for row in ccl.rows(item, day) if row.reason == "NS" and row.covers(item).is_yes]
        assert [row.column for row in rows] == [column]


def test_day_before_the_editions_is_not_confirmed() -> None:
    """A query outside the held data says so."""
    assert ccl.held(date(2019, 1, 1)) is Vintage.BEFORE
    assert ccl.held(date(2025, 2, 1)) is Vintage.HELD
    assert ccl.held(NOW) is Vintage.AFTER


def test_ear99_has_no_rows() -> None:
    """The basket has no row of its own, which says nothing of parts 744 and 746."""
    assert ccl.rows(EAR99, NOW) == ()


def test_row_reads_as_a_sentence() -> None:
    """A row in words names reason, scope and place."""
    words = [row.words for row in ccl.rows(Eccn("9A610"), NOW)]
    assert "RS applies to .y: China, Russia, Venezuela (15 CFR 742.6(a)(7))" in words


def test_some_row_bites_whatever_the_technology_is_for() -> None:
    """Each case of a bare 3E001 meets some row to China, and not each does to Japan."""
    item = parse_eccn("3E001")
    control = ccl.rows(item, NOW)

    def each_bites(country: str) -> bool:
        return all(
            any(
                row.covers(case.eccn, case.related).is_yes and row.applies_to(country, NOW).is_yes
                for row in control
            )
            for case in ccl.variants(item, NOW)
        )

    assert each_bites("CN")
    assert not each_bites("JP")


def test_rows_printed_in_one_cell_are_parted() -> None:
    """1A231's two rows stand in one official row, 1C350's two cells in one."""
    assert [row.column for row in ccl.rows(Eccn("1A231"), NOW)] == ["NP 1", "AT 1"]
    assert ccl.rows(Eccn("1C350"), NOW)[0].column == "CB 2"
