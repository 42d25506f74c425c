"""People: users with roles, passwords as argon2 hashes, API keys with scopes, lockout after wrong passwords.

A secret's hash lies beside the log in the table `credential`, and the log holds the hash of that hash: a
changed credential is found, and an old one does not live on in the log for ever. API keys are 256 random
bits, so their SHA-256 is as hard to turn back as argon2, and checking one takes microseconds.
"""

from __future__ import annotations

import hashlib
import hmac
import json
import secrets
from collections.abc import Iterable, Sequence
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import cache
from typing import Any

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError
from sqlalchemy import Connection, Row, literal, select

from licet.core.errors import ConflictError, DeniedError, InputError, StoreError
from licet.store import tables
from licet.store.access import note_refusal
from licet.store.actor import Actor, Origin, Permission, Role
from licet.store.canonical import canonical, plain
from licet.store.rows import Entry, Rows, projects
from licet.store.store import Store, Writing

__all__ = [
    "FAILURES",
    "LOCKED_FOR",
    "ApiKey",
    "User",
    "add_user",
    "api_keys",
    "change_user",
    "issue_key",
    "log_action",
    "revoke_key",
    "session_actor",
    "session_mark",
    "set_password",
    "sign_in",
    "sign_in_with_key",
    "unlock",
    "users",
]

#: Wrong passwords in a row that lock a user.
FAILURES = 5
#: For how long.
LOCKED_FOR = timedelta(minutes=15)
_SHORTEST = 12  # characters of a password
_NEVER = "no such user, or not this password"


@dataclass(frozen=True, slots=True, kw_only=True)
class User:
    """A person.

    Attributes:
        id: short name, unique.
        name: full name.
        roles: what the person may do.
        active: False once disabled; users are never removed, for entries name them.
        locked_until: end of a lockout, ISO 8601; empty when not locked.
    """

    id: str
    name: str
    roles: frozenset[Role]
    active: bool
    locked_until: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ApiKey:
    """An API key, without its secret.

    Attributes:
        id: `KEY-42`.
        person: whose it is.
        name: what it is for.
        scopes: what it allows of what the person may do.
        active: False once revoked.
        expires: day after which it is refused; empty for never.
    """

    id: str
    person: str
    name: str
    scopes: frozenset[Permission]
    active: bool
    expires: str


@cache
def _hasher() -> PasswordHasher:
    return PasswordHasher()  # argon2id; RFC 9106's second recommendation: 64 MiB, 3 passes, 4 lanes


@cache
def _decoy() -> str:
    """What a password for nobody is compared with, so that it takes as long as for somebody."""
    return _hasher().hash(secrets.token_hex(16))


def _sha(secret: str) -> str:
    return hashlib.sha256(secret.encode()).hexdigest()


def _check_password(password: str) -> None:
    if len(password) < _SHORTEST:
        raise InputError(f"a password has at least {_SHORTEST} characters", field="password")


def _user(row: Row[Any]) -> User:
    return User(
        id=row.id,
        name=row.name,
        roles=frozenset(Role(value) for value in json.loads(row.roles)),
        active=row.state == "active",
        locked_until=row.locked_until,
    )


def _row(connection: Connection, id: str) -> Row[Any]:
    row = connection.execute(select(tables.person).where(tables.person.c.id == id)).one_or_none()
    if row is None:
        raise StoreError(f"no user `{id}`", fix="licet user list")
    return row


def add_user(
    store: Store, who: Actor, id: str, name: str, roles: Iterable[Role], *, password: str = ""
) -> None:
    """Add a person; without a password only API keys let that person in.

    Raises:
        ConflictError: there is one of this id.
        InputError: the id is not a short name, or the password is too short.
    """
    who.need(Permission.USERS)
    if not id or not all(char.isalnum() or char in "._-@" for char in id) or id.startswith("os:"):
        raise InputError(f"a user id is letters, digits and . _ - @: `{id}`", field="id")
    secret = ""
    if password:
        _check_password(password)
        secret = _hasher().hash(password)

    def work(w: Writing) -> None:
        if w.connection.execute(select(tables.person.c.id).where(tables.person.c.id == id)).first():
            raise ConflictError(f"there is a user `{id}` already")
        data = {
            "id": id,
            "name": name,
            "roles": plain(frozenset(roles)),
            "secret_sha256": _sha(secret) if secret else "",
        }
        if secret:
            w.beside().put(tables.credential, {"id": f"user/{id}", "secret": secret})
        w.record("user.added", f"user/{id}", data)

    store.write(who, work)


@projects("user.added")
def _added(rows: Rows, entry: Entry) -> None:
    rows.put(
        tables.person,
        {
            "id": entry.data["id"],
            "name": entry.data["name"],
            "roles": canonical(entry.data["roles"]),
            "state": "active",
            "failures": 0,
            "locked_until": "",
            "secret_sha256": entry.data["secret_sha256"],
            "entry": entry.index,
        },
    )


def change_user(
    store: Store,
    who: Actor,
    id: str,
    *,
    name: str | None = None,
    roles: Iterable[Role] | None = None,
    active: bool | None = None,
) -> None:
    """Change a person's name, roles or state; what is None stays.

    Raises:
        ConflictError: it would leave nobody who can manage users.
    """
    who.need(Permission.USERS)

    def work(w: Writing) -> None:
        held = _user(_row(w.connection, id))
        new_roles = held.roles if roles is None else frozenset(roles)
        new_active = held.active if active is None else active
        if Role.ADMINISTRATOR in held.roles and not (new_active and Role.ADMINISTRATOR in new_roles):
            others = w.connection.execute(
                select(tables.person).where(tables.person.c.id != id, tables.person.c.state == "active")
            )
            if not any(Role.ADMINISTRATOR in _user(row).roles for row in others):
                raise ConflictError(f"`{id}` is the last administrator", fix="make another one first")
        data = {
            "name": held.name if name is None else name,
            "roles": plain(new_roles),
            "state": "active" if new_active else "disabled",
        }
        w.record("user.changed", f"user/{id}", data)

    store.write(who, work)


@projects("user.changed")
def _changed(rows: Rows, entry: Entry) -> None:
    data = entry.data
    values = {"name": data["name"], "roles": canonical(data["roles"]), "state": data["state"]}
    rows.set(tables.person, {"id": entry.name}, {**values, "entry": entry.index})


def set_password(store: Store, who: Actor, id: str, password: str) -> None:
    """Set a password: one's own, or as one who manages users."""
    if who.id != id:
        who.need(Permission.USERS)
    _check_password(password)
    secret = _hasher().hash(password)

    def work(w: Writing) -> None:
        _row(w.connection, id)
        w.beside().drop(tables.credential, {"id": f"user/{id}"})
        w.beside().put(tables.credential, {"id": f"user/{id}", "secret": secret})
        w.record("user.secret_set", f"user/{id}", {"secret_sha256": _sha(secret)})

    store.write(who, work)


@projects("user.secret_set")
def _secret_set(rows: Rows, entry: Entry) -> None:
    values = {"secret_sha256": entry.data["secret_sha256"], "failures": 0, "locked_until": ""}
    rows.set(tables.person, {"id": entry.name}, {**values, "entry": entry.index})


def sign_in(store: Store, id: str, password: str, origin: Origin) -> Actor:
    """Let a person in by password; both success and refusal are logged.

    Raises:
        DeniedError: no such user, a wrong password, a disabled or a locked user: which, is not told apart
            except that a locked user with the right to come in is told until when.
    """
    with store.read() as connection:
        row = connection.execute(select(tables.person).where(tables.person.c.id == id)).one_or_none()
        secret = connection.execute(
            select(tables.credential.c.secret).where(tables.credential.c.id == f"user/{id}")
        ).scalar_one_or_none()
    usable = row is not None and row.state == "active" and secret is not None
    good = False
    with suppress(VerificationError, InvalidHashError):
        good = _hasher().verify(secret if usable and secret is not None else _decoy(), password)
    if row is None or not usable:
        why = "no such user" if row is None else "disabled" if row.state != "active" else "no password"
        note_refusal(store, origin, how="password", why=why, typed=id)
        raise DeniedError(_NEVER)
    user = _user(row)
    who = Actor(id=user.id, roles=user.roles, origin=origin)
    if user.locked_until and store.clock() < datetime.fromisoformat(user.locked_until):
        note_refusal(store, origin, how="password", why="locked", typed=id)
        if good:
            raise DeniedError(
                f"`{id}` is locked until {user.locked_until}", fix="wait, or ask an administrator"
            )
        raise DeniedError(_NEVER)
    if not good:
        store.write(who, lambda w: _refuse(w, id))
        raise DeniedError(_NEVER)
    store.write(who, lambda w: w.record("user.signed_in", f"user/{id}", {"how": "password"}))
    return who


def _refuse(w: Writing, id: str) -> None:
    failures = _row(w.connection, id).failures + 1
    locked = plain(w.now + LOCKED_FOR) if failures >= FAILURES else ""
    data = {"failures": 0 if locked else failures, "locked_until": locked}
    w.record("user.refused", f"user/{id}", data)


@projects("user.refused")
def _refused(rows: Rows, entry: Entry) -> None:
    values = {"failures": entry.data["failures"], "locked_until": entry.data["locked_until"]}
    rows.set(tables.person, {"id": entry.name}, values)


@projects("user.signed_in")
def _signed_in(rows: Rows, entry: Entry) -> None:
    rows.set(tables.person, {"id": entry.name}, {"failures": 0, "locked_until": ""})


def session_mark(store: Store, id: str) -> str:
    """What a session of this user is bound to: it changes with the password; empty for no active user."""
    person = tables.person
    query = select(person.c.secret_sha256).where(person.c.id == id, person.c.state == "active")
    with store.read() as connection:
        held = connection.execute(query).scalar_one_or_none()
    return _sha(f"session {held}")[:32] if held else ""


def session_actor(store: Store, id: str, mark: str, origin: Origin) -> Actor | None:
    """The person of a session, with the roles of this moment; None when it no longer stands."""
    person = tables.person
    query = select(person.c.roles, person.c.secret_sha256).where(
        person.c.id == id, person.c.state == "active"
    )
    with store.read() as connection:
        row = connection.execute(query).one_or_none()
    if row is None or not row.secret_sha256:
        return None
    if not hmac.compare_digest(_sha(f"session {row.secret_sha256}")[:32], mark):
        return None
    return Actor(id=id, roles=frozenset(Role(value) for value in json.loads(row.roles)), origin=origin)


def unlock(store: Store, who: Actor, id: str) -> None:
    """Lift a lockout."""
    who.need(Permission.USERS)

    def work(w: Writing) -> None:
        _row(w.connection, id)
        w.record("user.unlocked", f"user/{id}", {})

    store.write(who, work)


@projects("user.unlocked")
def _unlocked(rows: Rows, entry: Entry) -> None:
    rows.set(tables.person, {"id": entry.name}, {"failures": 0, "locked_until": ""})


def log_action(store: Store, who: Actor, action: str, subject: str, **detail: str) -> None:
    """Log something that changes nothing but is worth knowing: a file printed, an export taken.

    Args:
        store: the store.
        who: who did it.
        action: what, in a word or two (`printed`, `exported`).
        subject: the record it concerned.
        detail: anything else, by name.
    """
    who.need(Permission.READ)
    data = {"action": action, "detail": detail}
    store.write(who, lambda w: w.record("user.did", f"user/{who.id}", data, about=[subject]))


@projects("user.did")
def _did(_rows: Rows, _entry: Entry) -> None:
    """The entry says it all."""


def users(store: Store, who: Actor) -> list[User]:
    """All users, by id."""
    who.need(Permission.READ)
    with store.read() as connection:
        return [_user(row) for row in connection.execute(select(tables.person).order_by(tables.person.c.id))]


def issue_key(
    store: Store, who: Actor, person: str, name: str, scopes: Sequence[Permission], *, expires: str = ""
) -> str:
    """Issue an API key; the text that is returned is shown this once and never again.

    Args:
        store: the store.
        who: the person, or one who manages users.
        person: whose key it is: it allows at most what that person may do.
        name: what it is for.
        scopes: what it allows.
        expires: last day on which it works (`2027-01-31`); empty for no end.
    """
    if who.id != person:
        who.need(Permission.USERS)
    secret = secrets.token_urlsafe(32)

    def work(w: Writing) -> str:
        _row(w.connection, person)
        id = f"KEY-{w.next_index}"
        held = _sha(secret)
        w.beside().put(tables.credential, {"id": f"key/{id}", "secret": held})
        data = {
            "id": id,
            "name": name,
            "scopes": plain(frozenset(scopes)),
            "expires": expires,
            "secret_sha256": _sha(held),
        }
        w.record("key.issued", f"user/{person}", data)
        return f"licet_{id}_{secret}"

    return store.write(who, work)


@projects("key.issued")
def _issued(rows: Rows, entry: Entry) -> None:
    data = entry.data
    rows.put(
        tables.api_key,
        {
            "id": data["id"],
            "person": entry.name,
            "name": data["name"],
            "scopes": canonical(data["scopes"]),
            "state": "active",
            "expires": data["expires"],
            "secret_sha256": data["secret_sha256"],
            "entry": entry.index,
        },
    )


def revoke_key(store: Store, who: Actor, id: str, reason: str = "") -> None:
    """Revoke an API key: one's own, or as one who manages users."""

    def work(w: Writing) -> None:
        key = tables.api_key
        row = w.connection.execute(select(key).where(key.c.id == id)).one_or_none()
        if row is None or row.state != "active":
            raise ConflictError(f"no active key `{id}`")
        if who.id != row.person:
            who.need(Permission.USERS)
        w.record("key.revoked", f"user/{row.person}", {"id": id, "reason": reason})

    store.write(who, work)


@projects("key.revoked")
def _revoked(rows: Rows, entry: Entry) -> None:
    rows.set(tables.api_key, {"id": entry.data["id"]}, {"state": "revoked"})


def api_keys(store: Store, who: Actor, person: str = "") -> list[ApiKey]:
    """API keys, of one person or of all."""
    if who.id != person:
        who.need(Permission.USERS)
    key = tables.api_key
    query = select(key).order_by(key.c.entry)
    if person:
        query = query.where(key.c.person == person)
    with store.read() as connection:
        return [_api_key(row) for row in connection.execute(query)]


def _api_key(row: Row[Any]) -> ApiKey:
    return ApiKey(
        id=row.id,
        person=row.person,
        name=row.name,
        scopes=frozenset(Permission(value) for value in json.loads(row.scopes)),
        active=row.state == "active",
        expires=row.expires,
    )


def sign_in_with_key(store: Store, text: str, origin: Origin) -> Actor:
    """Let a program in by API key. Uses are not logged one by one: what the program does is.

    Raises:
        DeniedError: no such key, or it is revoked or expired, or its person is disabled.
    """
    prefix, _, rest = text.strip().partition("_")
    id, _, secret = rest.partition("_")
    key, person, held = tables.api_key, tables.person, tables.credential
    query = (
        select(key.c.scopes, key.c.state, key.c.expires, person.c.id, person.c.roles, held.c.secret)
        .join(person, person.c.id == key.c.person)
        .join(held, held.c.id == literal("key/") + key.c.id)
        .where(key.c.id == id, person.c.state == "active")
    )
    with store.read() as connection:
        row = connection.execute(query).one_or_none()
    same = hmac.compare_digest(_sha(secret), row.secret if row is not None else _sha(""))
    if prefix != "licet" or row is None or not same or row.state != "active":
        revoked = row is not None and same and row.state != "active"
        note_refusal(store, origin, how="key", why="revoked" if revoked else "no such key", typed=id)
        raise DeniedError("no such API key, or it was revoked")
    if row.expires and store.clock().date().isoformat() > row.expires:
        note_refusal(store, origin, how="key", why="expired", typed=id)
        raise DeniedError(f"the API key `{id}` expired on {row.expires}")
    return Actor(
        id=row.id,
        roles=frozenset(Role(value) for value in json.loads(row.roles)),
        scopes=frozenset(Permission(value) for value in json.loads(row.scopes)),
        origin=Origin(
            host=origin.host, client=origin.client, address=origin.address, software=origin.software, key=id
        ),
    )
