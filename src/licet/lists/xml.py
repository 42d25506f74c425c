"""XML from strangers, read safely: no entities, no network, no document type, bounded depth.

`Node` gives elements the same discipline as `Row` gives cells: each filled child or attribute is taken,
ignored by name, or the document is refused.
"""

from __future__ import annotations

from collections.abc import Iterator
from types import TracebackType
from typing import Self

from lxml import etree

from licet.core.errors import SourceError

__all__ = ["Node", "parse_xml", "text_of"]


def parse_xml(data: bytes, *, file: str, huge: bool = False) -> etree._Element:
    """The root of a document.

    Args:
        data: the bytes.
        file: name for messages.
        huge: lift libxml2's bounds on depth and text size; only for documents known to need it.

    Raises:
        SourceError: not well-formed, or it declares a document type (no list that licet reads does).
    """
    parser = etree.XMLParser(
        resolve_entities=False, no_network=True, load_dtd=False, dtd_validation=False, huge_tree=huge
    )
    try:
        root = etree.fromstring(data, parser)
    except (etree.XMLSyntaxError, ValueError) as error:
        raise SourceError(
            f"not well-formed XML: {error}",
            place=file,
            fix="fetch the document again: it may be cut short or be an error page",
        ) from error
    if root.getroottree().docinfo.internalDTD is not None:
        raise SourceError(
            "it declares a document type, which no list does", place=file, fix="do not trust it"
        )
    return root


def text_of(element: etree._Element) -> str:
    """All text in an element, white space joined to single spaces."""
    return " ".join("".join(str(part) for part in element.itertext()).split())


def _tag(element: etree._Element) -> str:
    return etree.QName(element).localname


class Node:
    """One element whose children and attributes (`@name`) must all be accounted for.

    Namespaces are dropped. Comments and processing instructions are passed over.
    """

    __slots__ = ("_children", "_element", "_file", "_open")

    def __init__(self, element: etree._Element, *, file: str) -> None:
        self._element = element
        self._file = file
        self._children: dict[str, list[etree._Element]] = {}
        for child in element:
            if isinstance(child.tag, str):
                self._children.setdefault(_tag(child), []).append(child)
        self._open = {tag for tag, many in self._children.items() if any(_is_filled(one) for one in many)}
        self._open |= {f"@{etree.QName(name).localname}" for name, value in element.attrib.items() if value}

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if kind is None and self._open:
            tag = min(self._open)
            raise self.error("the reader neither takes nor ignores it", tag)

    @property
    def number(self) -> int:
        """The line on which the element starts."""
        line = self._element.sourceline
        return line if isinstance(line, int) else 0

    @property
    def tag(self) -> str:
        """The element's own name, without namespace."""
        return _tag(self._element)

    @property
    def text(self) -> str:
        """All text of the element."""
        return text_of(self._element)

    def place(self, tag: str = "") -> str:
        """Where this is: file, line, element and, where given, child."""
        where = f"{self._file}, line {self.number}, <{self.tag}>"
        return f"{where}, column `{tag}`" if tag else where

    def error(self, message: str, tag: str = "") -> SourceError:
        """An error that points to this element; the caller raises it."""
        return SourceError(
            message, place=self.place(tag), fix="the document's format changed: amend the reader"
        )

    def take(self, tag: str, *, needed: bool = False) -> str:
        """The text of the one child (or attribute) of that name; empty when absent.

        Raises:
            SourceError: it stands there more than once, has children of its own, or is needed and absent.
        """
        self._open.discard(tag)
        if tag.startswith("@"):
            value = next(
                (str(v) for k, v in self._element.attrib.items() if etree.QName(k).localname == tag[1:]), ""
            )
        else:
            many = self._children.get(tag, [])
            if len(many) > 1:
                raise self.error(f"{len(many)} times where one is expected", tag)
            if many and any(isinstance(child.tag, str) for child in many[0]):
                raise self.error("it has children where text is expected", tag)
            value = text_of(many[0]) if many else ""
        if needed and not value:
            raise self.error("missing", tag)
        return value.strip()

    def nodes(self, tag: str) -> Iterator[Node]:
        """All children of that name, each to be read strictly in turn."""
        self._open.discard(tag)
        return (Node(child, file=self._file) for child in self._children.get(tag, []))

    def ignore(self, *tags: str) -> None:
        """Pass over children or attributes on purpose."""
        self._open.difference_update(tags)


def _is_filled(element: etree._Element) -> bool:
    return bool(element.attrib) or any(str(part).strip() for part in element.itertext())
