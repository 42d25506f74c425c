"""What the watch has done: how far each work is, which hits were alerted, what each run found.

Alerts, their cases, the messages about them and the cursor are one transaction: after a crash either all of
a part is there or none, and the part is done again. An alert has a key made of party, listing and the version
of each, so that doing it again adds nothing.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import Connection, select

from licet.store import tables
from licet.store.actor import Actor, Permission
from licet.store.canonical import canonical, plain
from licet.store.cases import Alert, CaseState, record_case
from licet.store.notices import queue_notice
from licet.store.rows import Entry, Rows, projects
from licet.store.store import Find, Store, Writing

__all__ = [
    "Part",
    "PartyAlerts",
    "RaisedAlert",
    "alerts_since",
    "commit_part",
    "cursor",
    "log_run",
    "runs_since",
]

#: Cases that one message tells of, at most.
_A_MESSAGE = 50
#: Parties that are asked for in one query.
_TOGETHER = 500


@dataclass(frozen=True, slots=True, kw_only=True)
class RaisedAlert:
    """One hit of a watched party.

    Attributes:
        listing: id of the listing; of one met through owners with the rule, `ID#us-bis`.
        version: what the alert is bound to: it is raised again when this is another.
        listing_version: version of the listing, by which a closed case is reviewed (`version_of`).
        published: day on which the change was published; None when not known.
        evidence: the hit as JSON data.
    """

    listing: str
    version: str
    listing_version: str
    published: date | None
    evidence: Mapping[str, Any]


@dataclass(frozen=True, slots=True, kw_only=True)
class PartyAlerts:
    """The hits of one party that are to be alerted.

    Attributes:
        party: its reference.
        name: its name.
        version: its version.
        countries: its countries, to find the case by.
        alerts: the hits.
    """

    party: str
    name: str
    version: str
    countries: tuple[str, ...]
    alerts: tuple[RaisedAlert, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Part:
    """A part of a work that is done.

    Attributes:
        portfolio: the portfolio.
        cause: why it was screened: `first`, `list change`, `party change`, `full`.
        found: the parties with hits.
        work: the name of the work.
        cursor: how far the work is with this part.
        channels: channels that are told.
    """

    portfolio: str
    cause: str
    found: tuple[PartyAlerts, ...]
    work: str
    cursor: Mapping[str, Any]
    channels: tuple[str, ...] = ()


def alert_key(portfolio: str, party: PartyAlerts, alert: RaisedAlert) -> str:
    """What makes a hit one: it is alerted again when the party or the listing is another."""
    told = "\x00".join((portfolio, party.party, party.version, alert.listing, alert.version))
    return hashlib.sha256(told.encode()).hexdigest()[:32]


def commit_part(store: Store, who: Actor, part: Part) -> dict[str, int]:
    """Open cases for what is new, queue the messages, and advance the cursor: all or nothing.

    Returns:
        How many alerts and cases were new.
    """
    who.need(Permission.CASE)
    return store.write(who, lambda w: _commit(w, part))


def _commit(w: Writing, part: Part) -> dict[str, int]:
    told: list[dict[str, Any]] = []
    held = _held(w.connection, part)
    for one in part.found:
        keys = {alert_key(part.portfolio, one, alert): alert for alert in one.alerts}
        fresh = {key: alert for key, alert in keys.items() if key not in held.keys}
        # a hit that already waits in an open case goes there, all others into one
        usual = held.of_party.get(one.party, "")
        by_case: dict[str, dict[str, RaisedAlert]] = {}
        for key, alert in fresh.items():
            case = held.of_listing.get((one.party, alert.listing), usual)
            by_case.setdefault(case, {})[key] = alert
        told += [_alert(w, part, one, case, alerts) for case, alerts in by_case.items()]
    _tell(w, part, told)
    w.record("watch.advanced", f"watch/{part.work}", {"work": part.work, "body": dict(part.cursor)})
    return {
        "alerts": sum(len(one["alerts"]) for one in told),
        "cases": sum(one["opened"] for one in told),
    }


@dataclass(frozen=True, slots=True)
class _Held:
    """What is there of a part's parties: keys of alerts, open cases by party and listing, and by party."""

    keys: set[str]
    of_listing: dict[tuple[str, str], str]
    of_party: dict[str, str]


def _held(connection: Connection, part: Part) -> _Held:
    file, waiting, raised = tables.case_file, tables.case_alert, tables.watch_alert
    held = _Held(set(), {}, {})
    is_open = file.c.state != CaseState.CLOSED.value
    for at in range(0, len(part.found), _TOGETHER):
        some = part.found[at : at + _TOGETHER]
        ids = [one.party for one in some]
        listings = sorted({alert.listing for one in some for alert in one.alerts})
        ours = (raised.c.portfolio == part.portfolio, raised.c.party.in_(ids))
        held.keys.update(connection.execute(select(raised.c.key).where(*ours)).scalars())
        # the newest comes last and stays
        of_party = (
            select(raised.c.party, file.c.id)
            .join(raised, raised.c.case_id == file.c.id)
            .where(*ours, is_open)
            .distinct()
            .order_by(file.c.opened)
        )
        held.of_party.update((row.party, row.id) for row in connection.execute(of_party))
        of_listing = (
            select(file.c.party, waiting.c.listing, file.c.id)
            .join(waiting, waiting.c.case_id == file.c.id)
            .where(waiting.c.listing.in_(listings), file.c.party.in_(ids), is_open)
            .order_by(file.c.opened)
        )
        for row in connection.execute(of_listing):
            held.of_listing[row.party, row.listing] = row.id
    return held


def _alert(
    w: Writing, part: Part, one: PartyAlerts, held: str, fresh: Mapping[str, RaisedAlert]
) -> dict[str, Any]:
    """Add alerts to an open case of the party, or open one for them; what a message says of it."""
    alerts = [
        Alert(listing=alert.listing, version=alert.listing_version, evidence=alert.evidence)
        for alert in fresh.values()
    ]
    if held:
        w.record("case.alerted", f"case/{held}", {"alerts": alerts})
    best = str(alerts[0].evidence.get("name", "")) or alerts[0].listing
    case = held or record_case(
        w,
        title=f"{one.name or one.party} / {best} ({part.cause})",
        alerts=alerts,
        party=one.party,
        party_version=one.version,
        find=Find(parties=[one.name], countries=one.countries, documents=[one.party]),
    )
    words = ("score", "verdict", "standing", "name", "evidence")
    rows = [
        {
            "key": key,
            "listing": alert.listing,
            "published": alert.published.isoformat() if alert.published else "",
            **{word: str(alert.evidence.get(word, "")) for word in words},
        }
        for key, alert in fresh.items()
    ]
    data = {
        "alerts": rows,
        "case": case,
        "portfolio": part.portfolio,
        "party": one.party,
        "cause": part.cause,
    }
    w.record("watch.alerted", f"portfolio/{part.portfolio}", data, about=[f"case/{case}"])
    return {"case": case, "opened": not held, "party": one.party, "name": one.name, "alerts": rows}


def _tell(w: Writing, part: Part, told: Sequence[dict[str, Any]]) -> None:
    for at in range(0, len(told), _A_MESSAGE):
        some = list(told[at : at + _A_MESSAGE])
        body = {
            "schema": "licet-alerts/1",
            "portfolio": part.portfolio,
            "cause": part.cause,
            "at": plain(w.now),
            "cases": some,
        }
        keys = sorted(alert["key"] for one in some for alert in one["alerts"])
        key = hashlib.sha256(" ".join(keys).encode()).hexdigest()[:32]
        for channel in part.channels:
            queue_notice(w, channel, key, body, case=some[0]["case"] if len(some) == 1 else "")


@projects("watch.alerted")
def _alerted(rows: Rows, entry: Entry) -> None:
    data = entry.data
    for alert in data["alerts"]:
        rows.put(
            tables.watch_alert,
            {
                "key": alert["key"],
                "portfolio": data["portfolio"],
                "party": data["party"],
                "listing": alert["listing"],
                "case_id": data["case"],
                "cause": data["cause"],
                "published": alert["published"],
                "at": entry.at,
                "body": canonical(dict(alert)),
                "entry": entry.index,
            },
        )


@projects("watch.advanced")
def _advanced(rows: Rows, entry: Entry) -> None:
    key = {"work": entry.data["work"]}
    rows.drop(tables.watch_cursor, key)
    body = canonical(dict(entry.data["body"]))
    rows.put(tables.watch_cursor, {**key, "body": body, "entry": entry.index})


def cursor(store: Store, who: Actor, work: str) -> dict[str, Any] | None:
    """How far a work is; None when it was never begun."""
    who.need(Permission.READ)
    table = tables.watch_cursor
    with store.read() as connection:
        body = connection.execute(select(table.c.body).where(table.c.work == work)).scalar_one_or_none()
    return None if body is None else dict(json.loads(body))


def log_run(store: Store, who: Actor, body: Mapping[str, Any]) -> None:
    """Note what a run of the watch did."""
    who.need(Permission.CASE)
    store.write(who, lambda w: w.record("watch.ran", "watch/run", {"body": dict(body)}))


@projects("watch.ran")
def _ran(rows: Rows, entry: Entry) -> None:
    body = canonical(dict(entry.data["body"]))
    rows.put(tables.watch_run, {"entry": entry.index, "at": entry.at, "body": body})


def runs_since(store: Store, who: Actor, since: date | None = None) -> list[dict[str, Any]]:
    """What each run did from a day on, oldest first; `at` says when."""
    who.need(Permission.READ)
    table = tables.watch_run
    query = select(table).order_by(table.c.entry)
    if since is not None:
        query = query.where(table.c.at >= since.isoformat())
    with store.read() as connection:
        return [{**json.loads(row.body), "at": row.at} for row in connection.execute(query)]


def alerts_since(store: Store, who: Actor, since: date | None = None) -> list[dict[str, Any]]:
    """Each alert from a day on, oldest first: whose, which listing, why, when published, when raised."""
    who.need(Permission.READ)
    table = tables.watch_alert
    query = select(table).order_by(table.c.entry, table.c.key)
    if since is not None:
        query = query.where(table.c.at >= since.isoformat())
    with store.read() as connection:
        return [
            {
                "at": row.at,
                "portfolio": row.portfolio,
                "party": row.party,
                "listing": row.listing,
                "case": row.case_id,
                "cause": row.cause,
                "published": row.published,
                **{name: json.loads(row.body)[name] for name in ("score", "verdict", "standing", "name")},
            }
            for row in connection.execute(query)
        ]
