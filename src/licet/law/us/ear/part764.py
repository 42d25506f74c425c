"""15 CFR 764.2: conduct that no licence cures. Acting with knowledge of a violation stands in `part736`."""

from __future__ import annotations

from licet.core.answer import Answer
from licet.core.ask import ask
from licet.law.matter import Matter
from licet.law.rule import always, rule

MISSTATED = ask(
    "trade.misrepresentation",
    "Is anything false or misleading stated to the Government or to others in the trade (invoice, EEI, use)?",
)
EVASION = ask("trade.evasion", "Is the trade arranged so as to evade the EAR (split, routed, relabelled)?")
LIBYA = ask(
    "trade.illegal_export_to_libya",
    "Does it deal with an item that was exported or reexported to Libya in violation of the law?",
)
_SINCE = always(by="61 FR 12900")


@rule(
    "15 CFR 764.2(g)",
    "no one may misrepresent or conceal facts in a trade subject to the EAR or in its papers",
    _SINCE,
    gp=10,
    prohibits=True,
    tags=("conduct",),
    open_to=(),
    per_trade=True,
)
def misrepresentation(m: Matter) -> Answer:
    """To BIS, to Customs, and to any other party whose statement goes on to them."""
    return MISSTATED.of(m.trade)


@rule(
    "15 CFR 764.2(h)",
    "no one may arrange a trade with intent to evade the EAR",
    _SINCE,
    gp=10,
    prohibits=True,
    tags=("conduct",),
    open_to=(),
    per_trade=True,
)
def evasion(m: Matter) -> Answer:
    """Splitting orders, routing through others, other names: whatever is done to the end of evading."""
    return EVASION.of(m.trade)


@rule(
    "15 CFR 764.7(b)",
    "no one may deal in items illegally exported to Libya without BIS's leave",
    always(by="70 FR 14387", since="2005-03-22"),
    gp=10,
    prohibits=True,
    tags=("conduct",),
    open_to=(),
    per_trade=True,
)
def illegally_in_libya(m: Matter) -> Answer:
    """Items that went there before the controls were lifted stay under General Prohibition Ten."""
    return LIBYA.of(m.trade)
