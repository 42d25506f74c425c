"""Licence exception GOV, 15 CFR 740.11: safeguards, US agencies, other governments, inspections."""

from __future__ import annotations

from licet.core.answer import Answer, all_of, negate
from licet.core.ask import ask
from licet.law.matter import Matter
from licet.law.rule import Reading, always, rule
from licet.law.us.ear.part740 import (
    LIFTS,
    controlled_for,
    destination_in,
    eccn_in,
    in_turn,
    one_of,
    technology,
)
from licet.law.us.ear.part740_bars import interception_item
from licet.law.us.ear.part740_purposes import (
    MILITARY_OR_POLICE,
    moves_for,
)

_GOV = "78 FR 22714"
GOV_AUTHORISED = ask(
    "trade.government_authorisation",
    "Is the written authorisation or contract that the paragraph asks for in hand?",
    clean=None,
)


def _gov_item(m: Matter) -> Answer:
    """Items for which only 740.11(b)(2)(ii) is left: interception (740.2(a)(3)), 0A919, 0Y521, detectors."""
    closed = one_of(
        interception_item(m),
        eccn_in(m, ("0A919", "0A521", "0B521", "0C521", "0D521", "0E521", "2A983", "2A984", "2D983", "2D984",
                    "2E983", "2E984", "0A501", "0A506", "0A507", "0A508", "0A509")),
        says="an item that only 740.11(b)(2)(ii) reaches",
    )  # fmt: skip
    return negate(closed)


def _series(m: Matter) -> Answer:
    return m.item.eccn.test(lambda code: code.is_600_series, "the item is in the 600 series")


def _gov_us(m: Matter, paragraph: str, *purposes: str) -> Answer:
    purpose = moves_for(m, paragraph, *purposes)
    if purpose.is_no:
        return purpose
    sensitive = all_of(
        destination_in(m, "E:1", "E:2"), controlled_for(m, "NS", "MT", "CB", "NP", "FC", "AT"),
        one_of(*(MILITARY_OR_POLICE.of(p) for p in m.trade.parties), says="sensitive end users"),
    )  # fmt: skip
    return all_of(purpose, negate(sensitive))


@rule(
    "15 CFR 740.11(a)",
    "items go to the IAEA and Euratom for safeguards",
    always(by=_GOV),
    code="GOV",
    lifts=LIFTS,
)
def gov_safeguards(m: Matter) -> Answer:
    """Not EI items; 600 series only to A:5; sensitive-list items only to A:5."""
    purpose = moves_for(m, "740.11(a)", "safeguards")
    if purpose.is_no:
        return purpose
    series = negate(all_of(_series(m), negate(destination_in(m, "A:5"))))
    return all_of(purpose, _gov_item(m), negate(controlled_for(m, "EI")), series)


@rule(
    "15 CFR 740.11(b)(2)(i)",
    "items go for the personal use of US Government personnel and their families",
    always(by=_GOV),
    code="GOV",
    lifts=LIFTS,
)
def gov_personal(m: Matter) -> Answer:
    """Quantities for personal use only; firearms are among what the paragraph reaches."""
    purpose = _gov_us(m, "740.11(b)(2)(i)", "us government personal")
    if purpose.is_no:
        return purpose
    armed = eccn_in(m, ("0A501", "0A506", "0A507", "0A508", "0A509"))
    return all_of(purpose, one_of(_gov_item(m), armed, says="eligible for (b)(2)(i)"))


@rule(
    "15 CFR 740.11(b)(2)(ii)",
    "items made by or consigned to a US Government agency go for its official use",
    always(by=_GOV),
    code="GOV",
    lifts=LIFTS,
)
def gov_official(m: Matter) -> Answer:
    """The widest paragraph: what 740.2(a) leaves to GOV is mostly this."""
    return _gov_us(m, "740.11(b)(2)(ii)", "us government")


@rule(
    "15 CFR 740.11(b)(2)(iii)",
    "items go for or on behalf of a US Government agency under contract",
    always(by=_GOV),
    code="GOV",
    lifts=LIFTS,
)
def gov_contract(m: Matter) -> Reading:
    """To a US person, a cooperative programme, or as (C) to (E) say, with the agency's authorisation."""
    purpose = _gov_us(m, "740.11(b)(2)(iii)", "us government contract")
    answer = in_turn(purpose, lambda: (_gov_item(m),))
    if answer.is_no:
        return Reading(answer=answer)
    return Reading(
        answer=all_of(answer, GOV_AUTHORISED.of(m.trade)),
        duties=("file EEI naming GOV (740.11(b)(2)(iii)(F))",),
    )


@rule(
    "15 CFR 740.11(b)(2)(iv); 740.11(b)(2)(v)",
    "items go at the direction of the Departments of Defense or Energy, or as the former's sales and loans",
    always(by=_GOV),
    code="GOV",
    lifts=LIFTS,
)
def gov_directed(m: Matter) -> Answer:
    """On an official written request or directive, or on the buyer's military aircraft or naval vessel."""
    purpose = _gov_us(m, "740.11(b)(2)(iv)", "defense request")
    return in_turn(purpose, lambda: (_gov_item(m), GOV_AUTHORISED.of(m.trade)))


@rule(
    "15 CFR 740.11(b)(2)(vi); 740.11(b)(2)(vii)",
    "technology and microelectronics go as a contract with a US Government agency provides",
    always(by=_GOV),
    code="GOV",
    lifts=LIFTS,
)
def gov_technology(m: Matter) -> Answer:
    """Technology that the contract provides for, none to develop or produce 600 series items; electronics."""
    purpose = _gov_us(m, "740.11(b)(2)(vi)", "us government technology")
    munitions = all_of(technology(m), _series(m), says="600 series technology")
    return in_turn(purpose, lambda: (_gov_item(m), negate(munitions), GOV_AUTHORISED.of(m.trade)))


#: Supplement no. 7 to part 774, as far as entries and paragraphs name it, and 740.11(c)(3)(iv).
_VERY_SENSITIVE = (
    "1A002.a.1", "1C001", "1C012", "5A001.b.5", "5A001.h", "6A001.a.2.b", "6A001.a.2.e", "6A002.a.1.c",
    "6B008", "6D003.a", "7D003.a", "7D003.b", "8A001.b", "8A001.c.1", "8A002.o.3.b", "9A011", "9E003.a.1",
    "9E003.a.3.a",
)  # fmt: skip
#: 740.22(b)(1), and the entries of 740.20(b)(2)(ii).
_CYBER = ("4A005", "4D004", "4E001.c", "5A001.j")
_FIREARMS = (
    "0A501", "0A506", "0A507", "0A508", "0A509", "0A981", "0A982", "0A983", "0A503", "0E504", "0E982",
)  # fmt: skip


@rule(
    "15 CFR 740.11(c)",
    "items go to agencies of cooperating governments and of NATO",
    always(by=_GOV),
    code="GOV",
    lifts=LIFTS,
)
def gov_cooperating(m: Matter) -> Answer:
    """Country Group A:1, Singapore and Taiwan, and their missions in Country Group B.

    Not EI, NP, cyber or very sensitive items, nor the firearms and restraints that STA excludes; 600 series
    items for Country Group A:5 alone. The Sensitive List outside A:5 is a question of part 743.
    """
    purpose = moves_for(m, "740.11(c)", "cooperating government")
    if purpose.is_no:
        return purpose
    closed = one_of(
        controlled_for(m, "EI", "NP", "SL"), eccn_in(m, (*_VERY_SENSITIVE, *_CYBER, *_FIREARMS)),
        all_of(_series(m), negate(destination_in(m, "A:5"))), says="an item that 740.11(c)(3) takes out",
    )  # fmt: skip
    return all_of(purpose, destination_in(m, "A:1", "SG", "TW", "B"), _gov_item(m), negate(closed))


@rule(
    "15 CFR 740.11(d)",
    "items go to and from the OPCW for inspections under the Chemical Weapons Convention",
    always(by=_GOV),
    code="GOV",
    lifts=LIFTS,
)
def gov_opcw(m: Matter) -> Answer:
    """600 series items only to Country Group A:5."""
    purpose = moves_for(m, "740.11(d)", "chemical weapons inspection")
    if purpose.is_no:
        return purpose
    series = negate(all_of(_series(m), negate(destination_in(m, "A:5"))))
    return all_of(purpose, _gov_item(m), series)


@rule(
    "15 CFR 740.11(e)",
    "commodities of 9A004 go on short notice to launch sites for the International Space Station",
    always(by=_GOV),
    code="GOV",
    lifts=LIFTS,
)
def gov_space_station(m: Matter) -> Answer:
    """To France, Japan, Kazakhstan and Russia."""
    return in_turn(
        moves_for(m, "740.11(e)", "space station"),
        lambda: (eccn_in(m, ("9A004",)), destination_in(m, "FR", "JP", "KZ", "RU")),
    )
