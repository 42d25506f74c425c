"""The version of the matcher, by which an index is known to be its own."""

from __future__ import annotations

from pathlib import Path

from licet.match.version import digest_of, index_version


def test_any_changed_letter_of_a_file_is_another_version(tmp_path: Path) -> None:
    """A lexicon with one more word, or a file under another name, gives another digest."""
    words, code = tmp_path / "words.tsv", tmp_path / "code.py"
    words.write_text("a\tb\n")
    code.write_text("x = 1\n")
    before = digest_of([words, code])
    assert digest_of([code, words]) == before
    words.write_text("a\tc\n")
    assert digest_of([words, code]) != before
    words.rename(tmp_path / "other.tsv")
    assert digest_of([tmp_path / "other.tsv", code]) != digest_of([code])


def test_the_modules_that_make_the_entries_count_as_well() -> None:
    """Entries made otherwise are another index."""
    assert index_version() == index_version()
    assert index_version("licet.lists.catalogue") != index_version()
