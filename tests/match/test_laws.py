"""Laws of comparison that hold for any text."""

from __future__ import annotations

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from licet.match import score
from licet.match.arrays import PERSON, THING
from licet.match.compare import compare
from licet.match.features import FEATURES
from licet.match.index import Index
from licet.match.normal import MAX_CHARS, MAX_WORD_CHARS, MAX_WORDS, read_name
from licet.match.policy import Policy, Thresholds
from licet.match.score import points

NAMES = st.lists(
    st.sampled_from(
        [
            "Ivan",
            "Petrov",
            "Mohammad",
            "Hassan",
            "Al",
            "Huawei",
            "Technologies",
            "Bank",
            "Zhang",
            "Wei",
            "Trading",
            "LLC",
            "Ltd",
            "Shipping",
            "Star",
            "Kim",
            "Chol",
            "Garcia",
            "Lopez",
            "Maria",
            "Ali",
            "Reza",
            "Omid",
            "Vektor",
            "Plant",
            "12",
            "14",
            "中国",
            "海康威视",
            "Россия",
            "محمد",
            "علي",
            "O'Neill",
            "Müller",
        ]
    ),
    min_size=1,
    max_size=6,
).map(" ".join)


@pytest.fixture(scope="module")
def index() -> Index:
    """A few parties in many scripts."""
    return Index.build(
        [{"id": n, "names": [name]} for n, name in enumerate(("Ivan Petrov", "Huawei", "محمد علي"))]
    )


@given(NAMES, NAMES)
@settings(max_examples=60)
def test_a_comparison_is_symmetric(a: str, b: str) -> None:
    """Which name comes first says nothing."""
    assert compare(a, b).rank == compare(b, a).rank


@given(NAMES, NAMES)
@example("علي", "Ali")
@settings(max_examples=60)
def test_a_name_is_most_like_itself(a: str, b: str) -> None:
    """No other name beats the name itself."""
    assert compare(a, a).rank >= compare(a, b).rank - 1e-6


@given(NAMES)
@settings(max_examples=40)
def test_case_says_nothing(a: str) -> None:
    """Upper case and lower case are one name."""
    assert [[w.text for w in r.words] for r in read_name(a.upper())] == [
        [w.text for w in r.words] for r in read_name(a.lower())
    ]


@given(st.text(max_size=300))
@settings(max_examples=150)
def test_no_text_breaks_the_search(index: Index, text: str) -> None:
    """Any text gives hits or none, never an error."""
    for hit in index.search(text):
        assert 0.0 <= hit.score <= 1.0
        assert hit.sentence()


@pytest.mark.parametrize(
    "text",
    [
        "A" * 1_000_000,
        "Ivan Petrov " * 10_000,
        "中" * 500_000,
        "".join(chr(code) for code in range(0x20, 0x3100)) * 20,
        "\u202e" * 1_000_000,
        "a.b." * 200_000,
        "(" * 300_000,
        "'" * 300_000 + "x",
    ],
)
def test_a_megabyte_of_text_is_bounded_work(index: Index, text: str) -> None:
    """Length is cut before work is done: no input holds the service."""
    found = read_name(text)
    assert found == read_name(text[:MAX_CHARS])
    assert len(found) <= 2
    assert all(len(reading.words) <= MAX_WORDS for reading in found)
    assert all(len(token.letters) <= MAX_WORD_CHARS for reading in found for token in reading.words)
    assert len(index.search(text)) <= 10


def test_every_curve_follows_its_features_direction() -> None:
    """More of what speaks for a match never takes points away, in either table."""
    curves = score._weights()
    for f, feature in enumerate(FEATURES.values()):
        for style in (PERSON, THING):
            steps = [
                b - a
                for a, b in zip(
                    curves.at[f, :, style], curves.at[f, 1 : len(feature.knots), style], strict=False
                )
            ]
            assert all(step * feature.favours >= -1e-9 for step in steps), feature.name


def test_points_meet_the_table_at_its_knots() -> None:
    """The points at a knot are the points in the table."""
    import numpy as np

    curves = score._weights()
    values = np.array([[curves.knots[f, 1] for f in range(len(FEATURES))]])
    each, total = points(values, np.array([PERSON]))
    assert np.allclose(each[0], curves.at[:, 1, PERSON])
    assert np.allclose(total, curves.base[PERSON] + each.sum())


def test_every_feature_is_documented() -> None:
    """A feature's docstring is its documentation."""
    assert all(feature.says for feature in FEATURES.values())


def test_thresholds_out_of_order_are_refused() -> None:
    """Review begins no later than match."""
    with pytest.raises(ValueError, match="review"):
        Thresholds(match=0.3, review=0.5)
    assert Policy().thresholds("aircraft") == Policy().vessel
