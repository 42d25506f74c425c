"""Sections of lines that together fit one screen: what does not fit is counted, never dropped silently."""

from __future__ import annotations

import textwrap
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

__all__ = ["Section", "fitted"]

_INDENT = "  "


@dataclass(frozen=True, slots=True, kw_only=True)
class Section:
    """Lines under a title.

    Attributes:
        title: the title; the section is left out when it has no lines.
        lines: what stands under it, most important first.
        rows: rows of the screen that one line may take; the rest of it becomes an ellipsis.
        least: lines that it keeps however little room there is.
        most: lines that it shows however much room there is.
        firm: whether it keeps its least lines even when the screen is too short for all of them.
    """

    title: str
    lines: Sequence[str]
    rows: int = 1
    least: int = 2
    most: int = 100_000
    firm: bool = False


def fitted(sections: Sequence[Section], *, width: int, room: int) -> Iterator[tuple[str, list[str]]]:
    """Each section's title and rows, cut so that all of them take at most `room` rows, blank lines included.

    Args:
        sections: in the order in which they are printed; the first are the last to lose lines.
        width: columns.
        room: rows; where the least lines of all need more, sections that are not firm go down to one line.
    """
    told = [section for section in sections if section.lines]
    blocks = [[_wrapped(line, width, section.rows) for line in section.lines] for section in told]
    kept = [min(section.least, len(block)) for section, block in zip(told, blocks, strict=True)]
    taken = sum(_height(block, count) for block, count in zip(blocks, kept, strict=True))
    left = room - 2 * len(told) - taken
    soft = [index for index, section in enumerate(told) if not section.firm]
    while left < 0 and any(kept[index] > 1 for index in soft):
        longest = max(soft, key=lambda index: (kept[index], index))
        before = _height(blocks[longest], kept[longest])
        kept[longest] -= 1
        left += before - _height(blocks[longest], kept[longest])
    for index, block in enumerate(blocks):
        while kept[index] < min(len(block), told[index].most):
            more = _height(block, kept[index] + 1) - _height(block, kept[index])
            if more > left:
                break
            kept[index] += 1
            left -= more
    for section, block, count in zip(told, blocks, kept, strict=True):
        rows = [row for line in block[:count] for row in line]
        if count < len(block):
            rows.append(f"{_INDENT}and {len(block) - count} more")
        yield section.title, rows


def _height(block: Sequence[Sequence[str]], count: int) -> int:
    """Rows of the first lines of a section, with the row that counts the others."""
    return sum(len(line) for line in block[:count]) + (count < len(block))


def _wrapped(line: str, width: int, rows: int) -> list[str]:
    return textwrap.wrap(
        line, width, initial_indent=_INDENT, subsequent_indent=_INDENT * 2, max_lines=rows, placeholder=" …",
        break_on_hyphens=False,
    )  # fmt: skip
