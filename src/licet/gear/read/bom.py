"""Bills of materials: CycloneDX (JSON, XML) and SPDX (2.x JSON, XML and tag-value; 3.0 JSON).

The manufacturer is the maker; a supplier may only be the seller. A covered chip three levels down is still
in the product, so each assembly carries all its parts.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from typing import Any

from lxml import etree

from licet.core.errors import InputError
from licet.gear.device import Device
from licet.gear.read.reading import Problem, Reading

__all__ = ["read_bom_json", "read_bom_xml", "read_spdx_tags"]

_SOFTWARE = frozenset(
    {"library", "application", "framework", "file", "container", "data", "machine-learning-model"}
)
_DEEPEST = 100
#: A document whose packages contain each other in too many ways would unfold without end.
_MOST_PARTS = 100_000


def read_bom_json(data: bytes, file: str) -> Reading | None:
    """A CycloneDX or SPDX document in JSON; None when it is neither."""
    try:
        document = json.loads(data)
    except (ValueError, RecursionError):
        return None
    if not isinstance(document, dict):
        return None
    if document.get("bomFormat") == "CycloneDX" or "cyclonedx.org" in str(document.get("$schema", "")):
        return _cyclonedx(document, file)
    if "spdxVersion" in document:
        return _spdx2(document, file)
    if "@graph" in document and "spdx.org" in str(document.get("@context", "")):
        return _spdx3(document, file)
    return None


def read_bom_xml(data: bytes, file: str) -> Reading | None:
    """A CycloneDX or SPDX document in XML; None when it is neither.

    Raises:
        InputError: the XML is broken.
    """
    parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False)
    try:
        root = etree.fromstring(data, parser)
    except etree.XMLSyntaxError as error:
        raise InputError(
            f"the XML is broken: {error.msg}",
            file=file,
            line=error.lineno or 0,
            fix="export the document again",
        ) from error
    name = etree.QName(root).localname
    if name == "bom":
        return _cyclonedx(_cyclonedx_from_xml(root), file)
    if name == "Document" and root.find(".//{*}packages") is not None:
        return _spdx2(_spdx_from_xml(root), file)
    return None


# ---- CycloneDX


def _cyclonedx(document: Mapping[str, Any], file: str) -> Reading:
    problems: list[Problem] = []
    metadata = _object(document.get("metadata"))
    devices: list[Device] = []
    components = [item for item in _list(document.get("components")) if isinstance(item, dict)]
    is_hardware = any(_walk_types(components))
    skipped = 0
    parts: list[Device] = []
    for number, component in enumerate(components, start=1):
        if is_hardware and _string(component.get("type")) in _SOFTWARE:
            skipped += 1
            continue
        part = _component(component, f"{file}#components[{number - 1}]", problems)
        parts.append(part)
    whole = _object(metadata.get("component"))
    if whole:
        # Up to 1.5 the product's maker stood in `metadata.manufacture`; in 1.6 `metadata.manufacturer`
        # is the maker of the document, never of the product.
        old_maker = _organisation(metadata.get("manufacture"))
        product = _component(whole, f"{file}#metadata.component", problems, maker=old_maker)
        devices.append(replace(product, parts=(*product.parts, *parts)))
    for part in parts:
        devices += _flat(part)
    if skipped:
        problems.append(
            Problem(
                file=file, message=f"{skipped} software components were not examined: they are not equipment"
            )
        )
    if not devices:
        problems.append(
            Problem(file=file, message="the document names no component", fix="export it with parts")
        )
    return Reading(devices=tuple(devices), problems=tuple(problems))


def _walk_types(components: Iterable[Mapping[str, Any]]) -> Iterator[bool]:
    for component in components:
        yield component.get("type") in ("device", "firmware", "device-driver")


def _component(
    item: Mapping[str, Any], ref: str, problems: list[Problem], depth: int = 0, *, maker: str = ""
) -> Device:
    said = {
        str(pair.get("name", "")).removeprefix("cdx:device:"): str(pair.get("value", ""))
        for pair in _list(item.get("properties"))
        if isinstance(pair, dict)
    }
    name = _string(item.get("name"))
    if not name:
        problems.append(
            Problem(
                file=ref.partition("#")[0],
                field=ref.partition("#")[2],
                message="a component has no name",
                fix="name the part",
            )
        )
    parts: tuple[Device, ...] = ()
    if depth < _DEEPEST:
        parts = tuple(
            _component(inner, f"{ref}.components[{number}]", problems, depth + 1)
            for number, inner in enumerate(_list(item.get("components")))
            if isinstance(inner, dict)
        )
    links = " ".join(
        _string(link.get("url")) for link in _list(item.get("externalReferences")) if isinstance(link, dict)
    )
    firmware = item.get("type") in ("firmware", "operating-system")
    return Device(
        ref=ref,
        name=said.get("sku", ""),
        site=said.get("location", ""),
        maker=_organisation(item.get("manufacturer")) or maker,
        supplier=_organisation(item.get("supplier")),
        brand=_string(item.get("publisher")),
        part=name,
        model="" if firmware else name,
        serial=said.get("serialNumber", ""),
        mac=said.get("macAddress", ""),
        firmware=_string(item.get("version")) if firmware else "",
        firmware_file=name if firmware else "",
        kind=said.get("deviceType", "") or said.get("function", ""),
        quantity=said.get("quantity", ""),
        description=" ".join(filter(None, (_string(item.get("description")), links))),
        parts=parts,
    )


def _flat(device: Device) -> Iterator[Device]:
    yield device
    for part in device.parts:
        yield from _flat(part)


def _cyclonedx_from_xml(root: etree._Element) -> dict[str, Any]:
    def component(element: etree._Element) -> dict[str, Any]:
        found: dict[str, Any] = {"type": element.get("type", "")}
        for child in element:
            if not isinstance(child.tag, str):
                continue
            name = etree.QName(child).localname
            if name in ("supplier", "manufacturer"):
                found[name] = {"name": child.findtext("{*}name") or ""}
            elif name == "components":
                found[name] = [component(inner) for inner in child.iterfind("{*}component")]
            elif name == "properties":
                found[name] = [
                    {"name": pair.get("name", ""), "value": pair.text or ""}
                    for pair in child.iterfind("{*}property")
                ]
            elif name == "externalReferences":
                found[name] = [{"url": url.text or ""} for url in child.iterfind(".//{*}url")]
            elif child.text:
                found[name] = child.text.strip()
        return found

    metadata: dict[str, Any] = {}
    whole = root.find("{*}metadata/{*}component")
    if whole is not None:
        metadata["component"] = component(whole)
    maker = root.findtext("{*}metadata/{*}manufacture/{*}name")
    if maker:
        metadata["manufacture"] = {"name": maker}
    return {
        "metadata": metadata,
        "components": [component(item) for item in root.iterfind("{*}components/{*}component")],
    }


# ---- SPDX


_AGENT = re.compile(r"^(?:Organization|Person|Tool):\s*(.*?)\s*(?:\([^)]*\))?$")


def _agent(text: object) -> str:
    given = _string(text)
    if given in ("NOASSERTION", "NONE"):
        return ""
    found = _AGENT.match(given)
    return found[1] if found else given


def _spdx2(document: Mapping[str, Any], file: str) -> Reading:
    packages = {
        _string(item.get("SPDXID")) or str(number): item
        for number, item in enumerate(_list(document.get("packages")))
        if isinstance(item, dict)
    }
    inside: dict[str, list[str]] = {}
    for link in _list(document.get("relationships")):
        if not isinstance(link, dict):
            continue
        first, second = _string(link.get("spdxElementId")), _string(link.get("relatedSpdxElement"))
        if link.get("relationshipType") == "CONTAINS":
            inside.setdefault(first, []).append(second)
        elif link.get("relationshipType") == "CONTAINED_BY":
            inside.setdefault(second, []).append(first)

    count = _Count(file)

    def build(key: str, above: frozenset[str]) -> Device:
        count.one_more()
        item = packages[key]
        name = _string(item.get("name"))
        firmware = item.get("primaryPackagePurpose") == "FIRMWARE"
        parts = tuple(
            build(inner, above | {key})
            for inner in inside.get(key, ())
            if inner in packages and inner not in above
        )
        return Device(
            ref=f"{file}#{key}",
            maker=_agent(item.get("originator")),
            supplier=_agent(item.get("supplier")),
            part=name,
            model="" if firmware else name,
            firmware=_string(item.get("versionInfo")) if firmware else "",
            firmware_file=_string(item.get("packageFileName")) or (name if firmware else ""),
            description=_string(item.get("summary")) or _string(item.get("description")),
            parts=parts,
        )

    return _spdx_reading([build(key, frozenset({key})) for key in packages], file)


def _spdx3(document: Mapping[str, Any], file: str) -> Reading:
    graph = {
        _string(item.get("spdxId") or item.get("@id")): item
        for item in _list(document.get("@graph"))
        if isinstance(item, dict)
    }

    def agents(value: object) -> str:
        keys = value if isinstance(value, list) else [value]
        names = [_string(_object(graph.get(_string(key))).get("name")) for key in keys]
        return next((name for name in names if name), "")

    inside: dict[str, list[str]] = {}
    for item in graph.values():
        if item.get("type") == "Relationship" and item.get("relationshipType") == "contains":
            inside.setdefault(_string(item.get("from")), []).extend(map(_string, _list(item.get("to"))))

    count = _Count(file)

    def build(key: str, above: frozenset[str]) -> Device:
        count.one_more()
        item = graph[key]
        name = _string(item.get("name"))
        return Device(
            ref=f"{file}#{key}",
            maker=agents(item.get("originatedBy")),
            supplier=agents(item.get("suppliedBy")),
            part=name,
            model=name,
            description=_string(item.get("summary")) or _string(item.get("description")),
            parts=tuple(
                build(inner, above | {inner})
                for inner in inside.get(key, ())
                if inner in graph and inner not in above
            ),
        )

    wanted = [key for key, item in graph.items() if str(item.get("type", "")).endswith("ackage")]
    return _spdx_reading([build(key, frozenset({key})) for key in wanted], file)


class _Count:
    """How many parts were unfolded; too many is an error, not a stopped machine."""

    def __init__(self, file: str) -> None:
        self._file, self._parts = file, 0

    def one_more(self) -> None:
        """Count one part."""
        self._parts += 1
        if self._parts > _MOST_PARTS:
            raise InputError(
                f"the packages contain each other in more than {_MOST_PARTS:,} ways",
                file=self._file,
                fix="export each product as its own document",
            )


def _spdx_reading(devices: list[Device], file: str) -> Reading:
    problems = (
        ()
        if devices
        else (Problem(file=file, message="the document names no package", fix="export it with parts"),)
    )
    return Reading(devices=tuple(devices), problems=problems)


def _spdx_from_xml(root: etree._Element) -> dict[str, Any]:
    def leaves(element: etree._Element) -> dict[str, str]:
        return {
            etree.QName(child).localname: (child.text or "").strip()
            for child in element
            if isinstance(child.tag, str) and len(child) == 0
        }

    return {
        "packages": [leaves(item) for item in root.iterfind(".//{*}packages")],
        "relationships": [leaves(item) for item in root.iterfind(".//{*}relationships")],
    }


_TAGS = {
    "PackageName": "name",
    "SPDXID": "SPDXID",
    "PackageSupplier": "supplier",
    "PackageOriginator": "originator",
    "PackageVersion": "versionInfo",
    "PackageFileName": "packageFileName",
    "PrimaryPackagePurpose": "primaryPackagePurpose",
    "PackageSummary": "summary",
}


def read_spdx_tags(text: str, file: str) -> Reading:
    """An SPDX 2.x document in tag-value form."""
    packages: list[dict[str, str]] = []
    relationships: list[dict[str, str]] = []
    for line in text.splitlines():
        tag, _, value = line.partition(":")
        tag, value = tag.strip(), value.strip()
        if tag == "PackageName":
            packages.append({"name": value})
        elif tag in _TAGS and packages:
            packages[-1].setdefault(_TAGS[tag], value)
        elif tag == "Relationship" and len(value.split()) == 3:
            first, kind, second = value.split()
            relationships.append(
                {"spdxElementId": first, "relationshipType": kind, "relatedSpdxElement": second}
            )
    return _spdx2({"packages": packages, "relationships": relationships}, file)


# ---- shapes of JSON that may be anything


def _string(value: object) -> str:
    return value.strip() if isinstance(value, str) else ""


def _object(value: object) -> dict[str, Any]:
    return value if isinstance(value, dict) else {}


def _list(value: object) -> list[Any]:
    return value if isinstance(value, list) else []


def _organisation(value: object) -> str:
    return _string(value) or _string(_object(value).get("name"))
