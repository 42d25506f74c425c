"""Which names are looked at: what is right must be among them however many others are near."""

from __future__ import annotations

from itertools import product

from licet.match.build import joined_keys, pair_keys, telling_words
from licet.match.index import Index
from licet.match.normal import read_name

_SYLLABLES = [one + other for one, other in product("bdgklmnrstz", "aeiou")]


def _crowd(*words: str) -> list[str]:
    """Names of one of the words each, beside one of many others."""
    others = product(_SYLLABLES[:9], _SYLLABLES[20:29], _SYLLABLES[30:35])
    return [f"{word} {''.join(other)}" for word, other in product(words, list(others))]


def _index(names: list[str]) -> Index:
    return Index.build({"id": name, "names": [name], "kind": "person"} for name in names)


def test_a_name_of_common_words_is_found_when_one_is_left_out() -> None:
    """`Muhammad Abu Ahmad` has a listed `Muhammad Jamal Abu Ahmad` among its hits, beside a crowd of each word."""
    listed = "Muhammad Jamal Abu Ahmad"
    index = _index([listed, *_crowd("Muhammad", "Abu", "Ahmad")])
    assert index.search("Muhammad Abu Ahmad", limit=1)[0].id == listed


def test_common_words_pair_whatever_stands_between_and_however_they_are_spelt() -> None:
    """Each two common words of a name have a key of their own, in any order and spelling; rare words have none."""
    keys = [
        set(pair_keys(read_name(text)[0]))
        for text in ("Muhammad Gamal Ahmad", "Ahmed Mohammed", "Qwxyz Vwzq")
    ]
    assert keys[0] & keys[1]
    assert not keys[2]


def test_a_name_written_in_one_word_and_in_two_has_one_key() -> None:
    """`Techno Lab` and `Technolab` share a key of their own, and so do they with a legal form behind."""
    keys = [
        joined_keys(telling_words(read_name(text)[0]))
        for text in ("Techno Lab", "Technolab", "TECHNOLAB LLC", "Techno Labs")
    ]
    assert keys[0] == keys[1] == keys[2] != keys[3]
