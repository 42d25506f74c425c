"""Canonical JSON: the published examples of RFC 8785, exactness, and refusals."""

from __future__ import annotations

import enum
import json
from dataclasses import dataclass
from datetime import UTC, date, datetime
from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from licet.core.errors import InputError
from licet.store.canonical import canonical, decimal_text, plain


def test_keys_sort_by_utf16() -> None:
    """The example of RFC 8785 section 3.2.3: keys in the order of their UTF-16 units."""
    keys = {"\u20ac": 1, "\r": 2, "\ufb33": 3, "1": 4, "\U0001f600": 5, "\u0080": 6, "\u00f6": 7}
    assert list(json.loads(canonical(keys))) == [
        "\r", "1", "\u0080", "\u00f6", "\u20ac", "\U0001f600", "\ufb33"
    ]  # fmt: skip


def test_escapes() -> None:
    """Only what must be escaped is, in the short form where there is one."""
    assert (
        canonical('\u20ac$\u000f\nA\'B"\\\\"/\u2028\u007f') == '"€$\\u000f\\nA\'B\\"\\\\\\\\\\"/\u2028\u007f"'
    )


def test_no_space_and_sorted_inside() -> None:
    """Nested objects are sorted too; there is no white space."""
    assert canonical({"b": [1, {"z": None, "a": True}], "a": ""}) == '{"a":"","b":[1,{"a":true,"z":null}]}'


@pytest.mark.parametrize(
    "value", [1.5, {"a": float("nan")}, 2**53, "\x00", "\ud800", {1: "a"}, b"x", {"\x00": 1}]
)
def test_refused(value: object) -> None:
    """Whatever has no exact text in every reader is refused."""
    with pytest.raises(InputError):
        canonical(value)  # type: ignore[arg-type]


JSON = st.recursive(
    st.none()
    | st.booleans()
    | st.integers(-(2**53) + 1, 2**53 - 1)
    | st.text(st.characters(codec="utf-8", exclude_characters="\x00")),
    lambda inner: (
        st.lists(inner, max_size=4)
        | st.dictionaries(st.text(st.characters(codec="utf-8", exclude_characters="\x00")), inner, max_size=4)
    ),
    max_leaves=12,
)


@given(JSON)
def test_one_text(value: object) -> None:
    """Reading the text gives the value, and the value gives the text again."""
    text = canonical(value)  # type: ignore[arg-type]
    assert json.loads(text) == value
    assert canonical(json.loads(text)) == text


@pytest.mark.parametrize(
    ("amount", "text"),
    [
        ("1.50", "1.5"),
        ("100", "100"),
        ("1E+3", "1000"),
        ("-0.00", "0"),
        ("0.0001", "0.0001"),
        ("1000.00", "1000"),
    ],
)
def test_decimal_has_one_text(amount: str, text: str) -> None:
    """Equal amounts have equal texts."""
    assert decimal_text(Decimal(amount)) == text


def test_infinite_amount() -> None:
    """There is no text for an infinite amount."""
    with pytest.raises(InputError):
        decimal_text(Decimal("Infinity"))


class Colour(enum.Enum):
    """For the next test."""

    RED = "red"


@dataclass(frozen=True)
class Thing:
    """For the next test."""

    colour: Colour
    days: tuple[date, ...]
    share: Fraction
    price: Decimal


def test_plain() -> None:
    """Our values become JSON data that says the same."""
    thing = Thing(Colour.RED, (date(2026, 1, 2),), Fraction(1, 3), Decimal("2.50"))
    assert plain(thing) == {"colour": "red", "days": ["2026-01-02"], "share": "1/3", "price": "2.5"}
    assert plain({"at": datetime(2026, 1, 2, 3, 4, 5, 6, tzinfo=UTC)}) == {
        "at": "2026-01-02T03:04:05.000006Z"
    }
    assert plain(frozenset({"b", "a"})) == ["a", "b"]
    with pytest.raises(InputError):
        plain(object())
    with pytest.raises(InputError):
        canonical(plain([0.5]))
