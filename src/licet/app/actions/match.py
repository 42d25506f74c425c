"""Compare two names; measure matching on a labelled set."""

from __future__ import annotations

import gzip
import json
import time
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Final

from licet.check.telling import is_read
from licet.core.errors import InputError
from licet.core.script import Script, scripts_of
from licet.match.compare import Comparison, compare
from licet.match.index import Index
from licet.match.policy import Verdict

__all__ = ["MatchFigures", "compare_names", "measure_index", "measure_matching"]

#: How many hits of a name are looked at.
_HITS: Final = 50
#: How many queries the single-call speed is measured on, and how often the batch is run.
_SINGLE: Final = 2_000
_ROUNDS: Final = 3


def compare_names(a: str, b: str, kind: str = "any") -> Comparison:
    """Are these two names one party?

    Raises:
        InputError: one of them is empty, or in letters that no name can be compared by.
    """
    for side, name in (("A", a), ("B", b)):
        if not name.strip():
            raise InputError("no name to compare", field=side, fix="give two names")
        if not is_read((name,)):
            raise InputError(
                f"`{name}` holds no word in letters that licet reads",
                field=side,
                fix="give it in Latin letters",
            )
    return compare(a, b, kind)


@dataclass(frozen=True, slots=True, kw_only=True)
class MatchFigures:
    """What `licet bench match` measures; rates are shares of 1.

    Attributes:
        queries, negatives: how many of each.
        r1, r10: an accepted id is first, in the first ten; ties count.
        hit_01, hit_1: share of queries found at the score at which 0.1 % and 1 % of clean negatives alert.
        hard_1: alerts per 1,000 hard negatives at the 1 % score.
        default_hit, default_clean: at the default policy: share found, clean alerts per 1,000.
        threshold_01, threshold_1: those scores.
        by_class: class -> (queries, R@1, R@10, hit@0.1%, hit@1%).
        non_latin: the same for queries not in Latin letters.
        batch_per_second, single_per_second: queries a second, one core, warm, whole path.
        p50_ms, p99_ms: one query at a time.
        build_seconds: to build the index.
        parties: how many entries.
        worst_clean: the clean negatives that score highest: name, listed name, score.
    """

    queries: int
    negatives: int
    parties: int
    r1: float
    r10: float
    hit_01: float
    hit_1: float
    hard_1: float
    default_hit: float
    default_clean: float
    default_hard: float
    threshold_01: float
    threshold_1: float
    by_class: dict[str, tuple[int, float, float, float, float]]
    non_latin: tuple[int, float, float, float, float]
    batch_per_second: float
    single_per_second: float
    p50_ms: float
    p99_ms: float
    build_seconds: float
    worst_clean: list[tuple[str, str, float]] = field(default_factory=list)


def _read_lines(path: Path) -> list[dict[str, Any]]:
    opener = gzip.open if path.suffix == ".gz" else open
    try:
        with opener(path, "rt", encoding="utf-8") as file:
            text = file.read()
        if text.lstrip()[:1] == "[":
            rows: list[dict[str, Any]] = json.loads(text)
            return rows
        return [json.loads(line) for line in text.splitlines() if line.strip()]
    except (OSError, json.JSONDecodeError) as error:
        raise InputError(
            f"`{path}` cannot be read as JSON or JSON lines: {error}",
            fix="give files of the form of data/matching",
        ) from error


@dataclass(slots=True)
class _Answer:
    """What came back for one query: the place of the first accepted hit, its score, its verdict."""

    place: int | None
    score: float
    verdict: Verdict


def _answer(hits: Sequence[Any], accept: set[Any], party_of: Mapping[Any, Any]) -> _Answer:
    for hit in hits:
        if hit.id in accept:
            # hits of equal rank are tied: a tie counts for the accepted one; entries of one party are one
            before = {party_of.get(other.id, other.id) for other in hits if other.rank > hit.rank}
            return _Answer(len(before), hit.rank, hit.verdict)
    return _Answer(None, -99.0, Verdict.NO_MATCH)


def _is_non_latin(text: str) -> bool:
    found = scripts_of(text)
    return bool(found) and Script.LATIN not in found


def _threshold(ranks: list[float], share: float) -> float:
    """The lowest rank above which at most `share` of the values lie."""
    allowed = int(share * len(ranks))
    ordered = sorted(ranks, reverse=True)
    return ordered[allowed] if allowed < len(ordered) else -99.0


def _block(
    rows: Sequence[tuple[_Answer, str]], at_01: float, at_1: float
) -> tuple[int, float, float, float, float]:
    count = len(rows)
    if not count:
        return (0, 0.0, 0.0, 0.0, 0.0)
    places = [answer.place for answer, _ in rows]
    ranks = [answer.score for answer, _ in rows]
    return (
        count,
        sum(place is not None and place < 1 for place in places) / count,
        sum(place is not None and place < 10 for place in places) / count,
        sum(rank > at_01 for rank in ranks) / count,
        sum(rank > at_1 for rank in ranks) / count,
    )


def measure_matching(
    index_file: Path, queries_file: Path, negatives_file: Path, *, speed: bool = True
) -> MatchFigures:
    """All measures of a labelled set: an index, queries with accepted ids, names that are not listed.

    A negative is hard when its class begins with `ssb_`, or it says `"hard": true`.
    """
    entries = _read_lines(index_file)
    queries = _read_lines(queries_file)
    negatives = _read_lines(negatives_file)
    started = time.process_time()
    index = Index.build(entries)
    build_seconds = time.process_time() - started
    return measure_index(index, queries, negatives, build_seconds=build_seconds, speed=speed)


def measure_index(
    index: Index, queries: Sequence[dict[str, Any]], negatives: Sequence[dict[str, Any]], *,
    build_seconds: float = 0.0, speed: bool = True, party_of: Mapping[Any, Any] | None = None,
) -> MatchFigures:  # fmt: skip
    """`measure_matching` of an index that is built, with queries and negatives that are read.

    Args:
        index: what is asked.
        queries: names with the ids that are right.
        negatives: names that are not listed.
        build_seconds: what building took.
        speed: whether to time as well.
        party_of: which entries are of one party, where places are to be counted over parties as a check shows
            them; an entry that is not named is a party of its own.
    """
    index.warm()
    texts = [row["q"] for row in queries]
    answers = [
        _answer(hits, set(row.get("accept") or [row["target"]]), party_of or {})
        for row, hits in zip(queries, index.search_many(texts, limit=_HITS), strict=True)
    ]
    clean: list[float] = []
    hard: list[float] = []
    clean_alerts = hard_alerts = 0
    highest: list[tuple[float, str, str]] = []
    for row, hits in zip(
        negatives, index.search_many([row["q"] for row in negatives], limit=_HITS), strict=True
    ):
        rank = hits[0].rank if hits else -99.0
        # what is named outright may stand behind what is only more alike, and is to be looked at all the same
        alert = any(hit.verdict is not Verdict.NO_MATCH for hit in hits)
        if row.get("hard") or str(row.get("cls", "")).startswith("ssb_"):
            hard.append(rank)
            hard_alerts += alert
        else:
            clean.append(rank)
            clean_alerts += alert
            if hits:
                highest.append((hits[0].score, row["q"], hits[0].name))
    at_01, at_1 = _threshold(clean, 0.001), _threshold(clean, 0.01)
    rows = list(zip(answers, texts, strict=True))
    classes: dict[str, list[tuple[_Answer, str]]] = defaultdict(list)
    for row, pair in zip(queries, rows, strict=True):
        classes[str(row.get("cls", "all"))].append(pair)
    whole = _block(rows, at_01, at_1)
    timing = _timing(index, texts) if speed else (0.0, 0.0, 0.0, 0.0)
    highest.sort(reverse=True)
    return MatchFigures(
        queries=len(queries),
        negatives=len(negatives),
        parties=len(index),
        r1=whole[1],
        r10=whole[2],
        hit_01=whole[3],
        hit_1=whole[4],
        hard_1=1000 * sum(rank > at_1 for rank in hard) / max(len(hard), 1),
        default_hit=sum(answer.verdict is not Verdict.NO_MATCH for answer in answers) / max(len(answers), 1),
        default_clean=1000 * clean_alerts / max(len(clean), 1),
        default_hard=1000 * hard_alerts / max(len(hard), 1),
        threshold_01=at_01,
        threshold_1=at_1,
        by_class={name: _block(found, at_01, at_1) for name, found in classes.items()},
        non_latin=_block([pair for pair in rows if _is_non_latin(pair[1])], at_01, at_1),
        batch_per_second=timing[0],
        single_per_second=timing[1],
        p50_ms=timing[2],
        p99_ms=timing[3],
        build_seconds=build_seconds,
        worst_clean=[(query, name, score) for score, query, name in highest[:20]],
    )


def _timing(index: Index, texts: list[str]) -> tuple[float, float, float, float]:
    """Queries a second in batch and one at a time (time of this process alone), p50 and p99 of one call."""
    best = 0.0
    for _ in range(_ROUNDS):
        index.forget()
        started = time.process_time()
        count = sum(1 for _ in index.search_many(texts))
        best = max(best, count / max(time.process_time() - started, 1e-9))
    index.forget()
    spent: list[float] = []
    for text in _spread(texts, _SINGLE):
        started = time.process_time()
        index.search(text)
        spent.append(time.process_time() - started)
    ordered = sorted(spent)
    return (
        best,
        len(spent) / max(sum(spent), 1e-9),
        1000 * ordered[len(ordered) // 2],
        1000 * ordered[min(len(ordered) - 1, int(0.99 * len(ordered)))],
    )


def _spread(texts: list[str], most: int) -> Iterator[str]:
    step = max(len(texts) // most, 1)
    yield from texts[::step][:most]
