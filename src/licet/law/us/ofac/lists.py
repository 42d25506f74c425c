"""OFAC lists that block nothing: SSI directives, CMIC securities, CAPTA accounts, NS-MBS, FSE, PLC.

A hit on one of these is not a bar to selling goods. Each rule says what it reaches and whom it binds.
"""

from __future__ import annotations

from collections.abc import Sequence

from licet.core.answer import Answer, all_of, any_of, no
from licet.core.ask import Ask, ask
from licet.core.deal import TradeParty
from licet.law.matter import Matter
from licet.law.rule import Reading, always, in_force, rule
from licet.law.us.listed import on_list

__all__ = ["DEBT", "OIL", "SECURITIES"]

_US = "US persons, and anyone within the United States"
DEBT = ask(
    "use.new_debt_or_equity", "Does the trade give credit, or deal in new debt or equity of the party?"
)
OIL = ask(
    "use.directive_4_project",
    "Is it for a deepwater, Arctic offshore or shale project that can produce oil (31 CFR 589.205)?",
)
SECURITIES = ask(
    "use.publicly_traded_securities", "Is it a purchase or sale of publicly traded securities of the party?"
)
ACCOUNT = ask("use.correspondent_account", "Is it a correspondent or payable-through account of the party?")
RESTRICTED = ask(
    "use.menu_based_restriction", "Is it the kind of dealing that the party's own entry restricts?"
)


def _owned(party: TradeParty, regime: str) -> Answer:
    """Whether listed parties together own half of it or more; no where their shares are not held."""
    says = f"listed parties own half or more of {party.name}"
    stake = party.stakes.value.get(regime) if party.stakes.value is not None else None
    if stake is None:
        return no(says)
    return Answer(truth=stake.share.at_least(50).truth, says=says, question=party.stakes.ask)


def _on(
    m: Matter,
    list_id: str,
    name: str,
    *,
    use: Ask[bool] | None,
    effect: str,
    none: str,
    owners: str = "",
) -> Sequence[Reading]:
    """One reading a party on the list: met by the use it restricts, else named with what it does not
    reach.
    """
    found: list[Reading] = []
    for party in m.trade.parties:
        there = on_list(m, party, (list_id,), f"{party.name} is on the {name}")
        owned = _owned(party, owners) if owners else there
        if not owned.is_no and not there.is_yes and owned is not there:
            there = any_of(there, owned)
        if there.is_no:
            continue
        reached = use.of(m.trade) if use else there
        why = f"{party.name}: {none if reached.is_no else effect}"
        found.append(Reading(answer=there, why=why, party=party.name))
    return found or (Reading(answer=no(f"no party is on the {name}")),)


@rule(
    "31 CFR 589.202; 31 CFR 589.203; 31 CFR 589.204",
    "dealings in new debt, or under Directive 1 new equity, of a party on the SSI List are "
    "prohibited by tenor",
    in_force("2014-07-16", by="79 FR 43155 (E.O. 13662, Directives 1 to 3)"),
    beside="OFAC SSI",
    binds=_US,
    per_trade=True,
)
def sectoral_debt(m: Matter) -> Sequence[Reading]:
    """Sectoral sanctions: debt longer than 14 days (Directive 1), 60 days (2) or 30 days (3).

    Payment terms count as debt.

    Entities that listed parties own to half or more are reached too (589.411(b)). Goods are not.
    """
    return _on(
        m, "us-ofac-ssi", "SSI List",
        use=DEBT,
        owners="ssi",
        effect="new debt or equity beyond the directive's tenor is prohibited; payment terms count as debt",
        none="only debt and equity, and Directive 4 projects, are reached; goods are not",
    )  # fmt: skip


@rule(
    "31 CFR 589.205",
    "goods, services and technology for certain oil projects of a Directive 4 party are prohibited",
    in_force("2014-09-12", by="E.O. 13662, Directive 4"),
    beside="OFAC SSI Directive 4",
    binds=_US,
    bites=True,
    per_trade=True,
)
def directive_4(m: Matter) -> Sequence[Reading]:
    """Deepwater, Arctic offshore or shale projects that can produce oil, in Russia, with any such party.

    For projects begun on or after 2018-01-29 anywhere: where the party holds 33 per cent or more, or most
    votes.
    """
    found: list[Reading] = []
    project = OIL.of(m.trade)
    if project.is_no:
        return (Reading(answer=project),)
    for party in m.trade.parties:
        there = on_list(m, party, ("us-ofac-ssi",), f"{party.name} is on the SSI List")
        if not there.is_no:
            answer = all_of(m.trade.us_person.is_(True, "a US person takes part"), there, project)
            found.append(Reading(answer=answer, why=f"{party.name}: Directive 4 project", party=party.name))
    return found or (Reading(answer=no("no party is on the SSI List")),)


@rule(
    "31 CFR 586.201",
    "US persons may not buy or sell publicly traded securities of a company on the NS-CMIC List",
    in_force("2021-08-02", by="E.O. 14032 (86 FR 30145)"),
    beside="OFAC NS-CMIC",
    binds="US persons",
    per_trade=True,
)
def military_industrial(m: Matter) -> Sequence[Reading]:
    """Securities alone: a sale of goods to the company is not reached, and neither are its subsidiaries."""
    return _on(
        m, "us-ofac-cmic", "NS-CMIC List",
        use=SECURITIES,
        effect="purchase or sale of its publicly traded securities is prohibited",
        none="securities only: no effect on goods",
    )  # fmt: skip


@rule(
    "31 CFR 561.201; 31 CFR 566.201",
    "US banks may not open or keep accounts for a bank on the CAPTA List, or only on conditions",
    in_force("2019-03-14", by="84 FR 9457"),
    beside="OFAC CAPTA",
    binds="US financial institutions",
    per_trade=True,
)
def accounts(m: Matter) -> Sequence[Reading]:
    """Correspondent and payable-through accounts; payment through the bank may fail, the sale is not
    reached.
    """
    return _on(
        m, "us-ofac-capta", "CAPTA List",
        use=ACCOUNT,
        effect="no correspondent or payable-through account in the United States",
        none="accounts only: the sale is not reached, payment through the bank may be",
    )  # fmt: skip


@rule(
    "31 CFR 587.201; 22 USC 9525",
    "dealings that the entry of a party on the NS-MBS List names are prohibited",
    in_force("2021-02-26", by="OFAC, Non-SDN Menu-Based Sanctions List"),
    beside="OFAC NS-MBS",
    binds=_US,
    per_trade=True,
)
def menu_based(m: Matter) -> Sequence[Reading]:
    """Menu-based sanctions: the entry says what is prohibited: loans, debt, foreign exchange, or more."""
    return _on(
        m, "us-ofac-mbs", "NS-MBS List",
        use=RESTRICTED,
        effect="the dealing that its entry names is prohibited",
        none="only what its entry names is reached; property is not blocked",
    )  # fmt: skip


@rule(
    "E.O. 13608",
    "US persons may not deal in goods, services or technology with a foreign sanctions evader",
    in_force("2012-05-01", by="77 FR 26409"),
    beside="OFAC FSE",
    binds=_US,
    bites=True,
    per_trade=True,
)
def evaders(m: Matter) -> Sequence[Reading]:
    """Not blocked, yet all dealings in or related to goods, services or technology are prohibited."""
    found = [
        Reading(
            answer=all_of(
                m.trade.us_person.is_(True, "a US person takes part"),
                on_list(m, party, ("us-ofac-fse",), f"{party.name} is a foreign sanctions evader"),
            ),
            why=f"{party.name}: foreign sanctions evader",
            party=party.name,
        )
        for party in m.trade.parties
    ]
    return [one for one in found if not one.answer.is_no] or (Reading(answer=no("no party is an evader")),)


@rule(
    "31 CFR 594.516",
    "US persons may deal with members of the Palestinian Legislative Council only as the general "
    "licence says",
    always(by="in all editions held, from 2025-01-29"),
    beside="OFAC PLC",
    binds="US financial institutions",
    per_trade=True,
)
def legislative_council(m: Matter) -> Sequence[Reading]:
    """Banks must reject transactions with members elected on the tickets of Hamas and others."""
    return _on(
        m,
        "us-ofac-plc",
        "PLC List",
        use=None,
        effect="banks must reject its transactions",
        none="",
    )
