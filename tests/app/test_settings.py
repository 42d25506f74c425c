"""Settings: what wins over what, and that a misspelt one is refused."""

from __future__ import annotations

from pathlib import Path

import pytest

from licet.app.settings import Settings, load_settings
from licet.core.errors import InputError


def test_the_command_line_wins_over_the_environment_and_that_over_the_file(tmp_path: Path) -> None:
    """Each layer replaces what the one below says, and keeps what it leaves out."""
    file = tmp_path / "licet.toml"
    file.write_text('port = 1\nrate = 5\nlists = ["us-ofac-sdn"]\nanonymous = true\n')
    found = load_settings(file, {"LICET_PORT": "2", "LICET_RATE": "7.5", "LICET_STORE": "x.db"}, port=3)
    assert (found.port, found.rate, found.lists, found.anonymous) == (3, 7.5, ("us-ofac-sdn",), True)
    assert found.store == "x.db"


@pytest.mark.parametrize(
    "text", ["prot = 1", "port = 'x'", "anonymous = 'perhaps'", "rate = -1", "secret = 'x'"]
)
def test_what_is_no_setting_is_refused(tmp_path: Path, text: str) -> None:
    """A misspelt limit must not silently be no limit."""
    file = tmp_path / "licet.toml"
    file.write_text(text)
    with pytest.raises(InputError):
        load_settings(file, {})


@pytest.mark.parametrize(
    ("host", "alone"),
    [("127.0.0.1", True), ("::1", True), ("localhost", True), ("192.0.2.1", False), ("example.org", False)],
)
def test_loopback_is_known(host: str, alone: bool) -> None:
    """Only this machine's own addresses count as its own."""
    assert Settings(host=host).loopback is alone
