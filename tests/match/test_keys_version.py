"""The version of keys: it turns with whatever shapes them, and with nothing else of the matcher."""

from __future__ import annotations

import ast
import json
import shutil
import subprocess
import sys
from importlib import resources
from pathlib import Path

import pytest

from licet.match.version import KEY_MODULES, KEY_WORDS, digest_of, index_version, key_files, keys_version

SOURCE = Path(str(resources.files("licet"))).parent

# Keys of names in many scripts, of persons and firms, with addresses and numbers. Prints the modules that ran for
# them and the tables that were read.
MAKER = """
import json, sys
read, ran = set(), set()
sys.addaudithook(lambda event, told: event == "open" and read.add(str(told[0])))
from datetime import date
from licet.core.trade import Address, BirthDate, Identifier, Name, Party, PartyKind
from licet.match.sieve_keys import Keys

sys.setprofile(lambda frame, event, told: ran.add(frame.f_globals.get("__name__", "")))
names = ["Hangzhou Hikvision Digital Technology Co., Ltd.", "华为技术有限公司", "大疆創新科技", "ООО «Алмаз-Антей»",
         "شركة الخليج للتجارة", "株式会社東芝", "ひたち", "삼성전자", "Ivan Petrovich Sidorov", "Χημική ΑΕ", "O'Neill & Sons",
         "Dr. Mohammed bin Al-Rashid", "12th Research Institute of Geology", "Brtsk Zvzd", "Huawei (HK) Ltd.", "ბანკი",
         "דואר ישראל", "Société Générale d'Électricité", "IKCO", "MV Ocean Star", "AVIC Second Institute", "बैंक"]
place = "Room 405, 555 Qianmo Road, Binjiang District, Hangzhou; No. 37 Xueyuan Road, Beihang University, Beijing"
Keys.of(
    Party(id=str(at), names=(Name(text=text),), kind=PartyKind.UNKNOWN, countries=("CN",),
          addresses=(Address(text=place, country="CN"),), identifiers=(Identifier(kind="registration", value="1-23"),),
          births=(BirthDate(earliest=date(1970, 1, 1), latest=date(1970, 1, 1)),))
    for at, text in enumerate(names)
)
sys.setprofile(None)
print(json.dumps([sorted(ran), sorted(read)]))
"""


def imported(module: str) -> set[str]:
    """The modules of licet that one imports, at its top or inside a function."""
    path = SOURCE.joinpath(*module.split("."))
    file = path / "__init__.py" if path.is_dir() else path.with_suffix(".py")
    tree = ast.parse(file.read_text(encoding="utf-8"))
    unused = {
        id(part)
        for node in ast.walk(tree)
        if isinstance(node, ast.If) and ast.unparse(node.test) == "TYPE_CHECKING"
        for part in ast.walk(node)
    }
    found: set[str] = set()
    for node in ast.walk(tree):
        if id(node) in unused:
            continue
        if isinstance(node, ast.Import):
            found.update(one.name for one in node.names)
        elif isinstance(node, ast.ImportFrom):
            for one in node.names:
                inner = f"{node.module}.{one.name}"
                is_module = SOURCE.joinpath(*inner.split(".")).with_suffix(".py").is_file()
                found.add(inner if is_module else str(node.module))
    return {name for name in found if name.startswith("licet.")}


def test_all_that_the_keys_are_made_by_counts() -> None:
    """What the maker of keys imports, and what that imports, is what the version is made of: no more, no less."""
    found, todo = set[str](), ["licet.match.sieve_keys"]
    while todo:
        module = todo.pop()
        if module not in found:
            found.add(module)
            todo += imported(module)
    assert sorted(found) == sorted(KEY_MODULES)


def test_all_that_ran_and_was_read_counts() -> None:
    """No module runs and no table is read for keys that the version leaves out."""
    done = subprocess.run([sys.executable, "-c", MAKER], capture_output=True, text=True, check=True)
    ran, read = json.loads(done.stdout)
    ours = {name for name in ran if name.startswith("licet.")}
    assert "licet.match.scripts" in ours
    assert ours <= set(KEY_MODULES)
    tables = {Path(name).stem for name in read if name.endswith(".tsv")}
    assert len(tables) > len(KEY_WORDS) // 2
    assert tables <= {*KEY_WORDS, "countries"}


@pytest.mark.parametrize("file", key_files(), ids=lambda file: file.name)
def test_a_change_of_any_of_them_is_another_version(file: Path, tmp_path: Path) -> None:
    """One letter more in any of the modules or tables, and keys made before are not read."""
    copies = [tmp_path / f"{at}-{one.name}" for at, one in enumerate(key_files())]
    for one, copy in zip(key_files(), copies, strict=True):
        shutil.copyfile(str(one), copy)
    before = digest_of(copies)
    changed = next(copy for one, copy in zip(key_files(), copies, strict=True) if str(one) == str(file))
    changed.write_bytes(changed.read_bytes() + b"#")
    assert digest_of(copies) != before


def test_what_judges_is_no_part_of_it() -> None:
    """Other weights and another alignment leave the keys as they are; an index is made anew all the same."""
    names = {file.name for file in key_files()}
    assert not names & {"weights.tsv", "score.py", "align.py", "compare.py", "outright.py", "sieve_meet.py"}
    assert keys_version() != index_version()
