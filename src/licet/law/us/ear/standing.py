"""What the requirements came to, for the duties that turn on it: filings and documents of a licence.

`determine` settles it before it asks the duties (`settled_by`); until then it is not known.
"""

from __future__ import annotations

from collections.abc import Callable

from licet.core.answer import Answer, Truth
from licet.core.ask import Ask
from licet.law.book import rule_book
from licet.law.matter import Matter
from licet.law.rule import Kind

__all__ = ["STANDS", "exception_used", "licence_needed", "settled_by"]

USED = Ask[str]("trade.exception_used", "Under which licence exception will it go (its symbol)?", "")

#: The key under which a matter keeps it.
STANDING = "standing"
STANDS = "a licence is needed that no exception surely takes the place of"


def licence_needed(m: Matter) -> Answer:
    """Whether a licence must be applied for: unknown while an exception may apply or facts are missing."""
    known: Answer | Callable[[], Answer] | None = m.memo.get(STANDING)
    if known is None:
        return Answer(truth=Truth.UNKNOWN, says=STANDS)
    if not isinstance(known, Answer):
        known = m.memo[STANDING] = known()
    return known


def settled_by(m: Matter, settle: Callable[[], Answer]) -> None:
    """Say what settles it, to be asked on first need."""
    m.memo[STANDING] = settle


def exception_used(m: Matter, *symbols: str) -> Answer:
    """Whether the trade goes under one of some exceptions: as stated; unknown while one is not foreclosed."""
    says = f"it goes under {' or '.join(symbols)}"
    stated = USED.fact(m.trade).value
    if stated:
        return Answer(truth=Truth.YES if stated.upper() in symbols else Truth.NO, says=says)
    if licence_needed(m).is_unknown:
        book = rule_book()
        for exception, _ in book.on(Kind.EXCEPTION, m.on):
            if exception.code in symbols and not book.lifting(exception, m).answer.is_no:
                return Answer(truth=Truth.UNKNOWN, says=says, question=USED.fact(m.trade).ask)
    return Answer(truth=Truth.NO, says=says)
