"""The tables of a web page as rows of cell texts; nothing else of a page is trusted."""

from __future__ import annotations

from lxml import etree

from licet.core.errors import SourceError
from licet.lists.source import Document, decode, document_name

__all__ = ["tables"]

_BREAKS = frozenset({"br", "p", "div", "li", "ul"})


def tables(document: Document) -> list[list[list[str]]]:
    """All tables that have rows, each as a list of rows of squeezed cell texts.

    Raises:
        SourceError: the bytes are not a page.
    """
    text = decode(document)
    try:
        root = etree.fromstring(text.encode(), etree.HTMLParser(encoding="utf-8", no_network=True))
    except (etree.XMLSyntaxError, ValueError) as error:
        raise SourceError(f"not a page: {error}", place=document_name(document)) from error
    if root is None:
        raise SourceError("an empty page", place=document_name(document), fix="fetch it again")
    found = []
    for table in root.iter("table"):
        rows = [
            [" ".join(_text(cell).split()) for cell in row.iterchildren("td", "th")]
            for row in table.iter("tr")
        ]
        rows = [row for row in rows if any(row)]
        if rows:
            found.append(rows)
    return found


def _text(cell: etree._Element) -> str:
    """All text, with a space where the page breaks a line."""
    parts = [cell.text or ""]
    for child in cell:
        inner = _text(child) if isinstance(child.tag, str) else ""
        parts += [" " if child.tag in _BREAKS else "", inner, child.tail or ""]
    return "".join(parts)
