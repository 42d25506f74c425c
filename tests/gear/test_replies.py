"""Replies of devices become records; anything else becomes nothing."""

from __future__ import annotations

import json

from hypothesis import given
from hypothesis import strategies as st

from licet.gear.device import Device, Sign, merge
from licet.gear.replies import read_reply
from tests.gear.samples import DHIP_INTELBRAS, ISAPI, ONVIF, SADP, dhip_datagram


def test_sadp_reply_is_read() -> None:
    """A SADP reply gives model, serial, firmware and MAC, and the answer itself is a statement."""
    device = read_reply(SADP, "reply", ip="192.0.2.7")
    assert device is not None
    assert (device.ip, device.model, device.mac) == ("192.0.2.7", "ECI-T24F2", "08-54-11-00-00-01")
    assert Sign(where="sadp", value="answered") in device.signs


def test_broken_sadp_reply_is_read_line_by_line() -> None:
    """A reply that is no well-formed XML still gives its fields."""
    device = read_reply(SADP.replace(b"</Uuid>", b"</Uuid><Broken"), "reply")
    assert device is not None
    assert device.serial.startswith("ECI-T24F2")


def test_our_own_probe_is_no_reply() -> None:
    """A probe that comes back by multicast loop is ignored."""
    assert read_reply(b"<Probe><Uuid>1</Uuid><Types>inquiry</Types></Probe>", "loop") is None


def test_dhip_reply_is_read_as_datagram_and_as_json() -> None:
    """Header, trailing NUL and bare JSON give the same record; the label stays a label."""
    device = read_reply(dhip_datagram(DHIP_INTELBRAS), "reply", ip="192.0.2.8")
    plain = read_reply(json.dumps(DHIP_INTELBRAS).encode(), "reply", ip="192.0.2.8")
    assert device == plain
    assert device is not None
    assert (device.brand, device.maker) == ("IntelBras", "")


def test_private_is_no_label() -> None:
    """Dahua's word for an unlabelled unit does not become a brand."""
    reply = json.loads(json.dumps(DHIP_INTELBRAS))
    reply["params"]["deviceInfo"].update(Vendor="Private", Manufacturer="Private")
    device = read_reply(json.dumps(reply).encode(), "reply")
    assert device is not None
    assert device.brand == ""


def test_onvif_scopes_are_read() -> None:
    """Name and hardware scopes are unquoted, the address comes from XAddrs."""
    device = read_reply(ONVIF, "reply")
    assert device is not None
    assert (device.model, device.ip) == ("DS-TCG406-E", "192.168.74.57")
    assert Sign(where="onvif.name", value="HIKVISION DS-TCG406-E") in device.signs


def test_isapi_reply_joins_firmware_and_build() -> None:
    """The firmware version and its build day are joined as SADP writes them."""
    device = read_reply(ISAPI, "reply")
    assert device is not None
    assert device.firmware == "V5.03.020 build 240904"
    assert Sign(where="isapi.namespace", value="http://www.isapi.org/ver20/XMLSchema") in device.signs


def test_http_and_rtsp_heads_are_read() -> None:
    """Server names, login realms and an answering path become statements."""
    head = b'HTTP/1.1 401 No\r\nServer: App-webs/\r\nWWW-Authenticate: Digest realm="DVRNVRDVS"\r\n\r\n'
    device = read_reply(head, "reply", path="/ISAPI/System/deviceInfo")
    assert device is not None
    assert {sign.where for sign in device.signs} == {"http.server", "http.realm", "http.path"}
    video = read_reply(b"RTSP/1.0 200 OK\r\nServer: Dahua Rtsp Server\r\n\r\n", "reply")
    assert video is not None
    assert video.signs == (Sign(where="rtsp.server", value="Dahua Rtsp Server"),)


def test_same_unit_is_one_record() -> None:
    """Replies from one address join, the first statement of a field wins."""
    one, two = Device(ref="a", ip="192.0.2.1", model="X"), Device(ref="b", ip="192.0.2.1", model="Y", mac="m")
    (joined,) = merge([one, two])
    assert (joined.ref, joined.model, joined.mac) == ("a", "X", "m")


@given(st.binary(max_size=400))
def test_any_bytes_are_a_record_or_nothing(data: bytes) -> None:
    """No reply, however broken, raises."""
    for start in (
        b"",
        b"<ProbeMatch><Uuid>",
        b"\x20\x00\x00\x00DHIP" + bytes(24),
        b"HTTP/1.1 ",
        b"<DeviceInfo ",
        b"{",
    ):
        reply = read_reply(start + data, "fuzz")
        assert reply is None or isinstance(reply, Device)
