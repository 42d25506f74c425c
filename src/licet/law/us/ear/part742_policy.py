"""15 CFR part 742: how an application would be reviewed for each reason for control."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

from licet.core.answer import all_of, any_of
from licet.core.ask import Ask, ask
from licet.core.listing import Verb
from licet.law.matter import Matter
from licet.law.rule import Policy
from licet.law.us.ear import ccl
from licet.law.us.ear.part744_seats import d5_headquartered, policy_744_23
from licet.law.us.ear.places import in_group, lies_in_d5

__all__ = ["policy_of_row"]

TPP = Ask[Decimal]("item.tpp", "What is its total processing performance (3A090)?", None)
BANDWIDTH = Ask[Decimal]("item.total_dram_bandwidth_gbps", "What is its total DRAM bandwidth in GB/s?", None)
CERTIFIED = ask(
    "trade.certified_748_dd",
    "Does the applicant give the certifications of supplement no. 2 to part 748, (dd)?",
)
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
    section = row.target.section
    if section.startswith("742.6(a)(6)(iii)"):
        return _advanced_computing(m, to)
    if section.startswith("742.6(a)(6)(i)(B)"):
        return _memory(m)
    if section.startswith(("742.6(a)(6)", "742.4(a)(4)")):
        return policy_744_23(m)
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
    if section.startswith("742.7(a)(5)") or row.entry == "0A983":
        return Policy(verb=Verb.POLICY_DENIAL, by="15 CFR 742.11(b)")
    named = row.entry in _FIREARMS or (row.entry[0] == "9" and row.entry[2:] == "515")
    if named and in_group(to, ("CN", "E:1"), m.on) and row.reason in ("NS", "RS"):
        return Policy(verb=Verb.POLICY_DENIAL, by="15 CFR 742.6(b)(1)(i)(F)")
    if row.entry[2] == "6" and in_group(to, ("D:5",), m.on) and row.reason in ("NS", "RS"):
        return Policy(
            verb=Verb.POLICY_DENIAL, by="15 CFR 742.4(b)(1)(ii)", says="arms embargo policies, 22 CFR 126.1"
        )
    return Policy(verb=Verb.CASE_BY_CASE, by=f"15 CFR {_BY_REASON.get(row.reason, '742')}")


def _advanced_computing(m: Matter, to: str) -> Policy:
    by = "15 CFR 742.6(b)(10)(iii)"
    d5 = any_of(lies_in_d5(m.trade.destination, on=m.on), d5_headquartered(m))
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
