"""What every reader promises: any bytes give listings or a SourceError."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from licet.core.errors import SourceError
from licet.lists.source import sources

FIXTURES = Path(__file__).parent / "fixtures"
SAMPLES: dict[str, tuple[str, ...]] = {
    "us-bis-dpl": ("dpl.csv", "dpl-12-columns.txt", "dpl-9-columns.txt"),
    "us-ddtc-debarred": ("ddtc-debarred-statutory.csv", "ddtc-debarred-administrative.csv"),
    "us-fcc-covered": ("fcc-covered-list.html",),
    "us-dhs-uflpa": ("uflpa-entity-list.html",),
    "us-dod-1260h": (),
    "us-ofac-sdn": ("consolidated.xml",),
    "us-ofac-consolidated": ("consolidated.xml",),
    "un-sc": ("un-consolidated-2026-02-27.xml",),
    "eu-fsf": ("eu-fsf-2026-05-01.xml", "eu-fsf.csv"),
    "uk-sl": ("uk-sl.xml", "uk-sl.csv"),
    "ca-sema": ("ca-sema-2026.xml", "ca-sema-2020.xml"),
    "au-dfat": ("au-dfat.csv",),
    "ch-seco": ("ch-seco.xml",),
    "uk-ofsi": ("uk-ofsi-conlist.csv",),
    "jp-mof": ("jp-mof.xlsx",),
    "jp-meti-ban": (),
    "jp-meti-eul": ("jp-meti-end-user-list.xlsx",),
    "us-csl": ("csl-native-2025.csv", "csl-native-2019.csv", "csl-native-2026.json", "csl.compact.json"),
}


@pytest.mark.parametrize("source_id", SAMPLES)
@settings(max_examples=40)
@given(data=st.data())
def test_any_bytes_give_listings_or_source_error(source_id: str, data: st.DataObject) -> None:
    """A document that is random, cut, or has some bytes changed never fails in another way."""
    document = data.draw(st.binary(max_size=200))
    names: tuple[str, ...] = SAMPLES[source_id]
    mutated = data.draw(st.booleans())
    if names and mutated:
        whole = bytearray((FIXTURES / data.draw(st.sampled_from(names))).read_bytes())
        for _ in range(data.draw(st.integers(0, 4))):
            whole[data.draw(st.integers(0, len(whole) - 1))] = data.draw(st.integers(0, 255))
        document = bytes(whole[: data.draw(st.integers(0, len(whole)))])
    try:
        found = list(sources()[source_id](document))
    except SourceError:
        return
    assert all(one.id.startswith(f"{one.list}:") for one in found)


@pytest.mark.parametrize("source_id", SAMPLES)
def test_reading_is_pure(source_id: str) -> None:
    """The same document gives the same listings with the same ids, every time."""
    for name in SAMPLES[source_id]:
        assert list(sources()[source_id](FIXTURES / name)) == list(sources()[source_id](FIXTURES / name))
