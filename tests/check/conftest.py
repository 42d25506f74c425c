"""One engine over the embedded snapshot for all tests of this folder."""

from __future__ import annotations

import os
from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from licet.check.engine import Engine, open_engine


@pytest.fixture(scope="session")
def engine(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Engine]:
    """The lists that come with licet, indexed in a folder of their own."""
    before = os.environ.get("LICET_HOME")
    os.environ["LICET_HOME"] = str(Path(tmp_path_factory.mktemp("home")))
    try:
        opened = open_engine("embedded")
        yield replace(opened, today=date(2026, 8, 1), doubts=None)
    finally:
        if before is None:
            del os.environ["LICET_HOME"]
        else:
            os.environ["LICET_HOME"] = before
