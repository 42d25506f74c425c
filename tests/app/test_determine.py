"""licet determine: files, flags, the interview, the page for the record."""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path

from click.testing import CliRunner

from licet.app.cli._interview import interview
from licet.app.cli.determine import command

EXAMPLES = Path(__file__).parents[2] / "examples"
ON = "2026-01-29"


_REPLIES = {
    "Is it an export": "export",
    "ultimate destination": "DE",
    "classification": "EAR99",
    "commodity, software": "commodity",
    "Who are the parties": "Acme@end_user@DE",
    "Who owns": "none",
    "US person?": "yes",
    "pass?": "none",
    "informed": "no",
    "restricted-party list": "no",
    "located": "DE",
    "headquartered": "DE",
}


def run(*arguments: str) -> tuple[int, str]:
    """Exit code and output of one call."""
    result = CliRunner().invoke(command, list(arguments))
    return result.exit_code, result.output


def test_a_trade_from_a_file_is_answered_with_its_exceptions() -> None:
    """The example trade needs a licence unless LVS or GBS applies."""
    code, output = run(str(EXAMPLES / "trade.toml"), "--on", ON, "--no-screen", "--json")
    data = json.loads(output)
    assert code == 1
    assert data["outcome"] == "EXCEPTION_MAY_APPLY"
    assert {each["symbol"] for each in data["exceptions"]["not_foreclosed"]} >= {"LVS", "GBS"}


def test_flags_alone_make_a_trade() -> None:
    """EAR99 to Germany declared clean needs no licence and ends with 0."""
    code, output = run("--act", "export", "--item", "EAR99", "--to", "DE", "--clean", "--on", ON, "--json")
    assert code == 0
    assert json.loads(output)["outcome"] == "NO_LICENSE_REQUIRED"


def test_silence_is_unknown_and_names_the_facts() -> None:
    """Without a clean declaration the answer asks, and ends with 3."""
    code, output = run("--act", "export", "--item", "EAR99", "--to", "DE", "--on", ON, "--json")
    data = json.loads(output)
    assert code == 3
    assert data["outcome"] == "NEEDS_FACTS"
    assert "trade.parties" in {each["id"] for each in data["needs"]}


def test_the_record_page_holds_inputs_versions_person_and_time(tmp_path: Path) -> None:
    """15 CFR 762.5: who, when, from what."""
    page = tmp_path / "record.html"
    code, _ = run(
        "--act", "export", "--item", "EAR99", "--to", "CU", "--clean", "--on", ON,
        "--html", str(page), "--by", "A. Person",
    )  # fmt: skip
    text = page.read_text()
    assert code == 1
    for part in ("LICENSE REQUIRED", "15 CFR 746.2(a)", "A. Person", "Rule book", "destination = CU"):
        assert part in text


def test_the_interview_asks_until_nothing_can_change_the_answer() -> None:
    """Each question once; a person who answers everything gets an outcome without open limbs."""
    asked: list[str] = []

    def answer(text: str) -> str:
        asked.append(text)
        for word, reply in _REPLIES.items():
            if word in text:
                return reply
        return "no"

    outcome = interview({}, on=date.fromisoformat(ON), engine=None, clean=None, ask=answer)
    assert outcome.determination.verdict.name == "NO_LICENSE_REQUIRED", outcome.determination.asks
    assert len(asked) == len(set(asked))


def test_the_interview_stops_when_a_licence_is_certain() -> None:
    """Nothing more is asked once the answer cannot get better."""
    asked: list[str] = []

    def answer(text: str) -> str:
        asked.append(text)
        return "no"

    told = {"activity": "export", "destination": "CU", "items": [{"eccn": "EAR99", "kind": "commodity"}]}
    outcome = interview(told, on=date.fromisoformat(ON), engine=None, clean=True, ask=answer)
    assert outcome.determination.verdict.name == "LICENSE_REQUIRED"
    assert asked == []


def test_an_export_without_an_item_is_never_clean() -> None:
    """What is sent decides: without it the classification is asked for."""
    code, output = run("--act", "export", "--to", "DE", "--clean", "--on", ON, "--json")
    assert code == 3
    assert "item.eccn" in {each["id"] for each in json.loads(output)["needs"]}


def test_a_word_that_is_no_classification_is_refused() -> None:
    """A mistyped ECCN is told at once, not asked about later."""
    code, output = run("--act", "export", "--item", "ZZZZ", "--to", "RU", "--on", ON)
    assert code == 2
    assert "not an ECCN: `ZZZZ`" in output


def test_a_fact_that_is_not_understood_is_no_clean_exit() -> None:
    """A program that reads the exit code alone is told that something was left out."""
    facts = ("--act", "export", "--item", "EAR99", "--to", "DE", "--clean", "--on", "2026-01-29")
    assert run(*facts)[0] == 0
    code, said = run(*facts, "--fact", "item.colour_of_the_crate=green")
    assert code == 3
    assert "licet does not understand" in said


def test_a_day_beyond_the_newest_text_is_flagged_whatever_the_item() -> None:
    """EAR99 meets no row of the control list, and its answer rests on the same texts."""
    facts = ("--act", "export", "--item", "EAR99", "--to", "DE", "--clean", "--on")
    code, said = run(*facts, "2035-05-01")
    assert code == 3
    assert "TEXT_OF_EARLIER_EDITION" in said
    assert "law.edition" in said
    assert "TEXT_OF_EARLIER_EDITION" not in run(*facts, "2025-06-02")[1]
