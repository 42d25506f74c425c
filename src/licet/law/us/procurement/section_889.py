"""Section 889 of Pub. L. 115-232: telecommunications and video equipment that the government may not buy.

Part A (from 2019-08-13): agencies may not procure it. Part B (from 2020-08-13): agencies may not contract
with an entity that uses it, whether or not for the contract. The same for grants and loans, 2 CFR 200.216.
The purposes that 889(f)(3)(B) names for Hytera, Hikvision and Dahua are not asked: the stricter reading.
"""

from __future__ import annotations

import re

from licet.core.answer import Answer, all_of, any_of, negate, no, yes
from licet.core.ask import ask
from licet.core.deal import TradeParty
from licet.core.trade import Role
from licet.law.matter import Matter
from licet.law.rule import Reading, in_force, rule

__all__ = ["COVERED_MAKERS", "covered_equipment", "is_telecom_or_video", "makes_or_sells"]

#: 889(f)(3)(A) and (B); subsidiaries and affiliates count.
COVERED_MAKERS = frozenset({"huawei", "zte", "hytera", "hikvision", "dahua"})
_MAKER_ROLES = frozenset({Role.MANUFACTURER})
#: Parts of one that sells to the actor: what a covered maker itself supplies is its equipment or service.
_SELLER_ROLES = frozenset({Role.OTHER, Role.EXPORTER})

COVERED = ask(
    "item.covered_telecom_889",
    "Is it telecommunications or video equipment of Huawei, ZTE, Hytera, Hikvision or Dahua, or of their"
    " subsidiaries or affiliates, or does it use such as an essential component?",
)
AGENCY = ask("trade.to_us_agency", "Is it offered to, or bought by or for, a US Government agency?")
GRANT = ask("trade.federal_grant", "Is it paid with a federal grant or loan?")
CONTRACTOR = ask("actor.federal_contractor", "Is the actor a contractor of a US Government agency?")
USES = ask(
    "actor.uses_covered_telecom", "Does the contractor itself use covered equipment or services anywhere?"
)
KIND = ask(
    "item.telecom_or_video_surveillance",
    "Is it telecommunications or video surveillance equipment, or a service of or with such equipment"
    " (889(f)(3))?",
    clean=None,  # silence about a covered maker's product never says that it is something else
)
CARVED_OUT = ask(
    "item.backhaul_or_no_data",
    "Is it backhaul, roaming or interconnection, or equipment that neither routes nor sees user data "
    "(889(a)(2))?",
)


#: Words that say what 889(f)(3) covers. No other word says that a product is something else: that is asked.
_COVERED_WORDS = re.compile(
    r"\b(?:cameras?|webcams?|cctv|nvrs?|dvrs?|video|surveillance|telecom\w*|(?:tele|smart)?phones?|handsets?"
    r"|routers?|modems?|(?:network|ethernet) switch(?:es)?|base stations?|two-way radios?|walkie\W?talkies?"
    r"|intercoms?|doorbells?|[345]g|lte)\b",
    re.IGNORECASE,
)
#: Entries of the Commerce Control List, Category 5 Part 1, that are telecommunications equipment.
_TELECOM_ENTRIES = frozenset({"5A001", "5A991"})
#: Special materials and chemicals; materials processing: no entry of these is equipment of 889(f)(3).
_OTHER_CATEGORIES = frozenset("12")


def is_telecom_or_video(m: Matter) -> Answer:
    """Whether the item is what 889(f)(3) speaks of: as stated, by its entry, or by its description."""
    stated = KIND.of(m.item)
    if not stated.is_unknown:
        return stated
    eccn = m.item.eccn.value
    if eccn is not None and not eccn.is_ear99:
        if eccn.entry in _TELECOM_ENTRIES:
            return yes(f"{eccn.entry} is telecommunications equipment (15 CFR part 774, Category 5 Part 1)")
        if eccn.entry[0] in _OTHER_CATEGORIES:
            return no(f"{eccn.entry} is no telecommunications or video surveillance equipment")
    if found := _COVERED_WORDS.search(m.item.description):
        return yes(f"described as `{found[0].casefold()}`")
    return stated


def _is_maker(party: TradeParty) -> bool:
    names = (name.text for name in party.party.names)
    return any(COVERED_MAKERS & set(re.findall(r"[a-z]+", name.casefold())) for name in names)


def makes_or_sells(m: Matter) -> frozenset[Role]:
    """The roles of one that made the item or, where the actor buys it, sells it."""
    return _MAKER_ROLES if _buys(m).is_no else _MAKER_ROLES | _SELLER_ROLES


def covered_equipment(m: Matter) -> Answer:
    """Whether the item is covered: as stated, or one of the five made it or sells it to the actor.

    889(f)(3) covers telecommunications and video surveillance equipment and services alone: what else such
    a firm sells is not covered, and what nobody described is asked for.
    """
    parts = makes_or_sells(m)
    made = [
        party.roles.test(lambda roles: bool(roles & parts), f"{party.name} made or supplies it")
        for party in m.trade.parties
        if _is_maker(party)
    ]
    ways = [COVERED.of(m.item)]
    if made:
        ways.append(all_of(any_of(*made), is_telecom_or_video(m)))
    return any_of(*ways, says="covered telecommunications or video equipment")


@rule(
    "48 CFR 52.204-25",
    "section 889 part A: agencies may not procure covered telecommunications or video equipment",
    in_force("2019-08-13", by="84 FR 40222"),
    beside="Section 889 Part A",
    binds="US Government agencies, and those who offer to them",
)
def part_a(m: Matter) -> Reading:
    """Nor systems that use it as a substantial or essential component; backhaul and the like are carved
    out. Section 889 is of the NDAA for the fiscal year 2019.
    """
    answer = all_of(m.once(covered_equipment), negate(CARVED_OUT.of(m.item)))
    bound = AGENCY.of(m.trade).is_yes
    why = "the agency may not procure it; disclose it in the offer (48 CFR 52.204-24)"
    return Reading(answer=answer, why=why if bound else f"{why}: binds only where an agency buys")


@rule(
    "48 CFR 52.204-25",
    "section 889 part B: agencies may not contract with an entity that uses covered equipment",
    in_force("2020-08-13", by="85 FR 42679"),
    beside="Section 889 Part B",
    binds="contractors of US Government agencies",
)
def part_b(m: Matter) -> Reading:
    """Use anywhere in the contractor counts, whether or not for the contract; a reasonable inquiry is
    owed.
    """
    buys = _buys(m)
    takes = any_of(
        USES.of(m.trade),
        buys if buys.is_no else all_of(buys, m.once(covered_equipment)),
        says="the buyer uses covered equipment",
    )
    answer = all_of(takes, negate(CARVED_OUT.of(m.item)))
    bound = CONTRACTOR.of(m.trade).is_yes
    why = "the agency may not contract with an entity that uses it"
    return Reading(answer=answer, why=why if bound else f"{why}: binds only federal contractors")


def _buys(m: Matter) -> Answer:
    from licet.core.deal import Act

    return m.trade.act.is_in((Act.PROCUREMENT, Act.IMPORT), "the actor buys it")


@rule(
    "2 CFR 200.216; 2 CFR 200.471",
    "recipients of federal grants and loans may not spend them on covered equipment",
    in_force("2020-08-13", by="85 FR 49506"),
    beside="Section 889 grants",
    binds="recipients and subrecipients of federal grants and loans",
)
def grants(m: Matter) -> Reading:
    """Procuring, extending a contract for, or entering a contract for covered equipment or services."""
    answer = all_of(GRANT.of(m.trade), m.once(covered_equipment))
    return Reading(answer=answer, why="grant or loan funds may not be spent on it")
