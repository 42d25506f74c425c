"""What a typed name tells."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from licet.check.engine import Engine
from licet.check.finding import Disposition
from licet.check.party import party_of
from licet.check.telling import (
    _tells_behind_a_name,
    _words_of_letters,
    names_somebody,
    of_one_script,
    unread_words,
)
from licet.core.errors import InputError
from licet.match.arrays import LEGAL
from licet.match.lexicon import all_phrases
from licet.match.normal import read_name


@pytest.mark.parametrize(
    "text", ["Co., Ltd.", "Ltd", "LLC", "GmbH", "株式会社", "有限公司", "ООО", "-", "...", "👍"]
)
def test_a_legal_form_names_nobody(text: str) -> None:
    """Nothing would be found by it, so it is refused and never reads as clear."""
    assert not names_somebody([text])
    with pytest.raises(InputError, match="names nobody"):
        party_of(text)


@pytest.mark.parametrize(
    "text", ["AG", "3M", "Ltd Brands", "Trading Company", "李", "SIS d.o.o.", "Limited Edition"]
)
def test_a_name_is_no_legal_form(text: str) -> None:
    """Short names and names of common words stand."""
    assert names_somebody([text])
    assert party_of(text).names[0].text == text


@pytest.mark.parametrize("text", ["ஹுவாவே", "ኤርሚኣስ ግርማይ", "ហួវេយ", "ཧྭ་ཝེ", "ހުއަވޭ", "ᠬᠦᠸᠸᠡᠢ", "ʜᴜᴀᴡᴇɪ"])
def test_a_name_in_letters_that_are_not_read_is_refused(text: str, engine: Engine) -> None:
    """The matcher would find nothing whoever it is, which reads like an answer."""
    assert not engine.check(text).findings
    with pytest.raises(InputError, match="in letters that licet does not read"):
        party_of(text)
    assert party_of(text, aliases=["Huawei"]).names[0].text == text
    told = engine.check(party_of(text, address="1 Main St, Fremont")).not_checked
    assert any("letters that licet does not read" in line for line in told)


@pytest.mark.parametrize(
    "text", ["Хуавей", "华为", "हुआवेई", "ไทย", "ბანკი", "Բանկ", "هواوي", "화웨이", "𝐇𝐮𝐚𝐰𝐞𝐢"]
)
def test_letters_that_are_read_are_no_reason_to_refuse(text: str) -> None:
    """Each script that the matcher has letters of is let through."""
    assert names_somebody([text])


def test_an_address_or_a_number_is_enough() -> None:
    """A party without a telling name is looked up by what else is given."""
    assert party_of("Ltd", address="1 Main St, Fremont").addresses
    assert party_of("Ltd", identifiers=["lei:529900T8BM49AURSDO55"]).identifiers


@pytest.mark.parametrize(
    ("names", "words"),
    [
        (["ጅማ ንግድ Trading Company"], ("ጅማ", "ንግድ")),
        (["ஹுவாவே 2012"], ("ஹுவாவே",)),
        (["ஹுவாவே", "Huawei"], ()),
        (["ஹுவாவே", "ኤርሚኣስ Ltd"], ("ஹுவாவே", "ኤርሚኣስ")),
        (["ГКНПЦ им. М.В. Хруничева, АО"], ()),
        (["हिकविज़न टेक्नोलॉजी"], ()),
        (["Müller & Söhne №5™"], ()),
        (["شركة هيكفيجن", "杭州海康威视"], ()),
        ([], ()),
    ],
)
def test_words_that_are_not_read_are_named(names: list[str], words: tuple[str, ...]) -> None:
    """Unless another of the names is read whole: the party is looked for by that."""
    assert unread_words(names) == words


def test_hardly_a_listed_name_is_said_to_be_unread(engine: Engine) -> None:
    """Scripts that lists are written in are read: a caveat that stands everywhere says nothing."""
    names = [one.text for listing in engine.snapshot.listings() for one in listing.party.names]
    foreign = [text for text in names if not text.isascii()]
    assert len(foreign) > 20_000
    assert sum(bool(unread_words([text])) for text in foreign) < 20


def test_nothing_found_by_the_rest_of_a_name_is_for_a_person_to_look_at(engine: Engine) -> None:
    """`Trading Company` alone was looked for: that is no clearance. A hit by the rest stands."""
    answer = engine.check("ጅማ ንግድ Trading Company")
    assert (answer.findings, answer.disposition) == ((), Disposition.REVIEW)
    assert any("`ጅማ ንግድ` is in letters that licet does not read" in text for text in answer.not_checked)
    assert engine.check("ஹுவாவே Huawei").disposition is Disposition.MATCH


@pytest.mark.parametrize(
    ("mixed", "plain"),
    [
        ("Ηuawei Technologies", "Huawei Technologies"),
        ("Нikvision", "Hikvision"),
        ("HUAWEl", "HUAWEI"),
        ("HlKVISION Ltd", "HIKVISION Ltd"),
        ("Illinois Steel", "Illinois Steel"),
        ("Рoснефть", "Роснефть"),
        ("ЗAO Роснефть", "ЗАО Роснефть"),
    ],
)
def test_a_word_of_two_scripts_is_read_in_one(mixed: str, plain: str) -> None:
    """The letters that only look alike are those of the script that most of the word is in."""
    assert of_one_script(mixed) == plain


@given(st.text())
def test_reading_in_one_script_is_settled(text: str) -> None:
    """A second reading changes nothing, and a name of one script is left as it is."""
    once = of_one_script(text)
    assert of_one_script(once) == once
    assert not text.isascii() or once == text


def test_a_hidden_spelling_finds_the_listed_party(engine: Engine) -> None:
    """`Нikvision` with a Cyrillic letter finds what `Hikvision` finds."""
    hidden, open_ = engine.check("Нikvision"), engine.check("Hikvision")
    assert [one.listing.id for one in open_.findings]
    assert {one.listing.id for one in open_.findings} <= {one.listing.id for one in hidden.findings}


_FORM_WORDS = sorted(
    {word for rows in all_phrases().values() for words, _, kind in rows if kind == LEGAL for word in words}
)


@given(st.lists(st.sampled_from([*_FORM_WORDS, "hikvision", "trading", "the"]), min_size=1, max_size=4))
def test_a_name_tells_the_same_alone_and_behind_another(words: list[str]) -> None:
    """Two words that are no form tell at once; whatever else is read behind a name, where forms are known."""
    text = " ".join(words)
    behind = [word.kind for each in read_name(f"qxqx {text}") for word in each.words[1:]]
    bare = "".join(words)
    assert names_somebody([text]) == (
        len(text) > 40 or len(bare) <= 2 or not behind or any(kind != LEGAL for kind in behind)
    )


_PIECES = [
    "Huawei",
    "Ltd",
    "Co.,",
    "GmbH",
    "SAE",
    "OOO",
    "ООО",
    "АО",
    "Ростех",
    "有限公司",
    "华为",
    "株式会社",
    "AG",
    "&",
    "Group",
]


@given(st.lists(st.sampled_from(_PIECES), min_size=1, max_size=3))
def test_what_is_told_at_once_is_told_behind_a_name_too(pieces: list[str]) -> None:
    """A name that is seen to tell by one reading is not a legal form that is known as one behind a name."""
    text = " ".join(pieces)
    assert names_somebody([text]) == _tells_behind_a_name(text)


@given(st.text(alphabet=st.sampled_from("Хуа вей华为 हु ஹுவா ሁዋዌ و 1-"), min_size=1, max_size=12))
def test_words_left_unread_are_those_whose_reading_is_empty(text: str) -> None:
    """The look at single letters finds what reading each word finds."""
    words = [word for word in _words_of_letters(text) if not read_name(word) and not word.isascii()]
    assert unread_words([text]) == tuple(dict.fromkeys(words))
