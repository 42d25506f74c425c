"""15 CFR 738.4: the Commerce Control List against the Country Chart, row by row, and the chart's footnotes.

Each row of the entry is its own requirement, with its reason, its column or its places, and its policy. A
classification that names only the entry is tried in all its cases: what holds in each is certain.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date

from licet.core.answer import Answer, Question, Truth, all_of, any_of, negate, no
from licet.core.ask import ask
from licet.core.eccn import Eccn
from licet.core.listing import Verb
from licet.core.period import Status
from licet.law.matter import Matter
from licet.law.rule import Policy, Reading, always, rule
from licet.law.table import Vintage
from licet.law.us.ear import ccl, chart
from licet.law.us.ear.control_rows import WHICH_PARAGRAPH, covers_row, related_of
from licet.law.us.ear.part734 import destination_of, is_deemed
from licet.law.us.ear.part742_policy import policy_of_row
from licet.law.us.ear.part744_seats import d5_headquartered
from licet.law.us.ear.places import in_group, lies_in
from licet.law.us.ear.questions import D5_TECHNOLOGY, EQUIVALENT, FOR_ECCN, STATION
from licet.law.us.ear.row_conditions import barrel_shorter_than

EMPLOYED_BEFORE = ask(
    "trade.employed_before_2024_09_06", "Was the recipient employed by the entity before 6 September 2024?"
)
WEIGHTS_EMPLOYEE = ask(
    "trade.permanent_regular_employee_of_ally",
    "Is the recipient a permanent and regular employee of a firm of a supplement no. 5 (part 740) country?",
)
ROWS_OF_THAT_DAY = ask(
    "item.rows_of_that_day",
    "Are the rows of the item's entry and the destination's marks, in the Commerce Control List and the "
    "Country Chart of that day, those of the text held?",
    clean=None,
)


def _reads(m: Matter) -> Sequence[Reading]:
    fact = m.item.eccn
    if fact.value is None:
        if fact.is_unknown:
            says = "the classification decides"
            return (
                Reading(
                    answer=Answer(truth=Truth.UNKNOWN, says=says, question=fact.ask), why="not classified"
                ),
            )
        return (Reading(answer=no("no item")),)
    eccn = fact.value
    if eccn.is_ear99:
        return (Reading(answer=no("EAR99 has no row on the Commerce Control List")),)
    rows = ccl.rows(eccn, m.on)
    if not rows:
        says = f"no row of {eccn.entry} is held: is it an entry of the list on that day?"
        return (Reading(answer=Answer(truth=Truth.UNKNOWN, says=says, question=WHICH_PARAGRAPH), why=says),)
    to = destination_of(m)
    if to.value is None:
        return (Reading(answer=Answer(truth=Truth.UNKNOWN, says="the destination decides", question=to.ask)),)
    found = _ask_once(eccn, [_read_row(m, row, eccn, to.value) for row in rows])
    met = any(reading.answer.is_yes for reading in found)
    if not met:
        found.extend(_whatever_the_paragraph(m, eccn, to.value, found))
        if _is_strange(eccn, rows, m.on):
            says = f"{eccn.entry} has no paragraph .{eccn.paragraph}"
            unsure = Answer(truth=Truth.UNKNOWN, says=says, question=WHICH_PARAGRAPH)
            found.append(Reading(answer=unsure, why=f"{says}: nothing is free by it"))
    vintage = ccl.held(m.on, eccn)
    if vintage is Vintage.AFTER:
        return [replace(each, flags=(*each.flags, "TEXT_OF_EARLIER_EDITION")) for each in found]
    if vintage is Vintage.BEFORE or (vintage is Vintage.BETWEEN and not met):
        if not met and (ROWS_OF_THAT_DAY.of(m.item).is_yes or _is_dated_throughout(eccn, rows, m.on)):
            return [replace(each, flags=(*each.flags, "TEXT_OF_LATER_EDITION")) for each in found]
        found = [_mark(reading) for reading in found]
        if not met:
            found.append(_edition_of(m, eccn))
    return found


def _is_strange(eccn: Eccn, rows: Sequence[ccl.ControlRow], on: date) -> bool:
    """Whether the entry holds no paragraph of the first letter that the item is classified under."""
    letter = eccn.paragraph.split(".")[0]
    listed = ccl.entry(eccn.entry, on)
    if not letter or listed is None or not listed.paragraphs:
        return False
    held = {paragraph.split(".")[0] for paragraph in listed.paragraphs}
    held |= {paragraph.split(".")[0] for row in rows for paragraph in row.scope.paragraphs}
    return letter not in held


#: 87 FR 62186 made these two; each of their rows but AT has a first day in `_SINCE`, and the places it
#: reached are dated in `_COMPUTING_PLACES`: nothing of them rests on a text that is not held.
_ENTRIES_OF_2022, _MADE = frozenset({"3A090", "4A090"}), date(2022, 10, 21)


def _is_dated_throughout(eccn: Eccn, rows: Sequence[ccl.ControlRow], on: date) -> bool:
    """Whether documents date the entry and each of its rows, so that an older day needs no older edition."""
    if eccn.entry not in _ENTRIES_OF_2022 or on < _MADE:
        return False
    return all(
        row.reason == "AT" or any(row.target.section.startswith(start) for start, _ in _SINCE) for row in rows
    )


def _edition_of(m: Matter, eccn: Eccn) -> Reading:
    """What stays open where no row is met by a text that is not the day's own.

    An entry's number is no proof of its rows: the 990 series holds regional stability and crime control too
    (738.2(d)(1)(ii)), and the Country Chart of such a day is not held either.
    """
    says = f"the Commerce Control List of {m.on} is not held: read that day's edition of {eccn.entry}"
    text = f"{says} and that day's Country Chart: do they agree with the text held?"
    answered = ROWS_OF_THAT_DAY.of(m.item).is_no
    question = Question(id="law.ccl_edition" if answered else ROWS_OF_THAT_DAY.id, text=text)
    return Reading(answer=Answer(truth=Truth.UNKNOWN, says=says, question=question), why=says)


def _ask_once(eccn: Eccn, found: list[Reading]) -> list[Reading]:
    """One question for all rows that the same fact leaves open, with what it decides.

    The fact is the paragraph, or what software or technology is for.
    """
    paragraph = [r for r in found if r.answer.is_unknown and "item.eccn" in _asked(r)]
    purpose = [r for r in found if r.answer.is_unknown and _asked(r) == {FOR_ECCN.id}]
    limits = "; ".join(dict.fromkeys(reading.why.split(": ", 1)[-1] for reading in paragraph))
    rows = "; ".join(dict.fromkeys(reading.why.replace(": covers ", " for ") for reading in purpose))
    in_which = Question(
        id="item.eccn",
        text=f"In which paragraph of {eccn.entry} is the item classified? It decides: {limits}",
    )
    for_which = Question(id=FOR_ECCN.id, text=f"{FOR_ECCN.text} {eccn.entry} has: {rows}")

    def asked_once(reading: Reading) -> Reading:
        question = in_which if reading in paragraph else for_which if reading in purpose else None
        if question is None:
            return reading
        says = reading.answer.says
        return replace(reading, answer=Answer(truth=Truth.UNKNOWN, says=says, question=question))

    return [asked_once(reading) for reading in found]


def _asked(reading: Reading) -> set[str]:
    return {question.id for question in reading.answer.asks()}


def _mark(reading: Reading) -> Reading:
    if reading.answer.is_no:
        return reading
    return replace(reading, flags=(*reading.flags, "TEXT_OF_LATER_EDITION"))


def _read_row(m: Matter, row: ccl.ControlRow, eccn: Eccn, to: str) -> Reading:
    target = row.target
    if target.kind == "section" and target.section.startswith("742.6(a)(11)"):
        return Reading(answer=no("footnote 5 entities: asked under 742.6(a)(11)"))
    if target.kind == "section" and target.section == "754":
        return Reading(answer=no("short supply: asked under part 754"))
    if target.kind == "column" and chart.is_pointed_to_746(to, m.on):
        return Reading(answer=no(f"{row.column}: part 746 governs this destination"))
    if target.section == "742.6(a)(6)(ii)":
        return _from_d5(m, row, eccn)
    if early := _not_there_yet(target.section, to, m.on):
        return Reading(answer=no(early))
    here = row.applies_to(to, m.on)
    if here.is_no:
        return Reading(answer=here)
    covers = covers_row(m, row, eccn)
    if covers.is_no:
        return Reading(answer=covers)
    answer = all_of(here, covers)
    section = target.section
    excluded = _excluded(m, section, eccn, row)
    if not excluded.is_no:
        answer = all_of(answer, negate(excluded))
    status = _status(m, section, to)
    column = f"{row.reason} Column {row.column[-1]}" if row.column else f"{row.reason}, 15 CFR {section}"
    return Reading(
        answer=answer,
        why=f"{column}: covers {ccl.describe_scope(row.scope)}",
        cites=_cites(row),
        tags=frozenset({"chart", row.reason, *((f"742:{section}",) if section else ())}),
        open_to=_UN_OPEN if row.reason == "UN" and to not in _UN_ELSEWHERE else None,
        policy=policy_of_row(m, row, to),
        status=status,
    )


_SECTIONS = {
    "NS": "742.4", "RS": "742.6", "CB": "742.2", "NP": "742.3", "MT": "742.5", "CC": "742.7", "FC": "742.17",
    "EI": "742.15", "SI": "742.14", "SL": "742.13", "CW": "742.18", "AT": "742.1", "UN": "746.1(b)",
}  # fmt: skip


def _cites(row: ccl.ControlRow) -> tuple[str, ...]:
    cited = [f"15 CFR {row.target.section}"] if row.target.section else []
    if row.target.section == "746.3(a)":
        cited.append("15 CFR 742.6(a)(5)")
    if row.reason in _SECTIONS and not row.target.section:
        cited.append(f"15 CFR {_SECTIONS[row.reason]}")
    if row.column:
        cited.append(f"{row.reason} Column {row.column[-1]}")
    return tuple(cited)


#: 746.1(b)(4): only GOV for US agencies and cooperating governments; three countries have sections of theirs.
_UN_OPEN, _UN_ELSEWHERE = frozenset({"740.11(b)"}), frozenset({"IQ", "KP", "IR"})
#: 742.4(a)(5)(ii)(B)(1), 742.6(a)(10)(ii)(B)(1): released freely but to nationals of D:1 and D:5.
_LIMITED = frozenset({"2D910", "2E910", "3D901", "3D907", "3E901", "3E905", "4D906", "4E906"})
_MASKS = frozenset({"3D001", "3E001"})
#: 742.6(a)(10)(ii)(B)(2): anisotropic and isotropic dry etch equipment.
_ETCH = frozenset({"3D001", "3D002", "3E001"})


def _from_d5(m: Matter, row: ccl.ControlRow, eccn: Eccn) -> Reading:
    """742.6(a)(6)(ii): technology for 3A090 of a Macau or D:5 developer, sent out of Macau or D:5."""
    trade = m.trade
    deemed = is_deemed(m)
    away = lies_in(trade.exported_from, "MO", "D:5", on=m.on, says="it leaves Macau or Country Group D:5")
    if away.is_no or deemed.is_yes:
        return Reading(answer=away if away.is_no else no("no deemed export (742.6(a)(6)(iv))"))
    related = related_of(m)
    wanted = Eccn("3A090")
    named = FOR_ECCN.test(m.item, lambda codes: any(wanted.covers(code) for code in codes), "for 3A090")
    answer = all_of(
        away,
        negate(lies_in(trade.destination, "A:5", "A:6", on=m.on)),
        named if related is None or row.covers(eccn, related).is_unknown else row.covers(eccn, related),
        D5_TECHNOLOGY.of(m.item),
    )
    return Reading(
        answer=answer,
        why="technology for 3A090 of a Macau or D:5 developer, sent from there",
        cites=_cites(row),
        tags=frozenset({"chart", row.reason, "742:742.6(a)(6)(ii)"}),
        policy=policy_of_row(m, row, trade.destination.value or ""),
    )


def _excluded(m: Matter, section: str, eccn: Eccn, row: ccl.ControlRow) -> Answer:
    """Exclusions of 742.4(a)(4)(ii), (a)(5)(ii), 742.6(a)(6)(i)(A)(2), (iv), (a)(7), (a)(10)(ii), (a)(13)."""
    if section.startswith("742.6(a)(6)") or section.startswith("742.4(a)(4)"):
        parts = [is_deemed(m)]
        if section == "742.6(a)(6)" or section.startswith(("742.4(a)(4)", "742.6(a)(6)(i)(A)")):
            parts.append(_sent_by_ally(m))
        return any_of(*parts, says="excluded")
    if section.startswith(("742.4(a)(5)", "742.6(a)(10)")):
        return _released(m, section, eccn, row)
    if section.startswith("742.6(a)(13)"):
        return all_of(is_deemed(m), WEIGHTS_EMPLOYEE.of(m.trade), says="a regular employee of an ally's firm")
    if section.startswith("742.6(a)(7)"):
        return all_of(
            m.trade.destination.is_("RU"), STATION.of(m.trade), says="for the International Space Station"
        )
    if not section and m.trade.destination.value in ("RU", "BY"):
        from licet.law.us.ear.subject import left_to_coalition

        return left_to_coalition(m)
    return no("no exclusion")


def _released(m: Matter, section: str, eccn: Eccn, row: ccl.ControlRow) -> Answer:
    """Deemed exports and reexports that the worldwide controls leave out."""
    deemed = is_deemed(m)
    if deemed.is_no:
        return deemed
    near = lies_in(destination_of(m), "D:1", "D:5", on=m.on, says="the recipient is of D:1 or D:5")
    ways = [all_of(EMPLOYED_BEFORE.of(m.trade), negate(near))]
    if eccn.entry != "3E905":
        ways = [EMPLOYED_BEFORE.of(m.trade)]
    masks = eccn.entry in _MASKS and "3B001.q" in row.words
    if eccn.entry in _LIMITED or masks:
        ways.append(negate(near))
    if section.startswith("742.6(a)(10)") and eccn.entry in _ETCH and "3B001.c.1" in row.words:
        return deemed
    return all_of(deemed, any_of(*ways), says="deemed export exclusion")


def _sent_by_ally(m: Matter) -> Answer:
    from licet.law.us.ear.subject import reached_only_by

    alone = reached_only_by(m, ("CONTENT_SME", "FDP_SME"))
    if alone.is_no:
        return alone
    trade = m.trade
    ally = any_of(
        lies_in(trade.exported_from, "SME", on=m.on, says="sent from a supplement no. 4 country"),
        EQUIVALENT.of(m.item),
    )
    d5 = any_of(
        lies_in(trade.actor_hq, "MO", "D:5", on=m.on), lies_in(trade.actor_parent, "MO", "D:5", on=m.on)
    )
    return all_of(alone, ally, negate(d5), says="sent by a firm of a supplement no. 4 or equivalent country")


#: Requirements outside the chart that are younger than the rewrite of the EAR, with their first days. The
#: Pakistan rule was published for 2024-11-25 and corrected to 2024-12-26 (89 FR 93164, 89 FR 94603).
_SINCE = (
    ("742.6(a)(12)", date(2024, 12, 26)),
    ("742.6(a)(10)", date(2024, 9, 6)),
    ("742.4(a)(5)", date(2024, 9, 6)),
    ("742.6(a)(6)(i)(B)", date(2024, 12, 2)),
    ("742.6(a)(6)(iii)", date(2022, 10, 21)),
    # Equipment: 3B090 from 2022-10-07, which the list no longer has; 3B001 and 3B002 from 88 FR 73424.
    ("742.6(a)(6)", date(2023, 11, 17)),
    ("742.4(a)(4)", date(2023, 11, 17)),
    ("742.6(a)(13)", date(2025, 1, 13)),
)

#: Where 742.6(a)(6)(iii) bit before 88 FR 73458: China, and Macau by 88 FR 2821.
_COMPUTING_PLACES = ((date(2023, 1, 17), ("CN",)), (date(2023, 11, 17), ("CN", "MO")))


def _not_there_yet(section: str, to: str, on: date) -> str:
    """Why a requirement outside the chart did not stand for a destination on a day; empty where it did."""
    begun = next((day for start, day in _SINCE if section.startswith(start)), None)
    if begun is None:
        return ""
    if on < begun:
        return f"15 CFR {section} stands since {begun}"
    if section.startswith("742.6(a)(6)(iii)"):
        places = next((places for until, places in _COMPUTING_PLACES if on < until), None)
        if places is not None and not in_group(to, places, on):
            return f"15 CFR {section} reached {' and '.join(places)} alone until 2023-11-17"
    return ""


#: 90 FR 4544 made 742.6(a)(6)(iii)(A) worldwide, compliance 2025-05-15; announced as not enforced 2025-05-13.
_WORLDWIDE_FROM, _ANNOUNCED = date(2025, 1, 13), date(2025, 5, 13)


def _status(m: Matter, section: str, to: str) -> Status | None:
    if section.startswith("742.6(a)(13)"):
        return Status.NOT_ENFORCED if m.on >= _ANNOUNCED else Status.COMPLIANCE_DEFERRED
    if not section.startswith("742.6(a)(6)(iii)(A)"):
        return None
    if in_group(to, ("MO", "D:1", "D:4", "D:5"), m.on) and not in_group(to, ("A:5", "A:6"), m.on):
        return None
    if d5_headquartered(m).is_yes:
        return None
    if m.on < _WORLDWIDE_FROM:
        return Status.NOT_YET
    return Status.NOT_ENFORCED if m.on >= _ANNOUNCED else Status.COMPLIANCE_DEFERRED


def _whatever_the_paragraph(m: Matter, eccn: Eccn, to: str, found: list[Reading]) -> list[Reading]:
    """One certain reading where each case of a bare classification has a row that bites."""
    if not any(reading.answer.is_unknown for reading in found):
        return []
    related = related_of(m)
    rows = ccl.rows(eccn, m.on)
    graded = _whatever_it_is_for(m, eccn, to, rows) if related is None else ()
    if graded:
        question = Question(id=FOR_ECCN.id, text=FOR_ECCN.text)
        # Technology for 3A090 has another row than the one for what leaves Macau or Country Group D:5.
        cases = [[row] for row in graded if row.target.section != "742.6(a)(6)(ii)"]
        return [_certain(f"whatever item {eccn.entry} is for, some row needs a licence", cases, question)]
    variants = ccl.variants(eccn, m.on)
    if len(variants) < 2:
        return []
    bites = [
        [
            row
            for row in rows
            if row.target.kind != "section"
            and row.applies_to(to, m.on).is_yes
            and row.covers(case.eccn, case.related if related is None else related).is_yes
            and _excluded(m, row.target.section, case.eccn, row).is_no
            and not (row.column and chart.is_pointed_to_746(to, m.on))
        ]
        for case in variants
    ]
    if not all(bites):
        return []
    return [
        _certain(f"whatever the paragraph of {eccn.entry}, some row needs a licence", bites, WHICH_PARAGRAPH)
    ]


def _certain(says: str, cases: Sequence[Sequence[ccl.ControlRow]], question: Question) -> Reading:
    """A licence in each case, by the column that all cases share or by one of those they have."""
    named = [dict.fromkeys(_column_or_section(row) for row in case) for case in cases]
    every = [name for name in named[0] if all(name in case for case in named)]
    some = list(dict.fromkeys(name for case in named for name in case))
    why = f"{says}: {' and '.join(every)}" if every else f"{says}: {', '.join(some[:-1])} or {some[-1]}"
    return Reading(
        answer=Answer(truth=Truth.YES, says=says),
        why=why,
        cites=tuple(every),
        tags=frozenset({"chart"}),
        asks=(question,),
    )


def _column_or_section(row: ccl.ControlRow) -> str:
    return f"{row.reason} Column {row.column[-1]}" if row.column else f"{row.reason} ({row.citation})"


def _whatever_it_is_for(
    m: Matter, eccn: Eccn, to: str, rows: Sequence[ccl.ControlRow]
) -> Sequence[ccl.ControlRow]:
    """The rows of a software or technology entry but AT and UN where each of them reaches the place.

    Such an entry follows the items that it is for, and its number says that it is controlled for more than AT
    (738.2(d)(1): 0, 1 and 2 as the second digit); which row it is stays asked.
    """
    if eccn.group not in ("D", "E") or eccn.paragraph or eccn.entry[2] not in "012":
        return ()
    graded = [row for row in rows if row.reason not in ("AT", "UN")]
    reach = all(
        row.applies_to(to, m.on).is_yes
        and not (row.column and chart.is_pointed_to_746(to, m.on))
        and not _not_there_yet(row.target.section, to, m.on)
        and _status(m, row.target.section, to) is None
        and _excluded(m, row.target.section, eccn, row).is_no
        for row in graded
    )
    return graded if reach else ()


@rule(
    "15 CFR 738.4(a); 736.2(b)(1)",
    "a licence is needed for each reason for control whose row covers the item and reaches the destination",
    always(by="61 FR 12714, 12750"),
    gp=1,
    tags=("chart", "NS", "RS", "CB", "NP", "MT", "CC", "FC", "EI", "SI", "SL", "CW", "AT", "UN", "SS",
        "RUS", "NOTE",
          "IC", "CR", "HR", "742:742.6(a)(6)(iii)(A)", "742:742.6(a)(6)(iii)(B)", "742:742.6(a)(6)(i)(B)"),
)  # fmt: skip
def control_list(m: Matter) -> Sequence[Reading]:
    """Rows are columns of the Country Chart or sentences that name places; both are read.

    A column counts where the chart marks it for the destination. Cuba, Iran, North Korea and Syria have no
    marks because part 746 governs them. Each requirement must be lifted by itself (738.4(a)(2)).
    The controls stand on 742.2 (CB), 742.3 (NP), 742.4 (NS), 742.5 (MT), 742.6 (RS), 742.7 (CC), 742.11,
    742.13 (SL), 742.14 (SI), 742.15 (EI), 742.17 (FC), 742.18 (CW), 742.19 (AT) and 746.1(b) (UN); what the
    chart means is 738.1 to 738.3.
    """
    return m.once(_reads)


#: 742.6(a)(4)(i) repeats footnote 7; footnote 10 stands in the chart alone.
_FOOTNOTE_CITES: dict[int, tuple[str, ...]] = {7: ("15 CFR 742.6(a)(4)(i); RS Column 2",), 10: ()}


def _footnote_policy(footnote: int) -> Policy:
    if footnote == 7:
        says = "for end uses in India, not for nuclear, missile, chemical or biological weapons activities"
        return Policy(verb=Verb.GENERAL_APPROVAL, by="15 CFR 742.6(b)(7)", says=says)
    return Policy(verb=Verb.CASE_BY_CASE, by="15 CFR 742.6(b)(1)(i)(A)")


@rule(
    "15 CFR part 738, Supplement No. 1",
    "a licence is needed where a footnote of the Country Chart adds an entry for the destination",
    always(by="89 FR 34704 (firearms), 85 FR 29863"),
    gp=1,
    tags=("chart", "CC", "RS"),
)
def chart_footnotes(m: Matter) -> Sequence[Reading]:
    """Footnote 7: India, RS 2 for two items; footnote 10: Australia and the United Kingdom, firearms
    entries.
    """
    fact, place = m.item.eccn, destination_of(m)
    eccn, to = fact.value, place.value
    if eccn is not None and eccn.is_ear99:
        return (Reading(answer=no("EAR99 is in no footnote")),)
    if eccn is None or to is None:
        missing = fact if eccn is None else place
        truth = Truth.UNKNOWN if missing.is_unknown else Truth.NO
        return (Reading(answer=Answer(truth=truth, says="footnotes of the chart", question=missing.ask)),)
    found: list[Reading] = []
    for row in chart.footnote_rows(to, m.on):
        if row.entry != eccn.entry:
            continue
        covers = row.scope.covers(eccn.paragraph, related_of(m))
        if any("barrel length" in term.condition for term in row.scope.terms):
            covers = barrel_shorter_than(m, 18)
        found.append(
            Reading(
                answer=covers,
                why=f"footnote {row.footnote}: {eccn.entry} to {to}",
                cites=(
                    f"15 CFR part 738, Supplement No. 1, footnote {row.footnote}",
                    *_FOOTNOTE_CITES[row.footnote],
                ),
                policy=_footnote_policy(row.footnote),
                tags=frozenset({"chart", row.reason} if row.reason else {"chart"}),
                asks=covers.asks(),
            )
        )
    return found or (Reading(answer=no("no footnote adds this entry")),)
