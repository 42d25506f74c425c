"""Licence exception TSU, 15 CFR 740.13: operation and sales technology, updates, mass market, copies."""

from __future__ import annotations

from collections.abc import Callable

from licet.core.answer import Answer, all_of, negate
from licet.law.matter import Matter
from licet.law.rule import always, rule
from licet.law.us.ear.part740 import (
    LIFTS,
    controlled_for,
    destination_in,
    one_of,
    software,
    technology,
)
from licet.law.us.ear.part740_purposes import (
    LAWFUL,
    moves_for,
    not_d5_chip,
)

_TSU = "61 FR 64283"


def _tsu(m: Matter, paragraph: str, purpose: str, parts: Callable[[], tuple[Answer, ...]]) -> Answer:
    asked = moves_for(m, paragraph, purpose)
    if asked.is_no:
        return asked
    kind = one_of(software(m), technology(m), says="the item is software or technology")
    return all_of(asked, kind, *parts())


@rule(
    "15 CFR 740.13(a)",
    "the minimum operation technology and software goes with lawfully exported items",
    always(by=_TSU),
    code="TSU",
    lifts=LIFTS,
)
def tsu_operation(m: Matter) -> Answer:
    """Installation, operation, checking and repair; software in object code; not development or
    production.
    """
    return _tsu(m, "740.13(a)", "operation technology", lambda: (LAWFUL.of(m.trade),))


@rule(
    "15 CFR 740.13(b)",
    "sales technology goes with quotations and bids",
    always(by=_TSU),
    code="TSU",
    lifts=LIFTS,
)
def tsu_sales(m: Matter) -> Answer:
    """Customary in kind, and not so detailed that the item could be made from it."""
    return _tsu(m, "740.13(b)", "sales technology", lambda: (technology(m), not_d5_chip(m)))


@rule(
    "15 CFR 740.13(c)",
    "software updates that only mend errors go to the same consignee",
    always(by=_TSU),
    code="TSU",
    lifts=LIFTS,
)
def tsu_updates(m: Matter) -> Answer:
    """For software lawfully exported; the update may not add to its functions."""
    return _tsu(m, "740.13(c)", "bug fix", lambda: (software(m), LAWFUL.of(m.trade)))


@rule(
    "15 CFR 740.13(d)",
    "mass market software goes to all places but Country Group E:1",
    always(by=_TSU),
    code="TSU",
    lifts=LIFTS,
)
def tsu_mass_market(m: Matter) -> Answer:
    """Under the General Software Note; encryption software is not in it."""
    return _tsu(
        m,
        "740.13(d)",
        "mass market software",
        lambda: (
            software(m),
            negate(controlled_for(m, "EI")),
            negate(destination_in(m, "E:1")),
            not_d5_chip(m),
        ),
    )


@rule(
    "15 CFR 740.13(f)",
    "US universities release technology to their own full-time employees",
    always(by=_TSU),
    code="TSU",
    lifts=LIFTS,
)
def tsu_university(m: Matter) -> Answer:
    """Not to nationals of Country Group D:5; not EI technology, nor what is controlled for MT."""
    return _tsu(
        m,
        "740.13(f)",
        "university release",
        lambda: (
            negate(destination_in(m, "D:5")),
            negate(controlled_for(m, "EI", "MT")),
            not_d5_chip(m),
        ),
    )


@rule(
    "15 CFR 740.13(g)",
    "copies of technology already authorised go to the same recipient",
    always(by=_TSU),
    code="TSU",
    lifts=LIFTS,
)
def tsu_copies(m: Matter) -> Answer:
    """The same item; revisions only editorial."""
    return _tsu(
        m, "740.13(g)", "copy of technology", lambda: (technology(m), LAWFUL.of(m.trade), not_d5_chip(m))
    )
