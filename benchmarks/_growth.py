"""How cost grows, as a picture: quantities against a size, both axes logarithmic, as SVG."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence

_WIDTH, _HEIGHT, _EDGE = 640, 360, 64
_COLOURS = ("#0b5394", "#b45f06")


def plot(title: str, size_says: str, sizes: Sequence[float], lines: Mapping[str, Sequence[float]]) -> str:
    """A picture of quantities of the same order of size.

    Args:
        title: what is shown, for those who do not see it.
        size_says: what the sizes count.
        sizes: at least two, growing.
        lines: what each line shows, and its value at each size.
    """
    low, high = math.log10(sizes[0]), math.log10(sizes[-1])
    top = math.ceil(math.log10(max(max(values) for values in lines.values())))

    def at(size: float, value: float) -> tuple[float, float]:
        x = _EDGE + (math.log10(size) - low) / (high - low) * (_WIDTH - 2 * _EDGE)
        return round(x, 1), round(
            _HEIGHT - _EDGE - math.log10(max(value, 1)) / top * (_HEIGHT - 2 * _EDGE), 1
        )

    parts = [
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {_WIDTH} {_HEIGHT}" '
        'font-family="sans-serif" font-size="12">',
        f"<title>{title}</title>",
        f'<rect width="{_WIDTH}" height="{_HEIGHT}" fill="white"/>',
    ]
    for power in range(top + 1):
        _, y = at(sizes[0], 10**power)
        parts.append(
            f'<path d="M{_EDGE} {y}H{_WIDTH - _EDGE}" stroke="#ddd"/>'
            f'<text x="6" y="{y + 4}">{10**power:,}</text>'
        )
    highest = [max(values) for values in zip(*lines.values(), strict=True)]
    for (name, values), colour, head in zip(lines.items(), _COLOURS, (16, 32), strict=False):
        points = [at(size, value) for size, value in zip(sizes, values, strict=True)]
        told = " ".join(f"{x},{y}" for x, y in points)
        parts.append(f'<polyline points="{told}" fill="none" stroke="{colour}" stroke-width="2"/>')
        parts += [  # the higher line has its numbers above it, the other below
            f'<circle cx="{x}" cy="{y}" r="3" fill="{colour}"/>'
            f'<text x="{x - 12}" y="{y - 8 if value == most else y + 18:.1f}" fill="{colour}">'
            f"{value:,.0f}</text>"
            for (x, y), value, most in zip(points, values, highest, strict=True)
        ]
        parts.append(f'<text x="{_EDGE}" y="{head}" fill="{colour}">{name}</text>')
    parts += [f'<text x="{at(size, 1)[0] - 24}" y="{_HEIGHT - _EDGE + 20}">{size:,}</text>' for size in sizes]
    parts.append(f'<text x="{_WIDTH / 2 - 40}" y="{_HEIGHT - 8}">{size_says}</text></svg>')
    return "\n".join(parts) + "\n"
