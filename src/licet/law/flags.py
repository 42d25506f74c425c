"""The flags of an answer in words: what a person must know before relying on it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from licet.core.listing_words import FLAG_WORDS as LISTING_WORDS

__all__ = ["FLAG_WORDS", "flag_in_words"]

FLAG_WORDS: Final[Mapping[str, str]] = {
    "TEXT_OF_EARLIER_EDITION": "the newest official text held is older than this day: check for later rules",
    "TEXT_OF_LATER_EDITION": "read in a text younger than this day, because the day's own is not held",
    "LAW_OF_THAT_DAY_NOT_HELD": "the law of this day is not held: read that day's Code",
    "STAYED": "a rule that would apply is stayed on this day",
    "COMPLIANCE_DATE_DEFERRED": "a rule that would apply has a compliance date after this day",
    "ANNOUNCED_NON_ENFORCEMENT": "BIS announced that it does not enforce a rule that is still in the text",
    "STATUS_NEEDS_CONFIRMATION": "a rule stands on published text that no later source confirms",
    "SAVINGS_CLAUSE": "a savings clause lets the shipment out: keep what proves it",
    "SAVINGS_NOT_CONFIRMED": "the day of that savings clause stands on one source alone",
    "RED_FLAG": "resolve and record a red flag before going on (Supplement No. 3 to 15 CFR part 732)",
    "ENTRY_NOT_READ": "a list entry is in no form that is read: read it as printed",
}


def flag_in_words(flag: str) -> str:
    """What a flag tells a person; a flag without words is shown as it is."""
    return FLAG_WORDS.get(flag) or LISTING_WORDS.get(flag) or flag
