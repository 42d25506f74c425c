"""A row becomes a party: columns by their usual names, and no cell that is read as something else."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from licet.check.party import COLUMNS, find_columns, party_of, party_of_row
from licet.core.errors import InputError


@pytest.mark.parametrize(
    ("text", "earliest", "latest"),
    [
        ("1972-01-30", "1972-01-30", "1972-01-30"),
        ("1972-02", "1972-02-01", "1972-02-29"),
        ("1972", "1972-01-01", "1972-12-31"),
        ("30/01/1972", "1972-01-30", "1972-01-30"),
        ("01/30/1972", "1972-01-30", "1972-01-30"),
        ("3/4/1972", "1972-03-04", "1972-04-03"),
        ("02/29/1972", "1972-02-29", "1972-02-29"),
        ("30.01.1972", "1972-01-30", "1972-01-30"),
    ],
)
def test_a_birth_date_is_read_as_narrowly_as_it_is_sure(text: str, earliest: str, latest: str) -> None:
    """Where day and month may stand either way round, both days count and all between."""
    (birth,) = party_of_row({"name": ["Jane Roe"], "born": [text]}).births
    assert (birth.earliest, birth.latest) == (date.fromisoformat(earliest), date.fromisoformat(latest))


def test_a_birth_date_that_is_none_is_an_error_and_no_silence() -> None:
    """A cell that is not understood is named: dropped, it could not speak against a hit."""
    with pytest.raises(InputError, match="`31/31/1972` is no birth date") as error:
        party_of_row({"name": ["Jane Roe"], "born": ["31/31/1972"]})
    assert (error.value.field, error.value.fix) == ("born", "write YYYY-MM-DD, YYYY-MM or YYYY")


@given(
    st.dates(min_value=date(1801, 1, 1), max_value=date(2099, 12, 31)),
    st.sampled_from(["%d/%m/%Y", "%m/%d/%Y", "%Y-%m-%d"]),
)
def test_the_day_meant_is_among_those_read(day: date, form: str) -> None:
    """However a day is written, a listed person born on it is not spoken against."""
    (birth,) = party_of("Jane Roe", births=[day.strftime(form)]).births
    assert birth.earliest <= day <= birth.latest


def test_every_field_of_a_row_reaches_the_party() -> None:
    """No column that licet takes for a field is read and then forgotten."""
    cells = {
        "id": ["7"], "name": ["Jane Roe"], "alias": ["J. Roe; Roe, Jane"], "country": ["Germany"],
        "address": ["Hauptstr. 1"], "city": ["Trier"], "identifier": ["passport:X1"], "kind": ["individual"],
        "born": ["1972"],
    }  # fmt: skip
    assert set(cells) == set(COLUMNS)
    whole = party_of_row(cells)
    for field in COLUMNS:
        rest = {name: texts for name, texts in cells.items() if name != field}
        assert party_of_row(rest) != whole, field


def test_columns_are_found_by_their_usual_names() -> None:
    """`Date of Birth` is a birth date, and a header without names is refused with the fix."""
    assert find_columns(["Customer No", "Full Name", "Date of Birth"], {}, "x.csv")["born"] == [2]
    with pytest.raises(InputError, match="no column of names") as error:
        find_columns(["a", "b"], {}, "x.csv")
    assert "--map name=COLUMN" in error.value.fix
