"""An impact as one HTML page with pictures."""

from __future__ import annotations

from importlib import resources

from licet.app.actions.impact_picture import bars_of_orders, bars_of_revenue, exposure_svg
from licet.check.impact_values import Impact
from licet.core.verdict import Verdict

__all__ = ["MARKS", "impact_html", "impact_pictures"]

#: A shape for each outcome, so that none is told by colour.
MARKS = {
    Verdict.NO_BIS_JURISDICTION.name: "○",
    Verdict.NOT_SUBJECT_TO_EAR.name: "○",
    Verdict.NO_LICENSE_REQUIRED.name: "○",
    Verdict.NO_LICENSE_REQUIRED_WITH_CONDITIONS.name: "◔",
    Verdict.NEEDS_FACTS.name: "?",
    Verdict.EXCEPTION_MAY_APPLY.name: "◧",
    Verdict.LICENSE_REQUIRED.name: "■",
    Verdict.PROHIBITED.name: "✕",
}


def impact_pictures(found: Impact) -> list[tuple[str, str]]:
    """(caption, SVG) of the exposure by counterparty: revenue, and open orders; those that have anything."""
    currency, day = found.at_stake.revenue.currency, found.event.effective
    pictures = [
        (
            f"Revenue of the counterparties hit, before and after {day} ({found.at_stake.basis}).",
            exposure_svg("Revenue by counterparty", bars_of_revenue(found), currency, key="revenue"),
        ),
        (
            f"Open orders reached, by purchaser, before and after {day}.",
            exposure_svg("Open orders by purchaser", bars_of_orders(found), currency, key="orders"),
        ),
    ]
    return [(caption, svg) for caption, svg in pictures if svg]


def impact_html(found: Impact) -> str:
    """The page: no script, no outside file; prints, and follows light or dark."""
    from jinja2 import Environment, StrictUndefined

    text = resources.files("licet.app.actions").joinpath("impact_report.html").read_text(encoding="utf-8")
    page = Environment(autoescape=True, undefined=StrictUndefined, trim_blocks=True).from_string(text)
    sure = {hit.party for hit in found.hits if hit.sure}
    return page.render(
        found=found,
        event=found.event,
        stake=found.at_stake,
        sure=len(sure),
        maybe=len({hit.party for hit in found.hits} - sure),
        pictures=impact_pictures(found),
        marks=MARKS,
    )
