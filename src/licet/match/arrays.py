"""What the inner loops read and write: the index's arrays, a batch of questions, and the columns of an alignment.

Letters are codes: 1 to 26 for a to z, 27 to 36 for the digits.
"""

from __future__ import annotations

from typing import Any, NamedTuple, TypeAlias

MAX_TOKENS = 40

#: Arrays by the sort of their numbers; a grid has rows. `layout_of` reads these names.
Bool: TypeAlias = Any
Int8: TypeAlias = Any
Int32: TypeAlias = Any
Int64: TypeAlias = Any
Int64Grid: TypeAlias = Any
UInt8: TypeAlias = Any
UInt8Grid: TypeAlias = Any
UInt8Cube: TypeAlias = Any
UInt32: TypeAlias = Any
UInt32Grid: TypeAlias = Any
Float32: TypeAlias = Any
Float32Grid: TypeAlias = Any
Float64: TypeAlias = Any
Float64Grid: TypeAlias = Any
Float64Cube: TypeAlias = Any
_DIMENSIONS = {"Grid": 2, "Cube": 3}


def layout_of(bundle: type) -> tuple[tuple[str, int], ...]:
    """The sort of number and the dimensions of each array of a bundle, from the names of its fields' types."""
    out = []
    for name in bundle.__annotations__.values():
        sort, dimensions = str(getattr(name, "__forward_arg__", name)), 1
        for ending, count in _DIMENSIONS.items():
            if sort.endswith(ending):
                sort, dimensions = sort.removesuffix(ending), count
        out.append((sort.lower(), dimensions))
    return tuple(out)


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
    "rarest", "q_named_left", "c_named_left", "form_alike",
)  # fmt: skip
(
    Q_MASS, Q_MET, C_MASS, C_MET, Q_LEFT, C_LEFT, WORST, N_EXACT, N_FUZZY, BITS, N_INITIALS,
    DISORDER, NUMBER_CLASH, NUMBER_LEFT, COMPACT, GRAMS, FORM_CLASH, FORM_SAME, Q_WORDS, C_WORDS,
    IS_ACRONYM, LONGEST, N_JOINED, HEAD_MET, Q_PLACE_LEFT, IS_CUT, Q_BITS_LEFT, C_BITS_LEFT,
    C_HEAD_LEFT, N_MEANING, Q_LETTERS, SKELETAL, IS_WEAK, IS_DERIVED, IS_FOREIGN, N_LOST, Q_FORM, KIND_CLASH,
    RAREST, Q_NAMED_LEFT, C_NAMED_LEFT, FORM_ALIKE,
) = range(42)  # fmt: skip


class IndexArrays(NamedTuple):
    """The arrays of one index, as they lie in its file."""

    gram_start: Int64  # [38**3 + 1]: where each trigram's names begin in `posts`
    key_hash: UInt32  # [K], sorted: word groups, consonant skeletons, acronyms
    key_start: Int64  # [K + 1]
    posts: UInt32  # names by trigram, then by key
    name_start: Int32  # [N + 1]
    name_words: UInt32  # vocabulary numbers of each name's words
    name_norm: Float64  # [N]: what the name would share with itself
    name_scale: Float32  # [N]: scales what is shared with it, so that long names do not win
    name_rough: UInt8  # [N]: the scale rounded up, in steps
    usual_scale: Float64  # [2]: the largest scale of all but the few names of the largest, and such a step
    short_names: UInt32  # those few
    long_lists: Int64  # [L]: where the longest lists begin in `posts`
    long_names: UInt8Grid  # [L, N / 8]: whether a name is in each, a bit a name
    word_start: Int32  # [V + 1]
    word_letters: UInt8
    sound_start: Int32  # [V + 1]
    sound_letters: UInt8
    word_kind: Int8  # [V]
    word_idf: Float64  # [V]: rarity in nats
    word_mass: Float64  # [V]: weight in a name, 0..1
    word_groups: UInt32Grid  # [V, 4]
    word_mask: Int64  # [V]: which letters its sound has
    word_hash: UInt32  # [V] of the text
    word_bones: UInt32  # [V] of the skeleton, 0 when too short
    word_records: (
        UInt32Grid  # [V, RECORD]: all whole numbers about a word side by side, in one line of memory
    )
    word_weights: Float64Grid  # [V, 2]: rarity and weight
    word_marks: UInt32Grid  # [V, 2]: the first group, the skeleton: what a word is met by
    word_place: UInt8  # [V]: whether it is the name of a town, a province or a country
    name_count: Int64  # [1]


#: Columns of `IndexArrays.word_records`: where its letters and its sounds begin and how many they are, its kind, whether it
#: is a place, its number, its skeleton, its mask in two halves, four groups.
(
    LETTERS_AT, LETTERS_HAVE, SOUNDS_AT, SOUNDS_HAVE, ITS_KIND, ITS_PLACE, ITS_HASH, ITS_BONES, MASK_LOW, MASK_HIGH,
    ITS_GROUPS,
) = range(11)  # fmt: skip
RECORD = 16


class SideArrays(NamedTuple):
    """What stands beside the names of one index."""

    entry: Int32  # [N]: the entry of each name
    mark: UInt8  # [N]: WEAK, DERIVED
    style: UInt8  # [N]: which table of weights judges the name
    kind: UInt8  # [E]: place in KINDS


#: Columns of what a search finds: which reading asked, the name, its entry, the entry's kind, the table of weights, the
#: part of the index that holds it.
READING, NAME, ENTRY, OF_KIND, STYLE, PART = range(6)
FOUND = 6
#: One column more, filled in when answers are made: how the name was named outright, whether the list calls it weak.
NAMED = FOUND
COLUMNS = FOUND + 1
#: Bits of that column: all words equal, the other's brand, a weak alias, the same group's brand.
WHOLE, BRAND, WEAK_ALIAS, OF_GROUP = 1, 2, 4, 8

#: What IS_DERIVED is where the query was read in part, by a group's brand; 1 where the listed name was.
PART_OF_QUERY = 2.0

#: Columns of `QueryArrays.facts`: what is known of a word as whole numbers.
KIND, MASK, HASH, BONES, IS_PLACE, GROUP = range(6)
LETTER_COUNT, SOUND_COUNT, IS_COMMON = 9, 10, 11
#: From here on: the legal forms that the word may be a slip of, by the number of how they are written.
SLIP_OF = 12
SLIPS = 3
FACTS = SLIP_OF + SLIPS


class QueryArrays(NamedTuple):
    """Readings of queries, one after the other, in the same form."""

    words_at: Int64  # [R + 1]: where each reading's words begin
    facts: Int64Grid  # [T, FACTS]: kind, mask, hash, bones, place, four groups, letters, letters of the sound, common, forms
    start: Int64  # [T + 1]
    letters: UInt8
    sound_start: Int64  # [T + 1]
    sound: UInt8
    rarity: Float64  # [T]: known beforehand
    vowel_cost: Float64  # [T]
    keys_at: Int64  # [R + 1]: where each reading's keys begin
    keys: Int64  # keys to look up
    key_gain: Float64  # by how much more each counts
    business: Int64  # [R]: whether a reading has a word that only organisations have
    foreign: Float64  # [R]: 1.0 when it was not written in Latin letters
    part: Float64  # [R]: 1.0 when it is a part of a name, the brand of a group
    uncounted: Int64  # [R]: how many keys at the end do not count for what a name has to share
    idf: Float64  # [T]: rarity as the index knows it, filled in by `weigh`
    mass: Float64  # [T]: weight in a name, filled in by `weigh`
    known: Int64Grid  # [T, 2]: the vocabulary's words of the same hash, filled in by `weigh`


class Scratch(NamedTuple):
    """Working memory of one thread of search in one set of arrays; what is in it is left from the last query."""

    acc: Float32  # [N]: what each name shares with the query; zero between queries
    touched: UInt32  # [N + 1]: the names that share anything
    sums: Float32  # [N]: how much, for those touched
    values: Float64  # [N]: the same, scaled
    near: Int64  # [65]: how many names are how near to the best
    block_ends: Int64  # [BLOCK + 1]: where the words of each of some names end
    block_words: UInt32  # [BLOCK * WORDS]
    block_groups: UInt32
    block_bones: UInt32
    list_start: Int64  # [KEYS]: the posting lists to read
    list_size: Int64  # [KEYS]
    list_gain: Float64  # [KEYS]
    list_free: Bool  # [KEYS]
    list_order: Int64  # [KEYS]
    list_rest: Float64  # [KEYS]: what the lists from each on give together
    found: UInt32  # [ROOM]: the names to align, best first
    strength: Float64  # [ROOM]: how much they share, 0 to 1
    own: Int64  # [WORDS]: 0, 1, 2 ...: the words of the name that is looked at, laid out as a vocabulary of its own
    own_start: Int32
    own_letters: UInt8
    own_sound_start: Int32
    own_sounds: UInt8
    own_kind: Int8
    own_idf: Float64
    own_mass: Float64
    own_groups: UInt32Grid
    own_mask: Int64
    own_hash: UInt32
    own_bones: UInt32
    own_place: UInt8
    met: Int64  # [WORDS]: the place of the name's word that each of the query's met, or -1
    sims: Float64  # [WORDS]: how well
    hows: Int64  # [WORDS]
    taken: Int64  # [WORDS]: the query's word that met each of the name's, or -1
    alike: Float64Grid  # [WORDS, WORDS]
    ways: Int64Grid  # [WORDS, WORDS]
    rows: Float64  # of the edit distance
    near_letters: Float64Cube  # [WORDS, 2, LETTERS]: what a letter, a sound of another word costs at least
    flat: UInt8  # letters of joined words
    flat_name: UInt8
    flat_query: UInt8
    memo_key: Int64  # [MEMO]: likenesses of words that were worked out for this query
    memo_like: Float64  # [MEMO]
    memo_way: Int64  # [MEMO]


class FoundArrays(NamedTuple):
    """What the searches for some questions found, one name a row."""

    rows: Int64Grid  # [ROOM, COLUMNS]
    table: Float64Grid  # [ROOM, SUMMARY]: what is met and what is left over


class Curves(NamedTuple):
    """The points of each feature by its value: row f of each belongs to feature f."""

    base: Float64  # [STYLES]
    knots: Float64Grid  # [F, K]: infinite past the last
    at: Float64Cube  # [F, K, STYLES]: points at the knot
    slope: Float64Cube  # [F, K, STYLES]: from there to the next


class JudgeArrays(NamedTuple):
    """Where what was found becomes answers."""

    values: Float64Grid  # [ROOM, F]: features of each row
    signal: Float64  # [ROOM]: the fine rank signal of each row
    query_of: Int64  # [READINGS]: the query of each reading
    like: Float64  # [QUERIES]: the best signal of a name that is only like the query
    top: Float64  # [QUERIES]: the best of those that are the query word for word
    best: Int64  # [QUERIES * LIMIT]: rows of the best hits of each query
    counts: Int64  # [QUERIES]: how many those are
    chosen: Int64Grid  # [QUERIES * LIMIT, COLUMNS]: their columns, one query after the other
    ranks: Float64  # [QUERIES * LIMIT]: their signals
