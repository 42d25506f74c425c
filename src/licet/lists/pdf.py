"""The text of an official PDF; one that was cut is refused, which PDF libraries mend and say nothing."""

from __future__ import annotations

import io

from licet.core.errors import SourceError

__all__ = ["pdf_text"]

#: Bytes at the end in which the end mark must stand.
_END = 1_024


def pdf_text(data: bytes, file: str) -> str:
    """The text of all pages, a line feed between two.

    Raises:
        SourceError: not a PDF, or its end is missing.
    """
    from pypdf import PdfReader

    if not data.startswith(b"%PDF-"):
        raise SourceError("not a PDF", place=file, fix="fetch it again: it may be an error page")
    if b"%%EOF" not in data[-_END:]:
        raise SourceError("the PDF is cut: its end is missing", place=file, fix="fetch it again")
    return "\n".join(page.extract_text() for page in PdfReader(io.BytesIO(data)).pages)
