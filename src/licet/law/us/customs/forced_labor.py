"""Import bans for forced labour: the Uyghur Forced Labor Prevention Act and withhold-release orders.

They bind importers into the United States. An export is not reached, whoever the parties are.
"""

from __future__ import annotations

from licet.core.answer import Answer, all_of, any_of, negate
from licet.core.ask import ask
from licet.core.deal import Act
from licet.law.matter import Matter
from licet.law.rule import Reading, always, in_force, rule
from licet.law.us.listed import some_party_on

__all__ = ["XINJIANG"]

XINJIANG = ask(
    "item.made_in_xinjiang",
    "Was it mined, produced or made, wholly or in part, in the Xinjiang region?",
    clean=False,
)
REBUTTED = ask(
    "trade.uflpa_rebutted", "Has CBP found, by clear and convincing evidence, that no forced labour was used?"
)
WITHHELD = ask("item.withhold_release_order", "Does a withhold-release order or finding of CBP cover it?")


def _import(m: Matter) -> Answer:
    return m.trade.act.is_(Act.IMPORT, "the act is an import into the United States")


@rule(
    "Pub. L. 117-78; 19 USC 1307",
    "goods of Xinjiang, or of an entity on the UFLPA Entity List, are presumed made by forced labour",
    in_force("2022-06-21", by="Pub. L. 117-78, section 3"),
    beside="UFLPA",
    binds="importers into the United States",
)
def uflpa(m: Matter) -> Reading:
    """Entry is refused unless the importer rebuts the presumption by clear and convincing evidence.

    A listed party in another trade is named, with what the Act does not reach.
    """
    act = _import(m)
    if act.is_no:
        listed = some_party_on(m, ("us-dhs-uflpa",), "on the UFLPA Entity List")
        why = "imports into the United States only: this trade is not reached, but its goods may not enter"
        return Reading(answer=listed if m.trade.parties else act, why=why)
    source = any_of(
        XINJIANG.of(m.item),
        some_party_on(m, ("us-dhs-uflpa",), "on the UFLPA Entity List"),
        says="made in Xinjiang or by a listed entity",
    )
    return Reading(answer=all_of(act, source, negate(REBUTTED.of(m.trade))), why="entry is refused")


@rule(
    "19 USC 1307; 19 CFR 12.42",
    "goods under a withhold-release order are held at the border",
    always(by="Tariff Act of 1930, section 307", since="1930-06-17"),
    beside="Withhold-release order",
    binds="importers into the United States",
)
def withhold_release(m: Matter) -> Reading:
    """A WRO of US Customs and Border Protection (CBP).

    The importer may export the goods again, or prove within three months that no forced labour was used.
    """
    act = _import(m)
    if act.is_no:
        return Reading(answer=act)
    return Reading(answer=all_of(act, WITHHELD.of(m.item)), why="release is withheld")
