"""Where an item ends: with a consignee or end-user outside the destination "no licence" stays open.

The country of ultimate destination decides (15 CFR 732.3(d), 738.3), and the ultimate consignee and the
end-user are those who receive and use the item (748.5(e), (f)). Where they are elsewhere one of the two was
told wrongly, or the item goes on.
"""

from __future__ import annotations

from licet.core.answer import Question
from licet.core.ask import ask
from licet.core.deal import Act, Trade
from licet.core.trade import Role

__all__ = ["STAYS", "where_it_ends"]

_MOVES = frozenset({Act.EXPORT, Act.REEXPORT, Act.TRANSFER})
_RECEIVES = frozenset({Role.ULTIMATE_CONSIGNEE, Role.END_USER})

STAYS = ask(
    "trade.stays_in_destination",
    "Is the item delivered and used in the country of destination alone, though its ultimate consignee or"
    " end-user is in another country (748.5(e), (f))? If not, state the country in which it is used as the"
    " destination",
    clean=None,
)


def where_it_ends(trade: Trade) -> Question | None:
    """The question that a consignee or end-user elsewhere leaves open; None where none is, or the item stays.

    One in the United States asks nothing: what comes back there needs no licence.
    """
    place = trade.destination.value
    if not place or trade.act.value not in _MOVES or STAYS.of(trade).is_yes:
        return None
    abroad = "; ".join(
        f"{party.name} in {party.country.value}"
        for party in trade.parties
        if _RECEIVES & (party.roles.value or frozenset())
        and party.country.value not in (None, "", "US", place)
    )
    return Question(id=STAYS.id, text=f"{STAYS.text} ({abroad}; destination {place})") if abroad else None
