"""15 CFR 748.15: authorization Validated End-User (VEU), with the end-users of supplement no. 7 to part 748.

It is no licence exception: the bars of 740.2 do not reach it, its own terms do. An end-user is found by its
name in the table, however its legal form is written, or by what is stated of the party; a name that agrees
but for the legal form is asked for. No data center has been validated in the editions held.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date
from functools import lru_cache

from licet.core.answer import Answer, Question, Truth, all_of, any_of, negate, no
from licet.core.ask import Ask, ask
from licet.core.deal import TradeParty
from licet.core.trade import Role
from licet.law.matter import Matter
from licet.law.rule import Reading, in_force, rule
from licet.law.table import Table, Vintage, read_table
from licet.law.us.ear.control_rows import has_reason
from licet.law.us.ear.named_items import covered
from licet.law.us.ear.part744_military import MILITARY_USE

VALIDATED = Ask[bool](
    "party.validated_end_user",
    "Is the party a validated end-user, the goods consigned to it and for its own use at an eligible place?",
    False,
    (True, False),
)
ELIGIBLE = Ask[bool](
    "item.veu_eligible",
    "Is the item among that end-user's eligible items, within their limits (supplement no. 7 to part 748)?",
    None,
    (True, False),
)
CERTIFIED = ask(
    "trade.veu_certification",
    "Has the end-user given the certification of supplement no. 8 to part 748?",
    clean=None,
)
_RECEIVES = frozenset({Role.ULTIMATE_CONSIGNEE, Role.END_USER})
_COUNTRIES = ("CN", "IN")
_SINCE = in_force("2007-06-19", by="72 FR 33646, India by 72 FR 56010")


@dataclass(frozen=True, slots=True, kw_only=True)
class _User:
    """One validated end-user: name, country, codes, the limited ones, whether it is taken out of 744.23."""

    name: str
    country: str
    codes: tuple[str, ...]
    limited: tuple[str, ...]
    excluded: bool


@lru_cache(maxsize=1)
def _table() -> Table:
    return read_table("licet.law.us.ear.tables", "validated_748.tsv")


#: Legal forms as they are written short and long.
_FORMS = {
    "limited": "ltd", "company": "co", "incorporated": "inc", "corporation": "corp", "private": "pvt",
    "llc": "llc", "ltd": "ltd", "co": "co", "inc": "inc", "corp": "corp", "pvt": "pvt",
}  # fmt: skip


def _words(name: str) -> list[str]:
    words = re.findall(r"[a-z0-9]+", name.casefold().replace("&", " and "))
    return [_FORMS.get(word, word) for word in words]


def _fold(name: str) -> str:
    """A name with its legal form written one way: `Pvt. Ltd.` is `Private Limited`."""
    return "".join(_words(name))


def _bare(name: str) -> str:
    """A name without its legal form: two that agree in this alone may be two firms."""
    return "".join(word for word in _words(name) if word not in _FORMS.values())


@lru_cache(maxsize=256)
def _users(on: date) -> dict[str, _User]:
    """The end-users of a day, by folded name."""
    table, found = _table(), {}
    day = table.read_on(on)
    for name in table.keys():  # noqa: SIM118 (a table is no dict)
        lines = [
            line.cells
            for line in table.of(name)
            if line.start <= day and (line.end is None or day < line.end)
        ]
        if lines:
            found[_fold(name)] = _User(
                name=name,
                country=lines[0][1],
                codes=tuple(cells[3] for cells in lines),
                limited=tuple(cells[3] for cells in lines if cells[4]),
                excluded=any(cells[5] for cells in lines),
            )
    return found


@lru_cache(maxsize=256)
def _near(on: date) -> tuple[tuple[str, _User], ...]:
    """The end-users of a day by their names without legal forms."""
    return tuple((_bare(user.name), user) for user in _users(on).values())


def _is_validated(m: Matter, party: TradeParty) -> tuple[Answer, _User | None]:
    """Whether a party is a validated end-user that receives the goods, and which."""
    receives = party.roles.test(
        lambda roles: not roles.isdisjoint(_RECEIVES), f"{party.name} receives the goods"
    )
    user = _users(m.on).get(_fold(party.name))
    stated = VALIDATED.fact(party)
    if user is not None and VALIDATED.id not in party.statements:
        if _table().vintage(m.on) is Vintage.BEFORE:
            text = f"Was {party.name} a validated end-user on {m.on} (that text is not held)?"
            here = Answer(
                truth=Truth.UNKNOWN, says=text, question=Question(id="law.validated_end_users", text=text)
            )
        else:
            here = Answer(truth=Truth.YES, says=f"{party.name} stands in supplement no. 7 to part 748")
        return all_of(receives, here, says=f"{party.name} is a validated end-user"), user
    near = next((each for name, each in _near(m.on) if name == _bare(party.name)), None)
    if near is not None and VALIDATED.id not in party.statements:
        text = f"Is {party.name} the validated end-user of nearly that name ({near.name})?"
        open_ = Answer(truth=Truth.UNKNOWN, says=text, question=Question(id=VALIDATED.id, text=text))
        return all_of(receives, open_, says=f"{party.name} is a validated end-user"), near
    if stated.value is False:
        return no(f"{party.name} is no validated end-user"), None
    return all_of(receives, VALIDATED.of(party), says=f"{party.name} is a validated end-user"), user


def _eligible(m: Matter, user: _User | None) -> Answer:
    """Whether the item is one of the end-user's: by its entry, or as asked where words limit it."""
    if ELIGIBLE.fact(m.item).is_known:
        return ELIGIBLE.of(m.item)
    if user is None:
        return ELIGIBLE.of(m.item)
    if "*" in user.codes:
        return ELIGIBLE.of(m.item)
    listed = covered(m.item, user.codes, "an eligible item of the end-user")
    if listed.is_yes and not covered(m.item, user.limited).is_no:
        return ELIGIBLE.of(m.item)
    return listed


def _authorised(m: Matter, *, excluded: bool) -> Answer:
    """The authorization for one trade; with `excluded`, for those taken out of 744.23 alone."""
    to = m.trade.destination.is_in(_COUNTRIES, "the destination is China or India")
    if to.is_no:
        return to
    users: list[Answer] = []
    for party in m.trade.parties:
        here, user = _is_validated(m, party)
        if here.is_no or (excluded and user is not None and not user.excluded):
            continue
        at_home = user is None or user.country == m.trade.destination.value
        users.append(all_of(here, _eligible(m, user)) if at_home else no(f"{party.name}: another country"))
    if not users:
        return no("no party is a validated end-user that receives the goods")
    civil = all_of(m.trade.destination.is_("CN", "China"), MILITARY_USE.of(m.trade))
    return all_of(
        to,
        any_of(*users, says="a validated end-user may have the item"),
        negate(any_of(has_reason(m, "MT"), has_reason(m, "CC"), says="controlled for MT or CC")),
        negate(civil, says="civil end use in China"),
        CERTIFIED.of(m.trade),
    )


_DUTIES = (
    "certification of the end-user before the first shipment (748.15(e), supplement no. 8 to part 748)",
    "written notice of the contents of each shipment to the end-user (748.15(g))",
    "annual report of reexports by 15 February (748.15(f)(1))",
)


@rule(
    "15 CFR 748.15",
    "authorization VEU lets eligible items go to a validated end-user of China or India without a licence",
    _SINCE,
    lifts=("chart",),
    code="VEU",
    general=True,
)
def validated_end_user(m: Matter) -> Reading:
    """Consigned to and for the use of an end-user of supplement no. 7 to part 748; not MT, not CC.

    In China for civil use alone. It does not lift a requirement of part 744.
    """
    return Reading(answer=_authorised(m, excluded=False), duties=_DUTIES)


@rule(
    "15 CFR 748.15(d)(1)",
    "validated fabs that supplement no. 7 takes out of 744.23 need no licence for their own production",
    in_force(
        "2023-10-17",
        "2025-12-31",
        by="88 FR 71478, in the form of 89 FR 80085, revoked by FR Doc. 2025-16735",
    ),
    lifts=("744.23",),
    code="VEU",
    general=True,
)
def validated_fab(m: Matter) -> Reading:
    """Samsung's and SK hynix's fabs in China, until their authorizations ended on 2025-12-31."""
    return Reading(answer=_authorised(m, excluded=True), duties=_DUTIES)
