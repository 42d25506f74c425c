"""A desk as it looks on a working day: a user of each role, cases, a licence, names in several scripts."""

from __future__ import annotations

from pathlib import Path

from licet.app.actions.check import finding_as_json
from licet.app.actions.impact import ask_of_filing, impact_of
from licet.app.actions.portfolio import import_file
from licet.app.api.house import House
from licet.lists.filing import read_filing
from licet.store import cases as kept
from licet.store.actor import Role, system
from licet.store.licences import record_licence, terms_from
from licet.store.people import add_user, issue_key

__all__ = ["ASKED", "PASSWORD", "fill"]

_EXAMPLES = Path(__file__).parents[2] / "examples"
_FILING = "filing-2019-22210.xml"
PASSWORD = "correct horse 42"
#: What was asked: each has at least one hit on the lists that come with licet.
ASKED = (
    "Hangzhou Hikvision Digital Technology",
    "华为技术有限公司",
    "Рособоронэкспорт",
    "Megvii Technology",
    "Semiconductor Manufacturing International Corporation",
    "Dahua Technology",
    "SenseTime Group",
    "Yangtze Memory Technologies",
)


def fill(house: House) -> None:
    """Put users, cases and a licence into an empty store."""
    import json

    who = system("test")
    for role in Role:
        add_user(house.store, who, role.value, role.value.title(), [role], password=PASSWORD)
    issue_key(house.store, who, "viewer", "shop", [])
    for asked in ASKED:
        found = house.engine.check(asked, limit=1).findings
        alerts = [
            kept.Alert(
                listing=one.listing.id,
                version=kept.version_of(one.listing),
                evidence={
                    **json.loads(json.dumps(finding_as_json(one)), parse_float=str),
                    "says": one.evidence,
                    "asked": asked,
                },
            )
            for one in found[:1]
        ]
        kept.open_case(house.store, who, title=f"{asked} / {found[0].listing.party.name}", alerts=alerts)
    for kind, file in (
        ("party", "parties.csv"),
        ("owner", "owners.csv"),
        ("item", "items.csv"),
        ("order", "orders.csv"),
        ("revenue", "revenue.csv"),
    ):
        import_file(house.store, who, "main", kind, _EXAMPLES / "portfolio" / file)
    # the first weighing of all may compile for a minute: before a browser waits for a page
    impact_of(house.store, who, "main", ask_of_filing(read_filing(_EXAMPLES / _FILING), house.engine))
    terms = terms_from(_read(_EXAMPLES / "licence.toml"))
    record_licence(house.store, who, terms)


def _read(path: Path) -> dict[str, object]:
    import tomllib

    return tomllib.loads(path.read_text(encoding="utf-8"))
