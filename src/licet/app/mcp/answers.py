"""What an assistant is told: short, with citations, with what is unknown, and never the word clear.

Plain functions over the engine, so that they are tested without a protocol.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

from licet.app.actions.check import check_as_json, check_party, finding_as_json, party_of
from licet.check.engine import Engine
from licet.check.finding import Disposition, Finding, PartyCheck, listed_answer, standing_of
from licet.core.errors import InputError, LicetError

__all__ = ["check", "determine", "impact", "list_status", "listing", "ownership"]

#: Rows of one kind that an assistant is told; `left_out` says how many more there are.
_SHOWN = 25
#: What each suggestion means, in words that an assistant may repeat.
SAYS = {
    Disposition.MATCH: "matches a listed party: stop, and have a person look",
    Disposition.OWNED: "reached through its owners: stop, and have a person look",
    Disposition.REVIEW: "may be a listed party: a person must look before anything goes on",
    Disposition.STAGED: "listed from a later day",
    Disposition.CLEARED: "met only what a person cleared before; see `cleared` for who, when and why",
    Disposition.NOTHING_FOUND: (
        "nothing was found on the lists that were looked at; this is no clearance: "
        "see `not_checked` and `stale`"
    ),
}


def _day(text: str) -> date | None:
    if not text:
        return None
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise InputError(f"`{text}` is no day", field="on", fix="write 2026-01-31") from None


def check(
    engine: Engine, name: str, country: str = "", kind: str = "any", on: str = "", *, store: str = ""
) -> dict[str, Any]:
    """Whether a party may be on the lists; what was cleared before is shown where a store is kept."""
    if not name.strip():
        raise InputError("a party needs a name", field="name")
    answer = engine.check(party_of(name, country=country, kind=kind), on=_day(on), limit=5)
    shown, why = _with_cleared(engine, answer, store)
    told = _told(shown)
    return {**told, "not_checked": [*told["not_checked"], why]} if why else told


def _with_cleared(engine: Engine, answer: PartyCheck, store: str) -> tuple[PartyCheck, str]:
    """The answer with what was cleared before, and why that could not be looked up where it could not."""
    from licet.app.actions.cleared import with_shown
    from licet.app.actions.keeping import opened, store_place

    place = store_place(store)
    if not answer.findings or ("://" not in place and not Path(place).exists()):
        return answer, ""
    try:
        with opened(place, client="mcp", create=False) as (held, who):
            return with_shown(held, who, engine, answer), ""
    except LicetError as error:
        return answer, f"what was cleared before: {error.message}"


def ownership(engine: Engine, name: str, files: list[str], on: str = "") -> dict[str, Any]:
    """The same through the party's owners, from ownership files on this machine."""
    if not files:
        raise InputError(
            "no ownership file was named", field="files", fix="name CSV, XLSX, BODS or PSC files"
        )
    paths = [Path(file) for file in files]
    answer = check_party(engine, party_of(name), on=_day(on), owners=paths, limit=5)
    told, rules = _told(answer), _rules(answer)
    asks = {ask["id"]: ask for ask in (*told["unknown"], *(ask for rule in rules for ask in rule["asks"]))}
    return {**told, "unknown": list(asks.values()), "ownership": rules}


def _rules(answer: PartyCheck) -> list[dict[str, Any]]:
    """What each ownership rule says, under which paragraph, in plain JSON values."""
    found: Any = check_as_json(answer)["ownership"]
    if answer.ownership is None:
        return []
    return [
        {**one, "citations": list(decision.answer.cites)}
        for one, decision in zip(found, answer.ownership.decisions, strict=True)
    ]


def _told(answer: PartyCheck) -> dict[str, Any]:
    whole = check_as_json(answer)
    return {
        "says": SAYS[answer.disposition],
        "disposition": answer.disposition.name,
        "on": whole["on"],
        "findings": [_short(one) for one in answer.findings],
        "other entries of these parties": [_short(one) for one in answer.linked],
        "reopened": whole["reopened"],
        "filings": whole["filings"],
        "unknown": whole["asks"],
        "stale": whole["stale"],
        "history_incomplete": whole["incomplete"],
        "not_checked": whole["not_checked"],
        "lists": [f"{state.id} of {state.published or 'an unknown day'}" for state in answer.lists],
        "snapshot": answer.snapshot,
    }


def _short(finding: Finding) -> dict[str, Any]:
    whole = finding_as_json(finding)
    names = ("list", "listing", "name", "countries", "score", "verdict", "listed", "standing")
    kept = {name: whole[name] for name in (*names, "evidence", "cleared")}
    return {**kept, "requirement": whole["requirement"], "policy": whole["policy"], **_cites(whole)}


def _cites(whole: dict[str, Any]) -> dict[str, Any]:
    return {"citations": [f"{cite['text']} {cite['link']}".strip() for cite in whole["citations"]]}


def listing(engine: Engine, listing_id: str, on: str = "") -> dict[str, Any]:
    """One entry of a list, as it stands on a day."""
    found = engine.find(listing_id)
    if found is None:
        raise InputError(f"no entry `{listing_id}`", field="listing_id", fix="find it with `check`")
    day = _day(on) or engine.today
    entry = engine.snapshot.lists[found.list]
    standing = standing_of(found, day, entry.complete_from or engine.snapshot.as_of(found.list))
    finding = Finding(
        listing=found,
        standing=standing,
        version=found.version_on(day),
        score=1.0,
        verdict="match",
        evidence="",
        listed=listed_answer(found, standing, "match", day),
    )
    whole = finding_as_json(finding)
    for name in ("score", "verdict", "met", "evidence", "evidence_data", "citations"):
        whole.pop(name)
    stale = [one.why for one in engine.snapshot.staleness(engine.today) if one.list == found.list]
    return {
        "on": day.isoformat(),
        **whole,
        **_cites(finding_as_json(finding)),
        "legal_effect": entry.legal_effect,
        "authority": entry.authority,
        "edition": f"{found.list} of {engine.snapshot.as_of(found.list) or 'an unknown day'}",
        "snapshot": engine.snapshot.id,
        "stale": stale,
        "not_checked": [
            "other lists that may name the same party: ask `check` with its name",
            "its owners, and what it owns",
        ],
        "unknown": [] if found.versions or entry.legal_effect else ["what being listed there requires"],
    }


def list_status(engine: Engine) -> dict[str, Any]:
    """Which lists are held, of which day, and which of them are too old to rely on."""
    return {
        "snapshot": engine.snapshot.id,
        "lists": [
            {
                "id": state.id,
                "title": state.title,
                "as_of": state.published.isoformat() if state.published else None,
                "entries": state.count,
                "stale": state.stale or None,
            }
            for state in engine.list_states()
        ],
        "not_checked": ["lists that are not named here"],
    }


def determine(engine: Engine, facts: dict[str, Any], on: str = "") -> dict[str, Any]:
    """The outcome for a trade under US export law, with what is missing and the next question."""
    from licet.app.actions.determine import as_json, determine_trade, next_question

    outcome = determine_trade(facts, on=_day(on) or engine.today, engine=engine)
    question = next_question(outcome)
    data: dict[str, Any] = as_json(outcome)
    return {
        "says": data["says"],
        "outcome": data["outcome"],
        "on": data["on"],
        "requirements": data["requirements"],
        "open": data["open"],
        "exceptions": data["exceptions"],
        "conditions": data["conditions"],
        "duties": data["duties"],
        "screened": data["screened"],
        "citations": list(dict.fromkeys(_paragraphs(data))),
        "unknown": data["needs"],
        "next_question": question.text if question else None,
        "facts_not_understood": data["facts_not_understood"],
        "not_checked": data["not_covered"],
        "made_from": data["made_from"],
    }


def _paragraphs(data: dict[str, Any]) -> Iterator[str]:
    """The paragraph of each rule that is met or open."""
    for each in (*data["requirements"], *data["open"]):
        yield each["citation"]
    for each in data["overlays"]:
        yield each["rule"]


def impact(engine: Engine, filing: str, portfolio: str = "main", store: str = "") -> dict[str, Any]:
    """What a filing does to a portfolio: who is hit, what is owned, which orders change, what is at stake.

    Args:
        engine: the lists.
        filing: a file of this machine (official XML), or the number of a staged filing.
        portfolio: its name.
        store: where it is kept; `LICET_STORE` or the user's own when empty.
    """
    from licet.app.actions.impact import ask_of_filing, impact_as_json, impact_of, read_named
    from licet.app.actions.keeping import opened

    read = read_named(filing)
    with opened(store, client="mcp", create=False) as (held, who):
        found = impact_of(held, who, portfolio, ask_of_filing(read, engine))
    whole = impact_as_json(found)
    sure = {hit.party for hit in found.hits if hit.sure}
    maybe = {hit.party for hit in found.hits} - sure
    asks = dict.fromkeys(
        text
        for texts in (
            *(one.asks for one in found.affiliates if one.after == "unknown"),
            *(order.after.asks for order in found.orders),
        )
        for text in texts
    )
    cites = [found.event.cite, *(text for hit in found.hits for text in hit.cites)]
    cites += [need.citation for order in found.orders for need in order.after.needs]
    return {
        "says": (
            f"{len(sure)} counterparties are surely hit and {len(maybe)} may be, of {found.screened} compared"
            + ("" if found.hits else "; this is no clearance: see `not_checked`, `unknown` and `stale`")
        ),
        **{name: whole[name] for name in ("portfolio", "event", "at_stake")},
        "hits": whole["hits"][:_SHOWN],
        "affiliates": whole["affiliates"][:_SHOWN],
        "orders": whole["orders"][:_SHOWN],
        "licences": whole["licences"][:_SHOWN],
        "left_out": {
            name: len(whole[name]) - _SHOWN
            for name in ("hits", "affiliates", "orders", "licences")
            if len(whole[name]) > _SHOWN
        },
        "citations": [text for text in dict.fromkeys(cites) if text],
        "unknown": [*asks, *found.event.unread][:_SHOWN],
        "incomplete_orders": [*(order.id for order in found.orders if order.incomplete), *found.unnamed][
            :_SHOWN
        ],
        "silence": found.silence,
        "stale": whole["stale"],
        "not_checked": whole["not_checked"],
        "snapshot": found.snapshot,
        "rule_book": found.rule_book,
    }
