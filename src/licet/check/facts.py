"""From a mapping of facts (a TOML or JSON trade, the facts of a case) to a `Trade`.

What is not stated stays unknown, or, in a trade declared clean, is the question's clean answer. A key that
licet does not know is kept and named: it is never dropped silently.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import date

from licet.check import fact_trade as whole
from licet.check.fact_actor import actor_of, is_us_person, say_actor, say_employer
from licet.check.fact_item import makers_of, read_item
from licet.check.fact_party import read_party
from licet.check.fact_shape import checked
from licet.check.fact_told import Find, Told
from licet.check.fact_use import read_dates, read_rest, read_uses
from licet.check.fact_values import Facts, fact_of
from licet.core.deal import Act, Trade
from licet.core.fact import Fact, not_known

__all__ = ["Read", "read_facts"]


@dataclass(slots=True)
class Read:
    """A trade, and what of the facts was not understood.

    Attributes:
        trade: the trade.
        strange: keys that licet has no question for, with their path.
    """

    trade: Trade
    strange: list[str] = field(default_factory=list)


def read_facts(
    facts: Facts,
    *,
    clean: bool = False,
    unknown: Sequence[str] = (),
    find: Find = lambda _: None,
    at_address: Callable[[str], str] = lambda _: "",
    on: date | None = None,
) -> Read:
    """A trade from a mapping.

    Args:
        facts: keys as in the schema licet-determination-case/1, or paths of questions (`use.nuclear`).
        clean: whether what is not stated is declared negative.
        unknown: paths that are unknown although the trade is clean.
        find: the listing that a reference in `listed` stands for.
        at_address: the reference of the address-only entry of an address; empty for none.
        on: the day on which owners' entries must stand to count; None counts them all.

    Raises:
        InputError: a field is not of the form its reader expects; names the field.
    """
    told = Told(
        facts=checked(facts),
        clean=clean,
        unknown=tuple(str(path) for path in unknown),
        find=find,
        at_address=at_address,
        on=on,
    )
    return _read(told)


def _read(t: Told) -> Read:
    facts, blank = t.facts, Trade()
    act = whole.act_of(t)
    actor = actor_of(t)
    sent_from = whole.sent_from(t, act, actor.country)
    if act is Act.EXPORT and sent_from and sent_from != "US":
        act = Act.REEXPORT
    say_actor(t)
    destination, region = whole.destination_of(t)
    nationalities = whole.nationalities(t, blank.nationalities)
    no_place = blank.destination
    if act in (Act.DEEMED_EXPORT, Act.DEEMED_REEXPORT) and destination in ("", "US"):
        destination, no_place = _recipients_country(nationalities), _RECIPIENT
    say_employer(t)
    items = tuple(read_item(t, each, index) for index, each in enumerate(facts.get("items") or ()))
    named = (*(facts.get("parties") or ()), *makers_of(facts.get("items") or ()))
    parties = tuple(read_party(t, each, index) for index, each in enumerate(named))
    read_uses(t)
    read_dates(t)
    read_rest(t)
    for group in ("end_use", "use", "dates", "order", "conduct", "actor", "recipient", "trade"):
        t.say_unknown(group, ("use.", "trade.", "order.", "actor."), t.trade_says)
    us_person = is_us_person(t, actor.country, act)
    trade = Trade(
        act=fact_of(act, blank.act),
        us_person=t.hidden("actor.us_person", fact_of(us_person, blank.us_person)),
        actor_country=t.place("actor.country", actor.country, blank.actor_country),
        actor_hq=t.place("actor.hq", actor.hq, blank.actor_hq),
        actor_parent=t.place("actor.ultimate_parent_hq", actor.parent, blank.actor_parent),
        exported_from=t.place("exported_from", sent_from, blank.exported_from),
        destination=t.place("destination", destination, no_place),
        region=whole.region_fact(t, destination, region, blank.region),
        nationalities=nationalities,
        transit=whole.transit(t, blank.transit),
        items=items,
        parties=parties,
        parties_complete=whole.complete(t, blank.parties_complete),
        informed=whole.informed(t, blank.informed),
        authorisations=whole.authorisations(t, blank.authorisations),
        statements=t.trade_says,
        unstated=t.unstated,
    )
    t.name_unheeded()
    return Read(trade, t.strange)


#: What a release asks for instead of a destination.
_RECIPIENT: Fact[str] = not_known(
    "trade.nationalities",
    "What is the recipient's most recent citizenship or permanent residency (734.13(b))?",
)


def _recipients_country(nationalities: Fact[frozenset[str]]) -> str:
    """Where a release goes (734.13(b)), the place of release being no destination; empty when not known."""
    one = nationalities.value if nationalities.value and len(nationalities.value) == 1 else {""}
    return next(iter(one))
