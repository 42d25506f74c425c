"""Flags in words."""

from __future__ import annotations

import re
from pathlib import Path

import licet.law
from licet.core.listing_words import FLAG_WORDS as LISTING_WORDS
from licet.law.flags import FLAG_WORDS, flag_in_words

LAW = Path(licet.law.__file__).parent


def test_each_flag_that_the_law_sets_has_words() -> None:
    """No reader meets a bare code: every flag named in the law's modules is explained."""
    text = "\n".join(
        path.read_text(encoding="utf-8") for path in LAW.rglob("*.py") if path.name != "flags.py"
    )
    set_there = set(re.findall(r'flags=\(\*\w+\.flags, "([A-Z_]+)"', text))
    set_there |= set(re.findall(r'Status\.\w+: "([A-Z_]+)"', text))
    set_there |= set(re.findall(r'(?:flags\.append\(|NOT_HELD = |yield )"([A-Z_]{6,})"', text))
    assert len(set_there) >= 8
    assert {flag for flag in set_there if flag_in_words(flag) == flag} == set()


def test_words_are_given_once() -> None:
    """A flag of a listing and one of the law never share a code with two meanings."""
    assert not set(FLAG_WORDS) & set(LISTING_WORDS)


def test_an_unknown_flag_is_shown_as_it_is() -> None:
    """A flag without words is not hidden."""
    assert flag_in_words("SOMETHING_NEW") == "SOMETHING_NEW"
