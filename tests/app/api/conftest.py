"""A running application over the embedded lists and a store with one user of each role."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from fastapi.dependencies.models import Dependant
from fastapi.routing import APIRoute
from fastapi.testclient import TestClient

from licet.app.api.application import create_app
from licet.app.api.house import House, open_house
from licet.app.api.who import permission_of
from licet.app.settings import Settings
from licet.store.actor import Permission, Role, system
from licet.store.people import add_user, issue_key


@dataclass(frozen=True, slots=True, kw_only=True)
class Desk:
    """A client without a key, the open house, and one key for each role."""

    client: TestClient
    house: House
    keys: dict[Role, str]

    def headers(self, role: Role) -> dict[str, str]:
        """The headers of somebody of that role."""
        return {"Authorization": f"ApiKey {self.keys[role]}"}


def routes_of(holder: Any) -> Iterator[APIRoute]:
    """Every route, also of routers that were included."""
    for route in holder.routes:
        if isinstance(route, APIRoute):
            yield route
        elif (inner := getattr(route, "original_router", None)) is not None:
            yield from routes_of(inner)


def permissions_of(dependant: Dependant) -> set[Permission]:
    """What a route asks for."""
    own = {found} if dependant.call and (found := permission_of(dependant.call)) else set()
    return own.union(*map(permissions_of, dependant.dependencies))


@pytest.fixture(scope="session")
def desk(tmp_path_factory: pytest.TempPathFactory, indexed_home: Path) -> Iterator[Desk]:
    """The application of the whole test run."""
    folder: Path = tmp_path_factory.mktemp("api")
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("LICET_HOME", str(indexed_home))
        settings = Settings(store=str(folder / "store.db"), access_log=False, rate=0, timeout=120)
        house = open_house(settings)
        who = system("test")
        keys = {}
        for role in Role:
            add_user(house.store, who, role.value, role.value.title(), [role], password="correct horse 42")
            keys[role] = issue_key(house.store, who, role.value, "test", list(Permission))
        with TestClient(create_app(house=house), base_url="http://localhost") as client:
            yield Desk(client=client, house=house, keys=keys)
        house.close()
