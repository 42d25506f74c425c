"""Readers: every official file, bands as bounds, versions as days, and bad rows that stop nothing."""

from __future__ import annotations

import json
from contextlib import suppress
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from openpyxl import Workbook

from licet.core.answer import Truth
from licet.core.errors import InputError, LicetError
from licet.core.fact import Share
from licet.owners.decide import decide
from licet.owners.graph import Edge, Graph, Kind, Sort
from licet.owners.graph_file import load, save
from licet.owners.read import read
from tests.owners.build import TODAY, listed, listing

HEAD = "owner,owned,share,from,to,source\n"


def edges(graph: Graph, owned: str, on: date | None = None) -> list[Edge]:
    """The edges into a party, of one day or of all."""
    cut = graph.into(graph.find(owned))
    found = [graph.edge(row) for row in range(cut.start, cut.stop)]
    return [edge for edge in found if on is None or on in edge.period]


def told(graph: Graph, owned: str, on: date | None = None) -> set[tuple[str, Kind, str]]:
    """The same as (owner, kind, share) in words."""
    return {(graph.name(edge.owner), edge.kind, str(edge.share)) for edge in edges(graph, owned, on)}


def write(folder: Path, name: str, text: str) -> Path:
    """A file with this text."""
    path = folder / name
    path.write_text(text, encoding="utf-8")
    return path


@pytest.mark.shared
def test_every_bods_example_is_read(shared: Path) -> None:
    """All published BODS 0.4 packages give a graph and no complaint."""
    files = sorted((shared / "ownership" / "bods-0.4").glob("*.json"))
    assert len(files) >= 19
    for file in files:
        assert read([file]).problems == [], file.name


@pytest.mark.shared
def test_bods_ring_is_nobody_s_yes(shared: Path) -> None:
    """Two companies that own each other wholly are not reached until one of them is listed."""
    graph = read([shared / "ownership/bods-0.4/10-circular-ownership.json"]).graph
    alpha = graph.find("Alpha Corp Ltd")
    assert decide(graph, alpha, TODAY, listed()).of("us-ofac").answer.is_no
    assert decide(graph, alpha, TODAY, listed(listing("Beta Corp Ltd"))).of("us-ofac").answer.is_yes


@pytest.mark.shared
def test_bods_anonymous_owner_is_unknown_and_exempt_company_is_noted(shared: Path) -> None:
    """Somebody hidden may be anybody; a listed company that need not disclose is said to be one."""
    folder = shared / "ownership/bods-0.4"
    graph = read([folder / "11-anonymous-person.json"]).graph
    decision = decide(graph, graph.find("Opaque Holdings SA"), TODAY, listed()).of("us-ofac")
    assert decision.answer.is_unknown
    exempt = read([folder / "listed-company-exempt-from-disclosure.json"]).graph
    assert exempt.notes == {0: ("BODS: subjectExemptFromDisclosure",)}


@pytest.mark.shared
def test_bods_joint_holding_goes_through_the_arrangement(shared: Path) -> None:
    """Each joint holder holds half of what holds everything: a listed one is enough for the US."""
    graph = read([shared / "ownership/bods-0.4/joint-ownership.json"]).graph
    report = decide(graph, graph.find("GB-COH-07444723"), TODAY, listed(listing("Roberto Lopez")))
    assert report.of("us-ofac").answer.is_yes


@pytest.mark.shared
def test_bods_declared_indirect_holding_is_not_counted_beside_its_steps(shared: Path) -> None:
    """The declared 30 % through a company is left to the company's own edges; the unknown step asks."""
    graph = read([shared / "ownership/bods-0.4/indirect-ownership.json"]).graph
    assert told(graph, "Company A") == {("Company B", Kind.OWNS, "60 %")}
    decision = decide(graph, graph.find("Company A"), TODAY, listed(listing("Person 1"))).of("us-ofac")
    assert decision.answer.is_unknown
    assert "Company B" in decision.questions[0].text
    mixed = read([shared / "ownership/bods-0.4/mixed-direct-and-indirect-ownership.json"]).graph
    assert ("Person 1", Kind.OWNS, "50 %") in told(mixed, "Company A")


@pytest.mark.shared
def test_bods_nominee_and_trust_roles_settle_nothing(shared: Path) -> None:
    """A nominator, a trustee or a settlor may own all or nothing: asked, never guessed."""
    folder = shared / "ownership/bods-0.4"
    graph = read([folder / "nomination.json"]).graph
    assert ("Silvia Teixeira Perez", Kind.OWNS, "0 to 100 %") in told(graph, "Perez-Rivero nomination")
    trust = read([folder / "levent.json"]).graph
    assert any(trust.sorts[edge.owner] == Sort.UNNAMED for edge in edges(trust, "Levent Trust"))


@pytest.mark.shared
def test_bods_versions_hold_until_the_next_and_close_ends_them(shared: Path) -> None:
    """Each day has the shares of that day."""
    graph = read([shared / "ownership/bods-0.4/tecido.json"]).graph
    owns = [
        (day, {(who, share) for who, kind, share in told(graph, "Tecido Ltd", day) if kind is Kind.OWNS})
        for day in (date(2020, 1, 1), date(2022, 1, 1), date(2022, 12, 1), date(2023, 6, 1))
    ]
    assert [who for _, who in owns] == [
        {("Maria Esteves", "100 %")},
        {("Maria Esteves", "40 %"), ("Shear Trust", "60 %")},
        {("Maria Esteves", "30 %"), ("Shear Trust", "70 %")},
        {("Shear Trust", "80 %")},
    ]
    fermcat = read([shared / "ownership/bods-0.4/fermcat.json"]).graph
    assert ("Riyadh Byrne-Amin", Kind.OWNS, "50 %") in told(fermcat, "Fermcat Ltd", date(2021, 4, 2))
    assert ("Riyadh Byrne-Amin", Kind.OWNS, "50 %") not in told(fermcat, "Fermcat Ltd", date(2021, 4, 3))
    assert told(fermcat, "Fermcat Ltd", date(2023, 1, 1)) >= {("Patrick O'Donohue", Kind.OWNS, "100 %")}


@pytest.mark.shared
def test_psc_snapshot_lines_become_bounds_and_control(shared: Path) -> None:
    """Bands are bounds, rights are control, a protected person is unnamed, totals are no owners."""
    reading = read([shared / "ownership/psc/psc-snapshot-sample.jsonl"])
    graph = reading.graph
    assert reading.problems == []
    assert told(graph, "GB-COH-07731393") == {
        ("Companion Care (Services) Limited", Kind.OWNS, "more than 25 to 50 %"),
        ("Companion Care (Services) Limited", Kind.VOTES, "more than 25 to 50 %"),
    }
    assert ("Stddminvest Limited", Kind.APPOINTS, "0 to 100 %") in told(graph, "GB-COH-10308743")
    assert edges(graph, "GB-COH-10308742")[0].period.end == date(2018, 2, 27)
    assert any(graph.sorts[edge.owner] == Sort.UNNAMED for edge in edges(graph, "GB-COH-02443921"))
    assert graph.ids.index("GB-COH-00686734") >= 0, "a UK holder meets its own company number"
    band = decide(
        graph, graph.find("GB-COH-07731393"), TODAY, listed(listing("Companion Care (Services) Limited"))
    ).of("us-ofac")
    assert band.answer.is_unknown


@pytest.mark.shared
def test_gleif_is_a_lead_and_never_a_percentage(shared: Path) -> None:
    """Consolidation leaves the share unknown, whatever its quantifier; an annulled record says nothing."""
    folder = shared / "ownership/gleif"
    graph = read([folder / "rr-cdf-2.1-specimen.xml", folder / "repex-2.1-specimen.json"]).graph
    assert graph.edges == 1
    (edge,) = edges(graph, "XI-LEI-00000000000000SAMP01")
    assert edge.kind is Kind.LEAD
    assert edge.share == Share.unknown()
    parent = listing("XI-LEI-00000000000000SAMP02")
    decision = decide(graph, edge.owned, TODAY, listed(parent)).of("us-ofac")
    assert decision.answer.is_unknown
    assert any("NON_CONSOLIDATING" in text for texts in graph.notes.values() for text in texts)


def test_csv_keeps_source_days_and_line(tmp_path: Path) -> None:
    """Each row's edge knows who says so, since when, and where it stands."""
    path = write(tmp_path, "own.csv", HEAD + "X,A,50,2020-01-01,2024-01-01,annual report\n")
    (edge,) = edges(read([path]).graph, "A")
    assert (edge.source.name, edge.source.file, edge.place) == ("annual report", "own.csv", 2)
    assert (edge.period.start, edge.period.end) == (date(2020, 1, 1), date(2024, 1, 1))


def test_bad_rows_say_file_line_field_and_fix_and_the_rest_goes_on(tmp_path: Path) -> None:
    """One bad cell costs one row."""
    rows = "X,A,half,,,\nX,B,50,1 May,,\nX,C,50,2024-01-01,2020-01-01,\nX,,50,,,\nX,D\nX,E,60,,,\n"
    reading = read([write(tmp_path, "own.csv", HEAD + rows)])
    assert [(one.file, one.line, one.field) for one in reading.problems] == [
        ("own.csv", 2, "share"), ("own.csv", 3, "from"), ("own.csv", 4, "to"), ("own.csv", 5, "owned"),
        ("own.csv", 6, ""),
    ]  # fmt: skip
    assert all(one.fix for one in reading.problems)
    assert told(reading.graph, "E") == {("X", Kind.OWNS, "60 %")}


def test_unknown_column_is_refused(tmp_path: Path) -> None:
    """A misspelt column is never silently empty."""
    with pytest.raises(InputError, match="unknown column `shaer`"):
        read([write(tmp_path, "own.csv", "owner,owned,shaer\nX,A,50\n")])


def test_xlsx_reads_like_csv(tmp_path: Path) -> None:
    """Numbers are the numbers that were typed, days are days."""
    book = Workbook()
    sheet = book.active
    assert sheet is not None
    sheet.append(["owner", "owned", "share", "from", "to", "source"])
    sheet.append(["X", "A", 33.3, date(2020, 1, 1), None, "register"])
    sheet.append(["Y", "A", 16.7, None, None, "register"])
    book.save(tmp_path / "own.xlsx")
    graph = read([tmp_path / "own.xlsx"]).graph
    decision = decide(graph, graph.find("A"), TODAY, listed(listing("X"), listing("Y"))).of("us-ofac")
    assert decision.share == Share.exactly(50)
    assert decision.reached is Truth.YES


def test_saved_graph_is_the_same_graph(tmp_path: Path) -> None:
    """What is saved comes back with shares, days, sources, names and notes."""
    path = write(tmp_path, "own.csv", HEAD + "X,A,16 2/3,2020-01-01,,register\n,A,>25-50,,,\n")
    graph = read([path]).graph
    save(graph, tmp_path / "own.npz")
    again = load(tmp_path / "own.npz")
    assert told(again, "A") == told(graph, "A")
    assert list(again.ids) == list(graph.ids)
    assert [again.edge(row) for row in range(again.edges)] == [graph.edge(row) for row in range(graph.edges)]


def test_what_is_no_saved_graph_is_refused(tmp_path: Path) -> None:
    """A torn or foreign file is an error with a fix, not a crash."""
    path = tmp_path / "own.npz"
    path.write_bytes(b"PK\x03\x04 nothing")
    with pytest.raises(InputError, match="not a saved ownership graph"):
        load(path)


def test_two_parties_of_one_name_must_be_told_apart(tmp_path: Path) -> None:
    """A name that several parties share is asked back with their ids."""
    head = "owner,owned,share,owned_name,owned_country\n"
    graph = read([write(tmp_path, "own.csv", head + "X,a-1,50,Acme Ltd,China\nX,a-2,50,ACME LTD,RU\n")]).graph
    with pytest.raises(InputError, match="several parties"):
        graph.find("Acme Ltd")
    assert graph.country(graph.find("a-1")) == "CN"


@settings(max_examples=150)
@given(
    data=st.binary(max_size=300),
    name=st.sampled_from(["a.csv", "a.json", "a.jsonl", "a.xml", "a.xlsx", "a.npz"]),
)
def test_any_bytes_give_a_graph_or_a_licet_error(
    data: bytes, name: str, tmp_path_factory: pytest.TempPathFactory
) -> None:
    """No file, however broken, makes anything but edges, reports or one error that says what to do."""
    path = tmp_path_factory.mktemp("any") / name
    path.write_bytes(data)
    with suppress(LicetError):
        read([path])


json_values = st.recursive(
    st.none() | st.booleans() | st.integers(-5, 200) | st.floats(allow_nan=False) | st.text(max_size=8),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=8), inner, max_size=3),
    max_leaves=8,
)


@settings(max_examples=200)
@given(
    details=json_values,
    extra=st.fixed_dictionaries(
        {"interests": json_values, "subject": json_values, "interestedParty": json_values}
    ),
    kind=st.sampled_from(["entity", "person", "relationship", "other"]),
)
def test_any_statement_gives_edges_or_a_report(
    details: object, extra: dict[str, object], kind: str, tmp_path_factory: pytest.TempPathFactory
) -> None:
    """A statement of any shape is read or reported by place; it never stops the file."""
    good = {"statementId": "s", "recordId": "r", "recordType": "entity", "recordDetails": {"name": "Good"}}
    for content in (details, extra):
        odd = {"statementId": "t", "recordId": "q", "recordType": kind, "recordDetails": content}
        path = tmp_path_factory.mktemp("odd") / "odd.json"
        path.write_text(json.dumps([odd, good]), encoding="utf-8")
        assert read([path]).graph.find("Good") >= 0
