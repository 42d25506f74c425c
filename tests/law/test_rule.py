"""The rule machine: what it refuses, what periods do to a rule, how lifts and bars combine."""

from __future__ import annotations

from datetime import date

import pytest

from licet.core.answer import Answer, Question, Truth, no, unknown, yes
from licet.core.deal import Item, Trade
from licet.core.errors import RuleError
from licet.core.period import Status
from licet.law.book import RuleBook, rule_book
from licet.law.matter import Matter
from licet.law.rule import Kind, Reading, always, deferred, in_force, not_enforced, rule, stayed

CITE = "15 CFR 740.3"
SINCE = in_force("2020-01-01", by="a test")


def matter(on: date = date(2026, 1, 29)) -> Matter:
    """A trade of which nothing is known."""
    return Matter(trade=Trade(items=(Item(),)), item=Item(), on=on)


@rule(CITE, "always needed", SINCE, tags=("chart", "NS"))
def needed(m: Matter) -> Answer:
    """A requirement that is always met."""
    return yes("it is so")


@rule(CITE, "may be lifted", SINCE, lifts=("NS",), code="LVS")
def lvs(m: Matter) -> Answer:
    """An exception that is always open."""
    return yes("open")


@rule(CITE, "closes it, perhaps", SINCE, bars=("LVS",))
def perhaps_bar(m: Matter) -> Answer:
    """A bar of which nobody knows."""
    return unknown("perhaps", ask=Question(id="x", text="is it barred?"))


def test_kind_follows_what_is_declared() -> None:
    """A rule that lifts is an exception, one that bars a bar, one that declares nothing a requirement."""
    assert (needed.kind, lvs.kind, perhaps_bar.kind) == (Kind.REQUIREMENT, Kind.EXCEPTION, Kind.BAR)


def test_open_exception_without_a_bar_is_open() -> None:
    """An exception whose conditions are met and which nothing bars answers yes."""
    assert RuleBook([needed, lvs]).lifting(lvs, matter()).answer.is_yes


def test_an_unknown_bar_makes_the_exception_unknown() -> None:
    """An exception counts only if no bar may apply."""
    lifted = RuleBook([needed, lvs, perhaps_bar]).lifting(lvs, matter())
    assert lifted.answer.is_unknown
    assert [q.id for q in lifted.answer.asks()] == ["x"]


@pytest.mark.parametrize(
    ("period", "truth", "flag"),
    [
        (SINCE, Truth.YES, ()),
        (stayed("2020-01-01", by="a stay"), Truth.NO, ("STAYED",)),
        (deferred("2020-01-01", "2027-01-01", by="later"), Truth.NO, ("COMPLIANCE_DATE_DEFERRED",)),
        (not_enforced("2020-01-01", by="a notice"), Truth.YES, ("ANNOUNCED_NON_ENFORCEMENT",)),
        (
            in_force("2020-01-01", by="the text alone", confirmed=False),
            Truth.YES,
            ("STATUS_NEEDS_CONFIRMATION",),
        ),
    ],
)
def test_what_the_status_of_a_period_leaves_of_a_met_rule(
    period: object, truth: Truth, flag: tuple[str, ...]
) -> None:
    """A stayed or deferred rule is not met and says so; an announced non-enforcement changes no law."""

    @rule(CITE, "needed", period)  # type: ignore[arg-type]
    def one(m: Matter) -> Answer:
        """A requirement."""
        return yes()

    (limb,) = RuleBook([one]).limbs(Kind.REQUIREMENT, matter())
    assert (limb.truth, limb.flags) == (truth, flag)


def test_a_saved_shipment_is_not_met() -> None:
    """A reading may carry its own status: a savings clause takes the shipment out."""

    @rule(CITE, "needed", SINCE)
    def one(m: Matter) -> Reading:
        """A requirement with a savings clause."""
        return Reading(answer=yes(), status=Status.SAVED)

    (limb,) = RuleBook([one]).limbs(Kind.REQUIREMENT, matter())
    assert (limb.truth, limb.flags) == (Truth.NO, ("SAVINGS_CLAUSE",))


def test_a_rule_is_not_asked_outside_its_periods() -> None:
    """Before its first day a rule gives no limb."""
    assert RuleBook([needed]).limbs(Kind.REQUIREMENT, matter(date(2019, 12, 31))) == []


@pytest.mark.parametrize(
    ("citation", "says", "missing"),
    [("", "says", "citation"), (CITE, " ", "sentence")],
)
def test_a_rule_without_citation_or_sentence_is_refused(citation: str, says: str, missing: str) -> None:
    """The error names the rule and what it lacks."""
    with pytest.raises(RuleError, match=missing):

        @rule(citation, says, SINCE)
        def one(m: Matter) -> Answer:
            """A page."""
            return no()


def test_a_rule_without_period_or_docstring_is_refused() -> None:
    """Law without dates is not law that can be replayed; a rule without a page cannot be read."""
    with pytest.raises(RuleError, match="period"):

        @rule(CITE, "says")
        def one(m: Matter) -> Answer:
            """A page."""
            return no()

    with pytest.raises(RuleError, match="docstring"):

        @rule(CITE, "says", SINCE)
        def two(m: Matter) -> Answer:
            return no()


def test_overlapping_periods_of_one_rule_are_refused() -> None:
    """Two statuses on one day cannot both hold."""
    with pytest.raises(RuleError, match="overlapping"):

        @rule(CITE, "says", SINCE, stayed("2021-01-01", by="a stay"))
        def one(m: Matter) -> Answer:
            """A page."""
            return no()


def test_two_rules_of_one_question_on_the_same_day_are_refused_naming_both() -> None:
    """Versions of a paragraph must follow each other; the error names both places."""

    @rule(CITE, "old", always(by="held text"), answers="746.9")
    def old(m: Matter) -> Answer:
        """The old text."""
        return no()

    @rule(CITE, "new", SINCE, answers="746.9")
    def new(m: Matter) -> Answer:
        """The new text."""
        return no()

    with pytest.raises(RuleError) as raised:
        RuleBook([old, new])
    assert old.place in str(raised.value)
    assert new.place in str(raised.value)


def test_an_exception_that_lifts_a_tag_nobody_has_is_refused() -> None:
    """A misspelt tag would silently lift nothing."""
    with pytest.raises(RuleError, match="lifts what no rule is tagged with"):
        RuleBook([lvs])


def test_rules_that_close_a_ring_are_refused_naming_both() -> None:
    """A bar of an exception that lifts the bar has no answer."""

    @rule(CITE, "closes", SINCE, bars=("GBS",), tags=("bar",))
    def closing(m: Matter) -> Answer:
        """A bar."""
        return no()

    @rule(CITE, "opens", SINCE, lifts=("bar",), code="GBS")
    def opening(m: Matter) -> Answer:
        """An exception that lifts the bar that closes it."""
        return no()

    with pytest.raises(RuleError) as raised:
        RuleBook([closing, opening])
    assert closing.place in str(raised.value)
    assert opening.place in str(raised.value)


def test_a_changed_table_is_another_rule_book(monkeypatch: pytest.MonkeyPatch) -> None:
    """What a decision rests on is the rules and the dated tables they read."""
    rules = rule_book().rules
    before = RuleBook(rules).digest()
    assert RuleBook(rules).digest() == before
    monkeypatch.setattr("licet.law.book._tables", lambda: "another table")
    assert RuleBook(rules).digest() != before
