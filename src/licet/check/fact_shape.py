"""Whether a mapping of facts has the shape that its reader expects: tables, lists of tables, words.

Asked before anything is read, so that a slip in a file is told with its field and not with a traceback.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from licet.core.errors import InputError

__all__ = ["checked", "is_none_of_it"]

_TABLES = ("actor", "order", "dates", "conduct", "trade", "recipient")
_LISTS_OF_TABLES = {"items": ("attrs", "content", "production", "rows"), "parties": ("attrs",)}


def checked(facts: object) -> Mapping[str, Any]:
    """The facts, with a single item or party given as a list of one.

    Raises:
        InputError: something is no table, or no list of tables, that must be one; names its field.
    """
    told = dict(_table(facts, "facts"))
    for name in _TABLES:
        if told.get(name) is not None:
            told[name] = _table(told[name], name)
    for name, inside in _LISTS_OF_TABLES.items():
        given = told.get(name)
        if given is None:
            continue
        many = [given] if isinstance(given, Mapping) else given
        if not isinstance(many, list | tuple):
            raise _wrong(name, given, "a list of tables")
        told[name] = [_part(each, f"{name}[{index}]", inside) for index, each in enumerate(many)]
    destination = told.get("destination")
    if destination is not None and not isinstance(destination, str | Mapping):
        raise _wrong("destination", destination, "a country, or a table of country and region")
    return told


def is_none_of_it(given: object) -> bool:
    """Whether a group of facts is declared empty as a whole: `content: none`."""
    return isinstance(given, str) and given.strip().casefold() in ("none", "no", "nil", "zero")


def _table(given: object, field: str) -> Mapping[str, Any]:
    if not isinstance(given, Mapping):
        raise _wrong(field, given, "a table")
    return given


def _part(given: object, field: str, inside: tuple[str, ...]) -> Mapping[str, Any]:
    part = dict(_table(given, field))
    if isinstance(part.get("content"), list | tuple):
        part["content"] = {"components": list(part["content"])}
    for name in inside:
        if part.get(name) not in (None, "unknown") and not is_none_of_it(part[name]):
            _table(part[name], f"{field}.{name}")
    for name in ("roles", "role"):
        _words(part.get(name), f"{field}.{name}")
    owners = part.get("owners")
    if owners is not None and owners != "unknown":
        _owners(owners, f"{field}.owners")
    return part


def _words(given: object, field: str) -> None:
    if given is None or isinstance(given, str):
        return
    if not isinstance(given, list | tuple) or not all(isinstance(each, str) for each in given):
        raise _wrong(field, given, "a word or a list of words")


def _owners(given: object, field: str) -> None:
    if not isinstance(given, list | tuple):
        raise _wrong(field, given, "a list of tables, or `unknown`")
    for index, each in enumerate(given):
        owner = _table(each, f"{field}[{index}]")
        if owner.get("owners"):
            _owners(owner["owners"], f"{field}[{index}].owners")


def _wrong(field: str, given: object, wanted: str) -> InputError:
    return InputError(f"`{given!r:.60}` is not {wanted}", field=field, fix=f"write {wanted}")
