"""A customer on no list whose owners are: the ownership rules beside the lists."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from licet.app.actions.check import check_as_json
from licet.app.actions.owners import unreliable
from licet.check.determine import determine_facts
from licet.check.engine import Engine
from licet.check.finding import Disposition
from licet.check.owners import OwnerScreening
from licet.check.ownership import with_owners
from licet.core.verdict import Verdict
from licet.owners.graph import Graph
from licet.owners.read import read
from licet.owners.regimes import REGIMES

#: Between the Affiliates Rule's start and its stay.
IN_FORCE = date(2025, 10, 15)
STAYED = date(2026, 1, 29)

OWNERS = """owner,owned,share,from,to,source,owner_name,owned_name,owner_country,owned_country
hik,sub,60,2018-01-01,,annual report,Hangzhou Hikvision Digital Technology,Zwetschgen Kamera Technik,CN,DE
hik,half,unknown,2018-01-01,,questionnaire,,Birnen Kamera Technik,,DE
nobody,free,100,2018-01-01,,register,Kirschen Beteiligung Immenstaad,Apfel Kamera Technik,DE,DE
"""


@pytest.fixture(scope="module")
def graph(tmp_path_factory: pytest.TempPathFactory) -> Graph:
    """Three companies: one owned by a listed party, one perhaps, one not."""
    path = Path(tmp_path_factory.mktemp("owners")) / "owners.csv"
    path.write_text(OWNERS, encoding="utf-8")
    return read([path]).graph


def test_a_listed_partys_subsidiary_is_reached_while_the_rule_is_in_force(
    engine: Engine, graph: Graph
) -> None:
    """Sixty per cent held by an Entity List party: yes under the BIS rule, with the owner named."""
    answer = with_owners(engine.check("Zwetschgen Kamera Technik", on=IN_FORCE), engine, graph)
    assert answer.disposition is Disposition.OWNED
    assert answer.ownership is not None
    assert answer.ownership.of("us-bis").answer.is_yes
    assert "us-bis" in str(check_as_json(answer)["ownership"])


def test_the_same_subsidiary_is_not_reached_while_the_rule_is_stayed(engine: Engine, graph: Graph) -> None:
    """A stayed rule is shown and does not bite."""
    answer = with_owners(engine.check("Zwetschgen Kamera Technik", on=STAYED), engine, graph)
    assert answer.ownership is not None
    decision = answer.ownership.of("us-bis")
    assert not decision.answer.is_yes
    assert not decision.in_force


def test_an_unknown_share_is_a_question_never_a_clear(engine: Engine, graph: Graph) -> None:
    """The share that would settle it is asked for."""
    answer = with_owners(engine.check("Birnen Kamera Technik", on=IN_FORCE), engine, graph)
    assert answer.disposition is Disposition.REVIEW
    assert answer.ownership is not None
    assert answer.ownership.of("us-bis").questions


def test_a_party_the_data_does_not_hold_is_said_to_be_unchecked(engine: Engine, graph: Graph) -> None:
    """No record is not a record of no owners."""
    answer = with_owners(engine.check("Quitten Kamera Technik", on=IN_FORCE), engine, graph)
    assert answer.ownership is None
    assert any("does not hold" in text for text in answer.not_checked)


def _trade(name: str) -> dict[str, object]:
    return {
        "activity": "export",
        "destination": "AE",
        "actor": {"us_person": True, "country": "US"},
        "items": [{"eccn": "EAR99", "kind": "commodity", "value_usd": "900"}],
        "parties": [
            {"name": name, "roles": ["purchaser", "ultimate_consignee", "end_user"], "country": "AE"},
        ],
    }


def test_a_determination_looks_through_owners(engine: Engine, graph: Graph) -> None:
    """EAR99 to the Emirates subsidiary of an Entity List party: a requirement while the rule is in force."""
    on = date(2025, 10, 15)
    fresh = replace(engine, today=on)
    trade = _trade("Zwetschgen Kamera Technik")
    owned = determine_facts(trade, on, engine=fresh, clean=True, owners=graph)
    alone = determine_facts(trade, on, engine=fresh, clean=True)
    assert owned.determination.verdict is Verdict.LICENSE_REQUIRED
    assert alone.determination.verdict is not Verdict.LICENSE_REQUIRED


def test_a_determination_with_an_unknown_share_is_not_clean(engine: Engine, graph: Graph) -> None:
    """An owner is listed and nobody knows how much it holds: facts are missing."""
    on = date(2025, 10, 15)
    fresh = replace(engine, today=on)
    outcome = determine_facts(_trade("Birnen Kamera Technik"), on, engine=fresh, clean=True, owners=graph)
    assert not outcome.determination.verdict.is_clean


def test_an_owner_whose_letters_are_not_read_is_never_clear(engine: Engine, tmp_path: Path) -> None:
    """It was looked for on no list, and that is said in a check and asked in a determination."""
    path = tmp_path / "owners.csv"
    path.write_text("owner,owned,share\nஹுவாவே,Apfel Kamera Technik,60\n", encoding="utf-8")
    held = read([path]).graph
    answer = with_owners(engine.check("Apfel Kamera Technik", on=STAYED), engine, held)
    assert answer.disposition is Disposition.REVIEW
    assert any("the owner ஹுவாவே" in text for text in answer.not_checked)
    trade = _trade("Apfel Kamera Technik")
    fresh = replace(engine, today=date(2025, 10, 15))
    outcome = determine_facts(trade, fresh.today, engine=fresh, clean=True, owners=held)
    assert outcome.determination.verdict is Verdict.NEEDS_FACTS
    screening = OwnerScreening(fresh, fresh.today)
    screening.positions(held)
    assert set(unreliable(screening, REGIMES)) == {rule.id for rule in REGIMES}
