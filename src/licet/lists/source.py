"""A list is one module here with a pure reader: document in, listings out, no network.

    @source(id="us-bis-dpl", title="Denied Persons List", ..., expects=(300, 3_000), max_drop=0.1)
    def read(document: Document) -> Iterator[Listing]: ...

`sources()` finds every reader by walking this package and the entry points `licet.lists` of others.
A `Source` promises: any bytes give listings or a `SourceError`; a count outside the expectation, or a drop
against the last edition beyond the stated share, refuses the whole document.
"""

from __future__ import annotations

import gzip
import hashlib
import io
import pkgutil
import re
import unicodedata
import zlib
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from functools import cache
from importlib import import_module
from importlib.metadata import entry_points
from pathlib import Path
from types import MappingProxyType, ModuleType

from licet.core.errors import LicetError, SourceError
from licet.core.listing import Listing
from licet.lists.row import Row, csv_rows, rows_of

__all__ = [
    "Document",
    "Ids",
    "ListInfo",
    "Reading",
    "Row",
    "Source",
    "csv_rows",
    "day_in_name",
    "decode",
    "document_bytes",
    "document_name",
    "list_infos",
    "rows_of",
    "slug",
    "source",
    "sources",
]

#: A government document: a file (gzipped or not), or its bytes.
Document = Path | bytes

#: A document never unpacks to more than this many bytes (the largest, Title 15 CFR, has 14 MB).
MAX_BYTES = 256 * 1024 * 1024

_SLUG_LENGTH = 80


@dataclass(frozen=True, slots=True, kw_only=True)
class ListInfo:
    """What a list is, as every outcome shows it.

    Attributes:
        id: `us-bis-dpl`.
        title: the list's own title.
        issuer: the body that keeps it.
        authority: the provision it stands on.
        legal_effect: what being on it means, in one sentence of ours.
    """

    id: str
    title: str
    issuer: str
    authority: str
    legal_effect: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Reading:
    """What one document gave, checked against the expectation.

    Attributes:
        source: whose reader read it.
        listings: in document order.
        published: the day the document states; None when it states none.
        retrieved: the day in its file name, by which stored documents say when they were had; None without.
        sha256: checksum of the file as given.
        document: its name.
    """

    source: Source
    listings: tuple[Listing, ...]
    published: date | None
    retrieved: date | None
    sha256: str
    document: str

    @property
    def counts(self) -> Mapping[str, int]:
        """Listings by list id."""
        return Counter(listing.list for listing in self.listings)


@dataclass(frozen=True, slots=True, kw_only=True)
class Source:
    """A government document and its reader; call it with a document to get listings.

    Attributes:
        id: id of the document, and of its list where it holds only one.
        address: official address; empty when the document is not to be fetched.
        terms: on which terms the facts may be passed on.
        expects: least and greatest plausible number of listings.
        max_drop: greatest plausible loss against the edition before, as a share of 1.
        max_age: days after which the document counts as stale.
        lists: the lists described here; the document's own where none is given.
        covers: ids of lists that the document also carries, described by another source.
        files: file-name patterns (fnmatch, without `.gz`) by which an import knows the document.
        in_parts: each pattern of `files` names a part of the whole, and all parts are read together.
        embedded: its facts may be passed on and a whole edition is held, so they come with licet; the others
            are fetched by an update.
        link: the address is a page, and the document is the newest link on it whose path ends in this pattern
            (fnmatch): some governments give each edition a name of its own.
        agent: what to call ourselves, where a server refuses what does not look like a browser.
        by_hand: the address is a page from which a person downloads the document; an update cannot.
        published: finds the document's own date; None where it has none.
        read: the reader itself; use the source, which guards it.
    """

    id: str
    title: str
    authority: str
    issuer: str
    address: str
    terms: str
    expects: tuple[int, int]
    max_drop: float
    legal_effect: str
    read: Callable[[Document], Iterator[Listing]] = field(repr=False)
    max_age: int = 30
    lists: tuple[ListInfo, ...] = ()
    covers: tuple[str, ...] = ()
    files: tuple[str, ...] = ()
    in_parts: bool = False
    embedded: bool = True
    link: str = ""
    agent: str = ""
    by_hand: bool = False
    published: Callable[[Document], date | None] | None = field(default=None, repr=False)

    def __call__(self, document: Document) -> Iterator[Listing]:
        """Listings of a document.

        Raises:
            SourceError: the document is not what the reader expects; no bytes raise anything else.
        """
        try:
            yield from self.read(document)
        except (LicetError, ImportError):
            raise
        except FileNotFoundError as error:
            raise SourceError(
                f"no such document: `{error.filename}`", place=self.id, fix="check the path"
            ) from error
        except Exception as error:  # the promise: any bytes give listings or SourceError
            raise SourceError(
                f"not a document of this list: {type(error).__name__}: {error}",
                place=f"{self.id}, {document_name(document)}",
                fix="fetch the document again; when it stays so, its format changed",
            ) from error

    def collect(self, document: Document, *, before: int | None = None) -> Reading:
        """Read a whole document and hold it against the expectation.

        Args:
            document: the file or its bytes.
            before: number of listings in the edition before; None when there is none.

        Raises:
            SourceError: not readable, an id twice, a list that the source does not declare, too few or too
                many listings, or too great a drop.
        """
        listings = tuple(self(document))
        known = {info.id for info in self.infos} | set(self.covers)
        ids: set[str] = set()
        for listing in listings:
            if listing.list not in known:
                raise SourceError(f"list `{listing.list}` is not declared", place=f"{self.id}, {listing.id}")
            if listing.id in ids:
                raise SourceError(f"id `{listing.id}` stands for two entries", place=self.id)
            ids.add(listing.id)
        self.check_count(len(listings), before=before)
        data = _raw(document)
        return Reading(
            source=self,
            listings=listings,
            published=self.published_on(document),
            retrieved=day_in_name(document_name(document)),
            sha256=hashlib.sha256(data).hexdigest(),
            document=document_name(document),
        )

    def check_count(self, count: int, *, before: int | None = None) -> None:
        """Refuse an implausible number of listings.

        Raises:
            SourceError: outside `expects`, or less than `before` by more than `max_drop`.
        """
        low, high = self.expects
        if not low <= count <= high:
            raise SourceError(
                f"{count} listings where {low} to {high} are expected",
                place=self.id,
                fix="the document may be cut short or be another one; the last good snapshot stays current",
            )
        if before and count < before * (1 - self.max_drop):
            raise SourceError(
                f"{count} listings, {before} before: a drop of more than {self.max_drop:.0%}",
                place=self.id,
                fix="compare it with its address; `licet lists import --anyway` when the drop is real",
            )

    def published_on(self, document: Document) -> date | None:
        """The document's own date; None when it states none."""
        try:
            return self.published(document) if self.published else None
        except LicetError:
            raise
        except Exception as error:  # the same promise
            raise SourceError(f"no readable date: {error}", place=self.id) from error

    @property
    def infos(self) -> tuple[ListInfo, ...]:
        """The lists that this source describes."""
        if self.lists:
            return self.lists
        own = ListInfo(
            id=self.id,
            title=self.title,
            issuer=self.issuer,
            authority=self.authority,
            legal_effect=self.legal_effect,
        )
        return (own,)


def source(
    *,
    id: str,
    title: str,
    authority: str,
    issuer: str,
    address: str,
    terms: str,
    expects: tuple[int, int],
    max_drop: float,
    legal_effect: str,
    max_age: int = 30,
    lists: tuple[ListInfo, ...] = (),
    covers: tuple[str, ...] = (),
    files: tuple[str, ...] = (),
    in_parts: bool = False,
    embedded: bool = True,
    link: str = "",
    agent: str = "",
    by_hand: bool = False,
    published: Callable[[Document], date | None] | None = None,
) -> Callable[[Callable[[Document], Iterator[Listing]]], Source]:
    """Make a pure reader a `Source`; the arguments are the source's attributes, checked at once.

    Raises:
        ValueError: an argument is empty or out of range: a mistake in the module, found at import.
    """
    if not re.fullmatch(r"[a-z0-9]+(?:-[a-z0-9]+)*", id):
        raise ValueError(f"a source id is lower case words with hyphens: `{id}`")
    if not (title and authority and issuer and terms and legal_effect):
        raise ValueError(f"source `{id}` needs title, authority, issuer, terms and legal effect")
    if not 0 <= expects[0] <= expects[1] or not 0 < max_drop <= 1:
        raise ValueError(f"source `{id}`: expects runs upward and max_drop is a share of 1")

    def make(read: Callable[[Document], Iterator[Listing]]) -> Source:
        if not read.__doc__:
            raise ValueError(f"the reader of `{id}` needs a docstring: it is the list's page")
        return Source(
            id=id,
            title=title,
            authority=authority,
            issuer=issuer,
            address=address,
            terms=terms,
            expects=expects,
            max_drop=max_drop,
            legal_effect=legal_effect,
            read=read,
            max_age=max_age,
            lists=lists,
            covers=covers,
            files=files,
            in_parts=in_parts,
            embedded=embedded,
            link=link,
            agent=agent,
            by_hand=by_hand,
            published=published,
        )

    return make


def _declared(module: ModuleType) -> Iterator[Source]:
    for value in vars(module).values():
        if isinstance(value, Source) and value.read.__module__ == module.__name__:
            yield value


@cache
def sources() -> Mapping[str, Source]:
    """All sources by id: those of this package, then those that other packages offer as `licet.lists`.

    Raises:
        SourceError: two sources claim one id.
    """
    package = import_module("licet.lists")
    found: dict[str, Source] = {}
    modules = [import_module(f"licet.lists.{info.name}") for info in pkgutil.iter_modules(package.__path__)]
    offered = [point.load() for point in entry_points(group="licet.lists")]
    declared = [item for module in modules for item in _declared(module)]
    for value in offered:
        declared.extend([value] if isinstance(value, Source) else _declared(value))
    for item in declared:
        other = found.setdefault(item.id, item)
        if other is not item:
            raise SourceError(
                f"source `{item.id}` is declared in `{other.read.__module__}` and `{item.read.__module__}`"
            )
    return MappingProxyType(dict(sorted(found.items())))


@cache
def list_infos() -> Mapping[str, ListInfo]:
    """All lists by id, each as its own source describes it."""
    return MappingProxyType({info.id: info for item in sources().values() for info in item.infos})


def document_name(document: Document) -> str:
    """The name of a document for messages."""
    return document.name if isinstance(document, Path) else f"{len(document)} bytes"


def _raw(document: Document) -> bytes:
    return document.read_bytes() if isinstance(document, Path) else document


def document_bytes(document: Document) -> bytes:
    """The bytes of a document, gunzipped where it is gzipped.

    Raises:
        SourceError: broken gzip, or more than 256 MB.
    """
    data = _raw(document)
    if data[:2] == b"\x1f\x8b":
        try:
            with gzip.GzipFile(fileobj=io.BytesIO(data)) as packed:
                data = packed.read(MAX_BYTES + 1)
        except (OSError, EOFError, zlib.error) as error:
            raise SourceError(
                f"broken gzip: {error}", place=document_name(document), fix="fetch the document again"
            ) from error
    if len(data) > MAX_BYTES:
        raise SourceError(f"more than {MAX_BYTES} bytes", place=document_name(document))
    return data


def decode(document: Document, *encodings: str) -> str:
    """The text of a document in the first encoding that fits (UTF-8, with or without a mark, by default).

    Raises:
        SourceError: none fits.
    """
    data = document_bytes(document)
    for encoding in encodings or ("utf-8-sig",):
        try:
            return data.decode(encoding)
        except UnicodeDecodeError:
            continue
    raise SourceError(
        f"not text in {' or '.join(encodings or ('UTF-8',))}",
        place=document_name(document),
        fix="fetch the document again",
    )


def day_in_name(name: str) -> date | None:
    """The day in a stored document's name, `dpl-2026-06-18.csv`; a month alone means its first day."""
    found = re.findall(r"(?<!\d)(\d{4}-\d{2})(-\d{2})?(?!\d)", name)
    try:
        return date.fromisoformat(found[-1][0] + (found[-1][1] or "-01")) if found else None
    except ValueError:
        return None


def slug(text: str) -> str:
    """A name as the last part of an id: lower case letters and digits of any script, joined by hyphens."""
    plain = unicodedata.normalize("NFKD", text).casefold()
    kept = "".join(char if char.isalnum() else " " for char in plain if not unicodedata.combining(char))
    joined = "-".join(unicodedata.normalize("NFC", kept).split())
    if len(joined) <= _SLUG_LENGTH:
        return joined
    mark = hashlib.sha256(joined.encode()).hexdigest()[:8]
    return f"{joined[:_SLUG_LENGTH].rstrip('-')}-{mark}"


class Ids:
    """Gives ids that stay the same across editions: list and name, then what tells namesakes apart."""

    def __init__(self, list_id: str) -> None:
        self._list = list_id
        self._given: set[str] = set()

    def give(self, name: str, tell_apart: Iterable[str] = ()) -> str:
        """An id nobody has yet: the name, else with each word of `tell_apart` in turn, else a number."""
        base = f"{self._list}:{slug(name) or 'unnamed'}"
        wanted = base
        for word in tell_apart:
            if wanted not in self._given:
                break
            if slug(word):
                wanted = f"{wanted}~{slug(word)}"
        number = 2
        unique = wanted
        while unique in self._given:
            unique = f"{wanted}~{number}"
            number += 1
        self._given.add(unique)
        return unique
