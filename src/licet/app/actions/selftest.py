"""Run the self-test, keep what it found, and report how effective screening is."""

from __future__ import annotations

import html
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import TYPE_CHECKING, Any

from licet.check.doubts import MAX_AGE, Doubt, write_doubts
from licet.check.effectiveness import Rate
from licet.check.finding import Disposition
from licet.check.selftest import Looked, Probe, ProbeKind, failed, run_probes, silence

if TYPE_CHECKING:
    from licet.check.engine import Engine
    from licet.store.actor import Actor
    from licet.store.store import Store

__all__ = ["SelfTest", "by_class", "effectiveness_html", "rate_rows", "run_effectiveness", "run_selftest"]

#: Days that the alarm for silence looks back.
_DAYS = 7
_ALERTS = (Disposition.MATCH, Disposition.OWNED, Disposition.REVIEW)
_QUIET = (Disposition.CLEARED, Disposition.STAGED, Disposition.NOTHING_FOUND)


@dataclass(frozen=True, slots=True, kw_only=True)
class SelfTest:
    """A self-test.

    Attributes:
        day: when it was run.
        snapshot: the lists it was run on.
        probes: everything that was tested.
        rates: the effectiveness report; empty where it was not asked for.
    """

    day: str
    snapshot: str
    probes: tuple[Probe, ...]
    rates: tuple[Rate, ...] = ()

    @property
    def failed(self) -> tuple[Probe, ...]:
        """What puts answers in doubt."""
        return failed(self.probes)

    @property
    def stale(self) -> tuple[Probe, ...]:
        """Lists that are too old; each answer says that by itself."""
        return tuple(one for one in self.probes if not one.passed and one.kind is ProbeKind.STALENESS)


def run_selftest(
    engine: Engine,
    *,
    store: Store | None = None,
    who: Actor | None = None,
    per_list: int = 3,
    max_age: int = MAX_AGE,
    rates: Iterable[Rate] = (),
) -> SelfTest:
    """Run every probe and keep what failed, so that each later answer says it.

    Args:
        engine: the lists, as answers are made from them.
        store: where decisions are kept, for the alarm of silence; None leaves that probe out.
        who: reads the store and keeps the result in its log.
        per_list: canaries a list.
        max_age: days after which this test counts as missed.
        rates: the effectiveness report, where it was made.
    """
    probes = list(run_probes(engine, per_list=per_list))
    if store is not None and who is not None:
        probes.append(silence(_lately(store, who), days=_DAYS, who="kept screenings"))
        probes.append(silence(_watched(store, who), days=_DAYS, who="the watch"))
    found = SelfTest(
        day=engine.today.isoformat(),
        snapshot=engine.snapshot.id,
        probes=tuple(probes),
        rates=tuple(rates),
    )
    write_doubts(
        engine.today,
        engine.snapshot.id,
        # What concerns a list that is not looked at concerns every answer.
        [Doubt(list=one.list if one.list in engine.lists else "", says=_said(one)) for one in found.failed],
        max_age=max_age,
    )
    if store is not None and who is not None:
        from licet.store.selftests import log_selftest

        body = {
            "day": found.day,
            "probes": len(found.probes),
            "failed": [_said(one) for one in found.failed],
            "stale": [one.list for one in found.stale],
            "rates": [
                {
                    "class": one.name_class,
                    "tested": one.tested,
                    "alerted": one.alerted,
                    "matched": one.matched,
                }
                for one in by_class(found.rates)
            ],
        }
        log_selftest(store, who, passed=not found.failed, snapshot=found.snapshot, body=body)
    return found


def _said(probe: Probe) -> str:
    return f"{probe.kind.value}: {probe.list + ': ' if probe.list else ''}{probe.says}"


def _since(store: Store) -> date:
    return (store.clock() - timedelta(days=_DAYS)).date()


def _lately(store: Store, who: Actor) -> list[Looked]:
    """Parties screened in the last days as kept decisions say, and those of them that alerted."""
    from licet.store.decisions import count_statuses

    counts = count_statuses(store, who, since=_since(store))
    alerts = sum(counts.get(one.value, 0) for one in _ALERTS)
    return [Looked(screened=alerts + sum(counts.get(one.value, 0) for one in _QUIET), alerts=alerts)]


def _watched(store: Store, who: Actor) -> list[Looked]:
    """The passes of the watch in the last days: a hit counts though it was alerted, or cleared, before."""
    from licet.store.watch import runs_since

    return [
        Looked(
            screened=one["screened"],
            alerts=one["met"],
            entries=one["entries"] / run["entries"] if run["entries"] else 0.0,
        )
        for run in runs_since(store, who, _since(store))
        for portfolio in run["portfolios"]
        for one in portfolio.get("passes", ())  # runs of an older licet hold none
    ]


def rate_rows(rates: Iterable[Rate]) -> list[dict[str, Any]]:
    """The effectiveness report as data."""
    return [
        {
            "list": one.list,
            "class": one.name_class,
            "tested": one.tested,
            "alerted": one.alerted,
            "matched": one.matched,
            "rate": round(one.rate, 4),
            "missed": [{"asked": asked, "listing": listing} for asked, listing in one.missed],
        }
        for one in rates
    ]


def by_class(rates: Iterable[Rate]) -> list[Rate]:
    """The rates of each class over all lists, in the order of the classes."""
    found: dict[str, list[Rate]] = {}
    for one in rates:
        found.setdefault(one.name_class, []).append(one)
    return [
        Rate(
            list="all",
            name_class=name,
            tested=sum(one.tested for one in many),
            alerted=sum(one.alerted for one in many),
            matched=sum(one.matched for one in many),
        )
        for name, many in found.items()
    ]


def effectiveness_html(found: SelfTest) -> str:
    """The self-test as one page for paper or an examiner; nothing is loaded from elsewhere."""
    classes = [one.name_class for one in by_class(found.rates)]
    lists = list(dict.fromkeys(one.list for one in found.rates))
    cells = {(one.list, one.name_class): one for one in (*found.rates, *by_class(found.rates))}
    parts = [
        "<!doctype html><html lang=en><meta charset=utf-8><title>Self-test of screening</title>",
        "<style>body{font:15px/1.4 system-ui,sans-serif;margin:2em;max-width:75em}"
        "table{border-collapse:collapse;margin:1em 0}td,th{border:1px solid #999;padding:.2em .5em;"
        "text-align:right}td:first-child,th:first-child{text-align:left}.bad{font-weight:bold}</style>",
        f"<h1>Self-test of screening, {html.escape(found.day)}</h1>",
        f"<p>Lists: snapshot {html.escape(found.snapshot[:12])}. "
        f"{len(found.failed)} failures, {len(found.stale)} lists too old.</p>",
    ]
    if found.rates:
        parts.append("<h2>Share of names that alert, by list and class</h2><table><tr><th>List</th>")
        parts += [f"<th scope=col>{html.escape(name)}</th>" for name in classes]
        parts.append("</tr>")
        for name in ("all", *lists):
            parts.append(f"<tr><th scope=row>{html.escape(name)}</th>")
            parts += [_cell(cells.get((name, one))) for one in classes]
            parts.append("</tr>")
        parts.append("</table><p>Each cell: share, and names that alerted of those asked for.</p>")
        parts.append("<h2>Names that did not alert</h2><ul>")
        parts += [
            f"<li>{html.escape(one.name_class)}: {html.escape(asked)} ({html.escape(listing)})</li>"
            for one in found.rates
            for asked, listing in one.missed
        ]
        parts.append("</ul>")
    parts.append("<h2>Probes</h2><table><tr><th>List</th><th>Probe</th><th>Result</th><th>Found</th></tr>")
    parts += [
        f"<tr><td>{html.escape(one.list or 'all')}</td><td>{one.kind.value}</td>"
        f"<td{'' if one.passed else ' class=bad'}>{'passed' if one.passed else 'FAILED'}</td>"
        f"<td>{html.escape(one.says)}</td></tr>"
        for one in found.probes
    ]
    parts.append("</table></html>")
    return "\n".join(parts) + "\n"


def _cell(one: Rate | None) -> str:
    return "<td>-</td>" if one is None else f"<td>{one.rate:.3f}<br>{one.alerted}/{one.tested}</td>"


def run_effectiveness(
    engine: Engine, *, sample: int, seed: str = "licet", progress: Callable[[int, int], None] | None = None
) -> Sequence[Rate]:
    """The effectiveness report, whole."""
    from licet.check.effectiveness import effectiveness

    return tuple(effectiveness(engine, sample=sample, seed=seed, progress=progress))
