"""Exposure by counterparty, before and after, as SVG made on the server: for the eye, a screen reader, paper.

What stays is solid, what is stopped hatched, what is in doubt dotted; every bar has its number beside it,
so no colour carries meaning alone. Colours follow the page's custom properties, light or dark.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from lxml import etree

from licet.check.impact_values import Exposure, Impact
from licet.core.money import Money

__all__ = ["Bar", "bars_of_orders", "bars_of_revenue", "exposure_svg", "short_money"]

_LEFT, _WIDTH, _RIGHT, _ROW, _BAR, _TOP = 230, 880, 150, 50, 16, 40
_MOST = 12
_SURE = ("match", "owned")


@dataclass(frozen=True, slots=True, kw_only=True)
class Bar:
    """One counterparty: what it stands for before, and how that parts afterwards.

    Attributes:
        name: whose.
        before: the amount before.
        stopped: of it, surely stopped or at stake from the effective day on.
        doubtful: of it, open.
    """

    name: str
    before: Decimal
    stopped: Decimal
    doubtful: Decimal

    @property
    def stays(self) -> Decimal:
        """What is left untouched."""
        return self.before - self.stopped - self.doubtful


def bars_of_revenue(found: Impact) -> tuple[Bar, ...]:
    """Revenue of the counterparties hit, most first."""
    return tuple(
        Bar(
            name=one.name,
            before=one.revenue.amount,
            stopped=one.revenue.amount if one.why in _SURE else Decimal(0),
            doubtful=Decimal(0) if one.why in _SURE else one.revenue.amount,
        )
        for one in found.exposure
        if one.revenue is not None and one.revenue.amount
    )


def bars_of_orders(found: Impact) -> tuple[Bar, ...]:
    """Open orders reached, by purchaser, most first."""
    chosen: Sequence[Exposure] = sorted(found.exposure, key=lambda one: -one.order_value.amount)
    return tuple(
        Bar(
            name=one.name,
            before=one.order_value.amount,
            stopped=one.stopped.amount,
            doubtful=one.doubtful.amount,
        )
        for one in chosen
        if one.order_value.amount
    )


def short_money(money: Money) -> str:
    """An amount as people say it: `USD 12.3 M`."""
    for size, word in ((10**9, "bn"), (10**6, "M"), (10**3, "k")):
        if abs(money.amount) >= size:
            text = f"{money.amount / size:.1f}".removesuffix(".0")
            return f"{money.currency} {text} {word}"
    return f"{money.currency} {money.amount:,.0f}"


def exposure_svg(title: str, bars: Sequence[Bar], currency: str, *, key: str) -> str:
    """The picture; an empty text where there is nothing to draw.

    Args:
        title: what it shows.
        bars: from `bars_of_revenue` or `bars_of_orders`; the smaller ones are summed in a last bar.
        currency: of all amounts.
        key: makes the ids of this picture its own on a page.
    """
    if not bars:
        return ""
    shown = list(bars)
    if len(shown) > _MOST:
        rest = shown[_MOST - 1 :]
        shown = [
            *shown[: _MOST - 1],
            Bar(
                name=f"{len(rest)} others",
                before=sum((one.before for one in rest), Decimal(0)),
                stopped=sum((one.stopped for one in rest), Decimal(0)),
                doubtful=sum((one.doubtful for one in rest), Decimal(0)),
            ),
        ]
    height = _TOP + len(shown) * _ROW + 14
    svg = etree.Element(
        "svg", xmlns="http://www.w3.org/2000/svg", viewBox=f"0 0 {_WIDTH} {height}", role="img"
    )
    svg.set("class", "exposure")
    svg.set("aria-labelledby", f"{key}-title {key}-desc")
    _text_in(svg, "title", title, id=f"{key}-title")
    _text_in(svg, "desc", "; ".join(_said(one, currency) for one in shown), id=f"{key}-desc")
    _patterns(svg, key)
    _legend(svg, key)
    most = max(one.before for one in shown)
    scale = Decimal(_WIDTH - _LEFT - _RIGHT) / most
    for at, one in enumerate(shown):
        _row(svg, one, _TOP + at * _ROW, scale, (currency, key))
    return etree.tostring(svg, encoding="unicode")


def _said(bar: Bar, currency: str) -> str:
    def told(amount: Decimal) -> str:
        return short_money(Money(amount=amount, currency=currency))

    parts = [f"{bar.name}: {told(bar.before)} before"]
    parts += [f"{told(bar.stopped)} stopped after"] if bar.stopped else []
    parts += [f"{told(bar.doubtful)} in doubt after"] if bar.doubtful else []
    parts += [f"{told(bar.stays)} untouched"] if bar.stays else []
    return ", ".join(parts)


def _text_in(parent: etree._Element, tag: str, text: str, **attributes: str) -> etree._Element:
    made = etree.SubElement(
        parent, tag, {name.replace("_", "-"): value for name, value in attributes.items()}
    )
    made.text = "".join(char for char in text if char >= " ")
    return made


def _rect(parent: etree._Element, x: Decimal, y: int, width: Decimal, look: tuple[str, int]) -> None:
    css, height = look
    made = etree.SubElement(
        parent, "rect", x=f"{x:.1f}", y=str(y), width=f"{max(width, Decimal('1.5')):.1f}", height=str(height)
    )
    made.set("class", css.partition(" ")[0])
    if " " in css:
        made.set("fill", css.partition(" ")[2])


def _patterns(svg: etree._Element, key: str) -> None:
    defs = etree.SubElement(svg, "defs")
    hatch = etree.SubElement(
        defs, "pattern", id=f"{key}-hatch", width="6", height="6", patternUnits="userSpaceOnUse",
        patternTransform="rotate(45)",
    )  # fmt: skip
    etree.SubElement(hatch, "rect", width="6", height="6").set("class", "under-stopped")
    etree.SubElement(hatch, "rect", width="2.4", height="6").set("class", "line-stopped")
    dots = etree.SubElement(
        defs, "pattern", id=f"{key}-dots", width="6", height="6", patternUnits="userSpaceOnUse"
    )
    etree.SubElement(dots, "rect", width="6", height="6").set("class", "under-doubt")
    etree.SubElement(dots, "circle", cx="3", cy="3", r="1.5").set("class", "line-doubt")


def _legend(svg: etree._Element, key: str) -> None:
    x = Decimal(_LEFT)
    for css, word in (
        ("before", "before"),
        ("stays", "after: untouched"),
        (f"stopped url(#{key}-hatch)", "after: at stake"),
        (f"doubt url(#{key}-dots)", "after: in doubt"),
    ):
        _rect(svg, x, 8, Decimal(14), (css, 14))
        _text_in(svg, "text", word, x=f"{x + 19}", y="20").set("class", "legend")
        x += 30 + 7 * len(word)


def _row(svg: etree._Element, bar: Bar, top: int, scale: Decimal, told: tuple[str, str]) -> None:
    currency, key = told
    name = bar.name if len(bar.name) <= 28 else bar.name[:27].rstrip() + "…"
    label = _text_in(svg, "text", name, x=str(_LEFT - 10), y=str(top + 22), text_anchor="end")
    label.set("class", "who")
    _rect(svg, Decimal(_LEFT), top + 2, bar.before * scale, ("before", _BAR))
    _number(svg, bar.before, _LEFT + bar.before * scale, top + 15, currency)
    x, words = Decimal(_LEFT), []
    for amount, css, word in (
        (bar.stays, "stays", ""),
        (bar.stopped, f"stopped url(#{key}-hatch)", "at stake"),
        (bar.doubtful, f"doubt url(#{key}-dots)", "in doubt"),
    ):
        if amount:
            _rect(svg, x, top + 5 + _BAR, amount * scale, (css, _BAR))
            x += amount * scale
            words += (
                [f"{short_money(Money(amount=amount, currency=currency))} {word}".strip()] if word else []
            )
    _text_in(svg, "text", ", ".join(words) or "untouched", x=f"{x + 6:.1f}", y=str(top + 34)).set(
        "class", "number"
    )


def _number(svg: etree._Element, amount: Decimal, x: Decimal, y: int, currency: str) -> None:
    text = short_money(Money(amount=amount, currency=currency))
    _text_in(svg, "text", text, x=f"{x + 6:.1f}", y=str(y)).set("class", "number")
