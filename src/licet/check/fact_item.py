"""One line of a trade from its table of facts: classification, origin, value, content, production."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from typing import Any

from licet.check.fact_shape import is_none_of_it
from licet.check.fact_told import Told
from licet.check.fact_values import (
    SAID,
    Facts,
    Given,
    as_eccn,
    as_money,
    fact_of,
    first_of,
    is_unknown,
    truth_of,
    with_shares,
)
from licet.check.fact_words import ITEM_WORDS, fold
from licet.core.deal import Item, ItemKind
from licet.core.eccn import Eccn
from licet.core.fact import Fact, known, not_applicable, not_known
from licet.law.book import questions
from licet.law.us.ear.ccl import entry

__all__ = ["makers_of", "read_item"]


#: Words for who made an item, which names a party of that role.
MAKER_WORDS = ("manufacturer", "maker", "made_by", "brand")


def makers_of(items: Sequence[Given]) -> Iterator[Facts]:
    """The makers that the items name, as parties: section 889 and the FCC ask."""
    for item in items:
        if isinstance(item, Mapping):
            attrs = item.get("attrs")
            for told in (item, attrs if isinstance(attrs, Mapping) else {}):
                for key in MAKER_WORDS:
                    name = told.get(key)
                    if isinstance(name, str) and not is_unknown(name):
                        yield {"name": name, "roles": ["manufacturer"]}


#: One word with a digit in it: meant for a classification, so a slip of the pen and no description.
_LIKE_A_NUMBER = re.compile(r"(?=\S*\d)\S+")


#: Words for what 740.19(b) lists.
_CONSUMER = re.compile(
    r"\b(?:consumer|personal|home)\b.*\b(?:laptops?|notebooks?|computers?|tablets?|phones?|smartphones?|devices?"
    r"|modems?|routers?|printers?)\b|\bsmartphones?\b",
    re.IGNORECASE,
)


#: The tables inside a line's, and what their statements begin with.
_GROUPS_OF_FACTS = (("content", "item.content."), ("production", "item.production."), ("attrs", "item."))
#: What is read by itself, so is no statement.
_READ = frozenset({"eccn", "kind", "desc", "description", "origin", "value_usd", "value", "content",
                   "production", "attrs", "hts", "hts6", "hts_code", "schedule_b", "quantity", "name",
                   "rows"})  # fmt: skip
_KINDS = {kind.value: kind for kind in ItemKind} | {
    "source code": ItemKind.SOFTWARE,
    "source_code": ItemKind.SOFTWARE,
    "object_code": ItemKind.SOFTWARE,
}


def read_item(t: Told, given: Facts, index: int) -> Item:
    """The line at one index of `items`."""
    path = f"items[{index}]"
    blank = Item()
    description = str(first_of(given, "desc", "description") or "")
    says = _said(t, given, path)
    if _CONSUMER.search(description):
        # A description that speaks of a consumer device is never read as saying that it is none.
        device = questions()["item.consumer_communications_device"]
        says.setdefault(device.id, not_known(device.id, device.text))
    for row, holds in (given.get("rows") or {}).items():
        says[f"item.row.{row}"] = known(truth_of(holds), source=SAID)
    origin = given.get("origin")
    if origin is None and t.clean:
        origin = "US"
    eccn = _classified(t, given, path, says)
    kind = str(given.get("kind") or "").lower()
    read_kind = _KINDS.get(kind) or (None if kind else _kind_of(eccn, clean=t.clean))
    value = first_of(given, "value_usd", "value")
    hts = first_of(given, *_HTS) or first_of(given.get("attrs") or {}, *_HTS)
    return Item(
        eccn=t.hidden(f"{path}.eccn", fact_of(eccn, blank.eccn)),
        kind=fact_of(read_kind, blank.kind),
        origin=t.hidden(f"{path}.origin", fact_of(t.country(origin) or None, blank.origin)),
        value=t.hidden(f"{path}.value_usd", fact_of(as_money(value), blank.value)),
        hts=_hts(t, path, hts, blank),
        description=description,
        statements=says,
        unstated=t.unstated,
    )


def _said(t: Told, given: Facts, path: str) -> dict[str, Fact[Any]]:
    """What a line and the tables inside it answer, by question."""
    says: dict[str, Fact[Any]] = {}
    for group, prefix in _GROUPS_OF_FACTS:
        inside = given.get(group)
        if t.is_hidden(f"{path}.{group}") or inside in ("unknown",):
            t.open_all(prefix, says)
            continue
        if is_none_of_it(inside):
            t.close_all(prefix, says)
        if isinstance(inside, Mapping):
            if group == "content":
                inside = with_shares(inside, first_of(given, "value_usd", "value"))
            odd, told = len(t.strange), len(says)
            t.say(inside, f"{path}.{group}", (prefix, "item.", "use.", "trade."), ITEM_WORDS, says)
            if len(t.strange) > odd and len(says) == told and prefix != "item.":
                t.open_all(prefix, says)  # nothing of it was understood: nothing is declared
    rest = {key: value for key, value in given.items() if key not in _READ}
    t.say(rest, path, ("item.", "trade."), ITEM_WORDS, says)
    t.say_unknown(path, ("item.content.", "item.production.", "item."), says)
    return says


def _classified(t: Told, given: Facts, path: str, says: dict[str, Fact[Any]]) -> Eccn | None:
    """The line's number on the control list; words instead of one ("foreign machine") are kept as words."""
    eccn = as_eccn(given.get("eccn"))
    if eccn is None and given.get("eccn") and fold(str(given["eccn"])) not in ("unknown",):
        says.setdefault("item.words", known(str(given["eccn"]), source=SAID))
        if _LIKE_A_NUMBER.fullmatch(str(given["eccn"]).strip()):
            t.strange.append(f"{path}.eccn: {given['eccn']}")
    if eccn is not None and not eccn.is_ear99 and t.on is not None and (lacks := _lacks(eccn, t.on)):
        t.strange.append(f"{path}.eccn: {given['eccn']}: the text held has no such {lacks}")
    return eccn


def _lacks(eccn: Eccn, on: date) -> str:
    """What of a number the control list held for the day lacks: `entry`, `paragraph`; empty for nothing."""
    found = entry(eccn.entry, on)
    if found is None:
        return "entry"
    letter = eccn.paragraph.split(".")[0]
    return "paragraph" if letter and found.paragraphs and letter not in found.paragraphs else ""


#: The names of a tariff code.
_HTS = ("hts", "hts6", "hts_6", "hts_code", "schedule_b")


def _hts(t: Told, path: str, code: Given, blank: Item) -> Fact[str]:
    """A code not stated in a clean trade is on no supplement; one made unknown is asked for."""
    if code in ("unknown",) or any(
        t.is_hidden(f"{path}.{key}") or t.is_hidden(f"{path}.attrs.{key}") for key in _HTS
    ):
        return blank.hts
    if code:
        return known(str(code), source=SAID, ask=blank.hts.ask)
    return not_applicable(source="declared clean") if t.clean else blank.hts


#: 15 CFR 738.2(b): the product group, second in an entry's number.
_GROUPS = {"D": ItemKind.SOFTWARE, "E": ItemKind.TECHNOLOGY}


def _kind_of(eccn: Eccn | None, *, clean: bool) -> ItemKind | None:
    """The kind that nobody stated: that of the entry's product group; of EAR99 only a clean trade's."""
    if eccn is not None and not eccn.is_ear99:
        return _GROUPS.get(eccn.group, ItemKind.COMMODITY)
    return ItemKind.COMMODITY if clean else None
