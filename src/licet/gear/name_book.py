"""Whom a recorded name stands for: a covered maker, a brand, another maker, or one that only looks alike."""

from __future__ import annotations

from dataclasses import dataclass, field
from itertools import pairwise

from licet.gear.facts import Brand, Facts, Maker, OtherMaker
from licet.gear.mac import Registry
from licet.gear.names import SameName, fold

__all__ = ["Known", "NameBook"]

#: Letters of a word that a misspelt name still shares with the right one.
_START = 4


@dataclass(frozen=True, slots=True)
class Known:
    """What a recorded name stands for."""

    makers: tuple[Maker, ...] = ()
    brands: tuple[Brand, ...] = ()
    other: OtherMaker | None = None
    alike: str = ""


Named = Maker | Brand | OtherMaker


@dataclass(slots=True, kw_only=True)
class NameBook:
    """All names, indexed once; keeps what it has looked up.

    Attributes:
        registry: who holds which MAC block, and which of them only look like a covered maker.
        same_name: a better comparison of names than folding; None for folding alone.
        facts: the coded facts.
        words: a word that one covered maker alone bears, to that maker's id.
        former: brands, folded, that relabelled a covered maker in the past.
    """

    registry: Registry
    same_name: SameName | None
    facts: Facts
    words: dict[str, str] = field(default_factory=dict, init=False)
    former: set[str] = field(default_factory=set, init=False)
    _by_name: dict[str, list[Named]] = field(default_factory=dict, init=False)
    _by_start: dict[str, set[str]] = field(default_factory=dict, init=False)
    _alike: dict[str, str] = field(default_factory=dict, init=False)
    _known: dict[str, Known] = field(default_factory=dict, init=False)

    def __post_init__(self) -> None:
        """Index all names once."""
        for maker in self.facts.makers.values():
            for name in maker.names:
                self._add(name, maker)
            self.words.update(dict.fromkeys(maker.words, maker.id))
            for word in {word for name in maker.names for word in fold(name).split()}:
                self._by_start.setdefault(word[:_START], set()).add(maker.id)
        self._by_start = {start: owners for start, owners in self._by_start.items() if len(owners) == 1}
        for brand in self.facts.brands:
            if brand.scope == "former":
                self.former.add(fold(brand.name))
            for name in (brand.name, *brand.also):
                self._add(name, brand)
        for other in self.facts.others:
            for name in (other.name, *other.also):
                self._add(name, other)
        for block in self.registry.blocks.values():
            if block.note:
                self._alike[fold(block.registrant)] = block.note

    def _add(self, name: str, meaning: Named) -> None:
        self._by_name.setdefault(fold(name), []).append(meaning)

    def look_up(self, text: str) -> Known:
        """What a name stands for; nothing known where it stands for nobody."""
        known = self._known.get(text)
        if known is None:
            known = self._known[text] = self._find_name(text)
        return known

    def _find_name(self, text: str) -> Known:
        folded = fold(text)
        if not folded:
            return Known()
        if folded in self._by_name:
            return _sorted_out(self._by_name[folded])
        if folded in self._alike:
            return Known(alike=self._alike[folded])
        words = folded.split()
        for length in range(len(words) - 1, 0, -1):
            found = self._by_name.get(" ".join(words[:length]), [])
            labels: list[Named] = [meaning for meaning in found if not isinstance(meaning, Maker)]
            if labels:
                return _sorted_out(labels)
        if self.same_name is not None:
            for name in self._candidates(text, words):
                if self.same_name(text, name):
                    return _sorted_out(self._by_name[fold(name)])
        return Known()

    def _candidates(self, text: str, words: list[str]) -> list[str]:
        """Names worth comparing: those of makers that share the start of a word no other maker has.

        A name in another script shares no letters, so it is compared with each maker's main name.
        """
        if not text.isascii():
            return [maker.name for maker in self.facts.makers.values()]
        starts = [*words, *(first + second for first, second in pairwise(words))]
        makers = {owner for word in starts for owner in self._by_start.get(word[:_START], ())}
        return [name for owner in sorted(makers) for name in self.facts.makers[owner].names]


def _sorted_out(meanings: list[Named]) -> Known:
    other = next((meaning for meaning in meanings if isinstance(meaning, OtherMaker)), None)
    return Known(
        makers=tuple(dict.fromkeys(meaning for meaning in meanings if isinstance(meaning, Maker))),
        brands=tuple(dict.fromkeys(meaning for meaning in meanings if isinstance(meaning, Brand))),
        other=other,
    )
