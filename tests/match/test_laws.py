"""Laws of comparison that hold for any text."""

from __future__ import annotations

import pytest
from hypothesis import assume, example, given, settings
from hypothesis import strategies as st

from licet.match import score
from licet.match.arrays import PERSON, THING
from licet.match.compare import compare
from licet.match.features import FEATURES
from licet.match.index import Index
from licet.match.known import MAX_WORD_CHARS
from licet.match.normal import MAX_CHARS, MAX_WORDS, read_name
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


#: Words of persons' names in scripts where word order is nobody's business.
PERSONS = (
    "Ivan", "Petrov", "Sergeyevich", "Mohammad", "Hassan", "Karimi", "Garcia", "Lopez", "Maria", "Oleksandr", "Kovalenko",
    "Иван", "Петров", "Сергеевич", "Олена", "محمد", "حسن", "کریمی", "Γεώργιος", "Παπαδόπουλος", "שמואל", "כהן",
)  # fmt: skip

#: Letters of every script that lists are written in; what has two cases comes first.
CASED = {
    "Latin": "abcdefghijklmnopqrstuvwxyz", "Latin with marks": "áàâäãåąćčçéèêëęğíìîïłńñóòôöõøřśšúùûüýźžż",
    "Greek": "αβγδεζηθικλμνξοπρτυφχψω", "Cyrillic": "абвгдежзийклмнопрстуфхцчшщыэюяіїєґ",
    "Armenian": "աբգդեզէըթժիլխծկհձղճմյնշոչպջռսվտրցփքօֆ",
}  # fmt: skip
UNCASED = {
    "Hebrew": "אבגדהוזחטיכלמנסעפצקרשת", "Arabic": "ابتثجحخدذرزسشصضطظعغفقكلمنهوي", "Persian": "پچژگکیآابدرسنم",
    "Han": "中国海康威视数字技术股份有限公司北京上海大华科王李张刘陈杨赵黄周吴", "Han, traditional": "國數術華張劉陳楊趙黃龍電機廠業",
    "Kana": "あいうえおかきくけこさしすせそたちつてとアイウエオカキクケコサシスセソタチツテト",
    "Hangul": "김이박최정강조윤장임한오서신권황안송류홍평양무역회사", "Devanagari": "कखगघचछजझटठडढतथदधनपफबभमयरलवशसह",
    "Thai": "กขคงจฉชซญดตถทธนบปผฝพฟภมยรลวศษสหอ", "Georgian": "აბგდევზთიკლმნოპჟრსტუფქღყშჩცძწჭხჯჰ",
}  # fmt: skip


def _names(letters: str) -> st.SearchStrategy[str]:
    words = st.text(st.sampled_from(letters), min_size=2, max_size=8)
    return st.lists(words, min_size=1, max_size=5).map(" ".join)


ANY_SCRIPT = st.one_of([_names(letters) for letters in (*CASED.values(), *UNCASED.values())])


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


def _first(entries: list[str], query: str) -> set[str]:
    """The names that are first or tied for a query, of an index of these names."""
    hits = Index.build({"id": name, "names": [name]} for name in entries).search(query, limit=50)
    return {str(hit.id) for hit in hits if hit.rank >= hits[0].rank}


@given(st.lists(ANY_SCRIPT, min_size=1, max_size=6, unique=True), st.data())
@settings(max_examples=60)
def test_a_name_in_any_script_finds_itself_first(names: list[str], data: st.DataObject) -> None:
    """Whatever else is listed, and in whatever script, no other name stands before the name itself."""
    name = data.draw(st.sampled_from(names))
    assume(read_name(name))
    assert name in _first(names, name)


@given(st.one_of([_names(letters) for letters in CASED.values()]), NAMES)
@settings(max_examples=30)
def test_case_says_nothing_in_any_script(a: str, b: str) -> None:
    """Where a script has two cases they give one score, by search and by comparison."""
    assert compare(a.upper(), b).rank == compare(a.lower(), b).rank
    built = Index.build([{"id": 1, "names": [a]}, {"id": 2, "names": [b]}])
    upper, lower = built.search(a.upper()), built.search(a.lower())
    assert [(hit.id, hit.rank) for hit in upper] == [(hit.id, hit.rank) for hit in lower]


@given(st.lists(st.sampled_from(PERSONS), min_size=2, max_size=4, unique=True), st.data())
@settings(max_examples=30)
def test_word_order_hides_nobody(words: list[str], data: st.DataObject) -> None:
    """The words of a name in another order find it before all names that lack one of its words, and never score more."""
    name = " ".join(words)
    turned = " ".join(data.draw(st.permutations(words)))
    lacking = [" ".join(words[:at] + words[at + 1 :]) for at in range(len(words))]
    assert name in _first([name, *lacking], turned)
    assert compare(name, turned).rank <= compare(name, name).rank


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
    curves = score.curves()
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

    curves = score.curves()
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
