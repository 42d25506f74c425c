"""What was told of a trade, and how it is filed: each statement under the path of the question it answers."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from licet.check.fact_names import is_negated, question_of
from licet.check.fact_values import SAID, Facts, Given, facts_of, is_unread
from licet.check.fact_words import ITEM_WORDS, TRADE_WORDS, fold
from licet.core.ask import Unstated
from licet.core.country import country_code, region_code
from licet.core.fact import Fact, known, not_known
from licet.core.listing import Listing
from licet.law.book import questions

__all__ = ["Find", "Told"]

Find = Callable[[str], Listing | None]
#: Facts that qualify a person or a use for an exception, and the purpose of part 740 that each is.
_PURPOSE = frozenset({"purpose", "exceptionpurpose", "licenseexceptionpurpose"})
#: Keys that say nothing a rule could ask.
_SILENT = frozenset({"exported_from", "desc", "note", "text", "hts", "hts6", "hts_6", "hts_code", "quantity",
                     "manufacturer", "maker", "made_by", "brand"})  # fmt: skip
#: What `shares.opened` reads itself.
_SHARE_OF = re.compile(r"parties\[\d+\]\.owners\[\d+\]")


@dataclass(slots=True, kw_only=True)
class Told:
    """The facts as they were given, and what reading them has found so far.

    Attributes:
        facts: the mapping.
        clean: whether what is not stated is declared negative.
        unknown: paths that are unknown although the trade is clean.
        find: the listing that a reference stands for.
        at_address: the reference of the address-only entry of an address; empty for none.
        on: the day on which owners' entries must stand to count; None counts them all.
        strange: keys and words that licet has no question for, with their path.
        trade_says: statements about the trade as a whole, by question.
        heeded: the paths of `unknown` that some reader understood.
    """

    facts: Facts
    clean: bool
    unknown: tuple[str, ...]
    find: Find
    at_address: Callable[[str], str]
    on: date | None
    strange: list[str] = field(default_factory=list)
    trade_says: dict[str, Fact[Any]] = field(default_factory=dict)
    heeded: set[str] = field(default_factory=set)

    @property
    def unstated(self) -> Unstated:
        """How silence is read."""
        return Unstated.CLEAN if self.clean else Unstated.OPEN

    def say(
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
                self.say({str(value): True}, path, ("trade.",), TRADE_WORDS, says)
                continue
            found = question_of(str(key), prefixes, words)
            if found is None:
                if isinstance(value, Mapping):
                    # A group of its own (`records: {agency_request: true}`): its keys are read, not its name.
                    self.say(value, f"{path}.{key}", prefixes, words, says)
                elif str(key) not in _SILENT:
                    self.strange.append(f"{path}.{key}")
                continue
            hidden = self.is_hidden(f"{path}.{key}")
            said = "unknown" if hidden else value
            if is_unread(found, said):
                self.strange.append(f"{path}.{key}: {value}: neither yes nor no")
            if isinstance(said, bool) and found.startswith(("use.", "party.")) and _turned(key, found):
                said = not said
            for id, fact in facts_of(found, str(key), said):
                target = self.trade_says if id.startswith(("use.", "trade.", "order.", "actor.")) else says
                if id == found or id not in target:  # what is stated itself beats what follows from another
                    target[id] = fact

    def say_unknown(self, path: str, groups: tuple[str, ...], says: dict[str, Fact[Any]]) -> None:
        """Open again what a path of `unknown` names below `path`, though nothing is stated there."""
        for each in self.unknown:
            if not each.startswith(f"{path}."):
                continue
            key = each[len(path) + 1 :].rpartition(".")[2]
            found = question_of(key, groups, ITEM_WORDS)
            if found is None:
                continue
            self.heeded.add(each)
            for id, fact in facts_of(found, key, "unknown"):
                target = self.trade_says if id.startswith(("use.", "trade.", "order.", "actor.")) else says
                target[id] = fact

    def open_all(self, prefix: str, says: dict[str, Fact[Any]]) -> None:
        """Make every question of a group unknown that nothing answers yet."""
        for id, question in questions().items():
            if id.startswith(prefix) and (prefix != "item." or id.count(".") == 1):
                says.setdefault(id, not_known(id, question.text))

    def close_all(self, prefix: str, says: dict[str, Fact[Any]]) -> None:
        """Declare a whole group negative, whatever else of the trade is open."""
        for id, question in questions().items():
            if id.startswith(prefix) and question.clean is not None:
                says.setdefault(id, known(question.clean, source=SAID))

    def is_hidden(self, path: str) -> bool:
        """Whether the path, or a group that holds it, is declared unknown."""
        holds = [each for each in self.unknown if path == each or path.startswith((f"{each}.", f"{each}["))]
        self.heeded.update(holds)
        return bool(holds)

    def name_unheeded(self) -> None:
        """Name each path of `unknown` that no reader understood: what it was to open is still closed."""
        for each in self.unknown:
            if each not in self.heeded and not _SHARE_OF.match(each):
                self.strange.append(f"unknown: {each}")

    def hidden(self, path: str, fact: Fact[Any]) -> Fact[Any]:
        """The fact, or its question when the path is declared unknown."""
        if self.is_hidden(path):
            return Fact(
                state=type(fact.state).UNKNOWN, ask=fact.ask or not_known(path, f"what is {path}?").ask
            )
        return fact

    def place(self, path: str, code: str, blank: Fact[str]) -> Fact[str]:
        """A country as a fact; its question when it is not told or declared unknown."""
        return blank if self.is_hidden(path) or not code else known(code, source=SAID, ask=blank.ask)

    def country(self, text: Given) -> str:
        """The code of a country; empty when there is none, and a word that is none is named as strange."""
        if not text:
            return ""
        code = country_code(str(text))
        if not code and not region_code(str(text)) and fold(str(text)) not in ("unknown",):
            self.strange.append(f"country: {text}")
        return code or ("UA" if region_code(str(text)) else "")


def _turned(key: str, found: str) -> bool:
    """Whether the key denies what the question asks (`not_military: true`)."""
    return is_negated(key) and not is_negated(found)
