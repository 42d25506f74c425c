"""The red flags of Supplement No. 3 to part 732, as a checklist in our own short words.

The numbers are the supplement's own, so that each question can be read beside the official text. A case may
not be closed while a flag on its checklist is unanswered, or present and neither explained nor the reason why
the trade was refrained from (paragraphs (a)(5) and (a)(6) of the supplement).
"""

from __future__ import annotations

import enum
from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType

__all__ = ["GENERAL", "RED_FLAGS", "FlagAnswer", "RedFlag"]

CITE = "Supplement No. 3 to part 732"


class FlagAnswer(enum.Enum):
    """What was found out about a flag."""

    PRESENT = "present"
    ABSENT = "absent"
    EXPLAINED = "explained"
    REFRAINED = "refrained"

    @property
    def is_settled(self) -> bool:
        """Whether a case may close on it: everything but a flag that is there and open."""
        return self is not FlagAnswer.PRESENT


@dataclass(frozen=True, slots=True, kw_only=True)
class RedFlag:
    """One flag.

    Attributes:
        number: its number in the supplement.
        asks: the question, in our words.
        topic: `general`, `600 series`, `advanced computing`, `ownership`.
    """

    number: int
    asks: str
    topic: str = "general"

    @property
    def code(self) -> str:
        """Short name used in cases: `RF9`."""
        return f"RF{self.number}"


_CHIPS = "advanced computing"
_ALL = (
    RedFlag(number=1, asks="does the customer or agent avoid saying what the product is for?"),
    RedFlag(number=2, asks="does the product fit nothing that the buyer does?"),
    RedFlag(number=3, asks="is the product too advanced for the country it goes to?"),
    RedFlag(number=4, asks="has the customer little or no business history?"),
    RedFlag(number=5, asks="is cash offered for something costly that is usually financed?"),
    RedFlag(number=6, asks="does the customer not know what the product does, and want it all the same?"),
    RedFlag(number=7, asks="is the usual installation, training or maintenance turned down?"),
    RedFlag(number=8, asks="are delivery dates vague, or is delivery to an out-of-the-way place?"),
    RedFlag(number=9, asks="is a forwarder named as the final destination?"),
    RedFlag(number=10, asks="is the route unusual for this product and destination?"),
    RedFlag(number=11, asks="does the packaging contradict the way of shipment or the destination?"),
    RedFlag(number=12, asks="is the buyer evasive about home use, export or reexport?"),
    RedFlag(
        number=13,
        topic="600 series",
        asks="are far more 9x515 or 600 series parts ordered than the stated use can need?",
    ),
    RedFlag(
        number=14,
        topic="600 series",
        asks="may a 9x515 or 600 series item be sent on to a Country Group D:5 destination?",
    ),
    RedFlag(
        number=15,
        topic=_CHIPS,
        asks="did the customer advertise advanced-node capability before 7 October 2022?",
    ),
    RedFlag(
        number=16,
        topic=_CHIPS,
        asks="does the order suit only advanced-node production, whatever the customer says?",
    ),
    RedFlag(
        number=17,
        topic=_CHIPS,
        asks="does the customer make items for supercomputer firms of Macau or D:5?",
    ),
    RedFlag(
        number=18,
        topic=_CHIPS,
        asks="is it known that the customer plans supercomputers or restricted chips later?",
    ),
    RedFlag(
        number=19,
        topic=_CHIPS,
        asks="is a chip of over 50 billion transistors with HBM to be made for a D:5 firm?",
    ),
    RedFlag(
        number=20,
        topic=_CHIPS,
        asks="does an ordinary fab order equipment that only advanced nodes need?",
    ),
    RedFlag(
        number=21,
        topic=_CHIPS,
        asks="is the final owner or user of custom equipment uncertain?",
    ),
    RedFlag(
        number=22,
        topic=_CHIPS,
        asks="is the item's licence history uncertain where a licence was needed?",
    ),
    RedFlag(
        number=23,
        topic=_CHIPS,
        asks="was the item to be serviced altered by others for a more advanced use?",
    ),
    RedFlag(
        number=24,
        topic=_CHIPS,
        asks="does a new customer share its leaders with an Entity List party?",
    ),
    RedFlag(
        number=25,
        topic=_CHIPS,
        asks="does a new customer want what was designed for a party since listed?",
    ),
    RedFlag(
        number=26,
        topic=_CHIPS,
        asks="does foreign-made category 3B equipment contain an integrated circuit?",
    ),
    RedFlag(
        number=27,
        topic=_CHIPS,
        asks="is the facility joined to one that makes advanced-node chips?",
    ),
    RedFlag(
        number=28,
        topic=_CHIPS,
        asks="would rented computing train a 4E091 model for a firm headquartered elsewhere?",
    ),
    RedFlag(
        number=29,
        topic="ownership",
        asks="is a party owned in part by listed owners, the percentage being unknown?",
    ),
)

#: All flags by their code.
RED_FLAGS: Mapping[str, RedFlag] = MappingProxyType({flag.code: flag for flag in _ALL})
#: The flags that any trade can show.
GENERAL: tuple[str, ...] = tuple(flag.code for flag in _ALL if flag.topic == "general")
