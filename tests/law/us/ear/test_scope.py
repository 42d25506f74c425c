"""Which part of an entry a row covers."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from licet.core.answer import Truth
from licet.core.eccn import Eccn, parse_eccn
from licet.law.us.ear.scope import Scope, Term, expand_codes, parse_scope, read_scope

YES, NO, UNKNOWN = Truth.YES, Truth.NO, Truth.UNKNOWN


@pytest.mark.parametrize(
    ("entry", "words", "written"),
    [
        ("5A002", "entire entry", "*"),
        ("9A610", "entire entry, except 9A610.y", "* ; -y"),
        ("9A515", "entire entry, except .e, .x, and .y", "* ; -e ; -x ; -y"),
        ("9A990", "entire entry except: 9A990.a", "* ; -a"),
        ("1C111", "1C111.a.3.f only", "a.3.f"),
        ("0A504", "paragraphs .a, .b, and .i of this entry", "a ; b ; i"),
        (
            "3B001",
            "3B001.a.1 to a.3, b, f.2 to f.4, g to i",
            "a.1 ; a.2 ; a.3 ; b ; f.2 ; f.3 ; f.4 ; g ; h ; i",
        ),
        ("5A001", "5A001.b (except .b.5), .c, .f (except f.3), and .j", "b ; c ; f ; j ; -b.5 ; -f.3"),
        ("5A002", "items controlled by 5A002.z.1.a, z.2.a", "z.1.a ; z.2.a"),
        ("9E003", "9E003.a.1 through a.3, .h", "a.1 ; a.2 ; a.3 ; h"),
        ("8A620", "entire entry, except 8A620. b and .y", "* ; -b ; -y"),
        ("0A617", "entireentry, except 0A617.y.", "* ; -y"),
        ("4A003", "entire entry (refer to 4A994 for controls)", "*"),
        ("3A002", "3A002.h when 3A101.a.2.b is met", "h?3A002.h when 3A101.a.2.b is met"),
        (
            "1D101",
            "“software” for the “use” of items controlled by 1B101.a",
            "*?1B101.a|software for the use of items controlled by 1B101.a",
        ),
    ],
)
def test_official_words_are_read(entry: str, words: str, written: str) -> None:
    """Each form the official cells use becomes its written form."""
    assert str(read_scope(words, entry)) == written


@pytest.mark.parametrize(
    ("scope", "paragraph", "truth"),
    [
        ("* ; -y", "y.1", NO),
        ("* ; -y", "x", YES),
        ("* ; -y", "", UNKNOWN),
        ("a.1", "a", UNKNOWN),
        ("a.1", "a.1.b", YES),
        ("a.1", "a.10", NO),
        ("c ; -c.1", "c", UNKNOWN),
        ("b?if tubes", "b.2", UNKNOWN),
        ("b?if tubes", "a", NO),
        ("*", "", YES),
    ],
)
def test_paragraph_decides(scope: str, paragraph: str, truth: Truth) -> None:
    """A paragraph above the one named is unknown, one beside it is not covered, one below it is."""
    assert parse_scope(scope).covers(paragraph).truth is truth


def test_technology_is_covered_by_what_it_is_for() -> None:
    """A row for the technology of named entries asks what it is for, and takes the answer."""
    scope = parse_scope("*?3A001,3A002|technology for commodities controlled by 3A001 or 3A002")
    assert scope.covers("").asks()[0].id == "item.for_eccn"
    assert scope.covers("", [parse_eccn("3A001.b.2")]).is_yes
    assert scope.covers("", [parse_eccn("3A101")]).is_no


def test_reason_of_what_it_is_for_is_asked_for() -> None:
    """`for NP reasons` is settled by whether the named entry is controlled for NP."""
    scope = parse_scope(
        "*?3A001,3A201|technology for commodities controlled by 3A001 or 3A201 for NP reasons"
    )

    def controlled(eccn: Eccn, reason: str) -> object:
        return parse_scope("*" if (eccn.entry, reason) == ("3A201", "NP") else "e.2").covers(eccn.paragraph)

    assert scope.covers("", [parse_eccn("3A201")], controlled).is_yes  # type: ignore[arg-type]
    assert scope.covers("", [parse_eccn("3A001.a")], controlled).is_no  # type: ignore[arg-type]
    assert scope.covers("", [parse_eccn("3A001")]).is_unknown


def test_ranges_of_codes_are_written_out() -> None:
    """`1B115 to 1B117` names three entries, `6A002.a.1, .a.2 or .c` three paragraphs."""
    assert expand_codes("1B115 to 1B117 or 1C001") == ("1B115", "1B116", "1B117", "1C001")
    assert expand_codes("6A002.a.1, .a.2 or .c") == ("6A002.a.1", "6A002.a.2", "6A002.c")


paragraph = st.from_regex(r"[a-z](\.[0-9]{1,2}){0,2}", fullmatch=True)
terms = st.builds(
    Term,
    paragraph=st.one_of(st.just(""), paragraph),
    out=st.booleans(),
    condition=st.sampled_from(["", "when usable in missiles"]),
)


@given(st.lists(terms, min_size=1, max_size=5))
def test_written_form_reads_back(parts: list[Term]) -> None:
    """A scope's written form gives the same scope."""
    scope = Scope(terms=tuple(parts))
    assert parse_scope(str(scope)) == scope


@given(st.lists(terms, min_size=1, max_size=5), paragraph, paragraph)
def test_learning_the_paragraph_never_turns_an_answer(parts: list[Term], upper: str, lower: str) -> None:
    """A yes or no for a paragraph stays so for every paragraph below it."""
    scope = Scope(terms=tuple(parts))
    before = scope.covers(upper).truth
    if before is not Truth.UNKNOWN:
        assert scope.covers(f"{upper}.{lower}").truth is before
