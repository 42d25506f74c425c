"""Ask the devices of an address range who they are: SADP, DHIP, WS-Discovery, HTTP, RTSP, TLS.

Only when asked, only inside the range given, no faster than the rate given, and only questions that any
client may ask: nothing is changed on a device, and no name or password is ever sent. An answer from an
address outside the range is dropped.
"""

from __future__ import annotations

import ipaddress
import json
import select
import socket
import ssl
import struct
import threading
import time
import uuid
import warnings
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack, suppress
from dataclasses import dataclass, field, replace

from licet.core.errors import InputError
from licet.gear.device import Device, Sign, merge
from licet.gear.replies import read_reply

__all__ = ["PROTOCOLS", "Plan", "Ports", "Sweep", "discover", "parse_range"]

PROTOCOLS = ("sadp", "dhip", "onvif", "http", "https", "rtsp")
_MOST_ADDRESSES = 65_536
_LARGEST = 65_536
_AT_ONCE = 16
_GROUPS = {"sadp": "239.255.255.250", "dhip": "239.255.255.251", "onvif": "239.255.255.250"}
_ISAPI, _MAGIC_BOX, _NOWHERE = "/ISAPI/System/deviceInfo", "/cgi-bin/magicBox.cgi", "/licet-no-such-page"

Address = ipaddress.IPv4Address | ipaddress.IPv6Address


@dataclass(frozen=True, slots=True, kw_only=True)
class Ports:
    """Where each protocol is asked."""

    sadp: int = 37020
    dhip: int = 37810
    onvif: int = 3702
    http: int = 80
    https: int = 443
    rtsp: int = 554


@dataclass(frozen=True, slots=True, kw_only=True)
class Plan:
    """What to ask, where and how fast.

    Attributes:
        addresses: the only addresses that are asked and whose answers are kept.
        protocols: which of `PROTOCOLS`.
        rate: questions a second, over all addresses and protocols together.
        wait: seconds to wait for an answer.
        multicast: also ask by multicast on the local link, which reaches devices outside the range too
            (their answers are dropped); off unless wanted.
    """

    addresses: tuple[Address, ...]
    protocols: tuple[str, ...] = PROTOCOLS
    rate: float = 25.0
    wait: float = 2.0
    multicast: bool = False
    ports: Ports = field(default_factory=Ports)

    @property
    def seconds(self) -> float:
        """About how long it takes."""
        asked = sum({"http": 4, "https": 1, "rtsp": 2}.get(name, 1) for name in self.protocols)
        return len(self.addresses) * asked / self.rate + self.wait * 2


@dataclass(frozen=True, slots=True, kw_only=True)
class Sweep:
    """What came back.

    Attributes:
        devices: one record for each address that answered, in order of address.
        silent: addresses of the range that gave no answer; they were not examined.
        dropped: answers from outside the range.
        asked: questions sent.
    """

    devices: tuple[Device, ...]
    silent: tuple[str, ...]
    dropped: int
    asked: int


def parse_range(text: str) -> tuple[Address, ...]:
    """The addresses of `192.0.2.0/24`, `192.0.2.10-192.0.2.20`, `192.0.2.10-20` or one address.

    Raises:
        InputError: it is no range, or one of more than 65,536 addresses.
    """
    given = text.strip()
    try:
        if "/" in given:
            network = ipaddress.ip_network(given, strict=False)
            if network.num_addresses > _MOST_ADDRESSES:
                raise InputError(
                    f"`{given}` is {network.num_addresses} addresses", fix="give 65,536 or fewer at a time"
                )
            return tuple(network.hosts())
        if "-" in given:
            first_text, _, last_text = given.partition("-")
            first = ipaddress.ip_address(first_text.strip())
            last_text = last_text.strip()
            if last_text.isdigit():
                last_text = f"{first_text.strip().rpartition('.')[0]}.{last_text}"
            last = ipaddress.ip_address(last_text)
            count = int(last) - int(first) + 1
            if first.version != last.version or count < 1:
                raise InputError(f"`{given}` ends before it starts", fix="give the lower address first")
            if count > _MOST_ADDRESSES:
                raise InputError(f"`{given}` is {count} addresses", fix="give 65,536 or fewer at a time")
            return tuple(first + step for step in range(count))
        return (ipaddress.ip_address(given),)
    except ValueError as error:
        raise InputError(
            f"not an address range: `{given}`", fix="give it as `192.0.2.0/24` or `192.0.2.10-192.0.2.20`"
        ) from error


class _Pace:
    """Lets at most `rate` questions a second through, over all threads."""

    def __init__(self, rate: float) -> None:
        self._gap = 1.0 / max(rate, 0.1)
        self._next = time.monotonic()
        self._lock = threading.Lock()
        self.asked = 0

    def wait(self) -> None:
        """Return when the next question may go out."""
        with self._lock:
            now = time.monotonic()
            due = max(self._next, now)
            self._next = due + self._gap
            self.asked += 1
        if due > now:
            time.sleep(due - now)


def discover(plan: Plan) -> Sweep:
    """Ask every address of the plan and read what comes back.

    Raises:
        InputError: the plan names a protocol that is not known.
    """
    unknown = [name for name in plan.protocols if name not in PROTOCOLS]
    if unknown:
        raise InputError(f"no protocol is called `{unknown[0]}`", fix=f"use {', '.join(PROTOCOLS)}")
    pace = _Pace(plan.rate)
    found, dropped = _ask_datagrams(plan, pace)
    talks = [name for name in plan.protocols if name in ("http", "https", "rtsp")]
    if talks:
        with ThreadPoolExecutor(_AT_ONCE) as pool:
            for devices in pool.map(
                lambda address: _ask_services(plan, pace, address, talks), plan.addresses
            ):
                found += devices
    joined = {device.ip: device for device in merge(found)}
    order = [str(address) for address in plan.addresses]
    return Sweep(
        devices=tuple(joined[ip] for ip in order if ip in joined),
        silent=tuple(ip for ip in order if ip not in joined),
        dropped=dropped,
        asked=pace.asked,
    )


# ---- datagrams


def _probe(name: str) -> bytes:
    if name == "sadp":
        return (
            '<?xml version="1.0" encoding="utf-8"?><Probe>'
            f"<Uuid>{str(uuid.uuid4()).upper()}</Uuid><Types>inquiry</Types></Probe>"
        ).encode()
    if name == "dhip":
        body = json.dumps(
            {"method": "DHDiscover.search", "params": {"mac": "", "uni": 1}}, separators=(",", ":")
        ).encode()
        return struct.pack("<4s4sIIIIII", b"\x20\0\0\0", b"DHIP", 0, 0, len(body), 0, len(body), 0) + body
    return (
        '<?xml version="1.0" encoding="utf-8"?>'
        '<s:Envelope xmlns:s="http://www.w3.org/2003/05/soap-envelope"'
        ' xmlns:a="http://schemas.xmlsoap.org/ws/2004/08/addressing"'
        ' xmlns:d="http://schemas.xmlsoap.org/ws/2005/04/discovery"'
        ' xmlns:n="http://www.onvif.org/ver10/network/wsdl"><s:Header>'
        f"<a:MessageID>urn:uuid:{uuid.uuid4()}</a:MessageID>"
        "<a:To>urn:schemas-xmlsoap-org:ws:2005:04:discovery</a:To>"
        "<a:Action>http://schemas.xmlsoap.org/ws/2005/04/discovery/Probe</a:Action></s:Header>"
        "<s:Body><d:Probe><d:Types>n:NetworkVideoTransmitter</d:Types></d:Probe></s:Body></s:Envelope>"
    ).encode()


def _ask_datagrams(plan: Plan, pace: _Pace) -> tuple[list[Device], int]:
    names = [name for name in plan.protocols if name in _GROUPS]
    allowed = {str(address) for address in plan.addresses}
    found: list[Device] = []
    dropped = 0
    with ExitStack() as stack:
        sockets: dict[socket.socket, str] = {}
        for name in names:
            for version in sorted({address.version for address in plan.addresses}):
                family = socket.AF_INET if version == 4 else socket.AF_INET6
                sockets[stack.enter_context(socket.socket(family, socket.SOCK_DGRAM))] = name

        def listen(until: float) -> None:
            nonlocal dropped
            while sockets and (left := until - time.monotonic()) > 0:
                ready, _, _ = select.select(list(sockets), [], [], left)
                for open_socket in ready:
                    with suppress(OSError):
                        data, sender = open_socket.recvfrom(_LARGEST)
                        ip = str(sender[0]).partition("%")[0]
                        if ip not in allowed:
                            dropped += 1
                            continue
                        name = sockets[open_socket]
                        reply = read_reply(data, f"{name}://{ip}", ip=ip)
                        if reply is not None:
                            found.append(reply)

        for open_socket, name in sockets.items():
            port = getattr(plan.ports, name)
            for address in plan.addresses:
                if (address.version == 4) is not (open_socket.family == socket.AF_INET):
                    continue
                pace.wait()
                # An address that cannot be reached is silent, and listed so.
                with suppress(OSError):
                    open_socket.sendto(_probe(name), (str(address), port))
                listen(time.monotonic() + 0.0005)
            if plan.multicast and open_socket.family == socket.AF_INET:
                open_socket.setsockopt(socket.IPPROTO_IP, socket.IP_MULTICAST_TTL, 1)
                pace.wait()
                with suppress(OSError):
                    open_socket.sendto(_probe(name), (_GROUPS[name], port))
        listen(time.monotonic() + plan.wait)
    return found, dropped


# ---- services


def _ask_services(plan: Plan, pace: _Pace, address: Address, names: list[str]) -> list[Device]:
    ip = str(address)
    found: list[Device] = []
    for name in names:
        port = getattr(plan.ports, name)
        ask = {"http": _ask_http, "https": _ask_https, "rtsp": _ask_rtsp}[name]
        found += ask(ip, port, plan.wait, pace)
    return found


def _talk(ip: str, port: int, wait: float, pace: _Pace, question: bytes) -> bytes:
    """One question, one answer; empty when there is none."""
    pace.wait()
    with suppress(OSError), socket.create_connection((ip, port), timeout=wait) as connection:
        connection.sendall(question)
        return _answer(connection, wait)
    return b""


def _answer(connection: socket.socket, wait: float) -> bytes:
    data = b""
    until = time.monotonic() + wait
    with suppress(OSError):
        while len(data) < _LARGEST and time.monotonic() < until:
            chunk = connection.recv(8192)
            if not chunk:
                break
            data += chunk
            if data.startswith(b"RTSP/") and b"\r\n\r\n" in data:
                break
    return data


def _get(ip: str, path: str) -> bytes:
    host = f"[{ip}]" if ":" in ip else ip
    return (
        f"GET {path} HTTP/1.1\r\nHost: {host}\r\nUser-Agent: licet\r\n"
        "Accept: */*\r\nConnection: close\r\n\r\n"
    ).encode()


def _status(answer: bytes) -> bytes:
    return answer.split(b" ", 2)[1] if answer.count(b" ") >= 2 else b""


def _ask_http(ip: str, port: int, wait: float, pace: _Pace) -> Iterator[Device]:
    first = _talk(ip, port, wait, pace, _get(ip, "/"))
    home = read_reply(first, f"http://{ip}:{port}/", ip=ip) if first else None
    if home is None:
        return
    yield home
    # A server that answers every path alike says nothing by answering at this one.
    nowhere = _status(_talk(ip, port, wait, pace, _get(ip, _NOWHERE)))
    for path in (_ISAPI, _MAGIC_BOX):
        answer = _talk(ip, port, wait, pace, _get(ip, path))
        if answer and _status(answer) != nowhere:
            reply = read_reply(answer, f"http://{ip}:{port}{path}", ip=ip, path=path)
            if reply is not None:
                yield reply


def _ask_https(ip: str, port: int, wait: float, pace: _Pace) -> Iterator[Device]:
    from cryptography import x509
    from cryptography.utils import CryptographyDeprecationWarning

    context = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
    context.check_hostname = False
    # The certificate is what is examined, not what is trusted: cameras sign their own.
    context.verify_mode = ssl.CERT_NONE
    pace.wait()
    certificate: bytes | None = None
    answer = b""
    with suppress(OSError), socket.create_connection((ip, port), timeout=wait) as plain:  # noqa: SIM117
        with context.wrap_socket(plain) as connection:
            certificate = connection.getpeercert(binary_form=True)
            connection.sendall(_get(ip, "/"))
            answer = _answer(connection, wait)
    if certificate is None:
        return
    ref = f"https://{ip}:{port}/"
    device = Device(ref=ref, ip=ip)
    with suppress(ValueError), warnings.catch_warnings():
        # Old cameras carry certificates with serial numbers that the standard forbids.
        warnings.simplefilter("ignore", CryptographyDeprecationWarning)
        subject = x509.load_der_x509_certificate(certificate).subject.rfc4514_string()
        device = replace(device, signs=(Sign(where="tls.subject", value=subject),))
    yield device
    home = read_reply(answer, ref, ip=ip) if answer else None
    if home is not None:
        yield home


def _ask_rtsp(ip: str, port: int, wait: float, pace: _Pace) -> Iterator[Device]:
    host = f"[{ip}]" if ":" in ip else ip
    for method in ("OPTIONS", "DESCRIBE"):
        question = f"{method} rtsp://{host}:{port}/ RTSP/1.0\r\nCSeq: 1\r\nUser-Agent: licet\r\n\r\n".encode()
        answer = _talk(ip, port, wait, pace, question)
        if not answer:
            return
        reply = read_reply(answer, f"rtsp://{ip}:{port}/", ip=ip)
        if reply is not None:
            yield reply
