"""One party shown once, with every list it stands on."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from licet.app.actions.check import check_as_json
from licet.check.engine import Engine
from licet.check.finding import Disposition, Standing, disposition_of
from licet.check.same import first_parties, found_parties, meaning_of

DAY = date(2026, 9, 1)


def test_one_party_on_five_lists(engine: Engine) -> None:
    """The Taliban's Akhund stands on five lists: one party, five findings, each with its own meaning."""
    answer = engine.check("Mohammad Hassan Akhund", on=DAY)
    party = found_parties(answer.findings)[0]
    assert [finding.listing.id for finding in party.findings] == [
        "au-dfat:2",
        "eu-fsf:eu.341.63",
        "jp-mof:taliban-alqaida-2",
        "uk-sl:afg0006",
        "un-sc:tai.002",
    ]
    assert len(party.links) == 4
    states = {state.id: state for state in answer.lists}
    meanings = {one.listing.list: meaning_of(one, states[one.listing.list]) for one in party.findings}
    assert meanings["un-sc"].acts == ("UNSCR 1988 (2011), paragraph 1 (2011-06-17; paragraph not confirmed)",)
    assert meanings["jp-mof"].measures == ("ASSET_FREEZE", "PAYMENT_LICENCE")
    (act,) = meanings["eu-fsf"].acts
    assert act == "Regulation (EU) No 753/2011, article 3 (2011-08-01)"
    assert all(meaning.words and meaning.legal_effect for meaning in meanings.values())


def test_a_limit_counts_parties_and_cuts_none_of_their_lists(engine: Engine) -> None:
    """With a limit of one, the one party still has all its listings."""
    answer = engine.check("Mohammad Hassan Akhund", on=DAY, limit=1)
    assert len(found_parties(answer.findings)) == 1
    assert len(answer.findings) == 5


def test_no_finding_is_lost(engine: Engine) -> None:
    """Whatever was found stands in exactly one party; the JSON says the same."""
    answer = engine.check("Ali Hassan", on=DAY, limit=10)
    ids = sorted(finding.listing.id for finding in answer.findings)
    parties = found_parties(answer.findings)
    assert sorted(one.listing.id for party in parties for one in party.findings) == ids
    assert first_parties(answer.findings, 100) == answer.findings
    said = check_as_json(answer)
    assert isinstance(said["parties"], list)
    whole = found_parties(answer.findings, answer.linked)
    assert [len(party["listings"]) for party in said["parties"]] == [len(one.findings) for one in whole]


def test_the_iran_regime_on_four_days(engine: Engine) -> None:
    """Listed in 2012, not known in 2020, off the list in August 2025, back since 28 September 2025."""
    standing = {}
    for day in (date(2012, 1, 1), date(2020, 1, 1), date(2025, 8, 1), DAY):
        found = engine.check("Amin Industrial Complex", on=day).findings
        standing[day.year, day.month] = next(
            one.standing for one in found if one.listing.id == "un-sc:ire.003"
        )
    assert standing == {
        (2012, 1): Standing.IN_FORCE,
        (2020, 1): Standing.UNKNOWN,
        (2025, 8): Standing.NOT_YET,
        (2026, 9): Standing.IN_FORCE,
    }


def test_a_limit_keeps_what_weighs_most(engine: Engine) -> None:
    """Listed parties that stand come before better hits that do not: a cut never changes the suggestion."""
    answer = engine.check("Ali Hassan", on=DAY, limit=100)
    parties = found_parties(answer.findings)
    assert len(parties) > 1
    ended = tuple(replace(one, standing=Standing.ENDED) for one in parties[0].findings)
    findings = (*ended, *(one for party in parties[1:] for one in party.findings))
    kept = first_parties(findings, 1)
    assert disposition_of(kept) is disposition_of(findings) is not Disposition.NOTHING_FOUND
    assert not {one.listing.id for one in kept} & {one.listing.id for one in ended}


def test_an_answer_always_names_a_provision(engine: Engine) -> None:
    """Where neither entry nor regime names one, what the list stands on is said."""
    for name, list_id, act in (
        ("Lazurnaya OOO", "us-ofac-ssi", "31 CFR 589.202 to 589.205"),
        ("Bank of Kunlun", "us-ofac-capta", "31 CFR 561.201 (2012-02-27)"),
        (
            "Public Joint Stock Company RusHydro",
            "us-ofac-mbs",
            "E.O. 14024 and others (what the list stands on)",
        ),
    ):
        answer = engine.check(name, on=DAY)
        states = {state.id: state for state in answer.lists}
        given = [*answer.findings, *answer.linked]
        acts = [
            act
            for one in given
            if one.listing.list == list_id
            for act in meaning_of(one, states[list_id]).acts
        ]
        assert any(said.startswith(act) for said in acts), (name, acts)
        for finding in given:
            assert meaning_of(finding, states[finding.listing.list]).acts, finding.listing.id
