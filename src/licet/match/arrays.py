"""What the inner loops read and write: the index's arrays, a batch of questions, and the columns of an alignment.

Letters are codes: 1 to 26 for a to z, 27 to 36 for the digits.
"""

from __future__ import annotations

from typing import Any, NamedTuple

MAX_TOKENS = 40

CONTENT, GENERIC, LEGAL, PARTICLE, NOISE, NUMBER, INITIAL, PLACE, SUFFIX = range(9)

#: Kinds of listed parties, by code.
KINDS = ("person", "organisation", "vessel", "aircraft", "address", "any")
(A_PERSON, AN_ORGANISATION, A_VESSEL, AN_AIRCRAFT, AN_ADDRESS, ANY) = range(6)
#: Tables of weights: persons, and everything else (organisations, vessels, aircraft, unknown).
PERSON, THING = range(2)
#: Marks of a name: a weak alias by the list's own word; a part of a longer name, taken out by us.
WEAK, DERIVED = 1, 2

#: How a word met another, by code; 0 is "not at all".
HOW = (
    "", "exact", "other spelling", "same meaning", "same sound", "typo", "joined or split", "initial",
    "cut off", "abbreviation", "same consonants", "acronym", "same form of company",
)  # fmt: skip
(
    NONE, EXACT, SPELLING, MEANING, SOUND, TYPO, JOINED, INITIAL_OF, CUT, ABBREVIATION, CONSONANTS,
    ACRONYM, FORM,
) = range(13)  # fmt: skip

#: What `align` says of one candidate, by column.
SUMMARY = (
    "q_mass", "q_met", "c_mass", "c_met", "q_left", "c_left", "worst", "exact", "fuzzy", "bits", "initials",
    "disorder", "number_clash", "number_left", "compact", "grams", "form_clash", "form_same",
    "q_words", "c_words",
    "acronym", "longest", "joined", "head_met", "q_place_left", "cut", "q_bits_left", "c_bits_left",
    "c_head_left", "meaning", "q_letters", "skeletal", "weak", "derived", "foreign", "lost", "q_form", "kind_clash",
    "rarest", "q_named_left", "c_named_left",
)  # fmt: skip
(
    Q_MASS, Q_MET, C_MASS, C_MET, Q_LEFT, C_LEFT, WORST, N_EXACT, N_FUZZY, BITS, N_INITIALS,
    DISORDER, NUMBER_CLASH, NUMBER_LEFT, COMPACT, GRAMS, FORM_CLASH, FORM_SAME, Q_WORDS, C_WORDS,
    IS_ACRONYM, LONGEST, N_JOINED, HEAD_MET, Q_PLACE_LEFT, IS_CUT, Q_BITS_LEFT, C_BITS_LEFT,
    C_HEAD_LEFT, N_MEANING, Q_LETTERS, SKELETAL, IS_WEAK, IS_DERIVED, IS_FOREIGN, N_LOST, Q_FORM, KIND_CLASH,
    RAREST, Q_NAMED_LEFT, C_NAMED_LEFT,
) = range(41)  # fmt: skip


class IndexArrays(NamedTuple):
    """The arrays of one index, as they lie in its file."""

    gram_start: Any  # int64[38**3 + 1]: where each trigram's names begin in `posts`
    key_hash: Any  # uint32[K], sorted: word groups, consonant skeletons, acronyms
    key_start: Any  # int64[K + 1]
    posts: Any  # uint32: names by trigram, then by key
    name_start: Any  # int32[N + 1]
    name_words: Any  # uint32: vocabulary numbers of each name's words
    name_norm: Any  # float64[N]: what the name would share with itself
    name_scale: Any  # float32[N]: scales what is shared with it, so that long names do not win
    word_start: Any  # int32[V + 1]
    word_letters: Any  # uint8
    sound_start: Any  # int32[V + 1]
    sound_letters: Any  # uint8
    word_kind: Any  # int8[V]
    word_idf: Any  # float64[V]: rarity in nats
    word_mass: Any  # float64[V]: weight in a name, 0..1
    word_groups: Any  # uint32[V, 4]
    word_mask: Any  # int64[V]: which letters its sound has
    word_hash: Any  # uint32[V] of the text
    word_bones: Any  # uint32[V] of the skeleton, 0 when too short
    word_place: Any  # uint8[V]: whether it is the name of a town, a province or a country
    name_count: Any  # int64[1]


class SideArrays(NamedTuple):
    """What stands beside the names of one index."""

    entry: Any  # int32[N]: the entry of each name
    mark: Any  # uint8[N]: WEAK, DERIVED
    style: Any  # uint8[N]: which table of weights judges the name
    kind: Any  # uint8[E]: place in KINDS


#: Columns of what a search finds: which reading asked, the name, its entry, the entry's kind, the table of weights.
READING, NAME, ENTRY, OF_KIND, STYLE = range(5)
FOUND = 5

#: Columns of `QueryArrays.facts`: what is known of a word as whole numbers.
KIND, MASK, HASH, BONES, IS_PLACE, GROUP = range(6)
LETTER_COUNT, SOUND_COUNT = 9, 10
FACTS = 11


class QueryArrays(NamedTuple):
    """Readings of queries, one after the other, in the same form."""

    words_at: Any  # int64[R + 1]: where each reading's words begin
    facts: Any  # int64[T, FACTS]: kind, mask, hash, bones, place, four groups, letters, letters of the sound
    start: Any  # int64[T + 1]
    letters: Any  # uint8
    sound_start: Any  # int64[T + 1]
    sound: Any  # uint8
    rarity: Any  # float64[T]: known beforehand
    vowel_cost: Any  # float64[T]
    keys_at: Any  # int64[R + 1]: where each reading's keys begin
    keys: Any  # int64: keys to look up
    key_gain: Any  # float64: by how much more each counts
    business: Any  # int64[R]: whether a reading has a word that only organisations have
    foreign: Any  # float64[R]: 1.0 when it was not written in Latin letters
    uncounted: Any  # int64[R]: how many keys at the end do not count for what a name has to share
    idf: Any  # float64[T]: rarity as the index knows it, filled in by `weigh`
    mass: Any  # float64[T]: weight in a name, filled in by `weigh`
    known: Any  # int64[T, 2]: the vocabulary's words of the same hash, filled in by `weigh`


class Scratch(NamedTuple):
    """Working memory of one thread of search in one set of arrays; what is in it is left from the last query."""

    acc: Any  # float32[N]: what each name shares with the query; zero between queries
    touched: Any  # uint32[N + 1]: the names that share anything
    sums: Any  # float32[N]: how much, for those touched
    values: Any  # float64[N]: the same, scaled
    near: Any  # int64[65]: how many names are how near to the best
    list_start: Any  # int64[KEYS]: the posting lists to read
    list_size: Any  # int64[KEYS]
    list_gain: Any  # float64[KEYS]
    list_free: Any  # bool[KEYS]
    list_order: Any  # int64[KEYS]
    found: Any  # uint32[ROOM]: the names to align, best first
    strength: Any  # float64[ROOM]: how much they share, 0 to 1
    met: Any  # int64[WORDS]: the place of the name's word that each of the query's met, or -1
    sims: Any  # float64[WORDS]: how well
    hows: Any  # int64[WORDS]
    taken: Any  # int64[WORDS]: the query's word that met each of the name's, or -1
    alike: Any  # float64[WORDS, WORDS]
    ways: Any  # int64[WORDS, WORDS]
    rows: Any  # float64: of the edit distance
    flat: Any  # uint8: letters of joined words
    flat_name: Any  # uint8
    flat_query: Any  # uint8
    memo_key: Any  # int64[MEMO]: likenesses of words that were worked out for this query
    memo_like: Any  # float64[MEMO]
    memo_way: Any  # int64[MEMO]
