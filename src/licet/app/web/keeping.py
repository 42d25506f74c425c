"""Pages on what is kept: queue, cases, licences, audit, people. Everything here needs a person."""

from __future__ import annotations

import json
from collections.abc import Mapping
from datetime import date
from typing import Annotated, Any
from urllib.parse import urlencode

from fastapi import APIRouter, Form, Query, Request
from starlette.concurrency import run_in_threadpool
from starlette.responses import HTMLResponse, Response

from licet.app.actions.check import finding_as_json, party_of
from licet.app.actions.watch_report import alert_report
from licet.app.api.house import house_of
from licet.app.api.who import needs
from licet.app.web.desk import DeskRoute, see
from licet.app.web.pages import (
    AuditPage,
    CasePage,
    FiguresPage,
    LicencePage,
    LicencesPage,
    PeoplePage,
    QueuePage,
)
from licet.app.web.pictures import waiting, watched, worked
from licet.app.web.render import render
from licet.core.errors import InputError
from licet.store import cases as kept
from licet.store.actor import Actor, Permission, Role
from licet.store.case_times import case_times
from licet.store.casefile import case_html, describe
from licet.store.licences import licence, licences
from licet.store.people import (
    add_user,
    api_keys,
    change_user,
    issue_key,
    log_action,
    revoke_key,
    unlock,
    users,
)
from licet.store.redflags import FlagAnswer
from licet.store.store import Find
from licet.store.suppression import suppression_policy, suppressions
from licet.store.verify import verify

__all__ = ["router"]

router = APIRouter(route_class=DeskRoute)

_Reader = Annotated[Actor, needs(Permission.READ)]
_Worker = Annotated[Actor, needs(Permission.CASE)]
_Approver = Annotated[Actor, needs(Permission.APPROVE)]
_Auditor = Annotated[Actor, needs(Permission.LOG)]
_Keeper = Annotated[Actor, needs(Permission.USERS)]
#: Cases on one page of the queue.
_CASES = 25
_Words = Annotated[str, Form(max_length=10_000)]
_Short = Annotated[str, Form(max_length=300)]


@router.get(QueuePage.route)
async def queue(
    request: Request,
    who: _Reader,
    state: Annotated[str, Query(max_length=20)] = "",
    done: Annotated[str, Query(max_length=40)] = "",
    first: Annotated[int, Query(ge=1, le=1_000_000)] = 1,
) -> Response:
    """Cases that wait, nearest deadline first, a page of them."""
    store = house_of(request).store
    wanted = _one_of(kept.CaseState, state) if state else None
    found = kept.cases(store, who, state=wanted, limit=10_000)
    shown = found[first - 1 : first - 1 + _CASES]
    alerts = kept.alerts_of(store, who, [one.id for one in shown])

    def page_at(place: int) -> str:
        return f"/queue?{urlencode({'state': state, 'first': max(place, 1)})}"

    page = QueuePage(
        cases=tuple((one, alerts[one.id]) for one in shown),
        total=len(found),
        first=first,
        before=page_at(first - _CASES) if first > 1 else "",
        after=page_at(first + _CASES) if first - 1 + _CASES < len(found) else "",
        state=state,
        done=kept.case(store, who, done).summary if done else None,
        picture=waiting(found, date.today()),
        on=date.today(),
    )
    return render(request, page)


def _one_of(kind: Any, text: str) -> Any:  # noqa: ANN401  any enumeration of words
    try:
        return kind(text)
    except ValueError:
        raise InputError(f"`{text}` is none of {', '.join(one.value for one in kind)}") from None


@router.get(FiguresPage.route)
async def figures(request: Request, who: _Reader) -> Response:
    """Alerts, closings and how long they took, by month."""
    store, today = house_of(request).store, date.today()
    times = await run_in_threadpool(case_times, store, who)
    since = today.replace(year=today.year - 1, day=1)
    report = await run_in_threadpool(lambda: alert_report(store, who, since=since))
    pictures = worked(times, today) + (watched(report["days"], today) if report["days"] else ())
    return render(request, FiguresPage(cases=len(times), pictures=pictures))


@router.get(CasePage.route)
async def case(request: Request, id: str, who: _Reader) -> Response:
    """A case file."""
    store = house_of(request).store
    held = kept.case(store, who, id)
    judged = {
        alert.listing: [
            (one.id, one.state.value, one.by, one.second, one.expires)
            for one in suppressions(store, who, listing=alert.listing.partition("#")[0])
            if one.case == id
            and one.state.value in ("active", "waiting")
            and ("#" in alert.listing) == (one.party in _owners_told(alert.evidence))
        ]
        for alert in held.alerts
    }
    policy = suppression_policy(store, who)
    page = CasePage(
        case=held,
        told=tuple((one, describe(one)) for one in held.timeline),
        judged=judged,
        longest=(policy.days, policy.strong_days),
    )
    return render(request, page)


def _owners_told(evidence: Mapping[str, Any]) -> set[str]:
    """References of the owners through which an alert came."""
    return {str(one["id"]) for one in evidence.get("ownership", {}).get("owners", ())}


@router.get("/case/{id}/print")
async def printed(request: Request, id: str, who: _Reader) -> Response:
    """The whole file as one page for paper; that it was printed is logged."""
    store = house_of(request).store
    page = case_html(store, who, id)
    log_action(store, who, "printed", f"case/{id}")
    policy = "default-src 'none'; style-src 'unsafe-inline'; frame-ancestors 'none'"
    return HTMLResponse(page, headers={"content-security-policy": policy, "cache-control": "no-store"})


@router.post("/cases")
async def open_case(
    request: Request, who: _Worker, q: _Words, listing: _Short, country: _Short = "", on: _Short = ""
) -> Response:
    """Open a case on a hit; its evidence is found again here, not taken from the page."""
    house = house_of(request)
    day = date.fromisoformat(on) if on else None
    found = house.engine.check(party_of(q, country=country), on=day, limit=100)
    hit = next((one for one in found.findings if one.listing.id == listing), None)
    if hit is None:
        raise InputError(f"`{q}` does not meet `{listing}`", fix="search again")
    # The log has no floats: a score is kept as its text.
    told = json.loads(json.dumps(finding_as_json(hit)), parse_float=str)
    evidence = {
        **told,
        "says": hit.evidence,
        "asked": q,
        "asked_country": country,
        "snapshot": found.snapshot,
    }
    alert = kept.Alert(listing=listing, version=kept.version_of(hit.listing), evidence=evidence)
    find = Find(parties=(q, hit.listing.party.name), countries=tuple(found.party.countries))
    title = f"{q} / {hit.listing.party.name}"
    return see(f"/case/{kept.open_case(house.store, who, title=title, alerts=[alert], find=find)}")


@router.post("/case/{id}/note")
async def note(request: Request, id: str, who: _Worker, text: _Words) -> Response:
    """Write a note."""
    kept.note(house_of(request).store, who, id, text)
    return see(f"/case/{id}#timeline")


@router.post("/case/{id}/flags")
async def flags(request: Request, id: str, who: _Worker) -> Response:
    """Answer the checklist: a field for each flag, `absent` and so on, with a note where one is needed."""
    store = house_of(request).store
    form = await request.form(max_files=0, max_fields=200)
    answers = {
        flag.code: (_one_of(FlagAnswer, str(form[flag.code])), str(form.get(f"note-{flag.code}", "")))
        for flag in kept.case(store, who, id).flags
        if form.get(flag.code)
    }
    if not answers:
        raise InputError("no red flag is answered", fix="choose an answer")
    kept.answer_flags(store, who, id, answers)
    return see(f"/case/{id}#dispose")


@router.post("/case/{id}/dispose")
async def dispose(
    request: Request, id: str, who: _Worker, disposition: _Short, reason: _Words = "", absent: _Short = ""
) -> Response:
    """Dispose of a case; with `absent` the open red flags are answered absent first."""
    store = house_of(request).store
    decided = _one_of(kept.Disposition, disposition)
    if not reason.strip():
        raise InputError("a disposition needs its reason in words", field="reason")
    still_open = kept.case(store, who, id).open_flags
    if absent and still_open:
        kept.answer_flags(store, who, id, {flag.code: (FlagAnswer.ABSENT, "") for flag in still_open})
    kept.dispose(store, who, id, decided, reason)
    return see(f"/queue?done={id}")


@router.post("/case/{id}/approve")
async def approve(request: Request, id: str, who: _Approver, refuse: _Words = "") -> Response:
    """The second pair of eyes: approve, or refuse with a reason."""
    store = house_of(request).store
    if refuse.strip():
        kept.refuse(store, who, id, refuse)
    else:
        kept.approve(store, who, id)
    return see(f"/case/{id}")


@router.post("/case/{id}/undo")
async def undo(request: Request, id: str, who: _Worker, reason: _Words = "undone at the desk") -> Response:
    """Open a closed case again; the log keeps both."""
    kept.reopen(house_of(request).store, who, id, kept.Cause.REVIEW, reason)
    return see("/queue")


@router.get(LicencesPage.route)
async def all_licences(request: Request, who: _Reader) -> Response:
    """Authorisations with their balances."""
    found = tuple(licences(house_of(request).store, who))
    return render(request, LicencesPage(licences=found, on=date.today()))


@router.get(LicencePage.route)
async def one_licence(request: Request, id: str, who: _Reader) -> Response:
    """One authorisation."""
    return render(request, LicencePage(licence=licence(house_of(request).store, who, id)))


@router.get(AuditPage.route)
async def audit(request: Request, _who: _Auditor) -> Response:
    """The log's head."""
    name, size, root = house_of(request).store.head()
    return render(request, AuditPage(name=name, size=size, root=root.hex(), report=None))


@router.post(AuditPage.route)
async def verified(request: Request, _who: _Auditor) -> Response:
    """Verify the whole log."""
    store = house_of(request).store
    report = await run_in_threadpool(verify, store)
    name, size, root = store.head()
    return render(request, AuditPage(name=name, size=size, root=root.hex(), report=report))


def _people(request: Request, who: Actor, secret: str = "") -> Response:
    store = house_of(request).store
    page = PeoplePage(
        users=tuple(users(store, who)),
        keys=tuple(api_keys(store, who)),
        roles=tuple(role.value for role in Role),
        secret=secret,
    )
    return render(request, page)


@router.get(PeoplePage.route)
async def people(request: Request, who: _Keeper) -> Response:
    """Users and keys."""
    return _people(request, who)


@router.post(PeoplePage.route)
async def new_user(
    request: Request, who: _Keeper, id: _Short, name: _Short, role: _Short, password: _Short
) -> Response:
    """Add a user."""
    await run_in_threadpool(
        lambda: add_user(house_of(request).store, who, id, name, [_one_of(Role, role)], password=password)
    )
    return see("/people")


@router.post("/people/{id}/active")
async def activate(request: Request, id: str, who: _Keeper, active: _Short) -> Response:
    """Disable a user, or let one in again; a lockout ends with it."""
    store = house_of(request).store
    if active == "unlock":
        unlock(store, who, id)
    else:
        change_user(store, who, id, active=active == "yes")
    return see("/people")


@router.post("/people/{id}/keys")
async def new_key(request: Request, id: str, who: _Keeper, name: _Short, scope: _Short = "read") -> Response:
    """Make an API key; its text is shown this once."""
    return _people(
        request, who, issue_key(house_of(request).store, who, id, name, [_one_of(Permission, scope)])
    )


@router.post("/keys/{id}/revoke")
async def end_key(request: Request, id: str, who: _Keeper) -> Response:
    """Revoke an API key."""
    revoke_key(house_of(request).store, who, id, "revoked at the desk")
    return see("/people")
