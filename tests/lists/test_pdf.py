"""A PDF is read whole or refused."""

from __future__ import annotations

import io

import pytest
from pypdf import PdfWriter

from licet.core.errors import SourceError
from licet.lists.pdf import pdf_text


def pdf() -> bytes:
    """A PDF of two empty pages."""
    writer, held = PdfWriter(), io.BytesIO()
    for _ in range(2):
        writer.add_blank_page(100, 100)
    writer.write(held)
    return held.getvalue()


def test_a_whole_pdf_is_read() -> None:
    """Two pages without text are a line feed."""
    assert pdf_text(pdf(), "some.pdf") == "\n"


@pytest.mark.parametrize("data", [b"", b"<!DOCTYPE html>", pdf()[:-8], pdf()[: len(pdf()) // 2]])
def test_what_is_no_pdf_or_was_cut_is_refused(data: bytes) -> None:
    """The library would mend a cut file and give what is left of it."""
    with pytest.raises(SourceError, match=r"some\.pdf"):
        pdf_text(data, "some.pdf")
