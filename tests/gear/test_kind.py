"""What a thing is, told by the words of the record or by the shape of its model."""

from __future__ import annotations

import pytest

from licet.gear.device import Device
from licet.gear.kind import kind_of, product_of


@pytest.mark.parametrize(
    ("device", "kind"),
    [
        (Device(ref="a", kind="IP Camera"), "camera"),
        (Device(ref="b", description="two cameras at the gate"), "camera"),
        (Device(ref="c", kind="?", description="dome camera"), "camera"),
        (Device(ref="d"), ""),
        (Device(ref="e", kind="coffee machine"), ""),
    ],
)
def test_the_words_of_the_record_tell(device: Device, kind: str) -> None:
    """The first field that says what it is counts; nothing said is nothing known."""
    assert kind_of(device) == kind
    assert product_of(device) == ("video surveillance" if kind else "")
