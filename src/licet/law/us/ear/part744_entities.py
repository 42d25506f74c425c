"""15 CFR 744.11 and 744.16: the Entity List, its addresses, its footnotes, and what listed owners pass on."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from datetime import date

from licet.core.answer import Answer, Question, Truth, all_of, any_of, negate, no
from licet.core.ask import ask
from licet.core.deal import TradeParty
from licet.core.fact import State
from licet.core.listing import ItemScope, Requirement, Verb
from licet.core.period import Status, period_on
from licet.law.matter import Matter
from licet.law.rule import Policy, Reading, always, deferred, in_force, rule
from licet.law.us.ear.named_items import TOOLS_OF_FOOTNOTE_5, covered
from licet.law.us.ear.part744_parties import (
    AFFILIATES,
    ENTITY_LIST,
    OWNERS,
    Entry,
    entries,
    is_foreign,
    not_screened,
    owned_entries,
    owners_open,
    ownership_unknown,
    takes_part,
)
from licet.law.us.ear.part744_policy import AVIATION, policy_of_entry
from licet.law.us.ear.places import lies_in
from licet.law.us.ear.questions import EQUIVALENT, OIL_PROJECT
from licet.law.us.ear.savings import DUTY as SAVED_DUTY
from licet.law.us.ear.savings import clause_of_listing

__all__ = ["entity_readings", "has_footnote", "without_effect"]

AUTHORISED_GL = ask(
    "trade.ofac_general_license",
    "Does the OFAC general licence that the entry names authorise the transaction?",
)
ENERGY_HS = ask("item.energy_hs_list", "Is the item one of the energy commodities that the entry takes out?")
JOINT_VENTURE = ask(
    "party.joint_venture_a1", "Is it for a joint venture in Country Group A:1 that the entry takes out?"
)
UAV_OPERATOR = ask(
    "item.uav_operator_technology", "Is it EAR99 technology to operate the drones (entry's carve-out)?"
)
VULNERABILITY = ask(
    "item.vulnerability_disclosure",
    "Is it technology released to disclose a cybersecurity vulnerability, or for a standard (footnote 2)?",
)
RFF_OPEN = Question(
    id="party.rff_facility",
    text="Is License Exception RFF (740.26) open to this facility (restricted fabrication)?",
)
BELOW_5G = ask("item.below_5g", "Can the item support only telecommunications below the 5G level?")
_CARVES = {
    "HS_LIST_ENERGY": (ENERGY_HS, "item"),
    "JV_A1_OUTSIDE_COORDINATES": (JOINT_VENTURE, "party"),
    "EAR99_TECH_UAV_OPERATOR": (UAV_OPERATOR, "item"),
}
_FOR_FOOTNOTES = ("734.", "736.", "746.8(a)(3)", "744.21")


def _covers_item(m: Matter, need: Requirement) -> Answer:
    eccn = m.item.eccn
    match need.scope:
        case ItemScope.SUPP2_PART744:
            from licet.law.us.ear.part744_military import in_supplement_2

            return in_supplement_2(m)
        case ItemScope.CCL:
            return eccn.test(lambda code: not code.is_ear99, "the item is on the CCL")
        case ItemScope.CCL_OR_SUPP7_EAR99 | ItemScope.CCL_OR_SUPP7:
            from licet.law.us.ear.part746_goods import in_supplement

            on_ccl = eccn.test(lambda code: not code.is_ear99, "the item is on the CCL")
            return any_of(on_ccl, in_supplement(m, 7), says=need.scope.value)
        case _:
            return Answer(truth=Truth.YES, says=need.scope.value)


def _no_code(m: Matter) -> bool:
    """Whether a tariff code does not apply, or was declared to be on no list."""
    return m.item.hts.state is State.NOT_APPLICABLE


def _carved_out(m: Matter, entry: Entry, need: Requirement) -> Answer:
    parts: list[Answer] = []
    for code in need.carve_outs:
        if code.startswith("OFAC_GL"):
            parts.append(AUTHORISED_GL.of(m.trade))
        elif code == "HS_LIST_ENERGY" and ENERGY_HS.id not in m.item.statements and not _no_code(m):
            parts.append(
                m.item.hts.test(
                    lambda text: re.sub(r"\D", "", text).startswith(need.carve_out_hs), ENERGY_HS.text
                )
            )
        elif known := _CARVES.get(code):
            question, holder = known
            parts.append(question.of(m.item if holder == "item" else entry.party))
        else:
            parts.append(Answer(truth=Truth.UNKNOWN, says=f"carve-out {code} of the entry"))
    if 2 in need.footnotes:
        parts.append(VULNERABILITY.of(m.item))
    return any_of(*parts, says="the entry takes the item out")


def _conditions(m: Matter, need: Requirement) -> Answer:
    if "END_USE_746.8(a)(4)_PROJECT" not in need.conditions:
        return Answer(truth=Truth.YES, says="no further condition")
    return OIL_PROJECT.test(
        m.trade,
        lambda value: value != "no",
        "used in such a project, or unable to determine (746.8(a)(4)(i))",
    )


def _saved(m: Matter, entry: Entry) -> tuple[Answer, tuple[str, ...]]:
    """Whether the listing rule's savings clause takes the shipment out, and what must be shown with it."""
    version = entry.version
    start = entry.listing.period.start or (version.period.start if version else None)
    if entry.owned:
        return no("no savings clause"), ()
    return clause_of_listing(m, entry.listing, start)


#: The documents that listed Huawei and its affiliates while its temporary general licence ran.
_HUAWEI_DAYS = frozenset({date(2019, 5, 16), date(2019, 8, 19)})


def _open_to(
    need: Requirement, policy_sections: Sequence[str], *, owned: bool, under_huawei_licence: bool
) -> frozenset[str]:
    names: set[str] = set()
    for exception in need.exceptions:
        if "740.11(b)(2)" in exception:
            names |= {"740.11(b)(2)", "740.11(e)"}
        elif exception.startswith("GOV"):
            names.add("GOV")
    if any(section.startswith("740.26") for section in policy_sections):
        names.add("RFF")
    if owned or under_huawei_licence:
        names.add("TGL")
    return frozenset(names)


#: 740.2(a)(5)(ii): what moves as part of a craft or for its repair.
_CRAFT_PARTS = (
    "6A008", "7A001", "7A002", "7A004", "7A101", "7A102", "7A103", "7A104", "7A105", "7B001", "7D001",
    "7D002", "7D003", "7D101", "7D102", "7E003", "7E101", "9A515", "2A001", "2A101",
)  # fmt: skip


def _safe_aviation(m: Matter, entry: Entry) -> Answer:
    """744.16(b): items of 740.2(a)(5) to listed Indian or Pakistani entities for the safety of civil aviation
    keep their exceptions.
    """
    countries = {*entry.listing.party.countries, entry.party.country.value or ""}
    if not countries & {"IN", "PK"}:
        return no("not an Indian or Pakistani entity")
    return all_of(covered(m.item, _CRAFT_PARTS, "an item of 740.2(a)(5)"), AVIATION.of(m.trade))


def _reach(m: Matter, entry: Entry, need: Requirement) -> Iterator[Answer]:
    """What the entry requires of the item: its scope, its carve-outs, its own condition."""
    yield _covers_item(m, need)
    yield negate(_carved_out(m, entry, need))
    if need.conditions:
        yield _conditions(m, need)


def without_effect(m: Matter, entry: Entry) -> Answer:
    """Whether the party is surely listed although its entry requires nothing of this trade."""
    need = entry.version.requirement if entry.version else None
    reach = _reach(m, entry, need or Requirement(scope=ItemScope.UNPARSED))
    bites = all_of(takes_part(entry.party), *reach)
    return all_of(entry.same, negate(bites), says=f"{entry.party.name} is on the Entity List, without effect")


def _read_entry(m: Matter, entry: Entry) -> Reading:
    version = entry.version
    need = version.requirement if version else None
    party, name = entry.party, entry.listing.party.name
    sections = version.policy.sections if version and version.policy else ()
    if need is None:
        need = Requirement(scope=ItemScope.UNPARSED)
    parts = [takes_part(party), entry.same, *_reach(m, entry, need)]
    through = f"{party.name}, owned by {name}" if entry.owned else party.name
    flags = list(need.flags)
    if need.scope is ItemScope.UNPARSED:
        flags.append("ENTRY_NOT_READ")
    answer = all_of(*parts, says=f"Entity List: {through}")
    status: Status | None = None
    duties: tuple[str, ...] = ()
    if not answer.is_no:
        alone = _only_by_direct_product(m, need)
        if not alone.is_no:
            answer = all_of(answer, negate(alone))
        saved, shown = _saved(m, entry)
        if saved.is_yes:
            status, duties = Status.SAVED, (SAVED_DUTY,)
            flags.extend(shown)
        elif saved.is_unknown:
            answer = all_of(answer, negate(saved))
    # What the entry names for its footnote rule has a requirement of its own; it is not cited for this one.
    cites = tuple(f"15 CFR {section}" for section in need.sections if not section.startswith(_FOR_FOOTNOTES))
    huawei = entry.listing.period.start in _HUAWEI_DAYS
    open_to = _open_to(need, sections, owned=entry.owned, under_huawei_licence=huawei)
    aviation = _safe_aviation(m, entry)
    if not aviation.is_no:
        open_to |= {"TMP", "RPL", "TSU", "AVS"}
    return Reading(
        answer=answer,
        why=f"{through}: {need.scope.value}",
        cites=cites,
        open_to=open_to,
        policy=None
        if answer.is_no
        else policy_of_entry(m, version.policy if version else None, entry.listing.source_note),
        flags=tuple(flags),
        status=status,
        duties=duties,
        party=party.name,
        asks=(*aviation.asks(), *((RFF_OPEN,) if "RFF" in open_to else ())),
    )


def _only_by_direct_product(m: Matter, need: Requirement) -> Answer:
    """Whether the item is subject to the EAR by the entry's own footnote rule and by nothing else.

    Such an item has the requirement of that rule (744.11(a)(2), 746.8(a)(3)), with its exclusions.
    """
    from licet.law.us.ear.subject import reached_only_by

    footnotes = {*need.footnotes, *need.inferred_footnotes} & {1, 3, 5}
    if not footnotes:
        return no("no footnote rule of its own")
    own = [f"FDP_FOOTNOTE_{number}" for number in footnotes]
    return reached_only_by(m, (*own, "CONTENT_FOOTNOTE_5") if 5 in footnotes else own)


def has_footnote(m: Matter, party: TradeParty, number: int) -> Answer:
    """Whether the party takes part and carries an Entity List footnote, itself or through its owners."""
    found = [
        all_of(takes_part(party), entry.same)
        for entry in entries(m, party, (ENTITY_LIST,))
        if _carries(entry, number)
    ]
    period = period_on(AFFILIATES, m.on)
    if period is not None and period.status is Status.IN_FORCE:
        found.extend(
            all_of(takes_part(party), entry.same)
            for entry in owned_entries(m, party, (ENTITY_LIST,))
            if _carries(entry, number)
        )
        if owners_open(party) and not is_foreign(party).is_no:
            ask_owners = party.stakes.ask or OWNERS
            found.append(
                all_of(
                    takes_part(party),
                    Answer(truth=Truth.UNKNOWN, says=f"an owner's footnote {number}", question=ask_owners),
                )
            )
    if party.hits.is_unknown:
        found.append(Answer(truth=Truth.UNKNOWN, says=f"footnote {number}", question=party.hits.ask))
    return any_of(*found, says=f"{party.name} carries footnote {number}")


def _carries(entry: Entry, number: int) -> bool:
    need = entry.version.requirement if entry.version else None
    return need is not None and number in (*need.footnotes, *need.inferred_footnotes)


def entity_readings(m: Matter) -> Iterator[Reading]:
    """One reading for each Entity List entry that may be a party."""
    for party in m.trade.parties:
        for entry in entries(m, party, (ENTITY_LIST,)):
            yield _read_entry(m, entry)


@rule(
    "15 CFR 744.16(a); 744.11(a); part 744, Supplement No. 4",
    "a licence is needed when an Entity List party, or one using a listed address, takes part",
    always(by="62 FR 4910, in the form of 73 FR 49321"),
    gp=5,
    tags=("744", "744.11", "affiliate"),
    open_to=(),
)
def entity_list(m: Matter) -> Sequence[Reading]:
    """Each entry says which items need a licence, how applications are reviewed, and what stays open.

    It bites when the listed party is purchaser, intermediate or ultimate consignee, or end-user. An address
    entry (since 89 FR 51644) reaches any firm that uses the address. No licence exception is open but those
    that the entry names (744.16(b)).
    """
    found = list(entity_readings(m))
    found.extend(not_screened(m, "on the Entity List"))
    return found or _NOBODY


@rule(
    "15 CFR 744.11(a)(1); 744.11(a); 744.16(a); part 744, Supplement No. 8",
    "a licence is needed because Entity List parties own at least half of a foreign party",
    *AFFILIATES,
    gp=5,
    tags=("744", "744.11", "affiliate"),
    open_to=(),
)
def affiliate_of_entity(m: Matter) -> Sequence[Reading]:
    """Look through ownership to Entity List parties.

    The shares of all listed owners count together, held directly or through others. Only ownership
    counts, not control. A share that is not known is never read as zero. Each owner's entry is
    inherited as it stands, so that the most restrictive governs.
    """
    found = [
        _read_entry(m, entry)
        for party in m.trade.parties
        for entry in owned_entries(m, party, (ENTITY_LIST,))
    ]
    found.extend(ownership_unknown(m))
    return found or _NOBODY_OWNED


_NOBODY = (Reading(answer=no("no party is on the Entity List")),)
_NOBODY_OWNED = (Reading(answer=no("no party is owned by Entity List parties to half or more")),)


def _route(m: Matter, code: str) -> Answer:
    from licet.law.us.ear.subject import route

    return route(m, code)


def _below_5g(m: Matter) -> Policy:
    if BELOW_5G.of(m.item).is_yes:
        return Policy(verb=Verb.CASE_BY_CASE, by="15 CFR 744.11(a)(2)(i)", says="below the 5G level")
    for party in m.trade.parties:
        for entry in entries(m, party, (ENTITY_LIST,)):
            if _carries(entry, 1) and entry.version:
                return policy_of_entry(m, entry.version.policy)
    return Policy(
        verb=None, by="15 CFR 744.11(a)(2)(i)", says="the entry's policy; sophistication is a factor"
    )


@rule(
    "15 CFR 744.11(a)(2)(i); 734.9(e)(1)",
    "a licence or licence exception is needed for foreign-made items that footnote 1 makes subject to "
    "the EAR",
    in_force("2020-05-15", by="85 FR 29849, rewritten 85 FR 51596"),
    gp=3,
    tags=("footnote 1", "chart"),
    policy=_below_5g,
)
def footnote_1_items(m: Matter) -> Answer:
    """All licence exceptions of part 740 stay available for these items, on their own terms."""
    return _route(m, "FDP_FOOTNOTE_1")


def _policy_of_footnote(number: int) -> Policy:
    return Policy(
        verb=Verb.BY_REFERENCE, by=f"entry of the footnote {number} party", says="by reference: the entry"
    )


def _footnote_4_policy(m: Matter) -> Policy:
    return _entry_policy(m, 4)


def _footnote_5_policy(m: Matter) -> Policy:
    return _entry_policy(m, 5)


def _entry_policy(m: Matter, number: int) -> Policy:
    for party in m.trade.parties:
        for entry in entries(m, party, (ENTITY_LIST,)):
            if _carries(entry, number) and entry.version:
                return policy_of_entry(m, entry.version.policy)
    return _policy_of_footnote(number)


@rule(
    "15 CFR 744.11(a)(2)(iv); 734.9(e)(2)",
    "a licence is needed for foreign-made items that footnote 4 makes subject to the EAR",
    in_force("2022-10-21", by="87 FR 62186"),
    gp=3,
    tags=("744", "footnote 4"),
    open_to=(),
    policy=_footnote_4_policy,
)
def footnote_4_items(m: Matter) -> Answer:
    """To or within any destination, to any end user or party; no licence exception."""
    return _route(m, "FDP_FOOTNOTE_4")


@rule(
    "15 CFR 744.11(a)(2)(v)(A); 734.9(e)(3); 734.4(a)(9)",
    "a licence is needed for chip-making equipment that footnote 5 or an advanced-node fab makes "
    "subject to the EAR",
    deferred("2024-12-02", "2024-12-31", by="89 FR 96830, compliance 2024-12-31"),
    in_force("2024-12-31", by="89 FR 96830"),
    gp=3,
    tags=("744", "footnote 5"),
    open_to=(),
    policy=_footnote_5_policy,
)
def footnote_5_items(m: Matter) -> Answer:
    """Depends on who sends from where.

    (1) A sender with a Macau or D:5 parent: the whole list, from anywhere. (2) From A:5 countries outside
    supplement no. 4 to part 742: 3B993 only, where the country has no equivalent control. (3) From outside
    A:5: the whole list when sender and parent are outside supplement no. 4, else 3B993 only. (4) Transfers
    within the country of the party alike. From Japan or the Netherlands by their own firms: nothing.
    """
    reached = any_of(
        _route(m, "FDP_FOOTNOTE_5"), _route(m, "CONTENT_FOOTNOTE_5"), says="subject by footnote 5"
    )
    if reached.is_no:
        return reached
    trade, on = m.trade, m.on
    whole = covered(m.item, TOOLS_OF_FOOTNOTE_5, "the item is on the footnote 5 list")
    lithography = covered(m.item, ("3B993",), "the item is 3B993")
    d5_parent = any_of(
        lies_in(trade.actor_hq, "MO", "D:5", on=on), lies_in(trade.actor_parent, "MO", "D:5", on=on),
        says="the sender or its parent is headquartered in Macau or D:5",
    )  # fmt: skip
    ally_parent = any_of(
        lies_in(trade.actor_hq, "SME", on=on), lies_in(trade.actor_parent, "SME", on=on),
        says="the sender or its parent is headquartered in a supplement no. 4 country",
    )  # fmt: skip
    from_a5 = lies_in(trade.exported_from, "A:5", on=on, says="sent from a Country Group A:5 country")
    from_ally = lies_in(trade.exported_from, "SME", on=on, says="sent from a supplement no. 4 country")
    return all_of(
        reached,
        any_of(
            all_of(d5_parent, whole, says="(A)(1)"),
            all_of(from_a5, negate(from_ally), lithography, negate(EQUIVALENT.of(m.item)), says="(A)(2)"),
            all_of(negate(from_a5), negate(ally_parent), whole, says="(A)(3)(i), (4)(i)"),
            all_of(negate(from_a5), ally_parent, lithography, says="(A)(3)(ii), (4)(ii)"),
        ),
    )


@rule(
    "15 CFR 742.6(a)(11)",
    "a licence is needed for 3B993, 3B994, 3D993, 3D994, 3E993 and 3E994 to a footnote 5 entity",
    in_force("2024-12-02", by="89 FR 96790"),
    gp=1,
    tags=("744", "footnote 5"),
    open_to=("RFF",),
    policy=_footnote_5_policy,
)
def footnote_5_regional(m: Matter) -> Answer:
    """For items that are subject to the EAR otherwise than by the footnote 5 rule."""
    named = covered(m.item, ("3B993", "3B994", "3D993", "3D994", "3E993", "3E994"))
    if named.is_no:
        return named
    return all_of(
        named,
        any_of(*(has_footnote(m, party, 5) for party in m.trade.parties)),
        negate(any_of(_route(m, "FDP_FOOTNOTE_5"), _route(m, "CONTENT_FOOTNOTE_5"))),
    )


@rule(
    "15 CFR part 736, Supplement No. 1, General Order No. 7",
    "the temporary general licence for unlisted affiliates lifts 744.11 and 744.21, not 744.8",
    in_force("2025-09-29", "2025-11-10", by="90 FR 47201, stayed with the rest by 90 FR 50857"),
    lifts=("affiliate",),
    code="TGL",
    general=True,
)
def general_order_7(m: Matter) -> Answer:
    """To or within A:5 or A:6, or outside E:1 and E:2 for a joint venture with an unlisted US, A:5 or A:6
    firm.

    Printed to run to 2025-12-01, but stayed with the Affiliates Rule from 2025-11-10.
    """
    to = m.trade.destination
    venture = any_of(*(VENTURE.of(party) for party in m.trade.parties), says="such a joint venture")
    return any_of(
        lies_in(to, "A:5", "A:6", on=m.on, says="the destination is in A:5 or A:6"),
        all_of(negate(lies_in(to, "E:1", "E:2", on=m.on)), venture),
        says="General Order No. 7",
    )


VENTURE = ask(
    "party.joint_venture_with_ally",
    "Is the party a joint venture with an unlisted company of the United States or Country Group A:5 or A:6?",
)
