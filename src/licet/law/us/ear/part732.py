"""Supplement No. 3 to part 732: the red flags that turn on facts of the trade, each from its own day.

A red flag is no requirement; it must be resolved before the trade goes ahead, and what is not resolved is
knowledge (772.1). Those on listed owners and listed parties stand in `part744_lists`; that a fab joined to an
advanced-node building counts as one with it is a requirement of 744.23 (Red Flag 27, `part744_chips`).
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from licet.core.answer import Answer, all_of, any_of, negate
from licet.core.ask import Ask, ask
from licet.law.matter import Matter
from licet.law.rule import Reading, in_force, rule
from licet.law.us.ear.direct_product import foreign_from_abroad
from licet.law.us.ear.named_items import LISTED_SME, TOOLS_OF_FOOTNOTE_5, covered


@dataclass(frozen=True, slots=True)
class _Flag:
    """One red flag: its number, its first day, and its question."""

    number: int
    since: date
    question: Ask[bool]


_2023, _2024, _2025 = date(2023, 11, 17), date(2024, 12, 2), date(2025, 1, 13)
_FLAGS = (
    _Flag(14, date(2013, 10, 15), ask(
        "trade.red_flag_14", "Do facts suggest that a 600 series or 9x515 item goes on to D:5?",
    )),
    _Flag(15, _2023, ask(
        "trade.red_flag_15", "Did the customer advertise advanced-node chips before 7 October 2022?",
    )),
    _Flag(16, _2023, ask(
        "trade.red_flag_16", "Does the customer deny advanced-node use of items mostly used for it?",
    )),
    _Flag(17, _2023, ask(
        "trade.red_flag_17", "Does the customer work for companies of Macau or D:5 with supercomputers?",
    )),
    _Flag(18, _2023, ask(
        "trade.red_flag_18", "Does the customer intend to make supercomputers or restricted chips in future?",
    )),
    _Flag(19, _2023, ask(
        "trade.red_flag_19",
        "Does a fab make a chip of over 50 billion transistors with HBM for a company of Macau or D:5?",
    )),
    _Flag(20, _2024, ask(
        "trade.red_flag_20", "Does a fab order equipment for advanced nodes that its own node does not need?",
    )),
    _Flag(21, _2024, ask(
        "trade.red_flag_21", "Is the ultimate owner or user uncertain (equipment for a distributor, say)?",
    )),
    _Flag(22, _2024, ask(
        "trade.red_flag_22", "Is it uncertain whether the item to be serviced ever had its licence?",
    )),
    _Flag(23, _2024, ask(
        "trade.red_flag_23", "Was the item to be serviced altered after export for a more advanced use?",
    )),
    _Flag(24, _2024, ask(
        "trade.red_flag_24", "Does a new customer share leading staff with an Entity List party?",
    )),
    _Flag(25, _2024, ask(
        "trade.red_flag_25", "Was the item designed for a customer who is now on the Entity List?",
    )),
    _Flag(28, _2025, ask(
        "trade.red_flag_28", "Does computing service train 4E091 weights for a company of no ally?",
    )),
)  # fmt: skip
#: Their questions by path, where `questions()` finds them.
RED_FLAG_ASKS = {flag.question.id: flag.question for flag in _FLAGS}
HAS_CHIP = ask(
    "item.contains_integrated_circuit", "Does the equipment contain at least one integrated circuit?"
)
CHIP_RESOLVED = ask(
    "trade.red_flag_26_resolved",
    "Was it found out who made the integrated circuits in the equipment, and how (Red Flag 26)?",
)


@rule(
    "15 CFR part 732, Supplement No. 3",
    "a red flag of the customer, the item or the service must be resolved before the trade goes ahead",
    in_force("2013-10-15", by="78 FR 22706, widened by 88 FR 73458, 89 FR 96790 and 90 FR 4544"),
    imposes="RED_FLAG: resolve the red flag of supplement no. 3 to part 732, or refrain, or ask BIS",
    firm=True,
    per_trade=True,
)
def named_red_flags(m: Matter) -> Reading:
    """Red Flags 14 to 25 and 28, each from the day of its document.

    They are asked of nobody one by one: whoever states one is heard, the general question asks for the rest.
    """
    said = m.trade.statements
    asked = [
        (flag.number, flag.question.of(m.trade))
        for flag in _FLAGS
        if flag.question.id in said and m.on >= flag.since
    ]
    numbers = [str(number) for number, answer in asked if answer.is_yes]
    named = f"Red Flag {', '.join(numbers)}" if numbers else ""
    return Reading(
        answer=any_of(*(answer for _, answer in asked), says="a red flag stands"),
        why=named,
        duties=(f"resolve {named} (15 CFR part 732, Supplement No. 3)",) if named else (),
    )


@rule(
    "15 CFR part 732, Supplement No. 3, Red Flag 26; 734.9(e)(3); 734.9(k)",
    "a chip inside foreign chip-making equipment is a red flag for the direct product rules",
    in_force("2024-12-02", by="89 FR 96790"),
    imposes="RED_FLAG: find out how the integrated circuits in the equipment were made (Red Flag 26)",
    firm=True,
)
def chip_inside(m: Matter) -> Answer:
    """Equipment of the footnote 5 and SME rules that is made abroad."""
    foreign = foreign_from_abroad(m)
    if foreign.is_no:
        return foreign
    named = any_of(covered(m.item, TOOLS_OF_FOOTNOTE_5), covered(m.item, LISTED_SME))
    if named.is_no:
        return named
    return all_of(foreign, named, HAS_CHIP.of(m.item), negate(CHIP_RESOLVED.of(m.trade)))
