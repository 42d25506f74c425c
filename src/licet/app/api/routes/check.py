"""Check one party; screen a stream of them; compare two names."""

from __future__ import annotations

import asyncio
import json
from collections.abc import AsyncIterator, Iterator
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Annotated, Any

from fastapi import APIRouter, Query, Request
from pydantic import BaseModel, ConfigDict, Field, ValidationError
from starlette.concurrency import run_in_threadpool
from starlette.responses import Response
from starlette.types import Receive, Scope, Send

from licet.app.actions.check import check_as_json, party_of
from licet.app.actions.cleared import with_shown
from licet.app.api.house import House, house_of
from licet.app.api.once import once
from licet.app.api.problems import PROBLEMS, BadRequestError
from licet.app.api.replies import jsoned
from licet.app.api.who import asks, keeper_of, reader_of
from licet.core.errors import InputError, LicetError
from licet.core.trade import Party
from licet.store.actor import Actor

if TYPE_CHECKING:
    from licet.app.actions.decisions import Kept
    from licet.check.engine import Engine
    from licet.check.finding import PartyCheck

router = APIRouter(prefix="/api/v1", tags=["check"], responses=PROBLEMS, dependencies=[asks()])

#: Rows of a stream that are screened together.
ROWS = 64
_LINE = 256 * 1024  # bytes of one row of a stream


class PartyAsked(BaseModel):
    """A party to check: a name, an address or an identifier at least."""

    model_config = ConfigDict(extra="forbid")

    id: str = Field("", max_length=200, description="Your own reference; it comes back with the answer.")
    name: str = Field("", max_length=1000)
    aliases: list[Annotated[str, Field(max_length=1000)]] = Field([], max_length=100)
    country: str = Field("", max_length=100, description="A code or a name in any usual spelling.")
    address: str = Field("", max_length=2000)
    identifiers: list[Annotated[str, Field(max_length=200)]] = Field(
        [], max_length=100, description="Numbers, alone or as `kind:value`."
    )
    kind: str = Field("any", max_length=40, description="person, organisation, vessel, aircraft or any.")

    def party(self) -> Party:
        """The party in licet's words; one without a name is refused, for numbers alone are not compared."""
        if not any(text.strip() for text in (self.name, *self.aliases)):
            raise InputError("a party needs a name to be compared", field="name", fix="give one")
        return party_of(
            self.name,
            country=self.country,
            address=self.address,
            identifiers=self.identifiers,
            kind=self.kind,
            aliases=self.aliases,
            party_id=self.id,
        )


Keep = Annotated[bool, Query(description="Keep the answer as a decision; needs a person who may decide.")]
Reference = Annotated[str, Query(max_length=200, description="Your own reference for what is kept.")]
On = Annotated[date | None, Query(description="The day on which listings are read; today if not given.")]


@router.post("/check", responses={201: {"description": "the answer, kept as a decision"}})
async def check(
    request: Request,
    party: PartyAsked,
    on: On = None,
    limit: Annotated[int, Query(ge=1, le=100)] = 10,
    near_misses: Annotated[int, Query(ge=0, le=50)] = 0,
    keep: Keep = False,  # noqa: FBT002
    reference: Reference = "",
) -> Response:
    """Everything that one party may be on the lists on a day, with the reasons and what was not checked.

    To a person who may read what is kept, a hit that was cleared before says by whom, why and until when.
    With `keep` the answer is kept as a decision, and where something stands in the way a case is opened.
    """
    house = house_of(request)
    house.turn_day()
    asked = party.party()
    if keep:
        ask = _Ask(party=asked, on=on, limit=limit, near_misses=near_misses, reference=reference)
        return await run_in_threadpool(_kept, request, party, ask)
    answer = house.engine.check(asked, on=on, limit=limit, near_misses=near_misses)
    house.metrics.add("licet_parties_checked_total", way="check")
    if answer.findings:
        answer = await run_in_threadpool(house.shown, reader_of(request), answer)
    return jsoned(check_as_json(answer))


@dataclass(frozen=True, slots=True, kw_only=True)
class _Ask:
    """A check that is to be kept."""

    party: Party
    on: date | None
    limit: int
    near_misses: int
    reference: str


def _kept(request: Request, sent: PartyAsked, ask: _Ask) -> Response:
    """A check kept as a decision, once for each key."""
    from licet.app.actions.decisions import keep_check

    house, who = house_of(request), keeper_of(request)

    def work() -> Response:
        with house.batch() as engine:
            answer = engine.check(ask.party, on=ask.on, limit=ask.limit, near_misses=ask.near_misses)
            answer = with_shown(house.store, who, engine, answer)
        held = keep_check(
            house.store,
            who,
            engine,
            answer,
            limit=ask.limit,
            near_misses=ask.near_misses,
            reference=ask.reference,
        )
        house.metrics.add("licet_parties_checked_total", way="check")
        return jsoned({**check_as_json(answer), "kept": kept_as_json(held)}, 201, headers=_place(held))

    return once(request, who, sent, work)


def kept_as_json(held: Kept) -> dict[str, str | None]:
    """What was kept: the decision, and the case where one waits."""
    return {"decision": held.decision, "case": held.case or None}


def _place(held: Kept) -> dict[str, str]:
    return {"Location": f"/api/v1/decisions/{held.decision}"}


@router.get("/compare")
async def compare(
    request: Request,
    one: Annotated[str, Query(min_length=1, max_length=1000)],
    other: Annotated[str, Query(min_length=1, max_length=1000)],
) -> Response:
    """How alike two names are, with the evidence."""
    from licet.store.canonical import plain

    return jsoned(plain(house_of(request).engine.compare(one, other)))


@router.post(
    "/screen",
    openapi_extra={
        "requestBody": {
            "required": True,
            "description": "One party a line, each as in POST /api/v1/check.",
            "content": {"application/x-ndjson": {"schema": {"type": "string"}}},
        }
    },
    responses={200: {"content": {"application/x-ndjson": {"schema": {"type": "string"}}}}},
)
async def screen(
    request: Request,
    on: On = None,
    limit: Annotated[int, Query(ge=1, le=100)] = 5,
    keep: Keep = False,  # noqa: FBT002
) -> Response:
    """Screen a stream of parties: an answer a line, in their order, while the rest is still being sent.

    A row that cannot be read gives a line with `error` and the rest goes on. The last line is
    `{"end": true, ...}` with the counts: without it the stream was cut and is no answer. What was kept of a
    stream that was cut stays kept, so `keep` and `Idempotency-Key` together are refused.
    """
    if keep and request.headers.get("idempotency-key"):
        raise BadRequestError(
            "a stream is not kept under one key",
            place="Idempotency-Key",
            fix="leave the key out, or send each party to /api/v1/check with a key of its own",
        )
    house = house_of(request)
    house.turn_day()
    who = keeper_of(request) if keep else reader_of(request)
    return _Stream(_answers(request, house, _Rows(on=on, limit=limit, who=who, keep=keep)))


class _Stream(Response):
    """An answer that is sent while its request is still being read.

    The framework's own streaming response reads the request too, to learn of a disconnect, and so would
    take rows away from us; here the reader of the rows is the one who learns of it.
    """

    media_type = "application/x-ndjson; charset=utf-8"

    def __init__(self, rows: AsyncIterator[bytes]) -> None:
        super().__init__()
        del self.headers["content-length"]
        self._rows = rows

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Send the rows as they come."""
        await send({"type": "http.response.start", "status": 200, "headers": self.raw_headers})
        async for row in self._rows:
            await send({"type": "http.response.body", "body": row, "more_body": True})
        await send({"type": "http.response.body", "body": b"", "more_body": False})


@dataclass(frozen=True, slots=True, kw_only=True)
class _Rows:
    """How the rows of a stream are screened."""

    on: date | None
    limit: int
    who: Actor | None
    keep: bool


async def _answers(request: Request, house: House, how: _Rows) -> AsyncIterator[bytes]:
    line, failed, rows = 0, 0, list[bytes]()

    async def answered(first: int, batch: list[bytes]) -> tuple[bytes, int]:
        return await run_in_threadpool(_screen_rows, house, batch, first, how)

    async for row in _lines(request):
        rows.append(row)
        if len(rows) == ROWS:
            out, bad = await answered(line + 1, rows)
            line, failed, rows = line + len(rows), failed + bad, []
            yield out
            await asyncio.sleep(0)
    if rows:
        out, bad = await answered(line + 1, rows)
        line, failed = line + len(rows), failed + bad
        yield out
    house.metrics.add("licet_parties_checked_total", line - failed, way="screen")
    yield _row({"end": True, "rows": line, "answered": line - failed, "errors": failed})


async def _lines(request: Request) -> AsyncIterator[bytes]:
    """The lines of a body as they come; a line that is too long is cut, and so cannot be read."""
    rest = b""
    async for piece in request.stream():
        *whole, rest = (rest + piece).split(b"\n")
        for line in whole:
            if line.strip():
                yield line[:_LINE]
        rest = rest[: _LINE + 1]
    if rest.strip():
        yield rest[:_LINE]


def _screen_rows(house: House, rows: list[bytes], first: int, how: _Rows) -> tuple[bytes, int]:
    read: list[Party | dict[str, Any]] = []
    for row in rows:
        try:
            read.append(PartyAsked.model_validate_json(row).party())
        except ValidationError as error:
            one = error.errors()[0]
            field = ".".join(map(str, one["loc"]))
            read.append(_unread(str(one["msg"]), field, "send one JSON object a line"))
        except InputError as error:
            read.append(_unread(error.message, error.field, error.fix))
    parties = [one for one in read if isinstance(one, Party)]
    try:
        with house.batch() as engine:
            answers = iter(_screened(house, engine, parties, how))
    except LicetError as error:  # nothing of this batch may look answered
        return b"".join(
            _row({"line": first + at, "error": {"code": error.code, "message": error.message}})
            for at in range(len(rows))
        ), len(rows)
    out = [
        _row({"line": first + at, **(next(answers) if isinstance(one, Party) else one)})
        for at, one in enumerate(read)
    ]
    return b"".join(out), len(read) - len(parties)


def _screened(house: House, engine: Engine, parties: list[Party], how: _Rows) -> list[dict[str, Any]]:
    """The answers to some rows; kept where that was asked for, and then durable before they are sent."""
    found: Iterator[PartyCheck] = engine.screen(parties, on=how.on, limit=how.limit)
    if how.who is None:
        return [check_as_json(one) for one in found]
    from licet.app.actions.decisions import keep_checks
    from licet.app.actions.suppression import show_cleared

    found = show_cleared(house.store, how.who, engine, found)
    if not how.keep:
        return [check_as_json(one) for one in found]
    kept = keep_checks(house.store, how.who, engine, enumerate(found), limit=how.limit)
    return [{**check_as_json(one), "kept": kept_as_json(held)} for _, one, held in kept]


def _unread(message: str, field: str, fix: str) -> dict[str, Any]:
    return {"error": {"code": "input", "message": message, "field": field, "fix": fix}}


def _row(value: object) -> bytes:
    return json.dumps(value, ensure_ascii=False, separators=(",", ":")).encode() + b"\n"
