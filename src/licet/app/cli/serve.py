"""`licet serve`: the API and the web desk."""

from __future__ import annotations

import socket
from pathlib import Path

import click

__all__ = ["command"]


@click.command()
@click.option("--host", metavar="ADDRESS", help="Address to listen on; 127.0.0.1 if not given.")
@click.option("--port", type=click.IntRange(1, 65535), help="Port; 8320 if not given.")
@click.option("--store", metavar="FILE|URL", help="The store; LICET_STORE or your data folder if not given.")
@click.option(
    "--config", type=click.Path(path_type=Path), help="Settings in TOML; LICET_CONFIG if not given."
)
@click.option("--quiet", is_flag=True, help="Do not log requests.")
def command(host: str | None, port: int | None, store: str | None, config: Path | None, quiet: bool) -> None:
    """Serve the API and the web desk.

    It listens on this machine alone unless told otherwise, and on other addresses only once the store has
    users. Every setting can also stand in a TOML file or in the environment as LICET_<NAME>.

    \b
    licet serve --port 8320
    """
    import uvicorn

    from licet.app.api.application import create_app
    from licet.app.api.house import open_house
    from licet.app.settings import load_settings
    from licet.batch.crate import spare_walks

    settings = load_settings(config, host=host, port=port, store=store, access_log=False if quiet else None)
    _refuse_taken(settings.host, settings.port)
    click.echo("opening the lists ...", err=True)
    house = open_house(settings)
    try:
        place = f"[{settings.host}]" if ":" in settings.host else settings.host
        click.echo(f"licet on http://{place}:{settings.port}  (API: /docs, health: /healthz)", err=True)
        app = create_app(house=house)
        spare_walks()
        uvicorn.run(
            app,
            host=settings.host,
            port=settings.port,
            log_level="warning",
            access_log=False,
            server_header=False,
            proxy_headers=False,
            timeout_keep_alive=30,
            h11_max_incomplete_event_size=64 * 1024,
        )
    finally:
        house.close()


def _refuse_taken(host: str, port: int) -> None:
    """Ends before the lists are opened where the server could not listen afterwards.

    Raises:
        InputError: another program listens there, or the machine has no such address.
    """
    from licet.core.errors import InputError

    try:
        with socket.create_server((host, port), family=socket.AF_INET6 if ":" in host else socket.AF_INET):
            pass
    except OSError as error:
        reason = (error.strerror or str(error)).partition(" (")[0].lower()
        raise InputError(
            f"cannot listen on `{host}`, port `{port}`: {reason}", fix="give another --port or --host"
        ) from None
