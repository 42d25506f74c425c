"""Bring a database to this version: Alembic migrations, run on open, each noted in the log.

Migrations are linear (`migrations/versions/NNNN_name.py`) and shipped in the wheel. The log's first entry
says which revision made the store, and each upgrade is an entry, so a changed revision mark is found.
"""

from __future__ import annotations

import secrets
from importlib import resources
from pathlib import Path
from typing import TYPE_CHECKING

from sqlalchemy import Connection, Engine, inspect

from licet.core.errors import StoreError
from licet.store import tables
from licet.store.rows import Entry, Rows, projects
from licet.store.seal import break_seal

if TYPE_CHECKING:
    from alembic.config import Config

__all__ = ["REVISION", "bring_up", "held_revision", "run_migrations"]

#: The revision of the tables that this version writes: the newest in `migrations/versions` (a test compares).
REVISION = "0004"


def _config() -> Config:
    from alembic.config import Config

    config = Config()
    config.set_main_option("script_location", str(resources.files("licet.store") / "migrations"))
    config.set_main_option("path_separator", "os")
    return config


def known_revisions() -> list[str]:
    """All revisions, newest first."""
    from alembic.script import ScriptDirectory

    return [script.revision for script in ScriptDirectory.from_config(_config()).walk_revisions()]


def run_migrations(connection: Connection, to: str = "head") -> None:
    """Run the migrations that are missing, up to a revision, inside the caller's transaction."""
    from alembic import command

    config = _config()
    config.attributes["connection"] = connection
    command.upgrade(config, to)


def held_revision(connection: Connection) -> str | None:
    """The revision of the tables in a database; None when it holds no store."""
    if not inspect(connection).has_table("alembic_version"):
        return None
    held = connection.exec_driver_sql("SELECT version_num FROM alembic_version").scalar_one_or_none()
    return None if held is None else str(held)


def bring_up(
    engine: Engine,
    file: Path | None,
    *,
    create: bool,
    upgrade: bool,
    origin: str = "",
    to: str = REVISION,
) -> tuple[str, str] | None:
    """Make the tables or bring them up to a revision; returns the step made (from, to), for the log.

    Raises:
        StoreError: the store is older and may not be upgraded, or newer than this version.
    """
    with engine.connect() as raw:
        held = held_revision(raw)
    if held == to:
        return None
    if held is None and not create:
        raise StoreError("the database holds no store", fix="licet store init")
    if held is not None and not upgrade:
        raise StoreError(
            f"the store is of revision `{held}`, this version writes `{to}`", fix="licet store upgrade"
        )
    if held is not None and held not in known_revisions():
        raise StoreError(
            f"the store is of revision `{held}`, which this version does not know",
            fix="use a newer version of licet",
        )
    if file is not None:
        break_seal(file)
    with engine.connect() as raw:
        connection = raw.execution_options(licet_write=True)
        with connection.begin():
            if engine.dialect.name != "sqlite":
                # Two processes that open a new database at once: the second waits here and finds it made.
                connection.exec_driver_sql("SELECT pg_advisory_xact_lock(7620762)")
            held = held_revision(connection)
            if held == to:
                return None
            run_migrations(connection, to)
            if connection.execute(tables.log_head.select()).first() is None:
                name = origin or f"licet-{secrets.token_hex(8)}"
                connection.execute(tables.log_head.insert().values(id=1, origin=name, size=0, edge=b""))
    return held or "", to


@projects("store.upgraded")
def _upgraded(_rows: Rows, _entry: Entry) -> None:
    """The revision mark is Alembic's own row; verification compares it with the last such entry."""
