"""Countries as people write them in files of their own, in the languages of those who trade."""

from __future__ import annotations

from importlib import resources

import pytest

from licet.core.country import country_called, country_names

_LANGUAGES = [
    "ar",
    "de",
    "es",
    "fa",
    "fr",
    "it",
    "ja",
    "ko",
    "nl",
    "pl",
    "pt",
    "ru",
    "tr",
    "uk",
    "zh",
    "zh_Hant",
]
_FILE = resources.files("licet.core").joinpath("country_names.tsv")


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("Deutschland", "DE"),
        ("ALLEMAGNE", "DE"),
        ("Estados Unidos", "US"),
        ("США", "US"),
        ("Российская Федерация", "RU"),
        ("中华人民共和国", "CN"),
        ("臺灣", "TW"),
        ("香港", "HK"),
        ("日本", "JP"),
        ("대한민국", "KR"),
        ("ایران", "IR"),
        ("الإمارات العربية المتحدة", "AE"),
        ("Türkiye", "TR"),
        ("China", "CN"),
        ("deu", "DE"),
    ],
)
def test_a_country_is_read_in_other_languages(text: str, code: str) -> None:
    """Whatever the case and the accents; codes and English names as everywhere."""
    assert country_called(text) == code


@pytest.mark.parametrize("text", ["Kongo", "Конго", "Nigēra", "Sambia", "Čad", "Áo", "Tai", "Atlantis", ""])
def test_a_name_that_may_be_anothers_is_none(text: str) -> None:
    """Two countries by one name, one a letter from another's, one as short as a code: never a guess."""
    assert country_called(text) == ""


def test_no_name_is_read_as_another_country_than_the_unicode_consortium_says() -> None:
    """Each name of the file that the CLDR knows for a country stands at that country, and none at two."""
    babel = pytest.importorskip("babel")
    theirs: dict[str, set[str]] = {}
    for language in _LANGUAGES:
        for code, name in babel.Locale.parse(language).territories.items():
            if code in country_names():
                theirs.setdefault(name, set()).add(code)
    read = {name: country_called(name) for name in theirs}
    assert {name: code for name, code in read.items() if code and theirs[name] != {code}} == {}
    assert sum(map(bool, read.values())) > 0.98 * len(read)


def test_no_name_of_the_file_stands_at_two_countries() -> None:
    """The English names and codes come first, and no line of the file says otherwise."""
    seen: dict[str, str] = {}
    for line in _FILE.read_text(encoding="utf-8").splitlines()[2:]:
        code, names = line.split("\t")
        assert code in country_names()
        for name in names.split("|"):
            assert country_called(name) == code, name
            assert seen.setdefault(name.casefold(), code) == code
