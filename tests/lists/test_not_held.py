"""What is not held is said, until it is held."""

from __future__ import annotations

from licet.lists.home import embedded
from licet.lists.not_held import not_held
from licet.lists.source import sources


def test_each_row_says_why() -> None:
    """A list that is not held has issuer, authority and reason; none of them is in the snapshot."""
    rows = not_held(embedded().lists)
    assert {"us-state-caatsa231", "us-dod-1286", "ch-seco"} <= {row.id for row in rows}
    assert all(row.title and row.issuer and row.authority and row.why for row in rows)


def test_a_list_that_is_held_is_no_longer_told() -> None:
    """After an update that brings the Swiss list it is not told as missing."""
    assert "ch-seco" in sources()
    assert "ch-seco" not in {row.id for row in not_held({"ch-seco"})}
