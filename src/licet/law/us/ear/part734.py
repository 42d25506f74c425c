"""15 CFR part 734: which acts the EAR regulates, and by which routes an item is subject to it.

An item is outside only when every route is surely closed: the place, the origin, each content limb
(`part734_de_minimis`) and each foreign direct product rule (`part734_fdp`).
"""

from __future__ import annotations

from licet.core.answer import Answer, all_of, any_of, negate, no
from licet.core.ask import Ask, ask
from licet.core.deal import Act, ItemKind
from licet.core.fact import Fact
from licet.law.matter import Matter
from licet.law.rule import always, rule

__all__ = [
    "REGULATED",
    "destination_of",
    "foreign_made",
    "from_abroad",
    "is_deemed",
    "is_ear99",
    "is_excluded",
    "is_regulated_act",
]

#: Acts that the EAR regulates as such (15 CFR 734.13, .14, .16).
REGULATED = (Act.EXPORT, Act.REEXPORT, Act.TRANSFER, Act.DEEMED_EXPORT, Act.DEEMED_REEXPORT)
_DEEMED = (Act.DEEMED_EXPORT, Act.DEEMED_REEXPORT)
#: 772.1, "United States": the territories and possessions are inside it.
_UNITED_STATES = frozenset({"US", "PR", "GU", "VI", "AS", "MP", "UM"})
_FROM_ABROAD = (Act.REEXPORT, Act.TRANSFER, Act.DEEMED_REEXPORT)

IN_US = ask("item.in_us", "Is the item in the United States, or moving through it?")
PUBLISHED = ask("item.published", "Is it published technology or software (15 CFR 734.7)?")
RESEARCH = ask("item.fundamental_research", "Does it arise from fundamental research (15 CFR 734.8)?")
TAUGHT = ask("item.catalog_course", "Is it released by instruction in a catalog course (734.3(b)(3)(iii))?")
PATENT = ask("item.patent", "Does it appear in a patent or open application (734.10)?")
PRINTED = ask("item.printed_matter", "Is it a book, newspaper, map, film or sheet music (734.3(b)(2))?")
SYSTEM = ask("item.system_description", "Is it a non-proprietary system description (734.3(b)(3)(v))?")
OTHER_AGENCY = ask(
    "item.other_agency", "Is it under the exclusive jurisdiction of another agency (ITAR, NRC, DOE, OFAC)?"
)
NOT_AN_EXPORT = ask(
    "trade.not_an_export",
    "Is the activity one of those that 15 CFR 734.18 takes out (secured end-to-end encrypted transfer ...)?",
)
RESIDENT = ask(
    "trade.recipient_us_resident",
    "Is the recipient a US citizen, US permanent resident or protected individual?",
)
ENCRYPTION_SOURCE = Ask[bool](
    "item.encryption_source_notified",
    "For published 5D002 source code of non-standard cryptography: was BIS notified (742.15(b))?",
    True,
    (True, False),
)


def is_regulated_act(m: Matter) -> Answer:
    """Whether the act is an export, reexport, transfer or release that part 734 regulates."""
    trade = m.trade
    act = trade.act.is_in(
        REGULATED, "the act is an export, reexport, transfer or release to a foreign person"
    )
    if act.is_no:
        return act
    deemed = trade.act.is_in(_DEEMED)
    if deemed.is_no:
        if trade.act.value is Act.EXPORT and trade.destination.value in _UNITED_STATES:
            return no("a place of the United States is the destination: no export (734.13(a)(1), 772.1)")
        taken_out = _taken_out(m)
        return act if taken_out.is_no else all_of(act, negate(taken_out), says="the act is regulated")
    outside = any_of(
        _taken_out(m),
        all_of(deemed, RESIDENT.of(trade), says="a release to a US person is no deemed export"),
        all_of(
            deemed,
            m.item.kind.is_(ItemKind.COMMODITY, "the item is a commodity"),
            says="only technology and source code are released (734.15)",
        ),
        says="15 CFR 734.13(b), 734.18",
    )
    return all_of(act, negate(outside), says="the act is regulated")


def _taken_out(m: Matter) -> Answer:
    """Whether 734.18 takes the act out; never for goods that go to a foreign country.

    It takes out launches, moves inside the United States, and technology and software alone.
    """
    stated = NOT_AN_EXPORT.of(m.trade)
    if stated.is_no:
        return stated
    goods = all_of(
        m.item.kind.is_(ItemKind.COMMODITY, "the item is a commodity"),
        m.trade.destination.test(lambda to: to != "US", "the destination is a foreign country"),
        says="goods go to a foreign country",
    )
    return all_of(stated, negate(goods))


def is_deemed(m: Matter) -> Answer:
    """Whether the act is a deemed export or deemed reexport."""
    return m.trade.act.is_in(_DEEMED, "the act is a deemed export or reexport")


def from_abroad(m: Matter) -> Answer:
    """Whether the item is outside the United States: a reexport, an export from abroad, a transfer there."""
    return m.trade.act.is_in(_FROM_ABROAD, "the item leaves from, or moves within, a foreign country")


def foreign_made(m: Matter) -> Answer:
    """Whether the item was made outside the United States."""
    return m.item.origin.test(lambda origin: origin != "US", "the item is foreign-made")


def is_excluded(m: Matter) -> Answer:
    """Whether 734.3(b) takes the item out of the EAR."""
    return m.once(_excluded)


def _excluded(m: Matter) -> Answer:
    item = m.item
    information = item.kind.is_in((ItemKind.SOFTWARE, ItemKind.TECHNOLOGY), "it is software or technology")
    free = any_of(*(q.of(item) for q in (PUBLISHED, RESEARCH, TAUGHT, PATENT, SYSTEM)))
    if item.eccn.is_known and not {OTHER_AGENCY.id, PRINTED.id} & item.statements.keys():
        # A number of the CCL, or EAR99, is given only to what is subject to the EAR (734.3(c)).
        elsewhere = no("classified as an item subject to the EAR")
    else:
        elsewhere = any_of(OTHER_AGENCY.of(item), PRINTED.of(item))
    if item.kind.value is ItemKind.COMMODITY:
        return elsewhere
    encryption = item.eccn.test(lambda eccn: eccn.entry == "5D002", "it is 5D002 encryption software")
    return any_of(
        elsewhere,
        all_of(
            information,
            free,
            negate(all_of(encryption, negate(ENCRYPTION_SOURCE.of(item)))),
            says="public information (734.3(b)(3))",
        ),
        says="excluded by 15 CFR 734.3(b)",
        cites=("15 CFR 734.3(b)",),
    )


def destination_of(m: Matter) -> Fact[str]:
    """The country whose embargo counts: the destination, in a release the recipient's nationality."""
    return m.once(_destination_of)


def _destination_of(m: Matter) -> Fact[str]:
    nationalities = m.trade.nationalities
    if nationalities.value and is_deemed(m).is_yes and len(nationalities.value) == 1:
        return Fact(
            state=nationalities.state, value=next(iter(nationalities.value)), source=nationalities.source
        )
    return m.trade.destination


def is_ear99(m: Matter) -> Answer:
    """Whether the item is EAR99."""
    return m.item.eccn.test(lambda eccn: eccn.is_ear99, "the item is EAR99")


@rule(
    "15 CFR 734.3(a)(1)",
    "all items in the United States, or moving through it, are subject to the EAR",
    always(by="61 FR 12746"),
    subjects=True,
    code="IN_US",
)
def in_the_united_states(m: Matter) -> Answer:
    """An export leaves the United States, so its item is subject to the EAR whatever it is.

    The same holds for an item that only moves through, and for one in a Foreign Trade Zone. Whether
    the act is regulated at all is asked first: 734.13 (export), 734.14 (reexport), 734.15 (release),
    734.16 (transfer), 734.18 (what is none of these); what is published or research, 734.7, 734.8 and
    734.10, is out.
    """
    leaves = m.trade.act.is_in((Act.EXPORT, Act.DEEMED_EXPORT), "the item is exported from the United States")
    return leaves if leaves.is_yes else any_of(leaves, IN_US.of(m.item))


@rule(
    "15 CFR 734.3(a)(2)",
    "all items of US origin are subject to the EAR wherever they are",
    always(by="61 FR 12746"),
    subjects=True,
    code="US_ORIGIN",
)
def of_us_origin(m: Matter) -> Answer:
    """US origin stays with an item through every later sale abroad."""
    return m.item.origin.is_("US", "the item is of US origin")
