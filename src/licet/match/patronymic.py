"""Fathers' names of Eastern Slavs, whichever of their languages and romanisations they are written in.

`Uladzimiravich`, `Volodymyrovych` and `Vladimirovich` say the same of a man: lists give one in Belarusian, the next in
Russian. The father's name is looked up among the given names; a son's and a daughter's stay apart.
"""

from __future__ import annotations

import re
from functools import cache
from typing import Final

from licet.match.lexicon import group_number
from licet.match.words import read_table

__all__ = ["father"]

#: What is behind the father's name: Serbian and Polish surnames end in `vic` and `wicz`, which are not taken.
_SON: Final = re.compile(r"^(.{4,})v[iy]t?ch$")
_DAUGHTER: Final = re.compile(r"^(.{4,})[vu]na$")
#: Vowels between the two, longest first; a name that ends in a vowel may have lost it.
_LINKS: Final = ("iie", "iia", "iio", "ie", "ia", "io", "iii", "ii", "o", "le", "e", "a", "i")
#: Given names that are the beginning of surnames in `-ovich` more often than of fathers' names.
_OF_SURNAMES: Final = frozenset({"ian"})
_ENDS: Final = ("", "i", "ii", "ei", "ai", "o")
_ONE_SOUND: Final = str.maketrans("yj", "ii")


@cache
def _names() -> dict[str, str]:
    """Of each spelling of a given name, `y` and `j` written `i`, the name under which the lexicon has it."""
    found: dict[str, str] = {}
    for canonical, variants in read_table("given_names"):
        for spelling in (canonical, *variants.split("|")):
            found.setdefault(spelling.translate(_ONE_SOUND), canonical)
    return found


def father(text: str) -> tuple[int, ...]:
    """The number of the group of one father's name, for a son or for a daughter; none where the word is no such name.

    Example:
        >>> father("uladzimiravich") == father("volodymyrovych") == father("vladimirovich")
        True
        >>> father("vladimirovna") == father("vladimirovich"), father("petrovic"), father("volvich")
        (False, (), ())
    """
    for ending, child in ((_SON, "son"), (_DAUGHTER, "daughter")):
        match = ending.match(text)
        if match is None:
            continue
        before = match[1].translate(_ONE_SOUND)
        for link in _LINKS:
            if before.endswith(link):
                root = before[: -len(link)]
                for end in _ENDS:
                    if len(root) > 2 and root not in _OF_SURNAMES and root + end in _names():
                        return (group_number(f"{child} of {_names()[root + end]}"),)
    return ()
