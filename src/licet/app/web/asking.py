"""Pages that ask about the lists and the law: search, listing, determine, owners, equipment, list health."""

from __future__ import annotations

import base64
import hashlib
import json
import re
from collections.abc import Iterator, Mapping
from datetime import date
from functools import lru_cache
from typing import Annotated, Any

from fastapi import APIRouter, File, Form, Query, Request, UploadFile
from starlette.concurrency import run_in_threadpool
from starlette.responses import Response

from licet.app.actions.check import party_of
from licet.app.actions.cleared import cleared_in
from licet.app.actions.determine import determine_trade
from licet.app.actions.interview import place, reply_in_words, settle, worded
from licet.app.api.house import House, house_of
from licet.app.api.uploads import kept
from licet.app.api.who import asks, reader_of
from licet.app.web.desk import DeskRoute
from licet.app.web.pages import (
    AnswerPart,
    DeterminePage,
    GearPage,
    Held,
    ListingPage,
    ListsPage,
    OwnersPage,
    SearchPage,
)
from licet.app.web.pictures import Picture, growth
from licet.app.web.render import render
from licet.check.doubts import read_doubts
from licet.check.finding import PartyCheck
from licet.core.answer import Question
from licet.core.deal import Act
from licet.core.errors import InputError, StoreError
from licet.core.verdict import Verdict
from licet.law.book import questions

__all__ = ["router"]

router = APIRouter(route_class=DeskRoute, dependencies=[asks()])

#: Answers of questions that the rule book leaves free and that have few all the same.
_CHOICES: Mapping[str, tuple[object, ...]] = {
    "trade.act": tuple(Act),
    "item.kind": ("commodity", "software", "technology"),
    "actor.us_person": (True, False),
}
#: A question with more answers than this is answered in a field.
_MOST_CHOICES = 12

_Text = Annotated[str, Query(max_length=1000)]
_Short = Annotated[str, Query(max_length=100)]


async def _answered(request: Request, q: str, country: str, on: str) -> tuple[PartyCheck | None, str]:
    """The answer, or why there is none; (None, "") when nothing was asked.

    Whoever may read what is kept sees with a hit that it was cleared before, by whom and why.
    """
    if not q.strip():
        return None, ""
    house = house_of(request)
    house.turn_day()
    try:
        party, day = party_of(q, country=country), _day(on)
    except InputError as error:
        return None, f"{error.message}: {error.fix}" if error.fix else error.message
    answer = house.engine.check(party, on=day, near_misses=5)
    house.metrics.add("licet_parties_checked_total", way="desk")
    if answer.findings:
        answer = await run_in_threadpool(house.shown, reader_of(request), answer)
    return answer, ""


def _day(text: str) -> date | None:
    if not text.strip():
        return None
    try:
        return date.fromisoformat(text.strip())
    except ValueError:
        raise InputError(f"`{text}` is no day", field="on", fix="write 2026-11-23") from None


@router.get(SearchPage.route)
async def search(request: Request, q: _Text = "", country: _Short = "", on: _Short = "") -> Response:
    """Search, and its answer when something was asked."""
    answer, problem = await _answered(request, q, country, on)
    held = _held(house_of(request))
    return render(request, SearchPage(q=q, country=country, on=on, held=held, answer=answer, problem=problem))


@router.get(AnswerPart.route)
async def answer_part(request: Request, q: _Text = "", country: _Short = "", on: _Short = "") -> Response:
    """The answer alone, while a person types."""
    answer, problem = await _answered(request, q, country, on)
    held = _held(house_of(request))
    return render(request, AnswerPart(q=q, country=country, held=held, answer=answer, problem=problem))


def _held(house: House) -> Held:
    states = house.engine.list_states()
    return Held(
        lists=len(states),
        entries=sum(one.count for one in states),
        stale=sum(bool(one.stale) for one in states),
    )


@router.get(ListingPage.route)
async def listing(request: Request, id: str) -> Response:
    """One entry."""
    house = house_of(request)
    house.turn_day()
    found = house.engine.find(id)
    if found is None:
        raise StoreError(f"no entry `{id}` in the lists", fix="search for its name")
    page = ListingPage(listing=found, entry=house.engine.snapshot.lists[found.list], on=house.engine.today)
    return render(request, page)


@router.get(DeterminePage.route)
async def determine_start(request: Request) -> Response:
    """The first questions."""
    page = DeterminePage(
        told="{}",
        skipped="",
        outcome=None,
        question=None,
        asked="",
        choices=(),
        problem="",
        facts=(),
        cleared=(),
    )
    return render(request, page)


@router.post(DeterminePage.route)
async def determine(
    request: Request,
    told: Annotated[str, Form(max_length=100_000)] = "{}",
    skipped: Annotated[str, Form(max_length=20_000)] = "",
    asked: Annotated[str, Form(max_length=400)] = "",
    reply: Annotated[str, Form(max_length=2000)] = "",
    eccn: Annotated[str, Form(max_length=40)] = "",
    destination: Annotated[str, Form(max_length=100)] = "",
    on: Annotated[str, Form(max_length=10)] = "",
    declared: Annotated[str, Form(max_length=10)] = "",
) -> Response:
    """Take a reply and ask what is next; the form carries all facts, so that nothing is kept here."""
    facts = _facts(told)
    if eccn.strip():
        facts["items"] = [{"eccn": eccn.strip()}]
    if destination.strip():
        facts["destination"] = destination.strip()
    if on.strip():
        facts["on"] = (_day(on) or date.today()).isoformat()
    if declared:
        facts["assume"] = "clean"
    passed = [part for part in skipped.split() if part]
    return render(request, await run_in_threadpool(_decide, request, facts, passed, asked, reply))


def _facts(told: str) -> dict[str, Any]:
    try:
        facts = json.loads(told)
    except (ValueError, RecursionError):
        facts = None
    if not isinstance(facts, dict):
        raise InputError("the facts cannot be read", field="told", fix="start again")
    return facts


def _decide(
    request: Request, facts: dict[str, Any], skipped: list[str], asked: str, reply: str
) -> DeterminePage:
    house = house_of(request)
    house.turn_day()
    day = _day(str(facts.get("on", ""))) or house.engine.today
    problem = ""
    with house.batch() as engine:
        outcome = determine_trade(facts, on=day, engine=engine)
        question = next((q for q in outcome.determination.asks if q.id == asked), None)
        if question is not None and not reply.strip():
            skipped = [*skipped, asked]
        elif question is not None:
            if settle(facts, question, reply.strip()):
                outcome = determine_trade(facts, on=day, engine=engine)
            else:
                problem = f"`{reply.strip()}` is no answer to this question"
        cleared = cleared_in(house.store, reader_of(request), engine, outcome)
    settled = outcome.determination.verdict in (Verdict.PROHIBITED, Verdict.LICENSE_REQUIRED)
    following = min((q for q in outcome.determination.asks if q.id not in skipped), key=place, default=None)
    following = None if settled else following
    choices = getattr(questions().get(following.id), "choices", ()) if following else ()
    choices = choices or (_CHOICES.get(_path(following)) if following else ()) or ()
    words = ("yes", "no") if choices == (True, False) else tuple(str(getattr(c, "value", c)) for c in choices)
    shown = words if len(words) <= _MOST_CHOICES else ()
    return DeterminePage(
        told=json.dumps(facts, ensure_ascii=False),
        skipped=" ".join(dict.fromkeys(skipped)),
        outcome=outcome,
        question=following,
        asked=(following.text if shown else worded(following)) if following else "",
        choices=shown,
        problem=problem,
        facts=tuple(_spoken(facts)),
        cleared=tuple(cleared),
    )


def _path(question: Question) -> str:
    """The id of a question without the number of its item."""
    return f"item.{question.id.split('].', 1)[1]}" if question.id.startswith("items[") else question.id


def _spoken(facts: Any, path: str = "") -> Iterator[tuple[str, str]]:  # noqa: ANN401  JSON of any shape
    """Facts for a reader, one line each: (`items 1 eccn`, `3A001`)."""
    if isinstance(facts, dict | list):
        pairs = (
            facts.items() if isinstance(facts, dict) else ((str(n), one) for n, one in enumerate(facts, 1))
        )
        for name, value in pairs:
            yield from _spoken(value, f"{path} {str(name).rpartition('.')[2]}")
        if not facts:
            yield path.strip().replace("_", " "), "none"
    else:
        words = {True: "yes", False: "no", None: "none"}
        text = words[facts] if facts is None or isinstance(facts, bool) else str(facts)
        yield path.strip().replace("_", " "), reply_in_words(text)


@router.get(OwnersPage.route)
async def owners_start(request: Request) -> Response:
    """Ask for owners."""
    return render(request, OwnersPage(report=None, picture="", problems=(), unreliable={}))


@router.post(OwnersPage.route)
async def owners(
    request: Request,
    party: Annotated[str, Form(max_length=1000)],
    file: Annotated[UploadFile, File()],
    on: Annotated[str, Form(max_length=10)] = "",
) -> Response:
    """Who stands behind a party, from an ownership file."""
    page = await run_in_threadpool(_owned, party, file, _day(on) or date.today())
    reply = render(request, page)
    if style := re.search(r"<style>(.*?)</style>", page.picture, re.DOTALL):
        # The picture brings its own style; its hash lets in this one and no other.
        digest = base64.b64encode(hashlib.sha256(style[1].encode()).digest()).decode()
        reply.headers["content-security-policy"] = (
            f"default-src 'self'; style-src 'self' 'sha256-{digest}'; object-src 'none'; base-uri 'none'; "
            "form-action 'self'; frame-ancestors 'none'"
        )
    return reply


def _owned(party: str, file: UploadFile, on: date) -> OwnersPage:
    from licet.app.actions import owners as acts
    from licet.owners.read import read

    with kept([file], (".csv", ".json", ".jsonl", ".xlsx", ".txt")) as paths:
        reading = read(paths)
    rules, listed = acts.rules(), acts.who_is_listed(on)
    report = acts.show(reading.graph, party, on, listed, rules)
    worst = max(report.decisions, key=lambda one: ("no", "unknown", "yes").index(one.reached.value))
    rule = next(one for one in rules if one.id == worst.regime)
    picture = acts.picture(reading.graph, party, on, listed, rule)
    told = [str(problem) for problem in reading.problems[:20]]
    stale = acts.unreliable(listed, rules)
    return OwnersPage(report=report, picture=picture, problems=tuple(told), unreliable=dict(stale))


@router.get(GearPage.route)
async def gear_start(request: Request) -> Response:
    """Ask for an inventory."""
    return render(request, GearPage(report=None))


@router.post(GearPage.route)
async def gear(
    request: Request,
    file: Annotated[UploadFile, File()],
    on: Annotated[str, Form(max_length=10)] = "",
) -> Response:
    """What is covered equipment in an inventory, by the rules of a day."""
    return render(request, await run_in_threadpool(_geared, file, _day(on) or date.today()))


def _geared(file: UploadFile, on: date) -> GearPage:
    from licet.app.actions.gear import check_gear

    with kept([file], (".csv", ".tsv", ".txt", ".json", ".xml", ".xlsx")) as paths:
        return GearPage(report=check_gear(paths, on))


@router.get(ListsPage.route)
async def lists(request: Request) -> Response:
    """List health."""
    house = house_of(request)
    house.turn_day()
    snapshot = house.engine.snapshot
    stale = {one.list: one.why for one in snapshot.staleness(house.engine.today)}
    pictures = await run_in_threadpool(_grown, snapshot.id, snapshot)
    page = ListsPage(
        lists=tuple(snapshot.lists.values()),
        stale=stale,
        tested=read_doubts(),
        snapshot=snapshot.id,
        pictures=pictures,
    )
    return render(request, page)


_GROWN = "us-bis-entity-list"


@lru_cache(maxsize=2)
def _grown(_id: str, snapshot: Any) -> tuple[Picture, ...]:  # noqa: ANN401  a snapshot; hashed by identity
    return growth(snapshot.listings(_GROWN)) if _GROWN in snapshot.lists else ()
