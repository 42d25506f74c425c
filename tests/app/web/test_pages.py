"""Each page against its template, and the desk as a browser sees it, without one."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import fields
from pathlib import Path
from typing import Any

import pytest
from fastapi.testclient import TestClient
from jinja2 import meta, nodes
from sqlalchemy import select

from licet.app.api.application import create_app
from licet.app.api.house import House, open_house
from licet.app.settings import Settings
from licet.app.web.pages import PAGES
from licet.app.web.render import environment
from licet.store.actor import Role, system
from licet.store.cases import Alert, cases, open_case
from licet.store.people import add_user
from licet.store.suppression import suppression
from licet.store.tables import log_entry

HERE = {"Origin": "http://localhost", "Sec-Fetch-Site": "same-origin"}


@pytest.fixture(scope="module")
def house(tmp_path_factory: pytest.TempPathFactory, indexed_home: Path) -> Iterator[House]:
    """A house with one user of each role."""
    folder = tmp_path_factory.mktemp("web")
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("LICET_HOME", str(indexed_home))
        held = open_house(Settings(store=str(folder / "store.db"), access_log=False, rate=0))
        for role in Role:
            add_user(held.store, system("test"), role.value, role.value, [role], password="correct horse 42")
        yield held
        held.close()


@pytest.fixture
def client(house: House) -> Iterator[TestClient]:
    """A browser that nobody has signed in with."""
    with TestClient(create_app(house=house), base_url="http://localhost", follow_redirects=False) as one:
        yield one


def enter(client: TestClient, role: Role) -> None:
    """Sign in."""
    form = {"user": role.value, "password": "correct horse 42"}
    assert client.post("/sign-in", data=form, headers=HERE).status_code == 303


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.__name__)
def test_a_template_reads_what_its_page_holds_and_nothing_else(page: Any) -> None:
    """Fields and names agree; included and inherited templates count as part of the page."""
    read: set[str] = set()
    made: set[str] = set()
    todo, seen = [page.template], set()
    while todo:
        name = todo.pop()
        if name in seen or name == "marks.html":
            continue
        seen.add(name)
        assert environment.loader is not None
        source = environment.loader.get_source(environment, name)[0]
        tree = environment.parse(source)
        # A name set in one branch alone counts as undeclared for Jinja.
        made |= {
            one.name
            for found in tree.find_all(nodes.Assign)
            for one in found.find_all(nodes.Name)
            if one.ctx == "store"
        }
        read |= meta.find_undeclared_variables(tree)
        todo += [found for found in meta.find_referenced_templates(tree) if found]
    read -= made | {"mark", "truth", "cite", "sides", "figure"}  # the macros
    held = {field.name for field in fields(page)}
    assert read - {"frame"} <= held
    assert held - read <= {"status"} | ({"on", "country"} if page.template == "answer.html" else set())


def test_without_a_person_every_kept_page_asks_to_sign_in(client: TestClient) -> None:
    """Nobody sees anything of the store."""
    for at in ("/", "/queue", "/licences", "/audit", "/people", "/case/CASE-1"):
        answer = client.get(at)
        assert answer.status_code == 303, at
        assert answer.headers["location"].startswith("/sign-in"), at


@pytest.mark.parametrize(
    ("role", "refused"),
    [
        (Role.VIEWER, {"/audit", "/people"}),
        (Role.ANALYST, {"/audit", "/people"}),
        (Role.APPROVER, {"/audit", "/people"}),
        (Role.AUDITOR, {"/people"}),
        (Role.ADMINISTRATOR, set()),
    ],
)
def test_each_role_opens_what_it_may(client: TestClient, role: Role, refused: set[str]) -> None:
    """All plain pages for all roles; a refusal is a page that says why."""
    enter(client, role)
    for at in (
        "/",
        "/determine",
        "/owners",
        "/gear",
        "/lists",
        "/queue",
        "/licences",
        "/figures",
        "/audit",
        "/people",
    ):
        answer = client.get(at)
        assert answer.status_code == (403 if at in refused else 200), (role, at)
        assert len(answer.content) < 200_000
        assert "default-src 'self'" in answer.headers["content-security-policy"]


def test_a_hit_becomes_a_case_and_is_closed_and_undone(client: TestClient, house: House) -> None:
    """Search, open a case, decide, undo: by plain forms."""
    enter(client, Role.ANALYST)
    page = client.get("/", params={"q": "Huawei Technologies Co"})
    assert "Open a case" in page.text
    assert "Not checked" in page.text
    listing = page.text.split('name="listing" value="')[1].split('"')[0]
    opened = client.post("/cases", data={"q": "Huawei Technologies Co", "listing": listing}, headers=HERE)
    at = opened.headers["location"]
    assert opened.status_code == 303
    form = {"disposition": "false hit", "reason": "another company", "absent": "yes"}
    assert (
        client.post(f"{at}/dispose", data=form, headers=HERE).headers["location"].startswith("/queue?done=")
    )
    assert "closed" in client.get(at).text
    assert client.post(f"{at}/undo", headers=HERE).status_code == 303
    assert any(f"/case/{one.id}" == at for one in cases(house.store, system("test")))
    assert client.get(f"{at}/print").status_code == 200


def test_a_page_of_another_site_cannot_write(client: TestClient) -> None:
    """A form posted from elsewhere is refused before any route."""
    enter(client, Role.ANALYST)
    answer = client.post("/cases", data={"q": "x", "listing": "y"}, headers={"Origin": "http://evil.example"})
    assert answer.status_code == 403


def test_five_wrong_passwords_shut_the_door(
    client: TestClient, house: House, capsys: pytest.CaptureFixture[str]
) -> None:
    """The right one is refused too until the lock ends; neither page nor log tells a password."""
    add_user(house.store, system("test"), "lea", "Lea", [Role.VIEWER], password="correct horse 42")
    for word in [*(f"wrong horse {n}" for n in range(5)), "correct horse 42"]:
        page = client.post("/sign-in", data={"user": "lea", "password": word}, headers=HERE)
        assert page.status_code in (401, 403)
        assert word not in page.text
        assert "licet_session" not in page.cookies
    said = capsys.readouterr()
    assert "horse" not in said.out + said.err
    with house.store.read() as connection:
        bodies = [str(body) for body in connection.execute(select(log_entry.c.body)).scalars()]
    assert not [body for body in bodies if "horse" in body]


def test_after_signing_in_one_stays_on_this_site(client: TestClient) -> None:
    """`after` leads nowhere else."""
    form = {"user": "viewer", "password": "correct horse 42", "after": "//evil.example/"}
    assert client.post("/sign-in", data=form, headers=HERE).headers["location"] == "/"


def test_the_interview_goes_on_from_what_the_form_carries(client: TestClient) -> None:
    """Each reply is a new page with the next question; an error of input says so."""
    enter(client, Role.ANALYST)
    page = client.post("/determine", data={"eccn": "EAR99", "destination": "DE"}, headers=HERE)
    assert page.status_code == 200
    assert 'name="asked"' in page.text
    bad = client.post("/determine", data={"told": "[]"}, headers=HERE)
    assert bad.status_code == 422
    assert "What to do" in bad.text


def test_uploads_are_bounded_and_named_by_us(client: TestClient) -> None:
    """A kind of file that nobody reads is refused; an inventory is judged."""
    enter(client, Role.ANALYST)
    bad = client.post("/gear", files={"file": ("../../x.exe", b"MZ")}, headers=HERE)
    assert bad.status_code == 422
    rows = b"name,maker,model\nGate,Hikvision,DS-2CD2143G2-I\n"
    good = client.post("/gear", files={"file": ("gear.csv", rows)}, headers=HERE)
    assert "1 of 1 devices" in good.text
    before = client.post("/gear", data={"on": "2019-08-12"}, files={"file": ("gear.csv", rows)}, headers=HERE)
    assert "0 of 1 devices need attention, by the rules of 2019-08-12" in before.text
    owners = b"owner,owned,share\nAlpha GmbH,Beta GmbH,60\n"
    seen = client.post(
        "/owners", data={"party": "Beta GmbH"}, files={"file": ("o.csv", owners)}, headers=HERE
    )
    assert "<svg" in seen.text
    assert "sha256-" in seen.headers["content-security-policy"]


def test_words_of_others_are_only_text(client: TestClient, house: House) -> None:
    """Markup in a name or a title stays text."""
    enter(client, Role.ANALYST)
    evil = "<script>alert(1)</script>"
    assert evil not in client.get("/", params={"q": evil}).text
    id = open_case(house.store, system("test"), title=evil, alerts=[Alert(listing="x")])
    assert evil not in client.get(f"/case/{id}").text


def test_a_hit_is_cleared_from_its_case_by_two_people(client: TestClient, house: House) -> None:
    """One clears, the same one can't approve, a second does; what is no alert of the case is refused."""
    enter(client, Role.ANALYST)
    listing = "us-bis-entity-list:cn:megvii-technology"
    form = {"q": "Megvii Technology", "listing": listing}
    at = client.post("/cases", data=form, headers=HERE).headers["location"]
    assert "Clear this hit" in client.get(at).text
    wrong = client.post(f"{at}/clear", data={"listing": "us-x:y", "reason": "no"}, headers=HERE)
    assert "has no alert on" in wrong.text
    late = {"listing": listing, "reason": "another firm", "expires": "2099-01-01"}
    assert "is no day until which" in client.post(f"{at}/clear", data=late, headers=HERE).text
    assert "is no day" in client.post(f"{at}/clear", data={**late, "expires": "soon"}, headers=HERE).text
    empty = client.post(f"{at}/clear", data={"listing": listing, "reason": " "}, headers=HERE)
    assert empty.status_code != 303
    done = client.post(f"{at}/clear", data={"listing": listing, "reason": "another firm"}, headers=HERE)
    assert done.status_code == 303
    id = done.headers["location"].rpartition("=")[2]
    assert f"{id} is written down" in client.get(done.headers["location"]).text
    assert client.post(f"/cleared/{id}/approve", headers=HERE).status_code == 403
    again = client.post(f"{at}/clear", data={"listing": listing, "reason": "another firm"}, headers=HERE)
    assert "suppresses this hit already" in again.text
    enter(client, Role.APPROVER)
    assert client.post(f"/cleared/{id}/approve", headers=HERE).status_code == 303
    assert suppression(house.store, system("test"), id).second == "approver"
    assert client.post(f"/cleared/{id}/approve", headers=HERE).status_code == 409
    assert (
        client.post(f"/cleared/{id}/revoke", data={"reason": "seen again"}, headers=HERE).status_code == 303
    )


def test_an_alert_through_owners_clears_the_owner(client: TestClient, house: House) -> None:
    """The form is about the owner; where no portfolio holds it the address says so."""
    told = {
        "asked": "X",
        "ownership": {"owners": [{"id": "X", "listing": "us-bis-entity-list:cn:megvii-technology"}]},
    }
    alert = Alert(listing="us-bis-entity-list:cn:megvii-technology#us-bis", version="v", evidence=told)
    id = open_case(house.store, system("test"), title="X / Megvii", alerts=[alert])
    enter(client, Role.ANALYST)
    assert "The owner X is another party" in client.get(f"/case/{id}").text
    form = {"listing": alert.listing, "reason": "no"}
    assert "is in no portfolio" in client.post(f"/case/{id}/clear", data=form, headers=HERE).text


def test_a_hit_says_what_follows_by_which_law_and_of_which_day_the_lists_are(client: TestClient) -> None:
    """A list that makes no licence needed has a law and an effect all the same; the editions have days."""
    enter(client, Role.ANALYST)
    page = client.get("/answer", params={"q": "Hikvision", "on": "2026-01-29"}).text
    assert "Pub. L. 116-283 1260H(b)" in page
    assert "US persons may not deal in its publicly traded securities" in page
    assert "editions of 2025-01-07 to " in page


def test_a_determination_names_its_rule_book_and_its_lists(client: TestClient, house: House) -> None:
    """What an answer stands on is on its page."""
    enter(client, Role.ANALYST)
    told = {"eccn": "EAR99", "destination": "CN", "on": "2026-01-29"}
    page = client.post("/determine", data=told, headers=HERE).text
    assert "Stands on rule book" in page
    assert f'the lists of snapshot <span class="id">{house.engine.snapshot.id[:12]}</span>' in page
