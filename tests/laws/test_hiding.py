"""Hide one fact of a case: the answer may open, it may never turn.

The facts are those of the cases that the law is tested with, so that the trades are ones that people make.
"""

from __future__ import annotations

import copy
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from licet.check.cases import CaseFile, read_cases
from licet.check.facts import read_facts
from licet.core.errors import InputError
from licet.core.period import as_day
from licet.core.verdict import Verdict
from licet.law.us.ear.determination import Determination
from licet.law.us.ear.determine import determine

_LAW = Path(__file__).parents[1] / "law"
WIDE = read_cases(_LAW / "own-cases-wide.yaml")
#: Each file of cases, and every how many of its cases a part of the test takes.
FILES = ((WIDE, 12), (read_cases(_LAW / "own-cases-parties.yaml"), 8))
CLEAN = {
    Verdict.NO_LICENSE_REQUIRED,
    Verdict.NO_LICENSE_REQUIRED_WITH_CONDITIONS,
    Verdict.NOT_SUBJECT_TO_EAR,
    Verdict.NO_BIS_JURISDICTION,
}
HARD = {Verdict.LICENSE_REQUIRED, Verdict.PROHIBITED}
#: Not to know these is itself the requirement (744.3(a)(3), 746.8(a)(4)(i)).
UNABLE = ("range_km", "project_746_8_a_4", "russian_oil_project", "end_use")
_JUNK = st.sampled_from(
    [None, "unknown", "", True, False, 0, 7, 3.5, "12 %", "about 30", "x", [], ["a"], {}, {"a": 1},
     "2026-02-30", "CN", "Atlantis", -1, [None], {"min": 10, "max": 60}]
)  # fmt: skip


def _paths(facts: Mapping[str, Any]) -> Iterator[str]:
    yield from ("destination", "transit", "informed", "parties", "end_use", "actor.us_person", "actor.hq")
    uses = facts.get("end_use")
    yield from (f"end_use.{key}" for key in uses) if isinstance(uses, Mapping) else ()
    for index, item in enumerate(facts.get("items") or ()):
        yield from (f"items[{index}].{key}" for key in ("eccn", "kind", "origin", "value_usd", "hts"))
        for group in ("content", "production", "attrs"):
            yield f"items[{index}].{group}"
            yield from (f"items[{index}].{group}.{key}" for key in item.get(group) or ())
    parties = facts.get("parties") or ()
    for index, party in enumerate([parties] if isinstance(parties, Mapping) else parties):
        keys = {"roles", "listed", "owners", "country", "hq", *party} - {"name", "ref"}
        yield from (f"parties[{index}].{key}" for key in sorted(keys))
        yield from _owner_paths(party.get("owners"), f"parties[{index}].owners")
    for group in ("dates", "order", "conduct", "authorisations", "nationality"):
        if group in facts:
            yield group


def _owner_paths(owners: Any, path: str) -> Iterator[str]:
    for index, owner in enumerate(owners if isinstance(owners, list) else ()):
        if isinstance(owner, Mapping):
            yield from (f"{path}[{index}].{key}" for key in ("pct", "listed"))
            yield from _owner_paths(owner.get("owners"), f"{path}[{index}].owners")


def _answer(case: Mapping[str, Any], file: CaseFile, *hidden: str) -> Determination:
    facts, on = case["facts"], as_day(case["as_of"])
    unknown = (*(facts.get("unknown") or ()), *hidden)
    clean = case.get("assume") != "open"
    read = read_facts(
        facts, clean=clean, unknown=unknown, find=file.listings.get, at_address=file.at_address, on=on
    )
    return determine(read.trade, on)


@pytest.mark.parametrize("part", range(4))
def test_hiding_a_fact_never_turns_the_answer(part: int) -> None:
    """What is clean without a fact stays clean with it; what is refused without it stays refused."""
    turned = []
    for file, step in FILES:
        for case in (each for each in file.cases[part::step] if "expand_over" not in each["facts"]):
            whole = _answer(case, file).verdict
            for path in _paths(case["facts"]):
                if path.endswith(UNABLE):
                    continue
                without = _answer(case, file, path).verdict
                if (without in CLEAN and whole not in CLEAN) or (without in HARD and whole in CLEAN):
                    turned.append((case["id"], path, without.name, whole.name))
    assert not turned


def _places(held: Any, at: tuple[Any, ...] = ()) -> Iterator[tuple[Any, ...]]:
    keys = held.items() if isinstance(held, dict) else enumerate(held) if isinstance(held, list) else ()
    for key, value in keys:
        yield (*at, key)
        yield from _places(value, (*at, key))


@settings(max_examples=120, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.data())
def test_junk_in_the_facts_is_an_answer_or_a_clear_error(data: st.DataObject) -> None:
    """A wrong value in any field gives a determination, or an error that names the field and the fix."""
    facts = copy.deepcopy(dict(data.draw(st.sampled_from(WIDE.cases))["facts"]))
    place = data.draw(st.sampled_from(list(_places(facts))))
    inside: Any = facts
    for key in place[:-1]:
        inside = inside[key]
    inside[place[-1]] = data.draw(_JUNK)
    told: InputError | None = None
    try:
        determine(read_facts(facts, clean=True, find=WIDE.listings.get).trade, as_day("2026-01-29"))
    except InputError as error:
        told = error
    assert told is None or (told.field and told.fix)
