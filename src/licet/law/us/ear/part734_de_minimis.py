"""15 CFR 734.4: when US content makes a foreign-made item subject to the EAR.

First the content that no share excuses (734.4(a)), then ten per cent to the embargoed groups and twenty-five
elsewhere, counting only content that would itself need a licence to that destination. A share equal to the
level is still outside (supplement no. 2 to part 734, (a)(4)).
"""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal

from licet.core.answer import Answer, Truth, all_of, any_of, negate
from licet.core.ask import Ask, ask
from licet.core.deal import ItemKind
from licet.core.eccn import Eccn
from licet.core.fact import Fact
from licet.law.matter import Matter
from licet.law.rule import always, deferred, in_force, rule
from licet.law.us.ear.control_rows import component_is_controlled
from licet.law.us.ear.named_items import LISTED_SME, covered
from licet.law.us.ear.part734 import foreign_made, from_abroad
from licet.law.us.ear.places import lies_in, lies_in_d5
from licet.law.us.ear.questions import NODE_USE, US_IC

__all__ = ["CONTENT_ASKS"]


def _share(name: str, words: str) -> Ask[Decimal]:
    return Ask(f"item.content.{name}", f"What per cent of the item's value is {words}?", Decimal(0))


CONTROLLED = _share(
    "us_controlled_pct", "US-origin content that would itself need a licence to the destination"
)
AT_ONLY = _share("us_at_only_pct", "US-origin content controlled for anti-terrorism reasons only")
EAR99 = _share("us_ear99_pct", "US-origin EAR99 content")
SERIES_600 = _share("us_600_series_a_to_x_pct", "US-origin 600 series content of paragraphs .a to .x")
SERIES_600_Y = _share("us_600_series_y_pct", "US-origin 600 series content of paragraph .y")
SPACE = _share("us_9x515_a_to_x_pct", "US-origin 9x515 content of paragraphs .a to .x")
SPACE_Y = _share("us_9x515_y_pct", "US-origin 9x515 content of paragraph .y")
ENCRYPTION = _share("us_encryption_pct", "US-origin 5A002, 5B002, 5D002 or 5A004 content")
ENCRYPTION_ELIGIBLE = ask(
    "item.content.us_encryption_eligible",
    "Was the US encryption content authorised under ENC (b)(1), or (b)(2) or (b)(3) after classification?",
    clean=True,
)
COMPONENTS = Ask[tuple[tuple[Eccn, Decimal], ...]](
    "item.content.components", "Which US-origin items (ECCN, per cent of value) does it contain?", ()
)
US_5E002 = ask("item.content.us_5e002", "Does the technology incorporate US-origin 5E002 technology?")
US_9E003 = ask(
    "item.content.us_9e003",
    "Is US-origin 9E003.a.1 to a.6, a.8, .h, .i or .l technology redrawn, used or commingled in it?",
)
US_0A919 = ask("item.content.us_0a919", "Is it a military commodity that incorporates 0A919.a.1 commodities?")
US_3A001 = ask(
    "item.content.us_3a001_computer",
    "Is it a computer above the APP of 4A003.b with US-origin 3A001 semiconductors (other than memory)?",
)
US_3A001_LOW = ask(
    "item.content.us_4a994_computer",
    "Is it a computer above the APP of 4A994.b with US-origin 3A001 semiconductors or 4A994.j interconnects?",
)
REPORT = ask(
    "item.content.one_time_report",
    "Was the one-time report on commingled technology filed 30 days ago, and did BIS not object?",
    clean=True,
)
NODE_LITHOGRAPHY = ask(
    "item.content.node_lithography",
    "Is it 3B993.f.1 lithography equipment for advanced-node integrated circuits of paragraph (1)?",
)
FIRST_EXPORT_LISTS = ask(
    "item.first_export_country_lists",
    "Does the country of first export list this equipment (Japan and the Netherlands do)?",
)
BUNDLED = ask(
    "item.content.software_apart",
    "Is US-origin software sent separately from the foreign item (not incorporated or bundled)?",
)

CONTENT_ASKS = (CONTROLLED, AT_ONLY, EAR99, SERIES_600, SERIES_600_Y, SPACE, SPACE_Y, ENCRYPTION)


def _above(share: Fact[Decimal], level: int, says: str) -> Answer:
    return share.test(lambda value: value > level, says)


def _foreign(m: Matter) -> Answer:
    return all_of(foreign_made(m), from_abroad(m))


@rule(
    "15 CFR 734.4(a)(1)",
    "a foreign-made computer with US 3A001 semiconductors is subject to the EAR whatever its US share",
    always(by="61 FR 12746"),
    subjects=True,
    code="CONTENT_COMPUTER",
)
def computer(m: Matter) -> Answer:
    """High-performance computers to Computer Tier 3, and lesser ones to the embargoed places.

    Computer Tier 3 is read from Country Group D:1 and the places of 740.7(d)(1).
    """
    to = m.trade.destination
    return all_of(
        _foreign(m),
        any_of(
            all_of(lies_in(to, "D:1", "D:2", "D:3", "D:4", on=m.on), US_3A001.of(m.item)),
            all_of(lies_in(to, "E:1", "E:2", on=m.on), US_3A001_LOW.of(m.item)),
        ),
    )


@rule(
    "15 CFR 734.4(a)(2)",
    "foreign encryption technology with US 5E002 technology is subject to the EAR whatever its US share",
    always(by="61 FR 68572"),
    subjects=True,
    code="CONTENT_5E002",
)
def encryption_technology(m: Matter) -> Answer:
    """No share of US encryption technology is too small."""
    return all_of(_foreign(m), m.item.kind.is_(ItemKind.TECHNOLOGY, "it is technology"), US_5E002.of(m.item))


@rule(
    "15 CFR 734.4(a)(3)",
    "3B993.f.1 lithography for advanced nodes is subject to the EAR unless its first country lists it",
    in_force("2023-11-17", by="88 FR 73424"),
    subjects=True,
    code="CONTENT_LITHOGRAPHY",
)
def lithography(m: Matter) -> Answer:
    """Japan lists such equipment since 2023-07-23, the Netherlands since 2024-09-09."""
    return all_of(
        _foreign(m),
        any_of(NODE_LITHOGRAPHY.of(m.item), all_of(covered(m.item, ("3B993.f.1",)), NODE_USE.of(m.trade))),
        negate(any_of(m.item.origin.is_in(frozenset({"JP", "NL"})), FIRST_EXPORT_LISTS.of(m.item))),
    )


@rule(
    "15 CFR 734.4(a)(4)",
    "technology that redraws US 9E003 hot-section technology is subject to the EAR whatever its US share",
    always(by="61 FR 12746"),
    subjects=True,
    code="CONTENT_9E003",
)
def hot_section(m: Matter) -> Answer:
    """Gas turbine technology that is redrawn, used, consulted or commingled abroad."""
    return all_of(_foreign(m), US_9E003.of(m.item))


@rule(
    "15 CFR 734.4(a)(5)",
    "a foreign military commodity with 0A919 parts is subject to the EAR when it goes to Country Group D:5",
    in_force("2014-01-01", by="78 FR 22706"),
    subjects=True,
    code="CONTENT_0A919",
)
def military_commodity(m: Matter) -> Answer:
    """The military commodity incorporates commodities of 0A919.a.1."""
    return all_of(_foreign(m), lies_in(m.trade.destination, "D:5", on=m.on), US_0A919.of(m.item))


@rule(
    "15 CFR 734.4(a)(6)(i)",
    "any 600 series or 9x515 .a to .x content makes an item to Country Group D:5 subject to the EAR",
    in_force("2013-10-15", by="78 FR 22705"),
    subjects=True,
    code="CONTENT_600_SERIES",
)
def munitions_content(m: Matter) -> Answer:
    """Zero per cent: a single screw of a `.a` to `.x` paragraph counts."""
    some = any_of(*(_above(q.fact(m.item), 0, q.text) for q in (SERIES_600, SPACE)), _has(m, _munitions))
    return all_of(_foreign(m), lies_in(m.trade.destination, "D:5", on=m.on, says="Country Group D:5"), some)


@rule(
    "15 CFR 734.4(a)(6)(ii)",
    "any 600 series or 9x515 .y content makes an item to E:1, E:2, Belarus, China or Russia subject to "
    "the EAR",
    in_force("2013-10-15", by="78 FR 22705"),
    subjects=True,
    code="CONTENT_Y",
)
def munitions_y_content(m: Matter) -> Answer:
    """The `.y` paragraphs count from zero for fewer destinations."""
    some = any_of(
        *(_above(q.fact(m.item), 0, q.text) for q in (SERIES_600_Y, SPACE_Y)), _has(m, _munitions_y)
    )
    to = lies_in(m.trade.destination, "E:1", "E:2", "BY", "CN", "RU", on=m.on, says="E:1, E:2, BY, CN or RU")
    return all_of(_foreign(m), to, some)


@rule(
    "15 CFR 734.4(a)(8)",
    "listed chip-making equipment with a US integrated circuit is subject to the EAR to Macau or D:5",
    deferred("2024-12-02", "2024-12-31", by="89 FR 96790, compliance 2024-12-31"),
    in_force("2024-12-31", by="89 FR 96790"),
    subjects=True,
    code="CONTENT_SME",
)
def chip_equipment(m: Matter) -> Answer:
    """No level for the SME rule: content never excuses such equipment.

    It stays outside where 742.4(a)(4) and 742.6(a)(6) exclude the sender; that exclusion is
    part of those requirements, which then are not met.
    """
    return all_of(
        _foreign(m),
        covered(m.item, LISTED_SME),
        lies_in_d5(m.trade.destination, on=m.on),
        US_IC.of(m.item),
    )


@rule(
    "15 CFR 734.4(c) and (d)",
    "more than 10 per cent controlled US content (E:1, E:2), or 25 (elsewhere), makes an item subject "
    "to the EAR",
    always(by="61 FR 12746"),
    subjects=True,
    code="CONTENT",
    gp=2,
)
def over_the_level(m: Matter) -> Answer:
    """Counts only content that needs a licence to the destination by the chart and part 746, not part 744.

    Content that may go without a licence or under GBS is left out. AT-only content counts to E:1
    (and to Cuba, Russia and Belarus, where it needs a licence), EAR99 content only where EAR99 items do.
    """
    foreign = _foreign(m)
    if foreign.is_no:
        return foreign
    to = m.trade.destination
    tight = lies_in(to, "E:1", "E:2", on=m.on, says="10 per cent: the destination is in E:1 or E:2")
    return all_of(
        foreign,
        any_of(
            all_of(tight, _controlled_above(m, 10)),
            all_of(negate(tight), _controlled_above(m, 25)),
            BUNDLED.of(m.item),
            all_of(
                _controlled_above(m, 0),
                m.item.kind.is_(ItemKind.TECHNOLOGY),
                negate(REPORT.of(m.item)),
                says="technology without the one-time report may not rely on the level",
            ),
            all_of(
                _above(ENCRYPTION.fact(m.item), 0, ENCRYPTION.text), negate(ENCRYPTION_ELIGIBLE.of(m.item))
            ),
        ),
    )


@rule(
    "15 CFR 734.4(c)(3); 734.4(d)(3); part 734, Supplement No. 2",
    "who relies on the level for commingled technology files a one-time report first",
    always(by="61 FR 12746"),
    imposes="one-time report on US content of technology, 30 days before relying on the level "
    "(15 CFR 734.4(d)(3))",
    reaches_all=True,
)
def one_time_report(m: Matter) -> Answer:
    """It is owed where the technology stays outside the EAR: the level may not be relied on before it."""
    foreign = all_of(_foreign(m), m.item.kind.is_(ItemKind.TECHNOLOGY, "it is technology"))
    if foreign.is_no:
        return foreign
    tight = lies_in(m.trade.destination, "E:1", "E:2", on=m.on, says="10 per cent: E:1 or E:2")
    level = 10 if tight.is_yes else 25
    return all_of(foreign, _controlled_above(m, 0), negate(_controlled_above(m, level)))


def _controlled_above(m: Matter, level: int) -> Answer:
    """Whether controlled content exceeds a level, whatever munitions and components the total holds."""
    item, on, to = m.item, m.on, m.trade.destination
    missing: list[Answer] = []

    def count(question: Ask[Decimal], counts: Answer) -> Decimal:
        fact = question.fact(item)
        if counts.is_no:
            return Decimal(0)
        if fact.is_unknown:
            missing.append(question.test(item, lambda value: value > level))
            return Decimal(0)
        if counts.is_unknown:
            missing.append(counts)
            return Decimal(0)
        return fact.value or Decimal(0)

    total = count(CONTROLLED, _YES)
    # Content told as AT-only or as EAR99 is told beside the controlled content, not inside it.
    beside = count(AT_ONLY, _at_only_counts(m)) + count(EAR99, lies_in(to, "CU", "KP", "SY", on=on))
    inside = sum(
        (
            count(SERIES_600, _YES),
            count(SPACE, _YES),
            count(SERIES_600_Y, lies_in(to, "E:1", "E:2", "CN", "RU", "BY", "VE", on=on)),
            count(SPACE_Y, lies_in(to, "E:1", "E:2", "CN", "RU", "BY", "VE", on=on)),
            _component_share(m, missing),
        ),
        Decimal(0),
    )
    low, high = max(total, inside) + beside, total + inside + beside
    says = f"controlled US content exceeds {level} per cent"
    if low > level:
        return Answer(truth=Truth.YES, says=says)
    if missing:
        return Answer(truth=Truth.UNKNOWN, says=says, because=tuple(missing))
    if high <= level:
        return Answer(truth=Truth.NO, says=says)
    return Answer(truth=Truth.UNKNOWN, says=says, question=_OVERLAP)


def _at_only_counts(m: Matter) -> Answer:
    """Where AT-only content needs a licence: E:1, E:2, and Russia and Belarus but from supplement 3
    countries.
    """
    to = m.trade.destination
    sent_from_ally = lies_in(
        m.trade.exported_from, "RUS", on=m.on, says="sent from a supplement no. 3 country"
    )
    return any_of(
        lies_in(to, "E:1", "E:2", on=m.on),
        all_of(lies_in(to, "RU", "BY", on=m.on), negate(sent_from_ally)),
        says="AT-only content needs a licence to the destination",
    )


def _component_share(m: Matter, missing: list[Answer]) -> Decimal:
    """The share of the named components that would themselves need a licence: the content test, recursive."""
    fact = COMPONENTS.fact(m.item)
    if not fact.is_known or not fact.value:
        # A total that is stated needs no list of parts, unless somebody says that the list is not known.
        asked = COMPONENTS.id in m.item.statements or CONTROLLED.fact(m.item).is_unknown
        if fact.is_unknown and asked:
            missing.append(fact.test(lambda _: True, COMPONENTS.text))
        return Decimal(0)
    share = Decimal(0)
    for eccn, percent in fact.value:
        needs = component_is_controlled(m, eccn)
        if needs.is_yes:
            share += percent
        elif needs.is_unknown:
            missing.append(needs)
    return share


def _has(m: Matter, kind: Callable[[Eccn], bool]) -> Answer:
    return COMPONENTS.test(m.item, lambda parts: any(kind(eccn) and share > 0 for eccn, share in parts))


def _munitions(eccn: Eccn) -> bool:
    return (eccn.is_600_series or eccn.is_9x515) and not _munitions_y(eccn)


def _munitions_y(eccn: Eccn) -> bool:
    return (eccn.is_600_series or eccn.is_9x515) and eccn.paragraph.split(".")[0] == "y"


_YES = Answer(truth=Truth.YES)
_OVERLAP = CONTROLLED._unknown.question
