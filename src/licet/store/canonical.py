"""One text for one value: canonical JSON after RFC 8785, without floats.

Keys are sorted by UTF-16 code units, nothing is escaped that need not be, and a value has exactly one
text. Numbers are integers that every JSON reader holds exactly; amounts travel as decimal strings.
"""

from __future__ import annotations

import enum
import json
from collections.abc import Mapping, Sequence, Set
from dataclasses import fields, is_dataclass
from datetime import UTC, date, datetime
from decimal import Decimal
from fractions import Fraction
from typing import Any, TypeAlias

from licet.core.errors import InputError

__all__ = ["Data", "Json", "canonical", "decimal_text", "plain"]

#: What JSON can hold; Any inside, because the type is recursive and mypy has no better word.
Json: TypeAlias = dict[str, Any] | list[Any] | str | int | bool | None
#: JSON data that is taken apart field by field.
Data: TypeAlias = Any

_EXACT = 2**53 - 1  # RFC 8785 section 3.2.2.3: integers beyond this lose digits in other readers
_encode = json.JSONEncoder(ensure_ascii=False, separators=(",", ":"), allow_nan=False).encode


def _ordered(value: Data) -> Data:
    if value is None or isinstance(value, bool):
        return value
    if isinstance(value, str):
        if "\x00" in value:
            raise InputError("text holds a NUL character", fix="remove it: no database keeps it faithfully")
        return value
    if isinstance(value, int):
        if not -_EXACT <= value <= _EXACT:
            raise InputError(f"integer out of range: `{value}`", fix="give it as a string")
        return value
    if isinstance(value, dict):
        keys = list(value)
        if not all(isinstance(key, str) for key in keys):
            raise InputError("a JSON object has text keys only")
        ascii_only = all(key.isascii() for key in keys)
        keys.sort(key=None if ascii_only else (lambda key: key.encode("utf-16-be")))
        return {_ordered(key): _ordered(value[key]) for key in keys}
    if isinstance(value, (list, tuple)):
        return [_ordered(part) for part in value]
    if isinstance(value, float):
        raise InputError(f"a float has no exact text: `{value}`", fix="give amounts as decimal strings")
    raise InputError(f"not a JSON value: `{type(value).__name__}`")


def canonical(value: Json) -> str:
    """The one text of a JSON value.

    Raises:
        InputError: a float, a NUL, a lone surrogate, an integer beyond 2**53-1, or no JSON at all.
    """
    text = _encode(_ordered(value))
    try:
        text.encode()
    except UnicodeEncodeError:
        raise InputError("text holds half a surrogate pair", fix="give well-formed Unicode") from None
    return text


def decimal_text(amount: Decimal) -> str:
    """The one text of an exact amount: no exponent, no trailing zeros, no minus zero.

    Raises:
        InputError: the amount is not finite.
    """
    if not amount.is_finite():
        raise InputError(f"not a finite amount: `{amount}`")
    if amount == 0:
        return "0"
    text = format(amount, "f")
    return text.rstrip("0").rstrip(".") if "." in text else text


def plain(value: object) -> Data:
    """A value of ours as JSON data: dataclasses become objects, enums their values, amounts strings.

    Raises:
        InputError: a float, or a type that has no JSON form here.
    """
    if value is None or (isinstance(value, (bool, str, int)) and not isinstance(value, enum.Enum)):
        return value
    if isinstance(value, enum.Enum):
        return plain(value.value)
    if isinstance(value, Decimal):
        return decimal_text(value)
    if isinstance(value, Fraction):
        return f"{value.numerator}/{value.denominator}" if value.denominator != 1 else str(value.numerator)
    if isinstance(value, datetime):
        return value.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%S.%fZ")
    if isinstance(value, date):
        return value.isoformat()
    if is_dataclass(value) and not isinstance(value, type):
        return {part.name: plain(getattr(value, part.name)) for part in fields(value)}
    if isinstance(value, Mapping):
        return {str(plain(key)): plain(part) for key, part in value.items()}
    if isinstance(value, Set):
        return sorted((plain(part) for part in value), key=canonical)
    if isinstance(value, Sequence) and not isinstance(value, (bytes, bytearray)):
        return [plain(part) for part in value]
    raise InputError(f"no JSON form for `{type(value).__name__}`")
