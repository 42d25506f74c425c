"""Alerts over time, and the lag between a publication and its alert, as data for tables and pictures.

The lag counts for alerts that a change of the lists raised: one of a first screening, or of a new party, was
not late. It is in whole days, because governments publish days.
"""

from __future__ import annotations

import csv
from datetime import date
from typing import TYPE_CHECKING, Any, TextIO

from licet.core.cell import inert
from licet.store.notices import notice_counts
from licet.store.watch import alerts_since, runs_since

if TYPE_CHECKING:
    from licet.store.actor import Actor
    from licet.store.store import Store

__all__ = ["alert_report", "alert_rows"]

_COLUMNS = (
    "at", "portfolio", "party", "listing", "name", "verdict", "score", "standing", "cause", "case",
    "published", "lag_days",
)  # fmt: skip


def _lag(alert: dict[str, Any]) -> int | None:
    """Days from the publication to the alert, of an alert that a change of the lists raised."""
    if alert["cause"] != "list change" or not alert["published"]:
        return None
    return (date.fromisoformat(alert["at"][:10]) - date.fromisoformat(alert["published"])).days


def alert_report(store: Store, who: Actor, *, since: date | None = None) -> dict[str, Any]:
    """Alerts by day with their lag, by list, and how messages stand; schema `licet-watch-report/1`.

    Returns:
        `days`: one a day with a run or an alert (day, alerts, cases, screened, lag_median, lag_worst in days,
        None where no alert has a lag); `lists`: alerts by list; `messages`: how many stand where.
    """
    days: dict[str, dict[str, Any]] = {}

    def of(day: str) -> dict[str, Any]:
        return days.setdefault(day, {"alerts": 0, "cases": set(), "screened": 0, "lags": []})

    lists: dict[str, int] = {}
    for alert in alerts_since(store, who, since):
        row = of(alert["at"][:10])
        row["alerts"] += 1
        row["cases"].add(alert["case"])
        lag = _lag(alert)
        if lag is not None:
            row["lags"].append(lag)
        list_id = alert["listing"].partition(":")[0]
        lists[list_id] = lists.get(list_id, 0) + 1
    for run in runs_since(store, who, since):
        of(run["at"][:10])["screened"] += sum(one["screened"] for one in run["portfolios"])
    return {
        "schema": "licet-watch-report/1",
        "days": [
            {
                "day": day,
                "alerts": row["alerts"],
                "cases": len(row["cases"]),
                "screened": row["screened"],
                # the lower middle of an even number: a day that was really a lag
                "lag_median": sorted(row["lags"])[(len(row["lags"]) - 1) // 2] if row["lags"] else None,
                "lag_worst": max(row["lags"], default=None),
            }
            for day, row in sorted(days.items())
        ],
        "lists": [{"list": name, "alerts": count} for name, count in sorted(lists.items())],
        "messages": notice_counts(store, who),
    }


def alert_rows(store: Store, who: Actor, sink: TextIO, *, since: date | None = None) -> None:
    """Every alert as a row of CSV."""
    writer = csv.writer(sink)
    writer.writerow(_COLUMNS)
    for alert in alerts_since(store, who, since):
        lag = _lag(alert)
        row = {**alert, "lag_days": "" if lag is None else lag}
        writer.writerow([inert(row[name]) for name in _COLUMNS])
