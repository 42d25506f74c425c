"""The ownership rules as dated data: which lists count, what the threshold is, on which days.

Law in print is not law in force, and not all of it could be confirmed from here: an era says who
stands for it and whether that was read. The arithmetic (`share.py`) is the same for all of them.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from fractions import Fraction
from types import MappingProxyType

from licet.core.answer import Truth
from licet.core.errors import InputError
from licet.core.listing import Listing
from licet.core.period import Period, Status, period_on
from licet.owners.share import Bar

__all__ = ["EU", "REGIMES", "UK", "US_BIS", "US_OFAC", "US_OFAC_SSI", "Era", "Regime", "assume", "counts"]

HALF = Fraction(50)


@dataclass(frozen=True, slots=True, kw_only=True)
class Era:
    """What a rule says in one period.

    Attributes:
        period: the days, the document, the status, and whether it was confirmed.
        bar: the threshold.
        aggregate: the shares of different listed owners are added; else each owner stands alone.
        cites: where it stands.
    """

    period: Period
    bar: Bar
    aggregate: bool
    cites: tuple[str, ...]

    @property
    def in_force(self) -> bool:
        """Whether the rule applies in this period."""
        return self.period.status is Status.IN_FORCE


@dataclass(frozen=True, slots=True, kw_only=True)
class Regime:
    """One ownership rule.

    Attributes:
        id: `us-ofac`, `us-bis`, ...
        title: its name.
        effect: what it does to the party that is reached.
        lists: list ids whose parties count, with their short names.
        programmes: for these lists only parties under these programmes count.
        doubtful: programmes whose owners count only in part, with the citation that says so.
        control: votes, board and other control count beside ownership.
        foreign_only: parties of this country are outside; empty for none.
        caution: where the law warns of what stays below the threshold.
        eras: the periods, oldest first, without gaps.
    """

    id: str
    title: str
    effect: str
    lists: Mapping[str, str]
    programmes: Mapping[str, frozenset[str]] = field(default_factory=dict)
    doubtful: Mapping[str, str] = field(default_factory=dict)
    control: bool = False
    foreign_only: str = ""
    caution: str
    eras: tuple[Era, ...]

    def on(self, day: date) -> Era:
        """The era that holds a day.

        Raises:
            LookupError: never, as eras leave no gaps (a test holds that).
        """
        period = period_on((era.period for era in self.eras), day)
        return next(era for era in self.eras if era.period is period)


def _day(text: str) -> date:
    return date.fromisoformat(text)


_OR_MORE, _MORE = Bar(percent=HALF, or_more=True), Bar(percent=HALF, or_more=False)

_OFAC_CITES = (
    "OFAC guidance of 13 August 2014 (79 FR 47726)",
    "OFAC FAQs 398-402",
    "31 CFR 583.411",
    "31 CFR 589.411(a)",
    "31 CFR 591.406(a)",
)

US_OFAC = Regime(
    id="us-ofac",
    title="OFAC 50 Percent Rule",
    effect="property is blocked as if the party were listed itself",
    lists=MappingProxyType({"us-ofac-sdn": "SDN List"}),
    doubtful=MappingProxyType({"ETHIOPIA-EO14046": "31 CFR 550.406(a)"}),
    caution="OFAC FAQ 398",
    eras=(
        Era(
            period=Period(end=_day("2008-02-14"), status=Status.NOT_YET, confirmed=False),
            bar=_OR_MORE,
            aggregate=False,
            cites=("OFAC guidance of 14 February 2008",),
        ),
        Era(
            period=Period(
                start=_day("2008-02-14"), end=_day("2014-08-13"), by="OFAC guidance of 14 February 2008"
            ),
            bar=_OR_MORE,
            aggregate=False,
            cites=("OFAC guidance of 14 February 2008",),
        ),
        Era(
            period=Period(start=_day("2014-08-13"), by="OFAC guidance of 13 August 2014"),
            bar=_OR_MORE,
            aggregate=True,
            cites=_OFAC_CITES,
        ),
    ),
)

US_OFAC_SSI = Regime(
    id="us-ofac-ssi",
    title="OFAC 50 Percent Rule for sectoral sanctions",
    effect="the same directives apply as to the listed owner",
    lists=MappingProxyType({"us-ofac-ssi": "SSI List"}),
    caution="OFAC FAQ 398",
    eras=(
        Era(
            period=Period(end=_day("2014-08-13"), status=Status.NOT_YET, confirmed=False),
            bar=_OR_MORE,
            aggregate=True,
            cites=("31 CFR 589.411(b)",),
        ),
        Era(
            period=Period(start=_day("2014-08-13"), by="OFAC guidance of 13 August 2014"),
            bar=_OR_MORE,
            aggregate=True,
            cites=("31 CFR 589.411(b)",),
        ),
    ),
)

#: 15 CFR 744.8(a)(1), as the eCFR of 2026-01-29 has it.
_SDN_744_8 = frozenset(
    {
        "BELARUS", "BELARUS-EO14038", "RUSSIA-EO14024", "UKRAINE-EO13660", "UKRAINE-EO13661",
        "UKRAINE-EO13662", "UKRAINE-EO13685", "FTO", "SDGT", "NPWMD", "ILLICIT DRUGS-EO14059", "SDNT",
        "SDNTK", "TCO",
    }
)  # fmt: skip

_BIS_CITES = (
    "15 CFR 744.11(a)(1)",
    "15 CFR 744.21(a)(3)",
    "15 CFR 744.8(a)(2)",
    "supplement no. 8 to 15 CFR part 744",
)

US_BIS = Regime(
    id="us-bis",
    title="BIS Affiliates Rule",
    effect="the owner's licence requirement, exceptions and review policy apply",
    lists=MappingProxyType(
        {"us-bis-entity-list": "Entity List", "us-bis-meu": "MEU List", "us-ofac-sdn": "SDN List (744.8)"}
    ),
    programmes=MappingProxyType({"us-ofac-sdn": _SDN_744_8}),
    foreign_only="US",
    caution="supplement no. 8 to 15 CFR part 744, par. (c)",
    eras=(
        Era(
            period=Period(end=_day("2025-09-29"), status=Status.NOT_YET),
            bar=_OR_MORE,
            aggregate=True,
            cites=_BIS_CITES,
        ),
        Era(
            period=Period(start=_day("2025-09-29"), end=_day("2025-11-10"), by="90 FR 47201"),
            bar=_OR_MORE,
            aggregate=True,
            cites=(*_BIS_CITES, "90 FR 47201"),
        ),
        Era(
            period=Period(
                start=_day("2025-11-10"), end=_day("2026-11-10"), by="90 FR 50857", status=Status.STAYED
            ),
            bar=_OR_MORE,
            aggregate=True,
            cites=(*_BIS_CITES, "90 FR 50857"),
        ),
        Era(
            period=Period(
                start=_day("2026-11-10"),
                by="90 FR 50857: the stay ends by its own text; whether it was extended is not known here",
                confirmed=False,
            ),
            bar=_OR_MORE,
            aggregate=True,
            cites=(*_BIS_CITES, "90 FR 50857"),
        ),
    ),
)

UK = Regime(
    id="uk",
    title="UK ownership and control test",
    effect="the asset freeze reaches the party as if it were designated",
    lists=MappingProxyType({"uk-sl": "UK Sanctions List"}),
    control=True,
    caution="S.I. 2019/855, reg. 7(4); OFSI guidance on ownership and control of 20 August 2024",
    eras=(
        Era(
            period=Period(end=_day("2020-12-31"), status=Status.NOT_YET),
            bar=_MORE,
            aggregate=False,
            cites=("S.I. 2019/855, reg. 7 and Sch. 1",),
        ),
        Era(
            period=Period(
                start=_day("2020-12-31"),
                by="S.I. 2019/855, reg. 7 and Sch. 1, and the same regulation of the other regimes",
            ),
            bar=_MORE,
            aggregate=False,
            cites=("S.I. 2019/855, reg. 7 and Sch. 1", "Sanctions and Anti-Money Laundering Act 2018"),
        ),
    ),
)

EU = Regime(
    id="eu",
    title="EU ownership and control test",
    effect="funds and resources are frozen, or presumed to reach the listed owner",
    lists=MappingProxyType({"eu-fsf": "EU consolidated list"}),
    control=True,
    caution="EU Best Practices for the effective implementation of restrictive measures",
    eras=(
        Era(
            period=Period(
                end=_day("2022-03-20"),
                by="EU Best Practices, edition before 2022; adding up different owners not confirmed",
                confirmed=False,
            ),
            bar=_MORE,
            aggregate=True,
            cites=("EU Best Practices for the effective implementation of restrictive measures",),
        ),
        Era(
            period=Period(
                start=_day("2022-03-20"),
                end=_day("2024-07-03"),
                by="EU Best Practices; Commission FAQ on aggregate ownership (20 March and 8 April 2022)",
            ),
            bar=_MORE,
            aggregate=True,
            cites=(
                "EU Best Practices for the effective implementation of restrictive measures",
                "Commission FAQ on Regulation (EU) No 269/2014, aggregate ownership",
            ),
        ),
        Era(
            period=Period(
                start=_day("2024-07-03"),
                by="Council update of the EU Best Practices, 3 July 2024, read in summaries only",
                confirmed=False,
            ),
            bar=_OR_MORE,
            aggregate=True,
            cites=("Council update of the EU Best Practices, 3 July 2024",),
        ),
    ),
)

#: In the order in which answers are printed.
REGIMES: tuple[Regime, ...] = (US_OFAC, US_OFAC_SSI, US_BIS, UK, EU)


def counts(regime: Regime, listing: Listing, on: date) -> Truth:
    """Whether a listing makes an owner count under a rule on a day.

    Entries that are an address and no name do not (15 CFR 744.11(a)(1)); an owner that is a military
    end user without being listed has no listing and never comes here (744.21(a)(3)).
    """
    if listing.list not in regime.lists or listing.address_only or on not in listing.period:
        return Truth.NO
    tags = {tag.strip("[] ").upper() for tag in listing.programmes}
    wanted = regime.programmes.get(listing.list)
    if wanted is not None and not tags & wanted:
        # A listing whose programmes are not held could be under any of them.
        return Truth.NO if tags else Truth.UNKNOWN
    if tags and tags <= set(regime.doubtful):
        return Truth.UNKNOWN
    return Truth.YES


def assume(regime: Regime, status: Status) -> Regime:
    """The rule with its last, unconfirmed era given a status by whoever looked it up.

    Raises:
        InputError: the last era is confirmed.
    """
    last = regime.eras[-1]
    if last.period.confirmed:
        raise InputError(
            f"what `{regime.id}` says today is confirmed", fix="assume only what is marked unconfirmed"
        )
    by = f"{last.period.by} (assumed {status.value} by the user)"
    eras = (*regime.eras[:-1], replace(last, period=replace(last.period, status=status, by=by)))
    return replace(regime, eras=eras)
