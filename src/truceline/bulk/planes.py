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
from truceline.bulk.interning import Interning
from truceline.bulk.judging import Numbers, Room, Tables, alike_in, worlds_of
from truceline.bulk.kernels import kernel
from truceline.bulk.lanes import LANES, Lanes, Words

DIGITS = 5  # of a count of worlds
MOST = (1 << DIGITS) - 1
ROOM = 256  # worlds of a pairing before equal ones are taken as one
HEAD = 2  # words of a column's answer before its planes: worlds with the result of all together, and the cover
CONDUCT = HEAD + 2 * DIGITS  # after the digits of yes and of unknown: where conduct is true or unknown somewhere
LIFTED = CONDUCT + 1  # and where each exception lifts somewhere
ANSWERED, ELSEWHERE = 1, 0

_NONE, _ONE = np.uint64(0), np.uint64(1)
_POSSIBLE, _UNDETERMINED, _EXCEPTED, _NOT_REACHED, _NOT_ENGAGED, _CONTRADICTORY = range(1, 7)


class Sections(NamedTuple):
    """What a question is looked up in; a section is two words, no and unknown: conduct, reach, each exception."""

    facts: Words  # (facts, readings, sections)
    points: Words  # (points, readings, sections)
    own_lines: Words  # (stated, own, lines, readings, sections)
    exists: Words  # (readings, exceptions): a bit for each rule that has that exception
    presumed: Words  # (columns,): a bit for each presumption's `when`, as one more rule
    compared: NDArray[np.bool_]  # (columns,): whether two of its readings are laid out alike


class Pairings(NamedTuple):
    """The different worlds of pairs of sides, direction and epoch, place and facts apart; by pairing and column."""

    fits: NDArray[np.bool_]  # (pairings × columns,)
    world_from: Numbers  # (pairings × columns + 1,)
    reading: Numbers  # (worlds,)
    pair_from: Numbers  # (worlds + 1,)
    group: Numbers  # (pairs,)
    own: Numbers  # (pairs,)
    sections: Words  # (pairs, sections)
    lanes: Words  # (pairs, words)


def sections_of(lanes: Lanes, words: Words) -> Words:
    """The sections of lanes: (…, readings, words) → (…, readings, sections)."""
    conduct, reach, when, _ = lanes.masks()
    depth = when.shape[2]
    found = np.zeros((*words.shape[:-1], 2 * (2 + depth)), np.uint64)
    masks = [conduct, reach & ~conduct, *(when[:, :, k] for k in range(depth))]
    for i in range(lanes.words):
        word = words[..., i]
        for k, mask in enumerate(masks):
            if i >= lanes.rules and k:
                continue  # a presumption has one section
            wanted = mask[:, i] if i < lanes.rules else np.uint64(0xFFFFFFFF)
            no, unknown = word & wanted, (word >> np.uint64(LANES)) & wanted
            found[..., 2 * k] |= (no != 0).astype(np.uint64) << np.uint64(i)
            found[..., 2 * k + 1] |= (unknown != 0).astype(np.uint64) << np.uint64(i)
    return found


class Pairs:
    """Numbers pairings of sides and works out their worlds."""

    def __init__(self, lanes: Lanes, epochs: int) -> None:
        """No two sides have met yet."""
        self._lanes, self._columns, self._epochs = lanes, len(lanes.columns), epochs
        self._keys = Interning(2)
        self._fits = np.zeros(0, np.bool_)
        self._counts, self._reading, self._sizes, self._group, self._own = (np.zeros(0, np.int64) for _ in range(5))
        self._pairs = np.zeros((0, lanes.words), np.uint64)
        self._compared = fixed(lanes)[2]
        self._held: Pairings | None = None

    def numbers(self, keys: Numbers, tables: Tables) -> tuple[NDArray[np.int32], Pairings]:
        """The pairing of each row of (side a, side b, direction, epoch), and all pairings so far."""
        packed = np.stack([keys[:, 0] << 32 | keys[:, 1], keys[:, 2] << 32 | keys[:, 3]], axis=1).view(np.uint64)
        numbers = self._keys.ids(packed)
        new = self._keys.rows[len(self._fits) // self._columns :].view(np.int64)
        if len(new):
            rows = np.stack([new[:, 0] >> 32, new[:, 0] & 0xFFFFFFFF, new[:, 1] >> 32, new[:, 1] & 0xFFFFFFFF], axis=1)
            self._pair_up(rows, tables)
        if self._held is None:
            self._held = self._made()
        return numbers, self._held

    def _pair_up(self, rows: Numbers, tables: Tables) -> None:
        """Work out the worlds of new pairings; with twice the room wherever it was not enough."""
        bare, room, size = self._bare(tables), judging.room(self._lanes.words), 4096
        while len(rows):
            fits_, counts = np.zeros(len(rows) * self._columns, np.bool_), np.zeros(len(rows) * self._columns, np.int64)
            reading, sizes, group, own = (np.zeros(size, np.int64) for _ in range(4))
            lanes = np.zeros((size, self._lanes.words), np.uint64)
            done = pair_up(rows, bare, room, self._compared, fits_, counts, reading, sizes, group, own, lanes)
            worlds = int(counts[: done * self._columns].sum())
            pairs = int(sizes[:worlds].sum())
            self._fits = np.concatenate([self._fits, fits_[: done * self._columns]])
            self._counts = np.concatenate([self._counts, counts[: done * self._columns]])
            self._reading = np.concatenate([self._reading, reading[:worlds]])
            self._sizes = np.concatenate([self._sizes, sizes[:worlds]])
            self._group, self._own = (
                np.concatenate([self._group, group[:pairs]]),
                np.concatenate([self._own, own[:pairs]]),
            )
            self._pairs = np.concatenate([self._pairs, lanes[:pairs]])
            rows, size = rows[done:], 2 * size
        self._held = None

    def _bare(self, tables: Tables) -> Tables:
        """The tables with one scene for each epoch and nothing said but the sides."""
        epochs = self._epochs
        nothing = np.zeros((epochs, *tables.facts.shape[1:]), np.uint64)
        each = np.arange(epochs)
        return tables._replace(
            facts=nothing[:1],
            stated=np.zeros(1, np.bool_),
            point_lanes=nothing,
            point_epoch=each,
            point_line=np.zeros(epochs, np.int64),
            scene_begins=np.arange(epochs + 1),
            scene_together=np.ones(epochs, np.int64),
            scene_points=each,
            scene_era=np.full(epochs, -1),
            scene_turn=np.zeros(epochs, np.int64),
            own_lines=np.zeros_like(tables.own_lines),
        )

    def _made(self) -> Pairings:
        starts = np.cumsum(np.concatenate([[0], self._sizes]))
        reading_of_pair = np.repeat(self._reading, self._sizes)
        lanes = np.zeros((len(self._pairs), len(self._lanes.readings), self._lanes.words), np.uint64)
        lanes[np.arange(len(lanes)), reading_of_pair] = self._pairs
        sections = sections_of(self._lanes, lanes)[np.arange(len(lanes)), reading_of_pair]
        return Pairings(
            fits=self._fits,
            world_from=np.cumsum(np.concatenate([[0], self._counts])),
            reading=self._reading,
            pair_from=starts,
            group=self._group,
            own=self._own,
            sections=np.ascontiguousarray(sections),
            lanes=self._pairs,
        )


class AsSections:
    """The sections of lanes that only ever get more rows."""

    def __init__(self, lanes: Lanes) -> None:
        """No rows yet."""
        self._lanes = lanes
        self._known: Words | None = None

    def __call__(self, words: Words) -> Words:
        """The sections of (rows, readings, words), those of the first rows as before."""
        known = 0 if self._known is None else len(self._known)
        if self._known is None or known < len(words):
            new = sections_of(self._lanes, words[known:])
            self._known = new if self._known is None else np.concatenate([self._known, new])
        return self._known


def width(lanes: Lanes) -> int:
    """Words of one question's answer."""
    return len(lanes.columns) * (LIFTED + int(lanes.masks()[3].shape[2]))


def read(answers: Words, lanes: Lanes) -> Words:
    """The answers as the words that `judging` makes: (answers, columns × (judging.HEAD + rules))."""
    count, columns, rules = len(answers), len(lanes.columns), lanes.rules
    given = answers.reshape(count, columns, -1)
    found = np.zeros((count, columns, judging.HEAD + rules), np.uint64)
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
        found[:, :, judging.HEAD + i] = packed
    return found.reshape(count, -1)


def _number(bits: Words) -> Words:
    """The numbers of binary digits, the smallest first."""
    weights = np.uint64(1) << np.arange(bits.shape[-1], dtype=np.uint64)
    numbers: Words = (bits * weights).sum(axis=-1).astype(np.uint64)
    return numbers


def fits(lanes: Lanes) -> bool:
    """Whether an agreement can be judged so: rules and presumptions in one word, exceptions alike in every reading."""
    alike = all(lift.number == k for lifts in lanes.lifts for k, lift in enumerate(lifts))
    return lanes.fits and lanes.words <= 64 and alike


def fixed(lanes: Lanes) -> tuple[Words, Words, NDArray[np.bool_]]:
    """What sections need of the agreement alone: `exists`, `presumed` and `compared`."""
    lifts = lanes.masks()[3]
    bits = np.uint64(1) << np.arange(lanes.rules, dtype=np.uint64)
    exists = ((lifts != 0) * bits[None, :, None]).sum(axis=1).astype(np.uint64)
    numbers = {one.id: i for i, one in enumerate(lanes.presumptions)}
    presumed = [
        sum(1 << (lanes.rules + 2 * numbers[one.id]) for one in column.presumptions) for column in lanes.columns
    ]
    layouts = lanes.layouts()
    compared = [_repeats(layouts[sorted({lanes.number_of(view) for view in one.views})]) for one in lanes.columns]
    return exists, np.array(presumed, np.uint64), np.array(compared, np.bool_)


def _repeats(layouts: NDArray[np.int64]) -> bool:
    return len(set(layouts.tolist())) < len(layouts)


@kernel
def pair_up(
    pairings: Numbers,
    t: Tables,
    r: Room,
    compared: NDArray[np.bool_],
    fits_: NDArray[np.bool_],
    counts: Numbers,
    reading: Numbers,
    pairs: Numbers,
    group: Numbers,
    own: Numbers,
    lanes: Words,
) -> int:
    """Find the different worlds of pairings, rows of (side a, side b, direction, epoch), as far as there is room.

    `t` has one scene for each epoch and nothing in its facts and points. Fills `counts` (worlds of each pairing and
    column), then for each world `reading` and `pairs`, for each pair the rest. How many pairings were done.
    """
    columns = len(t.column_from) - 1
    worlds = total = 0
    question = np.zeros(5, np.int64)
    for i in range(len(pairings)):
        question[1:5] = pairings[i]
        for c in range(columns):
            fits_[i * columns + c] = True
            counts[i * columns + c] = 0
            found = worlds_of(question, c, t, r)
            if found < 0 or found > ROOM:
                fits_[i * columns + c] = False
                continue
            first = worlds
            for one in range(found):
                same = False
                for other in range(one):
                    if r.reading[one] == r.reading[other] and r.kept[other] and alike_in(one, other, t, r):
                        same = True
                        if not _identical(one, other, r):
                            fits_[i * columns + c] = False
                        break
                r.kept[one] = not same
                if same:
                    continue
                size = r.begins[one + 1] - r.begins[one]
                if size > 1 and compared[c]:
                    fits_[i * columns + c] = False
                if worlds == len(reading) or total + size > len(group):
                    return i  # no room: what was begun of this pairing is done again
                reading[worlds], pairs[worlds] = r.reading[one], size
                for pair in range(r.begins[one], r.begins[one + 1]):
                    group[total], own[total] = r.group[pair], r.own[pair]
                    lanes[total] = r.pairs[pair]
                    total += 1
                worlds += 1
            counts[i * columns + c] = worlds - first
    return len(pairings)


@kernel
def _identical(one: int, other: int, r: Room) -> bool:
    """Whether two worlds are the same pair by pair, to rules, to presumptions and in whose own lines are whose."""
    start, end = r.begins[one], r.begins[one + 1]
    if end - start != r.begins[other + 1] - r.begins[other]:
        return False
    for k in range(end - start):
        mine, his = start + k, r.begins[other] + k
        if r.own[mine] != r.own[his]:
            return False
        for w in range(r.pairs.shape[1]):
            if r.pairs[mine, w] != r.pairs[his, w]:
                return False
    return True


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
    """Judge questions: rows of (facts, pairing, scene); `plain` says of a scene that its points all differ.

    `answers` is (questions, columns × (LIFTED + exceptions)); `status` says which are ANSWERED.
    """
    columns = len(t.column_from) - 1
    width = answers.shape[1] // columns
    for q in range(len(questions)):
        status[q] = ANSWERED
        facts, pairing, scene = questions[q, 0], questions[q, 1], questions[q, 2]
        answers[q] = _NONE
        for c in range(columns):
            if not plain[scene] or not p.fits[pairing * columns + c]:
                status[q] = ELSEWHERE
                break
            out = answers[q, c * width : (c + 1) * width]
            if not _column(facts, pairing * columns + c, c, scene, t, s, p, r, out):
                status[q] = ELSEWHERE
                break


@kernel
def _column(
    facts: int, held: int, c: int, scene: int, t: Tables, s: Sections, p: Pairings, r: Room, out: Words
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
    for world in range(p.world_from[held], p.world_from[held + 1]):
        reading = p.reading[world]
        start, end = p.pair_from[world], p.pair_from[world + 1]
        for at in range(t.scene_begins[scene], t.scene_begins[scene + 1], together):
            if worlds == MOST or (s.compared[c] and together > 1):
                return False
            if s.compared[c] and _met_before(facts, held, world, t.scene_points[at], scene, t, p):
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
                        no, unknown = _joined(0, facts, reading, point, last, stated, t, s, p)
                        if ~(no | unknown) & s.presumed[c]:
                            return False  # a presumption applies
                        done |= ~no
                        more_no, more_unknown = _joined(1, facts, reading, point, last, stated, t, s, p)
                        no |= more_no
                        reached_yes |= ~(no | unknown | more_unknown)
                        reached_perhaps |= ~no
                        last += 1
                    lifted_yes, lifted_perhaps = _NONE, _NONE
                    for k in range(exceptions):
                        no_pair, unknown_pair = _NONE, _NONE
                        for pair in range(first, last):
                            no, unknown = _joined(2 + k, facts, reading, point, pair, stated, t, s, p)
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
    out[1] = cover
    return True


@kernel
def _joined(
    k: int, facts: int, reading: int, point: int, pair: int, stated: int, t: Tables, s: Sections, p: Pairings
) -> tuple[np.uint64, np.uint64]:
    """A section of a world: the rules in which something of it is no, and in which something is unknown."""
    own = s.own_lines[stated, p.own[pair], t.point_line[point], reading]
    no = s.facts[facts, reading, 2 * k] | s.points[point, reading, 2 * k] | p.sections[pair, 2 * k] | own[2 * k]
    unknown = (
        s.facts[facts, reading, 2 * k + 1]
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
def _met_before(facts: int, held: int, world: int, point: int, scene: int, t: Tables, p: Pairings) -> bool:
    """Whether an earlier world, of another reading laid out alike, comes to the same in every condition."""
    reading = p.reading[world]
    for other in range(p.world_from[held], world):
        before = p.reading[other]
        if before == reading or t.layout[before] != t.layout[reading]:
            continue
        for there in range(t.scene_begins[scene], t.scene_begins[scene + 1]):
            if _same(facts, world, point, other, t.scene_points[there], t, p):
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
