"""Sources: the decorator, the registry and the expectation."""

from __future__ import annotations

import gzip
from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from licet.core.errors import SourceError
from licet.core.listing import Listing
from licet.core.trade import Name, Party
from licet.lists.source import (
    Document,
    Ids,
    Source,
    decode,
    document_bytes,
    list_infos,
    slug,
    source,
    sources,
)


def listing(name: str, list_id: str = "xx-test") -> Listing:
    """A listing of that name."""
    return Listing(id=f"{list_id}:{slug(name)}", list=list_id, party=Party(names=(Name(text=name),)))


@source(
    id="xx-test",
    title="A list for tests",
    authority="15 CFR 0.0",
    issuer="nobody",
    address="https://example.org/list.txt",
    terms="public domain",
    expects=(1, 10),
    max_drop=0.1,
    legal_effect="none",
)
def names(document: Document) -> Iterator[Listing]:
    """One name a line."""
    for line in decode(document).splitlines():
        yield listing(line)


def test_collects_listings_with_checksum() -> None:
    """A document becomes listings in its order, with the checksum of its bytes."""
    reading = names.collect(b"Alpha\nBeta")
    assert [one.party.name for one in reading.listings] == ["Alpha", "Beta"]
    assert reading.counts == {"xx-test": 2}
    assert len(reading.sha256) == 64


def test_finds_the_day_in_a_file_name(tmp_path: Path) -> None:
    """The day in a file's name is the day it was had, not the day it was published."""
    path = tmp_path / "list-2026-07-24.txt"
    path.write_text("Alpha")
    reading = names.collect(path)
    assert (reading.published, reading.retrieved) == (None, date(2026, 7, 24))


@pytest.mark.parametrize(
    ("document", "before", "says"),
    [
        (b"", None, "0 listings where 1 to 10 are expected"),
        (b"\n".join(b"%d" % n for n in range(11)), None, "11 listings where 1 to 10"),
        (b"Alpha", 10, "1 listings, 10 before: a drop of more than 10%"),
        (b"Alpha\nALPHA", None, "stands for two entries"),
        (b"\xff\xfe\xfa", None, "not text in UTF-8"),
    ],
)
def test_refuses_what_is_not_plausible(document: bytes, before: int | None, says: str) -> None:
    """Too few, too many, too great a drop, an id twice and unreadable bytes refuse the document."""
    with pytest.raises(SourceError, match=says):
        names.collect(document, before=before)


def test_refuses_an_undeclared_list() -> None:
    """A listing of a list that the source does not declare is a mistake of the reader."""

    def read(document: Document) -> Iterator[Listing]:
        yield listing("A", "yy-other")

    with pytest.raises(SourceError, match="`yy-other` is not declared"):
        replace(names, read=read).collect(b"")


def test_guards_its_reader() -> None:
    """A reader that trips over a document gives a SourceError, whatever it tripped over."""

    def read(document: Document) -> Iterator[Listing]:
        raise IndexError("oops")
        yield

    with pytest.raises(SourceError, match="IndexError: oops"):
        list(replace(names, read=read)(b"x"))


def test_reads_gzip_transparently() -> None:
    """A gzipped document reads like its content; broken gzip is refused."""
    packed = gzip.compress(b"Alpha")
    assert document_bytes(packed) == b"Alpha"
    with pytest.raises(SourceError, match="broken gzip"):
        document_bytes(packed[:-4])


@pytest.mark.parametrize(
    "change",
    [{"id": "Bad Id"}, {"title": ""}, {"expects": (5, 1)}, {"max_drop": 0.0}, {"legal_effect": ""}],
)
def test_decorator_refuses_mistakes(change: dict[str, object]) -> None:
    """A source without title, effect or sane expectation fails at import."""
    good: dict[str, object] = {
        "id": "xx",
        "title": "t",
        "authority": "a",
        "issuer": "i",
        "address": "",
        "terms": "t",
        "expects": (1, 2),
        "max_drop": 0.5,
        "legal_effect": "e",
    }
    with pytest.raises(ValueError, match="source"):
        source(**(good | change))  # type: ignore[arg-type]


def test_every_source_declares_lists() -> None:
    """The registry holds sources by id, and each list that one covers is described by another."""
    described = list_infos()
    for item in sources().values():
        assert isinstance(item, Source)
        for covered in item.covers:
            assert covered in described, f"{item.id} covers {covered}, which no source describes"


@given(st.text())
def test_slug_is_stable(text: str) -> None:
    """A slug of a slug is itself, and it never holds white space or capitals."""
    once = slug(text)
    assert slug(once) == once or len(once) > 80
    assert once == "".join(once.split()).casefold()


def test_ids_tell_namesakes_apart() -> None:
    """Namesakes get the words that tell them apart, then numbers; nobody gets an id twice."""
    ids = Ids("xx-test")
    given_ids = [
        ids.give("ZTE Corp."),
        ids.give("ZTE CORP", ["CN"]),
        ids.give("ZTE Corp", ["CN"]),
        ids.give("中兴通讯"),
        ids.give("!!"),
    ]
    assert given_ids == [
        "xx-test:zte-corp",
        "xx-test:zte-corp~cn",
        "xx-test:zte-corp~cn~2",
        "xx-test:中兴通讯",
        "xx-test:unnamed",
    ]
