"""Numbers that stand for a party: written one way, checked by their own check digits, compared by kind."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import Any, Final

__all__ = ["STRONG", "identifier_key", "is_valid", "shared_identifiers"]

#: Kinds whose equality alone settles who it is (with the issuing country where both state one).
STRONG: Final = frozenset(
    {
        "lei",
        "imo",
        "bic",
        "passport",
        "national-id",
        "tax",
        "registration",
        "duns",
        "cage",
        "mmsi",
        "aircraft-tail",
    }
)
_PLAIN = re.compile(r"[^A-Z0-9]")
_KIND_WORDS: Final = {
    "lei": "lei", "legal entity identifier": "lei", "imo": "imo", "imo number": "imo", "vessel registration": "imo",
    "bic": "bic", "swift": "bic", "swift bic": "bic", "passport": "passport", "tax id": "tax", "inn": "tax",
    "tax": "tax", "registration": "registration", "ogrn": "registration", "company number": "registration",
    "registration number": "registration", "national id": "national-id", "national-id": "national-id",
    "duns": "duns", "cage": "cage", "mmsi": "mmsi", "aircraft-tail": "aircraft-tail", "call-sign": "call-sign",
    "website": "website", "email": "email", "phone": "phone",
}  # fmt: skip
_LEAST_LENGTH: Final = 5


def _plain(value: str) -> str:
    return _PLAIN.sub("", value.upper())


def kind_of(kind: str) -> str:
    """The kind under which an identifier is compared."""
    word = kind.strip().lower().replace("_", " ")
    return _KIND_WORDS.get(word, _KIND_WORDS.get(word.split(" ")[0], word))


def _lei_ok(value: str) -> bool:
    # ISO 17442: 18 characters and two check digits, ISO 7064 mod 97-10
    if not re.fullmatch(r"[A-Z0-9]{18}\d{2}", value):
        return False
    return int("".join(str(int(char, 36)) for char in value)) % 97 == 1


def _imo_ok(value: str) -> bool:
    digits = value.removeprefix("IMO")
    if not re.fullmatch(r"\d{7}", digits):
        return False
    return sum(
        int(digit) * weight for digit, weight in zip(digits[:6], range(7, 1, -1), strict=True)
    ) % 10 == int(digits[6])


def _bic_ok(value: str) -> bool:
    return re.fullmatch(r"[A-Z]{6}[A-Z0-9]{2}(?:[A-Z0-9]{3})?", value) is not None


def is_valid(kind: str, value: str) -> bool | None:
    """Whether a value passes its kind's own check; None for kinds that have none.

    Example:
        >>> is_valid("imo", "IMO 9074729")
        True
        >>> is_valid("imo", "9074728")
        False
    """
    plain = _plain(value)
    match kind_of(kind):
        case "lei":
            return _lei_ok(plain)
        case "imo":
            return _imo_ok(plain)
        case "bic":
            return _bic_ok(plain)
        case _:
            return None


def identifier_key(kind: str, value: str) -> str:
    """What must be equal for two identifiers to be one; empty when the value is too short to say anything."""
    plain = _plain(value)
    sort = kind_of(kind)
    if sort == "imo":
        plain = plain.removeprefix("IMO")
    elif sort == "bic":
        # the branch is not the bank
        plain = plain[:8]
    elif sort in {"website", "email"}:
        plain = re.sub(r"^(https?://)?(www\.)?|/+$", "", value.strip().lower())
    return f"{sort}:{plain}" if len(plain) >= _LEAST_LENGTH else ""


def shared_identifiers(
    ours: Sequence[Mapping[str, Any]], theirs: Sequence[Mapping[str, Any]]
) -> tuple[list[tuple[str, str]], list[tuple[str, str, str]]]:
    """Identifiers that are equal (kind, value), and those of one kind and issuer that differ (kind, ours,
    theirs).
    """
    equal: list[tuple[str, str]] = []
    differ: list[tuple[str, str, str]] = []
    for a in ours:
        key_a = identifier_key(str(a.get("kind", "")), str(a.get("value", "")))
        if not key_a:
            continue
        sort = key_a.split(":", 1)[0]
        same_sort: list[str] = []
        for b in theirs:
            key_b = identifier_key(str(b.get("kind", "")), str(b.get("value", "")))
            countries = {str(a.get("country") or ""), str(b.get("country") or "")} - {""}
            if key_b.split(":", 1)[0] != sort or len(countries) > 1:
                continue
            if key_a == key_b:
                equal.append((sort, str(a["value"])))
                same_sort = []
                break
            same_sort.append(str(b["value"]))
        if same_sort and sort in {"lei", "imo", "passport", "national-id"}:
            differ.append((sort, str(a["value"]), same_sort[0]))
    return equal, differ
