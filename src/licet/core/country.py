"""Countries and the special regions that export law names.

Codes are ISO 3166-1 alpha-2; names are the many spellings that government documents use. What people write in
files of their own is read in other languages, too (`country_called`).
"""

from __future__ import annotations

import unicodedata
from collections.abc import Mapping
from functools import cache, lru_cache
from importlib import resources
from types import MappingProxyType

__all__ = [
    "REGIONS",
    "country_called",
    "country_code",
    "country_name",
    "country_names",
    "is_country",
    "is_other_region",
    "region_code",
]

#: Regions that 15 CFR 746.6 treats apart from their country, with the country they lie in.
REGIONS: Mapping[str, str] = MappingProxyType({"Crimea": "UA", "Donetsk": "UA", "Luhansk": "UA"})

#: Letters of a code at most.
_CODE = 3

_REGION_SPELLINGS: Mapping[str, str] = MappingProxyType(
    {
        "crimea": "Crimea", "krim": "Crimea", "krym": "Crimea", "crimee": "Crimea", "krimea": "Crimea",
        "kryma": "Crimea", "qirim": "Crimea", "крым": "Crimea", "крим": "Crimea", "sevastopol": "Crimea",
        "sebastopol": "Crimea", "севастополь": "Crimea", "simferopol": "Crimea", "симферополь": "Crimea",
        "autonomous republic of crimea": "Crimea", "republic of crimea": "Crimea", "yalta": "Crimea",
        "region crimea": "Crimea", "kerch": "Crimea", "feodosia": "Crimea", "feodosiya": "Crimea",
        "dnr": "Donetsk", "dpr": "Donetsk", "donetsk": "Donetsk", "donetsk people s republic": "Donetsk",
        "so called donetsk people s republic": "Donetsk", "донецк": "Donetsk", "днр": "Donetsk",
        "lnr": "Luhansk", "lpr": "Luhansk", "luhansk": "Luhansk", "lugansk": "Luhansk",
        "luhansk people s republic": "Luhansk", "lugansk people s republic": "Luhansk",
        "so called luhansk people s republic": "Luhansk", "луганск": "Luhansk", "луганськ": "Luhansk",
        "лнр": "Luhansk", "donezk": "Donetsk", "doneck": "Donetsk", "donbas": "Donetsk", "donbass": "Donetsk",
        "luhans k": "Luhansk", "louhansk": "Luhansk", "lugansk oblast": "Luhansk", "донецьк": "Donetsk",
        # ISO 3166-2 codes of the regions.
        "ua 43": "Crimea", "ua 40": "Crimea", "ua 14": "Donetsk", "ua 09": "Luhansk",
    }
)  # fmt: skip

_REGION_WORDS = frozenset(spelling for spelling in _REGION_SPELLINGS if " " not in spelling)

#: How the names of Ukraine's other regions begin, as they are usually written in Latin letters. Kherson and
#: Zaporizhzhia are in no region of 15 CFR 746.6.
_OTHER_REGIONS = (
    "cherkas", "chernih", "chernig", "cherniv", "chernov", "dnipro", "dnepr", "ivano frank", "kharkiv",
    "kharkov", "charkiw", "kherson", "cherson", "khmeln", "kirovoh", "kirovograd", "kropyvn", "kyiv", "kiev",
    "kiew", "lviv", "lvov", "lwiw", "lemberg", "mykolai", "nikolaev", "odes", "poltav", "rivne", "rovno",
    "sumy", "ternop", "vinnyts", "vinnits", "volyn", "zakarp", "transcarp", "zapori", "zaporo",
    "zhytom", "zhitom",
)  # fmt: skip
#: What people write for none of the three.
_NO_REGION = frozenset({"none", "no", "no region", "other", "another", "elsewhere", "none of them"})


def _fold(text: str) -> str:
    plain = unicodedata.normalize("NFKD", text.casefold())
    kept = "".join(char if char.isalnum() else " " for char in plain if not unicodedata.combining(char))
    return " ".join(kept.split())


@cache
def _tables() -> tuple[Mapping[str, str], Mapping[str, str], Mapping[str, tuple[str, ...]]]:
    by_name: dict[str, str] = {}
    names: dict[str, str] = {}
    spellings: dict[str, tuple[str, ...]] = {}
    text = resources.files("licet.core").joinpath("countries.tsv").read_text(encoding="utf-8")
    for line in text.splitlines()[2:]:
        alpha2, alpha3, name, aliases = line.split("\t")
        names[alpha2] = name
        known = (name, *(alias for alias in aliases.split("|") if alias))
        spellings[alpha2] = known
        for spelling in (alpha2, alpha3, *known):
            by_name.setdefault(_fold(spelling), alpha2)
    return MappingProxyType(by_name), MappingProxyType(names), MappingProxyType(spellings)


@lru_cache(maxsize=65_536)
def country_code(text: str) -> str:
    """ISO 3166-1 alpha-2 code for a code or a name in any usual spelling; empty when not known."""
    return _tables()[0].get(_fold(text), "")


@cache
def _other_names() -> Mapping[str, str]:
    text = resources.files("licet.core").joinpath("country_names.tsv").read_text(encoding="utf-8")
    lines = (line.split("\t") for line in text.splitlines()[2:])
    return MappingProxyType({_fold(name): code for code, names in lines for name in names.split("|")})


@lru_cache(maxsize=65_536)
def country_called(text: str) -> str:
    """The same for what people write in files of their own: names in other languages are read, too.

    A name that may be another country's is none: `Kongo` is two, `Nigēra` is a letter from Nigeria.
    """
    if not text.isascii() and len(folded := _fold(text)) <= _CODE and folded.isascii():
        return ""  # `Áo` is Austria in Vietnamese, and no code of Angola
    return country_code(text) or _other_names().get(_fold(text), "")


def country_name(code: str) -> str:
    """The short English name of a code; the code itself when not known."""
    return _tables()[1].get(code, code)


def country_names() -> Mapping[str, tuple[str, ...]]:
    """All codes with all their spellings, the first the one to print."""
    return _tables()[2]


def is_country(code: str) -> bool:
    """Whether `code` is an alpha-2 code that licet knows."""
    return code in _tables()[1]


@lru_cache(maxsize=65_536)
def region_code(text: str) -> str:
    """The 15 CFR 746.6 region that a place name lies in (`Krym` gives `Crimea`); empty when none."""
    folded = _fold(text)
    if folded in _REGION_SPELLINGS:
        return _REGION_SPELLINGS[folded]
    words = set(folded.split())
    if words.isdisjoint(_REGION_WORDS):
        return ""
    return next(
        (
            region
            for spelling, region in _REGION_SPELLINGS.items()
            if " " not in spelling and spelling in words
        ),
        "",
    )


def is_other_region(text: str) -> bool:
    """Whether a place is known to lie in no region of 15 CFR 746.6; a word that nobody knows is not."""
    folded = _fold(text)
    return not region_code(text) and (folded in _NO_REGION or folded.startswith(_OTHER_REGIONS))
