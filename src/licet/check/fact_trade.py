"""The whole of a trade from its facts: the act, its places, what BIS said, what is held."""

from __future__ import annotations

import re
from collections.abc import Mapping

from licet.check.fact_told import Told
from licet.check.fact_values import SAID, day_of, first_of, is_unknown
from licet.check.fact_words import TRADE_WORDS, fold
from licet.core.country import is_other_region, region_code
from licet.core.deal import Act, Notice
from licet.core.errors import InputError
from licet.core.fact import Fact, known, not_applicable

__all__ = [
    "act_of",
    "authorisations",
    "complete",
    "destination_of",
    "informed",
    "nationalities",
    "region_fact",
    "sent_from",
    "transit",
]

#: 734.13(b): the most recent citizenship or permanent residency counts.
_LATEST = ("most_recent_citizenship", "most_recent_citizenship_or_residency", "most_recent_nationality",
           "permanent_resident_of", "permanent_residency")  # fmt: skip
#: Words of a licence that is not in hand.
_NOT_HELD = re.compile(
    r"\bno (?=\D)|\b(?:none|not|without|pending|denied|refused|rejected|returned|expired|revoked|suspended"
    r"|applied|application|requested|draft|lapsed)\b",
    re.IGNORECASE,
)


def act_of(t: Told) -> Act | None:
    """What is done; None when nothing that is known was told."""
    word = str(first_of(t.facts, "activity", "act") or "")
    by_name = {fold(act.value): act for act in Act}
    by_name |= {
        "transfer": Act.TRANSFER,
        "incountrytransfer": Act.TRANSFER,
        "exportfromabroad": Act.REEXPORT,
    }
    by_name |= {"servicing": Act.US_PERSON_ACTIVITY, "domestic": Act.DOMESTIC_SALE}
    found = by_name.get(fold(word))
    if word and found is None and not is_unknown(word):
        t.strange.append(f"activity: {word}")
    return found


def sent_from(t: Told, act: Act | None, country: str) -> str:
    """The country from which the item leaves; empty when it cannot be told."""
    attrs = [item.get("attrs") or {} for item in t.facts.get("items") or ()]
    named = first_of(t.facts, "exported_from", "export_from", "reexported_from", "from", "origin_of_shipment")
    for each in (t.facts.get("actor") or {}, *attrs):
        named = named or first_of(each, "exported_from", "reexported_from", "shipped_from")
    if named:
        return t.country(named)
    if act in (Act.EXPORT, Act.DEEMED_EXPORT):
        return "US"  # 15 CFR 734.13: an export is out of the United States
    if act is Act.TRANSFER and t.clean:
        return destination_of(t)[0] or country
    return country if t.clean else ""


#: Where the region of the destination may stand beside its country.
REGION_WORDS = ("region", "destination_region")


def destination_of(t: Told) -> tuple[str, str | None]:
    """The country of destination and, where told, its region."""
    given, told = t.facts.get("destination"), first_of(t.facts, *REGION_WORDS)
    if isinstance(given, Mapping):
        region = given.get("region") or told
        return t.country(given.get("country")), None if region is None else str(region)
    text = str(given or "")
    return t.country(text), region_code(text) or (None if told is None else str(told))


def region_fact(t: Told, country: str, region: str | None, blank: Fact[str]) -> Fact[str]:
    """The region; known to be none outside Ukraine."""
    if t.is_hidden("destination.region"):
        return blank
    if region:
        code = region_code(region)
        if code or is_other_region(region) or (country and country != "UA"):
            return known(code, source=SAID)
        # A slip of the pen in `Donetsk` must not read as another region.
        t.strange.append(f"destination.region: {region}")
        return blank
    if t.clean or (country and country != "UA"):
        return known("", source="declared clean" if t.clean else "not in Ukraine")
    return blank


def complete(t: Told, blank: Fact[bool]) -> Fact[bool]:
    """Whether all parties are named."""
    if t.is_hidden("parties"):
        return blank
    stated = t.facts.get("all_parties_named")
    if stated is not None:
        return known(bool(stated), source=SAID) if stated else blank
    return known(True, source="declared clean") if t.clean else blank


def nationalities(t: Told, blank: Fact[frozenset[str]]) -> Fact[frozenset[str]]:
    """The nationalities of the one who receives technology; only the latest where it is told."""
    recipient = t.facts.get("recipient") or {}
    given = first_of(t.facts, *_LATEST) or first_of(recipient, *_LATEST)
    given = given or first_of(t.facts, "nationality", "nationalities", "recipient_nationality")
    given = given or first_of(recipient, "nationality", "nationalities", "citizenship")
    if given is None:
        for party in t.facts.get("parties") or ():
            given = given or first_of(party, *_LATEST, "nationality", "citizenship", "nationalities")
    rest = {
        k: v
        for k, v in recipient.items()
        if "national" not in k and "citizen" not in k and k not in ("name", *_LATEST)
    }
    t.say(rest, "recipient", ("trade.",), TRADE_WORDS, t.trade_says)
    words = (*_LATEST, "nationality", "nationalities", "recipient_nationality", "citizenship")
    if any(t.is_hidden(f"{group}{word}") for word in words for group in ("", "recipient.", "trade.")):
        return blank
    if given is None:
        return not_applicable(source="declared clean") if t.clean else blank
    names = given if isinstance(given, list | tuple) else [given]
    return known(frozenset(t.country(name) for name in names if name), source=SAID)


def transit(t: Told, blank: Fact[tuple[str, ...]]) -> Fact[tuple[str, ...]]:
    """The countries passed on the way."""
    if t.is_hidden("transit"):
        return blank
    given = t.facts.get("transit")
    if given is None:
        return known((), source="declared clean") if t.clean else blank
    names = given if isinstance(given, list | tuple) else [given]
    codes = (t.country(name.get("country") if isinstance(name, Mapping) else name) for name in names)
    return known(tuple(code for code in codes if code), source=SAID)


def informed(t: Told, blank: Fact[tuple[Notice, ...]]) -> Fact[tuple[Notice, ...]]:
    """The notices by BIS: a table, its section alone, or that there was one."""
    given = t.facts.get("informed")
    if t.is_hidden("informed") or (given is None and not t.clean):
        return blank
    if not given:
        return known((), source="declared clean")
    many = [
        {"section": each} if isinstance(each, str) else {} if each is True else each
        for each in (given if isinstance(given, list | tuple) else [given])
        if each
    ]
    if not all(isinstance(each, Mapping) for each in many):
        raise InputError(f"`{given!r:.60}` is no notice", field="informed", fix="give {section, date}")
    notices = tuple(
        Notice(section=_section(str(each.get("section", "744.1(b)"))), day=day_of(each.get("date")))
        for each in many
    )
    return known(notices, source=SAID)


def authorisations(t: Told, blank: Fact[frozenset[str]]) -> Fact[frozenset[str]]:
    """The licences in hand; one that is pending, denied or expired is none."""
    given = first_of(t.facts, "authorisations", "authorizations")
    if given is None:
        return known(frozenset(), source="declared clean") if t.clean else blank
    named = [str(each) for each in given] if isinstance(given, list | tuple) else [str(given)]
    words = [word for word in named if not _NOT_HELD.search(word)]
    if any("OFAC" in word.upper() for word in words):
        t.trade_says["trade.ofac_authorised"] = known(True, source=SAID)
        if any("GENERAL" in word.upper() or " GL" in word.upper() for word in words):
            t.trade_says["trade.ofac_general_license"] = known(True, source=SAID)
    return known(frozenset(words), source=SAID)


def _section(text: str) -> str:
    return text.replace("15 CFR", "").replace("§", "").strip()
