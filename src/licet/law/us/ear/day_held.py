"""What the day asked about owes to the texts held: beyond them on either side nothing reads as clean.

A requirement that is met stands whatever the day; "no licence" is a proof that every limb was asked, and a
limb of a text that is not held was not.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta

from licet.core.answer import Question
from licet.law.table import Vintage
from licet.law.us.ear import ccl

__all__ = ["HELD_SINCE", "flags_of", "what_is_not_held"]

#: From this day on the texts, groups and documents are held, or said not to be.
HELD_SINCE = date(2019, 1, 1)

#: Each title of the Code is printed anew at least once a year (1 CFR 8.2): beyond that a newer text exists.
HELD_FOR = timedelta(days=365)


def what_is_not_held(on: date) -> Question | None:
    """The question that a day beyond the texts leaves open; None for a day that they reach."""
    if on < HELD_SINCE:
        text = f"What did the EAR of {on} require? The texts before {HELD_SINCE} are not held"
    elif on > ccl.newest() + HELD_FOR:
        text = (
            f"What does the EAR of {on} require? The newest text held is of {ccl.newest()}, and the Code is "
            "printed anew each year (1 CFR 8.2): run `licet law build` on a later edition"
        )
    else:
        return None
    return Question(id="law.edition", text=text)


def flags_of(on: date, *, not_held: bool) -> Iterator[str]:
    """What the answer as a whole owes to the texts, whichever limbs were met."""
    if not_held:
        yield "LAW_OF_THAT_DAY_NOT_HELD"
    if ccl.held(on) is Vintage.AFTER:
        yield "TEXT_OF_EARLIER_EDITION"
