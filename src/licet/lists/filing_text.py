"""A rule as text: the Federal Register's plain text, its page in HTML, or what was copied from the page.

    [Federal Register Volume 84, Number 196 (Wednesday, October 9, 2019)]   [Pages 54002-54009]
    [FR Doc No: 2019-22210]  15 CFR Part 744  [Docket No. ...]  RIN ...  TITLE
    AGENCY:  ACTION:  SUMMARY:  DATES:  ...  PART 744--...  2. Supplement No. 4 ... is amended ...  table
    [FR Doc. 2019-22210 Filed ...]

The table is read in columns of fixed width (`filing_columns`) or, on a page, cell by cell (`filing_flat`).
"""

from __future__ import annotations

import html
import re
from collections.abc import Iterable, Iterator, Sequence
from datetime import date

from licet.core.cite import Citation, Scheme
from licet.core.errors import SourceError
from licet.lists.change_set import ChangeSet, FilingKind, find_day
from licet.lists.filing_columns import ReadTable, outside_tables, tables_of
from licet.lists.filing_flat import flat_tables, page_lines
from licet.lists.filing_lines import Line, accents, join_lines, signs
from licet.lists.filing_printed import Part, Printed, change_set_of
from licet.lists.filing_words import acts_alone, corrects_in_words, kind_of

__all__ = ["read_text"]

_NUMBER = r"((?:[A-Z]\d-)?\d{2,4}-\d{1,6})"
_CALLED = re.compile(rf"FR Doc(?:ument)?\.? No\.?:?\s*{_NUMBER}", re.IGNORECASE)
_HEADED = re.compile(rf"^\s*\[{_CALLED.pattern}\]", re.IGNORECASE | re.MULTILINE)
#: How the press ends each document.
_FILED = re.compile(rf"\[FR Doc\.?\s+{_NUMBER}\s+Filed\b", re.IGNORECASE)
_ISSUE = re.compile(r"\[Federal Register Volume (\d+), Number \d+ \(\w+,\s+([^)]+)\)\]", re.IGNORECASE)
_RUNNING = re.compile(r"Federal Register\s*/\s*Vol\.\s*(\d+),\s*No\.\s*\d+\s*/\s*\w+,\s+(\w+ \d+, \d{4})")
_PAGES = re.compile(r"\[Pages?\s+(\d+)(?:-\d+)?\]", re.IGNORECASE)
_CITED = re.compile(r"\b(\d{1,3}) FR (\d+)\b")
_DOCKET = re.compile(r"Docket\s+No\.?\s*([\w-]+)", re.IGNORECASE)
_RIN = re.compile(r"\bRIN\s+(\d{4}-+[A-Z]{2}\d{2})")
_LABEL = re.compile(
    r"\s*(AGENCY|ACTION|SUMMARY|DATES?|ADDRESSES|FOR FURTHER INFORMATION CONTACT|SUPPLEMENTARY INFORMATION|"
    r"EFFECTIVE DATES?)\s*:\s*(.*)",
    re.DOTALL,
)
_PART = re.compile(r"\s*PART\s+(\d+)\s*(?:--|—|\[)", re.IGNORECASE)
_SUPPLEMENT = re.compile(r"supplement\s+no\.\s+4\b", re.IGNORECASE)
_ITEM = re.compile(r"\s*(?:\d{1,3}|[a-z]|[ivxl]{1,6})\.\s+\S|\s*\((?:\d{1,3}|[a-z]|[ivxl]{1,6})\)\s+\S")
_NUMBERED = re.compile(r"\s*\d{1,3}\.\s+\S")
_PAGE_MARK = re.compile(r"\s*\[\[Page [\w-]+\]\]\s*")
_RULED = re.compile(r"\s*[-=]{20,}\s*")
_ROW_END = re.compile(r"\d{1,3}\s+FR\s+\[\s*insert\s+FR", re.IGNORECASE)
_END = re.compile(r"\s*(?:\[FR Doc\.|BILLING CODE)", re.IGNORECASE)
_NO_END = "the end: no `[FR Doc. ... Filed ...]` closes the text, so it may be cut short"
_BULLET = re.compile(r"\s*(?:0|■|•)\s*")


def read_text(data: bytes, file: str, *, number: str = "", cite: Citation | None = None) -> ChangeSet:
    """What a rule's text changes on the Entity List.

    Args:
        data: the text, or a page that holds it.
        file: name for messages.
        number: the document's number, where something else tells it and the text prints none.
        cite: the page that it begins on, where the text prints none.

    Raises:
        SourceError: not text, no word of the Entity List in it, no document number or several, nothing that
            amends the list, or a row whose action is not settled.
    """
    if not data.strip():
        raise SourceError("the file is empty", place=file, fix="fetch it again")
    lines = _lines(data, file)
    whole = "\n".join(line.text for line in lines)
    if "entity list" not in whole.casefold():
        raise SourceError(
            "no word of the Entity List in it", place=file, fix="give a rule that amends the Entity List"
        )
    printed = _printed(lines, whole, file, (number, cite))
    if not printed.parts and not acts_alone(printed.action, printed.title, " ".join(printed.told[:2])):
        raise SourceError(
            "nothing in it amends the Entity List: looked for an instruction on supplement no. 4 to part 744,"
            " for a correction's table, and for a delay or a withdrawal",
            place=file,
            fix="give the whole rule: this may be another document, or cut short",
        )
    return change_set_of(printed)


def _lines(data: bytes, file: str) -> list[Line]:
    text = _decoded(data, file)
    # the press sends its text inside a page that does nothing but show it
    shown = re.search(r"<pre[\s>]", text, re.IGNORECASE)
    if text.lstrip()[:1] == "<" and not shown:
        found = [Line(number, line) for number, line in page_lines(data, file)]
    else:
        text = html.unescape(re.sub(r"<[A-Za-z/!][^>\n]*>", "", text)) if shown else text
        found = [Line(number, line) for number, line in enumerate(text.split("\n"), 1)]
    return [Line(line.number, _plain(line.text)) for line in found]


def _decoded(data: bytes, file: str) -> str:
    why = "it holds NUL bytes"
    try:
        if b"\0" not in data:
            return data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        why = f"byte {error.start + 1} is no UTF-8"
    raise SourceError(
        f"neither XML, JSON nor text: {why}",
        place=file,
        fix="save it as UTF-8, or give the rule's XML from federalregister.gov",
    )


def _plain(text: str) -> str:
    """A line without what is only of its file; what would move a column is left to the cells."""
    return text.replace("\u00a0", " ").rstrip(" \r\n")


def _printed(lines: Sequence[Line], whole: str, file: str, known: tuple[str, Citation | None]) -> Printed:
    number = _own_number(whole, file) or known[0]
    if not number:
        raise SourceError(
            "no document number (`FR Doc. ...`) in it",
            place=file,
            fix="give the whole text, or federalregister.gov's JSON with the text beside it",
        )
    told = list(_paragraphs(lines))
    labelled = _labelled(told)
    first = next((at for at, (_, text) in enumerate(told) if _LABEL.match(text)), 0)
    title = _title([text for _, text in told[:first]])
    printed, published = _first_page(whole)
    cite = printed or known[1]
    published = published or (cite.day if cite else None)
    docket, rin = _DOCKET.search(whole), _RIN.search(whole)
    parts = _parts(lines, file, cite.section if cite else "", kind_of(labelled.get("ACTION", ""), title))
    dates = next((labelled[word] for word in labelled if "DATE" in word), "")
    return Printed(
        file=file,
        number=number,
        title=title,
        action=labelled.get("ACTION", ""),
        summary=labelled.get("SUMMARY", ""),
        dates=dates,
        docket=docket[1] if docket else "",
        rin=re.sub("-+", "-", rin[1]) if rin else "",
        cite=cite,
        published=published,
        savings=tuple(_savings(told)),
        told=(labelled.get("SUMMARY", ""), dates, *(text for _, text in told[first:])),
        parts=parts,
        left=() if _FILED.search(whole) else (_NO_END,),
    )


def _own_number(whole: str, file: str) -> str:
    """The number that the document prints of itself, at its head or end; empty where it prints none."""
    printed = list(dict.fromkeys(found[1] for by in (_HEADED, _FILED) for found in by.finditer(whole)))
    if len(printed) > 1:
        raise SourceError(
            f"{len(printed)} documents in it: {', '.join(f'`{one}`' for one in printed)}",
            place=file,
            fix="give the text of one document",
        )
    called = _CALLED.search(whole)
    return printed[0] if printed else called[1] if called else ""


def _first_page(whole: str) -> tuple[Citation | None, date | None]:
    """The page that it begins on, and the issue's day."""
    issue = _ISSUE.search(whole) or _RUNNING.search(whole)
    published = find_day(issue[2]) if issue else None
    page = _PAGES.search(whole)
    if issue and page:
        return Citation(scheme=Scheme.FR, title=int(issue[1]), section=page[1], day=published), published
    return None, published


def _title(above: Sequence[str]) -> str:
    """The document's title: the last paragraph above AGENCY that is not a docket, a number or a part."""
    for text in reversed(above):
        if not re.search(r"\bRIN\s+\d|\[Docket|CFR Parts? \d|^\[|^Bureau of|^DEPARTMENT", text):
            return text
    return ""


def _paragraphs(lines: Iterable[Line]) -> Iterator[tuple[int, str]]:
    """Paragraphs with the line that each begins on; a blank line or an indent parts them."""
    begun, gathered = 0, ""
    for line in lines:
        text = line.text
        if _PAGE_MARK.fullmatch(text):
            continue
        starts = not text.strip() or _RULED.fullmatch(text) or _BULLET.fullmatch(text)
        opens = text.startswith("    ") or _ITEM.match(text) or _LABEL.match(text) or "\t" in text
        if gathered and (starts or opens):
            yield begun, accents(signs(gathered))
            gathered = ""
        if starts:
            continue
        if gathered:
            gathered = join_lines(gathered, text.strip())
        else:
            begun, gathered = line.number, text.strip()
    if gathered:
        yield begun, accents(signs(gathered))


def _labelled(told: Sequence[tuple[int, str]]) -> dict[str, str]:
    """What stands behind each of the preamble's labels, until the next."""
    found: dict[str, list[str]] = {}
    label = ""
    for _, text in told:
        opens = _LABEL.match(text)
        if opens:
            label = "" if opens[1] in found else opens[1]
        if label and label != "SUPPLEMENTARY INFORMATION":
            found.setdefault(label, []).append(opens[2] if opens else text)
    return {label: " ".join(texts).strip() for label, texts in found.items()}


def _savings(told: Sequence[tuple[int, str]]) -> Iterator[str]:
    """The paragraphs behind the heading of a savings clause, until what looks like the next heading."""
    inside = False
    for _, text in told:
        if text.casefold().startswith("savings clause"):
            inside = True
            yield text
        elif inside and (len(text) < 80 and not text.endswith((".", ";", ","))):
            return
        elif inside:
            yield text


def _parts(lines: Sequence[Line], file: str, page: str, kind: FilingKind) -> tuple[Part, ...]:
    """What amends the Entity List's table: the part's own lines, or of a correction the whole text."""
    region = list(_amending(lines))
    if not _SUPPLEMENT.search("\n".join(line.text for line in region)):
        region = []
    if not region and kind is FilingKind.CORRECTION:
        region = list(lines)
    if not region:
        return ()
    found: list[ReadTable] = []
    found += tables_of(region, file=file, page=page)
    flat, rest = flat_tables(region, file=file, page=page)
    found += flat
    outside = outside_tables(rest)
    paragraphs = [text for _, text in _paragraphs(outside)]
    if region[0] is lines[0]:
        paragraphs = [text for text in paragraphs if corrects_in_words(text)]
    else:
        paragraphs = list(_instructions(paragraphs))
    if not any(one.rows or one.left for one in found) and kind is FilingKind.CORRECTION:
        return ()
    return (
        Part(
            paragraphs=tuple(paragraphs),
            tables=tuple(tuple(one.rows) for one in found),
            places=tuple(tuple(one.places) for one in found),
            left=(*(text for one in found for text in one.left), *_stray(outside)),
        ),
    )


def _amending(lines: Sequence[Line]) -> Iterator[Line]:
    """The lines under `PART 744--`; without such a heading those from the first instruction on."""
    heads = [at for at, line in enumerate(lines) if (found := _PART.match(line.text)) and found[1] == "744"]
    start = heads[-1] if heads else None
    if start is None:
        start = next(
            (
                at
                for at, line in enumerate(lines)
                if _NUMBERED.match(line.text)
                and _SUPPLEMENT.search(" ".join(one.text for one in lines[at : at + 3]))
            ),
            None,
        )
    if start is None:
        return
    for at, line in enumerate(lines[start:], start):
        other = _PART.match(line.text)
        if _END.match(line.text) or (other and at > start and other[1] != "744"):
            return
        yield line


def _stray(lines: Iterable[Line]) -> Iterator[str]:
    """Lines outside any table that end like a row, and tables for which the text shows a picture."""
    for line in lines:
        if _ROW_END.search(line.text):
            yield f"line {line.number}: a row outside a table: `{line.text.strip()[:80]}`"
        elif "TIFF OMITTED" in line.text:
            yield f"line {line.number}: a picture stands for a table: `{line.text.strip()[:80]}`"


def _instructions(paragraphs: Iterable[str]) -> Iterator[str]:
    """Numbered and lettered paragraphs: what stands between them amends nothing."""
    yield from (text for text in paragraphs if _ITEM.match(text))
