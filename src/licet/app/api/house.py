"""What one server process holds: the lists, the store, the counters. Opened once, shared by all requests.

The match index has working memory of its own, so two threads may not search in one at a time. Short
questions are answered on the event loop with `engine`; long ones in threads, one at a time, with `batch`,
which maps the same file. Neither waits for the other.
"""

from __future__ import annotations

import json
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from datetime import date
from typing import TYPE_CHECKING

from fastapi import Request

from licet.app.actions.keeping import store_place
from licet.app.api.metrics import Metrics
from licet.app.session import session_secret
from licet.app.settings import Settings
from licet.check.doubts import doubts_path, read_doubts
from licet.check.engine import Engine, index_path, open_engine
from licet.core.errors import InputError, LicetError
from licet.lists.home import open_snapshot, staged_documents
from licet.store.actor import Actor, system
from licet.store.people import users
from licet.store.store import Store

if TYPE_CHECKING:
    from licet.check.finding import PartyCheck

__all__ = ["House", "house_of", "open_house"]

#: Entries that an engine of the server keeps decoded: reading one is quick, and the garbage collector walks
#: over those that are kept.
_ENTRIES = 2_000
_BUILD = "import json, sys; from licet.check.engine import open_engine; open_engine(*json.loads(sys.argv[1]))"


@dataclass(slots=True, kw_only=True, eq=False)
class House:
    """The open parts of a running server.

    Attributes:
        settings: as read at the start.
        engine: for the event loop; never from a thread.
        store: what is kept.
        secret: signs session cookies.
        metrics: counters of this process.
        texts: entities that were sent, as JSON without the closing brace, by id.
    """

    settings: Settings
    engine: Engine
    store: Store
    secret: str
    metrics: Metrics
    _batch: Engine
    _plain: tuple[Engine, Engine]
    _laid: tuple[object, ...] = ()
    texts: dict[str, str] = field(default_factory=dict)
    _lock: threading.Lock = field(default_factory=threading.Lock)
    _has_users: bool = False
    _selftest: int = 0
    _users_asked: float = -1e9
    _day_asked: float = -1e9

    @contextmanager
    def batch(self) -> Iterator[Engine]:
        """The engine for threads, for the caller alone."""
        with self._lock:
            yield self._batch

    def shown(self, who: Actor | None, answer: PartyCheck) -> PartyCheck:
        """An answer with what was cleared before, for who may read that; waits for its turn at the lists."""
        from licet.app.actions.cleared import with_shown

        if who is None or not answer.findings:
            return answer
        with self.batch() as engine:
            return with_shown(self.store, who, engine, answer)

    @property
    def has_users(self) -> bool:
        """Whether the store has users; asked of the store, at most once a second, until it has."""
        if not self._has_users and time.monotonic() - self._users_asked >= 1.0:
            self._users_asked = time.monotonic()
            self._has_users = bool(users(self.store, system("api")))
        return self._has_users

    def turn_day(self) -> None:
        """Judge staleness on the present day, by the last self-test, with the filings that are staged now.

        A server lives longer than any of them. Looked for at most once a second.

        Raises:
            SourceError: a staged filing can no longer be read, so no answer is whole.
        """
        if time.monotonic() - self._day_asked < 1.0:
            return
        self.lay_filings()
        self._day_asked = time.monotonic()
        today, mark = date.today(), _mark_of_selftest()
        if self.engine.today != today or self._selftest != mark:
            doubts = read_doubts()
            self.engine = replace(self.engine, today=today, doubts=doubts)
            self._batch = replace(self._batch, today=today, doubts=doubts)
            self._selftest = mark

    def lay_filings(self) -> None:
        """Lay the staged filings over the lists, where they are not those that are laid already."""
        mark = _mark_of_filings()
        if mark == self._laid:
            return
        from licet.lists.staged import staged

        filings = staged() if mark else ()
        laid = [one.with_filings(filings) if filings else one for one in self._plain]
        for one in laid:
            one.index.warm()
        now = self.engine
        self.engine, self._batch = (replace(one, today=now.today, doubts=now.doubts) for one in laid)
        self.texts.clear()
        self._laid = mark

    def why_not_ready(self) -> list[str]:
        """What keeps the server from answering; empty when nothing does."""
        why: list[str] = []
        if not self.engine.snapshot.lists:
            why.append("the snapshot holds no list")
        try:
            users(self.store, system("api"))
        except (LicetError, OSError) as error:
            why.append(f"the store cannot be read: {error}")
        return why

    def close(self) -> None:
        """Give the store back."""
        self.store.close()


def _mark_of_selftest() -> int:
    """When the result of the self-test was written; 0 when there is none."""
    try:
        return doubts_path().stat().st_mtime_ns
    except OSError:
        return 0


def _mark_of_filings() -> tuple[object, ...]:
    """Which filings are staged, and when each was written."""
    return tuple((path.name, path.stat().st_mtime_ns) for path in staged_documents())


def open_house(settings: Settings) -> House:
    """Open the lists and the store for a server.

    Raises:
        InputError: the server would be reachable from elsewhere while the store has no users.
        SnapshotError: there are no lists.
    """
    snapshot, lists = settings.snapshot or None, settings.lists or None
    _build_apart(snapshot, lists)
    engine = replace(open_engine(snapshot, lists, lay=False), keep=_ENTRIES)
    engine.snapshot.unpack()
    second = replace(open_engine(snapshot, lists, lay=False), snapshot=engine.snapshot, keep=_ENTRIES)
    for one in (engine, second):
        one.index.warm()
        one.index.search("warm up")  # the loops compile at their first use: now, and not in a request's time
    store = Store.open(store_place(settings.store))
    house = House(
        settings=settings,
        engine=engine,
        store=store,
        secret=session_secret(settings.secret, store.file),
        metrics=Metrics(),
        _batch=second,
        _plain=(engine, second),
    )
    house.lay_filings()
    if not settings.loopback and not house.has_users:
        store.close()
        raise InputError(
            f"`{settings.host}` can be reached from other machines, and the store has no users",
            field="host",
            fix="add an administrator first: licet user add NAME --name ... --role administrator --password",
        )
    return house


def _build_apart(snapshot: str | None, lists: tuple[str, ...] | None) -> None:
    """Build a missing index in a process of its own: what building takes must not stay with a server."""
    held = open_snapshot(snapshot)
    if index_path(held, lists or sorted(held.lists)).exists():
        return
    asked = json.dumps([snapshot, lists])
    # Where it fails, opening the lists here says why.
    subprocess.run([sys.executable, "-P", "-c", _BUILD, asked], check=False)


def house_of(request: Request) -> House:
    """The house of the running application."""
    house: House = request.app.state.house
    return house
