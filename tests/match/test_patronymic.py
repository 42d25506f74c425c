"""Fathers' names of Eastern Slavs in their languages and romanisations."""

from __future__ import annotations

import pytest

from licet.match.compare import compare
from licet.match.patronymic import father


@pytest.mark.parametrize(
    "spellings",
    [
        ("vladimirovich", "volodymyrovych", "uladzimiravich", "vladimirovitch"),
        ("nikolaevich", "nikolayevich", "mykolayovych", "mikalaevich"),
        ("aleksandrovna", "oleksandrivna", "aliaksandrauna", "alyaksandrauna"),
        ("yuryevich", "iurevich", "jurjevich", "yuriyovych"),
        ("yakovlevich", "yakovlevych"),
    ],
)
def test_one_father_is_one_group(spellings: tuple[str, ...]) -> None:
    """Russian, Ukrainian and Belarusian forms of one father's name, however romanised, have one number."""
    groups = {father(text) for text in spellings}
    assert len(groups) == 1
    assert groups != {()}


def test_brother_and_sister_stay_apart() -> None:
    """A son's and a daughter's name of one father are two words, and so are those of two fathers."""
    assert len({father("ivanovich"), father("ivanovna"), father("petrovich"), father("petrovna")}) == 4


@pytest.mark.parametrize("text", ["petrovic", "yanovich", "fortuna", "askatasuna", "moskvich", "ivan", ""])
def test_other_words_are_no_fathers_names(text: str) -> None:
    """Serbian and Belarusian surnames and words that end alike are left alone."""
    assert father(text) == ()


def test_a_belarusian_name_meets_its_russian_form() -> None:
    """One man's given and father's name in Belarusian and in Russian are met as other spellings, not as typos."""
    both = compare("Naumau, Uladzimir Uladzimiravich", "NAUMOV, Vladimir Vladimirovich", kind="person")
    other = compare("Naumau, Uladzimir Uladzimiravich", "NAUMOV, Vladimir Viktorovich", kind="person")
    assert both.score > other.score
    assert both.score > 0.6
