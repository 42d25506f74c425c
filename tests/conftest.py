"""What all tests share: where the official files are, and Hypothesis profiles."""

from __future__ import annotations

import os
from pathlib import Path

import pytest
from hypothesis import HealthCheck, settings

settings.register_profile("default", deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile("default")

SHARED = Path(os.environ.get("LICET_SHARED", Path(__file__).parents[2] / "shared" / "data"))


@pytest.fixture(scope="session")
def indexed_home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A LICET_HOME for the whole run and all its processes: the match index is built once."""
    given = os.environ.get("LICET_HOME")
    base = tmp_path_factory.getbasetemp()
    return Path(given) if given else (base.parent if "PYTEST_XDIST_WORKER" in os.environ else base) / "home"


@pytest.fixture(scope="session")
def shared() -> Path:
    """The folder of whole official files; a test that needs it is skipped, saying so, without it."""
    if not SHARED.is_dir():
        pytest.skip(f"the official files are not at {SHARED} (set LICET_SHARED)")
    return SHARED
