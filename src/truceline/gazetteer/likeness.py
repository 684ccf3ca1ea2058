"""How alike two names sound: a weighted edit distance on their sounds, in whole thousandths.

What listeners and clerks confuse costs little (k and g, b and p, kh and h, a vowel heard or not), what they do not
costs a whole sound. Weights are by hand, for Arabic names in Latin, Arabic and Cyrillic letters.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import numpy.typing as npt

from truceline.gazetteer.names import GLIDES, VOWELS

Costs = npt.NDArray[np.int32]
SOUNDS = "aiuwybpfvmntTdDrlszSCjkgGxh?"  # the last for letters of other scripts
SOUND = 100  # one consonant for another, left out or put in
_LEFT_OUT = {**dict.fromkeys(VOWELS, 25), **dict.fromkeys(GLIDES, 20), "h": 40, "v": 50, "n": 70}
_ALIKE = {
    "bp": 10, "fv": 15, "bv": 30, "bf": 50, "pf": 40, "wv": 10, "vu": 20, "kg": 25, "Gg": 20, "Gk": 40, "Gr": 50,
    "xh": 20, "xk": 40, "xG": 30, "hk": 60, "gj": 30, "jS": 50, "jz": 40, "jC": 30, "SC": 30, "Ss": 30, "Cs": 50,
    "sz": 30, "Ts": 30, "Tt": 25, "Dz": 25, "Dd": 20, "TD": 40, "td": 30, "nm": 40, "lr": 60, "nl": 60, "wu": 5,
    "yi": 5, "ai": 15, "au": 15, "iu": 20, "wy": 20,
}  # fmt: skip
_COARSE = str.maketrans("bpfvkgGxhszSCjtdTDnm", "bbbbkkkhhsssssttttnn")


def coarse(bones: str) -> str:
    """A skeleton with what is easily confused written alike: what the index is made of."""
    return bones.translate(_COARSE)


def _table() -> tuple[Costs, Costs]:
    """What a sound for another costs, and what one left out; the last row and column are for none at all."""
    swap = np.full((len(SOUNDS) + 1, len(SOUNDS) + 1), SOUND, np.int32)
    np.fill_diagonal(swap, 0)
    for pair, cost in _ALIKE.items():
        one, other = (SOUNDS.index(sound) for sound in pair)
        swap[one, other] = swap[other, one] = cost
    return swap, np.array([*(_LEFT_OUT.get(one, SOUND) for one in SOUNDS), 0], np.int32)


_SWAP, _OUT = _table()
_NONE, _OTHER = len(SOUNDS), len(SOUNDS) - 1
_NUMBERS = {one: at for at, one in enumerate(SOUNDS)}


def likenesses(heard: str, others: Sequence[str]) -> list[int]:
    """How alike a name sounds to each of the others, 0 to 1000.

    >>> likenesses("hama", ["hama", "hums", "hamra"])
    [1000, 567, 656]
    """
    if not others:
        return []
    width = max(map(len, others))
    rows = np.array([[*map(_number, one), *[_NONE] * (width - len(one))] for one in others], np.intp).reshape(
        len(others), width
    )
    out = _OUT[rows]
    above = np.concatenate([np.zeros((len(others), 1), np.int32), np.cumsum(out, 1, dtype=np.int32)], 1)
    all_of_others = above[:, -1]
    for number in map(_number, heard):
        swap, dropped = _SWAP[number][rows], _OUT[number]
        swap[rows == _NONE] = SOUND * SOUND  # past the end of a shorter name: only leaving out, at no cost
        best = np.minimum(above[:, :-1] + swap, above[:, 1:] + dropped)
        row = np.empty_like(above)
        row[:, 0] = above[:, 0] + dropped
        for j in range(width):
            np.minimum(best[:, j], row[:, j] + out[:, j], out=row[:, j + 1])
        above = row
    most = np.maximum(all_of_others, sum(int(_OUT[_number(one)]) for one in heard))
    return [int(one) for one in np.maximum(0, 1000 - 1000 * above[:, -1].astype(np.int64) // np.maximum(most, 1))]


def _number(sound: str) -> int:
    return _NUMBERS.get(sound, _OTHER)
