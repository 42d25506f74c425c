"""From entries to the arrays of an index. Deterministic: the same entries give the same bytes."""

from __future__ import annotations

import re
from array import array
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import cache, lru_cache
from typing import Any

import numpy as np

from licet.match.arrays import (
    BONES,
    CONTENT,
    DERIVED,
    FACTS,
    GROUP,
    HASH,
    INITIAL,
    IS_PLACE,
    ITS_BONES,
    ITS_GROUPS,
    ITS_HASH,
    ITS_KIND,
    ITS_PLACE,
    KIND,
    LEGAL,
    LETTER_COUNT,
    LETTERS_AT,
    LETTERS_HAVE,
    MASK,
    MASK_HIGH,
    MASK_LOW,
    NOISE,
    PARTICLE,
    RECORD,
    SOUND_COUNT,
    SOUNDS_AT,
    SOUNDS_HAVE,
    WEAK,
    IndexArrays,
)
from licet.match.normal import Reading, key_of_readings, plain_key, read_name
from licet.match.posts import LONG
from licet.match.rarity import ENOUGH_NAMES, brand_rarity, own_share, world_rarity
from licet.match.retrieve import RARE, mass_of
from licet.match.vocabulary import Word, key_of
from licet.match.words import read_table

__all__ = [
    "Names", "build_arrays", "joined_keys", "pack", "pair_keys", "reading_keys", "short_word_keys", "spellings",
    "telling_words",
]  # fmt: skip

_AKA = re.compile(
    r"\(?\b(?:a\.?\s?k\.?\s?a\.?|f\.?\s?k\.?\s?a\.?|n\.?\s?k\.?\s?a\.?|d\.?b\.?a\.?|also known as|"
    r"formerly(?: known as)?|trading as|doing business as)\b[:.]?\s*",
    re.IGNORECASE,
)
_BOILERPLATE = re.compile(
    r"(?:[;,]?\s*(?:and|including)\s+(?:any\s+|all\s+|its\s+|other\s+)?(?:successors?|sub-?units?|subsidiar|subordinate|affiliate).*$)"
    r"|\((?:[a-z]+ )?(?:entity|individual|government)\)|\([A-Z]{2,5} (?:entity|individual)\)|;\s*$",
    re.IGNORECASE,
)
_PAREN = re.compile(r"\(([^()]{2,60})\)")
_LEFT_OUT_FORMS = frozenset({"limited", "ltd", "inc", "co"})
_ABBREVIATED = re.compile(r"\(([A-Z]{3,8})\)")
_MAX_SPELLINGS = 6
#: Names of at most so many telling words are found by their words with a letter left out, if those are so short.
_FEW_WORDS = 2
_SHORTEST, _LONGEST = 4, 8
#: Names of at most so many words and letters are found when they are written in one word, or one word in several.
_JOINED_WORDS, _LONGEST_JOINED = 6, 40
#: Words that some forty names of a large list have, or more, are found by pairs; so many of a name at most.
_COMMON, _PAIRED_WORDS = 0.66, 7
_UNTELLING = frozenset({LEGAL, NOISE})
# 0.5 would be the cosine; a little less lets longer names come up for names cut short
_LENGTH_POWER = 0.4
#: Part of all names that are so short that they are let in beforehand (`posts`).
_SHORT_SHARE = 0.007
#: Steps of a rough scale.
_STEPS = 255


_SURNAME_FIRST = re.compile(r"^([^,()]{2,40}), ([^,()]{2,60})$")
_FORM_AFTER_COMMA = re.compile(
    r"^(?:[A-Za-z]\.?\s?){1,5}$|ltd|limited|inc|llc|s\.?a|gmbh|co\b|corp|plc|jsc|ooo|oao|pao|ao\b", re.I
)


def natural_order(text: str) -> str:
    """`SURNAME, Given` as `Given SURNAME`; other texts as they are."""
    match = _SURNAME_FIRST.match(text)
    if match is None or _FORM_AFTER_COMMA.match(match[2]):
        return text
    return f"{match[2]} {match[1]}"


def spellings(text: str) -> Iterator[tuple[str, int]]:
    """A listed name and the other names its text holds (`X (a.k.a. Y)`, `X (VNIITF)`), each with its mark."""
    yield natural_order(text), 0
    seen = {text}
    count = 0
    plain = _BOILERPLATE.sub("", text).strip(" ,;")
    for short in _shortened(plain):
        seen.add(short)
        yield short, 0
    candidates = [plain]
    parts = _AKA.split(plain)
    if len(parts) > 1:
        candidates += [part.strip(" ,;()[]") for part in parts]
    if "(" in plain:
        outside = _PAREN.sub(" ", plain)
        inside = [found for found in _PAREN.findall(plain) if not _AKA.match(found)]
        candidates.append(" ".join(outside.split()))
        candidates += [
            found for found in inside if found.isupper() and 3 <= len(found) <= 12 and " " not in found
        ]
    for candidate in candidates:
        if len(candidate) >= 3 and candidate not in seen and count < _MAX_SPELLINGS:
            seen.add(candidate)
            count += 1
            yield candidate, DERIVED


def _shortened(text: str) -> Iterator[str]:
    """A name with a bracketed abbreviation for the words that it stands for: `... Corps (XPCC) Public Security Bureau`."""
    for match in _ABBREVIATED.finditer(text):
        short, behind = match[1], text[match.end() :].strip(" ,;")
        before = text[: match.start()].split()
        left = len(short)
        while left and before:
            word_before = before[-1]
            if word_before[0].upper() == short[left - 1]:
                left -= 1
            elif not word_before.islower() and word_before.lower().strip(".,") not in _LEFT_OUT_FORMS:
                break
            before.pop()
        if not left and behind:
            yield " ".join([*before, short, behind])


@cache
def _native_names() -> dict[str, tuple[str, ...]]:
    found: dict[str, list[str]] = {}
    for native, latin, _ in read_table("native_names"):
        found.setdefault(plain_key(latin), []).append(native)
    return {key: tuple(natives) for key, natives in found.items()}


@lru_cache(maxsize=65_536)
def _read(text: str) -> tuple[Reading, ...]:
    """The readings of a listed name: asked for twice, for its words and its native names, and lists repeat each other."""
    return read_name(text)


def all_names(entry: Mapping[str, Any]) -> Iterator[tuple[str, str, int]]:
    """Every spelling to index: the name as listed, the text to read, its mark."""
    seen: set[str] = set()
    strong = [str(name) for name in entry.get("names") or ()]
    weak = [str(name) for name in entry.get("weak_names") or ()]
    given = [(name, 0) for name in strong] + [(name, WEAK) for name in weak]
    outright: dict[str, tuple[str, int]] = {}
    for listed, mark in given:
        outright.setdefault(natural_order(listed), (listed, mark))
    for listed, mark in given:
        for text, more in spellings(listed):
            if text not in seen:
                seen.add(text)
                # a part of one name that the list also gives by itself is that name
                own, its_mark = outright.get(text, (listed, mark | more))
                yield own, text, its_mark
        for native in _native_names().get(key_of_readings(_read(listed)), ()):
            if native not in seen:
                seen.add(native)
                yield listed, native, mark


def acronyms(words: tuple[Word, ...]) -> Iterator[str]:
    """The first letters of a name's words, legal forms included and not."""
    full = [w for w in words if w.kind not in {PARTICLE, NOISE}]
    short = [w for w in full if w.kind != LEGAL]
    for chosen in (full, short):
        if 3 <= len(chosen) <= 8:
            yield "".join(w.text[0] for w in chosen)


def reading_keys(reading: Reading) -> list[int]:
    """Keys beside letter triples: lexicon groups, skeletons."""
    return list(dict.fromkeys([key for token in reading.words for key in token.keys]))


def telling_words(reading: Reading) -> list[Word]:
    """The words of a name but forms and titles."""
    return [token for token in reading.words if token.kind not in _UNTELLING]


def joined_keys(telling: Sequence[Word]) -> list[int]:
    """The key of a name (`telling_words`) written in one word: `PO ETE` and `Poete` share no letter triple."""
    joined = "".join([token.text for token in telling]) if len(telling) <= _JOINED_WORDS else ""
    return [key_of("joined", joined)] if _SHORTEST <= len(joined) <= _LONGEST_JOINED else []


def pair_keys(reading: Reading) -> list[int]:
    """Keys of each two common words of a name, whatever stands between: `Muhammad Gamal Abu Ahmad`, `Muhammad Abu Ahmad`.

    By its common words alone a name is one of hundreds that are as near.
    """
    common = [
        token.groups[0] if token.groups else token.hash
        for token in reading.words
        if token.kind == CONTENT and token.rarity <= _COMMON
    ][:_PAIRED_WORDS]
    if len(common) < 2:
        return []
    pairs = [
        (min(one, other), max(one, other)) for at, one in enumerate(common) for other in common[at + 1 :]
    ]
    return [key_of("pair", f"{one} {other}") for one, other in dict.fromkeys(pairs)]


def short_word_keys(telling: Sequence[Word]) -> list[int]:
    """Keys of the words of a short name (`telling_words`) with a letter left out.

    A name of one or two short words has too few letter triples to survive a wrong letter.
    """
    kinds = [token.kind for token in telling]
    initials = kinds.count(INITIAL)
    keys: list[int] = []
    if len(kinds) - initials - kinds.count(PARTICLE) > _FEW_WORDS or initials > 1:
        return keys
    joined = "".join([token.text for token in telling]) if len(telling) <= _JOINED_WORDS else ""
    for token in telling:
        if token.kind == CONTENT and _SHORTEST <= len(token.text) <= _LONGEST:
            keys += _without_a_letter(token.text)
        elif token.kind == CONTENT and len(token.text) == _SHORTEST - 1:
            keys.append(key_of("less", token.text))
    if len(telling) > 1 and _SHORTEST <= len(joined) <= _LONGEST:
        keys += [key for key in _without_a_letter(joined) if key not in keys]
    return keys


@lru_cache(maxsize=65_536)
def _without_a_letter(text: str) -> tuple[int, ...]:
    """Keys of a word and of all it becomes when one letter is left out: two words one edit apart share one."""
    shorter = (text[:at] + text[at + 1 :] for at in range(len(text)))
    return tuple(dict.fromkeys(key_of("less", one) for one in (text, *shorter)))


def _stronger(one: int, other: int) -> int:
    """The mark of a name that an entry gives twice: outright before as a part of another, else the less marked."""
    if one & DERIVED != other & DERIVED:
        return other if one & DERIVED else one
    return one & other


class Names:
    """Columns of names while they are read: one pass over the entries, plain numbers and bytes."""

    def __init__(self) -> None:
        self.vocabulary: dict[
            str, int
        ] = {}  # a form's text ends in a zero: it is not the word of the same letters
        self.kinds = bytearray()
        self.facts = bytearray()  # each word's row of `arrays.QueryArrays.facts`
        self.letters = bytearray()
        self.sounds = bytearray()
        self.rarity = array("d")
        self.floor = array("d")
        self.most = array("d")
        self.flat = array("i")  # the words of all names, one name after the other
        self.sizes = array("i")
        self.keys = array("q")
        self.key_sizes = array("i")
        self.short_keys = array("q")
        self.short_sizes = array("i")
        self.entry = array("i")
        self.mark = array("B")
        self.listed = bytearray()
        self.listed_at = array("q", [0])
        self.entries = 0

    def add_entry(self, entry: Mapping[str, Any]) -> None:
        """Take in all names of the next entry."""
        seen: dict[tuple[int, ...], int] = {}
        for listed, text, mark in all_names(entry):
            for reading in _read(text):
                self._add(reading, listed, mark, seen)
        self.entries += 1

    def _add(self, reading: Reading, listed: str, mark: int, seen: dict[tuple[int, ...], int]) -> None:
        row = tuple([self._number(token) for token in reading.words])
        if row in seen:
            self.mark[seen[row]] = _stronger(self.mark[seen[row]], mark)
            return
        seen[row] = len(self.sizes)
        keys = reading_keys(reading)
        keys += [key_of("acronym", short) for short in acronyms(reading.words)]
        telling = telling_words(reading)
        short_keys = [*joined_keys(telling), *short_word_keys(telling), *pair_keys(reading)]
        self.flat.extend(row)
        self.sizes.append(len(row))
        self.keys.extend(keys)
        self.key_sizes.append(len(keys))
        self.short_keys.extend(short_keys)
        self.short_sizes.append(len(short_keys))
        self.entry.append(self.entries)
        self.mark.append(mark)
        self.listed += listed.encode()
        self.listed_at.append(len(self.listed))

    def _number(self, token: Word) -> int:
        key = token.text if token.kind != LEGAL else f"{token.text}\0{token.four_groups[1]}"
        found = self.vocabulary.get(key)
        if found is None:
            found = self.vocabulary[key] = len(self.kinds)
            self.kinds.append(token.kind)
            self.facts += token.facts
            self.letters += token.letters
            self.sounds += token.sound_letters
            self.rarity.append(token.rarity)
            self.floor.append(brand_rarity(token.text) if token.kind != LEGAL else 0.0)
            self.most.append(world_rarity(token.text))
        elif token.kind < self.kinds[found]:
            # a place at the end of one name may be a word of another: whichever came first must not matter
            self.kinds[found] = token.kind
            size = len(token.facts)
            self.facts[found * size : (found + 1) * size] = token.facts
        return found

    def join(self, later: Names) -> None:
        """Take in the names of later entries that were read apart, as if they had been read here."""
        size = FACTS * 8
        facts = np.frombuffer(bytes(later.facts), dtype=np.int64).reshape(-1, FACTS)
        letters_at = [0, *np.cumsum(facts[:, LETTER_COUNT]).tolist()]
        sounds_at = [0, *np.cumsum(facts[:, SOUND_COUNT]).tolist()]
        place = np.zeros(len(later.kinds), dtype=np.int32)
        for number, key in enumerate(later.vocabulary):
            kind, row = later.kinds[number], later.facts[number * size : (number + 1) * size]
            found = self.vocabulary.get(key)
            if found is None:
                found = self.vocabulary[key] = len(self.kinds)
                self.kinds.append(kind)
                self.facts += row
                self.letters += later.letters[letters_at[number] : letters_at[number + 1]]
                self.sounds += later.sounds[sounds_at[number] : sounds_at[number + 1]]
                self.rarity.append(later.rarity[number])
                self.floor.append(later.floor[number])
                self.most.append(later.most[number])
            elif kind < self.kinds[found]:
                self.kinds[found] = kind
                self.facts[found * size : (found + 1) * size] = row
            place[number] = found
        self.flat.frombytes(place[np.array(later.flat, dtype=np.int32)].tobytes())
        self.entry.frombytes((np.array(later.entry, dtype=np.int32) + np.int32(self.entries)).tobytes())
        before = len(self.listed)
        self.listed_at.frombytes((np.array(later.listed_at[1:], dtype=np.int64) + before).tobytes())
        self.listed += later.listed
        self.sizes += later.sizes
        self.keys += later.keys
        self.key_sizes += later.key_sizes
        self.short_keys += later.short_keys
        self.short_sizes += later.short_sizes
        self.mark += later.mark
        self.entries += later.entries


def _reordered(sizes: Any, held: bytearray, order: Any) -> tuple[Any, Any]:
    """Texts side by side put in another order: where each begins, and their letters."""
    before = np.concatenate(([0], np.cumsum(sizes)))
    at, _ = _spread(before, order)
    starts = np.zeros(len(order) + 1, dtype=np.int32)
    np.cumsum(sizes[order], out=starts[1:])
    return starts, np.frombuffer(bytes(held), dtype=np.uint8)[at]


def _grams(starts: Any, letters: Any) -> Any:
    """The trigram number at every letter of the vocabulary, with a blank before and after each word."""
    codes = letters.astype(np.int64)
    left = np.concatenate(([0], codes[:-1])) if codes.size else codes
    right = np.concatenate((codes[1:], [0])) if codes.size else codes
    left = left.copy()
    right = right.copy()
    left[starts[:-1][starts[:-1] < codes.size]] = 0
    ends = starts[1:] - 1
    right[ends[ends >= 0]] = 0
    return (left * 38 + codes) * 38 + right


def _spread(starts: Any, chosen: Any) -> tuple[Any, Any]:
    """For rows chosen from a ragged array: the position of every item, and which choice it came from."""
    sizes = (starts[1:] - starts[:-1])[chosen].astype(np.int64)
    owner = np.repeat(np.arange(chosen.size), sizes)
    first = np.cumsum(sizes) - sizes
    return starts[:-1].astype(np.int64)[chosen][owner] + (np.arange(owner.size) - first[owner]), owner


def build_arrays(entries: Iterable[Mapping[str, Any]]) -> tuple[IndexArrays, Names]:
    """The arrays of an index, and what stands beside them."""
    names = Names()
    for entry in entries:
        names.add_entry(entry)
    return pack(names), names


def _distinct(numbers: Any) -> Any:
    """The distinct numbers in order; sorting in place is many times faster than a table of hashes."""
    numbers.sort()
    return numbers[np.diff(numbers, prepend=-1) != 0]


def _key_pairs(keys: Any, sizes: Any) -> Any:
    """Each key with the number of the name it belongs to, as one number, sorted, each once."""
    owner = np.repeat(np.arange(len(sizes), dtype=np.int64), np.array(sizes, dtype=np.int64))
    return _distinct(np.array(keys, dtype=np.int64) * np.int64(len(sizes) + 1) + owner)


def _records(facts: Any, word_start: Any, sound_start: Any) -> Any:
    """All whole numbers about each word, side by side (`arrays.RECORD`)."""
    out = np.zeros((len(facts), RECORD), dtype=np.uint32)
    for column, values in (
        (LETTERS_AT, word_start[:-1]),
        (LETTERS_HAVE, np.diff(word_start)),
        (SOUNDS_AT, sound_start[:-1]),
        (SOUNDS_HAVE, np.diff(sound_start)),
        (ITS_KIND, facts[:, KIND]),
        (ITS_PLACE, facts[:, IS_PLACE]),
        (ITS_HASH, facts[:, HASH]),
        (ITS_BONES, facts[:, BONES]),
        (MASK_LOW, facts[:, MASK] & 0xFFFFFFFF),
        (MASK_HIGH, facts[:, MASK] >> 32),
    ):
        out[:, column] = values
    out[:, ITS_GROUPS : ITS_GROUPS + 4] = facts[:, GROUP : GROUP + 4]
    return out


def _scales(scale: Any) -> dict[str, Any]:
    """What bounds how much names can share (`posts`, `near`): the few of the largest scale, and each scale roughly."""
    limit = np.sort(scale)[-1 - int(_SHORT_SHARE * len(scale))] if len(scale) else np.float32(0.0)
    step = float(scale.max()) / _STEPS if len(scale) else 1.0
    return {
        "name_rough": np.minimum(np.ceil(scale / step), _STEPS).astype(np.uint8),
        "usual_scale": np.array([float(limit), step * (1.0 + 1e-6)]),
        "short_names": np.flatnonzero(scale > limit).astype(np.uint32),
    }


def _long_lists(starts: Any, posts: Any, count: int) -> dict[str, Any]:
    """The lists that have one name in `LONG`, or more, as a bit for each name."""
    long = np.flatnonzero(np.diff(starts) * LONG >= max(count, 1))
    bits = np.zeros((len(long), (count + 7) // 8), dtype=np.uint8)
    for row, at in enumerate(long.tolist()):
        held = np.zeros(count, dtype=np.bool_)
        held[posts[starts[at] : starts[at + 1]]] = True
        bits[row] = np.packbits(held, bitorder="little")
    return {"long_lists": starts[long], "long_names": bits}


def pack(names: Names) -> IndexArrays:
    """Names that were read as the arrays of an index; the same names in the same order give the same bytes."""
    facts = np.frombuffer(bytes(names.facts), dtype=np.int64).reshape(-1, FACTS)
    order = np.argsort(facts[:, HASH], kind="stable")
    place = np.empty(len(order), dtype=np.int32)
    place[order] = np.arange(len(order), dtype=np.int32)
    count, entry_count = len(names.sizes), names.entries
    name_start = np.zeros(count + 1, dtype=np.int32)
    np.cumsum(np.array(names.sizes, dtype=np.int32), out=name_start[1:])
    name_words = place[np.array(names.flat, dtype=np.int32)]
    entry = np.array(names.entry, dtype=np.int32)
    word_start, word_letters = _reordered(facts[:, LETTER_COUNT], names.letters, order)
    sound_start, sound_letters = _reordered(facts[:, SOUND_COUNT], names.sounds, order)
    facts = facts[order]
    kind = facts[:, KIND].astype(np.int8)
    groups = facts[:, GROUP : GROUP + 4].astype(np.uint32)
    # postings
    owner = np.repeat(np.arange(count, dtype=np.int64), np.diff(name_start))
    content = kind[name_words] != LEGAL
    has_content = np.bincount(owner, weights=content & (kind[name_words] != NOISE), minlength=count) > 0
    use = ~has_content[owner] | (content & (kind[name_words] != NOISE))
    gram_of = _grams(word_start, word_letters)
    at, which = _spread(word_start, name_words[use].astype(np.int64))
    pairs = _distinct(gram_of[at] * np.int64(count + 1) + owner[use][which])
    gram, gram_name = pairs // (count + 1), (pairs % (count + 1)).astype(np.int32)
    gram_start = np.searchsorted(gram, np.arange(38**3 + 1)).astype(np.int64)
    # keys of short words are found, but do not count for how much a name has to share
    counted = _key_pairs(names.keys, names.key_sizes)
    key_pairs = _distinct(np.concatenate((counted, _key_pairs(names.short_keys, names.short_sizes))))
    key, key_name = key_pairs // (count + 1), (key_pairs % (count + 1)).astype(np.int32)
    key_first = np.flatnonzero(np.diff(key, prepend=-1))
    key_hash = key[key_first]
    key_start = np.concatenate((key_first, [key.size])).astype(np.int64) + gram_name.size
    posts = np.concatenate((gram_name, key_name)).astype(np.uint32)
    # length of each name's vector: what it would score against itself
    gram_gain = np.log((max(count, ENOUGH_NAMES) + 1.0) / np.maximum(np.diff(gram_start), 1)) ** 2
    key_gain = np.log((max(count, ENOUGH_NAMES) + 1.0) / np.maximum(np.diff(key_start), 1)) ** 2
    norm = np.bincount(gram_name, weights=gram_gain[gram], minlength=count)
    own_key, own_name = counted // (count + 1), counted % (count + 1)
    norm += np.bincount(own_name, weights=key_gain[np.searchsorted(key_hash, own_key)], minlength=count)
    # rarity by entry, not by name: an entry with many aliases counts once
    seen = _distinct(name_words.astype(np.int64) * (entry_count + 1) + entry[owner])
    frequency = np.bincount(seen // (entry_count + 1), minlength=len(facts))
    most = np.log(count + 1.0)
    idf = np.log((entry_count + 1.0) / np.maximum(frequency, 1)) * (most / np.log(entry_count + 2.0))
    for g in range(GROUP, GROUP + 4):
        known_group = np.flatnonzero(np.isin(facts[:, g], key_hash))
        at = np.searchsorted(key_hash, facts[known_group, g])
        size = np.diff(key_start)[at]
        idf[known_group] = np.minimum(idf[known_group], most - np.log(size) + 0.7)
    own = own_share(count)
    known = np.array(names.rarity)[order]
    share = np.minimum(own * idf / most + (1.0 - own) * known, np.array(names.most)[order])
    # of a legal form its way to be written is what may be rare
    share[kind == LEGAL] = known[kind == LEGAL]
    idf = RARE * np.maximum(share, np.array(names.floor)[order])
    scale = (np.maximum(norm, 1.0) ** -_LENGTH_POWER).astype(np.float32)
    mass = np.array([mass_of(k, v) for k, v in zip(kind.tolist(), idf.tolist(), strict=True)])
    return IndexArrays(
        gram_start=gram_start,
        key_hash=key_hash.astype(np.uint32),
        key_start=key_start,
        posts=posts,
        name_start=name_start,
        name_words=name_words.astype(np.uint32),
        name_norm=np.maximum(norm, 1.0),
        name_scale=scale,
        **_scales(scale),
        **_long_lists(np.concatenate((gram_start[:-1], key_start)), posts, count),
        word_start=word_start,
        word_letters=word_letters,
        sound_start=sound_start,
        sound_letters=sound_letters,
        word_kind=kind,
        word_idf=idf,
        word_mass=mass.astype(np.float64),
        word_groups=groups,
        word_mask=np.ascontiguousarray(facts[:, MASK]),
        word_hash=facts[:, HASH].astype(np.uint32),
        word_place=facts[:, IS_PLACE].astype(np.uint8),
        word_bones=facts[:, BONES].astype(np.uint32),
        word_records=_records(facts, word_start, sound_start),
        word_weights=np.stack((idf, mass.astype(np.float64)), axis=1),
        word_marks=np.stack((facts[:, GROUP], facts[:, BONES]), axis=1).astype(np.uint32),
        name_count=np.array([count], dtype=np.int64),
    )
