"""JSON data back into our dataclasses, with errors that name the field."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, TypeVar

from licet.core.errors import InputError

if TYPE_CHECKING:
    from pydantic import TypeAdapter

__all__ = ["read_as"]

T = TypeVar("T")


_ADAPTERS: dict[type, TypeAdapter[Any]] = {}


def _adapter(kind: type[T]) -> TypeAdapter[T]:
    """Made once a class: making one takes milliseconds."""
    from pydantic import TypeAdapter

    if kind not in _ADAPTERS:
        _ADAPTERS[kind] = TypeAdapter(kind)
    return _ADAPTERS[kind]


def read_as(kind: type[T], data: Mapping[str, Any]) -> T:
    """A value of a dataclass from JSON data as `plain` writes it.

    Raises:
        InputError: a field is missing, unknown or of another form; names the first such field.
    """
    from pydantic import ValidationError

    known = set(getattr(kind, "__dataclass_fields__", ()))
    for name in data:
        if name not in known:
            raise InputError("is no such field", field=str(name), fix=f"one of: {', '.join(sorted(known))}")
    try:
        value: T = _adapter(kind).validate_python(dict(data))
    except ValidationError as error:
        first = error.errors(include_url=False)[0]
        place = ".".join(str(part) for part in first["loc"])
        given = first.get("input")
        shown = f": `{given}`" if isinstance(given, (str, int)) else ""
        raise InputError(first["msg"][:1].lower() + first["msg"][1:] + shown, field=place) from None
    return value
