"""People: roles, passwords, lockout, API keys, and that all of it is in the log and nothing secret is."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import select

from licet.core.errors import ConflictError, DeniedError, InputError
from licet.store import tables
from licet.store.actor import PERMISSIONS, Actor, Origin, Permission, Role
from licet.store.find import history
from licet.store.people import (
    FAILURES,
    add_user,
    api_keys,
    change_user,
    issue_key,
    log_action,
    revoke_key,
    set_password,
    sign_in,
    sign_in_with_key,
    unlock,
    users,
)
from licet.store.store import Store
from licet.store.verify import verify
from tests.store.kept import log_decision
from tests.store.test_store import make

HERE = Origin(host="desk-2", client="web", address="10.0.0.7")
PASSWORD = "correct horse battery"


@pytest.fixture
def peopled(lite: Store, boss: Actor) -> Store:
    """A store with an administrator and an analyst."""
    add_user(lite, boss, "root", "Root", [Role.ADMINISTRATOR])
    add_user(lite, boss, "ann", "Ann", [Role.ANALYST], password=PASSWORD)
    return lite


def test_sign_in(peopled: Store) -> None:
    """A person signs in with a password and has the roles that were given; from where is logged."""
    ann = sign_in(peopled, "ann", PASSWORD, HERE)
    assert ann.roles == {Role.ANALYST}
    log_decision(peopled, ann, make())
    last = history(peopled, ann, "user/ann")[-1]
    assert last.kind == "user.signed_in"
    assert last.origin["address"] == "10.0.0.7"


@pytest.mark.parametrize(("id", "password"), [("ann", "wrong password!"), ("eve", PASSWORD), ("", "")])
def test_refusal_tells_nothing(peopled: Store, id: str, password: str) -> None:
    """A wrong password and an unknown user are refused in the same words."""
    with pytest.raises(DeniedError, match="no such user, or not this password"):
        sign_in(peopled, id, password, HERE)


def test_lockout(peopled: Store, boss: Actor) -> None:
    """Five wrong passwords lock a person for a quarter of an hour, or until unlocked."""
    for _ in range(FAILURES):
        with pytest.raises(DeniedError):
            sign_in(peopled, "ann", "wrong password!", HERE)
    with pytest.raises(DeniedError, match="locked until"):
        sign_in(peopled, "ann", PASSWORD, HERE)
    unlock(peopled, boss, "ann")
    assert sign_in(peopled, "ann", PASSWORD, HERE).id == "ann"
    for _ in range(FAILURES):
        with pytest.raises(DeniedError):
            sign_in(peopled, "ann", "wrong password!", HERE)
    later = datetime.now(UTC) + timedelta(minutes=16)
    peopled.clock = lambda: later
    assert sign_in(peopled, "ann", PASSWORD, HERE).id == "ann"
    assert verify(peopled).ok


def test_changes(peopled: Store, boss: Actor) -> None:
    """Roles and states change; the last administrator stays; a disabled person is out."""
    change_user(peopled, boss, "ann", roles=[Role.APPROVER], name="Ann B.")
    assert sign_in(peopled, "ann", PASSWORD, HERE).roles == {Role.APPROVER}
    change_user(peopled, boss, "ann", active=False)
    with pytest.raises(DeniedError):
        sign_in(peopled, "ann", PASSWORD, HERE)
    with pytest.raises(ConflictError, match="last administrator"):
        change_user(peopled, boss, "root", roles=[Role.VIEWER])
    with pytest.raises(ConflictError, match="already"):
        add_user(peopled, boss, "ann", "Another", [])
    assert [(user.id, user.active) for user in users(peopled, boss)] == [("ann", False), ("root", True)]
    assert verify(peopled).ok


def test_passwords(peopled: Store, actor: Callable[..., Actor]) -> None:
    """One sets one's own password; another's only as administrator; short ones are refused."""
    ann = actor("ann", Role.ANALYST)
    set_password(peopled, ann, "ann", "another long password")
    assert sign_in(peopled, "ann", "another long password", HERE).id == "ann"
    with pytest.raises(DeniedError):
        set_password(peopled, ann, "root", "another long password")
    with pytest.raises(InputError, match="12 characters"):
        set_password(peopled, ann, "ann", "short")
    with pytest.raises(InputError, match="letters"):
        add_user(peopled, actor("x", *Role), "a b", "A", [])


def test_api_key(peopled: Store, boss: Actor) -> None:
    """A key lets a program in, narrowed to its scopes, until it is revoked or expires."""
    text = issue_key(
        peopled, boss, "ann", "nightly", [Permission.READ, Permission.USERS], expires="2999-01-01"
    )
    who = sign_in_with_key(peopled, text, HERE)
    assert who.id == "ann"
    assert who.may(Permission.READ)
    assert not who.may(Permission.DECIDE)
    assert not who.may(Permission.USERS)
    with pytest.raises(DeniedError, match="through this API key"):
        log_decision(peopled, who, make())
    key = api_keys(peopled, boss)[0]
    assert who.origin.key == key.id
    peopled.clock = lambda: datetime(2999, 1, 2, tzinfo=UTC)
    with pytest.raises(DeniedError, match="expired"):
        sign_in_with_key(peopled, text, HERE)
    revoke_key(peopled, boss, key.id)
    with pytest.raises(DeniedError, match="revoked"):
        sign_in_with_key(peopled, text, HERE)
    assert verify(peopled).ok


@pytest.mark.parametrize("text", ["", "licet_KEY-0_x", "licet_KEY-3_", "KEY-3", "licet_KEY-3_wrong"])
def test_wrong_keys(lite: Store, boss: Actor, text: str) -> None:
    """Anything but a whole and true key is refused."""
    add_user(lite, boss, "ann", "Ann", [Role.ANALYST])
    issue_key(lite, boss, "ann", "nightly", [Permission.READ])
    with pytest.raises(DeniedError):
        sign_in_with_key(lite, text, HERE)


def test_no_secret_in_the_log(peopled: Store, boss: Actor) -> None:
    """Neither password nor key nor their usable hashes are in the log; passwords are argon2id."""
    text = issue_key(peopled, boss, "ann", "nightly", [Permission.READ])
    with peopled.read() as connection:
        bodies = "".join(connection.execute(select(tables.log_entry.c.body)).scalars())
        secrets = list(connection.execute(select(tables.credential.c.secret)).scalars())
    assert PASSWORD not in bodies
    assert text.rpartition("_")[2] not in bodies
    assert all(secret not in bodies for secret in secrets)
    assert sum(secret.startswith("$argon2id$") for secret in secrets) == 1


def test_actions_that_change_nothing(peopled: Store, boss: Actor) -> None:
    """An export or a print can be logged with the record it concerned."""
    log_action(peopled, boss, "printed", "case/CASE-7", paper="A4")
    last = history(peopled, boss, "case/CASE-7")[-1]
    assert (last.by, last.data) == ("boss", {"action": "printed", "detail": {"paper": "A4"}})
    assert verify(peopled).ok


def test_roles() -> None:
    """Nobody but the administrator manages users; viewers and auditors decide nothing."""
    assert {role for role in Role if Permission.USERS in PERMISSIONS[role]} == {Role.ADMINISTRATOR}
    for role in (Role.VIEWER, Role.AUDITOR, Role.ADMINISTRATOR):
        assert not {Permission.DECIDE, Permission.CASE, Permission.APPROVE} & PERMISSIONS[role]
    assert all(PERMISSIONS[role] < frozenset(Permission) for role in Role)
