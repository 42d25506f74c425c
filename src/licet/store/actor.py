"""Who does it, where from, and what that person may do.

Roles are fixed sets of permissions; an API key narrows its person's roles to its scopes. Whoever lacks a
permission gets a `DeniedError` before anything is read or written.
"""

from __future__ import annotations

import enum
import getpass
import platform
from collections.abc import Mapping
from dataclasses import dataclass, field
from types import MappingProxyType

from licet import __version__
from licet.core.errors import DeniedError

__all__ = ["PERMISSIONS", "Actor", "Origin", "Permission", "Role", "here", "system"]


class Permission(enum.Enum):
    """What one may do; also the scopes of API keys."""

    READ = "read"
    DECIDE = "decide"
    CASE = "case"
    APPROVE = "approve"
    LICENCE = "licence"
    SHIPMENT = "shipment"
    RECORD = "record"
    HOLD = "hold"
    DELETE = "delete"
    USERS = "users"
    POLICY = "policy"
    LOG = "log"


class Role(enum.Enum):
    """The five roles."""

    VIEWER = "viewer"
    ANALYST = "analyst"
    APPROVER = "approver"
    ADMINISTRATOR = "administrator"
    AUDITOR = "auditor"


_P = Permission
_ANALYST = {_P.READ, _P.DECIDE, _P.CASE, _P.SHIPMENT, _P.RECORD}
#: What each role may do. Deleting needs the administrator; holds are placed by auditors too.
PERMISSIONS: Mapping[Role, frozenset[Permission]] = MappingProxyType(
    {
        Role.VIEWER: frozenset({_P.READ}),
        Role.ANALYST: frozenset(_ANALYST),
        Role.APPROVER: frozenset({*_ANALYST, _P.APPROVE, _P.LICENCE, _P.HOLD}),
        Role.ADMINISTRATOR: frozenset({_P.READ, _P.USERS, _P.POLICY, _P.LOG, _P.HOLD, _P.DELETE}),
        Role.AUDITOR: frozenset({_P.READ, _P.LOG, _P.HOLD}),
    }
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Origin:
    """Where an entry was made, and on what (15 CFR 762.5(b)(8)).

    Attributes:
        host: name of the machine.
        client: the way in (`cli`, `api`, `web`, `library`).
        address: network address of the person's machine, where there is one.
        software: program and version.
        key: id of the API key that let a program in; empty for a person.
    """

    host: str
    client: str
    address: str = ""
    software: str = f"licet {__version__}"
    key: str = ""


def here(client: str = "library", address: str = "") -> Origin:
    """This machine and this version of licet."""
    return Origin(host=platform.node() or "unknown", client=client, address=address)


@dataclass(frozen=True, slots=True, kw_only=True)
class Actor:
    """Somebody who reads or writes the store.

    Attributes:
        id: user id; `system` for licet itself.
        roles: the person's roles.
        scopes: what an API key allows of that; None when no key narrows it.
        origin: where from.
    """

    id: str
    roles: frozenset[Role]
    scopes: frozenset[Permission] | None = None
    origin: Origin = field(default_factory=here)

    def may(self, permission: Permission) -> bool:
        """Whether this person may do it."""
        held = any(permission in PERMISSIONS[role] for role in self.roles)
        return held and (self.scopes is None or permission in self.scopes)

    def need(self, permission: Permission) -> None:
        """Go on only if this person may do it.

        Raises:
            DeniedError: no role holds the permission, or the API key lacks the scope.
        """
        if self.may(permission):
            return
        roles = ", ".join(sorted(role.value for role in self.roles)) or "none"
        holders = ", ".join(role.value for role in Role if permission in PERMISSIONS[role])
        narrowed = " through this API key" if self.scopes is not None else ""
        raise DeniedError(
            f"`{self.id}` may not do this{narrowed}: it needs `{permission.value}` (roles held: {roles})",
            fix=f"ask somebody with one of these roles: {holders}",
        )


def system(client: str = "library") -> Actor:
    """Whoever holds the database itself: all roles, under the name of the operating system's user."""
    try:
        name = getpass.getuser()
    except (KeyError, OSError):
        name = "unknown"
    return Actor(id=f"os:{name}", roles=frozenset(Role), origin=here(client))
