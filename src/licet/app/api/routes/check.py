"""Check one party; screen a stream of them; compare two names."""

from __future__ import annotations

import asyncio
import json
from collections.abc import AsyncIterator
from datetime import date
from typing import Annotated, Any

from fastapi import APIRouter, Query, Request
from pydantic import BaseModel, ConfigDict, Field, ValidationError
from starlette.concurrency import run_in_threadpool
from starlette.responses import Response
from starlette.types import Receive, Scope, Send

from licet.app.actions.check import check_as_json, party_of
from licet.app.api.house import House, house_of
from licet.app.api.problems import PROBLEMS
from licet.app.api.replies import jsoned
from licet.app.api.who import asks
from licet.core.errors import InputError, LicetError
from licet.core.trade import Party

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


On = Annotated[date | None, Query(description="The day on which listings are read; today if not given.")]


@router.post("/check")
async def check(
    request: Request,
    party: PartyAsked,
    on: On = None,
    limit: Annotated[int, Query(ge=1, le=100)] = 10,
    near_misses: Annotated[int, Query(ge=0, le=50)] = 0,
) -> Response:
    """Everything that one party may be on the lists on a day, with the reasons and what was not checked."""
    house = house_of(request)
    house.turn_day()
    answer = house.engine.check(party.party(), on=on, limit=limit, near_misses=near_misses)
    house.metrics.add("licet_parties_checked_total", way="check")
    return jsoned(check_as_json(answer))


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
async def screen(request: Request, on: On = None, limit: Annotated[int, Query(ge=1, le=100)] = 5) -> Response:
    """Screen a stream of parties: an answer a line, in their order, while the rest is still being sent.

    A row that cannot be read gives a line with `error` and the rest goes on. The last line is
    `{"end": true, ...}` with the counts: without it the stream was cut and is no answer.
    """
    house = house_of(request)
    house.turn_day()
    return _Stream(_answers(request, house, on, limit))


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


async def _answers(request: Request, house: House, on: date | None, limit: int) -> AsyncIterator[bytes]:
    line, failed, rows = 0, 0, list[bytes]()

    async def answered(first: int, batch: list[bytes]) -> tuple[bytes, int]:
        return await run_in_threadpool(_screen_rows, house, batch, first, on, limit)

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


def _screen_rows(
    house: House, rows: list[bytes], first: int, on: date | None, limit: int
) -> tuple[bytes, int]:
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
            answers = iter([check_as_json(one) for one in engine.screen(parties, on=on, limit=limit)])
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


def _unread(message: str, field: str, fix: str) -> dict[str, Any]:
    return {"error": {"code": "input", "message": message, "field": field, "fix": fix}}


def _row(value: object) -> bytes:
    return json.dumps(value, ensure_ascii=False, separators=(",", ":")).encode() + b"\n"
