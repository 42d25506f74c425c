"""The section 1260H list, an official PDF."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from licet.core.errors import SourceError
from licet.lists.us_dod_1260h import companies, read

LINES = """Entities Identified as Chinese Military Companies Operating in the United States in
Accordance with Section 1260H of the National Defense Authorization Act \\(Public Law 116-283\\)1*

Autel Robotics Co., Ltd.

China Electronics Technology Group Corporation \\(CETC\\)
Hangzhou Hikvision Digital Technology Co., Ltd. \\(Hikvision\\)
AVIC Airborne Systems Co., Ltd. \\(formerly China Avionics Systems Co., Ltd.\\)

1 Hesai Technology Co., Ltd. was previously identified as and remains a Chinese military company
as reported in 89 Fed. Reg. 86230 \\(October 29, 2024\\).
* Subsidiaries Listed with Parent Companies

The Following Previously Listed Entities Did Not Meet the Requirements
China Telecommunications Corporation"""


def pdf(text: str) -> bytes:
    """A one-page PDF with these lines, written by hand."""
    shown = " ".join(f"({line}) Tj T*" for line in text.splitlines())
    stream = f"BT /F1 10 Tf 12 TL 40 800 Td {shown} ET"
    objects = [
        "<< /Type /Catalog /Pages 2 0 R >>",
        "<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
        "<< /Type /Page /Parent 2 0 R /MediaBox [0 0 600 850] /Contents 4 0 R"
        " /Resources << /Font << /F1 5 0 R >> >> >>",
        f"<< /Length {len(stream)} >>\nstream\n{stream}\nendstream",
        "<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>",
        "<< /ModDate (D:20250107114051-05'00') >>",
    ]
    out, places = b"%PDF-1.4\n", []
    for number, body in enumerate(objects, 1):
        places.append(len(out))
        out += f"{number} 0 obj\n{body}\nendobj\n".encode()
    table = "".join(f"{place:010} 00000 n \n" for place in places)
    end = f"xref\n0 {len(objects) + 1}\n0000000000 65535 f \n{table}"
    end += f"trailer\n<< /Size {len(objects) + 1} /Root 1 0 R /Info 6 0 R >>\nstartxref\n{len(out)}\n%%EOF"
    return out + end.encode()


def test_reads_companies_subsidiaries_and_the_footnote() -> None:
    """Subsidiaries name their parent, the footnote's company counts, companies that left do not."""
    autel, cetc, hikvision, avic, hesai = companies(LINES.replace("\\", ""), file="list.pdf")
    assert (autel.party.name, autel.notes) == ("Autel Robotics Co., Ltd.", ())
    assert [name.text for name in cetc.party.names] == [
        "China Electronics Technology Group Corporation",
        "CETC",
    ]
    assert hikvision.notes == ("LISTED_UNDER: China Electronics Technology Group Corporation",)
    assert hikvision.grounds[0].code == "subsidiary"
    assert avic.party.names[1].quality.name == "FORMER"
    assert (hesai.party.name, str(hesai.cites[0]), hesai.cites[0].day) == (
        "Hesai Technology Co., Ltd.",
        "89 FR 86230",
        date(2024, 10, 29),
    )


def test_reads_a_pdf_and_its_day() -> None:
    """The text is taken from the PDF, which says itself when it was made."""
    assert next(iter(read(pdf(LINES)))).party.name == "Autel Robotics Co., Ltd."
    assert read.published_on(pdf(LINES)) == date(2025, 1, 7)


@pytest.mark.parametrize("document", [b"<html>503</html>", b"%PDF-1.4\n", pdf("Another document")])
def test_refuses_other_documents(document: bytes) -> None:
    """An error page, a cut PDF and another PDF are refused."""
    with pytest.raises(SourceError):
        list(read(document))


@pytest.mark.shared
def test_reads_the_whole_official_file(shared: Path) -> None:
    """The edition of 7 January 2025 names 134 companies and subsidiaries, with the footnote's."""
    reading = read.collect(shared / "us" / "other-lists" / "dod-1260h-2025-01-07.pdf")
    assert (len(reading.listings), reading.published) == (134, date(2025, 1, 7))
