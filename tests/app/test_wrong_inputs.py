"""What a tired officer types wrong: each ends with what, where and a fix, never with a trace of Python."""

from __future__ import annotations

import socket
import sys
from pathlib import Path

import pytest

from licet.app.cli import USAGE, main

EXAMPLES = Path(__file__).parents[2] / "examples"


def run(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], *words: str) -> tuple[int, str]:
    """Exit code, and all that is printed, of a command as it is typed."""
    monkeypatch.setattr(sys, "argv", ["licet", *words])
    with pytest.raises(SystemExit) as ended:
        main()
    captured = capsys.readouterr()
    return int(ended.value.code or 0), captured.out + captured.err


@pytest.fixture(autouse=True)
def own_store(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A store of the test's own, where none is yet."""
    monkeypatch.setenv("LICET_STORE", str(tmp_path / "store.db"))


def test_a_mistyped_verb_is_answered_with_the_nearest(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """`chek` is told to be `check`, perhaps."""
    code, text = run(monkeypatch, capsys, "chek", "Huawei")
    assert (code, "Did you mean `check`" in text) == (USAGE, True)


@pytest.mark.parametrize(
    ("content", "says"),
    [
        (b"name,country\nM\xfcller GmbH,DE\n", "not UTF-8: byte 0xfc at 14\nfix: save it as CSV UTF-8"),
        (b"", "the file is empty\nfix: give a header line"),
        (b"foo,bar\n1,2\n", "line 1, field `name`: no column of names"),
        (b"name,country\n", "no party in the file"),
        (b"name,country\n  ,\n,\n", "no party in the file"),
    ],
)
def test_a_file_that_cannot_be_screened_says_what_to_save(
    content: bytes,
    says: str,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    """Another encoding, an empty file, no header and no row are told apart, each with its fix."""
    path = tmp_path / "parties.csv"
    path.write_bytes(content)
    for more in ((), ("--into", str(tmp_path / "into"))):
        code, text = run(monkeypatch, capsys, "screen", str(path), *more)
        assert (code, says in text) == (USAGE, True), text


def test_a_row_without_a_listed_party_says_why_a_person_must_look(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """What could not be read of a name stands where the evidence would."""
    path = tmp_path / "parties.csv"
    path.write_text("name\nጅማ ንግድ Trading Company\n")
    code, text = run(monkeypatch, capsys, "screen", str(path), "--format", "csv")
    assert (code, ",review,0," in text) == (1, True), text
    assert "`ጅማ ንግድ` is in letters that licet does not read" in text


def test_a_folder_is_no_file(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """A folder where a file is wanted is called a folder."""
    code, text = run(monkeypatch, capsys, "screen", str(tmp_path))
    assert (code, "a folder, not a file" in text) == (USAGE, True)


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="the system has no device that is always full")
def test_a_full_disk_is_an_error_with_its_fix(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """What cannot be written ends as an error and is no answer."""
    target = tmp_path / "hits.csv"
    (tmp_path / "hits.csv.part").symlink_to("/dev/full")
    code, text = run(monkeypatch, capsys, "screen", str(EXAMPLES / "parties.csv"), "--out", str(target))
    assert (code, "no space left on the disk\nfix: make space" in text) == (USAGE, True), text
    assert not target.exists()


def test_results_that_cannot_be_written_are_an_error_with_the_path(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """A folder that is not there is named, and the command ends as a usage error."""
    target = tmp_path / "missing" / "hits.csv"
    code, text = run(monkeypatch, capsys, "screen", str(EXAMPLES / "parties.csv"), "--out", str(target))
    assert code == USAGE
    assert f"{target}: no such file or directory\nfix: check the path" in text


def test_a_slip_in_a_classification_is_named(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """An ECCN in a file that is none stands under what was not understood; a description does not."""
    trade = tmp_path / "trade.toml"
    text = (EXAMPLES / "trade.toml").read_text(encoding="utf-8")
    trade.write_text(text.replace("3B001.b", "ABC99"), encoding="utf-8")
    _, slip = run(monkeypatch, capsys, "determine", str(trade), "--on", "2026-01-29")
    assert "items[0].eccn: ABC99" in slip
    trade.write_text(text.replace("3B001.b", "foreign machine"), encoding="utf-8")
    _, words = run(monkeypatch, capsys, "determine", str(trade), "--on", "2026-01-29")
    assert "Not understood" not in words


def test_a_trade_that_is_no_toml_is_told_with_its_line(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """The place in the file is in the message, the file's name once."""
    trade = tmp_path / "bad.toml"
    trade.write_text('assume = "clean\n', encoding="utf-8")
    code, text = run(monkeypatch, capsys, "determine", str(trade))
    assert (code, "at line 1" in text, text.count("bad.toml")) == (USAGE, True, 1)


def test_a_port_in_use_is_told_before_the_lists_are_opened(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """The server says at once where it cannot listen."""
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = str(taken.getsockname()[1])
        code, text = run(monkeypatch, capsys, "serve", "--port", port)
    assert (code, f"port `{port}`: address already in use\nfix: give another --port" in text) == (USAGE, True)
    assert "opening" not in text


def test_what_a_portfolio_lacks_is_not_nothing_where_there_is_none(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """Without the portfolio `nothing is missing` would be untrue."""
    run(monkeypatch, capsys, "store", "init")
    code, text = run(monkeypatch, capsys, "portfolio", "missing")
    assert (code, "no portfolio `main`\nfix: licet portfolio import" in text) == (USAGE, True)


def test_a_case_is_found_by_a_country_that_there_is(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """A country that is none is refused; a name becomes its code."""
    code, text = run(monkeypatch, capsys, "case", "open", "X", "--country", "Nowhere")
    assert (code, "field `--country`: `Nowhere` is no country" in text) == (USAGE, True)
    assert run(monkeypatch, capsys, "case", "open", "X", "--country", "Taiwan") == (0, "CASE-1\n")
    assert "case/CASE-1" in run(monkeypatch, capsys, "store", "find", "--country", "TW")[1]
