"""Flagged units by site and maker, as one SVG that needs no script and no colour to be read."""

from __future__ import annotations

from collections.abc import Mapping

from lxml import etree

__all__ = ["to_svg"]

_SVG = "http://www.w3.org/2000/svg"
#: Colours that differ in lightness too; each maker also has its own hatching.
_FILLS = ("#1d4e89", "#c8553d", "#5b8e7d", "#e0a458", "#6d597a", "#8d99ae")
_ROW, _LEFT, _RIGHT, _TOP, _WIDTH = 30, 190, 60, 16, 760
_MOST_SITES, _LONGEST = 20, 26


def to_svg(counts: Mapping[str, Mapping[str, int]]) -> etree._Element:
    """Bars by site, cut by maker, with numbers; the smaller sites are summed in a last bar."""
    rows = list(counts.items())
    if len(rows) > _MOST_SITES:
        rest: dict[str, int] = {}
        for _, makers in rows[_MOST_SITES - 1 :]:
            for maker, count in makers.items():
                rest[maker] = rest.get(maker, 0) + count
        rows = [*rows[: _MOST_SITES - 1], (f"{len(rows) - _MOST_SITES + 1} other sites", rest)]
    makers_in_order = list(dict.fromkeys(maker for _, makers in rows for maker in makers))
    legend = _TOP + len(rows) * _ROW + 14
    height = legend + len(makers_in_order) * 20 + 8
    total = sum(sum(makers.values()) for _, makers in rows)
    svg = _element(
        "svg", viewBox=f"0 0 {_WIDTH} {height}", width=str(_WIDTH), height=str(height), role="img",
        **{"aria-labelledby": "picture-title"},
    )  # fmt: skip
    title = _add(svg, "title", id="picture-title")
    title.text = f"{total} flagged units by site and maker"
    _hatches(svg, len(makers_in_order))
    most = max((sum(makers.values()) for _, makers in rows), default=1)
    scale = (_WIDTH - _LEFT - _RIGHT) / most
    for number, (site, makers) in enumerate(rows):
        top = _TOP + number * _ROW
        _text(svg, _LEFT - 8, top + 15, _short(site), anchor="end", full=site)
        left = float(_LEFT)
        for maker, count in makers.items():
            width = count * scale
            bar = _add(
                svg,
                "rect",
                x=f"{left:.1f}",
                y=str(top),
                width=f"{max(width - 1, 1):.1f}",
                height=str(_ROW - 9),
                fill=f"url(#maker-{makers_in_order.index(maker) % len(_FILLS)})",
            )
            _add(bar, "title").text = f"{site}: {count} of {maker}"
            left += width
        _text(svg, left + 6, top + 15, str(sum(makers.values())))
    for number, maker in enumerate(makers_in_order):
        top = legend + number * 20
        fill = f"url(#maker-{number % len(_FILLS)})"
        _add(svg, "rect", x=str(_LEFT), y=str(top), width="14", height="14", fill=fill)
        count = sum(makers.get(maker, 0) for _, makers in rows)
        _text(svg, _LEFT + 22, top + 12, f"{maker} ({count})")
    return svg


def _hatches(svg: etree._Element, count: int) -> None:
    shapes = _add(svg, "defs")
    for number in range(min(count, len(_FILLS))):
        pattern = _add(
            shapes, "pattern", id=f"maker-{number}", width="8", height="8", patternUnits="userSpaceOnUse",
            patternTransform=f"rotate({number * 30})",
        )  # fmt: skip
        _add(pattern, "rect", width="8", height="8", fill=_FILLS[number])
        if number:
            _add(pattern, "rect", width="2", height="8", fill="#ffffff", **{"fill-opacity": "0.45"})


def _element(tag: str, **attributes: str) -> etree._Element:
    return etree.Element(f"{{{_SVG}}}{tag}", attributes, nsmap={None: _SVG})  # type: ignore[dict-item]


def _add(parent: etree._Element, tag: str, **attributes: str) -> etree._Element:
    return etree.SubElement(parent, f"{{{_SVG}}}{tag}", attributes)


def _text(
    svg: etree._Element, left: float, top: float, text: str, *, anchor: str = "start", full: str = ""
) -> None:
    element = _add(
        svg, "text", x=f"{left:.1f}", y=f"{top:.1f}", fill="#1b1b1b",
        **{"font-size": "13", "font-family": "system-ui, sans-serif", "text-anchor": anchor},
    )  # fmt: skip
    element.text = text
    if full and full != text:
        _add(element, "title").text = full


def _short(text: str) -> str:
    return text if len(text) <= _LONGEST else f"{text[: _LONGEST - 1]}…"
