"""Tables of neighbours: ARP, `ip neigh`, DHCP leases, switch and Wireshark text.

Each line that holds a MAC address makes a device; the many layouts differ only in what stands around it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from licet.gear.device import Device, merge
from licet.gear.read.reading import Problem, Reading

__all__ = ["looks_like_leases", "read_leases"]

_MAC = re.compile(
    r"(?<![0-9A-Fa-f:.\-])(?:[0-9A-Fa-f]{1,2}(?::[0-9A-Fa-f]{1,2}){5}|[0-9A-Fa-f]{2}(?:-[0-9A-Fa-f]{2}){5}"
    r"|[0-9A-Fa-f]{4}(?:\.[0-9A-Fa-f]{4}){2})(?![0-9A-Fa-f:\-])"
)
_IP = re.compile(r"(?<![\d.])(?:25[0-5]|2[0-4]\d|1?\d?\d)(?:\.(?:25[0-5]|2[0-4]\d|1?\d?\d)){3}(?![\d.]*\d)")
_IPV6 = re.compile(r"^(?:[0-9A-Fa-f]{0,4}:){2,7}[0-9A-Fa-f]{0,4}(?=\s)")
_IS_AT = re.compile(r"([\d.]+) is at ([0-9A-Fa-f:]{11,17})")
_SILENT = re.compile(r"incomplete|FAILED|<incomplete>|no match", re.IGNORECASE)
_LEASE = re.compile(r"lease\s+([\d.]+)\s*\{([^}]*)\}")
_QUOTED = re.compile(r'(client-hostname|vendor-class-identifier)\s*=?\s*"([^"]*)"')
_NOT_A_UNIT = re.compile(
    r"^(ff[:\-.]?){6}$|^01[:\-.]?00[:\-.]?5e|^33[:\-.]?33|^00([:\-.]?00){5}$|^ffff\.ffff", re.IGNORECASE
)
_NO_NAME = frozenset({"*", "?", "-"})


def looks_like_leases(text: str) -> bool:
    """Whether a text is lines with MAC addresses in them, not a table with a header of its own."""
    lines = [line for line in text.splitlines()[:200] if line.strip()]
    hits = sum(1 for line in lines if _MAC.search(line))
    return bool(_LEASE.search(text[:20_000])) or (hits > 0 and hits * 5 >= len(lines))


def read_leases(text: str, file: str) -> Reading:
    """Devices by MAC address, each unit once; neighbours that did not answer are reported."""
    problems: list[Problem] = []
    devices = list(_leases(text, file)) or list(_lines(text, file, problems))
    return Reading(devices=merge(devices), problems=tuple(problems))


def _leases(text: str, file: str) -> Iterator[Device]:
    for found in _LEASE.finditer(text):
        line = text.count("\n", 0, found.start()) + 1
        mac = _MAC.search(found[2])
        said = dict(_QUOTED.findall(found[2]))
        yield Device(
            ref=f"{file}:{line}",
            ip=found[1],
            mac=mac[0] if mac else "",
            name=said.get("client-hostname", ""),
            description=said.get("vendor-class-identifier", ""),
        )


def _lines(text: str, file: str, problems: list[Problem]) -> Iterator[Device]:
    for number, line in enumerate(text.splitlines(), start=1):
        stated = [mac for mac in _MAC.findall(line) if not _NOT_A_UNIT.match(mac)]
        macs = list(dict.fromkeys(stated))
        address = _IP.search(line) or _IPV6.match(line)
        if not macs:
            if address and _SILENT.search(line):
                problems.append(
                    Problem(
                        file=file,
                        line=number,
                        field="mac",
                        message=f"`{address[0]}` did not answer: it has no hardware address here",
                        fix="reach the device and export the table again, or add its label data by hand",
                    )
                )
            continue
        told = {mac: ip for ip, mac in _IS_AT.findall(line)}
        for mac in macs:
            ip = told.get(mac, "")
            if not ip and len(macs) == 1 and address:
                ip = address[0]
            yield Device(ref=f"{file}:{number}", ip=ip, mac=mac, name=_name(line, mac, ip))


def _name(line: str, mac: str, ip: str) -> str:
    """A host name beside the address: the first word of BSD `arp`, the fourth of a dnsmasq lease."""
    words = line.split()
    if len(words) >= 4 and words[0].isdigit() and words[1] == mac:
        return "" if words[3] in _NO_NAME else words[3]
    if len(words) >= 4 and words[1] == f"({ip})" and words[2] == "at":
        return "" if words[0] in _NO_NAME else words[0]
    return ""
