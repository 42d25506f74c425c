"""The watch looks through owners: real listed owners, and the days on which the ownership rules turn."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import UTC, date, datetime
from fractions import Fraction
from pathlib import Path
from typing import Any

import pytest

from licet.app.actions import watch_owners
from licet.app.actions.suppression import clear_alert
from licet.app.actions.watch import Desk, Watched, run_watch
from licet.check.engine import Engine, open_engine
from licet.core.errors import InputError
from licet.core.fact import Share
from licet.core.portfolio import OwnerEdge
from licet.core.trade import Name, Party
from licet.lists.home import make_current, open_snapshot
from licet.lists.snapshot import snapshot_bytes
from licet.store.actor import Actor, Role, system
from licet.store.cases import Alert, case, cases, open_case
from licet.store.notices import due_notices
from licet.store.portfolio import put
from licet.store.store import Store
from licet.store.suppression import approve_suppression, suppression
from licet.store.verify import verify
from licet.store.watch import alerts_since, commit_part

ENTITIES = "us-bis-entity-list"
LISTS = (ENTITIES, "us-bis-meu", "us-ofac-sdn")
HIKVISION = f"{ENTITIES}:cn:hangzhou-hikvision-digital-technology-co-ltd"
KRONSHTADT = "us-ofac-sdn:35854"
OWNERS = {HIKVISION, KRONSHTADT, f"{ENTITIES}:cn:dahua-technology", "us-ofac-sdn:17022"}
NOW = datetime(2026, 8, 1, 12, tzinfo=UTC)
#: The Affiliates Rule: published, in force, stayed, and back by its own text.
BEFORE, IN_FORCE, LAST, STAYED, BACK = (
    date(2025, 9, 28),
    date(2025, 9, 29),
    date(2025, 11, 9),
    date(2025, 11, 10),
    date(2026, 11, 10),
)


@pytest.fixture(scope="module")
def lists(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Engine]:
    """The owners of these stories and a hundred entries more of each list, as the lists have them."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("LICET_HOME", str(tmp_path_factory.mktemp("home")))
        whole = open_snapshot("embedded")
        chosen = [
            one
            for name in LISTS
            for at, one in enumerate(whole.listings(name))
            if at < 100 or one.id in OWNERS
        ]
        make_current(snapshot_bytes(chosen, [whole.lists[name] for name in LISTS]), now=NOW)
        yield replace(open_engine(), today=NOW.date())


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    """A new store on the day of this story."""
    with Store.open(tmp_path / "store.db") as made:
        made.clock = lambda: NOW
        yield made


def customer(id: str = "C-1", name: str = "Zwetschgen Optik", country: str = "CN") -> Party:
    """A counterparty on no list."""
    return Party(id=id, names=(Name(text=name),), countries=(country,))


def holding(share: int | str, owned: str = "C-1", owner: str = "H", **more: Any) -> OwnerEdge:
    """Hikvision, no counterparty itself, holds a share of somebody."""
    held = Share.unknown() if share == "unknown" else Share.exactly(Fraction(share))
    told = {"owner_name": "Hangzhou Hikvision Digital Technology Co., Ltd.", "owner_country": "CN"}
    return OwnerEdge(owner=owner, owned=owned, share=held, **{**told, "source": "annual report", **more})


def load(store: Store, edges: Sequence[OwnerEdge], parties: Sequence[Party] = ()) -> None:
    """Bring a customer and who owns it into a portfolio."""
    put(store, system(), "main", "party", parties or [customer()])
    put(store, system(), "main", "owner", edges)


def watch(store: Store, engine: Engine, on: date | None = None, **more: Any) -> Watched:
    """One run on a day."""
    day = engine if on is None else replace(engine, today=on)
    (found,) = run_watch(
        Desk(store=store, who=system(), engine=day, workers=1, channels=("webhook",)), **more
    )
    return found


def raised(store: Store) -> list[tuple[str, ...]]:
    """Party, listing, verdict, standing and cause of every alert, oldest first."""
    words = ("party", "listing", "verdict", "standing", "cause")
    told = [{**one, "listing": one["listing"].partition("#")[0]} for one in alerts_since(store, system())]
    return [tuple(str(one[word]) for word in words) for one in told]


def evidence(store: Store) -> list[dict[str, Any]]:
    """The ownership of every alert, as its case keeps it: the newest of each rule and owner."""
    held = [case(store, system(), one.id) for one in cases(store, system())]
    return [dict(alert.evidence["ownership"]) for one in held for alert in one.alerts]


def test_the_affiliates_rule_by_its_days(store: Store, lists: Engine) -> None:
    """A red flag before 29 September 2025, reached from then to 9 November, and a red flag while stayed."""
    load(store, [holding(60)])
    assert watch(store, lists, BEFORE).through_owners == 1
    assert watch(store, lists, BEFORE).alerts == 0
    first = watch(store, lists, IN_FORCE)
    assert (first.causes, first.alerts, first.owned) == (("ownership rule",), 1, 1)
    assert watch(store, lists, LAST).alerts == 0
    assert watch(store, lists, STAYED).alerts == 1
    assert watch(store, lists, NOW.date()).alerts == 0
    assert watch(store, lists, BACK).alerts == 1
    assert [one[1:4] for one in raised(store)] == [
        (HIKVISION, "review", "not yet in force"),
        (HIKVISION, "owned", "in force"),
        (HIKVISION, "review", "stayed"),
        (HIKVISION, "owned", "in force"),
    ]
    assert len(cases(store, system())) == 1
    (told,) = evidence(store)
    assert told["rule"] == "us-bis"
    assert "15 CFR 744.11(a)(1)" in told["cites"]
    assert told["by"].startswith("90 FR 50857")
    assert told["chain"] == [
        {
            "owner": "H",
            "owner_name": "Hangzhou Hikvision Digital Technology Co., Ltd.",
            "owned": "C-1",
            "owned_name": "Zwetschgen Optik",
            "share": "60 %",
            "source": "annual report",
        }
    ]
    assert verify(store).ok


def test_back_in_force_is_said_to_be_unconfirmed(store: Store, lists: Engine) -> None:
    """From 10 November 2026 the rule is in force by its own text: nobody here confirmed that."""
    load(store, [holding(60)])
    watch(store, lists, BACK)
    (told,) = evidence(store)
    assert (told["standing"], told["confirmed"], told["answer"]) == ("in force", False, "yes")
    (alert,) = case(store, system(), cases(store, system())[0].id).alerts
    assert "not confirmed: look it up" in str(alert.evidence["evidence"])


@pytest.mark.parametrize(
    ("share", "verdicts"), [("49", []), ("50", ["owned"]), ("100", ["owned"]), ("unknown", ["review"])]
)
def test_half_is_enough_and_an_unknown_share_is_asked(
    store: Store, lists: Engine, share: str, verdicts: list[str]
) -> None:
    """49 % alerts nobody, 50 % does; a share that nobody knows is Red Flag 29 with its question."""
    load(store, [holding(share)])
    watch(store, lists, IN_FORCE)
    assert [one[2] for one in raised(store)] == verdicts
    if share == "unknown":
        (told,) = evidence(store)
        assert told["red_flag_29"]
        assert any("what share of Zwetschgen Optik" in ask for ask in told["asks"])


def test_a_chain_through_a_company_that_is_no_customer(store: Store, lists: Engine) -> None:
    """Hikvision holds 60 % of a holding that holds all of the customer: both steps are in the evidence."""
    through = OwnerEdge(
        owner="HOLD", owned="C-1", share=Share.exactly(Fraction(100)), owner_name="Obstgut Holding"
    )
    load(store, [holding(60, owned="HOLD"), through])
    assert watch(store, lists, IN_FORCE).alerts == 1
    (told,) = evidence(store)
    assert [(one["owner"], one["owned"], one["share"]) for one in told["chain"]] == [
        ("H", "HOLD", "60 %"),
        ("HOLD", "C-1", "100 %"),
    ]
    assert any("Obstgut Holding" in line for line in told["because"])


def test_shares_of_two_listed_owners_count_together(store: Store, lists: Engine) -> None:
    """Hikvision's 30 and Dahua's 20 are a half: neither alone would be."""
    dahua = holding(20, owner="D", owner_name="Dahua Technology")
    load(store, [holding(30), dahua])
    assert watch(store, lists, IN_FORCE).alerts == 1
    (told,) = evidence(store)
    assert {one["id"] for one in told["owners"]} == {"H", "D"}


def test_a_cleared_owner_alerts_nobody_below_it(store: Store, lists: Engine) -> None:
    """Two people judge that the owner is another firm: nobody is alerted through it while that stands."""
    load(store, [holding(60)])
    watch(store, lists, IN_FORCE)
    held = cases(store, system())[0].id
    (alert,) = case(store, system(), held).alerts
    assert alert.listing == f"{HIKVISION}#us-bis"
    day = replace(lists, today=IN_FORCE)
    made = clear_alert(store, system(), day, held, listing=alert.listing, reason="another Hikvision")
    assert suppression(store, system(), made).basis.listing == HIKVISION
    load(store, [holding(70, owned="C-2")], [customer("C-2", "Zwetschgen Glas")])
    assert watch(store, lists, IN_FORCE).alerts == 1  # it waits for the second person
    approve_suppression(store, Actor(id="eve", roles=frozenset(Role)), made)
    load(store, [holding(80, owned="C-3")], [customer("C-3", "Zwetschgen Bild")])
    assert watch(store, lists, IN_FORCE).alerts == 0
    assert watch(store, lists, IN_FORCE, full=True).alerts == 0
    # another name of the owner is another party: the judgement does not reach it
    renamed = {"owner_name": "Hangzhou Hikvision Digital Technology Company Limited"}
    load(
        store, [holding(share, owned=id, **renamed) for id, share in (("C-1", 60), ("C-2", 70), ("C-3", 80))]
    )
    assert watch(store, lists, IN_FORCE).alerts == 1  # C-3; the others were alerted before


def test_an_owner_that_is_gone_cannot_be_cleared(store: Store, lists: Engine) -> None:
    """The alert's owner is in no portfolio: it cannot be told who was judged."""
    told = {"ownership": {"owners": [{"id": "Z", "listing": HIKVISION, "name": "x"}]}}
    alert = Alert(listing=f"{HIKVISION}#us-bis", version="v", evidence=told)
    held = open_case(store, system(), title="x", alerts=[alert], flags=[])
    with pytest.raises(InputError, match="in no portfolio"):
        clear_alert(store, system(), lists, held, listing=alert.listing, reason="another firm")


def test_american_companies_are_no_affiliates(store: Store, lists: Engine) -> None:
    """The rule of the BIS reaches foreign parties alone, in force or not."""
    load(store, [holding(100)], [customer(country="US")])
    assert not watch(store, lists, IN_FORCE).alerts
    assert not watch(store, lists, STAYED).alerts


def test_a_blocked_owner_blocks_what_it_owns(store: Store, lists: Engine) -> None:
    """OFAC's rule: half of the customer is a Russian drone maker's on the SDN List; both rules say so."""
    edge = OwnerEdge(
        owner="K", owned="C-1", share=Share.exactly(Fraction(50)), owner_name="Joint Stock Company Kronshtadt"
    )
    load(store, [edge])
    watch(store, lists)
    told = {one["rule"]: one for one in evidence(store)}
    assert told["us-ofac"]["answer"] == "yes"
    assert told["us-ofac"]["owners"][0]["listing"] == KRONSHTADT
    assert "79 FR 47726" in told["us-ofac"]["cites"][0]
    assert told["us-bis"]["standing"] == "stayed"


def test_ofac_adds_owners_up_since_august_2014(store: Store, lists: Engine) -> None:
    """Two SDNs of 30 % each: nothing before 13 August 2014; from then on the sum counts.

    Whether these were SDNs in 2014 today's list doesn't say, so the alert is a question and no yes.
    """
    edges = [
        OwnerEdge(owner=id, owned="C-1", share=Share.exactly(Fraction(30)), owner_name=name)
        for id, name in (("K", "Joint Stock Company Kronshtadt"), ("R", "Rosneft Oil Company"))
    ]
    load(store, edges)
    watch(store, lists, date(2014, 8, 12))
    assert not [one for one in evidence(store) if one["rule"] == "us-ofac"]
    assert watch(store, lists, date(2014, 8, 13)).causes == ("ownership rule",)
    (told,) = [one for one in evidence(store) if one["rule"] == "us-ofac"]
    assert told["answer"] == "unknown"
    assert {one["id"] for one in told["owners"]} == {"K", "R"}


def test_a_change_of_the_list_alerts_the_owned_customer_alone(
    store: Store, lists: Engine, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The owner's entry appears: its customer alerts, and the one that it owns 10 % of does not."""
    monkeypatch.setenv("LICET_HOME", str(tmp_path / "home"))
    entities = list(lists.snapshot.listings(ENTITIES))
    entries = [lists.snapshot.lists[ENTITIES]]
    make_current(snapshot_bytes([one for one in entities if one.id != HIKVISION], entries), now=NOW)
    people = [customer(), customer("C-2", "Obstbau Immenstaad"), customer("C-3", "Bodensee Beeren")]
    load(
        store,
        [holding(60), holding(10, owned="C-2"), holding(90, owned="C-3", owner="X", owner_name="Xaver")],
        people,
    )
    before = replace(open_engine(), today=IN_FORCE)
    assert watch(store, before).alerts == 0
    make_current(snapshot_bytes(entities, entries), now=NOW)
    found = watch(store, replace(open_engine(), today=IN_FORCE))
    assert (found.causes, found.changed, found.alerts, found.owned) == (("list change",), 1, 1, 2)
    assert raised(store) == [("C-1", HIKVISION, "owned", "in force", "list change")]
    (alert,) = alerts_since(store, system())
    assert alert["published"] == "2020-07-22"  # 85 FR 44159, the newest document of the entry by then
    assert found.rules_open == (
        "us-ofac: us-ofac-sdn not held",
        "us-ofac-ssi: us-ofac-ssi not held",
        "us-bis: us-bis-meu, us-ofac-sdn not held",
        "uk: uk-sl not held",
        "eu: eu-fsf not held",
    )


def test_new_ownership_data_is_followed(store: Store, lists: Engine) -> None:
    """A holding that is told later alerts; so does a larger share; a smaller one alerts nobody."""
    load(store, [])
    assert watch(store, lists, IN_FORCE).alerts == 0
    load(store, [holding(20)])
    assert watch(store, lists, IN_FORCE).alerts == 0
    load(store, [holding(55)])
    found = watch(store, lists, IN_FORCE)
    assert (found.causes, found.alerts) == (("party change",), 1)
    load(store, [holding(20)])
    assert watch(store, lists, IN_FORCE).alerts == 0


def test_a_holding_that_begins_and_one_that_ends(store: Store, lists: Engine) -> None:
    """On the day on which a holding begins its customer alerts, with no new list and no new record."""
    load(store, [holding(60, since=date(2025, 10, 15))])
    assert watch(store, lists, date(2025, 10, 14)).alerts == 0
    found = watch(store, lists, date(2025, 10, 15))
    assert (found.causes, found.alerts) == (("holding of an owner",), 1)


def test_an_owner_that_is_a_counterparty_is_known_by_all_its_names(store: Store, lists: Engine) -> None:
    """The owner's alias is listed, not the name that it trades under: its customers alert all the same."""
    owner = Party(
        id="C-9",
        names=(Name(text="Obstgut Alpenblick"), Name(text="Hangzhou Hikvision Digital Technology")),
        countries=("CN",),
    )
    load(store, [holding(75, owner="C-9", owner_name="")], [customer(), owner])
    watch(store, lists, IN_FORCE)
    assert ("C-1", HIKVISION, "owned", "in force", "first screening") in raised(store)


def test_owners_that_nobody_has_named_are_said(store: Store, lists: Engine) -> None:
    """An unnamed owner of 80 % may be anybody: the customer is named as open, and no entry is guessed."""
    load(store, [holding(80, owner="unknown", owner_name="", owner_country="")])
    found = watch(store, lists, IN_FORCE)
    assert (found.alerts, found.owners_open) == (0, ("C-1",))


def test_the_message_tells_the_chain(store: Store, lists: Engine) -> None:
    """Who gets the webhook reads rule, day, share and steps in one sentence."""
    load(store, [holding(60)])
    watch(store, lists, IN_FORCE)
    (notice,) = due_notices(store, system(), ["webhook"], now=NOW)
    says = notice.body["cases"][0]["alerts"][0]["evidence"]
    assert says == (
        "BIS Affiliates Rule (15 CFR 744.11(a)(1); in force on 2025-09-29 by 90 FR 47201) reaches it: listed "
        "owners hold 60 % of Zwetschgen Optik. Hangzhou Hikvision Digital Technology Co., Ltd. holds 60 % of "
        "Zwetschgen Optik [annual report]"
    )


def test_a_run_that_was_killed_is_done_again_without_doubles(
    store: Store, lists: Engine, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The second part fails after the first was kept: the next run alerts the rest, each customer once."""
    people = [customer(f"C-{at}", f"Obstbau {at}") for at in range(6)]
    load(store, [holding(60, owned=one.id) for one in people], people)
    monkeypatch.setattr(watch_owners, "PART", 2)
    kept, real = [0], commit_part

    def dying(*given: Any) -> Any:
        kept[0] += 1
        if kept[0] == 2:
            raise KeyboardInterrupt
        return real(*given)

    monkeypatch.setattr(watch_owners, "commit_part", dying)
    with pytest.raises(KeyboardInterrupt):
        watch(store, lists, IN_FORCE)
    assert len(raised(store)) == 2
    assert watch(store, lists, IN_FORCE).alerts == 4
    assert sorted(one[0] for one in raised(store)) == [one.id for one in people]
    assert verify(store).ok
