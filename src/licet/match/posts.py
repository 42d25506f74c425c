"""Reading posting lists: what each name shares with a query, without the names that cannot come near the best one.

Lists are read rarest first. From some list on, all that are left together give a name too little to be looked at, and
only names that were met before are worth a place. The more a name's length favours it the longer it may come in:
the few that are favoured most are let in beforehand, so that the bound holds for all others. What is left of the longest
lists is not read at all: few names are still near the best one then, and each is looked up.

Plain Python over NumPy arrays, written in the subset that numba compiles.
"""

from __future__ import annotations

from typing import Any

import numpy as np

__all__ = ["LEAST_SHARE", "LONG", "find", "in_order_met", "read_lists", "read_names"]

#: A list that has one name in so many, or more, is long: of each name the index has a bit for it.
LONG = 64

#: A name that shares less than this part of what the best one shares is not looked at (`retrieve`).
LEAST_SHARE = 0.203
#: What a name has that was let in beforehand: so little that nothing is added to a sum by it.
_LET_IN = np.float32(2e-38)
#: After so many entries the names met first are asked how much the best one shares at least, and after so many times as
#: many once more.
_FIRST_LOOK, _NEXT_LOOK = 500.0, 3.0
#: How many of them: those with the rarest keys in common are nearly always near the best.
_ASKED = 100
#: Sums of the same numbers in another order, or as shorter numbers, differ by less.
_ROUNDING = 1e-4


def read_lists(
    ix: Any, budget: Any, first_read: Any, lists: Any, order: Any, starts: Any, sizes: Any, gains: Any, rest: Any,
    acc: Any, touched: Any, seen: Any,
) -> Any:  # fmt: skip
    """Add up in `acc` what each name shares with the lists, shortest first, until `budget` entries were read.

    Args:
        ix: the index's arrays.
        budget: entries that are read at most, but for the first list.
        first_read: names met while so many entries are read come first.
        lists: how many lists there are.
        order: their numbers, shortest first; afterwards those that count.
        starts: where each begins.
        sizes: how long it is.
        gains: what it gives a name.
        rest: room for what the lists from each on give together.
        acc: what each name shares.
        touched: the names met, `seen` of them before.
        seen: how many those are.

    Returns:
        how many of `touched` are met first, how many are met before some were let in, how many are there, how many
        lists were read, and how many count: what the others add is to be looked up (`near.add_long`).
    """
    posts = ix.posts
    have = chosen_lists(budget, lists, order, starts, sizes, gains, rest)
    first, let_in, closed, done = seen, seen, False, have
    read, next_look, least = 0, _FIRST_LOOK, 0.0
    for at in range(have):
        k = order[at]
        names = posts[starts[k] : starts[k] + sizes[k]]
        if not closed and least > 0.0 and rest[at] * ix.usual_scale[0] < least:
            closed = True
            let_in = seen
            seen = let_names_in(ix.short_names, acc, touched, seen)
        if closed:
            if is_long(ix, sizes[k]):
                done = at
                break
            add_known(names, gains[k], acc)
            continue
        seen = read_names(names, gains[k], acc, touched, seen)
        read += sizes[k]
        if read <= first_read:
            first = seen
        elif read >= next_look:
            next_look = _NEXT_LOOK * read
            least = least_of(
                posts, at, have, order, starts, sizes, gains, acc, ix.name_scale, touched[: min(np.int64(seen), _ASKED)]
            )  # fmt: skip
    if not closed:
        let_in = seen
    return first, let_in, seen, done, have


def is_long(ix: Any, size: Any) -> Any:
    """Whether a list is so long that the index says of each name whether it is in it (`long_names`)."""
    return size * LONG >= ix.name_count[0]


def chosen_lists(budget: Any, lists: Any, order: Any, starts: Any, sizes: Any, gains: Any, rest: Any) -> Any:
    """The lists to read, each once: their numbers to the front of `order`, what they give from each on into `rest`."""
    have = 0
    read = 0
    last_start = -1
    for at in range(lists):
        k = order[at]
        if read + sizes[k] > budget and read > 0:
            break
        if starts[k] == last_start:
            continue
        last_start = starts[k]
        read += sizes[k]
        order[have] = k
        have += 1
    total = 0.0
    for back in range(have):
        at = have - 1 - back
        total += gains[order[at]]
        rest[at] = total * (1.0 + _ROUNDING)
    return have


def read_names(names: Any, gain: Any, acc: Any, touched: Any, seen: Any) -> Any:
    """Add what a list says to each of its names; returns how many names were met so far, without a sign.

    A number with a sign would be looked at for one below zero at each name.
    """
    more = np.float32(gain)
    for k in range(names.shape[0]):
        # no branch: whether a name was met before cannot be foretold, and a wrong guess costs more than a write
        name = names[k]
        before = acc[name]
        touched[seen] = name
        seen += np.uint64(before == 0.0)
        acc[name] = before + more
    return seen


def add_known(names: Any, gain: Any, acc: Any) -> None:
    """Add what a list says to those of its names that were met before."""
    more, nothing = np.float32(gain), np.float32(0.0)
    for k in range(names.shape[0]):
        name = names[k]
        before = acc[name]
        acc[name] = before + (more if before != nothing else nothing)


def let_names_in(names: Any, acc: Any, touched: Any, seen: Any) -> Any:
    """Have names count as met that were not."""
    for k in range(names.shape[0]):
        name = names[k]
        before = acc[name]
        touched[seen] = name
        seen += np.uint64(before == 0.0)
        acc[name] = max(before, _LET_IN)
    return seen


def least_of(
    posts: Any, at: Any, have: Any, order: Any, starts: Any, sizes: Any, gains: Any, acc: Any, scale: Any, touched: Any
) -> Any:  # fmt: skip
    """What a name must share at least to be looked at, by that of some names that is best after the list `at`."""
    best = 0.0
    name = np.uint32(0)
    for k in range(touched.shape[0]):
        value = float(acc[touched[k]]) * float(scale[touched[k]])
        if value > best:
            best, name = value, touched[k]
    total = float(acc[name])
    for later in range(at + 1, have):
        k = order[later]
        if find(posts[starts[k] : starts[k] + sizes[k]], name) >= 0:
            total += gains[k]
    return LEAST_SHARE * total * float(scale[name]) * (1.0 - _ROUNDING)


def find(values: Any, wanted: Any) -> Any:
    """Where `wanted` first is in a sorted array, or -1."""
    low = 0
    high = values.shape[0]
    while low < high:
        middle = (low + high) >> 1
        if values[middle] < wanted:
            low = middle + 1
        else:
            high = middle
    if low < values.shape[0] and values[low] == wanted:
        return low
    return -1


def in_order_met(
    posts: Any, have: Any, order: Any, starts: Any, sizes: Any, touched: Any, sums: Any, values: Any, begin: Any, past: Any
) -> None:  # fmt: skip
    """Put names that were let in beforehand in the order in which the lists have them."""
    for k in range(begin + 1, past):
        name, total, value = touched[k], sums[k], values[k]
        met = first_list(posts, have, order, starts, sizes, name)
        at = k
        while at > begin and first_list(posts, have, order, starts, sizes, touched[at - 1]) > met:
            touched[at], sums[at], values[at] = touched[at - 1], sums[at - 1], values[at - 1]
            at -= 1
        touched[at], sums[at], values[at] = name, total, value


def first_list(posts: Any, have: Any, order: Any, starts: Any, sizes: Any, name: Any) -> Any:
    """Which of the lists, in the order in which they are read, has a name first."""
    at = 0
    while at < have:
        k = order[at]
        if find(posts[starts[k] : starts[k] + sizes[k]], name) >= 0:
            break
        at += 1
    return at
