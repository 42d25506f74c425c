"""What people do about covered equipment: check what they have, ask a network, write the report."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import date
from pathlib import Path

from licet.app.actions.writing import write_whole
from licet.core.errors import InputError, SnapshotError
from licet.gear.discover import PROTOCOLS, Plan, Ports, discover, parse_range
from licet.gear.evidence import Examiner
from licet.gear.finding import judge_all
from licet.gear.mac import load_registry
from licet.gear.read import Reading, read_paths
from licet.gear.report.made import PartyStatus, Report, make_report

__all__ = ["check_gear", "discover_gear", "maker_parties", "write_report"]

_NO_MAPPING: Mapping[str, str] = {}


def check_gear(
    paths: Iterable[Path],
    on: date,
    *,
    mapping: Mapping[str, str] = _NO_MAPPING,
    registries: Sequence[Path] = (),
    organisation: str = "",
    contract: str = "",
    identified: date | None = None,
    ask_lists: bool = True,
) -> Report:
    """Read files and folders and judge every unit in them.

    Args:
        paths: inventories, scans, neighbour tables, bills of materials, folders of saved replies.
        on: day on which the rules are read.
        mapping: field -> column name, for tables.
        registries: IEEE files (`oui.csv`, `mam.csv`, `oui36.csv`) to add.
        organisation: whose equipment it is, for the report.
        contract: contract number, for the reporting facts.
        identified: day of identification; `on` when not given.
        ask_lists: whether to look the makers up on the party lists.

    Raises:
        InputError: a file cannot be read at all, or holds no unit; single bad rows are problems of the report
            instead.
    """
    reading = read_paths(paths, mapping)
    if not reading.devices and not reading.problems:
        raise InputError(
            "no unit in what was given: an inventory of nothing clears nothing",
            fix="export the inventory again, with a row a unit",
        )
    return _judged(
        reading,
        on,
        registries=registries,
        organisation=organisation,
        contract=contract,
        identified=identified,
        ask_lists=ask_lists,
    )


def discover_gear(
    range_text: str,
    on: date,
    *,
    protocols: Sequence[str] = PROTOCOLS,
    rate: float = 25.0,
    wait: float = 2.0,
    multicast: bool = False,
    ports: Ports | None = None,
    organisation: str = "",
    ask_lists: bool = True,
) -> Report:
    """Ask the devices of an address range and judge what they say; see `licet.gear.discover`.

    Raises:
        InputError: the range or a protocol is not one.
    """
    plan = Plan(
        addresses=parse_range(range_text),
        protocols=tuple(protocols),
        rate=rate,
        wait=wait,
        multicast=multicast,
        ports=ports or Ports(),
    )
    sweep = discover(plan)
    reading = Reading(devices=sweep.devices, formats=((range_text, "discovery"),))
    report = _judged(reading, on, organisation=organisation, ask_lists=ask_lists)
    return replace(report, silent=sweep.silent)


def _judged(
    reading: Reading,
    on: date,
    *,
    registries: Sequence[Path] = (),
    organisation: str = "",
    contract: str = "",
    identified: date | None = None,
    ask_lists: bool = True,
) -> Report:
    from licet.check.gear import same_firm

    examiner = Examiner(registry=load_registry(registries), same_name=same_firm)
    findings = tuple(judge_all(reading.devices, on, examiner))
    parties: Mapping[str, tuple[PartyStatus, ...]] | None = None
    if ask_lists and any(found.maker for found in findings):
        parties = maker_parties(on)
    return make_report(
        reading,
        findings,
        on=on,
        identified=identified,
        organisation=organisation,
        contract=contract,
        parties=parties,
    )


def maker_parties(on: date) -> Mapping[str, tuple[PartyStatus, ...]] | None:
    """Where the makers stand on the party lists of the current snapshot; None when there is no snapshot."""
    from licet.check.gear import PARTY_LISTS, is_makers_name, parties_of_makers
    from licet.lists.home import open_snapshot

    try:
        snapshot = open_snapshot()
        listings = [
            listing
            for list_id in PARTY_LISTS
            for listing_id, names in snapshot.names(list_id)
            if any(map(is_makers_name, names)) and (listing := snapshot.get(listing_id)) is not None
        ]
    except (SnapshotError, OSError):
        return None
    return parties_of_makers(listings, on)


def write_report(report: Report, path: Path) -> None:
    """Write a report as `.html`, `.xlsx`, `.json` or `.svg`, by the ending of the path.

    Raises:
        InputError: the ending is none of these, or the path cannot be written.
    """
    from lxml import etree

    from licet.gear.report.html import to_html
    from licet.gear.report.picture import to_svg
    from licet.gear.report.plain import to_plain
    from licet.gear.report.workbook import to_xlsx

    match path.suffix.lower():
        case ".html" | ".htm":
            data = to_html(report).encode()
        case ".xlsx":
            data = to_xlsx(report)
        case ".json":
            data = json.dumps(to_plain(report), indent=1, ensure_ascii=False).encode()
        case ".svg":
            data = etree.tostring(to_svg(report.by_site_and_maker()), encoding="utf-8", xml_declaration=True)
        case _:
            raise InputError(
                f"no report can be written as `{path.name}`", fix="end it in .html, .xlsx, .json or .svg"
            )
    write_whole(path, data)
