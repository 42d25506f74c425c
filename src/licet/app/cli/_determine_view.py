"""How a determination looks: one screen for a person, an HTML page for the record."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import datetime
from html import escape
from typing import Any

from rich.console import Console
from rich.padding import Padding
from rich.text import Text

from licet.app.actions.determine import as_json, trace_lines
from licet.check.determine import Outcome
from licet.core.verdict import Verdict

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
#: How many lines of a section one screen holds.
_ROOM = 6


def show(outcome: Outcome, console: Console, *, trace: bool = False) -> None:
    """Print the outcome on one screen; with `trace`, everything below it."""
    data = as_json(outcome)
    found = outcome.determination
    style, mark = _LOOK[found.verdict]
    head = Text(f" {mark} {found.verdict.name.replace('_', ' ')} ", style=style)
    head.append(f"  on {found.on}", style="default not bold")
    console.print(head)
    console.print(Text(found.verdict.value, style="dim"))
    _section(console, "Requirements", _requirements(data["requirements"]), room=10)
    _section(console, "Exceptions not foreclosed: these conditions remain", _possible(data["exceptions"]))
    _section(console, "Foreclosed", [", ".join(symbol for symbol, _ in found.foreclosed)])
    _section(console, "Before you ship", _lines(data["conditions"]))
    duties = [each for each in _lines(data["duties"]) if each not in _lines(data["conditions"])]
    _section(console, "Duties", duties, room=4)
    beside = [each for each in data["overlays"] if each["answer"] == "yes"]  # type: ignore[attr-defined]
    open_beside = len(data["overlays"]) - len(beside)  # type: ignore[arg-type]
    _section(console, "Beside the EAR", _overlays(beside))
    if open_beside:
        _section(
            console, "Beside the EAR, open", [f"{open_beside} regimes wait for the parties' list status"]
        )
    _section(console, "Flags", [", ".join(found.flags)] if found.flags else [])
    asks = [f"{question.text}  [{question.id}]" for question in found.asks]
    _section(console, "Facts that can still change something", asks, room=8)
    _section(console, "Not understood", list(outcome.strange))
    console.print(
        Text(
            f"\n{sum(len(item.counted) for item in found.items) + len(found.conduct)} limbs asked"
            f" · rule book {outcome.book[:12]} · lists {outcome.snapshot[:12] or 'not asked'}"
            f" · {len(outcome.not_covered)} pieces of law not covered (licet law uncovered)"
            + ("" if trace else " · --trace shows all"),
            style="dim",
        )
    )
    if trace:
        console.print()
        for line in trace_lines(outcome):
            console.print(Text(line))


def _section(console: Console, title: str, lines: Iterable[str], *, room: int = _ROOM) -> None:
    told = [line for line in lines if line]
    if not told:
        return
    console.print(Text(f"\n{title}", style="bold"))
    for line in told[:room]:
        console.print(Padding(Text(line), (0, 0, 0, 2)))
    if len(told) > room:
        console.print(Padding(Text(f"and {len(told) - room} more", style="dim"), (0, 0, 0, 2)))


def _requirements(limbs: Any) -> Iterator[str]:  # noqa: ANN401 - plain data
    for limb in limbs:
        gp = f"GP{limb['general_prohibition']} " if limb["general_prohibition"] else ""
        policy = limb["policy"]
        reviewed = ""
        if policy:
            reviewed = f" → {policy['verb'].replace('_', ' ').lower()} ({policy['by']})"
        unsure = "" if limb["confirmed"] else " [status not confirmed]"
        yield f"{gp}{limb['citation']}: {limb['why'] or limb['says']}{reviewed}{unsure}"


def _possible(exceptions: Any) -> Iterator[str]:  # noqa: ANN401 - plain data
    for each in exceptions["not_foreclosed"]:
        remain = "; ".join(each["conditions"]) or "each condition is met as stated: confirm it"
        yield f"{each['symbol']}: {remain}"


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
        ("Flags", _lines(data["flags"])),
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
