"""What the last self-test found, kept beside the lists: a failure is said in every answer until one passes.

    LICET_HOME/selftest.json      day, snapshot, what failed and for which list

The engine joins it to the state of each list, so whatever shows that a list cannot be relied on (the command
line, files, batches, determinations, the API) shows this too, and none of it reads as clear. A house that
never ran a self-test is told nothing; one that did and then stops is told so.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from licet.core.atomic import write_atomically
from licet.lists.home import home

__all__ = ["MAX_AGE", "Doubt", "Doubts", "doubts_path", "read_doubts", "write_doubts"]

#: Days after which a self-test that is not repeated counts as missed.
MAX_AGE = 3


@dataclass(frozen=True, slots=True, kw_only=True)
class Doubt:
    """One failure.

    Attributes:
        list: the list it concerns; empty for all.
        says: what failed, in words.
    """

    list: str
    says: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Doubts:
    """The last self-test, as far as answers need it.

    Attributes:
        day: when it was run; None when the file cannot be read.
        snapshot: the lists it was run on.
        max_age: days after which it counts as missed.
        failures: what failed; empty when it passed.
    """

    day: date | None
    snapshot: str = ""
    max_age: int = MAX_AGE
    failures: tuple[Doubt, ...] = ()

    def about(self, list_id: str, today: date) -> str:
        """Why a list cannot be relied on, in words; empty when nothing speaks against it."""
        if self.day is None:
            return "the result of the self-test cannot be read: run `licet selftest`"
        said = [one.says for one in self.failures if one.list in ("", list_id)]
        if said:
            return f"the self-test of {self.day} failed: {'; '.join(said)}"
        age = (today - self.day).days
        if age > self.max_age:
            return f"the self-test was missed: the last is {age} days old, at most {self.max_age} are allowed"
        return ""


def doubts_path() -> Path:
    """The file in which it is kept."""
    return home().parent / "selftest.json"


def read_doubts() -> Doubts | None:
    """The last self-test; None when none was ever run."""
    try:
        held = json.loads(doubts_path().read_text(encoding="utf-8"))
        return Doubts(
            day=date.fromisoformat(held["day"]),
            snapshot=str(held["snapshot"]),
            max_age=int(held["max_age"]),
            failures=tuple(Doubt(list=str(one["list"]), says=str(one["says"])) for one in held["failures"]),
        )
    except FileNotFoundError:
        return None
    except (OSError, ValueError, KeyError, TypeError):
        return Doubts(day=None)


def write_doubts(day: date, snapshot: str, failures: Sequence[Doubt], *, max_age: int = MAX_AGE) -> None:
    """Keep what a self-test found, in place of the one before."""
    data = {
        "day": day.isoformat(),
        "snapshot": snapshot,
        "max_age": max_age,
        "failures": [{"list": one.list, "says": one.says} for one in failures],
    }
    path = doubts_path()
    path.parent.mkdir(parents=True, exist_ok=True)
    write_atomically(path, json.dumps(data, indent=1, ensure_ascii=False).encode())
