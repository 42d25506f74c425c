"""The versioned schemas of log entries: `v1/<kind>.json`, checked before an entry is written.

The schemas use the part of JSON Schema 2020-12 that is checked here: type, properties, required,
additionalProperties, items, enum, pattern, minLength, minItems.
"""

from __future__ import annotations

import json
import re
from functools import cache
from importlib import resources
from typing import Any

from licet.core.errors import InputError, StoreError
from licet.store.canonical import Data

__all__ = ["check", "kinds", "schema_of"]

_TYPES: dict[str, type | tuple[type, ...]] = {
    "object": dict,
    "array": list,
    "string": str,
    "integer": int,
    "boolean": bool,
    "null": type(None),
}


@cache
def kinds(version: int = 1) -> tuple[str, ...]:
    """All event kinds of a schema version."""
    folder = resources.files(__package__) / f"v{version}"
    return tuple(sorted(f.name[:-5] for f in folder.iterdir() if f.name.endswith(".json")))


@cache
def schema_of(kind: str, version: int = 1) -> dict[str, Any]:
    """The schema of an event kind's data.

    Raises:
        StoreError: there is none.
    """
    file = resources.files(__package__) / f"v{version}" / f"{kind}.json"
    if not file.is_file():
        raise StoreError(f"no schema for event `{kind}` version {version}")
    schema: dict[str, Any] = json.loads(file.read_text(encoding="utf-8"))
    return schema


def check(kind: str, data: Data, version: int = 1) -> None:
    """Check an entry's data against its kind's schema.

    Raises:
        InputError: a field is missing, unknown or of the wrong form; names the field.
    """
    _check(schema_of(kind, version), data, kind)


def _check(schema: dict[str, Any], value: Data, path: str) -> None:
    wanted = schema.get("type")
    if wanted is not None:
        names = wanted if isinstance(wanted, list) else [wanted]
        fits = any(isinstance(value, _TYPES[name]) for name in names)
        if not fits or (isinstance(value, bool) and "boolean" not in names):
            raise InputError(f"must be {' or '.join(names)}: `{value}`", field=path)
    if "enum" in schema and value not in schema["enum"]:
        raise InputError(f"must be one of {', '.join(map(str, schema['enum']))}: `{value}`", field=path)
    if isinstance(value, str):
        if len(value) < schema.get("minLength", 0):
            raise InputError("must not be empty", field=path)
        if "pattern" in schema and not re.search(schema["pattern"], value):
            raise InputError(f"must look like `{schema['pattern']}`: `{value}`", field=path)
    elif isinstance(value, list):
        if len(value) < schema.get("minItems", 0):
            raise InputError("must have at least one", field=path)
        items = schema.get("items")
        if items:
            for at, part in enumerate(value):
                _check(items, part, f"{path}[{at}]")
    elif isinstance(value, dict):
        known = schema.get("properties", {})
        for name in schema.get("required", ()):
            if name not in value:
                raise InputError("is missing", field=f"{path}.{name}")
        for name, part in value.items():
            if name in known:
                _check(known[name], part, f"{path}.{name}")
            elif schema.get("additionalProperties", True) is False:
                raise InputError("is not a field of this event", field=f"{path}.{name}")
