"""Which of the formats a file is: by what is in it, then by its name."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace
from pathlib import Path

from licet.core.errors import InputError
from licet.gear.read.bom import read_bom_json, read_bom_xml, read_spdx_tags
from licet.gear.read.leases import looks_like_leases, read_leases
from licet.gear.read.nmap import read_nmap
from licet.gear.read.reading import Reading, join
from licet.gear.read.saved import read_folder, replies_in
from licet.gear.read.table import decode, knows_header, read_csv, read_xlsx

__all__ = ["read_path", "read_paths"]

_NO_MAPPING: Mapping[str, str] = {}


def read_paths(paths: Iterable[Path], mapping: Mapping[str, str] = _NO_MAPPING) -> Reading:
    """All files and folders given, in order.

    Args:
        paths: inventories, scans, tables, bills of materials, or folders of saved replies.
        mapping: field of `Device` -> column name, for tables.

    Raises:
        InputError: a file is missing or is none of the formats.
    """
    return join([read_path(path, mapping) for path in paths])


def read_path(path: Path, mapping: Mapping[str, str] = _NO_MAPPING) -> Reading:
    """One file or folder.

    Raises:
        InputError: it is missing or is none of the formats.
    """
    if path.is_dir():
        return _named(read_folder(path), path, "saved replies")
    try:
        data = path.read_bytes()
    except OSError as error:
        raise InputError(
            f"the file cannot be read: {error.strerror}", file=str(path), fix="check the path and the rights"
        ) from error
    if data[:4] == b"PK\x03\x04":
        return _named(read_xlsx(path, mapping), path, "workbook")
    name, start = path.name, data[:4000].lstrip(b"\xef\xbb\xbf \t\r\n")
    if start[:1] == b"<":
        return _xml(data, start, path)
    if start[:1] == b"{":
        document = read_bom_json(data, name)
        if document is not None:
            return _named(document, path, "bill of materials")
    replies = list(replies_in(data, name))
    if replies:
        return _named(Reading(devices=tuple(replies)), path, "saved reply")
    if start[:1] == b"{":
        raise InputError(
            "not a JSON document that is known", file=str(path), fix="give CycloneDX or SPDX JSON"
        )
    text = decode(data)
    if text.lstrip().startswith("SPDXVersion:"):
        return _named(read_spdx_tags(text, name), path, "bill of materials")
    if path.suffix.lower() not in (".csv", ".tsv") and not _has_header(text) and looks_like_leases(text):
        return _named(read_leases(text, name), path, "neighbour table")
    return _named(read_csv(data, name, mapping), path, "table")


def _xml(data: bytes, start: bytes, path: Path) -> Reading:
    if b"<nmaprun" in start:
        return _named(read_nmap(data, path.name), path, "nmap scan")
    replies = list(replies_in(data, path.name))
    if replies:
        return _named(Reading(devices=tuple(replies)), path, "saved reply")
    document = read_bom_xml(data, path.name)
    if document is not None:
        return _named(document, path, "bill of materials")
    raise InputError(
        "not an XML document that is known",
        file=str(path),
        fix="give an nmap scan (-oX), CycloneDX or SPDX XML, or a saved device reply",
    )


def _has_header(text: str) -> bool:
    first = [line for line in text.splitlines()[:20] if line.strip()]
    return any(
        line.count(separator) >= 1 and knows_header(line.split(separator))
        for line in first
        for separator in ",;\t"
    )


def _named(reading: Reading, path: Path, what: str) -> Reading:
    return replace(reading, formats=((path.name, what),))
