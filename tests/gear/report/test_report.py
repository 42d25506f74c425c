"""The report: every value escaped, no formula runs, and the reporting days are business days."""

from __future__ import annotations

import io
import json
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st
from lxml import html
from openpyxl import load_workbook

from licet.gear.device import Device
from licet.gear.finding import Level, judge_all
from licet.gear.read import Problem, Reading
from licet.gear.report.html import to_html
from licet.gear.report.made import PartyStatus, Report, due_days, is_business_day, make_report
from licet.gear.report.picture import to_svg
from licet.gear.report.plain import to_plain
from licet.gear.report.workbook import defused, to_xlsx

ON = date(2026, 11, 23)
NASTY = '=HYPERLINK("http://x","y")<script>alert(1)</script>'


def _report(*devices: Device, parties: dict[str, tuple[PartyStatus, ...]] | None = None) -> Report:
    reading = Reading(
        devices=devices,
        problems=(Problem(file="f.csv", line=3, field="mac", message="not a MAC address", fix="write it"),),
        formats=(("f.csv", "table"),),
        unread_columns=("Shoe size",),
    )
    findings = judge_all(devices, ON)
    return make_report(
        reading, findings, on=ON, organisation="Example & Co", silent=("192.0.2.9",), parties=parties
    )


DEVICES = (
    Device(ref="f.csv:2", name="cam 1", site="Gate", brand="LTS", mac="44:47:cc:00:00:01", supplier="Shop"),
    Device(ref="f.csv:4", name="cam 2", site="Dock", brand="Honeywell"),
    Device(ref="f.csv:5", name="cam 3"),
    Device(ref="f.csv:6", name=NASTY, site=NASTY, brand=NASTY, model="DS-2CD2386G2-IU"),
    Device(ref="f.csv:7", name="switch", maker="Cisco"),
)


def test_the_page_says_what_an_officer_needs() -> None:
    """Findings with clause and date, reporting facts and days, what was not examined, and the rules."""
    page = html.fromstring(to_html(_report(*DEVICES)))
    text = " ".join("".join(map(str, page.itertext())).split())
    for wanted in (
        "Covered equipment of Example & Co",
        "48 CFR 52.204-25(b)(2)",
        "since 2020-08-13",
        "2026-11-24",
        "one business day",
        "Nothing to judge by (1): cam 3",
        "not a MAC address",
        "192.0.2.9",
        "Shoe size",
        "Supplier unique entity identifier",
        "FCC Covered List",
    ):
        assert wanted in text, wanted


def test_no_value_becomes_markup() -> None:
    """A script in a device's name stays text, in the page and in the picture."""
    page = html.fromstring(to_html(_report(*DEVICES)))
    assert not page.xpath("//script")
    assert not page.xpath("//*[@onload or @onclick or @src]")


def test_the_page_loads_nothing() -> None:
    """No style sheet, picture or font comes from elsewhere; links only lead away."""
    text = to_html(_report(*DEVICES))
    page = html.fromstring(text)
    assert not page.xpath("//link | //img | //iframe")
    assert "@import" not in text
    assert "url(http" not in text


def test_the_workbook_runs_nothing() -> None:
    """No cell is a formula, and every record is there."""
    book = load_workbook(io.BytesIO(to_xlsx(_report(*DEVICES))))
    assert book.sheetnames == ["Summary", "Findings", "Evidence", "FAR 52.204-25(d)", "Not examined", "Rules"]
    cells = [cell for sheet in book.worksheets for row in sheet.iter_rows() for cell in row]
    assert not [cell for cell in cells if cell.data_type == "f"]
    assert book["Findings"].max_row == 1 + len(DEVICES)
    assert book["Findings"]["A2"].value == "covered"


@given(st.text(max_size=40))
def test_no_text_is_a_formula(text: str) -> None:
    """Whatever stands in a cell, it does not start as a formula does."""
    assert defused(text)[:1] not in ("=", "+", "-", "@", "\t", "\r")


def test_the_picture_counts_every_flagged_unit() -> None:
    """Bars name sites and makers with numbers; many sites are summed in the last bar."""
    svg = to_svg({f"site {number}": {"Maker A": number + 1} for number in range(40)})
    text = "".join(map(str, svg.itertext()))
    assert f"{sum(range(1, 41))} flagged units" in text
    assert "21 other sites" in text


def test_json_holds_everything() -> None:
    """Every record is in the JSON with its level, evidence, rules and questions."""
    party = PartyStatus(
        list="us-bis-entity-list", entry="X", since=date(2019, 10, 9), says="on the Entity List"
    )
    plain = json.loads(json.dumps(to_plain(_report(*DEVICES, parties={"hikvision": (party,)}))))
    assert len(plain["findings"]) == len(DEVICES)
    assert plain["counts"]["covered"] == 2
    first = plain["findings"][0]
    assert first["rules"][0]["since"] == "2019-08-13"
    assert first["party_lists"][0]["since"] == "2019-10-09"
    assert plain["not_examined"]["nothing_to_judge_by"] == ["f.csv:5"]


def test_levels_are_counted() -> None:
    """The summary's numbers are those of the findings."""
    report = _report(*DEVICES)
    assert [report.count(level) for level in Level] == [2, 0, 1, 1, 1]
    assert report.flagged[0].level is Level.COVERED


def test_an_empty_report_is_not_a_clean_bill() -> None:
    """Without findings the page still says what was not examined."""
    text = to_html(_report())
    assert "What was not examined" in text
    assert "No record points to a covered maker" in text


@pytest.mark.parametrize(
    ("day", "first", "second"),
    [
        ("2026-11-23", "2026-11-24", "2026-12-09"),  # Thanksgiving lies between
        ("2026-11-25", "2026-11-27", "2026-12-11"),
        ("2026-07-02", "2026-07-06", "2026-07-20"),  # 4 July falls on Saturday: the third is the holiday
        ("2026-12-31", "2027-01-04", "2027-01-19"),  # New Year's Day and Martin Luther King Day
    ],
)
def test_reporting_days_skip_weekends_and_holidays(day: str, first: str, second: str) -> None:
    """One business day, then ten more."""
    assert tuple(found.isoformat() for found in due_days(date.fromisoformat(day))) == (first, second)


def test_defense_missions_have_their_own_days() -> None:
    """A Huawei switch adds the three and thirty business days of the defense clause."""
    switch = Device(ref="f:2", maker="Huawei", model="S5735", kind="switch")
    text = to_html(_report(switch))
    assert "252.204-7018(d): by 2026-11-27 (three business days)" in text
    assert "252.204-7018(d)" not in to_html(_report(DEVICES[0]))


def test_a_year_has_its_federal_holidays() -> None:
    """From 2021 each year has eleven weekday holidays, give or take those observed over the year's end."""
    for year in range(2021, 2035):
        start = date(year, 1, 1)
        weekdays = [
            start + timedelta(days=day) for day in range(365) if (start + timedelta(days=day)).weekday() < 5
        ]
        assert 10 <= sum(not is_business_day(day) for day in weekdays) <= 12
