"""The fold: what everybody recomputes from the same entries, line by line and to one digest."""

from truceline.state.causality import before, known_by
from truceline.state.folding import take
from truceline.state.lines import FOLD_VERSION, digest, lines
from truceline.state.plain import State, fold
from truceline.state.shelf import Leaf, Plain, Shelf

__all__ = [
    "FOLD_VERSION",
    "Leaf",
    "Plain",
    "Shelf",
    "State",
    "before",
    "digest",
    "fold",
    "known_by",
    "lines",
    "take",
]
