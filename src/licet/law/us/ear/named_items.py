"""Named groups of ECCNs that several sections share, and whether an item lies in one.

A code may carry `-` for what is taken out again: `3B001 -3B001.a.4 -3B001.c`.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache

from licet.core.answer import Answer, Question, Truth
from licet.core.ask import Unstated
from licet.core.deal import Item
from licet.core.eccn import Eccn, parse_eccn

__all__ = [
    "ADVANCED_COMPUTING_A",
    "ADVANCED_COMPUTING_B",
    "HBM",
    "LISTED_SME",
    "NODE_TOOLS",
    "PRODUCTS_OF_FOOTNOTE_5",
    "SME_OF_744_23",
    "SUPERCOMPUTER_ITEMS",
    "TOOLS_OF_FOOTNOTE_5",
    "covered",
]

#: 15 CFR 734.4(a)(8), 742.4(a)(4), 742.6(a)(6)(i)(A), 744.6(c)(2)(iii): equipment of the SME rule.
_SME = (
    "3B001.a.4",
    "3B001.c",
    "3B001.d",
    "3B001.f.1",
    "3B001.f.5",
    "3B001.f.6",
    "3B001.k",
    "3B001.l",
    "3B001.m",
    "3B001.n",
    "3B001.p.2",
    "3B001.p.4",
    "3B001.r",
    "3B002.c",
)
LISTED_SME = _SME
#: 15 CFR 734.4(a)(9): category 3B but for the SME list.
NODE_TOOLS = (
    *["3B001", "3B002", "3B611", "3B903", "3B904", "3B991", "3B992", "3B993", "3B994"],
    *(f"-{code}" for code in _SME),
)
#: 15 CFR 744.11(a)(2)(v)(A): equipment of the footnote 5 requirement.
TOOLS_OF_FOOTNOTE_5 = (
    *["3B001", "3B002", "3B611", "3B903", "3B991", "3B992", "3B993", "3B994"],
    *(f"-{code}" for code in _SME),
    *["-3B001.g", "-3B001.h", "-3B991.b.2.a", "-3B991.b.2.b"],
)
#: 15 CFR 734.9(e)(3)(i): the product scope of the footnote 5 rule, which leaves 3B611 to 734.4(a)(9).
PRODUCTS_OF_FOOTNOTE_5 = (*TOOLS_OF_FOOTNOTE_5, "-3B611")
#: 15 CFR 744.23(a)(4): equipment whose making is controlled.
SME_OF_744_23 = (
    "3B001",
    "-3B001.g",
    "-3B001.h",
    "3B002",
    "3B611",
    "3B903",
    "3B991",
    "-3B991.b.2.a",
    "-3B991.b.2.b",
    "3B992",
    "3B993",
    "3B994",
)
#: 15 CFR 744.23(a)(1)(i).
SUPERCOMPUTER_ITEMS = ("3A001", "3A991", "4A994", "5A002", "5A004", "5A992", "4A003", "4A004")
#: 15 CFR 742.6(a)(6)(iii)(A), hardware: the .a class.
ADVANCED_COMPUTING_A = (
    "3A090.a",
    "4A090.a",
    "3A001.z.1.a",
    "3A001.z.2.a",
    "3A001.z.3.a",
    "3A001.z.4.a",
    "4A003.z.1.a",
    "4A003.z.2.a",
    "4A004.z.1",
    "4A005.z.1",
    "5A002.z.1.a",
    "5A002.z.2.a",
    "5A002.z.3.a",
    "5A002.z.4.a",
    "5A002.z.5.a",
    "5A004.z.1.a",
    "5A004.z.2.a",
    "5A992.z.1",
    "5D002.z.1.a",
    "5D002.z.2.a",
    "5D002.z.3.a",
    "5D002.z.4.a",
    "5D002.z.5.a",
    "5D002.z.6.a",
    "5D002.z.7.a",
    "5D002.z.8.a",
    "5D002.z.9.a",
    "5D992.z.1",
)
#: 15 CFR 742.6(a)(6)(iii)(B), 744.23(a)(3)(i)(A), hardware: the .b class.
ADVANCED_COMPUTING_B = (
    "3A090.b",
    "4A090.b",
    "3A001.z.1.b",
    "3A001.z.2.b",
    "3A001.z.3.b",
    "3A001.z.4.b",
    "4A003.z.1.b",
    "4A003.z.2.b",
    "4A004.z.2",
    "4A005.z.2",
    "5A002.z.1.b",
    "5A002.z.2.b",
    "5A002.z.3.b",
    "5A002.z.4.b",
    "5A002.z.5.b",
    "5A004.z.1.b",
    "5A004.z.2.b",
    "5A992.z.2",
    "5D002.z.1.b",
    "5D002.z.2.b",
    "5D002.z.3.b",
    "5D002.z.4.b",
    "5D002.z.5.b",
    "5D002.z.6.b",
    "5D002.z.7.b",
    "5D002.z.8.b",
    "5D002.z.9.b",
    "5D992.z.2",
)
#: 15 CFR 742.6(a)(6)(i)(B).
HBM = ("3A090.c",)


_WHICH = Question(id="item.eccn", text="In which paragraph of its entry is the item classified?")


@lru_cache(maxsize=1024)
def _split(codes: tuple[str, ...]) -> tuple[tuple[Eccn, ...], tuple[Eccn, ...]]:
    inside = tuple(parse_eccn(code) for code in codes if code[0] != "-")
    outside = tuple(parse_eccn(code[1:]) for code in codes if code[0] == "-")
    return inside, outside


@lru_cache(maxsize=65536)
def _truth(eccn: Eccn, codes: tuple[str, ...], *, clean: bool) -> Truth:
    inside, outside = _split(codes)
    if any(code.covers(eccn) for code in outside):
        return Truth.NO
    # A clean trade is in no excepted sub-paragraph that nobody stated (`3B991` but for .b.2.a).
    maybe_out = any(eccn.covers(code) and not (clean and "." in code.paragraph) for code in outside)
    if any(code.covers(eccn) for code in inside):
        return Truth.UNKNOWN if maybe_out else Truth.YES
    return Truth.UNKNOWN if any(eccn.covers(code) for code in inside) else Truth.NO


def covered(item: Item, codes: Sequence[str], says: str = "") -> Answer:
    """Whether the item lies in the named entries; unknown where a deeper paragraph decides."""
    fact = item.eccn
    if not fact.is_known or fact.value is None:
        return Answer(truth=Truth.UNKNOWN if fact.is_unknown else Truth.NO, says=says, question=fact.ask)
    truth = _truth(fact.value, tuple(codes), clean=item.unstated is Unstated.CLEAN)
    return Answer(
        truth=truth,
        says=says or f"{fact.value} is on the list",
        question=_WHICH if truth is Truth.UNKNOWN else None,
    )
