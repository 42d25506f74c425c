"""A kept check or determination is asked again and gives the same; what differs is named by its place."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
from click.testing import CliRunner

from licet.app.actions.check import check_party, party_of
from licet.app.actions.decisions import keep_check, keep_checks, keep_determination, kept_check
from licet.app.actions.determine import determine_trade, read_trade
from licet.app.actions.replay import decisions_of, differences, replay, rerun
from licet.app.actions.review import review
from licet.app.cli.replay import command
from licet.check.engine import Engine, open_engine
from licet.core.errors import InputError, StoreError
from licet.lists.home import home
from licet.lists.snapshot import read_snapshot
from licet.store.actor import system
from licet.store.canonical import plain
from licet.store.cases import (
    Alert,
    CaseState,
    Cause,
    Disposition,
    answer_flags,
    case,
    dispose,
    open_case,
)
from licet.store.decisions import Decision, Made
from licet.store.find import find
from licet.store.redflags import FlagAnswer
from licet.store.store import Store
from tests.store.kept import log_decision

EXAMPLES = Path(__file__).parents[2] / "examples"
DAY = date(2026, 1, 29)


@pytest.fixture(scope="module")
def engine(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Engine]:
    """The lists that come with licet, with one list indexed, in a home of its own."""
    patch = pytest.MonkeyPatch()
    patch.setenv("LICET_HOME", str(tmp_path_factory.mktemp("home")))
    yield open_engine("embedded", ["us-bis-entity-list", "us-bis-uvl"])
    patch.undo()


@pytest.fixture
def store() -> Iterator[Store]:
    """A store in memory."""
    with Store.open(":memory:") as held:
        yield held


def test_a_kept_check_is_a_case_and_answers_the_same_again(engine: Engine, store: Store) -> None:
    """The hits become a case with their evidence; asked again on the same lists nothing differs."""
    answer = check_party(engine, party_of("Hikvision", country="CN"), on=DAY)
    kept = keep_check(store, system(), engine, answer, reference="PO-1")
    held = case(store, system(), kept.case)
    assert held.alerts[0].evidence["asked"] == "Hikvision"
    (made,) = decisions_of(store, system(), kept.case)
    assert (made.id, made.status, made.reference) == (kept.decision, "match", "PO-1")
    again = replay(made)
    assert again.agrees
    assert again.snapshots
    assert again.rule_book


def test_the_lists_of_a_kept_check_outlive_an_upgrade(engine: Engine, store: Store) -> None:
    """The snapshot that a decision stands on is copied: a newer licet brings another."""
    answer = check_party(engine, party_of("Hikvision"), on=DAY)
    keep_check(store, system(), engine, answer)
    held = home() / "snapshots" / f"{engine.snapshot.id}.lists"
    assert read_snapshot(held).id == engine.snapshot.id


def test_the_same_question_again_opens_no_second_case(engine: Engine, store: Store) -> None:
    """Asked again while the case waits, the decision joins it; once closed, a hit opens a new one."""
    party = party_of("Hikvision", country="CN", party_id="C-7")
    answer = check_party(engine, party, on=DAY)
    first, second = (keep_check(store, system(), engine, answer) for _ in range(2))
    assert second.case == first.case
    assert second.decision != first.decision
    assert len(case(store, system(), first.case).alerts) == len(answer.findings)
    rows = [(2, answer), (3, check_party(engine, party_of("Hikvision", party_id="C-8"), on=DAY))]
    kept = [one.case for _, _, one in keep_checks(store, system(), engine, rows)]
    assert kept[0] == first.case
    assert kept[1] != first.case
    flags = case(store, system(), first.case).flags
    answer_flags(store, system(), first.case, {flag.code: (FlagAnswer.ABSENT, "") for flag in flags})
    dispose(store, system(), first.case, Disposition.TRUE_HIT, reason="the same firm")
    assert keep_check(store, system(), engine, answer).case != first.case


def test_a_clean_check_is_kept_without_a_case(engine: Engine, store: Store) -> None:
    """Nothing found is a decision too; a stream keeps one for each row and a case for each hit."""
    rows = [
        (line, check_party(engine, party_of(name), on=DAY))
        for line, name in enumerate(("Zwetschgen Obstbau Immenstaad", "Hikvision"), 2)
    ]
    found = list(keep_checks(store, system(), engine, rows))
    assert [(line, bool(kept.case)) for line, _, kept in found] == [(2, False), (3, True)]
    assert len({kept.decision for _, _, kept in found}) == 2


def test_other_lists_give_a_difference_with_its_place(engine: Engine, store: Store) -> None:
    """On an engine that lacks the list the status differs, and the finding that is gone is named."""
    answer = check_party(engine, party_of("Hikvision"), on=DAY)
    kept = keep_check(store, system(), engine, answer)
    (made,) = decisions_of(store, system(), kept.decision)
    without = replace(engine, lists=("us-bis-uvl",), index=open_engine("embedded", ["us-bis-uvl"]).index)
    paths = [str(each) for each in differences(made, rerun(made, without))]
    assert paths[0] == "status: match -> nothing found"
    assert any(path.startswith("findings[us-bis-entity-list:") for path in paths)


def test_a_kept_determination_answers_the_same_again(engine: Engine, store: Store) -> None:
    """The example trade, screened; on a day long before, other exceptions are open, and replay says which."""
    outcome = determine_trade(read_trade(EXAMPLES / "trade.toml"), on=DAY, engine=engine)
    kept = keep_determination(store, system(), engine, outcome)
    (made,) = decisions_of(store, system(), kept.decision)
    assert replay(made).agrees
    paths = {each.path for each in replay(made, on=date(2020, 1, 1)).differences}
    assert "exceptions.not_foreclosed[GBS]" in paths


def test_other_words_are_no_other_answer(engine: Engine, store: Store) -> None:
    """What an older version worded otherwise is told apart; a code that differs is another answer."""
    outcome = determine_trade(read_trade(EXAMPLES / "trade.toml"), on=DAY, engine=engine)
    kept = keep_determination(store, system(), engine, outcome)
    (made,) = decisions_of(store, system(), kept.decision)
    told = dict(made.outcome)
    first, *others = told["requirements"]
    worded = {**told, "says": "may be excepted", "requirements": [{**first, "why": "an older why"}, *others]}
    older = replace(made, status="may be excepted", outcome=worded)
    again = replay(older)
    assert again.agrees
    assert {each.path.rpartition(".")[2] for each in again.reworded} == {"says", "why"}
    another = replay(replace(older, outcome={**worded, "outcome": "LICENSE_REQUIRED"}))
    assert not another.agrees
    assert [each.path for each in another.differences] == ["status", "outcome"]
    policy = {**first, "policy": {"verb": "DENIAL", "by": "x", "says": "x"}}
    assert not replay(replace(older, outcome={**worded, "requirements": [policy, *others]})).agrees


def test_a_sentence_of_evidence_is_wording_and_a_score_is_not(engine: Engine, store: Store) -> None:
    """A hit explained in other words is the same hit; with another score it is not."""
    answer = check_party(engine, party_of("Hikvision", country="CN"), on=DAY)
    kept = keep_check(store, system(), engine, answer)
    (made,) = decisions_of(store, system(), kept.decision)
    first, *others = made.outcome["findings"]

    def found(**other: object) -> Made:
        return replace(made, outcome={**made.outcome, "findings": [{**first, **other}, *others]})

    explained = replay(found(evidence="the names are alike"))
    assert explained.agrees
    assert len(explained.reworded) == 1
    assert not replay(found(score="0.5")).agrees


def test_ownership_files_must_be_the_same(engine: Engine, store: Store, tmp_path: Path) -> None:
    """Without the file that was looked through, or with another of its name, there is no replay."""
    file = EXAMPLES / "owners.csv"
    answer = check_party(engine, party_of("Meridian Optics Shenzhen Co. Ltd"), on=DAY, owners=[file])
    kept = keep_check(store, system(), engine, answer, owners=[file])
    (made,) = decisions_of(store, system(), kept.decision)
    assert replay(made, owners=[file]).agrees
    other = tmp_path / "owners.csv"
    other.write_bytes(file.read_bytes() + b"\n")
    for given in ([], [other]):
        with pytest.raises(InputError, match=r"owners\.csv"):
            replay(made, owners=given)


def test_what_licet_did_not_ask_it_cannot_ask_again(store: Store) -> None:
    """A decision of another making is refused, and so is a case that was opened by hand."""
    foreign = Decision(
        status="fine", on=DAY, rule_book="x", snapshots=[], trade={"a": "b"}, outcome={"c": "d"}
    )
    id = log_decision(store, system(), foreign)
    with pytest.raises(StoreError, match="no question"):
        replay(decisions_of(store, system(), id)[0])
    with pytest.raises(StoreError, match="by hand"):
        decisions_of(store, system(), open_case(store, system(), title="by hand"))
    with pytest.raises(StoreError, match="no case or decision"):
        decisions_of(store, system(), "CASE-99")


def test_the_command_ends_with_0_or_1(engine: Engine, tmp_path: Path) -> None:
    """The same answer is exit code 0, another is 1."""
    place = str(tmp_path / "store.db")
    with Store.open(place) as held:
        answer = check_party(engine, party_of("Hikvision"), on=DAY)
        kept = keep_check(held, system(), engine, answer)
    same = CliRunner().invoke(command, [kept.case, "--store", place])
    assert (same.exit_code, "the same answer: match" in same.output) == (0, True), same.output
    other = CliRunner().invoke(command, [kept.case, "--store", place, "--on", "2019-01-01"])
    assert (other.exit_code, "NOT the same answer" in other.output) == (1, True)


def closed_case(store: Store, alerts: list[Alert], decision: str = "") -> str:
    """A case that was closed as a false hit."""
    id = open_case(store, system(), title="x", alerts=alerts, flags=[], decision=decision)
    dispose(store, system(), id, Disposition.FALSE_HIT, "another company")
    return id


def test_a_case_is_found_by_the_listed_party_and_its_country(engine: Engine, store: Store) -> None:
    """Asked without a country, the case is still found by the country of what was met (762.5(c))."""
    answer = check_party(engine, party_of("Hikvision"), on=DAY)
    kept = keep_check(store, system(), engine, answer)
    assert f"case/{kept.case}" in [one.subject for one in find(store, system(), country="CN")]
    assert find(store, system(), party="hangzhou hikvision*")


def test_review_opens_what_no_longer_stands(engine: Engine, store: Store) -> None:
    """A changed listing, one that is gone and a decision that comes out otherwise open their cases."""
    answer = check_party(engine, party_of("Hikvision"), on=DAY)
    listing = answer.findings[0].listing
    kept = keep_check(store, system(), engine, answer)
    alerts = list(case(store, system(), kept.case).alerts)
    same = closed_case(store, alerts, kept.decision)
    changed = closed_case(store, [Alert(listing=listing.id, version="an older version")])
    gone = closed_case(store, [Alert(listing="us-bis-entity-list:no-longer", version="its version")])
    made = kept_check(engine, answer)
    older = log_decision(
        store,
        system(),
        replace(made, rule_book="0" * 64, outcome={**plain(made.outcome), "disposition": "REVIEW"}),
    )
    law = closed_case(store, [], older)
    foreign = log_decision(
        store, system(), replace(made, rule_book="0" * 64, trade={"question": "of another program"})
    )
    closed_case(store, [], foreign)
    seen = review(store, system(), engine, reopen=False)
    assert case(store, system(), changed).summary.state is CaseState.CLOSED
    found = review(store, system(), engine)
    assert found == seen
    causes = {one.case: one.cause for one in found if one.cause}
    assert causes == {changed: Cause.LIST_CHANGE, gone: Cause.LIST_CHANGE, law: Cause.LAW_CHANGE}
    assert [one.says for one in found if one.cause is None] == [
        f"{foreign} can't be asked again: `{foreign}` holds no question that licet can ask again"
    ]
    states = {id: case(store, system(), id).summary.state for id in (same, changed, gone, law)}
    assert states == {
        same: CaseState.CLOSED,
        changed: CaseState.OPEN,
        gone: CaseState.OPEN,
        law: CaseState.OPEN,
    }
