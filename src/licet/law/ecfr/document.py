"""One edition of a CFR title in the eCFR's XML: find a supplement, read its tables as grids.

The files are those of the eCFR versioner (`DIV5` part, `DIV8` section, `DIV9` appendix, HTML-like tables).
They are read with entity expansion and network access off.
"""

from __future__ import annotations

import gzip
import re
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from pathlib import Path

from lxml import etree

from licet.core.errors import SourceError

__all__ = ["Cell", "Edition", "Element", "grid", "open_edition", "text_of"]

Element = etree._Element


def text_of(element: Element) -> str:
    """All words in an element, white space folded; a line break counts as a space."""
    for line_break in element.iter("br"):
        if not (line_break.tail or "").startswith(" "):
            line_break.tail = " " + (line_break.tail or "")
    words = "".join(map(str, element.itertext()))
    return " ".join(words.split())


@dataclass(frozen=True, slots=True)
class Cell:
    """One table cell.

    Attributes:
        text: its words without footnote marks.
        marks: the footnote marks in it (`<sup>`).
    """

    text: str
    marks: tuple[str, ...] = ()


def _cell(element: Element) -> Cell:
    marks: list[str] = []
    for mark in element.iter("sup"):
        marks.extend(re.findall(r"\d+", "".join(map(str, mark.itertext()))))
    plain = "".join(_outside(element, "sup"))
    return Cell(" ".join(plain.split()), tuple(marks))


def _outside(element: Element, tag: str) -> list[str]:
    """The text of an element without what stands inside any `tag`."""
    out = [element.text or ""]
    for child in element:
        if child.tag in (tag, "br"):
            out.append(" ")
        else:
            out.extend(_outside(child, tag))
        out.append(child.tail or "")
    return out


def grid(table: Element) -> list[list[Cell]]:
    """The body rows of a table, cells spanning columns repeated so that positions hold."""
    rows: list[list[Cell]] = []
    for line in table.iter("TR"):
        cells: list[Cell] = []
        for cell in line:
            if cell.tag == "TD":
                cells.extend([_cell(cell)] * max(1, int(cell.get("colspan", "1") or "1")))
        if cells:
            rows.append(cells)
    return rows


@dataclass(frozen=True)
class Edition:
    """One title of the CFR as it stood on a day.

    Attributes:
        day: the day of the edition.
        root: the parsed document.
        file: its file name, for messages.
    """

    day: date
    root: Element
    file: str

    @cached_property
    def _appendices(self) -> dict[str, Element]:
        found: dict[str, Element] = {}
        for division in self.root.iter("DIV9"):
            head = division.find("HEAD")
            if head is None:
                continue
            name = re.match(r"Supplement No\. ?(\d+) to Part (\d+)", text_of(head), re.IGNORECASE)
            if name:
                found[f"{name[1]} to {name[2]}"] = division
        return found

    def supplement(self, number: int, part: int) -> Element:
        """An appendix of a part.

        Raises:
            SourceError: this edition has none of that number.
        """
        found = self._appendices.get(f"{number} to {part}")
        if found is None:
            raise SourceError(
                f"no supplement no. {number} to part {part}", place=self.file, fix="give a whole title 15"
            )
        return found

    def section(self, number: str) -> Element:
        """A section by its number, `746.8`.

        Raises:
            SourceError: this edition has no such section.
        """
        for division in self.root.iter("DIV8"):
            if (division.get("N") or "").removeprefix("§ ").strip() == number:
                return division
        raise SourceError(f"no section {number}", place=self.file, fix="give a whole title 15")


def open_edition(path: Path) -> Edition:
    """An edition from a file named `title-15_2026-01-29.xml` or the same gzipped.

    Raises:
        SourceError: the name bears no day, or the file is no such XML.
    """
    named = re.search(r"_(\d{4}-\d{2}-\d{2})\.xml(?:\.gz)?$", path.name)
    if not named:
        raise SourceError(
            f"no edition day in the file name `{path.name}`", fix="name it like title-15_2026-01-29.xml.gz"
        )
    parser = etree.XMLParser(resolve_entities=False, no_network=True, huge_tree=True, remove_comments=True)
    try:
        data = gzip.decompress(path.read_bytes()) if path.suffix == ".gz" else path.read_bytes()
        root = etree.fromstring(data, parser)
    except (OSError, EOFError, etree.XMLSyntaxError) as error:
        raise SourceError(f"not readable as eCFR XML: {error}", place=path.name) from error
    return Edition(date.fromisoformat(named[1]), root, path.name)
