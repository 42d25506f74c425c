"""Discovery against simulated devices: relabelled units are found, and nothing outside the range is asked."""

from __future__ import annotations

import json
import socket
import ssl
import threading
import time
from datetime import UTC, date, datetime
from pathlib import Path

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID
from hypothesis import given
from hypothesis import strategies as st

from licet.core.errors import InputError
from licet.gear.device import Sign
from licet.gear.discover import Plan, discover, parse_range
from licet.gear.finding import Level, judge
from licet.gear.replies import read_reply
from tests.gear.samples import DHIP_INTELBRAS, ONVIF, SADP, dhip_datagram
from tests.gear.simulated import PORTS, Unit, pages, running

ON = date(2026, 11, 23)
HOSTS = [f"127.0.0.{last}" for last in range(2, 8)]
loopback = pytest.mark.allow_hosts(HOSTS)
NOT_FOUND = b"HTTP/1.1 404 Not Found\r\nServer: nginx\r\nContent-Length: 0\r\n\r\n"
HOME = b"HTTP/1.1 200 OK\r\nServer: nginx\r\n\r\n<html>Intelbras</html>"
LOCKED = b'HTTP/1.1 401 Unauthorized\r\nWWW-Authenticate: Digest realm="x"\r\n\r\n'


def _sadp(data: bytes) -> bytes:
    return SADP if b"<Types>inquiry</Types>" in data else b""


def _dhip(data: bytes) -> bytes:
    asked = data[:8] == b"\x20\0\0\0DHIP" and json.loads(data[32:])["method"] == "DHDiscover.search"
    return dhip_datagram(DHIP_INTELBRAS) if asked else b""


def _plan(addresses: str, *protocols: str, rate: float = 500.0) -> Plan:
    return Plan(
        addresses=parse_range(addresses),
        protocols=protocols or ("sadp", "dhip", "onvif", "http", "rtsp"),
        rate=rate,
        wait=0.3,
        ports=PORTS,
    )


@loopback
def test_a_relabelled_hikvision_with_another_name_is_found() -> None:
    """A unit sold as AVYCON that answers SADP and ISAPI is covered, whatever its web page calls it."""
    unit = Unit(
        "127.0.0.2",
        datagrams={PORTS.sadp: _sadp},
        services={
            PORTS.http: pages(
                {
                    "/": b"HTTP/1.1 200 OK\r\nServer: webserver\r\n\r\n<title>AVYCON</title>",
                    "/ISAPI/System/deviceInfo": LOCKED,
                },
                NOT_FOUND,
            )
        },
    )
    with running(unit):
        sweep = discover(_plan("127.0.0.2"))
    (device,) = sweep.devices
    found = judge(device, ON)
    assert (found.level, found.maker) == (Level.COVERED, "hikvision"), found.says
    assert {"sadp", "http.path", "serial"} <= {piece.field for piece in found.evidence}


@loopback
def test_a_relabelled_dahua_that_hides_its_maker_is_found() -> None:
    """A unit whose MAC, vendor and page all say Intelbras is covered: it answers DHIP with Dahua firmware."""
    unit = Unit(
        "127.0.0.3", datagrams={PORTS.dhip: _dhip}, services={PORTS.http: pages({"/": HOME}, NOT_FOUND)}
    )
    with running(unit):
        sweep = discover(_plan("127.0.0.3"))
    (device,) = sweep.devices
    assert device.brand == "IntelBras"
    found = judge(device, ON)
    assert (found.level, found.maker) == (Level.COVERED, "dahua"), found.says
    assert "mac" not in {piece.field for piece in found.evidence if piece.maker}


@loopback
def test_other_makers_units_do_not_hit() -> None:
    """A camera of another maker that locks every page is no evidence, though it answers at the ISAPI path."""
    unit = Unit(
        "127.0.0.4",
        services={PORTS.http: pages({}, LOCKED), PORTS.rtsp: lambda _: b"RTSP/1.0 200 OK\r\n\r\n"},
    )
    with running(unit):
        sweep = discover(_plan("127.0.0.4"))
    (device,) = sweep.devices
    assert judge(device, ON).level is Level.NONE


@loopback
def test_onvif_and_rtsp_answers_are_read() -> None:
    """ONVIF scopes and the video server's name are statements of the same unit."""
    unit = Unit(
        "127.0.0.5",
        datagrams={PORTS.onvif: lambda data: ONVIF if b"discovery/Probe" in data else b""},
        services={PORTS.rtsp: lambda _: b"RTSP/1.0 200 OK\r\nCSeq: 1\r\nServer: Dahua Rtsp Server\r\n\r\n"},
    )
    with running(unit):
        (device,) = discover(_plan("127.0.0.5")).devices
    assert device.model == "DS-TCG406-E"
    assert Sign(where="rtsp.server", value="Dahua Rtsp Server") in device.signs


@loopback
def test_only_the_range_is_asked() -> None:
    """A unit beside the range hears nothing; addresses without an answer are listed as not examined."""
    inside, outside = (Unit(ip, datagrams={PORTS.sadp: _sadp}) for ip in ("127.0.0.2", "127.0.0.7"))
    with running(inside, outside):
        sweep = discover(_plan("127.0.0.2-4", "sadp"))
    assert outside.heard == []
    assert [device.ip for device in sweep.devices] == ["127.0.0.2"]
    assert sweep.silent == ("127.0.0.3", "127.0.0.4")


@loopback
def test_nobody_ever_logs_in() -> None:
    """No question carries credentials, and every web or video question only reads."""
    unit = Unit(
        "127.0.0.6",
        datagrams={PORTS.sadp: _sadp, PORTS.dhip: _dhip, PORTS.onvif: lambda _: ONVIF},
        services={
            PORTS.http: pages({}, LOCKED),
            PORTS.rtsp: lambda _: b'RTSP/1.0 401 No\r\nWWW-Authenticate: Basic realm="x"\r\n\r\n',
        },
    )
    with running(unit):
        discover(_plan("127.0.0.6"))
    assert len(unit.heard) >= 6
    for heard in unit.heard:
        assert b"authorization" not in heard.lower()
        assert b"password" not in heard.lower()
        assert b"login" not in heard.lower()
        assert heard.startswith((b"GET ", b"OPTIONS ", b"DESCRIBE ", b"<?xml", b"\x20\0\0\0DHIP"))


@loopback
def test_the_rate_is_kept() -> None:
    """Ten questions at fifty a second take at least the nine gaps between them."""
    started = time.monotonic()
    sweep = discover(_plan("127.0.0.2-11", "sadp", rate=50.0))
    assert sweep.asked == 10
    assert time.monotonic() - started >= 9 / 50


@pytest.mark.parametrize(
    ("text", "count"),
    [
        ("192.0.2.0/24", 254),
        ("192.0.2.7", 1),
        ("192.0.2.10-192.0.2.20", 11),
        ("192.0.2.10-20", 11),
        ("2001:db8::/126", 3),
    ],
)
def test_ranges_people_write(text: str, count: int) -> None:
    """Networks, spans and single addresses are read."""
    assert len(parse_range(text)) == count


@pytest.mark.parametrize(
    "text", ["", "camera", "10.0.0.0/8", "192.0.2.20-192.0.2.10", "0.0.0.0-255.255.255.255"]
)
def test_what_is_no_small_range_is_refused(text: str) -> None:
    """Words, backward spans and ranges of more than 65,536 addresses are errors with a fix."""
    with pytest.raises(InputError) as caught:
        parse_range(text)
    assert caught.value.fix


def test_an_unknown_protocol_is_refused() -> None:
    """A protocol that does not exist is an error, not a silent omission."""
    with pytest.raises(InputError, match="telnet"):
        discover(_plan("127.0.0.2", "telnet"))


@given(st.binary(max_size=200))
def test_answers_are_untrusted(data: bytes) -> None:
    """Whatever a device sends, reading it gives a record or nothing."""
    read_reply(data, "http://192.0.2.1/", ip="192.0.2.1", path="/ISAPI/System/deviceInfo")


def _certificate(folder: Path) -> Path:
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name(
        [
            x509.NameAttribute(NameOID.COUNTRY_NAME, "CN"),
            x509.NameAttribute(NameOID.ORGANIZATION_NAME, "HIKVISION"),
            x509.NameAttribute(NameOID.COMMON_NAME, "www.hikvision.com"),
        ]
    )
    made = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(1)
        .not_valid_before(datetime(2020, 1, 1, tzinfo=UTC))
        .not_valid_after(datetime(2040, 1, 1, tzinfo=UTC))
        .sign(key, hashes.SHA256())
    )
    path = folder / "unit.pem"
    plain = serialization.PrivateFormat.PKCS8
    path.write_bytes(
        key.private_bytes(serialization.Encoding.PEM, plain, serialization.NoEncryption())
        + made.public_bytes(serialization.Encoding.PEM)
    )
    return path


@loopback
def test_a_certificate_tells_the_maker(tmp_path: Path) -> None:
    """A unit whose only sign is its own TLS certificate is found; the certificate need not be trusted."""
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(_certificate(tmp_path))

    def answer_once(door: socket.socket) -> None:
        plain, _ = door.accept()
        with context.wrap_socket(plain, server_side=True) as connection:
            connection.recv(4096)
            connection.sendall(NOT_FOUND)

    with socket.create_server(("127.0.0.6", PORTS.https)) as door:
        thread = threading.Thread(target=answer_once, args=(door,))
        thread.start()
        sweep = discover(_plan("127.0.0.6", "https"))
        thread.join()
    found = judge(sweep.devices[0], ON)
    assert (found.level, found.maker) == (Level.COVERED, "hikvision")
    assert "TLS certificate" in found.says
