"""One listing for an entry that stands in two documents."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from licet.core.cite import Citation, Scheme
from licet.core.listing import Clause, ItemScope, Listing, Requirement, ReviewPolicy, Verb, Version
from licet.core.period import Period
from licet.core.trade import BirthDate, Identifier, Name, NameQuality, Party
from licet.lists.merge import is_newer, join_by_id, merge_repeated


def entry(*names: str, country: str = "CN", page: str = "54002", ref: str = "", **more: object) -> Listing:
    """A listing of a test list."""
    listing = Listing(
        id=f"xx:{names[0].lower().replace(' ', '-')}",
        list="xx",
        party=Party(names=tuple(Name(text=name) for name in names), countries=(country,) if country else ()),
        cites=(Citation(scheme=Scheme.FR, title=84, section=page, day=date(2019, 10, 9)),),
        source_ref=ref,
    )
    return replace(listing, **more)  # type: ignore[arg-type]


def coded(verb: Verb) -> tuple[Version, ...]:
    """One version with that policy."""
    return (
        Version(
            period=Period(),
            requirement=Requirement(scope=ItemScope.ALL_EAR),
            policy=ReviewPolicy(clauses=(Clause(verb=verb),)),
        ),
    )


def test_joins_the_same_name_in_the_same_country() -> None:
    """Case, punctuation and an acronym in brackets do not double an entry; both places are named."""
    official = [entry("Hangzhou Hikvision", ref="row 1"), entry("Dahua", ref="row 2")]
    repeated = [entry("HANGZHOU-HIKVISION (HIK)", ref="CSL entry 9")]
    first, second = merge_repeated(official, repeated, newer=True)
    assert first.source_ref == "row 1; CSL entry 9"
    assert second.notes == ("NOT_IN_CSL",)


def test_keeps_what_only_the_csl_has() -> None:
    """An entry of the CSL alone is kept, unconfirmed, from the day of its notice."""
    first, second = merge_repeated([entry("A")], [entry("B")], newer=False)
    assert first.notes == ()
    assert second.notes == ("CSL_ONLY",)
    assert second.period == Period(start=date(2019, 10, 9), confirmed=False)


def test_a_namesake_elsewhere_is_joined_only_when_there_is_no_other() -> None:
    """The country chooses between namesakes; one official namesake alone still pairs."""
    official = [entry("BuyBest", country="CN"), replace(entry("BuyBest", country="IR"), id="xx:buybest~ir")]
    one, other = merge_repeated(official, [entry("BuyBest", country="IR", ref="CSL 1")], newer=False)
    assert (one.source_ref, other.source_ref) == ("", "CSL 1")


def test_finds_a_shuffled_name_by_its_words_and_notice() -> None:
    """A copy that shuffled surname and alias pairs by its words where a near page of the notice agrees."""
    official = [entry("Roger Akem", "Roger Akembuom", country="", page="53172")]
    shuffled = entry("Roger) Roger (a/k/a Akembuom Akem", country="", page="53175")
    assert len(list(merge_repeated(official, [shuffled], newer=False))) == 1
    elsewhere = entry("Roger) Roger (a/k/a Akembuom Akem", country="", page="99999")
    assert len(list(merge_repeated(official, [elsewhere], newer=False))) == 2


def test_a_newer_csl_lends_names() -> None:
    """New names come from a newer CSL as aliases; an older one lends none."""
    official, repeated = [entry("A")], [entry("A", "A New Name")]
    (newer,) = merge_repeated(official, repeated, newer=True)
    (older,) = merge_repeated(official, repeated, newer=False)
    assert [name.text for name in newer.party.names] == ["A", "A New Name"]
    assert newer.notes == ("CSL_NAMES",)
    assert len(older.party.names) == 1


def test_marks_a_conflict_of_meaning() -> None:
    """A policy that differs is marked and the official one stays."""
    official = [entry("A", versions=coded(Verb.PRESUMPTION_DENIAL))]
    (same,) = merge_repeated(official, [entry("A", versions=coded(Verb.PRESUMPTION_DENIAL))], newer=False)
    (other,) = merge_repeated(official, [entry("A", versions=coded(Verb.CASE_BY_CASE))], newer=False)
    assert same.notes == ()
    assert other.notes == ("SOURCE_CONFLICT",)
    assert other.versions == official[0].versions


def test_ofac_entries_join_by_number() -> None:
    """The ruling document says who is listed and how called; the other lends births, numbers and marks."""
    birth = BirthDate(earliest=date(1951, 1, 1), latest=date(1951, 12, 31))
    ruling = entry("Ayman", "ZA")
    ruling = replace(
        ruling,
        party=replace(ruling.party, names=(Name(text="Ayman"), Name(text="ZA", quality=NameQuality.STRONG))),
    )
    lending = replace(
        ruling,
        party=Party(
            names=(Name(text="Ayman"), Name(text="za", quality=NameQuality.WEAK), Name(text="Dropped")),
            countries=("EG",),
            identifiers=(Identifier(kind="passport", value="1"),),
            births=(birth,),
        ),
    )
    (joined,) = join_by_id([ruling], {ruling.id: lending})
    assert [(name.text, name.quality) for name in joined.party.names] == [
        ("Ayman", NameQuality.PRIMARY),
        ("ZA", NameQuality.WEAK),
    ]
    assert joined.party.births == (birth,)
    assert joined.party.countries == ("CN", "EG")
    assert list(join_by_id([ruling], {})) == [ruling]


def test_a_document_without_a_day_is_not_newer() -> None:
    """Days are compared; an unknown day never makes a document newer."""
    assert is_newer(date(2026, 7, 31), date(2026, 6, 18))
    assert is_newer(date(2026, 7, 31), None)
    assert not is_newer(None, date(2026, 6, 18))
