"""Values of the core as compact JSON arrays, and back.

Each dataclass is an array of its fields in declared order; a field that holds its default is `null`, and
trailing nulls are left out. Enums go by name, days by ISO text. The field names of each class are kept beside
the data (`schema()`), so that a field added to the core later does not shift what was written before.
"""

# ruff: noqa: ANN401  a codec turns values of any type into JSON and back
from __future__ import annotations

import dataclasses
import enum
import types
import typing
from collections.abc import Callable, Mapping, Sequence
from datetime import date
from functools import cache
from typing import Any

from licet.core.errors import SnapshotError
from licet.core.listing import Listing

__all__ = ["Decoder", "encode", "schema"]

_Encode = Callable[[Any], Any]
_Decode = Callable[[Any], Any]


@dataclasses.dataclass(frozen=True, slots=True)
class _Field:
    name: str
    default: Any  # dataclasses.MISSING where there is none
    encode: _Encode


def encode(value: Any) -> list[Any]:
    """A dataclass value as nested arrays of JSON scalars."""
    return _encode_fields(value, _fields(value.__class__))


def _encode_fields(value: object, fields: Sequence[_Field]) -> list[Any]:
    array: list[Any] = []
    filled = 0
    for one in fields:
        held = getattr(value, one.name)
        if one.default is not dataclasses.MISSING and held == one.default:
            array.append(None)
            continue
        array.append(one.encode(held))
        filled = len(array)
    return array[:filled]


@cache
def _fields(kind: Any) -> tuple[_Field, ...]:
    hints = typing.get_type_hints(kind)
    return tuple(
        _Field(one.name, _default(one), _encoder(hints[one.name])) for one in dataclasses.fields(kind)
    )


def _default(one: dataclasses.Field[Any]) -> Any:
    factory = one.default_factory
    return one.default if factory is dataclasses.MISSING else factory()


def _same(value: Any) -> Any:
    return value


def _parts(hint: Any) -> tuple[Any, bool]:
    """The type inside `T | None` or `tuple[T, ...]`, and whether it is a tuple."""
    if isinstance(hint, types.UnionType):
        (hint,) = (part for part in typing.get_args(hint) if part is not types.NoneType)
    if typing.get_origin(hint) is tuple:
        return typing.get_args(hint)[0], True
    return hint, False


def _encoder(hint: Any) -> _Encode:
    kind, is_tuple = _parts(hint)
    one: _Encode
    if dataclasses.is_dataclass(kind):
        one = encode
    elif issubclass(kind, enum.Enum):
        one = _name
    elif kind is date:
        one = date.isoformat
    elif kind in (str, int, bool):
        one = _same
    else:
        raise TypeError(f"no code for `{hint}`")
    if is_tuple:
        return lambda many: [one(value) for value in many]
    return lambda value: None if value is None else one(value)


def _name(value: enum.Enum) -> str:
    return value.name


def schema(kind: type = Listing) -> dict[str, list[str]]:
    """The field names of a class and of every class inside it, by class name."""
    found: dict[str, list[str]] = {}
    todo = [kind]
    while todo:
        one = todo.pop()
        if one.__name__ in found:
            continue
        hints = typing.get_type_hints(one)
        names = [each.name for each in dataclasses.fields(typing.cast(Any, one))]
        found[one.__name__] = names
        inner = (_parts(hints[name])[0] for name in names)
        todo.extend(part for part in inner if dataclasses.is_dataclass(part) and isinstance(part, type))
    return dict(sorted(found.items()))


class Decoder:
    """Reads arrays back under the schema they were written with."""

    def __init__(self, written: Mapping[str, Sequence[str]]) -> None:
        self._written = written
        self._readers: dict[type, _Decode] = {}
        self._places = {(kind, name): at for kind, names in written.items() for at, name in enumerate(names)}

    def listing(self, array: Sequence[Any]) -> Listing:
        """One listing.

        Raises:
            SnapshotError: the array is not one of a listing.
        """
        try:
            value: Listing = self._reader(Listing)(array)
        except (KeyError, TypeError, ValueError, IndexError) as error:
            raise SnapshotError(f"not a listing: {error}", fix="rebuild or restore the snapshot") from error
        return value

    def names(self, array: Sequence[Any]) -> tuple[str, tuple[str, ...]]:
        """Id and names of one listing, the rest left undecoded.

        Raises:
            SnapshotError: the array is not one of a listing.
        """
        try:
            party = array[self._places["Listing", "party"]]
            at = self._places["Party", "names"]
            names = (
                party[at] if len(party) > at else None
            ) or ()  # trailing fields that are empty are not written
            text = self._places["Name", "text"]
            return array[self._places["Listing", "id"]], tuple(name[text] for name in names)
        except (KeyError, TypeError, ValueError, IndexError) as error:
            raise SnapshotError(f"not a listing: {error}", fix="rebuild or restore the snapshot") from error

    def _reader(self, kind: type) -> _Decode:
        reader = self._readers.get(kind)
        if reader is None:
            reader = self._readers[kind] = self._make_reader(kind)
        return reader

    def _make_reader(self, kind: type) -> _Decode:
        hints = typing.get_type_hints(kind)
        known = {one.name for one in dataclasses.fields(typing.cast(Any, kind))}
        names = self._written[kind.__name__]
        unknown = [name for name in names if name not in known]
        if unknown:
            raise SnapshotError(
                f"`{kind.__name__}` was written with `{unknown[0]}`, which this version does not know",
                fix="update licet",
            )
        needed = tuple(
            index
            for index, name in enumerate(names)
            for one in dataclasses.fields(typing.cast(Any, kind))
            if one.name == name and _default(one) is dataclasses.MISSING
        )
        steps = tuple((name, self._value_reader(hints[name])) for name in names)

        def read(array: Sequence[Any]) -> Any:
            values = {
                name: convert(value)
                for (name, convert), value in zip(steps, array, strict=False)
                if value is not None
            }
            for index in needed:
                values.setdefault(steps[index][0], None)
            return kind(**values)

        return read

    def _value_reader(self, hint: Any) -> _Decode:
        kind, is_tuple = _parts(hint)
        one: _Decode
        if dataclasses.is_dataclass(kind):
            inner = typing.cast(type, kind)
            one = self._reader(inner)
        elif issubclass(kind, enum.Enum):
            members = dict(kind.__members__)
            one = members.__getitem__
        elif kind is date:
            one = date.fromisoformat
        else:
            one = _same
        if is_tuple:
            if one is _same:
                return tuple
            return lambda many: tuple([one(value) for value in many])
        return one
