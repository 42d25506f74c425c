"""A running desk and a browser: Debian's Chromium, driven by Playwright; nothing is downloaded."""

from __future__ import annotations

import os
import shutil
import threading
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
import uvicorn

from licet.app.api.application import create_app
from licet.app.api.house import House, open_house
from licet.app.settings import Settings
from tests.e2e.seed import PASSWORD, fill

if TYPE_CHECKING:
    from playwright.sync_api import Browser, BrowserContext, Page

#: Where the browser is; another may be named.
CHROMIUM = os.environ.get("LICET_CHROMIUM", "/usr/bin/chromium")
FLAGS = (
    "--headless",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--disable-dev-shm-usage",
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Served:
    """A desk that listens on loopback."""

    at: str
    house: House


@pytest.fixture(scope="session")
def served(tmp_path_factory: pytest.TempPathFactory, indexed_home: Path) -> Iterator[Served]:
    """The desk of the whole run, on a port of its own."""
    folder: Path = tmp_path_factory.mktemp("desk")
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("LICET_HOME", str(indexed_home))
        house = open_house(Settings(store=str(folder / "store.db"), access_log=False, rate=0, timeout=60))
        fill(house)
        config = uvicorn.Config(create_app(house=house), host="127.0.0.1", port=0, log_level="error")
        server = uvicorn.Server(config)
        thread = threading.Thread(target=server.run, daemon=True)
        thread.start()
        while not server.started:
            time.sleep(0.02)
        port = server.servers[0].sockets[0].getsockname()[1]
        yield Served(at=f"http://127.0.0.1:{port}", house=house)
        server.should_exit = True
        thread.join(10)
        house.close()


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """Chromium; without it these tests are skipped, saying so."""
    if not (Path(CHROMIUM).exists() or shutil.which(CHROMIUM)):
        pytest.skip(f"no browser at {CHROMIUM}: install Debian's package `chromium`, or set LICET_CHROMIUM")
    playwright = pytest.importorskip("playwright.sync_api", reason="playwright is not installed")
    with playwright.sync_playwright() as play:
        held = play.chromium.launch(executable_path=CHROMIUM, args=list(FLAGS))
        yield held
        held.close()


def _refused(troubles: list[str], address: str, text: str) -> None:
    """Note what the content security policy refused."""
    if "Content Security" in text:
        troubles.append(f"{address}: {text}")


Opener = Callable[..., "Page"]


@pytest.fixture
def opened(served: Served, browser: Browser) -> Iterator[Opener]:
    """Opens a page as somebody of a role: `opened("analyst", width=360, dark=True, scripts=False)`.

    A page fails the test at its end when anything on it raised an error or a resource was refused.
    """
    contexts: list[BrowserContext] = []
    troubles: list[str] = []

    def make(
        role: str = "", *, width: int = 1280, height: int = 900, dark: bool = False, scripts: bool = True
    ) -> Page:
        options: dict[str, Any] = {
            "base_url": served.at,
            "viewport": {"width": width, "height": height},
            "color_scheme": "dark" if dark else "light",
            "java_script_enabled": scripts,
            "reduced_motion": "reduce",
        }
        context = browser.new_context(**options)
        contexts.append(context)
        context.set_default_timeout(30_000)
        if role:
            form: dict[str, str | float | bool] = {"user": role, "password": PASSWORD}
            context.request.post("/sign-in", form=form, headers={"Sec-Fetch-Site": "same-origin"})
        page = context.new_page()
        page.on("pageerror", lambda error: troubles.append(f"{page.url}: {error}"))
        page.on(
            "console",
            lambda told: (
                troubles.append(f"{page.url}: {told.text}") if "Content Security" in told.text else None
            ),
        )
        return page

    yield make
    for context in contexts:
        context.close()
    assert not troubles
