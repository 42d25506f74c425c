"""A store on each database: SQLite always, PostgreSQL where Debian's binaries are installed."""

from __future__ import annotations

import os
import pwd
import shutil
import subprocess
import tempfile
from collections.abc import Callable, Iterator
from itertools import count
from pathlib import Path

import pytest
from sqlalchemy import create_engine

from licet.store.actor import Actor, Origin, Role
from licet.store.store import Store

_NUMBERS = count()


def postgres_binaries() -> Path | None:
    """Where initdb and pg_ctl are; None when PostgreSQL is not installed."""
    found = sorted(Path("/usr/lib/postgresql").glob("*/bin/initdb"))
    if found:
        return found[-1].parent
    elsewhere = shutil.which("initdb")
    return Path(elsewhere).resolve().parent if elsewhere else None


class Server:
    """A PostgreSQL server of the tests' own, in a temporary folder, on a Unix socket.

    It refuses to run as root, so it then runs as `postgres` or `nobody`. Its files lie in memory where there
    is room, unless they are to be `durable`.
    """

    def __init__(self, binaries: Path, *, durable: bool = False) -> None:
        self._bin = binaries
        memory = Path("/dev/shm")
        roomy = not durable and memory.is_dir() and shutil.disk_usage(memory).free > 2**31
        self.folder = Path(tempfile.mkdtemp(prefix="licet-pg-", dir=memory if roomy else "/tmp"))
        self._as: dict[str, str | int] = {}
        if os.geteuid() == 0:
            names = {entry.pw_name for entry in pwd.getpwall()}
            user = pwd.getpwnam("postgres" if "postgres" in names else "nobody")
            os.chown(self.folder, user.pw_uid, user.pw_gid)
            self._as = {"user": user.pw_uid, "group": user.pw_gid}
        self.data = self.folder / "data"
        self._run(
            "initdb", "-D", str(self.data), "-U", "licet", "-A", "trust", "-k", "-E", "UTF8", "--no-sync"
        )
        self.start()

    def _run(self, program: str, *arguments: str) -> None:
        subprocess.run(
            [str(self._bin / program), *arguments],
            check=True,
            stdout=subprocess.DEVNULL,
            cwd=self.folder,
            env={"PATH": "/usr/bin:/bin", "LC_ALL": "C.UTF-8"},
            **self._as,  # type: ignore[call-overload]
        )

    def start(self) -> None:
        """Start, and wait until it answers."""
        options = f"-c listen_addresses='' -c unix_socket_directories={self.folder} -c shared_buffers=32MB"
        log = str(self.folder / "log")
        self._run("pg_ctl", "-D", str(self.data), "-w", "-l", log, "-o", options, "start")

    def stop(self, how: str = "fast") -> None:
        """Stop; `immediate` is a crash: no checkpoint, recovery at the next start."""
        self._run("pg_ctl", "-D", str(self.data), "-w", "-m", how, "stop")

    def close(self) -> None:
        """Stop, and take everything away."""
        self.stop("immediate")
        shutil.rmtree(self.folder, ignore_errors=True)

    def url(self, database: str) -> str:
        """The URL of a database on this server."""
        return f"postgresql+psycopg://licet@/{database}?host={self.folder}"

    def new_database(self, template: str = "template1") -> str:
        """A new database; returns its URL."""
        name = f"t{next(_NUMBERS)}"
        engine = create_engine(self.url("postgres"), isolation_level="AUTOCOMMIT")
        with engine.connect() as connection:
            connection.exec_driver_sql(f"CREATE DATABASE {name} TEMPLATE {template}")
        engine.dispose()
        return self.url(name)


@pytest.fixture(scope="session")
def postgres() -> Iterator[Server]:
    """The server; a test that needs it is skipped, saying so, where PostgreSQL is not installed."""
    binaries = postgres_binaries()
    if binaries is None:
        pytest.skip("PostgreSQL is not installed (apt-get install postgresql)")
    pytest.importorskip("psycopg", reason='the driver is not installed (pip install "licet[postgres]")')
    server = Server(binaries)
    try:
        yield server
    finally:
        server.close()


@pytest.fixture(params=["sqlite", "postgresql"])
def url(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    """Where a new store may be made, on each database in turn."""
    if request.param == "sqlite":
        return str(tmp_path / "store.db")
    server: Server = request.getfixturevalue("postgres")
    return server.new_database()


@pytest.fixture(scope="session")
def template(postgres: Server) -> str:
    """The name of a PostgreSQL database with a new store in it, to be copied."""
    url = postgres.new_database()
    Store.open(url, origin="test").close()
    return url.partition("@/")[2].partition("?")[0]


@pytest.fixture(params=["sqlite", "postgresql"])
def store(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Store]:
    """A new store on each database in turn."""
    url = str(tmp_path / "store.db")
    if request.param == "postgresql":
        server: Server = request.getfixturevalue("postgres")
        url = server.new_database(request.getfixturevalue("template"))
    with Store.open(url, origin="test") as made:
        yield made


@pytest.fixture
def lite(tmp_path: Path) -> Iterator[Store]:
    """A new store in a SQLite file, for what concerns that file alone."""
    with Store.open(tmp_path / "store.db", origin="test") as made:
        yield made


@pytest.fixture
def actor() -> Callable[..., Actor]:
    """Makes people: `actor("ann", Role.ANALYST)`."""

    def make(id: str, *roles: Role) -> Actor:
        return Actor(id=id, roles=frozenset(roles), origin=Origin(host="desk-1", client="test"))

    return make


@pytest.fixture
def boss(actor: Callable[..., Actor]) -> Actor:
    """Somebody with all roles."""
    return actor("boss", *Role)
