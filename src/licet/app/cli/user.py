"""`licet user`: people, roles, passwords, API keys."""

from __future__ import annotations

import click

from licet.app.cli._help import Group
from licet.app.cli._kept import JSON, STORE, as_json, say, table

__all__ = ["command"]

_ROLE = click.Choice(["viewer", "analyst", "approver", "administrator", "auditor"])
_SCOPE = click.Choice(
    [
        "read",
        "decide",
        "case",
        "approve",
        "licence",
        "shipment",
        "record",
        "hold",
        "delete",
        "users",
        "policy",
        "log",
    ]
)


@click.group(cls=Group)
def command() -> None:
    """People and what they may do.

    \b
    licet store init
    licet user add ann --name "Ann Officer" --role administrator
    """


@command.command("list")
@STORE
@JSON
def list_users(place: str, machine: bool) -> None:
    """All users."""
    from licet.app.actions.keeping import opened
    from licet.store.people import users

    with opened(place, create=False) as (store, who):
        found = users(store, who)
    if machine:
        as_json(found)
        return
    rows = [
        (
            one.id,
            one.name,
            ", ".join(sorted(role.value for role in one.roles)),
            "active" if one.active else "disabled",
            one.locked_until,
        )
        for one in found
    ]
    table(
        ("User", "Name", "Roles", "State", "Locked until"),
        rows,
        empty="no users: whoever holds the file may all",
    )


@command.command()
@STORE
@click.argument("user")
@click.option("--name", required=True, help="The person's name.")
@click.option(
    "--role", "roles", multiple=True, type=_ROLE, required=True, help="What they may do; may be repeated."
)
@click.option("--password", is_flag=True, help="Ask for a password, for the web desk.")
def add(place: str, user: str, name: str, roles: tuple[str, ...], password: bool) -> None:
    """Add a person. The first is an administrator: from then on only users may use the store.

    A first user whose name is not that of the operating system's user gets an API key, printed this once.
    """
    from licet.app.actions.keeping import opened
    from licet.core.errors import InputError
    from licet.store.actor import Permission, Role
    from licet.store.people import add_user, issue_key, users

    secret = click.prompt("password", hide_input=True, confirmation_prompt=True) if password else ""
    held = [Role(role) for role in roles]
    with opened(place) as (store, who):
        first = not users(store, who)
        if first and Role.ADMINISTRATOR not in held:
            raise InputError("the first user manages the others", field="--role", fix="--role administrator")
        add_user(store, who, user, name, held, password=secret)
        if first and who.id != f"os:{user}":
            say(f"LICET_API_KEY={issue_key(store, who, user, 'first key', list(Permission))}")


@command.command()
@STORE
@click.argument("user")
@click.option("--name", help="The person's name.")
@click.option("--role", "roles", multiple=True, type=_ROLE, help="The roles from now on, all of them.")
@click.option("--active/--disabled", default=None, help="Whether they may sign in.")
def change(place: str, user: str, name: str | None, roles: tuple[str, ...], active: bool | None) -> None:
    """Change name, roles or state."""
    from licet.app.actions.keeping import opened
    from licet.store.actor import Role
    from licet.store.people import change_user

    with opened(place, create=False) as (store, who):
        new_roles = [Role(role) for role in roles] if roles else None
        change_user(store, who, user, name=name, roles=new_roles, active=active)


@command.command()
@STORE
@click.argument("user")
def password(place: str, user: str) -> None:
    """Set a password."""
    from licet.app.actions.keeping import opened
    from licet.store.people import set_password

    secret = click.prompt("password", hide_input=True, confirmation_prompt=True)
    with opened(place, create=False) as (store, who):
        set_password(store, who, user, secret)


@command.command()
@STORE
@click.argument("user")
def unlock(place: str, user: str) -> None:
    """Lift a lockout."""
    from licet.app.actions.keeping import opened
    from licet.store.people import unlock as lift

    with opened(place, create=False) as (store, who):
        lift(store, who, user)


@command.command()
@STORE
@click.argument("user")
@click.option("--name", required=True, help="What it is for.")
@click.option(
    "--scope",
    "scopes",
    multiple=True,
    type=_SCOPE,
    required=True,
    help="What the key may do; may be repeated.",
)
@click.option("--expires", default="", metavar="DAY", help="Last day on which it works.")
def key(place: str, user: str, name: str, scopes: tuple[str, ...], expires: str) -> None:
    """Issue an API key; it is printed this once."""
    from licet.app.actions.keeping import opened
    from licet.store.actor import Permission
    from licet.store.people import issue_key

    with opened(place, create=False) as (store, who):
        say(issue_key(store, who, user, name, [Permission(scope) for scope in scopes], expires=expires))


@command.command()
@STORE
@JSON
@click.argument("user", default="")
def keys(place: str, machine: bool, user: str) -> None:
    """API keys, without their secrets."""
    from licet.app.actions.keeping import opened
    from licet.store.people import api_keys

    with opened(place, create=False) as (store, who):
        found = api_keys(store, who, user)
    if machine:
        as_json(found)
        return
    rows = [
        (
            one.id,
            one.person,
            one.name,
            ", ".join(sorted(scope.value for scope in one.scopes)),
            "active" if one.active else "revoked",
            one.expires,
        )
        for one in found
    ]
    table(("Key", "User", "For", "Scopes", "State", "Expires"), rows, empty="no keys")


@command.command()
@STORE
@click.argument("key_id", metavar="KEY")
@click.option("--reason", default="", help="Why: it stands in the log.")
def revoke(place: str, key_id: str, reason: str) -> None:
    """Revoke an API key."""
    from licet.app.actions.keeping import opened
    from licet.store.people import revoke_key

    with opened(place, create=False) as (store, who):
        revoke_key(store, who, key_id, reason)
