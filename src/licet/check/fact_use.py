"""What the item is for, the days of the shipment, the order, and what else was told of the trade."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

from licet.check.fact_names import concerns_in, question_of
from licet.check.fact_told import Told
from licet.check.fact_trade import REGION_WORDS
from licet.check.fact_values import SAID, Given, day_of, first_of
from licet.check.fact_words import TRADE_WORDS, USE_WORDS
from licet.core.fact import known, not_known
from licet.law.book import questions

__all__ = ["read_dates", "read_rest", "read_uses"]

_ANY = ("trade.", "use.", "order.", "actor.")


def read_uses(t: Told) -> None:
    """File what was told of the end use: coded answers, and concerns that its words speak of."""
    given = t.facts.get("end_use")
    texts: list[str] = []
    for each in given if isinstance(given, list | tuple) else (given,):
        _use(t, each, texts)
    for path in t.unknown:
        if path == "end_use":
            t.heeded.add(path)
            t.open_all("use.", t.trade_says)
    for path in concerns_in(" ; ".join(texts)):
        # A description that speaks of missiles is never read as saying that there are none.
        t.trade_says.setdefault(path, not_known(path, questions()[path].text))


def _use(t: Told, given: Given, texts: list[str]) -> None:
    """One statement of the end use: words, a code, or codes with their answers."""
    if isinstance(given, str):
        path = question_of(given, ("use.",), USE_WORDS) if len(given.split()) == 1 else None
        if path is not None:
            t.say({given: True}, "end_use", ("use.", "trade."), USE_WORDS, t.trade_says)
            return
        texts.append(given)
        t.trade_says["use.words"] = known(given, source=SAID)
        return
    if not isinstance(given, Mapping):
        return
    coded: dict[str, Given] = {}
    for key, value in given.items():
        if key in ("text", "description", "desc", "words", "project") and isinstance(value, str):
            texts.append(value)
            if key == "project" and "use.russian_oil_project" in concerns_in(value):
                coded["use.russian_oil_project"] = True
        elif isinstance(value, Mapping) or key in ("coded", "codes", "code", "facts", "known"):
            for each in value if isinstance(value, list | tuple) else (value,):
                _use(t, each, texts)
        else:
            coded[key] = value
    t.say(coded, "end_use", ("use.", "trade.", "item."), USE_WORDS, t.trade_says)


def read_dates(t: Told) -> None:
    """File the days of carriage, export and contract."""
    given = t.facts.get("dates") or {}
    plain = {"ordered", "in_warehouse_on", "delivered", "signed", "order_date", "contract_signed",
             "contract_date", "arrived"}  # fmt: skip
    coded = {key: value for key, value in given.items() if key not in plain}
    t.say(coded, "dates", ("trade.",), TRADE_WORDS, t.trade_says)
    for path in t.unknown:
        if path == "dates":
            t.heeded.add(path)
            carried = questions()["trade.en_route_aboard_on"]
            t.trade_says.setdefault(carried.id, not_known(carried.id, carried.text))
        elif path.startswith("dates."):
            t.heeded.add(path)  # a key that nothing knows is named by `say`
            t.say({path.split(".", 1)[1]: "unknown"}, "dates", ("trade.",), TRADE_WORDS, t.trade_says)
    signed = day_of(first_of(given, "contract_signed", "signed", "contract_date"))
    if signed is not None:
        t.trade_says["trade.contract_before_2014_11_07"] = known(signed < date(2014, 11, 7), source=SAID)


def read_rest(t: Told) -> None:
    """File the order, the conduct, and every key that has no reader of its own."""
    t.say(t.facts.get("order") or {}, "order", ("order.", "trade."), TRADE_WORDS, t.trade_says)
    for group in ("trade", "conduct"):
        t.say(t.facts.get(group) or {}, group, _ANY, TRADE_WORDS, t.trade_says)
    known_keys = {
        "activity", "act", "actor", "destination", *REGION_WORDS, "items", "parties", "end_use", "dates",
        "informed", "transit", "order", "authorisations", "authorizations", "expand_over", "unknown",
        "conduct", "exported_from", "export_from", "reexported_from", "from", "nationality",
        "nationalities", "recipient", "recipient_nationality", "trade", "all_parties_named",
        "origin_of_shipment", "on", "reference", "assume",
    }  # fmt: skip
    rest = {key: value for key, value in t.facts.items() if key not in known_keys}
    t.say(rest, "facts", _ANY, TRADE_WORDS, t.trade_says)
