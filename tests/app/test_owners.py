"""`licet owners`: the whole way from a file to an answer, a picture and an exit code."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from licet.app.cli.owners import command
from licet.core.errors import InputError

EXAMPLES = Path(__file__).parents[2] / "examples"
GIVEN = ["--listed-file", str(EXAMPLES / "owners-listed.csv"), "--on", "2026-11-23"]
FROM = ["--from", str(EXAMPLES / "owners.csv")]


def run(*arguments: str) -> Result:
    """Run the command in this process."""
    return CliRunner().invoke(command, arguments, catch_exceptions=False)


def test_show_says_yes_with_the_arithmetic_and_draws_it(tmp_path: Path) -> None:
    """The example customer is reached under the BIS rule: 40 through a company that is half owned, and 10."""
    picture = tmp_path / "chain.svg"
    result = run("show", "meridian-sz", *FROM, *GIVEN, "--json", "--svg", str(picture))
    told = {one["regime"]: one for one in json.loads(result.stdout)["decisions"]}
    assert told["us-bis"]["answer"] == "yes"
    assert told["us-bis"]["share"]["low"] == "50"
    assert told["us-ofac"]["answer"] == "no"
    assert told["us-ofac"]["cautions"]
    assert "LISTED: Entity List" in picture.read_text(encoding="utf-8")
    assert result.exit_code == 1


def test_show_unknown_asks_and_exits_with_three() -> None:
    """A share nobody knows is Red Flag 29, a question, and the exit code for missing facts."""
    result = run("show", "harbin", *FROM, *GIVEN)
    assert "Red Flag 29" in result.stdout
    assert "ask: what share of Harbin Precision Co. Ltd" in " ".join(result.stdout.split())
    assert result.exit_code == 3


def test_check_lists_all_that_are_reached() -> None:
    """Every reached party and rule, sure ones first."""
    result = run("check", *FROM, *GIVEN, "--json")
    reached = {(one["party"], one["regime"], one["truth"]) for one in json.loads(result.stdout)["reached"]}
    assert ("meridian-sz", "us-bis", "yes") in reached
    assert ("delta", "us-ofac", "unknown") in reached
    assert ("delta", "uk", "unknown") not in reached
    assert result.exit_code == 1


def test_assuming_the_stay_changes_the_answer() -> None:
    """Who looked up that the stay was extended says so."""
    result = run("show", "meridian-sz", *FROM, *GIVEN, "--regime", "us-bis", "--affiliates", "stayed")
    assert "stayed" in result.stdout
    assert result.exit_code == 0


def test_import_keeps_the_data_for_later(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """After an import no file needs to be named."""
    monkeypatch.setenv("LICET_HOME", str(tmp_path))
    with pytest.raises(InputError, match="no ownership data"):
        run("show", "meridian-sz", *GIVEN)
    assert "8 parties, 8 edges" in run("import", str(EXAMPLES / "owners.csv")).stdout
    assert run("show", "meridian-sz", *GIVEN).exit_code == 1


def test_diff_of_two_days_tells_what_changed() -> None:
    """The same file on two days: who came to be reached."""
    file = str(EXAMPLES / "owners.csv")
    result = run("diff", file, file, "--since", "2018-06-01", *GIVEN, "--json")
    assert {
        "party": "meridian-hk",
        "name": "Meridian Optics (HK) Ltd",
        "regime": "us-ofac",
        "before": "no",
        "after": "yes",
    } in json.loads(result.stdout)


def test_bods_example_and_rules_are_shown() -> None:
    """The JSON example reads like the CSV one; the rules name what is not confirmed."""
    result = run(
        "show",
        "Meridian Optics (HK) Ltd",
        "--from",
        str(EXAMPLES / "owners.json"),
        "--listed",
        "Volga Capital LLC=us-ofac-sdn:SDGT",
        "--on",
        "2026-11-23",
    )
    assert result.exit_code == 1
    assert "2026-11-10 to             in force, not confirmed" in run("rules").stdout
    with pytest.raises(InputError, match="no list that an ownership rule looks at"):
        run("show", "x", *FROM, "--listed", "X=nonsense")


@pytest.mark.parametrize(("name", "content"), [("a.csv", "owner,owned,share\n"), ("a.json", "[]")])
def test_ownership_data_of_nobody_is_an_error(name: str, content: str, tmp_path: Path) -> None:
    """A header alone or an empty array clears nobody."""
    path = tmp_path / name
    path.write_text(content, encoding="utf-8")
    with pytest.raises(InputError, match="no party in the ownership data"):
        run("check", "--from", str(path), *GIVEN)
