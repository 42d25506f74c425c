"""Cases as data: read a file of the schema licet-determination-case/1, run it, and say what differs.

A case is one transaction, one day, one expected answer. What it asserts is compared, part by part; what it
leaves out is not. List entries come from the file's own fixtures, so a case runs on any list data.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import yaml

from licet.check.compare import differences
from licet.check.entries import listing_of
from licet.check.facts import read_facts
from licet.core.errors import InputError
from licet.core.listing import Listing
from licet.core.period import as_day
from licet.core.trade import Name, Party
from licet.law.us.ear.determination import Determination
from licet.law.us.ear.determine import determine

__all__ = ["CaseFile", "CaseResult", "read_cases", "run_case", "run_cases"]

#: What a file may hold.
Given = Any

SCHEMA = "licet-determination-case/1"


@dataclass(frozen=True, slots=True, kw_only=True)
class CaseFile:
    """A file of cases.

    Attributes:
        name: the file's name.
        listings: fixtures by their id.
        names: fixtures that are lists of names, by their id.
        owners: fixtures that are lists of owners, by their id.
        cases: the cases as written.
    """

    name: str
    listings: Mapping[str, Listing]
    names: Mapping[str, tuple[str, ...]]
    owners: Mapping[str, list[Mapping[str, Any]]]
    cases: tuple[Mapping[str, Any], ...]

    def at_address(self, address: str) -> str:
        """The fixture that is an entry of this address alone; empty when there is none."""
        wanted = _fold(address)
        for id, listing in self.listings.items():
            held = [_fold(each.text) for each in listing.party.addresses]
            if listing.address_only and any(each in wanted or wanted in each for each in held if each):
                return id
        return ""


@dataclass(frozen=True, slots=True, kw_only=True)
class CaseResult:
    """How one case went.

    Attributes:
        id: the case.
        title: its one line.
        area: what it is about.
        differences: what was expected and not answered; empty when it passes.
        strange: facts of the case that licet has no question for.
        determination: what was answered; the last one, for a case run over several names; None where the
            case itself cannot be read.
    """

    id: str
    title: str
    area: str
    differences: tuple[str, ...]
    strange: tuple[str, ...]
    determination: Determination | None

    @property
    def passed(self) -> bool:
        """Whether everything that the case asserts was answered."""
        return not self.differences


def read_cases(path: Path) -> CaseFile:
    """The cases of a file.

    Raises:
        InputError: the file is no case file.
    """
    try:
        loaded = yaml.safe_load(path.read_text(encoding="utf-8"))
    except (OSError, yaml.YAMLError) as error:
        raise InputError(
            f"cannot read `{path.name}`: {error}", file=str(path), fix="give a YAML file"
        ) from error
    if not isinstance(loaded, Mapping) or loaded.get("schema") != SCHEMA:
        raise InputError(
            f"no `schema: {SCHEMA}` in it", file=str(path), fix="give a case file of that schema"
        )
    fixtures = loaded.get("fixtures") or {}
    entries = fixtures.get("list_entries") or {}
    listings = {id: listing_of(id, entry) for id, entry in entries.items()}
    names: dict[str, tuple[str, ...]] = {
        id: tuple(_name_of(name) for name in many) for id, entry in entries.items() if (many := _many(entry))
    }
    owners = {id: entry["owners"] for id, entry in entries.items() if isinstance(entry.get("owners"), list)}
    for group, inside in fixtures.items():
        if group == "list_entries":
            continue
        if isinstance(inside, list):
            names[group] = tuple(_name_of(each) for each in inside)
        elif isinstance(inside, Mapping):
            for id, entry in inside.items():
                many = _many(entry) if isinstance(entry, Mapping) else entry
                if isinstance(many, list):
                    names[str(id)] = tuple(_name_of(each) for each in many)
                held = entry.get("owners") if isinstance(entry, Mapping) else entry
                if isinstance(held, list) and all(isinstance(each, Mapping) for each in held):
                    owners[str(id)] = held
                if isinstance(entry, Mapping) and "history" in entry:
                    listings[str(id)] = listing_of(str(id), entry)
    cases = tuple(loaded.get("cases") or ())
    return CaseFile(name=path.name, listings=listings, names=names, owners=owners, cases=cases)


def _many(entry: Mapping[str, Any]) -> Given:
    """The names of an entry that stands for several."""
    return next((entry[key] for key in ("names", "members", "entities") if entry.get(key)), None)


def _with_owners(facts: Mapping[str, Any], file: CaseFile) -> Mapping[str, Any]:
    """The facts with each reference to an ownership fixture replaced by the owners that it holds."""
    parties = facts.get("parties")
    if not file.owners or not isinstance(parties, list):
        return facts

    def resolved(party: Given) -> Given:
        if not isinstance(party, Mapping):
            return party
        for key in ("owners", "ownership"):
            ref = party.get(key)
            if isinstance(ref, str) and ref in file.owners:
                rest = {name: value for name, value in party.items() if name != key}
                return {**rest, "owners": file.owners[ref]}
        return party

    return {**facts, "parties": [resolved(party) for party in parties]}


def _name_of(each: Given) -> str:
    return str(each.get("name")) if isinstance(each, Mapping) else str(each)


def _fold(text: str) -> str:
    return re.sub(r"[^a-z0-9]", "", text.casefold())


def run_cases(file: CaseFile) -> Iterator[CaseResult]:
    """Each case of a file, run in order."""
    for case in file.cases:
        yield run_case(case, file)


def run_case(case: Mapping[str, Any], file: CaseFile) -> CaseResult:
    """One case; a case over several names must answer alike for each, and one that cannot be read fails."""
    try:
        return _run(case, file)
    except InputError as error:
        return CaseResult(
            id=str(case.get("id")),
            title=str(case.get("title") or ""),
            area=str(case.get("area") or ""),
            differences=(f"the case cannot be read: {error}",),
            strange=(),
            determination=None,
        )
    except (ArithmeticError, AttributeError, LookupError, TypeError, ValueError) as error:
        # A case of a shape that nobody foresaw fails by itself: the others of the file are still run.
        return CaseResult(
            id=str(case.get("id")),
            title=str(case.get("title") or ""),
            area=str(case.get("area") or ""),
            differences=(f"the case broke the run: {type(error).__name__}: {error}",),
            strange=(),
            determination=None,
        )


def _run(case: Mapping[str, Any], file: CaseFile) -> CaseResult:
    facts = _with_owners(case.get("facts") or {}, file)
    try:
        on = as_day(case["as_of"])
    except (KeyError, TypeError, ValueError):
        raise InputError(f"`{case.get('as_of')}` is no day", field="as_of", fix="write 2026-01-29") from None
    unknown = (*(facts.get("unknown") or ()), *(case.get("unknown") or ()))
    differing: list[str] = []
    strange: list[str] = []
    last: Determination | None = None
    for each, find in _expanded(facts, file):
        read = read_facts(
            each,
            clean=case.get("assume") != "open",
            unknown=unknown,
            find=find,
            at_address=file.at_address,
            on=on,
        )
        last = determine(read.trade, on)
        strange.extend(note for note in read.strange if note not in strange)
        differing.extend(
            d for d in differences(case.get("expect") or {}, last, read.trade) if d not in differing
        )
    if last is None:
        raise InputError(
            f"case `{case.get('id')}` runs over no name", file=file.name, fix="name a fixture with names"
        )
    return CaseResult(
        id=str(case.get("id")),
        title=str(case.get("title") or ""),
        area=str(case.get("area") or ""),
        differences=tuple(differing),
        strange=tuple(strange),
        determination=last,
    )


def _expanded(facts: Mapping[str, Any], file: CaseFile) -> Iterator[tuple[Mapping[str, Any], Any]]:
    over = facts.get("expand_over")
    if not over:
        yield facts, file.listings.get
        return
    ids: Sequence[str] = [over] if isinstance(over, str) else list(over)
    for id in ids:
        for name in file.names.get(str(id), ()):
            base = file.listings.get(str(id))

            def find(ref: str, base: Listing | None = base, name: str = name) -> Listing | None:
                found = file.listings.get(ref) or base
                return None if found is None else replace(found, party=Party(names=(Name(text=name),)))

            parties = [
                {**party, "name": name} if party.get("listed") or not party.get("name") else party
                for party in facts.get("parties") or ()
            ]
            if not parties and base is not None:
                parties = [{"name": name, "roles": ["end_user"], "listed": id}]
            yield {**facts, "parties": parties}, find
