"""Pieces of evidence and the rules of a day, combined into one finding that can be read aloud.

    covered           a strong piece says who made it, and a rule of the day reaches it
    likely covered    it points there, but something is missing, speaks against it, or concerns a part inside
    lead              a label that relabels, or shared signs: ask the seller, read the serial number
    no evidence       something was examined and nothing points to a covered maker
    unknown           nothing is recorded that could tell: nothing to judge by

"No evidence" is not "clean", and "unknown" is not "no evidence".
"""

from __future__ import annotations

import enum
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, replace
from datetime import date
from functools import cache

from licet.core.answer import Question
from licet.gear.device import Device
from licet.gear.evidence import Evidence, Examiner
from licet.gear.facts import Strength, load
from licet.gear.kind import kind_of, product_of
from licet.gear.rules import Applied, applied, category_rules

__all__ = ["Finding", "Level", "judge", "judge_all"]


class Level(enum.Enum):
    """What can be said of a device, most serious first."""

    COVERED = "covered"
    LIKELY = "likely covered"
    LEAD = "lead"
    NONE = "no evidence"
    UNKNOWN = "unknown"


_RANK = {Level.COVERED: 4, Level.LIKELY: 3, Level.LEAD: 2, Level.NONE: 1, Level.UNKNOWN: 0}
#: Fields that a person wrote or a block that can be shared: another maker named beside them counts.
_RECORDED = frozenset({"mac", "model", "part-number", "maker", "brand", "text", "supplier", "firmware"})
_ASKS = (
    Question(id="equipment.serial", text="what is the serial number on the unit?"),
    Question(id="equipment.mac", text="what is its MAC address?"),
    Question(id="equipment.producer", text="who produced it, by the seller's written statement?"),
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Finding:
    """What is known of one device.

    Attributes:
        device: the record.
        level: how sure it is that the device is covered equipment.
        maker: maker id the evidence points to; empty when none.
        says: one sentence with the reason.
        evidence: all pieces, strongest first.
        rules: the rules of the day that reach it, with what they leave open.
        asks: what to find out next.
        notes: what to know (a look-alike registrant, a maker named on other lists).
    """

    device: Device
    level: Level
    says: str
    maker: str = ""
    kind: str = ""
    evidence: tuple[Evidence, ...] = ()
    rules: tuple[Applied, ...] = ()
    asks: tuple[Question, ...] = ()
    notes: tuple[str, ...] = field(default=())

    @property
    def maker_name(self) -> str:
        """The maker as the law writes it; empty when none."""
        return load().makers[self.maker].name if self.maker else ""

    @property
    def is_flagged(self) -> bool:
        """Whether somebody must act on it."""
        return self.level in (Level.COVERED, Level.LIKELY, Level.LEAD)


def judge_all(devices: Iterable[Device], on: date, examiner: Examiner | None = None) -> Iterator[Finding]:
    """A finding for each device, in order."""
    reads = examiner or Examiner()
    for device in devices:
        yield judge(device, on, reads)


def judge(device: Device, on: date, examiner: Examiner | None = None) -> Finding:
    """What the evidence on one device and the rules of the day come to.

    Args:
        device: the record.
        on: the day on which the rules are read.
        examiner: reads the evidence; the shipped tables and folded names when not given.
    """
    pieces = (examiner or Examiner()).examine(device)
    kind = kind_of(device)
    general = _general_rules(device, kind, on)
    if not any(piece.maker for piece in pieces):
        return _without_maker(device, kind, pieces, general)
    against = tuple(piece for piece in pieces if not piece.maker and piece.strength >= Strength.STRONG)
    product = product_of(device)
    best: tuple[tuple[int, int, int], str, Level, tuple[Applied, ...]] | None = None
    for maker in dict.fromkeys(piece.maker for piece in pieces if piece.maker):
        own = tuple(piece for piece in pieces if piece.maker == maker)
        others = against + tuple(
            piece
            for piece in pieces
            if piece.maker not in ("", maker)
            and not load().makers[piece.maker].products
            and piece.strength >= Strength.STRONG
            and not piece.in_part
        )
        level = _combine(own, others)
        reach = applied(maker, product, on)
        if level is Level.COVERED and reach and not any(rule.is_product_certain for rule in reach):
            level = Level.LIKELY
        order = (_RANK[level] if reach else 0, max(piece.strength for piece in own), len(own))
        if best is None or order > best[0]:
            best = (order, maker, level, reach)
    assert best is not None  # noqa: S101 - a maker was named above
    _, maker, level, reach = best
    base = Finding(device=device, level=Level.NONE, kind=kind, says="", evidence=pieces, rules=general)
    if level is Level.NONE or not reach:
        return _unreached(base, maker, level, on)
    own = tuple(piece for piece in pieces if piece.maker == maker)
    asks, reached = _law(maker, product, on, level)
    return replace(
        base,
        level=level,
        maker=maker,
        rules=(*reach, *general),
        asks=asks,
        notes=_notes(pieces),
        says=_sentence(device, level, maker=maker, own=own, against=against, reached=reached),
    )


def _combine(own: tuple[Evidence, ...], against: tuple[Evidence, ...]) -> Level:
    whole = [piece for piece in own if not piece.in_part]
    if not whole:
        strongest = max(piece.strength for piece in own)
        if strongest >= Strength.STRONG:
            return Level.LIKELY
        return Level.LEAD if strongest is Strength.MEDIUM else Level.NONE
    strong = {piece.field for piece in whole if piece.strength >= Strength.STRONG}
    medium = {piece.field for piece in whole if piece.strength is Strength.MEDIUM}
    weak = {piece.field for piece in whole if piece.strength is Strength.WEAK}
    has_label = any(piece.strength is Strength.LABEL for piece in whole)
    if strong:
        doubted = bool(against) and len(strong) == 1 and strong <= _RECORDED
        return Level.LIKELY if doubted else Level.COVERED
    if medium:
        if against:
            return Level.LEAD if len(medium) > 1 or medium - _RECORDED else Level.NONE
        return Level.LIKELY
    if has_label:
        return Level.LIKELY if weak else Level.LEAD
    return Level.LEAD if len(weak) > 1 and not against else Level.NONE


def _general_rules(device: Device, kind: str, on: date) -> tuple[Applied, ...]:
    if kind == "uas":
        return category_rules("uncrewed aircraft", on)
    if kind == "network" and "router" in f"{device.kind} {device.description} {device.name}".casefold():
        return category_rules("router", on)
    return ()


def _without_maker(
    device: Device, kind: str, pieces: tuple[Evidence, ...], general: tuple[Applied, ...]
) -> Finding:
    if device.is_nothing_to_judge_by():
        return Finding(
            device=device,
            level=Level.UNKNOWN,
            kind=kind,
            says="Nothing to judge by: no MAC address, maker, brand, model, serial number or reply is"
            f" recorded for {device.title or 'this device'}.",
            rules=general,
            asks=_ASKS,
        )
    notes = tuple(dict.fromkeys(piece.note for piece in pieces if piece.note))
    seen = "; ".join(piece.says for piece in pieces[:2])
    return Finding(
        device=device,
        level=Level.NONE,
        kind=kind,
        says=f"No evidence of a covered maker for {device.title}: "
        + (_stop(seen) if seen else f"examined {_examined(device)}, and nothing points to one."),
        evidence=pieces,
        rules=general,
        asks=tuple(question for rule in general for question in rule.answer.asks()),
        notes=notes,
    )


def _examined(device: Device) -> str:
    named = {
        "its MAC address": device.mac,
        "its maker": device.maker,
        "its brand": device.brand,
        "its model": device.model or device.part,
        "its serial number": device.serial,
        "its firmware": device.firmware,
        "its replies": device.signs,
        "its parts": device.parts,
    }
    return ", ".join(word for word, value in named.items() if value)


def _unreached(base: Finding, maker: str, level: Level, on: date) -> Finding:
    known = load().makers[maker]
    title = base.device.title
    notes = list(_notes(base.evidence))
    reason = next(piece.says for piece in base.evidence if piece.maker == maker)
    if level is Level.NONE:
        says = f"No evidence of a covered maker for {title}: {reason}, which is not enough alone."
    elif known.products:
        says = (
            f"No rule reaches {title} on {on}: it points to {known.name} ({reason}),"
            " but nothing held here is in force on that day."
        )
    else:
        says = (
            f"No evidence of covered equipment for {title}: it points to {known.name} ({reason}),"
            " whose equipment no rule held here covers."
        )
        notes.insert(0, f"{known.name} may be named on a party list: screen it as a party")
    return replace(
        base,
        maker=maker if level is not Level.NONE else "",
        says=says,
        asks=tuple(question for rule in base.rules for question in rule.answer.asks()),
        notes=tuple(dict.fromkeys(notes)),
    )


def _notes(pieces: tuple[Evidence, ...]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(piece.note for piece in pieces if piece.note and piece.source != "shapes"))


def _sentence(
    device: Device,
    level: Level,
    *,
    maker: str,
    own: tuple[Evidence, ...],
    against: tuple[Evidence, ...],
    reached: str,
) -> str:
    name = load().makers[maker].name
    if level is Level.LEAD:
        # The label is what a person sees on the unit: it is named before any shape that goes with it.
        shown = tuple(sorted(own, key=lambda piece: piece.field not in ("brand", "maker"))[:1])
    else:
        # One piece of each field is enough to read; the report lists them all.
        shown = tuple({piece.field: piece for piece in reversed(own)}.values())[::-1][:3]
    reasons = _listed([piece.says for piece in shown])
    inside = all(piece.in_part for piece in own)
    match level:
        case Level.COVERED:
            start = f"Covered: {device.title} was made by {name}"
        case Level.LIKELY if inside:
            start = f"Likely covered: {device.title} contains a part of {name}"
        case Level.LIKELY:
            start = f"Likely covered: {device.title} points to {name}"
        case _:
            start = f"Lead: {device.title} may have been made by {name}"
    doubt = ""
    if against:
        doubt = (
            f"; but {against[0].says}"
            if level is not Level.COVERED
            else f"; it stands against: {against[0].says}"
        )
    words = _stop(f"{start}, because {reasons}{doubt}").replace(
        f"a shape that {name} uses", "the maker's shape"
    )
    return f"{words} {'Reached' if level is Level.COVERED else 'If so, reached'} by {reached}."


def _reached(reach: tuple[Applied, ...]) -> str:
    """The rules most people ask for, in few words: section 889 by its parts, and the FCC's list."""
    days = {item.rule.id: item.rule.period.start for item in reach}
    parts = [
        f"part {part} since {days[key]}"
        for part, key in (("A", "s889-a1A"), ("B", "s889-a1B"))
        if key in days
    ]
    named = [f"section 889 ({', '.join(parts)})"] if parts else []
    listed = [str(item.rule.period.start) for item in reach if item.rule.forbids == "authorise"]
    if listed:
        named.append(f"the FCC Covered List (since {min(listed)})")
    if not named:
        named = [f"{item.rule.law} (since {item.rule.period.start})" for item in reach]
    return _listed(named)


def _listed(parts: list[str]) -> str:
    """`a, b and c`."""
    return f"{', '.join(parts[:-1])} and {parts[-1]}" if len(parts) > 1 else "".join(parts)


def _stop(text: str) -> str:
    """The text with one full stop; a registrant's name may bring its own."""
    return text if text.endswith(".") else f"{text}."


def _questions(level: Level, reach: tuple[Applied, ...]) -> tuple[Question, ...]:
    found = {question.id: question for rule in reach for question in rule.answer.asks()}
    if level is not Level.COVERED:
        return (*_ASKS, *found.values())
    return tuple(found.values())


@cache
def _law(maker: str, product: str, on: date, level: Level) -> tuple[tuple[Question, ...], str]:
    """What to ask and what to say of the law: the same for every unit of a maker and product."""
    reach = applied(maker, product, on)
    return _questions(level, reach), _reached(reach)
