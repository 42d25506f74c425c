"""Beneficial Ownership Data Standard 0.4: statements about entities, people and relationships.

A record's statements are its versions: each holds until the next, and `closed` ends it. A declared
indirect holding whose steps are in the file too is not counted beside its steps. Without them it may be
a product along a chain or a sum of attributions: unless it is all or nothing, its share is unknown here.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from typing import Any

from licet.core.country import country_code
from licet.core.errors import InputError
from licet.core.fact import Share
from licet.owners.builder import Builder
from licet.owners.graph import Kind, Sort, Source

__all__ = ["read"]

_OWNING = frozenset(
    {
        "shareholding",
        "rightsToProfitOrIncome",
        "rightsToSurplusAssetsOnDissolution",
        "rightToProfitOrIncomeFromAssets",
    }
)
#: Roles in a trust or a nomination: somebody owns, and whose it is depends on law we can't read off a file.
_MAY_OWN = frozenset(
    {"settlor", "trustee", "beneficiaryOfLegalArrangement", "nominee", "nominator", "enjoymentAndUseOfAssets"}
)
_TIES = frozenset({"boardMember", "boardChair", "seniorManagingOfficial", "protector"})
_CONTROL = frozenset(
    {
        "appointmentOfBoard", "otherInfluenceOrControl", "rightsGrantedByContract", "controlByLegalFramework",
        "conditionalRightsGrantedByContract", "controlViaCompanyRulesOrArticles",
    }
)  # fmt: skip
_UNSAID = frozenset({"unknownInterest", "unpublishedInterest", ""})
#: Reasons that say that owners exist or not, without saying that somebody in particular is hidden.
_NOTED = frozenset({"noBeneficialOwners", "subjectExemptFromDisclosure"})
_SCHEMES = {"GB-COH": "GB-COH", "XI-LEI": "XI-LEI", "LEI": "XI-LEI"}


@dataclass(frozen=True, slots=True, kw_only=True)
class _Statement:
    """One statement and where it stands."""

    place: int
    day: date | None
    body: dict[str, Any]

    @property
    def details(self) -> dict[str, Any]:
        """The record's content."""
        found = self.body.get("recordDetails")
        return found if isinstance(found, dict) else {}


def read(records: Iterable[tuple[int, Any]], name: str, builder: Builder) -> Iterator[InputError]:
    """Read statements; `records` are (place, object)."""
    kinds: dict[str, dict[str, list[_Statement]]] = {"entity": {}, "person": {}, "relationship": {}}
    for place, body in records:
        try:
            statement = _Statement(place=place, day=_day(body.get("statementDate")), body=body)
            kinds[body["recordType"]].setdefault(str(body["recordId"]), []).append(statement)
        except (KeyError, TypeError, ValueError, AttributeError) as error:
            yield InputError(
                f"not a BODS 0.4 statement: {error!r}",
                file=name,
                line=place,
                fix="give statements with recordType, recordId and recordDetails",
            )
    ids: dict[str, str] = {}
    for sort in ("entity", "person"):
        for record, versions in kinds[sort].items():
            ids[record] = _party(record, _sorted(versions), builder)
    held = {record for group in kinds.values() for record in group}
    for versions in kinds["relationship"].values():
        yield from _relationship(_sorted(versions), ids, held, name, builder)


def _sorted(versions: list[_Statement]) -> list[_Statement]:
    return sorted(versions, key=lambda statement: (statement.day or date.min, statement.place))


def _party(record: str, versions: list[_Statement], builder: Builder) -> str:
    about = versions[-1].details
    id = record
    for identifier in about.get("identifiers") or ():
        scheme = _SCHEMES.get(str(identifier.get("scheme", "")).upper())
        if scheme and identifier.get("id"):
            id = f"{scheme}-{str(identifier['id']).upper()}"
            break
    names = [str(one.get("fullName", "")) for one in about.get("names") or ()]
    sort = _sort(about)
    places: list[dict[str, Any]] = [about.get("jurisdiction") or {}, *(about.get("nationalities") or ())]
    place = next((one for one in places if one), {})
    label = str(about.get("name") or next(iter(names), ""))
    if sort is Sort.UNNAMED:
        label = label or f"unnamed party of record {record}"
    builder.party(
        id, name=label, country=country_code(str(place.get("code") or place.get("name") or "")), sort=sort
    )
    return id


def _sort(about: dict[str, Any]) -> Sort:
    person = str(about.get("personType", ""))
    entity = str((about.get("entityType") or {}).get("type", ""))
    if person in ("anonymousPerson", "unknownPerson") or entity in ("anonymousEntity", "unknownEntity"):
        return Sort.UNNAMED
    return Sort.PERSON if person else Sort.ORGANISATION


def _relationship(
    versions: list[_Statement], ids: dict[str, str], held: set[str], name: str, builder: Builder
) -> Iterator[InputError]:
    began: date | None = None
    for at, statement in enumerate(versions):
        try:
            following = versions[at + 1] if at + 1 < len(versions) else None
            closed = statement.body.get("recordStatus") == "closed"
            start = _start(statement, began, first=at == 0)
            began = start
            end = _start(following, start, first=False) if following else None
            if closed:
                end = _ended(statement)
                if at:
                    # The last version before a closing one held until the close.
                    continue
            if following and following.body.get("recordStatus") == "closed":
                end = _ended(following)
            _version(statement, ids, held, name, builder, start=start, end=end)
        except (KeyError, TypeError, ValueError, AttributeError) as error:
            yield InputError(
                f"relationship can't be read: {error}",
                file=name,
                line=statement.place,
                field="recordDetails",
                fix="compare with the BODS 0.4 schema",
            )


def _start(statement: _Statement | None, began: date | None, *, first: bool) -> date | None:
    """First day of a version: the first from its interests' start, later ones from what is new in them."""
    if statement is None:
        return None
    starts = [_day(one.get("startDate")) for one in statement.details.get("interests") or ()]
    known = [day for day in starts if day]
    if first:
        # Each interest carries its own start too; a record that names none has held as far as is known.
        return min(known) if known and len(known) == len(starts) else None
    if known and began and max(known) > began:
        return max(known)
    return statement.day


def _ended(statement: _Statement) -> date | None:
    ends = [_day(one.get("endDate")) for one in statement.details.get("interests") or ()]
    return max((day for day in ends if day), default=statement.day)


def _version(
    statement: _Statement,
    ids: dict[str, str],
    held: set[str],
    name: str,
    builder: Builder,
    *,
    start: date | None,
    end: date | None,
) -> None:
    details = statement.details
    subject, party = details["subject"], details.get("interestedParty")
    if isinstance(subject, dict) or subject is None:
        return
    owned = builder.party(ids.get(subject, str(subject)))
    if isinstance(party, dict) or party is None:
        reason = str((party or {}).get("reason", "unknown"))
        if reason in _NOTED:
            builder.note(owned, f"BODS: {reason}")
            return
        owner = builder.party(
            f"{name}#{statement.body.get('recordId')}",
            name=f"unnamed owner of {builder.name(owned)}",
            sort=Sort.UNNAMED,
        )
    else:
        owner = builder.party(ids.get(party, str(party)))
    source = _source(statement.body, name)
    components = set(details.get("componentRecords") or ())
    stepped = bool(components) and components <= held
    interests: list[dict[str, Any]] = details.get("interests") or [{}]
    for interest in interests:
        from_ = _day(interest.get("startDate"))
        to = _day(interest.get("endDate"))
        for kind, share in _holdings(interest, stepped=stepped):
            builder.edge(
                owner,
                owned,
                share,
                source,
                kind=kind,
                start=max((day for day in (start, from_) if day), default=None),
                end=min((day for day in (end, to) if day), default=None),
                place=statement.place,
            )


def _holdings(interest: dict[str, Any], *, stepped: bool) -> Iterator[tuple[Kind, Share]]:
    sort = str(interest.get("type") or "")
    indirect = interest.get("directOrIndirect") == "indirect"
    if indirect and stepped:
        return
    share = _share(interest.get("share") or {})
    if (indirect and not share.is_exact) or (indirect and share.low not in (0, 100)):
        share = Share.unknown()
    if sort in _OWNING:
        yield Kind.OWNS, share
    elif sort == "votingRights":
        yield Kind.VOTES, share
    elif sort in _MAY_OWN:
        yield Kind.OWNS, Share(Fraction(0), share.high, False, share.high_open)
        yield Kind.INFLUENCE, Share.unknown()
    elif sort in _TIES:
        yield Kind.TIE, Share.unknown()
    elif sort in _CONTROL:
        yield Kind.INFLUENCE, Share.unknown()
    elif sort in _UNSAID:
        yield Kind.OWNS, share
        yield Kind.INFLUENCE, Share.unknown()
    else:
        raise ValueError(f"unknown interest type `{sort}`")


def _share(told: dict[str, Any]) -> Share:
    if "exact" in told:
        return Share.exactly(_number(told["exact"]))
    low, low_open = _end(told, "minimum", "exclusiveMinimum", Fraction(0))
    high, high_open = _end(told, "maximum", "exclusiveMaximum", Fraction(100))
    if not 0 <= low <= high <= 100:
        raise ValueError(f"a share from {low} to {high}")
    return Share(low, high, low_open, high_open)


def _end(told: dict[str, Any], closed: str, excluded: str, default: Fraction) -> tuple[Fraction, bool]:
    if excluded in told and not isinstance(told[excluded], bool):
        return _number(told[excluded]), True
    value = _number(told[closed]) if closed in told else default
    return value, told.get(excluded) is True


def _number(value: Any) -> Fraction:  # noqa: ANN401  (JSON)
    """A JSON number as written: its shortest text, not the binary nearest to it."""
    number = Fraction(repr(value)) if isinstance(value, float) else Fraction(value)
    if not 0 <= number <= 100:
        raise ValueError(f"a share of {value}")
    return number


def _source(body: dict[str, Any], name: str) -> Source:
    about = body.get("source") or {}
    asserted = ", ".join(str(one.get("name", "")) for one in about.get("assertedBy") or ())
    types = about.get("type") or ()
    publisher = ((body.get("publicationDetails") or {}).get("publisher") or {}).get("name") or "BODS"
    how = f" ({', '.join(_spaced(str(one)) for one in types)})" if types else ""
    return Source(name=f"{publisher}{how}", file=name, vouched=asserted)


def _spaced(code: str) -> str:
    """`selfDeclaration` as words."""
    return "".join(f" {char.lower()}" if char.isupper() else char for char in code).strip()


def _day(text: Any) -> date | None:  # noqa: ANN401  (JSON)
    """A day; of a time the day, of a year or month its first day."""
    if not text:
        return None
    parts = str(text)[:10].split("-")
    return date(int(parts[0]), *(int(part) for part in [*parts[1:], "1", "1"][:2]))
