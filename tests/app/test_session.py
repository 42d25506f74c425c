"""Sessions: a cookie stands only as it was signed, and only for its time."""

from __future__ import annotations

from pathlib import Path

from hypothesis import given
from hypothesis import strategies as st

from licet.app.session import issue_session, read_session, session_secret

SECRET = "a" * 64


@given(user=st.text(min_size=1, max_size=30), mark=st.text(max_size=40))
def test_a_cookie_tells_whom_it_was_made_for(user: str, mark: str) -> None:
    """What was signed is read back, within its hours."""
    text = issue_session(SECRET, user, mark, now=1000)
    assert read_session(SECRET, text, hours=1, now=4599) == (user, mark)
    assert read_session(SECRET, text, hours=1, now=4601) is None
    assert read_session("b" * 64, text, hours=1, now=1001) is None


@given(text=st.text(max_size=200))
def test_any_other_text_is_nobody(text: str) -> None:
    """A cookie that we did not sign names nobody and breaks nothing."""
    assert read_session(SECRET, text, hours=1) is None


def test_the_key_is_kept_for_its_owner_alone(tmp_path: Path) -> None:
    """Restarting the server ends no session, and others cannot read the key."""
    store = tmp_path / "store.db"
    first = session_secret("", store)
    assert session_secret("", store) == first
    assert (tmp_path / "store.db.session-key").stat().st_mode & 0o077 == 0
