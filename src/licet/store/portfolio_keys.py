"""The keys of a portfolio's parties, kept beside the store, so that a filing need not ask a million of them.

They are made from the parties and can be made again at any time, so they are neither logged nor verified.
They stand in segments, each for the parties whose versions a stretch of the log brought; a party that changed
since stands in two, which costs one question more and never an answer less. Parties beyond the last segment
are always asked. Where keys are missing, torn, of another version of the matcher, or of fewer parties than
came since, everybody is, and the answer says why.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from sqlalchemy import select

from licet.core.atomic import sweep_parts, whole
from licet.core.errors import MatchIndexError
from licet.core.portfolio import HeldParty
from licet.core.trade import Party
from licet.match.version import keys_version
from licet.store import tables
from licet.store.actor import Actor, Permission
from licet.store.portfolio_read import BATCH, newest_entry, newest_rows, parties, parties_by_id
from licet.store.store import Store

if TYPE_CHECKING:  # the store's commands need no arrays: they are loaded where keys are made or read
    from licet.match.sieve import Sieve
    from licet.match.sieve_keys import Keys

__all__ = ["SIEVED_FROM", "ToAsk", "asked", "drop_keys", "keep_keys", "to_ask"]

#: Smaller portfolios are asked whole: a few seconds, and nothing to keep.
SIEVED_FROM = 10_000
#: Segments after which the later ones become one; as which share of the first they have all made anew.
_SEGMENTS, _GROWN = 8, 0.5
_BATCH = 1_000

Progress = Callable[[int], None]


@dataclass(frozen=True, slots=True, kw_only=True)
class ToAsk:
    """Which counterparties a small index must be asked about.

    Attributes:
        ids: the references of those that are there; None for all of them.
        compared: how many parties were compared by their keys.
        why: why everybody is asked; empty where not.
    """

    ids: tuple[str, ...] | None
    compared: int = 0
    why: str = ""


@dataclass(frozen=True, slots=True)
class _Segment:
    """A file of keys: the parties whose newest version came after entry `after`, up to entry `upto`."""

    path: Path
    after: int
    upto: int


def _folder(store: Store) -> Path | None:
    """Where the keys of a store are; None for one in memory."""
    if store.file is not None:
        return store.file.with_name(store.file.name + ".keys")
    if store.engine.dialect.name == "sqlite":
        return None
    from platformdirs import user_cache_path

    mark = hashlib.sha256(store.engine.url.render_as_string(hide_password=True).encode()).hexdigest()
    return user_cache_path("licet") / "keys" / mark[:24]


def _mark(store: Store, name: str, entry: int) -> str:
    """What tells the log up to an entry from another that is as long: a store may be put back from a copy."""
    table = tables.portfolio_batch
    with store.read() as connection:
        query = select(table.c.root).where(table.c.portfolio == name, table.c.entry == entry)
        return str(connection.execute(query).scalar_one_or_none() or "none")[:16]


def _file(folder: Path, name: str, after: int, upto: int, mark: str) -> Path:
    return folder / f"{name}@{keys_version()}@{after}_{upto}_{mark}.keys"


def _segments(store: Store, name: str) -> list[_Segment]:
    """The segments of a portfolio that this matcher made, one after the other from the log's beginning."""
    folder = _folder(store)
    found: dict[int, _Segment] = {}
    for path in [] if folder is None else folder.glob(f"{name}@{keys_version()}@*.keys"):
        after, upto, mark = path.stem.rpartition("@")[2].split("_")
        one = _Segment(path, int(after), int(upto))
        if _mark(store, name, one.upto) == mark:
            held = found.get(one.after)
            if held is None or held.upto < one.upto:
                found[one.after] = one
    chain: list[_Segment] = []
    at = -1
    while at in found:
        chain.append(found[at])
        at = found[at].upto
    return chain


def keep_keys(
    store: Store, who: Actor, name: str, *, progress: Progress | None = None, anew: bool = True
) -> int:
    """Make the keys of the parties that came or changed since the last ones; returns of how many.

    Keys of another reading of names go, and all are made anew; so they are where later segments grew.
    Else it costs what those that came cost, however many there are.

    Args:
        store: the store.
        who: who asks.
        name: the portfolio.
        progress: told now and then how many parties were read.
        anew: make all of them, where there are none or they grew old; else only what came since is added.
    """
    from licet.match.sieve_keys import Keys

    who.need(Permission.READ)
    folder, newest = _folder(store), newest_entry(store, who, name)
    if folder is None:
        return 0
    chain = _segments(store, name)
    if (chain and chain[-1].upto >= newest) or not (chain or anew):
        return 0
    sizes = [one.path.stat().st_size for one in chain]
    if anew and sum(sizes[1:]) > _GROWN * sum(sizes[:1]):
        chain = []
    elif len(chain) >= _SEGMENTS:
        chain = chain[:1]  # the small ones become one
    after = chain[-1].upto if chain else -1
    held = _came_since(store, who, name, after) if chain else parties(store, who, name)
    done = 0

    def told(held: Iterator[HeldParty]) -> Iterator[Party]:
        nonlocal done
        for done, one in enumerate(held, 1):
            if progress is not None and done % 5_000 == 0:
                progress(done)
            yield one.party

    keys = Keys.of(told(held))
    target = _file(folder, name, after, newest, _mark(store, name, newest))
    _write(keys, target)
    kept = {one.path for one in chain} | {target}
    for path in folder.glob(f"{name}@*.keys"):
        if path not in kept:
            path.unlink(missing_ok=True)
    return done


def _write(keys: Keys, target: Path) -> None:
    target.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    with whole(target, private=True) as part:
        keys.save(part)


def drop_keys(store: Store, name: str) -> None:
    """Forget the keys of a portfolio: texts that are erased must not live on in them."""
    folder = _folder(store)
    if folder is None:
        return
    sweep_parts(folder, young=0)  # nor in what a killed run left half written
    for path in folder.glob(f"{name}@*.keys"):
        path.unlink(missing_ok=True)


def to_ask(store: Store, who: Actor, name: str, sieve: Sieve) -> ToAsk:
    """The counterparties that may be a hit on a sieve's index: all others cannot be.

    Args:
        store: the store.
        who: who asks.
        name: the portfolio.
        sieve: over the entries that change.
    """
    from licet.match.sieve_keys import Keys

    who.need(Permission.READ)
    if not sieve.able:
        return ToAsk(ids=None, why="too many entries change, or licet[fast] is not installed")
    chain = _segments(store, name)
    if not chain:
        return ToAsk(
            ids=None, why="this version of licet keeps no keys of the portfolio: licet portfolio index"
        )
    left: set[str] = set()
    compared = 0
    try:
        for one in chain:
            keys = Keys.load(one.path)
            compared += len(keys)
            left.update(keys.ids(sieve.may_hit(keys).tolist()))
    except MatchIndexError as error:
        return ToAsk(ids=None, why=str(error))
    since = _since(store, name, chain[-1].upto)
    if len(since) > compared:
        return ToAsk(ids=None, why="most parties came after their keys were made: licet portfolio index")
    wanted = sorted(left | since)
    with store.read() as connection:
        rows = newest_rows(connection, name, "party", wanted)
    # those withdrawn since are in sight no more
    return ToAsk(ids=tuple(id for id in wanted if id in rows and rows[id][1]), compared=compared)


def asked(store: Store, who: Actor, name: str, these: ToAsk) -> Iterator[HeldParty]:
    """The counterparties to ask as they stand now, streaming."""
    if these.ids is None:
        yield from parties(store, who, name)
        return
    for at in range(0, len(these.ids), _BATCH):
        yield from parties_by_id(store, who, name, these.ids[at : at + _BATCH]).values()


def _came_since(store: Store, who: Actor, name: str, entry: int) -> Iterator[HeldParty]:
    """The counterparties that came or changed after an entry, as they stand now."""
    return asked(store, who, name, ToAsk(ids=tuple(sorted(_since(store, name, entry)))))


def _since(store: Store, name: str, entry: int) -> set[str]:
    """References of the parties that came, changed or went after an entry."""
    table = tables.portfolio_row
    # asked by the entry alone: with the portfolio in the question a database may read all rows of it
    query = select(table.c.id, table.c.portfolio, table.c.kind).where(table.c.entry > entry)
    with store.read() as connection:
        found = connection.execution_options(yield_per=BATCH).execute(query)
        return {id for id, portfolio, kind in found if portfolio == name and kind == "party"}
