"""ECCNs, money, scripts, countries, errors: the small words."""

from __future__ import annotations

import pickle
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from licet.core.country import country_code, country_name, country_names, region_code
from licet.core.eccn import EAR99, Eccn, find_eccns, parse_eccn
from licet.core.errors import InputError, LicetError
from licet.core.money import Money, parse_amount
from licet.core.script import Script, main_script, scripts_of


def test_an_eccn_is_read_down_to_its_paragraph() -> None:
    """Category, group and paragraph come apart."""
    eccn = parse_eccn("3a090.A.1")
    assert (eccn.entry, eccn.paragraph, eccn.category, eccn.group) == ("3A090", "a.1", 3, "A")
    assert str(eccn) == "3A090.a.1"


def test_ear99_and_the_series_are_told_apart() -> None:
    """The basket, the 600 series and the spacecraft entries have rules of their own."""
    assert parse_eccn("ear99") == EAR99
    assert parse_eccn("9A610.y").is_600_series
    assert parse_eccn("9A515.a").is_9x515
    assert not parse_eccn("3A001").is_600_series


def test_a_paragraph_covers_what_lies_below_it_and_nothing_beside() -> None:
    """`a.1` lies below `a`; `ab` does not."""
    assert Eccn("1A004", "c").covers(Eccn("1A004", "c.2"))
    assert not Eccn("1A004", "c").covers(Eccn("1A004", "cd"))
    assert Eccn("1A004").covers(Eccn("1A004", "d"))


def test_eccns_are_found_in_a_policy_sentence() -> None:
    """The Xinjiang policy names eight."""
    text = "Case-by-case review for ECCNs 1A004.c, 1A004.d, 1A995, 1A999.a, 1D003, 2A983, 2D983, and 2E983"
    assert [str(eccn) for eccn in find_eccns(text)] == [
        "1A004.c", "1A004.d", "1A995", "1A999.a", "1D003", "2A983", "2D983", "2E983",
    ]  # fmt: skip


@pytest.mark.parametrize("text", ["", "3A", "EAR", "3Z001", "banana", "3A001..a"])
def test_what_is_no_eccn_is_refused(text: str) -> None:
    """A wrong number is an error, never EAR99."""
    with pytest.raises(ValueError, match="not an ECCN"):
        parse_eccn(text)


def test_money_is_exact_and_keeps_its_currency() -> None:
    """Cents do not drift and dollars are not euros."""
    total = Money(amount=Decimal("0.10")) + Money(amount=Decimal("0.20"))
    assert total.amount == Decimal("0.30")
    with pytest.raises(ValueError, match="cannot be added"):
        total + Money(amount=Decimal(1), currency="EUR")
    with pytest.raises(TypeError, match="exact"):
        Money(amount=0.1)  # type: ignore[arg-type]


@pytest.mark.parametrize(("text", "amount"), [("1,234.50", "1234.50"), ("1 234.5", "1234.5"), ("0", "0")])
def test_amounts_are_read_as_people_write_them(text: str, amount: str) -> None:
    """Thousands separators fall away."""
    assert parse_amount(text) == Decimal(amount)


@pytest.mark.parametrize("text", ["", "12a", "NaN", "Infinity"])
def test_what_is_no_amount_is_refused(text: str) -> None:
    """A blank is not zero."""
    with pytest.raises(ValueError, match="number"):
        parse_amount(text)


def test_scripts_are_told_apart() -> None:
    """One name may use several."""
    assert main_script("海康威视") is Script.HAN
    assert scripts_of("Газпром Gazprom") == {Script.CYRILLIC, Script.LATIN}
    assert main_script("شركة") is Script.ARABIC
    assert main_script("555") is Script.COMMON


@given(st.text())
def test_every_text_has_scripts(text: str) -> None:
    """No character is outside the table."""
    assert Script.COMMON not in scripts_of(text)


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("China, People's Republic of", "CN"),
        ("China", "CN"),
        ("prc", "CN"),
        ("Korea, North", "KP"),
        ("Cote d'lvoire", "CI"),
        ("Türkiye", "TR"),
        ("TURKEY", "TR"),
        ("Congo (Democratic Republic of the)", "CD"),
        ("U.A.E.", "AE"),
        ("Atlantis", ""),
    ],
)
def test_countries_are_known_by_the_spellings_of_the_documents(text: str, code: str) -> None:
    """A code comes back, or nothing: never a guess."""
    assert country_code(text) == code


def test_every_spelling_of_a_country_gives_its_code() -> None:
    """No spelling is claimed by two countries."""
    for code, spellings in country_names().items():
        for spelling in spellings:
            assert country_code(spelling) == code, spelling
        assert country_name(code) == spellings[0]


@pytest.mark.parametrize(
    "place", ["Crimea", "Krym", "Sevastopol", "г. Севастополь", "Region: Crimea", "KRIM"]
)
def test_crimea_is_found_in_its_spellings(place: str) -> None:
    """The Amazon case: correctly and otherwise spelled places are the same region."""
    assert region_code(place) == "Crimea"


def test_kyiv_is_in_no_region() -> None:
    """Ukraine proper is not treated as a region."""
    assert region_code("Kyiv, Ukraine") == ""


def test_an_input_error_names_file_line_field_and_fix() -> None:
    """A person can find and mend what was wrong."""
    error = InputError("`abc` is no day", file="parties.csv", line=7, field="on", fix="write 2019-10-09")
    assert str(error) == "parties.csv, line 7, field `on`: `abc` is no day\nfix: write 2019-10-09"


def test_errors_travel_between_processes() -> None:
    """A worker's error reaches the person whole."""
    error = InputError("bad", file="a.csv", line=3, field="name", fix="mend")
    back = pickle.loads(pickle.dumps(error))  # noqa: S301 (our own bytes)
    assert (type(back), str(back), back.line) == (InputError, str(error), 3)
    assert isinstance(back, LicetError)
