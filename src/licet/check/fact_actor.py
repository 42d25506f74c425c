"""Who acts, from the facts: where he is and is seated, who stands above him, whether he is a US person."""

from __future__ import annotations

from dataclasses import dataclass

from licet.check.fact_told import Told
from licet.check.fact_values import SAID, Facts, as_truth, first_of, is_unknown, truth_of
from licet.check.fact_words import TRADE_WORDS
from licet.core.deal import Act
from licet.core.fact import known

__all__ = ["Actor", "actor_of", "is_us_person", "say_actor", "say_employer"]

_SEAT = ("hq", "headquarters")
_PARENT = ("ultimate_parent_hq", "parent_hq", "ultimate_parent")
_EMPLOYER = ("employer_hq", "employer_country", "employer")
#: Words that say that a US person owns or controls the actor.
_US_OWNED = ("owned_by_us_person", "us_owned", "us_owned_or_controlled", "controlled_by_us_person",
             "owned_or_controlled_by_us_person", "us_parent", "us_subsidiary")  # fmt: skip
#: What is read here or with the way of the goods, so is no statement of its own.
_READ = frozenset({"country", "us_person", "exported_from", "reexported_from", "shipped_from", "name", "role",
                   *_SEAT, *_PARENT, *_EMPLOYER, *_US_OWNED})  # fmt: skip


@dataclass(frozen=True, slots=True, kw_only=True)
class Actor:
    """Whose act it is, as codes of countries; empty where nobody says.

    Attributes:
        country: where he acts.
        hq: where he is seated.
        parent: where his ultimate parent is seated.
    """

    country: str
    hq: str
    parent: str


def _facts(t: Told) -> Facts:
    return t.facts.get("actor") or {}


def actor_of(t: Told) -> Actor:
    """The actor. In a clean trade he is seated where he acts and nobody stands above him."""
    facts = _facts(t)
    country = t.country(facts.get("country"))
    hq = t.country(facts.get("hq") or facts.get("headquarters")) or (country if t.clean else "")
    parent = t.country(first_of(facts, *_PARENT))
    if not parent and truth_of(first_of(facts, *_US_OWNED) or False):
        parent = "US"
    return Actor(country=country, hq=hq, parent=parent or (hq if t.clean else ""))


def say_actor(t: Told) -> None:
    """File what else was told of the actor."""
    rest = {key: value for key, value in _facts(t).items() if key not in _READ}
    t.say(rest, "actor", ("trade.", "actor."), TRADE_WORDS, t.trade_says)


def say_employer(t: Told) -> None:
    """File where the recipient's employer is seated."""
    employer = t.country(first_of(_facts(t), *_EMPLOYER))
    if employer:
        t.trade_says["trade.employer_hq"] = known(employer, source=SAID)


def is_us_person(t: Told, country: str, act: Act | None) -> bool | None:
    """Whether the actor is a US person; None when it is not told.

    In a clean trade he is one where he acts in the United States, or where he exports and no place is told.
    """
    said = _facts(t).get("us_person")
    if isinstance(said, str):
        if not is_unknown(said) and as_truth(said) is None:
            t.strange.append(f"actor.us_person: {said}: neither yes nor no")
        said = None if is_unknown(said) else as_truth(said)
        if said is None:
            t.unknown = (*t.unknown, "actor.us_person")
    if said is None and t.clean:
        return country == "US" or (country == "" and act in (Act.EXPORT, Act.DEEMED_EXPORT))
    return said
