"""Where a name ends and an address begins, and where one address ends and the next begins."""

from __future__ import annotations

import re

from licet.core.country import country_code, region_code
from licet.core.trade import Address

__all__ = [
    "FORM",
    "FORM_WORD",
    "INSTITUTION",
    "country_at_end",
    "is_place",
    "split_addresses",
    "split_name",
    "tidy_name",
]

# Legal forms that stand behind a comma and still belong to the name.
FORM = (
    r"(?:Co|Company|Comp|Ltd|Ltda|Limited|L\.?L\.?C|L\.?L\.?P|Inc|Incorporated|Corp|Corporation|GmbH|"
    r"G\.m\.b\.H|AG|KG|S\.?A\.?S?|S\.?L|S\.?R\.?L|S\.?P\.?A|S\.?R\.?O|S\.?A\.?R\.?L|SAL|Ltd Co|B\.?V|N\.?V|"
    r"PLC|P\.?L\.?C|JSC|OJSC|CJSC|PJSC|OAO|OOO|ZAO|PAO|AO|AOOT|FGUP|NPO|Pte|Pvt|Pty|Private|Sdn|Bhd|FZE|FZCO|FZC|FZ|FZ-?LLC|DMCC|d\.o\.o|OÜ|OU|"
    r"UAB|SIA|AS|A\.S|San|Tic|Sti|Ve|Kft|Oy|AB|ApS|EOOD|OOD|Ltee|Jr|Sr|Ph\.?D|M\.?D|K\.?K|Est|P\.?J\.?S\.?C|"
    r"(?:Open |Closed |Public )?Joint Stock Company|Limited Liability Company|Private Limited|and Co|& Co)"
)
_FORM_SEGMENT = re.compile(rf"(?:{FORM}\.?(?:[\s,]+|$))*{FORM}\.?(?:\s*\([^()]*\))?\.?", re.IGNORECASE)
_UNIT = re.compile(r"\b(?:institute|institution|academy|lab|laborator(?:y|ies)|department|bureau)\b", re.I)
_GLUED_FORM = re.compile(
    r"(?P<form>\s*(?:Ltd|Limited|Inc|LLC)\b\.?)\s+(?P<rest>[^\s(].*)", re.IGNORECASE | re.DOTALL
)
FORM_WORD = re.compile(rf"\b{FORM}\b\.?", re.IGNORECASE)
# Words without which a segment behind a comma is more likely part of a long institutional name.
PLACE = re.compile(
    r"\d|\b(?:street|str|st|road|rd|avenue|ave|lane|district|province|city|building|bldg|box|floor|room|rm|suite|"
    r"unit|block|zone|ul|ulitsa|prospekt|pr|house|town|county|region|oblast|village|square|park|plaza|center|centre|"
    r"tower|industrial|no|near|opposite|flat|apt|apartment|highway|blvd|boulevard|area|sector|shop|office)\b",
    re.IGNORECASE,
)
INSTITUTION = re.compile(
    r"\b(?:institute|institution|academy|university|center|centre|laborator(?:y|ies)|ministry|department|bureau|"
    r"faculty|college|committee|commission|directorate|administration|museum|school|enterprise)\b",
    re.IGNORECASE,
)
_PART_OF_INSTITUTION = re.compile(
    r"\b(?:institute|institution|academy|laborator(?:y|ies)|department|bureau|faculty)\b", re.IGNORECASE
)
_LIST_TAIL = re.compile(r"^(?:and|&)\s|\s(?:and|&)\s", re.IGNORECASE)


def tidy_name(text: str) -> str:
    """A name without the punctuation around it; abbreviations keep their full stop."""
    plain = " ".join(text.split()).strip(" ,;:|")
    if plain.count("(") != plain.count(")"):
        plain = re.sub(r"^\)|\s*\($|\)$", "", plain).strip(" ,;:") if plain[-1:] in "()" else plain
    plain = re.sub(r"[;,]\s*and$", "", plain).strip(" ,;:")
    if re.search(r"(?:company|corporation|limited|incorporated|private)\.$", plain, re.IGNORECASE):
        return plain[:-1]
    if plain.endswith(".") and not re.search(
        rf"(?:^|[\s,(]){FORM}\.$|\b(?:\w\.)+$|\b(?:No|Jr|Sr|St|Bros|Intl|Assoc|Dept|Tech|Ind)\.$",
        plain,
        re.IGNORECASE,
    ):
        plain = plain[:-1].rstrip()
    return plain


def is_place(text: str) -> bool:
    """Whether the text reads as an address: a number, a word of places, or a country at its end."""
    return bool(PLACE.search(text) or country_at_end(text.rstrip(" .;")))


def split_name(line: str) -> tuple[str, str]:
    """`Name, Co., Ltd., 5 Some Street, Country` as name and address; a `|` marks the end of the name by hand.

    The name ends at the first comma (outside brackets) that no legal form follows; the name of an institution
    goes on while what follows reads as the tail of a list ("Physical, Technical and Radio Measurements").
    """
    if "|" in line:
        name, _, place = line.partition("|")
        return name, place
    line = re.sub(r"(?<=[.)\w]),(?=[^\s\d])", ", ", line)
    line = re.sub(r"(?<=\b(?:Ltd|Inc)\.),(?=\S)", ", ", line)
    segments = _segments(line)
    if len(segments) == 1:
        found = re.match(rf"(?P<name>.+?\b{FORM}\.)\s+(?P<place>(?:No\.?|\d|P\.?O\.?).+)", line)
        return (found["name"], found["place"]) if found else (line, "")
    end = 1
    while end < len(segments) and _FORM_SEGMENT.fullmatch(segments[end].strip()):
        end += 1
    if end < len(segments) and (glued := _GLUED_FORM.match(segments[end])):
        if _UNIT.search(glued["rest"]) and not re.search(r"\d", glued["rest"]):
            # "Some Co., Ltd. Beijing Research Institute, ...": a unit of it is listed
            return ",".join(segments[: end + 1]), ",".join(segments[end + 1 :]).strip()
        # "Some Co., Ltd. Flat 5, ...": the form and the address share a segment
        name = ",".join([*segments[:end], glued["form"]])
        return name, ",".join([glued["rest"], *segments[end + 1 :]]).strip()
    if end == 1 and INSTITUTION.search(segments[0]):
        second = segments[1]
        of_it = _PART_OF_INSTITUTION.search(second) and not re.search(r"\d", second)
        end = 2 if of_it else (_list_tail(segments) or end)
    return ",".join(segments[:end]), ",".join(segments[end:]).strip()


def _segments(line: str) -> list[str]:
    parts: list[str] = [""]
    depth = 0
    for char in line:
        depth += (char == "(") - (char == ")")
        if char == "," and depth <= 0:
            parts.append("")
        else:
            parts[-1] += char
    return [part for part in parts if part.strip()] or [line]


def _list_tail(segments: list[str]) -> int:
    """How many segments an institution's name takes when it goes on as a list; 0 when it does not."""
    for end in range(1, min(len(segments), 5)):
        segment = segments[end].strip()
        if PLACE.search(segment) or country_code(segment.strip(".")):
            return 0
        if _LIST_TAIL.search(segment):
            return end + 1
    return 0


_LABEL = re.compile(r"^(?:Alt(?:ernate)?\.? )?Address(?:es)?:\s*|^and\s+", re.IGNORECASE)
_AND = re.compile(r",?\s+and\s+")


def split_addresses(text: str, country: str) -> tuple[Address, ...]:
    """The addresses of an entry: parted by semicolons, or by "and" behind a country's name."""
    joined = re.sub(r"(?<=\.)\s*\n\s*", "; ", text.strip())
    joined = " ".join(joined.split())
    found: dict[str, Address] = {}
    for part in re.split(r";\s*(?:and\b,?)?\s*", joined):
        for piece in _split_at_and(part):
            plain = _LABEL.sub("", piece.strip(" ,;"))
            plain = _tidy_address(plain)
            if not plain or plain.casefold() in ("and", "or"):
                continue
            code = country_at_end(plain) or country
            region = region_code(plain.rpartition(",")[2]) if code == "UA" else ""
            found.setdefault(plain.casefold(), Address(text=plain, country=code, region=region))
    return tuple(found.values())


def _split_at_and(text: str) -> list[str]:
    pieces: list[str] = []
    start = 0
    for found in _AND.finditer(text):
        left = text[start : found.start()]
        if "," in left and country_at_end(left):
            pieces.append(left)
            start = found.end()
    return [*pieces, text[start:]]


def _tidy_address(text: str) -> str:
    plain = text.strip(" ,;")
    if re.search(r"(?:company|corporation|limited|incorporated|private)\.$", plain, re.IGNORECASE):
        return plain[:-1]
    if plain.endswith(".") and not re.search(r"\b(?:\w\.){2,}$", plain):
        plain = plain[:-1]
    return plain.strip(" ,;")


def country_at_end(text: str) -> str:
    """ISO code of the country that an address ends with, postcodes apart; empty when it names none."""
    segments = [segment.strip(" .") for segment in text.split(",")]
    for segment in segments[:-4:-1]:
        whole = country_code(segment) if len(segment) > 2 else ""
        if whole:
            return whole
        words = [
            word for word in re.sub(r"[^\w\s.'-]", " ", segment).split() if not any(c.isdigit() for c in word)
        ]
        for take in (4, 3, 2, 1):
            if len(words) >= take:
                tail = " ".join(words[-take:])
                code = country_code(tail) if len(tail.strip(".")) > 2 else ""
                if code:
                    return code
        if words and not re.fullmatch(r"[\d\s\w-]*\d[\d\s\w-]*", segment):
            return ""
    return ""
