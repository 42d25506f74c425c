"""A party's owners as a picture: SVG, owners on the left, the party on the right.

Listed owners are octagons and say LISTED; who is reached through them has a double border and says
REACHED; what is open is dashed and says UNKNOWN. Nothing is told by colour alone. Owners without a
listed party behind them are drawn together when there would be too many boxes.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from html import escape

from licet.core.answer import Truth
from licet.core.fact import Share
from licet.owners.explain import words
from licet.owners.graph import Kind
from licet.owners.workings import Workings

__all__ = ["draw"]

_WIDTH, _HEIGHT, _GAP, _LANE, _COLUMN = 232, 58, 22, 16, 400
_MARGIN, _HEAD = 28, 84
#: Room for the line that explains the shapes.
_LEAST = 800
#: More boxes than this, and owners with nobody listed behind them are drawn as one.
_MANY = 60

#: Every rule begins with the picture's class: a style inside a page holds for the whole page.
_STYLE = """
.owners{--ink:#17202a;--paper:#fff;--line:#56616d;--edge:#9aa3ad;--bad:#8e1b10;--bad-wash:#fbe9e7;
--warm:#8a5300;--warm-wash:#fff4e0;--open:#4a3f9f}
@media (prefers-color-scheme:dark){.owners{--ink:#e7e5e0;--paper:#1d2126;--line:#a9b2bb;--edge:#737c86;
--bad:#f2a196;--bad-wash:#3a2220;--warm:#eac07a;--warm-wash:#372b18;--open:#b9b2f4}}
.owners text{font:13px system-ui,'DejaVu Sans',Arial,sans-serif;fill:var(--ink)}
.owners .name{font-weight:600}.owners .title{font-size:18px;font-weight:600}
.owners .what{font-size:11px;font-weight:700;letter-spacing:.06em}
.owners .paper{fill:var(--paper)}.owners .tip{fill:var(--line)}
.owners .box{fill:var(--paper);stroke:var(--line);stroke-width:1.2}
.owners .target .box{stroke-width:2.6;stroke:var(--ink)}
.owners .listed .box{fill:var(--bad-wash);stroke:var(--bad);stroke-width:2}
.owners .listed .what{fill:var(--bad)}
.owners .reached .box{fill:var(--warm-wash);stroke:var(--warm);stroke-width:1.6}
.owners .reached .what{fill:var(--warm)}
.owners .unknown .box{stroke:var(--open);stroke-width:1.6;stroke-dasharray:6 4}
.owners .unknown .what{fill:var(--open)}
.owners .edge{fill:none;stroke:var(--edge);stroke-width:1.3}
.owners .edge.counts{stroke:var(--bad);stroke-width:2.2}
.owners .edge.open{stroke:var(--open);stroke-width:1.8;stroke-dasharray:6 4}
.owners .edge.back{stroke-dasharray:2 4}
.owners .share{font-size:12px;paint-order:stroke;stroke:var(--paper);stroke-width:5px;stroke-linejoin:round}
""".strip()


@dataclass(slots=True)
class _Box:
    """One box, or one bend of an edge that passes a column."""

    column: int
    name: str = ""
    what: str = ""
    look: str = ""
    bend: bool = False
    y: float = 0.0

    @property
    def height(self) -> int:
        return _LANE if self.bend else _HEIGHT


@dataclass(slots=True)
class _Line:
    """One edge: the boxes it goes through, its label and its look."""

    through: list[int]
    label: str
    look: str


@dataclass(slots=True)
class _Picture:
    boxes: list[_Box] = field(default_factory=list)
    lines: list[_Line] = field(default_factory=list)


def draw(workings: Workings) -> str:
    """The chain above a party under one rule, as an SVG document with title and description."""
    picture = _placed(_collected(workings))
    chain, regime = workings.chain, workings.regime
    name, share = chain.name(0), words(workings.share)
    title = f"Owners of {name} on {chain.on}: {regime.title}"
    status = "in force" if workings.era.in_force else workings.era.period.status.value
    below = f"Listed share: {share}. Threshold passed: {workings.truth.value}. The rule is {status} that day."
    spoken = f"{below} " + " ".join(
        f"{picture.boxes[line.through[0]].name}: {line.label} of {picture.boxes[line.through[-1]].name}."
        for line in picture.lines
    )
    wide = max(box.column for box in picture.boxes) * _COLUMN + _WIDTH + 2 * _MARGIN
    wide = max(wide, 10 * len(title) + 2 * _MARGIN, _LEAST)
    high = max(box.y + box.height / 2 for box in picture.boxes) + _MARGIN + 44
    parts = [
        f'<svg class="owners" xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {wide:.0f} {high:.0f}" '
        f'width="{wide:.0f}" '
        f'height="{high:.0f}" role="img" aria-labelledby="owners-title owners-desc">',
        f'<title id="owners-title">{escape(title)}</title>',
        f'<desc id="owners-desc">{escape(spoken)}</desc>',
        f"<style>{_STYLE}</style>",
        '<defs><marker id="owners-tip" viewBox="0 0 8 8" refX="7" refY="4" markerWidth="9" markerHeight="9" '
        'orient="auto" markerUnits="userSpaceOnUse"><path class="tip" d="M0 0L8 4L0 8z"/></marker></defs>',
        f'<rect width="{wide:.0f}" height="{high:.0f}" class="paper"/>',
        f'<text class="title" x="{_MARGIN}" y="36">{escape(title)}</text>',
        f'<text x="{_MARGIN}" y="58">{escape(below)}</text>',
        *(_curve(picture, line) for line in picture.lines),
        *(_shape(picture, box) for box in picture.boxes if not box.bend),
        *_labels(picture),
        f'<text x="{_MARGIN}" y="{high - 14:.0f}">Octagon: listed. Double border: reached through listed '
        "owners. Dashed: not known. An arrow runs from owner to owned.</text>",
        "</svg>",
    ]
    return "\n".join(parts) + "\n"


def _look(workings: Workings, at: int) -> tuple[str, str]:
    if workings.maybe[at] and at:
        if workings.chain.unnamed(at):
            return "unknown", "UNNAMED OWNER"
        hits = [hit for hit in workings.listings(at) if hit.certain or not workings.sure[at]]
        names = ", ".join(dict.fromkeys(workings.regime.lists.get(hit.listing.list, "") for hit in hits))
        return ("listed", f"LISTED: {names}") if workings.sure[at] else ("unknown", f"UNKNOWN: maybe {names}")
    truths = [
        workings.truth_of(workings.low, workings.high, at, control=control) for control in (False, True)
    ]
    if Truth.YES in truths:
        return "reached", "REACHED"
    if Truth.UNKNOWN in truths:
        return "unknown", "UNKNOWN"
    return "", "not reached"


def _collected(workings: Workings) -> _Picture:
    """Boxes by column, nearest the party first, and the edges between them."""
    edges, chain = workings.edges, workings.chain
    held: dict[tuple[int, int], list[int]] = {}
    for edge in range(edges.owner.size):
        held.setdefault((int(edges.owner[edge]), int(edges.owned[edge])), []).append(edge)
    tainted = [bool(workings.high.counts[at] or workings.high.total[at] > 0) for at in range(edges.count)]
    tainted[0] = True
    away = _distances(held, edges.count)
    picture, place = _Picture(), {}
    drop = edges.count > _MANY
    for at in range(edges.count):
        if away[at] < 0 or (drop and not tainted[at]):
            continue
        look, what = _look(workings, at)
        place[at] = len(picture.boxes)
        box = _Box(column=away[at], name=chain.name(at), what=what, look=look or "plain")
        picture.boxes.append(box)
    picture.boxes[0].look += " target"
    others: dict[int, list[int]] = {}
    for (owner, owned), group in held.items():
        if owned not in place:
            continue
        if owner not in place:
            others.setdefault(owned, []).extend(edge for edge in group if not edges.channel[edge])
            continue
        counts = bool(workings.low.counts[owner])
        may = bool(workings.high.counts[owner])
        gap = any(edges.low[edge] != edges.high[edge] for edge in group)
        look = "open" if may and (gap or not counts) else "counts" if counts else "plain"
        picture.lines.append(_Line([place[owner], place[owned]], _label(workings, group), look))
    for owned, group in others.items():
        total = Share.exactly(0)
        for edge in group:
            total = total + workings.edge_share(edge)
        name = f"{len(group)} other owner{'s' if len(group) > 1 else ''}"
        picture.boxes.append(_Box(column=away[owned] + 1, name=name, what="none listed", look="plain"))
        picture.lines.append(_Line([len(picture.boxes) - 1, place[owned]], words(total), "plain"))
    return picture


def _distances(held: dict[tuple[int, int], list[int]], count: int) -> list[int]:
    """How many columns from the party each stands: the longest way up that goes round no ring."""
    owners: dict[int, list[int]] = {}
    for owner, owned in held:
        owners.setdefault(owned, []).append(owner)
    order: list[int] = []
    entered = {0}
    stack = [(0, iter(owners.get(0, ())))]
    while stack:
        node, beyond = stack[-1]
        following = next((owner for owner in beyond if owner not in entered), None)
        if following is None:
            stack.pop()
            order.append(node)
        else:
            entered.add(following)
            stack.append((following, iter(owners.get(following, ()))))
    place = {node: at for at, node in enumerate(reversed(order))}
    away = [-1] * count
    away[0] = 0
    for node in reversed(order):
        for owner in owners.get(node, ()):
            # An owner met before what it owns closes a ring: that edge is drawn going back.
            if place[owner] > place[node]:
                away[owner] = max(away[owner], away[node] + 1)
    return away


def _label(workings: Workings, group: list[int]) -> str:
    """All that one party has of another, in a few words."""
    said = []
    for edge in group:
        kind = workings.chain.graph.edge(workings.view.rows_of(edge)[0]).kind
        share = workings.edge_share(edge)
        if kind is Kind.OWNS:
            said.append("share unknown" if share == Share.unknown() else str(share))
        elif kind is Kind.LEAD:
            said.append("accounting parent")
        elif kind is Kind.VOTES:
            said.append(f"votes {share}")
        else:
            said.append("board" if kind is Kind.APPOINTS else "influence")
    return ", ".join(dict.fromkeys(said))


def _placed(picture: _Picture) -> _Picture:
    """Bend long edges around the columns between, order each column, and give heights."""
    for line in picture.lines:
        first, last = (picture.boxes[at].column for at in line.through)
        for column in range(first - 1, last, -1):
            picture.boxes.append(_Box(column=column, bend=True))
            line.through.insert(-1, len(picture.boxes) - 1)
    columns: dict[int, list[int]] = {}
    for at, box in enumerate(picture.boxes):
        columns.setdefault(box.column, []).append(at)
    near: dict[int, list[int]] = {at: [] for at in range(len(picture.boxes))}
    for line in picture.lines:
        if _back(picture, line):
            continue
        for one, other in zip(line.through, line.through[1:], strict=False):
            near[one].append(other)
            near[other].append(one)
    _stack(picture, columns)
    for sweep in range(12):
        for column in sorted(columns, reverse=bool(sweep % 2)):
            wanted = {
                at: _middle([picture.boxes[one].y for one in near[at]], picture.boxes[at].y)
                for at in columns[column]
            }
            columns[column].sort(key=lambda at: wanted[at])
            _settle(picture, columns[column], wanted)
    top = min(box.y - box.height / 2 for box in picture.boxes)
    for box in picture.boxes:
        box.y += _HEAD + _MARGIN - top
    return picture


def _back(picture: _Picture, line: _Line) -> bool:
    """Whether an edge closes a ring: its owner stands no further from the party than what it owns."""
    return picture.boxes[line.through[0]].column <= picture.boxes[line.through[-1]].column


def _stack(picture: _Picture, columns: dict[int, list[int]]) -> None:
    for group in columns.values():
        y = 0.0
        for at in group:
            box = picture.boxes[at]
            box.y = y + box.height / 2
            y += box.height + _GAP


def _middle(heights: list[float], otherwise: float) -> float:
    return sum(heights) / len(heights) if heights else otherwise


def _settle(picture: _Picture, group: list[int], wanted: dict[int, float]) -> None:
    """Put a column's boxes as near as can be to where they are wanted without touching."""
    y = float("-inf")
    for at in group:
        box = picture.boxes[at]
        box.y = max(wanted[at], y + box.height / 2)
        y = box.y + box.height / 2 + _GAP
    # What was pushed down is shared out, so that a column stays centred on its neighbours.
    shift = sum(picture.boxes[at].y - wanted[at] for at in group) / len(group)
    for at in group:
        picture.boxes[at].y -= shift


def _x(picture: _Picture, box: _Box) -> float:
    deepest = max(one.column for one in picture.boxes)
    return _MARGIN + (deepest - box.column) * _COLUMN


def _points(picture: _Picture, line: _Line) -> list[tuple[float, float]]:
    boxes = [picture.boxes[at] for at in line.through]
    first, last = boxes[0], boxes[-1]
    points = [(_x(picture, first) + _WIDTH, first.y)]
    for box in boxes[1:-1]:
        points += [(_x(picture, box), box.y), (_x(picture, box) + _WIDTH, box.y)]
    return [*points, (_x(picture, last), last.y)]


def _curve(picture: _Picture, line: _Line) -> str:
    if _back(picture, line):
        return _returning(picture, line)
    points = _points(picture, line)
    x, y = points[0]
    path = [f"M{x:.1f} {y:.1f}"]
    for at, (to_x, to_y) in enumerate(points[1:]):
        # Flat pieces along a box's lane are straight, the rest swings.
        swing = 0.0 if at % 2 else max(abs(to_x - x) / 2, 60.0)
        path.append(f"C{x + swing:.1f} {y:.1f} {to_x - swing:.1f} {to_y:.1f} {to_x:.1f} {to_y:.1f}")
        x, y = to_x, to_y
    return f'<path class="edge {line.look}" d="{" ".join(path)}" marker-end="url(#owners-tip)"/>'


def _returning(picture: _Picture, line: _Line) -> str:
    """A ring's way back: from under the owner, below everything between, to under what it owns."""
    owner, owned = (picture.boxes[at] for at in (line.through[0], line.through[-1]))
    x, to_x = _x(picture, owner) + _WIDTH * 0.7, _x(picture, owned) + _WIDTH * 0.3
    y, to_y = owner.y + _HEIGHT / 2, owned.y + _HEIGHT / 2
    low = max(y, to_y) + _GAP + _HEIGHT / 2
    path = f"M{x:.1f} {y:.1f}C{x:.1f} {low:.1f} {to_x:.1f} {low:.1f} {to_x:.1f} {to_y:.1f}"
    return f'<path class="edge {line.look} back" d="{path}" marker-end="url(#owners-tip)"/>'


def _labels(picture: _Picture) -> list[str]:
    """Labels beside the owners' ends, one below the other where one owner has several edges."""
    said: dict[int, list[tuple[float, str]]] = {}
    parts = []
    for line in picture.lines:
        box = picture.boxes[line.through[0]]
        if _back(picture, line):
            parts.append(
                f'<text class="share" x="{_x(picture, box) + _WIDTH * 0.7 + 8:.1f}" '
                f'y="{box.y + _HEIGHT / 2 + 15:.1f}">{escape(line.label)} (ring)</text>'
            )
        else:
            said.setdefault(line.through[0], []).append((picture.boxes[line.through[1]].y, line.label))
    for at, labels in said.items():
        box = picture.boxes[at]
        labels.sort()
        for number, (there, label) in enumerate(labels):
            lift = (number - (len(labels) - 1) / 2) * 18
            lean = max(-16.0, min(16.0, (there - box.y) * 0.06)) if len(labels) == 1 else 0.0
            x, y = _x(picture, box) + _WIDTH + 10, box.y + lift + lean - 5
            parts.append(f'<text class="share" x="{x:.1f}" y="{y:.1f}">{escape(label)}</text>')
    return parts


def _shape(picture: _Picture, box: _Box) -> str:
    x, y, wide, high = _x(picture, box), box.y - _HEIGHT / 2, _WIDTH, _HEIGHT
    if "listed" in box.look:
        cut = 14
        corners = [
            (x + cut, y), (x + wide - cut, y), (x + wide, y + cut), (x + wide, y + high - cut),
            (x + wide - cut, y + high), (x + cut, y + high), (x, y + high - cut), (x, y + cut),
        ]  # fmt: skip
        outline = f'<polygon class="box" points="{" ".join(f"{a:.1f},{b:.1f}" for a, b in corners)}"/>'
    else:
        outline = f'<rect class="box" x="{x:.1f}" y="{y:.1f}" width="{wide}" height="{high}" rx="4"/>'
    if "reached" in box.look:
        inner = f'x="{x + 4:.1f}" y="{y + 4:.1f}" width="{wide - 8}" height="{high - 8}" rx="2"'
        outline += f'<rect class="box" {inner} fill="none"/>'
    name = box.name if len(box.name) <= 25 else box.name[:24].rstrip() + "…"
    what = box.what if len(box.what) <= 29 else box.what[:28].rstrip() + "…"
    return (
        f'<g class="{box.look}"><title>{escape(f"{box.name}: {box.what}")}</title>{outline}'
        f'<text class="name" x="{x + 16:.1f}" y="{box.y - 3:.1f}">{escape(name)}</text>'
        f'<text class="what" x="{x + 16:.1f}" y="{box.y + 16:.1f}">{escape(what)}</text></g>'
    )
