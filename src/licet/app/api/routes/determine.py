"""Determine a trade; the rules that it is determined by."""

from __future__ import annotations

from datetime import date
from typing import Annotated, Any

from fastapi import APIRouter, Path, Query, Request
from pydantic import BaseModel, ConfigDict, Field
from starlette.responses import Response

from licet.app.api.house import house_of
from licet.app.api.once import once
from licet.app.api.problems import PROBLEMS
from licet.app.api.replies import cached, jsoned, paged
from licet.app.api.routes.check import kept_as_json
from licet.app.api.who import asks, keeper_of, reader_of
from licet.core.errors import InputError
from licet.store.actor import Actor

router = APIRouter(prefix="/api/v1", tags=["determine"], responses=PROBLEMS, dependencies=[asks()])


class TradeAsked(BaseModel):
    """The facts of a trade, as in a file of `licet determine`."""

    model_config = ConfigDict(extra="forbid")

    facts: dict[str, Any] = Field(
        max_length=200, examples=[{"act": "export", "destination": "CN", "item": {"eccn": "EAR99"}}]
    )
    on: date | None = Field(None, description="The day whose law and listings are read; today if not given.")
    clean: bool | None = Field(None, description="Read what is not stated as declared negative.")
    trace: bool = Field(False, description="Every rule that was asked, with its answer.")
    keep: bool = Field(False, description="Keep the outcome as a decision; needs a person who may decide.")
    reference: str = Field("", max_length=200, description="Your own reference for what is kept.")


@router.post("/determine", responses={201: {"description": "the outcome, kept as a decision"}})
def determine(request: Request, asked: TradeAsked) -> Response:
    """The outcome for a trade: requirements, exceptions, duties, what is missing and the next question.

    `cleared` names the hits of its parties that a person cleared before, to who may read what is kept; it
    changes nothing of the outcome. With `keep` the outcome is kept as a decision, and where a party may be a
    listed one a case is opened.
    """
    if not asked.keep:
        return jsoned(_determined(request, asked, reader_of(request), None))
    who = keeper_of(request)

    def work() -> Response:
        data = _determined(request, asked, who, who)
        place = f"/api/v1/decisions/{data['kept']['decision']}"
        return jsoned(data, 201, headers={"Location": place})

    return once(request, who, asked, work)


def _determined(
    request: Request, asked: TradeAsked, reader: Actor | None, keeper: Actor | None
) -> dict[str, Any]:
    """The outcome as data; kept where somebody keeps it."""
    from licet.app.actions.cleared import cleared_in
    from licet.app.actions.decisions import keep_determination
    from licet.app.actions.determine import as_json, determine_trade, next_question

    house = house_of(request)
    house.turn_day()
    with house.batch() as engine:
        try:
            outcome = determine_trade(
                asked.facts, on=asked.on or engine.today, engine=engine, clean=asked.clean
            )
        except (TypeError, ValueError, AttributeError, KeyError) as error:
            # A fact of a shape that no reader foresaw: a refusal, never an outcome.
            raise InputError(
                f"a fact is not of the form it needs: {type(error).__name__}", field="facts"
            ) from error
        cleared = cleared_in(house.store, reader, engine, outcome)
        held = None
        if keeper is not None:
            held = keep_determination(house.store, keeper, engine, outcome, reference=asked.reference)
    question = next_question(outcome)
    data = as_json(outcome, trace=asked.trace)
    data["next"] = {"id": question.id, "text": question.text} if question else None
    data["cleared"] = cleared
    if held is not None:
        data["kept"] = kept_as_json(held)
    return data


@router.get("/rules")
def rules(
    request: Request,
    words: Annotated[str, Query(max_length=200)] = "",
    on: date | None = None,
    limit: Annotated[int, Query(ge=1, le=500)] = 100,
    offset: Annotated[int, Query(ge=0, le=1_000_000)] = 0,
) -> Response:
    """The rules of the rule book: all, those in force on a day, those whose page holds words."""
    from licet.app.actions.law import rules as all_rules
    from licet.app.actions.law import search_rules

    found = search_rules(words) if words.strip() else all_rules(on=on)
    rows = [
        {"id": rule.id, "citation": rule.citation, "says": rule.says, "kind": rule.kind.name.lower()}
        for rule in found
        if on is None or rule.period_on(on) is not None
    ]
    return paged(request, rows, limit=limit, offset=offset)


@router.get("/rules/{rule_id}")
def rule(request: Request, rule_id: Annotated[str, Path(min_length=1, max_length=200)]) -> Response:
    """One rule with its page."""
    from licet.app.actions.law import rules as all_rules
    from licet.app.api.problems import NotFoundError

    found = next((one for one in all_rules() if one.id == rule_id), None)
    if found is None:
        raise NotFoundError("no rule of that id", fix="see /api/v1/rules")
    return cached(
        request,
        {
            "id": found.id,
            "citation": found.citation,
            "says": found.says,
            "kind": found.kind.name.lower(),
            "page": found.doc,
        },
    )
