"""Values as people write them, made into the values of the law: days, shares, codes, yes and no."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from licet.check.fact_words import fold
from licet.core.country import country_code
from licet.core.eccn import Eccn, find_eccns, parse_eccn
from licet.core.errors import InputError
from licet.core.fact import Fact, known, not_known
from licet.core.money import Money
from licet.law.book import questions

__all__ = [
    "SAID",
    "Facts",
    "Given",
    "as_decimal",
    "as_eccn",
    "as_money",
    "as_truth",
    "day_of",
    "fact_of",
    "facts_of",
    "first_of",
    "is_unknown",
    "is_unread",
    "truth_of",
    "with_shares",
]  # fmt: skip

#: What a TOML, JSON or YAML file may hold.
Given = Any
Facts = Mapping[str, Given]
SAID = "stated"
_UNKNOWN_WORDS = frozenset(
    {"unknown", "not known", "?", "undetermined", "not determined", "unable to determine", "not asked"}
)
_UNABLE = "unable to determine"
_DECIMAL = frozenset(
    {
        "item.unit_price_usd",
        "item.range_km",
        "item.tpp",
        "item.total_dram_bandwidth_gbps",
        "item.frame_rate_hz",
        "item.fpa_elements",
        "item.barrel_length_in",
        "item.cameras_in_shipment",
        "trade.mde_contract_usd",
    }
)


def is_unknown(value: Given) -> bool:
    """Whether a value says that it is not known."""
    return value is None or (isinstance(value, str) and value.strip().casefold() in _UNKNOWN_WORDS)


def first_of(given: Given, *keys: str) -> Given:
    """The first of some keys that holds something; None for none, or where there is no mapping."""
    if not isinstance(given, Mapping):
        return None
    return next((given[key] for key in keys if given.get(key) is not None), None)


def fact_of(value: Given, blank: Fact[Any]) -> Fact[Any]:
    """A stated value, or the open fact with its question."""
    return blank if value is None else known(value, source=SAID, ask=blank.ask)


def as_eccn(text: Given) -> Eccn | None:
    """A classification; None where the words are no ECCN."""
    if text is None:
        return None
    # `ECCN 3B001.b` and `3B001(b)` are the same paragraph.
    plain = re.sub(r"^\s*eccn[\s:]*", "", str(text), flags=re.IGNORECASE)
    plain = re.sub(r"\s*\(([0-9a-zA-Z]{1,3})\)", r".\1", plain)
    try:
        return parse_eccn(plain.strip())
    except ValueError:
        return None


#: What may stand beside an amount in US dollars; euros and thousands are other amounts.
_DOLLARS = re.compile(r"(?:us)?\$|usd|us dollars?|dollars?", re.IGNORECASE)


def as_money(value: Given) -> Money | None:
    """An amount in US dollars; None where it is not known.

    Raises:
        InputError: another currency, or no single amount.
    """
    if is_unknown(value) or value == "":
        return None
    plain = _DOLLARS.sub("", value).strip() if isinstance(value, str) else value
    readable = not isinstance(plain, bool) and not (isinstance(plain, str) and plain[-1:].isalpha())
    number = as_decimal(plain) if readable else None
    if number is None:
        raise InputError(
            f"`{value}` is no amount", field="value_usd", fix="give US dollars, as 3500 or 3500.00"
        )
    return Money(amount=number)


def day_of(value: Given) -> date | None:
    """A day, from a date or its ISO form."""
    if isinstance(value, datetime):
        return value.date()
    if isinstance(value, date) or value is None:
        return value
    if is_unknown(value):
        return None
    try:
        return date.fromisoformat(str(value).strip())
    except ValueError:
        raise InputError(f"`{value}` is no day", field="dates", fix="write it as 2026-01-29") from None


def facts_of(id: str, key: str, value: Given) -> Iterator[tuple[str, Fact[Any]]]:
    """The facts that one stated value makes."""
    question = questions()[id]
    unknown = is_unknown(value) or is_unread(id, value)
    if _is_unable(id, value):
        yield id, known(True, source=SAID)
    elif id == "use.range_300_km":
        yield id, known(_range(key, value, unknown=unknown), source=SAID)
    elif id == "use.russian_oil_project":
        yield id, known(_UNABLE if unknown else ("yes" if truth_of(value) else "no"), source=SAID)
        oil = "use.directive_4_project"
        yield oil, not_known(oil, questions()[oil].text) if unknown else known(truth_of(value), source=SAID)
    elif id == "use.node_unknown":
        inverted = fold(key) in ("nodeknown",)
        numeric = isinstance(value, int | float | Decimal) and not isinstance(value, bool)
        yield id, known(unknown or (not numeric and truth_of(value) is not inverted), source=SAID)
    elif id == "use.advanced_node" and unknown:
        yield id, not_known(id, question.text)
        yield "use.node_unknown", known(True, source=SAID)
        yield "use.ic_production", known(True, source=SAID)
    elif unknown or ((id in _DECIMAL or id in _SHARES) and as_decimal(value) is None):
        yield id, not_known(id, question.text)
    elif id == "item.range_km":
        yield id, known(as_decimal(value), source=SAID)
        yield "use.range_300_km", known(_range(key, value, unknown=False), source=SAID)
    elif id == "item.other_agency" and fold(key) in ("itar", "usml", "itarcontrolled", "subjecttoitar"):
        yield id, known(truth_of(value), source=SAID)
        yield "item.defense_article", known(truth_of(value), source=SAID)
    elif id == "item.microprocessor_5_gflops" and not isinstance(value, bool):
        number = as_decimal(value)  # 744.17(a): 5 GFLOPS or more
        yield id, known(truth_of(value) if number is None else number >= 5, source=SAID)
    elif id in ("item.food_or_medicine", "item.medical_device"):
        yield id, known(truth_of(value), source=SAID)
        yield from _medicine(key, yes=truth_of(value))
    elif id == "item.supp2_part744" or question.choices == (True, False):
        yield id, known(truth_of(value), source=SAID)
    elif id.endswith("_eccns"):
        codes = value if isinstance(value, list | tuple) else [value]
        yield id, known(frozenset(eccn for code in codes for eccn in find_eccns(str(code))), source=SAID)
    elif id == "item.for_eccn":
        codes = value if isinstance(value, list | tuple) else [value]
        yield id, known(tuple(eccn for code in codes for eccn in find_eccns(str(code))), source=SAID)
    elif id == "item.content.components":
        yield id, known(tuple(_components(value)), source=SAID)
    elif id in _SHARES or id in _DECIMAL:
        yield id, known(as_decimal(value), source=SAID)
    elif id in _COUNTRIES:
        code = country_code(str(value))
        yield id, known(code, source=SAID) if code else not_known(id, question.text)
    elif id in _DAYS:
        yield id, known(day_of(value) or date.max, source=SAID)
    else:
        yield id, known(value if not isinstance(value, int | float) else str(value), source=SAID)


def _medicine(key: str, *, yes: bool) -> Iterator[tuple[str, Fact[Any]]]:
    """What a word for food, medicine or devices says of medicine and devices alone."""
    id = "item.medicine_or_device"
    word = fold(key)
    if "food" not in word:
        yield id, known(yes, source=SAID)
    elif "medicine" in word and yes:
        yield id, not_known(id, questions()[id].text)


#: Shares of value, in per cent; the other questions of `item.content.` are yes or no, or lists.
_SHARES = frozenset(
    f"item.content.{name}"
    for name in (
        "us_controlled_pct", "us_at_only_pct", "us_ear99_pct", "us_600_series_a_to_x_pct",
        "us_600_series_y_pct", "us_9x515_a_to_x_pct", "us_9x515_y_pct", "us_encryption_pct",
    )
)  # fmt: skip
_COUNTRIES = frozenset({"trade.craft_registered_in", "trade.craft_controlled_from"})
_DAYS = frozenset(
    {
        "trade.en_route_aboard_on",
        "trade.exported_on",
        "trade.reexported_on",
        "trade.serviced_on",
        "trade.boycott_request_on",
        "trade.terminated_on",
        "item.production.begun_on",
    }
)


def _range(key: str, value: Given, *, unknown: bool) -> str:
    if unknown:
        return _UNABLE
    if isinstance(value, bool):
        if fold(key) in ("rangeknown", "rangedetermined"):
            return "no" if value else _UNABLE
        return "yes" if value else "no"
    number = as_decimal(value)
    if number is None:
        return "yes" if truth_of(value) else "no"
    return "yes" if number >= 300 else "no"


_YES = frozenset({"yes", "y", "true", "t"})
_NO = frozenset({"no", "n", "false", "f", "none", ""})


def as_truth(value: Given) -> bool | None:
    """Yes or no; a number is yes when positive, a list when it holds something. None for any other word."""
    if isinstance(value, bool):
        return value
    if isinstance(value, list | tuple | Mapping):
        return bool(value)
    number = value if isinstance(value, int | float | Decimal) else as_decimal(value)
    if number is not None:
        return number > 0
    word = fold(str(value))
    return True if word in _YES else False if word in _NO else None


def _is_unable(id: str, value: Given) -> bool:
    """Who cannot determine whether it is for a missile of long range needs a licence (15 CFR 744.3(a)(3))."""
    return id == "use.rocket_or_uav" and fold(str(value)) == "unabletodetermine"


def is_unread(id: str, value: Given) -> bool:
    """Whether a word answers a question of yes or no with neither: `perhaps` must be no yes and no no."""
    if is_unknown(value) or _is_unable(id, value) or id in _SHARES or id in _DECIMAL:
        return False
    return questions()[id].choices == (True, False) and as_truth(value) is None


def truth_of(value: Given) -> bool:
    """Yes or no as `as_truth` reads it; a word that is neither counts as a yes."""
    return as_truth(value) is not False


#: A comma only sets thousands apart: `4,00` is four in one country and four hundred in no country.
_NUMBER = re.compile(
    r"\$?\s*(\d{1,3}(?:,\d{3})+(?:\.\d+)?|\d+(?:\.\d+)?)\s*(?:%|percent|per cent|[A-Za-z/]*)"
)


def as_decimal(value: Given) -> Decimal | None:
    """A number, with its unit or per cent sign taken off; None where the words hold no single number."""
    if isinstance(value, bool):
        return Decimal(int(value))
    if isinstance(value, int | float | Decimal):
        return Decimal(str(value))
    found = _NUMBER.fullmatch(str(value).strip())
    return Decimal(found[1].replace(",", "")) if found else None


def with_shares(content: Facts, whole: Given) -> Facts:
    """Components and buckets told by their value get their share of the item's value.

    `us_controlled_value_usd` is the value of what `us_controlled_pct` is the share of. Where the item's own
    value is not known, the share is not known either.
    """
    whole = first_of(content, "total_value_usd", "total_value", "item_value_usd") or whole
    content = dict(
        _bucket(key, value, whole) for key, value in content.items() if not key.startswith("total")
    )
    parts = content.get("components") or content.get("us_components")
    if not isinstance(parts, list) or whole is None:
        return content
    total = as_decimal(whole)

    def shared(part: Given) -> Given:
        if not isinstance(part, Mapping) or "pct" in part or not total:
            return part
        value = as_decimal(part.get("value_usd", ""))
        return part if value is None else {**part, "pct": value * 100 / total}

    rest = {key: value for key, value in content.items() if key not in ("components", "us_components")}
    return {**rest, "components": [shared(part) for part in parts]}


_VALUED = re.compile(r"(?P<bucket>us_\w+?)_(?:value_usd|value|usd)")


def _bucket(key: str, value: Given, whole: Given) -> tuple[str, Given]:
    found = _VALUED.fullmatch(key)
    if found is None:
        return key, value
    total, part = as_decimal(whole) if whole is not None else None, as_decimal(value)
    return f"{found['bucket']}_pct", part * 100 / total if total and part is not None else "unknown"


def _components(value: Given) -> Iterator[tuple[Eccn, Decimal]]:
    for each in value if isinstance(value, list | tuple) else ():
        if isinstance(each, Mapping):
            eccn = as_eccn(each.get("eccn"))
            share = as_decimal(first_of(each, "pct", "percent", "share", "value_pct"))
            if eccn is not None and share is not None:
                yield eccn, share
