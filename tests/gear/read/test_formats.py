"""Scans, neighbour tables, bills of materials and saved replies are told apart and read."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from licet.core.errors import InputError
from licet.gear.device import Sign
from licet.gear.read import Reading, read_path
from licet.gear.read.bom import read_bom_json
from licet.gear.read.leases import read_leases
from tests.gear.samples import DHIP_INTELBRAS, ISAPI, SADP, dhip_datagram

NMAP = """<?xml version="1.0"?>
<!DOCTYPE nmaprun>
<nmaprun scanner="nmap">
<host><status state="up"/><address addr="192.0.2.5" addrtype="ipv4"/>
<address addr="44:47:CC:00:00:01" addrtype="mac" vendor="X"/>
<hostnames><hostname name="cam5.example"/></hostnames>
<ports>
<port protocol="tcp" portid="80"><state state="open"/><service name="http" product="App-webs/"/>
<script id="http-server-header" output="&#xa;  App-webs/"/></port>
<port protocol="tcp" portid="443"><state state="open"/><service name="https"/>
<script id="ssl-cert" output="Subject"><table key="subject"><elem key="commonName">www.hikvision.com</elem>
<elem key="organizationName">HIKVISION</elem></table></script></port>
<port protocol="tcp" portid="554"><state state="closed"/></port>
</ports></host>
<host><status state="down"/><address addr="192.0.2.6" addrtype="ipv4"/></host>
<runstats/></nmaprun>
"""


def _read(folder: Path, name: str, text: str | bytes) -> Reading:
    path = folder / name
    path.write_bytes(text.encode() if isinstance(text, str) else text)
    return read_path(path)


def test_nmap_scan_gives_statements_of_open_ports(tmp_path: Path) -> None:
    """Hosts that are up give address, name, ports, banners and the certificate's subject."""
    reading = _read(tmp_path, "scan.xml", NMAP)
    (device,) = reading.devices
    assert (device.ip, device.mac, device.name) == ("192.0.2.5", "44:47:CC:00:00:01", "cam5.example")
    assert Sign(where="tls.subject", value="CN=www.hikvision.com,O=HIKVISION") in device.signs
    assert Sign(where="http.server", value="App-webs/") in device.signs
    assert Sign(where="port", value="554") not in device.signs
    assert reading.formats == (("scan.xml", "nmap scan"),)
    assert reading.problems == ()


def test_a_scan_that_broke_off_is_read_and_reported(tmp_path: Path) -> None:
    """A truncated scan gives its hosts and says that it is not whole."""
    reading = _read(tmp_path, "scan.xml", NMAP[: NMAP.index('<host><status state="down"')])
    assert len(reading.devices) == 1
    assert "did not run to its end" in reading.problems[0].message


@pytest.mark.parametrize(
    ("line", "ip", "name"),
    [
        ("? (192.0.2.5) at 44:47:cc:0:0:1 on en0 ifscope [ethernet]", "192.0.2.5", ""),
        ("cam5.lan (192.0.2.5) at 44:47:cc:00:00:01 [ether] on eth0", "192.0.2.5", "cam5.lan"),
        ("192.0.2.5   ether   44:47:cc:00:00:01   C   eth0", "192.0.2.5", ""),
        ("  192.0.2.5           44-47-cc-00-00-01     dynamic", "192.0.2.5", ""),
        ("192.0.2.5 dev eth0 lladdr 44:47:cc:00:00:01 REACHABLE", "192.0.2.5", ""),
        ("fe80::1 dev eth0 lladdr 44:47:cc:00:00:01 STALE", "fe80::1", ""),
        ("Internet  192.0.2.5   12   4447.cc00.0001  ARPA   Vlan10", "192.0.2.5", ""),
        ("1795430000 44:47:cc:00:00:01 192.0.2.5 cam5 01:44:47:cc:00:00:01", "192.0.2.5", "cam5"),
        ("12 0.5 Hangzhou_00:00:01 Broadcast ARP 60 192.0.2.5 is at 44:47:cc:00:00:01", "192.0.2.5", ""),
        ("Ethernet II, Src: Hik_00:00:01 (44:47:cc:00:00:01), Dst: Broadcast (ff:ff:ff:ff:ff:ff)", "", ""),
    ],
)
def test_each_layout_of_a_neighbour_table(line: str, ip: str, name: str) -> None:
    """BSD, Linux, Windows, Cisco, dnsmasq and Wireshark lines give one device."""
    (device,) = read_leases(line, "arp.txt").devices
    assert (device.ip, device.name) == (ip, name)
    assert device.mac.casefold().replace("-", "").replace(".", "").startswith("4447cc") or ":" in device.mac


def test_isc_leases_are_read(tmp_path: Path) -> None:
    """Blocks of an ISC DHCP lease file give address, host name and vendor class."""
    text = 'lease 192.0.2.5 {\n  hardware ethernet 44:47:cc:00:00:01;\n  client-hostname "cam5";\n}\n'
    (device,) = _read(tmp_path, "dhcpd.leases", text).devices
    assert (device.ip, device.mac, device.name) == ("192.0.2.5", "44:47:cc:00:00:01", "cam5")


def test_silent_neighbours_are_reported(tmp_path: Path) -> None:
    """An address that did not answer is not forgotten: it is listed as not read."""
    reading = _read(
        tmp_path, "neigh.txt", "192.0.2.5 dev e lladdr 44:47:cc:00:00:01 STALE\n192.0.2.9 dev e FAILED\n"
    )
    assert len(reading.devices) == 1
    assert (reading.problems[0].line, "192.0.2.9" in reading.problems[0].message) == (2, True)


CYCLONEDX = {
    "bomFormat": "CycloneDX",
    "specVersion": "1.6",
    "metadata": {
        "component": {"type": "device", "name": "Camera X1", "manufacturer": {"name": "SecureVid"}},
        "manufacturer": {"name": "BOM Writers Inc."},
    },
    "components": [
        {"type": "library", "name": "zlib"},
        {
            "type": "device",
            "name": "mainboard",
            "components": [
                {
                    "type": "device",
                    "name": "Hi3521D",
                    "supplier": {"name": "Distributor"},
                    "properties": [{"name": "cdx:device:macAddress", "value": "44:47:cc:00:00:01"}],
                }
            ],
        },
    ],
}


def test_cyclonedx_is_walked_to_the_last_part(tmp_path: Path) -> None:
    """The product carries all parts; the writer of the document is not its maker; software is counted out."""
    reading = _read(tmp_path, "bom.json", json.dumps(CYCLONEDX))
    product, board, chip = reading.devices
    assert product.maker == "SecureVid"
    assert product.parts == (board,)
    assert (chip.part, chip.maker, chip.supplier, chip.mac) == (
        "Hi3521D",
        "",
        "Distributor",
        "44:47:cc:00:00:01",
    )
    assert "1 software components" in reading.problems[0].message


def test_cyclonedx_xml_is_the_same(tmp_path: Path) -> None:
    """The XML form gives the same parts."""
    text = """<bom xmlns="http://cyclonedx.org/schema/bom/1.4">
    <metadata><component type="device"><name>X1</name></component>
    <manufacture><name>SecureVid</name></manufacture></metadata>
    <components><component type="device"><supplier><name>HiSilicon</name></supplier>
    <name>Hi3521D</name><properties>
    <property name="cdx:device:quantity">2</property></properties></component></components></bom>"""
    product, chip = _read(tmp_path, "bom.xml", text).devices
    assert (product.maker, chip.supplier, chip.quantity) == ("SecureVid", "HiSilicon", "2")


def test_spdx_in_four_forms(tmp_path: Path) -> None:
    """SPDX 2.3 JSON, XML and tag-value and 3.0 JSON name maker, seller and what contains what."""
    packages = [
        {"SPDXID": "SPDXRef-A", "name": "X1", "originator": "Organization: SecureVid (a@b.example)"},
        {
            "SPDXID": "SPDXRef-B",
            "name": "Hi3521D",
            "originator": "Organization: HiSilicon",
            "supplier": "NOASSERTION",
        },
    ]
    link = {"spdxElementId": "SPDXRef-A", "relationshipType": "CONTAINS", "relatedSpdxElement": "SPDXRef-B"}
    as_json = json.dumps({"spdxVersion": "SPDX-2.3", "packages": packages, "relationships": [link]})
    tags = "SPDXVersion: SPDX-2.3\n" + "".join(
        f"PackageName: {item['name']}\nSPDXID: {item['SPDXID']}\nPackageOriginator: {item['originator']}\n"
        for item in packages
    )
    tags += "Relationship: SPDXRef-A CONTAINS SPDXRef-B\n"

    def leaves(item: dict[str, str]) -> str:
        return "".join(f"<{key}>{value}</{key}>" for key, value in item.items())

    xml = "<Document>" + "".join(f"<packages>{leaves(item)}</packages>" for item in packages)
    xml += f"<relationships>{leaves(link)}</relationships></Document>"
    graph = [
        {"type": "Organization", "spdxId": "o1", "name": "SecureVid"},
        {"type": "Organization", "spdxId": "o2", "name": "HiSilicon"},
        {"type": "software_Package", "spdxId": "a", "name": "X1", "originatedBy": ["o1"]},
        {"type": "software_Package", "spdxId": "b", "name": "Hi3521D", "originatedBy": ["o2"]},
        {"type": "Relationship", "from": "a", "to": ["b"], "relationshipType": "contains"},
    ]
    third = json.dumps({"@context": "https://spdx.org/rdf/3.0.1/spdx-context.jsonld", "@graph": graph})
    for name, text in (("a.json", as_json), ("a.spdx", tags), ("a.xml", xml), ("b.json", third)):
        whole, part = _read(tmp_path, name, text).devices
        assert (whole.maker, part.maker, whole.parts) == ("SecureVid", "HiSilicon", (part,)), name


def test_a_folder_of_replies_is_read(tmp_path: Path) -> None:
    """Saved replies become devices, a probe is passed over, and other files are reported."""
    (tmp_path / "sadp.xml").write_bytes(SADP)
    (tmp_path / "dhip.bin").write_bytes(dhip_datagram(DHIP_INTELBRAS))
    (tmp_path / "many.json").write_text(json.dumps({"saved": [DHIP_INTELBRAS]}))
    (tmp_path / "probe.xml").write_text("<?xml version='1.0'?><Probe><Uuid>1</Uuid></Probe>")
    (tmp_path / "readme.txt").write_text("hello")
    reading = read_path(tmp_path)
    assert sorted(device.model for device in reading.devices) == ["ECI-T24F2", "VIP-1230-D-G4"]
    assert [problem.file for problem in reading.problems] == ["readme.txt"]


def test_one_saved_reply_is_a_device(tmp_path: Path) -> None:
    """A reply given alone is recognised by what is in it."""
    assert _read(tmp_path, "x.xml", ISAPI).formats == (("x.xml", "saved reply"),)


@pytest.mark.parametrize(
    ("name", "text"), [("x.xml", "<other/>"), ("x.xml", "<broken"), ("x.json", '{"a": 1}'), ("x.txt", "")]
)
def test_what_is_not_known_is_an_input_error(tmp_path: Path, name: str, text: str) -> None:
    """Unknown documents are refused with a fix."""
    with pytest.raises(InputError) as caught:
        _read(tmp_path, name, text)
    assert caught.value.fix


def test_a_missing_file_is_an_input_error(tmp_path: Path) -> None:
    """A path that does not exist says so."""
    with pytest.raises(InputError, match="cannot be read"):
        read_path(tmp_path / "nothing.csv")


def test_entities_in_xml_are_not_expanded(tmp_path: Path) -> None:
    """A document cannot pull a file of the reader's machine into a report."""
    (tmp_path / "secret").write_text("secret")
    text = f"""<!DOCTYPE bom [<!ENTITY x SYSTEM "file://{tmp_path}/secret">]>
    <bom xmlns="http://cyclonedx.org/schema/bom/1.4"><components><component type="device"><name>&x;A</name>
    </component></components></bom>"""
    reading = _read(tmp_path, "bom.xml", text)
    assert all("secret" not in device.part for device in reading.devices)


def test_packages_that_unfold_without_end_are_refused() -> None:
    """A short SPDX document with two to the fortieth paths is an input error, not a stopped machine."""
    packages = [{"SPDXID": f"P{number}", "name": "x"} for number in range(81)]
    links = [
        {"spdxElementId": f"P{first}", "relationshipType": "CONTAINS", "relatedSpdxElement": f"P{second}"}
        for first in range(0, 79)
        for second in ((first // 2 + 1) * 2, (first // 2 + 1) * 2 - 1)
        if second > first
    ]
    document = {"spdxVersion": "SPDX-2.3", "packages": packages, "relationships": links}
    with pytest.raises(InputError, match="contain each other"):
        read_bom_json(json.dumps(document).encode(), "a.json")


values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=6),
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(
            st.sampled_from(
                ["name", "type", "components", "supplier", "properties", "metadata", "component", "value"]
            ),
            inner,
            max_size=4,
        )
    ),
    max_leaves=20,
)


@given(values, values)
def test_any_json_is_a_reading(components: object, packages: object) -> None:
    """Whatever stands where components and packages should stand, reading it raises nothing."""
    for document in (
        {"bomFormat": "CycloneDX", "components": components, "metadata": packages},
        {"spdxVersion": "SPDX-2.3", "packages": components, "relationships": packages},
        {"@context": "https://spdx.org/rdf/3.0.1/spdx-context.jsonld", "@graph": components},
    ):
        assert isinstance(read_bom_json(json.dumps(document).encode(), "fuzz"), Reading)


@pytest.mark.shared
def test_the_real_hardware_bill_is_read(shared: Path) -> None:
    """The published example gives its product and five parts, none of a covered maker."""
    reading = read_path(shared / "equipment/bom/cyclonedx-hbom-pcie-sata-adapter.json")
    assert len(reading.devices) == 7
    assert reading.devices[0].parts
