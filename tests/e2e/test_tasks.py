"""Whole tasks in a browser: by keyboard alone, without JavaScript, and while the server does not answer."""

from __future__ import annotations

from typing import TYPE_CHECKING

from licet.store.actor import system
from licet.store.cases import CaseState, case, cases
from licet.store.suppression import SuppressionState, suppressions
from tests.e2e.conftest import Opener, Served

if TYPE_CHECKING:
    from playwright.sync_api import Page


def _focused(page: Page) -> str:
    """What a keyboard user is on: the text or name of the focused element."""
    return str(
        page.evaluate("(document.activeElement.innerText || document.activeElement.name || '').trim()")
    )


def _tab_to(page: Page, words: str, most: int = 60) -> None:
    """Press Tab until something with these words has the focus."""
    for _ in range(most):
        page.keyboard.press("Tab")
        if words in _focused(page):
            return
    raise AssertionError(f"{words} is not reached by Tab from {page.url}")


def test_from_a_name_to_its_listing_by_keyboard(opened: Opener) -> None:
    """Type, read the answer that comes by itself, go to the listing."""
    page = opened("analyst")
    page.goto("/")
    page.wait_for_selector("#q:focus")
    page.keyboard.type("Hikvision")
    page.wait_for_selector("#answer article")
    assert "q=Hikvision" in page.url
    _tab_to(page, "Hangzhou Hikvision Digital Technology Co., Ltd.")
    with page.expect_navigation():
        page.keyboard.press("Enter")
    assert "/listing/" in page.url
    assert page.get_by_role("heading", level=1).inner_text().startswith("Hangzhou Hikvision")
    assert page.get_by_text("Licence needed for").count()


def test_the_queue_by_keyboard(opened: Opener, served: Served) -> None:
    """Next, note, false hit, undo, true hit: nothing else than keys."""
    who = system("test")
    page = opened("analyst")
    page.goto("/queue")
    waiting = [one.id for one in cases(served.house.store, who)]
    page.keyboard.press("j")
    assert page.locator(".chosen").get_attribute("data-case") == waiting[1]
    page.keyboard.press("k")
    with page.expect_navigation():
        page.keyboard.press("n")
    page.wait_for_selector("#text:focus")
    page.keyboard.type("Called the buyer: another company.")
    page.keyboard.press("Tab")
    with page.expect_navigation():
        page.keyboard.press("Enter")
    assert page.locator("#timeline").get_by_text("Called the buyer").count() == 1

    for key, decided in (("f", "false hit"), ("t", "true hit")):
        page.goto("/queue")
        at = str(page.locator(".chosen").get_attribute("data-case"))
        page.keyboard.press(key)
        page.wait_for_selector("textarea:focus, input:focus")
        page.keyboard.type("Compared address and number.")
        _tab_to(page, "absent")
        page.keyboard.press("Space")
        with page.expect_navigation():
            page.keyboard.press("Enter")
        summary = case(served.house.store, who, at).summary
        assert summary.state is CaseState.CLOSED
        assert summary.disposition is not None
        assert summary.disposition.value == decided
        with page.expect_navigation():
            page.keyboard.press("u")
        assert case(served.house.store, who, at).summary.state is CaseState.OPEN


def test_a_strong_hit_is_cleared_by_two_people_by_keyboard(opened: Opener, served: Served) -> None:
    """From its case by one, approved by another; the answer then shows it as cleared; then revoked."""
    asked, who = "Yangtze Memory Technologies", system("test")
    (held,) = [one for one in cases(served.house.store, who) if one.title.startswith(asked)]
    page = opened("analyst")
    page.goto(f"/case/{held.id}")
    _tab_to(page, "Clear this hit")
    page.keyboard.press("Enter")
    _tab_to(page, "reason")
    page.keyboard.type("A shop for memory cards in Wuhan, other owners.")
    _tab_to(page, "Clear this hit")
    with page.expect_navigation():
        page.keyboard.press("Enter")
    (made,) = [one for one in suppressions(served.house.store, who) if one.case == held.id]
    assert (made.state, made.by, made.strong) == (SuppressionState.WAITING, "analyst", True)
    row = page.locator(f"tr#{made.id}")
    assert "a second person has to approve it" in row.inner_text()
    page.goto(f"/?q={asked}")
    assert "cleared before" not in page.locator("#answer").inner_text().casefold()

    other = opened("approver")
    other.goto("/cleared")
    _tab_to(other, made.id)  # the table, which can be scrolled by keys
    _tab_to(other, "refuse")
    other.keyboard.press("Tab")
    with other.expect_navigation():
        other.keyboard.press("Enter")
    assert suppressions(served.house.store, who)[-1].state is SuppressionState.ACTIVE
    assert "analyst and approver" in other.locator(f"tr#{made.id}").inner_text()
    page.goto(f"/case/{held.id}")
    assert page.get_by_text("by analyst and approver, until").count() == 1
    page.goto(f"/?q={asked}")
    assert "A shop for memory cards in Wuhan" in page.locator("#answer").inner_text()

    page.goto("/cleared")
    _tab_to(page, made.id)
    _tab_to(page, "Revoke")
    page.keyboard.press("Enter")
    page.keyboard.press("Tab")
    page.keyboard.type("Their papers were false.")
    page.keyboard.press("Tab")
    with page.expect_navigation():
        page.keyboard.press("Enter")
    assert suppressions(served.house.store, who)[-1].state is SuppressionState.REVOKED


def test_determine_to_an_outcome_by_keyboard(opened: Opener) -> None:
    """What is known, two replies, and a declaration of the rest: the outcome names its paragraphs."""
    page = opened("viewer")
    page.goto("/determine")
    page.wait_for_selector("#eccn:focus")
    page.keyboard.type("4A994")
    page.keyboard.press("Tab")
    page.keyboard.type("North Korea")
    with page.expect_navigation():
        page.keyboard.press("Enter")
    for question in ("Is it an export", "US person"):
        assert question in page.locator("form.card legend").inner_text()
        page.wait_for_selector("[name=reply]:focus")
        page.keyboard.press("Space")
        with page.expect_navigation():
            page.keyboard.press("Enter")
    assert "can still change this" in page.locator(".verdict").inner_text()
    assert "North Korea" in page.locator("dl.facts").inner_text()
    _tab_to(page, "declared")
    page.keyboard.press("Space")
    with page.expect_navigation():
        page.keyboard.press("Enter")
    assert "license required" in page.locator(".verdict").inner_text()
    assert "stands on a declaration" in page.locator(".verdict").inner_text()
    assert page.get_by_role("heading", name="Requirements met").count()
    assert page.get_by_text("15 CFR 746.4").count()


def test_the_desk_without_javascript(opened: Opener, served: Served) -> None:
    """Sign in, search, open a case, decide it, take it back: by plain forms."""
    page = opened(scripts=False)
    page.goto("/queue")
    assert "/sign-in" in page.url
    page.fill("#user", "analyst")
    page.fill("#password", "correct horse 42")
    page.get_by_role("button", name="Sign in").click()
    assert page.url.endswith("/queue")
    page.goto("/")
    page.fill("#q", "Dahua Technology")
    page.keyboard.press("Enter")
    page.get_by_role("button", name="Open a case on Dahua").first.click()
    assert "/case/" in page.url
    id = page.url.rpartition("/")[2]
    for group in page.get_by_role("group").all():
        if group.get_by_label("absent", exact=True).count():
            group.get_by_label("absent", exact=True).check()
    page.get_by_role("button", name="Save answers").click()
    page.get_by_label("false hit").check()
    page.get_by_label("Reason it stands in the log").fill("another company")
    page.get_by_role("button", name="Decide").click()
    assert case(served.house.store, system("test"), id).summary.state is CaseState.CLOSED
    page.get_by_role("button", name="Undo").click()
    assert case(served.house.store, system("test"), id).summary.state is CaseState.OPEN


def test_a_server_that_does_not_answer_never_reads_as_nothing_found(opened: Opener) -> None:
    """While typing: the wait is shown, an error of the server and a broken line are told as such."""
    page = opened("viewer")
    page.goto("/?q=Hikvision")
    assert page.locator("#answer article").count()
    page.route("**/answer?*", lambda route: route.abort())
    page.fill("#q", "Hikvision Digital")
    page.get_by_text("The server did not answer").wait_for()
    assert not page.locator("#answer article").count()
    page.unroute("**/answer?*")
    page.route("**/answer?*", lambda route: route.fulfill(status=504, body="{}"))
    page.fill("#q", "Hikvision Dig")
    page.get_by_text("The server failed").wait_for()
    assert not page.get_by_text("Nothing found").count()


def test_a_form_that_takes_long_says_so_and_is_sent_once(opened: Opener) -> None:
    """The button tells that work goes on."""
    page = opened("auditor")
    page.goto("/audit")
    page.route("**/audit", lambda route: None)  # held back: the page stays as it is while it waits
    told = page.evaluate(
        "(() => { const form = document.querySelector('form[data-slow]'); form.requestSubmit();"
        " const button = form.querySelector('button');"
        " return [button.textContent, button.getAttribute('aria-disabled')]; })()"
    )
    assert told == ["Working …", "true"]
