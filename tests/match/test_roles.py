"""What the places of words in a person's or a ship's name say when two names are compared."""

from __future__ import annotations

import pytest

from licet.match.compare import compare
from licet.match.policy import Verdict
from licet.match.roles import natural_order


@pytest.mark.parametrize(
    ("a", "b"),
    [
        ("Sergei Orestovoch Beseda", "Sergey BESEDA"),
        ("KARAMAN, Aleksandr Akimovich", "Alexander Karaman"),
        ("Ali Abed Al Rahman Baraka", "Ali Baraka"),
        ("Akhmed Rajapovich Chataev", "Akhmed CHATAYEV"),
    ],
)
def test_a_father_left_out_is_the_same_person(a: str, b: str) -> None:
    """Given name and family name met, and one side names the father: somebody must look."""
    assert compare(a, b, "person").verdict is not Verdict.NO_MATCH
    assert compare(b, a, "person").verdict is not Verdict.NO_MATCH


@pytest.mark.parametrize(
    ("a", "b"),
    [
        ("Raghad Saddam Hussein Al-Tikriti", "Saddam Hussein Al-Tikriti"),
        ("Noor Barzan Ibrahim Hasan Al-Tikriti", "Barzan Ibrahim Hassan Al-Tikriti"),
        ("Alexandra Petrova", "Alexander Petrov"),
        ("Amer Foz", "Samer Foz"),
    ],
)
def test_children_and_other_given_names_are_other_persons(a: str, b: str) -> None:
    """A child's name contains the father's, and two given names a letter apart are two names."""
    assert compare(a, b, "person").verdict is Verdict.NO_MATCH
    assert compare(b, a, "person").verdict is Verdict.NO_MATCH


@pytest.mark.parametrize(
    ("a", "b"), [("Shang Yuan Bao", "Shang Yuan Bao 2"), ("Elegance", "Global Elegance")]
)
def test_ships_are_called_by_their_whole_name(a: str, b: str) -> None:
    """A number or a word more is another ship; `M/V` is none."""
    assert compare(a, b, "vessel").verdict is Verdict.NO_MATCH
    assert compare(f"M/V {a}", a, "vessel").verdict is Verdict.MATCH


def test_a_translated_name_is_seen() -> None:
    """Words that all meet by meaning are reviewed in whatever order a language has them."""
    assert (
        compare("Banco Nacional de Cuba", "National Bank of Cuba", "organisation").verdict
        is not Verdict.NO_MATCH
    )
    assert (
        compare("Ministerstvo Oborony", "Ministry of Defence", "organisation").verdict is not Verdict.NO_MATCH
    )


def test_the_surname_before_a_comma_goes_last() -> None:
    """The order of a list becomes the order people write."""
    assert natural_order("BESEDA, Sergey Orestovich") == "Sergey Orestovich BESEDA"
    assert natural_order("Smith, John, Jr") == "Smith, John, Jr"
