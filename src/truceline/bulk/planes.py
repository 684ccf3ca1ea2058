"""All rules at once: the common case of a question, one bit a rule instead of one word.

Where a scene's points and a pair of sides' members are already known to differ, every point with every set
of members is another world and nothing needs comparing. What a rule says in a world then depends only on
whether some condition of its conduct, of its reach or of each exception is no or unknown there; so each of
these sections is two machine words with a bit for each rule, and forty rules are judged in the time of one.
How often each rule is engaged is counted in bits as well, one word for each binary digit.

What is not like that is left to `judging`: a presumption that applies, a change of status while it lasted, two
readings laid out alike whose worlds may coincide, more worlds than the digits can count.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from truceline.bulk import judging
from truceline.bulk.judging import HEAD, Numbers, Room, Tables
from truceline.bulk.kernels import kernel
from truceline.bulk.lanes import Lanes, Words
from truceline.bulk.pairing import Pairings

DIGITS = 5  # of a count of worlds
MOST = (1 << DIGITS) - 1
CONDUCT = HEAD + 2 * DIGITS  # after the digits of yes and of unknown: where conduct is true or unknown somewhere
LIFTED = CONDUCT + 1  # and where each exception lifts somewhere
ANSWERED, ELSEWHERE = 1, 0

_NONE, _ONE = np.uint64(0), np.uint64(1)
_POSSIBLE, _UNDETERMINED, _EXCEPTED, _NOT_REACHED, _NOT_ENGAGED, _CONTRADICTORY = range(1, 7)


class Sections(NamedTuple):
    """What a question is looked up in; a section is two words, no and unknown: conduct, reach, each exception."""

    facts: Words  # (columns, facts, readings, sections), read as the column's presumptions on facts have them
    leaned: Words  # (columns, facts): a bit for each of these presumptions that applies
    rebutted: Words  # (columns, facts): a bit for each that the facts contradict
    points: Words  # (points, readings, sections)
    own_lines: Words  # (stated, own, lines, readings, sections)
    exists: Words  # (readings, exceptions): a bit for each rule that has that exception
    presumed: Words  # (columns,): a bit for `when` of each presumption on more than facts, as one more rule
    compared: NDArray[np.bool_]  # (columns,): whether two of its readings are laid out alike


def width(lanes: Lanes) -> int:
    """Words of one question's answer."""
    return len(lanes.columns) * (LIFTED + int(lanes.masks[3].shape[2]))


def read(answers: Words, lanes: Lanes) -> Words:
    """The answers as the words that `judging` makes: (answers, columns × (HEAD + rules))."""
    count, columns, rules = len(answers), len(lanes.columns), lanes.rules
    given = answers.reshape(count, columns, -1)
    found = np.zeros((count, columns, HEAD + rules), np.uint64)
    found[:, :, :HEAD] = given[:, :, :HEAD]
    worlds = given[:, :, 0] & np.uint64(0xFFFFFFFF)
    for i in range(rules):
        bits = (given >> np.uint64(i)) & np.uint64(1)
        yes, unknown = (_number(bits[:, :, HEAD + k * DIGITS : HEAD + (k + 1) * DIGITS]) for k in range(2))
        conduct = bits[:, :, CONDUCT]
        lifted = _number(bits[:, :, LIFTED:])
        result = np.select(
            [worlds == 0, yes == worlds, yes > 0, unknown > 0, lifted > 0, conduct > 0],
            [_CONTRADICTORY, 0, _POSSIBLE, _UNDETERMINED, _EXCEPTED, _NOT_REACHED],
            _NOT_ENGAGED,
        )
        packed = result.astype(np.uint64) | yes << np.uint64(4) | unknown << np.uint64(16) | lifted << np.uint64(32)
        found[:, :, HEAD + i] = packed
    return found.reshape(count, -1)


def _number(bits: Words) -> Words:
    """The numbers of binary digits, the smallest first."""
    weights = np.uint64(1) << np.arange(bits.shape[-1], dtype=np.uint64)
    numbers: Words = (bits * weights).sum(axis=-1).astype(np.uint64)
    return numbers


@kernel
def judge(
    questions: Numbers,
    t: Tables,
    s: Sections,
    p: Pairings,
    plain: NDArray[np.bool_],
    r: Room,
    answers: Words,
    status: NDArray[np.int8],
) -> None:
    """Judge questions: rows of (facts, sides, scene); `plain` says of a scene that its worlds all differ.

    `answers` is (questions, columns × (LIFTED + exceptions)); `status` says which are ANSWERED.
    """
    columns = len(t.column_from) - 1
    width = answers.shape[1] // columns
    for q in range(len(questions)):
        status[q] = ANSWERED
        facts, sides, scene = questions[q, 0], questions[q, 1], questions[q, 2]
        answers[q] = _NONE
        for c in range(columns):
            out = answers[q, c * width : (c + 1) * width]
            if not plain[scene] or not _column(facts, sides, c, scene, t, s, p, r, out):
                status[q] = ELSEWHERE
                break


@kernel
def _column(
    facts: int, sides: int, c: int, scene: int, t: Tables, s: Sections, p: Pairings, r: Room, out: Words
) -> bool:
    """Weigh every world of one column; False where it must be done elsewhere."""
    rules = np.uint64(t.conduct.shape[1])
    mine = (_ONE << rules) - _ONE
    counted = t.counted[0]
    exceptions = s.exists.shape[1]
    stated = 1 if t.stated[facts] else 0
    worlds = engaged_worlds = 0
    every, some_unknown, some_lifted = ~_NONE, _NONE, _NONE
    together = t.scene_together[scene]
    columns = len(t.column_from) - 1
    for at in range(t.scene_begins[scene], t.scene_begins[scene + 1], together):
        held = p.of_epoch[sides, t.point_epoch[t.scene_points[at]]] * columns + c
        if not p.fits[held] or (s.compared[c] and (together > 1 or s.leaned[c, facts])):
            return False
        for world in range(p.world_from[held], p.world_from[held + 1]):
            reading = p.reading[world]
            start, end = p.pair_from[world], p.pair_from[world + 1]
            if worlds == MOST:
                return False
            if s.compared[c] and _met_before(facts, sides, c, world, at, scene, t, p):
                continue
            yes, perhaps, conduct = _NONE, _NONE, _NONE
            for slice_ in range(at, at + together):
                point = t.scene_points[slice_]
                first = start
                while first < end:
                    # one direction: some pair must meet conduct and reach, every pair an exception
                    reached_yes, reached_perhaps, done = _NONE, _NONE, _NONE
                    last = first
                    while last < end and p.group[last] == p.group[first]:
                        no, unknown = _joined(0, c, facts, reading, point, last, stated, t, s, p)
                        if ~(no | unknown) & s.presumed[c]:
                            return False  # a presumption applies
                        done |= ~no
                        more_no, more_unknown = _joined(1, c, facts, reading, point, last, stated, t, s, p)
                        no |= more_no
                        reached_yes |= ~(no | unknown | more_unknown)
                        reached_perhaps |= ~no
                        last += 1
                    lifted_yes, lifted_perhaps = _NONE, _NONE
                    for k in range(exceptions):
                        no_pair, unknown_pair = _NONE, _NONE
                        for pair in range(first, last):
                            no, unknown = _joined(2 + k, c, facts, reading, point, pair, stated, t, s, p)
                            no_pair |= no
                            unknown_pair |= unknown
                        lifts = ~(no_pair | unknown_pair) & s.exists[reading, k]
                        lifted_yes |= lifts
                        lifted_perhaps |= ~no_pair & s.exists[reading, k]
                        out[LIFTED + k] |= lifts & reached_perhaps & mine
                    yes |= reached_yes & ~lifted_perhaps
                    perhaps |= reached_perhaps & ~lifted_yes
                    conduct |= done
                    first = last
            unknown = perhaps & ~yes & mine
            yes &= mine
            _add(yes, HEAD, out)
            _add(unknown, HEAD + DIGITS, out)
            out[CONDUCT] |= conduct & mine
            r.engaged[worlds] = yes & counted
            every &= yes & counted
            some_unknown |= unknown
            if yes & counted:
                engaged_worlds += 1
            worlds += 1
    for k in range(exceptions):
        some_lifted |= out[LIFTED + k]
    cover = _NONE
    if worlds == 0:
        result = _CONTRADICTORY
    elif engaged_worlds == worlds:
        result = 0
        cover = every & (~every + _ONE)  # the first rule engaged in every world
        if cover == _NONE:
            cover = judging.cover_of(worlds, t, r)
            if cover == _NONE:
                return False
    elif engaged_worlds:
        result = _POSSIBLE
    elif some_unknown & counted:
        result = _UNDETERMINED
    elif some_lifted & counted:
        result = _EXCEPTED
    elif out[CONDUCT] & counted:
        result = _NOT_REACHED
    else:
        result = _NOT_ENGAGED
    out[0] = np.uint64(worlds) | (np.uint64(result) << np.uint64(32))
    out[1], out[2], out[3] = cover, s.leaned[c, facts], s.rebutted[c, facts]
    return True


@kernel
def _joined(
    k: int, c: int, facts: int, reading: int, point: int, pair: int, stated: int, t: Tables, s: Sections, p: Pairings
) -> tuple[np.uint64, np.uint64]:
    """A section of a world: the rules in which something of it is no, and in which something is unknown."""
    own = s.own_lines[stated, p.own[pair], t.point_line[point], reading]
    no = s.facts[c, facts, reading, 2 * k] | s.points[point, reading, 2 * k] | p.sections[pair, 2 * k] | own[2 * k]
    unknown = (
        s.facts[c, facts, reading, 2 * k + 1]
        | s.points[point, reading, 2 * k + 1]
        | p.sections[pair, 2 * k + 1]
        | own[2 * k + 1]
    )
    return no, unknown


@kernel
def _add(bits: np.uint64, at: int, out: Words) -> None:
    """Count one more for each bit."""
    for digit in range(DIGITS):
        carry = out[at + digit] & bits
        out[at + digit] ^= bits
        bits = carry
        if not bits:
            return


@kernel
def _met_before(facts: int, sides: int, c: int, world: int, at: int, scene: int, t: Tables, p: Pairings) -> bool:
    """Whether an earlier world, of another reading laid out alike, comes to the same in every condition.

    Earlier is an earlier point, or at the same point an earlier world.
    """
    reading, point = p.reading[world], t.scene_points[at]
    columns = len(t.column_from) - 1
    for earlier in range(t.scene_begins[scene], at + 1):
        there = t.scene_points[earlier]
        held = p.of_epoch[sides, t.point_epoch[there]] * columns + c
        for other in range(p.world_from[held], p.world_from[held + 1]):
            if earlier == at and other >= world:
                break
            before = p.reading[other]
            alike = before != reading and t.layout[before] == t.layout[reading]
            if alike and _same(facts, world, point, other, there, t, p):
                return True
    return False


@kernel
def _same(facts: int, one: int, point: int, other: int, there: int, t: Tables, p: Pairings) -> bool:
    """Whether two worlds of one pair each have the same lanes."""
    a, b = p.pair_from[one], p.pair_from[other]
    first, second = p.reading[one], p.reading[other]
    stated = 1 if t.stated[facts] else 0
    for w in range(t.conduct.shape[1]):
        mine = t.facts[facts, first, w] | t.point_lanes[point, first, w] | p.lanes[a, w]
        mine |= t.own_lines[stated, p.own[a], t.point_line[point], first, w]
        his = t.facts[facts, second, w] | t.point_lanes[there, second, w] | p.lanes[b, w]
        his |= t.own_lines[stated, p.own[b], t.point_line[there], second, w]
        if mine != his:
            return False
    return True
