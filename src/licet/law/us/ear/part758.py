"""15 CFR part 758: what is filed with an export, and what is written on its papers.

The limbs of 758.1(b) are one duty: the reading names those that ask for the filing. 758.1(b)(8), the
Unverified List, stands in `part744_lists`.
"""

from __future__ import annotations

from licet.core.answer import Answer, Truth, all_of, any_of, negate
from licet.core.ask import ask
from licet.core.deal import Act, ItemKind
from licet.core.fact import Fact, State
from licet.law.matter import Matter
from licet.law.rule import Reading, always, in_force, rule
from licet.law.us.ear.named_items import covered
from licet.law.us.ear.part740_place import GIFT
from licet.law.us.ear.part740_purposes import PURPOSES
from licet.law.us.ear.places import in_group, lies_in
from licet.law.us.ear.standing import exception_used, licence_needed

INTANGIBLE = ask("trade.intangible", "Is it exported electronically or otherwise in intangible form?")
FTR_EXEMPT = ask(
    "trade.eei_exempt",
    "Does an exemption of 15 CFR 30.35 to 30.40 (such as tools of trade) excuse the filing?",
)
TEMPORARY_IMPORT = ask(
    "trade.temporary_import_of_firearms", "Are firearms brought into the United States for a time?"
)

#: 758.1(b)(9): firearms, short shotguns and ammunition.
FIREARMS = ("0A501.a", "0A501.b", "0A506", "0A507", "0A502", "0A508", "0A505", "-0A505.c")
_THROUGH = ("AU", "CA", "GB")
_GROUP_D = ("D:1", "D:2", "D:3", "D:4", "D:5")
#: 758.6(a)(2): items whose entry must stand on the invoice.
_ON_INVOICE = (
    "3A001.z",
    "3A090",
    "4A003.z",
    "4A004.z",
    "4A005.z",
    "4A090",
    "5A002.z",
    "5A004.z",
    "5A992.z",
)


def _export(m: Matter) -> Answer:
    """A tangible export from the United States."""
    return m.once(_exported)


def _exported(m: Matter) -> Answer:
    export = m.trade.act.is_(Act.EXPORT, "an export from the United States")
    if export.is_no:
        return export
    intangible = any_of(
        m.item.kind.is_(ItemKind.TECHNOLOGY, "technology is sent in intangible form"), INTANGIBLE.of(m.trade)
    )
    return all_of(export, negate(intangible))


def _munitions(m: Matter) -> Answer:
    return m.item.eccn.test(
        lambda code: (code.is_600_series or code.is_9x515) and not code.paragraph.startswith("y"),
        "600 series or 9x515",
    )


def _transit(m: Matter) -> Answer:
    fact: Fact[tuple[str, ...]] = m.trade.transit
    if fact.state is State.UNKNOWN:
        return Answer(truth=Truth.NO, says="transit not stated")
    through = [country for country in fact.value or () if in_group(country, _THROUGH, m.on)]
    return Answer(truth=Truth.YES if through else Truth.NO, says="transshipped through AU, CA or GB")


def _value(m: Matter) -> Answer:
    value = m.item.value.test(lambda money: money.amount > 2500, "above 2,500 dollars")
    if value.is_unknown:
        return Answer(truth=Truth.NO, says="value not stated")
    return all_of(value, negate(FTR_EXEMPT.of(m.trade)))


def _limbs(m: Matter) -> list[tuple[str, Answer]]:
    """Each limb of 758.1(b) that the item could meet, but the Unverified List, with its paragraph."""
    to, eccn = m.trade.destination, m.item.eccn
    limbs = [
        ("(b)(1)", lies_in(to, "E:1", "E:2", on=m.on, says="E:1 or E:2")),
        ("(b)(2)", licence_needed(m)),
        ("(b)(5)", _value(m)),
    ]
    if eccn.value is None or not eccn.value.is_ear99:
        listed = eccn.test(lambda code: not code.is_ear99, "on the CCL")
        for paragraph, answer in (
            ("(b)(3)", _munitions(m)),
            ("(b)(9)", covered(m.item, FIREARMS, "firearms and ammunition")),
            ("(b)(10)", all_of(listed, lies_in(to, "CN", "RU", "VE", on=m.on), says=_TO_THREE)),
            ("(b)(11)", covered(m.item, ("3A069",), "3A069")),
        ):
            if not answer.is_no:
                limbs.append((paragraph, _narrowed(m, paragraph, answer)))
        limbs.append(("(b)(4)", exception_used(m, "STA")))
        limbs.append(("(b)(7)", exception_used(m, "VEU")))
    through = _transit(m)
    if through.is_yes:
        due = any_of(*(answer for _, answer in limbs), says="due if shipped directly")
        limbs.append(("(b)(6)", all_of(through, due)))
    return limbs


_TO_THREE = "a CCL item to China, Russia or Venezuela"


def _narrowed(m: Matter, paragraph: str, answer: Answer) -> Answer:
    """A limb with what narrows it further."""
    if paragraph == "(b)(9)":
        return all_of(answer, negate(PURPOSES["baggage"].of(m.trade)))
    if paragraph == "(b)(11)":
        return all_of(answer, lies_in(m.trade.destination, *_GROUP_D, on=m.on))
    return answer


@rule(
    "15 CFR 758.1(b)",
    "Electronic Export Information must be filed for the export",
    always(by="61 FR 12900, in the form of the held editions"),
    imposes="EEI filing in AES (15 CFR 758.1(b))",
)
def filing(m: Matter) -> Reading:
    """Whatever the value: E:1 and E:2, a licence, 600 series and 9x515, STA, VEU, firearms, CCL items to
    China, Russia and Venezuela, 3A069 to Country Group D.

    Otherwise above 2,500 dollars by Schedule B number, but for the exemptions of 15 CFR part 30. What would
    be filed for a direct export is filed for one through Australia, Canada or the United Kingdom too.
    """
    export = _export(m)
    if export.is_no:
        return Reading(answer=export)
    limbs = _limbs(m)
    asked = [paragraph for paragraph, answer in limbs if answer.is_yes]
    open_ = [paragraph for paragraph, answer in limbs if answer.is_unknown]
    named = ", ".join(asked or open_)
    whatever = "" if asked == ["(b)(5)"] else " whatever the value"
    text = f"file EEI in AES{whatever} (15 CFR 758.1{named})" if asked else f"EEI if 758.1{named} applies"
    return Reading(
        answer=all_of(export, any_of(*(answer for _, answer in limbs), says="a condition of 758.1(b)")),
        why=named,
        duties=(text,) if named else (),
    )


@rule(
    "15 CFR 758.6(a)",
    "a destination control statement goes on the commercial invoice",
    always(by="61 FR 12900, in the form of 81 FR 54728"),
    imposes="destination control statement on the invoice (15 CFR 758.6)",
)
def control_statement(m: Matter) -> Answer:
    """For items on the CCL that leave in tangible form, unless EAR99 or under BAG or GFT."""
    export = _export(m)
    if export.is_no:
        return export
    listed = m.item.eccn.test(lambda code: not code.is_ear99, "the item is on the CCL")
    if listed.is_no:
        return listed
    return all_of(export, listed, negate(any_of(PURPOSES["baggage"].of(m.trade), GIFT.of(m.trade))))


@rule(
    "15 CFR 758.6(a)(2)",
    "the ECCN of 600 series, 9x515 and advanced computing items goes on the commercial invoice",
    in_force("2016-11-15", by="81 FR 54728; advanced computing by 88 FR 73458"),
    imposes="ECCN on the commercial invoice (15 CFR 758.6(a)(2))",
)
def entry_on_invoice(m: Matter) -> Answer:
    """3A090 with its paragraph; of the entries with a .z paragraph that paragraph alone."""
    export = _export(m)
    if export.is_no or (m.item.eccn.value is not None and m.item.eccn.value.is_ear99):
        return export if export.is_no else Answer(truth=Truth.NO, says="EAR99")
    munitions = m.item.eccn.test(lambda code: code.is_600_series or code.is_9x515, "600 series or 9x515")
    return all_of(
        export,
        any_of(munitions, covered(m.item, _ON_INVOICE)),
        negate(any_of(PURPOSES["baggage"].of(m.trade), GIFT.of(m.trade))),
    )


@rule(
    "15 CFR 758.11",
    "firearms taken along under License Exception BAG are declared on CBP Form 4457",
    in_force("2020-03-09", by="85 FR 4136"),
    imposes="CBP Form 4457 before firearms leave as baggage (15 CFR 758.11)",
)
def firearms_as_baggage(m: Matter) -> Answer:
    """With serial number, make, model and calibre; shown again on return."""
    export = m.trade.act.is_(Act.EXPORT, "an export from the United States")
    firearms = covered(m.item, FIREARMS)
    return firearms if firearms.is_no else all_of(export, firearms, PURPOSES["baggage"].of(m.trade))


@rule(
    "15 CFR 758.10",
    "firearms brought in for a time are declared to Customs with the authority for their later export",
    in_force("2020-03-09", by="85 FR 4136"),
    imposes="statement to Customs on temporary import of firearms (15 CFR 758.10(b))",
)
def temporary_import(m: Matter) -> Answer:
    """The import itself needs no authorisation under the EAR; TMP, RPL or a licence carries the return."""
    firearms = covered(m.item, FIREARMS)
    imported = m.trade.act.is_(Act.IMPORT, "an import")
    return firearms if firearms.is_no else all_of(firearms, imported, TEMPORARY_IMPORT.of(m.trade))
