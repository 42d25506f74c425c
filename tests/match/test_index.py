"""The index finds what it holds, whatever was done to the name."""

from __future__ import annotations

from concurrent.futures import ProcessPoolExecutor
from multiprocessing import get_context
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

import licet
from licet.core.errors import InputError, MatchIndexError
from licet.core.trade import Name, Party
from licet.match.index import Index
from licet.match.normal import read_name
from licet.match.policy import Verdict
from licet.match.query import readings

NO_MATCH = Verdict.NO_MATCH
ENTRIES: list[dict[str, Any]] = [
    {
        "id": 1,
        "type": "Organization",
        "names": ["Hangzhou Hikvision Digital Technology Co., Ltd.", "Hikvision"],
    },
    {"id": 2, "type": "Person", "names": ["PUTIN, Vladimir Vladimirovich"]},
    {"id": 3, "type": "LegalEntity", "names": ["SIS d.o.o."]},
    {"id": 4, "type": "Organization", "names": ["JSC Almaz-Antey"]},
    {"id": 5, "type": "Person", "names": ["HUSSEIN, Saddam"], "weak_names": ["Abu Ali"]},
    {"id": 6, "type": "Vessel", "names": ["FU YUAN YU 8641"]},
    {"id": 7, "type": "Organization", "names": ["Sberbank of Russia"]},
]


@pytest.fixture(scope="module")
def index() -> Index:
    """Seven parties of every kind."""
    return Index.build(ENTRIES)


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ("Hikvision", 1),
        ("海康威视", 1),
        ("杭州海康威视数字技术股份有限公司", 1),
        ("Vladimir Putin", 2),
        ("Владимир Владимирович Путин", 2),
        ("SIS DOO", 3),
        ("Almaz Antey Telecommunications", 4),
        ("صدام حسين", 5),
        ("M/V FU YUAN YU 8641", 6),
        ("Сбербанк России", 7),
    ],
)
def test_a_party_is_found_under_the_names_people_use(index: Index, query: str, expected: int) -> None:
    """Scripts, legal forms, dots and prefixes do not hide a listed party."""
    assert index.search(query)[0].id == expected


def test_each_entry_is_found_first_by_each_of_its_names(index: Index) -> None:
    """A party matches itself best."""
    for entry in ENTRIES:
        for name in entry["names"]:
            assert index.search(name)[0].id == entry["id"]


def test_many_queries_give_the_same_hits_and_scores_as_one_at_a_time(index: Index) -> None:
    """The batch is the single path repeated."""
    queries = ["Hikvision", "Vladimir Putin", "nobody at all", "SIS DOO"] * 40
    many = [[(hit.id, hit.score, hit.rank) for hit in hits] for hits in index.search_many(queries)]
    single = [[(hit.id, hit.score, hit.rank) for hit in index.search(query)] for query in queries]
    assert many == single


def test_compiled_and_plain_loops_give_the_same_numbers(monkeypatch: pytest.MonkeyPatch) -> None:
    """What numba compiles answers exactly as the plain functions do."""
    pytest.importorskip("numba")
    plain, compiled = Index.build(ENTRIES), Index.build(ENTRIES)
    assert compiled.warm()
    monkeypatch.setattr("licet.match.index.is_kept", lambda: False)  # else the first query links it for both
    for query in ("Hikvisoin", "V. Putin", "Fu Yuanyu 8641", "Sber bank", "Саддам Хусейн"):
        ours = [(hit.id, hit.score) for hit in plain.search(query)]
        assert ours == [(hit.id, hit.score) for hit in compiled.search(query)]
    assert not plain._warm


def test_what_was_read_is_forgotten_before_a_measurement(index: Index) -> None:
    """No name is served from what an earlier query left, however deep it was kept."""
    index.search("Hikvision")
    assert readings.cache_info().currsize
    index.forget()
    index.search("Hikvision")
    assert (readings.cache_info().hits, read_name.cache_info().hits) == (0, 0)


def test_many_questions_take_the_compiled_loops_by_themselves(monkeypatch: pytest.MonkeyPatch) -> None:
    """Where no machine code is kept a process compiles it once it has asked enough, in one call or in many."""
    pytest.importorskip("numba")
    monkeypatch.setattr("licet.match.index.is_kept", lambda: False)
    few, many = Index.build(ENTRIES), Index.build(ENTRIES)
    list(few.search_many(["Hikvision"] * 64))
    assert not few._warm
    list(many.search_many(["Hikvision"] * 256))
    assert many._warm


def test_an_index_file_is_deterministic_and_answers_as_before(index: Index, tmp_path: Path) -> None:
    """The same entries give the same bytes, and an opened file the same hits."""
    index.save(tmp_path / "a")
    Index.build(ENTRIES).save(tmp_path / "b")
    assert (tmp_path / "a").read_bytes() == (tmp_path / "b").read_bytes()
    opened = Index.open(tmp_path / "a")
    assert [hit.id for hit in opened.search("Vladimir Putin")] == [
        hit.id for hit in index.search("Vladimir Putin")
    ]


def test_an_increment_is_searched_with_the_base(index: Index) -> None:
    """Entries added later are found, and those from before still are."""
    more = index.extend([{"id": "new", "names": ["Zarya Testing Laboratory"], "kind": "organisation"}])
    assert more.search("Zarya Testing Laboratory")[0].id == "new"
    assert more.search("Hikvision")[0].id == 1


def test_an_increment_takes_entries_away_and_changes_others(index: Index, tmp_path: Path) -> None:
    """From one edition to the next: one party is gone, one has another name; the file keeps it so."""
    more = index.extend([{"id": 2, "type": "Person", "names": ["ROMANOV, Ivan Testovich"]}], without=[2, 3])
    assert len(more) == len(ENTRIES) - 1
    more.save(tmp_path / "more")
    for one in (more, Index.open(tmp_path / "more")):
        assert all("PUTIN" not in hit.name for hit in one.search("Vladimir Vladimirovich Putin"))
        assert all(hit.id != 3 for hit in one.search("SIS d.o.o."))
        assert one.search("Ivan Romanov")[0].id == 2
        assert one.search("Hikvision")[0].id == 1
    assert index.search("Vladimir Putin")[0].id == 2


def _first(path: str, query: str) -> object:
    return Index.open(path).search(query)[0].id


def test_many_processes_share_one_file(index: Index, tmp_path: Path) -> None:
    """Workers map the same file and give the same answers."""
    path = tmp_path / "shared"
    index.save(path)
    queries = ["Hikvision", "Vladimir Putin", "SIS DOO", "Сбербанк России"]
    with ProcessPoolExecutor(2, mp_context=get_context("spawn")) as pool:
        found = list(pool.map(_first, [str(path)] * len(queries), queries))
    assert found == [index.search(query)[0].id for query in queries]


def test_a_torn_file_is_an_error_and_not_an_empty_index(index: Index, tmp_path: Path) -> None:
    """A short file never reads as a list with nobody on it."""
    index.save(tmp_path / "a")
    (tmp_path / "b").write_bytes((tmp_path / "a").read_bytes()[:-64])
    with pytest.raises(MatchIndexError, match="torn"):
        Index.open(tmp_path / "b")
    with pytest.raises(MatchIndexError, match="no match index"):
        Index.open(tmp_path / "missing")


def test_an_entry_without_an_id_is_refused() -> None:
    """An entry that could not be named in an answer is an error."""
    with pytest.raises(InputError, match="no id"):
        Index.build([{"names": ["X"]}])


def test_a_party_is_asked_by_all_its_names(index: Index) -> None:
    """The best of a party's names counts."""
    party = Party(names=(Name(text="Somebody Else"), Name(text="Vladimir Putin")))
    assert index.search(party)[0].id == 2


def test_a_country_speaks_for_and_against() -> None:
    """The same country lifts a hit and another one lowers it; a party without countries is neither."""
    names = {"RU": "Zarya Works", "CN": "Zarya Works", "": "Zarya Works"}
    index = Index.build(
        [
            {"id": code or "none", "names": [name], "countries": [code] if code else []}
            for code, name in names.items()
        ]
    )
    found = {
        hit.id: hit for hit in index.search(Party(names=(Name(text="Zarya Works"),), countries=("RU", "BY")))
    }
    plain = index.search("Zarya Works")[0].rank
    assert found["RU"].rank > plain == found["none"].rank > found["CN"].rank
    assert [(e.how, e.theirs) for e in found["RU"].beside] == [("same", ("RU",))]
    assert [(e.how, e.theirs) for e in found["CN"].beside] == [("another", ("CN",))]


def test_a_body_named_outright_in_another_country_is_reviewed() -> None:
    """A branch bears its firm's name elsewhere: the country alone never rules it out."""
    entry = {"id": "firm", "names": ["AO Kaspersky Lab", "Kaspersky"], "countries": ["RU"]}
    index = Index.build([entry])
    at_home = Party(names=(Name(text="Kaspersky"),), countries=("RU",))
    abroad = Party(names=(Name(text="Kaspersky"),), countries=("CN",))
    assert index.search(at_home)[0].verdict is Verdict.MATCH
    assert index.search(abroad)[0].verdict is Verdict.REVIEW


def test_kind_limits_the_answer_to_that_kind(index: Index) -> None:
    """Asking for vessels gives vessels and entries of unknown kind."""
    assert {hit.kind for hit in index.search("Vladimir Putin", kind="vessel")} <= {"vessel", "any"}


def test_a_hit_says_in_one_sentence_why(index: Index) -> None:
    """The sentence names the verdict, both sides and what met."""
    hit = index.search("Almaz Antey Telecommunications")[0]
    said = hit.sentence()
    assert "Almaz-Antey" in said
    assert "only in the query: telecommunications" in said
    assert {e.how for e in hit.evidence} >= {"exact", "only in the query"}


@pytest.mark.parametrize(
    "query",
    ["", " ", "\u200b", "....", "()", "\ud800".encode("utf-16", "surrogatepass").decode("utf-16", "replace")],
)
def test_a_text_without_a_name_has_no_hits(index: Index, query: str) -> None:
    """Nothing to compare gives nothing, and no error."""
    assert index.search(query) == []


def test_the_public_names_are_found_on_the_package() -> None:
    """`licet.Index` and `licet.compare` are the way in."""
    assert licet.Index is Index
    assert licet.compare("Hikvision", "海康威视").score > 0.9
    with pytest.raises(AttributeError):
        _ = licet.nothing_of_the_sort


def test_entries_that_are_taken_away_take_nobodys_place(tmp_path: Path) -> None:
    """What an edition strikes out is not compared any more, so it crowds nobody out; a file keeps it so."""
    many = [{"id": f"a:{n}", "names": [f"Zarya Machine Works {n}"]} for n in range(200)]
    whole = Index.build([*many, {"id": "b:1", "names": ["Zarya Machine Works of Samara"]}])
    part = whole.extend([], without=[entry["id"] for entry in many])
    part.save(tmp_path / "part")
    for index in (part, Index.open(tmp_path / "part")):
        assert len(index) == 1
        assert list(index.ids()) == ["b:1"]
        assert [hit.id for hit in index.search("Zarya Machine Works 7")] == ["b:1"]
    assert whole.search("Zarya Machine Works 7")[0].id == "a:7"


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(st.sampled_from([name for entry in ENTRIES for name in entry["names"]]), max_size=4))
def test_hits_that_are_ruled_out_can_be_left_out(index: Index, names: list[str]) -> None:
    """What is left is what a person has to look at: the same hits in the same order."""
    asked: list[str | Party] = [
        *names,
        *(name[1:] for name in names),
        "Sberbank of Nowhere",
        Party(names=(Name(text="Hikvision Russia Technology"),)),
        *(Party(names=(Name(text=name[:-3]),), countries=("CN", "RU")) for name in names),
        Party(names=(Name(text="Sberbank"),), countries=("CN",)),
    ]
    for whole, few in zip(index.search_many(asked), index.search_many(asked, ruled_out=False), strict=True):
        wanted = [(hit.id, hit.name, hit.score, hit.verdict) for hit in whole if hit.verdict is not NO_MATCH]
        assert [
            (hit.id, hit.name, hit.score, hit.verdict) for hit in few if hit.verdict is not NO_MATCH
        ] == wanted
