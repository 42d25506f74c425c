"""Rows of the Entity List set as the press sets them in plain text, and as a page in HTML."""

from __future__ import annotations

import html
import textwrap
from collections.abc import Sequence

HEADINGS = (
    ("", "Country"), ("", "Entity"), ("License", "requirement"), ("License review", "policy"),
    ("Federal Register", "citation"),
)  # fmt: skip
WIDTHS = (26, 25, 19, 18, 16)

Row = tuple[str, str, str, str, str]


def table(rows: Sequence[Row], *, widths: Sequence[int] = WIDTHS, break_at: int = 0) -> str:
    """The table in columns; `break_at` puts a page's mark behind so many lines of the body."""
    rule = "-" * (sum(widths) + 2 * (len(widths) - 1))
    heads = [
        "  ".join(pair[at].center(width) for pair, width in zip(HEADINGS, widths, strict=True))
        for at in (0, 1)
    ]
    body = [line for row in rows for line in _set(row, widths)]
    if break_at:
        body[break_at:break_at] = ["", "[[Page 54005]]", ""]
    stars = "* * * * * * *".center(len(rule))
    return "\n".join([rule, *(line.rstrip() for line in heads), rule, "", stars, *body, stars, rule])


def _set(row: Row, widths: Sequence[int]) -> list[str]:
    columns = []
    for at, (cell, width) in enumerate(zip(row, widths, strict=True)):
        lines = [
            line
            for told in cell.split("\n")
            for line in textwrap.wrap(_signs(told), width, subsequent_indent=" ", break_on_hyphens=True)
        ]
        if at == 0 and lines:
            lines[-1] = lines[-1].ljust(width, ".")
        columns.append(lines)
    height = max(map(len, columns))
    return [
        "  ".join(
            (lines[line] if line < len(lines) else "").ljust(width)
            for lines, width in zip(columns, widths, strict=True)
        ).rstrip()
        for line in range(height)
    ]


def _signs(text: str) -> str:
    return text.replace("§§ ", "Sec. Sec. ").replace("§", "Sec. ").replace("—", "--")


def document(
    rows: Sequence[Row],
    instruction: str,
    *,
    number: str = "2019-22210",
    title: str = "Addition of Certain Entities to the Entity List",
    set_table: str | None = None,
    dates: str = "This rule is effective October 9, 2019.",
) -> str:
    """A rule as the press sends its text."""
    return f"""<html>
<head>
<title>Federal Register, Volume 84 Issue 196 (Wednesday, October 9, 2019)</title>
</head>
<body><pre>
[Federal Register Volume 84, Number 196 (Wednesday, October 9, 2019)]
[Rules and Regulations]
[Pages 54002-54009]
From the Federal Register Online via the Government Publishing Office [<a href="http://www.gpo.gov">www.gpo.gov</a>]
[FR Doc No: {number}]


=======================================================================
-----------------------------------------------------------------------

DEPARTMENT OF COMMERCE

Bureau of Industry and Security

15 CFR Part 744

[Docket No. 190925-0044]
RIN 0694-AH68


{title}

AGENCY: Bureau of Industry and Security, Commerce.

ACTION: Final rule.

-----------------------------------------------------------------------

SUMMARY: Entities are added to the Entity List.

DATES: {dates}

SUPPLEMENTARY INFORMATION:

Savings Clause

    What was aboard a carrier to a port of export or reexport on October
9, 2019, under an actual order, may go on.

Export Control Reform Act of 2018

    An entity of another rule was published on May 21, 2019.

PART 744--[AMENDED]

0
1. The authority citation for 15 CFR part 744 is revised to read as
follows:

    Authority: 50 U.S.C. 4801-4852.

0
2. {instruction}

Supplement No. 4 to Part 744--Entity List

{table(rows) if set_table is None else set_table}

    Dated: October 4, 2019.
[FR Doc. {number} Filed 10-8-19; 8:45 am]
BILLING CODE 3510-33-P


</pre></body>
</html>
"""


def page(rows: Sequence[Row], instruction: str, *, number: str = "2019-22210") -> str:
    """A rule as federalregister.gov shows it: its body in HTML."""
    cells = "".join(
        "<tr>" + "".join(f"<td>{html.escape(cell).replace(chr(10), '<br/>')}</td>" for cell in row) + "</tr>"
        for row in rows
    )
    heads = "".join(f"<th>{' '.join(pair).strip()}</th>" for pair in HEADINGS)
    return f"""<div class="body"><h3>AGENCY:</h3><p>Bureau of Industry and Security, Commerce.</p>
<h3>ACTION:</h3><p>Final rule.</p><h3>DATES:</h3><p>This rule is effective October 9, 2019.</p>
<h2>SUPPLEMENTARY INFORMATION:</h2><p>The Entity List is a supplement.</p>
<h2>PART 744—[AMENDED]</h2><p>1. The authority citation is revised to read as follows:</p>
<p>2. {html.escape(instruction)}</p><h3>Supplement No. 4 to Part 744—Entity List</h3>
<table><thead><tr>{heads}</tr></thead><tbody>{cells}</tbody></table>
<p>[FR Doc. {number} Filed 10-8-19; 8:45 am]</p></div>
"""
