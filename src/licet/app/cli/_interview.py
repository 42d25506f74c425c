"""The interview: the determination again after each answer, asking only what can still change it.

An empty answer leaves the question open and it is not asked again. `?` says what hangs on it.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any

import click

from licet.app.actions.determine import determine_trade
from licet.check.determine import Outcome
from licet.check.engine import Engine
from licet.core.answer import Question
from licet.core.country import country_code, region_code
from licet.core.deal import Act
from licet.core.verdict import Verdict
from licet.law.book import questions

__all__ = ["interview", "settle"]

Facts = dict[str, Any]
_YES, _NO = ("y", "yes", "j", "true"), ("n", "no", "false")
_FIRST = (
    "trade.act", "trade.destination", "trade.region", "item.eccn", "item.kind", "actor.us_person",
    "item.origin",
    "trade.exported_from", "trade.parties", "party.roles", "party.country", "party.same", "party.hits",
    "party.owners",
)  # fmt: skip
#: How often a reply that is not understood is asked for again.
_PATIENCE = 3
#: Answers after which nothing that is still open can change the outcome for the better.
_SETTLED = (Verdict.PROHIBITED, Verdict.LICENSE_REQUIRED)


def interview(
    told: Facts,
    *,
    on: date,
    engine: Engine | None,
    clean: bool | None,
    ask: Callable[[str], str] | None = None,
) -> Outcome:
    """Ask until nothing open can change the outcome, or the person has no more answers."""
    put = ask or (lambda text: str(click.prompt(text, default="", show_default=False)))
    skipped: set[str] = set()
    refused: dict[str, int] = {}
    while True:
        outcome = determine_trade(told, on=on, engine=engine, clean=clean)
        if outcome.determination.verdict in _SETTLED:
            return outcome
        open_questions = [q for q in outcome.determination.asks if q.id not in skipped]
        if not open_questions:
            return outcome
        question = min(open_questions, key=_place)
        reply = put(_worded(question, told)).strip()
        if reply == "?":
            click.echo(f"  {outcome.determination.verdict.name}; {len(open_questions)} questions are open")
            continue
        if not reply:
            skipped.add(question.id)
        elif not settle(told, question, reply):
            click.echo(f"  not understood: `{reply}` (leave it empty to go on)")
            refused[question.id] = refused.get(question.id, 0) + 1
            if refused[question.id] == _PATIENCE:
                skipped.add(question.id)


def _place(question: Question) -> int:
    """What a person is asked first: the trade, then the item, then the parties, then all else as it comes."""
    path = f"item.{question.id.split('].', 1)[1]}" if question.id.startswith("items[") else question.id
    return _FIRST.index(path) if path in _FIRST else len(_FIRST)


def _worded(question: Question, told: Facts) -> str:
    hints = {
        "trade.act": " (" + ", ".join(act.value for act in Act) + ")",
        "trade.parties": " (NAME@ROLE@COUNTRY; NAME@ROLE@COUNTRY ... roles: purchaser, end_user ...)",
        "party.owners": " (NAME PER-CENT; ... or none)",
        "trade.transit": " (countries, or none)",
        "trade.informed": " (section and day, or no)",
    }
    choices = getattr(questions().get(question.id), "choices", ())
    hint = hints.get(question.id, "")
    if not hint and choices:
        hint = " (yes or no)" if choices == (True, False) else f" ({', '.join(map(str, choices))})"
    return f"{question.text}{hint}"


def settle(told: Facts, question: Question, reply: str) -> bool:
    """Put one reply into the facts; False when it cannot be understood."""
    id, low = question.id, reply.casefold()
    value: object = True if low in _YES else False if low in _NO else reply
    index, path = 0, id
    if id.startswith("items["):
        index, path = int(id[6 : id.index("]")]), "item." + id.split("].", 1)[1]
    group, _, key = path.partition(".")
    if path == "trade.act":
        if low.replace(" ", "_") not in {act.value for act in Act}:
            return False
        told["activity"] = low.replace(" ", "_")
    elif path in ("trade.destination", "destination.country"):
        if not country_code(reply) and not region_code(reply):
            return False
        told["destination"] = reply
    elif path == "trade.region":
        country = told.get("destination")
        told["destination"] = {"country": country, "region": reply if value is not False else None}
        if value is False:
            told["destination"] = {"country": country, "region": "none"}
    elif path == "trade.exported_from":
        told["exported_from"] = reply
    elif path == "trade.parties":
        told["parties"] = [_party(each) for each in reply.split(";") if each.strip()]
        told["all_parties_named"] = True
    elif path == "trade.transit":
        told["transit"] = [] if low in ("none", *_NO) else [each.strip() for each in reply.split(",")]
    elif path == "trade.informed":
        told["informed"] = (
            []
            if value is False
            else {"section": reply.split(maxsplit=1)[0], "date": reply.rsplit(maxsplit=1)[-1]}
        )
    elif path == "trade.nationalities":
        told["nationality"] = reply
    elif group == "actor":
        told.setdefault("actor", {})[key.replace("parent_hq", "ultimate_parent_hq")] = value
    elif group == "item":
        items = told.setdefault("items", [{}])
        if key in ("eccn", "kind", "origin", "hts", "value"):
            items[index][{"value": "value_usd"}.get(key, key)] = reply
        else:
            items[index].setdefault("attrs", {})[path] = value
    elif group == "party":
        _settle_party(told, path, key, value, reply)
    else:
        told.setdefault("trade", {})[path] = value
    return True


def _settle_party(told: Facts, path: str, key: str, value: object, reply: str) -> None:
    """A reply about a party goes to the first that does not have one."""
    names = {"roles": "roles", "country": "country", "hq": "hq", "parent_hq": "ultimate_parent_hq"}
    field = {"owners": "owners", "hits": "listed", "same": "match"}.get(key) or names.get(key, path)
    for party in told.get("parties") or ():
        if field in party:
            continue
        if key == "owners":
            party["owners"] = (
                [] if reply.casefold() in ("none", "no") else [_owner(o) for o in reply.split(";")]
            )
        elif key == "roles":
            party["roles"] = [role.strip() for role in reply.split(",")]
        elif key == "hits":
            party["listed"] = None
        elif key == "same":
            party["listed"] = None if value is False else party.get("listed")
        else:
            party[field] = value if field == path else reply
        return


def _owner(text: str) -> Facts:
    name, _, share = text.strip().rpartition(" ")
    return {"name": name or text.strip(), "pct": share.rstrip("%") if name else None, "listed": None}


def _party(text: str) -> Facts:
    name, roles, country = (*text.split("@"), "", "")[:3]
    party: Facts = {"name": name.strip()}
    if roles.strip():
        party["roles"] = [role.strip() for role in roles.split(",")]
    if country.strip():
        party["country"] = country.strip()
    return party
