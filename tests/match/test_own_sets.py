"""The labelled sets of our own that `benchmarks.match_classes` measures on."""

from __future__ import annotations

import random

import pytest
from benchmarks._match_classes import MAKERS


@pytest.mark.parametrize("name", ["1234567", "4-1-2-6", "A1B2C3D4", "3M 3M", "-- 1 2 3 4"])
def test_every_class_takes_a_name_without_neighbouring_letters(name: str) -> None:
    """A name that gives a class nothing to change is passed over, whatever the seed."""
    for kind, maker in MAKERS.items():
        for seed in range(20):
            assert isinstance(maker(name, random.Random(seed)), str), kind
