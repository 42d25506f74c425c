"""Opening what is kept, and who opens it; and files that people write, as the store's own values."""

from __future__ import annotations

import json
import os
import tomllib
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

from licet.core.errors import DeniedError, InputError

if TYPE_CHECKING:
    from licet.store.actor import Actor
    from licet.store.bis748p import Application
    from licet.store.eei import Shipment
    from licet.store.store import Store
    from licet.store.terms import Terms

__all__ = [
    "opened",
    "read_application",
    "read_fields",
    "read_shipment",
    "read_terms",
    "store_place",
    "who_is_here",
]


def store_place(given: str = "") -> str:
    """Where the store is: what was given, else `LICET_STORE`, else the user's own data folder."""
    if given:
        return given
    if named := os.environ.get("LICET_STORE", ""):
        return named
    from platformdirs import user_data_path

    return str(user_data_path("licet") / "store.db")


def who_is_here(store: Store, client: str) -> Actor:
    """Who uses the store from this machine.

    `LICET_API_KEY` names a person. Otherwise it is the operating system's user: as the store's user of that
    name where there is one, with all roles while the store has no users at all.

    Raises:
        DeniedError: the store has users, and nobody here is one of them.
    """
    from licet.store.actor import Actor, here, system
    from licet.store.people import sign_in_with_key, users

    if key := os.environ.get("LICET_API_KEY", ""):
        return sign_in_with_key(store, key, here(client))
    owner = system(client)
    known = users(store, owner)
    if not known:
        return owner
    name = owner.id.removeprefix("os:")
    for user in known:
        if user.id == name and user.active:
            return Actor(id=user.id, roles=user.roles, origin=owner.origin)
    raise DeniedError(
        f"this store has users, and `{name}` is none of them",
        fix="set LICET_API_KEY to your key, or have an administrator add you",
    )


@contextmanager
def opened(given: str = "", *, client: str = "cli", create: bool = True) -> Iterator[tuple[Store, Actor]]:
    """The store and who uses it, for the time of one command."""
    from licet.store.store import Store

    with Store.open(store_place(given), create=create) as store:
        yield store, who_is_here(store, client)


def read_fields(file: Path) -> Mapping[str, Any]:
    """The fields in a TOML or JSON file.

    Raises:
        InputError: it is neither, or holds no table.
    """
    try:
        raw = file.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise InputError(f"cannot be read: {error}", file=str(file)) from None
    try:
        data = json.loads(raw) if file.suffix.lower() == ".json" else tomllib.loads(raw)
    except (json.JSONDecodeError, tomllib.TOMLDecodeError) as error:
        raise InputError(
            f"{error}".lower(), file=str(file), fix="write TOML, or JSON in a .json file"
        ) from None
    if not isinstance(data, dict):
        raise InputError("holds no table of fields", file=str(file))
    return data


def read_terms(file: Path) -> Terms:
    """The terms of a licence in a file."""
    from licet.store.licences import terms_from

    return terms_from(read_fields(file))


def read_shipment(file: Path) -> Shipment:
    """A shipment in a file."""
    from licet.store.shipments import shipment_from

    return shipment_from(read_fields(file))


def read_application(file: Path) -> Application:
    """An application in a file."""
    from licet.store.bis748p import Application
    from licet.store.reading import read_as

    return read_as(Application, read_fields(file))
