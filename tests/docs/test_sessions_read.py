"""The comparison of the documentation's sessions can fail."""

from __future__ import annotations

from tests.docs.sessions import same, steps


def test_dots_stand_for_anything_and_white_space_does_not_count() -> None:
    """Lines may be left out, and a narrower terminal changes nothing."""
    assert same("MATCH  Hikvision\n...\n(exit 1)", "MATCH Hikvision\n\n on a list\n(exit 1)")
    assert same("a\n...\nb", "a b")


def test_another_word_or_exit_code_is_another_output() -> None:
    """What the page shows must be there, and in this order."""
    assert not same("MATCH\n...\n(exit 1)", "MATCH\nHikvision")
    assert not same("REVIEW ...", "MATCH Hikvision")
    assert not same("a ... b", "b a")


def test_steps_are_read_with_what_they_print() -> None:
    """A command may go on in the next line; the next command ends the output before it."""
    page = "text\n```console\n$ licet a \\\n    b\none\n\ntwo\n$ licet c\n```\n"
    first, second = steps(page)
    assert (first.command, first.printed, first.line) == ("licet a \\\n    b", "one\n\ntwo", 3)
    assert (second.command, second.printed) == ("licet c", "")
