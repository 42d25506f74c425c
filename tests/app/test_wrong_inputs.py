"""What a tired officer types wrong: each ends with what, where and a fix, never with a trace of Python."""

from __future__ import annotations

import socket
import sys
from pathlib import Path

import pytest

from licet.app.cli import FACTS_MISSING, OK, STALE, USAGE, main

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


@pytest.mark.parametrize(
    ("words", "says"),
    [
        (("check", "Hikvision", "--limit", "0"), "`--limit`: 0 is not in the range x>=1"),
        (("check", "Hikvision", "--limit", "-1"), "`--limit`: -1 is not in the range x>=1"),
        (("check", "Hikvision", "--near", "-5"), "`--near`: -5 is not in the range x>=0"),
        (
            ("check", "Hikvision", "--on", "2019-02-30"),
            "`2019-02-30` is no day\nfix: write it like 2019-10-09",
        ),
        (("check", "Hikvision", "--country", "Atlantis"), "`Atlantis` is no country"),
        (("check", "Hikvision", "--snapshot", "/nowhere.lists"), "no such file\nfix: check the path"),
        (("check", "Hikvision", "--list", "nope"), "no list `nope`"),
        (("check", "\x1b[31mHuawei"), "holds control characters\nfix: type it anew"),
        (("check", "Co., Ltd."), "names nobody"),
        (("screen", str(EXAMPLES / "parties.csv"), "--limit", "0"), "`--limit`: 0 is not in the range"),
        (("compare", "ஹுவாவே", "Huawei"), "holds no word in letters that licet reads"),
        (("compare", "Huawei", " "), "field `B`: no name to compare"),
        (("law", "diff", "2026-01-29", "2025-01-29"), "2026-01-29 is not before 2025-01-29"),
        (("law", "diff", "2026-01-29", "2026-01-29"), "2026-01-29 is not before 2026-01-29"),
        (("law", "documents", "1 FR 1"), "no document: `1 FR 1`\nfix: ask for a cite like"),
        (("law", "eccn", "9Z999"), "not an ECCN: `9Z999`"),
        (("law", "eccn", "5A002", "--to", "Narnia"), "not a country: `Narnia`"),
        (("lists", "diff", "2025-01-29", "2025-01-29"), "fix: give two days"),
        (("lists", "show", "nope"), "no entry `nope`"),
        (("gear", "discover", "127.0.0.1", "--rate", "0"), "`--rate`: 0.0 is not in the range x>0"),
        (("gear", "discover", "127.0.0.1", "--wait", "-1"), "`--wait`: -1.0 is not in the range x>0"),
        (("gear", "rules", "--on", "soon"), "`soon` is no day"),
        (
            ("owners", "check", "--from", str(EXAMPLES / "owners.csv"), "--regime", "x"),
            "no ownership rule `x`",
        ),
        (("impact", "--from", "2025-08-02", "--to", "2025-01-29"), "2025-08-02 is not before 2025-01-29"),
    ],
)
def test_a_wrong_word_is_named_with_its_fix(
    words: tuple[str, ...], says: str, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """What cannot be meant is refused: none of it is answered as if something else had been asked."""
    code, text = run(monkeypatch, capsys, *words)
    assert (code, says in text) == (USAGE, True), text


#: A trade that needs no licence, told by flags.
PLAIN = ("determine", "--act", "export", "--item", "EAR99", "--to", "CN", "--clean", "--on", "2026-01-29")


@pytest.mark.parametrize(
    ("more", "says"),
    [
        (("--value", "4,00"), "`4,00` is no amount"),
        (("--value", "400 EUR"), "`400 EUR` is no amount\nfix: give US dollars"),
        (("--value", "5k"), "`5k` is no amount"),
        (("--value", "NaN"), "`NaN` is no amount"),
        (("--fact", "use.nuclear"), "not a fact: `use.nuclear`"),
        (("--fact", "use.nuclear=yes", "--fact", "use.nuclear=no"), "is said to be `yes` and `no`"),
        (("--party", "@end_user@CN"), "not NAME@ROLE@COUNTRY: `@end_user@CN`"),
        (("--party", "Acme@Home@end_user@CN"), "not NAME@ROLE@COUNTRY"),
        (("--item", "9Z999"), "not an ECCN: `9Z999`"),
        (("--on", "2026-13-01"), "not a day: `2026-13-01`"),
    ],
)
def test_a_wrong_fact_of_a_trade_is_refused(
    more: tuple[str, ...], says: str, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """Another currency, a comma for a point, a fact said twice and a party without a name decide nothing."""
    assert run(monkeypatch, capsys, *PLAIN)[0] == OK
    code, text = run(monkeypatch, capsys, *PLAIN, *more)
    assert (code, says in text) == (USAGE, True), text


@pytest.mark.parametrize(
    ("more", "says"),
    [
        (("--fact", "use.nuclear=perhaps"), "use.nuclear: perhaps: neither yes nor no"),
        (("--fact", "use.nuclear=nein"), "use.nuclear: nein: neither yes nor no"),
        (("--fact", "actor.us_person=maybe"), "us_person: maybe: neither yes nor no"),
        (("--fact", "use.nuclaer=no"), "nuclaer"),
        (("--from", "Narnia"), "country: Narnia"),
        (("--item", "3A777"), "3A777: the text held has no such entry"),
        (("--item", "3A991.zz"), "3A991.zz: the text held has no such paragraph"),
    ],
)
def test_a_fact_that_is_not_understood_leaves_nothing_clear(
    more: tuple[str, ...], says: str, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """It is named under what was not understood, and the answer ends with `facts missing`."""
    code, text = run(monkeypatch, capsys, *PLAIN, *more)
    assert (code, says in " ".join(text.split())) == (FACTS_MISSING, True), text


@pytest.mark.parametrize(
    ("slip", "expected"),
    [
        (('assume = "clean"', 'assume = "dirty"'), (USAGE, "`dirty` is no way to read silence")),
        (('name = "Orchid Imaging Ltd"', 'name = ""'), (1, "What is the name of party 1?")),
        (("nuclear = false", 'nuclear = "maybe"'), (1, "end_use.nuclear: maybe: neither yes nor no")),
        (('destination = "TW"', 'destination = "Narnia"'), (FACTS_MISSING, "country: Narnia")),
        (('activity = "export"', 'activity = "exprot"'), (FACTS_MISSING, "activity: exprot")),
    ],
)
def test_a_slip_in_a_trade_file_is_named(
    slip: tuple[str, str],
    expected: tuple[int, str],
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    """A party without a name is asked for and never clear; words that are no facts are shown."""
    trade = tmp_path / "trade.toml"
    trade.write_text((EXAMPLES / "trade.toml").read_text(encoding="utf-8").replace(*slip), encoding="utf-8")
    code, text = run(monkeypatch, capsys, "determine", str(trade), "--on", "2026-01-29")
    assert (code, expected[1] in " ".join(text.split())) == (expected[0], True), text


@pytest.mark.parametrize("told", ['attrs = { manufacturer = "Huawei" }', 'manufacturer = "Huawei"'])
def test_the_maker_of_an_item_is_screened_beside_the_parties(
    told: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """A maker named with an item is a party of the trade, and is looked for like one."""
    trade = tmp_path / "trade.toml"
    text = (EXAMPLES / "trade.toml").read_text(encoding="utf-8")
    trade.write_text(text.replace("[[parties]]", f"{told}\n\n[[parties]]"), encoding="utf-8")
    _, text = run(monkeypatch, capsys, "determine", str(trade), "--on", "2026-01-29")
    assert "Section 1260H: yes: Huawei" in text


def test_a_file_without_a_fact_is_told_so(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """The file is named: it was given, and says nothing."""
    trade = tmp_path / "trade.toml"
    trade.write_text("\n", encoding="utf-8")
    code, text = run(monkeypatch, capsys, "determine", str(trade))
    assert (code, "trade.toml: no fact in it" in text) == (USAGE, True)


def test_a_day_that_lies_ahead_is_never_clear(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """What the lists will hold by then is not known, and the answer says so."""
    code, text = run(monkeypatch, capsys, "check", "Gartenbau Hofmann KG", "--on", "2090-01-01")
    assert (code, "by 2090-01-01: that day lies ahead" in " ".join(text.split())) == (STALE, True), text


def test_lists_left_out_by_choice_are_told(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """An answer of one list says that the others were not asked."""
    _, text = run(monkeypatch, capsys, "check", "Gartenbau Hofmann KG", "--list", "us-bis-entity-list")
    assert "22 of the 23 lists held: they were left out by choice" in " ".join(text.split())


def test_results_never_take_the_place_of_the_parties(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """The file that is read is not written over."""
    path = tmp_path / "parties.csv"
    path.write_text("name\nCarvana Co\n")
    code, text = run(monkeypatch, capsys, "screen", str(path), "--out", str(path))
    assert (code, "is the file of the parties" in text) == (USAGE, True)
    assert path.read_text() == "name\nCarvana Co\n"


def test_a_row_of_a_day_before_the_history_says_so(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """A file of results is read without the exit code: each row carries its own doubt."""
    path = tmp_path / "parties.csv"
    path.write_text("name\nGartenbau Hofmann KG\n")
    code, text = run(monkeypatch, capsys, "screen", str(path), "--on", "1990-01-01", "--format", "csv")
    assert (code, "stale; history too short" in text) == (FACTS_MISSING, True), text


def test_names_with_brackets_are_printed_whole(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """A bracket in a name is no order to the terminal."""
    code, text = run(monkeypatch, capsys, "compare", "[bold]Hua", "[/x] Huawei")
    assert (code, "[bold]Hua" in text, "[/x] Huawei" in text) == (OK, True, True)


def test_a_day_before_any_rule_on_equipment_is_told(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """`No evidence` in 2010 is for want of a rule, and never a clearance of the camera."""
    _, text = run(
        monkeypatch,
        capsys,
        "gear",
        "check",
        str(EXAMPLES / "inventory.csv"),
        "--on",
        "2010-01-01",
        "--no-lists",
    )
    assert "no rule on covered equipment held on 2010-01-01" in text


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
    for country in ("TW", "taiwan"):
        assert "case/CASE-1" in run(monkeypatch, capsys, "store", "find", "--country", country)[1]
    code, text = run(monkeypatch, capsys, "store", "find", "--country", "Nowhere")
    assert (code, "`Nowhere` is no country" in text) == (USAGE, True), text
