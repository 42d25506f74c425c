"""What is kept: decisions, cases, licences, and proofs from the log."""

from __future__ import annotations

from datetime import date
from typing import Annotated, Any

from fastapi import APIRouter, Path, Query, Request
from pydantic import BaseModel, ConfigDict, Field
from starlette.responses import Response

from licet.app.actions.check import check_as_json
from licet.app.api.house import house_of
from licet.app.api.once import once
from licet.app.api.problems import PROBLEMS
from licet.app.api.replies import cached, jsoned, paged, unchanged
from licet.app.api.routes.check import PartyAsked
from licet.app.api.who import needs
from licet.check.finding import Disposition as Suggested
from licet.store import cases, decisions, licences, proof
from licet.store.actor import Actor, Permission
from licet.store.canonical import plain
from licet.store.store import Find

router = APIRouter(prefix="/api/v1", tags=["kept"], responses=PROBLEMS)

Reader = Annotated[Actor, needs(Permission.READ)]
CaseWorker = Annotated[Actor, needs(Permission.CASE)]
Approver = Annotated[Actor, needs(Permission.APPROVE)]
Licensing = Annotated[Actor, needs(Permission.LICENCE)]
Limit = Annotated[int, Query(ge=1, le=500)]
Offset = Annotated[int, Query(ge=0, le=1_000_000)]
Id = Annotated[str, Path(min_length=1, max_length=100)]


class _Asked(BaseModel):
    model_config = ConfigDict(extra="forbid")


class CaseAsked(_Asked):
    """A party whose hits are to become a case."""

    party: PartyAsked
    title: str = Field("", max_length=500)
    on: date | None = None


class DispositionAsked(_Asked):
    """What is decided about a case, and why."""

    disposition: cases.Disposition
    reason: str = Field(min_length=1, max_length=10_000)


class NoteAsked(_Asked):
    """A note on a case."""

    text: str = Field(min_length=1, max_length=10_000)


class Nothing(_Asked):
    """No content."""


class TermsAsked(_Asked):
    """The terms of a licence, as in a file of `licet licence add`."""

    terms: dict[str, Any] = Field(max_length=100)


@router.get("/cases")
def list_cases(
    request: Request,
    who: Reader,
    state: cases.CaseState | None = None,
    party: Annotated[str, Query(max_length=200)] = "",
    listing: Annotated[str, Query(max_length=200)] = "",
    limit: Limit = 100,
    offset: Offset = 0,
) -> Response:
    """Cases that are not closed, or those of a state, a party, a listing."""
    store = house_of(request).store
    most = min(limit + offset + 1, 100_000)
    found = cases.cases(store, who, state=state, party=party, listing=listing, limit=most)
    return paged(request, found, limit=limit, offset=offset)


@router.post(
    "/cases", status_code=201, responses={200: {"description": "nothing was found: the check, and no case"}}
)
def open_case(request: Request, who: CaseWorker, asked: CaseAsked) -> Response:
    """Check a party and open a case with what was found; refused when nothing was found."""
    house = house_of(request)
    house.turn_day()
    party = asked.party.party()

    def work() -> Response:
        with house.batch() as engine:
            answer = engine.check(party, on=asked.on)
        alerts = [
            cases.Alert(
                listing=one.listing.id,
                version=cases.version_of(one.listing),
                evidence={"score": f"{one.score:.4f}", "says": one.evidence},
            )
            for one in answer.findings
        ]
        if answer.disposition is Suggested.NOTHING_FOUND:
            return jsoned({"case": None, "check": check_as_json(answer)})
        id = cases.open_case(
            house.store,
            who,
            title=asked.title or party.name,
            alerts=alerts,
            party=party.id,
            party_version=cases.version_of(party),
            find=Find(parties=[name.text for name in party.names], countries=party.countries),
        )
        return jsoned(
            {"case": id, "check": check_as_json(answer)}, 201, headers={"Location": f"/api/v1/cases/{id}"}
        )

    return once(request, who, asked, work)


@router.get("/cases/{case_id}")
def one_case(request: Request, who: Reader, case_id: Id) -> Response:
    """A case with its alerts, checklist, documents and timeline."""
    return cached(request, plain(cases.case(house_of(request).store, who, case_id)))


@router.post("/cases/{case_id}/disposition")
def dispose(request: Request, who: CaseWorker, case_id: Id, asked: DispositionAsked) -> Response:
    """Dispose of a case; one that needs four eyes then waits."""
    store = house_of(request).store

    def work() -> Response:
        unchanged(request, plain(cases.case(store, who, case_id)))
        return jsoned({"state": cases.dispose(store, who, case_id, asked.disposition, asked.reason).value})

    return once(request, who, asked, work)


@router.post("/cases/{case_id}/approval")
def approve(request: Request, who: Approver, case_id: Id, asked: Nothing) -> Response:
    """Approve the disposition that somebody else proposed."""
    store = house_of(request).store

    def work() -> Response:
        unchanged(request, plain(cases.case(store, who, case_id)))
        return jsoned({"state": cases.approve(store, who, case_id).value})

    return once(request, who, asked, work)


@router.post("/cases/{case_id}/notes", status_code=201)
def note(request: Request, who: CaseWorker, case_id: Id, asked: NoteAsked) -> Response:
    """Write a note into a case."""
    store = house_of(request).store

    def work() -> Response:
        cases.note(store, who, case_id, asked.text)
        return jsoned({"case": case_id}, 201)

    return once(request, who, asked, work)


@router.get("/decisions")
def list_decisions(
    request: Request,
    who: Reader,
    status: Annotated[str, Query(max_length=100)] = "",
    reference: Annotated[str, Query(max_length=200)] = "",
    limit: Limit = 100,
    offset: Offset = 0,
) -> Response:
    """Decisions that were kept, newest first: all, those of a status, those of your own reference."""
    most = min(limit + offset + 1, 100_000)
    found = decisions.decisions(house_of(request).store, who, status=status, reference=reference, limit=most)
    rows = [
        {
            "id": one.id,
            "entry": one.entry,
            "at": one.at,
            "by": one.by,
            "status": one.status,
            "on": one.on.isoformat(),
            "reference": one.reference,
            "case": one.case,
        }
        for one in found
    ]
    return paged(request, rows, limit=limit, offset=offset)


@router.get("/decisions/{decision_id}")
def one_decision(request: Request, who: Reader, decision_id: Id) -> Response:
    """A decision as it was kept: what was asked, the whole answer, the lists and rules it stands on."""
    return cached(request, plain(decisions.decision(house_of(request).store, who, decision_id)))


@router.get("/licences")
def list_licences(
    request: Request, who: Reader, on: date | None = None, limit: Limit = 100, offset: Offset = 0
) -> Response:
    """Licences and other authorisations, oldest first, with what is left on them."""
    found = licences.licences(house_of(request).store, who, on=on)
    return paged(request, found, limit=limit, offset=offset)


@router.post("/licences", status_code=201)
def record_licence(request: Request, who: Licensing, asked: TermsAsked) -> Response:
    """Record a licence."""
    store = house_of(request).store

    def work() -> Response:
        id = licences.record_licence(store, who, licences.terms_from(asked.terms))
        return jsoned({"licence": id}, 201, headers={"Location": f"/api/v1/licences/{id}"})

    return once(request, who, asked, work)


@router.get("/licences/{licence_id}")
def one_licence(request: Request, who: Reader, licence_id: Id) -> Response:
    """A licence with its balance."""
    return cached(request, plain(licences.licence(house_of(request).store, who, licence_id)))


@router.get("/log/checkpoint")
def checkpoint(request: Request, who: Annotated[Actor, needs(Permission.LOG)]) -> Response:
    """The state of the log now: keep it elsewhere, and nothing before it can be changed unseen."""
    return jsoned({"checkpoint": str(proof.checkpoint(house_of(request).store, who))})


@router.get("/log/entries/{index}/proof")
def prove(
    request: Request,
    who: Annotated[Actor, needs(Permission.LOG)],
    index: Annotated[int, Path(ge=0, le=2**53)],
    size: Annotated[int | None, Query(ge=1, le=2**53)] = None,
) -> Response:
    """That an entry is in the log; a stranger checks it with docs/log-proof.md alone."""
    return jsoned(proof.prove(house_of(request).store, who, index, size=size).plain())


@router.get("/log/consistency")
def consistency(
    request: Request,
    who: Annotated[Actor, needs(Permission.LOG)],
    old: Annotated[int, Query(ge=1, le=2**53)],
    size: Annotated[int | None, Query(ge=1, le=2**53)] = None,
) -> Response:
    """That the log of `old` entries is the beginning of the log now."""
    return jsoned(proof.prove_consistency(house_of(request).store, who, old, size=size))
