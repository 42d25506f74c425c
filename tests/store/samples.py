"""One shipment of cameras under a licence, whole enough to be filed."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

from licet.store.eei import ConsigneeType, EeiParty, LineAuthority, Shipment, ShipmentLine

LINE = ShipmentLine(
    number=1,
    authority=LineAuthority.LICENCE,
    license_code="C30",
    license_number="D1234567",
    license_value=Decimal(250000),
    eccn="6A003.b.4",
    description="uncooled infrared cameras,  60 Hz",
    schedule_b="8525.89.0000",
    origin="D",
    quantity=Decimal(10),
    unit="number",
    value=Decimal(25000),
    weight=Decimal("12.5"),
    export_code="OS",
)
SHIPMENT = Shipment(
    reference="SRN-1",
    usppi=EeiParty(
        name="Acme Optics Inc", address="1 Main St", country="US", id="12-3456789", contact="J. Doe"
    ),
    export_day=date(2026, 6, 1),
    ultimate_consignee=EeiParty(name="Orchid Imaging Ltd", address="5 Lane", city="Taipei", country="TW"),
    end_users=(EeiParty(name="Orchid Hospital", country="TW"),),
    destination="TW",
    consignee_type=ConsigneeType.DIRECT_CONSUMER,
    state_of_origin="CA",
    transport="40",
    carrier="China Airlines",
    carrier_id="CI",
    port_of_export="2720",
    related=False,
    hazardous=False,
    inbond="70",
    routed=False,
    from_zone=False,
    filing="predeparture",
    within_end_use=True,
    statement_on_invoice=True,
    lines=(LINE,),
)
