"""Settings of the server: one frozen value, read once, from a TOML file and the environment.

    licet.toml                      environment
    host = "127.0.0.1"              LICET_HOST=127.0.0.1
    lists = ["us-bis-el"]           LICET_LISTS=us-bis-el,us-bis-dpl

The environment wins over the file, the file over the defaults. A name that is not known is an error: a
misspelt limit must not silently be no limit.
"""

from __future__ import annotations

import ipaddress
import os
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, fields
from pathlib import Path
from typing import Any

from licet.core.errors import InputError

__all__ = ["Settings", "load_settings"]

#: Variables of the environment that other parts of licet read; they are no settings of the server.
_OTHERS = {"LICET_STORE", "LICET_HOME", "LICET_API_KEY", "LICET_SHARED", "LICET_CONFIG", "LICET_LISTS_HOME"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Settings:
    """What the server needs to know.

    Attributes:
        host: address to listen on; another than loopback needs users in the store.
        port: port to listen on.
        hosts: names under which browsers and programs may call the server, besides loopback's.
        store: file or URL of the store; empty for the user's own.
        snapshot: which lists; empty for the current ones.
        lists: ids of the lists to look at; empty for all.
        anonymous: whether questions about public lists need no key although the store has users.
        secret: key that signs session cookies, at least 32 characters; empty to keep one beside the store.
        session_hours: after how many hours a session ends.
        secure_cookies: whether cookies go over HTTPS only; set it when a proxy ends TLS.
        max_body: bytes of a request's body; streams of `/api/v1/screen` have their own bound.
        max_stream: bytes of a streamed body.
        max_batch: queries in one request.
        rate: requests a second for each client; 0 for no limit.
        burst: requests that may come at once.
        timeout: seconds for one answer; after it the answer is an error, never an empty result.
        stream_timeout: seconds for one stream.
        access_log: whether each request is logged, as JSON and without personal data.
    """

    host: str = "127.0.0.1"
    port: int = 8320
    hosts: tuple[str, ...] = ()
    store: str = ""
    snapshot: str = ""
    lists: tuple[str, ...] = ()
    anonymous: bool = False
    secret: str = ""
    session_hours: int = 12
    secure_cookies: bool = False
    max_body: int = 8 * 1024 * 1024
    max_stream: int = 2 * 1024 * 1024 * 1024
    max_batch: int = 500
    rate: float = 1000.0
    burst: int = 2000
    timeout: float = 20.0
    stream_timeout: float = 3600.0
    access_log: bool = True

    @property
    def loopback(self) -> bool:
        """Whether the server can be reached from this machine alone."""
        if self.host == "localhost":
            return True
        try:
            return ipaddress.ip_address(self.host).is_loopback
        except ValueError:
            return False


def load_settings(
    path: Path | None = None, environment: Mapping[str, str] | None = None, **given: object
) -> Settings:
    """The settings of a TOML file and the environment; what is given by name and not None wins.

    Args:
        path: the file; `LICET_CONFIG` when None, no file when that is not set either.
        environment: the variables; the process's own when None.
        given: settings from the command line.

    Raises:
        InputError: the file cannot be read, or a setting is not known or not of its type.
    """
    variables = os.environ if environment is None else environment
    file = path or (Path(variables["LICET_CONFIG"]) if variables.get("LICET_CONFIG") else None)
    found: dict[str, Any] = {}
    kinds = {field.name: str(field.type) for field in fields(Settings)}
    for name, value in _read(file).items() if file else ():
        if name not in kinds:
            raise InputError(
                f"no setting `{name}`", file=str(file), field=name, fix=f"one of {', '.join(kinds)}"
            )
        found[name] = _value(name, kinds[name], value)
    for variable, text in variables.items():
        name = variable.removeprefix("LICET_").lower()
        if variable.startswith("LICET_") and variable not in _OTHERS and name in kinds:
            found[name] = _value(name, kinds[name], text)
    if store := variables.get("LICET_STORE"):
        found["store"] = store
    for name, value in given.items():
        if value is not None:
            found[name] = _value(name, kinds[name], value)
    settings = Settings(**found)
    if settings.secret and len(settings.secret) < 32:
        raise InputError("a secret has at least 32 characters", field="secret", fix="openssl rand -hex 32")
    return settings


def _read(file: Path) -> Mapping[str, Any]:
    try:
        return tomllib.loads(file.read_text(encoding="utf-8"))
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        raise InputError(f"cannot be read: {error}", file=str(file), fix="write TOML") from None


_WORDS = {
    "1": True,
    "true": True,
    "yes": True,
    "on": True,
    "0": False,
    "false": False,
    "no": False,
    "off": False,
}


def _value(name: str, kind: str, value: object) -> object:
    """A value of the setting's type, from TOML or from text."""
    wrong = InputError(f"`{value}` is no value for `{name}`", field=name, fix=f"give {kind}")
    if kind == "bool":
        held = value if isinstance(value, bool) else _WORDS.get(str(value).strip().lower())
        if held is None:
            raise wrong
        return held
    if kind.startswith("tuple"):
        parts = value.split(",") if isinstance(value, str) else value
        if not isinstance(parts, list | tuple):
            raise wrong
        return tuple(str(part).strip() for part in parts if str(part).strip())
    if kind == "str":
        if not isinstance(value, str):
            raise wrong
        return value
    try:
        number = int(str(value)) if kind == "int" else float(str(value))
    except ValueError:
        raise wrong from None
    if number < 0:
        raise wrong
    return number
