"""From a mapping of facts (a TOML or JSON trade, the facts of a case) to a `Trade`.

What is not stated stays unknown, or, in a trade declared clean, is the question's clean answer. A key that
licet does not know is kept and named: it is never dropped silently.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import date

from licet.check import fact_trade as whole
from licet.check.fact_item import makers_of, read_item
from licet.check.fact_party import read_party
from licet.check.fact_shape import checked
from licet.check.fact_told import Find, Told
from licet.check.fact_use import read_dates, read_rest, read_uses
from licet.check.fact_values import SAID, Facts, fact_of, first_of, is_unknown, truth_of
from licet.core.deal import Act, Trade
from licet.core.fact import known, not_known

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
    facts = t.facts
    act = whole.act_of(t)
    actor = facts.get("actor") or {}
    country = t.country(actor.get("country"))
    hq = t.country(actor.get("hq") or actor.get("headquarters"))
    hq = hq or (country if t.clean else "")
    parent = t.country(first_of(actor, "ultimate_parent_hq", "parent_hq", "ultimate_parent"))
    if not parent and truth_of(first_of(actor, *whole.US_OWNED) or False):
        parent = "US"
    parent = parent or (hq if t.clean else "")
    sent_from = whole.sent_from(t, act, country)
    if act is Act.EXPORT and sent_from and sent_from != "US":
        act = Act.REEXPORT
    whole.actor_words(t, actor)
    destination, region = whole.destination_of(t)
    nationalities = whole.nationalities(t, Trade().nationalities)
    no_place = Trade().destination
    if act in (Act.DEEMED_EXPORT, Act.DEEMED_REEXPORT) and destination in ("", "US"):
        # The release goes to the recipient's country (734.13(b)); the place of release is no destination.
        one = nationalities.value if nationalities.value and len(nationalities.value) == 1 else {""}
        destination = next(iter(one))
        no_place = not_known(
            "trade.nationalities",
            "What is the recipient's most recent citizenship or permanent residency (734.13(b))?",
        )
    employer = t.country(first_of(actor, "employer_hq", "employer_country", "employer"))
    if employer:
        t.trade_says["trade.employer_hq"] = known(employer, source=SAID)
    items = tuple(read_item(t, each, index, act) for index, each in enumerate(facts.get("items") or ()))
    named = (*(facts.get("parties") or ()), *makers_of(facts.get("items") or ()))
    parties = tuple(read_party(t, each, index) for index, each in enumerate(named))
    read_uses(t)
    read_dates(t)
    read_rest(t)
    for group in ("end_use", "use", "dates", "order", "conduct", "actor", "recipient", "trade"):
        t.say_unknown(group, ("use.", "trade.", "order.", "actor."), t.trade_says)
    us_person = actor.get("us_person")
    if isinstance(us_person, str):
        us_person = None if is_unknown(us_person) else truth_of(us_person)
        if us_person is None:
            t.unknown = (*t.unknown, "actor.us_person")
    if us_person is None and t.clean:
        us_person = country == "US" or (country == "" and act in (Act.EXPORT, Act.DEEMED_EXPORT))
    blank = Trade()
    trade = Trade(
        act=fact_of(act, blank.act),
        us_person=t.hidden("actor.us_person", fact_of(us_person, blank.us_person)),
        actor_country=t.place("actor.country", country, blank.actor_country),
        actor_hq=t.place("actor.hq", hq, blank.actor_hq),
        actor_parent=t.place("actor.ultimate_parent_hq", parent, blank.actor_parent),
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
