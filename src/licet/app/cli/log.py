"""`licet log`: verify, prove, checkpoint, replay."""

from __future__ import annotations

import json
import sys
from collections.abc import Callable
from pathlib import Path

import click

from licet.app.cli._help import Group
from licet.app.cli._kept import JSON, STORE, as_json, say

__all__ = ["command"]

LOG_BROKEN = 5
_KEY = click.option(
    "--key",
    type=click.Path(path_type=Path, dir_okay=False),
    envvar="LICET_LOG_KEY",
    help="Ed25519 key (PEM); LICET_LOG_KEY if not given.",
)


@click.group(cls=Group)
def command() -> None:
    """The log behind everything: an RFC 9162 Merkle tree that proves itself.

    \b
    licet store init
    licet log verify
    licet log key signing.pem > signing.pub
    licet log checkpoint --key signing.pem > checkpoint.txt
    licet log prove 0 --key signing.pem > proof.json
    licet log check proof.json --key signing.pub
    """


@command.command()
@STORE
@JSON
@_KEY
def verify(place: str, machine: bool, key: Path | None) -> None:
    """Recompute everything; name the first entry that is not as it was written. Exit code 5 if any."""
    from licet.app.actions.keeping import store_place
    from licet.store.keys import load_public_key
    from licet.store.verify import verify_at

    public = load_public_key(key) if key else None
    report = verify_at(store_place(place), public=public, progress=None if machine else _progress())
    if machine:
        click.echo(json.dumps(report.plain(), indent=2))
    else:
        for finding in report.findings:
            click.echo(f"BAD  {finding}")
        for line in report.checked:
            click.echo(f"read {line}")
        if report.ok:
            click.echo(f"the log verifies: {report.size:,} entries, root {report.root.hex()}")
        elif report.first_bad is not None:
            click.echo(f"the log does not verify; the first bad entry is {report.first_bad}")
        else:
            click.echo("the store does not verify; no single entry can be named")
    if not report.ok:
        sys.exit(LOG_BROKEN)


def _progress() -> Callable[[int, int], None] | None:
    if not sys.stderr.isatty():
        return None

    def show(done: int, total: int) -> None:
        click.echo(f"\r{done:,} of {total:,} entries", nl=False, err=True)

    return show


@command.command()
@STORE
@JSON
def replay(place: str, machine: bool) -> None:
    """Rebuild the tables from the log in memory and compare. Exit code 5 if they differ."""
    from licet.app.actions.keeping import opened
    from licet.store.verify import replay as rebuild

    with opened(place, create=False) as (store, _):
        report = rebuild(store)
    if machine:
        click.echo(json.dumps(report.plain(), indent=2))
    else:
        for finding in report.findings:
            click.echo(f"BAD  {finding}")
        agree = "agree" if report.ok else "do NOT agree"
        click.echo(f"the tables {agree} with the replay of {report.size:,} entries ({report.seconds:.1f} s)")
    if not report.ok:
        sys.exit(LOG_BROKEN)


@command.command()
@STORE
@_KEY
def checkpoint(place: str, key: Path | None) -> None:
    """Print the state of the log in three lines, signed when there is a key. Keep it elsewhere."""
    from licet.app.actions.keeping import opened
    from licet.store.keys import load_key
    from licet.store.proof import checkpoint as make

    with opened(place, create=False) as (store, who):
        click.echo(str(make(store, who, load_key(key) if key else None)), nl=False)


@command.command()
@STORE
@_KEY
@click.argument("entry", type=int)
@click.option("--size", type=int, help="Prove it in the log as it was with so many entries.")
def prove(place: str, key: Path | None, entry: int, size: int | None) -> None:
    """Prove that ENTRY is in the log: JSON that anybody can check (docs/log-proof.md)."""
    from licet.app.actions.keeping import opened
    from licet.store.keys import load_key
    from licet.store.proof import prove as make

    with opened(place, create=False) as (store, who):
        proof = make(store, who, entry, size=size, key=load_key(key) if key else None)
    click.echo(json.dumps(proof.plain(), ensure_ascii=False, indent=2))


@command.command()
@STORE
@click.argument("old", type=int)
@click.option("--size", type=int, help="Up to the log with so many entries; all of it if not given.")
def extends(place: str, old: int, size: int | None) -> None:
    """Prove that the log of OLD entries is the beginning of the log now."""
    from licet.app.actions.keeping import opened
    from licet.store.proof import prove_consistency

    with opened(place, create=False) as (store, who):
        as_json(prove_consistency(store, who, old, size=size))


@command.command()
@click.argument("file", type=click.Path(path_type=Path, exists=True, dir_okay=False))
@_KEY
def check(file: Path, key: Path | None) -> None:
    """Check a proof that `prove` or `extends` made. Exit code 5 if it proves nothing."""
    from licet.core.errors import InputError, LogError
    from licet.store.keys import load_public_key
    from licet.store.log import verify_signature
    from licet.store.proof import check_consistency, check_proof

    try:
        proof = json.loads(file.read_text(encoding="utf-8"))
    except ValueError as error:
        raise InputError(f"no JSON: {error}", file=str(file)) from None
    state = check_consistency(proof)[1] if "old" in proof else check_proof(proof)
    if key is not None and not verify_signature(state, load_public_key(key)):
        raise LogError("the checkpoint is not signed with this key")
    say(f"proved, against the checkpoint:\n{state}".rstrip())


@command.command()
@click.argument("file", type=click.Path(path_type=Path, dir_okay=False))
def key(file: Path) -> None:
    """Make a signing key in FILE and print its public half."""
    from licet.store.keys import new_key, public_pem

    click.echo(public_pem(new_key(file)), nl=False)


@command.command()
@STORE
@click.argument("entry", type=int)
def show(place: str, entry: int) -> None:
    """Print one entry."""
    from licet.app.actions.keeping import opened

    with opened(place, create=False) as (store, _):
        as_json(store.entry(entry))


@command.command()
@STORE
def seal(place: str) -> None:
    """Fold SQLite's write-ahead log in and note the hash of the whole file."""
    from licet.app.actions.keeping import opened
    from licet.core.errors import ConflictError, StoreError
    from licet.store.seal import seal as make

    with opened(place, create=False) as (store, _):
        if store.file is None:
            raise StoreError(
                "only a SQLite file can be sealed", fix="use checksums of PostgreSQL (docs/store.md)"
            )
        made = make(store.engine, store.file)
    if made is None:
        raise ConflictError("somebody is writing just now", fix="try again")
    say(f"sealed: {made.size:,} entries, {made.bytes:,} bytes, sha256 {made.digest}")
