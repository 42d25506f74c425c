"""15 CFR part 740: what all licence exceptions ask, in one place. The rules stand in `part740_*`.

An exception lifts a licence requirement when all its conditions hold and no bar of 740.2 may apply. It is
never said to be available: its answer is that it is foreclosed, or that these conditions remain. It never
lifts a requirement of part 744 or 746 unless that section, or the list entry, names it (`open_to`).
"""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Sequence
from datetime import date
from decimal import Decimal
from functools import lru_cache

from licet.core.answer import Answer, Question, Truth, all_of, any_of, negate, no, unknown
from licet.core.ask import Ask, ask
from licet.core.deal import Act, ItemKind
from licet.core.eccn import Eccn
from licet.core.fact import Fact, State
from licet.law.matter import Matter
from licet.law.us.ear import ccl, grants, groups
from licet.law.us.ear.row_conditions import CIVIL_TELECOM, SHOTGUN_PART, barrel_shorter_than

__all__ = [
    "DATACENTER",
    "FOR_ECCN",
    "LIFTS",
    "closed_by_sanctions",
    "commodity",
    "controlled_for",
    "country_in",
    "destination",
    "destination_in",
    "eccn_in",
    "in_turn",
    "in_words",
    "is_ear99",
    "is_reexport",
    "listed",
    "one_of",
    "only_reasons",
    "reason_bites",
    "reasons_of",
    "related",
    "software",
    "technology",
]

#: Tags of the requirements that exceptions can reach at all. What a requirement of part 744 or 746 leaves
#: open is said by the requirement.
LIFTS = ("chart", "744", "746")

_DEEMED = (Act.DEEMED_EXPORT, Act.DEEMED_REEXPORT)
_REEXPORTS = (Act.REEXPORT, Act.DEEMED_REEXPORT)

#: What software or technology is for: 3A090.a for the technology for 3A090.a.
FOR_ECCN = Ask[tuple[Eccn, ...]](
    "item.for_eccn", "Which entries is the software or technology for (ECCN with paragraph)?", None
)

DATACENTER = ask("item.datacenter", "Is the item designed or marketed for use in datacenters?", clean=None)
DETERMINED = ask("item.sta_determined_eligible", "Has BIS determined that STA may carry it (740.20(g))?")
TPP = Ask[Decimal]("item.tpp", "What is its total processing performance (3A090)?", None)

#: What part 746 leaves open where it asks for a licence for nearly everything: 740.2(a)(6) closes the rest.
#: 746.2(a)(1), 746.4(c), 746.6(c), 746.8(c)(2), 746.9(b); Iran has none (746.7(c)).
_LEFT_OPEN: dict[str, tuple[str, ...]] = {
    "CU": (
        "740.9(a)(9)", "740.9(b)", "740.10(a)", "740.11", "740.12", "740.13(a)", "740.13(b)", "740.13(c)",
        "740.14", "740.15", "740.16(h)",
    ),
    "KP": (
        "740.9(a)(9)", "740.11(a)", "740.11(b)(2)", "740.12", "740.13(a)", "740.13(b)", "740.14",
        "740.15(a)",
    ),
    "IR": (),
    "SY": (
        "740.9(a)(3)", "740.9(a)(7)", "740.9(a)(9)", "740.9(a)(10)", "740.9(a)(11)(ii)", "740.10(a)",
        "740.11(b)(2)", "740.11(c)", "740.11(d)", "740.13(a)", "740.13(b)", "740.13(c)", "740.13(g)",
        "740.14", "740.15(a)", "740.15(b)", "740.15(c)", "740.15(d)",
    ),
    "RU": ("740.9(a)(9)", "740.11(b)", "740.11(e)", "740.13(c)", "740.14", "740.15(a)", "740.15(b)"),
}  # fmt: skip
_LEFT_OPEN["BY"] = _LEFT_OPEN["RU"]
#: 746.6(c), for the Crimea region and the so-called republics of Donetsk and Luhansk.
_REGIONS_OPEN = (
    "740.9(a)(9)", "740.11(a)", "740.11(b)(2)", "740.12", "740.13(a)", "740.13(b)", "740.14", "740.15(a)",
    "740.15(d)",
)  # fmt: skip
#: 746.4(c)(5), 746.6(c)(5) and 746.9(b)(6) open 740.14(a) to (d); 746.8(c)(2)(iv) leaves out (e).
_BAG_BEYOND = ("740.14(e)", "740.14(h)")
#: 746.9(b) before 90 FR 42320.
_SYRIA_BEFORE = ("740.9(a)(9)", "740.11(b)(2)", "740.13(a)", "740.13(b)", "740.13(c)", "740.14", "740.15(a)")
_SYRIA_CHANGED = date(2025, 9, 2)


def destination(m: Matter) -> Fact[str]:
    """The country that counts: of destination, or of the recipient's nationality in a release."""
    act = m.trade.act
    if act.is_known and act.value in _DEEMED:
        nations = m.trade.nationalities
        if nations.is_known and nations.value and len(nations.value) == 1:
            return Fact(state=State.KNOWN, value=next(iter(nations.value)), source=nations.source)
        if not m.destination.is_known:
            return Fact(state=State.UNKNOWN, ask=nations.ask)
    return m.destination


def closed_by_sanctions(m: Matter, paragraph: str) -> Answer:
    """Whether 740.2(a)(6) closes a paragraph of part 740 at the destination.

    It does where part 746 asks for a licence for nearly all items and does not name the paragraph.
    """
    says = f"740.2(a)(6): part 746 does not leave {paragraph} open at the destination"
    place = destination(m)
    if place.state is State.UNKNOWN or place.value is None:
        return unknown(says, ask=place.ask)
    country = groups.metropole(place.value, m.on)
    open_here = _LEFT_OPEN.get(country)
    if country == "SY" and m.on < _SYRIA_CHANGED:
        open_here = _SYRIA_BEFORE
    if open_here is not None:
        named = paragraph.startswith(open_here) and not (country != "CU" and paragraph in _BAG_BEYOND)
        return no(says) if named else Answer(truth=Truth.YES, says=says)
    if country == "UA" and (paragraph in _BAG_BEYOND or not paragraph.startswith(_REGIONS_OPEN)):
        return m.trade.region.test(bool, says)
    return no(says)


def _answer(fact: Fact[str], test: Callable[[str], Answer], says: str) -> Answer:
    if fact.state is State.KNOWN and fact.value is not None:
        return test(fact.value)
    if fact.state is State.UNKNOWN:
        return unknown(says, ask=fact.ask)
    return no(says)


def country_in(fact: Fact[str], names: Sequence[str], on: date, says: str = "") -> Answer:
    """Whether a country is in one of some groups; a name that is no group is a country code."""
    text = says or f"a country of {', '.join(names)}"

    def test(country: str) -> Answer:
        here = groups.metropole(country, on)
        parts = [
            groups.member(country, name, on)
            if name in groups.GROUPS
            else Answer(truth=Truth.YES if here == name else Truth.NO, says=name)
            for name in names
        ]
        return any_of(*parts, says=text)

    return _answer(fact, test, text)


def destination_in(m: Matter, *names: str, says: str = "") -> Answer:
    """Whether the destination is in one of some groups or countries."""
    return country_in(destination(m), names, m.on, says or f"the destination is in {', '.join(names)}")


def one_of(*parts: Answer, says: str) -> Answer:
    """`any_of` with a sentence, for conditions any of which will do."""
    return any_of(*parts, says=says)


def in_turn(gate: Answer, rest: Callable[[], Sequence[Answer]]) -> Answer:
    """`all_of`, with the rest asked only where the gate does not already close it."""
    return gate if gate.is_no else all_of(gate, *rest())


# ---------------------------------------------------------------- the item


def related(m: Matter) -> tuple[Eccn, ...] | None:
    """What software or technology is for, where stated."""
    return FOR_ECCN.fact(m.item).value


def is_ear99(m: Matter) -> Answer:
    """Whether the item is EAR99."""
    return m.item.eccn.test(lambda code: code.is_ear99, "the item is EAR99")


def eccn_in(m: Matter, codes: Collection[str], says: str = "") -> Answer:
    """Whether the item is classified in one of some entries or paragraphs; unknown where a finer one
    decides.
    """
    text = says or f"the item is classified in {', '.join(sorted(codes))}"
    fact = m.item.eccn
    if fact.state is not State.KNOWN or fact.value is None:
        return unknown(text, ask=fact.ask) if fact.is_unknown else no(text)
    truth = _lies_in(fact.value, frozenset(codes))
    if truth is Truth.UNKNOWN:
        return unknown(text, ask=Question(id="item.eccn", text="which paragraph of the entry is the item in"))
    return Answer(truth=truth, says=text)


@lru_cache(maxsize=65536)
def _lies_in(eccn: Eccn, codes: frozenset[str]) -> Truth:
    wanted = [_code(code) for code in codes]
    if any(code.covers(eccn) for code in wanted):
        return Truth.YES
    return Truth.UNKNOWN if any(eccn.covers(code) for code in wanted) else Truth.NO


def _code(text: str) -> Eccn:
    entry, _, paragraph = text.partition(".")
    return Eccn(entry, paragraph)


def _kind(m: Matter, wanted: ItemKind) -> Answer:
    """Whether the item is a commodity, software or technology; its product group tells where it is not
    stated.
    """
    kind = m.item.kind
    code = m.item.eccn.value if m.item.eccn.is_known else None
    if not kind.is_known and code is not None and not code.is_ear99:
        told = {"D": ItemKind.SOFTWARE, "E": ItemKind.TECHNOLOGY}.get(code.group, ItemKind.COMMODITY)
        return Answer(truth=Truth.YES if told is wanted else Truth.NO, says=f"the item is {wanted.value}")
    return kind.is_(wanted, f"the item is {wanted.value}")


def commodity(m: Matter) -> Answer:
    """Whether the item is a commodity."""
    return _kind(m, ItemKind.COMMODITY)


def software(m: Matter) -> Answer:
    """Whether the item is software."""
    return _kind(m, ItemKind.SOFTWARE)


def technology(m: Matter) -> Answer:
    """Whether the item is technology."""
    return _kind(m, ItemKind.TECHNOLOGY)


def is_reexport(m: Matter) -> Answer:
    """Whether the act is a reexport."""
    return m.trade.act.is_in(_REEXPORTS, "the act is a reexport")


def reasons_of(m: Matter) -> dict[str, Answer]:
    """Per reason for control, whether the item is controlled for it at all (some row covers it)."""
    return m.once(_reasons_of)


def _reasons_of(m: Matter) -> dict[str, Answer]:
    code = m.item.eccn.value if m.item.eccn.is_known else None
    if code is None or code.is_ear99:
        return {}
    found: dict[str, list[Answer]] = {}
    for row in ccl.rows(code, m.on):
        found.setdefault(row.reason, []).append(row.covers(code, related(m)))
    return {reason: any_of(*parts, says=f"controlled for {reason}") for reason, parts in found.items()}


def controlled_for(m: Matter, *reasons: str) -> Answer:
    """Whether the item is controlled for one of some reasons, to whatever place."""
    says = f"the item is controlled for {' or '.join(reasons)}"
    if m.item.eccn.is_unknown:
        return unknown(says, ask=m.item.eccn.ask)
    found = reasons_of(m)
    return any_of(*(found[reason] for reason in reasons if reason in found), says=says)


def reason_bites(m: Matter) -> dict[str, Answer]:
    """Per reason, whether one of its rows asks for a licence to this destination."""
    return m.once(_reason_bites)


def _reason_bites(m: Matter) -> dict[str, Answer]:
    code = m.item.eccn.value if m.item.eccn.is_known else None
    place = destination(m)
    if code is None or code.is_ear99:
        return {}
    found: dict[str, list[Answer]] = {}
    for row in ccl.rows(code, m.on):
        applies = _answer(place, lambda country, row=row: row.applies_to(country, m.on), row.words)  # type: ignore[misc]
        met = all_of(row.covers(code, related(m)), applies, says=row.words)
        found.setdefault(row.reason, []).append(met)
    return {reason: any_of(*parts, says=f"{reason} asks for a licence") for reason, parts in found.items()}


def only_reasons(m: Matter, *allowed: str) -> Answer:
    """Whether no reason but the allowed ones asks for a licence to this destination."""
    says = f"no reason for control but {', '.join(allowed)} asks for a licence to the destination"
    if m.item.eccn.is_unknown:
        return unknown(says, ask=m.item.eccn.ask)
    others = [answer for reason, answer in reason_bites(m).items() if reason not in allowed]
    return negate(any_of(*others), says=says)


def in_words(m: Matter) -> Callable[[str], Answer]:
    """What settles a condition that an entry puts in words: a fact where one is asked for, else a question
    of its own under `item.row`.
    """

    def settle(words: str) -> Answer:
        if words.startswith("BIS has not determined it eligible"):
            return negate(DETERMINED.of(m.item))
        if "barrel length less than 18 inches" in words:
            return barrel_shorter_than(m, 18)
        if words.startswith(("shotgun parts", "complete breech mechanisms")):
            return SHOTGUN_PART.of(m.item)
        if "civil telecommunications" in words:
            civil = CIVIL_TELECOM.of(m.item)
            return negate(civil) if words.startswith("not ") else civil
        if "use in datacenters" in words:
            centre = DATACENTER.of(m.item)
            if not words.startswith("not designed"):
                return centre
            return all_of(negate(centre), TPP.test(m.item, lambda tpp: tpp >= 4800, "a TPP of 4800 or more"))
        entry = m.item.eccn.value.entry if m.item.eccn.value else ""
        slug = "-".join(re.findall(r"[a-z0-9.]+", words.casefold())[:12])
        question = Ask[bool](
            f"item.row.{entry}/{slug}", f"Does it hold for the item: {words}?", None, (True, False)
        )
        return question.of(m.item)

    return settle


def listed(m: Matter, symbol: str) -> Answer:
    """Whether the item's entry lists an exception for it."""
    says = f"the entry lists {symbol}"
    code = m.item.eccn
    if not code.is_known or code.value is None:
        return unknown(says, ask=code.ask) if code.is_unknown else no(says)
    found = code.value
    if found.is_ear99:
        return no("EAR99 lists no exception")
    place = destination(m)
    return _answer(
        place,
        lambda country: grants.granted(found, symbol, country, m.on, related(m), words=in_words(m)),
        says,
    )
