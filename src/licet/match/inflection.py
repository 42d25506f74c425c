"""The endings of Russian words: one word of business has some twenty forms, and lists romanise each in several ways.

`priborostroitelnyi`, `priborostroitelnaya` and `priborostroitel'nogo` are one adjective. A lexicon names one form;
the others are found by what is left when the ending goes.
"""

from __future__ import annotations

import re
from typing import Final

__all__ = ["stem"]

#: Endings of adjectives as the usual romanisations write them.
_ADJECTIVE = re.compile(
    r"^(.{3,}?(?:sk|n|v|r|ch|zh|l|t|m))"
    r"(?:ogo|uyu|uiu|iye|aya|aia|aja|oye|oje|yye|ykh|ikh|yh|ymi|imi|yie|oe|oi|oy|oj|ii|iy|ij|yi|yy|yj|ye|ie|ym|im|om|y|i|o)$"
)
#: Nouns of action: `stroenie`, `issledovaniya`.
_ACTION = re.compile(r"^(.{3,}?)(?:y?e|a)n(?:iye|ie|iya|ii|iia|ia|iyu|iyam|ij|ija|ije)$")
#: Nouns in `tsiya`: `rekonstruktsii`.
_PROCESS = re.compile(r"^(.{3,}?)[tc]s?(?:iya|iia|ija|iyu|ii|iy|ij|ia)$")
#: One vowel as several romanisations write it.
_ONE = re.compile(r"iy|ij|yi|yy|ii|ji|y|j")
_DOUBLE = re.compile(r"(.)\1+")
#: Shorter stems are also other languages' words.
_LEAST: Final = 5


def stem(text: str) -> str:
    """What is left of a romanised Russian word without its ending; empty when it has none.

    Example:
        >>> stem("priborostroitelnaya") == stem("priborostroitelnyi") == stem("priborostroitelnogo")
        True
        >>> stem("rossiyskogo") == stem("rossijskaya"), stem("ivanov")
        (True, '')
    """
    for sort, pattern in (("n", _ACTION), ("t", _PROCESS), ("a", _ADJECTIVE)):
        found = pattern.match(text)
        if found:
            root = _DOUBLE.sub(r"\1", _ONE.sub("i", found[1]))
            if len(root) >= _LEAST and (sort != "a" or root.endswith(("sk", "n", "v"))):
                return f"{sort}:{root}"
    return ""
