"""Every page in a browser: it loads, axe finds nothing, nothing scrolls sideways; light and dark."""

from __future__ import annotations

import json
from collections.abc import Iterator
from importlib import resources
from pathlib import Path
from typing import TYPE_CHECKING, Any

from licet.store.actor import system
from licet.store.cases import cases
from licet.store.licences import licences
from tests.e2e.conftest import Opener, Served
from tests.e2e.seed import PASSWORD

if TYPE_CHECKING:
    from playwright.sync_api import Page

_ROOT = Path(__file__).parents[2]


def _addresses(served: Served) -> dict[str, str]:
    """Every page of the desk that is reached by an address."""
    who = system("test")
    hit = served.house.engine.check("华为技术有限公司", limit=1).findings[0].listing.id
    case = cases(served.house.store, who)[0].id
    licence = licences(served.house.store, who)[0].id
    return {
        "search": "/",
        "answer": "/?q=华为技术有限公司",
        "nothing found": "/?q=Zwetschgen+Obstbau",
        "a day that is none": "/?q=Huawei&on=2026-99-99",
        "listing": f"/listing/{hit}",
        "determine": "/determine",
        "owners": "/owners",
        "gear": "/gear",
        "lists": "/lists",
        "queue": "/queue",
        "empty queue": "/queue?state=closed",
        "case": f"/case/{case}",
        "print": f"/case/{case}/print",
        "licences": "/licences",
        "licence": f"/licence/{licence}",
        "figures": "/figures",
        "portfolios": "/portfolios",
        "portfolio": "/portfolio/main",
        "impact": "/impact",
        "filings": "/filings",
        "cleared": "/cleared",
        "audit": "/audit",
        "people": "/people",
        "missing": "/listing/none",
        "sign in": "/sign-in",
        "the API": "/docs",
    }


def _determine(page: Page) -> None:
    page.goto("/determine")
    page.fill("#eccn", "3A001")
    page.fill("#destination", "CN")
    with page.expect_navigation():
        page.get_by_role("button", name="Begin").click()


def _owners(page: Page) -> None:
    page.goto("/owners")
    page.fill("#party", "Lotus")
    listed = b"Hangzhou Hikvision Digital Technology Co. Ltd."
    rows = b"owner,owned,share\n" + listed + b",Mid,60\nMid,Lotus,70\nJane Roe,Lotus,30\n"
    page.set_input_files("#file", {"name": "o.csv", "mimeType": "text/csv", "buffer": rows})
    with page.expect_navigation():
        page.get_by_role("button", name="Look").click()


def _gear(page: Page) -> None:
    page.goto("/gear")
    page.set_input_files("#file", _ROOT / "examples" / "inventory.csv")
    with page.expect_navigation():
        page.get_by_role("button", name="Check").click()


def _verified(page: Page) -> None:
    page.goto("/audit")
    with page.expect_navigation():
        page.get_by_role("button", name="Verify now").click()


def _weighed(page: Page) -> None:
    page.goto("/impact")
    page.set_input_files("#file", _ROOT / "examples" / "filing-2019-22210.xml")
    with page.expect_navigation():
        page.get_by_role("button", name="Weigh").click()
    assert page.get_by_role("heading", name="What hangs on each").count()


def _clearing(page: Page) -> None:
    """The form that clears a hit, open; for who works on cases, which an administrator does not."""
    form: dict[str, str | float | bool] = {"user": "analyst", "password": PASSWORD}
    page.context.request.post("/sign-in", form=form, headers={"Sec-Fetch-Site": "same-origin"})
    page.goto("/queue")
    page.goto(f"/case/{page.locator('article.case').first.get_attribute('data-case')}")
    page.locator("summary", has_text="Clear this hit").first.click()
    assert page.get_by_role("button", name="Clear this hit").first.is_visible()


ACTS = {
    "determine, one reply": _determine,
    "owners of a file": _owners,
    "gear of a file": _gear,
    "verified": _verified,
    "a filing weighed": _weighed,
    "a hit being cleared": _clearing,
}


def _axe() -> str:
    return (resources.files("axe_playwright_python") / "axe.min.js").read_text(encoding="utf-8")


def _violations(page: Page, rules: str = "") -> list[dict[str, Any]]:
    if not page.evaluate("typeof axe === 'object'"):
        page.evaluate(_axe() + "; true")
    only = f", runOnly: ['{rules}']" if rules else ""
    found = json.loads(
        page.evaluate(f"axe.run(document, {{resultTypes: ['violations']{only}}}).then(JSON.stringify)")
    )
    return [
        {"rule": one["id"], "help": one["help"], "nodes": [node["html"][:160] for node in one["nodes"][:4]]}
        for one in found["violations"]
    ]


def _wider(page: Page) -> bool:
    return bool(page.evaluate("document.documentElement.scrollWidth > document.documentElement.clientWidth"))


def _shown(page: Page, served: Served) -> Iterator[str]:
    """Go to each page in turn; its name while it is shown."""
    for name, address in _addresses(served).items():
        reply = page.goto(address)
        assert reply is not None
        assert reply.status == (404 if name == "missing" else 200), name
        yield name
    for name, act in ACTS.items():
        act(page)
        yield name


def test_axe_finds_nothing_on_any_page(opened: Opener, served: Served) -> None:
    """Names, contrasts, landmarks, order of headings: all rules that axe holds by default."""
    page = opened("administrator")
    found = {name: wrong for name in _shown(page, served) if (wrong := _violations(page))}
    assert not found, json.dumps(found, indent=1, ensure_ascii=False)


def test_on_a_dark_telephone_contrasts_hold_and_nothing_scrolls_sideways(
    opened: Opener, served: Served
) -> None:
    """360 px wide, in the dark scheme; the other rules of axe do not hang on colours."""
    page = opened("administrator", width=360, dark=True)
    found: dict[str, Any] = {}
    for name in _shown(page, served):
        assert not _wider(page), name
        if wrong := _violations(page, "color-contrast"):
            found[name] = wrong
    assert not found, json.dumps(found, indent=1, ensure_ascii=False)


def test_no_page_scrolls_sideways_on_a_wide_desk(opened: Opener, served: Served) -> None:
    """2,560 px wide."""
    page = opened("administrator", width=2560)
    assert not [name for name in _shown(page, served) if _wider(page)]
