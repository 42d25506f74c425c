"""The three recipes of CONTRIBUTING.md work as they are written."""

from __future__ import annotations

import re
import sys
from collections.abc import Iterator
from importlib import import_module
from pathlib import Path
from types import ModuleType

import numpy as np
import pytest

import licet.law.us.ear
import licet.lists
from licet.law.book import RuleBook, rule_book, rules_in
from licet.lists.source import sources
from licet.match import features
from licet.match.kernel import SUMMARY
from tests.law import test_markdown_cases as cases

TEXT = (Path(__file__).parents[2] / "CONTRIBUTING.md").read_text(encoding="utf-8")
BLOCKS = {
    place: body
    for body, place in re.findall(r"^```python\n(# (\S+)\n.*?)^```$", TEXT, re.DOTALL | re.MULTILINE)
}
MARKDOWN = re.findall(r"^````markdown\n(.*?)^````$", TEXT, re.DOTALL | re.MULTILINE)


@pytest.fixture
def put(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[object]:
    """Puts a block where its first line says, beside the package's own modules, and takes it away again."""
    added: list[str] = []

    def load(place: str, package: ModuleType) -> ModuleType:
        (tmp_path / Path(place).name).write_text(BLOCKS[place], encoding="utf-8")
        monkeypatch.setattr(package, "__path__", [*package.__path__, str(tmp_path)])
        name = f"{package.__name__}.{Path(place).stem}"
        added.append(name)
        return import_module(name)

    yield load
    for name in added:
        sys.modules.pop(name, None)
        package, _, stem = name.rpartition(".")
        vars(sys.modules[package]).pop(stem, None)


def test_the_list_is_found_and_its_tests_pass(put: object) -> None:
    """The reader is found by its place, and both tests of the recipe hold."""
    assert callable(put)
    put("src/licet/lists/xx_example.py", licet.lists)
    assert "xx-example" in sources.__wrapped__()
    told: dict[str, object] = {}
    block = BLOCKS["tests/lists/test_xx_example.py"]
    exec(compile(block, "CONTRIBUTING.md", "exec"), told)  # noqa: S102 (the recipe itself is under test)
    ran = [test() for name, test in told.items() if name.startswith("test_") and callable(test)]
    assert len(ran) == 2


def test_the_rule_stands_in_the_book_and_its_cases_hold(put: object, monkeypatch: pytest.MonkeyPatch) -> None:
    """The book takes the rule, and its four cases say what it answers."""
    assert callable(put)
    module = put("src/licet/law/us/ear/part799.py", licet.law.us.ear)
    book = RuleBook([*rule_book().rules, *rules_in(module)])
    assert "part799.cuba_plainly" in book.ids
    monkeypatch.setattr(cases, "rule_book", lambda: book)
    written = list(cases.read(MARKDOWN[0]))
    assert [case.kind for case in written] == list(cases.KINDS)
    assert [cases.explain(case) for case in written] == [case.expected for case in written]


def test_the_feature_measures(monkeypatch: pytest.MonkeyPatch) -> None:
    """The registry takes the feature with its documentation, and it measures."""
    monkeypatch.setattr(features, "FEATURES", dict(features.FEATURES))
    exec(BLOCKS["src/licet/match/features.py"], dict(vars(features)))  # noqa: S102 (the same)
    made = features.FEATURES["words_unmet"]
    table = np.zeros((1, len(SUMMARY)))
    table[0, SUMMARY.index("lost")], table[0, SUMMARY.index("q_words")] = 1, 4
    assert made.measure(table).tolist() == [0.25]
    assert (made.favours, made.says) == (-1, "Share of the query's words that met nothing.")
