"""How a foreign item was made: whether US technology, or a plant that is a product of it, stands behind it.

The product scopes of 15 CFR 734.9, and the parties and items that its rules ask for. The rules of today stand
in `part734_fdp`, their older texts in `part734_fdp_older`.
"""

from __future__ import annotations

from collections.abc import Callable

from licet.core.answer import Answer, all_of, any_of
from licet.core.ask import Ask, ask
from licet.core.eccn import Eccn
from licet.law.matter import Matter
from licet.law.us.ear.named_items import covered
from licet.law.us.ear.part734 import foreign_made, from_abroad
from licet.law.us.ear.places import lies_in, lies_in_d5
from licet.law.us.ear.questions import NODE_USE, SUPERCOMPUTER

__all__ = [
    "ASSURANCE",
    "DIRECT",
    "FOOTNOTE_1_TECHNOLOGY",
    "FOOTNOTE_4_TECHNOLOGY",
    "IRANIAN_PRODUCT",
    "PLANT",
    "RUSSIAN_PRODUCT",
    "SME_DIRECT",
    "TECH",
    "TOOLS",
    "TOOLS_DIRECT",
    "any_technology",
    "behind_plant",
    "computing_item_made",
    "footnote_5_scope",
    "footnote_party",
    "for_supercomputer",
    "foreign_from_abroad",
    "made_with",
    "named_technology",
]

DIRECT = ask(
    "item.production.direct_product_of_us_tech",
    "Is the item a direct product of technology or software subject to the EAR?",
)
TECH = Ask[frozenset[Eccn]](
    "item.production.us_tech_eccns", "Which ECCNs is that technology or software classified under?", None
)
PLANT = ask(
    "item.production.plant_is_direct_product",
    "Was it made by a plant, or a major component of one, that is a direct product of US technology or "
    "software?",
)
PLANT_TECH = Ask[frozenset[Eccn]](
    "item.production.plant_tech_eccns",
    "Which ECCNs is the technology or software behind the plant classified under?",
    None,
)
CONTAINS = ask(
    "item.production.contains_ic_from_such_plant",
    "Does the item contain an integrated circuit that is a direct product (made in such a plant, "
    "734.9(e)(3))?",
)
ASSURANCE = ask(
    "item.production.assurance_technology",
    "Does the US technology or software require a written assurance (License Exception TSR)?",
    clean=None,
)

FOR_FOOTNOTE = {
    number: ask(
        f"use.for_footnote_{number}_product",
        "Will the item go into, or be used to make, anything produced, purchased or ordered by"
        f" a footnote {number} entity?",
    )
    for number in (1, 3, 4, 5)
}
RUSSIAN_PRODUCT = ask(
    "use.for_russian_product",
    "Will it go into, or be used to make, a CCL or supplement no. 6 or 7 item made in or destined to"
    " Russia, Belarus or Crimea?",
)
IRANIAN_PRODUCT = ask(
    "use.for_iranian_product",
    "Will it go into, or be used to make, a category 3 to 9 or supplement no. 7 item located in or "
    "destined to Iran?",
)
#: 734.9(e)(1)(i): technology and software of the footnote 1 rule.
FOOTNOTE_1_TECHNOLOGY = frozenset(
    [
        "3D001",
        "3D901",
        "3D991",
        "3D992",
        "3D993",
        "3D994",
        "3E001",
        "3E002",
        "3E003",
        "3E901",
        "3E991",
        "3E992",
        "3E993",
        "3E994",
        "4D001",
        "4D993",
        "4D994",
        "4E001",
        "4E992",
        "4E993",
        "5D001",
        "5D991",
        "5E001",
        "5E991",
    ]
)
#: 734.9(e)(2)(i), (i)(1): the same and encryption.
FOOTNOTE_4_TECHNOLOGY = FOOTNOTE_1_TECHNOLOGY | {"5D002", "5E002"}
#: 734.9(h)(1).
_COMPUTING_TECHNOLOGY = FOOTNOTE_4_TECHNOLOGY | {"4D090"}
#: 734.9(k)(1)(i): a direct product itself only of these; what is behind a plant is `TOOLS`.
SME_DIRECT = frozenset({"3D992", "3E992"})
#: 734.9(e)(3)(i)(B), (k)(1)(ii).
TOOLS = frozenset(
    [
        "3D001",
        "3D901",
        "3D991",
        "3D992",
        "3D993",
        "3D994",
        "3E001",
        "3E901",
        "3E991",
        "3E992",
        "3E993",
        "3E994",
    ]
)
#: 734.9(e)(3)(i)(A).
TOOLS_DIRECT = TOOLS - {"3D992", "3E992"}
#: 734.9(h)(1)(i)(B).
_COMPUTING_ITEMS = (
    "3A090",
    "4A090",
    "3E001",
    "4E001",
    "3A001.z",
    "4A003.z",
    "4A004.z",
    "4A005.z",
    "5A002.z",
    "5A004.z",
    "5A992.z",
)


Named = Callable[[frozenset[Eccn]], bool]


def named_technology(entries: frozenset[str]) -> Named:
    """A test of technology ECCNs: one of the named entries is among them."""
    return lambda eccns: any(eccn.entry in entries for eccn in eccns)


def any_technology(groups: str = "DE", categories: str = "0123456789") -> Named:
    """A test of technology ECCNs: one of these product groups and categories is among them."""
    return lambda eccns: any(
        eccn.group and eccn.group in groups and str(eccn.category) in categories for eccn in eccns
    )


def behind_plant(m: Matter) -> Ask[frozenset[Eccn]]:
    """The question that tells what is behind the plant: its own, or the item's where only that is stated."""
    own = PLANT_TECH.fact(m.item).is_known or not TECH.fact(m.item).is_known
    return PLANT_TECH if own else TECH


def made_with(m: Matter, holds: Named, *, plant: Named | None = None, parts: bool = False) -> Answer:
    """Whether the item is a direct product of such technology, or of a plant that is.

    Args:
        m: the matter.
        holds: whether a set of technology ECCNs lies in the rule's product scope.
        plant: the same for what is behind the plant, where the rule names other entries there.
        parts: whether an integrated circuit from such a plant inside the item is enough.
    """
    item = m.item
    behind = behind_plant(m).fact(item)
    ways = [
        all_of(
            DIRECT.of(item), TECH.test(item, holds), says="a direct product of named technology or software"
        ),
        all_of(PLANT.of(item), behind.test(plant or holds, PLANT_TECH.text), says="made by such a plant"),
    ]
    if parts:
        ways.append(CONTAINS.of(item))
    return any_of(*ways, says="product scope")


def foreign_from_abroad(m: Matter) -> Answer:
    """Whether a foreign-made item leaves from, or moves within, a foreign country."""
    return all_of(foreign_made(m), from_abroad(m))


def footnote_party(m: Matter, number: int) -> Answer:
    """Whether an Entity List party with this footnote is a party, or the item is for its product."""
    from licet.law.us.ear.part744_entities import has_footnote

    return any_of(
        *(has_footnote(m, party, number) for party in m.trade.parties),
        FOR_FOOTNOTE[number].of(m.trade),
        says=f"a footnote {number} entity is a party, or the item is for its product",
    )


def footnote_5_scope(m: Matter) -> Answer:
    """A footnote 5 party, or an advanced-node fab in Macau or Country Group D:5."""
    fab = all_of(lies_in_d5(m.trade.destination, on=m.on), NODE_USE.of(m.trade))
    return any_of(footnote_party(m, 5), fab, says="footnote 5 party or advanced-node facility")


def computing_item_made(m: Matter, *scope: Answer) -> Answer:
    """734.9(h): a computing item of named technology, where each part of the scope holds as well."""
    return all_of(
        foreign_from_abroad(m),
        covered(m.item, _COMPUTING_ITEMS),
        *scope,
        made_with(m, named_technology(_COMPUTING_TECHNOLOGY)),
    )


def for_supercomputer(m: Matter, *places: str) -> Answer:
    """734.9(i): an item of named technology for a supercomputer in one of the places."""
    return all_of(
        foreign_from_abroad(m),
        lies_in(m.trade.destination, *places, on=m.on),
        SUPERCOMPUTER.of(m.trade),
        made_with(m, named_technology(FOOTNOTE_4_TECHNOLOGY)),
    )
