"""How rare words are: on the list, and among names anywhere."""

from __future__ import annotations

import pytest

from licet.match.arrays import FORM_ALIKE, LEGAL
from licet.match.features import FEATURES
from licet.match.index import Index
from licet.match.normal import read_name
from licet.match.rarity import form_rarity, world_rarity


def test_a_word_of_one_listed_party_is_common_where_many_bear_it() -> None:
    """`Bancorp` stands on a list once and on a hundred banks; a rare name beside it says what it says."""
    index = Index.build(
        [
            {"id": 1, "names": ["BANCORP"], "kind": "organisation"},
            {"id": 2, "names": ["QUZHORIM"], "kind": "organisation"},
        ]
    )
    assert index.search("Stellar Bancorp, Inc.")[0].score < index.search("Stellar Quzhorim, Inc.")[0].score
    assert world_rarity("bancorp") < 0.7 < world_rarity("quzhorim") == 1.0


@pytest.mark.parametrize(
    ("written", "read"),
    [
        ("CLOSED JOINT COMPANY SURGUTNEFTEGASBANK", ["jsc", "surgutneftegasbank"]),  # a word left out
        ("MEHRAN SHIPPING COMPANY LIMI TED", ["mehran", "shipping", "ltd"]),  # split
        ("FLEURETTE Gcroup", ["fleurette", "group"]),  # a letter too many
        ("SAMANSHIPPINGCOMPANYLIMITED", ["samanshipping", "ltd"]),  # two forms written to the name
        ("GBLINTERNATIONALLOGISTICSCOLTD", ["gblinternationallogistics", "ltd"]),
        ("AOAskon", ["jsc", "askon"]),  # capitals show where it ends
        ("Government of Korea North", ["government", "of", "northkorea"]),
    ],
)
def test_forms_are_read_however_they_were_spoilt(written: str, read: list[str]) -> None:
    """A form that is cut, split, misspelt or written to the name is still the form."""
    assert [word.text for word in read_name(written)[0].words] == read


def test_a_capital_inside_one_word_gives_a_second_reading() -> None:
    """`AhmetDuri` is one word or two."""
    texts = [[word.text for word in reading.words] for reading in read_name("AhmetDuri")]
    assert texts == [["ahmetduri"], ["ahmet", "duri"]]


def test_a_rare_form_that_both_write_says_more_than_a_common_one() -> None:
    """`S.A. de C.V.` on both sides narrows the world to one country, `Inc.` does not."""
    index = Index.build(
        [
            {"id": 1, "names": ["Zorvex Quanti, S.A. de C.V."], "kind": "organisation"},
            {"id": 2, "names": ["Meldrak Quanti, Inc."], "kind": "organisation"},
        ]
    )
    found = index.candidates(["Zorvex SA de CV", "Meldrak Inc"])
    assert found is not None
    values = [FEATURES["form_alike"].measure(found.table[found.query == at]).max() for at in (0, 1)]
    assert values[0] > values[1] > 0.0
    assert values[1] == pytest.approx(form_rarity("inc"))
    assert found.table[:, FORM_ALIKE].max() <= 1.0
    assert form_rarity("inc") < form_rarity("pte ltd")
    assert form_rarity("never seen") == 1.0


def test_a_form_is_one_word_however_it_is_written() -> None:
    """Two ways to write one form are the same form, told apart only by the letter."""
    (short,), (long,) = (
        [word for word in read_name(text)[0].words if word.kind == LEGAL] for text in ("X Ltd", "X Pte Ltd")
    )
    assert (short.hash, short.groups[0]) == (long.hash, long.groups[0])
    assert short.groups[1] != long.groups[1]
