"""Corrections, delays and withdrawals: documents that act on an earlier filing, in the official format.

What is real, from the Federal Register's metadata and the eCFR: the numbers, days and titles of 2022-03029
and 2022-07643 (87 FR 8182, 87 FR 21012: `Huawei Cloud Brazil` got a wrong reference to the foreign direct
product rules, and the right one), of 2023-12726 and 2023-13196 (88 FR 40085: an entity that was left out),
and of 2022-14069 (87 FR 38925: additions, revisions, one correction under Pakistan, removals); and the rows,
as the eCFR of 2025-01-29 prints them.

Ours: which wrong reference stood there, first pages and effective days where only pages of the rows and days
of publication are held, the names that were removed (no source here prints them), and the delay, the
withdrawal and the correction of 2019-22210, which nobody ever issued.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
from click.testing import CliRunner

from licet.app.cli import root
from licet.check.engine import Engine, open_engine
from licet.check.finding import Disposition, Standing
from licet.core.errors import InputError, SourceError
from licet.lists.change_set import Action, ChangeSet, FilingKind
from licet.lists.filing import read_filing
from licet.lists.filing_chain import corrections_between, settled
from licet.lists.staged import overlay, stage

LIST = "us-bis-entity-list"
OCTOBER = Path(__file__).parents[2] / "examples" / "filing-2019-22210.xml"
HEAD = "".join(
    f"<CHED>{one}</CHED>"
    for one in (
        "Country", "Entity", "License requirement", "License review policy", "Federal Register citation",
    )
)  # fmt: skip
ALL = "For all items subject to the EAR. (See §744.11 of the EAR)"
HUAWEI_RIGHT = "For all items subject to the EAR, see §§734.9(e)<SU>1</SU> and 744.11 of the EAR<SU>2</SU>"
HUAWEI_WRONG = (
    "For all items subject to the EAR, see §§736.2(b)(3)(vi)<SU>1</SU> and 744.11 of the EAR<SU>2</SU>"
)
HARBIN = (
    "China Aviation Development Harbin Bearing Co., Ltd., a.k.a. the following three aliases:<LI>—AVIC "
    "Harbin Bearing;</LI><LI>—Harbin AVIC Bearing Co Ltd; and</LI><LI>—AviChina Harbin Bearing.</LI><LI>"
    "No. 888 Nanjing Road, Hulan District, Harbin (New District Trust Handling Area), China.</LI>"
)


def row(country: str, entity: str, need: str = ALL, policy: str = "Presumption of denial") -> str:
    """A row of the table."""
    cells = (country, entity, need, policy, "87 FR [INSERT FR PAGE NUMBER], 4/11/22.")
    return "<ROW>" + "".join(f"<ENT>{one}</ENT>" for one in cells) + "</ROW>"


def document(
    number: str,
    page: str,
    day: str,
    *,
    action: str = "Final rule.",
    title: str = "Addition of Certain Entities to the Entity List",
    dates: str = "",
    says: str = "",
    clauses: tuple[str, ...] = (),
    rows: str = "",
    in_preamble: bool = False,
) -> bytes:
    """A rule in the official XML, in an issue of its day."""
    table = f"<GPOTABLE><BOXHD>{HEAD}</BOXHD>{rows}</GPOTABLE>" if rows else ""
    paragraphs = "".join(f"<AMDPAR>{one}</AMDPAR>" for one in clauses)
    code = f"{paragraphs}<HD>Supplement No. 4 to Part 744—Entity List</HD>{table}"
    if not clauses:
        code = ""
    volume, _, first = page.partition(" FR ")
    return f"""<FEDREG><VOL>{volume}</VOL><DATE>{day}</DATE><RULES><RULE><PREAMB><PRTPAGE P="{first}"/>
<SUBJECT>{title}</SUBJECT><ACT><HD>ACTION:</HD><P>{action}</P></ACT>
<SUM><P>{says} The Entity List is supplement no. 4 to part 744.</P></SUM>
<EFFDATE><HD>DATES:</HD><P>{dates}</P></EFFDATE></PREAMB>
<SUPLINF><P>{says}</P>{code if in_preamble else ""}</SUPLINF>
{"" if in_preamble or not code else f'<REGTEXT TITLE="15" PART="744">{code}</REGTEXT>'}
<FRDOC>[FR Doc. {number} Filed 8:45 am]</FRDOC></RULE></RULES></FEDREG>""".encode()


FEBRUARY = document(
    "2022-03029",
    "87 FR 8180",
    "Monday, February 14, 2022",
    dates="This rule is effective February 14, 2022.",
    clauses=(
        "1. The authority citation for 15 CFR part 744 is revised to read as follows:",
        "2. Supplement No. 4 to part 744 is amended by:",
        "a. Under BRAZIL, revising the entry for “Huawei Cloud Brazil”; and",
        "b. Under PAKISTAN, adding in alphabetical order an entry for “X-Cilent Engineering”.",
    ),
    rows=row("BRAZIL", "Huawei Cloud Brazil, Sau Paulo, Brazil.", HUAWEI_WRONG)
    + row("PAKISTAN", "X-Cilent Engineering, 642, Afshan Colony, Rawalpindi Cantt, 46000, Pakistan."),
)
APRIL = document(
    "2022-07643",
    "87 FR 21012",
    "Monday, April 11, 2022",
    action="Final rule; correcting amendments.",
    title="Addition of Certain Entities to the Entity List; Correction",
    dates="This rule is effective April 11, 2022.",
    says="This corrects errors in the revisions that were published on February 14, 2022 (87 FR 8180).",
    clauses=(
        "2. Supplement No. 4 to part 744 is amended by:",
        "a. Under BRAZIL, correcting the entry for “Huawei Cloud Brazil”.",
    ),
    rows=row("BRAZIL", "Huawei Cloud Brazil, Sau Paulo, Brazil.", HUAWEI_RIGHT),
)
OMITTED = document(
    "2023-13196",
    "88 FR 40085",
    "Wednesday, June 21, 2023",
    action="Final rule; correction.",
    dates="This correction is effective June 21, 2023.",
    says="In FR Doc. 2023-12726, published on June 14, 2023, an entity was left out.",
    clauses=(
        "2. Supplement No. 4 to part 744 is amended under CHINA, PEOPLE'S REPUBLIC OF, by adding in "
        "alphabetical order an entry for “China Aviation Development Harbin Bearing Co., Ltd.”.",
    ),
    rows=row("CHINA, PEOPLE'S REPUBLIC OF", HARBIN),
)
MANY = document(
    "2022-14069",
    "87 FR 38920",
    "Thursday, June 30, 2022",
    title="Addition of Entities, Revision and Correction of Entries, and Removal of Entities From the "
    "Entity List",
    dates="This rule is effective June 28, 2022.",
    clauses=(
        "2. Section 744.16 is amended by removing the phrase “one” and adding in its place the phrase “two”.",
        "3. Supplement No. 4 to part 744 is amended by:",
        "a. Under CHINA, PEOPLE'S REPUBLIC OF:",
        "i. Adding, in alphabetical order, entries for “At One Electronics” and “Blueschip Company Limited;”",
        "ii. Revising the entry for “Laurel Technologies Co. Ltd.;” and",
        "iii. Removing the entry for “Removing and Adding Trading Co.”;",
        "b. Under PAKISTAN, correcting the entry for “X-Cilent Engineering;” and",
        "c. Under SLOVAKIA, remove the entry for “Ours Alone s.r.o.”",
    ),
    rows=row("CHINA, PEOPLE'S REPUBLIC OF", "At One Electronics, 11 Wang Chiu Road, Kowloon Bay, Hong Kong.")
    + row("", "Blueschip Company Limited, R1811 B Building, Jiahe Tower, Shenzhen, China 518031.")
    + row("", "Laurel Technologies Co. Ltd., a.k.a., the following one alias:<LI>—Laurel Industrial Co.</LI>")
    + row(
        "PAKISTAN",
        "X-Cilent Engineering, 642, Afshan Colony, Rawalpindi Cantt, 46000, Pakistan.",
        policy="See §744.2(d) of the EAR",
    ),
)


def acting(number: str, action: str, dates: str, day: str = "Tuesday, October 8, 2019") -> bytes:
    """A document of ours that acts on the October filing and holds no table."""
    return document(
        number,
        "84 FR 53900",
        day,
        action=action,
        title="Addition of Certain Entities to the Entity List",
        dates=dates,
        says="In FR Doc. 2019-22210 (84 FR 54002) entities were added.",
    )


DELAY = acting(
    "2019-22900",
    "Final rule; delay of effective date.",
    "As of October 8, 2019, the effective date of the rule published on October 9, 2019, at 84 FR 54002, is "
    "delayed from October 9, 2019, until November 12, 2019.",
)
WITHDRAWAL = acting(
    "2019-22901",
    "Final rule; withdrawal.",
    "The rule published on October 9, 2019, at 84 FR 54002, is withdrawn as of October 8, 2019.",
)


@pytest.fixture(scope="module")
def before(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Engine]:
    """A list that holds no entry of these filings stands in for an edition before them."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("LICET_HOME", str(tmp_path_factory.mktemp("home")))
        yield open_engine("embedded", ("us-bis-meu",))


def rules(*given: ChangeSet) -> dict[str, ChangeSet]:
    """The rules that remain, by number."""
    return {one.id: one for one in settled(given)[0]}


def test_a_rule_with_all_three_and_a_correction_in_lettered_paragraphs() -> None:
    """2022-14069: each row has its action, each removal its country; another section is passed over."""
    filing = read_filing(MANY)
    assert filing.kind is FilingKind.RULE  # `Correction of Entries` in a title makes no correction
    assert (filing.effective, filing.published) == (date(2022, 6, 28), date(2022, 6, 30))
    assert [(one.action, one.country, one.name) for one in filing.changes] == [
        (Action.ADDED, "CN", "At One Electronics"),
        (Action.ADDED, "CN", "Blueschip Company Limited"),
        (Action.REVISED, "CN", "Laurel Technologies Co. Ltd."),
        (Action.REVISED, "PK", "X-Cilent Engineering"),
        (Action.REMOVED, "CN", "Removing and Adding Trading Co"),
        (Action.REMOVED, "SK", "Ours Alone s.r.o"),
    ]
    assert not filing.unread


def test_what_is_amended_in_words_alone_is_not_read_over() -> None:
    """A phrase that is exchanged inside an entry has no row: it is unread, and the filing can't be staged."""
    data = document(
        "2022-1",
        "87 FR 1",
        "Monday, April 11, 2022",
        dates="This rule is effective April 11, 2022.",
        clauses=(
            "2. Supplement No. 4 to part 744 is amended under CHINA, PEOPLE'S REPUBLIC OF, by removing the "
            "address “700 Dongliu Road” in the entry for “Hangzhou Hikvision Digital Technology Co., Ltd.”",
        ),
    )
    filing = read_filing(data)
    assert not filing.changes
    assert "an amendment in words: `removing the address “700 Dongliu Road”" in filing.unread[0]


def test_a_correction_against_the_filing_that_it_corrects() -> None:
    """2022-07643 names its day and page; against 2022-03029 the requirement of one entry is another."""
    earlier, correction = read_filing(FEBRUARY), read_filing(APRIL)
    assert correction.kind is FilingKind.CORRECTION
    assert correction.amends == ("87 FR 8180", "2022-02-14")
    assert correction.acts_on(earlier)
    assert not correction.acts_on(read_filing(MANY))
    assert correction.effective == date(2022, 4, 11)
    (change,) = corrections_between(earlier, correction)
    assert (change.name, change.kind.value) == ("Huawei Cloud Brazil", "requirement changed")
    assert "736.2(b)(3)(vi) and 744.11" in change.before
    assert "734.9(e) and 744.11" in change.after


def test_an_entity_that_was_left_out() -> None:
    """2023-13196 adds what 2023-12726 lacks: the difference says so."""
    correction = read_filing(OMITTED)
    earlier = replace(read_filing(FEBRUARY), id="2023-12726")
    assert correction.amends == ("2023-12726", "2023-06-14")
    assert correction.acts_on(earlier)
    (change,) = corrections_between(earlier, correction)
    assert (change.kind.value, change.why) == ("added", "`2023-12726` does not have it")


def test_a_correction_in_the_preamble() -> None:
    """No REGTEXT: `the entry for X is corrected to read as follows`, and the row under its own heading."""
    data = document(
        "2019-22902",
        "84 FR 54500",
        "Thursday, October 10, 2019",
        action="Final rule; correction.",
        dates="This correction is effective October 9, 2019.",
        says="In FR Doc. 2019-22210 on page 54004 the following correction is made.",
        clauses=("In Supplement No. 4 to part 744, the entry for “IFLYTEK” is corrected to read:",),
        rows=row("CHINA, PEOPLE'S REPUBLIC OF", "IFLYTEK Co., Ltd., a.k.a. the following one alias:<LI>"
        "—IFLYTEK.</LI><LI>No. 666, Wangjiang Road West, Hefei City, Anhui Province, China.</LI>"),
        in_preamble=True,
    )  # fmt: skip
    correction = read_filing(data.replace(b"is corrected to read", b"is corrected to read"))
    assert [(one.action, one.name) for one in correction.changes] == [(Action.REVISED, "IFLYTEK Co., Ltd.")]
    found = corrections_between(read_filing(OCTOBER), correction)
    assert any(one.name == "IFLYTEK Co., Ltd." and one.kind.value == "renamed" for one in found)


def test_a_delay_moves_every_entry_and_a_second_one_moves_it_again() -> None:
    """28 entries begin on the later day, in period and versions; nothing is lost on the way."""
    october, delay = read_filing(OCTOBER), read_filing(DELAY)
    assert (delay.kind, delay.effective) == (FilingKind.DELAY, date(2019, 11, 12))
    moved = rules(october, delay)["2019-22210"]
    assert moved.effective == date(2019, 11, 12)
    assert {one.listing.period.start for one in moved.changes if one.listing} == {date(2019, 11, 12)}
    assert len(moved.changes) == 28
    again = replace(delay, id="2019-24999", published=date(2019, 11, 11), effective=date(2020, 1, 6))
    assert rules(again, delay, october)["2019-22210"].effective == date(2020, 1, 6)


def test_a_delay_until_further_notice_takes_effect_on_no_day() -> None:
    """No day is printed: the rule stands nowhere, and that is said."""
    open_end = read_filing(DELAY.replace(b"until November 12, 2019", b"until further notice"))
    assert open_end.effective is None
    assert not open_end.unread
    filings, said = settled([read_filing(OCTOBER), open_end])
    assert filings[0].effective is None
    assert said == (
        "2019-22210: put off from 2019-10-09 until further notice: it takes effect on no day, by 2019-22900",
    )


def test_a_withdrawal_before_and_after_the_day() -> None:
    """Before it nothing takes effect; after it additions end, and what else was done is named."""
    october, withdrawal = read_filing(OCTOBER), read_filing(WITHDRAWAL)
    assert withdrawal.effective == date(2019, 10, 8)
    filings, said = settled([october, withdrawal])
    assert filings == ()
    assert said == ("2019-22210: withdrawn by 2019-22901 on 2019-10-08, before it took effect",)
    late = replace(withdrawal, effective=date(2019, 12, 1))
    (ended,) = settled([october, late])[0]
    assert {one.listing.period.end for one in ended.changes if one.listing} == {date(2019, 12, 1)}
    many = read_filing(MANY)
    _, told = settled([many, replace(late, amends=("2022-14069",), effective=date(2022, 9, 1))])
    assert "not undone here, see the next edition: `Laurel Technologies Co. Ltd.`" in told[0]


def test_what_acts_on_nothing_staged_is_said_and_does_nothing() -> None:
    """A delay of a filing that nobody staged changes no other filing."""
    many = read_filing(MANY)
    filings, said = settled([many, read_filing(DELAY)])
    assert filings == (many,)
    assert said == (
        "2019-22900: delays 2019-22210, 84 FR 54002, 2019-10-09, which is not staged: nothing is done",
    )


def test_which_document_it_acts_on_must_be_said() -> None:
    """A correction that names no number, page or day is not whole: it can't be staged."""
    data = APRIL.replace(b"that were published on February 14, 2022 (87 FR 8180)", b"of the winter")
    assert "which document it acts on" in read_filing(data).unread[0]
    with pytest.raises(SourceError, match="0 rules"):
        read_filing(DELAY.replace(b"delay of effective date", b"notice"))


def test_answers_show_a_staged_filing_on_its_later_day(before: Engine) -> None:
    """With its delay not yet in force on the first day, in force on the second; withdrawn, nothing."""
    shifted = (data.replace(b"2019", b"2099") for data in (OCTOBER.read_bytes(), DELAY, WITHDRAWAL))
    filings = [replace(read_filing(data), list="us-bis-meu") for data in shifted]
    delayed = before.with_filings(filings[:2])
    asked = {day: delayed.check("Hangzhou Hikvision Digital Technology", on=day) for day in (
        date(2099, 10, 9), date(2099, 11, 11), date(2099, 11, 12))}  # fmt: skip
    standings = [answer.findings[0].standing for answer in asked.values()]
    assert standings == [Standing.NOT_YET, Standing.NOT_YET, Standing.IN_FORCE]
    assert asked[date(2099, 10, 9)].disposition is Disposition.STAGED
    assert any(
        "put off from 2099-10-09 to 2099-11-12" in one for one in asked[date(2099, 10, 9)].contradictions
    )
    withdrawn = before.with_filings(filings)
    assert not withdrawn.check("Hangzhou Hikvision Digital Technology", on=date(2099, 11, 12)).findings


def test_a_staged_correction_revises_what_a_staged_filing_added(before: Engine) -> None:
    """No edition holds the entry, only the filing before: the correction's codes count from its day."""
    new = (data.replace(b"X-Cilent", b"Quorvex") for data in (FEBRUARY, MANY))
    first, later = (replace(read_filing(data), list="us-bis-meu") for data in new)
    later = replace(later, effective=date(2099, 6, 28))
    first = replace(first, effective=date(2099, 2, 14))
    laid = overlay(before.snapshot, [first, later])
    (entry,) = [one for id, one in laid.listings.items() if "quorvex" in id]
    assert len(entry.versions) == 2
    assert "2022-14069: `Ours Alone s.r.o` is removed and is not held" in laid.contradictions


def test_the_commands_show_and_stage_it(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """`filing read` shows the correction against the staged filing; a delay says what it does."""
    monkeypatch.setenv("LICET_HOME", str(tmp_path / "home"))
    files = {}
    for name, data in (
        ("february", FEBRUARY),
        ("april", APRIL),
        ("delay", DELAY),
        ("october", OCTOBER.read_bytes()),
    ):
        files[name] = tmp_path / f"{name}.xml"
        files[name].write_bytes(data)
    run = CliRunner()
    alone = run.invoke(root, ["filing", "read", str(files["april"]), "--against", str(files["february"])])
    assert alone.exit_code == 0, alone.output
    assert "against 2022-03029: 1 differences" in alone.output
    assert (
        "corrects 87 FR 8180, 2022-02-14" in run.invoke(root, ["filing", "stage", str(files["april"])]).output
    )
    assert "which is not staged" in run.invoke(root, ["filing", "list"]).output
    run.invoke(root, ["filing", "stage", str(files["february"])])
    assert "against 2022-03029" in run.invoke(root, ["filing", "read", str(files["april"])]).output
    run.invoke(root, ["filing", "stage", str(files["october"])])
    done = run.invoke(root, ["filing", "stage", str(files["delay"])])
    assert "staged 2019-22900: delays 2019-22210, 84 FR 54002, 2019-10-09 to 2019-11-12" in done.output
    assert "2019-22210: put off from 2019-10-09 to 2019-11-12, by 2019-22900" in done.output
    refused = run.invoke(root, ["impact", str(files["delay"])])
    assert "it is a delay of 2019-22210" in str(refused.exception)
    with pytest.raises(InputError, match="not whole"):
        stage(APRIL.replace(b"effective April 11, 2022", b"effective soon"))
