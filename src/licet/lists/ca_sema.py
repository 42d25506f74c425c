"""Canada's Consolidated Autonomous Sanctions List, official XML in the layouts of 2026 and 2020.

The list has no identifiers: an entry is known by regulation, schedule and item. Country cells are bilingual
and may end in blanks; two of them are not countries but regulations. A record with EntityOrShip (2020:
Entity) is an organisation or a ship, any other a person.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from licet.core.country import country_code
from licet.core.listing import Ground, Listing
from licet.core.period import Period
from licet.core.trade import Identifier, Name, NameQuality, Party, PartyKind
from licet.lists.births import parse_birth
from licet.lists.source import Document, Ids, document_bytes, document_name, slug, source
from licet.lists.xml import Node, parse_xml

__all__ = ["read"]

LIST_ID = "ca-sema"

_SEMA = "Special Economic Measures Act, S.C. 1992, c. 17"
_JVCFOA = "Justice for Victims of Corrupt Foreign Officials Act (Sergei Magnitsky Law), S.C. 2017, c. 21"


@source(
    id=LIST_ID,
    title="Consolidated Canadian Autonomous Sanctions List",
    authority=f"{_SEMA}; {_JVCFOA}",
    issuer="Global Affairs Canada",
    address=(
        "https://www.international.gc.ca/world-monde/assets/office_docs/international_relations-relations_"
        "internationales/sanctions/sema-lmes.xml"
    ),
    terms="Open Government Licence - Canada 2.0, with attribution",
    expects=(1_000, 20_000),
    max_drop=0.1,
    legal_effect=(
        "binds persons in Canada and Canadians abroad: dealing in the party's property, and making goods or "
        "services available to it, are prohibited as the regulation of its schedule says"
    ),
    files=("ca-sema-lmes*", "sema-lmes*"),
)
def read(document: Document) -> Iterator[Listing]:
    """Records of the XML, one listing for each regulation, schedule and item."""
    file = document_name(document)
    root = Node(parse_xml(document_bytes(document), file=file), file=file)
    if root.tag != "data-set":
        raise root.error("not the Canadian list")
    ids = Ids(LIST_ID)
    with root:
        for node in root.nodes("record"):
            with node:
                yield _listing(node, ids)


def _listing(node: Node, ids: Ids) -> Listing:
    regulation = " ".join(node.take("Country", needed=True).split())
    english = regulation.split(" / ")[0]
    schedule, item = node.take("Schedule"), node.take("Item", needed=True)
    body = node.take("EntityOrShip") or node.take("Entity")
    person = " ".join(f"{node.take('GivenName')} {node.take('LastName')}".split())
    if not (body or person):
        raise node.error("a record without a name")
    aliases = node.take("Aliases")
    listed = node.take("DateOfListing")
    ship = node.take("ShipIMONumber")
    dated = node.take("DateOfBirthOrShipBuildDate") or node.take("DateOfBirth")
    node.ignore("TitleOrShip", "Title", "EntityOrShip", "Entity", "DateOfBirth")
    birth = parse_birth(dated) if person and not body else None
    code = country_code(english.partition(" (")[0])
    kind = PartyKind.PERSON if not body else PartyKind.VESSEL if ship else PartyKind.ORGANISATION
    names = [Name(text=" ".join((body or person).split()))]
    names += [Name(text=alias, quality=NameQuality.STRONG) for alias in _aliases(aliases)]
    return Listing(
        id=ids.give(f"{slug(english)} {schedule} {item}", (body or person,)),
        list=LIST_ID,
        party=Party(
            names=tuple(names),
            kind=kind,
            # The cell names the regulation; a person it lists is not thereby a national.
            countries=(code,) if code and body else (),
            identifiers=(Identifier(kind="imo", value=ship),) if ship else (),
            births=(birth,) if birth else (),
        ),
        period=Period(start=date.fromisoformat(listed[:10]) if listed else None),
        grounds=(Ground(code=english, cite=_JVCFOA if "JVCFOR" in english else _SEMA),),
        programmes=(english,),
        measures=("DEALINGS_BAN",),
        source_ref=", ".join(
            part for part in (english, f"schedule {schedule}" * bool(schedule), f"item {item}") if part
        ),
    )


def _aliases(cell: str) -> Iterator[str]:
    """Aliases of the 2020 layout, separated by commas that also stand before legal forms."""
    pending = ""
    for part in (" ".join(piece.split()) for piece in cell.split(",")):
        if pending and part.rstrip(".").casefold() in _FORMS:
            pending = f"{pending}, {part}"
            continue
        if pending:
            yield pending
        pending = part
    if pending:
        yield pending


_FORMS = {"ltd", "inc", "llc", "co", "corp", "limited", "co. ltd", "s.a", "jsc", "plc", "gmbh"}
