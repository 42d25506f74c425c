"""What a listing can be linked by: its names as they are compared, its numbers, births and regimes."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping
from functools import cache
from importlib import resources
from types import MappingProxyType

from licet.core.listing import Listing
from licet.core.trade import NameQuality, PartyKind
from licet.lists.spelling import Word, fold, spellings, written_words

__all__ = ["ALONE", "UN", "Marks"]

#: Numbers that stand for one party alone, and those that need a word of the name beside them.
ALONE = frozenset({"imo", "lei", "bic"})
_BESIDE = frozenset(
    {"passport", "national-id", "tax", "registration", "duns", "mmsi", "aircraft-tail", "cage", "call-sign"}
)
UN = "un-reference"
#: The programme of a table's row that speaks for every entry of a list.
_WHOLE_LIST = "*"
_NOT_WORD = re.compile(r"[\W_]+")
#: An abbreviation in brackets at the end of a name.
_SHORT = re.compile(r"\s*\(([A-Z0-9&/.\- ]{2,12})\)\s*$")
#: Legal forms in the spellings that lists use; what is left must still be a name.
_FORMS = frozenset(
    {
        "ltd", "limited", "llc", "inc", "co", "company", "corp", "corporation", "jsc", "ojsc", "pjsc", "cjsc",
        "zao", "oao", "pao", "ooo", "ao", "plc", "gmbh", "ag", "sa", "srl", "bv", "nv", "pte", "pvt", "bhd",
        "kk", "fzco", "fze", "fzc", "joint", "stock", "liability", "open", "closed", "public", "private",
        "the", "of", "and",
    }
)  # fmt: skip

_LIMITED = frozenset(
    {"ltd", "limited", "llc", "ooo", "gmbh", "srl", "bv", "pte", "pvt", "bhd", "fzco", "fze", "fzc"}
)
_STOCK = frozenset(
    {"jsc", "ojsc", "pjsc", "cjsc", "zao", "oao", "pao", "ao", "plc", "ag", "sa", "nv", "stock"}
)
#: Persons and ships of one name are many.
_NO_SOLE_NAME = frozenset({PartyKind.PERSON, PartyKind.VESSEL, PartyKind.AIRCRAFT})
#: Letters of a word that may be a firm's whole name.
_LONG_WORD = 6


class Marks:
    """What a listing can be linked by, prepared once.

    Attributes:
        list, kind, births: as the listing has them.
        countries: those of the party; `matters` are those that its programmes are about.
        sole: the one word of an organisation's first name, where it is long and all there is beside
            legal forms (`Tupolev JSC`); empty otherwise.
        forms: `limited` and `stock`, whichever the legal forms of that name are.
        named: the first name as listed.
        names: key of each whole name that is not weak -> the name; `main` is the key of the first.
        words: words of those names with three letters or more.
        written: a person's names of two telling words or more as `spelling` compares them -> the name; `own`
            are those of the first name and of names in the original script.
        numbers: kind and value of each number -> the country that gave it.
        regimes: regimes of the Security Council that its programmes carry out.
    """

    __slots__ = (
        "births", "countries", "forms", "kind", "list", "main", "matters", "named", "names", "numbers", "own",
        "regimes", "sole", "words", "written",
    )  # fmt: skip

    def __init__(self, listing: Listing) -> None:
        party = listing.party
        self.list = listing.list
        self.kind = party.kind
        self.countries = frozenset(party.countries)
        self.births = party.births
        names = [name for name in party.names if name.quality is not NameQuality.WEAK]
        self.names = {key: name.text for name in reversed(names) if (key := _name_key(name.text, party.kind))}
        self.words = frozenset(word for key in self.names for word in key if len(word) > 2)
        self.numbers = {
            (one.kind, value): one.country
            for one in party.identifiers
            if (value := _number(one.kind, one.value))
        }
        # `Jama'a Nusrat (JNIM)` is the same name as without what it is called for short.
        for name in reversed(names):
            if (bare := _without_initials(name.text)) != name.text:
                self.names.setdefault(_name_key(bare, party.kind), name.text)
        self.names.pop((), None)
        self.main = _name_key(_without_initials(party.name), party.kind)
        self.named = party.name
        self.sole = "" if party.kind in _NO_SOLE_NAME or self.main else _sole_word(party.name)
        self.forms = _families(party.name) if self.sole else frozenset()
        self.regimes = _told_by("un_regimes", listing)
        self.matters = _told_by("programme_countries", listing)
        self.written: dict[tuple[Word, ...], str] = {}
        self.own: set[tuple[Word, ...]] = set()
        if party.kind is PartyKind.PERSON:
            for name in names:
                for text in spellings(name.text):
                    written = written_words(text)
                    if len(written) > 1:
                        self.written.setdefault(written, text)
                        if name is party.names[0] or name.quality is NameQuality.ORIGINAL_SCRIPT:
                            self.own.add(written)

    def values(self, kind: str) -> frozenset[str]:
        """All numbers of a kind."""
        return frozenset(value for held, value in self.numbers if held == kind)

    @property
    def places(self) -> frozenset[str]:
        """The party's countries and those that its programmes are about."""
        return self.countries | self.matters


def _told_by(table: str, listing: Listing) -> frozenset[str]:
    held = _table(table)
    tags = (*listing.programmes, _WHOLE_LIST)
    return frozenset(said for tag in tags if (said := held.get((listing.list, tag))))


@cache
def _table(name: str) -> Mapping[tuple[str, str], str]:
    """List and programme -> the regime it carries out, or the country it is about (`data/*.tsv`)."""
    text = resources.files("licet.lists").joinpath(f"data/{name}.tsv").read_text(encoding="utf-8")
    rows = [line.split("\t") for line in text.splitlines() if line and not line.startswith("#")]
    return MappingProxyType({(list_id, programme): said for list_id, programme, said in rows[1:]})


def _name_key(text: str, kind: PartyKind) -> tuple[str, ...]:
    """The words of a whole name in order of the alphabet; empty for one word, which proves nothing."""
    words = fold(text).split()
    if kind is not PartyKind.PERSON:
        words = [word for word in words if word not in _FORMS]
    return tuple(sorted(words)) if len(words) > 1 else ()


def _sole_word(text: str) -> str:
    """The one word of a name beside its legal forms; empty where it is short or more than one."""
    words = [word for word in fold(text).split() if word not in _FORMS]
    return words[0] if len(words) == 1 and len(words[0]) >= _LONG_WORD and words[0].isalpha() else ""


def _families(text: str) -> frozenset[str]:
    """Whether a firm is held by shares or has limited liability, as far as its name says."""
    words = set(fold(text).split())
    families = {"limited": _LIMITED, "stock": _STOCK}
    return frozenset(name for name, forms in families.items() if words & forms)


def _without_initials(text: str) -> str:
    """A name without the abbreviation of its own words in brackets behind it; `(KENYA)` is none and stays."""
    found = _SHORT.search(text)
    if found is None:
        return text
    bare = text[: found.start()]
    initials = iter([word[0] for word in fold(bare).split()])
    return bare if all(char in initials for char in fold(found[1]).replace(" ", "")) else text


def _number(kind: str, value: str) -> str:
    bare = _NOT_WORD.sub("", unicodedata.normalize("NFKC", value)).upper()
    if kind == "imo":
        found = re.search(r"\d{7}", bare)
        return found[0] if found else ""
    if kind in ALONE or kind == UN:
        return bare
    digits = sum(char.isdigit() for char in bare)
    return bare if kind in _BESIDE and len(bare) >= 5 and digits >= 4 else ""
