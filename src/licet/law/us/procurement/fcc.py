"""The FCC's Covered List (47 CFR 1.50002): equipment that is refused authorisation and subsidy."""

from __future__ import annotations

from licet.core.answer import Answer, all_of, any_of
from licet.core.ask import ask
from licet.law.matter import Matter
from licet.law.rule import Reading, in_force, rule
from licet.law.us.listed import some_party_on
from licet.law.us.procurement.section_889 import covered_equipment, is_telecom_or_video, makes_or_sells

__all__ = ["on_covered_list"]

LISTED = ask("item.on_fcc_covered_list", "Is the equipment or service on the FCC's Covered List?")
OF_LISTED_KIND = ask(
    "item.of_fcc_listed_kind",
    "Is it of the kind that the maker's entry on the FCC's Covered List names (telecommunications or video"
    " equipment or service, security software, uncrewed aircraft, routers)?",
    clean=None,  # silence about a listed maker's product never says that it is something else
)
SUBSIDY = ask("trade.federal_communications_subsidy", "Is it paid with a federal communications subsidy?")
AUTHORISATION = ask("trade.fcc_authorisation", "Is an FCC equipment authorisation sought for it?")


def on_covered_list(m: Matter) -> Answer:
    """Whether the item is on the list: stated, covered by section 889, or of a listed maker.

    The list names makers with kinds of equipment and services: a listed party that only buys, or a product
    of another kind, is not on it, and what nobody described is asked for.
    """
    made = some_party_on(m, ("us-fcc-covered",), "on the FCC Covered List", parts_of=makes_or_sells(m))
    kind = any_of(is_telecom_or_video(m), OF_LISTED_KIND.of(m.item), says="of the kind that is listed")
    return any_of(
        LISTED.of(m.item),
        m.once(covered_equipment),
        made if made.is_no else all_of(made, kind, says="made or supplied by a listed maker"),
        says="on the FCC Covered List",
    )


@rule(
    "47 USC 1602(a); 47 CFR 54.10",
    "federal communications subsidies may not pay for equipment on the Covered List",
    in_force("2021-03-12", by="FCC Public Notice of 2021-03-12, first Covered List"),
    beside="FCC Covered List, subsidy",
    binds="recipients of federal communications subsidies",
)
def subsidy(m: Matter) -> Reading:
    """Purchase, rental, lease or upkeep with such funds."""
    why = "no federal communications subsidy may pay for it"
    bound = SUBSIDY.of(m.trade).is_yes
    return Reading(answer=m.once(on_covered_list), why=why if bound else f"{why}: binds only where one does")


@rule(
    "47 CFR 2.903",
    "equipment on the Covered List gets no FCC equipment authorisation",
    in_force("2023-02-06", by="88 FR 7592"),
    beside="FCC Covered List, authorisation",
    binds="those who would market the equipment in the United States",
)
def authorisation(m: Matter) -> Reading:
    """New authorisations are refused; equipment authorised before stays authorised unless revoked."""
    why = "no new equipment authorisation: without one it may not be marketed"
    bound = AUTHORISATION.of(m.trade).is_yes
    return Reading(answer=m.once(on_covered_list), why=why if bound else f"{why}; one held before stands")
