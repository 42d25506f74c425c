"""Who is asking, and whether that person may: from an API key or a session cookie.

    @router.get("/cases", dependencies=[needs(Permission.READ)])
    async def cases(who: Annotated[Actor, needs(Permission.READ)]) -> Response: ...

`asks()` marks questions about public lists, which need no key while the store has no users or where the
setting `anonymous` says so; everything that is kept needs a person always.
"""

from __future__ import annotations

import hashlib
import time
from collections.abc import Callable
from functools import lru_cache
from typing import Any

from fastapi import Depends, Request

from licet.app.api.house import House, house_of
from licet.app.api.problems import SignInNeededError
from licet.app.session import COOKIE, read_session
from licet.core.errors import DeniedError
from licet.store.actor import Actor, Origin, Permission, Role, here
from licet.store.people import session_actor, sign_in_with_key

__all__ = [
    "ANONYMOUS",
    "KEY_HOLDS",
    "asks",
    "keeper_of",
    "key_of",
    "needs",
    "permission_of",
    "person_of",
    "reader_of",
    "signed_in",
]

#: Seconds for which a key that was found good is not looked up again: so long a revoked key still works.
KEY_HOLDS = 5.0
_MOST_KEYS = 1024
#: Whoever asks about public lists without saying who it is.
ANONYMOUS = "anonymous"


def key_of(request: Request) -> str:
    """The API key of a request: a header, or the query parameter that OpenRefine and others can send."""
    scheme, _, rest = request.headers.get("authorization", "").partition(" ")
    if scheme.lower() in ("apikey", "bearer") and rest.strip():
        return rest.strip()
    return request.headers.get("x-api-key", "") or request.query_params.get("api_key", "")


def origin_of(request: Request, client: str) -> Origin:
    """Where a request comes from."""
    return here(client, request.client.host if request.client else "")


def person_of(request: Request) -> Actor | None:
    """Who is asking; None when nobody has said so.

    Raises:
        SignInNeededError: a key was given and is not good.
    """
    house = house_of(request)
    if key := key_of(request):
        return _by_key(house, key, request)
    if cookie := request.cookies.get(COOKIE, ""):
        found = read_session(house.secret, cookie, hours=house.settings.session_hours)
        if found is not None:
            return session_actor(house.store, *found, origin_of(request, "web"))
    return None


def _by_key(house: House, key: str, request: Request) -> Actor:
    held: dict[str, tuple[float, Actor]] = request.app.state.keys
    name = hashlib.sha256(key.encode()).hexdigest()
    now = time.monotonic()
    found = held.get(name)
    if found is not None and now - found[0] < KEY_HOLDS:
        return found[1]
    try:
        actor = sign_in_with_key(house.store, key, origin_of(request, "api"))
    except DeniedError as error:  # who asks is not known: the answer is 401, as without a key
        raise SignInNeededError(error.message, fix=error.fix or "licet user key USER") from None
    if len(held) >= _MOST_KEYS:
        held.clear()
    held[name] = (now, actor)
    return actor


def signed_in(request: Request) -> Actor:
    """Who is asking.

    Raises:
        SignInNeededError: nobody has said so, or a key was given and is not good.
    """
    who = person_of(request)
    if who is None:
        without = "" if house_of(request).has_users else "; the store has no users yet: `licet user add`"
        raise SignInNeededError(
            f"this needs a person{without}", fix="send `Authorization: ApiKey licet_KEY-...`, or sign in"
        )
    return who


def needs(permission: Permission) -> Any:  # noqa: ANN401  FastAPI's marker has no type of its own
    """A dependency: the person who asks, if that person may."""

    async def person(request: Request) -> Actor:
        who = signed_in(request)
        who.need(permission)
        return who

    return _marked(person, permission)


def asks() -> Any:  # noqa: ANN401  FastAPI's marker has no type of its own
    """A dependency for questions about public lists: a person who may read, or nobody where that is open."""

    async def person(request: Request) -> Actor:
        house = house_of(request)
        who = person_of(request)
        if who is None:
            if not house.settings.anonymous and house.has_users:
                return signed_in(request)
            return _anonymous(request.client.host if request.client else "")
        who.need(Permission.READ)
        return who

    return _marked(person, Permission.READ)


@lru_cache(maxsize=1024)
def _anonymous(address: str) -> Actor:
    return Actor(id=ANONYMOUS, roles=frozenset({Role.VIEWER}), origin=here("api", address))


def reader_of(request: Request) -> Actor | None:
    """Who is asking, if that person may see what is kept; None for nobody and for who may not."""
    who = person_of(request)
    return who if who is not None and who.may(Permission.READ) else None


def keeper_of(request: Request) -> Actor:
    """Who is asking, if that person may keep decisions.

    Raises:
        SignInNeededError: nobody has said so.
        DeniedError: this person may not.
    """
    who = signed_in(request)
    who.need(Permission.DECIDE)
    return who


def _marked(person: Callable[..., Any], permission: Permission) -> Any:  # noqa: ANN401
    """Keep the permission on the dependency: the test that walks all routes reads it there."""
    person.__licet_permission__ = permission  # type: ignore[attr-defined]
    return Depends(person)


def permission_of(dependency: Callable[..., Any]) -> Permission | None:
    """The permission that a dependency asks for; None when it asks for none."""
    return getattr(dependency, "__licet_permission__", None)
