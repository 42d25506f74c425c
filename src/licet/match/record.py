"""Entries as others write them, in the one form that the index keeps."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import fields, is_dataclass
from datetime import date
from typing import Any, Final

from licet.core.errors import InputError
from licet.core.trade import NameQuality, Party, PartyKind

__all__ = ["entry_of_party", "entry_of_record"]

_KIND_WORDS: Final = {
    "person": "person", "individual": "person", "natural person": "person",
    "organisation": "organisation", "organization": "organisation", "company": "organisation",
    "entity": "organisation", "enterprise": "organisation", "publicbody": "organisation",
    "vessel": "vessel", "ship": "vessel", "airplane": "aircraft", "aircraft": "aircraft",
    "address": "address", "any": "any", "legalentity": "any", "unknown": "any", "": "any",
}  # fmt: skip


def _plain(value: Any) -> Any:
    """A value as JSON can hold it."""
    if is_dataclass(value) and not isinstance(value, type):
        return {f.name: _plain(getattr(value, f.name)) for f in fields(value) if getattr(value, f.name)}
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, Mapping):
        return {str(key): _plain(item) for key, item in value.items()}
    if isinstance(value, str | int | float | bool) or value is None:
        return value
    if isinstance(value, list | tuple | set | frozenset):
        return [_plain(item) for item in value]
    return str(value)


def entry_of_record(record: Mapping[str, Any]) -> dict[str, Any]:
    """One entry with the keys that the index knows; absent ones left out.

    Raises:
        InputError: the entry has no id, or a name is not text.
    """
    if "id" not in record:
        raise InputError("an index entry has no id", fix="give each entry an `id`")
    kind = str(record.get("kind") or record.get("type") or "any").lower()
    entry: dict[str, Any] = {"id": record["id"], "kind": _KIND_WORDS.get(kind, "any")}
    for key in ("names", "weak_names"):
        names = record.get(key) or ()
        if isinstance(names, str):
            names = (names,)
        if not all(isinstance(name, str) for name in names):
            raise InputError(f"a name of entry `{record['id']}` is not text", fix="give names as strings")
        entry[key] = list(names)
    countries = record.get("countries") or record.get("c") or ()
    entry["countries"] = [countries] if isinstance(countries, str) else list(countries)
    for key in ("addresses", "identifiers", "births"):
        if record.get(key):
            entry[key] = [_plain(item) for item in record[key]]
    return {key: value for key, value in entry.items() if value or key in {"id", "kind", "names"}}


def entry_of_party(party: Party, *, id: object = "") -> dict[str, Any]:
    """The entry of a core Party: weak aliases apart from the rest."""
    weak = [name.text for name in party.names if name.quality is NameQuality.WEAK]
    return entry_of_record(
        {
            "id": id or party.id,
            "names": [name.text for name in party.names if name.quality is not NameQuality.WEAK],
            "weak_names": weak,
            "kind": party.kind.value if party.kind is not PartyKind.UNKNOWN else "any",
            "countries": party.countries,
            "addresses": party.addresses,
            "identifiers": party.identifiers,
            "births": party.births,
        }
    )
