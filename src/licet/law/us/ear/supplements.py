"""Goods listed by code: supplements 2 and 4 to 7 to part 746, supplement no. 2 to part 744.

    hts_listed("730411", 4, on)        is a tariff code in supplement no. 4 to part 746
    luxury_price("220300", on)         the unit price from which supplement no. 5 counts, in dollars
    chemical_listed("107-06-2", on)    is a chemical in supplement no. 6 to part 746
    military_item(eccn, on)            is an item in supplement no. 2 to part 744 (15 CFR 744.21)

Codes of eight or ten digits count by their first six. Parts and components of the listed goods count too,
whatever their own code, apart from fasteners (paragraph (a) of each supplement): `hts_listed` answers for the
code alone, and whoever asks must ask about parts beside it.
"""

from __future__ import annotations

from collections.abc import Collection
from datetime import date
from decimal import Decimal
from functools import lru_cache

from licet.core.answer import Answer, Question, no, unknown, yes
from licet.core.eccn import Eccn
from licet.law.table import Table, Vintage, read_table
from licet.law.us.ear.scope import parse_scope

__all__ = ["HTS_SUPPLEMENTS", "chemical_listed", "held", "hts_listed", "luxury_price", "military_item"]

_FOLDER = "licet.law.us.ear.tables"

#: The supplements to part 746 that run on tariff codes, with the paragraph that each serves.
HTS_SUPPLEMENTS = {2: "746.8(a)(4)", 4: "746.8(a)(5)", 5: "746.8(a)(7)", 7: "746.8(a)(2)"}


@lru_cache(maxsize=4)
def _table(name: str) -> Table:
    return read_table(_FOLDER, f"{name}.tsv")


@lru_cache(maxsize=256)
def _codes(supplement: int, day: date) -> dict[str, str]:
    return {line.cells[1]: line.cells[2] for line in _table("hts_746").on(str(supplement), day).lines}


def _six(code: str) -> str:
    digits = code.replace(".", "").replace(" ", "")
    return digits[:6] if len(digits) >= 6 and digits.isdigit() else ""


def hts_listed(code: str, supplement: int, on: date) -> Answer:
    """Whether a tariff or Schedule B code is listed in a supplement to part 746 on a day.

    Unknown on a day before the oldest text held, for a code that this text has.

    Raises:
        ValueError: the supplement does not run on tariff codes.
    """
    if supplement not in HTS_SUPPLEMENTS:
        raise ValueError(f"supplement no. {supplement} to part 746 has no tariff codes")
    says = f"tariff code {code or '?'} is in Supplement No. {supplement} to part 746"
    cites = (f"Supplement No. {supplement} to part 746",)
    six = _six(code)
    if not six:
        return unknown(
            says, ask=Question(id="item.hts", text="the item's tariff code, at least six digits"), cites=cites
        )
    table = _table("hts_746")
    found = six in _codes(supplement, table.read_on(on))
    if found and table.vintage(on) is Vintage.BEFORE:
        # The lists only grew: a code of the oldest text held may have come in after that day.
        where = f"supplement no. {supplement} to part 746"
        text = f"Was tariff code {code} in {where} on {on} (that text is not held)?"
        question = Question(id=f"item.supp{supplement}_part746", text=text)
        return unknown(says, ask=question, cites=cites)
    return yes(says, cites=cites) if found else no(says, cites=cites)


def luxury_price(code: str, on: date) -> Decimal | None:
    """The unit wholesale price in dollars from which a code of supplement no. 5 counts; None: any price."""
    price = _codes(5, _table("hts_746").read_on(on)).get(_six(code), "")
    return Decimal(price) if price else None


def chemical_listed(cas: str, on: date) -> Answer:
    """Whether a chemical is named by its CAS number in supplement no. 6 to part 746.

    No is said of the number alone: the supplement also lists equipment and biologics in words.
    """
    says = f"CAS {cas} is in Supplement No. 6 to part 746"
    table = _table("chemicals_746")
    found = any(line.cells[2] == cas for line in table.on("6", table.read_on(on)).lines)
    cites = ("Supplement No. 6 to part 746",)
    return yes(says, cites=cites) if found and cas else no(says, cites=cites)


def military_item(eccn: Eccn, on: date, related: Collection[Eccn] | None = None) -> Answer:
    """Whether an item is listed in supplement no. 2 to part 744; unknown where a limit in words decides."""
    says = f"{eccn} is in Supplement No. 2 to part 744"
    cites = ("Supplement No. 2 to part 744",)
    table = _table("military_items_744")
    lines = table.on(eccn.entry, table.read_on(on)).lines
    if not lines:
        return no(says, cites=cites)
    part = parse_scope(lines[0].cells[1]).covers(eccn.paragraph, related)
    return Answer(truth=part.truth, says=says, because=(part,), cites=cites)


def held(on: date) -> dict[str, Vintage]:
    """How well a day is covered, per table."""
    return {name: _table(name).vintage(on) for name in ("hts_746", "chemicals_746", "military_items_744")}
