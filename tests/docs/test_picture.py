"""The README's picture is a real answer."""

from __future__ import annotations

import html
import os
import re
import runpy
from pathlib import Path

import pytest

from licet.check.engine import open_engine

SCRIPT = Path(__file__).parents[2] / "docs" / "picture.py"


def test_the_picture_shows_what_the_program_answers(
    tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Each listing, requirement and filing in the picture is in today's answer."""
    monkeypatch.setitem(os.environ, "LICET_HOME", str(tmp_path_factory.mktemp("home")))
    module = runpy.run_path(str(SCRIPT))
    drawn = html.unescape(re.sub(r"<[^>]+>", " ", module["PICTURE"].read_text(encoding="utf-8")))
    drawn = " ".join(drawn.replace("\u00a0", " ").split())
    answer = " ".join(module["answer_text"](open_engine("embedded", module["LISTS"])).split())
    for said in ("all items subject to the EAR (15 CFR 744.11)", "84 FR 54004 (2019-10-09)", "in force on"):
        assert said in drawn
        assert said in answer
    entries = set(re.findall(r"us-[a-z0-9-]+:[a-z0-9:-]+", answer))
    assert entries
    assert entries == set(re.findall(r"us-[a-z0-9-]+:[a-z0-9:-]+", drawn))
