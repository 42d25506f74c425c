"""What each page shows: one frozen dataclass a page, with its route and its template.

A test holds each class against its template: every name that a template reads is a field here, and the
other way round. `frame` alone is given to all of them.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, ClassVar

from licet.app.web.pictures import Picture
from licet.check.determine import Outcome
from licet.check.doubts import Doubts
from licet.check.finding import PartyCheck
from licet.check.impact_values import Impact
from licet.core.answer import Question
from licet.core.listing import Listing
from licet.core.portfolio import Gap
from licet.gear.report.made import Report as GearReport
from licet.lists.change_set import ChangeSet
from licet.lists.manifest import ListEntry
from licet.owners.decide import Report as OwnersReport
from licet.store.cases import Alert, Case, Summary
from licet.store.people import ApiKey, User
from licet.store.portfolio_read import Portfolio
from licet.store.rows import Entry
from licet.store.terms import Licence
from licet.store.verify import Report as Verification

__all__ = [
    "PAGES",
    "AnswerPart",
    "AuditPage",
    "CasePage",
    "ClearedPage",
    "DeterminePage",
    "DocsPage",
    "FailurePage",
    "FiguresPage",
    "FilingsPage",
    "GearPage",
    "Held",
    "ImpactPage",
    "LicencePage",
    "LicencesPage",
    "ListingPage",
    "ListsPage",
    "OwnersPage",
    "PeoplePage",
    "PortfolioPage",
    "PortfoliosPage",
    "QueuePage",
    "SearchPage",
    "SignInPage",
]


@dataclass(frozen=True, slots=True, kw_only=True)
class Held:
    """What is searched: how many lists with how many entries, and how many of the lists are stale."""

    lists: int
    entries: int
    stale: int


@dataclass(frozen=True, slots=True, kw_only=True)
class SearchPage:
    """Search and its answer; `answer` None before anything was asked."""

    route: ClassVar[str] = "/"
    template: ClassVar[str] = "search.html"
    title: ClassVar[str] = "Search"
    q: str
    country: str
    on: str
    held: Held
    answer: PartyCheck | None
    problem: str


@dataclass(frozen=True, slots=True, kw_only=True)
class AnswerPart:
    """The answer alone, for search while typing."""

    route: ClassVar[str] = "/answer"
    template: ClassVar[str] = "answer.html"
    title: ClassVar[str] = "Answer"
    q: str
    country: str
    held: Held
    answer: PartyCheck | None
    problem: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ListingPage:
    """One entry of one list, whole."""

    route: ClassVar[str] = "/listing/{id:path}"
    template: ClassVar[str] = "listing.html"
    title: ClassVar[str] = "Listing"
    listing: Listing
    entry: ListEntry
    on: date


@dataclass(frozen=True, slots=True, kw_only=True)
class DeterminePage:
    """The determination so far and the next question; `outcome` None at the start.

    Attributes:
        told: the facts so far, as JSON that the form carries.
        facts: the same for a reader: (what, value).
        skipped: ids of questions that the person left open.
        asked: the next question in words; empty when nothing is open.
        problem: why the last reply was not understood.
        cleared: hits of the parties that a person cleared before; they change nothing of the outcome.
    """

    route: ClassVar[str] = "/determine"
    template: ClassVar[str] = "determine.html"
    title: ClassVar[str] = "Determine"
    told: str
    skipped: str
    outcome: Outcome | None
    question: Question | None
    asked: str
    choices: tuple[str, ...]
    problem: str
    facts: tuple[tuple[str, str], ...]
    cleared: tuple[Mapping[str, Any], ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class QueuePage:
    """Cases that wait, one page of them.

    Attributes:
        cases: each with its alerts.
        state: the state that was asked for; empty for all that wait.
        done: the case just disposed of, which can be undone.
        total: how many there are.
        first: number of the first case of this page, from 1.
        before, after: addresses of the pages beside this one; empty where there is none.
        picture: how long they wait.
        on: today.
    """

    route: ClassVar[str] = "/queue"
    template: ClassVar[str] = "queue.html"
    title: ClassVar[str] = "Queue"
    cases: tuple[tuple[Summary, tuple[Alert, ...]], ...]
    state: str
    done: Summary | None
    total: int
    first: int
    before: str
    after: str
    picture: Picture
    on: date


@dataclass(frozen=True, slots=True, kw_only=True)
class CasePage:
    """One case with its alerts, checklist and timeline.

    Attributes:
        case: the case.
        told: (entry, what it says).
        judged: for each alert's listing what clears it: (id, state, by, second, day on which it ends).
        longest: days that a hit may be cleared for, and those of a strong one.
    """

    route: ClassVar[str] = "/case/{id}"
    template: ClassVar[str] = "case.html"
    title: ClassVar[str] = "Case"
    case: Case
    told: tuple[tuple[Entry, str], ...]
    judged: Mapping[str, Sequence[tuple[str, str, str, str, date]]]
    longest: tuple[int, int]


@dataclass(frozen=True, slots=True, kw_only=True)
class LicencesPage:
    """Authorisations with what is left on them."""

    route: ClassVar[str] = "/licences"
    template: ClassVar[str] = "licences.html"
    title: ClassVar[str] = "Licences"
    licences: tuple[Licence, ...]
    on: date


@dataclass(frozen=True, slots=True, kw_only=True)
class LicencePage:
    """One authorisation, whole."""

    route: ClassVar[str] = "/licence/{id}"
    template: ClassVar[str] = "licence.html"
    title: ClassVar[str] = "Licence"
    licence: Licence


@dataclass(frozen=True, slots=True, kw_only=True)
class ListsPage:
    """Which lists are held, whether they can be relied on, how they grew; `tested` is the last self-test."""

    route: ClassVar[str] = "/lists"
    template: ClassVar[str] = "lists.html"
    title: ClassVar[str] = "Lists"
    lists: tuple[ListEntry, ...]
    stale: dict[str, str]
    tested: Doubts | None
    snapshot: str
    pictures: tuple[Picture, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class FiguresPage:
    """The work over time; `cases` is the number of cases that the pictures are made from."""

    route: ClassVar[str] = "/figures"
    template: ClassVar[str] = "figures.html"
    title: ClassVar[str] = "Figures"
    cases: int
    pictures: tuple[Picture, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class PortfoliosPage:
    """What the firm deals in."""

    route: ClassVar[str] = "/portfolios"
    template: ClassVar[str] = "portfolios.html"
    title: ClassVar[str] = "Portfolios"
    portfolios: tuple[Portfolio, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class PortfolioPage:
    """One portfolio.

    Attributes:
        held: its settings and counts.
        loads: the files brought in last, newest first.
        gaps: what its orders lack, the first of them.
        picture: where its orders go; None without orders.
        looked: orders that the picture was made from.
    """

    route: ClassVar[str] = "/portfolio/{name}"
    template: ClassVar[str] = "portfolio.html"
    title: ClassVar[str] = "Portfolio"
    held: Portfolio
    loads: tuple[Mapping[str, Any], ...]
    gaps: tuple[Gap, ...]
    picture: Picture | None
    looked: int


@dataclass(frozen=True, slots=True, kw_only=True)
class ImpactPage:
    """What a filing does to a portfolio; `found` None before one was weighed.

    Attributes:
        portfolios: names to choose from.
        staged: filings to choose from: (number, words).
        found: the answer.
        pictures: its exposure: (caption, SVG).
        marks: the shape that stands for each outcome.
    """

    route: ClassVar[str] = "/impact"
    template: ClassVar[str] = "impact.html"
    title: ClassVar[str] = "Impact"
    portfolios: tuple[str, ...]
    staged: tuple[tuple[str, str], ...]
    found: Impact | None
    pictures: tuple[tuple[str, str], ...]
    marks: Mapping[str, str]


@dataclass(frozen=True, slots=True, kw_only=True)
class FilingsPage:
    """The filings that are staged; `on` is today, which says of each whether its day has come."""

    route: ClassVar[str] = "/filings"
    template: ClassVar[str] = "filings.html"
    title: ClassVar[str] = "Filings"
    filings: tuple[ChangeSet, ...]
    on: date


@dataclass(frozen=True, slots=True, kw_only=True)
class ClearedPage:
    """Hits that were cleared before, the first of them.

    Attributes:
        rows: of the report, as many as a page holds.
        total: how many there are.
        state: only those that stand so; empty for all.
        states: the states there are.
        done: the one that was just written down; empty otherwise.
    """

    route: ClassVar[str] = "/cleared"
    template: ClassVar[str] = "cleared.html"
    title: ClassVar[str] = "Cleared before"
    rows: tuple[Mapping[str, Any], ...]
    total: int
    state: str
    states: tuple[str, ...]
    done: str


@dataclass(frozen=True, slots=True, kw_only=True)
class OwnersPage:
    """Who stands behind a party, under each rule; `unreliable` says which rules' lists are stale."""

    route: ClassVar[str] = "/owners"
    template: ClassVar[str] = "owners.html"
    title: ClassVar[str] = "Owners"
    report: OwnersReport | None
    picture: str
    problems: tuple[str, ...]
    unreliable: dict[str, str]


@dataclass(frozen=True, slots=True, kw_only=True)
class GearPage:
    """Covered equipment in an inventory that was uploaded."""

    route: ClassVar[str] = "/gear"
    template: ClassVar[str] = "gear.html"
    title: ClassVar[str] = "Equipment"
    report: GearReport | None


@dataclass(frozen=True, slots=True, kw_only=True)
class AuditPage:
    """The log and its verification."""

    route: ClassVar[str] = "/audit"
    template: ClassVar[str] = "audit.html"
    title: ClassVar[str] = "Audit"
    name: str
    size: int
    root: str
    report: Verification | None


@dataclass(frozen=True, slots=True, kw_only=True)
class PeoplePage:
    """Users and keys; `secret` is a key just made, shown once."""

    route: ClassVar[str] = "/people"
    template: ClassVar[str] = "people.html"
    title: ClassVar[str] = "People"
    users: tuple[User, ...]
    keys: tuple[ApiKey, ...]
    roles: tuple[str, ...]
    secret: str


@dataclass(frozen=True, slots=True, kw_only=True)
class SignInPage:
    """Sign in."""

    route: ClassVar[str] = "/sign-in"
    template: ClassVar[str] = "sign_in.html"
    title: ClassVar[str] = "Sign in"
    after: str
    problem: str
    no_users: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class DocsPage:
    """The API for people; `groups` holds (part, its operations)."""

    route: ClassVar[str] = "/docs"
    template: ClassVar[str] = "docs.html"
    title: ClassVar[str] = "API"
    version: str
    groups: tuple[tuple[str, tuple[Any, ...]], ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class FailurePage:
    """An error: what happened, where, and what to do."""

    route: ClassVar[str] = ""
    template: ClassVar[str] = "failure.html"
    title: ClassVar[str] = "That did not work"
    status: int
    code: str
    message: str
    place: str
    fix: str


#: Every page.
PAGES: tuple[Any, ...] = (
    SearchPage,
    AnswerPart,
    ListingPage,
    DeterminePage,
    QueuePage,
    CasePage,
    LicencesPage,
    LicencePage,
    ListsPage,
    FiguresPage,
    PortfoliosPage,
    PortfolioPage,
    ImpactPage,
    FilingsPage,
    ClearedPage,
    OwnersPage,
    GearPage,
    AuditPage,
    PeoplePage,
    SignInPage,
    DocsPage,
    FailurePage,
)
