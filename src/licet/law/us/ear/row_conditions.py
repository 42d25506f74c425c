"""Conditions that rows of the Commerce Control List put in words, and the facts that settle them.

A condition that licet can compute (a frame rate, a barrel length, a certificate) is computed from the item's
facts; any other is a question of its own, under `item.row.<entry>/<reason>/<number>`.
"""

from __future__ import annotations

from decimal import Decimal
from functools import lru_cache

from licet.core.answer import Answer, all_of, any_of, negate
from licet.core.ask import Ask, ask
from licet.core.deal import Act
from licet.law.matter import Matter
from licet.law.us.ear import ccl
from licet.law.us.ear.places import lies_in

__all__ = [
    "CERTIFICATE",
    "CIVIL_TELECOM",
    "SHOTGUN_PART",
    "barrel_shorter_than",
    "condition_holds",
    "row_question",
]

FRAME_RATE = Ask[Decimal]("item.frame_rate_hz", "What is the camera's frame rate in Hz?", None)
ELEMENTS = Ask[Decimal](
    "item.fpa_elements", "How many elements has its focal plane array (array size)?", None
)
EMBEDDED = ask("item.embedded_in_civil_product", "Is the camera to be embedded in a civil product?")
BARREL = Ask[Decimal]("item.barrel_length_in", "What is the barrel length in inches?", None)
SHOTGUN_PART = ask("item.shotgun_part", "Is it a shotgun part or component?")
RANGE = Ask[Decimal]("item.range_km", "What is the vehicle's maximum range in kilometres?", None)
POLICE = ask("use.police_resale", "Is it for sale or resale to police or law enforcement?")
CIVIL_TELECOM = ask(
    "item.civil_telecommunications",
    "Is it exported or reexported for use in civil telecommunications applications?",
    clean=None,
)
CERTIFICATE = ask(
    "trade.end_use_certificate", "Was an End-Use Certificate of the importing government obtained (745.2)?"
)


_ABROAD = (Act.REEXPORT, Act.TRANSFER)


@lru_cache(maxsize=4096)
def row_question(row: ccl.ControlRow) -> Ask[bool]:
    """The question of one row: do its words hold for the item."""
    return Ask(
        f"item.row.{row.id}",
        f"Does this row of {row.entry} cover the item: {row.words}?",
        None,
        (True, False),
    )


def barrel_shorter_than(m: Matter, inches: int) -> Answer:
    """Whether a shotgun's barrel is shorter than a number of inches."""
    return BARREL.test(m.item, lambda length: length < inches, f"barrel shorter than {inches} inches")


def condition_holds(m: Matter, row: ccl.ControlRow, words: str) -> Answer:
    """Whether a row's condition holds: as stated for the row, computed, or open with its own question."""
    question = row_question(row)
    if question.id in m.item.statements:
        return question.of(m.item)
    item = m.item
    if "frame rate" in words:
        large = any_of(
            FRAME_RATE.test(item, lambda rate: rate > 60, "frame rate above 60 Hz"),
            ELEMENTS.test(item, lambda count: count > 111_000, "more than 111,000 elements"),
            EMBEDDED.of(item),
        )
        return large if "above 60" in words else negate(large)
    if "barrel length" in words:
        limit = 18 if "18 inches" in words else 24
        short = barrel_shorter_than(m, limit)
        if "greater than or equal" in words:
            long = negate(short)
            return all_of(long, POLICE.of(m.trade)) if "police" in words else long
        return any_of(short, SHOTGUN_PART.of(item)) if "components" in words else short
    if "not exported for civil telecommunications" in words:
        return negate(CIVIL_TELECOM.of(item))
    if "End-Use Certificate" in words:
        # 742.18(a)(2)(ii)(B)(2)(i): a reexport from a State Party needs neither licence nor certificate.
        free = all_of(
            m.trade.act.is_in(_ABROAD, "it is a reexport"),
            lies_in(m.trade.exported_from, "CWC", on=m.on, says="from a State Party"),
        )
        return negate(any_of(CERTIFICATE.of(m.trade), free))
    if "maximum range of at least 300" in words:
        return RANGE.test(item, lambda km: km >= 300, "a maximum range of 300 km or more")
    return question.of(item)
