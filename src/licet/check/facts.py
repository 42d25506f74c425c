"""From a mapping of facts (a TOML or JSON trade, the facts of a case) to a `Trade`.

What is not stated stays unknown, or, in a trade declared clean, is the question's clean answer. A key that
licet does not know is kept and named: it is never dropped silently.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from licet.check.entries import listing_stated
from licet.check.fact_names import concerns_in, is_negated, question_of
from licet.check.fact_roles import roles_of
from licet.check.fact_shape import checked
from licet.check.fact_values import (
    SAID,
    Facts,
    Given,
    as_eccn,
    as_money,
    day_of,
    fact_of,
    facts_of,
    first_of,
    is_unknown,
    truth_of,
    with_shares,
)
from licet.check.fact_words import ITEM_WORDS, PARTY_WORDS, TRADE_WORDS, USE_WORDS, fold
from licet.check.shares import opened, stakes_of, unread_owners
from licet.core.ask import Unstated
from licet.core.country import country_code, region_code
from licet.core.deal import Act, Hit, Item, ItemKind, Notice, Trade, TradeParty
from licet.core.errors import InputError
from licet.core.fact import Fact, known, not_applicable, not_known
from licet.core.listing import Listing
from licet.core.trade import Address, Name, Party
from licet.law.book import questions

__all__ = ["Read", "read_facts"]

Find = Callable[[str], Listing | None]
#: Facts that qualify a person or a use for an exception, and the purpose of part 740 that each is.
_PURPOSE = frozenset({"purpose", "exceptionpurpose", "licenseexceptionpurpose"})


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
    reader = _Reader(checked(facts), clean=clean, unknown=[str(path) for path in unknown], find=find)
    reader.at_address, reader.on = at_address, on
    return reader.read()


class _Reader:
    def __init__(self, facts: Facts, *, clean: bool, unknown: Sequence[str], find: Find) -> None:
        self.facts = facts
        self.clean = clean
        self.unstated = Unstated.CLEAN if clean else Unstated.OPEN
        self.unknown = tuple(unknown)
        self.find = find
        self.at_address: Callable[[str], str] = lambda _: ""
        self.on: date | None = None
        self.strange: list[str] = []
        self.trade_says: dict[str, Fact[Any]] = {}

    # ------------------------------------------------------------ the whole

    def read(self) -> Read:
        facts = self.facts
        act = self._act()
        actor = facts.get("actor") or {}
        country = self._country(actor.get("country"))
        hq = self._country(actor.get("hq") or actor.get("headquarters"))
        hq = hq or (country if self.clean else "")
        parent = self._country(first_of(actor, "ultimate_parent_hq", "parent_hq", "ultimate_parent"))
        parent = parent or (hq if self.clean else "")
        sent_from = self._sent_from(act, country)
        if act is Act.EXPORT and sent_from and sent_from != "US":
            act = Act.REEXPORT
        self._actor_words(actor)
        destination, region = self._destination()
        nationalities = self._nationalities(Trade().nationalities)
        no_place = Trade().destination
        if act in (Act.DEEMED_EXPORT, Act.DEEMED_REEXPORT) and destination in ("", "US"):
            # The release goes to the recipient's country (734.13(b)); the place of release is no destination.
            one = nationalities.value if nationalities.value and len(nationalities.value) == 1 else {""}
            destination = next(iter(one))
            no_place = not_known(
                "trade.nationalities",
                "What is the recipient's most recent citizenship or permanent residency (734.13(b))?",
            )
        employer = self._country(first_of(actor, "employer_hq", "employer_country", "employer"))
        if employer:
            self.trade_says["trade.employer_hq"] = known(employer, source=SAID)
        items = tuple(self._item(each, index, act) for index, each in enumerate(facts.get("items") or ()))
        parties = tuple(self._party(each, index) for index, each in enumerate(facts.get("parties") or ()))
        self._uses()
        self._dates()
        self._rest()
        for group in ("end_use", "use", "dates", "order", "conduct", "actor", "recipient", "trade"):
            self._say_unknown(group, ("use.", "trade.", "order.", "actor."), self.trade_says)
        us_person = actor.get("us_person")
        if isinstance(us_person, str):
            us_person = None if is_unknown(us_person) else truth_of(us_person)
            if us_person is None:
                self.unknown = (*self.unknown, "actor.us_person")
        if us_person is None and self.clean:
            us_person = country == "US" or (country == "" and act in (Act.EXPORT, Act.DEEMED_EXPORT))
        blank = Trade()
        trade = Trade(
            act=fact_of(act, blank.act),
            us_person=self._hidden("actor.us_person", fact_of(us_person, blank.us_person)),
            actor_country=self._place("actor.country", country, blank.actor_country),
            actor_hq=self._place("actor.hq", hq, blank.actor_hq),
            actor_parent=self._place("actor.ultimate_parent_hq", parent, blank.actor_parent),
            exported_from=self._place("exported_from", sent_from, blank.exported_from),
            destination=self._place("destination", destination, no_place),
            region=self._region(destination, region, blank.region),
            nationalities=nationalities,
            transit=self._transit(blank.transit),
            items=items,
            parties=parties,
            parties_complete=self._complete(blank.parties_complete),
            informed=self._informed(blank.informed),
            authorisations=self._authorisations(blank.authorisations),
            statements=self.trade_says,
            unstated=self.unstated,
        )
        return Read(trade, self.strange)

    def _act(self) -> Act | None:
        word = str(first_of(self.facts, "activity", "act") or "")
        by_name = {fold(act.value): act for act in Act}
        by_name |= {
            "transfer": Act.TRANSFER,
            "incountrytransfer": Act.TRANSFER,
            "exportfromabroad": Act.REEXPORT,
        }
        by_name |= {"servicing": Act.US_PERSON_ACTIVITY, "domestic": Act.DOMESTIC_SALE}
        found = by_name.get(fold(word))
        if word and found is None:
            self.strange.append(f"activity: {word}")
        return found

    def _sent_from(self, act: Act | None, country: str) -> str:
        attrs = [item.get("attrs") or {} for item in self.facts.get("items") or ()]
        named = first_of(
            self.facts, "exported_from", "export_from", "reexported_from", "from", "origin_of_shipment"
        )
        for each in (self.facts.get("actor") or {}, *attrs):
            named = named or first_of(each, "exported_from", "reexported_from", "shipped_from")
        if named:
            return self._country(named)
        if act in (Act.EXPORT, Act.DEEMED_EXPORT):
            return "US"  # 15 CFR 734.13: an export is out of the United States
        if act is Act.TRANSFER and self.clean:
            return self._destination()[0] or country
        return country if self.clean else ""

    def _actor_words(self, actor: Facts) -> None:
        words = {"country", "hq", "headquarters", "us_person", "ultimate_parent_hq", "parent_hq",
        "ultimate_parent",
                 "exported_from", "reexported_from", "shipped_from", "name", "role", "employer_hq",
                 "employer_country", "employer"}  # fmt: skip
        self._say(
            {key: value for key, value in actor.items() if key not in words},
            "actor", ("trade.", "actor."), TRADE_WORDS, self.trade_says,
        )  # fmt: skip

    def _destination(self) -> tuple[str, str | None]:
        given = self.facts.get("destination")
        if isinstance(given, Mapping):
            region = given.get("region")
            return self._country(given.get("country")), None if region is None else str(region)
        text = str(given or "")
        return self._country(text), region_code(text) or None

    def _region(self, country: str, region: str | None, blank: Fact[str]) -> Fact[str]:
        if self._is_hidden("destination.region"):
            return blank
        if region:
            return known(region_code(region) or region, source=SAID)
        if self.clean or (country and country != "UA"):
            return known("", source="declared clean" if self.clean else "not in Ukraine")
        return blank

    def _complete(self, blank: Fact[bool]) -> Fact[bool]:
        if self._is_hidden("parties"):
            return blank
        stated = self.facts.get("all_parties_named")
        if stated is not None:
            return known(bool(stated), source=SAID) if stated else blank
        return known(True, source="declared clean") if self.clean else blank

    def _nationalities(self, blank: Fact[frozenset[str]]) -> Fact[frozenset[str]]:
        recipient = self.facts.get("recipient") or {}
        given = first_of(self.facts, *_LATEST) or first_of(recipient, *_LATEST)
        given = given or first_of(self.facts, "nationality", "nationalities", "recipient_nationality")
        given = given or first_of(recipient, "nationality", "nationalities", "citizenship")
        if given is None:
            for party in self.facts.get("parties") or ():
                given = given or first_of(party, *_LATEST, "nationality", "citizenship", "nationalities")
        rest = {
            k: v
            for k, v in recipient.items()
            if "national" not in k and "citizen" not in k and k not in ("name", *_LATEST)
        }
        self._say(rest, "recipient", ("trade.",), TRADE_WORDS, self.trade_says)
        if given is None:
            return not_applicable(source="declared clean") if self.clean else blank
        names = given if isinstance(given, list | tuple) else [given]
        return known(frozenset(self._country(name) for name in names if name), source=SAID)

    def _transit(self, blank: Fact[tuple[str, ...]]) -> Fact[tuple[str, ...]]:
        if self._is_hidden("transit"):
            return blank
        given = self.facts.get("transit")
        if given is None:
            return known((), source="declared clean") if self.clean else blank
        names = given if isinstance(given, list | tuple) else [given]
        codes = (self._country(name.get("country") if isinstance(name, Mapping) else name) for name in names)
        return known(tuple(code for code in codes if code), source=SAID)

    def _informed(self, blank: Fact[tuple[Notice, ...]]) -> Fact[tuple[Notice, ...]]:
        given = self.facts.get("informed")
        if self._is_hidden("informed") or (given is None and not self.clean):
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

    def _authorisations(self, blank: Fact[frozenset[str]]) -> Fact[frozenset[str]]:
        given = first_of(self.facts, "authorisations", "authorizations")
        if given is None:
            return known(frozenset(), source="declared clean") if self.clean else blank
        named = [str(each) for each in given] if isinstance(given, list | tuple) else [str(given)]
        words = [word for word in named if not _NOT_HELD.search(word)]
        if any("OFAC" in word.upper() for word in words):
            self.trade_says["trade.ofac_authorised"] = known(True, source=SAID)
            if any("GENERAL" in word.upper() or " GL" in word.upper() for word in words):
                self.trade_says["trade.ofac_general_license"] = known(True, source=SAID)
        return known(frozenset(words), source=SAID)

    # ------------------------------------------------------------ items and parties

    def _item(self, given: Facts, index: int, act: Act | None) -> Item:
        path = f"items[{index}]"
        blank = Item()
        says: dict[str, Fact[Any]] = {}
        for group, prefix in (
            ("content", "item.content."),
            ("production", "item.production."),
            ("attrs", "item."),
        ):
            inside = given.get(group)
            if self._is_hidden(f"{path}.{group}") or inside in ("unknown",):
                self._open_all(prefix, says)
                continue
            if isinstance(inside, Mapping):
                if group == "content":
                    inside = with_shares(inside, first_of(given, "value_usd", "value"))
                self._say(inside, f"{path}.{group}", (prefix, "item.", "use.", "trade."), ITEM_WORDS, says)
        words = {"eccn", "kind", "desc", "description", "origin", "value_usd", "value", "content",
        "production",
                 "attrs", "hts", "hts6", "hts_code", "schedule_b", "quantity", "name", "rows"}  # fmt: skip
        self._say(
            {k: v for k, v in given.items() if k not in words}, path, ("item.", "trade."), ITEM_WORDS, says
        )
        self._say_unknown(path, ("item.content.", "item.production.", "item."), says)
        for row, holds in (given.get("rows") or {}).items():
            says[f"item.row.{row}"] = known(truth_of(holds), source=SAID)
        origin = given.get("origin")
        if origin is None and self.clean:
            origin = "US"
        kind = str(given.get("kind") or "")
        kinds = {each.value: each for each in ItemKind} | {"source code": ItemKind.SOFTWARE}
        kinds |= {"source_code": ItemKind.SOFTWARE, "object_code": ItemKind.SOFTWARE}
        eccn = as_eccn(given.get("eccn"))
        if eccn is None and given.get("eccn") and fold(str(given["eccn"])) not in ("unknown",):
            # Words instead of a number ("foreign machine"): not classified.
            says.setdefault("item.words", known(str(given["eccn"]), source=SAID))
        value = first_of(given, "value_usd", "value")
        hts = first_of(given, "hts", "hts6", "hts_code", "schedule_b") or first_of(
            given.get("attrs") or {}, "hts", "hts6", "hts_6", "hts_code"
        )
        return Item(
            eccn=self._hidden(f"{path}.eccn", fact_of(eccn, blank.eccn)),
            kind=fact_of(
                kinds.get(kind.lower()) or (ItemKind.COMMODITY if self.clean and not kind else None),
                blank.kind,
            ),
            origin=self._hidden(f"{path}.origin", fact_of(self._country(origin) or None, blank.origin)),
            value=self._hidden(f"{path}.value_usd", fact_of(as_money(value), blank.value)),
            hts=self._hts(path, hts, blank),
            description=str(first_of(given, "desc", "description") or ""),
            statements=says,
            unstated=self.unstated,
        )

    def _party(self, given: Facts, index: int) -> TradeParty:
        path = f"parties[{index}]"
        says: dict[str, Fact[Any]] = {}
        country = self._country(given.get("country"))
        # Where a firm sits says nothing of its parent: only a clean trade may take one for the other.
        hq = self._country(first_of(given, "hq", "headquarters", "headquartered_in"))
        hq = hq or (country if self.clean else "")
        parent = self._country(
            first_of(given, "ultimate_parent_hq", "parent_hq", "ultimate_parent_country", "parent_country")
        )
        words = {"ref", "name", "roles", "role", "country", "address", "listed", "owners", "hq",
        "headquarters", "desc",
                 "headquartered_in", "ultimate_parent_hq", "parent_hq", "ultimate_parent_country",
                 "parent_country",
                 "nationality", "citizenship", "nationalities", "match", "matched", "listed_by_address",
                 "attrs", "branch_of", "id", "footnote", "footnotes", "programs", "programmes",
                 "order"}  # fmt: skip
        rest = {key: value for key, value in given.items() if key not in words}
        rest |= dict(given.get("attrs") or {})
        self._say(rest, path, ("party.", "use.", "trade."), PARTY_WORDS, says)
        self._say_unknown(path, ("party.", "use.", "trade."), says)
        blank = TradeParty(party=Party())
        roles = first_of(given, "roles", "role")
        names = [roles] if isinstance(roles, str) else list(roles or ())
        parts, odd = roles_of(names)
        self.strange.extend(f"{path}.roles: {word}" for word in odd)
        address = given.get("address")
        where = Address(text=str(address), country=country) if address else None
        return TradeParty(
            party=Party(
                names=(Name(text=str(given.get("name") or given.get("ref") or f"party {index + 1}")),),
                countries=(country,) if country else (),
                addresses=(where,) if where else (),
                id=str(given.get("ref") or ""),
            ),
            roles=self._hidden(f"{path}.roles", fact_of(parts if names else None, blank.roles)),
            country=self._place(f"{path}.country", country, blank.country),
            hq=self._place(f"{path}.hq", hq, blank.hq),
            parent_hq=self._place(
                f"{path}.ultimate_parent_hq", parent or (hq if self.clean else ""), blank.parent_hq
            ),
            hits=self._hits(given, path, blank.hits),
            stakes=self._stakes(given, path, blank.stakes),
            statements=says,
            unstated=self.unstated,
        )

    def _hts(self, path: str, code: Given, blank: Item) -> Fact[str]:
        """A code not stated in a clean trade is on no supplement; one made unknown is asked for."""
        if self._is_hidden(f"{path}.hts") or code in ("unknown",):
            return blank.hts
        if code:
            return known(str(code), source=SAID, ask=blank.hts.ask)
        return not_applicable(source="declared clean") if self.clean else blank.hts

    def _hits(self, given: Facts, path: str, blank: Fact[tuple[Hit, ...]]) -> Fact[tuple[Hit, ...]]:
        if self._is_hidden(f"{path}.listed"):
            return blank
        keys = ("listed", "branch_of", "listed_by_address")
        refs = [given[key] for key in keys if given.get(key) and fold(str(given[key])) not in _NOT_LISTED]
        if is_unknown(given.get("listed", False)) and "listed" in given and given["listed"] is not None:
            return blank
        flat = [ref for each in refs for ref in (each if isinstance(each, list) else [each])]
        if not flat and given.get("address"):
            # An address-only entry reaches any firm that uses the address (15 CFR 744.16(a)).
            flat = [ref for ref in (self.at_address(str(given["address"])),) if ref]
        if not flat:
            return known((), source=SAID) if "listed" in given or self.clean else blank
        unsure = fold(str(first_of(given, "match", "matched") or "")) in (
            "probable",
            "possible",
            "unresolved",
            "unknown",
        )
        hits: list[Hit] = []
        for ref in flat:
            listing = None if isinstance(ref, Mapping) else self.find(str(ref))
            listing = listing or listing_stated(ref, given)
            if listing is None:
                self.strange.append(f"{path}.listed: {ref}")
                return blank
            same: Fact[bool] = Hit(listing=listing).same if unsure else known(True, source=SAID)
            hits.append(Hit(listing=listing, same=same, by_address=listing.address_only))
        return known(tuple(hits), source=SAID)

    def _stakes(self, given: Facts, path: str, blank: Fact[Any]) -> Fact[Any]:
        owners = given.get("owners")
        if owners in ("unknown",) or (self._is_hidden(f"{path}.owners") and not owners):
            return blank
        if owners is None:
            return known({}, source="declared clean") if self.clean else blank
        everything = self._is_hidden(f"{path}.owners")
        hidden = [f"{path}.owners[{index}]" for index in range(len(owners))] if everything else []
        shares = opened(owners, f"{path}.owners", (*self.unknown, *hidden))
        for place, ref in unread_owners(shares, self.find, f"{path}.owners"):
            self.strange.append(f"{place}.listed: {ref}")
        return known(stakes_of(shares, self.find, self.on, clean=self.clean), source=SAID)

    # ------------------------------------------------------------ statements

    def _uses(self) -> None:
        given = self.facts.get("end_use")
        texts: list[str] = []
        for each in given if isinstance(given, list | tuple) else (given,):
            self._use(each, texts)
        for path in self.unknown:
            if path == "end_use":
                self._open_all("use.", self.trade_says)
        for path in concerns_in(" ; ".join(texts)):
            # A description that speaks of missiles is never read as saying that there are none.
            self.trade_says.setdefault(path, not_known(path, questions()[path].text))

    def _use(self, given: Given, texts: list[str]) -> None:
        """One statement of the end use: words, a code, or codes with their answers."""
        if isinstance(given, str):
            path = question_of(given, ("use.",), USE_WORDS) if len(given.split()) == 1 else None
            if path is not None:
                self._say({given: True}, "end_use", ("use.", "trade."), USE_WORDS, self.trade_says)
                return
            texts.append(given)
            self.trade_says["use.words"] = known(given, source=SAID)
            return
        if not isinstance(given, Mapping):
            return
        coded: dict[str, Given] = {}
        for key, value in given.items():
            if key in ("text", "description", "desc", "words"):
                texts.append(str(value))
            elif isinstance(value, Mapping) or key in ("coded", "codes", "code", "facts", "known"):
                for each in value if isinstance(value, list | tuple) else (value,):
                    self._use(each, texts)
            else:
                coded[key] = value
        self._say(coded, "end_use", ("use.", "trade.", "item."), USE_WORDS, self.trade_says)

    def _say_unknown(self, path: str, groups: tuple[str, ...], says: dict[str, Fact[Any]]) -> None:
        """Open again what a path of `unknown` names below `path`, though nothing is stated there."""
        for each in self.unknown:
            if not each.startswith(f"{path}."):
                continue
            key = each[len(path) + 1 :].rpartition(".")[2]
            found = question_of(key, groups, ITEM_WORDS)
            if found is None:
                continue
            for id, fact in facts_of(found, key, "unknown"):
                target = self.trade_says if id.startswith(("use.", "trade.", "order.", "actor.")) else says
                target[id] = fact

    def _dates(self) -> None:
        given = self.facts.get("dates") or {}
        plain = {"ordered", "in_warehouse_on", "delivered", "signed", "order_date", "contract_signed",
                 "contract_date", "arrived"}  # fmt: skip
        coded = {key: value for key, value in given.items() if key not in plain}
        self._say(coded, "dates", ("trade.",), TRADE_WORDS, self.trade_says)
        for path in self.unknown:
            if path == "dates":
                carried = questions()["trade.en_route_aboard_on"]
                self.trade_says.setdefault(carried.id, not_known(carried.id, carried.text))
            elif path.startswith("dates."):
                self._say(
                    {path.split(".", 1)[1]: "unknown"}, "dates", ("trade.",), TRADE_WORDS, self.trade_says
                )
        signed = day_of(first_of(given, "contract_signed", "signed", "contract_date"))
        if signed is not None:
            self.trade_says["trade.contract_before_2014_11_07"] = known(
                signed < date(2014, 11, 7), source=SAID
            )

    def _rest(self) -> None:
        self._say(self.facts.get("order") or {}, "order", ("order.", "trade."), TRADE_WORDS, self.trade_says)
        for group in ("trade", "conduct"):
            self._say(self.facts.get(group) or {}, group, _ANY, TRADE_WORDS, self.trade_says)
        known_keys = {"activity", "act", "actor", "destination", "items", "parties", "end_use", "dates",
        "informed",
                      "transit", "order", "authorisations", "authorizations", "expand_over", "unknown",
                      "conduct",
                      "exported_from", "export_from", "reexported_from", "from", "nationality",
                      "nationalities",
                      "recipient", "recipient_nationality", "trade", "all_parties_named",
                      "origin_of_shipment",
                      "on", "reference", "assume"}  # fmt: skip
        rest = {key: value for key, value in self.facts.items() if key not in known_keys}
        self._say(rest, "facts", _ANY, TRADE_WORDS, self.trade_says)

    def _say(
        self,
        given: Facts,
        path: str,
        prefixes: tuple[str, ...],
        words: Mapping[str, str],
        says: dict[str, Fact[Any]],
    ) -> None:
        """File each statement under the path of its question."""
        for key, value in given.items():
            if fold(str(key)) in _PURPOSE:
                # `purpose: news media` says that the question of that name is answered yes.
                self._say({str(value): True}, path, ("trade.",), TRADE_WORDS, says)
                continue
            found = question_of(str(key), prefixes, words)
            if found is None:
                if isinstance(value, Mapping):
                    # A group of its own (`records: {agency_request: true}`): its keys are read, not its name.
                    self._say(value, f"{path}.{key}", prefixes, words, says)
                elif str(key) not in _SILENT:
                    self.strange.append(f"{path}.{key}")
                continue
            hidden = self._is_hidden(f"{path}.{key}")
            said = "unknown" if hidden else value
            if isinstance(said, bool) and found.startswith(("use.", "party.")) and self._turned(key, found):
                said = not said
            for id, fact in facts_of(found, str(key), said):
                target = self.trade_says if id.startswith(("use.", "trade.", "order.", "actor.")) else says
                if id == found or id not in target:  # what is stated itself beats what follows from another
                    target[id] = fact

    @staticmethod
    def _turned(key: str, found: str) -> bool:
        """Whether the key denies what the question asks (`not_military: true`)."""
        return is_negated(key) and not is_negated(found)

    def _open_all(self, prefix: str, says: dict[str, Fact[Any]]) -> None:
        for id, question in questions().items():
            if id.startswith(prefix) and (prefix != "item." or id.count(".") == 1):
                says.setdefault(id, not_known(id, question.text))

    # ------------------------------------------------------------ small things

    def _is_hidden(self, path: str) -> bool:
        return any(path == each or path.startswith((f"{each}.", f"{each}[")) for each in self.unknown)

    def _hidden(self, path: str, fact: Fact[Any]) -> Fact[Any]:
        if self._is_hidden(path):
            return Fact(
                state=type(fact.state).UNKNOWN, ask=fact.ask or not_known(path, f"what is {path}?").ask
            )
        return fact

    def _place(self, path: str, code: str, blank: Fact[str]) -> Fact[str]:
        return blank if self._is_hidden(path) or not code else known(code, source=SAID, ask=blank.ask)

    def _country(self, text: Given) -> str:
        if not text:
            return ""
        code = country_code(str(text))
        if not code and not region_code(str(text)) and fold(str(text)) not in ("unknown",):
            self.strange.append(f"country: {text}")
        return code or ("UA" if region_code(str(text)) else "")


#: 734.13(b): the most recent citizenship or permanent residency counts.
_LATEST = ("most_recent_citizenship", "most_recent_citizenship_or_residency", "most_recent_nationality",
           "permanent_resident_of", "permanent_residency")  # fmt: skip
_ANY = ("trade.", "use.", "order.", "actor.")
#: Words of a licence that is not in hand.
_NOT_HELD = re.compile(
    r"\bno (?=\D)|\b(?:none|not|without|pending|denied|refused|rejected|returned|expired|revoked|suspended"
    r"|applied|application|requested|draft|lapsed)\b",
    re.IGNORECASE,
)
_NOT_LISTED = frozenset({"no", "none", "false", "notlisted", "unlisted"})
#: Keys that say nothing a rule could ask.
_SILENT = frozenset({"exported_from", "desc", "note", "text", "hts", "hts6", "hts_6", "hts_code", "quantity"})


def _section(text: str) -> str:
    return text.replace("15 CFR", "").replace("§", "").strip()
