"""The printable copy of a case: one HTML page with everything in it, for paper (15 CFR 762.5(b)(1)).

The page needs nothing but itself: no script, no image, no font from elsewhere.
"""

from __future__ import annotations

import json
from html import escape

from licet.store.actor import Actor
from licet.store.canonical import Data
from licet.store.cases import Case, case
from licet.store.proof import prove
from licet.store.retention import retention
from licet.store.rows import Entry
from licet.store.store import Store

__all__ = ["case_html", "describe"]

_STYLE = """
body{font:11pt/1.45 Georgia,'Times New Roman',serif;color:#111;max-width:46rem;margin:2rem auto}
h1{font-size:1.5rem;margin:0 0 .2rem}h2{font-size:1.1rem;margin:1.6rem 0 .4rem;border-bottom:1px solid #999}
table{border-collapse:collapse;width:100%}body{padding:0 1rem}
th,td{overflow-wrap:anywhere;text-align:left;vertical-align:top;padding:.25rem .5rem .25rem 0}
thead th{border-bottom:1px solid #999;font-weight:600}tbody tr+tr td{border-top:1px solid #ddd}
dl{display:grid;grid-template-columns:10rem 1fr;gap:.15rem .8rem;margin:.4rem 0}dt{color:#444}dd{margin:0}
.small,code,pre{font-size:9pt}code,pre{font-family:ui-monospace,Menlo,Consolas,monospace;overflow-wrap:anywhere}
pre{white-space:pre-wrap;margin:.2rem 0}.when{white-space:nowrap}
@media(max-width:40rem){dl{grid-template-columns:1fr}.when{white-space:normal}th,td{font-size:9pt}}
@media print{body{margin:0;max-width:none}h2{break-after:avoid}tr,pre{break-inside:avoid}@page{margin:18mm}}
"""

_SAYS = {
    "case.opened": "opened: {title}",
    "case.alerted": "more alerts joined",
    "case.assigned": "assigned to {assignee}",
    "case.noted": "note: {text}",
    "case.due_set": "deadline {due}",
    "case.flag_answered": "{flag} {answer}. {note}",
    "case.disposition_proposed": "proposed: {disposition}. {reason}",
    "case.disposition_refused": "refused: {disposition}. {reason}",
    "case.disposed": "disposed of: {disposition}. {reason}",
    "case.reopened": "reopened ({cause}): {reason}",
    "attachment.added": "attached {name} ({size} bytes)",
    "attachment.erased": "bytes of {id} erased: {reason}",
    "retention.event": "{event} on {day}. {note}",
    "retention.held": "legal hold for {agency}: {reason}",
    "retention.released": "hold {id} released: {authorization}",
    "decision.made": "decision: {status}, law and lists of {on}",
    "licence.recorded": "recorded",
    "licence.amended": "amended: {reason}",
    "licence.state_set": "{state} on {day}: {reason}",
    "licence.drawn": "{quantity} drawn on line {line} for {shipment}",
    "licence.draw_reversed": "draw {draw} given back: {reason}",
    "licence.condition_met": "condition {number} fulfilled: {note}",
    "application.drafted": "drafted",
    "application.changed": "changed",
    "application.moved": "{state} on {day}. {note}",
    "shipment.planned": "planned",
    "shipment.changed": "changed",
    "shipment.exported": "left on {day}, ITN {itn}",
    "shipment.cancelled": "cancelled: {reason}",
    "user.did": "{action}",
    "user.read": "read",
    "door.refused": "{times} refused by {how}: {why}",
    "record.kept": "{kind} of {party}, signed {signed}",
    "record.withdrawn": "withdrawn: {reason}",
}


def describe(entry: Entry) -> str:
    """What an entry says, in one line."""
    pattern = _SAYS.get(entry.kind)
    if pattern is None:
        return entry.kind
    if entry.kind == "user.read":
        return "read " + ", ".join(part["of"] for part in entry.data["records"])
    return pattern.format(**entry.data).strip().rstrip(".").strip()


def _cells(*values: str) -> str:
    return "<tr>" + "".join(f"<td>{value}</td>" for value in values) + "</tr>"


def _table(heads: tuple[str, ...], rows: list[str]) -> str:
    head = "".join(f"<th scope=col>{escape(name)}</th>" for name in heads)
    return f"<table><thead><tr>{head}</tr></thead><tbody>{''.join(rows)}</tbody></table>"


def _terms(pairs: list[tuple[str, str]]) -> str:
    return "<dl>" + "".join(f"<dt>{escape(k)}</dt><dd>{escape(v)}</dd>" for k, v in pairs if v) + "</dl>"


def _json(value: Data) -> str:
    return f"<pre>{escape(json.dumps(value, ensure_ascii=False, indent=1, sort_keys=True))}</pre>"


def _origin(entry: Entry) -> str:
    parts = [entry.origin.get(name, "") for name in ("host", "client", "address", "key", "software")]
    return ", ".join(part for part in parts if part)


def case_html(store: Store, who: Actor, id: str) -> str:
    """The whole file of a case as one HTML page.

    Raises:
        StoreError: there is no such case.
    """
    held = case(store, who, id)
    kept = retention(store, who, f"case/{id}")
    last = held.timeline[-1].index
    proof = prove(store, who, last)
    until = kept.until.isoformat() if kept.until else "not yet known: the transaction has not ended"
    holds = "; ".join(f"{hold.id} for {hold.agency}: {hold.reason}" for hold in kept.holds)
    parts = [
        "<!doctype html><html lang=en><meta charset=utf-8>",
        "<meta name=viewport content='width=device-width'>",
        f"<title>{escape(id)}</title><style>{_STYLE}</style><body><main>",
        f"<h1>{escape(held.summary.title)}</h1>",
        f"<p class=small>Case {escape(id)}, printed {escape(_now(store))}</p>",
        _terms([*_summary(held), ("Keep to", until), ("Legal holds", holds)]),
        _alerts(held),
        _flags(held),
        _documents(held),
        "<h2>What happened</h2>",
        _table(
            ("Entry", "When (UTC)", "Who", "What", "Where from"),
            [
                _cells(
                    str(entry.index),
                    f"<span class=when>{escape(entry.at[:19].replace('T', ' '))}</span>",
                    escape(entry.by),
                    escape(describe(entry)),
                    f"<span class=small>{escape(_origin(entry))}</span>",
                )
                for entry in held.timeline
            ],
        ),
        "<h2>Proof</h2><p class=small>The entries above are leaves of the log with this state; each can be "
        f"proved with <code>licet log prove</code>.</p><pre>{escape(str(proof.checkpoint))}</pre>"
        "</main></body></html>",
    ]
    return "\n".join(part for part in parts if part)


def _now(store: Store) -> str:
    return store.clock().strftime("%Y-%m-%d %H:%M UTC")


def _summary(held: Case) -> list[tuple[str, str]]:
    one = held.summary
    return [
        ("State", one.state.value),
        ("Disposition", one.disposition.value if one.disposition else ""),
        ("Reason", one.reason if one.disposition else ""),
        ("Proposed by", one.proposed_by),
        ("Party", one.party),
        ("Assigned to", one.assignee),
        ("Deadline", one.due.isoformat() if one.due else ""),
    ]


def _alerts(held: Case) -> str:
    if not held.alerts:
        return ""
    rows = [
        _cells(
            f"{escape(alert.listing)}<br><code>{escape(alert.version)}</code>", _json(dict(alert.evidence))
        )
        for alert in held.alerts
    ]
    return "<h2>Alerts and their evidence</h2>" + _table(("Listing, version", "Evidence as it stood"), rows)


def _flags(held: Case) -> str:
    if not held.flags:
        return ""
    rows = [
        _cells(flag.code, escape(flag.asks), flag.answer.value if flag.answer else "open", escape(flag.note))
        for flag in held.flags
    ]
    heads = ("Flag", "Question", "Answer", "Explanation")
    return "<h2>Red flags (Supplement No. 3 to part 732)</h2>" + _table(heads, rows)


def _documents(held: Case) -> str:
    if not held.attachments:
        return ""
    rows = [
        _cells(
            escape(one.id),
            escape(one.name) + (" (erased)" if one.erased else ""),
            f"{one.size:,}",
            f"<code>{one.sha256}</code>",
        )
        for one in held.attachments
    ]
    return "<h2>Documents</h2>" + _table(("Id", "Name", "Bytes", "SHA-256"), rows)
