"""The pictures of docs/desk.md: a desk filled as the browser tests fill it, seen by Debian's Chromium.

python docs/screens.py          writes docs/img/desk-*.png
"""

from __future__ import annotations

import sys
import tempfile
import threading
import time
from pathlib import Path

import uvicorn
from playwright.sync_api import Page, sync_playwright

_ROOT = Path(__file__).parents[1]
sys.path.insert(0, str(_ROOT))

from tests.e2e.conftest import CHROMIUM, FLAGS  # noqa: E402
from tests.e2e.seed import PASSWORD, fill  # noqa: E402

from licet.app.api.application import create_app  # noqa: E402
from licet.app.api.house import open_house  # noqa: E402
from licet.app.settings import Settings  # noqa: E402


def _search(page: Page) -> None:
    page.goto("/?q=华为技术有限公司")


def _determine(page: Page) -> None:
    page.goto("/determine")
    page.fill("#eccn", "3A001")
    page.fill("#destination", "CN")
    with page.expect_navigation():
        page.get_by_role("button", name="Begin").click()


def _queue(page: Page) -> None:
    page.goto("/queue")
    page.keyboard.press("j")
    page.keyboard.press("f")


def _impact(page: Page) -> None:
    page.goto("/impact")
    page.set_input_files("#file", _ROOT / "examples" / "filing-2019-22210.xml")
    with page.expect_navigation():
        page.get_by_role("button", name="Weigh").click()


def _growth(page: Page) -> None:
    page.goto("/lists")
    page.get_by_role("heading", name="How the Entity List grew").scroll_into_view_if_needed()
    page.mouse.wheel(0, 600)
    page.wait_for_timeout(200)


#: name -> (how to get there, width, height, dark)
SHOTS = {
    "search": (_search, 1200, 760, False),
    "queue": (_queue, 1200, 760, False),
    "determine": (_determine, 1200, 620, False),
    "impact": (_impact, 1200, 820, False),
    "growth": (_growth, 1200, 640, True),
    "phone": (_search, 360, 720, True),
}


def main() -> None:
    """Fill a desk and look at it."""
    folder = tempfile.mkdtemp()
    house = open_house(Settings(store=f"{folder}/store.db", access_log=False, rate=0))
    fill(house)
    config = uvicorn.Config(create_app(house=house), host="127.0.0.1", port=0, log_level="error")
    server = uvicorn.Server(config)
    threading.Thread(target=server.run, daemon=True).start()
    while not server.started:
        time.sleep(0.05)
    at = f"http://127.0.0.1:{server.servers[0].sockets[0].getsockname()[1]}"
    with sync_playwright() as play:
        browser = play.chromium.launch(executable_path=CHROMIUM, args=list(FLAGS))
        for name, (go, width, height, dark) in SHOTS.items():
            context = browser.new_context(
                base_url=at,
                viewport={"width": width, "height": height},
                color_scheme="dark" if dark else "light",
                reduced_motion="reduce",
            )
            form: dict[str, str | float | bool] = {"user": "analyst", "password": PASSWORD}
            context.request.post("/sign-in", form=form, headers={"Sec-Fetch-Site": "same-origin"})
            page = context.new_page()
            go(page)
            page.screenshot(path=_ROOT / "docs" / "img" / f"desk-{name}.png")
            context.close()
        browser.close()


if __name__ == "__main__":
    main()
