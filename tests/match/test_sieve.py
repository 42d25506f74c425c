"""The sieve leaves out nothing that the index would call a hit, and its bounds hold for every pair, hit or not."""

from __future__ import annotations

import random
from dataclasses import replace
from datetime import date
from pathlib import Path

import numpy as np
import pytest

from licet.core.errors import MatchIndexError
from licet.core.trade import Address, BirthDate, Identifier, Name, Party
from licet.match import outright, score, sieve_bounds, sieve_meet
from licet.match.arrays import READING
from licet.match.features import FEATURES
from licet.match.index import Index
from licet.match.policy import DEFAULT, Policy, Thresholds, Verdict
from licet.match.sieve import Sieve
from licet.match.sieve_curves import BOUNDED
from licet.match.sieve_keys import Keys

pytest.importorskip("numba")

LISTED = (
    ("Hangzhou Hikvision Digital Technology Co., Ltd.", "CN", "555 Qianmo Road, Binjiang District, Hangzhou"),
    ("Dahua Technology", "CN", "1199 Bin'an Road, Hangzhou"),
    ("IFLYTEK", "CN", ""),
    ("Megvii Technology", "CN", "Raycom Infotech Park, 2 Kexueyuan South Road, Beijing"),
    ("Aksu District Public Security Bureau", "CN", "Yingbin Road 12, Akesu City"),
    ("Xinjiang Production and Construction Corps (XPCC)", "CN", ""),
    ("Ivan Petrovich Sidorov", "RU", "7 Lenina Street, Tula"),
    ("Mohammed Al Rashid Trading L.L.C.", "AE", "Office 5, 21 Deira Street, Dubai"),
    ("Plant 12 of the Northern Works", "RU", ""),
    ("Kalashnikov Concern JSC", "RU", "3 Deryabin Drive, Izhevsk"),
    ("National University of Defense Technology", "CN", "109 Deya Road, Changsha"),
    ("SMIC", "CN", ""),
    ("Hytera Communications Corporation", "CN", ""),
    ("ZTE Corporation", "CN", ""),
    ("Hikvision", "CN", ""),
)
#: Names of companies that are not listed, with the brand of a listed group in them (`group_brand`), and its offices.
BRANDED = (
    "Prama Hikvision India Private Limited", "ZTE Deutschland GmbH", "Hytera Mobilfunk GmbH", "Hikvision Europe B.V.",
    "Orchid ZTE Lakeshore Bread", "Hytera Steel Garden Works", "Urumqi Public Security Bureau",
    "Aksu Public Security Bureau",
)  # fmt: skip
WORDS = (
    "technology", "digital", "trading", "bureau", "security", "public", "holding", "international", "works", "plant",
    "steel", "bread", "garden", "orchid", "lakeshore", "north", "hangzhou", "beijing", "shenzhen", "xinjiang", "ivan",
    "maria", "petrov", "sidorenko", "rashid", "mohamed", "ali", "hik", "vision", "da", "hua", "meg", "fly", "tek", "co",
    "ltd", "llc", "gmbh", "inc", "12", "14", "of", "and", "the", "s", "m", "kvision", "dahau", "hikvison", "megvi",
    "concern", "kalashnikov", "smic", "corps",
)  # fmt: skip
NATIVE = (
    "海康威视", "杭州海康威视数字技术股份有限公司", "大华技术", "旷视科技", "Иван Петрович Сидоров", "محمد الراشد",
    "科大讯飞", "国防科技大学", "Концерн Калашников", "שמואל", "新疆生产建设兵团",
)  # fmt: skip


def disturbed(text: str, dice: random.Random) -> str:
    """The text as somebody may have typed it."""
    for _ in range(dice.randint(0, 3)):
        at = dice.randrange(max(len(text), 1))
        match dice.randrange(10):
            case 0:
                text = text[:at] + text[at + 1 :]
            case 1:
                text = text[:at] + dice.choice("aeiouklmnhst1") + text[at:]
            case 2:
                text = text[:at] + text[at : at + 2][::-1] + text[at + 2 :]
            case 3:
                text = text.replace(" ", "", 1)
            case 4:
                text = text[:at] + " " + text[at:]
            case 5:
                text = " ".join(dice.sample(text.split(), len(text.split())))
            case 6:
                text = " ".join(text.split()[: dice.randint(1, 4)])
            case 7:
                text = f"{text} {dice.choice(WORDS)}"
            case 8:
                text = "".join(word[0] for word in text.split())
            case _:
                text = "".join(char for char in text if char not in "aeiou" or dice.random() < 0.6)
    return text


def corpus(dice: random.Random, count: int) -> list[Party]:
    """Parties of all sorts: listed names disturbed, words shuffled, other scripts, brands, numbers and places alone."""
    parties: list[Party] = []
    for number in range(count):
        sort = dice.randrange(13)
        name, country, place = dice.choice(LISTED)
        text = " ".join(dice.sample(WORDS, dice.randint(1, 5)))
        party = Party(id=str(number), countries=(dice.choice((country, "DE")),) if sort % 2 else ())
        if sort < 4:
            text = disturbed(name, dice)
        elif sort == 4:
            text = dice.choice(NATIVE)
        elif sort == 5:
            text = f"{dice.choice(name.split())} {text}"
        elif sort == 6 and place:
            party = replace(party, addresses=(Address(text=disturbed(place, dice), country=country),))
            text = dice.choice((text, ""))
        elif sort == 7:
            value = dice.choice(("7710140679", "123456789"))
            party = replace(party, identifiers=(Identifier(kind="tax", value=value),))
            text = dice.choice((text, ""))
        elif sort == 8:
            text = disturbed("Ivan Petrovich Sidorov", dice)
            day = dice.choice((date(1970, 5, 1), date(1980, 1, 5)))
            party = replace(party, births=(BirthDate(earliest=day, latest=day),))
        elif sort == 9:
            ground = "Lab 3, National University of Defense Technology Campus, 9 Deya Road"
            party = replace(party, addresses=(Address(text=disturbed(ground, dice)),))
        elif sort == 12:
            text = disturbed(dice.choice(BRANDED), dice)
        parties.append(replace(party, names=(Name(text=text),) if text.strip() else ()))
    return parties


@pytest.fixture(scope="module")
def index() -> Index:
    """A small index, as of a filing."""
    entries = [
        {
            "id": name, "names": [name], "kind": "any", "countries": [country],
            "addresses": [{"text": place, "country": country}] if place else [],
            "identifiers": [{"kind": "tax", "value": "7710140679"}] if country == "RU" else [],
            "births": ["1970-05-01"] if name.startswith("Ivan") else [],
            "weak_names": ["The Works"] if name.startswith("Plant") else [],
        }
        for name, country, place in LISTED
    ]  # fmt: skip
    bare = {
        "id": "bare", "names": [], "kind": "address",
        "addresses": [{"text": "Unit 9, 18 Harbour Road, Wan Chai, Hong Kong"}],
    }  # fmt: skip
    person = {"id": "person", "names": ["Ahmad Karimi"], "kind": "person"}
    made = Index.build([*entries, bare, person])
    made.warm()
    return made


def hits_of(index: Index, parties: list[Party], policy: Policy = DEFAULT) -> set[int]:
    """Places of the parties that the index itself calls a match or a question for a person."""
    found = index.search_many(parties, limit=40, policy=policy)
    return {at for at, some in enumerate(found) if any(hit.verdict is not Verdict.NO_MATCH for hit in some)}


def test_a_group_brand_inside_a_longer_name_is_asked(index: Index) -> None:
    """What the index reviews for the brand alone scores far below any threshold: the sieve must know of that reading."""
    parties = [Party(id=text, names=(Name(text=text),)) for text in BRANDED]
    hits = hits_of(index, parties)
    assert {BRANDED.index(text) for text in BRANDED[:6]} <= hits
    assert hits <= set(Sieve(index).may_hit(Keys.of(parties)).tolist())


@pytest.mark.parametrize("seed", range(2))
def test_no_hit_is_left_out(index: Index, seed: int) -> None:
    """Thousands of parties of all sorts: each one that the index calls a match or a review is asked."""
    parties = corpus(random.Random(seed), 2_500)
    asked = set(Sieve(index).may_hit(Keys.of(parties)).tolist())
    hits = hits_of(index, parties)
    assert len(hits) > 300
    assert hits - asked == set(), [parties[at] for at in sorted(hits - asked)[:5]]
    assert len(asked) < len(parties)


def test_a_lower_threshold_asks_more(index: Index) -> None:
    """The bound follows the policy: a desk that reviews more asks more, and again nothing is left out."""
    wide = Thresholds(match=0.9, review=0.45)
    policy = Policy(person=wide, organisation=wide, vessel=wide)
    parties = corpus(random.Random(9), 1_500)
    keys = Keys.of(parties)
    asked = set(Sieve(index, policy).may_hit(keys).tolist())
    assert hits_of(index, parties, policy) - asked == set()
    assert asked > set(Sieve(index).may_hit(keys).tolist())


def test_no_score_is_above_its_bound(index: Index) -> None:
    """Whatever a name scores, hit or not: a sieve that needs just that score asks about it."""
    parties = [party for party in corpus(random.Random(3), 900) if party.names]
    names = [replace(party, addresses=(), identifiers=(), births=()) for party in parties]
    keys = Keys.of(names)
    found = index.candidates(names)
    assert found is not None
    signal = score.rank_signal(found.table, found.style)
    best = np.full(len(keys.reading_party), -30.0)
    np.maximum.at(best, found.rows[:, READING], signal)
    assert found.readings[-1][0] == keys.reading_party[-1]
    sieve = Sieve(index)
    prepared = sieve.prepare(keys)
    for need in np.unique(np.round(best, 1)):
        may = sieve.reach(prepared, np.array([need - 1e-4] * 2))
        missed = np.flatnonzero((best >= need) & (may == 0))
        assert not len(missed), [names[keys.reading_party[at]].name for at in missed[:5]]


def test_the_first_look_leaves_out_nobody_that_a_closer_one_keeps(index: Index) -> None:
    """With every reading looked at closely the same ones are left, whatever is needed: steps only round upwards."""
    sieve = Sieve(index)
    prepared = sieve.prepare(Keys.of(corpus(random.Random(5), 2_000)))
    brief = prepared.told.brief.copy()
    brief[:, sieve_meet.LACKS] = 0.0  # as if all that a listed name must have were met
    closely = prepared._replace(told=prepared.told._replace(brief=brief))
    for need in np.arange(-6.0, 3.0, 0.5):
        points = np.array([need, need - 2.5])
        assert (sieve.reach(prepared, points) == sieve.reach(closely, points)).all()


def test_clean_names_are_mostly_left_out(index: Index) -> None:
    """Ordinary firms far from any listed name do not reach the index."""
    firsts, forms = ("Orchid", "Quellix", "Baumgart", "Torvill"), ("GmbH", "Inc")
    names = [f"{a} {b} {c}" for a in firsts for b in WORDS[10:16] for c in forms]
    asked = Sieve(index).may_hit(Keys.of(Party(id=name, names=(Name(text=name),)) for name in names))
    assert len(asked) < len(names) / 4


def test_words_written_apart_are_asked_only_where_the_name_may_be_listed(index: Index) -> None:
    """A listed word written as two counts as that word: the listed name is asked, another name with it is not."""
    names = ["Hang Zhou Hik Vision Digital Technology", "Hang Zhou Orchid Lakeshore Bread GmbH"]
    parties = [Party(id=name, names=(Name(text=name),)) for name in names]
    assert hits_of(index, parties) == {0}
    assert Sieve(index).may_hit(Keys.of(parties)).tolist() == [0]


def test_a_party_with_nothing_to_look_for_is_asked(index: Index) -> None:
    """A party without name, address or number is never left out in silence."""
    parties = [Party(id="a", names=(Name(text="Orchid Bread"),)), Party(id="b", countries=("DE",))]
    keys = Keys.of(parties)
    assert keys.ids(Sieve(index).may_hit(keys)) == ["b"]


def test_what_is_bounded_is_evidence_of_that_direction() -> None:
    """Each bounded feature is one that the matcher has, and works in the direction that the bound assumes."""
    assert {name: FEATURES[name].favours for name in BOUNDED} == BOUNDED


def test_names_named_outright_are_inside_the_sieves_lines() -> None:
    """The lines from which a name is named outright are no lower than those that the sieve takes for granted."""
    assert min(outright._MEANT, outright._ALIKE) >= sieve_meet._OUTRIGHT
    assert sieve_meet._OVER_QUERY >= outright._COMMON
    assert max(outright._COMMONER, outright._BUSINESS, outright._COMMON) <= sieve_bounds._OVER_NAME


def test_keys_survive_their_file(tmp_path: Path) -> None:
    """Written and read back they are the same; a torn or missing file is an error, never an empty answer."""
    keys = Keys.of(corpus(random.Random(1), 200))
    keys.save(tmp_path / "k")
    again = Keys.load(tmp_path / "k")
    assert len(again) == len(keys) == 200
    assert (again.reading_words == keys.reading_words).all()
    (tmp_path / "torn").write_bytes((tmp_path / "k").read_bytes()[:400])
    for broken in ("torn", "none"):
        with pytest.raises(MatchIndexError):
            Keys.load(tmp_path / broken)
