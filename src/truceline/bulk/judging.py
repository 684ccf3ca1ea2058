"""Every world of a question, counted out in bits: what each clause comes to in each column.

The same as `terms.worlds`, `terms.judging` and `terms.evaluate` together, for questions in which each fact has
one version: worlds are counted out, presumptions applied in their order, worlds that differ in no condition
taken as one, and the table of results read off. What a world is made of was looked up before; here it
is only joined. A question with more worlds than there is room for is left to the floor.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from truceline.bulk.kernels import kernel
from truceline.bulk.lanes import Words

Numbers = NDArray[np.int64]

MOST_WORLDS = 1024  # of one question in one column, before equal ones are taken as one
MOST_PAIRS = 8192  # of members, over all of these worlds
MOST_COVER = 4  # clauses that together hold in every world; more are for the floor
HEAD = 4  # words of a column's answer before its rules'
FLOOR, DONE = 0, 1

_LOW = np.uint64(0xFFFFFFFF)
_ONE = np.uint64(1)
_HALF = np.uint64(32)
_NONE = np.uint64(0)
# the table of results, in the order of `terms.Result`
_CERTAIN, _POSSIBLE, _UNDETERMINED, _EXCEPTED, _NOT_REACHED, _NOT_ENGAGED, _CONTRADICTORY = range(7)
_KNOWN, _PRESENT, _CIVILIAN = np.uint8(1), np.uint8(2), np.uint8(4)
_A_TO_B, _B_TO_A, _MUTUAL = 1, 2, 3  # directions; 0: not said


class Tables(NamedTuple):
    """Everything a question is looked up in; `words` of a rule come first, then two of each presumption."""

    facts: Words  # (facts, readings, words)
    stated: NDArray[np.bool_]  # (facts,): whether the distance from the own line is stated
    point_lanes: Words  # (points, readings, words)
    point_epoch: Numbers  # (points,)
    point_line: Numbers  # (points,)
    scene_begins: Numbers  # (scenes + 1,)
    scene_together: Numbers  # (scenes,)
    scene_era: Numbers  # (scenes,): the era of points taken together; −1: each point's own epoch
    scene_turn: Numbers  # beside scene_points: which epoch of that era
    scene_points: Numbers
    by: Words  # (members, readings, words)
    against: Words  # (members, readings, words)
    flags: NDArray[np.uint8]  # (members,)
    own: Numbers  # (members,)
    parts: Numbers  # (members, epochs of an era)
    own_lines: Words  # (stated, own, lines, readings, words)
    side_lists: Numbers  # (sides, columns, lists, eras)
    list_from: Numbers
    set_from: Numbers
    members: Numbers
    column_from: Numbers  # (columns + 1,): where each column's views begin
    view_list: Numbers  # list of each view
    view_reading: Numbers  # reading of each view
    layout: Numbers  # (readings,)
    conduct: Words  # (readings, rules)
    reach: Words  # (readings, rules)
    when: Words  # (readings, rules, exceptions)
    lifts: Words  # (readings, rules, exceptions); 0: no exception
    presumed_from: Numbers  # (columns + 1,): where each column's presumptions begin
    presumed: Numbers  # presumption of each
    attributes: NDArray[np.bool_]  # (presumptions,): whether it says who an unknown initiator is
    held: Words  # (presumptions,): a bit for each condition it holds
    held_yes: Words  # (presumptions, readings, words)
    held_no: Words  # (presumptions, readings, words)
    counted: Words  # (1,): a bit for each rule that is more than advice


class Room(NamedTuple):
    """Room for the worlds of one question in one column; one for each thread."""

    pairs: Words  # (pairs, words): lanes of each pair of members
    group: Numbers  # (pairs,): which direction and slice a pair belongs to, counted within its world
    own: Numbers  # (pairs,): number of the lines that are the initiator's own
    begins: Numbers  # (worlds + 1,): where each world's pairs begin
    reading: Numbers  # (worlds,)
    unknown: NDArray[np.bool_]  # (worlds,): whether in some direction nobody is known to initiate
    kept: NDArray[np.bool_]  # (worlds,)
    after: NDArray[np.bool_]  # (worlds,)
    read: Words  # (worlds,): conditions that presumptions have settled
    hashes: Words  # (worlds,): of the distinct ones
    distinct: Numbers  # (worlds,): their numbers
    engaged: Words  # (worlds,): rules engaged in each distinct one


def room(words: int) -> Room:
    """Fresh room for questions of so many words."""
    return Room(
        np.zeros((MOST_PAIRS, words), np.uint64),
        np.zeros(MOST_PAIRS, np.int64),
        np.zeros(MOST_PAIRS, np.int64),
        np.zeros(MOST_WORLDS + 1, np.int64),
        np.zeros(MOST_WORLDS, np.int64),
        np.zeros(MOST_WORLDS, np.bool_),
        np.zeros(MOST_WORLDS, np.bool_),
        np.zeros(MOST_WORLDS, np.bool_),
        np.zeros(MOST_WORLDS, np.uint64),
        np.zeros(MOST_WORLDS, np.uint64),
        np.zeros(MOST_WORLDS, np.int64),
        np.zeros(MOST_WORLDS, np.uint64),
    )


@kernel
def judge(questions: Numbers, t: Tables, r: Room, answers: Words, status: NDArray[np.int8]) -> None:
    """Judge questions: rows of (facts, side a, side b, direction, scene).

    `answers` is (questions, columns × (HEAD + rules)); `status` says which are DONE and which are for the FLOOR.
    """
    rules = t.conduct.shape[1]
    columns = len(t.column_from) - 1
    for q in range(len(questions)):
        status[q] = DONE
        for c in range(columns):
            worlds = worlds_of(questions[q], c, t, r)
            if worlds < 0:
                status[q] = FLOOR
                break
            out = answers[q, c * (HEAD + rules) : (c + 1) * (HEAD + rules)]
            out[:] = _NONE
            if not _presume(c, worlds, t, r, out) or not _sum_up(worlds, t, r, out):
                status[q] = FLOOR
                break


@kernel
def worlds_of(question: Numbers, c: int, t: Tables, r: Room) -> int:
    """Count out the worlds of one column; how many, −1 where there is no room or no scene."""
    facts, side_a, side_b = question[0], question[1], question[2]
    direction, scene = question[3], question[4]
    together = t.scene_together[scene]
    if together == 0:
        return -1
    words = r.pairs.shape[1]
    worlds = pairs = 0
    r.begins[0] = 0
    for view in range(t.column_from[c], t.column_from[c + 1]):
        book, reading = t.view_list[view], t.view_reading[view]
        for first in range(t.scene_begins[scene], t.scene_begins[scene + 1], together):
            era = t.scene_era[scene]
            if era < 0:
                era = t.point_epoch[t.scene_points[first]]  # an epoch is the era of its number
            list_a, list_b = t.side_lists[side_a, c, book, era], t.side_lists[side_b, c, book, era]
            for a in range(t.list_from[list_a], t.list_from[list_a + 1]):
                for b in range(t.list_from[list_b], t.list_from[list_b + 1]):
                    for way in range(2):
                        if (way == 0 and direction == _B_TO_A) or (way == 1 and direction == _A_TO_B):
                            continue
                        if way == 1 and direction == _MUTUAL:
                            continue  # both at once were counted as the first way
                        if worlds == MOST_WORLDS:
                            return -1
                        groups = 0
                        unknown = False
                        for turn in range(2):
                            if turn != way and direction != _MUTUAL:
                                continue
                            by, against = (a, b) if turn == 0 else (b, a)
                            somebody = known = False
                            for i in range(t.set_from[by], t.set_from[by + 1]):
                                one = t.members[i]
                                if not t.flags[one] & _PRESENT or t.flags[one] & _CIVILIAN:
                                    continue
                                somebody = True
                                known = known or (t.flags[one] & _KNOWN) != 0
                                for j in range(t.set_from[against], t.set_from[against + 1]):
                                    other = t.members[j]
                                    for k in range(together):
                                        if pairs == MOST_PAIRS:
                                            return -1
                                        point, turn_of_era = t.scene_points[first + k], t.scene_turn[first + k]
                                        actor, struck = t.parts[one, turn_of_era], t.parts[other, turn_of_era]
                                        own = t.own_lines[
                                            1 if t.stated[facts] else 0, t.own[actor], t.point_line[point], reading
                                        ]
                                        lanes = r.pairs[pairs]
                                        for w in range(words):
                                            lanes[w] = (
                                                t.facts[facts, reading, w]
                                                | t.point_lanes[point, reading, w]
                                                | t.by[actor, reading, w]
                                                | t.against[struck, reading, w]
                                                | own[w]
                                            )
                                        r.group[pairs], r.own[pairs] = groups + k, t.own[one]
                                        pairs += 1
                            if somebody:
                                groups += together
                                unknown = unknown or not known
                        if groups:
                            r.reading[worlds] = reading
                            r.unknown[worlds] = unknown
                            worlds += 1
                            r.begins[worlds] = pairs
    return worlds


@kernel
def _met(word: int, world: int, r: Room) -> int:
    """Whether the conditions of a word hold together for some pair: 0 no, 1 unknown, 2 yes."""
    best = 0
    for pair in range(r.begins[world], r.begins[world + 1]):
        lanes = r.pairs[pair, word]
        said = 0 if lanes & _LOW else (1 if lanes >> _HALF else 2)
        best = max(best, said)
    return best


@kernel
def _presume(c: int, worlds: int, t: Tables, r: Room, out: Words) -> bool:
    """Apply a column's presumptions in their order; False where one says who an unknown initiator is."""
    rules = t.conduct.shape[1]
    remaining = worlds
    r.kept[:worlds] = True
    r.read[:worlds] = _NONE
    for number in range(t.presumed_from[c], t.presumed_from[c + 1]):
        p = t.presumed[number]
        bit = _ONE << np.uint64(number - t.presumed_from[c])
        when, holds = rules + 2 * p, rules + 2 * p + 1
        if t.attributes[p]:
            for world in range(worlds):
                if r.kept[world] and r.unknown[world] and _met(when, world, r) == 2:
                    return False
            continue
        left = 0
        changed = False
        for world in range(worlds):
            if not r.kept[world]:
                continue
            applies = _met(when, world, r) == 2
            r.after[world] = not applies or _met(holds, world, r) != 0
            left += r.after[world]
            changed = changed or not r.after[world] or (applies and (t.held[p] & ~r.read[world]) != _NONE)
        if remaining and not left:
            out[3] |= bit
            continue
        if not changed:
            continue
        out[2] |= bit
        remaining = left
        for world in range(worlds):
            if r.kept[world]:
                r.kept[world] = r.after[world]
                if r.after[world] and _met(when, world, r) == 2:
                    r.read[world] |= t.held[p]
                    _read_as(p, world, t, r)
    return True


@kernel
def _read_as(p: int, world: int, t: Tables, r: Room) -> None:
    """Read what is unknown in a world as a presumption has it."""
    rules = t.conduct.shape[1]
    reading = r.reading[world]
    for pair in range(r.begins[world], r.begins[world + 1]):
        lanes = r.pairs[pair]
        for w in range(rules):
            unknown = lanes[w] >> _HALF
            yes, no = unknown & t.held_yes[p, reading, w], unknown & t.held_no[p, reading, w]
            lanes[w] = (lanes[w] & ~((yes | no) << _HALF)) | no


@kernel
def _sum_up(worlds: int, t: Tables, r: Room, out: Words) -> bool:
    """Take equal worlds as one and read off the results; False where the clauses together are for the floor."""
    rules = t.conduct.shape[1]
    distinct = 0
    for world in range(worlds):
        if not r.kept[world]:
            continue
        mark = _mark(world, t, r)
        seen = False
        for k in range(distinct):
            if r.hashes[k] == mark and alike_in(world, r.distinct[k], t, r):
                seen = True
                break
        if seen:
            continue
        r.hashes[distinct], r.distinct[distinct] = mark, world
        r.engaged[distinct] = _weigh(world, t, r, out)
        distinct += 1
    for i in range(rules):
        packed = out[HEAD + i]
        yes, unknown = (packed >> np.uint64(4)) & np.uint64(0xFFF), (packed >> np.uint64(16)) & np.uint64(0xFFF)
        lifted, conduct = packed >> np.uint64(32), packed & _ONE
        if distinct == 0:
            result = _CONTRADICTORY
        elif yes == distinct:
            result = _CERTAIN
        elif yes:
            result = _POSSIBLE
        elif unknown:
            result = _UNDETERMINED
        elif lifted:
            result = _EXCEPTED
        elif conduct:
            result = _NOT_REACHED
        else:
            result = _NOT_ENGAGED
        out[HEAD + i] = (packed & ~np.uint64(15)) | np.uint64(result)
    return _together(distinct, t, r, out)


@kernel
def _together(distinct: int, t: Tables, r: Room, out: Words) -> bool:
    """All clauses but advice: certain where in every world at least one is engaged."""
    rules = t.conduct.shape[1]
    some = 0
    for k in range(distinct):
        r.engaged[k] &= t.counted[0]
        if r.engaged[k] != _NONE:
            some += 1
    cover = _NONE
    if distinct == 0:
        result = _CONTRADICTORY
    elif some == distinct:
        result = _CERTAIN
        cover = cover_of(distinct, t, r)
        if cover == _NONE:
            return False
    elif some:
        result = _POSSIBLE
    else:
        heaviest = np.int64(_NOT_ENGAGED)
        for i in range(rules):
            if t.counted[0] & (_ONE << np.uint64(i)):
                heaviest = min(heaviest, np.int64(out[HEAD + i] & np.uint64(15)))
        result = int(heaviest)
    out[0] = np.uint64(distinct) | (np.uint64(result) << np.uint64(32))
    out[1] = cover
    return True


@kernel
def cover_of(distinct: int, t: Tables, r: Room) -> np.uint64:
    """The smallest set of rules of which every world engages one, ties by the agreement's order; 0: too large."""
    rules = t.conduct.shape[1]
    chosen = np.zeros(MOST_COVER, np.int64)
    for size in range(1, MOST_COVER + 1):
        for i in range(size):
            chosen[i] = i
        while chosen[size - 1] < rules:
            mask = _NONE
            for i in range(size):
                mask |= _ONE << np.uint64(chosen[i])
            held = mask & ~t.counted[0] == _NONE
            for k in range(distinct):
                if r.engaged[k] & mask == _NONE:
                    held = False
                    break
            if held:
                return mask
            # the next choice, in the order in which combinations are counted out
            i = size - 1
            while i > 0 and chosen[i] == rules - size + i:
                i -= 1
            chosen[i] += 1
            for j in range(i + 1, size):
                chosen[j] = chosen[j - 1] + 1
            if chosen[0] > rules - size:
                break
    return _NONE


# ── one world ─────────────────────────────────────────────────────────────────────────────────


@kernel
def _weigh(world: int, t: Tables, r: Room, out: Words) -> np.uint64:
    """Add a world's outcomes to the counts of each rule; the rules engaged in it.

    A rule's count while worlds are added: bit 0 conduct true or unknown somewhere, bits 4–15 worlds in which it is
    engaged, 16–27 worlds in which it is unknown, from 32 on the exceptions that lift it somewhere.
    """
    engaged = _NONE
    reading = r.reading[world]
    start, end = r.begins[world], r.begins[world + 1]
    exceptions = t.when.shape[2]
    groups = r.group[end - 1] + 1
    for i in range(t.conduct.shape[1]):
        value = conduct = 0
        lifted = _NONE
        for group in range(groups):
            reached = done = exempt = 0
            for pair in range(start, end):
                if r.group[pair] == group:
                    lanes = r.pairs[pair, i]
                    reached = max(reached, _all(lanes, t.reach[reading, i]))
                    done = max(done, _all(lanes, t.conduct[reading, i]))
            lifting = _NONE
            for k in range(exceptions):
                if t.lifts[reading, i, k] == _NONE:
                    break
                said = 2
                for pair in range(start, end):
                    if r.group[pair] == group:
                        said = min(said, _all(r.pairs[pair, i], t.when[reading, i, k]))
                exempt = max(exempt, said)
                if said == 2:
                    lifting |= t.lifts[reading, i, k]
            value = max(value, min(reached, 2 - exempt))
            conduct = max(conduct, done)
            if reached:
                lifted |= lifting
        packed = out[HEAD + i]
        if value == 2:
            packed += np.uint64(1 << 4)
            engaged |= _ONE << np.uint64(i)
        elif value == 1:
            packed += np.uint64(1 << 16)
        out[HEAD + i] = packed | (lifted << _HALF) | (_ONE if conduct else _NONE)
    return engaged


@kernel
def _all(lanes: np.uint64, mask: np.uint64) -> int:
    """Kleene's and over some lanes: 0 no, 1 unknown, 2 yes."""
    if lanes & mask:
        return 0
    return 1 if (lanes >> _HALF) & mask else 2


@kernel
def _mark(world: int, t: Tables, r: Room) -> np.uint64:
    """A number that equal worlds share; the order and repetition of pairs and groups leave it as it is."""
    mark = np.uint64(t.layout[r.reading[world]])
    start, end = r.begins[world], r.begins[world + 1]
    for i in range(t.conduct.shape[1]):
        least, most, both = ~_NONE, _NONE, ~_NONE
        for pair in range(start, end):
            lanes = r.pairs[pair, i]
            least = min(least, lanes)
            most |= lanes
            both &= lanes
        mark = (mark ^ least ^ (most << _ONE) ^ (both << np.uint64(2))) * np.uint64(0x9E3779B97F4A7C15)
        mark ^= mark >> np.uint64(29)
    return mark


@kernel
def alike_in(one: int, other: int, t: Tables, r: Room) -> bool:
    """Whether two worlds have the same profile: for each rule the same set of groups of rows."""
    if t.layout[r.reading[one]] != t.layout[r.reading[other]]:
        return False
    for i in range(t.conduct.shape[1]):
        if not same_groups(i, one, other, False, r):  # noqa: FBT003 - a kernel has no names for its arguments
            return False
    return True


@kernel
def same_groups(i: int, one: int, other: int, own: bool, r: Room) -> bool:  # noqa: FBT001 - as above
    """Whether a word's groups of rows are the same in two worlds; with `own`, rows with whose own lines are whose."""
    return _groups_in(i, one, other, own, r) and _groups_in(i, other, one, own, r)


@kernel
def _groups_in(i: int, one: int, other: int, own: bool, r: Room) -> bool:  # noqa: FBT001 - as above
    """Whether each group of one world is, for a word, also a group of the other."""
    for group in range(r.group[r.begins[one + 1] - 1] + 1):
        found = False
        for candidate in range(r.group[r.begins[other + 1] - 1] + 1):
            if _rows_in(i, one, group, other, candidate, own, r) and _rows_in(i, other, candidate, one, group, own, r):
                found = True
                break
        if not found:
            return False
    return True


@kernel
def _rows_in(i: int, one: int, group: int, other: int, candidate: int, own: bool, r: Room) -> bool:  # noqa: FBT001 - as above
    """Whether each row of one group is a row of the other."""
    for pair in range(r.begins[one], r.begins[one + 1]):
        if r.group[pair] != group:
            continue
        found = False
        for against in range(r.begins[other], r.begins[other + 1]):
            same = r.pairs[against, i] == r.pairs[pair, i] and (not own or r.own[against] == r.own[pair])
            if same and r.group[against] == candidate:
                found = True
                break
        if not found:
            return False
    return True
