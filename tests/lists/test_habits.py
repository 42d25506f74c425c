"""Each official address has its habits: redirects, names that change, servers that refuse unknown clients."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import httpx
import pytest

from licet.core.errors import FetchError
from licet.lists.au_dfat import read as au_dfat
from licet.lists.ch_seco import read as ch_seco
from licet.lists.fetch import Fetcher
from licet.lists.source import Source, sources
from licet.lists.un_sc import read as un_sc
from licet.lists.update import Updated, update
from tests.lists.server import serving

FIXTURES = Path(__file__).parent / "fixtures"
NOW = datetime(2026, 9, 1, 12, tzinfo=UTC)
PAGE = (
    b'<!doctype html><html><body><a href="/lists/Consolidated_List_202608.csv">old</a>'
    b'<a href="/lists/Consolidated_List_202609.csv?v=1&amp;w=2">new</a><a href="/about.html">x</a>'
    b"</body></html>"
)


@pytest.fixture
def fetcher() -> Iterator[Fetcher]:
    """A fetcher that waits for nothing."""
    with httpx.Client(timeout=2.0) as client:
        yield Fetcher(client=client, attempts=1, sleep=lambda _: None)


@pytest.fixture(autouse=True)
def own_home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A folder of its own for each test."""
    monkeypatch.setenv("LICET_HOME", str(tmp_path))


def small(item: Source) -> Source:
    """The source with bounds that a fixture meets."""
    return replace(item, expects=(1, 10_000), max_drop=1.0)


def run(fetcher: Fetcher, item: Source, address: str) -> Updated:
    """One update of one source from one address."""
    return update(fetcher, now=NOW, wanted=[item], addresses={item.id: address})


def test_a_redirect_is_followed(fetcher: Fetcher) -> None:
    """The UN's address leads on to another one."""
    document = (FIXTURES / "un-consolidated-2026-02-27.xml").read_bytes()
    with serving({"/real.xml": document}) as site:
        site.redirects["/consolidated.xml"] = "/real.xml"
        done = run(fetcher, small(un_sc), f"{site.address}/consolidated.xml")
    assert [one.state for one in done.outcomes] == ["new"]


def test_a_redirect_to_an_unsafe_address_is_refused(fetcher: Fetcher) -> None:
    """A redirect that leaves https is not followed into a list."""

    def answer(request: httpx.Request) -> httpx.Response:
        if request.url.scheme == "https":
            return httpx.Response(302, headers={"Location": "http://example.org/list.xml"})
        return httpx.Response(200, content=b"<list/>")

    with httpx.Client(transport=httpx.MockTransport(answer)) as client:
        one = Fetcher(client=client, attempts=1)
        with pytest.raises(FetchError, match="not a safe address"):
            one.get("https://example.org/list.xml")


def test_the_newest_link_of_a_page_is_taken_under_a_name_that_the_server_accepts(fetcher: Fetcher) -> None:
    """Australia's page names each edition, and its server refuses unknown clients."""
    document = (FIXTURES / "au-dfat.csv").read_bytes()
    item = replace(small(au_dfat), link="Consolidated_List*.csv")
    with serving({"/page": PAGE, "/lists/Consolidated_List_202609.csv?v=1&w=2": document}) as site:
        site.refuses = "licet (open"
        done = run(fetcher, item, f"{site.address}/page")
        assert [(one.state, one.why) for one in done.outcomes] == [("new", "")]
        assert all(headers["user-agent"].startswith("Mozilla/5.0") for headers in site.asked)
        refused = run(fetcher, replace(item, agent=""), f"{site.address}/page")
    assert "403" in refused.outcomes[0].why


def test_a_page_without_the_document_is_refused(fetcher: Fetcher) -> None:
    """No link that fits, or one to another site, changes nothing and says so."""
    other = b'<html><a href="https://elsewhere.example/Consolidated_1.csv">x</a></html>'
    item = replace(small(au_dfat), link="Consolidated*.csv")
    with serving({"/none": b"<html>nothing</html>", "/other": other}) as site:
        first = run(fetcher, item, f"{site.address}/none")
        second = run(fetcher, item, f"{site.address}/other")
    assert "no link to" in first.outcomes[0].why
    assert "another site" in second.outcomes[0].why


def test_a_list_that_may_not_be_embedded_is_fetched(fetcher: Fetcher) -> None:
    """Switzerland's list does not come with licet; an update brings it and the check has it from then on."""
    assert not ch_seco.embedded
    document = (FIXTURES / "ch-seco.xml").read_bytes()
    with serving({"/list?lang=en&action=x": document}) as site:
        done = run(fetcher, small(ch_seco), f"{site.address}/list?lang=en&action=x")
    assert "ch-seco" in done.snapshot.lists
    assert done.snapshot.lists["ch-seco"].count == 2


def test_every_source_says_where_it_comes_from() -> None:
    """Each source that an update can fetch has a https address, and says its terms."""
    for item in sources().values():
        assert item.terms
        assert not item.address or item.address.startswith("https://")
