"""Writes that happen once: also under load, and two at a time."""

from __future__ import annotations

import pytest
from starlette.responses import Response

from licet.app.api import once
from licet.app.api.once import Kept
from licet.core.errors import ConflictError


def test_a_write_under_way_is_never_forgotten(monkeypatch: pytest.MonkeyPatch) -> None:
    """However many answers come meanwhile, and however long it takes: the same key waits for its own."""
    monkeypatch.setattr(once, "_MOST", 3)
    kept = Kept()
    assert kept.begin(("slow",), "a") is None
    for at in range(20):
        name = (f"quick {at}",)
        assert kept.begin(name, "a") is None
        kept.end(name, "a", Response())
    with pytest.raises(ConflictError, match="is being made"):
        kept.begin(("slow",), "a")
    monkeypatch.setattr(once, "_DAY", -1.0)
    with pytest.raises(ConflictError, match="is being made"):
        kept.begin(("slow",), "a")
    monkeypatch.undo()
    done = Response("done")
    kept.end(("slow",), "a", done)
    assert kept.begin(("slow",), "a") is done
    assert kept.begin(("quick 0",), "a") is None
