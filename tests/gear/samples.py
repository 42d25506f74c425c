"""Replies in the shapes of real captures; serial numbers and MAC tails are made up."""

from __future__ import annotations

import json
import struct
from typing import Any

SADP = b"""<?xml version="1.0" encoding="UTF-8"?>
<ProbeMatch><Uuid>13A888A9-F1B1-4020-AE9F-05607682D23B</Uuid>
<Types>inquiry</Types>
<DeviceType>139711</DeviceType>
<DeviceDescription>ECI-T24F2</DeviceDescription>
<DeviceSN>ECI-T24F220230615AAWRAC4000001</DeviceSN>
<CommandPort>8000</CommandPort>
<HttpPort>80</HttpPort>
<MAC>08-54-11-00-00-01</MAC>
<IPv4Address>192.168.1.64</IPv4Address>
<SoftwareVersion>V5.7.1build 220609</SoftwareVersion>
<Activated>true</Activated>
<DetailOEMCode>1</DetailOEMCode>
</ProbeMatch>
"""

ONVIF = b"""<?xml version="1.0" encoding="UTF-8"?>
<SOAP-ENV:Envelope xmlns:SOAP-ENV="http://www.w3.org/2003/05/soap-envelope"
 xmlns:wsa="http://schemas.xmlsoap.org/ws/2004/08/addressing"
 xmlns:d="http://schemas.xmlsoap.org/ws/2005/04/discovery" xmlns:dn="http://www.onvif.org/ver10/network/wsdl">
<SOAP-ENV:Body><d:ProbeMatches><d:ProbeMatch><d:Types>dn:NetworkVideoTransmitter</d:Types>
<d:Scopes>onvif://www.onvif.org/type/video_encoder onvif://www.onvif.org/name/HIKVISION%20DS-TCG406-E
 onvif://www.onvif.org/hardware/DS-TCG406-E</d:Scopes>
<d:XAddrs>http://192.168.74.57/onvif/device_service</d:XAddrs></d:ProbeMatch></d:ProbeMatches></SOAP-ENV:Body>
</SOAP-ENV:Envelope>
"""

ISAPI = b"""<?xml version="1.0" encoding="UTF-8"?>
<DeviceInfo version="2.0" xmlns="http://www.isapi.org/ver20/XMLSchema">
<deviceName>recorder</deviceName>
<model>DS-7732NI-M4</model>
<serialNumber>DS-7732NI-M43220240101CCRRL00000001WCVU</serialNumber>
<macAddress>c0:56:e3:00:00:01</macAddress>
<firmwareVersion>V5.03.020</firmwareVersion>
<firmwareReleasedDate>build 240904</firmwareReleasedDate>
<deviceType>NVR</deviceType>
</DeviceInfo>
"""

DHIP_INTELBRAS: dict[str, Any] = {
    "mac": "30:e1:f1:00:00:01",
    "method": "client.notifyDevInfo",
    "params": {
        "deviceInfo": {
            "DeviceClass": "IPC",
            "DeviceType": "VIP-1230-D-G4",
            "HttpPort": 80,
            "IPv4Address": {"IPAddress": "10.16.250.102", "SubnetMask": "255.255.255.0"},
            "MachineName": "EXEMPLO0000001",
            "Manufacturer": "Intelbras",
            "SerialNo": "EXEMPLO0000001",
            "Vendor": "IntelBras",
            "Version": "2.800.00IB00C.0.T",
        }
    },
}


def dhip_datagram(message: dict[str, Any]) -> bytes:
    """A message as it travels: 32 bytes of header, JSON, line feed and NUL."""
    body = json.dumps(message, separators=(",", ":")).encode() + b"\n\x00"
    return struct.pack("<4s4sIIIIII", b"\x20\x00\x00\x00", b"DHIP", 0, 0, len(body), 0, len(body), 0) + body
