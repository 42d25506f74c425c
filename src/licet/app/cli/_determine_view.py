"""How a determination looks: one screen for a person, an HTML page for the record."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from datetime import datetime
from html import escape
from typing import Any

from rich.console import Console
from rich.text import Text

from licet.app.actions.determine import as_json, trace_lines
from licet.app.cli._one_screen import Section, fitted
from licet.check.determine import Outcome
from licet.core.answer import Question, Truth
from licet.core.verdict import Verdict
from licet.law.flags import flag_in_words

__all__ = ["page", "show"]

_LOOK = {
    Verdict.PROHIBITED: ("bold white on red", "✗"),
    Verdict.LICENSE_REQUIRED: ("bold white on red", "✗"),
    Verdict.EXCEPTION_MAY_APPLY: ("bold black on yellow", "△"),
    Verdict.NEEDS_FACTS: ("bold black on yellow", "?"),
    Verdict.NO_LICENSE_REQUIRED_WITH_CONDITIONS: ("bold black on green", "✓"),
    Verdict.NO_LICENSE_REQUIRED: ("bold black on green", "✓"),
    Verdict.NOT_SUBJECT_TO_EAR: ("bold black on green", "○"),
    Verdict.NO_BIS_JURISDICTION: ("bold black on green", "○"),
}
#: Rows of one screen, and what a section may take when everything is asked for.
_ROOM, _WHOLE = 36, 10_000


def show(outcome: Outcome, console: Console, *, trace: bool = False) -> None:
    """Print the outcome on one screen; with `trace`, every line of it whole, and the trace below."""
    found = outcome.determination
    style, mark = _LOOK[found.verdict]
    head = Text(f" {mark} {found.verdict.name.replace('_', ' ')} ", style=style)
    head.append(f"  on {found.on}", style="default not bold")
    console.print(head)
    console.print(Text(found.verdict.value, style="dim"))
    if outcome.strange and found.verdict.is_clean:
        console.print(
            Text("facts were given that licet does not understand: this answer leaves them out", "yellow")
        )
    width, room = console.width, _WHOLE if trace else _ROOM
    for title, rows in fitted(list(_sections(outcome, whole=trace)), width=width, room=room):
        console.print(Text(f"\n{title}", style="bold"))
        for row in rows:
            console.print(Text(row), soft_wrap=True)
    asked = sum(len(item.counted) for item in found.items) + len(found.conduct)
    lists = outcome.snapshot[:12] or "not asked"
    made_from = f"\n{asked} readings of rules · book {outcome.book[:12]} · lists {lists}"
    console.print(Text(made_from + ("" if trace else " · --trace shows all"), style="dim"), soft_wrap=True)
    if trace:
        console.print()
        for line in trace_lines(outcome):
            console.print(Text(line))


def _sections(outcome: Outcome, *, whole: bool) -> Iterator[Section]:
    """What is printed, in order: what is needed, what is missing, what may help, what to do, what is left."""
    data = as_json(outcome)
    found = outcome.determination
    rows = _WHOLE if whole else 1
    yield Section(
        title="Requirements",
        lines=[line if whole else _title_once(line) for line in _requirements(data["requirements"])],
        rows=_WHOLE if whole else 3,
        least=3,
        firm=True,
    )
    yield Section(title="Not understood", lines=list(outcome.strange), rows=rows)
    asks = [f"{question.id}: {question.text}" for question in _most_telling(found.asks)]
    most = _WHOLE if whole else 10
    few = 4 if len(asks) <= 3 else 2  # what is missing is what a person answers next: it is read whole
    yield Section(
        title="Facts that can still change something",
        lines=asks,
        rows=rows if whole else few,
        least=3,
        most=most,
        firm=True,
    )
    remain = list(_possible(data["exceptions"], whole=whole))
    yield Section(
        title="Exceptions not foreclosed: these conditions remain", lines=remain, rows=rows, least=3
    )
    yield Section(title="Duties", lines=list(_duties(outcome)), rows=rows)
    beside = [each for each in data["overlays"] if each["answer"] == "yes"]  # type: ignore[attr-defined]
    yield Section(title="Beside the EAR", lines=list(_overlays(beside)), rows=rows if whole else 2)
    foreclosed = ", ".join(symbol for symbol, _ in found.foreclosed)
    yield Section(title="Foreclosed", lines=[foreclosed] if foreclosed else [], rows=_WHOLE if whole else 2)
    flags = [f"{flag}: {words}" if (words := flag_in_words(flag)) != flag else flag for flag in found.flags]
    yield Section(title="Flags", lines=flags, rows=rows if whole else 2)
    yield Section(title="Not checked", lines=list(_not_checked(outcome)), rows=rows, least=3, firm=True)


#: The groups of facts that most of the law turns on, first.
_TELLING = (
    "item.eccn", "trade.destination", "trade.act", "trade.parties", "party.", "item.kind", "item.origin",
    "trade.region", "item.hts", "use.",
)  # fmt: skip


def _most_telling(asks: Iterable[Question]) -> list[Question]:
    def place(question: Question) -> int:
        path = question.id.replace("items[", "item.[").split("].")[-1]
        path = f"item.{path}" if question.id.startswith("items[") else path
        return next((at for at, start in enumerate(_TELLING) if path.startswith(start)), len(_TELLING))

    return sorted(asks, key=place)


def _duties(outcome: Outcome) -> Iterator[str]:
    """What surely must be done; what a missing fact leaves open is counted in one line."""
    found = outcome.determination
    told = dict.fromkeys(found.conditions)
    for limb in found.duties:
        if limb.truth is Truth.YES:
            told[" ".join(limb.reading.duties or (limb.rule.code,))] = None
    yield from told
    may = sum(limb.truth is Truth.UNKNOWN for limb in found.duties)
    if may:
        yield f"{may} more may follow from facts that are missing"


def _not_checked(outcome: Outcome) -> Iterator[str]:
    """What this answer does not speak of."""
    waiting = sum(limb.truth is Truth.UNKNOWN for limb in outcome.determination.overlays)
    if waiting:
        which = "1 regime beside the EAR waits" if waiting == 1 else f"{waiting} regimes beside the EAR wait"
        yield f"{which} for facts, such as the parties' list status"
    for each in outcome.screened:
        if each.stale:
            yield f"{each.name}: not clear on lists that are stale: {', '.join(each.stale)}"
    if not outcome.snapshot:
        yield "no party was screened through the lists"
    yield f"{len(outcome.not_covered)} pieces of law that no rule covers (licet law uncovered)"


def _requirements(limbs: Any) -> Iterator[str]:  # noqa: ANN401 - plain data
    for limb in limbs:
        gp = f"GP{limb['general_prohibition']} " if limb["general_prohibition"] else ""
        policy = limb["policy"]
        reviewed = ""
        if policy:
            by = "" if policy["by"] in limb["citation"] else f" ({policy['by']})"
            reviewed = f" → {policy['verb'].replace('_', ' ').lower()}{by}"
        unsure = "" if limb["confirmed"] else " [status not confirmed]"
        citation = limb["citation"].replace(f"; 736.2(b)({limb['general_prohibition']})", "")
        yield f"{gp}{citation}: {_once(limb['why'] or limb['says'], citation)}{reviewed}{unsure}"


def _once(why: str, citation: str) -> str:
    """The reason without a citation that stands before it already."""
    return _REPEATED.sub(lambda cite: "" if cite[1] in citation else cite[0], why)


def _title_once(line: str) -> str:
    """The line with the title of the Code named where it changes: `15 CFR 738.4(a); 742.15(a)`."""
    named = ""

    def again(cite: re.Match[str]) -> str:
        nonlocal named
        same, named = cite[0] == named, cite[0]
        return "" if same else cite[0]

    return _TITLE.sub(again, line)


#: A title of the Code before a section.
_TITLE = re.compile(r"\b\d+ CFR (?=\d)")
#: A citation inside the reason of a limb.
_REPEATED = re.compile(r", (15 CFR [\d.()a-zA-Z]+)(?=:)")


def _possible(exceptions: Any, *, whole: bool = True) -> Iterator[str]:  # noqa: ANN401 - plain data
    for each in exceptions["not_foreclosed"]:
        remain = each["conditions"] or ["each condition is met as stated: confirm it"]
        count = f"{len(remain)} conditions: " if len(remain) > 1 and not whole else ""
        yield f"{each['symbol']}: {count}{'; '.join(remain)}"


def _foreclosed(exceptions: Any) -> Iterator[str]:  # noqa: ANN401 - plain data
    for each in exceptions["foreclosed"]:
        yield f"{each['symbol']}: {each['by']}"


def _lines(items: Any) -> list[str]:  # noqa: ANN401 - plain data
    return [str(each) for each in items]


def _overlays(items: Any) -> Iterator[str]:  # noqa: ANN401 - plain data
    for each in items:
        binds = f" (binds {each['binds']})" if each["binds"] else ""
        yield f"{each['regime']}: {each['answer']}: {each['says']}{binds}"


_STYLE = """
body{font:15px/1.5 system-ui,sans-serif;max-width:60rem;margin:2rem auto;padding:0 1rem;color:#1a1a1a}
h1{font-size:1.5rem;margin:0}h2{font-size:1.05rem;margin:1.6rem 0 .3rem;border-bottom:1px solid #ccc}
.verdict{padding:.6rem 1rem;border:2px solid;border-radius:.4rem;margin:1rem 0}
.stop{border-color:#a4161a;background:#fdeaea}.look{border-color:#8a6d00;background:#fff8dc}
.go{border-color:#1b6e3c;background:#e9f6ee}li{margin:.25rem 0}.cite{font-weight:600}
pre{white-space:pre-wrap;font:12px/1.45 ui-monospace,monospace;background:#f6f6f6;padding:.8rem}
dl{display:grid;grid-template-columns:max-content 1fr;gap:.1rem 1rem}dt{color:#555}dd{margin:0}
@media print{body{margin:0;max-width:none}}
"""


def page(outcome: Outcome, *, by: str, at: datetime) -> str:
    """One HTML page that stands by itself: outcome, reasons, inputs, versions, person, time (762.5)."""
    data = as_json(outcome)
    verdict = outcome.determination.verdict
    stop = verdict.rank >= Verdict.LICENSE_REQUIRED.rank
    look = verdict in (Verdict.NEEDS_FACTS, Verdict.EXCEPTION_MAY_APPLY)
    kind = "stop" if stop else "look" if look else "go"
    _, mark = _LOOK[verdict]
    sections = (
        ("Requirements", _requirements(data["requirements"])),
        ("Exceptions not foreclosed: these conditions remain", _possible(data["exceptions"])),
        ("Foreclosed", _foreclosed(data["exceptions"])),
        ("Before shipping", _lines(data["conditions"])),
        ("Duties", _lines(data["duties"])),
        ("Beside the EAR", _overlays(data["overlays"])),
        ("Flags", [f"{flag}: {flag_in_words(flag)}" for flag in outcome.determination.flags]),
        ("Facts that can still change something", [f"{q.text} ({q.id})" for q in outcome.determination.asks]),
        ("Facts not understood", list(outcome.strange)),
        ("Not covered", list(outcome.not_covered)),
    )
    body = "".join(_html_section(title, lines) for title, lines in sections)
    facts = "\n".join(_flat(data["facts"]))
    trace = "\n".join(trace_lines(outcome))
    head = (
        ("Law and listings of", str(outcome.determination.on)),
        ("Made by", by or "not stated"),
        ("Made at", at.isoformat(timespec="seconds")),
        ("Silence was read as", str(data["silence"])),
        ("Rule book", outcome.book),
        ("Lists", outcome.snapshot or "not asked"),
    )
    listed = "".join(f"<dt>{escape(name)}</dt><dd>{escape(value)}</dd>" for name, value in head)
    name = escape(verdict.name.replace("_", " "))
    return "".join(
        (
            '<!doctype html><html lang="en"><head><meta charset="utf-8">',
            f"<title>Determination {outcome.determination.on}</title><style>{_STYLE}</style></head><body>",
            "<h1>Determination under the Export Administration Regulations</h1>",
            f'<div class="verdict {kind}"><strong>{mark} {name}</strong><br>{escape(verdict.value)}</div>',
            f"<dl>{listed}</dl>{body}",
            f"<h2>Facts as given</h2><pre>{escape(facts)}</pre>",
            f"<h2>Trace</h2><pre>{escape(trace)}</pre>",
            "<p>A determination on stated facts, not legal advice.</p></body></html>\n",
        )
    )


def _html_section(title: str, lines: Iterable[str]) -> str:
    told = [f"<li>{escape(line)}</li>" for line in lines if line]
    return f"<h2>{escape(title)}</h2><ul>{''.join(told)}</ul>" if told else ""


def _flat(value: Any, path: str = "") -> Iterator[str]:  # noqa: ANN401 - plain data
    if isinstance(value, dict):
        for key, each in value.items():
            yield from _flat(each, f"{path}.{key}" if path else str(key))
    elif isinstance(value, list):
        for index, each in enumerate(value):
            yield from _flat(each, f"{path}[{index}]")
    else:
        yield f"{path} = {value}"
