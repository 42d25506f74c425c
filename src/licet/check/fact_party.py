"""One party of a trade from its table of facts: who, where, in which roles, on which lists, owned by whom."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from licet.check.entries import listing_stated
from licet.check.fact_roles import roles_of
from licet.check.fact_told import Told
from licet.check.fact_values import SAID, Facts, Given, fact_of, first_of, is_unknown
from licet.check.fact_words import PARTY_WORDS, fold
from licet.check.shares import opened, stakes_of, unread_owners
from licet.core.deal import Hit, TradeParty
from licet.core.fact import Fact, known
from licet.core.trade import Address, Name, Party

__all__ = ["read_party"]

#: The beginnings of the ids of the lists that licet reads.
_KNOWN = ("us-", "un-", "eu-", "uk-", "ca-", "au-", "ch-", "jp-")
_NOT_LISTED = frozenset({"no", "none", "false", "notlisted", "unlisted"})
#: Other words for owners: one owner, or several.
_OWNERS = (
    "owners",
    "owner",
    "parent",
    "parents",
    "shareholders",
    "shareholder",
    "owned_by",
    "ultimate_owner",
)


def read_party(t: Told, given: Facts, index: int) -> TradeParty:
    """The party at one index of `parties`."""
    path = f"parties[{index}]"
    says: dict[str, Fact[Any]] = {}
    country = t.country(given.get("country"))
    # Where a firm sits says nothing of its parent: only a clean trade may take one for the other.
    hq = t.country(first_of(given, "hq", "headquarters", "headquartered_in"))
    hq = hq or (country if t.clean else "")
    parent = t.country(
        first_of(given, "ultimate_parent_hq", "parent_hq", "ultimate_parent_country", "parent_country")
    )
    words = {"ref", "name", "roles", "role", "country", "address", "listed", "owners", "hq",
    "headquarters", "desc",
             "headquartered_in", "ultimate_parent_hq", "parent_hq", "ultimate_parent_country",
             "parent_country",
             "nationality", "citizenship", "nationalities", "match", "matched", "listed_by_address",
             "attrs", "branch_of", *_OWNERS, "id", "footnote", "footnotes", "programs", "programmes",
             "order"}  # fmt: skip
    rest = {key: value for key, value in given.items() if key not in words}
    rest |= dict(given.get("attrs") or {})
    t.say(rest, path, ("party.", "use.", "trade."), PARTY_WORDS, says)
    t.say_unknown(path, ("party.", "use.", "trade."), says)
    blank = TradeParty(party=Party())
    roles = first_of(given, "roles", "role")
    names = [roles] if isinstance(roles, str) else list(roles or ())
    parts, odd = roles_of(names)
    t.strange.extend(f"{path}.roles: {word}" for word in odd)
    address = given.get("address")
    where = Address(text=str(address), country=country) if address else None
    return TradeParty(
        party=Party(
            names=(Name(text=str(given.get("name") or given.get("ref") or f"party {index + 1}")),),
            countries=(country,) if country else (),
            addresses=(where,) if where else (),
            id=str(given.get("ref") or ""),
        ),
        roles=t.hidden(f"{path}.roles", fact_of(parts if names else None, blank.roles)),
        country=t.place(f"{path}.country", country, blank.country),
        hq=t.place(f"{path}.hq", hq, blank.hq),
        parent_hq=t.place(f"{path}.ultimate_parent_hq", parent or (hq if t.clean else ""), blank.parent_hq),
        hits=_hits(t, given, path, blank.hits),
        stakes=_stakes(t, given, path, blank.stakes),
        statements=says,
        unstated=t.unstated,
    )


def _hits(t: Told, given: Facts, path: str, blank: Fact[tuple[Hit, ...]]) -> Fact[tuple[Hit, ...]]:
    if t.is_hidden(f"{path}.listed"):
        return blank
    keys = ("listed", "branch_of", "listed_by_address")
    refs = [given[key] for key in keys if given.get(key) and fold(str(given[key])) not in _NOT_LISTED]
    if is_unknown(given.get("listed", False)) and "listed" in given and given["listed"] is not None:
        return blank
    flat = [ref for each in refs for ref in (each if isinstance(each, list) else [each])]
    if not flat and given.get("address"):
        # An address-only entry reaches any firm that uses the address (15 CFR 744.16(a)).
        flat = [ref for ref in (t.at_address(str(given["address"])),) if ref]
    if not flat:
        return known((), source=SAID) if "listed" in given or t.clean else blank
    unsure = fold(str(first_of(given, "match", "matched") or "")) in (
        "probable",
        "possible",
        "unresolved",
        "unknown",
    )
    hits: list[Hit] = []
    for ref in flat:
        listing = None if isinstance(ref, Mapping) else t.find(str(ref))
        listing = listing or listing_stated(ref, given)
        if listing is None:
            t.strange.append(f"{path}.listed: {ref}")
            return blank
        if not listing.list.startswith(_KNOWN):
            t.strange.append(f"{path}.listed: no list is known as `{listing.list}`")
        same: Fact[bool] = Hit(listing=listing).same if unsure else known(True, source=SAID)
        hits.append(Hit(listing=listing, same=same, by_address=listing.address_only))
    return known(tuple(hits), source=SAID)


def _stakes(t: Told, given: Facts, path: str, blank: Fact[Any]) -> Fact[Any]:
    owners = _owners(t, given)
    if owners in ("unknown",) or (t.is_hidden(f"{path}.owners") and not owners):
        return blank
    if owners is None:
        return known({}, source="declared clean") if t.clean else blank
    everything = t.is_hidden(f"{path}.owners")
    hidden = [f"{path}.owners[{index}]" for index in range(len(owners))] if everything else []
    shares = opened(owners, f"{path}.owners", (*t.unknown, *hidden))
    for place, ref in unread_owners(shares, t.find, f"{path}.owners"):
        t.strange.append(f"{place}.listed: {ref}")
    return known(stakes_of(shares, t.find, t.on, clean=t.clean), source=SAID)


def _owners(t: Told, given: Facts) -> Given:
    """The owners however they are named; None when none is told, `unknown` when they are not known."""
    found: list[Given] = []
    for key in _OWNERS:
        told = given.get(key)
        if told is None:
            continue
        if is_unknown(told):
            return "unknown"
        found.extend(_named(t, each) for each in (told if isinstance(told, list | tuple) else (told,)))
    return found or (given.get("owners") if "owners" in given else None)


def _named(t: Told, given: Given) -> Given:
    """An owner; a name alone may be that of a list entry, and how much it holds is then not known."""
    if isinstance(given, Mapping):
        return given
    return {"name": str(given), "listed": given if t.find(str(given)) is not None else None}
