"""Slips of the pen in legal forms, and words that are no slip."""

from __future__ import annotations

import pytest

from licet.match.compare import compare
from licet.match.index import Index
from licet.match.normal import read_name
from licet.match.policy import Verdict


@pytest.mark.parametrize(
    ("written", "read"),
    [
        ("JO INT STOCK COMPANY AVANGARD", ["jsc", "avangard"]),  # split
        ("LLCKOLIBRI GROUP", ["llc", "kolibri", "group"]),  # written to the name
        ("argutooo", ["argut", "llc"]),
        ("KPDS.A.", ["kpd", "jsc"]),
        ("GANARECA 5.A.", ["ganareca", "jsc"]),  # a digit for its first letter
        ("S.A. DEC.V. Crowlands", ["jsc", "crowlands"]),  # the blank in another place
        ("MILAVOUS GORUP LTD", ["milavous", "group", "ltd"]),  # letters changed places
        ("Binrin Leemited", ["binrin", "ltd"]),  # told by its sound
        ("Closed Dzhoint Stocc Company Reno", ["jsc", "reno"]),
        ("Federal State Anozit", ["fsue", "anozit"]),  # its last word left out
        ("Research lnstitute of Chemistry", ["nii", "of", "chemistry"]),  # a capital I read for an l
        ("J.S.A. Trading", ["j", "jsc", "trading"]),  # somebody's initials stay what they were
    ],
)
def test_a_form_is_read_however_it_was_spoilt(written: str, read: list[str]) -> None:
    """A form that is split, misspelt, misheard, cut or written to the name is still the form."""
    assert [word.text for word in read_name(written)[0].words] == read


@pytest.fixture(scope="module")
def listed() -> Index:
    """Some listed firms."""
    names = [
        "LLC KINEF",
        "FETCO, Inc.",
        "FRESHVALE EOOD",
        "NPCAP FGUP",
        "Ilk Trading",
        "Federal State Enterprise Anozit",
    ]
    return Index.build({"id": name, "names": [name], "kind": "organisation"} for name in names)


@pytest.mark.parametrize(
    ("asked", "found"),
    [
        ("LL KINEF", "LLC KINEF"),
        ("Ilc. Fetco", "FETCO, Inc."),
        ("Freshvale EmOOD", "FRESHVALE EOOD"),
        ("NPCAP FGUuP", "NPCAP FGUP"),
        ("Federal State Anozit", "Federal State Enterprise Anozit"),
    ],
)
def test_a_form_with_a_slip_is_found_where_the_listed_name_has_it(
    listed: Index, asked: str, found: str
) -> None:
    """A letter more, less or other in a legal form costs next to nothing beside the party that has this form."""
    first = listed.search(asked)[0]
    assert (first.id, first.verdict is Verdict.NO_MATCH) == (found, False)


def test_a_slip_of_a_form_is_nothing_where_the_listed_name_has_another(listed: Index) -> None:
    """`Ilk` is a letter from `LLC`, and a name by itself: it meets no other form, and another `Ilk` first."""
    assert listed.search("Ilk Trading")[0].id == "Ilk Trading"
    as_llc, as_eood = (listed.search(f"{word} Freshvale")[0].score for word in ("Ilc", "Eood"))
    assert as_llc < as_eood


def test_a_word_that_many_bear_was_meant() -> None:
    """`Cohen` is no slip of `Chen`: that many bear it speaks against a slip; `Chenn` is one."""
    meant, slipped = (compare(f"Linda {name}", "Linda Chen", "person").score for name in ("Cohen", "Chenn"))
    assert meant < 0.9 < slipped


def test_a_word_of_many_firms_was_meant_too() -> None:
    """`Element Solutions` says less of a listed `Elemento Solutions` than a name nobody has."""
    index = Index.build([{"id": 1, "names": ["ELEMENTO SOLUTIONS LIMITED"], "kind": "organisation"}])
    meant, slipped = (index.search(f"{name} Solutions")[0].score for name in ("Element", "Elemente"))
    assert meant < slipped
