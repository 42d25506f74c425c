"""Suppression from end to end: shown, never silently dropped, and undone by every change."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from dataclasses import replace
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner

from licet.app.actions.check import check_as_json, party_of, stands_in_the_way
from licet.app.actions.suppression import clear_hit, show_cleared, sweep
from licet.app.cli import root
from licet.check import rulestate
from licet.check.engine import Engine, open_engine
from licet.check.finding import Disposition, PartyCheck
from licet.core.errors import InputError
from licet.core.period import Period
from licet.core.trade import Name, Party
from licet.law.book import RuleBook, rule_book
from licet.lists.change_set import Action, ChangeSet, FiledChange
from licet.lists.snapshot import Snapshot, snapshot_bytes
from licet.match.policy import Policy, Thresholds
from licet.store import suppression as kept
from licet.store import suppression_read as read
from licet.store.actor import Actor, Origin, Role, system
from licet.store.cases import cases
from licet.store.store import Store
from licet.store.suppression import SuppressionState, approve_suppression, suppression

LIST = "us-bis-entity-list"
HIKVISION = f"{LIST}:cn:hangzhou-hikvision-digital-technology-co-ltd"
TODAY = date(2026, 8, 1)
#: Meets Hikvision strongly, and is really somebody else in this story.
PARTY = party_of("Hangzhou Hikvision Digital Technology", country="CN", party_id="C-7")


@pytest.fixture(scope="module")
def engine(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Engine]:
    """The Entity List and the FCC's, in a home of their own."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("LICET_HOME", str(tmp_path_factory.mktemp("home")))
        opened = open_engine("embedded", (LIST, "us-fcc-covered"))
        yield replace(opened, today=TODAY)


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    """A new store on the day of this story."""
    with Store.open(tmp_path / "store.db") as made:
        made.clock = lambda: datetime(2026, 8, 1, tzinfo=UTC)
        yield made


EVE = Actor(id="eve", roles=frozenset({Role.APPROVER}), origin=Origin(host="desk", client="test"))


@pytest.fixture
def cleared(store: Store, engine: Engine) -> str:
    """The hit on the Entity List, cleared by two people."""
    id = clear_hit(store, system(), engine, PARTY, listing=HIKVISION, reason="a namesake: another town")
    approve_suppression(store, EVE, id)
    return id


def shown(store: Store, engine: Engine, party: Party = PARTY, on: date | None = None) -> PartyCheck:
    """The answer as a person sees it."""
    return next(show_cleared(store, system(), engine, [engine.check(party, on=on)]))


def marks(answer: PartyCheck) -> dict[str, str]:
    """Listing -> suppression, of the findings that are suppressed."""
    return {one.listing.id: one.cleared.id for one in answer.findings if one.cleared}


def test_it_is_shown_with_who_when_and_why_and_reaches_no_other_listing(
    store: Store, engine: Engine, cleared: str
) -> None:
    """The FCC's entry of the same firm still alerts; the cleared hit stays in the answer."""
    answer = shown(store, engine)
    assert marks(answer) == {HIKVISION: cleared}
    assert answer.disposition is Disposition.MATCH
    assert any(one.listing.list == "us-fcc-covered" and not one.cleared for one in answer.findings)
    told = next(one for one in check_as_json(answer)["findings"] if one["cleared"])  # type: ignore[attr-defined]
    assert told["cleared"]["reason"] == "a namesake: another town"
    assert told["cleared"]["second"] == "eve"
    raw = engine.check(PARTY)
    only = replace(raw, findings=tuple(one for one in raw.findings if one.listing.id == HIKVISION))
    last = next(show_cleared(store, system(), engine, [only]))
    assert last.disposition is Disposition.CLEARED
    assert not stands_in_the_way(last)
    assert len(last.findings) == 1


def test_a_limit_hides_no_hit_that_nobody_cleared(store: Store, engine: Engine) -> None:
    """All that one row shows was cleared, another party was met beside it: the answer is no `CLEARED`."""
    party = party_of("Dahua", party_id="C-9")
    one, whole = engine.check(party, limit=1), engine.check(party)
    rest = {each.listing.id for each in whole.findings} - {each.listing.id for each in one.findings}
    assert one.cut
    assert not whole.cut
    assert rest
    for finding in one.findings:
        id = clear_hit(store, system(), engine, party, listing=finding.listing.id, reason="a namesake")
        if suppression(store, system(), id).state is SuppressionState.WAITING:
            approve_suppression(store, EVE, id)
    (seen,) = show_cleared(store, system(), engine, [one])
    assert seen.disposition in (Disposition.MATCH, Disposition.REVIEW)
    assert {each.listing.id for each in seen.findings} <= rest
    assert seen.cut


def test_a_licence_that_ended_is_told_in_the_answer(
    store: Store, engine: Engine, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The hit alerts, and the answer says that it was cleared on a licence that no longer holds."""
    for module in (kept, read):
        monkeypatch.setattr(module, "ended_licences", lambda *_: [])
    id = clear_hit(store, system(), engine, PARTY, listing=HIKVISION, reason="covered", licences=["D1234567"])
    approve_suppression(store, EVE, id)
    assert marks(shown(store, engine)) == {HIKVISION: id}
    monkeypatch.undo()
    answer = shown(store, engine)
    assert not marks(answer)
    assert answer.reopened == (f"{id}: an approval it relied on no longer holds",)


def test_another_party_is_not_suppressed(store: Store, engine: Engine, cleared: str) -> None:
    """The same name under another reference alerts; so does one without a reference."""
    assert cleared
    assert not marks(shown(store, engine, replace(PARTY, id="C-8")))
    assert not marks(shown(store, engine, replace(PARTY, id="")))


def test_a_changed_party_reopens(store: Store, engine: Engine, cleared: str) -> None:
    """A new address of the party ends it, with a case that says so."""
    moved = party_of(PARTY.name, country="CN", address="555 Qianmo Road, Hangzhou", party_id="C-7")
    answer = shown(store, engine, moved)
    assert not marks(answer)
    assert "the party changed" in answer.reopened[0]
    ended = sweep(store, system(), engine, find_party=lambda _: moved)
    assert list(ended) == [cleared]
    assert "the party changed" in suppression(store, system(), cleared).why_ended


def revised(engine: Engine, *, alias: str) -> Engine:
    """The lists with a filing in force that gives the entry a new alias."""
    listing = engine.listing(HIKVISION)
    party = replace(listing.party, names=(*listing.party.names, Name(text=alias)))
    change = FiledChange(
        action=Action.REVISED, name=listing.party.name, country="CN", listing=replace(listing, party=party)
    )
    return engine.with_filings(
        [ChangeSet(id="2026-1", list=LIST, effective=date(2026, 7, 30), changes=(change,))]
    )


def test_a_changed_listing_reopens(store: Store, engine: Engine, cleared: str) -> None:
    """A new alias of the listing, which meets the party better, is never hidden by the old judgement."""
    changed = revised(engine, alias=PARTY.name)
    answer = shown(store, changed)
    assert HIKVISION not in marks(answer)
    assert "the listing changed" in answer.reopened[0]
    assert list(sweep(store, system(), changed)) == [cleared]
    assert sweep(store, system(), changed) == {}
    assert len(cases(store, system())) == 1


def test_a_removed_listing_ends_it(store: Store, engine: Engine, cleared: str) -> None:
    """When the entry is gone the suppression does not wait for a new one of the same name."""
    fewer = open_engine("embedded", ["us-fcc-covered"])

    data = snapshot_bytes(fewer.snapshot.listings("us-fcc-covered"), [fewer.snapshot.lists["us-fcc-covered"]])
    without = replace(fewer, today=TODAY, snapshot=Snapshot(data, place="test"))
    assert list(sweep(store, system(), without)) == [cleared]


def test_a_changed_rule_reopens(
    store: Store, engine: Engine, cleared: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A rule that spoke of the listing ends: as with the general licence that BMO went on relying on."""
    held = suppression(store, system(), cleared)
    assert held.basis.rules == ("part744_entities.entity_list",)
    book = rule_book()
    ends = Period(start=date(1997, 1, 1), end=TODAY, by="a new rule")
    rules = [replace(rule, periods=(ends,)) if rule.id in held.basis.rules else rule for rule in book.rules]
    monkeypatch.setattr(rulestate, "rule_book", lambda: RuleBook(rules))
    answer = shown(store, engine)
    assert not marks(answer)
    assert "the law changed" in answer.reopened[0]
    assert list(sweep(store, system(), engine)) == [cleared]


def test_another_rule_changes_nothing(
    store: Store, engine: Engine, cleared: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A rule that says nothing of the listing may change without waking anybody."""
    book = rule_book()
    rules = [
        replace(rule, says="something else") if rule.id == "blocked.sdn" else rule for rule in book.rules
    ]
    monkeypatch.setattr(rulestate, "rule_book", lambda: RuleBook(rules))
    assert marks(shown(store, engine)) == {HIKVISION: cleared}


def test_a_changed_policy_reopens(store: Store, engine: Engine, cleared: str) -> None:
    """Other thresholds are another question."""
    stricter = replace(engine, policy=Policy(organisation=Thresholds(match=0.9, review=0.7), name="strict"))
    assert not marks(shown(store, stricter))
    assert list(sweep(store, system(), stricter)) == [cleared]


def test_it_expires(store: Store, engine: Engine, cleared: str) -> None:
    """From its last day on the hit alerts again."""
    later = replace(engine, today=suppression(store, system(), cleared).expires)
    answer = shown(store, later)
    assert not marks(answer)
    assert "it expired" in answer.reopened[0]
    store.clock = lambda: datetime(2027, 2, 1, tzinfo=UTC)
    assert list(sweep(store, system(), later)) == [cleared]


def test_nothing_ends_while_nothing_changes(store: Store, engine: Engine, cleared: str) -> None:
    """A sweep on the same lists, law and day leaves it alone."""
    assert sweep(store, system(), engine) == {}
    assert marks(shown(store, engine)) == {HIKVISION: cleared}


def test_a_party_with_several_suppressions_is_looked_up_once(
    store: Store, engine: Engine, cleared: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """However many of a party's hits were cleared it is asked about once; each ends on its own ground."""
    other = party_of("ZTE Corporation", country="CN", party_id="C-8")
    fcc = next(one.listing.id for one in engine.check(PARTY).findings if one.listing.list == "us-fcc-covered")
    more = clear_hit(store, system(), engine, PARTY, listing=fcc, reason="namesake", expires=date(2026, 9, 1))
    zte = engine.check(other).findings[0].listing.id
    clear_hit(store, system(), engine, other, listing=zte, reason="a namesake")
    asked: list[str] = []
    screen = Engine.screen

    def noted(self: Engine, parties: Iterable[Party | str], **how: Any) -> Iterator[PartyCheck]:
        for answer in screen(self, parties, **how):
            asked.append(answer.party.id)
            yield answer

    monkeypatch.setattr(Engine, "screen", noted)
    store.clock = lambda: datetime(2026, 9, 2, tzinfo=UTC)
    assert list(sweep(store, system(), replace(engine, today=date(2026, 9, 2)))) == [more]
    assert sorted(asked) == ["C-7", "C-8"]


def test_what_is_not_met_cannot_be_suppressed(store: Store, engine: Engine) -> None:
    """There is no suppression in advance."""
    with pytest.raises(InputError, match="nothing to suppress"):
        clear_hit(store, system(), engine, party_of("Obstbau"), listing=HIKVISION, reason="why not")


def test_the_commands(store: Store, engine: Engine, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Added, approved by nobody alone, listed, reported, revoked: as a person runs it."""
    monkeypatch.setattr("licet.app.actions.check.open_lists", lambda *_: engine)
    place = str(store.file)
    run = CliRunner()

    def licet(*words: str) -> str:
        done = run.invoke(root, [words[0], *words[1:], "--store", place])
        assert not done.exception or isinstance(done.exception, SystemExit), done.exception
        return done.output

    who = (PARTY.name, "--country", "CN", "--party", "C-7")
    told = licet("suppression", "add", HIKVISION, *who, "--reason", "namesake")
    assert "waits for a second person" in told
    id = told.partition(":")[0]
    approve_suppression(store, EVE, id)
    assert "namesake" in licet("suppression", "list")
    answer = json.loads(licet("check", *who, "--json"))
    assert [one["cleared"]["id"] for one in answer["findings"] if one["cleared"]] == [id]
    assert "cleared" in licet("check", *who)
    assert "still stand" in licet("suppression", "sweep")
    licet("suppression", "revoke", id, "--reason", "doubt")
    rows = json.loads(licet("suppression", "report", "--format", "json"))
    assert (rows[0]["state"], rows[0]["why_ended"]) == ("revoked", "doubt")
    assert rows[0]["rules"] == ["part744_entities.entity_list"]
    assert "review days: 90" in licet("suppression", "policy")
