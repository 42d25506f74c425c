"""Scans of nmap, as its XML: addresses, open ports, service banners and script results."""

from __future__ import annotations

import re
from collections.abc import Iterator

from lxml import etree

from licet.core.errors import InputError
from licet.gear.device import Device, Sign
from licet.gear.read.reading import Problem, Reading

__all__ = ["read_nmap"]

_SUBJECT = {"commonName": "CN", "organizationName": "O", "organizationalUnitName": "OU"}


def read_nmap(data: bytes, file: str) -> Reading:
    """One device for each host that was up; a scan that broke off is read as far as it goes.

    Raises:
        InputError: the file is not XML at all.
    """
    parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False, recover=True)
    root = etree.fromstring(data, parser)
    if root is None or root.tag != "nmaprun":
        raise InputError("not an nmap scan", file=file, fix="scan again with `nmap -oX scan.xml`")
    problems: list[Problem] = []
    if root.find("runstats") is None:
        problems.append(
            Problem(
                file=file,
                message="the scan did not run to its end",
                fix="let nmap finish and give the file again",
            )
        )
    devices = []
    for host in root.iterfind("host"):
        status = host.find("status")
        if status is None or status.get("state") == "up":
            devices.append(_host(host, file))
    return Reading(devices=tuple(devices), problems=tuple(problems))


def _host(host: etree._Element, file: str) -> Device:
    ip = mac = ""
    for address in host.iterfind("address"):
        if address.get("addrtype") == "mac":
            mac = address.get("addr", "")
        else:
            ip = ip or address.get("addr", "")
    name = host.find("hostnames/hostname")
    signs: list[Sign] = []
    for port in host.iterfind("ports/port"):
        state = port.find("state")
        if state is None or state.get("state") != "open":
            continue
        signs.append(Sign(where="port", value=port.get("portid", "")))
        service = port.find("service")
        if service is not None:
            said = " ".join(filter(None, (service.get("product"), service.get("extrainfo"))))
            if said:
                signs.append(Sign(where=_banner(service.get("name", "")), value=said))
                signs.append(Sign(where="banner", value=said))
    for script in host.iter("script"):
        signs += _script(script)
    return Device(
        ref=f"{file}:{host.sourceline or 0}",
        ip=ip,
        mac=mac,
        name="" if name is None else name.get("name", ""),
        signs=tuple(dict.fromkeys(signs)),
    )


def _banner(service: str) -> str:
    return {"rtsp": "rtsp.server", "http": "http.server", "https": "http.server"}.get(service, "banner")


def _script(script: etree._Element) -> Iterator[Sign]:
    output = script.get("output", "")
    match script.get("id", ""):
        case "http-server-header":
            for line in output.strip().splitlines():
                yield Sign(where="http.server", value=line.strip())
        case "http-favicon":
            for found in re.findall(r"[0-9a-f]{32}", output):
                yield Sign(where="http.favicon", value=found)
        case "http-auth":
            for realm in re.findall(r"realm=([^\n]+)", output):
                yield Sign(where="http.realm", value=realm.strip().strip('"'))
        case "ssl-cert":
            subject = script.find("table[@key='subject']")
            if subject is not None:
                parts = [
                    f"{_SUBJECT.get(elem.get('key', ''), elem.get('key', ''))}={elem.text or ''}"
                    for elem in subject.iterfind("elem")
                ]
                yield Sign(where="tls.subject", value=",".join(parts))
        case "snmp-info" | "snmp-sysdescr":
            for number in re.findall(r"1\.3\.6\.1\.4\.1\.\d+[\d.]*", output):
                yield Sign(where="snmp.oid", value=number)
            for number in re.findall(r"enterprise: (\d+)", output):
                yield Sign(where="snmp.oid", value=f"1.3.6.1.4.1.{number}")
            yield Sign(where="banner", value=output.strip())
