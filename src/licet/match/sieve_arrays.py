"""What the sieve's loops read and write: the parties' words, what is told of each, and the room that looking takes."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from licet.match.arrays import (
    Bool,
    Float32Grid,
    Float64,
    Float64Grid,
    Int32,
    Int64,
    Int64Grid,
    UInt8,
    UInt8Grid,
)
from licet.match.letters import LETTERS, MAX_LETTERS, ROWS
from licet.match.sieve_spell import Spelt, room_for

__all__ = ["LookRoom", "MeetRoom", "Met", "Readings", "Told", "Words", "look_room", "meet_room"]

#: Longer words may be cut where neighbours are written as one.
HALF = MAX_LETTERS // 2
#: Readings of more words are asked.
MANY_WORDS = 60
#: A reading of which more neighbours may be listed words is asked.
MOST_JOINED = 16
#: Columns of what is told of a word (64 bytes: what a processor reads at once), and of it as a piece of a longer one.
TOLD, PIECE = 16, 4
#: Columns of what the first look reads of a word (`sieve_first`): one such row again.
BRIEF = 16
#: Columns of what a reading meets: weight, rarity, weight and rarity no longer over, words that must be met, how alike.
QUICK = 6
#: Pieces of evidence that are bounded (`sieve_curves.BOUNDED`).
BOUNDS = 17


class Words(NamedTuple):
    """The vocabulary of the parties, one row a word (`sieve_keys.Keys`); rarity and weight as the index knows them.

    `alike`: whether a word may meet a listed one by its text, its meaning or its consonants, or has but one letter.
    """

    start: Int64
    letters: UInt8
    sound_start: Int64
    sound: UInt8
    facts: Int64Grid
    vowel: Float64
    alike: Bool
    idf: Float64
    mass: Float64


class Told(NamedTuple):
    """What is told of each word (`sieve_meet.OVER`), of it as a piece of a longer one (`sieve_meet.INSIDE`), in brief."""

    told: Float32Grid
    pieces: Int64Grid
    brief: Float32Grid


class Readings(NamedTuple):
    """The words of each reading, and which listed words each word may meet, how well; which readings may be a hit."""

    start: Int64
    words: Int32
    born: Int64
    meet_start: Int64
    meet_word: Int32
    meet_like: UInt8
    may: UInt8


class Met(NamedTuple):
    """Where one call puts what words meet: how many there are, the listed word, how alike; how many each word meets."""

    used: Int64  # [1]
    word: Int32
    like: UInt8
    many: Int64


class MeetRoom(NamedTuple):
    """Working memory of `sieve_meet.meet`."""

    costs: UInt8Grid
    turns: UInt8
    heard: UInt8Grid
    heard_turns: UInt8
    paid: UInt8Grid
    costs_of: Int64
    heard_of: Int64
    paid_of: Int64
    flagged: UInt8
    near: UInt8
    no_bound: Float64Grid  # [2, LETTERS]: zeros, see `meet.likeness`
    rows: Float64


class LookRoom(NamedTuple):
    """Working memory of `sieve_glance.glance` and `sieve_reach.reach`."""

    rows: Float64
    flat: UInt8
    values: Float64
    own: Float64
    whole: Float64
    met: Float64Grid
    joined: Bool
    found: Int64Grid
    quick: Float64Grid
    seen: Int64
    by: Int64
    touched: Int64
    sims: UInt8Grid
    work: Float64Grid


def meet_room(spelt: Spelt, spoken: Spelt, columns: int) -> MeetRoom:
    """Working memory for comparing words with the listed ones, of which there are so many columns."""
    costs, turns = room_for(spelt)
    heard, heard_turns = room_for(spoken)
    none = np.full((3, 3), -1, dtype=np.int64)
    return MeetRoom(
        costs=costs, turns=turns, heard=heard, heard_turns=heard_turns,
        paid=np.zeros((HALF + 1, columns), dtype=np.uint8), costs_of=none[0], heard_of=none[1], paid_of=none[2],
        flagged=np.zeros(columns, dtype=np.uint8), near=np.zeros(columns, dtype=np.uint8),
        no_bound=np.zeros((2, LETTERS)), rows=np.zeros(ROWS),
    )  # fmt: skip


def look_room(names: int, words: int) -> LookRoom:
    """Working memory for looking at readings, against so many listed names of so many words."""
    return LookRoom(
        rows=np.zeros(ROWS), flat=np.zeros(MAX_LETTERS + 2, dtype=np.uint8), values=np.zeros(BOUNDS),
        own=np.zeros(TOLD), whole=np.zeros(QUICK), met=np.zeros((3, QUICK)),
        joined=np.zeros(MANY_WORDS, dtype=np.bool_), found=np.zeros((MOST_JOINED, 3), dtype=np.int64),
        quick=np.zeros((names, QUICK)), seen=np.full(names, -1, dtype=np.int64), by=np.full(names, -1, dtype=np.int64),
        touched=np.zeros(names, dtype=np.int64), sims=np.zeros((MANY_WORDS, words), dtype=np.uint8),
        work=np.zeros((4, MANY_WORDS)),
    )  # fmt: skip
