"""15 CFR part 760 in its two questions that a trade can answer: boycott requests, and doing what they ask."""

from __future__ import annotations

from licet.core.answer import Answer, all_of, negate
from licet.core.ask import ask
from licet.law.matter import Matter
from licet.law.rule import always, rule

REQUEST = ask(
    "trade.boycott_request",
    "Did a party ask for information or action that supports an unsanctioned foreign boycott?",
)
COMPLIED = ask(
    "trade.boycott_compliance",
    "Does the trade refuse business, discriminate or give information to comply with such a boycott (760.2)?",
)
EXCEPTED = ask("trade.boycott_exception", "Does one of the exceptions of 15 CFR 760.3 cover it?")
_SINCE = always(by="61 FR 12862")


@rule(
    "15 CFR 760.2",
    "no US person may comply with an unsanctioned foreign boycott in the ways that the part names",
    _SINCE,
    prohibits=True,
    tags=("boycott",),
    open_to=(),
    per_trade=True,
    reaches_all=True,
)
def boycott(m: Matter) -> Answer:
    """Refusals to do business, discrimination, information on blacklisted persons; 760.3 has exceptions.

    A licence does not cure it, and it needs no item subject to the EAR.
    """
    complied = COMPLIED.of(m.trade)
    if complied.is_no:
        return complied
    no_exception = negate(EXCEPTED.of(m.trade), says="no exception of 760.3")
    return all_of(m.trade.us_person.is_(True, "a US person"), complied, no_exception)


@rule(
    "15 CFR 760.5",
    "a US person reports a boycott request to BIS",
    _SINCE,
    imposes="report the boycott request on form BIS-621P or 6051P by the quarter's deadline (15 CFR 760.5)",
    firm=True,
    per_trade=True,
)
def boycott_report(m: Matter) -> Answer:
    """Whether or not anything was done about it; within the month after the quarter, abroad two months."""
    return all_of(REQUEST.of(m.trade), m.trade.us_person.is_(True, "a US person"))
