"""Count how common words and legal forms are among names anywhere: `python -m benchmarks._match_words NEGATIVES_FOLDER
[--skip NEGATIVES]`.

Companies and persons count for a half each, for nobody knows whom a desk will ask for. Writes words/world.tsv and
words/form_frequency.tsv. Names that are kept for measuring are left out.
"""

from __future__ import annotations

import argparse
import json
import math
import sys
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from pathlib import Path

from benchmarks._match_data import _rows
from licet.match import rarity
from licet.match.arrays import LEGAL
from licet.match.normal import read_name, written_forms

WORDS = Path(rarity.__file__).parent / "words"
_COMPANIES = ("companies-world-listed-2026-08.csv.gz", "companies-sec-registrants-2026-10.csv.gz")
_PERSONS = ("persons-synthetic-global-50k.csv.gz", "persons-synthetic-us-50k.csv.gz")
#: One name in so many is as rare as a word of one listed party.
_LISTED = 25_921
#: Rarer words than this are few in the count: chance decides.
_COUNTED = 0.88


def names_of(folder: Path, files: Iterable[str], without: set[str]) -> list[str]:
    """The names of some files, each once, without those that may be listed or are kept for measuring."""
    rows = [row for file in files for row in _rows(folder / file) if row.get("possibly_listed") != "1"]
    names = dict.fromkeys(row.get("full_name") or row.get("name", "") for row in rows)
    return [name for name in names if name and name not in without]


def words_in(names: Iterable[str]) -> Counter[str]:
    """How many of the names have each word."""
    found: Counter[str] = Counter()
    for name in names:
        for reading in read_name(name)[:1]:
            found.update({word.text for word in reading.words if word.kind != LEGAL and word.text.isascii()})
    return found


def rare(share: float) -> float:
    """How rare what a share of names has is, 0 to 1."""
    return round(min(1.0, -math.log(share) / math.log(_LISTED)), 2)


def write(name: str, head: str, found: Mapping[str, float], between: str) -> None:
    """A table of what is how rare."""
    levels: dict[float, list[str]] = defaultdict(list)
    for text, level in found.items():
        levels[level].append(text)
    lines = [f"{level:.2f}\t{between.join(sorted(levels[level]))}\n" for level in sorted(levels)]
    (WORDS / name).write_text(head + "".join(lines), encoding="utf-8")


def main(arguments: list[str]) -> None:
    """Count and write."""
    parser = argparse.ArgumentParser()
    parser.add_argument("negatives", type=Path)
    parser.add_argument("--skip", type=Path, help="names kept for measuring, left out of the count")
    given = parser.parse_args(arguments)
    without: set[str] = set()
    if given.skip:
        without = {json.loads(line)["q"] for line in given.skip.read_text(encoding="utf-8").splitlines()}
    companies = names_of(given.negatives, _COMPANIES, without)
    persons = names_of(given.negatives, _PERSONS, without)
    of_companies, of_persons = words_in(companies), words_in(persons)
    words = {
        word: rare((of_companies[word] / len(companies) + of_persons[word] / len(persons)) / 2)
        for word in of_companies.keys() | of_persons.keys()
    }
    about = f"counts over {len(companies):,} names of companies that are listed on exchanges or registered with the SEC"
    write(
        "world.tsv",
        f"# rarity (0 everywhere, 1 one name in 26,000)\twords. Facts: {about} and {len(persons):,} made-up names of "
        "persons, each a half. Written by benchmarks/_match_words.py.\n",
        {word: level for word, level in words.items() if level <= _COUNTED},
        " ",
    )
    forms = Counter(form for name in companies for form in written_forms(name))
    write(
        "form_frequency.tsv",
        "# rarity (0 everywhere, 1 one company in 26,000)\tlegal forms by the letter, common words short (| between). "
        f"Facts: {about}. Written by benchmarks/_match_words.py.\n",
        {form: level for form, count in forms.items() if (level := rare(count / len(companies))) < 1.0},
        "|",
    )


if __name__ == "__main__":
    main(sys.argv[1:])
