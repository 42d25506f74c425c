"""What an index is made of while entries are read: gathered in one pass, or in several that are joined.

A run of entries can be gathered anywhere, in another process too. Runs joined in the order of their entries give
what one pass over all of them gives, so an index has the same bytes however many hands made it.
"""

from __future__ import annotations

import json
from array import array
from collections import Counter
from collections.abc import Iterable, Mapping
from typing import Any

import numpy as np

from licet.match.address import address_text, building_key, place_of
from licet.match.arrays import KINDS
from licet.match.build import Names
from licet.match.identifiers import identifier_key
from licet.match.record import entry_of_record
from licet.match.vocabulary import key_of

__all__ = ["Gathered"]


class Gathered:
    """The names of entries, their addresses as names of their own, and what stands beside them."""

    def __init__(self, entries: Iterable[Mapping[str, Any]] = ()) -> None:
        self.names, self.places = Names(), Names()
        self.kinds = array("B")
        self.countries, self.country_at = bytearray(), array("q", [0])
        self.records, self.record_at = bytearray(), array("q", [0])
        self.ids: list[tuple[int, int]] = []  # key of an identifier, whose it is
        self.buildings: Counter[int] = Counter()  # how many entries are in each
        for entry in entries:
            self.add(entry)

    def add(self, given: Mapping[str, Any]) -> None:
        """Take in the next entry.

        Raises:
            InputError: the entry has no id, or a name is not text.
        """
        entry = entry_of_record(given)
        number = len(self.kinds)
        addresses = entry.get("addresses", ())
        self.names.add_entry(entry)
        self.places.add_entry({"names": [address_text(one) for one in addresses]})
        self.buildings.update(
            {key_of("building", key) for one in addresses if (key := building_key(place_of(one)))}
        )
        self.kinds.append(KINDS.index(entry["kind"]))
        self.countries += "\n".join(map(str, entry.get("countries", ()))).encode()
        self.country_at.append(len(self.countries))
        self.records += json.dumps(entry, ensure_ascii=False, separators=(",", ":")).encode()
        self.record_at.append(len(self.records))
        self.ids += [
            (key_of("identifier", key), number)
            for one in entry.get("identifiers", ())
            if (key := identifier_key(str(one.get("kind", "")), str(one.get("value", ""))))
        ]

    def join(self, later: Gathered) -> None:
        """Take in the entries that another run gathered, behind those that are here."""
        before = len(self.kinds)
        self.names.join(later.names)
        self.places.join(later.places)
        self.kinds.extend(later.kinds)
        for held, at, more, its in (
            (self.countries, self.country_at, later.countries, later.country_at),
            (self.records, self.record_at, later.records, later.record_at),
        ):
            at.frombytes((np.array(its[1:], dtype=np.int64) + len(held)).tobytes())
            held += more  # noqa: PLW2901  the very text, made longer
        self.ids += [(key, number + before) for key, number in later.ids]
        self.buildings.update(later.buildings)
