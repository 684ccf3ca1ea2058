"""How alike two names sound: a weighted edit distance on their sounds, in whole thousandths.

What listeners and clerks confuse costs little (k and g, b and p, kh and h, a vowel heard or not), what they do not
costs a whole sound. Weights are by hand, for Arabic names in Latin, Arabic and Cyrillic letters.
"""

from __future__ import annotations

from functools import cache

from truceline.gazetteer.names import GLIDES, VOWELS

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


@cache
def _swap(a: str, b: str) -> int:
    if a == b:
        return 0
    return _ALIKE.get(a + b, _ALIKE.get(b + a, SOUND))


def weight(heard: str) -> int:
    """How much there is of a name."""
    return sum(_LEFT_OUT.get(one, SOUND) for one in heard)


def distance(a: str, b: str) -> int:
    """What it costs to make one name of the other.

    >>> distance("hama", "hams"), distance("kusayr", "ksir")
    (115, 50)
    """
    above = [0]
    for one in b:
        above.append(above[-1] + _LEFT_OUT.get(one, SOUND))
    for one in a:
        out = _LEFT_OUT.get(one, SOUND)
        row = [above[0] + out]
        for j, other in enumerate(b):
            swapped = above[j] + _swap(one, other)
            row.append(min(swapped, above[j + 1] + out, row[j] + _LEFT_OUT.get(other, SOUND)))
        above = row
    return above[-1]


def likeness(a: str, b: str) -> int:
    """How alike two names sound, 0 to 1000."""
    most = max(weight(a), weight(b), 1)
    return max(0, 1000 - 1000 * distance(a, b) // most)
