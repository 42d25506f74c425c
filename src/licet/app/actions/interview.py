"""An interview about a trade: which question comes first, its words, and a reply put into the facts."""

from __future__ import annotations

from typing import Any

from licet.core.answer import Question
from licet.core.country import country_code, region_code
from licet.core.deal import Act
from licet.law.book import questions

__all__ = ["place", "reply_in_words", "settle", "worded"]

Facts = dict[str, Any]
_YES, _NO = ("y", "yes", "j", "true"), ("n", "no", "false")
_FIRST = (
    "trade.act", "trade.destination", "trade.region", "item.eccn", "item.kind", "actor.us_person",
    "item.origin",
    "trade.exported_from", "trade.parties", "party.roles", "party.country", "party.same", "party.hits",
    "party.owners",
)  # fmt: skip


def place(question: Question) -> int:
    """What a person is asked first: the trade, then the item, then the parties, then all else as it comes."""
    path = f"item.{question.id.split('].', 1)[1]}" if question.id.startswith("items[") else question.id
    return _FIRST.index(path) if path in _FIRST else len(_FIRST)


#: Replies whose code alone would not be understood.
_REPLY_WORDS = {
    "transfer_in_country": "transfer within the country",
    "deemed_export": "deemed export (technology or source code to a foreign person in the United States)",
    "deemed_reexport": "deemed reexport (the same abroad, to a person of a third country)",
    "us_person_activity": "support by a US person, no item sent (15 CFR 744.6)",
}


def reply_in_words(code: str) -> str:
    """One of the replies to choose from, as a person reads it."""
    return _REPLY_WORDS.get(code, code.replace("_", " "))


def worded(question: Question) -> str:
    """A question with a hint of how to answer it."""
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
