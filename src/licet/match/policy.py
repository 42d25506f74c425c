"""When a score is a match, a question for a person, or nothing: a written policy that users can set."""

from __future__ import annotations

import enum
from dataclasses import dataclass

__all__ = ["DEFAULT", "Policy", "Thresholds", "Verdict"]


class Verdict(enum.Enum):
    """What a hit asks of the reader."""

    MATCH = "match"
    REVIEW = "review"
    NO_MATCH = "no match"


@dataclass(frozen=True, slots=True, kw_only=True)
class Thresholds:
    """Scores from which a hit is a match, and from which a person must look.

    Attributes:
        match: at or above: a match.
        review: at or above: review; below: no match.
    """

    match: float
    review: float

    def __post_init__(self) -> None:
        if not 0.0 <= self.review <= self.match <= 1.0:
            raise ValueError(f"thresholds need 0 <= review <= match <= 1: `{self.review}`, `{self.match}`")

    def verdict(self, score: float) -> Verdict:
        """The verdict on a score."""
        if score >= self.match:
            return Verdict.MATCH
        return Verdict.REVIEW if score >= self.review else Verdict.NO_MATCH


@dataclass(frozen=True, slots=True, kw_only=True)
class Policy:
    """The written policy of a screening desk.

    Attributes:
        person, organisation, vessel: thresholds by kind of the listed party; `vessel` serves aircraft too.
        weak_aliases: whether a hit on a name that the list marks as a weak alias may be more than a near miss.
        addresses: whether an address alone may be a hit.
        whole_names: whether a name that equals a listed name word for word is a match whatever its score; of
            a body or a ship only, for many people bear one name.
        brands: whether a rare name that a listed one only extends by common words (`Megvii`, `Megvii
            Technology`), with or without a place before it (`Beijing Megvii`), is at least reviewed; so is a short
            name that is listed letter for letter (`SMIC`), and one of which all that tells is met on both sides
            (`Kalashnikov`, `JSC Kalashnikov`), or all but the division of the country (`Urumqi Public Security
            Bureau`, `Urumqi Municipal Public Security Bureau`); and a longer name with the brand of a listed group in
            it (`Prama Hikvision India`).
        name: how reports call it.
    """

    person: Thresholds = Thresholds(match=0.97, review=0.78)
    organisation: Thresholds = Thresholds(match=0.97, review=0.8)
    vessel: Thresholds = Thresholds(match=0.97, review=0.8)
    weak_aliases: bool = True
    addresses: bool = True
    whole_names: bool = True
    brands: bool = True
    name: str = "default"

    def thresholds(self, kind: str) -> Thresholds:
        """The thresholds for a kind of listed party."""
        if kind == "person":
            return self.person
        return self.vessel if kind in {"vessel", "aircraft"} else self.organisation

    def verdict(self, score: float, kind: str) -> Verdict:
        """The verdict on a score."""
        return self.thresholds(kind).verdict(score)


DEFAULT = Policy()
