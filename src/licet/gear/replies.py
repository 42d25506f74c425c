"""Saved or live replies of devices -> records: SADP, DHIP, ONVIF, ISAPI, HTTP, RTSP, UPnP.

Device XML is often malformed, so each element is also found line by line. Nothing in a reply is trusted
beyond being a statement; a label in it never becomes the maker.
"""

from __future__ import annotations

import json
import re
from dataclasses import replace
from urllib.parse import unquote

from lxml import etree

from licet.gear.device import Device, Sign

__all__ = ["DHIP_HEADER", "read_reply"]

#: Length of the header before the JSON of a DHIP datagram.
DHIP_HEADER = 32
_DHIP_MAGIC = b"\x20\x00\x00\x00DHIP"
_ELEMENT = re.compile(r"<(?:\w+:)?(\w+)[^<>/]*>([^<>]*)</(?:\w+:)?\1\s*>")
_NAMESPACE = re.compile(r"""xmlns(?::\w+)?=["']([^"']+)["']""")
_MOST = 1_000_000


def read_reply(data: bytes, ref: str, *, ip: str = "", path: str = "") -> Device | None:
    """The record that one reply makes; None when it is no reply of a kind that is known.

    Args:
        data: the reply as received or saved.
        ref: where it is from, for people.
        ip: the address that sent it, where known; it wins over an address stated inside.
        path: the path that was asked for, for web replies.
    """
    data = data[:_MOST]
    if data.startswith(_DHIP_MAGIC):
        return _dhip(data[DHIP_HEADER:].rstrip(b"\x00\r\n "), ref, ip)
    text = data.decode("utf-8", errors="replace").lstrip("\ufeff").strip()
    head = text[:4000]
    if text.startswith("{"):
        return _dhip(text.encode(), ref, ip)
    if re.match(r"(HTTP|RTSP)/\d", head):
        return _web(text, ref, ip, path)
    if re.search(r"<Probe\b", head):
        return None
    if re.search(r"<(?:ProbeMatch|Probematch|Hello)\b", head) and "<Uuid" in text:
        return _sadp(text, ref, ip)
    if "schemas.xmlsoap.org/ws/2005/04/discovery" in head or "GetDeviceInformationResponse" in text:
        return _onvif(text, ref, ip)
    if re.search(r"<DeviceInfo\b", head):
        return _isapi(text, ref, ip)
    if "urn:schemas-upnp-org:device" in head:
        return _upnp(text, ref, ip)
    return None


def _elements(text: str) -> dict[str, str]:
    """Leaf elements by local name, first one wins; the raw lines where the XML is broken."""
    found: dict[str, str] = {}
    parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False)
    try:
        root = etree.fromstring(text.encode(), parser)
    except (etree.XMLSyntaxError, ValueError):
        for name, value in _ELEMENT.findall(text):
            found.setdefault(name, value.strip())
        return found
    for element in root.iter():
        if isinstance(element.tag, str) and len(element) == 0 and element.text:
            found.setdefault(etree.QName(element).localname, element.text.strip())
    return found


def _sadp(text: str, ref: str, ip: str) -> Device:
    said = _elements(text)
    signs = [Sign(where="sadp", value="answered")]
    for name, where in (("EZVIZCode", "sadp.ezviz"), ("DetailOEMCode", "sadp.oem")):
        if said.get(name):
            signs.append(Sign(where=where, value=said[name]))
    return Device(
        ref=ref,
        ip=ip or said.get("IPv4Address", ""),
        mac=said.get("MAC", ""),
        model=said.get("szBaseDesc") or said.get("DeviceDescription", ""),
        serial=said.get("DeviceSN", ""),
        firmware=said.get("SoftwareVersion", ""),
        signs=tuple(signs),
    )


def _text(value: object) -> str:
    return value.strip() if isinstance(value, str) else ""


def _dhip(data: bytes, ref: str, ip: str) -> Device | None:
    try:
        reply = json.loads(data)
    except (ValueError, RecursionError):
        return None
    if not isinstance(reply, dict) or reply.get("method") != "client.notifyDevInfo":
        return None
    params = reply.get("params")
    info = params.get("deviceInfo") if isinstance(params, dict) else None
    if not isinstance(info, dict):
        return None
    address = info.get("IPv4Address")
    stated = _text(address.get("IPAddress")) if isinstance(address, dict) else ""
    signs = [Sign(where="dhip", value="answered")]
    label = _text(info.get("Vendor")) or _text(info.get("Manufacturer"))
    if label:
        signs.append(Sign(where="dhip.vendor", value=label))
    return Device(
        ref=ref,
        ip=ip or stated,
        mac=_text(reply.get("mac")),
        # `Private` and `General` are Dahua's words for no label at all.
        brand="" if label.casefold() in ("private", "general") else label,
        model=_text(info.get("DeviceType")),
        serial=_text(info.get("SerialNo")),
        firmware=_text(info.get("Version")),
        kind=_text(info.get("DeviceClass")),
        signs=tuple(signs),
    )


def _onvif(text: str, ref: str, ip: str) -> Device | None:
    said = _elements(text)
    if not any(name in said for name in ("Scopes", "XAddrs", "Manufacturer", "FirmwareVersion")):
        return None
    signs: list[Sign] = []
    model = said.get("Model", "")
    for scope in said.get("Scopes", "").split():
        tail = scope.removeprefix("onvif://www.onvif.org/")
        kind, _, value = tail.partition("/")
        if kind == "name":
            signs.append(Sign(where="onvif.name", value=unquote(value)))
        elif kind == "hardware":
            model = model or unquote(value)
    if said.get("Manufacturer"):
        signs.append(Sign(where="onvif.manufacturer", value=said["Manufacturer"]))
    stated = re.search(r"https?://\[?([0-9A-Fa-f.:]+?)\]?(?::\d+)?/", said.get("XAddrs", ""))
    # ONVIF endpoint UUIDs usually end in the unit's MAC, but nothing promises it: they are not read.
    return Device(
        ref=ref,
        ip=ip or (stated[1] if stated else ""),
        brand=said.get("Manufacturer", ""),
        model=model,
        serial=said.get("SerialNumber", ""),
        firmware=said.get("FirmwareVersion", ""),
        signs=tuple(signs),
    )


def _isapi(text: str, ref: str, ip: str) -> Device:
    said = _elements(text)
    firmware, built = said.get("firmwareVersion", ""), said.get("firmwareReleasedDate", "")
    signs = [Sign(where="isapi.namespace", value=space) for space in _NAMESPACE.findall(text[:2000])]
    return Device(
        ref=ref,
        ip=ip,
        name=said.get("deviceName", ""),
        mac=said.get("macAddress", ""),
        model=said.get("model", ""),
        serial=said.get("serialNumber", ""),
        firmware=f"{firmware} {built}".strip() if built.startswith("build") else firmware,
        kind=said.get("deviceType", ""),
        signs=tuple(signs),
    )


def _upnp(text: str, ref: str, ip: str) -> Device:
    said = _elements(text)
    label = said.get("manufacturer", "")
    return Device(
        ref=ref,
        ip=ip,
        brand=label,
        name=said.get("friendlyName", ""),
        model=said.get("modelNumber") or said.get("modelName", ""),
        serial=said.get("serialNumber", ""),
        signs=(Sign(where="ssdp.manufacturer", value=label),) if label else (),
    )


_REALM = re.compile(r'realm="([^"]*)"', re.IGNORECASE)


def _web(text: str, ref: str, ip: str, path: str) -> Device:
    head, _, body = text.replace("\r\n", "\n").partition("\n\n")
    status, *lines = head.split("\n")
    place = "rtsp" if status.startswith("RTSP/") else "http"
    signs: list[Sign] = []
    code = status.split(" ")[1] if " " in status else ""
    for line in lines:
        name, _, value = line.partition(":")
        match name.strip().casefold():
            case "server":
                signs.append(Sign(where=f"{place}.server", value=value.strip()))
            case "www-authenticate":
                signs += [Sign(where=f"{place}.realm", value=realm) for realm in _REALM.findall(value)]
            case "content-base" | "location" | "content-location":
                signs.append(Sign(where=f"{place}.url", value=value.strip()))
    if place == "http" and path and path != "/" and (code == "401" or "<DeviceInfo" in body):
        signs.append(Sign(where="http.path", value=path))
    device = Device(ref=ref, ip=ip, signs=tuple(dict.fromkeys(signs)))
    if "<DeviceInfo" in body:
        inside = _isapi(body.strip(), ref, ip)
        return replace(inside, signs=(*device.signs, *inside.signs))
    if "urn:schemas-upnp-org:device" in body:
        inside = _upnp(body.strip(), ref, ip)
        return replace(inside, signs=(*device.signs, *inside.signs))
    return device
