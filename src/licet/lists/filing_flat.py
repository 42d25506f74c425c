"""The Entity List's table with its cells one behind another: from a page in HTML, or copied from one.

    Country <tab> Entity <tab> License requirement <tab> ...     a row a line, as a page's table is copied
    Alpha Works, a.k.a., ...                                     or a cell a line: a row ends behind its
    For all items subject to the EAR ...                         Federal Register citation, and the grammar of
    Presumption of denial                                        the two middle cells says where they begin
    89 FR [INSERT FR PAGE NUMBER], 2/27/24.

Where the grammar does not settle it the row is reported with its line.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from lxml import etree

from licet.core.errors import SourceError
from licet.lists.filing_columns import ReadTable, is_country, is_headed, kept_rows
from licet.lists.filing_lines import SUPERSCRIPT, Line, accents, signs
from licet.lists.us_bis_entity_list import COLUMNS
from licet.lists.wording import read_cells

__all__ = ["flat_tables", "page_lines"]

#: Inside a line of tab-parted cells: where the page breaks a line of a cell.
BREAK = "\v"
_STARS = re.compile(r"[\s*\t]+")
_CITE = r"\d{1,3}\s+FR\s+(?:\[[^\]]*\]|[\d,]*\d)"
_CITED = re.compile(rf"(?:{_CITE}[^A-Za-z]*(?:[A-Z][a-z]+ \d{{1,2}}, \d{{4}})?[.;,\s]*)+")
_ANY_CITE = re.compile(r"\b\d{1,3}\s+FR\s+(?:FR\s+)?\d")
_CITED_ON = re.compile(r"[\d/.,;\s]*\d[\d/.,;\s]*")
_STOP = re.compile(
    r"\s*(?:\d{1,3}\.\s+(?:Supplement|Section|The authority|Amend|Add|Revis|Remov|In (?:supplement|section))"
    r"|PART\s+\d+|\[FR Doc\.|BILLING CODE|Dated:)",
    re.IGNORECASE,
)
_BLOCKS = frozenset({"p", "div", "h1", "h2", "h3", "h4", "h5", "h6", "li", "section", "header", "footer"})


def page_lines(data: bytes, file: str) -> Iterator[tuple[int, str]]:
    """A page's text, a paragraph or a table's row a line, with the line of the page that each stands on.

    Raises:
        SourceError: the bytes are no page.
    """
    try:
        root = etree.fromstring(data, etree.HTMLParser(encoding="utf-8", no_network=True))
    except (etree.XMLSyntaxError, ValueError) as error:
        raise SourceError(f"not a page: {error}", place=file) from error
    if root is None:
        raise SourceError("an empty page", place=file, fix="fetch it again")
    yield from _page_lines(root)


def _page_lines(element: etree._Element) -> Iterator[tuple[int, str]]:
    line = _line_of(element)
    gathered = element.text or ""
    for child in element:
        tag = child.tag if isinstance(child.tag, str) else ""
        if tag in ("script", "style", "head"):
            pass
        elif tag in ("table", *_BLOCKS) or child.find(".//table") is not None:
            if gathered.strip():
                yield from ((line, ""), (line, " ".join(gathered.split())))
            gathered = ""
            yield _line_of(child), ""
            yield from _table_lines(child) if tag == "table" else _page_lines(child)
            yield _line_of(child), ""
        else:
            gathered += "\n" if tag == "br" else ""
            gathered += _inline(child).replace(BREAK, " ")
        gathered += child.tail or ""
    if gathered.strip():
        yield line, " ".join(gathered.split())


def _line_of(element: etree._Element) -> int:
    line = element.sourceline
    return line if isinstance(line, int) else 0


def _table_lines(table: etree._Element) -> Iterator[tuple[int, str]]:
    for row in table.iter("tr"):
        cells = [_squeezed(_inline(cell)) for cell in row.iterchildren("td", "th")]
        if any(cells):
            yield _line_of(row), "\t".join(cells)


def _inline(element: etree._Element) -> str:
    parts = [element.text or ""]
    for child in element:
        inner = _inline(child) if isinstance(child.tag, str) else ""
        if child.tag == "sup":
            inner = inner.translate(SUPERSCRIPT)
        before = BREAK if child.tag in ("br", *_BLOCKS) else ""
        parts += [before, inner, child.tail or ""]
    return "".join(parts)


def _squeezed(text: str) -> str:
    lines = (" ".join(line.split()) for line in text.split(BREAK))
    return BREAK.join(line for line in lines if line)


def flat_tables(lines: Sequence[Line], *, file: str, page: str) -> tuple[list[ReadTable], list[Line]]:
    """The tables of a part of a rule whose cells stand one behind another, and the lines outside them.

    Args:
        lines: the lines of the part.
        file: name for messages.
        page: the page that stands for `[INSERT FR PAGE NUMBER]` in a row's own citation.
    """
    found: list[ReadTable] = []
    rest: list[Line] = []
    at = 0
    while at < len(lines):
        behind = _behind_heading(lines, at)
        if behind is None:
            rest.append(lines[at])
            at += 1
            continue
        end = next((to for to in range(behind, len(lines)) if _STOP.match(lines[to].text)), len(lines))
        body = [line for line in lines[behind:end] if not _STARS.fullmatch(line.text)]
        table = ReadTable()
        kept_rows(list(_records([line for line in body if line.text], table)), table, file=file, page=page)
        found.append(table)
        at = end
    return found, rest


def _behind_heading(lines: Sequence[Line], at: int) -> int | None:
    """Where the body begins, if the five headings begin here, in one line or in one a line."""
    if "\t" in lines[at].text:
        cells = lines[at].text.replace(BREAK, " ").split("\t")
        return at + 1 if len(cells) == len(COLUMNS) and is_headed(" ".join(cells)) else None
    if lines[at].text.strip().casefold() != COLUMNS[0].casefold():
        return None
    words: list[str] = []
    for to in range(at, min(at + 16, len(lines))):
        if lines[to].text.strip():
            words.append(lines[to].text)
        if len(words) == len(COLUMNS):
            return to + 1 if is_headed(" ".join(words)) else None
    return None


def _records(body: Sequence[Line], table: ReadTable) -> Iterator[tuple[int, list[str]]]:
    block: list[Line] = []
    for at, line in enumerate(body):
        cells = line.text.split("\t")
        if len(cells) == len(COLUMNS) and not block:
            yield line.number, [cell.replace(BREAK, "\n").strip() for cell in cells]
            continue
        block += [
            Line(line.number, cell.strip()) for cell in re.split(f"[\t{BREAK}]", line.text) if cell.strip()
        ]
        ends = block and (_CITED.fullmatch(block[-1].text) or _cites(block))
        if ends and not _goes_on(body, at):
            yield from _record(block, table)
            block = []
    if len(block) == 1 and is_country(block[0].text):
        block = []
    if block:
        table.left.append(f"line {block[0].number}: no Federal Register citation ends `{_shown(block)}`")


def _cites(block: Sequence[Line]) -> bool:
    """Whether the last lines are a citation and, below it, its day."""
    return len(block) > 1 and bool(_CITED_ON.fullmatch(block[-1].text) and _CITED.fullmatch(block[-2].text))


def _goes_on(body: Sequence[Line], at: int) -> bool:
    """Whether the line below goes on with a row's citations."""
    below = body[at + 1].text if at + 1 < len(body) else ""
    return bool(_CITED.fullmatch(below) or _CITED_ON.fullmatch(below))


def _record(block: Sequence[Line], table: ReadTable) -> Iterator[tuple[int, list[str]]]:
    """One row's cells out of its lines: the grammar of requirement and policy says where each begins."""
    first = block[0].number
    texts = [accents(signs(line.text)) for line in block]
    country = texts.pop(0) if len(texts) > 1 and is_country(texts[0]) else ""
    cited = [texts.pop()]
    while texts and (_CITED.fullmatch(texts[-1]) or _CITED_ON.fullmatch(texts[-1])):
        cited.insert(0, texts.pop())
    # a citation among the names ends a row that was not seen to end
    first_cite = next((at for at, text in enumerate(texts) if _ANY_CITE.search(text)), len(texts))
    for begin in range(1, min(len(texts) - 1, first_cite)):
        ways = [
            (" ".join(texts[begin:middle]), " ".join(texts[middle:]))
            for middle in range(begin + 1, len(texts))
        ]
        ways = [way for way in ways if read_cells(*way).is_read]
        if len(ways) == 1:
            yield first, [country, "\n".join(texts[:begin]), *ways[0], " ".join(cited)]
            return
        if ways:
            break
    table.left.append(f"line {first}: where the licence requirement begins in `{_shown(block)}`")
    if country:
        yield first, [country, "", "", "", ""]


def _shown(block: Sequence[Line]) -> str:
    return " | ".join(line.text for line in block)[:120]
