"""15 CFR 744.21, 744.22, 744.9, 744.17: military and military-intelligence end uses and end users."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import date
from functools import lru_cache

from licet.core.answer import Answer, Question, Truth, all_of, any_of, negate, no
from licet.core.ask import Ask, ask
from licet.core.deal import TradeParty
from licet.core.fact import State
from licet.core.listing import Verb
from licet.law.matter import Matter
from licet.law.rule import Policy, Reading, in_force, rule
from licet.law.us.ear import supplements
from licet.law.us.ear.control_rows import related_of
from licet.law.us.ear.named_items import covered
from licet.law.us.ear.part744_parties import (
    AFFILIATES,
    MEU_LIST,
    entries,
    not_screened,
    owned_entries,
    ownership_unknown,
    takes_part,
)
from licet.law.us.ear.places import lies_in
from licet.law.us.ear.questions import FOOD, MILITARY_USE, MILITARY_USER

__all__ = ["MILITARY_USE", "MILITARY_USER", "in_supplement_2"]

SUPPLEMENT_2 = Ask[bool](
    "item.supp2_part744",
    "Is the item, as described there, in supplement no. 2 to part 744?",
    None,
    (True, False),
)
INTELLIGENCE_USE = ask(
    "use.military_intelligence",
    "Do you know that the item is for a military-intelligence end use (744.22(f))?",
)
INTELLIGENCE_USER = ask(
    "party.military_intelligence_end_user", "Is the party a military-intelligence end user (744.22(f)(2))?"
)
NAMED_INTELLIGENCE = ask("party.named_in_744_22", "Is the party named in 15 CFR 744.22(f)(2)?")
OLD_CONTRACT = ask(
    "trade.contract_before_2014_11_07", "For Venezuela: was the contract signed before 7 November 2014?"
)
DEPLOYMENT = ask("use.a1_deployment", "Is it moved as part of a military deployment by an A:1 government?")
INTO_0A919 = ask("use.into_0a919", "Is it to be incorporated into a military commodity of 0A919?")
MICROPROCESSOR = ask(
    "item.microprocessor_5_gflops",
    "Is it a microprocessor of 5 GFLOPS or more with a 32-bit or wider unit, or its software or technology?",
)
IRAQ_GOVERNMENT = ask("use.for_iraq_government", "Is it for the US Government or the Government of Iraq?")

_PD_E1 = Policy(verb=Verb.PRESUMPTION_DENIAL, by="15 CFR 744.21(e)(1)")
_PD_22 = Policy(verb=Verb.PRESUMPTION_DENIAL, by="15 CFR 744.22(e)")
_GOV_21 = ("740.11(b)(2)(i)", "740.11(b)(2)(ii)")


def in_supplement_2(m: Matter) -> Answer:
    """Whether the item is in supplement no. 2 to part 744: as stated, or by its entry and paragraph."""
    stated = SUPPLEMENT_2.fact(m.item)
    if stated.is_known:
        return SUPPLEMENT_2.of(m.item)
    fact = m.item.eccn
    if fact.value is None:
        return Answer(
            truth=Truth.UNKNOWN if fact.is_unknown else Truth.NO,
            says="in supplement no. 2",
            question=fact.ask,
        )

    found = supplements.military_item(fact.value, m.on, related_of(m))
    if found.is_unknown:
        # The list's own words limit the entry ("Limited to ..."): one question covers them.
        return SUPPLEMENT_2.of(m.item)
    return found


#: 85 FR 23459 added military end users in China to the end uses there, effective 2020-06-29.
_CHINESE_USERS = date(2020, 6, 29)


def _users(m: Matter, question: Ask[bool], group: str, but: tuple[str, ...] = ()) -> Answer:
    """Whether a party located in the group's places is such an end user."""
    parts = [
        all_of(lies_in(party.country, group, on=m.on, but=but), question.of(party), says=party.name)
        for party in m.trade.parties
    ]
    if m.trade.parties_complete.state is State.UNKNOWN:
        parts.append(
            all_of(
                lies_in(m.trade.destination, group, on=m.on),
                Answer(truth=Truth.UNKNOWN, says="parties", question=m.trade.parties_complete.ask),
            )
        )
    return any_of(*parts, says=question.text)


@rule(
    "15 CFR 744.21(a)(1)",
    "a licence is needed for supplement no. 2 items to a military end use or user in China and four others",
    in_force("2007-06-19", by="72 FR 33646; places by 79 FR 66288, 85 FR 23459, 86 FR 70015, 89 FR 18780"),
    gp=5,
    tags=("744", "744.21"),
    open_to=_GOV_21,
    policy=_PD_E1,
)
def military_listed_items(m: Matter) -> Answer:
    """Burma, Cambodia, China, Nicaragua and Venezuela: only items of supplement no. 2, and only on knowledge.

    Unlisted military end users count inside those countries, in China since 2020-06-29; outside them only
    those on the MEU List.
    """
    listed = in_supplement_2(m)
    if listed.is_no:
        return listed
    used = all_of(
        lies_in(m.trade.destination, "MEU_LISTED_ITEMS", on=m.on, says="the destination is one of them"),
        MILITARY_USE.of(m.trade),
    )
    users = _users(m, MILITARY_USER, "MEU_LISTED_ITEMS", but=("CN",) if m.on < _CHINESE_USERS else ())
    old = all_of(m.trade.destination.is_("VE"), OLD_CONTRACT.of(m.trade))
    return all_of(listed, any_of(used, users), negate(old))


def _policy_a2(m: Matter) -> Policy:
    food = all_of(m.item.eccn.test(lambda eccn: eccn.is_ear99), FOOD.of(m.item))
    if food.is_yes:
        return Policy(
            verb=Verb.CASE_BY_CASE, by="15 CFR 744.21(e)(1)", says="food and medicine designated EAR99"
        )
    if food.is_no:
        return Policy(verb=Verb.POLICY_DENIAL, by="15 CFR 744.21(e)(1)")
    return Policy(verb=None, by="15 CFR 744.21(e)(1)", asks=food.asks())


@rule(
    "15 CFR 744.21(a)(2)",
    "a licence is needed for any item to a military end use or user in Russia or Belarus",
    in_force("2022-02-24", by="87 FR 12226; Belarus by 87 FR 13048"),
    gp=5,
    tags=("744", "744.21"),
    open_to=_GOV_21,
    policy=_policy_a2,
)
def military_any_item(m: Matter) -> Answer:
    """Any item subject to the EAR, EAR99 included; abroad only footnote 3 entities."""
    used = MILITARY_USE.of(m.trade)
    if not used.is_no:
        used = all_of(lies_in(m.trade.destination, "MEU_ANY_ITEM", on=m.on, says="Russia or Belarus"), used)
    return any_of(used, _users(m, MILITARY_USER, "MEU_ANY_ITEM"))


def _listed_readings(m: Matter, *, owned: bool) -> list[Reading]:
    pick = owned_entries if owned else entries
    found: list[Reading] = []
    for party in m.trade.parties:
        for entry in pick(m, party, (MEU_LIST,)):
            through = f", owned by {entry.listing.party.name}" if owned else ""
            found.append(
                Reading(
                    answer=all_of(takes_part(party), entry.same, in_supplement_2(m), says=party.name),
                    why=f"{party.name}{through}: items in supplement no. 2 to part 744",
                    party=party.name,
                    open_to=frozenset({*_GOV_21, "TGL"}) if owned else None,
                )
            )
    return found


@rule(
    "15 CFR 744.21(b)(1)(ii); 744.21(a)(1); part 744, Supplement No. 7",
    "a licence is needed for supplement no. 2 items when a party is on the Military End-User List",
    in_force("2020-12-23", by="85 FR 83793"),
    gp=5,
    tags=("744", "744.21", "affiliate"),
    open_to=_GOV_21,
    policy=_PD_E1,
)
def military_list(m: Matter) -> Sequence[Reading]:
    """The list of supplement no. 7 does not reach EAR99 or other items outside supplement no. 2."""
    found = _listed_readings(m, owned=False)
    if in_supplement_2(m).is_no:
        return found or _NOBODY
    found.extend(not_screened(m, "on the Military End-User List"))
    return found or _NOBODY


@rule(
    "15 CFR 744.21(a)(3); part 744, Supplement No. 8",
    "a licence is needed for supplement no. 2 items when listed military end users own half of a "
    "foreign party",
    *AFFILIATES,
    gp=5,
    tags=("744", "744.21", "affiliate"),
    open_to=_GOV_21,
    policy=_PD_E1,
)
def affiliate_of_military(m: Matter) -> Sequence[Reading]:
    """Owners that are only unlisted military end users do not count."""
    found = _listed_readings(m, owned=True)
    if not in_supplement_2(m).is_no:
        found.extend(ownership_unknown(m))
    return found or _NOBODY


_NOBODY = (Reading(answer=no("no party is on the Military End-User List")),)


#: The military-intelligence end users that 744.22(f)(2)(i) to (x) names, by the words of each name.
_INTELLIGENCE_NAMES = (
    "office of chief of military security affairs", "ocmsa", "directorate of signal",
    "general department of research and intelligence", "gdri", "directorate of military intelligence",
    "directorate of military counterintelligence", "intelligence bureau of the joint staff department",
    "islamic revolutionary guard corps intelligence organization", "irgc io",
    "artesh directorate for intelligence", "reconnaissance general bureau", "main intelligence directorate",
    "military intelligence service", "general directorate of military counterintelligence", "dgcim",
    "main intelligence directorate of the general staff of the armed forces of belarus",
)  # fmt: skip


@lru_cache(maxsize=4096)
def _by_name(text: str) -> Truth:
    """Yes for one of the names, unknown for a name that holds one."""
    name = " ".join(re.findall(r"[a-z0-9]+", re.sub(r"\([^)]*\)", "", text).casefold()))
    if name in _INTELLIGENCE_NAMES:
        return Truth.YES
    holds = any(len(each) > 12 and each in name for each in _INTELLIGENCE_NAMES)
    return Truth.UNKNOWN if holds else Truth.NO


def _named(party: TradeParty) -> Answer:
    """Whether the party is named in 744.22(f)(2): as stated, or by its own name."""
    found = Truth.NO if NAMED_INTELLIGENCE.id in party.statements else _by_name(party.name)
    if found is Truth.YES:
        return Answer(truth=found, says=f"{party.name} is named in 15 CFR 744.22(f)(2)")
    if found is Truth.UNKNOWN:
        question = Question(id=NAMED_INTELLIGENCE.id, text=NAMED_INTELLIGENCE.text)
        return Answer(truth=found, says=NAMED_INTELLIGENCE.text, question=question)
    return NAMED_INTELLIGENCE.of(party)


@rule(
    "15 CFR 744.22(a)",
    "a licence is needed for any item to a military-intelligence end use or user of the named countries",
    in_force("2021-03-16", by="86 FR 4865; Cambodia 86 FR 70015; Belarus 87 FR 13048"),
    gp=5,
    tags=("744", "744.22"),
    open_to=("740.11(b)(2)(ii)",),
    policy=_PD_22,
)
def military_intelligence(m: Matter) -> Answer:
    """Belarus, Burma, Cambodia, China, Russia, Venezuela, E:1 and E:2; abroad only those of (f)(2)."""
    used = INTELLIGENCE_USE.of(m.trade)
    if not used.is_no:
        used = all_of(
            lies_in(
                m.trade.destination, "MIEU", "E:1", "E:2", on=m.on, says="the destination is one of them"
            ),
            used,
        )
    users = any_of(
        *(
            any_of(
                _named(party),
                all_of(
                    lies_in(party.country, "MIEU", "E:1", "E:2", on=m.on),
                    INTELLIGENCE_USER.of(party),
                ),
                says=party.name,
            )
            for party in m.trade.parties
        ),
        says="a party is a military-intelligence end user",
    )
    return any_of(used, users)


#: 744.9(a)(1): cameras by group of destinations that stay free.
_CAMERAS_A = ("6A003.a.3", "6A003.a.4", "6A003.a.6")
_CAMERAS_B = ("0A504", "6A002", "6A003", "6A993.a", "8A002.d", "-6A003.a.3", "-6A003.a.4", "-6A003.a.6")
_CAMERAS_C = ("0A504", "6A002", "6A003", "6A993.a", "8A002.d")


def _military_party(m: Matter) -> Answer:
    return any_of(MILITARY_USE.of(m.trade), *(MILITARY_USER.of(party) for party in m.trade.parties))


@rule(
    "15 CFR 744.9(a)",
    "a licence is needed for named cameras to a military end-user, or into a military commodity",
    in_force("2009-05-22", by="74 FR 23941, as amended"),
    gp=5,
    tags=("744", "744.9"),
    open_to=("740.11(b)(2)(ii)",),
    policy=Policy(verb=Verb.CASE_BY_CASE, by="15 CFR 744.9(c)", says="as the ITAR would be applied"),
)
def cameras(m: Matter) -> Answer:
    """Three groups of cameras, each with its own free destinations; not for A:1 deployments."""
    if covered(m.item, (*_CAMERAS_C, *_CAMERAS_A)).is_no:
        return no("not one of the named cameras")
    to, on = m.trade.destination, m.on
    outside_three = negate(lies_in(to, "AU", "CA", "GB", on=on))
    return all_of(
        any_of(
            all_of(covered(m.item, _CAMERAS_A), outside_three, _military_party(m)),
            all_of(covered(m.item, _CAMERAS_B), negate(lies_in(to, "A:1", on=on)), _military_party(m)),
            all_of(covered(m.item, _CAMERAS_C), outside_three, INTO_0A919.of(m.trade)),
        ),
        negate(DEPLOYMENT.of(m.trade)),
    )


@rule(
    "15 CFR 744.17(a)",
    "a licence is needed for fast microprocessors to a military end use or user in Country Group D:1",
    in_force("2003-01-14", by="68 FR 1796"),
    gp=5,
    tags=("744", "744.17"),
    open_to=("GOV",),
    policy=Policy(verb=Verb.PRESUMPTION_DENIAL, by="15 CFR 744.17(c)"),
)
def microprocessors(m: Matter) -> Answer:
    """It overrides licence exceptions and NLR, but for GOV."""
    return all_of(
        lies_in(m.trade.destination, "D:1", on=m.on, says="Country Group D:1"),
        MICROPROCESSOR.of(m.item),
        _military_party(m),
    )


@rule(
    "15 CFR 746.3(a)(4)",
    "a licence is needed for any item to a military end-use or end-user in Iraq",
    in_force("2004-07-30", by="69 FR 46070"),
    gp=6,
    tags=("746", "746.3"),
    open_to=(),
    policy=Policy(verb=Verb.POLICY_DENIAL, by="15 CFR 746.3(b)(4)"),
)
def iraq_military(m: Matter) -> Answer:
    """Not for the official use of the US Government, and not to the Government of Iraq."""
    to = m.trade.destination.is_("IQ", "the destination is Iraq")
    if to.is_no:
        return to
    return all_of(to, _military_party(m), negate(IRAQ_GOVERNMENT.of(m.trade)))
