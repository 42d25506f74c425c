"""From a page to HTML: Jinja2 that escapes everything and stops at a name it does not know."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, fields
from typing import Any

from fastapi import Request
from jinja2 import Environment, PackageLoader, StrictUndefined
from starlette.responses import HTMLResponse, Response

from licet.app.actions.interview import reply_in_words
from licet.app.api.house import house_of
from licet.app.api.who import person_of
from licet.check.finding import Finding, ListState
from licet.check.same import Meaning, meaning_of
from licet.core.country import country_name
from licet.core.errors import DeniedError
from licet.core.listing_words import FLAG_WORDS, describe_clause, describe_policy, describe_requirement
from licet.law.flags import flag_in_words
from licet.store.actor import Actor, Permission

__all__ = ["Frame", "environment", "render", "shown"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Frame:
    """What surrounds every page.

    Attributes:
        title: of the page.
        here: its route, to mark the way.
        who: who is signed in; None when nobody is.
        links: (address, words) of the pages this person may open.
    """

    title: str
    here: str
    who: Actor | None
    links: tuple[tuple[str, str], ...]

    @property
    def may_case(self) -> bool:
        """Whether this person may work on cases."""
        return self.who is not None and self.who.may(Permission.CASE)

    @property
    def may_stage(self) -> bool:
        """Whether this person may stage filings."""
        return self.who is not None and self.who.may(Permission.POLICY)

    @property
    def may_approve(self) -> bool:
        """Whether this person may be the second pair of eyes."""
        return self.who is not None and self.who.may(Permission.APPROVE)


_LINKS: tuple[tuple[str, str, Permission | None], ...] = (
    ("/", "Search", None),
    ("/determine", "Determine", None),
    ("/owners", "Owners", None),
    ("/gear", "Equipment", None),
    ("/lists", "Lists", None),
    ("/queue", "Queue", Permission.READ),
    ("/cleared", "Cleared", Permission.READ),
    ("/portfolios", "Portfolios", Permission.READ),
    ("/filings", "Filings", Permission.READ),
    ("/impact", "Impact", Permission.READ),
    ("/licences", "Licences", Permission.READ),
    ("/figures", "Figures", Permission.READ),
    ("/audit", "Audit", Permission.LOG),
    ("/people", "People", Permission.USERS),
)


def _meaning(finding: Finding, lists: Sequence[ListState]) -> Meaning:
    """What a listing means, beside the lists of its answer."""
    return meaning_of(finding, next((state for state in lists if state.id == finding.listing.list), None))


def _environment() -> Environment:
    made = Environment(
        loader=PackageLoader("licet.app.web"),
        undefined=StrictUndefined,
        autoescape=True,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    made.filters |= {
        "country": country_name,
        "requirement": describe_requirement,
        "policy": describe_policy,
        "clause": describe_clause,
        "meaning": _meaning,
        "number": lambda count: f"{count:,}",
        "reply": reply_in_words,
        "law_flag": flag_in_words,
        "flag": lambda code: FLAG_WORDS.get(code, code),
    }
    return made


#: The templates, read once.
environment = _environment()


def shown(page: Any, frame: Frame) -> str:  # noqa: ANN401  any of PAGES
    """A page as HTML."""
    given = {field.name: getattr(page, field.name) for field in fields(page)}
    return environment.get_template(page.template).render(frame=frame, **given)


def render(request: Request, page: Any, status: int = 200) -> Response:  # noqa: ANN401  any of PAGES
    """A page as the answer to a request; never kept by caches, since it may name a person."""
    try:
        who = person_of(request)
    except DeniedError:
        who = None
    open_to_all = who is not None or house_of(request).settings.anonymous or not house_of(request).has_users
    links = tuple(
        (at, words)
        for at, words, wanted in _LINKS
        if (open_to_all if wanted is None else who is not None and who.may(wanted))
    )
    frame = Frame(title=page.title, here=page.route, who=who, links=links)
    return HTMLResponse(shown(page, frame), status_code=status, headers={"Cache-Control": "no-store"})
