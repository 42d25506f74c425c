"""15 CFR part 742: how an application would be reviewed for each reason for control."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

from licet.core.answer import Answer, all_of, any_of, negate
from licet.core.ask import Ask, ask
from licet.core.listing import Verb
from licet.law.matter import Matter
from licet.law.rule import Policy
from licet.law.us.ear import ccl
from licet.law.us.ear.part744_seats import d5_headquartered, policy_744_23
from licet.law.us.ear.places import in_group, lies_in_d5
from licet.law.us.ear.questions import (
    GOVERNMENT_USER,
    IC_PRODUCTION,
    MILITARY_USE,
    MILITARY_USER,
    NODE_USE,
    SME_MAKING,
    SUPERCOMPUTER,
)

__all__ = ["policy_of_row"]

TPP = Ask[Decimal]("item.tpp", "What is its total processing performance (3A090)?", None)
BANDWIDTH = Ask[Decimal]("item.total_dram_bandwidth_gbps", "What is its total DRAM bandwidth in GB/s?", None)
CERTIFIED = ask(
    "trade.certified_748_dd",
    "Does the applicant give the certifications of supplement no. 2 to part 748, (dd)?",
)
PROVIDER = ask(
    "trade.communications_provider",
    "Is the exporter a provider of communication services, or a US, State or local agency (742.13(b)(1))?",
)
FC_CERTIFICATE = ask(
    "trade.fc_import_certificate",
    "Is an FC Import Certificate of the importing government held (742.17(b))?",
)
#: Policies of denial for Russia and Belarus: 742.2(b)(4), 742.3(b)(4), 742.4(b)(9), 742.5(b)(5), 742.6(b)(9).
_RUSSIA = {"CB": "742.2(b)(4)", "NP": "742.3(b)(4)", "NS": "742.4(b)(9)", "MT": "742.5(b)(5)",
           "RS": "742.6(b)"}  # fmt: skip
#: 742.4(b)(7)(i).
_MILITARY_RISK = ("MM", "KH", "CN", "NI", "VE")
#: 742.6(b)(2)(ii): concealed object detectors for government end users of these places.
_CONCEALED = ("2A984", "2D984", "2E984")
_CONCEALED_TO = ("AT", "CY", "FI", "IE", "IL", "MT", "MX", "SG", "SE")
_RUSSIA_SINCE = date(2022, 2, 24)
#: 742.6(b)(10)(iii)(A)(1) by 2026-00789.
_CASE_BY_CASE_FROM = date(2026, 1, 15)
_FIREARMS = frozenset(
    [
        "0A501",
        "0A502",
        "0A504",
        "0A505",
        "0A506",
        "0A507",
        "0A508",
        "0A509",
        "0B501",
        "0B505",
        "0D501",
        "0D505",
        "0E501",
        "0E504",
        "0E505",
    ]
)
_BY_REASON = {
    "NS": "742.4(b)", "RS": "742.6(b)", "CB": "742.2(b)", "NP": "742.3(b)", "MT": "742.5(b)",
    "CC": "742.7(b)",
    "FC": "742.17(b)", "EI": "742.15(a)", "SI": "742.14(b)", "SL": "742.13(b)", "CW": "742.18(b)",
    "AT": "742.19(b)",
    "UN": "746.1(b)(3)",
}  # fmt: skip


def policy_of_row(m: Matter, row: ccl.ControlRow, to: str) -> Policy:
    """The review policy of one control-list row for a destination."""
    special = _of_section(m, row, to)
    if special is not None:
        return special
    place = _of_place(m, row, to)
    if place is not None:
        return place
    match row.reason:
        case "CW":
            # Schedule 1 exports, and Schedules 2 and 3 to States not Party, generally will be denied.
            verb = Verb.CASE_BY_CASE if row.entry == "1E355" else Verb.POLICY_DENIAL
            return Policy(verb=verb, by="15 CFR 742.18(b)")
        case "SL":
            return _interception(m)
        case "FC":
            return _firearms_convention(m)
        case _:
            return Policy(verb=Verb.CASE_BY_CASE, by=f"15 CFR {_BY_REASON.get(row.reason, '742')}")


def _of_section(m: Matter, row: ccl.ControlRow, to: str) -> Policy | None:
    """The policy of a requirement that stands outside the chart."""
    section = row.target.section
    if section.startswith("742.6(a)(6)(iii)"):
        return _advanced_computing(m, to, section)
    if section.startswith("742.6(a)(6)(i)(B)"):
        return _memory(m)
    if section.startswith(("742.6(a)(6)", "742.4(a)(4)")):
        return _chip_equipment(m)
    if section.startswith(("742.6(a)(10)", "742.4(a)(5)")):
        return _worldwide(m, to, "742.6(b)(11)" if section.startswith("742.6") else "742.4(b)(10)")
    if section.startswith("742.6(a)(12)"):
        return Policy(verb=Verb.CASE_BY_CASE, by="15 CFR 742.6(b)(13)")
    if section.startswith("742.6(a)(13)"):
        return Policy(
            verb=Verb.PRESUMPTION_DENIAL, by="15 CFR 742.6(b)(14)", says="outside supplement no. 5 countries"
        )
    if section.startswith("742.6(a)(7)"):
        return _y_paragraphs(row, to)
    if section.startswith("742.11"):
        return Policy(verb=Verb.POLICY_DENIAL, by="15 CFR 742.11(b)")
    if section.startswith("742.6(a)(5)"):
        return Policy(verb=Verb.CASE_BY_CASE, by="15 CFR 746.3(b)(3)")
    return None


def _of_place(m: Matter, row: ccl.ControlRow, to: str) -> Policy | None:
    """The policy that a destination sets for a whole class of items."""
    if in_group(to, ("RU", "BY"), m.on) and row.reason in _RUSSIA and m.on >= _RUSSIA_SINCE:
        return Policy(verb=Verb.POLICY_DENIAL, by=f"15 CFR {_RUSSIA[row.reason]}; 746.8(b)")
    named = row.entry in _FIREARMS or (row.entry[0] == "9" and row.entry[2:] == "515")
    if named and in_group(to, ("CN", "E:1"), m.on) and row.reason in ("NS", "RS"):
        return Policy(verb=Verb.POLICY_DENIAL, by="15 CFR 742.6(b)(1)(i)(F)")
    munitions = row.entry[2] == "6" or named
    if munitions and in_group(to, ("D:5",), m.on) and row.reason in ("NS", "RS"):
        return Policy(
            verb=Verb.POLICY_DENIAL, by="15 CFR 742.4(b)(1)(ii)", says="arms embargo policies, 22 CFR 126.1"
        )
    if row.reason == "NS" and in_group(to, _MILITARY_RISK, m.on) and _for_military(m).is_yes:
        says = "for a military end use or end user: a material contribution to weapons is denied"
        return Policy(verb=Verb.PRESUMPTION_DENIAL, by="15 CFR 742.4(b)(7)(i)", says=says)
    if row.entry in _CONCEALED and in_group(to, _CONCEALED_TO, m.on) and row.reason == "RS":
        bought = any_of(*(GOVERNMENT_USER.of(party) for party in m.trade.parties))
        if bought.is_yes:
            return Policy(verb=Verb.PRESUMPTION_APPROVAL, by="15 CFR 742.6(b)(2)(ii)")
    technology = row.entry in ("6E001", "6E002") and row.column == "RS 1"
    if technology and in_group(to, ("D:5",), m.on):
        return Policy(verb=Verb.PRESUMPTION_DENIAL, by="15 CFR 742.6(b)(1)(ii)")
    if to == "IN" and row.reason in ("NS", "RS") and row.column:
        return Policy(
            verb=Verb.GENERAL_APPROVAL,
            by="15 CFR 742.4(b)(8)" if row.reason == "NS" else "15 CFR 742.6(b)(7)",
            says="for end uses in India, not for nuclear, missile, chemical or biological weapons activities",
        )
    return None


def _for_military(m: Matter) -> Answer:
    """Whether the goods are known to be for a military end use or end user."""
    return any_of(MILITARY_USE.of(m.trade), *(MILITARY_USER.of(party) for party in m.trade.parties))


def _interception(m: Matter) -> Policy:
    """742.13(b): approved for providers of communication services and US agencies, else denied."""
    provider = PROVIDER.of(m.trade)
    if provider.is_yes:
        return Policy(verb=Verb.GENERAL_APPROVAL, by="15 CFR 742.13(b)(1)")
    return Policy(verb=Verb.POLICY_DENIAL, by="15 CFR 742.13(b)(2)", asks=provider.asks())


def _firearms_convention(m: Matter) -> Policy:
    held = FC_CERTIFICATE.of(m.trade)
    if held.is_yes:
        return Policy(verb=Verb.GENERAL_APPROVAL, by="15 CFR 742.17(b)")
    return Policy(verb=Verb.CASE_BY_CASE, by="15 CFR 742.17(b)", asks=held.asks())


def _chip_equipment(m: Matter) -> Policy:
    """742.4(b)(2), 742.6(b)(10)(i): as 744.23(d); case by case where part 744 asks for no licence."""
    if _free_of_744(m).is_yes:
        return Policy(verb=Verb.CASE_BY_CASE, by="15 CFR 742.4(b)(2); 742.6(b)(10)(i)")
    return policy_744_23(m)


def _free_of_744(m: Matter) -> Answer:
    """Whether nothing of 744.23 is known of the end use, and no party stands on a list of part 744."""
    uses = (q.of(m.trade) for q in (NODE_USE, SUPERCOMPUTER, SME_MAKING, IC_PRODUCTION, MILITARY_USE))
    listed = (party.hits.test(bool, f"{party.name} is on a list") for party in m.trade.parties)
    return negate(any_of(*uses, *listed, says="part 744 asks for a licence"))


def _advanced_computing(m: Matter, to: str, section: str) -> Policy:
    by = "15 CFR 742.6(b)(10)(iii)"
    d5 = any_of(lies_in_d5(m.trade.destination, on=m.on), d5_headquartered(m))
    if section.startswith("742.6(a)(6)(iii)(B)") and not d5.is_yes:
        # (A)(2), (B) and (C) of the policy speak of the .a class alone.
        return Policy(verb=Verb.CASE_BY_CASE, by="15 CFR 742.6(b)(1)(i)(B)")
    if in_group(to, ("AIA",), m.on) and not d5.is_yes:
        return Policy(verb=Verb.PRESUMPTION_APPROVAL, by=f"{by}(A)(2)")
    if not d5.is_yes:
        return Policy(verb=Verb.PRESUMPTION_APPROVAL, by=f"{by}(B)", says="up to the country's allocation")
    if m.on >= _CASE_BY_CASE_FROM and in_group(to, ("CN", "MO"), m.on):
        within = all_of(
            TPP.test(m.item, lambda value: value < 21_000, "TPP below 21,000"),
            BANDWIDTH.test(m.item, lambda value: value < 6_500, "total DRAM bandwidth below 6,500 GB/s"),
            CERTIFIED.of(m.trade),
        )
        if within.is_yes:
            return Policy(verb=Verb.CASE_BY_CASE, by=f"{by}(A)(1)", says="on the certified conditions")
        if within.is_unknown:
            says = "case by case on certified conditions, else denial"
            return Policy(verb=None, by=f"{by}(A)(1)", says=says, asks=within.asks())
    return Policy(verb=Verb.PRESUMPTION_DENIAL, by=f"{by}(A)(1)")


def _memory(m: Matter) -> Policy:
    by = "15 CFR 742.6(b)(10)(ii)"
    if d5_headquartered(m).is_no and m.trade.parties:
        return Policy(verb=Verb.PRESUMPTION_APPROVAL, by=by)
    return Policy(verb=Verb.PRESUMPTION_DENIAL, by=by)


def _worldwide(m: Matter, to: str, section: str) -> Policy:
    by = f"15 CFR {section}"
    if in_group(to, ("A:1", "A:5", "A:6"), m.on):
        return Policy(verb=Verb.PRESUMPTION_APPROVAL, by=by)
    if in_group(to, ("D:1", "D:5"), m.on):
        return Policy(verb=Verb.PRESUMPTION_DENIAL, by=by)
    return Policy(verb=Verb.CASE_BY_CASE, by=by)


def _y_paragraphs(row: ccl.ControlRow, to: str) -> Policy:
    if to == "RU":
        return Policy(verb=Verb.POLICY_DENIAL, by="15 CFR 742.6(b)(9); 746.8(b)")
    if row.entry[0] == "9" and row.entry[2:] == "515" and to != "VE":
        return Policy(verb=Verb.POLICY_DENIAL, by="15 CFR 742.6(b)(8)")
    return Policy(verb=Verb.CASE_BY_CASE, by="15 CFR 742.6(b)(8)")
