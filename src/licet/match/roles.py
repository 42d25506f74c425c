"""What a person's words are in a name: given name first, then fathers, then the family; and what a ship's are.

A list ranks by weight of evidence, where a missing word costs what it says. Between two names that are compared the
place of the missing word tells more: `Sergey Beseda` is `Sergey Orestovich Beseda`, but `Noor Barzan Ibrahim` is a
child of `Barzan Ibrahim`, and `Ocean Star 2` is not `Ocean Star`.
"""

from __future__ import annotations

from collections.abc import Sequence
from enum import Enum
from typing import Final

from licet.match.arrays import LEGAL, NOISE, PARTICLE
from licet.match.explain import Pair
from licet.match.normal import Reading

__all__ = ["Roles", "natural_order", "other_names", "roles_of", "ship_differs"]

#: Two spellings of one word are at least so alike.
_ALIKE: Final = 0.84
#: Words a family name of a child is told by: fewer are two unrelated persons' names.
_CHAIN: Final = 3
#: Fewer letters than this are a name by chance.
_LETTERS: Final = 9
#: Shorter words that one side lacks are syllables of a given name (`Jong Un`), none of a longer chain.
_SYLLABLE: Final = 4
#: A first word of a letter or two is a title (`U Khin Maung Yi`).
_TITLE: Final = 2
_BY_LETTERS: Final = frozenset({"typo", "same sound"})
_HOWS: Final = frozenset({"exact", "other spelling", "same sound", "typo", "joined or split"})


class Roles(Enum):
    """What the places of the words say."""

    SAME = "one person, called more or less fully"
    CHILD = "the longer name is a child's of the shorter"
    OTHER = "names that are a letter or two apart and known to be different"
    OPEN = "nothing"


def natural_order(text: str) -> str:
    """A person's name with the given name first: `SURNAME, Given` turned round.

    Example:
        >>> natural_order("BESEDA, Sergey Orestovich"), natural_order("Sergey Beseda")
        ('Sergey Orestovich BESEDA', 'Sergey Beseda')
    """
    family, comma, given = text.partition(",")
    return f"{given.strip()} {family.strip()}" if comma and given.strip() and "," not in given else text


def _telling(reading: Reading) -> list[str]:
    return [word.text for word in reading.words if word.kind not in (LEGAL, NOISE, PARTICLE)]


def roles_of(pairs: Sequence[Pair], ours: Reading, theirs: Reading) -> Roles:
    """What the places of the words say, where one name's words all met and the other has more.

    Args:
        pairs: both names aligned.
        ours: the words of one name in their natural order.
        theirs: those of the other.
    """
    if other_names(pairs, ours, theirs):
        return Roles.OTHER
    a, b = _telling(ours), _telling(theirs)
    met = {
        word: pair
        for pair in pairs
        if pair.ours and pair.theirs and pair.how in _HOWS and pair.likeness >= _ALIKE
        for word in (*pair.ours, *pair.theirs)
    }
    if len(set(a)) < len(a) or len(set(b)) < len(b) or len(a) == len(b):
        return Roles.OPEN
    short, long = (a, b) if len(a) < len(b) else (b, a)
    if len(short) < 2 or not all(word in met for word in short):
        return Roles.OPEN
    places = [_place(word, met[word], long) for word in short]
    if places != sorted(places):
        return Roles.OPEN
    if places[0] == 0 and places[-1] == len(long) - 1:
        more = [word for at, word in enumerate(long) if at not in places and word not in met]
        said = sum(map(len, short)) >= _LETTERS and any(len(word) > _SYLLABLE for word in more)
        return Roles.SAME if said else Roles.OPEN
    if places[0] == 1 and len(short) >= _CHAIN and long[0] not in met and len(long[0]) > _TITLE:
        return Roles.CHILD
    return Roles.OPEN


def _place(word: str, pair: Pair, long: Sequence[str]) -> int:
    """Where in the longer name is what a word of the shorter met."""
    return min(
        (at for at, other in enumerate(long) if other in (*pair.ours, *pair.theirs)), default=len(long)
    )


def other_names(pairs: Sequence[Pair], ours: Reading, theirs: Reading) -> bool:
    """Whether two words that met by a letter or two are names that the lexicon knows apart (`Amer`, `Samer`)."""
    groups = {word.text: frozenset(word.groups) for reading in (ours, theirs) for word in reading.words}
    for pair in pairs:
        if pair.how in _BY_LETTERS and len(pair.ours) == len(pair.theirs) == 1:
            a, b = groups.get(pair.ours[0]), groups.get(pair.theirs[0])
            if a and b and a.isdisjoint(b):
                return True
    return False


def ship_differs(pairs: Sequence[Pair]) -> bool:
    """Whether one ship's name has a telling word that the other lacks: ships are called by their whole name."""
    return any(pair.telling and not (pair.ours and pair.theirs) for pair in pairs)
