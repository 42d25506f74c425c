"""15 CFR part 754: short supply. Petroleum of the Naval Reserves, western red cedar, horses sent by sea.

The control list marks these entries SS and sends the reader here; no chart column applies. The requirement is
for exports alone, to all destinations, Canada included (754.1(c): a reexport needs no licence unless this
part or the export licence says so).
"""

from __future__ import annotations

from licet.core.answer import Answer, all_of
from licet.core.ask import ask
from licet.core.deal import Act
from licet.core.listing import Verb
from licet.law.matter import Matter
from licet.law.rule import Policy, Reading, always, rule
from licet.law.us.ear.named_items import covered

NAVAL_RESERVES = ask(
    "item.naval_petroleum_reserves",
    "Was the product made from Naval Petroleum Reserves oil or gas, or had in exchange for such a product?",
)
PRESIDENT_FOUND = ask(
    "trade.naval_reserves_exchange",
    "Is it a temporary export or exchange that the Naval Petroleum Reserves Production Act excepts?",
)
BY_SEA = ask("trade.by_sea", "Are the horses exported by sea?")
SLAUGHTER = ask("use.slaughter", "Are the horses for slaughter?")
PUBLIC_LANDS = ask(
    "item.cedar_from_state_or_federal_land",
    "Was the cedar cut on Federal or State land outside Alaska (not private or Indian land)?",
    clean=None,
)
CONTRACT_OF_1979 = ask(
    "item.cedar_contract_before_1979_10_01", "Was it cut under a contract made before 1 October 1979?"
)
_SINCE = always(by="61 FR 12844")
_TAGS = ("chart", "SS", "754")


def _export(m: Matter) -> Answer:
    return m.trade.act.is_(Act.EXPORT, "an export from the United States")


def _petroleum_policy(m: Matter) -> Policy:
    by = "15 CFR 754.3(b)"
    excepted = PRESIDENT_FOUND.of(m.trade)
    if excepted.is_yes:
        return Policy(verb=Verb.GENERAL_APPROVAL, by=f"{by}(2)", says="an exchange that the Act excepts")
    if excepted.is_unknown:
        return Policy(verb=None, by=by, asks=excepted.asks())
    return Policy(verb=Verb.POLICY_DENIAL, by=f"{by}(1)", says="unless the President makes a finding")


@rule(
    "15 CFR 754.3(a); 754.1",
    "a licence is needed to export Naval Petroleum Reserves products anywhere",
    _SINCE,
    gp=1,
    tags=_TAGS,
    open_to=(),
    policy=_petroleum_policy,
)
def petroleum(m: Matter) -> Answer:
    """1C980, 1C982, 1C983 and 1C984, when made from that oil or had in exchange for it; crude oil is free."""
    listed = covered(m.item, ("1C980", "1C982", "1C983", "1C984"))
    if listed.is_no:
        return listed
    return all_of(listed, _export(m), NAVAL_RESERVES.of(m.item))


def _cedar_policy(m: Matter) -> Policy:
    by = "15 CFR 754.4(b)"
    public = PUBLIC_LANDS.of(m.item)
    if public.is_no:
        return Policy(verb=Verb.GENERAL_APPROVAL, by=f"{by}(3)", says="Alaska, private or Indian land")
    if public.is_unknown:
        return Policy(verb=None, by=by, asks=public.asks())
    if CONTRACT_OF_1979.of(m.item).is_yes:
        return Policy(verb=Verb.CASE_BY_CASE, by=f"{by}(2)", says="harvest contract of before October 1979")
    return Policy(verb=Verb.POLICY_DENIAL, by=f"{by}(1)")


@rule(
    "15 CFR 754.4(a)",
    "a licence or License Exception WRC is needed to export unprocessed western red cedar anywhere",
    _SINCE,
    gp=1,
    tags=_TAGS,
    open_to=("WRC",),
    policy=_cedar_policy,
)
def red_cedar(m: Matter) -> Answer:
    """1C988: logs, timber and lumber containing wane."""
    listed = covered(m.item, ("1C988",))
    return listed if listed.is_no else all_of(listed, _export(m))


@rule(
    "15 CFR 754.4(c)",
    "License Exception WRC covers western red cedar of Alaska's public, of private and of Indian lands",
    _SINCE,
    lifts=("754",),
    code="WRC",
)
def western_red_cedar(m: Matter) -> Reading:
    """With statements of every owner of the timber and a certificate of inspection on file."""
    listed = covered(m.item, ("1C988",))
    public = PUBLIC_LANDS.test(m.item, lambda value: not value, "not of Federal or State land outside Alaska")
    return Reading(
        answer=listed if listed.is_no else all_of(listed, public),
        duties=(
            "statement of each holder of the timber that it is not of such land (754.4(c)(2)(i))",
            "certificate of inspection of a grading organisation (754.4(c)(2)(ii))",
        ),
    )


def _horses_policy(m: Matter) -> Policy:
    by = "15 CFR 754.5(b)"
    slaughter = SLAUGHTER.of(m.trade)
    if slaughter.is_yes:
        return Policy(verb=Verb.POLICY_DENIAL, by=f"{by}(1)")
    if slaughter.is_unknown:
        return Policy(verb=None, by=by, asks=slaughter.asks())
    return Policy(
        verb=Verb.GENERAL_APPROVAL, by=f"{by}(2)", says="not intended for slaughter; one consignment"
    )


@rule(
    "15 CFR 754.5(a)",
    "a licence is needed to export horses by sea anywhere",
    _SINCE,
    gp=1,
    tags=_TAGS,
    open_to=(),
    policy=_horses_policy,
)
def horses(m: Matter) -> Answer:
    """0A980. By air or land they are free."""
    listed = covered(m.item, ("0A980",))
    return listed if listed.is_no else all_of(listed, _export(m), BY_SEA.of(m.trade))
