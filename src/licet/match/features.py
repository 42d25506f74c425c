"""The evidence: one small function each, over the summary of an alignment.

A feature takes the table of summaries (one row a candidate, columns as `kernel.SUMMARY`) and gives one
column. Its docstring is its documentation, its direction says whether more of it speaks for or against;
the weights (words/weights.tsv) can only follow that direction, so more agreement never scores less.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Final

import numpy as np

from licet.match.kernel import SUMMARY

__all__ = ["FEATURES", "Feature", "feature", "measure"]

_WHOLE: Final = 0.97
_AT: Final = {name: at for at, name in enumerate(SUMMARY)}


@dataclass(frozen=True, slots=True)
class Feature:
    """One piece of evidence.

    Attributes:
        name: its name in the table of weights and in explanations.
        favours: +1 when more of it speaks for the match, -1 when against.
        knots: the values between which its weight is interpolated.
        measure: the function.
    """

    name: str
    favours: int
    knots: tuple[float, ...]
    measure: Callable[[Any], Any]

    @property
    def says(self) -> str:
        """What it measures, from its docstring."""
        return " ".join((self.measure.__doc__ or "").split())


FEATURES: dict[str, Feature] = {}


def feature(favours: int, *knots: float) -> Callable[[Callable[[Any], Any]], Callable[[Any], Any]]:
    """Register a function as evidence for (+1) or against (-1) a match, weighted between `knots`."""

    def register(measure: Callable[[Any], Any]) -> Callable[[Any], Any]:
        name = measure.__name__
        if not measure.__doc__:
            raise TypeError(f"evidence `{name}` needs a docstring: it is its documentation")
        FEATURES[name] = Feature(name, favours, knots, measure)
        return measure

    return register


def _of(table: Any, name: str) -> Any:
    # compiled, a feature reads one row for the table and the column's number for its name (`compiled`)
    return table[:, _AT[name]]


def _share(part: Any, whole: Any) -> Any:
    return part / np.maximum(whole, 1e-6)


def _less_than_exact(table: Any, name: str) -> Any:
    # words that met nothing count as well: meeting badly must never be worse than not meeting
    return np.minimum(_share(_of(table, name) + _of(table, "lost"), _of(table, "q_words")), 1.0)


#: What features are made of, compiled with them.
SHARED: Final = (_share, _less_than_exact)


@feature(+1, 0.3, 0.5, 0.6, 0.7, 0.8, 0.85, 0.9, 0.95, 1.0)
def query_covered(table: Any) -> Any:
    """Share of the query's weight that met something in the listed name, each word by its rarity."""
    return _share(_of(table, "q_met"), _of(table, "q_mass"))


@feature(+1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9, 0.95, 1.0)
def name_covered(table: Any) -> Any:
    """Share of the listed name's weight that the query met."""
    return _share(_of(table, "c_met"), _of(table, "c_mass"))


@feature(+1, 0.3, 0.5, 0.6, 0.7, 0.8, 0.85, 0.9, 0.95, 1.0)
def both_covered(table: Any) -> Any:
    """The smaller of the two shares: a name inside a longer one is not yet that name."""
    return np.minimum(query_covered(table), name_covered(table))


@feature(+1, 0.55, 0.65, 0.75, 0.8, 0.85, 0.9, 0.95, 1.0)
def worst_word(table: Any) -> Any:
    """Likeness of the least alike pair of words that met."""
    return _of(table, "worst")


@feature(+1, 2.0, 5.0, 8.0, 11.0, 14.0, 18.0, 22.0, 28.0, 36.0)
def rarity_shared(table: Any) -> Any:
    """How rare what they share is, in nats: two rare words together are hardly chance."""
    return _of(table, "bits")


@feature(+1, 0.0, 8.0, 12.0, 16.0, 22.0)
def name_inside(table: Any) -> Any:
    """Rarity of a listed name of two or more telling words that stands whole inside the query."""
    whole = (name_covered(table) >= _WHOLE) & (_of(table, "exact") >= 2)
    return whole * _of(table, "bits")


@feature(+1, 0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9, 1.0)
def letters_shared(table: Any) -> Any:
    """Likeness of the two names as bags of letter triples and sounds, rare ones counting more."""
    return np.minimum(_of(table, "grams"), 1.0)


@feature(+1, 0.6, 0.7, 0.8, 0.85, 0.9, 0.95, 1.0)
def run_together(table: Any) -> Any:
    """Likeness of the two names written without spaces."""
    return _of(table, "compact")


@feature(-1, 0.0, 0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 0.85, 1.0)
def query_left_over(table: Any) -> Any:
    """Weight of the rarest word of the query that met nothing."""
    return _of(table, "q_left")


@feature(-1, 0.0, 0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 0.85, 1.0)
def name_left_over(table: Any) -> Any:
    """Weight of the rarest word of the listed name that the query lacks."""
    return _of(table, "c_left")


@feature(-1, 0.0, 0.1, 0.3, 0.5, 0.7, 0.85, 1.0)
def one_word_inside(table: Any) -> Any:
    """Weight of the rarest word of the query that met nothing, where the listed name is a single word."""
    return (_of(table, "c_words") <= 1.0) * _of(table, "q_left")


@feature(-1, 0.0, 2.0, 4.0, 7.0, 10.0, 15.0, 25.0)
def rarity_left_query(table: Any) -> Any:
    """How much the query's words that met nothing say, in nats."""
    return _of(table, "q_bits_left")


@feature(-1, 0.0, 2.0, 4.0, 7.0, 10.0, 15.0, 25.0)
def rarity_left_name(table: Any) -> Any:
    """How much the listed name's words that the query lacks say, in nats."""
    return _of(table, "c_bits_left")


@feature(-1, 0.0, 0.2, 0.34, 0.5, 0.67, 1.0)
def words_misspelt(table: Any) -> Any:
    """Share of the query's words that met only by a typo or a likeness of sound, or not at all."""
    return _less_than_exact(table, "fuzzy")


@feature(-1, 0.0, 0.2, 0.34, 0.5, 0.67, 1.0)
def words_initial(table: Any) -> Any:
    """Share of the query's words that met as a bare initial, or not at all."""
    return _less_than_exact(table, "initials")


@feature(-1, 0.0, 0.25, 0.5, 1.0)
def words_without_vowels(table: Any) -> Any:
    """Share of the query's words that met by their consonants alone, or not at all."""
    return _less_than_exact(table, "skeletal")


@feature(-1, 0.0, 0.25, 0.5, 1.0)
def words_cut(table: Any) -> Any:
    """Share of the query's words that met as a beginning or an abbreviation, or not at all."""
    return _less_than_exact(table, "cut")


@feature(-1, 0.0, 0.25, 0.5, 1.0)
def words_by_meaning(table: Any) -> Any:
    """Share of the query's words that met as another spelling or a translation, or not at all."""
    return _less_than_exact(table, "meaning")


@feature(-1, 0.0, 0.5, 1.0)
def out_of_order(table: Any) -> Any:
    """Share of neighbouring words whose order is turned round."""
    return _of(table, "disorder")


@feature(-1, 0.0, 1.0)
def number_clash(table: Any) -> Any:
    """Both carry a number and the numbers differ (Plant 12, Plant 14)."""
    return _of(table, "number_clash")


@feature(-1, 0.0, 1.0)
def number_left(table: Any) -> Any:
    """One carries a number that the other lacks."""
    return _of(table, "number_left")


@feature(-1, 0.0, 1.0)
def form_clash(table: Any) -> Any:
    """Both have a legal form, of different families."""
    return _of(table, "form_clash")


@feature(+1, 0.0, 1.0)
def form_same(table: Any) -> Any:
    """Both have a legal form of the same family."""
    return _of(table, "form_same")


@feature(+1, 0.0, 0.275, 0.55, 0.825)
def form_alike(table: Any) -> Any:
    """How rare the legal form is that both write alike, 0 to 1: `Inc.` is everywhere, `S.A. de C.V.` is not."""
    return _of(table, "form_alike")


@feature(+1, 0.0, 1.0)
def acronym(table: Any) -> Any:
    """The query is made of the first letters of the listed name."""
    return _of(table, "acronym")


@feature(+1, 2.0, 3.0, 4.0, 5.0, 6.0, 8.0, 10.0)
def longest_exact(table: Any) -> Any:
    """Letters of the longest word that is the same on both sides."""
    return _of(table, "longest")


@feature(+1, 3.0, 5.0, 7.0, 10.0, 14.0, 20.0)
def letters_given(table: Any) -> Any:
    """How many letters the query has to judge by: short names meet by chance."""
    return _of(table, "q_letters")


@feature(+1, 0.0, 0.6, 0.8, 1.0)
def first_word_met(table: Any) -> Any:
    """Likeness of the query's first telling word and what it met."""
    return _of(table, "head_met")


@feature(-1, 0.0, 0.3, 0.6, 1.0)
def first_word_lacking(table: Any) -> Any:
    """Weight of the listed name's first telling word when the query lacks it."""
    return _of(table, "c_head_left")


@feature(-1, 0.0, 1.0)
def kind_clash(table: Any) -> Any:
    """The query has a legal form, the listed party is a person or a vessel."""
    return _of(table, "kind_clash")


@feature(-1, 0.0, 1.0)
def weak_alias(table: Any) -> Any:
    """The list itself marks the name as a weak alias."""
    return _of(table, "weak")


@feature(-1, 0.0, 1.0)
def part_of_name(table: Any) -> Any:
    """Only a part of the listed name was met (the text in brackets, or the text outside)."""
    return _of(table, "derived")


@feature(-1, 0.0, 1.0)
def transliterated(table: Any) -> Any:
    """The query is in another script, so that its Latin spelling is ours."""
    return _of(table, "foreign")


def measure(table: Any) -> Any:
    """All features of all candidates: one row a candidate, columns in the order of FEATURES."""
    out = np.empty((len(table), len(FEATURES)))
    for at, one in enumerate(FEATURES.values()):
        out[:, at] = one.measure(table)
    return out
